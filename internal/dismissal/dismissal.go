// Package dismissal keeps what a person chose not to have marked in their
// drafts: phrases, and acts. A single place is not kept: it belongs to one draft.
package dismissal

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"afterwards/draft"
	"afterwards/internal/errs"
	"afterwards/internal/vault"
)

// Kind is the kind of the record in the store and in exports.
const Kind vault.Kind = "dismissals"

const (
	// MaxRecords is one, with room for copies that an import may bring: they are
	// read as one.
	MaxRecords = 20
	// MaxPhrases is how many phrases one person may keep.
	MaxPhrases = 500

	tries = 3 // to change the record while another window does
)

// List is all that is dismissed.
type List struct {
	When    time.Time `json:"when"` // of the last change
	Phrases []string  `json:"phrases,omitempty"`
	Acts    []string  `json:"acts,omitempty"`
}

// Choice is a phrase or an act; the other is empty.
type Choice struct{ Phrase, Act string }

// Book is the list of one person for one request.
type Book struct {
	view vault.View[List]
	now  func() time.Time
}

// Open returns the list that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Book {
	return &Book{view: vault.Of[List](key, rows, Kind, now), now: now}
}

// List returns all that is dismissed, in the order in which it was.
func (b *Book) List(ctx context.Context) (List, error) {
	records, err := b.view.List(ctx, 0, MaxRecords)
	if err != nil {
		return List{}, err
	}
	var all List
	for _, r := range slices.Backward(records) {
		for _, phrase := range r.Value.Phrases {
			all = all.with(Choice{Phrase: phrase})
		}
		for _, act := range r.Value.Acts {
			all = all.with(Choice{Act: act})
		}
	}
	return all, nil
}

// Add adds a choice; one that is there already changes nothing. One that
// cannot be dismissed is [errs.Invalid], a full list is [errs.TooMany].
func (b *Book) Add(ctx context.Context, c Choice) error {
	return again(func() error {
		records, err := b.view.List(ctx, 0, MaxRecords)
		if err != nil || slices.ContainsFunc(records, func(r vault.Record[List]) bool { return r.Value.has(c) }) {
			return err
		}
		var r vault.Record[List]
		if len(records) > 0 {
			r = records[0]
		}
		r.Value = r.Value.with(c)
		r.Value.When = b.now().Truncate(time.Second)
		if err := r.Value.Check(); err != nil {
			return err
		}
		if len(records) > 0 {
			_, err = b.view.Update(ctx, r)
		} else {
			_, err = b.view.Create(ctx, r.Value, MaxRecords)
		}
		return err
	})
}

// Remove takes a choice back. One that is not there changes nothing.
func (b *Book) Remove(ctx context.Context, c Choice) error {
	return again(func() error {
		records, err := b.view.List(ctx, 0, MaxRecords)
		if err != nil {
			return err
		}
		for _, r := range records {
			if !r.Value.has(c) {
				continue
			}
			r.Value = r.Value.without(c)
			r.Value.When = b.now().Truncate(time.Second)
			if _, err := b.view.Update(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// again does a change anew if another window was quicker.
func again(change func() error) (err error) {
	for range tries {
		if err = change(); !errs.Is(err, errs.Conflict) {
			break
		}
	}
	return err
}

func (l List) has(c Choice) bool {
	if c.Act != "" {
		return slices.Contains(l.Acts, c.Act)
	}
	return slices.ContainsFunc(l.Phrases, samePhrase(c.Phrase))
}

func (l List) with(c Choice) List {
	switch {
	case l.has(c):
	case c.Act != "":
		l.Acts = append(slices.Clone(l.Acts), c.Act)
	default:
		l.Phrases = append(slices.Clone(l.Phrases), c.Phrase)
	}
	return l
}

func (l List) without(c Choice) List {
	if c.Act != "" {
		l.Acts = slices.DeleteFunc(slices.Clone(l.Acts), func(a string) bool { return a == c.Act })
	} else {
		l.Phrases = slices.DeleteFunc(slices.Clone(l.Phrases), samePhrase(c.Phrase))
	}
	return l
}

func samePhrase(phrase string) func(string) bool {
	words := draft.PhraseWords(phrase)
	return func(p string) bool { return draft.PhraseWords(p) == words }
}

// Check says what is wrong with a list, as [errs.Invalid] or [errs.TooMany], or
// nothing.
func (l List) Check() error {
	if len(l.Phrases) > MaxPhrases {
		return errs.New(errs.TooMany, "You keep %d phrases already, which is the most. Take some back first.", MaxPhrases)
	}
	for _, p := range l.Phrases {
		if len(p) > draft.MaxPhrase || !utf8.ValidString(p) || draft.PhraseWords(p) == "" {
			return errs.New(errs.Invalid, "This is no phrase: it has no words, or more than %d bytes.", draft.MaxPhrase)
		}
	}
	for _, a := range l.Acts {
		if !slices.Contains(draft.Acts(), a) || !draft.Dismissible(a) {
			return errs.New(errs.Invalid, "There is something in this list that stays marked for everybody.")
		}
	}
	if len(l.Acts) > len(draft.Acts()) {
		return errs.New(errs.Invalid, "This list has the same thing in it many times.")
	}
	return nil
}

// Text is the list as a person reads it outside the program.
func (l List) Text() string {
	var b strings.Builder
	for _, p := range l.Phrases {
		b.WriteString("- “" + p + "”, wherever it stands\n")
	}
	for _, a := range l.Acts {
		b.WriteString("- Whatever " + draft.ActName(a) + "\n")
	}
	return b.String()
}
