package index

import (
	"encoding/binary"
	"unsafe"

	"khasan/entity"
	"khasan/name"
)

// A reader reads names for a build, beside others. With them it numbers the
// words and forms it meets, so that whoever enters its names has numbers to
// look up and no letters.
type reader struct {
	px     name.Parser
	all    *stores
	mark   []bool
	known  []knownWord
	keyed  []knownWord // words of the form under way
	looked uint32
	met    int          // words that known had not
	tokens []name.Token // of known: they hold its strings in memory
	fresh  []freshWord  // words of the batch under way that known had not
	texts  textList     // these as appendWhole writes them, or the forms
	keys   textList     // of the first of these, or the shapes of the forms

	// Of the words that this reader was the first to meet: their numbers, and
	// those of their skeleton and keys.
	first []firstWord
	refs  []uint32
	only  bool // records, no names
}

// A knownWord is a word by where its text and its keys are in memory, and 32
// bits of where the rest is, and its number.
type knownWord struct {
	text, keys uintptr
	rest, num  uint32
}

type freshWord struct {
	token name.Token
	known uint32 // its place in known
	num   uint32
}

type firstWord struct{ word, ref uint32 }

// A reader knows 2^leastKnown to 2^mostKnown words again, the more the more it
// has met.
const (
	leastKnown = 9
	mostKnown  = 15
)

// pending marks the number of a word that is the place of it in fresh.
const pending = 1 << 31

// A batch is a run of entities, and their names as read. Names, readings and
// words lie one after the other.
type batch struct {
	ents  []entity.Entity
	names []uint8 // how many readings each name has
	reads []reading
	words []readWord
	done  chan struct{}

	// What else is entered of them. Of an entity only its place in the batch is
	// known: entries have it under their hash.
	records                  []byte
	recEnd                   []uint32
	ids                      []uint64 // hash64 of the ids
	id, edge, numbers, facts []uint64
	same                     []sameKey

	// Where entering has come to.
	atName, atRead, atWord int
}

// A reading is a form as read.
type reading struct {
	scheme      string
	form, shape uint32 // numbers in stores
	kind        name.Kind
	whole       bool  // it has one word or more that counts in the whole name
	leaves      bool  // it has others
	initials    bool  // it has initials beside its only word, of which alone is the hash
	only        int16 // the only word that counts, or -1
	business    int16 // see business
	words       int16
	hash, plain uint32 // hashWhole, and hashText when it leaves words out
	alone       uint32
	letters     [name.Initials]uint32 // of a firm: see letterKeys; 0 is none
}

// A readWord is a word of a form: its number, and what it is in the form, as in
// n.roles.
type readWord struct {
	num  uint32
	role byte
}

// read reads a batch.
func (r *reader) read(t *batch) {
	if n := len(r.known); !r.only && n < 1<<mostKnown && r.met >= n {
		n = max(1<<leastKnown, 8*n)
		r.known, r.tokens = make([]knownWord, n), make([]name.Token, n)
	}
	for i := range t.ents {
		r.entity(t, uint32(i), &t.ents[i])
	}
	r.number(t)
}

// entity reads the names of an entity, and what else is entered of it.
func (r *reader) entity(t *batch, i uint32, e *entity.Entity) {
	t.records = appendRecord(t.records, e)
	t.recEnd = append(t.recEnd, uint32(len(t.records)))
	t.ids = append(t.ids, hash64(e.ID))
	t.id = append(t.id, entryOf(hashString(seedID, e.ID), i))
	for _, x := range e.Referents {
		t.id = append(t.id, entryOf(hashString(seedID, x), i))
	}
	if e.IsEdge() {
		for _, end := range edgeEnds() {
			for _, v := range e.Props[end] {
				t.edge = append(t.edge, entryOf(hashString(seedEdge, v), i))
			}
		}
	}
	if r.only {
		return
	}
	var words []uint32
	if bearsNames(e) {
		kind := kindOf(e.Schema)
		own := hasOwnNumber(e)
		for k := range e.Names {
			n := r.px.Parse(e.Names[k].Full, kind)
			t.names = append(t.names, uint8(len(n.Readings)))
			for j := range n.Readings {
				r.form(t, n.Kind, &n.Readings[j])
				if own {
					words = appendHashes(words, n.Readings[j].Tokens)
				}
			}
		}
		for k := range e.IDs {
			if h, ok := hashNumber(e.IDs[k].Number); ok {
				t.numbers = append(t.numbers, entryOf(h, i))
			}
		}
		for _, d := range e.Births {
			t.facts = appendDate(t.facts, i, d)
		}
		for k := range e.Countries {
			t.facts = append(t.facts, entryOf(hashCountry(e.Countries[k].Code), i))
		}
	}
	t.same = appendSame(t.same, i, e, words)
}

