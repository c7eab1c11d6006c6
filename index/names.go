package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"

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
// names are there more than once.
//
// The sections; arrays are of 4 bytes an item unless it says otherwise:
//
//	n.entname   first name of each entity; one more item at the end
//	n.nameref   first reading of each name, in n.ref; one more at the end
//	n.ref       the form of each reading
//	n.quality   1 byte a name: entity.Quality
//	n.formoff   first word of each form, in n.form; one more at the end
//	n.formkind  1 byte a form: name.Kind
//	n.scheme    1 byte a form: its number in n.schemes
//	n.form      words: bits 0 to 24 the token, 25 zero, 26 to 30 name.Role, 31
//	            whether it is one of the words by which the name is found
//	n.formname  the names that have a form, form by form
//	n.nameoff   first name of each form, in n.formname; one more at the end
//	n.tokoff    first byte of each token, in n.tok; one more at the end
//	n.tok       bytes: the tokens (see appendToken), and a zero byte
//	n.attr      two items a token: its bag of letters (bagOf); in bits 0 to 7
//	            its surprise, in bits 8 to 15 its looks (lookOf)
//	n.postoff   first posting of each token, in n.post; one more at the end
//	n.post      the forms that have the token among the words looked up by
//	n.keys      table: hash of a token's folded form, skeleton or key → token
//	n.segs      table: hash of a piece of a word → token
//	n.single    table: mix of a token → forms of which it is the only word
//	n.whole     table: hash of a whole name without spaces → forms
//	n.numbers   table: hash of a document's number → entities
//	n.facts     table: hash of a day, month, year or country → entities
//	n.schemes   bytes: names of transliteration schemes, a zero byte after each
type names struct {
	entName  []uint32 // first name of each entity; one more than there are entities
	nameRef  []uint32 // first reading of each name in ref; one more than there are names
	ref      []uint32 // the form of each reading
	quality  []byte   // of each name
	formOff  []uint32 // first word of each form; one more than there are forms
	formKind []byte   // what kind of name it is
	scheme   []byte   // of each form, in schemes
	form     []uint32 // words: token | role | substantive
	formName []uint32 // names of all forms, form by form
	nameOff  []uint32 // first name of each form there; one more than there are forms
	tokOff   []uint32
	tokBytes []byte
	attr     []uint32 // by token, two each: see bagOf; see surprise and lookOf
	postOff  []uint32 // first posting of each token
	post     []uint32 // the forms that have the token among the words looked up by
	keys     table    // fold, skeleton, further keys → tokens
	segs     table    // pieces of words → tokens
	single   table    // token → forms of which it is the only bearing word
	whole    table    // the whole name without spaces → forms
	numbers  table    // numbers of documents → entities
	facts    table    // birth year and day, country → entities
	schemes  []string

	pool sync.Pool // of *search
	memo memo
	lone func() *loneWords
}

// weak is a weak alias, as quality holds it.
const weak = byte(entity.Weak)

// A namesBuilder gathers the entities of a snapshot, in order.
type namesBuilder struct {
	entName, nameRef, ref, formOff, form []uint32
	quality, formKind, scheme            []byte
	forms                                []uint32 // open addressing: hash of a form → its number plus one
	formHash                             []uint32
	words                                []uint32 // of the form under way

	tokens  map[string]uint32
	tokOff  []uint32
	tokData []byte
	bag     []uint32
	look    []byte
	bearers []uint32 // entities that bear a token
	last    []uint32 // the last of them, plus one
	df      []uint32 // forms that have it among the bearing words

	keys, segs, single, whole, numbers, facts tableBuilder

	schemes   []string
	schemeNum map[string]byte
	buf       []byte
	mark      []bool
}

func newNamesBuilder() *namesBuilder {
	return &namesBuilder{tokens: map[string]uint32{}, schemeNum: map[string]byte{}, forms: make([]uint32, 1<<10)}
}

