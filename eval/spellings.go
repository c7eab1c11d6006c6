package eval

import (
	"fmt"
	"runtime"
	"sync"

	"khasan/entity"
	"khasan/index"
	"khasan/match"
)

// Spelt is what asking for every listed name as it is listed gives.
type Spelt struct {
	Primary, PrimaryLost int
	Strong, StrongLost   int // strong aliases and former names
	Weak, WeakMatch      int // weak aliases: alone they should not be matches
	Examples             []string
}

// Spellings asks for every name of every party exactly as listed and sees
// whether the party itself comes back in the match band.
func Spellings(ix *index.Index) (*Spelt, error) {
	parts := make([]Spelt, runtime.GOMAXPROCS(0))
	errs := make([]error, len(parts))
	var wg sync.WaitGroup
	for g := range parts {
		wg.Add(1)
		go func() {
			defer wg.Done()
			p := &parts[g]
			s := NewScreener(ix)
			for i := uint32(g); i < uint32(ix.Len()); i += uint32(len(parts)) {
				if ix.NumNames(i) == 0 {
					continue
				}
				e, err := ix.Entity(i)
				if err != nil {
					errs[g] = err
					return
				}
				for j := range e.Names {
					q := match.Of(&entity.Entity{Schema: e.Schema, Names: []entity.Name{{Full: e.Names[j].Full}}})
					if len(q.Names) == 0 || len(q.Names[0].Readings) == 0 {
						continue // no letter or digit in it
					}
					got, err := s.Screen(q, false)
					if err != nil {
						errs[g] = err
						return
					}
					ok := false
					for k := range got {
						ok = ok || got[k].Entity == i && got[k].Band == match.Match
					}
					switch e.Names[j].Quality {
					case entity.Primary:
						p.Primary++
						if !ok {
							p.PrimaryLost++
						}
					case entity.Weak:
						p.Weak++
						if ok {
							p.WeakMatch++
						}
						continue
					default:
						p.Strong++
						if !ok {
							p.StrongLost++
						}
					}
					if !ok && len(p.Examples) < 20 {
						p.Examples = append(p.Examples, fmt.Sprintf("%s %q", e.ID, e.Names[j].Full))
					}
				}
			}
		}()
	}
	wg.Wait()
	out := &Spelt{}
	for g := range parts {
		if errs[g] != nil {
			return nil, errs[g]
		}
		p := &parts[g]
		out.Primary += p.Primary
		out.PrimaryLost += p.PrimaryLost
		out.Strong += p.Strong
		out.StrongLost += p.StrongLost
		out.Weak += p.Weak
		out.WeakMatch += p.WeakMatch
		out.Examples = append(out.Examples, p.Examples...)
	}
	return out, nil
}
