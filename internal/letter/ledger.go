package letter

import (
	"time"

	"afterwards/internal/errs"
)

// Rating is how the person sees what became of a letter, some time later.
type Rating struct {
	When time.Time `json:"when"`
	View View      `json:"view"`
	Note string    `json:"note,omitempty"`
}

// View is one of a few words for how it looks in hindsight.
type View string

// The views.
const (
	Glad   View = "glad"
	Mixed  View = "mixed"
	Regret View = "regret"
	Unsure View = "unsure"
)

// Views are all views, in the order in which they are offered.
var Views = []View{Glad, Mixed, Regret, Unsure}

// After is one of the three moments of looking back.
type After int

// The moments.
const (
	ADay After = iota
	AWeek
	AMonth
	moments
)

// afters are the moments, as times after the ending.
var afters = [moments]time.Duration{24 * time.Hour, 7 * 24 * time.Hour, 30 * 24 * time.Hour}

// Rate adds how the person sees it now.
func (l *Letter) Rate(now time.Time, view View, note string) error {
	if l.Ending() == nil {
		return errs.New(errs.Invalid, "This letter has not ended yet. Look back on it when it has.")
	}
	if len(l.Ratings) == maxRatings {
		return errs.New(errs.TooMany, "You have looked back on this letter %d times, which is the most. Nothing was added.", maxRatings)
	}
	l.Ratings = append(l.Ratings, Rating{When: stamp(now), View: view, Note: note})
	return nil
}

// Looks returns the last view given after a day, a week and a month, "" where
// there is none. What was said before the letter ended last is left out.
func (l *Letter) Looks() (views [moments]View) {
	end := l.Ending()
	if end == nil {
		return views
	}
	for _, r := range l.Ratings {
		for m := AMonth; m >= ADay; m-- {
			if r.When.Sub(end.When) >= afters[m] {
				views[m] = r.View
				break
			}
		}
	}
	return views
}

// Due returns the latest moment of looking back that has come and for which there
// is no view yet.
func (l *Letter) Due(now time.Time) (m After, due bool) {
	end := l.Ending()
	if end == nil {
		return 0, false
	}
	views := l.Looks()
	for m := AMonth; m >= ADay; m-- {
		if now.Sub(end.When) >= afters[m] {
			return m, views[m] == ""
		}
	}
	return 0, false
}
