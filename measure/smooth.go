package measure

import "math"

// Level is the smoothed level on a day, with the range in which it lies with
// four chances out of five, if the days are as the method takes them to be.
type Level struct {
	Day  int
	Mean float64
	Range
	// Seen says that the day has an entry.
	Seen bool
}

// What smoothing needs and assumes.
const (
	// SmoothEntries is the least number of entries for a line.
	SmoothEntries = 7
	// GapDays is the longest gap, in days without an entry, over which a line is
	// drawn.
	GapDays = 3

	usualDrift   = 0.1 // how much the level moves in a day, as a part of the noise of a day; as variances
	learnEntries = 40  // from which on that part is learned from the entries
	z80          = 1.2815515655446004
	z95          = 1.959963984540054
)

// drifts are the parts that are tried when it is learned, each with its weight.
var drifts = []float64{0.02, 0.05, 0.1, 0.2, 0.35, 0.5}

// Smooth is a line through the entries: a level that drifts, seen through the
// noise of single days. Over days without entries the range widens by itself.
// Below seven entries there is none.
func Smooth(s Series) []Level {
	if len(s) < SmoothEntries {
		return nil
	}
	drift := usualDrift
	if len(s) >= learnEntries {
		best := math.Inf(-1)
		for _, q := range drifts {
			_, _, _, fit := filter(s, q)
			// A weak belief in the usual keeps short series from extremes.
			fit -= math.Pow(math.Log(q/usualDrift), 2) / 2
			if fit > best {
				best, drift = fit, q
			}
		}
	}
	states, seen, noise, _ := filter(s, drift)
	return smooth(s, states, seen, noise, drift)
}

// state is a level before and after its day was seen, with variances in units of
// the noise.
type state struct{ predicted, predictedVar, mean, variance float64 }

// filter goes over the days forwards. It returns the states by day, which days
// were seen, the variance of the noise, and how well the drift fits.
func filter(s Series, drift float64) (states []state, seen []bool, noise, fit float64) {
	n := s.Span()
	states, seen = make([]state, n), make([]bool, n)
	value := make([]float64, n)
	for _, p := range s {
		seen[p.Day-s[0].Day], value[p.Day-s[0].Day] = true, p.Value
	}
	// The first entry is all that is known of the level before.
	mean, variance := value[0], 1.0
	states[0] = state{mean, math.Inf(1), mean, variance}
	var squares, logs float64
	count := 0
	for t := 1; t < n; t++ {
		x := state{predicted: mean, predictedVar: variance + drift}
		x.mean, x.variance = x.predicted, x.predictedVar
		if seen[t] {
			total := x.predictedVar + 1
			miss := value[t] - x.predicted
			gain := x.predictedVar / total
			x.mean += gain * miss
			x.variance *= 1 - gain
			squares += miss * miss / total
			logs += math.Log(total)
			count++
		}
		mean, variance = x.mean, x.variance
		states[t] = x
	}
	if count > 0 {
		noise = squares / float64(count)
	}
	if noise > 0 {
		fit = -float64(count)/2*math.Log(noise) - logs/2
	}
	return states, seen, noise, fit
}

// smooth goes back over the days, so that each knows what came after it.
func smooth(s Series, states []state, seen []bool, noise, drift float64) []Level {
	levels := make([]Level, len(states))
	var after state
	for t := len(states) - 1; t >= 0; t-- {
		x := states[t]
		mean, variance := x.mean, x.variance
		if t < len(states)-1 {
			next := states[t+1]
			gain := x.variance / (x.variance + drift)
			mean += gain * (after.mean - next.predicted)
			variance += gain * gain * (after.variance - next.predictedVar)
		}
		after = state{mean: mean, variance: variance}
		width := z80 * math.Sqrt(max(variance, 0)*noise)
		levels[t] = Level{Day: s[0].Day + t, Mean: clamp(mean), Range: Range{clamp(mean - width), clamp(mean + width)}, Seen: seen[t]}
	}
	return levels
}

func clamp(v float64) float64 { return min(max(v, 0), 100) }

// Runs cuts levels where there was no entry for more days than a line is drawn
// over. What lies within a longer gap is left out.
func Runs(levels []Level) (runs [][]Level) {
	last := -1 // the last level with an entry
	begin := 0
	for i, l := range levels {
		if !l.Seen {
			continue
		}
		if last >= 0 && i-last-1 > GapDays {
			runs = append(runs, levels[begin:last+1])
			begin = i
		}
		last = i
	}
	if last >= 0 {
		runs = append(runs, levels[begin:last+1])
	}
	return runs
}
