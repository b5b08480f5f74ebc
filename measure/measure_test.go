package measure_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"afterwards/measure"
)

func series(values ...float64) measure.Series {
	var points []measure.Point
	for day, v := range values {
		points = append(points, measure.Point{Day: day, Value: v})
	}
	return measure.NewSeries(points)
}

func TestOfTwoNumbersOnOneDayTheLaterCounts(t *testing.T) {
	s := measure.NewSeries([]measure.Point{{3, 10}, {1, 20}, {3, 30}, {2, math.NaN()}})
	if want := (measure.Series{{1, 20}, {3, 30}}); !slices.Equal(s, want) {
		t.Errorf("got %v, want %v", s, want)
	}
}

func TestTooLittleSaysWhatIsMissing(t *testing.T) {
	if got := measure.TrendOf(series(50, 40, 30)); got.Direction != measure.CannotTell || got.Lacks != (measure.Lacks{Days: 25, Entries: 15}) {
		t.Errorf("three days: %+v", got)
	}
	if got := measure.TrendOf(nil); got.Direction != measure.CannotTell || got.Lacks != (measure.Lacks{Days: 28, Entries: 18}) {
		t.Errorf("nothing: %+v", got)
	}
	if got := measure.NextDay(nil, nil); got.Direction != measure.CannotTell || got.Lacks != (measure.Lacks{Days: 42, Contact: 6, Quiet: 6}) {
		t.Errorf("nothing: %+v", got)
	}
	if got := measure.EffectOf([]float64{-10, -20}); got.Direction != measure.CannotTell || got.Lacks.Entries != 4 {
		t.Errorf("two pairs: %+v", got)
	}
	if got := measure.ShiftOf(series(1, 2, 3)); got.Direction != measure.CannotTell || got.Lacks.Entries != 37 {
		t.Errorf("three days: %+v", got)
	}
	if _, _, ok := measure.Usual(series(1, 2, 3, 4, 5, 6, 7, 8, 9), 9); ok {
		t.Error("nine entries made a usual range")
	}
	if got := measure.Smooth(series(1, 2, 3, 4, 5, 6)); got != nil {
		t.Errorf("six entries made a line: %v", got)
	}
}

func TestTheUsualRange(t *testing.T) {
	// The median of 1 to 11 is 6, and the values lie 3 from it, as the median goes.
	usual, middle, ok := measure.Usual(series(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 11)
	if !ok || middle != 6 || usual != (measure.Range{Low: 1.5, High: 10.5}) {
		t.Errorf("got %v around %v, %v", usual, middle, ok)
	}
	long := make([]float64, 60)
	for i := range long {
		long[i] = float64(i)
	}
	if _, middle, _ := measure.Usual(series(long...), 60); middle != 45.5 {
		t.Errorf("the middle of the last 28 of 60 days is %v", middle)
	}
}

func TestEffectsByHand(t *testing.T) {
	// Six differences of one sign: two of 64 turns of signs give as large a sum.
	if got := measure.EffectOf([]float64{-8, -9, -10, -7, -6, -12}); got.Direction != measure.Lower || got.P != 2.0/64 || got.Median != -8.5 {
		t.Errorf("six falls: %+v", got)
	}
	if got := measure.EffectOf([]float64{0, 0, 0, 0, 0, 0}); got.Direction != measure.CannotTell {
		t.Errorf("six times nothing: %+v", got)
	}
}

func TestChancesOfSeveralQuestions(t *testing.T) {
	got := measure.Holm([]float64{0.04, math.NaN(), 0.01})
	if want := []float64{0.04, 1, 0.02}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := measure.Holm([]float64{0.02, 0.01, 0.03}); !slices.Equal(got, []float64{0.04, 0.03, 0.04}) {
		t.Errorf("got %v", got)
	}
}

func TestOneShiftIsFoundNearWhereItIs(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	v := make([]float64, 80)
	for i := range v {
		v[i] = 70 + 5*r.NormFloat64()
		if i >= 50 {
			v[i] -= 30
		}
	}
	f := measure.ShiftOf(series(v...))
	if f.Direction != measure.Lower || f.From > 50 || f.To < 49 || f.To-f.From > 15 {
		t.Errorf("a fall after day 49: %+v", f)
	}
}

func TestNoLineIsDrawnOverALongGap(t *testing.T) {
	var points []measure.Point
	for _, day := range []int{0, 1, 2, 3, 7, 8, 13, 14, 15} { // three days missing, then four
		points = append(points, measure.Point{Day: day, Value: 50})
	}
	runs := measure.Runs(measure.Smooth(measure.NewSeries(points)))
	if len(runs) != 2 || runs[0][0].Day != 0 || runs[0][len(runs[0])-1].Day != 8 || runs[1][0].Day != 13 || runs[1][len(runs[1])-1].Day != 15 {
		t.Errorf("got %v", runs)
	}
}

func TestTheRangeOfTheLineWidensOverAGap(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	var points []measure.Point
	for day := range 30 {
		if day < 12 || day > 17 {
			points = append(points, measure.Point{Day: day, Value: 50 + 10*r.NormFloat64()})
		}
	}
	levels := measure.Smooth(measure.NewSeries(points))
	width := func(day int) float64 { return levels[day].High - levels[day].Low }
	if width(14) <= width(8) || width(14) <= width(25) {
		t.Errorf("the range is %.1f in the gap, %.1f before and %.1f after it", width(14), width(8), width(25))
	}
}

// anySeries has values away from the ends, so that it can be moved.
func anySeries(t *rapid.T) measure.Series {
	var points []measure.Point
	day := 0
	for range rapid.IntRange(0, 70).Draw(t, "entries") {
		day += rapid.IntRange(1, 4).Draw(t, "days on")
		points = append(points, measure.Point{Day: day, Value: float64(rapid.IntRange(20, 60).Draw(t, "value"))})
	}
	return measure.NewSeries(points)
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 || math.IsNaN(a) && math.IsNaN(b) }

// Moving all values and all days moves what is said with them, and no answer.
func TestMovingEverythingChangesNoAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anySeries(t)
		days, up := rapid.IntRange(-1000, 1000).Draw(t, "days"), float64(rapid.IntRange(-15, 15).Draw(t, "up"))
		moved := make(measure.Series, len(s))
		for i, p := range s {
			moved[i] = measure.Point{Day: p.Day + days, Value: p.Value + up}
		}
		a, b := measure.TrendOf(s), measure.TrendOf(moved)
		if a.Direction != b.Direction || !near(a.Slope, b.Slope) || !near(a.P, b.P) || a.Lacks != b.Lacks {
			t.Fatalf("a trend of %+v became %+v", a, b)
		}
		f, g := measure.ShiftOf(s), measure.ShiftOf(moved)
		if f.Direction != g.Direction || f.Direction != measure.CannotTell && (f.From+days != g.From || !near(f.Before+up, g.Before)) {
			t.Fatalf("a shift of %+v became %+v", f, g)
		}
	})
}

