// Package reminder makes a calendar of reminders that a person takes into their
// own calendar. Its words say nothing: whoever sees the screen learns that there
// is a note, and not what about. The program itself sends nothing.
package reminder

import (
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"afterwards/internal/errs"
	"afterwards/internal/id"
)

// Rhythm is how often a reminder comes.
type Rhythm string

// The rhythms.
const (
	Daily   Rhythm = "daily"
	Weekly  Rhythm = "weekly"
	Monthly Rhythm = "monthly"
)

// Rhythms are all of them, in the order in which they are offered.
var Rhythms = []Rhythm{Daily, Weekly, Monthly}

// The hours in which nothing reminds, on the clock of whoever is reminded.
const (
	quietFrom = 22 * 60
	quietTo   = 7 * 60
)

// Words is what a reminder says, wherever it is shown.
const Words = "A note to yourself"

// Reminder is one of them. Minute is after midnight, on the clock of the device
// that shows it: it stays at the same hour when the clocks change.
type Reminder struct {
	Rhythm Rhythm
	Minute int
	Days   []time.Weekday // of a weekly one; none means the day it begins on
	Begin  time.Time      // the first day
}

// Check says what is wrong with it, as [errs.Invalid], or nothing.
func (r Reminder) Check() error {
	switch {
	case !slices.Contains(Rhythms, r.Rhythm):
		return errs.New(errs.Invalid, "Say how often: every day, every week or every month.")
	case r.Minute < 0 || r.Minute >= 24*60:
		return errs.New(errs.Invalid, "Write the hour as 19:30.")
	case r.Minute >= quietFrom || r.Minute < quietTo:
		return errs.New(errs.Invalid, "Between 22:00 and 7:00 nothing reminds you. Choose an hour by day.")
	case r.Begin.Year() < 1970 || r.Begin.Year() > 9999:
		return errs.New(errs.Invalid, "The first day of a reminder must be a day.")
	}
	for _, d := range r.Days {
		if d < time.Sunday || d > time.Saturday {
			return errs.New(errs.Invalid, "One of the days is not a day of the week.")
		}
	}
	return nil
}

// minutes is how long a note stands in the calendar.
const minutes = 5

// Calendar writes reminders as a file in the iCalendar format. Times in it have
// no zone: they are those of whatever clock shows them.
func Calendar(reminders []Reminder, now time.Time) (string, error) {
	cal := ics.NewCalendar()
	cal.SetProductId("-//Afterwards//Notes//EN")
	cal.SetMethod(ics.MethodPublish)
	for _, r := range reminders {
		if err := r.Check(); err != nil {
			return "", err
		}
		e := cal.AddEvent(string(id.New()))
		e.SetDtStampTime(now.UTC())
		e.SetSummary(Words)
		begin := time.Date(r.Begin.Year(), r.Begin.Month(), r.Begin.Day(), r.Minute/60, r.Minute%60, 0, 0, time.UTC)
		begin = firstOn(begin, r)
		const floating = "20060102T150405"
		e.SetProperty(ics.ComponentPropertyDtStart, begin.Format(floating))
		e.SetProperty(ics.ComponentPropertyDtEnd, begin.Add(minutes*time.Minute).Format(floating))
		e.AddRrule(rule(r))
		e.SetClass(ics.ClassificationPrivate)
		alarm := e.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger("PT0S")
		alarm.SetProperty(ics.ComponentPropertyDescription, Words)
	}
	return cal.Serialize(), nil
}

// firstOn is the first day, from begin on, on which the reminder comes.
func firstOn(begin time.Time, r Reminder) time.Time {
	for range 7 {
		if r.Rhythm != Weekly || len(r.Days) == 0 || slices.Contains(r.Days, begin.Weekday()) {
			break
		}
		begin = begin.AddDate(0, 0, 1)
	}
	return begin
}

func rule(r Reminder) string {
	switch r.Rhythm {
	case Weekly:
		if len(r.Days) == 0 {
			return "FREQ=WEEKLY"
		}
		var days []string
		for _, d := range r.Days {
			days = append(days, strings.ToUpper(d.String()[:2]))
		}
		return "FREQ=WEEKLY;BYDAY=" + strings.Join(days, ",")
	case Monthly:
		day := r.Begin.Day()
		if day <= 28 {
			return "FREQ=MONTHLY;BYMONTHDAY=" + strconv.Itoa(day)
		}
		// Not every month has that day; the last one that it has stands in.
		days := "28"
		for d := 29; d <= day; d++ {
			days += "," + strconv.Itoa(d)
		}
		return "FREQ=MONTHLY;BYMONTHDAY=" + days + ";BYSETPOS=-1"
	}
	return "FREQ=DAILY"
}
