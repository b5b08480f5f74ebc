package diagram

import (
	"testing"

	"pgregory.net/rapid"
)

var widths = []int{2, 3, 4, 2}

// cases lists every case of the variables.
func cases() (all [][]int) {
	all = [][]int{{}}
	for _, w := range widths {
		var longer [][]int
		for _, c := range all {
			for v := range w {
				longer = append(longer, append(append([]int{}, c...), v))
			}
		}
		all = longer
	}
	return all
}

// at is the value of a function in a case.
func (s *Space) at(n Node, c []int) int {
	for n >= 0 {
		n = s.nodes[n].children[c[s.nodes[n].variable]]
	}
	v, _ := n.value()
	return v
}

// TestDiagramsSayWhatTablesSay builds a function in the two ways at once, and
// compares every case and every question that can be asked.
func TestDiagramsSayWhatTablesSay(t *testing.T) {
	all := cases()
	rapid.Check(t, func(t *rapid.T) {
		s := New(widths)
		type function struct {
			node  Node
			table []int
		}
		truthOf := func(f function) function {
			g := function{s.Join(Less, Value(0), f.node), make([]int, len(all))}
			for i := range all {
				g.table[i] = min(f.table[i], 1)
			}
			return g
		}
		var made []function
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			pick := func() function {
				if len(made) == 0 {
					return function{Value(2), slicesOf(2, len(all))}
				}
				return made[rapid.IntRange(0, len(made)-1).Draw(t, "which")]
			}
			f := function{table: make([]int, len(all))}
			a, b := pick(), pick()
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0:
				v := rapid.IntRange(0, len(widths)-1).Draw(t, "variable")
				values := rapid.Uint64Range(0, 1<<widths[v]-1).Draw(t, "values")
				f.node = s.In(v, values)
				for i, c := range all {
					f.table[i] = int(values >> c[v] & 1)
				}
			case 1:
				n := rapid.IntRange(0, 3).Draw(t, "constant")
				f = function{Value(n), slicesOf(n, len(all))}
			case 2:
				op := rapid.SampledFrom([]*Operation{Min, Max, Less}).Draw(t, "operation")
				f.node = s.Join(op, a.node, b.node)
				for i := range all {
					f.table[i] = op.Do(a.table[i], b.table[i])
				}
			case 3:
				c := truthOf(pick())
				f.node = s.If(c.node, a.node, b.node)
				for i := range all {
					f.table[i] = b.table[i]
					if c.table[i] == 1 {
						f.table[i] = a.table[i]
					}
				}
			case 4:
				c := truthOf(a)
				f.node = s.Not(c.node)
				for i := range all {
					f.table[i] = 1 - c.table[i]
				}
			case 5:
				v := rapid.IntRange(0, len(widths)-1).Draw(t, "fixed")
				value := rapid.IntRange(0, widths[v]-1).Draw(t, "to")
				f.node = s.With(a.node, v, value)
				for i, c := range all {
					fixed := append([]int{}, c...)
					fixed[v] = value
					f.table[i] = s.at(a.node, fixed)
				}
			}
			made = append(made, f)
		}
		for _, f := range made {
			count := map[int]int{}
			for i, c := range all {
				if got := s.at(f.node, c); got != f.table[i] {
					t.Fatalf("in %v: %d, and the table has %d", c, got, f.table[i])
				}
				count[f.table[i]]++
			}
			for value := range 4 {
				found, ok := s.Find(f.node, value)
				if ok != (count[value] > 0) {
					t.Fatalf("finding %d: %v", value, ok)
				}
				for i, v := range found {
					found[i] = max(v, 0)
				}
				if ok && s.at(f.node, found) != value {
					t.Fatalf("found %v, which has %d", found, s.at(f.node, found))
				}
			}
			for _, g := range made {
				same := true
				for i := range all {
					same = same && f.table[i] == g.table[i]
				}
				if same != (f.node == g.node) {
					t.Fatal("equal functions are one node, and others are not")
				}
			}
		}
	})
}

func slicesOf(value, n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = value
	}
	return all
}
