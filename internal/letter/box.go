package letter

import (
	"context"
	"reflect"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Box is the letters of one person for one request.
type Box struct {
	view vault.View[Letter]
	now  func() time.Time
}

// Open returns the letters that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Box {
	return &Box{view: vault.Of[Letter](key, rows, Kind, now), now: now}
}

// again is how soon the same letter is a second press of the button.
const again = 2 * time.Minute

// Begin keeps a new letter. The same one begun twice in a row is kept once.
func (b *Box) Begin(ctx context.Context, l Letter, parts []Part) (Kept, error) {
	now := b.now()
	l.Begun = stamp(now)
	if err := l.Write(now, parts); err != nil {
		return Kept{}, err
	}
	if err := l.Check(); err != nil {
		return Kept{}, err
	}
	latest, err := b.view.List(ctx, 0, 1)
	if err != nil {
		return Kept{}, err
	}
	for _, k := range latest {
		if k.Value.Kind == l.Kind && reflect.DeepEqual(k.Value.Current(), l.Current()) && now.Sub(k.Value.Begun).Abs() < again {
			return k, nil
		}
	}
	return b.view.Create(ctx, l, MaxLetters)
}

// List returns up to limit letters, the latest first, that come after the page
// that gave before; zero starts at the top.
func (b *Box) List(ctx context.Context, before int64, limit int) ([]Kept, error) {
	return b.view.List(ctx, before, limit)
}

// ReadSince returns what was told in readings after a moment, in any of the latest
// letters.
func (b *Box) ReadSince(ctx context.Context, moment time.Time) (all []Reading, err error) {
	const most = 100 // more than anybody has in hand
	latest, err := b.view.List(ctx, 0, most)
	if err != nil {
		return nil, err
	}
	for _, k := range latest {
		for _, r := range k.Value.Readings {
			if r.When.After(moment) {
				all = append(all, r)
			}
		}
	}
	return all, nil
}

// Find returns one letter, or [errs.NotFound].
func (b *Box) Find(ctx context.Context, letter id.ID) (Kept, error) { return b.view.Find(ctx, letter) }

// Change takes one step with the letter that the person was shown at that
// revision. If it has changed since, nothing is changed and the error is
// [errs.Conflict].
func (b *Box) Change(ctx context.Context, letter id.ID, revision int64, step func(*Letter, time.Time) error) (Kept, error) {
	k, err := b.view.Find(ctx, letter)
	if err != nil {
		return Kept{}, err
	}
	if k.Revision != revision {
		return k, errs.New(errs.Conflict, "This letter was changed in another window meanwhile.")
	}
	if err := step(&k.Value, b.now()); err != nil {
		return k, err
	}
	if err := k.Value.Check(); err != nil {
		return k, err
	}
	return b.view.Update(ctx, k)
}

// Delete removes all that is known of a letter that the person was shown at that
// revision.
func (b *Box) Delete(ctx context.Context, letter id.ID, revision int64) error {
	return b.view.Delete(ctx, letter, revision)
}
