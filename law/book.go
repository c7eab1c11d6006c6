package law

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed data/*.yaml data/*.txtar data/*/*.yaml data/*/*.txtar
var dataFS embed.FS

// A Book is a set of measures, ready to rule. It never changes once loaded.
type Book struct {
	measures []*Measure
	byID     map[string]*Measure
	sources  map[string]string
	goods    *vocabulary
	hs       *hsTable
	atlas    *atlas
	services []string
	version  string

	scopes   []boundScope
	targets  map[string]*target
	listed   []*Measure
	anyFrom  []bool // by top class: some UN measure bars it from its target
	anyTo    []bool
	tops     int
	problems []Problem
	// space keeps working space of questions between them; it holds no state.
	space sync.Pool
}

// boundScope is a scope with the measure it belongs to.
type boundScope struct {
	m       *Measure
	s       *Scope
	aims    []string
	inForce []Interval
	kinds   []string // of "any:kind" classes
	any     bool
}

// target indexes the scopes aimed at one State or region.
type target struct {
	all      []int32
	tops     [][]int32
	chapters map[string][]int32
}

// measureFile is one instrument.
type measureFile struct {
	Regime     string     `yaml:"regime"`
	Instrument string     `yaml:"instrument"`
	Name       string     `yaml:"name"`
	Binds      string     `yaml:"binds"`
	BindsWhom  string     `yaml:"binds_whom"`
	Target     []string   `yaml:"target"`
	Measures   []*Measure `yaml:"measures"`
}

type sourcesFile struct {
	Sources map[string]string `yaml:"sources"`
}

// defaultBook is the book built in, parsed once.
var defaultBook = sync.OnceValues(func() (*Book, error) {
	sub, err := fs.Sub(dataFS, "data")
	if err != nil {
		return nil, err
	}
	return Load(sub)
})

// Default is the book built into the program.
func Default() (*Book, error) { return defaultBook() }

// Load reads a folder of measures: classes.yaml, goods.yaml,
// jurisdictions.yaml and sources.yaml at its top (each may be missing: the
// built-in one is used), and one folder per regime with a YAML file per
// instrument. Unknown keys, bad days, unknown countries and HS codes, and
// measures without a source are errors; all are reported at once.
func Load(fsys fs.FS) (*Book, error) {
	b, err := read(fsys)
	if err != nil {
		return nil, err
	}
	if len(b.problems) > 0 {
		errs := make([]error, len(b.problems))
		for i, p := range b.problems {
			errs[i] = p
		}
		return nil, errors.Join(errs...)
	}
	return b, nil
}

// read loads what can be loaded and collects the problems of the rest.
func read(fsys fs.FS) (*Book, error) {
	b := &Book{byID: map[string]*Measure{}, sources: map[string]string{}, hs: newHSTable(), targets: map[string]*target{}}
	sum := sha256.New()
	var goods goodsFile
	var classes classesFile
	var world atlasFile
	var sources sourcesFile
	for _, t := range []struct {
		name string
		into any
	}{{"classes.yaml", &classes}, {"goods.yaml", &goods}, {"jurisdictions.yaml", &world}, {"sources.yaml", &sources}} {
		data, err := fs.ReadFile(fsys, t.name)
		if errors.Is(err, fs.ErrNotExist) {
			data, err = fs.ReadFile(dataFS, "data/"+t.name)
		}
		if err != nil {
			return nil, err
		}
		if err := strict(data, t.into); err != nil {
			return nil, fmt.Errorf("%s: %w", t.name, err)
		}
		fmt.Fprintf(sum, "%s %d\n", t.name, len(data))
		sum.Write(data)
	}
	fmt.Fprintf(sum, "hs %d\n", len(hs2022Text))
	b.sources, b.services = sources.Sources, classes.Services
	b.goods = newGoods(&goods, &classes)
	for _, c := range classes.Classes {
		b.tops = max(b.tops, b.goods.classes[c.Class].top+1)
	}
	b.anyFrom, b.anyTo = make([]bool, b.tops), make([]bool, b.tops)
	var err error
	if b.atlas, err = newAtlas(&world); err != nil {
		return nil, fmt.Errorf("jurisdictions.yaml: %w", err)
	}
	b.lintGoods("goods.yaml")
	names, err := fs.Glob(fsys, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no measures: want folders of regimes with a YAML file per instrument")
	}
	slices.Sort(names)
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(sum, "%s %d\n", name, len(data))
		sum.Write(data)
		b.readFile(name, data)
	}
	b.lintReferences()
	b.index()
	b.version = hex.EncodeToString(sum.Sum(nil)[:8])
	return b, nil
}

// strict decodes one YAML document and refuses unknown keys.
func strict(data []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("the file is empty")
		}
		return errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	var more any
	if err := dec.Decode(&more); !errors.Is(err, io.EOF) {
		return errors.New("want one YAML document, there is a second")
	}
	return nil
}

func (b *Book) readFile(name string, data []byte) {
	var f measureFile
	if err := strict(data, &f); err != nil {
		for line := range strings.Lines(err.Error()) {
			line = strings.TrimSpace(line)
			if line != "" && line != "unmarshal errors:" {
				b.problem(name, "", "%s", line)
			}
		}
		return
	}
	if f.Regime == "" {
		f.Regime = path.Dir(name)
	}
	for _, m := range f.Measures {
		if m == nil {
			b.problem(name, "", "an empty measure")
			continue
		}
		m.file = name
		m.Instrument = either(m.Instrument, f.Instrument)
		m.Regime = either(m.Regime, f.Regime)
		m.Binds = either(m.Binds, f.Binds)
		m.BindsWhom = either(m.BindsWhom, f.BindsWhom)
		if len(m.Target) == 0 {
			m.Target = f.Target
		}
		b.lintMeasure(m)
		if b.byID[m.ID] != nil {
			b.problem(name, m.ID, "the id is taken by %s", b.byID[m.ID].file)
			continue
		}
		b.byID[m.ID] = m
		b.measures = append(b.measures, m)
	}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// index prepares the tables by which candidates are found.
func (b *Book) index() {
	for _, m := range b.measures {
		if len(m.Listed) > 0 {
			b.listed = append(b.listed, m)
		}
		for _, s := range m.scopes() {
			if s.Direction == "duty" || s.Direction == "persons" || !s.reaches() {
				continue
			}
			bs := boundScope{m: m, s: s, aims: s.For, inForce: s.InForce}
			if len(bs.aims) == 0 {
				bs.aims = m.Target
			}
			if len(bs.inForce) == 0 {
				bs.inForce = m.InForce
			}
			var classes []string
			classes = append(classes, s.Classes...)
			classes = append(classes, s.General...)
			for _, p := range s.Partly {
				classes = append(classes, p.Class)
			}
			for _, c := range classes {
				if c == "any" {
					bs.any = true
				} else if k, ok := strings.CutPrefix(c, "any:"); ok {
					bs.kinds = append(bs.kinds, k)
				}
			}
			classes = append(classes, s.Connected...)
			n := int32(len(b.scopes))
			b.scopes = append(b.scopes, bs)
			tops := make([]bool, b.tops)
			for _, c := range classes {
				if e := b.goods.class(c); e != nil {
					tops[e.top] = true
				}
			}
			for _, e := range b.goods.classes {
				if bs.any && e.Kind != "act" || slices.Contains(bs.kinds, e.Kind) {
					tops[e.top] = true
				}
			}
			// Services connected with barred goods are found under the classes of
			// services and money, whatever the goods.
			if len(s.Services) > 0 {
				for _, e := range b.goods.classes {
					if e.Kind == "service" || e.Kind == "money" {
						tops[e.top] = true
					}
				}
			}
			for _, aim := range bs.aims {
				t := b.targets[aim]
				if t == nil {
					t = &target{tops: make([][]int32, b.tops), chapters: map[string][]int32{}}
					b.targets[aim] = t
				}
				t.all = append(t.all, n)
				for i, in := range tops {
					if in {
						t.tops[i] = append(t.tops[i], n)
					}
				}
				for _, list := range [][]string{s.HS, s.HSPartly} {
					for _, h := range list {
						c := h[:2]
						if l := t.chapters[c]; len(l) == 0 || l[len(l)-1] != n {
							t.chapters[c] = append(l, n)
						}
					}
				}
			}
			if m.Binds == "UN" && m.decides() {
				for i, in := range tops {
					if in && s.Direction != "to_target" {
						b.anyFrom[i] = true
					}
					if in && s.Direction != "from_target" {
						b.anyTo[i] = true
					}
				}
			}
		}
	}
}

// Version is a digest of the data: the same version gives the same rulings.
func (b *Book) Version() string { return b.version }

// Measures are all measures, in the order of their files. They must not be
// changed.
func (b *Book) Measures() []*Measure { return b.measures }

// Measure finds a measure by its id.
func (b *Book) Measure(id string) (*Measure, bool) {
	m, ok := b.byID[id]
	return m, ok
}

// Source is what a source key stands for.
func (b *Book) Source(key string) string { return b.sources[key] }

// Search finds measures that have all words in their id, instrument,
// paragraph, title, substance or classes, without regard to case.
func (b *Book) Search(words ...string) []*Measure {
	var out []*Measure
	for _, m := range b.measures {
		text := strings.ToLower(strings.Join([]string{m.ID, m.Regime, m.Instrument, m.Paragraph, m.Title, m.Says, m.Binds, strings.Join(m.Target, " "), m.classWords()}, " "))
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, strings.ToLower(w)) }) {
			out = append(out, m)
		}
	}
	return out
}

func (m *Measure) classWords() string {
	var w []string
	for _, s := range m.scopes() {
		w = append(w, s.Classes...)
		w = append(w, s.General...)
	}
	return strings.Join(w, " ")
}

// GoodsWords are all words of the goods vocabulary with their classes.
func (b *Book) GoodsWords() []GoodsWord { return b.goods.allWords() }

// ClassifyGoods finds the dealing classes that words mean; lang is a language
// of the vocabulary (en, de, fr, es, ru, uk, ko, zh, ja, ar) or "" for all.
func (b *Book) ClassifyGoods(text, lang string) []GoodsClass { return b.goods.classify(text, lang) }

// ClassifyHS finds the dealing classes of a Harmonized System code; edition is
// 2012, 2017, 2022 or "" for any. A code that does not exist is an error.
func (b *Book) ClassifyHS(code, edition string) ([]GoodsClass, error) {
	d, err := hsDigits(code)
	if err != nil {
		return nil, err
	}
	if err := b.hs.check(d, edition); err != nil {
		return nil, err
	}
	var out []GoodsClass
	b.goods.classifyHS(d, func(entry int, heading string, certainty float64) {
		e := &b.goods.entries[entry]
		out = append(out, GoodsClass{ID: e.ID, Class: e.Class, Title: e.Title, Word: heading, Certainty: certainty, HS: e.HS})
	})
	slices.SortStableFunc(out, func(a, b GoodsClass) int {
		switch {
		case a.Certainty > b.Certainty:
			return -1
		case a.Certainty < b.Certainty:
			return 1
		}
		return len(b.Word) - len(a.Word) // the finer heading first
	})
	return out, nil
}

// Classes are the classes of dealings, ascending.
func (b *Book) Classes() []string { return slices.Sorted(maps.Keys(b.goods.classes)) }

// ClassLabel is a class in words ("arms.ammunition" is "ammunition").
func (b *Book) ClassLabel(class string) string {
	if e := b.goods.class(class); e != nil {
		return e.Label
	}
	return class
}
