package boundary

import (
	"context"
	"time"

	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Kept is a [Boundary] with its ID and revision.
type Kept = vault.Record[Boundary]

// Book is the boundaries of one person, for one request.
type Book struct {
	view vault.View[Boundary]
}

// Open returns the boundaries that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Book {
	return &Book{view: vault.Of[Boundary](key, rows, Kind, now)}
}

// Keep keeps a new one.
func (b *Book) Keep(ctx context.Context, fresh Boundary) (Kept, error) {
	if err := fresh.Check(); err != nil {
		return Kept{}, err
	}
	return b.view.Create(ctx, fresh, MaxBoundaries)
}

// All returns every boundary, the latest first.
func (b *Book) All(ctx context.Context) ([]Kept, error) { return b.view.List(ctx, 0, MaxBoundaries) }

// Find opens one.
func (b *Book) Find(ctx context.Context, boundary id.ID) (Kept, error) {
	return b.view.Find(ctx, boundary)
}

// Change replaces one that the person was shown at that revision. What binds by
// the other person's wish cannot be loosened.
func (b *Book) Change(ctx context.Context, boundary id.ID, revision int64, step func(*Boundary) error) (Kept, error) {
	k, err := b.view.Find(ctx, boundary)
	if err != nil {
		return Kept{}, err
	}
	before := k.Value
	k.Revision = revision
	if err := step(&k.Value); err != nil {
		return Kept{}, err
	}
	if err := k.Value.Check(); err != nil {
		return Kept{}, err
	}
	if err := before.mayBecome(k.Value); err != nil {
		return Kept{}, err
	}
	return b.view.Update(ctx, k)
}

// Delete removes one that the person was shown at that revision. A wish of the
// other person's that still holds stays.
func (b *Book) Delete(ctx context.Context, boundary id.ID, revision int64) error {
	k, err := b.view.Find(ctx, boundary)
	if err != nil {
		return err
	}
	if k.Value.Whose == Theirs && k.Value.Ended == nil {
		return invalid("This is your ex's wish. It ends when they themselves take it back, and can be deleted after that.")
	}
	return b.view.Delete(ctx, boundary, revision)
}

// mayBecome refuses a change that would loosen what is the other's wish.
func (b Boundary) mayBecome(next Boundary) error {
	if b.Whose != Theirs || b.Ended != nil {
		return nil
	}
	if next.Whose != Theirs || b.Closed && !next.Closed || next.From > b.From || len(next.Except) > len(b.Except) {
		return invalid("This boundary is your ex's wish, so it cannot be made looser here. Nothing was changed.")
	}
	return nil
}
