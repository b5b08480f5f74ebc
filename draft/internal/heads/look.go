package heads

import (
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

// Seen is what patterns and heads say about a document, by sentence.
type Seen struct {
	Hits   [][]pattern.Hit
	Scores []Scores
}

// Look runs the patterns and both stages over a document. What the memory knows
// of a sentence is not worked out again; it may be nil.
func Look(p *pattern.Program, m *Model, src string, d *text.Document, purpose int, memory *Memory) Seen {
	n := len(d.Sentences)
	seen := Seen{Hits: make([][]pattern.Hit, n), Scores: make([]Scores, n)}
	first := make([]Scores, n)
	found := make([][2]Scores, n)
	if memory != nil {
		memory.turn()
	}
	var features []uint32
	for i, s := range d.Sentences {
		c := Context{purpose, i, n}
		a := memory.recall(src, d, s, c, func() alone {
			hits := p.Find(d, s, nil)
			features = Extract(p, src, d, s, hits, c, features[:0])
			d.Steps += len(features)
			return alone{hits, m.First(features), Found(p, hits)}
		})
		seen.Hits[i], first[i], found[i] = a.hits, a.first, a.found
	}
	var in [Around]float32
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
		if r.Level == pattern.Harmless {
			continue
		}
		f[0][r.Act] = 1
		if r.Level == pattern.Clear {
			f[1][r.Act] = 1
		}
	}
	return f
}