// add enters the next entity. Edges have no names but keep their number.
func (b *namesBuilder) add(e *entity.Entity, parsed []name.Name) {
	ent := uint32(len(b.entName))
	b.entName = append(b.entName, uint32(len(b.nameRef)))
	if !bearsNames(e) {
		return
	}
	for i := range e.Names {
		b.addName(ent, &e.Names[i], parsed[i])
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

// parseNames reads the names of an entity for add.
func parseNames(px *name.Parser, e *entity.Entity) []name.Name {
	if !bearsNames(e) || len(e.Names) == 0 {
		return nil
	}
	kind := kindOf(e.Schema)
	out := make([]name.Name, len(e.Names))
	for i := range e.Names {
		n := px.Parse(e.Names[i].Full, kind)
		out[i] = *n
		// What the parser returns is its own until the next name.
		out[i].Readings = slices.Clone(n.Readings)
		for k := range out[i].Readings {
			r := &out[i].Readings[k]
			r.Tokens = slices.Clone(r.Tokens)
		}
	}
	return out
}

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

func (b *namesBuilder) addName(ent uint32, en *entity.Name, n name.Name) {
	b.nameRef = append(b.nameRef, uint32(len(b.ref)))
	b.quality = append(b.quality, byte(en.Quality))
	for i := range n.Readings {
		b.ref = append(b.ref, b.addForm(ent, byte(n.Kind), &n.Readings[i]))
	}
}

// addForm gives the number of a form, the same for the same words.
func (b *namesBuilder) addForm(ent uint32, kind byte, r *name.Reading) uint32 {
	b.mark = bearing(r.Tokens, b.mark)
	b.words = b.words[:0]
	scheme := b.schemeOf(r.Scheme)
	h := uint64(kind)<<8 | uint64(scheme)
	for i := range r.Tokens {
		t := &r.Tokens[i]
		id := b.token(t)
		if b.last[id] != ent+1 {
			b.last[id] = ent + 1
			b.bearers[id]++
		}
		w := id | uint32(t.Role)<<roleShift
		if b.mark[i] {
			w |= substantive
		}
		b.words = append(b.words, w)
		h = (h ^ uint64(w)) * 0x9E3779B97F4A7C15
		h ^= h >> 29
	}
	if 2*len(b.formOff) >= len(b.forms) {
		b.grow()
	}
	m := uint32(len(b.forms) - 1)
	k := uint32(h) & m
	for ; b.forms[k] != 0; k = (k + 1) & m {
		if f := b.forms[k] - 1; b.formHash[f] == uint32(h) && b.formKind[f] == kind && b.scheme[f] == scheme && slices.Equal(b.wordsOf(f), b.words) {
			return f
		}
	}
	f := uint32(len(b.formOff))
	b.forms[k] = f + 1
	b.formHash = append(b.formHash, uint32(h))
	b.formOff = append(b.formOff, uint32(len(b.form)))
	b.formKind, b.scheme = append(b.formKind, kind), append(b.scheme, scheme)
	b.form = append(b.form, b.words...)
	count, only := 0, uint32(0)
	for i, w := range b.words {
		id := w & tokenMask
		if posted(w) {
			b.df[id]++
		}
		if w&substantive != 0 && counts(&r.Tokens[i]) {
			count++
			only = id
		}
	}
	if count == 1 {
		b.single.add(mix(only), f)
	}
	if h, ok := hashWhole(r.Tokens); ok {
		b.whole.add(h, f)
	}
	if leavesOut(r.Tokens) {
		b.whole.add(hashText(r.Tokens), f)
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

// grow makes room in the hash of forms.
func (b *namesBuilder) grow() {
	b.forms = make([]uint32, 4*len(b.forms))
	m := uint32(len(b.forms) - 1)
	for f, h := range b.formHash {
		k := h & m
		for b.forms[k] != 0 {
			k = (k + 1) & m
		}
		b.forms[k] = uint32(f) + 1
	}
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

func (b *namesBuilder) token(t *name.Token) uint32 {
	b.buf = appendToken(b.buf[:0], t)
	if id, ok := b.tokens[string(b.buf)]; ok {
		return id
	}
	id := uint32(len(b.tokOff))
	b.tokens[string(b.buf)] = id
	b.tokOff = append(b.tokOff, uint32(len(b.tokData)))
	b.tokData = append(b.tokData, b.buf...)
	b.bag = append(b.bag, bagOf(cut(t.Fold)))
	b.look = append(b.look, lookOf(t))
	b.bearers = append(b.bearers, 0)
	b.last = append(b.last, 0)
	b.df = append(b.df, 0)
	addKeys(&b.keys, &b.segs, id, t)
	return id
}

// sections lays everything out.
func (b *namesBuilder) sections() []section {
	nEnt, nForm := len(b.entName), len(b.formOff)
	entName := append(slices.Clone(b.entName), uint32(len(b.nameRef)))
	nameRef := append(slices.Clone(b.nameRef), uint32(len(b.ref)))
	formOff := append(slices.Clone(b.formOff), uint32(len(b.form)))
	tokOff := append(slices.Clone(b.tokOff), uint32(len(b.tokData)))

	// Words that fold alike are one word as to how common it is.
	foldOf := func(id int) string {
		from := b.tokOff[id] + tokenHead
		return view(b.tokData[from : from+uint32(b.tokData[b.tokOff[id]])])
	}
	bearers := make(map[string]uint32, len(b.bearers))
	for i, n := range b.bearers {
		bearers[foldOf(i)] += n
	}
	attr := make([]uint32, 2*len(b.bearers))
	for i := range b.bearers {
		f := foldOf(i)
		attr[2*i], attr[2*i+1] = b.bag[i], uint32(surprise(f, int(bearers[f]), nEnt))|uint32(b.look[i])<<8
	}
	nameOff := make([]uint32, nForm+1)
	for _, f := range b.ref {
		nameOff[f+1]++
	}
	for f := range nForm {
		nameOff[f+1] += nameOff[f]
	}
	formName := make([]uint32, len(b.ref))
	free := slices.Clone(nameOff)
	for n := range b.nameRef {
		for _, f := range b.ref[nameRef[n]:nameRef[n+1]] {
			formName[free[f]] = uint32(n)
			free[f]++
		}
	}
	postOff := make([]uint32, len(b.df)+1)
	for i, n := range b.df {
		postOff[i+1] = postOff[i] + n
	}
	post := make([]uint32, postOff[len(b.df)])
	next := slices.Clone(postOff)
	for f := range nForm {
		for _, w := range b.form[formOff[f]:formOff[f+1]] {
			if posted(w) {
				id := w & tokenMask
				post[next[id]] = uint32(f)
				next[id]++
			}
		}
	}
	var schemes []byte
	for _, s := range b.schemes {
		schemes = append(append(schemes, s...), 0)
	}
	return []section{
		{"n.entname", wordBytes(entName)},
		{"n.nameref", wordBytes(nameRef)},
		{"n.ref", wordBytes(b.ref)},
		{"n.quality", b.quality},
		{"n.formoff", wordBytes(formOff)},
		{"n.formkind", b.formKind},
		{"n.scheme", b.scheme},
		{"n.form", wordBytes(b.form)},
		{"n.formname", wordBytes(formName)},
		{"n.nameoff", wordBytes(nameOff)},
		{"n.tokoff", wordBytes(tokOff)},
		{"n.tok", append(b.tokData, 0)},
		{"n.attr", wordBytes(attr)},
		{"n.postoff", wordBytes(postOff)},
		{"n.post", wordBytes(post)},
		{"n.keys", b.keys.build()},
		{"n.segs", b.segs.build()},
		{"n.single", b.single.build()},
		{"n.whole", b.whole.build()},
		{"n.numbers", b.numbers.build()},
		{"n.facts", b.facts.build()},
		{"n.schemes", schemes},
	}
}

// openNames reads what sections wrote, in place. It checks that the arrays fit
// each other, so that a cut or foreign file is an error here and not a fault
// later.
func openNames(get func(name string) []byte) (*names, error) {
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		return nil, errors.New("snapshots need a little-endian machine")
	}
	x := &names{}
	for _, s := range []struct {
		name string
		to   *[]uint32
	}{
		{"n.entname", &x.entName}, {"n.nameref", &x.nameRef}, {"n.ref", &x.ref},
		{"n.formoff", &x.formOff}, {"n.form", &x.form}, {"n.formname", &x.formName}, {"n.nameoff", &x.nameOff},
		{"n.tokoff", &x.tokOff}, {"n.attr", &x.attr}, {"n.postoff", &x.postOff}, {"n.post", &x.post},
	} {
		*s.to = words(get(s.name))
	}
	x.tokBytes, x.quality, x.formKind, x.scheme = get("n.tok"), get("n.quality"), get("n.formkind"), get("n.scheme")
	for _, s := range []struct {
		name string
		to   *table
	}{
		{"n.keys", &x.keys}, {"n.segs", &x.segs}, {"n.single", &x.single},
		{"n.whole", &x.whole}, {"n.numbers", &x.numbers}, {"n.facts", &x.facts},
	} {
		t, err := openTable(get(s.name))
		if err != nil {
			return nil, fmt.Errorf("section %s: %w", s.name, err)
		}
		*s.to = t
	}
	for rest := get("n.schemes"); len(rest) > 0; {
		i := slices.Index(rest, 0)
		if i < 0 {
			return nil, fmt.Errorf("section n.schemes: %w", errSection)
		}
		x.schemes, rest = append(x.schemes, view(rest[:i])), rest[i+1:]
	}
	if err := x.check(); err != nil {
		return nil, err
	}
	x.pool.New = func() any { return new(search) }
	x.lone = sync.OnceValue(x.loneWords)
	return x, nil
}

// owner is the entity that has a name.
func (x *names) owner(n uint32) uint32 {
	e, _ := slices.BinarySearch(x.entName, n+1)
	return uint32(e) - 1
}

// check sees that every array ends where the next begins.
func (x *names) check() error {
	nNames, nForms, nTok := len(x.quality), len(x.formKind), len(x.attr)/2
	switch {
	case len(x.entName) == 0 || len(x.nameRef) != nNames+1:
		return fmt.Errorf("names: %w", errSection)
	case len(x.formOff) != nForms+1 || len(x.scheme) != nForms || len(x.nameOff) != nForms+1:
		return fmt.Errorf("forms: %w", errSection)
	case len(x.tokOff) != nTok+1 || len(x.attr) != 2*nTok || len(x.postOff) != nTok+1:
		return fmt.Errorf("tokens: %w", errSection)
	case int(x.entName[len(x.entName)-1]) != nNames || int(x.nameRef[nNames]) != len(x.ref),
		int(x.formOff[nForms]) != len(x.form) || int(x.nameOff[nForms]) != len(x.formName) || int(x.postOff[nTok]) != len(x.post),
		int(x.tokOff[nTok]) > len(x.tokBytes):
		return fmt.Errorf("ends of arrays: %w", errSection)
	}
	return nil
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

// leavesOut reports whether hashWhole leaves a word out: then the name is kept
// under its whole text too, for a query may be of another kind and read "OOO"
// as a name.
func leavesOut(toks []name.Token) bool {
	for i := range toks {
		switch toks[i].Role {
		case name.Title, name.LegalForm, name.Prefix:
			return true
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
