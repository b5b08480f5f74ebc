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
	var words Mask
	for _, w := range d.Words[s.First:s.Last] {
		words |= MaskOf(w.ID)
	}
	for at := s.First; at < s.Last; at++ {
		id := d.Words[at].ID
		if id == 0 {
			continue
		}
		for triggers := p.triggers.at(int(id)); len(triggers) > 0; triggers = triggers[triggerSize:] {
			if t := readTrigger(triggers); t.Also&words != 0 {
				m.try(t, at)
			}
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
	variant := m.p.variants.at(int(t.Variant))
	rule, elements := int(binary.LittleEndian.Uint16(variant)), variant[2:]
	if r := &m.p.Rules[rule]; r.For != 0 && r.For>>m.d.Purpose&1 == 0 {
		return
	}
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

// match returns the word after a match of some elements that starts at a word,
// or -1.
func (m *matcher) match(elements []byte, at int) int {
	for len(elements) > 0 {
		m.d.Steps++
		e := readElement(elements)
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
			if at < m.s.Last && m.is(at, e.Set) {
				return -1
			}
		case OpSet:
			if e.Min != 1 || e.Max != 1 {
				return m.repeat(e, elements[elementSize:], at)
			}
			if at >= m.s.Last || !m.is(at, e.Set) {
				return -1
			}
			at++
		case OpAny:
			return m.repeat(e, elements[elementSize:], at)
		case OpShape:
			if at >= m.s.Last || uint16(m.d.Words[at].Flags)&e.Set == 0 {
				return -1
			}
			at++
		}
		elements = elements[elementSize:]
	}
	return at
}

// is reports whether a word is in a set.
func (m *matcher) is(at int, n uint16) bool {
	return set(m.p.sets.at(int(n))).has(m.d.Words[at].ID)
}

// repeat matches an element that takes several words, and the rest after it. It
// tries the fewest words first.
func (m *matcher) repeat(e Element, rest []byte, at int) int {
	for n := 0; n <= int(e.Max); n++ {
		if n >= int(e.Min) {
			if end := m.match(rest, at+n); end >= 0 {
				return end
			}
		}
		if at+n >= m.s.Last {
			return -1
		}
		switch {
		case e.Op == OpSet && !m.is(at+n, e.Set):
			return -1
		case e.Op == OpAny && !e.Cross && n+at > m.s.First && m.d.Words[at+n].Flags&text.ClauseStart != 0:
			return -1
		}
	}
	return -1
}
