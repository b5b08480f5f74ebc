package urge_test

import (
	"testing"
	"time"

	"afterwards/internal/urge"
)

func TestHoursNeedTenAndGoByThePersonsClock(t *testing.T) {
	var all []urge.Kept
	zone := time.FixedZone("", -5*3600)
	for i := range 9 {
		all = append(all, urge.Kept{Value: urge.Urge{When: time.Date(2026, 3, i+1, 23, 30, 0, 0, zone), Did: urge.Passed}})
	}
	if spans, missing := urge.Hours(all); spans != nil || missing != 1 {
		t.Errorf("nine make %v, %d missing", spans, missing)
	}
	all = append(all, urge.Kept{Value: urge.Urge{When: time.Date(2026, 3, 1, 6, 0, 0, 0, zone), Did: urge.Passed}})
	spans, missing := urge.Hours(all)
	if missing != 0 || spans[3].Count != 9 || spans[1].Count != 1 {
		t.Errorf("ten make %v, %d missing", spans, missing)
	}
}

func TestGarbageIsRefused(t *testing.T) {
	over := 101
	when := time.Date(2026, 3, 1, 1, 0, 0, 0, time.UTC)
	for says, u := range map[string]urge.Urge{
		"no time":  {Did: urge.Passed},
		"nothing":  {When: when},
		"a number": {When: when, Did: urge.Passed, Peak: &over},
		"bytes":    {When: when, Did: urge.Passed, Trigger: "\xff"},
	} {
		if u.Check() == nil {
			t.Errorf("%s: nothing was said against it", says)
		}
	}
}
