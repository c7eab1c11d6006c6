package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"

	"khasan/name"
)

// sections lays everything out. Arrays of words are of 4 bytes an item; packed,
// steps and marks are described in pack.go, tables and lists in table.go. Owners
// and things are groups of pack.go, in two sections.
//
//	n.ents      marks, an entity each: those that have names
//	n.entfirst  marks, a name each: the first of an entity
//	n.reads     marks, a name each: those that have readings
//	n.readfirst marks, a reading each: the first of a name
//	n.quality   packed, a name each: entity.Quality
//	n.fresh     marks, a reading each: its form is the next that was not met before
//	n.old       packed: the forms of the other readings, in their order
//	n.more      marks, a form each: it is read in more than one name
//	n.moreoff   steps: the first further name of each of these, in n.moreof; one
//	            more at the end
//	n.moreof    packed: the names after the first that have such a form
//	n.formoff   steps: the first word of each form, in n.word; one more at the end
//	n.word      packed: the token of each word
//	n.shape     packed, a form each: its shape
//	n.class     1 byte a form: what of it is known without its words (see classOf)
//	n.shapes    words, two a shape: its first word in n.roles; bits 0 to 7
//	            name.Kind, 8 to 15 a number in n.schemes, 16 to 31 how many words
//	n.roles     1 byte a word of a shape: bits 0 to 4 name.Role, 5 whether it is
//	            one of the words by which the name is found
//	n.schemes   bytes: names of transliteration schemes, a zero byte after each
//	n.tok       bytes: the tokens (see appendToken). After what no other token
//	            shares come the places of its skeleton, when it is none of the
//	            keys, and of its keys in n.keytext (3 bytes each, 4 when n.keytext
//	            has 2^24 bytes or more)
//	n.tokoff    words: where every sixteenth token begins in n.tok
//	n.attr      words, two a token: its bag of letters (bagOf); in bits 0 to 7 its
//	            surprise, 8 to 10 its looks (lookOf), 11 to 31 how far after the
//	            last of n.tokoff it begins
//	n.folds     table: hash of a token's folded form → token
//	n.keys      table: hash of a key or a skeleton → its place in n.keytext
//	n.keytext   bytes: of each key its length (1), its text, and the tokens that
//	            have it (see appendList)
//	n.segs      lists: hash of a piece of a word → tokens
//	n.postoff   packed, a token each: twice the only form that has it among the words
//	            looked up by and one, or twice the place in n.post of those that have
//	n.post      bytes: forms, token by token (see appendPosts)
//	n.single    table: mix of a token → forms of which it is the only word that
//	            counts, or the one that tells a firm (business)
//	n.whole     table: hash of a whole name without spaces → forms; hash of the
//	            only word that counts → forms that have initials beside it
//	n.numbers   table: hash of a document's number → entities
//	n.facts     lists: hash of a day, month, year or country → entities
func (b *namesBuilder) sections() []section {
	nEnt, nForm, nTok := len(b.entName), len(b.formOff), len(b.words)
	entName := append(slices.Clone(b.entName), uint32(len(b.nameRef)))
	nameRef := append(slices.Clone(b.nameRef), uint32(len(b.ref)))
	formOff := append(slices.Clone(b.formOff), uint32(len(b.form)))
	out := map[string][]byte{} // by several at a time, see put
	var mu sync.Mutex
	put := func(name string, data []byte) {
		mu.Lock()
		out[name] = data
		mu.Unlock()
	}
	together(
		func() { put("n.segs", b.segs.lists()) },
		func() {
			keys, keyText, place := b.layKeys()
			put("n.keys", keys)
			put("n.keytext", keyText)
			tok, tokOff, attr := b.layTokens(nEnt, place, refSize(len(keyText)))
			put("n.tok", tok)
			put("n.tokoff", wordBytes(tokOff))
			put("n.attr", wordBytes(attr))
			put("n.folds", b.folds.build(tagBits))
		},
		func() { // forms, and where tokens are
			tokens := newPacker(uint64(max(nTok, 1)-1), len(b.form))
			postOff := make([]uint32, nTok+1)
			for i, n := range b.df {
				postOff[i+1] = postOff[i] + n
			}
			post := make([]uint32, postOff[nTok])
			free := slices.Clone(postOff)
			class := make([]byte, nForm)
			for f := range nForm {
				class[f] = b.classOf(uint32(f))
				for _, w := range b.form[formOff[f]:formOff[f+1]] {
					id := w & tokenMask
					tokens.add(uint64(id))
					if posted(w) {
						post[free[id]] = uint32(f)
						free[id]++
					}
				}
			}
			var posts []byte
			for id := range nTok {
				fs := post[postOff[id]:postOff[id+1]]
				if len(fs) == 1 {
					postOff[id] = fs[0]<<1 | 1
				} else {
					postOff[id] = uint32(len(posts)) << 1
					posts = appendPosts(posts, fs, formsOf(nForm))
				}
			}
			put("n.word", tokens.bytes())
			put("n.class", class)
			put("n.postoff", packWords(postOff[:nTok]))
			put("n.post", posts)
		},
		func() { // readings, and the names of a form
			fresh := make([]bool, len(b.ref))
			var old []uint32
			count := make([]uint32, nForm+1) // names of each form after the first
			met := uint32(0)
			for i, f := range b.ref {
				if fresh[i] = f == met; fresh[i] {
					met++
				} else {
					old = append(old, f)
					count[f]++
				}
			}
			more := make([]bool, nForm)
			moreOff := []uint32{0}
			at := uint32(0)
			for f := range more {
				n := count[f]
				if count[f] = at; n > 0 {
					more[f] = true
					at += n
					moreOff = append(moreOff, at)
				}
			}
			moreOf := make([]uint32, at)
			for n := range b.nameRef {
				for i := nameRef[n]; i < nameRef[n+1]; i++ {
					if f := b.ref[i]; !fresh[i] {
						moreOf[count[f]] = uint32(n)
						count[f]++
					}
				}
			}
			put("n.fresh", packMarks(fresh))
			put("n.old", packWords(old))
			put("n.more", packMarks(more))
			put("n.moreoff", packSteps(moreOff))
			put("n.moreof", packWords(moreOf))
		},
		func() {
			ents, entFirst := packGroups(entName)
			reads, readFirst := packGroups(nameRef)
			put("n.ents", ents)
			put("n.entfirst", entFirst)
			put("n.reads", reads)
			put("n.readfirst", readFirst)
			put("n.quality", packWords(b.quality))
		},
		func() {
			put("n.formoff", packSteps(formOff))
			put("n.shape", packWords(b.shape))
			put("n.shapes", wordBytes(b.shapes))
			put("n.roles", b.roles)
			var schemes []byte
			for _, s := range b.schemes {
				schemes = append(append(schemes, s...), 0)
			}
			put("n.schemes", schemes)
		},
		func() { put("n.single", b.single.build(tagBits)) },
		func() { put("n.whole", b.whole.build(wholeTag)) },
		func() { put("n.numbers", b.numbers.build(fullTag)) },
		func() { put("n.facts", b.facts.lists()) },
	)
	var sections []section
	for _, name := range [...]string{"n.ents", "n.entfirst", "n.reads", "n.readfirst", "n.quality", "n.fresh", "n.old", "n.more", "n.moreoff", "n.moreof", "n.formoff", "n.word", "n.shape", "n.class", "n.shapes", "n.roles", "n.schemes", "n.tok", "n.tokoff", "n.attr", "n.folds", "n.keys", "n.keytext", "n.segs", "n.postoff", "n.post", "n.single", "n.whole", "n.numbers", "n.facts"} {
		sections = append(sections, section{name, out[name]})
	}
	return sections
}

