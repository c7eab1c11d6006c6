package name

import (
	_ "embed"
	"encoding/binary"
	"unicode/utf8"
)

// hanData is written by gen_han.go, which describes it.
//
//go:embed han.bin
var hanData string

const (
	hanFirst = 0x4E00
	hanLast  = 0x9FFF
	hanWidth = 14
)

// Columns of a character's row.
const (
	mandarin = iota
	korean
	koreanName
	cantonese
	japanese
	japanese2
	simplified
)

var hanLists = func() (t struct {
	lists [4][]string
	rows  int
}) {
	at := 0
	for l := range t.lists {
		n := int(binary.LittleEndian.Uint16([]byte(hanData[at : at+2])))
		at += 2
		t.lists[l] = make([]string, n+1)
		for i := 1; i <= n; i++ {
			k := int(hanData[at])
			t.lists[l][i] = hanData[at+1 : at+1+k]
			at += 1 + k
		}
	}
	t.rows = at
	return t
}()

func isHan(c rune) bool { return c >= hanFirst && c <= hanLast }

func hanCell(c rune, column int) int {
	if !isHan(c) {
		return 0
	}
	at := hanLists.rows + int(c-hanFirst)*hanWidth + 2*column
	return int(hanData[at]) | int(hanData[at+1])<<8
}

// hanReading is a character's reading in a column: plain syllables in Latin
// letters, Korean as a Hangul syllable; "" when it has none.
func hanReading(c rune, column int) string {
	n := hanCell(c, column)
	switch column {
	case mandarin:
		return hanLists.lists[0][n]
	case korean, koreanName:
		return hanLists.lists[1][n]
	case cantonese:
		return hanLists.lists[2][n]
	}
	return hanLists.lists[3][n]
}

// simple is a character's simplified form, itself when it has none.
func simple(c rune) rune {
	if n := hanCell(c, simplified); n > 0 {
		return hanFirst + rune(n) - 1
	}
	return c
}

// surnameReading is how a character reads as a Chinese surname where that is
// not its usual reading.
func surnameReading(c rune) string {
	switch c {
	case '曾':
		return "zeng"
	case '单', '單':
		return "shan"
	case '解':
		return "xie"
	case '仇':
		return "qiu"
	case '查':
		return "zha"
	case '任':
		return "ren"
	case '区', '區':
		return "ou"
	case '盖', '蓋':
		return "ge"
	case '朴':
		return "piao"
	case '翟':
		return "zhai"
	case '覃':
		return "qin"
	case '缪', '繆':
		return "miao"
	case '乐', '樂':
		return "yue"
	case '华', '華':
		return "hua"
	case '纪', '紀':
		return "ji"
	case '晟':
		return "sheng"
	case '员', '員':
		return "yun"
	case '种':
		return "chong"
	case '召':
		return "shao"
	case '折':
		return "she"
	}
	return ""
}

// doubleSurnames are the Chinese surnames of two characters still met with,
// simplified.
const doubleSurnames = "欧阳 上官 司马 诸葛 夏侯 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 端木 申屠 轩辕 南宫 独孤 呼延 东郭 西门 百里 第五 拓跋 公冶 濮阳 太史 闻人 澹台 淳于 单于 叔孙 仲孙 乐正 鲜于 赫连 钟离 万俟 完颜"

// chineseSurnames are the 300 commonest surnames of China, with the further
// ones usual in Korea, Taiwan and Hong Kong, simplified (public rankings of
// the Ministry of Public Security, 2007 and 2020).
const chineseSurnames = "习王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥郁南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利于呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由朝蔚崇"

// romaniseHan reads a whole word in one column's readings, joined.
func romaniseHan(dst []byte, w string, column int) []byte {
	for _, c := range w {
		if !isHan(c) {
			if scriptOf(c) == kana {
				dst = romaniseKana(dst, string(c))
			} else {
				dst = appendASCII(dst, c)
			}
			continue
		}
		dst = append(dst, hanReading(c, column)...)
	}
	return dst
}

// Simplified is a character's simplified form, itself when it has none.
func Simplified(c rune) rune {
	if !isHan(c) {
		return c
	}
	return simple(c)
}

// SameSigns reports whether two words are the same characters, simplified or not.
func SameSigns(a, b string) bool {
	for a != "" && b != "" {
		x, n := utf8.DecodeRuneInString(a)
		y, m := utf8.DecodeRuneInString(b)
		if x != y && simple(x) != simple(y) {
			return false
		}
		a, b = a[n:], b[m:]
	}
	return a == b
}
