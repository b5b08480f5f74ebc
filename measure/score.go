package measure

import (
	"slices"

	"afterwards/knowledge"
)

// Scored is what answers to a scale come to.
type Scored struct {
	Total float64
	// Of is the highest score there is.
	Of    int
	Parts []ScoredPart
	// Band is what is said of such a score; nil where nothing is.
	Band *knowledge.ScaleBand
}

// ScoredPart is the score of a part of a scale.
type ScoredPart struct {
	Part  *knowledge.ScalePart
	Total float64
	Of    int
}

// Score counts answers, which are the values of the options, or numbers from 0 to
// 100 where the items are lines. Of lines it is the mean, of options the sum.
// Every item of a sum must be answered, or there is no score: what is missing is
// not guessed. ok is false then, and where an answer is none of the scale's.
func Score(s *knowledge.Scale, answers map[string]int) (out Scored, ok bool) {
	names := make([]string, len(s.Items))
	for i := range s.Items {
		names[i] = s.Items[i].Item
	}
	out.Total, out.Of, ok = count(s, names, answers)
	for i := range s.Parts {
		p := &s.Parts[i]
		if total, of, ok := count(s, p.Items, answers); ok {
			out.Parts = append(out.Parts, ScoredPart{p, total, of})
		}
	}
	if !ok {
		return out, false
	}
	for i := range s.Bands {
		if out.Total >= float64(s.Bands[i].From) {
			out.Band = &s.Bands[i]
		}
	}
	return out, true
}

func count(s *knowledge.Scale, items []string, answers map[string]int) (total float64, of int, ok bool) {
	for i := range s.Items {
		x := &s.Items[i]
		if !slices.Contains(items, x.Item) {
			continue
		}
		v, given := answers[x.Item]
		if !given || !Fits(s, v) {
			return 0, 0, false
		}
		if x.Reverse {
			v = s.Options[0].Value + s.Options[len(s.Options)-1].Value - v
		}
		total += float64(v)
	}
	if s.Lines() {
		return total / float64(len(items)), 100, true
	}
	return total, s.Most(items...), true
}

// Fits reports whether a number is an answer to the items of a scale.
func Fits(s *knowledge.Scale, v int) bool {
	if s.Lines() {
		return v >= 0 && v <= 100
	}
	return slices.ContainsFunc(s.Options, func(o knowledge.ScaleOption) bool { return o.Value == v })
}

// Asks reports whether an answer asks for the page about safety, and whether it is
// about this moment.
func Asks(s *knowledge.Scale, answers map[string]int) (safety, now bool) {
	for i := range s.Items {
		if x := &s.Items[i]; x.Safety && answers[x.Item] > 0 {
			safety, now = true, now || x.Now
		}
	}
	return safety, now
}

// Difference is how a score compares with an earlier one.
type Difference int

// The differences. Unclear is one that the scale's own noise can make, or a scale
// of which that is not known.
const (
	Unclear Difference = iota
	Better
	Worse
)

// Compare compares two scores of one person.
func Compare(s *knowledge.Scale, before, after float64) Difference {
	if s.Change == 0 || before-after < float64(s.Change) && after-before < float64(s.Change) {
		return Unclear
	}
	if (after > before) == (s.Higher == "better") {
		return Better
	}
	return Worse
}
