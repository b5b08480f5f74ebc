package store

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// InsertRecord implements [vault.Rows].
func (s *Store) InsertRecord(ctx context.Context, row vault.Row, limit int) (place int64, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		place, err = insertRecord(ctx, tx, row, limit)
		return err
	})
	return place, err
}

// UpdateRecord implements [vault.Rows].
func (s *Store) UpdateRecord(ctx context.Context, row vault.Row) error {
	return s.tx(ctx, func(tx *sql.Tx) error { return updateRecord(ctx, tx, row) })
}

// DeleteRecord implements [vault.Rows].
func (s *Store) DeleteRecord(ctx context.Context, a vault.Address) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		o, err := lockOwner(ctx, tx, a.Owner)
		if err != nil {
			return err
		}
		size, err := sizeOf(ctx, tx, a)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM records WHERE owner = $1 AND kind = $2 AND id = $3", a.Owner, a.Kind, a.ID); err != nil {
			return err
		}
		o.bytes -= size
		return o.save(ctx, tx)
	})
}

// WriteRecords implements [vault.Rows].
func (s *Store) WriteRecords(ctx context.Context, writes []vault.Write) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		for _, w := range writes {
			var err error
			if w.Limit > 0 {
				_, err = insertRecord(ctx, tx, w.Row, w.Limit)
			} else {
				err = updateRecord(ctx, tx, w.Row)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// FindRecord implements [vault.Rows].
func (s *Store) FindRecord(ctx context.Context, a vault.Address) (vault.Row, error) {
	row := vault.Row{Address: a}
	err := s.read.QueryRowContext(ctx, "SELECT revision, place, updated, sealed FROM records WHERE owner = $1 AND kind = $2 AND id = $3", a.Owner, a.Kind, a.ID).
		Scan(&row.Revision, &row.Place, seconds{&row.Updated}, &row.Sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return vault.Row{}, missing()
	}
	return row, fault(err)
}

// ListRecords implements [vault.Rows].
func (s *Store) ListRecords(ctx context.Context, owner id.ID, kind vault.Kind, before int64, limit int) ([]vault.Row, error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	rows, err := s.read.QueryContext(ctx, "SELECT id, revision, place, updated, sealed FROM records WHERE owner = $1 AND kind = $2 AND place < $3 ORDER BY place DESC LIMIT $4",
		owner, kind, before, limit)
	return scanAll(rows, err, func(r *vault.Row) []any {
		r.Owner, r.Kind = owner, kind
		return []any{&r.ID, &r.Revision, &r.Place, seconds{&r.Updated}, &r.Sealed}
	})
}

// ListKinds implements [vault.Rows].
func (s *Store) ListKinds(ctx context.Context, owner id.ID) ([]vault.Kind, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT DISTINCT kind FROM records WHERE owner = $1 ORDER BY kind", owner)
	return scanAll(rows, err, func(k *vault.Kind) []any { return []any{k} })
}

func insertRecord(ctx context.Context, tx *sql.Tx, row vault.Row, limit int) (place int64, err error) {
	o, err := lockOwner(ctx, tx, row.Owner)
	if err != nil {
		return 0, err
	}
	// No record is smaller than MinSealed: few bytes mean few records, and
	// most people never have to be counted.
	if o.bytes >= int64(limit*vault.MinSealed) {
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM records WHERE owner = $1 AND kind = $2", row.Owner, row.Kind).Scan(&n); err != nil {
			return 0, err
		}
		if n >= limit {
			return 0, errs.New(errs.TooMany, "There is no room for more: you have kept %d of these, and that is the limit. Delete some, or export them first.", n)
		}
	}
	o.place++
	o.bytes += int64(len(row.Sealed))
	added, err := changed(tx.ExecContext(ctx, "INSERT INTO records (owner, kind, id, revision, place, updated, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (owner, kind, id) DO NOTHING",
		row.Owner, row.Kind, row.ID, row.Revision, o.place, row.Updated.Unix(), row.Sealed))
	if err != nil {
		return 0, err
	}
	if !added {
		return 0, overtaken()
	}
	return o.place, o.save(ctx, tx)
}

func updateRecord(ctx context.Context, tx *sql.Tx, row vault.Row) error {
	o, err := lockOwner(ctx, tx, row.Owner)
	if err != nil {
		return err
	}
	shown := row.Address
	shown.Revision--
	size, err := sizeOf(ctx, tx, shown)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE records SET revision = $4, updated = $5, sealed = $6 WHERE owner = $1 AND kind = $2 AND id = $3",
		row.Owner, row.Kind, row.ID, row.Revision, row.Updated.Unix(), row.Sealed); err != nil {
		return err
	}
	o.bytes += int64(len(row.Sealed)) - size
	return o.save(ctx, tx)
}

// sizeOf returns the length of a record that is still at the revision of its
// address. Call it with the owner locked.
func sizeOf(ctx context.Context, tx *sql.Tx, a vault.Address) (size int64, err error) {
	var revision int64
	err = tx.QueryRowContext(ctx, "SELECT revision, LENGTH(sealed) FROM records WHERE owner = $1 AND kind = $2 AND id = $3", a.Owner, a.Kind, a.ID).Scan(&revision, &size)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, missing()
	case err == nil && revision != a.Revision:
		return 0, overtaken()
	}
	return size, err
}

// owner is what an account knows of its records in sum.
type owner struct {
	id           id.ID
	place, bytes int64
	had          int64
}

// lockOwner makes everybody else who writes for this owner wait until the
// transaction ends. Without it, two writers could take the same place.
func lockOwner(ctx context.Context, tx *sql.Tx, of id.ID) (owner, error) {
	o := owner{id: of}
	err := tx.QueryRowContext(ctx, "UPDATE accounts SET place = place WHERE id = $1 RETURNING place, bytes", of).Scan(&o.place, &o.bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return o, errs.New(errs.NotFound, "This account is not here any more. Nothing was kept.")
	}
	o.had = o.bytes
	return o, err
}

func (o owner) save(ctx context.Context, tx *sql.Tx) error {
	if o.bytes > maxOwnerBytes && o.bytes > o.had {
		return errs.New(errs.TooMany, "There is no room for more. All you keep here together can be about ten million words. Delete some, or export them first.")
	}
	_, err := tx.ExecContext(ctx, "UPDATE accounts SET place = $2, bytes = $3 WHERE id = $1", o.id, o.place, o.bytes)
	return err
}

func overtaken() error {
	return errs.New(errs.Conflict, "This was changed somewhere else after you opened it. Nothing was overwritten. Look at both before you save.")
}
