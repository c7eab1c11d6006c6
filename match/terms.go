package match

import "khasan/name"

// terms reads the values of the name terms off an alignment, and says which
// cap applies.
func (s *scratch) terms(v *[NumTerms]float32) Cap {
	v[TermBase] = 1
	var shared, costs, worst, rarest, leftA, leftB, totalA, totalB float32
	subA, subB, paired, distinct, slips, firmly, distant, other := 0, 0, 0, 0, 0, 0, 0, 0
	s.told = 0
	exact := true // every word has its like
	two := false  // two words are known to be two names
	few, firmCore := false, false
	spelt := 0         // pairs of two scripts
	ones, bare := 0, 0 // pairs as good as known to be one name; words without a partner that are no patronymics, and slips
	var lettersA, lettersB bool
	var suffixA, suffixB *token
	var numA, numB, numEq, formA, formB, formEq, siteA, siteB bool
	for i := range s.na {
		t := &s.a[i]
		totalA += t.weight
		if !t.generic && !(t.number || len(t.fold) == 1) {
			subA++
		}
		if t.number {
			numA = true
			numEq = numEq || t.mate >= 0
		}
		if t.role == name.LegalForm {
			formA = true
			formEq = formEq || t.mate >= 0
		}
		if t.mate < 0 {
			leftA += t.weight
			bare += outright(t)
			exact = false
			lettersA = lettersA || t.role == name.Initial
			if t.role == name.Suffix {
				suffixA = t
			}
			siteA = siteA || t.role == name.PlaceName
			continue
		}
		if t.generic {
			continue
		}
		u := &s.b[t.mate]
		exact = exact && t.rel == equal
		w := min(t.weight, u.weight)
		if t.rel == joined {
			w = t.weight
		}
		shared += w * (1 - t.cost)
		costs += t.cost * min(1, w)
		worst = max(worst, t.cost)
		if t.role != name.Sector && t.role != name.PlaceName && !t.number && len(t.fold) > 1 {
			if !s.firm || t.rarity > 0.45 {
				distinct++
			}
		}
		if len(t.fold) > 1 && !t.number && (t.rel != joined || i == 0 || s.a[i-1].mate != t.mate) && t.span <= 3 {
			if t.rel == afar {
				distant++
			} else {
				paired++
			}
		}
		// Letters of two scripts that only might stand for each other tell little.
		loose := t.rel == variant && t.script != u.script && t.cost >= (1-name.Meets)*crossCost+0.001
		if len(t.fold) > 1 && (t.rel != edited || max(len(t.fold), len(u.fold)) >= 6) && t.rel != initial && t.rel != afar && !loose {
			firmly++
		}
		if t.role == name.Plain && u.role == name.Plain && !t.number {
			switch {
			case t.rel == equal:
				firmCore = firmCore || len(t.fold) > 1
			case max(len(t.fold), len(u.fold)) <= 3 && t.rel != variant:
				few = true
			}
		}
		switch t.rel {
		case equal:
		case edited, variant, joined, afar:
			slips += t.slips
			if t.rel == edited {
				bare++
			}
		default:
			slips += 2
		}
		rarity := min(t.rarity, u.rarity)
		if len(t.fold) > 1 && (t.rel != joined || i == 0 || s.a[i-1].mate != t.mate) && !loose {
			s.told += commonest + (name.Rarest-commonest)*rarity
		}
		if s.apart(t, u) {
			two = true
			v[TermKnown]++
			other++
		} else if t.rarity < 0.99 && otherName(t, u) {
			if u.rarity < 0.99 {
				v[TermKnown]++
			}
			other++
		} else if len(t.fold) > 1 && !loose {
			rarest = max(rarest, rarity)
		}
		switch t.rel {
		case initial:
			v[TermInitial]++
		case nick:
			v[TermNick]++
		case variant, afar:
			if t.cost > crossKey {
				v[TermVariant]++
			}
			if t.cost == oneCost || t.rel == variant && t.latin && u.latin && t.cost > crossKey && t.cost < sureCost && len(t.skel) >= sureSkeleton {
				ones++
			} else if t.cost > crossKey && t.latin != u.latin {
				spelt++
			}
		}
	}
	for j := range s.nb {
		t := &s.b[j]
		totalB += t.weight
		if !t.generic && !(t.number || len(t.fold) == 1) {
			subB++
		}
		numB = numB || t.number
		formB = formB || t.role == name.LegalForm
		if t.mate < 0 {
			leftB += t.weight
			bare += outright(t)
			lettersB = lettersB || t.role == name.Initial
			if t.role == name.Suffix {
				suffixB = t
			}
			siteB = siteB || t.role == name.PlaceName
		}
	}
	if bare == 0 {
		v[TermVariant] -= float32(ones) // nothing speaks against their being one
		if spelt > 1 {
			v[TermVariant] -= float32(spelt - 1) // another script spells every word otherwise
		}
	}
	v[TermShared] = min(shared, 3)
	conflict := min(leftA, leftB)
	v[TermConflict] = min(conflict, 2)
	if m := min(totalA, totalB); m > 0 {
		v[TermConflictShare] = conflict / m
	}
	v[TermMissing] = (leftB - conflict) / max(totalB, 0.1)
	v[TermAdded] = (leftA - conflict) / max(totalA, 0.1)
	v[TermEdits] = min(costs, 3)
	v[TermWorst] = worst
	v[TermOrder], v[TermFlipped] = s.order()
	near := s.whole
	if leftA < 0.3 && leftB < 0.3 && v[TermOrder] == 0 {
		near = min(near, slips)
	}
	if lettersA && lettersB {
		near = 3 // John F. is not John G., a letter apart though they are
	}
	s.near = near
	if near < 3 && s.wholeLen >= 4*near {
		v[TermNear] = 1 - float32(near)/3
		v[TermSoft] = v[TermConflict]
	}
	switch {
	case numA && numB && !numEq:
		v[TermNumeral] = 1
	case numA != numB:
		v[TermNumeral] = 0.5
	}
	if formA && formB && !formEq {
		v[TermForm] = 1
	}
	if siteA && siteB {
		v[TermSite] = 1
	}
	if s.cross && s.a[0].script != s.b[0].script {
		if last := s.na - 1; s.na+s.nb > 2 && !(s.firm && paired > 1) && (isShort(s.a[0].text) || isShort(s.a[last].text) || isShort(s.b[0].text) || isShort(s.b[s.nb-1].text)) {
			v[TermSyllables] = 1
		} else {
			v[TermScript] = 1
		}
	}
	if distinct == 0 {
		v[TermCore] = 1
	}
	if subA <= 1 && subB <= 1 {
		paired, firmly = paired+distant, firmly+distant
	}
	if subA != subB && min(subA, subB) <= 1 && s.whole > 0 {
		v[TermSingle] = 1
	}
	special := NoCap
	switch {
	case v[TermInitial] > 0 && !s.firm && v[TermOrder] == 0 && s.abbreviated():
		special = Initials
		v[TermAbbreviated], v[TermSingle] = 1, 0
	case s.firm && v[TermSingle] > 0 && s.business():
		special = Business
		v[TermBusiness], v[TermSingle] = 1, 0
	}
	if v[TermFlipped] > 0 || suffixA != nil && suffixB != nil && otherBearer(suffixA.fold, suffixB.fold) {
		return Contrary
	}
	if special != NoCap {
		return special
	}
	if paired < 2 && !(paired == 1 && subA <= 1 && subB <= 1) && s.whole > 0 {
		return PartOnly
	}
	if firmly == 0 && s.whole > 0 {
		return PartOnly
	}
	if subA <= 1 && subB <= 1 && s.whole > 0 {
		return SingleWord
	}
	if v[TermNumeral] == 1 {
		return Numbers
	}
	if s.firm && few && !firmCore && s.whole > 0 {
		return Letters
	}
	if v[TermSyllables] > 0 {
		if s.na >= 3 && s.na == s.nb && exact && v[TermOrder] == 0 && !s.usual() {
			return NoCap
		}
		return Syllables
	}
	if v[TermScript] > 0 && rarest < 0.7 && (s.told < manyAcross || s.usual()) {
		return CommonAcross
	}
	if two && !s.firm && s.whole > 0 || (v[TermKnown] > 0 || other > 0 && !s.firm && s.na+s.nb <= 5) && rarest < 0.6 {
		return KnownNames
	}
	return NoCap
}

