package measure

import (
	"math"
	"slices"
)

// What the question about contact needs.
const (
	contactDays = 42
	contactEach = 6  // pairs of days after contact, and as many after none
	leastEach   = 3  // in a turned calendar
	leastTurns  = 15 // turned calendars
)

// AfterContact is how the day after contact compares with the day after none.
type AfterContact struct {
	Direction Direction
	// Difference is by how much the day after contact was higher, from the same
	// start; in four out of five series like this one the true one lies in Likely.
	Difference float64
	Likely     Range
	P          float64
	Contact    int // pairs of days that begin with contact
	Quiet      int // and without
	Lacks      Lacks
}

// NextDay compares the day after contact with the day after none, from the same
// value on the day itself. Comparing the days themselves would answer another
// question: people write because a day is hard. How unusual the difference is, is
// told by turning the calendar of contacts against that of the values, to every
// other day; so days that are alike do not look like an effect.
//
// noted are the days of which it is known whether there was contact. It shows a
// pattern and no cause.
func NextDay(s Series, noted map[int]bool) AfterContact {
	a := AfterContact{P: 1, Lacks: Lacks{Days: max(contactDays-s.Span(), 0)}}
	n := s.Span()
	var flat Series
	if len(s) >= 3 {
		flat = s.detrended(median(s.slopes()))
	}
	value := make([]float64, n)
	for i := range value {
		value[i] = math.NaN()
	}
	for _, p := range flat {
		value[p.Day-flat[0].Day] = p.Value
	}
	first := 0
	if n > 0 {
		first = s[0].Day
	}
	// -1 is a day of which nothing is known. The circle of the calendar is turned
	// with these days in it.
	was := make([]int, n)
	for i := range was {
		was[i] = -1
		if contact, ok := noted[first+i]; ok {
			was[i] = 0
			if contact {
				was[i] = 1
			}
		}
	}
	fit, ok := nextDay(value, was, 0)
	a.Contact, a.Quiet = fit.contact, fit.quiet
	a.Lacks.Contact, a.Lacks.Quiet = max(contactEach-fit.contact, 0), max(contactEach-fit.quiet, 0)
	if a.Lacks.Any() || !ok {
		return a
	}
	// Differences are compared in units of their own error: where contact hangs on
	// how the day was, the two are hard to tell apart, and the error is large.
	var turned []float64
	as := 1
	for turn := 1; turn < n; turn++ {
		other, ok := nextDay(value, was, turn)
		if !ok || other.contact < leastEach || other.quiet < leastEach {
			continue
		}
		turned = append(turned, other.units())
		if other.units() >= fit.units() {
			as++
		}
	}
	if len(turned) < leastTurns {
		return a
	}
	slices.Sort(turned)
	a.Difference, a.P = fit.difference, float64(as)/float64(len(turned)+1)
	width := max(quantile(turned, 0.8), z80) * fit.error
	a.Likely = Range{fit.difference - width, fit.difference + width}
	a.decide(a.P)
	return a
}

func (a *AfterContact) decide(p float64) {
	a.Direction = CannotTell
	switch {
	case p >= alarm || a.Lacks.Any():
	case a.Difference > 0:
		a.Direction = Higher
	case a.Difference < 0:
		a.Direction = Lower
	}
}

// fitted is a difference with its error, and the pairs of days that it is from.
type fitted struct {
	difference, error float64
	contact, quiet    int
}

func (f fitted) units() float64 { return math.Abs(f.difference) / f.error }

// nextDay fits tomorrow = base + likeness·today + difference·contact by least
// squares, with the calendar of contacts turned by some days.
func nextDay(value []float64, was []int, turn int) (f fitted, ok bool) {
	var all, with sums
	n := len(value)
	for t := 0; t+1 < n; t++ {
		x, y, c := value[t], value[t+1], was[(t+turn)%n]
		if math.IsNaN(x) || math.IsNaN(y) || c < 0 {
			continue
		}
		all.add(x, y)
		if c == 1 {
			with.add(x, y)
		}
	}
	f.contact, f.quiet = int(with.n), int(all.n-with.n)
	if f.contact == 0 || f.quiet == 0 || f.contact+f.quiet < 5 {
		return f, false
	}
	// Both groups are centred, so what is left is one slope and one difference.
	without := sums{all.n - with.n, all.x - with.x, all.y - with.y, all.xx - with.xx, all.xy - with.xy, all.yy - with.yy}
	xx := with.inner(with.xx, with.x, with.x) + without.inner(without.xx, without.x, without.x)
	xy := with.inner(with.xy, with.x, with.y) + without.inner(without.xy, without.x, without.y)
	yy := with.inner(with.yy, with.y, with.y) + without.inner(without.yy, without.y, without.y)
	slope, apart := 0.0, with.x/with.n-without.x/without.n
	spread := 1/with.n + 1/without.n
	if xx > 1e-9 {
		slope = xy / xx
		spread += apart * apart / xx
	}
	f.difference = with.y/with.n - without.y/without.n - slope*apart
	f.error = math.Sqrt(max(yy-slope*xy, 0) / (all.n - 3) * spread)
	return f, f.error > 1e-9
}

// sums are the sums of pairs.
type sums struct{ n, x, y, xx, xy, yy float64 }

func (s *sums) add(x, y float64) {
	s.n, s.x, s.y, s.xx, s.xy, s.yy = s.n+1, s.x+x, s.y+y, s.xx+x*x, s.xy+x*y, s.yy+y*y
}

// inner is a sum of products around the means.
func (s *sums) inner(product, a, b float64) float64 { return product - a*b/s.n }