// layKeys writes every key and the list of the tokens that have it, and says
// where each is.
func (b *namesBuilder) layKeys() (keys, text []byte, place []uint32) {
	from := make([]uint32, len(b.keys)+1)
	for _, k := range b.refs {
		from[k+1]++
	}
	for k := range b.keys {
		from[k+1] += from[k]
	}
	have := make([]uint32, len(b.refs))
	free := slices.Clone(from)
	for id := range b.tokOff {
		for _, k := range b.refsOf(id) {
			if free[k] == from[k] || have[free[k]-1] != uint32(id) {
				have[free[k]] = uint32(id)
				free[k]++
			}
		}
	}
	var t tableBuilder
	place = make([]uint32, len(b.keys))
	for k := range place {
		s := b.all.keys.at(b.keys[k])
		place[k] = uint32(len(text))
		t.add(hashString(seedKey, view(s)), place[k])
		text = append(append(text, byte(len(s))), s...)
		text = appendList(text, have[from[k]:free[k]])
	}
	return t.build(tagBits), text, place
}

// refsOf are the numbers of a token's skeleton and keys.
func (b *namesBuilder) refsOf(id int) []uint32 {
	if id+1 < len(b.refOff) {
		return b.refs[b.refOff[id]:b.refOff[id+1]]
	}
	return b.refs[b.refOff[id]:]
}