// perInitial is how surprising a first letter is that agrees, in nats: one in
// ten given names begins with it.
const perInitial = 2.3

// seldom is the surprise, in nats, from which a family name and the first
// letters beside it are seldom another's: the rarest family names with one
// letter, others with two or three.
const seldom = 12

// abbreviated reports whether the names are one family name beside first
// letters for words that the other side writes out, with no word left over. The
// family name is equal, or a spelling of the same when the query is the one
// with the letters.
func (s *scratch) abbreviated() bool {
	var told float32
	full, letters := 0, 0
	short := fullWords(s.a[:s.na]) == 1
	if !short && fullWords(s.b[:s.nb]) != 1 {
		return false
	}
	for i := range s.na {
		t := &s.a[i]
		if t.generic {
			continue
		}
		if t.mate < 0 {
			if len(t.fold) > 1 {
				return false
			}
			continue
		}
		u := &s.b[t.mate]
		switch {
		case t.rel == initial:
			letters++
		case t.rel != equal && !(short && t.rel == variant && t.cost <= 0.12) || t.syllable || u.syllable || t.number:
			return false
		case len(t.fold) > 1:
			told += commonest + (name.Rarest-commonest)*min(t.rarity, u.rarity)
			full++
		default:
			letters++
		}
	}
	for j := range s.nb {
		if u := &s.b[j]; !u.generic && u.mate < 0 && len(u.fold) > 1 {
			return false
		}
	}
	return full == 1 && told+perInitial*float32(min(letters, mostInitials)) >= seldom
}

