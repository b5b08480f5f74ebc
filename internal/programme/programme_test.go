package programme_test

import (
	"testing"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/programme"
)

func TestWhatComesNext(t *testing.T) {
	steps := []programme.KeptStep{{Value: programme.Step{Step: "b", Whole: true}}, {Value: programme.Step{Step: "a"}}}
	for _, tc := range []struct {
		order []string
		want  string
	}{{[]string{"a", "b", "c"}, "a"}, {[]string{"b", "c"}, "c"}, {[]string{"b"}, ""}, {nil, ""}} {
		if got := programme.Next(tc.order, steps); got != tc.want {
			t.Errorf("of %v comes %q, want %q", tc.order, got, tc.want)
		}
	}
}

func TestWhatWasToldCountsForADay(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	b := programme.Begun{Before: map[string]any{"fear": true}, BeforeTold: now.Add(-23 * time.Hour)}
	if b.Earlier(now) == nil {
		t.Error("what was told 23 hours ago is forgotten")
	}
	if b.Earlier(now.Add(2*time.Hour)) != nil {
		t.Error("what was told 25 hours ago still counts")
	}
}

func TestGarbageIsRefused(t *testing.T) {
	when := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	over := 101
	for says, s := range map[string]programme.Step{
		"no name":  {When: when},
		"no time":  {Programme: "a", Step: "b", Title: "c"},
		"a number": {Programme: "a", Step: "b", Title: "c", When: when, Answers: []programme.Answer{{Item: "x", Number: &over}}},
		"bytes":    {Programme: "a", Step: "b", Title: "c", When: when, Answers: []programme.Answer{{Item: "x", Text: "\xff"}}},
		"a row":    {Programme: "a", Step: "b", Title: "c", When: when, Answers: []programme.Answer{{Item: "x", Rows: [][]string{{"\xff"}}}}},
		"a list":   {Programme: "a", Step: "b", Title: "c", When: when, Answers: []programme.Answer{{Item: "x", Lines: make([]string, 1000)}}},
	} {
		if err := s.Check(); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", says, err)
		}
	}
	if (programme.Begun{When: when}).Check() == nil {
		t.Error("a programme without a name was let through")
	}
}
