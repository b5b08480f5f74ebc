package situation_test

import (
	"testing"

	"pgregory.net/rapid"

	"afterwards/knowledge"
	"afterwards/situation"
)

// TestAMatcherSaysWhatEachConditionSays, for many conditions at once.
func TestAMatcherSaysWhatEachConditionSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var conditions []*situation.Condition
		for range rapid.IntRange(1, 90).Draw(t, "conditions") {
			c, problems := words.Compile(knowledge.Text{Value: drawCondition(t)})
			if len(problems) > 0 {
				continue // longer than authors write
			}
			conditions = append(conditions, &c)
		}
		certain := rapid.IntRange(0, len(conditions)).Draw(t, "certain")
		m := words.Matcher(conditions[:certain], conditions[certain:])
		for range 5 {
			s := words.Unknown()
			for _, f := range words.Facts() {
				if rapid.Bool().Draw(t, f.Name+" told") {
					var err error
					if s, err = words.With(s, f.Name, drawAnswer(t, f)); err != nil {
						t.Fatal(err)
					}
				}
			}
			found := m.Match(&s)
			next := m.Next(&found, 0)
			for i, c := range conditions {
				if m.Holds(&found, i) {
					if next != i {
						t.Fatalf("the next condition is %d, not %d", i, next)
					}
					next = m.Next(&found, i+1)
				}
				want := c.May(&s)
				if i < certain {
					want = c.Must(&s)
				}
				if m.Holds(&found, i) != want {
					t.Fatalf("condition %d (%s, certain: %v) in %v: %v", i, c, i < certain, words.Write(s), !want)
				}
			}
			if next != len(conditions) {
				t.Fatalf("after the last condition comes %d", next)
			}
		}
	})
}

func drawCondition(t *rapid.T) string {
	atoms := []string{"fear", "blocked is some", "blocked in [none, all]", "unanswered >= 1", "unanswered < 2", "ties has any", "ties has any of [home, work]", "ties has children", ""}
	e := rapid.SampledFrom(atoms).Draw(t, "atom")
	for range rapid.IntRange(0, 3).Draw(t, "size") {
		if e == "" {
			return e
		}
		e = "(" + e + ") " + rapid.SampledFrom([]string{"and", "or", "and not", "or not"}).Draw(t, "join") + " (" + rapid.SampledFrom(atoms[:8]).Draw(t, "atom") + ")"
	}
	return e
}

func drawAnswer(t *rapid.T, f knowledge.Fact) any {
	if f.Type == knowledge.Set {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(f.Values()), 0, 3, rapid.ID).Draw(t, f.Name)
	}
	return rapid.SampledFrom(f.Answers).Draw(t, f.Name).Value.Value
}