// entryOf is an entry of a table.
func entryOf(hash, val uint32) uint64 { return uint64(hash)<<32 | uint64(val) }

// form reads a form.
func (r *reader) form(t *batch, kind name.Kind, in *name.Reading) {
	toks := in.Tokens
	r.mark = bearing(toks, r.mark)
	f := reading{scheme: in.Scheme, kind: kind, words: int16(len(toks))}
	// All places in known are looked at before they are gone through.
	r.keyed = r.keyed[:0]
	for i := range toks {
		k := knownAs(&toks[i])
		r.keyed = append(r.keyed, k)
		r.looked ^= r.known[k.place(len(r.known))].num
	}
	count := 0
	for i := range toks {
		w := readWord{num: r.word(&toks[i], &r.keyed[i]), role: byte(toks[i].Role) & roleMask}
		if r.mark[i] {
			w.role |= bearerBit
			if counts(&toks[i]) {
				count++
				f.only = int16(i)
			}
		}
		t.words = append(t.words, w)
	}
	if count != 1 {
		f.only = -1
	} else if f.initials = kind != name.Organization && hasInitial(toks); f.initials {
		f.alone = hashString(seedInitials, cut(toks[f.only].Fold))
	}
	f.business = int16(business(toks))
	f.hash, f.whole = hashWhole(toks)
	if f.leaves = leavesOut(toks); f.leaves {
		f.plain = hashText(toks)
	}
	if kind == name.Organization || kind == name.Any {
		letterKeys(&f.letters, toks, false)
	}
	t.reads = append(t.reads, f)
}

// knownAs is a word without its number.
func knownAs(w *name.Token) knownWord {
	k := knownWord{text: address(w.Text)}
	if len(w.Keys) > 0 {
		k.keys = uintptr(unsafe.Pointer(unsafe.SliceData(w.Keys)))
	}
	sizes := uint64(len(w.Text)) | uint64(len(w.Fold))<<13 | uint64(len(w.Skel))<<26 | uint64(len(w.Block))<<38 | uint64(len(w.Keys))<<50
	h := (uint64(address(w.Fold)) ^ sizes) * 0x9E3779B97F4A7C15
	h = (h ^ h>>29 ^ uint64(address(w.Skel))) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>32 ^ uint64(address(w.Block))) * 0x94D049BB133111EB
	k.rest = uint32(h >> 32)
	return k
}

// place is where a word would be among n, a power of two.
func (k *knownWord) place(n int) int {
	return int((uint64(k.text)^uint64(k.keys)*0x9E3779B97F4A7C15)*0x9E3779B97F4A7C15>>32) & (n - 1)
}

// word is the number of a word, or its place in fresh and pending.
func (r *reader) word(w *name.Token, k *knownWord) uint32 {
	at := k.place(len(r.known))
	o := &r.known[at]
	if o.text == k.text && o.keys == k.keys && o.rest == k.rest {
		return o.num
	}
	k.num = pending | uint32(len(r.fresh))
	*o = *k
	r.tokens[at] = *w
	r.fresh = append(r.fresh, freshWord{token: *w, known: uint32(at)})
	return k.num
}

// address is where a text is in memory.
func address(s string) uintptr {
	if s == "" {
		return 0
	}
	return uintptr(unsafe.Pointer(unsafe.StringData(s)))
}

