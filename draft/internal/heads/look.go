package heads

import (
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

// Seen is what patterns and heads say about a document, by sentence.
type Seen struct {
	Hits   [][]pattern.Hit
	Scores []Scores
	// Alone is what each sentence would score with nothing around it; nil for a
	// text of one sentence, which has nothing around it anyway.
	Alone []Scores
}

// Look runs the patterns and both stages over a document.
func Look(p *pattern.Program, m *Model, src string, d *text.Document, purpose int) Seen {
	n := len(d.Sentences)
	d.Purpose = purpose
	seen := Seen{Hits: make([][]pattern.Hit, n), Scores: make([]Scores, n)}
	first := make([]Scores, n)
	found := make([][2]Scores, n)
	var features []uint32
	vectors := make([]Vector, n)
	for i, s := range d.Sentences {
		seen.Hits[i] = p.Find(d, s, nil)
		features = Extract(p, m.words, src, d, s, seen.Hits[i], Context{purpose, i, n}, features[:0])
		d.Steps += len(features)
		vectors[i] = m.words.Mean(d.Words[s.First:s.Last])
		first[i] = m.First(features, &vectors[i])
		found[i] = Found(p, seen.Hits[i])
	}
	var in [Around]float32
	total := Total(first)
	for i := range n {
		Surround(first, &total, found, Context{purpose, i, n}, i, &in)
		seen.Scores[i] = m.Second(&in)
	}
	if n > 1 {
		seen.Alone = make([]Scores, n)
		one := Context{Purpose: purpose, Of: 1}
		for i, s := range d.Sentences {
			features = Extract(p, m.words, src, d, s, seen.Hits[i], one, features[:0])
			d.Steps += len(features)
			by := []Scores{m.First(features, &vectors[i])}
			total := Total(by)
			Surround(by, &total, found[i:i+1], one, 0, &in)
			seen.Alone[i] = m.Second(&in)
		}
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
