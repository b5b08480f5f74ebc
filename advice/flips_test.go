package advice_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"afterwards/situation"
)

// TestWhatGotMilderIsSeen, and what got graver, passed with time or was not
// told before is not.
func TestWhatGotMilderIsSeen(t *testing.T) {
	for _, c := range []struct {
		before, now facts
		want        []string
	}{
		{facts{"abuse": "past"}, facts{"abuse": "none"}, []string{"abuse"}},
		{facts{"abuse": "current"}, facts{"abuse": "suspected"}, []string{"abuse"}},
		{facts{"abuse": "none"}, facts{"abuse": "past"}, nil},
		{facts{"abuse": "past"}, facts{}, nil},
		{facts{}, facts{"abuse": "none"}, nil},
		{facts{"legal_order": "pending"}, facts{"legal_order": "protects_me"}, nil},
		{facts{"legal_order": "pending"}, facts{"legal_order": "none"}, []string{"legal_order"}},
		{facts{"own_conduct": list{"tracking", "threats"}}, facts{"own_conduct": list{"threats"}}, []string{"own_conduct"}},
		{facts{"own_conduct": list{"threats"}}, facts{"own_conduct": list{"tracking", "threats"}}, nil},
		{facts{"unanswered_messages": 5}, facts{"unanswered_messages": 1}, []string{"unanswered_messages"}},
		{facts{"acceptance": 20}, facts{"acceptance": 90}, []string{"acceptance"}},
		{facts{"local_hour": 23}, facts{"local_hour": 12}, nil},
		{facts{"goal": "reconcile"}, facts{"goal": "heal"}, nil},
	} {
		if got := adviser.Flips(read(t, c.now), read(t, c.before)); !slices.Equal(got, c.want) {
			t.Errorf("from %v to %v: %v, want %v", c.before, c.now, got, c.want)
		}
	}
}

// TestARememberedAnswerNeverOpensAnything: with whatever was told before, an
// answer is at most as mild as without.
func TestARememberedAnswerNeverOpensAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := read2(t, drawFacts(t))
		var earlier []situation.Situation
		for range rapid.IntRange(0, 3).Draw(t, "earlier") {
			earlier = append(earlier, read2(t, drawFacts(t)))
		}
		plain := adviser.Decide(now)
		d, changed := adviser.DecideAfter(now, earlier...)
		if strictness(d.Verdict) > strictness(plain.Verdict) {
			t.Fatalf("%s became %s", plain.Verdict, d.Verdict)
		}
		for _, form := range d.Forms {
			if !slices.Contains(plain.Forms, form) {
				t.Fatalf("%s was opened", form)
			}
		}
		if len(changed) > 0 && strictness(d.Verdict) > strictness("not-now") {
			t.Fatalf("%v got milder, and the answer is %s", changed, d.Verdict)
		}
		if len(changed) == 0 && d.Verdict != plain.Verdict {
			t.Fatal("nothing changed, and the answer did")
		}
	})
}
