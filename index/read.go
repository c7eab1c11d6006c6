package index

import (
	"unsafe"

	"khasan/entity"
	"khasan/name"
)

// A reader reads names for a build, beside others. It numbers the words it
// meets and knows the frequent ones again, so that whoever enters its names
// need look at each word's letters but once.
type reader struct {
	px    name.Parser
	mark  []bool
	known []knownWord
	next  uint32 // words numbered so far
	// ids is of the one who enters: the token of each word numbered, or unset.
	ids []uint32
}

type knownWord struct {
	token name.Token
	num   uint32
}

// knownBits says how many words a reader knows again.
const knownBits = 14

const unset = ^uint32(0)

// A batch is a run of entities, and their names as read. Names, readings and
// words lie one after the other.
type batch struct {
	ents  []entity.Entity
	by    *reader
	names []uint8 // how many readings each name has
	reads []reading
	words []readWord
	fresh []name.Token // the words numbered in this batch
	from  uint32       // the number of the first
	same  [][]uint32   // of entities with a number of their own, the hashes of their words
	done  chan struct{}

	// Where entering has come to.
	atName, atRead, atWord, atSame int
}

// A reading is a form as read.
type reading struct {
	scheme      string
	kind        name.Kind
	whole       bool  // it has one word or more that counts in the whole name
	leaves      bool  // it has others
	only        int16 // the only word that counts, or -1
	business    int16 // see business
	words       int16
	hash, plain uint32 // hashWhole, and hashText when it leaves words out
	initials    bool   // it has initials beside its only word, of which alone is the hash
	alone       uint32
}

// A readWord is a word of a form: its number with the reader, and what it is
// in the form, as in n.roles.
type readWord struct {
	num  uint32
	role byte
}

// read reads the names of a batch.
func (r *reader) read(t *batch) {
	t.by, t.from = r, r.next
	if r.known == nil {
		r.known = make([]knownWord, 1<<knownBits)
	}
	for i := range t.ents {
		e := &t.ents[i]
		kind := kindOf(e.Schema)
		own := hasOwnNumber(e)
		words := []uint32{}
		for k := range e.Names {
			if !bearsNames(e) {
				break
			}
			n := r.px.Parse(e.Names[k].Full, kind)
			t.names = append(t.names, uint8(len(n.Readings)))
			for j := range n.Readings {
				r.form(t, n.Kind, &n.Readings[j])
				if own {
					words = appendHashes(words, n.Readings[j].Tokens)
				}
			}
		}
		if own {
			t.same = append(t.same, sorted(words))
		}
	}
}

// form reads a form.
func (r *reader) form(t *batch, kind name.Kind, in *name.Reading) {
	toks := in.Tokens
	r.mark = bearing(toks, r.mark)
	f := reading{scheme: in.Scheme, kind: kind, words: int16(len(toks))}
	count := 0
	for i := range toks {
		w := readWord{num: r.number(t, &toks[i]), role: byte(toks[i].Role) & roleMask}
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
	t.reads = append(t.reads, f)
}

// number is the number of a word; a word that is met again may get another.
func (r *reader) number(t *batch, w *name.Token) uint32 {
	h := uint64(uintptr(unsafe.Pointer(unsafe.StringData(w.Text))))
	h ^= uint64(uintptr(unsafe.Pointer(unsafe.SliceData(w.Keys)))) * 0x9E3779B97F4A7C15
	k := &r.known[h*0x9E3779B97F4A7C15>>(64-knownBits)]
	if sameStrings(&k.token, w) {
		return k.num
	}
	k.token, k.num = *w, r.next
	r.next++
	t.fresh = append(t.fresh, *w)
	return k.num
}

// sameStrings reports whether two words are made of the same strings in memory.
func sameStrings(a, b *name.Token) bool {
	return one(a.Text, b.Text) && one(a.Fold, b.Fold) && one(a.Skel, b.Skel) && one(a.Block, b.Block) &&
		len(a.Keys) == len(b.Keys) && unsafe.SliceData(a.Keys) == unsafe.SliceData(b.Keys)
}

func one(a, b string) bool {
	return len(a) == len(b) && (len(a) == 0 || unsafe.StringData(a) == unsafe.StringData(b))
}

// numbered makes room for the words numbered in a batch, when it is entered.
func (r *reader) numbered(t *batch) {
	for range t.fresh {
		r.ids = append(r.ids, unset)
	}
}
