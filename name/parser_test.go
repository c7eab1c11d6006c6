package name

import (
	"compress/gzip"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// known are names of several scripts and kinds, by kind.
var known = map[Kind][]string{
	Person: {
		"Vladimir Putin", "Muhammad Hassan al-Tikriti", "Dr. Jean-Luc O'Neill jr.", "DUPONT, Marie Anne", "Abd al-Rahman Example", "Abdulaziz bin Saleh", "Nur ud-Din Example",
		"Kim Jong-un", "Xi Jinping", "Zhang Wei", "LEE, Myung Bak", "Иванов Пётр Примерович", "Приклад Олександрівна Ґалаґан", "Ким Чен Ын", "Си Цзиньпин", "金正恩", "习近平", "歐陽修", "山田太郎",
		"김정은", "남궁민수", "عبد الرحمن محمد", "דוגמה ישראל", "Παράδειγμα Γεώργιος", "ミホン", "Müller, Jürgen", "“Ghost” Example", "Nguyễn Văn A",
	},
	Organization: {
		"Vostok Shipping Company Limited", "Joint Stock Company \"Primer-Bank\"", "Example S.p.A.", "OOO Obrazets", "Bank of the Islamic Republic of Iran", "Factory No. 24", "Twenty-first Century Trading LLC",
		"ПАО Пример", "Limited Liability Company Obrazets", "Beispielwerke Handelsgesellschaft mbH & Co. KG",
	},
	Vessel: {"M/V SAMPLE STAR 7", "MT Example", "Sample Queen II"},
	Any:    {"Vladimir Putin", "Vostok Shipping Company Limited", "Abdul Rahman Trading LLC", "金正恩"},
}

// TestParserAllocates reads names whose words were met before: that costs no
// memory.
func TestParserAllocates(t *testing.T) {
	var px Parser
	for range 3 {
		for kind, names := range known {
			for _, n := range names {
				px.Parse(n, kind)
			}
		}
	}
	for kind, names := range known {
		for _, n := range names {
			if a := testing.AllocsPerRun(20, func() { px.Parse(n, kind) }); a > 0 {
				t.Errorf("%q as %d: %v allocations", n, kind, a)
			}
		}
	}
}

// TestParserRemembers reads names put together from the words of others, as every
// kind, with a Parser that has read all before: it answers as a new one does.
func TestParserRemembers(t *testing.T) {
	var words []string
	for _, names := range known {
		for _, n := range names {
			words = append(words, strings.Fields(n)...)
		}
	}
	slices.Sort(words)
	var px Parser
	rng := rand.New(rand.NewPCG(4, 2))
	for range 3000 {
		var w []string
		for range 1 + rng.IntN(5) {
			w = append(w, words[rng.IntN(len(words))])
		}
		text := strings.Join(w, []string{" ", " ", ", ", "-", ""}[rng.IntN(5)])
		for kind := Any; kind <= Vessel; kind++ {
			got, want := px.Parse(text, kind), Parse(text, kind)
			same := slices.EqualFunc(got.Readings, want.Readings, func(a, b Reading) bool {
				return a.Scheme == b.Scheme && slices.EqualFunc(a.Tokens, b.Tokens, func(a, b Token) bool {
					return a.Text == b.Text && a.Fold == b.Fold && a.Skel == b.Skel && a.Block == b.Block && a.Role == b.Role && slices.Equal(a.Keys, b.Keys)
				})
			})
			if !same {
				t.Fatalf("%q as %d: %+v, want %+v", text, kind, got.Readings, want.Readings)
			}
		}
	}
}

// fixtures are the innocents of ../shared/fixtures, every step-th.
func fixtures(b *testing.B, step int) (names []string) {
	for _, file := range []string{"negatives_us", "negatives_global"} {
		f, err := os.Open("../../shared/fixtures/" + file + ".csv.gz")
		if err != nil {
			b.Skip(err)
		}
		defer f.Close()
		z, err := gzip.NewReader(f)
		if err != nil {
			b.Fatal(err)
		}
		rows := csv.NewReader(z)
		rows.FieldsPerRecord = -1
		all, err := rows.ReadAll()
		if err != nil {
			b.Fatal(err)
		}
		for i := 1; i < len(all); i += step {
			names = append(names, all[i][0])
		}
	}
	return names
}

// BenchmarkNames reads 4,980 names of all scripts: "again", all words met before;
// "elsewhere", the same after two megabytes of other memory were read before each
// (the time of that is part of it, see "other"); "new", with a word in each that was
// not met before.
func BenchmarkNames(b *testing.B) {
	names := fixtures(b, 10)
	var px Parser
	for _, n := range names {
		px.Parse(n, Person)
	}
	other, sum := make([]uint64, 1<<18), uint64(0)
	read := func() {
		for i := 0; i < len(other); i += 8 {
			sum += other[i]
			other[i] = sum
		}
	}
	b.Run("again", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			px.Parse(names[i%len(names)], Person)
		}
	})
	b.Run("elsewhere", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			read()
			px.Parse(names[i%len(names)], Person)
		}
	})
	b.Run("other", func(b *testing.B) {
		for b.Loop() {
			read()
		}
	})
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		word := make([]byte, 7)
		for i := 0; b.Loop(); i++ {
			for k, v := 0, i*7919; k < len(word); k, v = k+1, v/5 {
				word[k] = "bcdfghklmnprstvz"[v%16]
				if k%2 == 1 {
					word[k] = "aeiou"[v%5]
				}
			}
			px.Parse(names[i%len(names)]+" "+string(word), Person)
		}
	})
	if strings.Contains(px.name.Text, "\x00") {
		b.Log(sum) // so that it is not left out
	}
}
