package draft

import (
	"slices"

	"afterwards/draft/internal/heads"
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

// act is one act of one sentence before it is put into words.
type act struct {
	kind        int
	rule        int // -1 where only the heads saw it
	clear       bool
	score       float32
	sentence    int
	first, last int // words
}

// Acts by number, in the order of knowledge.ActIDs.
const (
	persuade = iota
	guilt
	affection
	request
	blame
	threat
	selfharm
	breach
	nostalgia
	nonapology
	responsibility
	acceptance
	boundary
	gratitude
	logistics
	feeling
	farewell
)

// company lists the acts that may stand in one sentence together. Of two acts
// that are not listed as a pair, the likelier one stays. People seldom do two
// things at once: across the labelled drafts nearly every double is one of these.
var company = pairs(
	[]int{request, logistics}, // a practical question is both
	[]int{request, boundary},  // "please don't ring me"
	[]int{request, breach},    // "who is he"
	[]int{request, threat},    // "answer by Friday or"
	[]int{request, persuade},  // "give us one more month, you'd see"
	[]int{request, selfharm},  // "come, or I won't be here"
	[]int{blame, guilt},       // sarcastic thanks that claim a debt
	[]int{blame, nonapology},  // "sorry, but you drove me to it"
	[]int{blame, persuade},
	[]int{breach, threat},
	[]int{guilt, selfharm},
	[]int{affection, nostalgia},
	[]int{feeling, boundary},
	[]int{acceptance, boundary},
	[]int{boundary, logistics},
	[]int{boundary, farewell},
	[]int{selfharm, farewell},
	[]int{selfharm, logistics},
	[]int{responsibility, logistics},
)

func pairs(list ...[]int) map[[2]int]bool {
	m := map[[2]int]bool{}
	for _, p := range list {
		m[[2]int{p[0], p[1]}], m[[2]int{p[1], p[0]}] = true, true
	}
	return m
}

// beats lists pairs of which the first, where a clear pattern shows it, takes the
// second out of the sentence, whatever the heads say.
var beats = [][2]int{
	{nonapology, responsibility}, // an apology that takes itself back owns nothing
	{nonapology, feeling},
	{blame, gratitude}, // sarcastic thanks
	{blame, farewell},  // "enjoy your new life, coward"
	{guilt, gratitude},
	{threat, boundary}, // a price is no limit
}

// apart reports whether a request and another act are each shown by a clear
// pattern in words of their own, as in "I miss you so much, can we talk?".
func apart(a, b act) bool {
	return (a.kind == request || b.kind == request) && a.clear && b.clear && a.rule >= 0 && b.rule >= 0 && (a.last <= b.first || b.last <= a.first)
}

// plainDanger is how little the heads may believe in self-harm that a clear
// pattern shows before it is taken for an idiom.
const plainDanger = 0.1

// In a letter, where most sentences are about pain and few about dying, a
// sentence must be surer of itself to stand against all that surrounds it.
const (
	sureInLetter   = 0.95
	hintedInLetter = 0.85
	aMessage       = 3 // sentences; more are a letter
)

// aloneIn is how sure a grave act must be by itself to stand whatever is around it.
func (e *engine) aloneIn(d *text.Document, f act) float32 {
	switch {
	case len(d.Sentences) <= aMessage || f.clear:
		return 0
	case f.rule >= 0:
		return hintedInLetter
	}
	return sureInLetter
}

// settle decides which acts a sentence performs.
//
// The safety track comes first and by itself: a clear pattern for self-harm
// stands unless the heads are nearly sure that it is harmless, and a possible one
// backs them. For the other acts the heads decide, with less asked
// of them where a clear pattern backs them. Then the acts are taken from the
// likeliest down, each only if it keeps company with those already taken.
func (e *engine) settle(d *text.Document, sentence int, hits []pattern.Hit, p heads.Scores, alone *heads.Scores, t *heads.Thresholds) []act {
	var found [heads.Acts]act
	for k := range found {
		found[k] = act{kind: k, rule: -1, score: p[k], sentence: sentence}
	}
	for _, h := range hits {
		r := &e.program.Rules[h.Rule]
		if r.Level == pattern.Harmless || r.Level == pattern.Faint && e.model != nil || r.Level == pattern.Doubt && e.model == nil {
			continue
		}
		f := &found[r.Act]
		if f.rule < 0 || r.Level == pattern.Clear && !f.clear {
			f.rule, f.clear, f.first, f.last = h.Rule, r.Level == pattern.Clear, h.First, h.Last
		}
	}
	var kept []act
	for _, f := range found {
		least := func(t *heads.Thresholds) float32 {
			switch {
			case f.kind == selfharm && f.clear:
				return plainDanger
			case f.clear, f.kind == selfharm && e.hinted(hits, selfharm):
				return t.Backed[f.kind]
			}
			return t.Plain[f.kind]
		}
		// Kind words around it take nothing away from a grave sentence.
		if alone != nil && (f.kind == selfharm || f.kind == threat || f.kind == breach) && alone[f.kind] >= max(least(&e.model.Short), e.aloneIn(d, f)) {
			f.score = max(f.score, alone[f.kind])
			kept = append(kept, f)
		} else if f.score >= least(t) {
			kept = append(kept, f)
		}
	}
	kept = slices.DeleteFunc(kept, func(f act) bool {
		return slices.ContainsFunc(beats, func(b [2]int) bool {
			w := found[b[0]]
			return b[1] == f.kind && w.clear && w.score >= t.Backed[w.kind]
		})
	})
	slices.SortStableFunc(kept, func(a, b act) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	var out []act
	for _, f := range kept {
		if f.kind == selfharm || !slices.ContainsFunc(out, func(o act) bool { return o.kind != selfharm && !company[[2]int{o.kind, f.kind}] && !apart(o, f) }) {
			out = append(out, f)
		}
	}
	for i := range out {
		f := &out[i]
		if f.rule < 0 {
			f.first, f.last = d.Sentences[sentence].First, d.Sentences[sentence].Last
			f.clear = f.score >= t.Sure[f.kind]
		}
	}
	slices.SortFunc(out, byKind)
	return out
}
