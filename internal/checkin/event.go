package checkin

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// EventKind is the kind of marked days in the store and in exports.
const EventKind vault.Kind = "event"

// MaxEvents is how many days one person may mark.
const MaxEvents = 500

// Event is a day that somebody marked, to see it beside their numbers.
type Event struct {
	Day  string `json:"day"` // as 2026-05-31
	Says string `json:"says"`
}

// Marked is an [Event] with its ID and revision.
type Marked = vault.Record[Event]

// Marks are the marked days of one person, for one request.
type Marks struct{ view vault.View[Event] }

// OpenMarks returns the marked days that key opens.
func OpenMarks(key *vault.Key, rows vault.Rows, now func() time.Time) *Marks {
	return &Marks{vault.Of[Event](key, rows, EventKind, now)}
}

// Mark marks a day. The same day with the same words is marked once.
func (m *Marks) Mark(ctx context.Context, e Event) (Marked, error) {
	if err := e.Check(); err != nil {
		return Marked{}, err
	}
	all, err := m.All(ctx)
	if err != nil {
		return Marked{}, err
	}
	for _, k := range all {
		if k.Value == e {
			return k, nil
		}
	}
	return m.view.Create(ctx, e, MaxEvents)
}

// All returns every marked day, the latest first.
func (m *Marks) All(ctx context.Context) ([]Marked, error) {
	all, err := m.view.List(ctx, 0, MaxEvents)
	slices.SortStableFunc(all, func(a, b Marked) int {
		switch {
		case a.Value.Day > b.Value.Day:
			return -1
		case a.Value.Day < b.Value.Day:
			return 1
		}
		return 0
	})
	return all, err
}

// Delete removes one that the person was shown at that revision.
func (m *Marks) Delete(ctx context.Context, event id.ID, revision int64) error {
	return m.view.Delete(ctx, event, revision)
}

// Check says what is wrong with an event, as [errs.Invalid], or nothing.
func (e Event) Check() error {
	if t, err := time.Parse(time.DateOnly, e.Day); err != nil || t.Year() < 1900 {
		return invalid("The day to mark is not a day. Choose it in the calendar, or write it as 2026-05-31.")
	}
	if e.Says == "" || len(e.Says) > maxShort || !utf8.ValidString(e.Says) {
		return invalid("Say in a few words what the day was. There is room for %d letters or fewer.", maxShort)
	}
	return nil
}

// When is the beginning of the day.
func (e Event) When() time.Time {
	t, _ := time.Parse(time.DateOnly, e.Day)
	return t
}
