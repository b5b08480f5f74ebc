package situation_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"afterwards/internal/errs"
	"afterwards/knowledge"
	"afterwards/situation"
)

// words is a small vocabulary with one fact of each kind.
var words = func() *situation.Vocabulary {
	answers := func(values ...any) []knowledge.Answer {
		var all []knowledge.Answer
		for _, v := range values {
			all = append(all, knowledge.Answer{Value: knowledge.Scalar{Value: v}, Says: "…"})
		}
		return all
	}
	v, err := situation.New([]knowledge.Fact{
		{Name: "fear", Type: knowledge.Bool, Answers: answers(true, false)},
		{Name: "blocked", Type: knowledge.Enum, Answers: answers("none", "some", "all")},
		{Name: "unanswered", Type: knowledge.Number, Cuts: []int{1, 2}, Answers: answers(0, 1, 2)},
		{Name: "ties", Type: knowledge.Set, Answers: answers("children", "home", "work")},
	})
	if err != nil {
		panic(err)
	}
	return v
}()

func read(t testing.TB, text string) situation.Situation {
	t.Helper()
	var facts map[string]any
	if err := json.Unmarshal([]byte(text), &facts); err != nil {
		t.Fatal(err)
	}
	s, err := words.Read(facts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAConditionMustOrMayHold shows what is certain and what is only possible.
func TestAConditionMustOrMayHold(t *testing.T) {
	const (
		no = iota
		may
		must
	)
	for _, c := range []struct {
		condition string
		facts     string
		want      int
	}{
		{"fear", `{"fear": true}`, must},
		{"fear", `{"fear": false}`, no},
		{"fear", `{}`, may},
		{"not fear", `{}`, may},
		{"not fear", `{"fear": false}`, must},
		{"blocked is some", `{"blocked": "some"}`, must},
		{"blocked in [some, all]", `{"blocked": "all"}`, must},
		{"blocked in [some, all]", `{}`, may},
		{"not blocked in [some, all]", `{"blocked": "none"}`, must},
		{"unanswered >= 2", `{"unanswered": 2}`, must},
		{"unanswered >= 2", `{"unanswered": 9000}`, must},
		{"unanswered >= 2", `{"unanswered": 1}`, no},
		{"unanswered < 1", `{"unanswered": 0}`, must},
		{"unanswered >= 1 and unanswered < 2", `{"unanswered": 1}`, must},
		{"ties has home", `{"ties": ["home"]}`, must},
		{"ties has home", `{"ties": []}`, no},
		{"ties has any", `{"ties": ["work"]}`, must},
		{"ties has any", `{"ties": []}`, no},
		{"ties has any", `{}`, may},
		{"ties has any of [children, home]", `{"ties": ["work"]}`, no},
		{"not ties has children", `{"ties": ["work"]}`, must},
		{"fear or blocked is all", `{"fear": false}`, may},
		{"fear or blocked is all", `{"fear": true}`, must},
		{"fear and blocked is all", `{"fear": true}`, may},
		{"not (fear or blocked is all)", `{"fear": false, "blocked": "some"}`, must},
		{"not (fear and blocked is all)", `{"fear": true, "blocked": "some"}`, must},
		{"blocked is some and blocked is all", `{}`, no},
		{"", `{}`, must},
	} {
		condition, problems := words.Compile(knowledge.Text{Value: c.condition})
		if len(problems) > 0 {
			t.Fatalf("%q: %v", c.condition, problems)
		}
		s := read(t, c.facts)
		got := no
		if condition.May(&s) {
			got = may
		}
		if condition.Must(&s) {
			got = must
		}
		if got != c.want {
			t.Errorf("%q with %s: got %d, want %d", c.condition, c.facts, got, c.want)
		}
	}
}

// TestAWrongConditionNamesTheColumn lets an author jump to the word.
func TestAWrongConditionNamesTheColumn(t *testing.T) {
	for condition, want := range map[string]string{
		"feer":                      `f.yaml:3:9: there is no fact called "feer" (did you mean "fear"?)`,
		"fear and bloked is all":    `f.yaml:3:18: there is no fact called "bloked" (did you mean "blocked"?)`,
		"blocked is sum":            `f.yaml:3:20: "sum" is not a value of "blocked" (did you mean "some"?)`,
		"blocked = all":             `f.yaml:3:17: "blocked" needs is or in (write: blocked is … or blocked in […])`,
		"blocked in some":           `f.yaml:3:20: a list is wanted here (write [a, b])`,
		"blocked in [some all]":     `f.yaml:3:26: a comma or a closing bracket is missing`,
		"unanswered >= 3":           `f.yaml:3:23: "3" is not a cut of "unanswered" (its cuts are [1 2])`,
		"unanswered is 1":           `f.yaml:3:20: "unanswered" is a number (write: unanswered >= … or unanswered < …)`,
		"ties is home":              `f.yaml:3:14: "ties" is a set (write: ties has …)`,
		"fear blocked is all":       `f.yaml:3:14: "blocked" was not expected here (join conditions with and, or)`,
		"(fear or blocked is all":   `f.yaml:3:32: a closing parenthesis is missing`,
		"fear and":                  `f.yaml:3:17: the condition breaks off here`,
		"not":                       `f.yaml:3:12: the condition breaks off here`,
		"ties has any of []":        `f.yaml:3:26: "]" is not a value of "ties" (known here: children, home, work)`,
		"blocked in [some, all]]]]": `f.yaml:3:31: "]" was not expected here (join conditions with and, or)`,
	} {
		_, problems := words.Compile(knowledge.Text{Pos: knowledge.Pos{File: "f.yaml", Line: 3, Column: 9}, Value: condition})
		if len(problems) != 1 || problems[0].String() != want {
			t.Errorf("%q: got %v, want %s", condition, problems, want)
		}
	}
}

// TestGarbageIsRefusedInASentence reads what no form would send.
func TestGarbageIsRefusedInASentence(t *testing.T) {
	for text, want := range map[string]string{
		`{"feer": true}`:               `there is no fact called "feer" (did you mean "fear"?)`,
		`{"fear": "true"}`:             `the fact "fear" cannot be "true": it is true or false`,
		`{"fear": 1}`:                  `the fact "fear" cannot be 1: it is true or false`,
		`{"blocked": "sum"}`:           `the fact "blocked" cannot be "sum": it is one of none, some, all`,
		`{"blocked": ["some"]}`:        `the fact "blocked" cannot be ["some"]: it is one of none, some, all`,
		`{"unanswered": -1}`:           `the fact "unanswered" cannot be -1: it is a whole number, 0 or more`,
		`{"unanswered": 1.5}`:          `the fact "unanswered" cannot be 1.5: it is a whole number, 0 or more`,
		`{"unanswered": 1e300}`:        `the fact "unanswered" cannot be 1e+300: it is a whole number, 0 or more`,
		`{"unanswered": "two"}`:        `the fact "unanswered" cannot be "two": it is a whole number, 0 or more`,
		`{"ties": "home"}`:             `the fact "ties" cannot be "home": it is a list of any of children, home, work`,
		`{"ties": ["home", "garden"]}`: `the fact "ties" cannot be "garden": it is a list of any of children, home, work`,
		`{"ties": [1]}`:                `the fact "ties" cannot be [1]: it is a list of any of children, home, work`,
		`{"fear": {}}`:                 `the fact "fear" cannot be {}: it is true or false`,
	} {
		var facts map[string]any
		if err := json.Unmarshal([]byte(text), &facts); err != nil {
			t.Fatal(err)
		}
		_, err := words.Read(facts)
		if !errs.Is(err, errs.Invalid) || err.Error() != want {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

// TestNullIsUnknown, as absence is.
func TestNullIsUnknown(t *testing.T) {
	if read(t, `{"fear": null}`) != words.Unknown() {
		t.Error("null was taken for an answer")
	}
}

// TestAnswersInText are what forms and command lines give.
func TestAnswersInText(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []string
		want   string
	}{
		{"fear", []string{"true"}, `{"fear": true}`},
		{"blocked", []string{"some"}, `{"blocked": "some"}`},
		{"unanswered", []string{"7"}, `{"unanswered": 2}`},
		{"ties", []string{"home", "work"}, `{"ties": ["home", "work"]}`},
		{"ties", []string{situation.None}, `{"ties": []}`},
		{"ties", nil, `{}`},
	} {
		s, err := words.Answer(words.Unknown(), c.name, c.values...)
		if err != nil || s != read(t, c.want) {
			t.Errorf("%s %q: %v, %v", c.name, c.values, words.Write(s), err)
		}
	}
	for name, values := range map[string][]string{
		"fear": {"maybe"}, "blocked": {"some", "all"}, "unanswered": {"99999999999999999999"}, "ties": {"none", "home"}, "nothing": {"x"},
	} {
		if _, err := words.Answer(words.Unknown(), name, values...); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s %q was accepted", name, values)
		}
	}
}

// TestSetsOfFacts are asked at once.
func TestSetsOfFacts(t *testing.T) {
	two := words.FactSet([]int{0, 3}) // fear and ties
	for text, want := range map[string][2]bool{
		`{}`:                                {false, true},
		`{"blocked": "all"}`:                {false, true},
		`{"fear": true}`:                    {false, false},
		`{"ties": []}`:                      {false, false},
		`{"fear": false, "ties": ["home"]}`: {true, false},
	} {
		s := read(t, text)
		if two.Known(&s) != want[0] || two.Unknown(&s) != want[1] {
			t.Errorf("%s: known %v, unknown %v", text, two.Known(&s), two.Unknown(&s))
		}
	}
}

// TestMustImpliesMay, and a condition and its opposite never both hold: laws of
// conditions over any situation.
func TestMustImpliesMay(t *testing.T) {
	atoms := []string{"fear", "blocked is some", "blocked in [none, all]", "unanswered >= 1", "unanswered < 2", "ties has any", "ties has any of [home, work]", "ties has children"}
	expression := rapid.Custom(func(t *rapid.T) string {
		e := rapid.SampledFrom(atoms).Draw(t, "atom")
		for range rapid.IntRange(0, 4).Draw(t, "size") {
			e = "(" + e + ") " + rapid.SampledFrom([]string{"and", "or", "and not", "or not"}).Draw(t, "join") + " (" + rapid.SampledFrom(atoms).Draw(t, "atom") + ")"
		}
		return e
	})
	rapid.Check(t, func(t *rapid.T) {
		e := expression.Draw(t, "condition")
		yes, problems := words.Compile(knowledge.Text{Value: e})
		no, more := words.Compile(knowledge.Text{Value: "not (" + e + ")"})
		for _, p := range append(problems, more...) {
			if p.Says == "the condition is too complicated" {
				t.Skip("longer than authors write")
			}
			t.Fatal(p)
		}
		partial, full := words.Unknown(), words.Unknown()
		for _, f := range words.Facts() {
			var value any
			switch f.Type {
			case knowledge.Set:
				value = rapid.SliceOfNDistinct(rapid.SampledFrom(f.Values()), 0, 3, rapid.ID).Draw(t, f.Name)
			default:
				value = rapid.SampledFrom(f.Answers).Draw(t, f.Name).Value.Value
			}
			var err error
			if full, err = words.With(full, f.Name, value); err != nil {
				t.Fatal(err)
			}
			if rapid.Bool().Draw(t, f.Name+" told") {
				if partial, err = words.With(partial, f.Name, value); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, s := range []*situation.Situation{&partial, &full} {
			if yes.Must(s) && !yes.May(s) {
				t.Fatal("certain but impossible")
			}
			if yes.Must(s) && no.May(s) {
				t.Fatal("certain, and its opposite is possible")
			}
		}
		if yes.Must(&full) == no.Must(&full) {
			t.Fatal("with everything known, a condition or its opposite holds, not both")
		}
		if yes.Must(&partial) && !yes.Must(&full) {
			t.Fatal("what was certain was undone by an answer")
		}
		if yes.Must(&full) && !yes.May(&partial) {
			t.Fatal("what was impossible came true")
		}
		if !reflect.DeepEqual(words.Write(full), words.Write(full)) {
			t.Fatal("writing is not steady")
		}
	})
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{"fear", "not (blocked in [some, all] and ties has any)", "unanswered >= 2 or", "((((", "][", "a\x00b", "ties has any of [", ">", "<>="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, problems := words.Compile(knowledge.Text{Value: text})
		s := words.Unknown()
		if len(problems) == 0 && c.Must(&s) && !c.May(&s) {
			t.Fatal("certain but impossible")
		}
	})
}
