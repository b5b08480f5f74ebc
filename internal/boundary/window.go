package boundary

import (
	"slices"
	"time"
)

// Window is a span of the day, on some days of the week, in which contact is
// agreed. The clock is the one on the wall: a window at eight stays at eight when
// the clocks change.
type Window struct {
	Days  []time.Weekday `json:"days,omitempty"` // none means every day
	Begin int            `json:"begin"`          // minutes after midnight
	End   int            `json:"end"`            // minutes after midnight, later than Begin
}

const dayMinutes = 24 * 60

func (w Window) check() error {
	if w.Begin < 0 || w.End > dayMinutes || w.Begin >= w.End {
		return invalid("A window of time ends later on the same day than it begins.")
	}
	for _, d := range w.Days {
		if d < time.Sunday || d > time.Saturday {
			return invalid("One of the days of a window is not a day of the week.")
		}
	}
	return nil
}

func (w Window) on(day time.Weekday) bool { return len(w.Days) == 0 || slices.Contains(w.Days, day) }

// fits says how a time stands to the window: within it, or within the give on
// either side.
func (w Window) fits(at time.Time, give int) (within, nearly bool) {
	if !w.on(at.Weekday()) {
		return false, false
	}
	minute := at.Hour()*60 + at.Minute()
	within = w.Begin <= minute && minute < w.End
	return within, within || w.Begin-give <= minute && minute < w.End+give
}

// Next is when contact is next within the windows, from a time on, on the wall
// clock of that time's zone; ok is false if there are none. A beginning that the
// clock skips is moved to when the clock goes on.
func Next(windows []Window, from time.Time) (next time.Time, ok bool) {
	for ahead := 0; ahead <= 7; ahead++ {
		y, m, d := from.AddDate(0, 0, ahead).Date()
		for _, w := range windows {
			if !w.on(time.Date(y, m, d, 12, 0, 0, 0, from.Location()).Weekday()) {
				continue
			}
			begin := time.Date(y, m, d, w.Begin/60, w.Begin%60, 0, 0, from.Location())
			if begin.Before(from) {
				begin = from
			}
			if within, _ := w.fits(begin, 0); within && (!ok || begin.Before(next)) {
				next, ok = begin, true
			}
		}
		if ok {
			return next, true
		}
	}
	return next, ok
}
