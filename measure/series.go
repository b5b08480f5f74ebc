// Package measure says what a person's own numbers show, and how sure that is.
//
// Everything here is a pure function of values over days. There are three
// answers to whether something changed: it looks lower, it looks higher, or it
// cannot be told yet, which is what is said unless the numbers carry more. The
// methods were chosen because the usual ones see effects where there are none,
// once days that follow each other are alike; docs/measures.md has the figures.
package measure

import (
	"math"
	"slices"
)

// Point is a value from 0 to 100 on a day. Days are counted from any fixed one.
type Point struct {
	Day   int
	Value float64
}

// Series are points in the order of their days, one a day. Days that are missing
// are missing: nothing stands in for them.
type Series []Point

// NewSeries orders points. Of two on one day the later in the list counts, and
// what is no number is left out.
func NewSeries(points []Point) Series {
	s := make(Series, 0, len(points))
	at := map[int]int{}
	for _, p := range points {
		if math.IsNaN(p.Value) || math.IsInf(p.Value, 0) {
			continue
		}
		if i, ok := at[p.Day]; ok {
			s[i] = p
			continue
		}
		at[p.Day] = len(s)
		s = append(s, p)
	}
	slices.SortFunc(s, func(a, b Point) int { return a.Day - b.Day })
	return s
}

// Span is the number of days from the first to the last, both included.
func (s Series) Span() int {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1].Day - s[0].Day + 1
}

// Since are the points from a day on.
func (s Series) Since(day int) Series {
	i, _ := slices.BinarySearchFunc(s, day, func(p Point, day int) int { return p.Day - day })
	return s[i:]
}

func (s Series) values() []float64 {
	v := make([]float64, len(s))
	for i, p := range s {
		v[i] = p.Value
	}
	return v
}

// Ends reports whether more than a quarter of the values are 0 or 100. Then only
// an order can be told, and no amount.
func (s Series) Ends() bool {
	n := 0
	for _, p := range s {
		if p.Value <= 0 || p.Value >= 100 {
			n++
		}
	}
	return 4*n > len(s)
}

// detrended are the values without a slope a day, around zero.
func (s Series) detrended(slope float64) Series {
	out := make(Series, len(s))
	for i, p := range s {
		out[i] = Point{p.Day, p.Value - slope*float64(p.Day-s[0].Day)}
	}
	if m := median(out.values()); len(out) > 0 {
		for i := range out {
			out[i].Value -= m
		}
	}
	return out
}

// The likeness of a day to the one before it is pulled towards this, as if it had
// been seen in so many pairs of days. It is somewhat more than most diaries have:
// with 0.3, series of high likeness were given trends that they did not have.
const (
	usualLikeness = 0.4
	usualPairs    = 12
	mostLikeness  = 0.75
)

// likeness is how much a day is like the day before: the correlation of
// neighbouring calendar days, for values without a trend, pulled towards the
// usual and corrected for how short the series is.
func (s Series) likeness() float64 {
	var top, bottom float64
	n := 0
	for i, p := range s {
		bottom += p.Value * p.Value
		if i > 0 && p.Day == s[i-1].Day+1 {
			top += p.Value * s[i-1].Value
			n++
		}
	}
	if n == 0 || bottom == 0 {
		return usualLikeness
	}
	pairs := float64(n)
	r := (top / pairs) / (bottom / float64(len(s)))
	r = (pairs*(r+4/pairs) + usualPairs*usualLikeness) / (pairs + usualPairs)
	return min(max(r, 0), mostLikeness)
}

// inflation is by how much the likeness of near days makes a variance larger
// than it would be for days that have nothing to do with each other.
func (s Series) inflation(slope float64) float64 {
	if len(s) < 2 {
		return 1
	}
	// Days that are missing would make the rest less alike. That is not taken off:
	// in short series likeness is guessed too low already.
	r := s.detrended(slope).likeness()
	return (1 + r) / (1 - r)
}

func median(values []float64) float64 { return quantile(values, 0.5) }

// quantile is the value below which a part of the values lies, between two of
// them by their distance. Of no values it is NaN.
func quantile(values []float64, part float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	v := slices.Sorted(slices.Values(values))
	at := part * float64(len(v)-1)
	low := int(math.Floor(at))
	if low+1 == len(v) {
		return v[low]
	}
	return v[low] + (at-float64(low))*(v[low+1]-v[low])
}
