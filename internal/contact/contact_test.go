package contact_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"afterwards/internal/contact"
)

var noon = time.Date(2026, 3, 29, 12, 0, 0, 0, time.UTC)

func mine(hours int, change ...func(*contact.Entry)) contact.Entry {
	e := contact.Entry{When: noon.Add(time.Duration(hours) * time.Hour), Who: contact.Me, Way: contact.Message, Why: contact.Say, Answered: contact.NotYet}
	for _, c := range change {
		c(&e)
	}
	return e
}

func TestWhatHasHadNoAnswer(t *testing.T) {
	theirs := func(e *contact.Entry) { e.Who, e.Answered = contact.Them, "" }
	answered := func(e *contact.Entry) { e.Answered = contact.Yes }
	chance := func(e *contact.Entry) {
		e.Who, e.Way, e.Why, e.Answered = contact.Both, contact.Met, contact.Chance, ""
	}
	for _, tc := range []struct {
		says    string
		entries []contact.Entry
		want    int
	}{
		{"nothing sent", nil, 0},
		{"one", []contact.Entry{mine(0)}, 1},
		{"two, in any order of writing down", []contact.Entry{mine(5), mine(0)}, 2},
		{"two before they wrote", []contact.Entry{mine(0), mine(1), mine(2, theirs)}, 0},
		{"one since they wrote", []contact.Entry{mine(0), mine(1, theirs), mine(2)}, 1},
		{"an answer clears what came before it", []contact.Entry{mine(0), mine(1, answered), mine(2)}, 1},
		{"meeting by chance is no sign", []contact.Entry{mine(0), mine(1), mine(2, chance)}, 2},
		{"no word about an answer is not yet", []contact.Entry{mine(0, func(e *contact.Entry) { e.Answered = "" })}, 1},
	} {
		if got := contact.Unanswered(tc.entries); got != tc.want {
			t.Errorf("%s: %d without an answer, want %d", tc.says, got, tc.want)
		}
	}
}

// Neither the zone of a clock nor its changes move a contact before another.
func TestTheCountDoesNotHangOnZones(t *testing.T) {
	zones := []*time.Location{time.UTC, time.FixedZone("", 14*3600), time.FixedZone("", -11*3600)}
	rapid.Check(t, func(t *rapid.T) {
		var here, there []contact.Entry
		for range rapid.IntRange(0, 10).Draw(t, "contacts") {
			e := mine(rapid.IntRange(-100, 100).Draw(t, "hour"), func(e *contact.Entry) { e.Who = rapid.SampledFrom(contact.Whos).Draw(t, "who") })
			here = append(here, e)
			e.When = e.When.In(rapid.SampledFrom(zones).Draw(t, "zone"))
			there = append(there, e)
		}
		if a, b := contact.Unanswered(here), contact.Unanswered(there); a != b {
			t.Fatalf("%d in one zone and %d in others", a, b)
		}
	})
}

// One more message of the person's own, after all others, is one more.
func TestOneMoreMessageIsOneMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []contact.Entry
		for range rapid.IntRange(0, 10).Draw(t, "contacts") {
			all = append(all, mine(rapid.IntRange(-100, 100).Draw(t, "hour"), func(e *contact.Entry) { e.Who = rapid.SampledFrom(contact.Whos).Draw(t, "who") }))
		}
		if before, after := contact.Unanswered(all), contact.Unanswered(append(slices.Clone(all), mine(101))); after != before+1 {
			t.Fatalf("%d, and with one more %d", before, after)
		}
	})
}

func TestGarbageIsRefused(t *testing.T) {
	tooMuch, n := 101, -1
	for says, change := range map[string]func(*contact.Entry){
		"nobody":      func(e *contact.Entry) { e.Who = "" },
		"no way":      func(e *contact.Entry) { e.Way = "pigeon" },
		"no reason":   func(e *contact.Entry) { e.Why = "" },
		"an answer":   func(e *contact.Entry) { e.Answered = "maybe" },
		"minutes":     func(e *contact.Entry) { e.Minutes = &n },
		"a number":    func(e *contact.Entry) { e.After = &tooMuch },
		"bytes":       func(e *contact.Entry) { e.Note = "\xff" },
		"before time": func(e *contact.Entry) { e.When = time.Time{} },
	} {
		if mine(0, change).Check() == nil {
			t.Errorf("%s: nothing was said against it", says)
		}
	}
	if err := mine(0).Check(); err != nil {
		t.Error(err)
	}
}
