// Package journal keeps what a person writes for nobody but themselves:
// dated entries, sealed, that can be read again, changed, found and deleted.
//
// It counts nothing and asks for nothing: there is no streak to lose.
package journal

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Kind is the kind of journal records in the store and in exports.
const Kind vault.Kind = "journal"

// The limits, all of them stated to the person before they matter.
const (
	MaxTitle   = 200     // characters
	MaxBody    = 100_000 // bytes of UTF-8, about 15,000 words
	MaxEntries = 10_000
	MaxPage    = 200 // entries a page
)

// Entry is one piece of writing.
type Entry struct {
	Title string    `json:"title,omitempty"` // one line; may be empty
	Body  string    `json:"body"`
	When  time.Time `json:"when"` // the moment it is about; by default the moment it was written
}

// Kept is an entry in the journal: its ID, its revision and the [Entry] itself as Value.
type Kept = vault.Record[Entry]

// Page is a part of the list. Next is what to pass as "before" for the page
// after it, and zero on the last page.
type Page struct {
	Entries []Kept
	Next    int64
}

// Journal is the journal of one person for one request.
type Journal struct {
	view vault.View[Entry]
	now  func() time.Time
}

// Open returns the journal that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Journal {
	return &Journal{view: vault.Of[Entry](key, rows, Kind, now), now: now}
}

// Write keeps a new entry. Without a date it gets the present moment. An
// entry over the limits is [errs.Invalid]; a full journal is [errs.TooMany].
func (j *Journal) Write(ctx context.Context, e Entry) (Kept, error) {
	e, err := j.tidy(e)
	if err != nil {
		return Kept{}, err
	}
	return j.view.Create(ctx, e, MaxEntries)
}

// List returns up to limit entries, the latest written first, that come after
// the page that gave before; zero starts at the top.
func (j *Journal) List(ctx context.Context, before int64, limit int) (Page, error) {
	limit = min(max(limit, 1), MaxPage)
	entries, err := j.view.List(ctx, before, limit+1)
	if err != nil {
		return Page{}, err
	}
	if len(entries) <= limit {
		return Page{Entries: entries}, nil
	}
	entries = entries[:limit]
	return Page{Entries: entries, Next: entries[limit-1].Place}, nil
}

// Find returns one entry, or [errs.NotFound].
func (j *Journal) Find(ctx context.Context, entry id.ID) (Kept, error) {
	return j.view.Find(ctx, entry)
}

// Edit replaces the entry that the person was shown at that revision. If it
// has changed since, nothing is replaced and the error is [errs.Conflict].
// Without a date the entry keeps the one it has.
func (j *Journal) Edit(ctx context.Context, entry id.ID, revision int64, e Entry) (Kept, error) {
	old, err := j.view.Find(ctx, entry)
	if err != nil {
		return Kept{}, err
	}
	if e.When.IsZero() {
		e.When = old.Value.When
	}
	if e, err = j.tidy(e); err != nil {
		return Kept{}, err
	}
	old.Revision, old.Value = revision, e
	return j.view.Update(ctx, old)
}

// Delete removes the entry that the person was shown at that revision. If it
// has changed since, it stays and the error is [errs.Conflict].
func (j *Journal) Delete(ctx context.Context, entry id.ID, revision int64) error {
	return j.view.Delete(ctx, entry, revision)
}

func (j *Journal) tidy(e Entry) (Entry, error) {
	e.Title = strings.Join(strings.Fields(e.Title), " ")
	e.Body = strings.ReplaceAll(e.Body, "\r\n", "\n")
	if e.When.IsZero() {
		e.When = j.now()
	}
	e.When = e.When.Truncate(time.Second)
	return e, e.Check()
}

// Check says what is wrong with an entry, as [errs.Invalid], or nothing.
func (e Entry) Check() error {
	switch {
	case !utf8.ValidString(e.Title) || !utf8.ValidString(e.Body):
		return errs.New(errs.Invalid, "This entry has bytes in it that are not text.")
	case strings.ContainsAny(e.Title, "\r\n"):
		return errs.New(errs.Invalid, "The title of an entry is one line.")
	case strings.TrimSpace(e.Body) == "" && e.Title == "":
		return errs.New(errs.Invalid, "This entry is empty. Write something first.")
	case utf8.RuneCountInString(e.Title) > MaxTitle:
		return errs.New(errs.Invalid, "The title is too long. It can have up to %d characters.", MaxTitle)
	case len(e.Body) > MaxBody:
		return errs.New(errs.Invalid, "This entry is too long by %d bytes. Split it in two: an entry can hold %d.", len(e.Body)-MaxBody, MaxBody)
	case e.When.Year() < 1900 || e.When.Year() > 9999:
		return errs.New(errs.Invalid, "The year of this entry must be between 1900 and 9999.")
	}
	return nil
}