// Turned upside down, lower is higher.
func TestUpsideDownLowerIsHigher(t *testing.T) {
	opposite := map[measure.Direction]measure.Direction{measure.Lower: measure.Higher, measure.Higher: measure.Lower}
	rapid.Check(t, func(t *rapid.T) {
		s := anySeries(t)
		var d []float64
		turned := make(measure.Series, len(s))
		for i, p := range s {
			turned[i] = measure.Point{Day: p.Day, Value: 80 - p.Value}
			d = append(d, p.Value-40)
		}
		a, b := measure.TrendOf(s), measure.TrendOf(turned)
		if !near(a.Slope, -b.Slope) || !near(a.P, b.P) {
			t.Fatalf("%+v turned is %+v", a, b)
		}
		back := slices.Clone(d)
		for i := range back {
			back[i] = -back[i]
		}
		if x, y := measure.EffectOf(d), measure.EffectOf(back); y.Direction != opposite[x.Direction] {
			t.Fatalf("%+v turned is %+v", x, y)
		}
	})
}

// The line and its range stay on the scale, and the range holds the line.
func TestTheLineStaysOnTheScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var points []measure.Point
		for range rapid.IntRange(7, 60).Draw(t, "entries") {
			points = append(points, measure.Point{Day: rapid.IntRange(0, 300).Draw(t, "day"), Value: rapid.Float64Range(0, 100).Draw(t, "value")})
		}
		for _, l := range measure.Smooth(measure.NewSeries(points)) {
			if !(0 <= l.Low && l.Low <= l.Mean && l.Mean <= l.High && l.High <= 100) {
				t.Fatalf("%+v", l)
			}
		}
	})
}

func TestWhenATimeIsCalm(t *testing.T) {
	days := func(n int, value func(day int) float64) measure.Series {
		v := make([]float64, n)
		for i := range v {
			v[i] = value(i)
		}
		return series(v...)
	}
	low := func(day int) float64 { return float64(10 + day*7%13) }
	for says, tc := range map[string]struct {
		s    measure.Series
		want bool
	}{
		"eight weeks low":            {days(60, low), true},
		"five weeks low":             {days(35, low), false},
		"low, and one bad week":      {days(60, func(d int) float64 { return low(d) + map[bool]float64{true: 60}[d > 20 && d < 35] }), false},
		"low at first, now higher":   {days(60, func(d int) float64 { return low(d) + float64(d)/2 }), false},
		"nothing":                    {nil, false},
		"low, but hardly any number": {measure.NewSeries([]measure.Point{{Day: 0, Value: 5}, {Day: 30, Value: 5}, {Day: 59, Value: 5}}), false},
	} {
		if got := measure.Calm(tc.s, 59); got != tc.want {
			t.Errorf("%s: %v", says, got)
		}
	}
}
