package measure

import "math"

// leastPairs is how many pairs of numbers an effect needs.
const leastPairs = 6

// exactPairs is up to how many pairs every turn of signs is tried.
const exactPairs = 16

// Effect is how numbers after compare with those before.
type Effect struct {
	Direction Direction
	Median    float64 // after less before
	Pairs     int
	P         float64
	Lacks     Lacks // Entries are pairs
}

// EffectOf tells whether the differences lie around zero, by trying how often
// turning their signs by chance gives as large a sum.
func EffectOf(differences []float64) Effect {
	e := Effect{P: 1, Pairs: len(differences), Lacks: Lacks{Entries: max(leastPairs-len(differences), 0)}}
	if len(differences) == 0 {
		return e
	}
	e.Median = median(differences)
	if e.Lacks.Any() {
		return e
	}
	e.P = turnedSigns(differences)
	e.decide(e.P)
	return e
}

func (e *Effect) decide(p float64) {
	e.Direction = CannotTell
	switch {
	case p >= alarm || e.Lacks.Any():
	case e.Median < 0:
		e.Direction = Lower
	case e.Median > 0:
		e.Direction = Higher
	}
}

func turnedSigns(d []float64) float64 {
	var sum, squares float64
	for _, x := range d {
		sum += x
		squares += x * x
	}
	if squares == 0 {
		return 1
	}
	sum = math.Abs(sum)
	if len(d) > exactPairs {
		return math.Erfc(sum / math.Sqrt(2*squares))
	}
	as, all := 0, 1<<len(d)
	for signs := range all {
		turned := 0.0
		for i, x := range d {
			if signs>>i&1 == 1 {
				turned -= x
			} else {
				turned += x
			}
		}
		if math.Abs(turned) >= sum-1e-9 {
			as++
		}
	}
	return float64(as) / float64(all)
}
