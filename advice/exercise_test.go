package advice_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"afterwards/advice"
	"afterwards/knowledge"
)

// drawPast draws what somebody gave before and after exercises.
func drawPast(t *rapid.T) []advice.Rated {
	exercises := adviser.Judgement().Exercises
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) advice.Rated {
		return advice.Rated{
			Exercise: rapid.SampledFrom(exercises).Draw(t, "exercise").Exercise,
			Better:   rapid.IntRange(-100, 100).Draw(t, "better"),
		}
	}), 0, 40).Draw(t, "past")
}

func marked(e *knowledge.Exercise, harms ...string) bool {
	return slices.ContainsFunc(harms, func(h string) bool { return slices.Contains(e.Harms, h) })
}

// TestAbuseAndFearCloseWhatIsAboutTheTwo: whatever else holds, no exercise about
// what lies between them, contact, apology or forgiving is open.
func TestAbuseAndFearCloseWhatIsAboutTheTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		if rapid.Bool().Draw(t, "afraid") {
			f = f.but(facts{"fear": true})
		} else {
			f = f.but(facts{"abuse": rapid.SampledFrom([]string{"suspected", "past", "current"}).Draw(t, "abuse")})
		}
		s := read2(t, f)
		for i := range adviser.Judgement().Exercises {
			e := &adviser.Judgement().Exercises[i]
			if p, _ := adviser.Exercise(e.Exercise, s); marked(e, "abuse", "contact", "apology", "forgiveness") && p.Shut == "" {
				t.Fatalf("%s is not shut", e.Exercise)
			}
		}
	})
}

// TestARiskNeverOpensAnExercise: a fact that gets worse opens none that was closed.
func TestARiskNeverOpensAnExercise(t *testing.T) {
	names := []string{}
	for name := range risks {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(t *rapid.T) {
		f := drawFacts(t)
		name := rapid.SampledFrom(names).Draw(t, "risk")
		steps := risks[name]
		to := rapid.IntRange(1, len(steps)-1).Draw(t, "to")
		before, after := read2(t, f.but(facts{name: steps[to-1]})), read2(t, f.but(facts{name: steps[to]}))
		for _, e := range adviser.Judgement().Exercises {
			was, _ := adviser.Exercise(e.Exercise, before)
			is, _ := adviser.Exercise(e.Exercise, after)
			if is.Open() && !was.Open() {
				t.Fatalf("%s opens when %s goes from %v to %v", e.Exercise, name, steps[to-1], steps[to])
			}
		}
	})
}

// TestWhatIsAskedFirstIsNotOpen: while a question of a guard has no answer, the
// exercise stays closed. Unknown is never no.
func TestWhatIsAskedFirstIsNotOpen(t *testing.T) {
	s := adviser.Vocabulary().Unknown()
	for _, e := range adviser.Judgement().Exercises {
		p, ok := adviser.Exercise(e.Exercise, s)
		if !ok {
			t.Fatalf("there is no %s", e.Exercise)
		}
		if marked(&e, "abuse", "contact", "apology", "forgiveness") && p.Open() {
			t.Errorf("%s is open to somebody who has told nothing", e.Exercise)
		}
	}
	if _, ok := adviser.Exercise("nothing", s); ok {
		t.Error("there is an exercise called nothing")
	}
}

// TestSuggestionsKeepTheirPromises: at most three, each once, each with a reason,
// open without a question, for this hour, none that made things worse; and the
// same ones again for the same person.
func TestSuggestionsKeepTheirPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, past := drawFacts(t), drawPast(t)
		s := read2(t, f)
		got := adviser.Suggest(s, past)
		if len(got) > 3 {
			t.Fatalf("%d suggestions", len(got))
		}
		if adviser.Quiet(s) && len(got) > 0 {
			t.Fatal("something is suggested in a crisis")
		}
		seen := map[string]bool{}
		for _, one := range got {
			e := one.Exercise
			p, _ := adviser.Exercise(e.Exercise, s)
			hour, told := f["local_hour"].(int)
			switch {
			case seen[e.Exercise]:
				t.Fatalf("%s is suggested twice", e.Exercise)
			case one.Because == "":
				t.Fatalf("%s is suggested without a reason", e.Exercise)
			case !p.Open() || len(p.Questions) > 0:
				t.Fatalf("%s is suggested and not open", e.Exercise)
			case adviser.Worsens(e.Exercise, past):
				t.Fatalf("%s made things worse and is suggested", e.Exercise)
			case told && (hour < 6 || hour >= 22) && !e.Night:
				t.Fatalf("%s is suggested at night", e.Exercise)
			}
			seen[e.Exercise] = true
		}
		again := adviser.Suggest(s, past)
		if !slices.EqualFunc(got, again, func(x, y advice.Suggestion) bool { return x.Exercise == y.Exercise && x.Because == y.Because }) {
			t.Fatal("the same situation is suggested something else")
		}
	})
}

