// Package checkin keeps answers to scales: the daily check-in, and those of the
// week and the month. Nothing is counted here, and no day is missed: a day
// without a check-in is a day without a check-in.
package checkin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Kind is the kind of these records in the store and in exports.
const Kind vault.Kind = "checkin"

// The limits.
const (
	MaxTaken = 20_000
	maxNote  = 10_000 // bytes of UTF-8
	maxShort = 400
	maxItems = 100
	maxCount = 1000
)

// Taken is one time that somebody answered a scale. It holds the questions as
// they were, so that it can be read whatever the program asks later. A score is
// never kept: it is counted from the answers whenever it is shown.
type Taken struct {
	// When it was, on the person's own clock.
	When  time.Time `json:"when"`
	Scale string    `json:"scale"`
	Title string    `json:"title"`
	// Answers are numbers by the names of the items; what was left out is not in it.
	Answers map[string]int    `json:"answers,omitempty"`
	Asked   map[string]string `json:"asked,omitempty"`
	// The rest belongs to the daily check-in, and each can be left out.
	Contact Contact `json:"contact,omitempty"`
	Looked  *int    `json:"looked,omitempty"` // times that they looked at the ex's profiles
	Urge    *int    `json:"urge,omitempty"`   // the strongest pull to make contact, 0 to 100
	Alcohol *bool   `json:"alcohol,omitempty"`
	Note    string  `json:"note,omitempty"`
}

// Contact is what contact there was on the day.
type Contact string

// The kinds of contact.
const (
	NoContact Contact = "none"
	Theirs    Contact = "theirs"
	Mine      Contact = "mine"
	Met       Contact = "met"
	Practical Contact = "practical" // about children or other matters alone
)

// Contacts are all of them, in the order in which they are offered.
var Contacts = []Contact{NoContact, Theirs, Mine, Met, Practical}

// Day is the calendar day of it on the person's clock, as 2026-05-31.
func (t Taken) Day() string { return t.When.Format(time.DateOnly) }

// Kept is a [Taken] with its ID and revision.
type Kept = vault.Record[Taken]

// Log is what one person answered, for one request.
type Log struct {
	view vault.View[Taken]
	now  func() time.Time
}

// Open returns the log that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Log {
	return &Log{view: vault.Of[Taken](key, rows, Kind, now), now: now}
}

// again is among how many of the latest one of the same day is looked for.
const again = 12

// Keep keeps answers. One scale is kept once a day: a second time on the same day
// takes the place of the first.
func (l *Log) Keep(ctx context.Context, t Taken) (Kept, error) {
	if t.When.IsZero() {
		t.When = l.now()
	}
	t.When = t.When.Truncate(time.Second)
	if err := t.Check(); err != nil {
		return Kept{}, err
	}
	latest, err := l.view.List(ctx, 0, again)
	if err != nil {
		return Kept{}, err
	}
	for _, k := range latest {
		if k.Value.Scale == t.Scale && k.Value.Day() == t.Day() {
			k.Value = t
			return l.view.Update(ctx, k)
		}
	}
	return l.view.Create(ctx, t, MaxTaken)
}

// All returns everything in the order of its time, the latest first.
func (l *Log) All(ctx context.Context) ([]Kept, error) {
	all, err := l.view.Gather(ctx)
	slices.SortStableFunc(all, func(a, b Kept) int { return b.Value.When.Compare(a.Value.When) })
	return all, err
}

// Latest returns up to limit, the latest written first.
func (l *Log) Latest(ctx context.Context, limit int) ([]Kept, error) {
	return l.view.List(ctx, 0, limit)
}

// Delete removes one that the person was shown at that revision.
func (l *Log) Delete(ctx context.Context, taken id.ID, revision int64) error {
	return l.view.Delete(ctx, taken, revision)
}

// Due reports whether a scale may be offered again: the day is at least gap days
// after the last time. It is never overdue.
func Due(taken []Kept, scale string, gap int, now time.Time) bool {
	for _, k := range taken {
		if k.Value.Scale == scale && daysBetween(k.Value.Day(), now.Format(time.DateOnly)) < gap {
			return false
		}
	}
	return true
}

// daysBetween counts from one day of the calendar to another.
func daysBetween(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return 0
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// Check says what is wrong with a record, as [errs.Invalid], or nothing.
func (t Taken) Check() error {
	switch {
	case t.Scale == "" || t.Title == "":
		return invalid("This is no check-in: it has no name.")
	case t.When.Year() < 1900 || t.When.Year() > 9999:
		return invalid("The year of a check-in must be between 1900 and 9999.")
	case t.Contact != "" && !slices.Contains(Contacts, t.Contact):
		return invalid("Say what contact there was today by one of the answers on the page.")
	case t.Looked != nil && (*t.Looked < 0 || *t.Looked > maxCount):
		return invalid("How often you looked at their profiles must be a number between 0 and %d.", maxCount)
	case t.Urge != nil && (*t.Urge < 0 || *t.Urge > 100):
		return invalid("The pull to make contact must be a number between 0 and 100.")
	case len(t.Answers) > maxItems || len(t.Asked) > maxItems:
		return invalid("This check-in has more answers than there are questions.")
	case len(t.Note) > maxNote || !utf8.ValidString(t.Note):
		return invalid("The note of this check-in is too long, or has bytes in it that are not text. A note can hold %d.", maxNote)
	}
	for item, v := range t.Answers {
		if len(item) > maxShort || v < 0 || v > 100 {
			return invalid("An answer of this check-in must be a number between 0 and 100.")
		}
	}
	for item, ask := range t.Asked {
		if len(item) > maxShort || len(ask) > maxShort || !utf8.ValidString(ask) {
			return invalid("A question of this check-in is too long, or has bytes in it that are not text.")
		}
	}
	if len(t.Scale) > maxShort || len(t.Title) > maxShort || !utf8.ValidString(t.Title) {
		return invalid("The name of this check-in is too long, or has bytes in it that are not text.")
	}
	return nil
}

var contactWords = map[Contact]string{
	NoContact: "None", Theirs: "They wrote or called", Mine: "I wrote or called", Met: "We met", Practical: "Only about children or other matters",
}

// Words says a kind of contact in words.
func (c Contact) Words() string { return contactWords[c] }

// Text is the record as a person reads it outside the program.
func (t Taken) Text() string {
	var b strings.Builder
	for _, item := range slices.Sorted(maps.Keys(t.Answers)) {
		ask := t.Asked[item]
		if ask == "" {
			ask = item
		}
		fmt.Fprintf(&b, "- %s %d\n", ask, t.Answers[item])
	}
	if t.Contact != "" {
		fmt.Fprintf(&b, "- Contact: %s\n", t.Contact.Words())
	}
	if t.Looked != nil {
		fmt.Fprintf(&b, "- Looked at their profiles: %d times\n", *t.Looked)
	}
	if t.Urge != nil {
		fmt.Fprintf(&b, "- The strongest pull to make contact: %d\n", *t.Urge)
	}
	if t.Alcohol != nil {
		fmt.Fprintf(&b, "- Alcohol: %s\n", map[bool]string{true: "yes", false: "no"}[*t.Alcohol])
	}
	if t.Note != "" {
		b.WriteString("\n" + t.Note + "\n")
	}
	return b.String()
}

func invalid(format string, args ...any) error { return errs.New(errs.Invalid, format, args...) }
