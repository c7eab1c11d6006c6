package name

import "testing"

func benchParse(b *testing.B, s string, k Kind) {
	b.ReportAllocs()
	for b.Loop() {
		Parse(s, k)
	}
}

func BenchmarkParseASCII(b *testing.B)    { benchParse(b, "Vladimir Putin", Person) }
func BenchmarkParseThree(b *testing.B)    { benchParse(b, "Muhammad Hassan al-Tikriti", Person) }
func BenchmarkParseFirm(b *testing.B)     { benchParse(b, "Vostok Shipping Company Limited", Organization) }
func BenchmarkParseCyrillic(b *testing.B) { benchParse(b, "Владимир Путин", Person) }
func BenchmarkParseHan(b *testing.B)      { benchParse(b, "金正恩", Person) }

func BenchmarkSimilarityCross(b *testing.B) {
	x, y := Parse("Хрущёв", Person), Parse("Chruschtschow", Person)
	p, q := &x.Readings[0].Tokens[0], &y.Readings[0].Tokens[0]
	b.ReportAllocs()
	for b.Loop() {
		likely(cyrillic, p, q.Fold)
	}
}

func BenchmarkCost(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Cost("khrushchev", "khruschov", false)
	}
}

func BenchmarkDistance(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Distance("khrushchev", "khruschov", 3)
	}
}

func BenchmarkParser(b *testing.B) {
	var p Parser
	b.ReportAllocs()
	for b.Loop() {
		p.Parse("Muhammad Hassan al-Tikriti", Person)
		p.Parse("Vladimir Putin", Person)
	}
}

func BenchmarkParserFirm(b *testing.B) {
	var p Parser
	b.ReportAllocs()
	for b.Loop() {
		p.Parse("Vostok Shipping Company Limited", Organization)
	}
}
