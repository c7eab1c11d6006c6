package index

import (
	"runtime"
	"sync"

	"khasan/name"
)

// tokenParts are the words of a snapshot, taken out of the stores.
type tokenParts struct {
	tokOff      []uint32
	tokData     []byte
	refOff      []uint32 // first of a token's references
	refs        []uint32 // its skeleton and keys, by number
	keys        []uint32 // the number in stores of each key
	bag         []uint32
	look        []byte
	bearers     []uint32 // entities that bear a token
	df          []uint32 // forms that have it among the words looked up by
	folds, segs tableBuilder
}

// settle takes the words out of the stores once everything is entered and no
// reader is at work any more.
func (b *namesBuilder) settle(readers []*reader) {
	n := len(b.words)
	// What was needed for entering only may go.
	b.all.forms, b.all.shapes, b.formOf, b.shapeOf, b.wordOf = nil, nil, nil, nil, nil
	// Which reader knows the references of a word, and where.
	at := make([]uint64, b.all.words.most())
	for p, r := range readers {
		for i := range r.first {
			at[r.first[i].word] = uint64(p)<<32 | uint64(i)
		}
	}
	b.bag, b.look, b.folds.entries = make([]uint32, n), make([]byte, n), make([]uint64, n)
	b.tokOff, b.refOff = make([]uint32, n), make([]uint32, n)
	type part struct {
		from, to   int
		data       []byte
		refs       []uint32
		segs       []uint64
		data0, ref int // where it lies in the whole
	}
	parts := make([]part, portions())
	var work []func()
	for k := range parts {
		p := &parts[k]
		p.from, p.to = k*n/len(parts), (k+1)*n/len(parts)
		work = append(work, func() {
			p.data, p.segs = make([]byte, 0, 24*(p.to-p.from)), make([]uint64, 0, 6*(p.to-p.from))
			var pieces []uint32
			for id := p.from; id < p.to; id++ {
				w := b.words[id]
				b.tokOff[id], b.refOff[id] = uint32(len(p.data)), uint32(len(p.refs))
				fold, text, block, keys, mode := inWhole(b.all.words.at(w))
				p.data = appendToken(p.data, fold, text, block, keys, mode)
				b.bag[id], b.look[id] = bagOf(fold), lookOf(&name.Token{Text: text})
				b.folds.entries[id] = entryOf(hashString(seedFold, fold), uint32(id))
				pieces = appendPieces(pieces[:0], fold, text, block)
				for _, h := range pieces {
					p.segs = append(p.segs, entryOf(h, uint32(id)))
				}
				r, i := readers[at[w]>>32], uint32(at[w])
				to := uint32(len(r.refs))
				if int(i)+1 < len(r.first) {
					to = r.first[i+1].ref
				}
				p.refs = append(p.refs, r.refs[r.first[i].ref:to]...)
			}
		})
	}
	soft := make([]bool, n)
	work = append(work, b.countBearers, func() { b.countForms(soft) })
	together(work...)
	for id := range soft {
		if soft[id] {
			b.look[id] |= lookSoft
		}
	}
	data, refs, segs := 0, 0, 0
	for k := range parts {
		p := &parts[k]
		p.data0, p.ref = data, refs
		data, refs, segs = data+len(p.data), refs+len(p.refs), segs+len(p.segs)
	}
	b.tokData, b.refs, b.segs.entries = make([]byte, 0, data), make([]uint32, 0, refs), make([]uint64, 0, segs)
	keyOf := make([]uint32, b.all.keys.most())
	for k := range parts {
		p := &parts[k]
		for id := p.from; id < p.to; id++ {
			b.tokOff[id] += uint32(p.data0)
			b.refOff[id] += uint32(p.ref)
		}
		b.tokData = append(b.tokData, p.data...)
		b.segs.entries = append(b.segs.entries, p.segs...)
		for _, x := range p.refs {
			if keyOf[x] == 0 {
				b.keys = append(b.keys, x)
				keyOf[x] = uint32(len(b.keys))
			}
			b.refs = append(b.refs, keyOf[x]-1)
		}
		*p = part{}
	}
	b.all.words = nil
}

// countBearers counts the entities that bear each token.
func (b *namesBuilder) countBearers() {
	n := len(b.words)
	type bearing struct{ last, count uint32 }
	parts := make([][]bearing, min(portions(), 4))
	var work []func()
	for k := range parts {
		from, to := k*len(b.entName)/len(parts), (k+1)*len(b.entName)/len(parts)
		work = append(work, func() {
			c := make([]bearing, n)
			for e := from; e < to; e++ {
				end := len(b.nameRef)
				if e+1 < len(b.entName) {
					end = int(b.entName[e+1])
				}
				first, last := len(b.ref), len(b.ref)
				if int(b.entName[e]) < len(b.nameRef) {
					first = int(b.nameRef[b.entName[e]])
				}
				if end < len(b.nameRef) {
					last = int(b.nameRef[end])
				}
				for _, f := range b.ref[first:last] {
					for _, w := range b.wordsOf(f) {
						if x := &c[w&tokenMask]; x.last != uint32(e)+1 {
							x.last = uint32(e) + 1
							x.count++
						}
					}
				}
			}
			parts[k] = c
		})
	}
	together(work...)
	b.bearers = make([]uint32, n)
	for _, c := range parts {
		for id := range c {
			b.bearers[id] += c[id].count
		}
	}
}

// countForms counts the forms that have each token among the words looked up by,
// and marks the tokens that a form has as another.
func (b *namesBuilder) countForms(soft []bool) {
	b.df = make([]uint32, len(b.words))
	for _, w := range b.form {
		if posted(w) {
			b.df[w&tokenMask]++
		} else {
			soft[w&tokenMask] = true
		}
	}
}

// wordsOf are the words of a form that is entered.
func (b *namesBuilder) wordsOf(f uint32) []uint32 {
	if int(f)+1 < len(b.formOff) {
		return b.form[b.formOff[f]:b.formOff[f+1]]
	}
	return b.form[b.formOff[f]:]
}

// portions is in how many parts work is cut that all processors do.
func portions() int { return runtime.GOMAXPROCS(0) }

// together does some pieces of work at a time, as many as there are processors;
// none may wait for another.
func together(work ...func()) {
	var wg sync.WaitGroup
	free := make(chan struct{}, portions())
	for _, f := range work {
		free <- struct{}{}
		wg.Go(func() {
			f()
			<-free
		})
	}
	wg.Wait()
}
