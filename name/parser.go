package name

import (
	"hash/maphash"
	"strings"
	"unsafe"
)

// A Parser reads names one after another and keeps what it learned about their
// words, so that a word met before costs one look-up and no memory. The zero
// Parser is ready for use. It is not safe for concurrent use; the answers do
// not depend on what it has read before.
type Parser struct {
	sets  []seenSet // words known, by hash; see remember
	held  int
	seed  maphash.Seed
	cur   []byte
	raw   []byte
	form  []byte
	words []word
	meta  []*word
	known []*info // of each of toks
	turn  []*info
	toks  []Token
	spare []Token
	more  []Token // of further readings
	firm  []Token // see readEastFirm
	cuts  []string
	ats   []int
	out   []Reading
	name  Name
	keep  bool

	hashes  [maxTokens + 2]uint64 // of the words
	touched uint32                // so that what look looks at is not left out
}

// A seenSet holds words whose hashes end alike, the ones asked for lately
// first, with the other half of their hashes. A Parser begins with leastSets
// sets and has mostSets at most; then a new word takes the place of one that
// was not asked for lately.
type seenSet struct {
	tags  [4]uint32
	words [4]*info
	_     [16]byte // so that one is in one line of memory
}

const (
	leastSets = 1 << 6
	mostSets  = 1 << 13
)

// A sense is as what a text is remembered: as a word of a script (the number of
// the script, or of a Cyrillic language that is not Russian), or as one of these.
type sense uint8

const (
	ofLanguage sense = 32 // and a cyrLang

	ofText   sense = 64 + iota // several words joined: the text only
	ofHangul                   // a character of a Korean name; as its surname
	ofHangulName
	ofMandarin // a Han character in Mandarin, as a surname, ...
	ofMandarinName
	ofKorean
	ofKoreanName
	ofCantonese
	ofJapanese    // a word of a Japanese name
	ofLatinKorean // a syllable in Latin letters
	ofLatinKoreanName
	ofLatinMandarin
	ofPalladius // a Mandarin syllable that was written in Cyrillic
)

func senseOf(sc script, lang cyrLang) sense {
	if sc == cyrillic && lang != russian {
		return ofLanguage + sense(lang)
	}
	return sense(sc)
}

// info is what is known of a word before its place in a name is. It takes two
// lines of memory, the first of which is enough to know the word again.
type info struct {
	token  Token
	is     uint16 // what the tables say of its folded form, see fact
	as     sense
	script script
	lang   cyrLang // that its letters tell, see cyrLanguage
	flags  uint8
	fact   *fact
	more   *more
}

const (
	isNumber     = 1 << iota // there is a number in more
	isRoman                  // it is a Roman one
	isPatronymic             // its folded form is a patronymic
	isEast                   // a Korean or Chinese surname in Latin letters
	isUnread                 // a syllable that cannot be read
	isAsked                  // what it means was looked up
)

// more is what is seldom asked of a word.
type more struct {
	number    string      // that its folded form is, see number
	cut       [2][]string // how it cuts into Korean and Mandarin syllables
	isCut     bool
	isHeard   bool // what follows is set, see eastern
	palladius []string
	palladian bool
	korean    [2][]string // keys as a Korean syllable, and as a surname
	grown     []grown
	meaning   []string // see meanings
}

// number is the number that the word is, "" when it is none.
func (i *info) number() string {
	if i.flags&isNumber == 0 {
		return ""
	}
	return i.more.number
}

func (i *info) further() *more {
	if i.more == nil {
		i.more = new(more)
	}
	return i.more
}

// cuts sets how a word cuts into syllables, once.
func (i *info) cuts() *more {
	m := i.further()
	if !m.isCut {
		m.isCut = true
		for k := range m.cut {
			if syl, ok := cutWord(nil, i.token.Fold, k == 1); ok {
				m.cut[k] = syl
			}
		}
	}
	return m
}

// grown are the keys of a word with further ones, and from what they grew.
type grown struct {
	from *string
	n    int
	by   growth
	keys []string
}

// A growth says what keys are added to a word's.
type growth uint8

const (
	byPlace growth = iota
	bySector
	byMandarin // and Cantonese
	byKorean
	byKoreanName
	byCyrillic
	byCyrillicName
	byMeaning
)

// grow gives a word's keys with further ones, for keys that the token of i has
// or that grew from them; the same slice each time.
func (i *info) grow(keys []string, by growth) []string {
	from := unsafe.SliceData(keys)
	m := i.further()
	for k := range m.grown {
		if g := &m.grown[k]; g.by == by && g.n == len(keys) && (g.n == 0 || g.from == from) {
			return g.keys
		}
	}
	k := keys[:len(keys):len(keys)]
	switch f := i.token.Fold; by {
	case byPlace:
		k = append(k, "place:"+i.fact.place)
	case bySector:
		k = append(k, "sector:"+i.fact.sector)
	case byMandarin:
		k = cantoneseKeys(mandarinKeys(k, f), f)
	case byKorean:
		k = koreanKeys(k, f, false)
	case byKoreanName:
		k = koreanKeys(k, f, true)
	case byMeaning:
		k = append(k, m.meaning...)
	case byCyrillic, byCyrillicName:
		k = append(k, m.korean[by-byCyrillic]...)
	}
	m.grown = append(m.grown, grown{from, len(keys), by, k})
	return k
}

