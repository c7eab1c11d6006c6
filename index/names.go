package index

import (
	"slices"
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
	shapes  []uint32 // two each: first word in roles; kind of name, scheme, number of words
	roles   []byte   // role of a word, and whether it is substantive

	tok     []byte   // the tokens as appendToken writes them
	tokOff  []uint32 // where each sixteenth of them begins
	attr    []uint32 // by token, two each: see bagOf; see rareBits
	refSize int      // bytes of a reference to keyText
	postOff []uint32 // of each token, where its list in post begins, or its only form and onlyForm
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

	pool sync.Pool // of *search
	memo memo
	lone func() *loneWords

	// What is remembered of forms, and the words that stand in some as one by
	// which they are not looked up; see gather.go.
	sketches   []sketch
	loose      []atomic.Uint64
	sketchOnce sync.Once
}

// weak is a weak alias, as quality holds it.
const weak = uint64(entity.Weak)

// A namesBuilder gathers the entities of a snapshot, in order.
type namesBuilder struct {
	entName, nameRef, ref, formOff, form []uint32
	quality                              []uint32
	shape                                []uint32 // of each form
	patterns                             texts    // kind, scheme and roles of each shape
	shapes                               []uint32
	roles                                []byte
	forms                                []uint64 // open addressing: half a form's hash, above its number plus one
	words                                []uint32 // of the form under way

	tokens  texts // all of each token, see appendWhole
	tokOff  []uint32
	tokData []byte
	refOff  []uint32 // first of a token's references
	refs    []uint32 // its skeleton and keys, by number
	keys    texts
	bag     []uint32
	look    []byte
	bearers []uint32 // entities that bear a token
	last    []uint32 // the last of them, plus one
	df      []uint32 // forms that have it among the bearing words

	folds, segs, single, whole, numbers, facts tableBuilder

	schemes   []string
	schemeNum map[string]byte
	buf       []byte
	pattern   []byte
}

func newNamesBuilder() *namesBuilder {
	return &namesBuilder{tokens: newTexts(), keys: newTexts(), patterns: newTexts(), schemeNum: map[string]byte{}, forms: make([]uint64, 1<<10)}
}

