package measure

import "math"

// Range is a span of values.
type Range struct{ Low, High float64 }

// What a usual range is made of.
const (
	usualDays    = 28
	usualEntries = 10
	usualWidth   = 1.5 // in median distances from the median
)

// Usual is a person's own usual range on a day: around the median of the four
// weeks before it, by half as much again as values usually lie from it. It needs
// ten entries; ok is false below that.
func Usual(s Series, day int) (usual Range, middle float64, ok bool) {
	var v []float64
	for _, p := range s {
		if p.Day < day && p.Day >= day-usualDays {
			v = append(v, p.Value)
		}
	}
	if len(v) < usualEntries {
		return Range{}, 0, false
	}
	middle = median(v)
	away := make([]float64, len(v))
	for i := range v {
		away[i] = math.Abs(v[i] - middle)
	}
	width := usualWidth * median(away)
	return Range{max(0, middle-width), min(100, middle+width)}, middle, true
}