// TestABetterTimeNeverMovesAnExerciseDown: had the last time gone better, it
// would stand at the same place or further up.
func TestABetterTimeNeverMovesAnExerciseDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, past := read2(t, drawFacts(t)), drawPast(t)
		address := rapid.SampledFrom(adviser.Judgement().Exercises).Draw(t, "which").Exercise
		place := func(better int) int {
			more := append(slices.Clone(past), advice.Rated{Exercise: address, Better: better})
			k := slices.IndexFunc(adviser.Suggest(s, more), func(o advice.Suggestion) bool { return o.Exercise.Exercise == address })
			if k < 0 {
				return 99
			}
			return k
		}
		low := rapid.IntRange(-100, 99).Draw(t, "low")
		high := rapid.IntRange(low+1, 100).Draw(t, "high")
		if bad, good := place(low), place(high); good > bad {
			t.Fatalf("%s is at place %d after %d, and at place %d after %d", address, bad, low, good, high)
		}
	})
}

// TestWhatMadeThingsWorseTwiceRunningIsNotOffered, until it did not.
func TestWhatMadeThingsWorseTwiceRunningIsNotOffered(t *testing.T) {
	const address = "breathe-out-longer"
	past := func(all ...int) (past []advice.Rated) {
		for _, better := range all {
			past = append(past, advice.Rated{Exercise: address, Better: better}, advice.Rated{Exercise: "surf-the-urge", Better: 20})
		}
		return past
	}
	s := read(t, clear.but(facts{"state_now": []string{"panic"}}))
	offered := func(past []advice.Rated) bool {
		return slices.ContainsFunc(adviser.Suggest(s, past), func(o advice.Suggestion) bool { return o.Exercise.Exercise == address })
	}
	if !offered(nil) {
		t.Fatal("it is not offered to somebody in panic, so this proves nothing")
	}
	for name, c := range map[string]struct {
		past  []int
		worse bool
	}{
		"once":                     {[]int{-40}, false},
		"twice":                    {[]int{-15, -15}, true},
		"twice, but hardly":        {[]int{-14, -15}, false},
		"twice, then better":       {[]int{-40, -40, 5}, false},
		"twice, with one between":  {[]int{-40, 5, -40}, false},
		"three of four, but a bit": {[]int{-1, -1, 3, -1}, false}, // it is no writing task
	} {
		if got := adviser.Worsens(address, past(c.past...)); got != c.worse {
			t.Errorf("%s: worse is %v", name, got)
		}
		if c.worse && offered(past(c.past...)) {
			t.Errorf("%s: it is offered", name)
		}
	}
	deep := func(all ...int) (past []advice.Rated) {
		for _, better := range all {
			past = append(past, advice.Rated{Exercise: "deep-feelings", Better: better})
		}
		return past
	}
	if !adviser.Worsens("deep-feelings", deep(10, -1, -2, 5, -3)) {
		t.Error("writing after which it was worse three times of four goes on")
	}
	if adviser.Worsens("deep-feelings", deep(-1, -2, 5, 3, -3)) {
		t.Error("what was worse long ago still counts")
	}
}

// TestOneGoodEveningDecidesNothing: numbers of one time are pulled towards what
// is expected, those of many times speak for themselves.
func TestOneGoodEveningDecidesNothing(t *testing.T) {
	s := read(t, clear.but(facts{"emotional_state": "hyperemotional"}))
	first := func(past []advice.Rated) string { return adviser.Suggest(s, past)[0].Exercise.Exercise }
	favourite := first(nil)
	times := func(n, better int) (past []advice.Rated) {
		for range n {
			past = append(past, advice.Rated{Exercise: "two-dials", Better: better})
		}
		return past
	}
	if got := first(times(1, 10)); got != favourite {
		t.Errorf("after one good evening %s comes first", got)
	}
	past := append(times(8, 60), advice.Rated{Exercise: favourite, Better: 0}, advice.Rated{Exercise: favourite, Better: 0})
	if got := first(past); got != "two-dials" {
		t.Errorf("after eight good evenings %s comes first", got)
	}
	own := adviser.Suggest(s, past)[0].Own
	if own != "You gave numbers 8 times. Afterwards it was usually easier for you." {
		t.Errorf("the reason says %q", own)
	}
	if own := adviser.Suggest(s, times(5, 60))[0].Own; own != "" {
		t.Errorf("after five times it already says %q", own)
	}
}

