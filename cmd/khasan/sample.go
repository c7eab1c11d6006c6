package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"khasan/entity"
	"khasan/index"
)

// sampleOptions say which synthetic customers are wanted.
type sampleOptions struct {
	n, plant int
	seed     uint64
	old      string // plant parties that are new or changed since
}

// people are the names of one country to put together at random: common given
// names, family names, and syllables from which rarer family names are coined,
// so that names differ as in life.
type people struct {
	country, given, family, syllables, endings string
	joined                                     bool // family name first, no space
}

func samplePeople() []people {
	latin := "ba be bi bo da de di do fa ga ge ha he ja ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi vo wa we ya za zo"
	return []people{
		{"DE", "Anna Peter Maria Thomas Julia Michael Laura Andreas Sabine Stefan Katrin Jürgen Heike Uwe Birgit Klaus", "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Köhler Böhm", latin, "mann berg er feld hofer stein", false},
		{"US", "James Mary John Patricia Robert Jennifer William Linda David Susan Emily George Karen Brian Nancy Kevin", "Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Taylor Clark Hughes", latin, "son ton ley man ford well", false},
		{"RU", "Иван Анна Сергей Ольга Дмитрий Елена Алексей Наталья Андрей Мария Павел Юлия Олег Ирина Никита Вера", "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов Волков", "ба бе би бо да де ди до жа за зе ка ке ки ко ла ле ли ло ма ме ми мо на не ни но па пе по ра ре ри ро са се си со та те ти то ча ша", "ов ев ин ский енко кин", false},
		{"KR", "민 서 지 하 예 현 수 준 유 진 도 윤 은 우 빈 연 훈 재 승 태 영 호 성 정 미 경 선 희 상 용 동 혜 주 나 라 채 원 규 석 철", "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍 유 고 문 양 손 배 백 허 남 심", "", "", true},
		{"CN", "伟 芳 娜 敏 静 强 磊 军 洋 勇 艳 杰 涛 明 超 秀 霞 平 刚 桂 英 华 玉 萍 红 娟 丽 建 国 文 辉 力 健 俊 峰 浩 宇 轩 子 涵 梓 欣 怡 佳 琪 雨 晨 思 雅 嘉 志 海 波 斌 鹏 飞 龙 云 天 一", "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 高 林 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹 彭 曾 肖 田 董 袁 潘 于 蒋 蔡", "", "", true},
		{"EG", "محمد أحمد علي حسن خالد عمر فاطمة مريم سارة ليلى يوسف إبراهيم محمود سعيد طارق هدى", "الهاشمي الخطيب النجار الحداد المصري العلي السيد الشامي القاضي البغدادي الحسيني الأنصاري", "با دا را زا سا شا طا فا قا كا لا ما نا ها بو دو رو سو كو مو بي دي ري سي", "ي اوي اني ني", false},
		{"PK", "Mohammed Ahmed Ali Fatima Hassan Omar Aisha Yusuf Khalid Mariam Ibrahim Zainab Bilal Imran Sana Nadia", "Khan Hussain Rahman Malik Siddiqui Chowdhury Haidari Nazari Karimi Rahimi Ahmadi Saleh", latin, "zai i ani uddin abadi wala", false},
		{"MX", "José María Juan Carmen Luis Ana Carlos Lucía Jorge Elena Miguel Rosa Pedro Marta Diego Sofía", "González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Díaz Hernández Romero Vargas", latin, "ez ado illo era ino uela", false},
		{"FR", "Jean Marie Pierre Sophie Luc Camille Antoine Chloé Henri Manon Louis Claire Paul Julie Marc Anne", "Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent", latin, "eau ier ard otte in ville", false},
		{"UA", "Oleksandr Olena Andriy Iryna Serhiy Tetiana Mykola Oksana Yuriy Natalia Taras Halyna Bohdan Larysa Ihor Svitlana", "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliynyk Koval Lysenko Marchenko Savchenko Rudenko Moroz", latin, "enko uk chuk iv skyi ets", false},
	}
}

