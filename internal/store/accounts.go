package store

import (
	"context"
	"database/sql"
	"errors"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"
)

// CreateAccount implements [account.Store].
func (s *Store) CreateAccount(ctx context.Context, p account.Person, d account.Device, session account.SessionRow) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		added, err := changed(tx.ExecContext(ctx, "INSERT INTO accounts (id, lookup, profile, made) VALUES ($1, $2, $3, $4) ON CONFLICT (lookup) DO NOTHING",
			p.ID, p.Lookup, p.Profile, p.Made.Unix()))
		if err != nil {
			return err
		}
		if !added {
			return errs.New(errs.Conflict, "Somebody has that sign-in name already. Please choose another.")
		}
		// What was tried at this handle before it was an account is nobody's concern.
		if _, err := tx.ExecContext(ctx, "DELETE FROM subjects WHERE subject = $1", p.Lookup); err != nil {
			return err
		}
		if err := putSlots(ctx, tx, p.ID, p.Slots); err != nil {
			return err
		}
		return putSession(ctx, tx, d, session)
	})
}

// FindPerson implements [account.Store].
func (s *Store) FindPerson(ctx context.Context, lookup []byte) (account.Person, error) {
	p := account.Person{Lookup: lookup}
	err := s.read.QueryRowContext(ctx, "SELECT id, profile, made FROM accounts WHERE lookup = $1", lookup).Scan(&p.ID, &p.Profile, seconds{&p.Made})
	if errors.Is(err, sql.ErrNoRows) {
		return account.Person{}, missing()
	}
	if err != nil {
		return account.Person{}, fault(err)
	}
	p.Slots, err = s.ListSlots(ctx, p.ID)
	return p, err
}

// ListSlots implements [account.Store].
func (s *Store) ListSlots(ctx context.Context, owner id.ID) (map[account.Slot][]byte, error) {
	type slot struct {
		kind   account.Slot
		sealed []byte
	}
	rows, err := s.read.QueryContext(ctx, "SELECT kind, sealed FROM slots WHERE owner = $1", owner)
	list, err := scanAll(rows, err, func(o *slot) []any { return []any{&o.kind, &o.sealed} })
	slots := make(map[account.Slot][]byte, len(list))
	for _, o := range list {
		slots[o.kind] = o.sealed
	}
	return slots, err
}

// ChangeAccount implements [account.Store].
func (s *Store) ChangeAccount(ctx context.Context, owner id.ID, c account.Change) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if _, err := lockOwner(ctx, tx, owner); err != nil {
			return err
		}
		for _, kind := range c.Drop {
			if _, err := tx.ExecContext(ctx, "DELETE FROM slots WHERE owner = $1 AND kind = $2", owner, kind); err != nil {
				return err
			}
		}
		if err := putSlots(ctx, tx, owner, c.Put); err != nil {
			return err
		}
		if c.EndAll || c.Session != nil {
			if _, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE owner = $1", owner); err != nil {
				return err
			}
		}
		if c.Forget != nil {
			if _, err := tx.ExecContext(ctx, "DELETE FROM devices WHERE owner = $1 AND device <> $2", owner, c.Forget); err != nil {
				return err
			}
		}
		if c.Session != nil {
			return insertSession(ctx, tx, *c.Session)
		}
		return nil
	})
	if err == nil {
		s.scrub(ctx) // a slot or a session that was replaced was a key
	}
	return err
}

// DeleteAccount implements [account.Store].
func (s *Store) DeleteAccount(ctx context.Context, owner id.ID, lookup []byte) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if _, err := lockOwner(ctx, tx, owner); err != nil {
			return err
		}
		if err := run(ctx, tx, owner,
			"DELETE FROM slots WHERE owner = $1",
			"DELETE FROM sessions WHERE owner = $1",
			"DELETE FROM devices WHERE owner = $1",
			"DELETE FROM records WHERE owner = $1",
			"DELETE FROM accounts WHERE id = $1",
		); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM subjects WHERE subject = $1", lookup)
		return err
	})
	if err == nil {
		s.scrub(ctx)
	}
	return err
}

func putSlots(ctx context.Context, tx *sql.Tx, owner id.ID, slots map[account.Slot][]byte) error {
	for kind, sealed := range slots {
		if _, err := tx.ExecContext(ctx, "INSERT INTO slots (owner, kind, sealed) VALUES ($1, $2, $3) ON CONFLICT (owner, kind) DO UPDATE SET sealed = excluded.sealed",
			owner, kind, sealed); err != nil {
			return err
		}
	}
	return nil
}