// layTokens writes the tokens with their references, and what is kept ready of
// each.
func (b *namesBuilder) layTokens(parties int, place []uint32, size int) (tok []byte, tokOff, attr []uint32) {
	// Words that fold alike are one word as to how common it is. The entries of
	// folds are in the order of their hashes.
	b.folds.sort()
	bearers := slices.Clone(b.bearers)
	for rest := b.folds.entries; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n]>>32 == rest[0]>>32 {
			n++
		}
		for i := range rest[:n] {
			x := uint32(rest[i])
			for j := range rest[:n] {
				if y := uint32(rest[j]); i != j && b.foldOf(x) == b.foldOf(y) {
					bearers[x] += b.bearers[y]
				}
			}
		}
		rest = rest[n:]
	}
	tok = make([]byte, 0, len(b.tokData)+size*len(b.refs))
	attr = make([]uint32, 0, 2*len(b.tokOff))
	for id, from := range b.tokOff {
		if id%tokBlock == 0 {
			tokOff = append(tokOff, uint32(len(tok)))
		}
		rare := surprise(b.foldOf(uint32(id)), int(bearers[id]), parties)
		attr = append(attr, b.bag[id], uint32(rare)|uint32(b.look[id])<<rareBits|(uint32(len(tok))-tokOff[id/tokBlock])<<(rareBits+lookBits))
		to := len(b.tokData)
		if id+1 < len(b.tokOff) {
			to = int(b.tokOff[id+1])
		}
		tok = append(tok, b.tokData[from:to]...)
		for _, k := range b.refsOf(id) {
			p := place[k]
			tok = append(tok, byte(p), byte(p>>8), byte(p>>16))
			if size == 4 {
				tok = append(tok, byte(p>>24))
			}
		}
	}
	return tok, tokOff, attr
}

// foldOf is the folded form of a token that is entered.
func (b *namesBuilder) foldOf(id uint32) string {
	at := b.tokOff[id]
	return foldIn(b.tokData[at:])
}

// refSize is how many bytes a reference into so much text takes.
func refSize(text int) int {
	if text < 1<<24 {
		return 3
	}
	return 4
}

// onlyForm marks a token that one form has.
const onlyForm = 1 << 31

// forms says how lists of forms are written, by how many forms there are.
type forms struct {
	wide  int // bytes of a number in a short list
	short int // lists of so many and more are written in chunks
}

func formsOf(n int) forms {
	w := 3
	if n >= 1<<24 {
		w = 4
	}
	return forms{w, 4*(n>>16) + 4}
}

