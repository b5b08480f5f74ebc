package pattern

import (
	"encoding/binary"
	"slices"

	"afterwards/draft/internal/text"
)

// Hit is one match of a rule.
type Hit struct {
	Rule        int
	First, Last int // words [First, Last) of the document
}

// Find returns the matches in one sentence, in the order of their rules and
// places, at most one for each rule and stretch of words.
func (p *Program) Find(d *text.Document, s text.Sentence, hits []Hit) []Hit {
	m := matcher{p: p, d: d, s: s, hits: hits, base: len(hits)}
	for at := s.First; at < s.Last; at++ {
		id := d.Words[at].ID
		if id == 0 {
			continue
		}
		for raw := p.triggersOf(id); len(raw) > 0; raw = raw[triggerSize:] {
			m.try(Trigger{binary.LittleEndian.Uint16(raw), raw[2], raw[3]}, at)
		}
	}
	m.spare()
	found := m.hits[m.base:]
	slices.SortFunc(found, func(a, b Hit) int {
		if a.Rule != b.Rule {
			return a.Rule - b.Rule
		}
		if a.First != b.First {
			return a.First - b.First
		}
		return a.Last - b.Last
	})
	return m.hits
}

type matcher struct {
	p    *Program
	d    *text.Document
	s    text.Sentence
	hits []Hit
	base int
}

func (m *matcher) try(t Trigger, at int) {
	if r := &m.p.Rules[m.p.ruleOf(t.Variant)]; r.For != 0 && r.For>>m.d.Purpose&1 == 0 {
		return
	}
	rule, elements := m.p.variant(t.Variant)
	from := max(at-int(t.MaxAhead), m.s.First)
	for start := from; start <= at-int(t.MinAhead); start++ {
		m.d.Steps++
		end := m.match(elements, start)
		if end < 0 || end <= at || m.known(rule, start, end) {
			continue
		}
		if m.p.allowed(&m.p.Rules[rule], m.d, m.s, start, end) {
			m.hits = append(m.hits, Hit{rule, start, end})
		}
	}
}

// spare takes out the matches that overlap a harmless one of their act.
func (m *matcher) spare() {
	rule := func(h Hit) *Rule { return &m.p.Rules[h.Rule] }
	var idioms []Hit
	for _, h := range m.hits[m.base:] {
		if rule(h).Level == Harmless {
			idioms = append(idioms, h)
		}
	}
	if idioms == nil {
		return
	}
	kept := m.hits[:m.base]
	for _, h := range m.hits[m.base:] {
		if rule(h).Level == Harmless || !slices.ContainsFunc(idioms, func(i Hit) bool {
			return rule(i).Act == rule(h).Act && h.First < i.Last && i.First < h.Last
		}) {
			kept = append(kept, h)
		}
	}
	m.hits = kept
}

// known reports whether the rule has already matched over these words.
func (m *matcher) known(rule, start, end int) bool {
	for _, h := range m.hits[m.base:] {
		if h.Rule == rule && h.First < end && start < h.Last {
			return true
		}
	}
	return false
}

// match returns the word after a match that starts at a word, or -1.
func (m *matcher) match(raw []byte, at int) int {
	for len(raw) > 0 {
		m.d.Steps++
		e := element(raw)
		switch e.Op {
		case OpHead:
			if at >= m.s.Last || at != m.s.First && m.d.Words[at].Flags&text.ClauseStart == 0 {
				return -1
			}
		case OpTop:
			if at != m.s.First {
				return -1
			}
		case OpTail:
			if at < m.s.Last && m.d.Words[at].Flags&text.Emoji == 0 {
				return -1
			}
		case OpNot:
			if at < m.s.Last && in(m.p.Sets[e.Set], m.d.Words[at].ID) {
				return -1
			}
		case OpSet:
			if e.Min == 1 && e.Max == 1 {
				if at >= m.s.Last || !in(m.p.Sets[e.Set], m.d.Words[at].ID) {
					return -1
				}
				at++
				break
			}
			return m.repeat(raw, at)
		case OpAny:
			return m.repeat(raw, at)
		case OpShape:
			if at >= m.s.Last || uint16(m.d.Words[at].Flags)&e.Set == 0 {
				return -1
			}
			at++
		}
		raw = raw[elementSize:]
	}
	return at
}

// repeat tries the fewest words first.
func (m *matcher) repeat(raw []byte, at int) int {
	e := element(raw)
	for n := 0; n <= int(e.Max); n++ {
		if n >= int(e.Min) {
			if end := m.match(raw[elementSize:], at+n); end >= 0 {
				return end
			}
		}
		if at+n >= m.s.Last {
			return -1
		}
		w := m.d.Words[at+n]
		switch {
		case e.Op == OpSet && !in(m.p.Sets[e.Set], w.ID):
			return -1
		case e.Op == OpAny && !e.Cross && n+at > m.s.First && w.Flags&text.ClauseStart != 0:
			return -1
		}
	}
	return -1
}

// in reports whether a sorted set holds a word.
func in(set []uint16, id uint16) bool {
	if id == 0 {
		return false
	}
	if len(set) <= 4 {
		for _, s := range set {
			if s == id {
				return true
			}
		}
		return false
	}
	lo, hi := 0, len(set)
	for lo < hi {
		mid := (lo + hi) / 2
		if set[mid] < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(set) && set[lo] == id
}
