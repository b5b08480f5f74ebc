// Package train learns the heads of package draft from labelled drafts. It runs
// when model.bin is generated, never at check time.
package train

import (
	"slices"

	"afterwards/bench/drafts/corpus"
	"afterwards/draft/internal/heads"
	"afterwards/draft/internal/pattern"
	"afterwards/knowledge"
)

// Draft is one labelled draft, or one labelled sentence by itself.
type Draft struct {
	ID        string
	Purpose   string
	Sentences []Sentence
}

// Sentence is a sentence with its acts. Known says which acts were judged: a
// message known to be harmless says nothing about thanks.
type Sentence struct {
	Text     string
	Harmless bool
	Kind     string // explicit, implicit or none for a text about self-harm; the file of one of our own
	Acts     [heads.Acts]bool
	Known    [heads.Acts]bool
}

var purposes = pattern.Purposes

var selfharm = slices.Index(knowledge.ActIDs, "selfharm")

// Drafts turns a corpus into examples.
func Drafts(c corpus.Corpus) []Draft {
	var out []Draft
	for _, d := range c.Drafts {
		n := Draft{ID: d.ID, Purpose: d.Purpose}
		for _, s := range d.Sentences {
			n.Sentences = append(n.Sentences, labelled(s))
		}
		out = append(out, n)
	}
	for _, p := range c.Pairs {
		out = append(out,
			Draft{ID: p.ID, Purpose: p.Purpose, Sentences: []Sentence{labelled(p.A)}},
			Draft{ID: p.ID, Purpose: p.Purpose, Sentences: []Sentence{labelled(p.B)}})
	}
	for i, p := range c.Safety {
		s := Sentence{Text: p.Text, Harmless: p.Kind == "none", Kind: p.Kind}
		s.Acts[selfharm] = p.Kind != "none"
		s.Known[selfharm] = true
		// These texts have no purpose; each is given another, so that the heads
		// do not take one purpose for a sign of danger.
		out = append(out, Draft{ID: p.ID, Purpose: purposes[i%len(purposes)], Sentences: []Sentence{s}})
	}
	for _, p := range c.Benign {
		s := Sentence{Text: p.Text, Harmless: true}
		for a, id := range knowledge.ActIDs[:10] {
			s.Known[a] = id != "request"
		}
		out = append(out, Draft{ID: p.ID, Purpose: p.Purpose, Sentences: []Sentence{s}})
	}
	return out
}

func labelled(l corpus.Sentence) Sentence {
	s := Sentence{Text: l.Text}
	for a := range s.Known {
		s.Known[a] = true
		s.Acts[a] = slices.Contains(l.Acts, knowledge.ActIDs[a])
	}
	return s
}
