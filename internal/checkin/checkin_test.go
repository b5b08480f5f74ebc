package checkin_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"afterwards/internal/checkin"
)

func taken(when time.Time, scale string) checkin.Kept {
	return checkin.Kept{Value: checkin.Taken{When: when, Scale: scale, Title: "A scale"}}
}

func TestWhenAScaleIsOfferedAgain(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	last := time.Date(2026, 3, 20, 23, 50, 0, 0, berlin) // nine days before the clocks change
	for _, tc := range []struct {
		days int
		want bool
	}{{0, false}, {1, false}, {13, false}, {14, true}, {400, true}} {
		now := time.Date(2026, 3, 20+tc.days, 0, 10, 0, 0, berlin)
		if got := checkin.Due([]checkin.Kept{taken(last, "phq-9"), taken(now, "daily")}, "phq-9", 14, now); got != tc.want {
			t.Errorf("after %d days: %v", tc.days, got)
		}
	}
	if !checkin.Due(nil, "phq-9", 14, last) {
		t.Error("what was never taken is not offered")
	}
}

// A day has 23, 24 or 25 hours; the gap counts days.
func TestTheGapCountsDaysOfTheCalendar(t *testing.T) {
	zones := []string{"Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		gap, day := rapid.IntRange(1, 30).Draw(t, "gap"), rapid.IntRange(0, 700).Draw(t, "day")
		at := func(day, minute int) time.Time { return time.Date(2026, 1, 1+day, 0, minute, 0, 0, zone) }
		last := at(day, rapid.IntRange(0, 1439).Draw(t, "then"))
		for after, want := range map[int]bool{gap - 1: false, gap: true} {
			now := at(day+after, rapid.IntRange(0, 1439).Draw(t, "now"))
			if got := checkin.Due([]checkin.Kept{taken(last, "x")}, "x", gap, now); got != want {
				t.Fatalf("from %v to %v, with a gap of %d: %v", last, now, gap, got)
			}
		}
	})
}

func TestGarbageIsRefused(t *testing.T) {
	over, under := 101, -1
	good := checkin.Taken{When: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Scale: "daily", Title: "Today", Answers: map[string]int{"hurt": 50}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for says, change := range map[string]func(*checkin.Taken){
		"no name":  func(k *checkin.Taken) { k.Scale = "" },
		"no time":  func(k *checkin.Taken) { k.When = time.Time{} },
		"too high": func(k *checkin.Taken) { k.Answers = map[string]int{"hurt": over} },
		"too low":  func(k *checkin.Taken) { k.Answers = map[string]int{"hurt": under} },
		"contact":  func(k *checkin.Taken) { k.Contact = "pigeon" },
		"the pull": func(k *checkin.Taken) { k.Urge = &over },
		"looks":    func(k *checkin.Taken) { k.Looked = &under },
		"bytes":    func(k *checkin.Taken) { k.Note = "\xff" },
		"asked":    func(k *checkin.Taken) { k.Asked = map[string]string{"hurt": "\xff"} },
	} {
		bad := good
		change(&bad)
		if bad.Check() == nil {
			t.Errorf("%s: nothing was said against it", says)
		}
	}
	for _, e := range []checkin.Event{{"31.5.2026", "x"}, {"2026-02-30", "x"}, {"2026-05-31", ""}, {"2026-05-31", "\xff"}} {
		if e.Check() == nil {
			t.Errorf("%+v: nothing was said against it", e)
		}
	}
}
