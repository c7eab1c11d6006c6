package match

import (
	"math"
	"slices"

	"khasan/entity"
	"khasan/name"
)

// MaxTokens bounds the words of one reading that are compared; a longer name
// is compared by its first MaxTokens words (and, as every name, as a whole
// when it is equal letter by letter).
const MaxTokens = 24

// A Band is what a score means.
type Band uint8

const (
	// None: nothing speaks for the two being one party.
	None Band = iota
	// Related: a part of the name is shared; not the same party on this evidence.
	Related
	// Review: a person should look.
	Review
	// Match: the same party, as far as the evidence goes.
	Match
)

// The least score of each band. Match at 0.70 follows the field's convention;
// all are fixed so that a score means the same in every installation.
const (
	MatchAt   = 0.70
	ReviewAt  = 0.50
	RelatedAt = 0.25
)

var bandNames = [...]string{"none", "related", "review", "match"}

func (b Band) String() string { return bandNames[b&3] }

// BandOf is the band of a score.
func BandOf(score float64) Band {
	switch {
	case score >= MatchAt:
		return Match
	case score >= ReviewAt:
		return Review
	case score >= RelatedAt:
		return Related
	}
	return None
}

// A Name is one parsed name of a party and how much it counts.
type Name struct {
	name.Name
	Quality entity.Quality
	// Surprise, when not nil, holds how surprising each word is, reading after
	// reading, in twentieths of a nat; an index keeps it ready.
	Surprise []byte
}

// A Party is an entity made ready to be compared: its names parsed, nothing
// else changed. A Party is read only once made; share it freely.
type Party struct {
	Schema      string
	Names       []Name
	Births      []entity.Date
	Deaths      []entity.Date
	BirthPlaces []string
	Genders     []string
	Countries   []entity.Country
	Addresses   []entity.Place
	IDs         []entity.Identifier
}

// Of makes a party ready to be compared.
func Of(e *entity.Entity) *Party {
	p := &Party{
		Schema: e.Schema, Births: e.Births, Deaths: e.Deaths, BirthPlaces: e.BirthPlaces,
		Genders: e.Genders, Countries: e.Countries, Addresses: e.Addresses, IDs: e.IDs,
	}
	kind := KindOf(e.Schema)
	p.Names = make([]Name, 0, len(e.Names))
	for i := range e.Names {
		p.Names = append(p.Names, Name{Name: name.Parse(e.Names[i].Full, kind), Quality: e.Names[i].Quality})
	}
	return p
}

// Parsed gives the party's parsed names alone, for a search.
func (p *Party) Parsed() []name.Name {
	out := make([]name.Name, len(p.Names))
	for i := range p.Names {
		out[i] = p.Names[i].Name
	}
	return out
}

