package situation

import (
	"fmt"
	"math/bits"
)

// foundWords bounds the alternatives of one matcher: 64 a word.
const foundWords = 12

// Found are the alternatives of the conditions of a [Matcher] that hold; ask
// [Matcher.Holds].
type Found [foundWords]uint64

// Matcher evaluates many conditions on one situation at once. What is possible
// of a variable rules some alternatives out, and the alternative that no
// variable rules out holds; so matching is one row of bits for each variable,
// however many conditions there are.
type Matcher struct {
	used  int   // words in use
	start Found // every alternative
	rows  []row
	bits  []uint64
	at    []place // per condition
	owner []int   // per alternative, its condition, or -1 for padding
}

// row is one variable: for each set of its values, from bits[at] on, the
// alternatives that it leaves.
type row struct {
	word, shift int
	mask        uint64
	at          int
}

// place is where the alternatives of a condition stand: together in one word.
type place struct {
	word  int
	first int // the first bit
	mask  uint64
}

// Matcher compiles conditions. Those of certain are matched as [Condition.Must]
// has it, and those of possible, whose places follow, as [Condition.May].
func (v *Vocabulary) Matcher(certain, possible []*Condition) *Matcher {
	m := &Matcher{}
	var alternatives [][]term
	var must []bool
	for i, c := range append(append([]*Condition{}, certain...), possible...) {
		all := c.any
		if c.source == "" {
			all = [][]term{{}}
		}
		if len(alternatives)%64+len(all) > 64 { // keep them in one word
			for len(alternatives)%64 != 0 {
				alternatives, must, m.owner = append(alternatives, nil), append(must, true), append(m.owner, -1)
			}
		}
		p := place{word: len(alternatives) / 64, first: len(alternatives) % 64}
		for _, terms := range all {
			p.mask |= 1 << (len(alternatives) % 64)
			alternatives, must, m.owner = append(alternatives, terms), append(must, i < len(certain)), append(m.owner, i)
		}
		m.at = append(m.at, p)
	}
	m.used = (len(alternatives) + 63) / 64
	if m.used > foundWords {
		panic(fmt.Sprintf("situation: %d alternatives do not fit a matcher of %d words: raise the constant", len(alternatives), foundWords))
	}
	for a, i := range m.owner {
		if i >= 0 {
			m.start[a/64] |= 1 << (a % 64)
		}
	}
	for _, fields := range v.fields {
		for _, f := range fields {
			m.addRow(f, alternatives, must)
		}
	}
	return m
}

// addRow adds the row of a variable if an alternative names it.
func (m *Matcher) addRow(f field, alternatives [][]term, must []bool) {
	r := row{f.word, f.shift, 1<<f.width - 1, len(m.bits)}
	var table []uint64
	for a, terms := range alternatives {
		for _, t := range terms {
			if t.field != f {
				continue
			}
			if table == nil {
				table = make([]uint64, m.used<<f.width)
				for i := range table {
					table[i] = ^uint64(0)
				}
			}
			allowed := t.allowed >> f.shift
			for values := range uint64(1) << f.width {
				met := values&allowed != 0
				if must[a] {
					met = values&^allowed == 0
				}
				if !met {
					table[int(values)*m.used+a/64] &^= 1 << (a % 64)
				}
			}
		}
	}
	if table != nil {
		m.rows, m.bits = append(m.rows, r), append(m.bits, table...)
	}
}

// Match finds what holds.
func (m *Matcher) Match(s *Situation) (found Found) {
	found = m.start
	used := m.used
	for i := range m.rows {
		r := &m.rows[i]
		line := m.bits[r.at+int(s.bits[r.word&(words-1)]>>(r.shift&63)&r.mask)*used:]
		for w := range min(used, foundWords) {
			found[w] &= line[w]
		}
	}
	return found
}

// Holds reports whether condition i is among what was found.
func (m *Matcher) Holds(found *Found, i int) bool {
	p := &m.at[i]
	return found[p.word%foundWords]&p.mask != 0
}

// Next returns the first condition from i on that is among what was found, or
// how many conditions there are.
func (m *Matcher) Next(found *Found, i int) int {
	if i >= len(m.at) {
		return len(m.at)
	}
	w := m.at[i].word
	rest := found[w%foundWords] >> m.at[i].first << m.at[i].first
	for rest == 0 {
		if w++; w >= m.used {
			return len(m.at)
		}
		rest = found[w%foundWords]
	}
	return m.owner[w*64+bits.TrailingZeros64(rest)]
}
