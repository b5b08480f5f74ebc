package measure_test

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"afterwards/measure"
)

// runs is how many diaries are drawn for each case. ./test long draws many more.
var runs = flag.Int("measure.runs", 400, "diaries drawn for each case of the simulations")

// diary is a made-up person: how long, how alike near days are, how many days
// are missing, where it goes.
type diary struct {
	days     int
	likeness float64
	missing  float64
	weekly   float64 // true slope
	contact  string  // "clustered" or "because": contact on days that are bad
	after    float64 // what contact adds to the next day
	floor    bool    // values that stand at 0 for much of the time
}

func (d diary) String() string {
	return fmt.Sprintf("%2d days, likeness %.1f, %s", d.days, d.likeness, d.contact)
}

// draw makes values from 0 to 100 around 55 with a deviation of 16, in whole
// numbers as a slider gives them, and days with contact, a quarter of all.
func (d diary) draw(r *rand.Rand) (measure.Series, map[int]bool) {
	const deviation = 16
	middle := 55.0
	if d.floor {
		middle = 8
	}
	var points []measure.Point
	noted := map[int]bool{}
	noise, in := deviation*r.NormFloat64(), r.Float64() < 0.25
	carried := 0.0
	for day := range d.days {
		noise = d.likeness*noise + deviation*math.Sqrt(1-d.likeness*d.likeness)*r.NormFloat64()
		value := middle + d.weekly*(float64(day)-float64(d.days)/2)/7 + noise + carried
		// Contact comes in runs: a day is as the one before with six chances of ten.
		if r.Float64() < 0.6 {
			in = r.Float64() < 0.25
		}
		contact := in
		if d.contact == "because" {
			contact = noise > 0.67*deviation
		}
		carried = 0
		if contact {
			carried = d.after
		}
		noted[day] = contact
		if r.Float64() >= d.missing {
			points = append(points, measure.Point{Day: day, Value: math.Round(min(max(value, 0), 100))})
		}
	}
	return measure.NewSeries(points), noted
}

// share is the part of many diaries for which something holds.
func share(d diary, seed uint64, holds func(measure.Series, map[int]bool, *rand.Rand) bool) float64 {
	workers := runtime.GOMAXPROCS(0)
	counts := make([]int, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < *runs; i += workers {
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				s, noted := d.draw(r)
				if holds(s, noted, r) {
					counts[w]++
				}
			}
		})
	}
	all.Wait()
	n := 0
	for _, c := range counts {
		n += c
	}
	return float64(n) / float64(*runs)
}

// slack is by how much a share may miss its bound by the luck of the draw: three
// standard errors.
func slack(bound float64) float64 { return 3 * math.Sqrt(bound*(1-bound)/float64(*runs)) }

func cells() (all []diary) {
	for _, days := range []int{28, 42, 60, 90} {
		for _, likeness := range []float64{0, 0.3, 0.5, 0.7} {
			for _, contact := range []string{"clustered", "because"} {
				all = append(all, diary{days: days, likeness: likeness, missing: 0.25, contact: contact})
			}
		}
	}
	return all
}

// TestNothingIsSeenWhereThereIsNothing: of diaries without any effect, at most
// six in a hundred are given one, in the hard cases too.
func TestNothingIsSeenWhereThereIsNothing(t *testing.T) {
	const most = 0.06
	for i, d := range cells() {
		for _, q := range []struct {
			name  string
			found func(measure.Series, map[int]bool, *rand.Rand) bool
		}{
			{"trend", func(s measure.Series, _ map[int]bool, _ *rand.Rand) bool {
				return measure.TrendOf(s).Direction != measure.CannotTell
			}},
			{"contact", func(s measure.Series, n map[int]bool, _ *rand.Rand) bool {
				return measure.NextDay(s, n).Direction != measure.CannotTell
			}},
			{"shift", func(s measure.Series, _ map[int]bool, _ *rand.Rand) bool {
				return measure.ShiftOf(s).Direction != measure.CannotTell
			}},
			{"any of three", func(s measure.Series, n map[int]bool, r *rand.Rand) bool {
				d := make([]float64, 12)
				for i := range d {
					d[i] = math.Round(10 * r.NormFloat64())
				}
				a := measure.Ask(s, n, d)
				return a.Trend.Direction != measure.CannotTell || a.Contact.Direction != measure.CannotTell || a.Effect.Direction != measure.CannotTell
			}},
		} {
			got := share(d, uint64(i), q.found)
			if got > most+slack(most) {
				t.Errorf("%s: %s was seen in %.1f %% of diaries without one, at most %.0f %% are wanted", d, q.name, 100*got, 100*most)
			}
			t.Logf("%s: %s seen in %.1f %%", d, q.name, 100*got)
		}
	}
}

