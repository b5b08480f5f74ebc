// Package exercise keeps that a person did an exercise, and the two numbers they
// gave before and after it. What they wrote in it is not among that: it goes
// into the journal, if they ask for it.
//
// It counts no days and has no goal.
package exercise

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Kind is the kind of these records in the store and in exports.
const Kind vault.Kind = "exercise"

// The limits.
const (
	MaxDone = 10_000
	maxText = 400 // bytes of UTF-8
)

// Done is one time that somebody did an exercise. It holds the words as well as
// the address, so that it can be read whatever the program offers later.
type Done struct {
	When     time.Time `json:"when"`
	Exercise string    `json:"exercise"`
	Title    string    `json:"title"`
	// Run tells one time from another, so that the same page sent twice is kept once.
	Run id.ID `json:"run,omitempty"`
	// Ask, Low and High are the question and its ends. Before and After are the
	// numbers from 0 to 100; nil where none was given.
	Ask    string `json:"ask"`
	Low    string `json:"low"`
	High   string `json:"high"`
	Better string `json:"better"` // low or high: the end that is easier to be at
	Before *int   `json:"before,omitempty"`
	After  *int   `json:"after,omitempty"`
	// Early says that it was stopped before its last step.
	Early bool `json:"early,omitempty"`
}

// Change is by how much it was better afterwards, from -100 to 100; ok is
// false if a number is missing.
func (d Done) Change() (better int, ok bool) {
	if d.Before == nil || d.After == nil {
		return 0, false
	}
	if d.Better == "high" {
		return *d.After - *d.Before, true
	}
	return *d.Before - *d.After, true
}

// Kept is a [Done] with its ID and revision.
type Kept = vault.Record[Done]

// Log is what one person did, for one request.
type Log struct {
	view vault.View[Done]
	now  func() time.Time
}

// Open returns the log that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Log {
	return &Log{view: vault.Of[Done](key, rows, Kind, now), now: now}
}

// again is among how many of the latest the same run is looked for.
const again = 20

// Keep keeps that an exercise was done. The same run again, by going back or by
// reloading, replaces what was kept of it.
func (l *Log) Keep(ctx context.Context, d Done) (Kept, error) {
	if d.When.IsZero() {
		d.When = l.now()
	}
	d.When = d.When.Truncate(time.Second)
	if err := d.Check(); err != nil {
		return Kept{}, err
	}
	latest, err := l.view.List(ctx, 0, again)
	if err != nil {
		return Kept{}, err
	}
	for _, k := range latest {
		if d.Run != "" && k.Value.Run == d.Run && k.Value.Exercise == d.Exercise {
			d.When = k.Value.When
			k.Value = d
			return l.view.Update(ctx, k)
		}
	}
	return l.view.Create(ctx, d, MaxDone)
}

// List returns up to limit, the latest first, that come after the page that gave
// before; zero starts at the top.
func (l *Log) List(ctx context.Context, before int64, limit int) ([]Kept, error) {
	return l.view.List(ctx, before, limit)
}

// Delete removes one that the person was shown at that revision.
func (l *Log) Delete(ctx context.Context, done id.ID, revision int64) error {
	return l.view.Delete(ctx, done, revision)
}

// Check says what is wrong with a record, as [errs.Invalid], or nothing.
func (d Done) Check() error {
	switch {
	case d.Exercise == "" || d.Title == "":
		return errs.New(errs.Invalid, "This is no exercise: it has no name.")
	case d.Better != "low" && d.Better != "high":
		return errs.New(errs.Invalid, "The better end of the numbers of this exercise must be low or high.")
	case d.When.Year() < 1900 || d.When.Year() > 9999:
		return errs.New(errs.Invalid, "The year of this exercise must be between 1900 and 9999.")
	}
	for _, n := range []*int{d.Before, d.After} {
		if n != nil && (*n < 0 || *n > 100) {
			return errs.New(errs.Invalid, "A number before or after an exercise must be between 0 and 100.")
		}
	}
	for _, text := range []string{d.Exercise, d.Title, d.Ask, d.Low, d.High, string(d.Run)} {
		if len(text) > maxText || !utf8.ValidString(text) {
			return errs.New(errs.Invalid, "A text in this exercise is too long, or has bytes in it that are not text.")
		}
	}
	return nil
}

// Text is the record as a person reads it outside the program.
func (d Done) Text() string {
	var b strings.Builder
	if d.Before != nil || d.After != nil {
		fmt.Fprintf(&b, "%s (0: %s, 100: %s)\n", d.Ask, d.Low, d.High)
	}
	if d.Before != nil {
		fmt.Fprintf(&b, "Before: %d\n", *d.Before)
	}
	if d.After != nil {
		fmt.Fprintf(&b, "After: %d\n", *d.After)
	}
	if d.Early {
		b.WriteString("Stopped early.\n")
	}
	return b.String()
}
