package heads

import (
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

// Seen is what patterns and heads say about a document, by sentence.
type Seen struct {
	Hits   [][]pattern.Hit
	Scores []Scores
	// Alone is what each sentence would score with nothing around it and no
	// emoji after it.
	Alone []Scores
}

// Look runs the patterns and both stages over a document. What the memory knows
// of a sentence is not worked out again; it may be nil.
func Look(p *pattern.Program, m *Model, src string, d *text.Document, purpose int, memory *Memory) Seen {
	n := len(d.Sentences)
	d.Purpose = purpose
	seen := Seen{Hits: make([][]pattern.Hit, n), Scores: make([]Scores, n), Alone: make([]Scores, n)}
	first := make([]Scores, n)
	found := make([][2]Scores, n)
	if memory != nil {
		memory.turn()
	}
	var in [Around]float32
	var features []uint32
	for i, s := range d.Sentences {
		c := Context{purpose, i, n}
		a := memory.recall(src, d, s, c, func() (a known) {
			a.hits = p.Find(d, s, nil)
			a.found = Found(p, a.hits)
			sum := func(s text.Sentence) (sum Sum, v Vector) {
				features = Extract(p, m.words, src, d, s, a.hits, purpose, features[:0])
				d.Steps += len(features)
				sum.add(m, features)
				return sum, m.words.Mean(d.Words[s.First:s.Last])
			}
			all, v := sum(s)
			a.first = m.first(all, Places(c, s.Last-s.First), &v)
			bare := s
			for bare.Last > bare.First+1 && d.Words[bare.Last-1].Flags&text.Emoji != 0 {
				bare.Last--
			}
			if bare != s {
				all, v = sum(bare)
			}
			one := Context{Purpose: purpose, Of: 1}
			by := []Scores{m.first(all, Places(one, bare.Last-bare.First), &v)}
			total := Total(by)
			Surround(by, &total, [][2]Scores{a.found}, one, 0, &in)
			a.alone = m.Second(&in)
			return a
		})
		seen.Hits[i], first[i], found[i], seen.Alone[i] = a.hits, a.first, a.found, a.alone
	}
	total := Total(first)
	for i := range n {
		Surround(first, &total, found, Context{purpose, i, n}, i, &in)
		seen.Scores[i] = m.Second(&in)
	}
	return seen
}

// Found returns which acts the patterns show: possible or better, and clear.
func Found(p *pattern.Program, hits []pattern.Hit) [2]Scores {
	var f [2]Scores
	for _, h := range hits {
		r := &p.Rules[h.Rule]
		if r.Level == pattern.Harmless || r.Level == pattern.Faint {
			continue
		}
		f[0][r.Act] = 1
		if r.Level == pattern.Clear {
			f[1][r.Act] = 1
		}
	}
	return f
}
