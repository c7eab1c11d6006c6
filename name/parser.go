package name

import "hash/maphash"

// A Parser reads names one after another and keeps what it learned about their
// words, so that a word met before costs one look-up and no memory. The zero
// Parser is ready for use. It is not safe for concurrent use; the answers do
// not depend on what it has read before.
type Parser struct {
	sets  []seenSet // words known, by hash; see remember
	held  int
	seed  maphash.Seed
	now   [8]*info // words of the name under way: looked at before sets
	nnow  int
	cur   []byte
	raw   []byte
	words []word
	meta  []*word
	toks  []Token
	spare []Token
	out   []Reading
	name  Name
	keep  bool
}

// A seenSet holds words whose hashes end alike, the ones asked for lately
// first, with the other half of their hashes. A Parser begins with leastSets
// sets and has mostSets at most; then a new word takes the place of one that
// was not asked for lately.
type seenSet struct {
	tags  [4]uint32
	words [4]*info
}

const (
	leastSets = 1 << 6
	mostSets  = 1 << 13
)

// info is what is known of a word before its place in a name is: its token,
// and how it cuts into Korean and Mandarin syllables (nil when it does not).
type info struct {
	token  Token
	script script
	cut    [2][]string // valid when tried
	tried  bool
	east   bool // a Korean or Chinese surname in Latin letters
}

// cuts sets how a word cuts into syllables, once.
func (i *info) cuts() *info {
	if !i.tried {
		i.tried = true
		for k := range i.cut {
			if syl, ok := cutWord(nil, i.token.Fold, k == 1); ok {
				i.cut[k] = syl
			}
		}
	}
	return i
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

// seen is the word that is remembered with a text, nil when there is none.
func (px *Parser) seen(text []byte) *info {
	if len(px.sets) == 0 {
		return nil
	}
	h := maphash.Bytes(px.seed, text)
	set := &px.sets[int(h)&(len(px.sets)-1)]
	for k, t := range set.tags {
		if i := set.words[k]; t == uint32(h>>32) && i != nil && i.token.Text == string(text) {
			if k > 0 { // asked for: further from being dropped
				set.words[k], set.words[k-1] = set.words[k-1], i
				set.tags[k], set.tags[k-1] = set.tags[k-1], t
			}
			return i
		}
	}
	return nil
}

// remember keeps a word, in the place of another of its text and of the one
// that was asked for least when there is no room.
func (px *Parser) remember(i *info) {
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
}

func (px *Parser) put(i *info) {
	h := maphash.String(px.seed, i.token.Text)
	set := &px.sets[int(h)&(len(px.sets)-1)]
	at := len(set.words) - 1
	for k, o := range set.words {
		if o == nil || set.tags[k] == uint32(h>>32) && o.token.Text == i.token.Text {
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
	px.name, px.nnow = Name{Text: text, Kind: kind}, 0
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

// know is what is known of a word; remembered when the parser keeps words.
func (px *Parser) know(text string, sc script, lang cyrLang) *info {
	remember := px.keep && (lang == russian || sc != cyrillic)
	if remember {
		for _, i := range px.now[:px.nnow] {
			if i.script == sc && i.token.Text == text {
				return i
			}
		}
		px.raw = append(px.raw[:0], text...)
		if i := px.seen(px.raw); i != nil && i.script == sc {
			return i
		}
	}
	i := &info{token: makeToken(text, sc, lang), script: sc}
	if sc == latin {
		i.east = isEastSurname(i.token.Fold, false) || isEastSurname(i.token.Fold, true)
	}
	if remember {
		px.remember(i)
		px.note(i)
	}
	return i
}

// note keeps a word at hand while the name is read.
func (px *Parser) note(i *info) {
	if px.nnow < len(px.now) {
		px.now[px.nnow] = i
		px.nnow++
	}
}
