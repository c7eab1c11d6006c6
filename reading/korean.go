package reading

import (
	"slices"
	"strings"
	"unicode/utf8"
)

func korean() *language {
	return &language{code: "ko", order: orderSOV, glued: true, proDrop: true, juxtapose: true, verb: koreanVerb, noun: koreanNoun, name: koreanName, ending: koreanEnding, aux: koreanAux()}
}

// koreanName gives a name as it stands and what is made of it: -산 and -제
// (made there), -측 (the side), -군 (its army), -인 (its people).
func koreanName(name, paradigm string) []form {
	out := []form{{name, anyCase}}
	switch paradigm {
	case "adj":
		return []form{{name, fAdj}}
	case "fix":
		out = append(out, form{name + "산", fAdj})
	case "name":
		out = append(out, form{name + "산", fAdj}, form{name + "제", fAdj}, form{name + "측", anyCase}, form{name + " 측", anyCase},
			form{name + "군", anyCase}, form{name + "인", anyCase | fPl}, form{name + "인들", anyCase | fPl}, form{name + "식", fAdj})
	}
	return out
}

// koreanNoun gives a noun with and without the plural's -들.
func koreanNoun(spec string) []form {
	return []form{{spec, anyCase}, {spec + "들", anyCase | fPl}}
}

// Parts of a syllable: U+AC00 + (initial*21 + vowel)*28 + final.
const (
	finalN = 4
	finalL = 8
	finalB = 17
	finalS = 20 // double s
)

func syllable(r rune) (initial, vowel, final int) {
	n := int(r) - 0xac00
	return n / 28 / 21, n / 28 % 21, n % 28
}

// closeWith puts a final under the last syllable, which must be open.
func closeWith(s string, final int) string {
	r := []rune(s)
	r[len(r)-1] += rune(final)
	return string(r)
}

func lastFinal(s string) int {
	r := []rune(s)
	if len(r) == 0 || !isHangul(r[len(r)-1]) || r[len(r)-1] < 0xac00 {
		return -1
	}
	_, _, f := syllable(r[len(r)-1])
	return f
}

// koreanStem holds the stems of one verb.
type koreanStem struct {
	base      string   // 하, 보내, 받, 팔
	past      []string // 했, 하였
	link      []string // 해, 하여
	present   string   // 한다, 받는다
	polite    string   // 합니다
	now       string   // 하는
	did       string   // 한
	will      string   // 할
	soft      string   // 하, 받으: before 면, 며, 려
	adjective bool     // 있다, 없다: no -ㄴ다
}

// koreanIrregular are stems whose last consonant changes or falls before a vowel.
var koreanIrregular = map[rune]rune{'싣': '실', '듣': '들', '걷': '걸', '긷': '길', '짓': '지', '잇': '이', '낫': '나'}

// koreanRegular are stems in 르 that go like others in ㅡ.
var koreanRegular = map[string]bool{"치르": true, "들르": true, "따르": true, "다다르": true, "우러르": true}

