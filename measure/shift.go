package measure

import "math"

// What a shift of the level needs.
const (
	shiftEntries = 40
	shiftSide    = 10
	nearPeak     = 0.9 // of the largest difference, for the range of days
)

// Shift is a change of level at one time.
type Shift struct {
	Direction Direction
	// From and To are the days between which it lies.
	From, To int
	// Before and After are the medians on both sides.
	Before, After float64
	P             float64
	Lacks         Lacks
}

// ShiftOf looks for one change of level, and no more: by ranks, with a threshold
// that is raised by how much near days are alike.
func ShiftOf(s Series) Shift {
	f := Shift{P: 1, Lacks: Lacks{Entries: max(shiftEntries-len(s), 0)}}
	if f.Lacks.Any() {
		return f
	}
	n := len(s)
	sums := make([]float64, n) // after how many entries
	peak, at := 0.0, 0
	for t := 1; t < n; t++ {
		step := 0.0
		for j := range s {
			step += sign(s[t-1].Value - s[j].Value)
		}
		sums[t] = sums[t-1] + step
		if t >= shiftSide && t <= n-shiftSide && math.Abs(sums[t]) > math.Abs(peak) {
			peak, at = sums[t], t
		}
	}
	if at == 0 {
		return f
	}
	f.Before, f.After = median(s[:at].values()), median(s[at:].values())
	k := float64(n)
	// The likeness is that within both sides, or the shift itself would hide it.
	level := append(s[:at].centred(), s[at:].centred()...)
	r := level.likeness()
	f.P = min(1, 2*math.Exp(-6*peak*peak/((k*k*k+k*k)*(1+r)/(1-r))))
	from, to := at, at
	for from > shiftSide && math.Abs(sums[from-1]) >= nearPeak*math.Abs(peak) {
		from--
	}
	for to < n-shiftSide && math.Abs(sums[to+1]) >= nearPeak*math.Abs(peak) {
		to++
	}
	f.From, f.To = s[from-1].Day, s[to].Day
	f.decide(f.P)
	return f
}

func (f *Shift) decide(p float64) {
	f.Direction = CannotTell
	switch {
	case p >= alarm || f.Lacks.Any():
	case f.After < f.Before:
		f.Direction = Lower
	case f.After > f.Before:
		f.Direction = Higher
	}
}

func (s Series) centred() Series {
	m := median(s.values())
	out := make(Series, len(s))
	for i, p := range s {
		out[i] = Point{p.Day, p.Value - m}
	}
	return out
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
