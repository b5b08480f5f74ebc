package unmark_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"afterwards/draft"
	"afterwards/internal/unmark"
)

func TestAFieldThatMakesNoSenseIsNone(t *testing.T) {
	for _, field := range []string{"", ":", "act", "act:", "act:rudeness", "act:threat", "act:selfharm", "level:clear", "place:", "place:" + strings.Repeat("x", 65), "phrase:", "phrase:...", "phrase:" + strings.Repeat("x", 301)} {
		if c, ok := unmark.Read(field); ok {
			t.Errorf("%q is read as %+v", field, c)
		}
	}
}

func TestAFormCarriesEachChoiceOnceAndNotWithoutEnd(t *testing.T) {
	var s unmark.Choices
	for range 2 {
		for _, field := range []string{"phrase:Can we talk?", "phrase:can WE talk", "act:blame", "place:blame-0-1"} {
			c, _ := unmark.Read(field)
			s.Carry(c)
		}
	}
	if len(s.Carried) != 3 {
		t.Errorf("the form carries %+v", s.Carried)
	}
	s.Drop(unmark.Choice{How: draft.ByPhrase, What: "CAN we talk"})
	if len(s.Carried) != 2 {
		t.Errorf("after undoing the form carries %+v", s.Carried)
	}
	for i := range 500 {
		s.Carry(unmark.Choice{How: draft.ByPhrase, What: fmt.Sprint("number ", i)})
	}
	if n := len(s.Carried); n != 200 || s.Carried[n-1].What != "number 499" {
		t.Errorf("the form carries %d choices", n)
	}
}

// TestEveryButtonDoesWhatItSays: each way beside a mark takes that mark away, and
// the line that it leaves on the page brings it back.
func TestEveryButtonDoesWhatItSays(t *testing.T) {
	sentences := []string{"You never cared about me.", "I miss you so much,\ncan we  talk?", "I'm sorry if you felt hurt.", "Answer by tonight or I send the photos to your boss.", "😭 u never cared!!", "Take care."}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(sentences), 1, 5).Draw(t, "text"), " ")
		whole := draft.Check(draft.Hurt, text)
		var s unmark.Choices
		before := s.Dismissals().Apply(draft.Hurt, text, whole)
		for i, sentence := range before.Sentences {
			for j, f := range sentence.Acts {
				if !f.Counts {
					continue
				}
				for _, way := range s.Ways(text, f) {
					c, ok := unmark.Read(way.Field)
					if !ok {
						t.Fatalf("the button %q has the field %q", way.Says, way.Field)
					}
					with := s
					with.Carry(c)
					after := with.Dismissals().Apply(draft.Hurt, text, whole)
					if after.Sentences[i].Acts[j].Counts {
						t.Fatalf("%q does nothing for %+v in %q", way.Field, f, text)
					}
					lines := with.Lines(text, after)
					if len(lines) != 1 || lines[0].Field != way.Field {
						t.Fatalf("%q leaves the lines %+v in %q", way.Field, lines, text)
					}
				}
			}
		}
	})
}