// Parse reads a name as the function [Parse] does. The name is valid until the
// next call; its strings stay valid.
func (px *Parser) Parse(text string, kind Kind) *Name {
	if px.sets == nil {
		px.seed, px.sets = maphash.MakeSeed(), make([]seenSet, leastSets)
	}
	px.keep = true
	px.parse(text, kind)
	return &px.name
}

func (px *Parser) hash(text []byte, as sense) uint64 {
	return maphash.Bytes(px.seed, text) ^ uint64(as)*0x9E3779B97F4A7C15
}

// seen is the word that is remembered with a text, nil when there is none.
func (px *Parser) seen(text []byte, as sense) *info {
	if len(px.sets) == 0 {
		return nil
	}
	h := px.hash(text, as)
	set := &px.sets[int(h)&(len(px.sets)-1)]
	for k, t := range &set.tags {
		if t != uint32(h>>32) {
			continue
		}
		if i := set.words[k]; i != nil && i.as == as && i.token.Text == string(text) {
			set.asked(k)
			return i
		}
	}
	return nil
}

// asked notes that the k-th was asked for: it is further from being dropped.
func (s *seenSet) asked(k int) {
	if k > 0 {
		s.words[k], s.words[k-1] = s.words[k-1], s.words[k]
		s.tags[k], s.tags[k-1] = s.tags[k-1], s.tags[k]
	}
}

// remember keeps a word, in the place of another of its text and of the one
// that was asked for least when there is no room.
func (px *Parser) remember(i *info) *info {
	if !px.keep {
		return i
	}
	if px.held > 2*len(px.sets) && len(px.sets) < mostSets {
		old := px.sets
		px.sets, px.held = make([]seenSet, 4*len(old)), 0
		for k := range old {
			for _, o := range old[k].words {
				if o != nil {
					px.put(o)
				}
			}
		}
	}
	px.put(i)
	return i
}

func (px *Parser) put(i *info) {
	h := px.hash(bytesOf(i.token.Text), i.as)
	set := &px.sets[int(h)&(len(px.sets)-1)]
	at := len(set.words) - 1
	for k, o := range set.words {
		if o == nil || set.tags[k] == uint32(h>>32) && o.as == i.as && o.token.Text == i.token.Text {
			at = k
			break
		}
	}
	if set.words[at] == nil {
		px.held++
	}
	set.words[at], set.tags[at] = i, uint32(h>>32)
}

// Parse reads a name. It never fails: what cannot be read yields no reading.
func Parse(text string, kind Kind) Name {
	var px Parser
	px.parse(text, kind)
	return px.name
}

func (px *Parser) parse(text string, kind Kind) {
	px.name, px.more = Name{Text: text, Kind: kind}, px.more[:0]
	px.split(text)
	if len(px.words) == 0 {
		return
	}
	p := parse{kind: kind, words: px.words, px: px, out: px.out[:0]}
	p.read()
	px.out = p.out
	if len(p.out) > 0 {
		px.name.Readings = p.out
	}
}

// know is what is known of a word; its text may lie in px.cur.
func (px *Parser) know(text string, sc script, lang cyrLang) *info {
	as := senseOf(sc, lang)
	if i := px.seen(bytesOf(text), as); i != nil {
		return i
	}
	return px.remember(px.learn(strings.Clone(text), sc, lang, as))
}

// joined is what is known of a word put together from several.
func (px *Parser) joined(text []byte) *info {
	if i := px.seen(text, sense(latin)); i != nil {
		return i
	}
	return px.remember(px.learn(string(text), latin, russian, sense(latin)))
}

// written is a text put together from several as a string.
func (px *Parser) written(text []byte) string {
	if i := px.seen(text, ofText); i != nil {
		return i.token.Text
	}
	s := string(text)
	if px.keep {
		px.remember(&info{token: Token{Text: s}, as: ofText})
	}
	return s
}

// learn reads a word not met before.
func (px *Parser) learn(text string, sc script, lang cyrLang, as sense) *info {
	i := &info{script: sc, as: as}
	i.fact = makeToken(&i.token, text, sc, lang)
	f := i.token.Fold
	if f == "" {
		return i
	}
	i.is = i.fact.is
	n := i.fact.number
	switch {
	case n != "":
	case f[0] <= '9':
		n = number(f)
	default:
		n = romanNumber(f)
	}
	if n != "" {
		i.further().number = n
		i.flags |= isNumber
		if roman(f) != "" {
			i.flags |= isRoman
		}
	}
	if patronymic(f) {
		i.flags |= isPatronymic
	}
	switch sc {
	case latin:
		if isEastSurname(f, false) || isEastSurname(f, true) {
			i.flags |= isEast
		}
	case cyrillic:
		i.lang = cyrLanguage(text)
	}
	return i
}

// syllable is what is known of a syllable of a name, read by make.
func (px *Parser) syllable(text []byte, as sense, read func(t *Token) bool) *info {
	if i := px.seen(text, as); i != nil {
		return i
	}
	i := &info{token: Token{Text: string(text)}, as: as}
	if !read(&i.token) {
		i.flags |= isUnread
	}
	return px.remember(i)
}

// room is room for the words of a further reading.
func (px *Parser) room(n int) []Token {
	at := len(px.more)
	if cap(px.more)-at < n {
		px.more, at = make([]Token, 0, max(2*cap(px.more), 16, n)), 0
	}
	px.more = px.more[:at+n]
	return px.more[at : at+n : at+n]
}

// bytesOf views a string as bytes, not to be written to.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
