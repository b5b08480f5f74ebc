package advice_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"afterwards/knowledge"
)

// TestNoLetterOpensAgainstAGate: whatever is told, a kind is open only where a
// form that it needs is, which under stop none is, and never in a crisis.
func TestNoLetterOpensAgainstAGate(t *testing.T) {
	kinds := adviser.Judgement().Letters
	rapid.Check(t, func(t *rapid.T) {
		s := read2(t, drawFacts(t))
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		l, ok := adviser.Letter(kind.Letter, s)
		if !ok {
			t.Fatal("the kind is not there")
		}
		crisis, _ := adviser.Vocabulary().Value(s, "crisis")
		switch {
		case !l.Open:
		case len(kind.Needs) == 0:
			t.Error("a kind that is never sent is open")
		case l.Decision.Verdict == "stop" || l.Shut != "" || crisis == "thoughts" || crisis == "intent":
			t.Errorf("it is open under %s, shut %q, crisis %v", l.Decision.Verdict, l.Shut, crisis)
		case !slices.ContainsFunc(kind.Needs, func(form string) bool { return slices.Contains(l.Decision.Forms, form) }):
			t.Errorf("it needs %v, and %v is open", kind.Needs, l.Decision.Forms)
		}
	})
}

// TestAGraverAnswerOpensNoLetter: risk only closes.
func TestAGraverAnswerOpensNoLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		told := drawFacts(t)
		f := rapid.SampledFrom(deciding).Draw(t, "fact")
		if len(f.Risk) == 0 || f.Type == knowledge.Set {
			return
		}
		pair := rapid.SampledFrom(f.Risks()).Draw(t, "step")
		kind := rapid.SampledFrom(adviser.Judgement().Letters).Draw(t, "kind").Letter
		told[f.Name] = f.Answers[pair[0]].Value.Value
		before, _ := adviser.Letter(kind, read2(t, told))
		told[f.Name] = f.Answers[pair[1]].Value.Value
		after, _ := adviser.Letter(kind, read2(t, told))
		if after.Open && !before.Open {
			t.Errorf("%s: %s from %v to %v opens it", kind, f.Name, f.Answers[pair[0]].Value.Value, f.Answers[pair[1]].Value.Value)
		}
	})
}

// TestTheQuestionsOfALetterLeadSomewhere: whoever answers what is asked, at
// every kind, is asked until nothing can open or shut it, and no longer.
func TestTheQuestionsOfALetterLeadSomewhere(t *testing.T) {
	v := adviser.Vocabulary()
	files, problems := knowledge.LoadJudgement(knowledge.Files) // what is built in has no examples
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, kind := range files.Letters {
		if len(kind.Examples) == 0 {
			t.Errorf("%s has no examples, so this proves nothing", kind.Letter)
		}
		for _, e := range kind.Examples {
			s, asked := v.Unknown(), 0
			for _, tell := range kind.Tells { // told before the kind was chosen
				if facet, told := e.Facts[tell.Fact]; told {
					s, _ = v.With(s, tell.Fact, facet.Value)
				}
			}
			for {
				open := adviser.AskLetter(kind.Letter, s, nil)
				if len(open) == 0 {
					break
				}
				f, _ := v.Fact(open[0])
				var value any
				switch facet, given := e.Facts[f.Name]; {
				case given:
					value = facet.Value
				case f.Type == knowledge.Set:
					value = []string{}
				case f.Type == knowledge.Bool:
					value = false
				default:
					value = f.Answers[0].Value.Value
				}
				next, err := v.With(s, f.Name, value)
				if err != nil {
					t.Fatal(err)
				}
				s = next
				if asked++; asked > 40 {
					t.Fatalf("%s asks without end", kind.Letter)
				}
			}
			if got, _ := adviser.Letter(kind.Letter, s); got.Is() != e.Is {
				t.Errorf("%s: after %d questions it is %s, and %s was wanted (%v)", kind.Letter, asked, got.Is(), e.Is, got.Decision.Verdict)
			}
		}
	}
}

// TestInACrisisALetterAsksNothing but shows help.
func TestInACrisisALetterAsksNothing(t *testing.T) {
	for _, kind := range adviser.Judgement().Letters {
		s := read(t, facts{"crisis": "thoughts"})
		if asked := adviser.AskLetter(kind.Letter, s, nil); len(asked) > 0 {
			t.Errorf("%s asks %v", kind.Letter, asked)
		}
		if l, _ := adviser.Letter(kind.Letter, s); l.Open || !l.Suspended {
			t.Errorf("%s: open %v, suspended %v", kind.Letter, l.Open, l.Suspended)
		}
	}
	if _, ok := adviser.Letter("nothing", adviser.Vocabulary().Unknown()); ok {
		t.Error("a kind that does not exist was found")
	}
}
