package name

import "testing"

func TestTwoNames(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"said", "saad", true}, {"said", "saeed", false}, {"mahmud", "muhammad", true}, {"mohamed", "muhammad", false}, {"rajesh", "rakesh", true},
		{"sergei", "sergey", false}, {"evgeny", "evgenia", true}, {"samir", "samira", true}, {"osama", "usama", false}, {"tim", "tom", true},
		{"محمد", "محمود", true}, {"khrushchev", "putinx", false}, {"", "tim", false},
	} {
		if got := TwoNames(c.a, c.b); got != c.want || TwoNames(c.b, c.a) != got {
			t.Errorf("%s and %s two names: %t", c.a, c.b, got)
		}
	}
}

func TestOtherSyllables(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"guoqiang", "guoliang", true}, {"xiaoping", "hsiaoping", false}, {"chol", "chul", false}, {"chol", "gol", true}, {"xiaohong", "smith", false}, {"wen", "weng", false},
	} {
		if got := OtherSyllables(c.a, c.b); got != c.want {
			t.Errorf("%s and %s other syllables: %t", c.a, c.b, got)
		}
	}
}

func TestOneName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{{"tatiana", "tatyana", true}, {"mohamed", "muhammad", true}, {"said", "saad", false}, {"evgeny", "evgenia", false}, {"yevgeny", "evgenii", true}} {
		if got := OneName(c.a, c.b); got != c.want || OneName(c.b, c.a) != got {
			t.Errorf("%s and %s one name: %t", c.a, c.b, got)
		}
	}
}
