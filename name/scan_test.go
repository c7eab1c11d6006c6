package name

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// TestScan holds words of other scripts against the commonest Latin ones: what
// Scan gives must be those that letters bring near enough, no more and no less.
func TestScan(t *testing.T) {
	one := func(w string) *Token {
		n := Parse(w, Person)
		for i := range n.Readings {
			if r := &n.Readings[i]; len(r.Tokens) == 1 {
				return &r.Tokens[0]
			}
		}
		return nil
	}
	var folds []string
	for line := range strings.Lines(frequencyTSV) {
		if w, _, _ := strings.Cut(line, "\t"); len(folds) < 3000 {
			if x := one(w); x != nil && len(x.Fold) > 1 {
				folds = append(folds, x.Fold)
			}
		}
	}
	slices.SortFunc(folds, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	folds = slices.Compact(folds)
	var s Scan
	alike := 0
	for _, w := range strings.Fields(`Владимир Шереметьево Хрущёв Цой Жанна Олег محمد خامنئي قاسم حقانى موسى נתניהו יעקב 施瓦辛格 柯立芝 塞繆爾 奥巴马 特朗普 布什
		홀브룩 버락 스즈키 르브론 ジャロール シュワルツェネッガー オバマ ブッシュ`) {
		x := one(w)
		if x == nil || !s.Set(x) {
			t.Fatalf("%s is not read as one word of a script that was learned", w)
		}
		got := s.Words(nil, folds)
		var want []uint32
		sc := textScript(w)
		for i, f := range folds {
			g := gain(sc, x.Fold, f, charSpans(nil, sc, x.Text))
			if endsYa(sc, x) {
				g = max(g, gain(sc, x.Fold[:len(x.Fold)-1]+"i", f, nil))
			}
			if g >= meetGain[sc]-scanSlack {
				want = append(want, uint32(i))
			}
		}
		alike += len(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", w, got, want)
		}
	}
	if alike < 20 {
		t.Errorf("only %d words alike: the test tests little", alike)
	}
	if n := len(folds); testing.Verbose() {
		t.Log(n, "words,", alike, "alike")
	}
	var back Scan
	if back.Set(one("Παπαδόπουλος")) {
		t.Error("Greek has no weights")
	}
}

func BenchmarkScan(b *testing.B) {
	var folds []string
	for line := range strings.Lines(frequencyTSV) {
		if w, _, _ := strings.Cut(line, "\t"); len(folds) < 4500 && w[0] != '#' {
			folds = append(folds, Fold(w))
		}
	}
	slices.SortFunc(folds, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	folds = slices.Compact(folds)
	n := Parse("Шереметьево", Person)
	var s Scan
	var dst []uint32
	for b.Loop() {
		s.Set(&n.Readings[0].Tokens[0])
		dst = s.Words(dst[:0], folds)
	}
}
