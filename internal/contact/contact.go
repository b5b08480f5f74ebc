// Package contact keeps a person's own log of contact with their ex: when, who
// began it, by which way, and how it was. It holds nothing about what the other
// person does elsewhere: there is no field for it.
package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Kind is the kind of these records in the store and in exports.
const Kind vault.Kind = "contact"

// The limits.
const (
	MaxEntries = 20_000
	maxNote    = 20_000 // bytes of UTF-8
	maxMinutes = 24 * 60
)

// Entry is one contact.
type Entry struct {
	// When it was, on the person's own clock.
	When time.Time `json:"when"`
	Who  Who       `json:"who"`
	Way  Way       `json:"way"`
	Why  Why       `json:"why"`
	// Answered says whether something of the person's own got an answer; it is
	// empty for what the other began.
	Answered Answered `json:"answered,omitempty"`
	Minutes  *int     `json:"minutes,omitempty"`
	// Before and After say how much it hurt, from 0 to 100; nil where not given.
	Before *int   `json:"before,omitempty"`
	After  *int   `json:"after,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Who began a contact.
type Who string

// Who can begin one.
const (
	Me   Who = "me"
	Them Who = "them"
	Both Who = "both" // by chance, or as agreed
)

// Way is how it travelled.
type Way string

// The ways.
const (
	Message Way = "message"
	Call    Way = "call"
	Met     Way = "met"
	Social  Way = "social"
	Through Way = "through-others"
	Other   Way = "other"
)

// Why is what it was about.
type Why string

// The reasons.
const (
	Children  Why = "children"
	Practical Why = "practical"
	Reply     Why = "reply"
	Say       Why = "say-something"
	Chance    Why = "chance"
	Else      Why = "else"
)

// Answered says what became of something of the person's own.
type Answered string

// What can have become of it.
const (
	Yes    Answered = "yes"
	NotYet Answered = "not-yet"
)

// The values, in the order in which they are offered.
var (
	Whos = []Who{Me, Them, Both}
	Ways = []Way{Message, Call, Met, Social, Through, Other}
	Whys = []Why{Children, Practical, Reply, Say, Chance, Else}
)

// Kept is an [Entry] with its ID and revision.
type Kept = vault.Record[Entry]

// Log is the log of one person, for one request.
type Log struct {
	view vault.View[Entry]
	now  func() time.Time
}

// Open returns the log that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Log {
	return &Log{view: vault.Of[Entry](key, rows, Kind, now), now: now}
}

// again is how soon the same contact is a second press of the button.
const again = 2 * time.Minute

// Keep keeps a contact. The same one sent twice in a row is kept once.
func (l *Log) Keep(ctx context.Context, e Entry) (Kept, error) {
	if e.When.IsZero() {
		e.When = l.now()
	}
	e.When = e.When.Truncate(time.Second)
	if err := e.Check(); err != nil {
		return Kept{}, err
	}
	latest, err := l.view.List(ctx, 0, 1)
	if err != nil {
		return Kept{}, err
	}
	for _, k := range latest {
		if l.now().Sub(e.When).Abs() < again && k.Value.When.Sub(e.When).Abs() < again && k.Value.same(e) {
			return k, nil
		}
	}
	return l.view.Create(ctx, e, MaxEntries)
}

// same reports whether two entries tell the same, whatever their time.
func (e Entry) same(o Entry) bool {
	o.When = e.When
	return e.Text() == o.Text() && e.Who == o.Who
}

// Change replaces an entry that the person was shown at that revision.
func (l *Log) Change(ctx context.Context, k Kept) (Kept, error) {
	k.Value.When = k.Value.When.Truncate(time.Second)
	if err := k.Value.Check(); err != nil {
		return Kept{}, err
	}
	return l.view.Update(ctx, k)
}

// Find opens one entry.
func (l *Log) Find(ctx context.Context, entry id.ID) (Kept, error) { return l.view.Find(ctx, entry) }

// List returns up to limit entries, the latest written first, that come after the
// page that gave before; zero starts at the top.
func (l *Log) List(ctx context.Context, before int64, limit int) ([]Kept, error) {
	return l.view.List(ctx, before, limit)
}

// All returns every entry in the order of its time, the latest first.
func (l *Log) All(ctx context.Context) ([]Kept, error) {
	all, err := l.view.Gather(ctx)
	slices.SortStableFunc(all, func(a, b Kept) int { return b.Value.When.Compare(a.Value.When) })
	return all, err
}

// Delete removes one that the person was shown at that revision.
func (l *Log) Delete(ctx context.Context, entry id.ID, revision int64) error {
	return l.view.Delete(ctx, entry, revision)
}

// Unanswered counts what the person sent since the other last gave a sign: by
// beginning something themselves, by meeting, or by an answer. Chance is no sign.
func Unanswered(entries []Entry) (n int) {
	ordered := slices.SortedStableFunc(slices.Values(entries), func(a, b Entry) int { return a.When.Compare(b.When) })
	for _, e := range ordered {
		switch {
		case e.Why == Chance:
		case e.Who == Me && e.Answered != Yes && e.Way != Met:
			n++
		default:
			n = 0
		}
	}
	return n
}

// Check says what is wrong with an entry, as [errs.Invalid], or nothing.
func (e Entry) Check() error {
	switch {
	case e.When.Year() < 1900 || e.When.Year() > 9999:
		return invalid("The year of a contact must be between 1900 and 9999.")
	case !slices.Contains(Whos, e.Who):
		return invalid("Say who began this contact: you, your ex, or both.")
	case !slices.Contains(Ways, e.Way):
		return invalid("Say how this contact came: by a message, a call, a meeting or another way.")
	case !slices.Contains(Whys, e.Why):
		return invalid("Say what this contact was about.")
	case e.Answered != "" && e.Answered != Yes && e.Answered != NotYet:
		return invalid("Say whether there was an answer: yes, or not yet.")
	case e.Minutes != nil && (*e.Minutes < 0 || *e.Minutes > maxMinutes):
		return invalid("The minutes of a contact must be between 0 and %d.", maxMinutes)
	case len(e.Note) > maxNote || !utf8.ValidString(e.Note):
		return invalid("The note of this contact is too long, or has bytes in it that are not text. A note can hold %d.", maxNote)
	}
	for _, n := range []*int{e.Before, e.After} {
		if n != nil && (*n < 0 || *n > 100) {
			return invalid("How much it hurt must be a number between 0 and 100.")
		}
	}
	return nil
}

// words are how the values read outside the program.
var words = map[string]string{
	string(Me): "I began it", string(Them): "they began it", string(Both): "by chance or as agreed",
	string(Message): "message", string(Call): "call", string(Met): "meeting", string(Social): "social media", string(Through): "through others", string(Other): "another way",
	string(Children): "the children", string(Practical): "something practical", string(Reply): "an answer", string(Say): "something to say", string(Chance): "by chance", string(Else): "something else",
}

// Words says a value of an entry in words.
func Words[T ~string](value T) string { return words[string(value)] }

// Text is the entry as a person reads it outside the program.
func (e Entry) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s; %s; about: %s.\n", Words(e.Way), Words(e.Who), Words(e.Why))
	switch e.Answered {
	case Yes:
		b.WriteString("There was an answer.\n")
	case NotYet:
		b.WriteString("No answer yet.\n")
	}
	for _, n := range []struct {
		says string
		is   *int
	}{{"Minutes", e.Minutes}, {"Hurt before, of 100", e.Before}, {"Hurt after, of 100", e.After}} {
		if n.is != nil {
			fmt.Fprintf(&b, "%s: %d\n", n.says, *n.is)
		}
	}
	if e.Note != "" {
		b.WriteString("\n" + e.Note + "\n")
	}
	return b.String()
}

func invalid(format string, args ...any) error { return errs.New(errs.Invalid, format, args...) }