// fullWords counts the words that are more than a letter.
func fullWords(toks []token) int {
	n := 0
	for i := range toks {
		if !toks[i].generic && len(toks[i].fold) > 1 {
			n++
		}
	}
	return n
}

// SeldomWith is the least surprise, in nats, of a family name that can be met by
// so many first letters: see [TermAbbreviated]. Further letters than three do
// not count: more given names are as good as never written out.
func SeldomWith(letters int) float32 {
	return seldom - perInitial*float32(min(letters, mostInitials)) - 0.1
}

const mostInitials = 3

// business reports whether one side is a single rare word and the other that
// word with a line of business and the word company.
func (s *scratch) business() bool {
	a, ok := soleWord(s.a[:s.na])
	b, okB := soleWord(s.b[:s.nb])
	switch {
	case ok && !okB:
		b, okB = businessCore(s.b[:s.nb])
	case okB && !ok:
		a, ok = businessCore(s.a[:s.na])
	default:
		return false
	}
	return ok && okB && int(s.a[a].mate) == b && s.a[a].rel == equal && min(s.a[a].rarity, s.b[b].rarity) > 0.8
}

// acronym gives the word of the one side that is the first letters of the other
// side's words, and these; nil when there is none.
func (s *scratch) acronym() (short *token, long []token) {
	a, b := s.a[:s.na], s.b[:s.nb]
	for range 2 {
		if len(b) > len(a) && len(b) > 2 {
			if at := acronymOf(a, b); at >= 0 {
				return &a[at], b
			}
		}
		a, b = b, a
	}
	return nil, nil
}

func acronymOf(short, long []token) int {
	var words [MaxTokens]name.LetterWord
	at := name.Acronym(letterWords(&words, short))
	if at < 0 || name.Lettered(short[at].fold) == 0 {
		return -1
	}
	all := letterWords(&words, long)
	var buf [8]byte
	for way := range name.Initials {
		if string(name.AppendInitials(buf[:0], all, way)) == short[at].fold {
			return at
		}
	}
	return -1
}

func letterWords(dst *[MaxTokens]name.LetterWord, toks []token) []name.LetterWord {
	for i := range toks {
		t := &toks[i]
		dst[i] = name.LetterOf(t.role, t.text, t.fold, t.keys)
	}
	return dst[:len(toks)]
}

// soleWord is the only word of a name that is not a legal form or the like.
func soleWord(toks []token) (int, bool) {
	at := -1
	for i := range toks {
		if toks[i].generic {
			continue
		}
		if at >= 0 || toks[i].role != name.Plain {
			return 0, false
		}
		at = i
	}
	return at, at >= 0
}

// businessCore is the word besides a line of business: see [name.Business].
func businessCore(toks []token) (int, bool) {
	var words [8]*name.Token
	if len(toks) > len(words) {
		return 0, false
	}
	for i := range toks {
		words[i] = toks[i].src
	}
	at := name.Business(words[:len(toks)])
	return at, at >= 0
}

// otherBearer reports whether two suffixes tell two bearers of a name apart;
// the second of a name may be its junior.
func otherBearer(a, b string) bool {
	a, b = sameSuffix(a), sameSuffix(b)
	if a == "ii" {
		a = "jr"
	}
	if b == "ii" {
		b = "jr"
	}
	return a != b
}

// usual reports whether a part of the listed name is a given name of two
// syllables that many people bear.
func (s *scratch) usual() bool {
	for j := 1; j < s.nb; j++ {
		if name.UsualGiven(s.b[j-1].fold, s.b[j].fold) {
			return true
		}
	}
	return false
}

// outright is 1 for a word that is missed when it is left out.
func outright(t *token) int {
	if t.generic || t.role == name.Patronymic {
		return 0
	}
	return 1
}

// apart reports whether two paired words are known to be two names.
func (s *scratch) apart(t, u *token) bool {
	return twoNames(t, u) || (t.rel == edited || t.rel == joined && t.cost > 0.05) && s.eastern(t, u)
}

// twoNames reports whether two paired words are near each other but known to be
// two names: Zahid and Sajid, Said and Saad, Samir and Samira.
func twoNames(t, u *token) bool {
	switch {
	case t.rel != edited && t.rel != variant || t.script != u.script:
		return false
	case t.latin:
		return name.TwoNames(t.fold, u.fold)
	}
	return name.TwoNames(t.text, u.text)
}

