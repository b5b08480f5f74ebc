package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/id"
)

// BeginSession implements [account.Store].
func (s *Store) BeginSession(ctx context.Context, d account.Device, session account.SessionRow, settle account.Settle) (unseen []account.Try, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		if err := settleTry(ctx, tx, settle); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, "UPDATE tries SET shown = 1 WHERE subject = $1 AND shown = 0 RETURNING id, door, tried", settle.Subject)
		if unseen, err = scanAll(rows, err, func(t *account.Try) []any { return []any{&t.ID, &t.Door, seconds{&t.At}} }); err != nil {
			return err
		}
		return putSession(ctx, tx, d, session)
	})
	return unseen, err
}

// FindDevice implements [account.Store].
func (s *Store) FindDevice(ctx context.Context, owner id.ID, device []byte) (account.Device, error) {
	d := account.Device{Key: device}
	err := s.read.QueryRowContext(ctx, "SELECT name, first_day, last_day FROM devices WHERE owner = $1 AND device = $2", owner, device).
		Scan(&d.Name, seconds{&d.First}, seconds{&d.Last})
	if errors.Is(err, sql.ErrNoRows) {
		return account.Device{}, missing()
	}
	return d, fault(err)
}

// FindSession implements [account.Store].
func (s *Store) FindSession(ctx context.Context, row []byte) (account.Resumed, error) {
	r := account.Resumed{SessionRow: account.SessionRow{Row: row}}
	err := s.read.QueryRowContext(ctx, `
		SELECT s.owner, s.id, s.device, s.sealed, s.first_day, s.last_day, s.ends, s.latest, s.set_passphrase <> 0,
		       COALESCE(d.name, ''), a.lookup, a.profile,
		       EXISTS (SELECT 1 FROM slots WHERE slots.owner = s.owner AND slots.kind = $2)
		FROM sessions s
		JOIN accounts a ON a.id = s.owner
		LEFT JOIN devices d ON d.owner = s.owner AND d.device = s.device
		WHERE s.session = $1`, row, account.SlotRecovery).
		Scan(&r.Owner, &r.ID, &r.Device, &r.Sealed, seconds{&r.First}, seconds{&r.Last}, seconds{&r.Ends}, seconds{&r.Latest}, &r.SetPassphrase,
			&r.DeviceName, &r.Lookup, &r.Profile, &r.Confirmed)
	if errors.Is(err, sql.ErrNoRows) {
		return account.Resumed{}, missing()
	}
	return r, fault(err)
}

// TouchSession implements [account.Store].
func (s *Store) TouchSession(ctx context.Context, r account.SessionRow) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE sessions SET last_day = $2, ends = $3 WHERE session = $1", r.Row, r.Last.Unix(), r.Ends.Unix()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE devices SET last_day = $3 WHERE owner = $1 AND device = $2", r.Owner, r.Device, r.Last.Unix())
		return err
	})
}

// ListSessions implements [account.Store].
func (s *Store) ListSessions(ctx context.Context, owner id.ID, now time.Time) ([]account.Session, error) {
	rows, err := s.read.QueryContext(ctx, `
		SELECT s.id, COALESCE(d.name, ''), s.first_day, s.last_day
		FROM sessions s LEFT JOIN devices d ON d.owner = s.owner AND d.device = s.device
		WHERE s.owner = $1 AND s.ends > $2 AND s.latest > $2 ORDER BY s.last_day DESC, s.ends DESC, s.id`, owner, now.Unix())
	return scanAll(rows, err, func(o *account.Session) []any {
		return []any{&o.ID, &o.Device, seconds{&o.First}, seconds{&o.Last}}
	})
}

// EndSession implements [account.Store].
func (s *Store) EndSession(ctx context.Context, owner, session id.ID) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		ended, err := changed(tx.ExecContext(ctx, "DELETE FROM sessions WHERE owner = $1 AND id = $2", owner, session))
		if err == nil && !ended {
			return missing()
		}
		return err
	})
}

// EndSessionRow implements [account.Store].
func (s *Store) EndSessionRow(ctx context.Context, row []byte) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE session = $1", row)
		return err
	})
}

// Tidy implements [account.Store].
func (s *Store) Tidy(ctx context.Context, now, old time.Time) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM sessions WHERE ends <= $1 OR latest <= $1", now.Unix()); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM addresses WHERE since < $1", now.Add(-24*time.Hour).Unix()); err != nil {
			return err
		}
		if err := run(ctx, tx, old.Unix(),
			"DELETE FROM devices WHERE last_day < $1",
			"DELETE FROM tries WHERE tried < $1",
		); err != nil {
			return err
		}
		// A closed account stays closed, however long nobody comes.
		_, err := tx.ExecContext(ctx, `
			DELETE FROM subjects
			WHERE NOT EXISTS (SELECT 1 FROM tries WHERE tries.subject = subjects.subject)
			AND (closed = 0 OR NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.lookup = subjects.subject))`)
		return err
	})
}

func putSession(ctx context.Context, tx *sql.Tx, d account.Device, session account.SessionRow) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO devices (owner, device, name, first_day, last_day) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (owner, device) DO UPDATE SET last_day = excluded.last_day`,
		session.Owner, d.Key, d.Name, d.First.Unix(), d.Last.Unix()); err != nil {
		return err
	}
	return insertSession(ctx, tx, session)
}

func insertSession(ctx context.Context, tx *sql.Tx, r account.SessionRow) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sessions (session, owner, id, device, sealed, first_day, last_day, ends, latest, set_passphrase)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		r.Row, r.Owner, r.ID, r.Device, r.Sealed, r.First.Unix(), r.Last.Unix(), r.Ends.Unix(), r.Latest.Unix(), flag(r.SetPassphrase))
	return err
}