// koreanStems conjugates a verb's dictionary form.
func koreanStems(verb string) koreanStem {
	b := strings.TrimSuffix(verb, "다")
	k := koreanStem{base: b, soft: b}
	rs := []rune(b)
	last := rs[len(rs)-1]
	head := string(rs[:len(rs)-1])
	ini, vow, fin := syllable(last)
	syl := func(v, f int) string { return head + string(rune(0xac00+(ini*21+v)*28+f)) }
	switch {
	case last == '있' || last == '없' || last == '계':
		k.adjective = true
		k.link = []string{b + "어"}
		k.past = []string{b + "었"}
		k.present, k.polite, k.now, k.did, k.will, k.soft = b+"다", b+"습니다", b+"는", b+"던", b+"을", b+"으"
	case last == '하':
		k.link = []string{head + "해", b + "여"}
		k.past = []string{head + "했", b + "였"}
	case last == '되':
		k.link = []string{head + "돼", b + "어"}
		k.past = []string{head + "됐", b + "었"}
	case koreanIrregular[last] != 0 && head == "":
		// 싣다, 듣다: 실어, 들어; 짓다, 잇다: 지어, 이어
		open := string(koreanIrregular[last])
		h := "어"
		if last == '낫' {
			h = "아"
		}
		k.link = []string{open + h}
		k.past = []string{open + string([]rune(h)[0]+finalS)}
		k.soft = open + "으"
		k.present, k.polite, k.now, k.did, k.will = b+"는다", b+"습니다", b+"는", open+"은", open+"을"
	case last == '르' && len(rs) > 1 && !koreanRegular[b]:
		// 나르다: 날라, 날랐다
		pi, pv, pf := syllable(rs[len(rs)-2])
		if pf == 0 {
			front := string(rs[:len(rs)-2]) + string(rune(0xac00+(pi*21+pv)*28+finalL))
			end := '러'
			if pv == 0 || pv == 8 {
				end = '라'
			}
			k.link = []string{front + string(end)}
			k.past = []string{front + string(end+finalS)}
		}
	case last == '이' && head != "" && verb == "아니다":
	case fin == 0:
		switch vow {
		case 0, 1, 4, 5, 6: // ㅏ ㅐ ㅓ ㅔ ㅕ
			k.link = []string{b}
			k.past = []string{closeWith(b, finalS)}
		case 8: // ㅗ
			k.link = []string{syl(9, 0), b + "아"}
			k.past = []string{syl(9, finalS), b + "았"}
		case 13: // ㅜ
			k.link = []string{syl(14, 0), b + "어"}
			k.past = []string{syl(14, finalS), b + "었"}
		case 20: // ㅣ
			k.link = []string{syl(6, 0), b + "어"}
			k.past = []string{syl(6, finalS), b + "었"}
		case 18: // ㅡ
			v := 4
			if len(rs) > 1 {
				if _, pv, _ := syllable(rs[len(rs)-2]); pv == 0 || pv == 8 {
					v = 0
				}
			}
			k.link = []string{syl(v, 0)}
			k.past = []string{syl(v, finalS)}
		default:
			k.link = []string{b + "어"}
			k.past = []string{b + "었"}
		}
	default:
		h := "어"
		if vow == 0 || vow == 8 {
			h = "아"
		}
		k.link = []string{b + h}
		k.past = []string{b + string([]rune(h)[0]+finalS)}
	}
	if verb == "아니다" {
		k.adjective = true
		k.link, k.past = []string{"아니어", "아니라"}, []string{"아니었"}
		k.present, k.polite, k.now, k.did, k.will = "아니다", "아닙니다", "아닌", "아니던", "아닐"
	}
	if k.present != "" {
		return k
	}
	switch {
	case fin == 0:
		k.present, k.polite, k.now, k.did, k.will = closeWith(b, finalN)+"다", closeWith(b, finalB)+"니다", b+"는", closeWith(b, finalN), closeWith(b, finalL)
	case fin == finalL:
		open := syl(vow, 0)
		k.present, k.polite, k.now, k.did, k.will = closeWith(open, finalN)+"다", closeWith(open, finalB)+"니다", open+"는", closeWith(open, finalN), b
	case fin == finalB && strings.HasSuffix(b, "돕"): // ㅂ becomes 우
		k.present, k.polite, k.now, k.did, k.will, k.soft = b+"는다", b+"습니다", b+"는", head+"도운", head+"도울", head+"도우"
		k.link, k.past = []string{head + "도와"}, []string{head + "도왔"}
	default:
		k.present, k.polite, k.now, k.did, k.will, k.soft = b+"는다", b+"습니다", b+"는", b+"은", b+"을", b+"으"
	}
	return k
}

