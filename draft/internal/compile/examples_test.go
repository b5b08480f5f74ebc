package compile_test

import (
	"testing"

	"afterwards/draft/internal/compile"
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
	"afterwards/knowledge"
)

// Every pattern file carries its own tests: sentences that a pattern must find
// and sentences that it must leave alone.
func TestEveryPatternKeepsItsExamples(t *testing.T) {
	set, problems := knowledge.LoadActs(knowledge.Files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	raw, err := compile.Program(set)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pattern.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	split := text.NewSplitter(p.Lexicon)
	finds := func(id, src string) bool {
		d := split.Split(src)
		for _, s := range d.Sentences {
			for _, h := range p.Find(d, s, nil) {
				if p.Rules[h.Rule].ID == id {
					return true
				}
			}
		}
		return false
	}
	for _, a := range set.Acts {
		for _, e := range a.Entries {
			t.Run(a.ID+"/"+e.ID, func(t *testing.T) {
				for _, s := range e.Must {
					if !finds(e.ID, s) {
						t.Errorf("%s: does not find %q", e.Pos, s)
					}
				}
				for _, s := range e.Never {
					if finds(e.ID, s) {
						t.Errorf("%s: finds %q", e.Pos, s)
					}
				}
			})
		}
	}
}
