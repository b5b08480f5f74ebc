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
	// beside marks self-harm that only the heads see in a sentence whose words
	// are a threat to the reader: help is offered, and the threat is named first.
	beside bool
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
// pattern shows before it is taken for an idiom; plainMenace is the same for
// threats and passed limits.
const (
	plainDanger = 0.2
	plainMenace = 0.06
)

// sureOfIdiom is how much the heads must believe in a grave act of which the
// patterns see only something that looks like it and is harmless.
const sureOfIdiom = 0.95

// grave reports whether an act is one that a draft must not go out with.
func grave(kind int) bool { return kind == selfharm || kind == threat || kind == breach }

// settle decides which acts a sentence performs where it stands. What is grave
// by itself stays grave: kind words beside it take nothing away.
func (e *engine) settle(d *text.Document, sentence int, seen *heads.Seen) []act {
	hits := seen.Hits[sentence]
	t := &e.model.Long
	if heads.Short(len(d.Sentences)) {
		t = &e.model.Short
	}
	out := e.weigh(d, sentence, hits, seen.Scores[sentence], t)
	for _, f := range e.weigh(d, sentence, hits, seen.Alone[sentence], &e.model.Short) {
		if !grave(f.kind) {
			continue
		}
		i := slices.IndexFunc(out, func(o act) bool { return o.kind == f.kind })
		if i < 0 {
			out = append(out, f)
		} else {
			out[i].score, out[i].clear, out[i].beside = max(out[i].score, f.score), out[i].clear || f.clear, out[i].beside && f.beside
		}
	}
	slices.SortFunc(out, byKind)
	return out
}

// weigh takes the acts of a sentence that reach their thresholds.
//
// The safety track comes first and by itself: a clear pattern for self-harm
// stands unless the heads are nearly sure that it is harmless, and a possible one
// backs them. For the other acts the heads decide, with less asked
// of them where a clear pattern backs them. Then the acts are taken from the
// likeliest down, each only if it keeps company with those already taken.
func (e *engine) weigh(d *text.Document, sentence int, hits []pattern.Hit, p heads.Scores, t *heads.Thresholds) []act {
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
		least := t.Plain[f.kind]
		switch {
		case f.kind == selfharm && f.clear:
			least = plainDanger
		case f.clear && grave(f.kind):
			least = min(plainMenace, t.Backed[f.kind])
		case f.clear, f.kind == selfharm && e.hinted(hits, selfharm):
			least = t.Backed[f.kind]
		case grave(f.kind) && e.spared(hits, f.kind) && !e.hinted(hits, f.kind):
			least = max(least, sureOfIdiom)
		}
		if f.score >= least {
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
	menace := slices.ContainsFunc(out, func(o act) bool { return (o.kind == threat || o.kind == breach) && found[o.kind].clear })
	for i := range out {
		f := &out[i]
		f.beside = menace && f.kind == selfharm && !e.hinted(hits, selfharm)
		if f.rule < 0 {
			f.first, f.last = d.Sentences[sentence].First, d.Sentences[sentence].Last
			f.clear = f.score >= t.Sure[f.kind]
		}
	}
	slices.SortFunc(out, byKind)
	return out
}
