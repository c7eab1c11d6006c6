package name

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Names of firms in Han characters, Hangul and kana are written without spaces.
// They are cut at the words that such names are made of (places, lines of
// business, legal forms); what is left is the core, and is read by its sound:
// 深圳市金龙科技有限公司 is Shenzhen, Jinlong, technology, limited company.

// eastWords are these words: an English word or several, "|", the words in Han
// (simplified), Hangul and kana. A word in capitals is a city, read as it is
// written in Latin letters. Own list, from the names in the published lists.
const eastWords = `
china | 中国 中华 중국
korea | 朝鲜 조선 北朝鲜 韩国 한국 대한 대한민국 高丽
dprk | 조선민주주의인민공화국 朝鲜民主主义人民共和国
japan | 日本 일본
taiwan | 台湾
russia | 俄罗斯 러시아
usa | 美国 미국 アメリカ
iran | 伊朗 イラン
hongkong | 香港 홍콩
singapore | 新加坡
malaysia | 马来西亚
vietnam | 越南
myanmar | 缅甸 ミャンマー
BEIJING | 北京 베이징
SHANGHAI | 上海 상해
SHENZHEN | 深圳
GUANGZHOU | 广州
TIANJIN | 天津
CHONGQING | 重庆
DALIAN | 大连 대련
DANDONG | 丹东 단동
SHENYANG | 沈阳 심양
QINGDAO | 青岛
NINGBO | 宁波
HANGZHOU | 杭州
NANJING | 南京
SUZHOU | 苏州
WUXI | 无锡
XIAMEN | 厦门
FUZHOU | 福州
WUHAN | 武汉
CHANGSHA | 长沙
CHENGDU | 成都
XIAN | 西安
HARBIN | 哈尔滨
CHANGCHUN | 长春
JILIN | 吉林
LIAONING | 辽宁
HEILONGJIANG | 黑龙江
SHANDONG | 山东
HEBEI | 河北
HENAN | 河南
JIANGSU | 江苏
ZHEJIANG | 浙江
FUJIAN | 福建
GUANGDONG | 广东
GUANGXI | 广西
HAINAN | 海南
SICHUAN | 四川
YUNNAN | 云南
HUBEI | 湖北
HUNAN | 湖南
JIANGXI | 江西
ANHUI | 安徽
SHANXI | 山西
SHAANXI | 陕西
GANSU | 甘肃
XINJIANG | 新疆
ZHUHAI | 珠海
DONGGUAN | 东莞
FOSHAN | 佛山
YANTAI | 烟台
JINAN | 济南
YANBIAN | 延边 연변
MACAU | 澳门
TAIPEI | 台北
KAOHSIUNG | 高雄
PYONGYANG | 平壤 평양
SEOUL | 首尔 서울
BUSAN | 釜山 부산
CHONGJIN | 청진
NAMPO | 南浦 남포
WONSAN | 원산
SINUIJU | 신의주
RASON | 罗先 라선
TOKYO | 东京 도쿄
OSAKA | 大阪
international | 国际 국제 インターナショナル
technology | 科技 技术 기술 テクノロジー テック
trading | 贸易 商贸 经贸 무역 교역 商事 通商 トレーディング 貿易 トレーディングズ トレード
foreign trade | 外贸 대외무역 对外贸易
import export | 进出口 수출입
industry | 工业 实业 产业 공업 산업 インダストリー インダストリーズ インダストリアル
shipping | 航运 船务 海运 船舶 해운 선박 선박운수 シッピング 海運
logistics | 物流 货运 물류 ロジスティクス
freight | 货代
transport | 运输 운수 운송
bank | 银行 은행 バンク
foreign trade bank | 对外贸易银行 무역은행
insurance | 保险 보험
investment | 投资 투자
development | 发展 开发 개발 デベロップメント ディベロップメント
electronics | 电子 전자 エレクトロニクス エレクトロニックス
electric | 电气 电力 전기
optoelectronics | 光电
machinery | 机械 机电 기계 マシナリー マシーナリー
chemical | 化工 化学 화학 ケミカル
petroleum | 石油 석유 ペトロリアム
crude oil | 원유 原油
credit | 信用 신용 クレジット
people | 人民 인민
commercial | 商业 상업 コマーシャル
central | 中央 중앙 セントラル
military | 军事 군사
defence | 国防 국방
national | 国家 국가 ナショナル
united | 联合 연합
science | 科学 과학
security | 安全 안전
safety | 安保
computer | 电脑 计算机 컴퓨터
optical | 光学 광학
data | 数据 데이터
intelligent | 智能
digital | 数码
hospital | 医院 병원
hotel | 酒店 宾馆 호텔 ホテル
school | 学校 학교
media | 传媒
culture | 文化 문화
education | 教育 교육
leasing | 租赁
supply chain | 供应链
real estate | 房地产 부동산
petrochemical | 石化 석유화학 ペトロケミカル
gas | 天然气 燃气 가스 ガス
coal | 煤炭 석탄
mining | 矿业 광업 マイニング
minerals | 矿产 광물
metal | 金属 금속
steel | 钢铁 강철 철강 スチール 鉄鋼
construction | 建设 建筑 건설
engineering | 工程 엔지니어링 エンジニアリング エンジニアリング
equipment | 设备 装备 설비
instrument | 仪器 仪表
communications | 通信 通讯 통신
information | 信息 정보 情报
network | 网络 네트워크
aviation | 航空 항공 アビエーション
aerospace | 航天 우주 宇航
marine | 海洋 해양 マリン マリーン
pharmaceutical | 医药 制药 药业 제약
medical | 医疗 의료
textile | 纺织 방직
food | 食品 식품
agriculture | 农业 농업
fisheries | 水产 渔业 수산
energy | 能源 에너지
nuclear | 核能 核工业 원자력
research | 研究 연구 リサーチ
research institute | 研究所 研究院 연구소 연구원
university | 大学 대학 대학교 종합대학
academy | 科学院 과학원
group | 集团 집단 그룹 グループ
holding | 控股 지주 ホールディングス
management | 管理 관리 マネジメント
service | 服务 봉사 서비스 サービシズ
consulting | 咨询
factory | 工厂 공장
manufacturing | 制造 제조 製作所 制作所 マニュファクチャリング
precision | 精密 정밀
materials | 材料 재료 自动化材料
automation | 自动化 자동화
semiconductor | 半导体 반도체
software | 软件 소프트웨어
automobile | 汽车 자동차
aircraft | 飞机
general bureau | 총국 总局
bureau | 事务局
committee | 委员会 위원회
ministry | 인민무력성
foundation | 基金会 재단 ファウンデーション
fund | 基金 기금
association | 协会 협회
cooperation | 合作 합작
joint venture | 合营 합영 合资
general | 总 총 综合 종합 ジェネラル ゼネラル
company | 公司 회사 会社 カンパニー 社
corporation | 总公司 总会社 총회사 총공사 공사 コーポレーション コーポレイション 公社
llc | 有限公司 有限责任公司 유한회사 有限会社 合同会社 유한책임회사
jsc | 股份有限公司 주식회사 株式会社 股份公司
export | エキスポート エクスポート 수출 出口
import | インポート 수입 进口
and | 与 及 アンド
`