// TestTheOwnQuestionsGate: one answer that closes is enough, and a missing one
// is not an answer.
func TestTheOwnQuestionsGate(t *testing.T) {
	p, _ := adviser.Exercise("deep-feelings", read(t, clear.but(facts{"local_hour": 12})))
	if !p.Open() || len(p.Questions) != 2 {
		t.Fatalf("it asks %d questions", len(p.Questions))
	}
	for name, c := range map[string]struct {
		given         map[string]string
		shut, missing bool
	}{
		"nothing":      {nil, false, true},
		"one":          {map[string]string{"loop": "hardly"}, false, true},
		"both":         {map[string]string{"loop": "hardly", "why": "no"}, false, false},
		"brooding":     {map[string]string{"loop": "much", "why": "no"}, true, false},
		"searching":    {map[string]string{"loop": "hardly", "why": "yes"}, true, false},
		"no such word": {map[string]string{"loop": "never", "why": "no"}, false, true},
	} {
		shut, missing := p.Answered(func(q string) string { return c.given[q] })
		if (shut != "") != c.shut || missing != c.missing {
			t.Errorf("%s: shut is %q, missing is %v", name, shut, missing)
		}
	}
}

// TestWhatClosedAnExerciseClosesItStill after an answer that got milder.
func TestWhatClosedAnExerciseClosesItStill(t *testing.T) {
	before, now := read(t, clear.but(facts{"abuse": "past"})), read(t, clear)
	if p, _ := adviser.ExerciseAfter("what-forgiving-is-not", now); !p.Open() {
		t.Error("it is closed to somebody who told nothing else")
	}
	if p, _ := adviser.ExerciseAfter("what-forgiving-is-not", now, now, before); p.Open() {
		t.Error("an answer got milder, and the exercise opened")
	}
	if p, _ := adviser.ExerciseAfter("breathe-out-longer", now, before); !p.Open() {
		t.Error("what has nothing to do with it is closed as well")
	}
	talk := clear.but(facts{"ex_ready": "yes", "goal": "closure", "user_ready": true, "acceptance": 85, "feelings_processed": true, "reflection_done": true,
		"emotional_state": "calm", "state_now": []string{}, "local_hour": 12, "hours_since_shock": 48, "under_18": "neither", "power_relation": "none", "ex_crisis": false,
		"expects_answers": false, "relationship_kind": "mutual", "channel": "in_person", "contact_purpose": "final_talk", "ex_new_partner": "no", "nc_state": "none", "ex_willing_to_talk": "yes"})
	if p, _ := adviser.ExerciseAfter("closure-talk-plan", read(t, talk)); !p.Open() {
		t.Errorf("no talk is open: %+v", p)
	}
	if p, _ := adviser.ExerciseAfter("closure-talk-plan", read(t, talk), read(t, talk.but(facts{"blocked": "some"}))); !p.Gated {
		t.Error("a block that is told no more opens a talk")
	}
}

// TestPhasesFollowWhatIsTold: the first that is certain, and none while nothing is.
func TestPhasesFollowWhatIsTold(t *testing.T) {
	for want, f := range map[string]facts{
		"":              {},
		"acute":         {"days_since_breakup": 3, "acceptance": 85},
		"understanding": {"days_since_breakup": 45},
		"rebuilding":    {"days_since_breakup": 120, "acceptance": 85},
		"ready":         {"days_since_breakup": 120, "acceptance": 85, "feelings_processed": true, "reflection_done": true, "emotional_state": "calm"},
	} {
		got := ""
		if p := adviser.Phase(read(t, f)); p != nil {
			got = p.Phase
		}
		if got != want {
			t.Errorf("%v is %q", f, got)
		}
	}
}