// appendPosts writes the forms that have a token.
//
//	varint     how many, n
//	3*n bytes  each form, when n is less than 4+4*(number of forms / 65,536);
//	           4*n when there are 2^24 forms or more
//	...        else a chunk for each 65,536 forms of which some have the token:
//	           its number (2 bytes), how many less one (2), and what each form is
//	           above 65,536 times the number (2)
func appendPosts(dst []byte, fs []uint32, size forms) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(fs)))
	if len(fs) < size.short {
		for _, f := range fs {
			dst = append(dst, byte(f), byte(f>>8), byte(f>>16))
			if size.wide == 4 {
				dst = append(dst, byte(f>>24))
			}
		}
		return dst
	}
	for len(fs) > 0 {
		n := 1
		for n < len(fs) && fs[n]>>16 == fs[0]>>16 {
			n++
		}
		dst = binary.LittleEndian.AppendUint16(dst, uint16(fs[0]>>16))
		dst = binary.LittleEndian.AppendUint16(dst, uint16(n-1))
		for _, f := range fs[:n] {
			dst = binary.LittleEndian.AppendUint16(dst, uint16(f))
		}
		fs = fs[n:]
	}
	return dst
}

// openNames reads what sections wrote, in place. It checks that the arrays fit
// each other, so that a cut or foreign file is an error here and not a fault
// later.
func openNames(get func(name string) []byte) (*names, error) {
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		return nil, errors.New("snapshots need a little-endian machine")
	}
	x := &names{}
	var failed error
	bad := func(section string, err error) {
		if err != nil && failed == nil {
			failed = fmt.Errorf("section %s: %w", section, err)
		}
	}
	var err error
	for _, s := range []struct {
		name, first string
		to          *groups
	}{{"n.ents", "n.entfirst", &x.ents}, {"n.reads", "n.readfirst", &x.reads}} {
		*s.to, err = openGroups(get(s.name), get(s.first))
		bad(s.name, err)
	}
	for _, s := range []struct {
		name string
		to   *marks
	}{{"n.fresh", &x.fresh}, {"n.more", &x.more}} {
		*s.to, err = openMarks(get(s.name))
		bad(s.name, err)
	}
	for _, s := range []struct {
		name string
		to   *packed
	}{{"n.quality", &x.quality}, {"n.old", &x.old}, {"n.moreof", &x.moreOf}, {"n.word", &x.tokens}, {"n.shape", &x.shape}, {"n.postoff", &x.postOff}} {
		*s.to, err = openPacked(get(s.name))
		bad(s.name, err)
	}
	for _, s := range []struct {
		name string
		to   *steps
	}{{"n.moreoff", &x.moreOff}, {"n.formoff", &x.formOff}} {
		*s.to, err = openSteps(get(s.name))
		bad(s.name, err)
	}
	for _, s := range []struct {
		name string
		to   *table
	}{{"n.folds", &x.folds}, {"n.keys", &x.keys}, {"n.single", &x.single}, {"n.whole", &x.whole}, {"n.numbers", &x.numbers}} {
		*s.to, err = openTable(get(s.name))
		bad(s.name, err)
	}
	for _, s := range []struct {
		name string
		to   *lists
	}{{"n.segs", &x.segs}, {"n.facts", &x.facts}} {
		*s.to, err = openLists(get(s.name))
		bad(s.name, err)
	}
	for _, s := range []struct {
		name string
		to   *[]uint32
	}{{"n.shapes", &x.shapes}, {"n.tokoff", &x.tokOff}, {"n.attr", &x.attr}} {
		*s.to = words(get(s.name))
	}
	x.class, x.roles, x.tok, x.keyText, x.post = get("n.class"), get("n.roles"), get("n.tok"), get("n.keytext"), get("n.post")
	x.refSize, x.size, x.gathers = refSize(len(x.keyText)), formsOf(x.shape.n), x.shape.n <= gathered
	for rest := get("n.schemes"); len(rest) > 0; {
		i := slices.Index(rest, 0)
		if i < 0 {
			bad("n.schemes", errSection)
			break
		}
		x.schemes, rest = append(x.schemes, view(rest[:i])), rest[i+1:]
	}
	if failed != nil {
		return nil, failed
	}
	if err := x.check(); err != nil {
		return nil, err
	}
	x.pool.New = func() any { return new(search) }
	x.lone = sync.OnceValue(x.loneWords)
	return x, nil
}

