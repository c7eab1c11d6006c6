package index

import (
	"sync"
	"sync/atomic"

	"khasan/entity"
	"khasan/name"
)

// names is the part of a snapshot by which parties are found by their names,
// numbers, dates and countries. All of it is flat arrays over the snapshot's
// bytes; nothing is copied on opening.
//
//	entity → its names → each name's readings ("forms") → words (tokens)
//
// Names that read alike share their forms: on several lists together most
// names are there more than once. The sections are described in layout.go.
type names struct {
	ents    groups // entity → its names
	reads   groups // name → its readings
	fresh   marks  // of each reading: that its form is the next not met before
	old     packed // the forms of the other readings
	quality packed // of each name
	more    marks  // of each form: that it is read in more than one name
	moreOff steps  // of each of these, its further names in moreOf, and one more
	moreOf  packed

	formOff steps    // first word of each form; one more than there are forms
	tokens  packed   // words of all forms: tokens
	shape   packed   // of each form, in shapes
	class   []byte   // of each form, see classOf
	shapes  []uint32 // two each: first word in roles; kind of name, scheme, number of words
	roles   []byte   // role of a word, and whether it is substantive

	tok     []byte   // the tokens as appendToken writes them
	tokOff  []uint32 // where each sixteenth of them begins
	attr    []uint32 // by token, two each: see bagOf; see rareBits
	refSize int      // bytes of a reference to keyText
	postOff packed   // of each token: twice where its list in post begins, or twice its only form and one
	post    []byte   // the forms that have a token among the words looked up by
	size    forms    // how postings are written
	folds   table    // fold → tokens
	keys    table    // key or skeleton → where it is in keyText
	keyText []byte   // a key, its length before it, and the list of the tokens that have it after it
	segs    lists    // pieces of words → tokens
	single  table    // token → forms of which it is the only bearing word
	whole   table    // the whole name without spaces → forms
	numbers table    // numbers of documents → entities
	facts   lists    // birth year and day, country → entities
	schemes []string

	gathers bool // see gather.go

	pool sync.Pool // of *search
	memo memo
	lone func() *loneWords

	sketches atomic.Pointer[sketches]
}

// weak is a weak alias, as quality holds it.
const weak = uint64(entity.Weak)

// A namesBuilder gathers the entities of a snapshot, in order, from what readers
// have numbered. Its own numbers are in the order in which things are met.
type namesBuilder struct {
	all                                  *stores
	entName, nameRef, ref, formOff, form []uint32
	quality                              []uint32
	shape                                []uint32 // of each form
	shapes                               []uint32
	roles                                []byte

	// By their numbers in all, the numbers of words, shapes and forms, plus one;
	// 0 when they were not met yet.
	wordOf, shapeOf, formOf []uint32
	words                   []uint32 // the number in all of each token

	single, whole, numbers, facts tableBuilder

	schemes   []string
	schemeNum map[string]byte

	tokenParts // made of the rest once all are entered, see settle
}

func newNamesBuilder() *namesBuilder {
	return &namesBuilder{all: newStores(), schemeNum: map[string]byte{}}
}

// add enters the names, numbers, dates and countries of the next entities.
// Edges have no names but keep their number.
func (b *namesBuilder) add(t *batch) {
	first := uint32(len(b.entName))
	for i := range t.ents {
		e := &t.ents[i]
		b.entName = append(b.entName, uint32(len(b.nameRef)))
		if !bearsNames(e) {
			continue
		}
		for k := range e.Names {
			b.nameRef = append(b.nameRef, uint32(len(b.ref)))
			b.quality = append(b.quality, uint32(e.Names[k].Quality))
			n := int(t.names[t.atName])
			t.atName++
			for range n {
				b.ref = append(b.ref, b.addForm(t))
			}
		}
	}
	b.numbers.addAll(t.numbers, first)
	b.facts.addAll(t.facts, first)
}

// bearsNames reports whether an entity is one that can be asked for.
func bearsNames(e *entity.Entity) bool { return !e.IsEdge() && e.Schema != entity.Address }

// kindOf is the kind of name that entities of a schema bear; package match
// has the same table for queries.
func kindOf(schema string) name.Kind {
	switch schema {
	case entity.Person:
		return name.Person
	case entity.Organization, entity.Company, entity.PublicBody:
		return name.Organization
	case entity.Vessel, entity.Airplane:
		return name.Vessel
	}
	return name.Any
}

