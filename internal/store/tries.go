package store

import (
	"context"
	"database/sql"
	"time"

	"afterwards/internal/account"
)

// AdmitTry implements [account.Store].
func (s *Store) AdmitTry(ctx context.Context, subject []byte, t account.Try, judge func(*account.Ledger) error) error {
	var objection error
	err := s.tx(ctx, func(tx *sql.Tx) error {
		// Taking the row makes every other try at this subject wait.
		var l account.Ledger
		if err := tx.QueryRowContext(ctx, "INSERT INTO subjects (subject, closed) VALUES ($1, 0) ON CONFLICT (subject) DO UPDATE SET closed = subjects.closed RETURNING closed <> 0", subject).
			Scan(&l.Closed); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE tries SET tried = $2 WHERE subject = $1 AND tried > $2", subject, t.At.Unix()); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, listTries, subject)
		if l.Tries, err = scanTries(rows, err); err != nil {
			return err
		}
		was := l.Closed
		if objection = judge(&l); objection == nil {
			if _, err := tx.ExecContext(ctx, "INSERT INTO tries (subject, id, door, tried, shown) VALUES ($1, $2, $3, $4, 0)", subject, t.ID, t.Door, t.At.Unix()); err != nil {
				return err
			}
		}
		if l.Closed != was {
			_, err = tx.ExecContext(ctx, "UPDATE subjects SET closed = $2 WHERE subject = $1", subject, flag(l.Closed))
		}
		return err
	})
	if err != nil {
		return err
	}
	return objection
}

// SettleTry implements [account.Store].
func (s *Store) SettleTry(ctx context.Context, settle account.Settle) error {
	return s.tx(ctx, func(tx *sql.Tx) error { return settleTry(ctx, tx, settle) })
}

// ListTries implements [account.Store].
func (s *Store) ListTries(ctx context.Context, subject []byte) ([]account.Try, error) {
	rows, err := s.read.QueryContext(ctx, listTries, subject)
	return scanTries(rows, err)
}

// CountAddress implements [account.Store].
func (s *Store) CountAddress(ctx context.Context, address []byte, since time.Time) (n int, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `
			INSERT INTO addresses (address, since, tries) VALUES ($1, $2, 1)
			ON CONFLICT (address) DO UPDATE SET
				tries = CASE WHEN addresses.since < excluded.since THEN 1 ELSE addresses.tries + 1 END,
				since = CASE WHEN addresses.since < excluded.since THEN excluded.since ELSE addresses.since END
			RETURNING tries`, address, since.Unix()).Scan(&n)
	})
	return n, err
}

const listTries = "SELECT id, door, tried, shown <> 0 FROM tries WHERE subject = $1 ORDER BY tried DESC, id"

func scanTries(rows *sql.Rows, err error) ([]account.Try, error) {
	return scanAll(rows, err, func(t *account.Try) []any { return []any{&t.ID, &t.Door, seconds{&t.At}, &t.Shown} })
}

func settleTry(ctx context.Context, tx *sql.Tx, settle account.Settle) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM tries WHERE subject = $1 AND id = $2", settle.Subject, settle.Try); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE subjects SET closed = 0 WHERE subject = $1", settle.Subject)
	return err
}
