package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPack reads arrays back as they were, of every width and of odd lengths.
func TestPack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for width := range uint(33) {
		for _, n := range []int{0, 1, 15, 16, 17, 63, 64, 65, 1000} {
			v := make([]uint32, n)
			sorted := make([]uint32, n+1)
			set := make([]bool, n)
			ones := []int{}
			for i := range v {
				v[i] = uint32(r.Uint64() & (1<<width - 1))
				sorted[i+1] = v[i] >> 1
				if set[i] = r.IntN(int(width)+1) == 0; set[i] {
					ones = append(ones, i)
				}
			}
			slices.Sort(sorted)
			p, err := openPacked(packWords(v))
			if err != nil || p.n != n {
				t.Fatal(width, n, err)
			}
			s, err := openSteps(packSteps(sorted))
			if err != nil || s.n != n+1 || s.end() != int(sorted[n]) {
				t.Fatal(width, n, err)
			}
			m, err := openMarks(packMarks(set))
			if err != nil || m.n != n || m.ones != len(ones) {
				t.Fatal(width, n, err)
			}
			for i := range v {
				if p.at(i) != uint64(v[i]) || s.at(i) != sorted[i] || m.has(i) != set[i] {
					t.Fatal(width, n, i)
				}
				k, _ := slices.BinarySearch(ones, i)
				if m.rank(i) != k {
					t.Fatal(width, n, i, "rank")
				}
				want := n
				if k < len(ones) {
					want = ones[k]
				}
				if m.next(i) != want || m.find(k) != want {
					t.Fatal(width, n, i, "next", m.next(i), m.find(k), want)
				}
			}
		}
	}
}

// TestGroups finds the things of an owner and the owner of a thing, owners of
// nothing among them.
func TestGroups(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		from := []uint32{0}
		for range r.IntN(300) {
			from = append(from, from[len(from)-1]+uint32(max(0, r.IntN(5)-r.IntN(4))))
		}
		g, err := openGroups(packGroups(from))
		if err != nil {
			t.Fatal(err)
		}
		for o := range len(from) - 1 {
			a, b := g.span(o)
			if b-a != int(from[o+1]-from[o]) || b > a && a != int(from[o]) {
				t.Fatal(o, a, b, from[o], from[o+1])
			}
			for i := a; i < b; i++ {
				if g.owner(i) != o {
					t.Fatal(i, g.owner(i), o)
				}
			}
		}
	}
}

// TestTables finds what was entered, all of it, and little else.
func TestTables(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int{0, 1, 7, 1000, 50000} {
		var a, b tableBuilder
		want := map[uint32][]uint32{}
		for range n {
			h, v := mix(uint32(r.IntN(n/3+1))), uint32(r.IntN(n+1))
			a.add(h, v)
			b.add(h, v)
			want[h] = append(want[h], v)
		}
		x, err := openTable(a.build(tagBits))
		if err != nil {
			t.Fatal(n, err)
		}
		l, err := openLists(b.lists())
		if err != nil {
			t.Fatal(n, err)
		}
		more := 0
		for h, vs := range want {
			slices.Sort(vs)
			vs = slices.Compact(vs)
			if got := l.find(nil, h); !slices.Equal(got, vs) {
				for _, v := range vs {
					if !slices.Contains(got, v) {
						t.Fatal(n, h, got, vs)
					}
				}
				more++
			}
			got := x.find(nil, h)
			for _, v := range vs {
				if !slices.Contains(got, v) {
					t.Fatal(n, h, got, vs)
				}
			}
			more += len(got) - len(vs)
		}
		for range n {
			h := mix(r.Uint32() | 1<<20)
			more += len(x.find(nil, h))
		}
		if more > n/10 {
			t.Errorf("of %d, %d found that were not entered", n, more)
		}
	}
}