// KindOf is the kind of name that entities of a schema bear.
func KindOf(schema string) name.Kind {
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

// Options bend a comparison; nil means the defaults.
type Options struct {
	// Rarity says how surprising a folded word is, in nats; nil: the bundled
	// table of name frequencies (name.Surprise). An index gives one that knows
	// its lists, too.
	Rarity func(fold string) float32
	// NamesOnly leaves out everything but the names.
	NamesOnly bool
	// Weights, when not nil, are used instead of those in use (see
	// [DefaultWeights]). What an index leaves out it leaves out by those in use.
	Weights *Weights
}

// A Result is how alike two parties are. It holds no pointers: copy it freely.
type Result struct {
	Score   float64
	Band    Band
	LogOdds float64
	// Query and Listed are the positions of the two names that met best, -1
	// when none did; QueryReading and ListedReading those of their readings.
	Query, Listed               int
	QueryReading, ListedReading int
	// Values are the terms' values; a term's share in LogOdds is its value
	// times its weight (see Weight).
	Values [NumTerms]float32
	// Cap, when not NoCap, is the rule that applies to the score's height; it
	// held the score down when LogOdds is its limit.
	Cap Cap
}

// Compare says how alike a party asked about (q) and a listed party (c) are.
// To compare one with many, [Prepare] it.
func Compare(q, c *Party, opt *Options) Result {
	return Prepare(q, opt).Compare(c)
}

// A Prepared is a party asked about, made ready to be compared with many. It
// has room of its own: one goroutine at a time.
type Prepared struct {
	q      *Party
	opt    Options
	w      *Weights
	firm   bool
	sides  [2]sides   // of q, as for a person and as for a firm, made when needed
	one    [2]oneSide // the reading compared last by ComparePair, likewise
	sc     scratch
	listed []token
}

type oneSide struct {
	ok   bool
	at   place
	side side
}

// sides are the readings of all names of a party made ready.
type sides struct {
	ok    bool
	toks  []token
	sides []side
	of    []place // whose they are
	first []int   // the first of each name
}

type place struct{ name, reading int }

// Prepare makes a party ready to be compared with many; opt may be nil.
func Prepare(q *Party, opt *Options) *Prepared {
	p := &Prepared{}
	p.Reset(q, opt)
	return p
}

// Reset prepares for another party, with the same room.
func (p *Prepared) Reset(q *Party, opt *Options) {
	p.q, p.opt = q, Options{}
	p.sides[0].ok, p.sides[1].ok = false, false
	p.one[0].ok, p.one[1].ok = false, false
	if opt != nil {
		p.opt = *opt
	}
	if p.w = p.opt.Weights; p.w == nil {
		p.w = &weights
	}
	p.firm = isFirm(q.Schema)
}

func (p *Prepared) ready(firm bool) *sides {
	x := &p.sides[0]
	if firm {
		x = &p.sides[1]
	}
	if x.ok {
		return x
	}
	x.ok = true
	words := 0
	for i := range p.q.Names {
		for j := range p.q.Names[i].Readings {
			words += len(p.q.Names[i].Readings[j].Tokens)
		}
	}
	x.toks, x.sides, x.of, x.first = slices.Grow(x.toks[:0], words), x.sides[:0], x.of[:0], x.first[:0]
	for i := range p.q.Names {
		n := &p.q.Names[i]
		rare := n.Surprise
		x.first = append(x.first, len(x.sides))
		for j := range n.Readings {
			from := len(x.toks)
			x.toks = ready(x.toks, n.Readings[j].Tokens, firm, rare, nil, p.opt.Rarity)
			rare = rare[min(len(rare), len(n.Readings[j].Tokens)):]
			x.sides = append(x.sides, side{script(n.Readings[j].Scheme), x.toks[from:len(x.toks):len(x.toks)]})
			x.of = append(x.of, place{i, j})
		}
	}
	return x
}

// Compare says how alike the prepared party and a listed one are.
func (p *Prepared) Compare(c *Party) Result {
	q := p.q
	best := Result{Query: -1, Listed: -1, LogOdds: math.Inf(-1)}
	var facts [NumTerms]float32
	kind := NoCap
	if !p.opt.NamesOnly {
		kind = compareFacts(q, c, &facts)
	}
	var factOdds float64
	for t := firstFact; t < NumTerms; t++ {
		factOdds += float64(facts[t]) * float64(p.w[t])
	}
	firm := p.firm || isFirm(c.Schema)
	// Asked with a date of birth, of a listed person without one.
	undated := !p.opt.NamesOnly && q.Schema == entity.Person && family(c.Schema) <= 1 && len(q.Births) > 0 && len(c.Births) == 0 &&
		facts[TermPlace] <= 0
	query := p.ready(firm)
	for j := range c.Names {
		cn := &c.Names[j]
		rare := cn.Surprise
		for rj := range cn.Readings {
			p.listed = ready(p.listed[:0], cn.Readings[rj].Tokens, firm, rare, nil, p.opt.Rarity)
			rare = rare[min(len(rare), len(cn.Readings[rj].Tokens)):]
			listed := side{script(cn.Readings[rj].Scheme), p.listed}
			for k := range query.sides {
				i, ri := query.of[k].name, query.of[k].reading
				var v [NumTerms]float32
				odds, capped, ok := p.pair(&query.sides[k], &listed, firm, p.lettered() && mayBeFirm(KindOf(c.Schema)), ri == 0 && rj == 0 && sameText(&q.Names[i].Name, &cn.Name), &v)
				if !ok {
					continue
				}
				odds += factOdds
				if capped < PartOnly {
					if cn.Quality == entity.Weak {
						capped = WeakAlias
					}
					if undated && p.sc.told < manyBear {
						capped = max(capped, Undated)
					}
					if facts[TermBirth] >= dateSwapped || facts[TermNumber] > 0 {
						capped = NoCap
					}
				}
				capped = max(capped, kind)
				odds = min(odds, capped.Limit())
				if odds > best.LogOdds {
					best.LogOdds = odds
					best.Query, best.Listed, best.QueryReading, best.ListedReading = i, j, ri, rj
					best.Cap = capped
					copy(v[firstFact:], facts[firstFact:])
					best.Values = v
				}
			}
		}
	}
	if facts[TermNumber] > 0 && best.LogOdds < numberOdds {
		// The same passport or IMO number stands for itself, whatever the name.
		if best.Query < 0 {
			best.Values = facts
		}
		best.LogOdds, best.Cap = numberOdds, NoCap
	}
	if math.IsInf(best.LogOdds, -1) {
		best.LogOdds = minOdds
	}
	best.Score = 1 / (1 + math.Exp(-best.LogOdds))
	best.Band = BandOf(best.Score)
	return best
}

// A Pair is one reading of a name of the query and one of a listed name.
type Pair struct {
	Query, QueryReading, ListedReading int
	Scheme                             string
	Tokens                             []name.Token // of the listed reading
	Surprise                           []byte       // of them, see Name
	Firm                               bool         // the listed name is a firm's
	Any                                bool         // it may be
	// Words, when not nil, stand in the place of Tokens, with their roles.
	Words []*Word
	Roles []name.Role
	// QuerySurprise, when not nil, is what Options.Rarity says of the words of
	// the query's reading; negative for those it was not asked about.
	QuerySurprise []float32
	// Known, when not nil, holds how alike words of the query's reading and listed
	// ones are, words without a folded form not counted, each two at most once.
	Known []Known
	// Looked has a bit for each word of the query's reading, counted in the same
	// way, whose likeness to every listed word that it is like is in Known: to
	// others it is unlike.
	Looked uint32
	// Least is the log-odds below which neither score nor band are wanted.
	Least float64

	ready   []token // see Ready
	asFirms bool
}

// Ready makes the words ready once, for a pair that is compared with many
// queries of persons, or of firms. Tokens and Surprise must not change then.
func (c *Pair) Ready(firms bool, rarity func(string) float32) {
	c.asFirms = firms || c.Firm
	c.ready = ready(make([]token, 0, len(c.Tokens)), c.Tokens, c.asFirms, c.Surprise, nil, rarity)
}

// A Known is how alike the I-th word of a query's reading and the J-th listed one
// are; only words that are plain (see [Plain]) have it said so.
type Known struct {
	I, J     uint8
	Likeness uint64 // packed
}

// ComparePair puts into r what [Prepared.Compare] gives for one pair of
// readings and by names alone. Listed is 0; the name is no weak alias (see
// [Result.Weak]).
func (p *Prepared) ComparePair(c *Pair, r *Result) {
	firm := p.firm || c.Firm
	query := p.side(c, firm)
	sc := &p.sc
	listed := side{script: script(c.Scheme)}
	switch {
	case c.Words != nil:
		listed.toks = readyWords(sc.b[:0], c.Words, c.Roles, firm, c.Surprise, p.opt.Rarity)
	case c.ready != nil && c.asFirms == firm:
		listed.toks = c.ready
	default:
		listed.toks = ready(sc.b[:0], c.Tokens, firm, c.Surprise, nil, p.opt.Rarity)
	}
	*r = Result{Query: -1, Listed: -1, LogOdds: minOdds}
	q := &p.q.Names[c.Query].Name
	same := c.QueryReading == 0 && c.ListedReading == 0 && c.sameWords(q.Readings[0].Tokens)
	sc.known, sc.looked = c.Known, c.Looked
	odds, capped, ok := p.pair(query, &listed, firm, p.lettered() && (c.Firm || c.Any), same, &r.Values)
	sc.known, sc.looked = nil, 0
	if ok {
		r.LogOdds, r.Cap = min(odds, capped.Limit()), capped
		r.Query, r.Listed, r.QueryReading, r.ListedReading = c.Query, 0, c.QueryReading, c.ListedReading
	}
	if r.LogOdds >= c.Least {
		r.Score = 1 / (1 + math.Exp(-r.LogOdds))
		r.Band = BandOf(r.Score)
	}
}

// sameWords is the function sameWords for the listed words.
func (c *Pair) sameWords(toks []name.Token) bool {
	if c.Words == nil {
		return sameWords(toks, c.Tokens)
	}
	if len(toks) != len(c.Words) || len(toks) == 0 {
		return false
	}
	for i, w := range c.Words {
		if w.t.text != toks[i].Text {
			return false
		}
	}
	return true
}

// side is the query's reading of a pair made ready.
func (p *Prepared) side(c *Pair, firm bool) *side {
	x := &p.one[0]
	if firm {
		x = &p.one[1]
	}
	if at := (place{c.Query, c.QueryReading}); !x.ok || x.at != at {
		r := &p.q.Names[c.Query].Readings[c.QueryReading]
		var rare []byte // of its words
		if rare = p.q.Names[c.Query].Surprise; rare != nil {
			for j := range c.QueryReading {
				rare = rare[min(len(rare), len(p.q.Names[c.Query].Readings[j].Tokens)):]
			}
		}
		x.side.toks = ready(x.side.toks[:0], r.Tokens, firm, rare, c.QuerySurprise, p.opt.Rarity)
		x.side.script = script(r.Scheme)
		x.ok, x.at = true, at
	}
	return &x.side
}

// Weak is what a result by names alone is when the listed name is a weak alias.
func (r Result) Weak() Result {
	if r.Listed >= 0 && r.Cap < PartOnly {
		r.Cap, r.LogOdds = WeakAlias, min(r.LogOdds, WeakAlias.Limit())
		r.Score = 1 / (1 + math.Exp(-r.LogOdds))
		r.Band = BandOf(r.Score)
	}
	return r
}

// Party is the party that was prepared.
func (p *Prepared) Party() *Party { return p.q }

// pair compares two readings by their words: the sum of the name terms, and
// which cap their alignment calls for. Firm says that one of them is a firm's
// name, firms that both are or may be.
func (p *Prepared) pair(a, b *side, firm, firms, same bool, v *[NumTerms]float32) (odds float64, capped Cap, ok bool) {
	sc := &p.sc
	if !sc.load(a, b, firm) {
		return 0, NoCap, false
	}
	same = same && sc.na == sc.nb
	if same {
		sc.alignSame()
	} else {
		sc.align()
	}
	capped = sc.terms(v)
	if same {
		v[TermSame] = 1
		capped = NoCap
	}
	odds = nameOdds(v, p.w)
	if firms && odds < reviewOdds {
		if short, _ := sc.acronym(); short != nil {
			var w [NumTerms]float32
			w[TermBase], w[TermAcronym] = 1, name.Lettered(short.fold)
			if o := nameOdds(&w, p.w); o > odds {
				*v, odds, capped = w, o, Acronym
			}
		}
	}
	return odds, capped, true
}

// lettered reports whether the query may be a firm, called by its letters.
func (p *Prepared) lettered() bool { return mayBeFirm(KindOf(p.q.Schema)) }

func mayBeFirm(k name.Kind) bool { return k == name.Organization || k == name.Any }

// reviewOdds is the log-odds of a score of ReviewAt.
const reviewOdds = 0.0

func nameOdds(v *[NumTerms]float32, weights *Weights) float64 {
	var s float32
	for t := range int(firstFact) {
		s += v[t] * weights[t]
	}
	if s > nameKnee {
		v[TermCeiling] = (s - nameKnee) * (nameSlope - 1)
		s += v[TermCeiling]
	}
	return float64(s)
}

func isFirm(schema string) bool {
	switch schema {
	case entity.Organization, entity.Company, entity.PublicBody:
		return true
	}
	return false
}

// sameText reports whether two names are equal but for case, spaces and signs,
// whatever their readings.
func sameText(a, b *name.Name) bool {
	if a.Text == b.Text {
		return a.Text != ""
	}
	if len(a.Readings) == 0 || len(b.Readings) == 0 {
		return false
	}
	return sameWords(a.Readings[0].Tokens, b.Readings[0].Tokens)
}

// sameWords is sameText for words.
func sameWords(ta, tb []name.Token) bool {
	if len(ta) != len(tb) || len(ta) == 0 {
		return false
	}
	for i := range ta {
		if ta[i].Text != tb[i].Text {
			return false
		}
	}
	return true
}
