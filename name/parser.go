package name

// A Parser reads names one after another and keeps what it learned about their
// words, so that a word met before costs one look-up and no memory. The zero
// Parser is ready for use. It is not safe for concurrent use; the answers do
// not depend on what it has read before.
type Parser struct {
	seen  map[string]*info
	now   [8]*info // words of the name under way: looked at before seen
	nnow  int
	cur   []byte
	words []word
	meta  []*word
	toks  []Token
	spare []Token
	out   []Reading
	name  Name
	keep  bool
}

// maxSeen bounds the words a Parser remembers; when there are more it starts
// anew.
const maxSeen = 1 << 15

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
	if px.seen == nil || len(px.seen) >= maxSeen {
		px.seen = make(map[string]*info, 256)
	}
	px.keep = true
	px.parse(text, kind)
	return &px.name
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
		if i, ok := px.seen[text]; ok && i.script == sc {
			return i
		}
	}
	i := &info{token: makeToken(text, sc, lang), script: sc}
	if sc == latin {
		i.east = isEastSurname(i.token.Fold, false) || isEastSurname(i.token.Fold, true)
	}
	if remember {
		px.seen[text] = i
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
