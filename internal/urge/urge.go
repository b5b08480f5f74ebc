// Package urge keeps that a pull to make contact came, how strong it was, what
// set it off and what the person did. It judges nothing and has no runs to lose.
package urge

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Kind is the kind of these records in the store and in exports.
const Kind vault.Kind = "urge"

// The limits.
const (
	MaxUrges = 20_000
	maxWords = 2_000 // bytes of UTF-8
)

// Urge is one pull.
type Urge struct {
	When time.Time `json:"when"` // on the person's own clock
	Peak *int      `json:"peak,omitempty"`
	// Trigger is what set it off, in a few words of the person's.
	Trigger string `json:"trigger,omitempty"`
	Did     Did    `json:"did"`
	Note    string `json:"note,omitempty"`
}

// Did is what became of it.
type Did string

// What can become of it.
const (
	Passed Did = "passed" // it went by, or was waited out
	Acted  Did = "acted"  // there was contact
	Still  Did = "still"  // it is still there
)

// Dids are all of them, in the order in which they are offered.
var Dids = []Did{Passed, Still, Acted}

var words = map[Did]string{Passed: "It got less", Still: "It is still there", Acted: "I made contact"}

// Words says it in words.
func (d Did) Words() string { return words[d] }

// Kept is an [Urge] with its ID and revision.
type Kept = vault.Record[Urge]

// Log is what one person noted, for one request.
type Log struct {
	view vault.View[Urge]
	now  func() time.Time
}

// Open returns the log that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Log {
	return &Log{vault.Of[Urge](key, rows, Kind, now), now}
}

// Keep keeps one.
func (l *Log) Keep(ctx context.Context, u Urge) (Kept, error) {
	if u.When.IsZero() {
		u.When = l.now()
	}
	u.When = u.When.Truncate(time.Second)
	if err := u.Check(); err != nil {
		return Kept{}, err
	}
	return l.view.Create(ctx, u, MaxUrges)
}

// All returns every one, the latest first.
func (l *Log) All(ctx context.Context) ([]Kept, error) {
	all, err := l.view.Gather(ctx)
	slices.SortStableFunc(all, func(a, b Kept) int { return b.Value.When.Compare(a.Value.When) })
	return all, err
}

// Latest returns the one that was written last, or an empty one.
func (l *Log) Latest(ctx context.Context) (Urge, error) {
	all, err := l.view.List(ctx, 0, 1)
	if err != nil || len(all) == 0 {
		return Urge{}, err
	}
	return all[0].Value, nil
}

// Delete removes one that the person was shown at that revision.
func (l *Log) Delete(ctx context.Context, urge id.ID, revision int64) error {
	return l.view.Delete(ctx, urge, revision)
}

// Check says what is wrong with a record, as [errs.Invalid], or nothing.
func (u Urge) Check() error {
	switch {
	case u.When.Year() < 1900 || u.When.Year() > 9999:
		return errs.New(errs.Invalid, "The year of a pull must be between 1900 and 9999.")
	case !slices.Contains(Dids, u.Did):
		return errs.New(errs.Invalid, "Say how it is now, by one of the answers on the page.")
	case u.Peak != nil && (*u.Peak < 0 || *u.Peak > 100):
		return errs.New(errs.Invalid, "How strong it was must be a number between 0 and 100.")
	case len(u.Trigger) > maxWords || len(u.Note) > maxWords || !utf8.ValidString(u.Trigger+u.Note):
		return errs.New(errs.Invalid, "A text is too long, or has bytes in it that are not text. It can hold %d.", maxWords)
	}
	return nil
}

// Text is the record as a person reads it outside the program.
func (u Urge) Text() string {
	text := words[u.Did] + ".\n"
	if u.Peak != nil {
		text += fmt.Sprintf("At its strongest: %d of 100\n", *u.Peak)
	}
	if u.Trigger != "" {
		text += "What set it off: " + u.Trigger + "\n"
	}
	if u.Note != "" {
		text += "\n" + u.Note + "\n"
	}
	return text
}

// leastForPattern is how many have to be noted before hours are counted at all.
const leastForPattern = 10

// Span is a part of the day, from an hour up to another.
type Span struct {
	From, To int
	Count    int
}

// Hours counts when they came, in four parts of the day on the person's own
// clock. With fewer than ten there is no pattern to speak of: missing says how
// many more.
func Hours(all []Kept) (spans []Span, missing int) {
	if len(all) < leastForPattern {
		return nil, leastForPattern - len(all)
	}
	spans = []Span{{From: 0, To: 6}, {From: 6, To: 12}, {From: 12, To: 18}, {From: 18, To: 24}}
	for _, k := range all {
		spans[k.Value.When.Hour()/6].Count++
	}
	return spans, 0
}
