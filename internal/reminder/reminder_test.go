package reminder_test

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"

	"afterwards/internal/reminder"
)

var now = time.Date(2026, 3, 27, 9, 0, 0, 0, time.UTC) // a Friday, two days before clocks change

func TestACalendarSaysNothingAndStaysAtItsHour(t *testing.T) {
	file, err := reminder.Calendar([]reminder.Reminder{
		{Rhythm: reminder.Daily, Minute: 19*60 + 30, Begin: now},
		{Rhythm: reminder.Weekly, Minute: 10 * 60, Days: []time.Weekday{time.Sunday}, Begin: now},
		{Rhythm: reminder.Monthly, Minute: 12 * 60, Begin: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)},
		{Rhythm: reminder.Monthly, Minute: 12 * 60, Begin: time.Date(2026, 1, 29, 0, 0, 0, 0, time.UTC)},
	}, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"DTSTART:20260327T193000", "RRULE:FREQ=DAILY", "DTSTART:20260329T100000", "RRULE:FREQ=WEEKLY;BYDAY=SU", "BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1", "SUMMARY:A note to yourself", "CLASS:PRIVATE"} {
		if !strings.Contains(file, want) {
			t.Errorf("the file lacks %s:\n%s", want, file)
		}
	}
	for _, never := range []string{"DTSTART:20260327T193000Z", "TZID", "breakup", "ex", "check-in"} {
		if strings.Contains(strings.ReplaceAll(file, "TEXT", ""), never) {
			t.Errorf("the file says %s", never)
		}
	}
	cal, err := ics.ParseCalendar(strings.NewReader(file))
	if err != nil || len(cal.Events()) != 4 {
		t.Errorf("another reader finds %v events, %v", len(cal.Events()), err)
	}
}

// Whatever is chosen, nothing comes in the quiet hours.
func TestNothingComesAtNight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := reminder.Reminder{Rhythm: rapid.SampledFrom(reminder.Rhythms).Draw(t, "rhythm"), Minute: rapid.IntRange(-10, 1500).Draw(t, "minute"), Begin: now}
		_, err := reminder.Calendar([]reminder.Reminder{r}, now)
		day := r.Minute >= 7*60 && r.Minute < 22*60
		if (err == nil) != day {
			t.Fatalf("at minute %d: %v", r.Minute, err)
		}
	})
}
