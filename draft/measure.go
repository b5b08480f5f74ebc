package draft

import (
	"slices"

	"afterwards/draft/internal/heads"
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

// Checker is the draft checker with other heads than the ones it ships with. It
// is there to be measured; everybody else calls [Check].
type Checker struct{ engine *engine }

// WithModel returns a checker with the given heads, a file in the form of
// model.bin, such as one that has not learned from the drafts it is measured on.
// The error says that the file is damaged or of another version.
func WithModel(raw []byte) (Checker, error) {
	m, err := heads.Decode(raw)
	if err != nil {
		return Checker{}, err
	}
	e := load()
	return Checker{&engine{e.program, e.splitter, m}}, nil
}

// PatternsAlone returns a checker without heads: an act is found where one of
// its patterns matches, and nowhere else.
func PatternsAlone() Checker {
	e := load()
	return Checker{&engine{program: e.program, splitter: e.splitter}}
}

// Check is [Check] with the heads of c.
func (c Checker) Check(p Purpose, src string) Report { return c.engine.check(p, src, nil).report }

// How much a pattern by itself is worth where there are no heads to weigh it.
const (
	clearAlone    = 0.9
	possibleAlone = 0.6
	faintAlone    = 0.55
	enoughAlone   = 0.5
)

// judgeByPatterns returns the acts of each sentence as the patterns show them.
func (e *engine) judgeByPatterns(p Purpose, d *text.Document) [][]act {
	d.Purpose = p.index()
	var enough heads.Thresholds
	for a := range heads.Acts {
		enough.Plain[a], enough.Backed[a], enough.Sure[a] = enoughAlone, enoughAlone, enoughAlone
	}
	out := make([][]act, len(d.Sentences))
	for i, s := range d.Sentences {
		hits := e.program.Find(d, s, nil)
		var scores heads.Scores
		for _, h := range hits {
			r := &e.program.Rules[h.Rule]
			if r.Level == pattern.Harmless || r.Level == pattern.Doubt {
				continue
			}
			worth := float32(possibleAlone)
			switch r.Level {
			case pattern.Clear:
				worth = clearAlone
			case pattern.Faint:
				worth = faintAlone
			}
			scores[r.Act] = max(scores[r.Act], worth)
		}
		out[i] = withoutFaint(e.weigh(d, i, hits, scores, &enough))
	}
	return out
}

// withoutFaint drops faint acts from a sentence in which something better was
// found. A request is no better: it may well be about the same matter.
func withoutFaint(acts []act) []act {
	better := slices.ContainsFunc(acts, func(a act) bool { return a.score > faintAlone && a.kind != request })
	return slices.DeleteFunc(acts, func(a act) bool {
		return a.score == faintAlone && (better || len(acts) > 1 && a.kind != logistics && a.kind != request)
	})
}
