package measure

import (
	"math"
	"slices"
)

// Direction is one of three answers.
type Direction int

// The answers. CannotTell is what is said unless the numbers carry more.
const (
	CannotTell Direction = iota
	Lower
	Higher
)

// String names the answer.
func (d Direction) String() string { return [...]string{"cannot-tell", "lower", "higher"}[d] }

// Lacks is what would settle a question that cannot be told yet. Zeros are
// nothing that is missing; with none at all, only more time can tell.
type Lacks struct {
	Days    int // of the calendar, at least
	Entries int
	Contact int // days with contact that have a number on the day and the next
	Quiet   int // days without, in the same way
}

// Any reports whether something is missing.
func (l Lacks) Any() bool { return l != Lacks{} }

// What a trend needs.
const (
	trendDays    = 28
	trendEntries = 18
	clearDays    = 42
	alarm        = 0.05 // of series without a trend, how many may be given one
)

// Trend is where a series goes.
type Trend struct {
	Direction Direction
	// Clearly says that it lasted long enough for that word.
	Clearly bool
	// Slope is the change in a week. In four out of five series like this one the
	// true change lies within Likely, in nineteen of twenty within Wide.
	Slope        float64
	Likely, Wide Range
	// Order says that only a direction can be told, and no amount: too many
	// values stand at an end.
	Order bool
	// P is how often a series without a trend looks as much like one.
	P     float64
	Lacks Lacks
}

// TrendOf tells where a series goes, by the median of all slopes between two
// days, and a range from the ranks of these slopes that is widened by how much
// near days are alike. It tells nothing where setting the missing days to a bad
// value would turn the slope around.
func TrendOf(s Series) Trend {
	t := Trend{P: 1, Order: s.Ends(), Lacks: Lacks{Days: max(trendDays-s.Span(), 0), Entries: max(trendEntries-len(s), 0)}}
	if len(s) < 3 {
		return t
	}
	slopes := s.slopes()
	day := median(slopes)
	p, deviation := s.ranks(day)
	t.Slope, t.P = 7*day, p
	t.Likely, t.Wide = between(slopes, z80*deviation), between(slopes, z95*deviation)
	if t.Lacks.Any() {
		return t
	}
	t.decide(t.P, s)
	return t
}

// decide takes the direction by a chance that may have been corrected for other
// questions.
func (t *Trend) decide(p float64, s Series) {
	t.Direction, t.Clearly = CannotTell, false
	switch {
	case p >= alarm || t.Lacks.Any():
		return
	case t.Wide.High < 0 || t.Slope < 0 && t.Wide.High <= 0:
		t.Direction = Lower
	case t.Wide.Low > 0 || t.Slope > 0 && t.Wide.Low >= 0:
		t.Direction = Higher
	default:
		return
	}
	if turned := median(s.withBadDays().slopes()); turned*t.Slope < 0 {
		t.Direction = CannotTell
		return
	}
	t.Clearly = s.Span() >= clearDays
}

// slopes are those between all pairs of days, in order.
func (s Series) slopes() []float64 {
	all := make([]float64, 0, len(s)*(len(s)-1)/2)
	for i := range s {
		for j := i + 1; j < len(s); j++ {
			all = append(all, (s[j].Value-s[i].Value)/float64(s[j].Day-s[i].Day))
		}
	}
	slices.Sort(all)
	return all
}

// ranks is the rank test for a trend: how often there would be as much of one by
// chance, and the deviation of the count that it goes by.
func (s Series) ranks(slope float64) (p, deviation float64) {
	count := 0
	for i := range s {
		for j := i + 1; j < len(s); j++ {
			switch d := s[j].Value - s[i].Value; {
			case d > 0:
				count++
			case d < 0:
				count--
			}
		}
	}
	n := float64(len(s))
	variance := n * (n - 1) * (2*n + 5)
	ties := map[float64]float64{}
	for _, p := range s {
		ties[p.Value]++
	}
	for _, k := range ties {
		variance -= k * (k - 1) * (2*k + 5)
	}
	variance = variance / 18 * s.inflation(slope)
	if variance <= 0 {
		return 1, 0
	}
	deviation = math.Sqrt(variance)
	z := max(math.Abs(float64(count))-1, 0) / deviation
	return math.Erfc(z / math.Sqrt2), deviation
}

// between is the range of slopes, a week, that a count of pairs around the middle
// spans.
func between(slopes []float64, count float64) Range {
	n := float64(len(slopes))
	low := int(math.Floor((n - count) / 2))
	high := int(math.Ceil((n + count) / 2))
	last := len(slopes) - 1
	return Range{7 * slopes[min(max(low-1, 0), last)], 7 * slopes[min(max(high, 0), last)]}
}

// badPart is where a bad day lies among the values.
const badPart = 0.8

// withBadDays has a bad value on every day that is missing.
func (s Series) withBadDays() Series {
	bad := quantile(s.values(), badPart)
	out := make(Series, 0, s.Span())
	for i, p := range s {
		for day := 0; i > 0 && s[i-1].Day+1+day < p.Day; day++ {
			out = append(out, Point{s[i-1].Day + 1 + day, bad})
		}
		out = append(out, p)
	}
	return out
}