// addForm gives the number of the next form of a batch.
func (b *namesBuilder) addForm(t *batch) uint32 {
	r := &t.reads[t.atRead]
	words := t.words[t.atWord : t.atWord+int(r.words)]
	t.atRead++
	t.atWord += int(r.words)
	at := numberIn(&b.formOf, r.form)
	if *at > 0 {
		return *at - 1
	}
	f := uint32(len(b.formOff))
	*at = f + 1
	from := len(b.form)
	b.formOff = append(b.formOff, uint32(from))
	for _, w := range words {
		id := numberIn(&b.wordOf, w.num)
		if *id == 0 {
			b.words = append(b.words, w.num)
			*id = uint32(len(b.words))
		}
		b.form = append(b.form, *id-1|uint32(w.role)<<roleShift)
	}
	b.shape = append(b.shape, b.shapeNum(r, words))
	if r.only >= 0 {
		b.single.add(mix(b.form[from+int(r.only)]&tokenMask), f)
		if r.initials {
			b.whole.add(r.alone, f)
		}
	}
	if r.business >= 0 {
		b.single.add(mix(b.form[from+int(r.business)]&tokenMask), f)
	}
	for _, h := range r.letters {
		if h != 0 {
			b.whole.add(h, f)
		}
	}
	if r.whole {
		b.whole.add(r.hash, f)
	}
	if r.leaves {
		b.whole.add(r.plain, f)
	}
	return f
}

// numberIn is where a list has the number of what has the number n in a store.
func numberIn(list *[]uint32, n uint32) *uint32 {
	if int(n) >= len(*list) {
		*list = append(*list, make([]uint32, max(int(n)+1-len(*list), len(*list), 1<<12))...)
	}
	return &(*list)[n]
}

func (b *namesBuilder) schemeOf(s string) byte {
	n, ok := b.schemeNum[s]
	if !ok {
		n = byte(min(len(b.schemes), 255))
		if n < 255 {
			b.schemes = append(b.schemes, s)
			b.schemeNum[s] = n
		}
	}
	return n
}

// shapeNum is the number of a form's shape.
func (b *namesBuilder) shapeNum(r *reading, words []readWord) uint32 {
	at := numberIn(&b.shapeOf, r.shape)
	if *at == 0 {
		b.shapes = append(b.shapes, uint32(len(b.roles)), uint32(r.kind)|uint32(b.schemeOf(r.scheme))<<8|uint32(len(words))<<16)
		for _, w := range words {
			b.roles = append(b.roles, w.role)
		}
		*at = uint32(len(b.shapes) / 2)
	}
	return *at - 1
}

// hashWhole is the hash of a name written without spaces, titles, legal forms
// and ship prefixes; package match takes two names that agree in it for equal.
func hashWhole(toks []name.Token) (uint32, bool) {
	h, n := uint32(2166136261), 0
	for i := range toks {
		switch toks[i].Role {
		case name.Title, name.LegalForm, name.Prefix:
			continue
		}
		f := cut(toks[i].Fold)
		for j := range len(f) {
			h = (h ^ uint32(f[j])) * 16777619
		}
		n += len(f)
	}
	if n == 0 {
		return 0, false
	}
	return mix(h), true
}

// hashAs is hashWhole of a name that leavesOut, with all its words as they are
// written, 0 and false for other names: "ANO" as a firm's name is read as what it
// stands for, and the Sa'd of a person's as a legal form.
func hashAs(toks []name.Token) (uint32, bool) {
	if !leavesOut(toks) {
		return 0, false
	}
	h := uint32(2166136261)
	for i := range toks {
		w := toks[i].Fold
		if toks[i].Role == name.LegalForm || toks[i].Role == name.Number || len(toks) == 1 {
			w = toks[i].Text
			for j := range len(w) {
				if w[j] >= 0x80 && len(toks) > 1 {
					w = name.Fold(w)
					break
				}
			}
		}
		w = cut(w)
		for j := range len(w) {
			if w[j] != ' ' {
				h = (h ^ uint32(w[j])) * 16777619
			}
		}
	}
	return mix(h), true
}

// leavesOut reports whether hashWhole leaves a word out, or has a number for
// it: then the name is kept under its whole text too, for a query may be of
// another kind and read "OOO" or "IX" as a name.
func leavesOut(toks []name.Token) bool {
	if len(toks) == 1 && toks[0].Text != toks[0].Fold {
		return true // "ООО" by itself is read as what it stands for
	}
	for i := range toks {
		switch toks[i].Role {
		case name.Title, name.LegalForm, name.Prefix:
			return true
		case name.Number:
			if toks[i].Text != toks[i].Fold {
				return true
			}
		}
	}
	return false
}

// hashText is the hash of a name's words as written, whatever their roles.
func hashText(toks []name.Token) uint32 {
	h := uint32(2166136261) ^ 0x5bd1e995
	for i := range toks {
		t := cut(toks[i].Text)
		for j := range len(t) {
			h = (h ^ uint32(t[j])) * 16777619
		}
	}
	return mix(h)
}