// sampleCustomers writes synthetic customers in six scripts and spellings of
// ten countries, one in seven a firm. They are nobody's; the same seed gives
// the same table. Planted ones have keys that begin with "planted-".
func sampleCustomers(ctx context.Context, p *program, c common, o sampleOptions) error {
	r := rand.New(rand.NewPCG(o.seed, 2026))
	var planted [][]string
	if o.plant > 0 {
		var err error
		if planted, err = plantedCustomers(ctx, c, o, r); err != nil {
			return err
		}
	}
	countries := samplePeople()
	type words struct{ given, family, syllables, endings []string }
	by := make([]words, len(countries))
	for i, g := range countries {
		by[i] = words{strings.Fields(g.given), strings.Fields(g.family), strings.Fields(g.syllables), strings.Fields(g.endings)}
	}
	pick := func(v []string) string { return v[r.IntN(len(v))] }
	coin := func(w *words) string { // a rare name
		s := pick(w.syllables) + pick(w.syllables)
		if r.IntN(2) == 0 {
			s += pick(w.syllables)
		}
		return title(s + pick(w.endings))
	}
	kinds := strings.Fields("Trading Shipping Logistics Metals Foods Textiles Energy Marine Engineering Holdings Textile Chemicals Capital Air Motors")
	forms := strings.Fields("GmbH Ltd LLC S.A. OOO Co.,Ltd AG B.V. FZE JSC")
	w := bufio.NewWriterSize(p.out, 1<<16)
	defer w.Flush()
	fmt.Fprintln(w, "key,name,type,birth,country")
	out := csv.NewWriter(w)
	next, every := 0, max(o.n/max(o.plant, 1), 1)
	for i := range o.n {
		if i%every == every-1 && next < len(planted) {
			out.Write(planted[next])
			out.Flush()
			next++
			continue
		}
		k := r.IntN(len(countries))
		g, of := &countries[k], &by[k]
		if r.IntN(7) == 0 {
			first := &by[0]
			name := coin(first)
			if r.IntN(2) == 0 {
				name += " " + coin(first)
			}
			fmt.Fprintf(w, "c%d,\"%s %s %s\",company,%d,%s\n", i, name, pick(kinds), pick(forms), 1950+r.IntN(75), g.country)
			continue
		}
		var name string
		switch {
		case g.joined:
			name = pick(of.family) + pick(of.given) + pick(of.given)
		default:
			name = pick(of.given)
			if r.IntN(3) == 0 {
				name += " " + pick(of.given)
			}
			if r.IntN(3) == 0 {
				name += " " + pick(of.family)
			} else {
				name += " " + coin(of)
			}
		}
		fmt.Fprintf(w, "c%d,\"%s\",person,%d-%02d-%02d,%s\n", i, name, 1935+r.IntN(73), 1+r.IntN(12), 1+r.IntN(28), g.country)
	}
	return nil
}

func title(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + s[n:]
}

// plantedCustomers are rows that bear the names of listed parties: half as
// listed, half with a slip, some with a date of birth, theirs or another.
func plantedCustomers(ctx context.Context, c common, o sampleOptions, r *rand.Rand) ([][]string, error) {
	eng, err := c.open()
	if err != nil {
		return nil, err
	}
	defer eng.Close()
	var older *index.Index
	if o.old != "" {
		if older, err = openEither(o.old); err != nil {
			return nil, err
		}
		defer older.Close()
	}
	changed, err := eng.Changed(ctx, older)
	if err != nil {
		return nil, err
	}
	if len(changed) == 0 {
		return nil, fmt.Errorf("no listed party is new or changed: there is nobody to plant")
	}
	var out [][]string
	for tries := 0; len(out) < o.plant && tries < 20*o.plant; tries++ {
		x, err := eng.Snapshot().Entity(changed[r.IntN(len(changed))])
		if err != nil {
			return nil, err
		}
		if len(x.Names) == 0 {
			continue
		}
		kind := map[string]string{entity.Person: "person", entity.Vessel: "vessel", entity.Organization: "organization", entity.Company: "company"}[x.Schema]
		name := x.Names[r.IntN(len(x.Names))].Full
		if r.IntN(2) == 0 {
			name = slip(name, r)
		}
		birth, country := "", ""
		if len(x.Births) > 0 && r.IntN(2) == 0 {
			if birth = x.Births[0].String(); strings.ContainsAny(birth, "~/") {
				birth = ""
			}
		} else if r.IntN(4) == 0 {
			birth = fmt.Sprint(1935 + r.IntN(73))
		}
		if len(x.Countries) > 0 && r.IntN(2) == 0 {
			country = x.Countries[0].Code
		}
		out = append(out, []string{fmt.Sprintf("planted-%d", len(out)), name, kind, birth, country})
	}
	return out, nil
}

// slip misspells a name in one of the ways of a hurried clerk: a letter left
// out, two exchanged, one doubled, two words exchanged.
func slip(s string, r *rand.Rand) string {
	runes := []rune(s)
	if len(runes) < 5 {
		return s
	}
	i := 1 + r.IntN(len(runes)-2)
	switch r.IntN(4) {
	case 0:
		return string(slices.Delete(runes, i, i+1))
	case 1:
		runes[i], runes[i+1] = runes[i+1], runes[i]
		return string(runes)
	case 2:
		return string(slices.Insert(runes, i, runes[i]))
	}
	words := strings.Fields(s)
	if len(words) < 2 {
		return string(slices.Delete(runes, i, i+1))
	}
	k := r.IntN(len(words) - 1)
	words[k], words[k+1] = words[k+1], words[k]
	return strings.Join(words, " ")
}
