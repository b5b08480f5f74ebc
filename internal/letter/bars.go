package letter

import (
	"time"

	"afterwards/draft"
)

// Bar is something that stands against taking a letter along.
type Bar struct {
	Why Why
	// Until is when it ends by itself; zero if time alone does not end it.
	Until time.Time
}

// Why names a bar.
type Why string

// The bars, the gravest first.
const (
	Crisis       Why = "crisis"     // the writer's own life comes first
	Stop         Why = "stop"       // something told says stop
	Never        Why = "never"      // this kind is never sent
	LetGo        Why = "gone"       // it was let go
	Sealed       Why = "sealed"     // it is sealed
	PutAwayUntil Why = "away"       // it is put away
	Threat       Why = "words"      // its words threaten, or go past a limit
	Closed       Why = "closed"     // what was told leaves no form for it open
	Unfinished   Why = "unfinished" // it is still being written
	Resting      Why = "resting"    // it was finished a short while ago
	Unread       Why = "unread"     // it was not read again since, or not lately
	Unanswered   Why = "answer"     // no day is set after which no reply is an answer
)

const (
	// CrisisRest is how long nothing is taken along after words about the writer's
	// own life.
	CrisisRest = 72 * time.Hour
	// Fresh is how long a reading speaks for the present.
	Fresh = 24 * time.Hour
)

// Bars lists all that stands against taking the letter along now. Only an empty
// list lets it go. None of it is lifted by time where the last reading says stop.
func (l *Letter) Bars(now time.Time) (bars []Bar) {
	add := func(why Why, until time.Time) { bars = append(bars, Bar{why, until}) }
	if l.inCrisis(now) {
		add(Crisis, l.Crisis.Add(CrisisRest))
	}
	if l.StopStands(now) {
		add(Stop, time.Time{})
	}
	if l.Unsent {
		add(Never, time.Time{})
	}
	if l.Gone() {
		return append(bars, Bar{Why: LetGo})
	}
	if l.Seal != nil {
		add(Sealed, l.Seal.Until)
	}
	if l.IsAway(now) {
		add(PutAwayUntil, l.Away.Until)
	}
	purpose, _ := draft.ParsePurpose(l.Purpose)
	if v := draft.Check(purpose, l.Text()).Verdict; v == draft.Stop || v == draft.Crisis {
		add(Threat, time.Time{})
	}
	last := l.Reading()
	if last != nil && !last.Open {
		add(Closed, time.Time{})
	}
	rested := l.Finished.Add(time.Duration(l.Rest) * time.Hour)
	switch {
	case l.Finished.IsZero():
		add(Unfinished, time.Time{})
	case now.Before(rested):
		add(Resting, rested)
	}
	if last == nil || now.Sub(last.When) >= Fresh || last.When.After(now) || last.When.Before(l.awayUntil()) {
		add(Unread, time.Time{})
	}
	if l.Answer == nil {
		add(Unanswered, time.Time{})
	}
	return bars
}

// StopStands reports whether something told says stop or speaks of the writer's
// own life: in the last reading, however long ago, or in any of the last day, so
// that a milder answer right after a grave one changes nothing.
func (l *Letter) StopStands(now time.Time) bool {
	for i := range l.Readings {
		r := &l.Readings[i]
		if (r.Stop || r.Crisis) && (i == len(l.Readings)-1 || now.Sub(r.When) < Fresh) {
			return true
		}
	}
	return false
}

func (l *Letter) inCrisis(now time.Time) bool {
	return !l.Crisis.IsZero() && now.Before(l.Crisis.Add(CrisisRest))
}

// IsAway reports whether the letter is put away.
func (l *Letter) IsAway(now time.Time) bool {
	return l.Away != nil && l.Away.Ended.IsZero() && now.Before(l.Away.Until)
}

// awayUntil is until when the letter was put away last, zero if it never was.
func (l *Letter) awayUntil() time.Time {
	switch {
	case l.Away == nil:
		return time.Time{}
	case !l.Away.Ended.IsZero():
		return l.Away.Ended
	}
	return l.Away.Until
}

// MayTakeOut reports whether the letter may be taken out before its hour.
func (l *Letter) MayTakeOut(now time.Time) bool {
	return l.IsAway(now) && !l.StopStands(now) && !l.inCrisis(now)
}