// check sees that every array ends where the next begins.
func (x *names) check() error {
	nForms, nTok := x.shape.n, len(x.attr)/2
	switch {
	case x.ents.first.n != x.reads.any.n || x.quality.n != x.reads.any.n || x.fresh.n != x.reads.first.n:
		return fmt.Errorf("names: %w", errSection)
	case x.fresh.ones != nForms || x.old.n != x.fresh.n-nForms || x.more.n != nForms || x.moreOff.n != x.more.ones+1 || x.moreOff.end() != x.moreOf.n:
		return fmt.Errorf("readings: %w", errSection)
	case len(x.class) != nForms || x.formOff.n != nForms+1 || x.formOff.end() != x.tokens.n:
		return fmt.Errorf("forms: %w", errSection)
	case len(x.attr) != 2*nTok || len(x.tokOff) != (nTok+tokBlock-1)/tokBlock || x.postOff.n != nTok || x.folds.ent.n != nTok:
		return fmt.Errorf("tokens: %w", errSection)
	}
	return nil
}

// firstName is the first name of an entity, or where it would be.
func (x *names) firstName(ent uint32) uint32 {
	from, _ := x.ents.span(int(ent))
	return uint32(from)
}

// owner is the entity that has a name.
func (x *names) owner(n uint32) uint32 { return uint32(x.ents.owner(int(n))) }

// reading is the form of a reading.
func (x *names) reading(i int) uint32 {
	k := x.fresh.rank(i)
	if x.fresh.has(i) {
		return uint32(k)
	}
	return uint32(x.old.at(i - k))
}

// readings appends the forms of a name, in the order of its readings.
func (x *names) readings(dst []uint32, n uint32) []uint32 {
	from, to := x.reads.span(int(n))
	for i := from; i < to; i++ {
		dst = append(dst, x.reading(i))
	}
	return dst
}

// readAs is which reading of a name a form is, -1 when it is none.
func (x *names) readAs(n, form uint32) int {
	from, to := x.reads.span(int(n))
	for i := from; i < to; i++ {
		if x.reading(i) == form {
			return i - from
		}
	}
	return -1
}

// namesOf appends the names of a form, in order.
func (x *names) namesOf(dst []uint32, form uint32) []uint32 {
	dst = append(dst, uint32(x.reads.owner(x.fresh.find(int(form)))))
	if x.more.has(int(form)) {
		from, to := x.moreOff.span(x.more.rank(int(form)))
		for i := from; i < to; i++ {
			dst = append(dst, uint32(x.moreOf.at(int(i))))
		}
	}
	return dst
}

// shapeOf gives the kind and scheme of a form, and what its words are in it.
func (x *names) shapeOf(form uint32) (kind name.Kind, scheme byte, roles []byte) {
	k := 2 * x.shape.at(int(form))
	from, s := x.shapes[k], x.shapes[k+1]
	return name.Kind(s), byte(s >> 8), x.roles[from : from+s>>16]
}

// postings is where the list of a token's forms begins, or its only form and
// onlyForm.
func (x *names) postings(id uint32) uint32 {
	at := uint32(x.postOff.at(int(id)))
	return at>>1 | at<<31
}

// form appends the words of a form: token, role, and whether it is one by
// which the name is found.
func (x *names) form(dst []uint32, form uint32) []uint32 {
	_, _, roles := x.shapeOf(form)
	at := int(x.formOff.at(int(form)))
	for i, r := range roles {
		dst = append(dst, uint32(x.tokens.at(at+i))|uint32(r)<<roleShift)
	}
	return dst
}
