package exercise_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/exercise"
	"afterwards/internal/id"
	"afterwards/internal/secret"
	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"
)

var ctx = context.Background()

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func open(t testing.TB, s *store.Store, handle string) *exercise.Log {
	t.Helper()
	now := func() time.Time { return noon }
	a, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	made, err := a.Create(ctx, handle, secret.Bytes("walnut harbour lantern mild"), account.Client{})
	if err != nil {
		t.Fatal(err)
	}
	return exercise.Open(made.Open.Key, s, now)
}

func number(n int) *int { return &n }

func breathing() exercise.Done {
	return exercise.Done{Exercise: "breathe-out-longer", Title: "Breathe out longer than in", Ask: "How wound up?", Low: "calm", High: "most", Better: "low",
		Run: id.New(), Before: number(70), After: number(55)}
}

// TestAnExerciseIsKeptOnceARun, on both databases, and nobody else's is touched.
func TestAnExerciseIsKeptOnceARun(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		mine, theirs := open(t, s, "river"), open(t, s, "stone")
		d := breathing()
		first, err := mine.Keep(ctx, d)
		if err != nil {
			t.Fatal(err)
		}
		d.After = number(40)
		second, err := mine.Keep(ctx, d)
		if err != nil || second.ID != first.ID || *second.Value.After != 40 {
			t.Errorf("the same run again: %+v, %v", second, err)
		}
		if other, err := mine.Keep(ctx, breathing()); err != nil || other.ID == first.ID {
			t.Errorf("another run is another record: %v", err)
		}
		if all, err := mine.List(ctx, 0, 10); err != nil || len(all) != 2 {
			t.Errorf("the list is %v, %v", all, err)
		}
		if all, err := theirs.List(ctx, 0, 10); err != nil || len(all) != 0 {
			t.Errorf("somebody else has %v, %v", all, err)
		}
		if err := theirs.Delete(ctx, first.ID, second.Revision); !errs.Is(err, errs.NotFound) {
			t.Errorf("deleting what is not theirs: %v", err)
		}
		if err := mine.Delete(ctx, first.ID, second.Revision); err != nil {
			t.Error(err)
		}
	})
}

// TestAChangeHasADirection, and none without both numbers.
func TestAChangeHasADirection(t *testing.T) {
	d := breathing()
	if better, ok := d.Change(); !ok || better != 15 {
		t.Errorf("from 70 down to 55, where low is better: %d, %v", better, ok)
	}
	d.Better = "high"
	if better, ok := d.Change(); !ok || better != -15 {
		t.Errorf("from 70 down to 55, where high is better: %d, %v", better, ok)
	}
	d.After = nil
	if _, ok := d.Change(); ok {
		t.Error("a change without a number afterwards")
	}
}

// TestWhatIsNoExerciseIsRefused as an import may bring it.
func TestWhatIsNoExerciseIsRefused(t *testing.T) {
	for name, change := range map[string]func(*exercise.Done){
		"no name":      func(d *exercise.Done) { d.Exercise = "" },
		"no title":     func(d *exercise.Done) { d.Title = "" },
		"no direction": func(d *exercise.Done) { d.Better = "" },
		"no year":      func(d *exercise.Done) { d.When = time.Time{} },
		"below":        func(d *exercise.Done) { d.Before = number(-1) },
		"above":        func(d *exercise.Done) { d.After = number(101) },
		"a long text":  func(d *exercise.Done) { d.Ask = strings.Repeat("x", 500) },
		"bytes":        func(d *exercise.Done) { d.Title = "\xff" },
	} {
		d := breathing()
		d.When = noon
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		change(&d)
		if err := d.Check(); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnExerciseReadsAsText(t *testing.T) {
	d := breathing()
	d.Early = true
	if got, want := d.Text(), "How wound up? (0: calm, 100: most)\nBefore: 70\nAfter: 55\nStopped early.\n"; got != want {
		t.Errorf("got %q", got)
	}
	d.Before, d.After, d.Early = nil, nil, false
	if got := d.Text(); got != "" {
		t.Errorf("without numbers: %q", got)
	}
}
