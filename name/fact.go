package name

import "sync"

// A fact is what the tables say of a folded word, gathered so that a word not
// met before is looked up once. Words that no table has share one that is empty.
type fact struct {
	is     uint16 // which sets of words it is in
	form   string // class of legal form
	whole  string // that class as a folded word, see foldClass
	sector string // class of business
	place  string // country code
	starts int    // see vocabulary
	number string // as a word for a number
	nicks  []string
	arabic []string
}

// Which sets of words a word is in.
const (
	aParticle = 1 << iota
	aSunArticle
	aTitle
	aSuffix
	aFiliation
	aTheophoric
	aShipPrefix
	aForm // these have a class in the fact
	aSector
	aPlace
	aStart // starts is not 0
	aNumber
)

var noFact fact

// factOf is what the tables say of a folded word.
func factOf(fold string) *fact { return facts().of(fold, fnv(fold)) }

// factTable holds the facts by word. Most words that are asked for have none:
// that is seen by a bit for some of their hash.
type factTable struct {
	by   map[string]*fact
	bits []uint64
}

const factBits = 17

// of is what the table has of a folded word, by its FNV-1a hash too.
func (t *factTable) of(fold string, hash uint32) *fact {
	h := hash * 0x9E3779B1 >> (32 - factBits)
	if t.bits[h/64]>>(h%64)&1 == 0 {
		return &noFact
	}
	if f := t.by[fold]; f != nil {
		return f
	}
	return &noFact
}

var facts = sync.OnceValue(func() *factTable {
	m := make(map[string]*fact, 1<<13)
	of := func(w string) *fact {
		f := m[w]
		if f == nil {
			f = new(fact)
			m[w] = f
		}
		return f
	}
	for k, set := range []map[string]bool{particles, sunArticles, titles, suffixes, filiations, theophoric, shipPrefixes} {
		for w, in := range set {
			if in {
				of(w).is |= 1 << k
			}
		}
	}
	for w, class := range words.forms {
		f := of(w)
		f.form, f.whole = class, foldClass(class)
	}
	for w, class := range words.sectors {
		of(w).sector = class
	}
	for w, class := range words.places {
		of(w).place = class
	}
	for w, n := range words.starts {
		of(w).starts = n
	}
	for w, keys := range words.nicks {
		of(w).nicks = keys
	}
	for w, n := range numberWords {
		of(w).number = n
	}
	for w, keys := range arabicNames().latin {
		of(w).arabic = keys
	}
	for _, f := range m {
		for bit, has := range map[uint16]bool{aForm: f.form != "", aSector: f.sector != "", aPlace: f.place != "", aStart: f.starts > 0, aNumber: f.number != ""} {
			if has {
				f.is |= bit
			}
		}
	}
	t := &factTable{m, make([]uint64, 1<<factBits/64)}
	for w := range m {
		h := fnv(w) * 0x9E3779B1 >> (32 - factBits)
		t.bits[h/64] |= 1 << (h % 64)
	}
	return t
})