// koreanVerb conjugates a verb given in its dictionary form; words before it
// stay ("적이 없다"). The way its clause joins the next is read from its ending
// (see koreanEnding).
func koreanVerb(spec string) []form {
	head, verb := "", spec
	if i := strings.LastIndexByte(spec, ' '); i >= 0 {
		head, verb = spec[:i+1], spec[i+1:]
	}
	if !strings.HasSuffix(verb, "다") || len(verb) < 6 {
		return []form{{spec, fFin}}
	}
	k := koreanStems(verb)
	pass := uint32(0)
	if strings.HasSuffix(verb, "되다") || strings.HasSuffix(verb, "당하다") {
		pass = fPass
	}
	var out []form
	add := func(f uint32, stem string, ends ...string) {
		for _, e := range ends {
			out = append(out, form{head + stem + e, f | pass})
		}
	}
	for _, p := range k.past {
		add(fFin|fPast, p, "다", "다고", "다며", "다면서", "다는", "다면", "다지만", "다가", "습니다", "음", "음을", "음에도", "으며", "고", "지만", "으나", "는데", "으면", "을", "던", "는지", "기", "기를", "다고도", "다고는", "거나", "었다", "다라고", "느냐", "냐")
	}
	add(fFin, k.present, "", "고", "며", "면서", "는", "면", "지만", "고는", "고도")
	add(fFin, k.polite, "", "다만")
	add(fFin, k.now, "", "지", "지를", "지에", "데", "가")
	add(fFin|fPast, k.did, "", "지", "데", "다고", "다는")
	add(fFin|fFut, k.will, "", "지", "지를", "지도", "지에", "까", "수록")
	add(fInf, k.base, "고", "지", "지는", "지도", "지를", "기", "기를", "기로", "기도", "기는", "기에", "기까지", "게", "도록", "자", "자고", "자는", "거나", "던", "지만", "다", "고서", "고자", "고는", "고도", "는 것을", "는 것은", "는 것이", "느냐", "려고", "려")
	add(fFin|fFut, k.base, "겠다", "겠다고", "겠다는", "겠다며", "겠지만")
	add(fFin|fFut|fFirst, k.base, "겠습니다", "겠으며", "겠으나", "겠사오니", "겠으니")
	add(fFin|fImp|fSecond, k.base, "기 바랍니다", "기를 바랍니다")
	if !k.adjective && pass == 0 {
		add(fFin|fPast|fSecond, k.soft, "신", "셨다", "셨습니다", "셨다고", "셨던")
		add(fInf|fSecond, k.soft, "시면", "실", "시는", "시기를")
		add(fInf|fImp|fSecond, k.soft, "시기", "시길")
	}
	if k.soft != k.base || lastFinal(k.base) <= 0 || lastFinal(k.base) == finalL {
		add(fInf, k.soft, "며", "면", "면서", "려", "려고", "려면", "나", "니", "므로", "라", "라고", "라는", "십시오", "시오", "실")
	}
	add(fFin|fFut, k.soft, "려는", "려던")
	for _, l := range k.link {
		add(fInf, l, "", "서", "야", "서는", "도", "왔다", "온", "왔으며", "오고", "왔다고", "왔다는", "라", "다")
		out = append(out, form{head + l, fInf | fPresp | pass}) // what an auxiliary may follow
	}
	// "보내 주다", "넘겨줬다": done for somebody
	if pass == 0 && !strings.HasSuffix(verb, "주다") && !strings.HasSuffix(verb, "받다") && !k.adjective {
		for _, l := range k.link {
			for _, e := range []string{"줬다", "주었다", "줬고", "주었고", "줬으며", "주었으며", "줬다고", "주었다고", "줬다는", "줬던", "줬지만", "준다", "준다고", "준", "주는", "주던"} {
				f := uint32(fFin | fPast)
				if strings.HasPrefix(e, "준다") || e == "주는" {
					f = fFin
				}
				add(f, l, e)
			}
			for _, e := range []string{"주고", "줘", "주지", "주며", "주면", "주기", "주기로", "주도록", "줄"} {
				add(fInf, l, e)
			}
		}
	}
	out = slices.DeleteFunc(out, func(f form) bool {
		switch f.text {
		case "하나", "하기", "하도":
			return true
		}
		return utf8.RuneCountInString(f.text) < 2 && !koreanShort[f.text]
	})
	for i := range out {
		if t := out[i].text; strings.HasSuffix(t, "왔다") || strings.HasSuffix(t, "온") || strings.HasSuffix(t, "왔으며") || strings.HasSuffix(t, "왔다고") || strings.HasSuffix(t, "왔다는") {
			out[i].feat |= fFin | fPast
		}
	}
	return out
}

