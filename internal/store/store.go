// Package store keeps accounts and sealed records in SQLite or PostgreSQL.
//
// There is one SQL text for both. Only the tables are written twice, in
// migrations/sqlite and migrations/postgres. What the two must have in common
// is in storetest, which both must pass.
//
// The store sees who owns how much and in which order it was written, to the day.
// It sees no content, and has no key to any of it. The server key that it
// looks after lies in a file beside the database; it opens nothing by itself.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync/atomic"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/secret"
	"afterwards/internal/vault"

	"github.com/pressly/goose/v3"
)

var (
	_ account.Store = (*Store)(nil)
	_ vault.Rows    = (*Store)(nil)
)

// Options say where the data is.
type Options struct {
	// Dir is the data directory: the server key, and the SQLite database
	// unless there is a URL. It is made if it does not exist, for its owner alone.
	Dir string
	// URL is a postgres:// URL, or empty for SQLite.
	URL string
}

// maxOwnerBytes is how much sealed text one account may keep: about ten
// million words. It keeps exports within what an import accepts.
const maxOwnerBytes = 64 << 20

// Store is an open database. It is safe for concurrent use.
type Store struct {
	write, read *sql.DB
	key         secret.Bytes
	truncate    func(context.Context) error // empties what SQLite has not yet overwritten; nil if there is no such thing
	unscrubbed  atomic.Bool
}

// Open opens the database, brings its tables up to date and checks that the
// key file belongs to it. Errors are sentences for the operator.
func Open(ctx context.Context, o Options) (*Store, error) {
	if err := makeDir(o.Dir); err != nil {
		return nil, err
	}
	var s *Store
	var err error
	if o.URL == "" {
		s, err = openSQLite(ctx, filepath.Join(o.Dir, "afterwards.db"))
	} else {
		s, err = openPostgres(ctx, o.URL)
	}
	if err != nil {
		return nil, err
	}
	if s.key, err = s.serverKey(ctx, filepath.Join(o.Dir, "server.key")); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// ServerKey returns the key that belongs to this database.
func (s *Store) ServerKey() secret.Bytes { return s.key }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.read.PingContext(ctx) }

// Close closes the database. On SQLite it leaves one file, without a log beside it.
func (s *Store) Close() error {
	err := s.read.Close()
	if s.write == s.read {
		return err
	}
	return errors.Join(err, s.write.Close())
}

//go:embed migrations
var migrations embed.FS

func migrate(ctx context.Context, db *sql.DB, dialect goose.Dialect, dir string, options ...goose.ProviderOption) error {
	files, err := fs.Sub(migrations, "migrations/"+dir)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, db, files, options...)
	if err != nil {
		return err
	}
	has, wants, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("the version of the database could not be read: %w", err)
	}
	if has > wants {
		return fmt.Errorf("the database is of a newer version (%d) than this program (%d). Use the newer program, or restore a backup made with this one", has, wants)
	}
	if has == wants {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("the tables could not be brought up to date. Nothing was lost: each step is done whole or not at all: %w", err)
	}
	return nil
}

// tx runs do in one transaction that writes.
func (s *Store) tx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fault(err)
	}
	defer tx.Rollback() // does nothing after Commit
	if err := do(tx); err != nil {
		return fault(err)
	}
	if err := tx.Commit(); err != nil {
		// A connection that broke at this moment does not tell what became of it.
		return errs.Wrap(err, errs.Unavailable, "It is not certain that this was kept. Please look before you try again.")
	}
	if s.unscrubbed.Load() {
		s.scrub(ctx)
	}
	return nil
}

// fault turns a database's error into ours. Those that are ours already pass.
func fault(err error) error {
	if _, ours := errors.AsType[*errs.Error](err); ours || err == nil {
		return err
	}
	return errs.Wrap(err, errs.Unavailable, "What is kept here could not be reached, and nothing was changed. Please try again in a moment.")
}

// changed reports whether a statement touched any row.
func changed(r sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}

// run runs statements one after the other, each with the same one argument.
func run(ctx context.Context, tx *sql.Tx, arg any, statements ...string) error {
	for _, q := range statements {
		if _, err := tx.ExecContext(ctx, q, arg); err != nil {
			return err
		}
	}
	return nil
}

// scanAll reads every row with one function.
func scanAll[T any](rows *sql.Rows, err error, scan func(*T) []any) ([]T, error) {
	if err != nil {
		return nil, fault(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := rows.Scan(scan(&one)...); err != nil {
			return nil, fault(err)
		}
		all = append(all, one)
	}
	return all, fault(rows.Err())
}

// flag is a truth value that both databases keep as a number.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// seconds is a time that both databases keep as a number.
type seconds struct{ to *time.Time }

// Scan implements [sql.Scanner].
func (s seconds) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("store: a time is kept as %T", v)
	}
	*s.to = time.Unix(n, 0).UTC()
	return nil
}

func missing() error { return errs.New(errs.NotFound, "That is not here, or not any more.") }