// eastSuffixes are characters that end a place or a works and are left out.
const eastSuffixes = "市省县区州"

// An eastWord is one of eastWords: its words as tokens.
type eastWord struct {
	toks  []Token
	place bool
}

// An eastTable holds eastWords, simplified, and the characters they begin with.
type eastTable struct {
	words map[string]eastWord
	first charSet
}

var eastDictionary = sync.OnceValue(func() *eastTable {
	m, firsts := map[string]eastWord{}, ""
	for line := range strings.Lines(eastWords) {
		english, pieces, ok := strings.Cut(line, " | ")
		if !ok {
			continue
		}
		for w := range strings.FieldsSeq(pieces) {
			var e eastWord
			for x := range strings.FieldsSeq(english) {
				t, place := eastToken(x)
				t.Text = w
				e.toks, e.place = append(e.toks, t), place
			}
			w = simplify(w)
			m[w] = e
			_, n := utf8.DecodeRuneInString(w)
			firsts += w[:n]
		}
	}
	return &eastTable{m, charsOf(0x3000, hangulBase+11171, firsts)}
})

// eastToken is an English word of eastWords as a token, with the role that it
// has in a firm's name in Latin letters.
func eastToken(x string) (t Token, place bool) {
	var sense Token
	f := makeToken(&sense, strings.ToLower(x), latin, russian)
	switch {
	case x == "and":
		return Token{Fold: "and", Role: Particle}, false
	case x == strings.ToUpper(x):
		sense.Keys = sense.Keys[:0:0]
		return sense, true
	case x == "company" || x == "corporation" || x == "jsc" || x == "llc":
		return Token{Fold: x, Role: LegalForm}, false
	case f.place != "":
		return Token{Fold: sense.Fold, Role: PlaceName, Keys: []string{"place:" + f.place}, Block: sense.Block}, true
	case f.sector != "":
		return Token{Fold: sense.Fold, Role: Sector, Keys: []string{"sector:" + f.sector}, Block: sense.Block}, false
	}
	return Token{Fold: sense.Fold, Skel: sense.Skel, Keys: sense.Keys, Block: sense.Block}, false
}