// koreanAux are the forms of the verbs that follow another to say for whom,
// whither or since when it is done ("보내 주시기", "사들여 왔다").
func koreanAux() map[string]uint32 {
	out := map[string]uint32{"준": fFin | fPast, "온": fFin | fPast, "간": fFin | fPast, "줄": fFin | fFut, "갈": fFin | fFut, "올": fFin | fFut, "주십시오": fFin | fImp | fSecond, "주세요": fFin | fImp | fSecond, "주시기": fInf | fImp | fSecond, "주신": fFin | fPast | fSecond, "드릴": fFin | fFut | fFirst, "드린": fFin | fPast | fFirst, "달라고": fInf | fImp, "달라는": fInf | fImp, "달라며": fInf, "달라": fInf, "달라면서": fInf}
	for _, v := range []string{"주다", "주시다", "드리다", "오다", "가다", "버리다", "두다", "놓다"} {
		who := uint32(0)
		switch v {
		case "주시다":
			who = fSecond // the one the letter is written to
		case "드리다":
			who = fFirst // the writer
		}
		for _, f := range koreanVerb(v) {
			if out[f.text] |= f.feat | who; v == "주시다" && (strings.HasSuffix(f.text, "시기") || strings.HasSuffix(f.text, "시길")) {
				out[f.text] |= fImp
			}
		}
	}
	return out
}

// joinAux makes one item of a verb and the auxiliary after it, and of a verb in
// -기로, -려고 and the form of 하다 after it, which tells an intention.
func (s *sent) joinAux() {
	if !s.x.lang.glued {
		return
	}
	for i := 0; i+1 < len(s.items); i++ {
		it, n := &s.items[i], &s.items[i+1]
		e := it.verb()
		if e == nil || n.punct || n.glued || n.start > it.end+1 {
			continue
		}
		t, w := s.str(it), s.str(n)
		feat, ok := s.x.lang.aux[w]
		ok = ok && e.feat&fPresp != 0 && linkForm(t)
		if !ok && (strings.HasSuffix(t, "기로") || strings.HasSuffix(t, "려고") || strings.HasSuffix(t, "려")) && e.feat&fInf != 0 && n.verb() != nil {
			for _, h := range []string{"했", "하", "한", "합"} {
				if strings.HasPrefix(w, h) && s.x.frames[n.verb().ref].ID == "begin" {
					feat, ok = fFin|fFut, true
				}
			}
		}
		if !ok && strings.HasSuffix(t, "야") && e.feat&fInf != 0 && n.verb() != nil && s.x.frames[n.verb().ref].ID == "begin" && strings.ContainsAny(w[:3], "한하할합했해") {
			feat, ok = fFin|fSubj, true // "보내야 한다"
		}
		if !ok {
			continue
		}
		it.ents = slices.DeleteFunc(slices.Clone(it.ents), func(e entry) bool { return e.kind != eVerb })
		for k := range it.ents {
			it.ents[k].feat = it.ents[k].feat&fPass | feat&^fPresp
		}
		it.end, it.b = n.end, n.b
		s.items = slices.Delete(s.items, i+1, i+2)
	}
}

// linkForm reports whether a verb stands in the form in which an auxiliary
// follows it.
func linkForm(w string) bool {
	r, _ := utf8.DecodeLastRuneInString(w)
	if r < 0xac00 || r > 0xd7a3 {
		return false
	}
	_, v, f := syllable(r)
	return f == 0 && (v == 0 || v == 1 || v == 4 || v == 6 || v == 9 || v == 14 || v == 10 || v == 5)
}

// koreanShort are verb forms that are common nouns too, or of one syllable: they
// count only right after an object or receiver.
var koreanShort = map[string]bool{"사고": true, "사자": true, "사면": true, "사지": true, "사기": true, "사도": true, "사서": true, "사나": true, "사라": true, "사니": true,
	"주지": true, "주기": true, "주도": true, "주자": true, "주도록": true, "주던": true, "주나": true, "막지": true, "팔도": true, "팔자": true, "팔지": true,
	"대는": true, "대고": true, "대며": true, "대지": true, "대면": true, "대도": true, "대서": true, "대야": true, "대기": true, "대던": true, "대나": true, "대니": true, "대자": true, "댄": true, "댈": true,
	"판": true, "팔": true, "산": true, "살": true, "준": true, "줄": true}

