package knowledge_test

import (
	"testing"
	"testing/fstest"

	"afterwards/knowledge"
)

type sample struct {
	knowledge.Pos
	Name  string           `yaml:"name,required"`
	Count int              `yaml:"count"`
	Yes   bool             `yaml:"yes"`
	When  knowledge.Text   `yaml:"when"`
	Value knowledge.Scalar `yaml:"value"`
	Items []sampleItem     `yaml:"items"`
}

type sampleItem struct {
	knowledge.Pos
	Word string `yaml:"word,required"`
}

func decode(text string) (sample, knowledge.Problems) {
	var s sample
	problems := knowledge.Decode(fstest.MapFS{"f.yaml": {Data: []byte(text)}}, "f.yaml", &s)
	return s, problems
}

// TestEveryProblemNamesItsPlace: what an author gets wrong, and what they read.
func TestEveryProblemNamesItsPlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"name: a\ncuont: 2", `f.yaml:2:1: unknown key "cuont" (did you mean "count"?)`},
		{"count: 2", `f.yaml:1:1: the key "name" is missing`},
		{"name: a\nname: b", `f.yaml:2:1: the key "name" stands here twice (keep one of the two)`},
		{"name: [a]", `f.yaml:1:7: text wanted here`},
		{"name: true", `f.yaml:1:7: true is read as a truth value, and text is wanted here (put it in quotes)`},
		{"name: a\ncount: two", `f.yaml:2:8: a whole number is wanted here`},
		{"name: a\ncount: 99999999999999999999", `f.yaml:2:8: a whole number is wanted here`},
		{"name: a\nyes: maybe", `f.yaml:2:6: true or false is wanted here (write true or false)`},
		{"name: a\nitems: x", `f.yaml:2:8: a list wanted here`},
		{"name: a\nitems:\n  - wrod: x", "f.yaml:3:5: unknown key \"wrod\" (did you mean \"word\"?)\nf.yaml:3:5: the key \"word\" is missing"},
		{"- a", `f.yaml:1:1: keys and values wanted here`},
		{"", `f.yaml:1:1: the file is empty`},
		{"name: 'a", `f.yaml:1:1: this is not valid YAML: found unexpected end of stream (check indentation and quotes near this line)`},
		{"name: a\n\tcount: 2", `f.yaml:2:1: this is not valid YAML: line 2: found a tab character that violates indentation (check indentation and quotes near this line)`},
	} {
		if _, problems := decode(c.text); problems.Err() == nil || problems.Error() != c.want {
			t.Errorf("%q\n got %v\nwant %s", c.text, problems, c.want)
		}
	}
}

// TestPlacesAndValuesAreKept for later checks.
func TestPlacesAndValuesAreKept(t *testing.T) {
	s, problems := decode("name: a\nwhen: \"b is c\"\nvalue: \"no\"\nitems:\n  - word: x\n")
	if problems != nil {
		t.Fatal(problems)
	}
	if s.When.Line != 2 || s.When.Column != 8 || s.When.Value != "b is c" {
		t.Errorf("the condition is %+v", s.When)
	}
	if s.Value.Value != "no" {
		t.Errorf("the quoted no became %v", s.Value.Value)
	}
	if s.Items[0].Pos.String() != "f.yaml:5:5" {
		t.Errorf("the item is at %s", s.Items[0].Pos)
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{"name: a", "name: &x a\nvalue: *x", "items:\n- word: x", "{", "name: \xff", "? a\n: b", "<<: {name: x}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, problems := decode(text)
		for _, p := range problems {
			if p.File != "f.yaml" || p.Line < 1 || p.Column < 1 || p.Says == "" {
				t.Fatalf("a problem without a place or words: %+v", p)
			}
		}
	})
}