// number gives numbers to the words and forms of a batch.
func (r *reader) number(t *batch) {
	r.texts.reset()
	for i := range r.fresh {
		r.texts.b = appendWhole(r.texts.b, &r.fresh[i].token)
		r.texts.end()
	}
	r.texts.number(r.all.words)
	r.keys.reset()
	for i := range r.fresh {
		w := &r.fresh[i]
		w.num = r.texts.nums[i]
		if r.texts.fresh[i] {
			r.first = append(r.first, firstWord{w.num, uint32(len(r.refs) + len(r.keys.ends))})
			r.keysOf(&w.token)
		}
		if k := &r.known[w.known]; k.num == pending|uint32(i) {
			k.num = w.num
		}
	}
	r.keys.number(r.all.keys)
	r.refs = append(r.refs, r.keys.nums...)

	// Kind of name, scheme, and what each word is in it.
	r.keys.reset()
	at := 0
	for i := range t.reads {
		f := &t.reads[i]
		r.keys.b = append(append(r.keys.b, byte(f.kind), byte(len(f.scheme))), f.scheme...)
		for _, w := range t.words[at : at+int(f.words)] {
			r.keys.b = append(r.keys.b, w.role)
		}
		r.keys.end()
		at += int(f.words)
	}
	r.keys.number(r.all.shapes)
	r.texts.reset()
	at = 0
	for i := range t.reads {
		f := &t.reads[i]
		words := t.words[at : at+int(f.words)]
		at += int(f.words)
		f.shape = r.keys.nums[i]
		r.texts.b = binary.LittleEndian.AppendUint32(r.texts.b, f.shape)
		for k := range words {
			w := &words[k]
			if w.num&pending != 0 {
				w.num = r.fresh[w.num&^pending].num
			}
			r.texts.b = binary.LittleEndian.AppendUint32(r.texts.b, w.num)
		}
		r.texts.end()
	}
	r.texts.number(r.all.forms)
	for i, n := range r.texts.nums {
		t.reads[i].form = n
	}
	r.met += len(r.fresh)
	clear(r.fresh)
	r.fresh = r.fresh[:0]
}

// keysOf adds the skeleton and the keys of a word.
func (r *reader) keysOf(t *name.Token) {
	if skelMode(t) != skelNone {
		r.keys.b = append(r.keys.b, cut(t.Skel)...)
		r.keys.end()
	}
	for i, k := range t.Keys[:min(len(t.Keys), maxKeys)] {
		if i > 0 || skelMode(t) != skelFirst {
			r.keys.b = append(r.keys.b, cut(k)...)
			r.keys.end()
		}
	}
}

// A textList holds texts to be numbered together: what is needed of memory is looked at
// for all before it is gone through.
type textList struct {
	b      []byte
	ends   []uint32
	hashes []uint64
	slots  []uint64
	nums   []uint32
	fresh  []bool
	seen   uint64 // so that looking is not left out
}

func (l *textList) reset() { l.b, l.ends = l.b[:0], l.ends[:0] }

// end ends a text that was appended to b.
func (l *textList) end() { l.ends = append(l.ends, uint32(len(l.b))) }

// number sets the number of each text in a store, and whether it is the first
// to ask for it.
func (l *textList) number(s *store) {
	l.hashes, l.slots, l.nums, l.fresh = l.hashes[:0], l.slots[:0], l.nums[:0], l.fresh[:0]
	from := uint32(0)
	for _, to := range l.ends {
		l.hashes = append(l.hashes, s.hash(l.b[from:to]))
		from = to
	}
	for _, h := range l.hashes {
		l.slots = append(l.slots, s.look(h))
	}
	for i, h := range l.hashes {
		l.seen ^= uint64(s.glance(h, l.slots[i]))
	}
	from = 0
	for i, to := range l.ends {
		n, fresh := s.number(l.hashes[i], l.b[from:to])
		l.nums, l.fresh = append(l.nums, n), append(l.fresh, fresh)
		from = to
	}
}