// shortVerbs drops the reading as a verb of forms that say too little by
// themselves, where no object or receiver stands before them.
func (s *sent) shortVerbs() {
	if !s.x.lang.glued {
		return
	}
	for i := range s.items {
		it := &s.items[i]
		if it.verb() == nil || it.end-it.start > 9 || !koreanShort[s.str(it)] {
			continue
		}
		if i > 0 {
			if m := s.items[i-1].marks; len(m) == 1 && (m[0] == "acc" || m[0] == "to" || m[0] == "from" || m[0] == "into") {
				continue
			}
		}
		it.ents = slices.DeleteFunc(slices.Clone(it.ents), func(e entry) bool { return e.kind == eVerb })
	}
}

// koreanEnding says how a clause that ends in this verb form joins what
// follows: main, that, whether, cond, coord, inf, purpose, rel.
func koreanEnding(w string) string {
	has := func(e ...string) bool {
		return slices.ContainsFunc(e, func(x string) bool { return strings.HasSuffix(w, x) })
	}
	switch {
	case has("다고", "라고", "자고", "냐고", "다며", "라며", "다면서", "라면서", "다는", "라는", "자는", "냐는", "다고도", "다고는", "겠다고", "란"):
		return "that"
	case has("는지", "은지", "인지", "는지를", "느냐", "ㄹ지", "을지", "을지를", "는가"):
		return "whether"
	case has("할지", "될지", "낼지", "살지", "팔지", "줄지", "할지를", "할지도", "할지에"):
		return "whether"
	case has("려면"):
		return "cond"
	case has("면서"):
		return "coord"
	case has("지만", "는데", "으나"):
		return "coord"
	case has("면"):
		return "cond"
	case has("려고", "려", "고자", "도록", "려는", "려던"):
		return "purpose"
	case has("기로", "기를", "기", "기도", "기는", "기에", "기까지", "음", "음을", "지", "지는", "지도", "지를", "게", "아야", "어야", "해야", "여야", "돼야", "라", "해서는", "여서는", "아서는", "어서는", "는 것을", "는 것은", "는 것이"):
		return "inf"
	case has("다", "다만", "까", "요", "시오", "자"):
		return "main"
	case has("고", "며", "서", "거나", "나", "니", "므로", "해", "하여", "아", "어", "여", "와", "돼", "내", "다가", "고서", "도", "음에도", "데"):
		return "coord"
	case has("한", "된", "는", "던", "할", "될", "은", "을", "온", "낼", "낸", "판", "팔", "산", "살", "준", "줄", "긴", "길", "넨", "낸", "친", "칠", "킨", "킬", "난", "날", "인", "일", "린", "릴", "운", "울", "쓴", "간", "갈", "든", "신", "실", "댄", "댈", "른", "찬", "둔", "캔", "캘"):
		return "rel"
	}
	return "coord"
}

// koreanUnknownVerb guesses from its ending that a word no lexicon holds is a
// verb that ends a clause.
func koreanUnknownVerb(w string) bool {
	if len(w) < 6 {
		return false
	}
	for _, e := range []string{"했다", "한다", "됐다", "된다", "하였다", "되었다", "였다", "했다고", "한다고", "됐다고", "된다고", "했으며", "하고", "되고", "하며", "되며", "하면", "되면", "해서", "하여", "되어", "하는", "되는", "했던", "됐던", "했지만", "하지만",
		"이다", "이라고", "이라며", "했고", "됐고", "했는데", "합니다", "됩니다", "했습니다", "졌다", "진다", "왔다", "였으며", "오면", "으면", "다면", "나면", "들면", "겠다고", "었다", "았다", "었다고", "았다고", "었으며", "았으며", "었고", "았고", "렸다", "켰다", "냈다", "렸다고", "냈다고", "졌다고", "졌으며", "였고"} {
		if strings.HasSuffix(w, e) && len(w) > len(e) {
			return w != "그러하며"
		}
	}
	return false
}