// add enters the next entity. Edges have no names but keep their number.
func (b *namesBuilder) add(e *entity.Entity, t *batch) {
	ent := uint32(len(b.entName))
	b.entName = append(b.entName, uint32(len(b.nameRef)))
	if !bearsNames(e) {
		return
	}
	for i := range e.Names {
		b.addName(ent, &e.Names[i], t)
	}
	for i := range e.IDs {
		if h, ok := hashNumber(e.IDs[i].Number); ok {
			b.numbers.add(h, ent)
		}
	}
	for _, d := range e.Births {
		b.addDate(ent, d)
	}
	for i := range e.Countries {
		b.facts.add(hashCountry(e.Countries[i].Code), ent)
	}
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

func (b *namesBuilder) addName(ent uint32, en *entity.Name, t *batch) {
	b.nameRef = append(b.nameRef, uint32(len(b.ref)))
	b.quality = append(b.quality, uint32(en.Quality))
	n := int(t.names[t.atName])
	t.atName++
	for range n {
		b.ref = append(b.ref, b.addForm(ent, t))
	}
}

// addForm gives the number of the next form of a batch, the same for the same
// words.
func (b *namesBuilder) addForm(ent uint32, t *batch) uint32 {
	r := &t.reads[t.atRead]
	t.atRead++
	b.words = b.words[:0]
	b.pattern = append(b.pattern[:0], byte(r.kind), b.schemeOf(r.scheme))
	h := uint64(0)
	for _, w := range t.words[t.atWord : t.atWord+int(r.words)] {
		id := t.by.ids[w.num]
		if id == unset {
			id = b.token(&t.fresh[w.num-t.from])
			t.by.ids[w.num] = id
		}
		if b.last[id] != ent+1 {
			b.last[id] = ent + 1
			b.bearers[id]++
		}
		b.pattern = append(b.pattern, w.role)
		x := id | uint32(w.role)<<roleShift
		b.words = append(b.words, x)
		h = (h ^ uint64(x)) * 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	t.atWord += int(r.words)
	shape := b.shapeOf()
	h = (h ^ uint64(shape)) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	if 2*len(b.formOff) >= len(b.forms) {
		b.forms = widen(b.forms)
	}
	m := len(b.forms) - 1
	k := int(h>>32) & m
	for ; b.forms[k] != 0; k = (k + 1) & m {
		if x := b.forms[k]; x>>32 == h>>32 {
			if f := uint32(x) - 1; b.shape[f] == shape && slices.Equal(b.wordsOf(f), b.words) {
				return f
			}
		}
	}
	f := uint32(len(b.formOff))
	b.forms[k] = h>>32<<32 | uint64(f+1)
	b.formOff = append(b.formOff, uint32(len(b.form)))
	b.shape = append(b.shape, shape)
	b.form = append(b.form, b.words...)
	for _, w := range b.words {
		if posted(w) {
			b.df[w&tokenMask]++
		}
	}
	if r.only >= 0 {
		b.single.add(mix(b.words[r.only]&tokenMask), f)
		if r.initials {
			b.whole.add(r.alone, f)
		}
	}
	if r.business >= 0 {
		b.single.add(mix(b.words[r.business]&tokenMask), f)
	}
	if r.whole {
		b.whole.add(r.hash, f)
	}
	if r.leaves {
		b.whole.add(r.plain, f)
	}
	return f
}

// wordsOf are the words of a form that is entered.
func (b *namesBuilder) wordsOf(f uint32) []uint32 {
	if int(f)+1 < len(b.formOff) {
		return b.form[b.formOff[f]:b.formOff[f+1]]
	}
	return b.form[b.formOff[f]:]
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

// shapeOf is the number of the shape in b.pattern: kind of name, scheme, and
// what each word is in it.
func (b *namesBuilder) shapeOf() uint32 {
	n, fresh := b.patterns.number(b.pattern)
	if !fresh {
		return n
	}
	roles := b.pattern[2:]
	b.shapes = append(b.shapes, uint32(len(b.roles)), uint32(b.pattern[0])|uint32(b.pattern[1])<<8|uint32(len(roles))<<16)
	b.roles = append(b.roles, roles...)
	return n
}

func (b *namesBuilder) token(t *name.Token) uint32 {
	b.buf = appendWhole(b.buf[:0], t)
	id, fresh := b.tokens.number(b.buf)
	if !fresh {
		return id
	}
	b.tokOff = append(b.tokOff, uint32(len(b.tokData)))
	b.refOff = append(b.refOff, uint32(len(b.refs)))
	b.tokData = appendToken(b.tokData, t)
	if skelMode(t) != skelNone {
		b.refs = append(b.refs, b.key(cut(t.Skel)))
	}
	for i, k := range t.Keys[:min(len(t.Keys), maxKeys)] {
		if i > 0 || skelMode(t) != skelFirst {
			b.refs = append(b.refs, b.key(cut(k)))
		}
	}
	b.bag = append(b.bag, bagOf(cut(t.Fold)))
	b.look = append(b.look, lookOf(t))
	b.bearers = append(b.bearers, 0)
	b.last = append(b.last, 0)
	b.df = append(b.df, 0)
	b.folds.add(hashString(seedFold, cut(t.Fold)), id)
	addPieces(&b.segs, id, t)
	return id
}

// key is the number of a key, the same for the same text.
func (b *namesBuilder) key(k string) uint32 {
	b.buf = append(b.buf[:0], k...)
	n, _ := b.keys.number(b.buf)
	return n
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

// hashAs is hashWhole of a single word as it is written, 0 and false when that is
// its folded form: "ANO" as a firm's name is read as what it stands for.
func hashAs(toks []name.Token) (uint32, bool) {
	if len(toks) != 1 || toks[0].Text == toks[0].Fold {
		return 0, false
	}
	return hashWhole([]name.Token{{Fold: toks[0].Text}})
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