// eastern reports whether two paired words of a name that is Chinese or Korean
// throughout are other syllables, so that it is no slip between them.
func (s *scratch) eastern(t, u *token) bool {
	if s.firm || s.na < 2 || s.na > 4 || s.nb > 4 || !name.EastSurname(s.a[0].fold) && !name.EastSurname(s.a[s.na-1].fold) {
		return false
	}
	for i := range s.na {
		if w := &s.a[i]; !w.latin || !name.Syllabic(w.fold) {
			return false
		}
	}
	return u.latin && (t.rel == joined && name.Syllabic(u.fold) || name.OtherSyllables(t.fold, u.fold))
}

// otherName reports whether two paired words that are both known as names are
// more likely two names than one: a slip between them that is not a mere
// doubling, or the endings of man and woman.
func otherName(t, u *token) bool {
	switch t.rel {
	case edited:
		return t.cost*allowance(max(len(t.fold), len(u.fold))) > 0.5
	case variant:
		a, b := t.fold, u.fold
		if len(a) > len(b) {
			a, b = b, a
		}
		if len(a) < 4 || !t.latin || !u.latin {
			return false
		}
		if u.rarity < 0.99 && levenshtein(a, b) > 2 {
			return true // Hansen, Johnson
		}
		// Luis, Luisa; Antonio, Antonia.
		return len(b) == len(a)+1 && b[:len(a)] == a && b[len(a)] == 'a' ||
			len(a) == len(b) && a[:len(a)-1] == b[:len(b)-1] && (a[len(a)-1] == 'a' || b[len(b)-1] == 'a')
	}
	return false
}

// order looks at the places of the paired words: 1 for another order that is
// not a rotation; and 1 when a relation word (bin, ibn) has its two sides
// exchanged.
func (s *scratch) order() (moved, flipped float32) {
	drops, n := 0, 0
	first, last := int8(-1), int8(-1)
	for i := range s.na {
		t := &s.a[i]
		if t.mate < 0 || t.generic || s.firm && t.role == name.Sector {
			continue // a line of business stands where the language puts it
		}
		if n == 0 {
			first = t.mate
		} else if t.mate < last {
			drops++
		}
		last = t.mate
		n++
	}
	if (drops > 1 || drops == 1 && last > first) && !s.rotated() {
		moved = 1
		if s.a[0].syllable || s.b[0].syllable || s.syllabic() {
			moved = 3 // exchanged syllables make another name
		}
	}
	for i := 1; i+1 < s.na; i++ {
		if !isRelation(s.a[i].fold) {
			continue
		}
		for j := 1; j+1 < s.nb; j++ {
			if !isRelation(s.b[j].fold) {
				continue
			}
			if int(s.a[i-1].mate) == j+1 && int(s.a[i+1].mate) == j-1 {
				return moved, 1
			}
		}
	}
	return moved, 0
}

// syllabic reports whether one side is of Mandarin or Korean syllables in Latin
// letters.
func (s *scratch) syllabic() bool {
	if s.firm || s.na < 3 {
		return false
	}
	for i := range s.na {
		if t := &s.a[i]; !t.latin || !isSyllable(t) {
			return false
		}
	}
	return true
}

// isSyllable reports whether a word has a key of a Mandarin or Korean syllable.
func isSyllable(t *token) bool {
	for _, k := range t.keys {
		if len(k) > 2 && k[1] == ':' && (k[0] == 'm' || k[0] == 'k') {
			return true
		}
	}
	return false
}

// rotated reports whether one side is the other with some words moved from
// its front to its end; a word that occurs twice may stand for either.
func (s *scratch) rotated() bool {
	if s.na != s.nb {
		return false
	}
	for k := 1; k < s.na; k++ {
		ok := true
		for i := 0; i < s.na && ok; i++ {
			t, j := &s.a[i], (i+k)%s.na
			ok = int(t.mate) == j || t.fold == s.b[j].fold
		}
		if ok {
			return true
		}
	}
	return false
}

// isRelation reports whether a word says whose child somebody is.
func isRelation(f string) bool {
	switch f {
	case "bin", "ibn", "ben", "bint", "bent", "binti", "bt", "oglu", "ogli", "ugli", "kizi", "qizi", "kyzy", "ould", "uld", "wuld", "bat", "bar", "binte":
		return true
	}
	return false
}

// sameSuffix is a suffix by its commonest word.
func sameSuffix(f string) string {
	switch f {
	case "junior", "filho", "fils":
		return "jr"
	case "senior", "pere":
		return "sr"
	}
	return f
}
