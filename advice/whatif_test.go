package advice_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"afterwards/situation"
)

// TestNoSmallestChangeIsMissed tries every change of one fact and of two, also
// those that the adviser does not look at because the verdict cannot hang on
// them.
func TestNoSmallestChangeIsMissed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := late.but(facts{"local_hour": rapid.SampledFrom([]any{12, 23}).Draw(t, "local_hour")})
		for range rapid.IntRange(0, 3).Draw(t, "changed") {
			fact := rapid.SampledFrom(deciding).Draw(t, "fact")
			if fact.OnlyIf.Value == "" {
				f[fact.Name] = drawValue(t, &fact)
			}
		}
		s := read2(t, f)
		got := []string{}
		for _, w := range adviser.Decide(s).WhatIf {
			line := fmt.Sprintln(w.Fact, w.Value, w.Verdict, w.Forms, w.Time)
			if w.And != nil {
				line += fmt.Sprintln(w.And.Fact, w.And.Value)
			}
			got = append(got, line)
		}
		if want := smallestChanges(s); f["crisis"] == "no" && !slices.Equal(got, want) {
			t.Fatalf("in %v, the smallest changes are\n%v\nbut it says\n%v", f, want, got)
		}
	})
}

func smallestChanges(s situation.Situation) []string {
	type change struct {
		fact  string
		value any
		time  bool
		after situation.Situation
	}
	v := adviser.Vocabulary()
	now, _ := adviser.Verdict(&s)
	all, singles, inTime, other := []change{}, []string{}, []string{}, []string{}
	milder := false
	say := func(c change, time bool, after situation.Situation) string {
		verdict, set := adviser.Verdict(&after)
		forms := []string{}
		for i, f := range adviser.Judgement().Forms {
			if set>>i&1 == 1 {
				forms = append(forms, f.Name)
			}
		}
		return fmt.Sprintln(c.fact, c.value, verdict, forms, time)
	}
	for _, f := range adviser.Judgement().Facts {
		if only, _ := v.Compile(f.OnlyIf); !f.CanChange || !only.May(&s) {
			continue
		}
		for _, after := range v.Alternatives(s, f.Name) {
			value, _ := v.Value(after, f.Name)
			c := change{f.Name, value, f.Passes, after}
			all = append(all, c)
			if verdict, _ := adviser.Verdict(&after); verdict != now {
				milder = milder || strictness(verdict) > strictness(now)
				singles = append(singles, say(c, c.time, after))
			}
		}
	}
	if milder {
		return singles
	}
	for i, first := range all {
		for _, second := range all[i+1:] {
			if second.fact == first.fact {
				continue
			}
			both, err := v.With(first.after, second.fact, second.value)
			if err != nil {
				panic(err)
			}
			if verdict, _ := adviser.Verdict(&both); strictness(verdict) <= strictness(now) {
				continue
			}
			line := say(first, first.time && second.time, both) + fmt.Sprintln(second.fact, second.value)
			if first.time && second.time {
				inTime = append(inTime, line)
			} else {
				other = append(other, line)
			}
		}
	}
	pairs := append(inTime, other...)
	return append(singles, pairs[:min(12, len(pairs))]...)
}
