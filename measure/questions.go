package measure

import (
	"math"
	"slices"
)

// Answers are the three questions that are asked of somebody's numbers, and no
// more: whether the level goes anywhere, what the day after contact is like, and
// what an exercise does at once. The more one asks, the more chance answers; so
// they share one measure of doubt.
type Answers struct {
	Trend   Trend
	Contact AfterContact
	Effect  Effect
}

// Ask answers the three.
func Ask(s Series, noted map[int]bool, differences []float64) Answers {
	a := Answers{TrendOf(s), NextDay(s, noted), EffectOf(differences)}
	// Only what can be asked at all takes part.
	var p []float64
	for _, q := range []struct {
		p     float64
		lacks Lacks
	}{{a.Trend.P, a.Trend.Lacks}, {a.Contact.P, a.Contact.Lacks}, {a.Effect.P, a.Effect.Lacks}} {
		if q.lacks.Any() {
			q.p = math.NaN()
		}
		p = append(p, q.p)
	}
	p = Holm(p)
	a.Trend.decide(p[0], s)
	a.Contact.decide(p[1])
	a.Effect.decide(p[2])
	return a
}

// Holm raises chances so that, of several questions without anything to find,
// one in twenty sets of answers finds something. NaN is a question that was not
// asked; it comes back as 1.
func Holm(p []float64) []float64 {
	order := make([]int, 0, len(p))
	out := make([]float64, len(p))
	for i := range p {
		out[i] = 1
		if !math.IsNaN(p[i]) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	highest := 0.0
	for k, i := range order {
		highest = max(highest, min(1, float64(len(order)-k)*p[i]))
		out[i] = highest
	}
	return out
}