func simplify(w string) string {
	return strings.Map(func(r rune) rune {
		if isHan(r) {
			return simple(r)
		}
		return r
	}, w)
}

// mostEastWord is how many characters the longest of eastWords has.
const mostEastWord = 14

// readEastFirm adds the reading of a firm's name in which its words are cut
// apart; only when one of them is a line of business or a legal form.
func (p *parse) readEastFirm(main script) {
	if p.kind == Person || p.kind == Vessel || len(p.words) > 8 {
		return
	}
	dict := eastDictionary()
	toks := p.px.firm[:0]
	known := 0
	north := false
	for i := range p.words {
		w := &p.words[i]
		switch w.script {
		case han, hangul, kana:
		default:
			k := p.px.know(w.text, w.script, russian)
			if k.token.Fold != "" {
				toks = append(toks, k.token)
			}
			continue
		}
		// The characters, and them simplified with where each begins.
		var room [40]rune
		var letters [4 * len(room)]byte
		var at, in [len(room) + 1]uint8 // in plain and in the text
		rs, plain := room[:0], letters[:0]
		for i, r := range w.text {
			if len(rs) == len(room) {
				return
			}
			in[len(rs)] = uint8(i)
			rs = append(rs, r)
			plain = utf8.AppendRune(plain, simple(r))
			at[len(rs)] = uint8(len(plain))
		}
		in[len(rs)] = uint8(len(w.text))
		from := 0 // of the core under way
		core := func(to int) {
			if to > from {
				toks = append(toks, p.eastCore(w.text[in[from]:in[to]], north))
			}
		}
		for k := 0; k < len(rs); {
			n := 0
			var found eastWord
			first := simple(rs[k])
			most := min(mostEastWord, len(rs)-k)
			if !dict.first.has(first) {
				most = 0
			}
			for m := most; m > 0; m-- {
				e, ok := dict.words[string(plain[at[k]:at[k+m]])]
				if ok && (m > 1 || k > 0 && len(rs) > k+1) {
					n, found = m, e
					break
				}
			}
			if n == 0 {
				if k > from && k-from <= 3 && len(rs)-k > 4 && strings.ContainsRune(eastSuffixes, first) {
					core(k) // a city without an entry
					k++
					from = k
					continue
				}
				k++
				continue
			}
			core(k)
			if s := plain[at[k]:at[k+n]]; string(s) == "조선" || string(s) == "朝鲜" {
				north = true
			}
			toks = append(toks, found.toks...)
			if k += n; found.place && k+1 < len(rs) && strings.ContainsRune(eastSuffixes, simple(rs[k])) {
				k++
			}
			from = k
			known++
		}
		core(len(rs))
	}
	p.px.firm = toks
	if known == 0 || len(toks) < 2 || len(toks) > maxTokens {
		return
	}
	sound := false
	for i := range toks {
		sound = sound || toks[i].Role == Sector || toks[i].Role == LegalForm
	}
	if sound {
		p.out = append(p.out, Reading{Scheme: scriptNames[main] + "-firm", Tokens: toks})
	}
}

// eastCore reads what is no known word: in the North's spelling when the name
// says so, by the characters' Korean sound then, otherwise as any word.
func (p *parse) eastCore(w string, north bool) Token {
	sc := textScript(w)
	if !north {
		return p.px.know(w, sc, russian).token
	}
	var room [64]byte
	b := room[:0]
	for _, r := range w {
		switch {
		case isHangul(r):
		case isHan(r):
			s := hanReading(r, korean)
			if s == "" {
				if d := traditional(r); d != 0 {
					s = hanReading(d, korean)
				}
			}
			if s == "" {
				return p.px.know(w, sc, russian).token
			}
			r, _ = utf8.DecodeRuneInString(s)
		default:
			return p.px.know(w, sc, russian).token
		}
		b = foldSyllable(b, r, false)
	}
	t := p.px.joined(b).token
	t.Text = p.px.written(bytesOf(w))
	return t
}