// TestTheRangeHoldsTheTruth: the wide range of a slope holds the true one in at
// least 93 of a hundred diaries, with and without a trend.
func TestTheRangeHoldsTheTruth(t *testing.T) {
	const least, likely = 0.93, 0.78
	for i, d := range cells() {
		for _, weekly := range []float64{0, -4} {
			d.weekly = weekly
			wide := share(d, uint64(1000+i), func(s measure.Series, _ map[int]bool, _ *rand.Rand) bool {
				t := measure.TrendOf(s)
				return t.Wide.Low <= weekly && weekly <= t.Wide.High
			})
			near := share(d, uint64(1000+i), func(s measure.Series, _ map[int]bool, _ *rand.Rand) bool {
				t := measure.TrendOf(s)
				return t.Likely.Low <= weekly && weekly <= t.Likely.High
			})
			if wide < least-slack(least) || near < likely-slack(likely) {
				t.Errorf("%s, %+.0f a week: the wide range holds it in %.1f %%, the likely one in %.1f %%", d, weekly, 100*wide, 100*near)
			}
			t.Logf("%s, %+.0f a week: wide %.1f %%, likely %.1f %%", d, weekly, 100*wide, 100*near)
		}
	}
}

// TestWhatIsThereIsSeen: a method that always said "cannot tell" would pass all
// the others.
func TestWhatIsThereIsSeen(t *testing.T) {
	falling := diary{days: 90, likeness: 0.3, missing: 0.25, weekly: -4, contact: "clustered"}
	if got := share(falling, 1, func(s measure.Series, n map[int]bool, _ *rand.Rand) bool {
		return measure.Ask(s, n, nil).Trend.Direction == measure.Lower
	}); got < 0.8 {
		t.Errorf("a fall of 4 a week over 90 days is seen in %.0f %%", 100*got)
	}
	heavy := diary{days: 90, likeness: 0.3, missing: 0.1, contact: "clustered", after: 25}
	if got := share(heavy, 2, func(s measure.Series, n map[int]bool, _ *rand.Rand) bool {
		return measure.NextDay(s, n).Direction == measure.Higher
	}); got < 0.8 {
		t.Errorf("25 more on the day after contact is seen in %.0f %%", 100*got)
	}
}

// TestTheLineHoldsTheLevel: where the level drifts as the line takes it to, its
// range holds the true level on about four days of five.
func TestTheLineHoldsTheLevel(t *testing.T) {
	in, all := 0, 0
	for i := range *runs {
		r := rand.New(rand.NewPCG(9, uint64(i)))
		level, truth := 50.0, map[int]float64{}
		var points []measure.Point
		for day := range 60 {
			level += 10 * math.Sqrt(0.1) * r.NormFloat64()
			truth[day] = level
			if r.Float64() > 0.25 {
				points = append(points, measure.Point{Day: day, Value: level + 10*r.NormFloat64()})
			}
		}
		for _, l := range measure.Smooth(measure.NewSeries(points)) {
			if truth[l.Day] < 5 || truth[l.Day] > 95 {
				continue // the scale ends there
			}
			all++
			if l.Low <= truth[l.Day] && truth[l.Day] <= l.High {
				in++
			}
		}
	}
	if got := float64(in) / float64(all); got < 0.75 || got > 0.88 {
		t.Errorf("the range of the line holds the level on %.1f %% of days, and 80 %% are meant", 100*got)
	}
}
