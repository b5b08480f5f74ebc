package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// pragmas are set by the DSN, so on every connection, and read back at open.
// A setting that silently did not take is how people lose data.
var pragmas = []struct{ name, set, reads string }{
	{"busy_timeout", "5000", "5000"},
	{"journal_mode", "WAL", "wal"},
	{"synchronous", "FULL", "2"}, // NORMAL loses acknowledged writes when the power fails
	{"secure_delete", "ON", "1"}, // or deleted keys stay in the file
	{"foreign_keys", "ON", "1"},
	{"temp_store", "MEMORY", "2"},
	{"mmap_size", "0", "0"},
	{"trusted_schema", "OFF", "0"},
	{"cell_size_check", "ON", "1"},
	{"journal_size_limit", "67108864", "67108864"},
}

// oldestSQLite is the first version without the WAL-reset bug, which could
// corrupt a database.
var oldestSQLite = [3]int{3, 51, 3}

func openSQLite(ctx context.Context, path string) (*Store, error) {
	// SQLite gives the files beside the database the same permissions.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the database file cannot be opened: %w", err)
	}
	if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("the database file cannot be kept from other users: %w", err)
	}
	// One connection writes. Were there two, a transaction that reads first and writes
	// then would fail at once when another got in between, whatever the timeout.
	write, err := openPool(ctx, path, "immediate", 1)
	if err != nil {
		return nil, err
	}
	s := &Store{write: write}
	s.truncate = func(ctx context.Context) error { return truncateLog(ctx, write) }
	if err := migrate(ctx, write, goose.DialectSQLite3, "sqlite"); err != nil {
		write.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if s.read, err = openPool(ctx, path, "deferred", max(4, runtime.GOMAXPROCS(0))); err != nil {
		write.Close()
		return nil, err
	}
	return s, nil
}

func openPool(ctx context.Context, path, lock string, connections int) (*sql.DB, error) {
	q := url.Values{"_txlock": {lock}}
	for _, p := range pragmas {
		q.Add("_pragma", p.name+"("+p.set+")")
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := checkSQLite(ctx, db); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return db, nil
}

func checkSQLite(ctx context.Context, db *sql.DB) error {
	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return fmt.Errorf("the file is not a database of this program, or it is damaged: %w", err)
	}
	if olderThan(version, oldestSQLite) {
		return fmt.Errorf("this program was built with SQLite %s, which can damage data. Build it with %d.%d.%d or later", version, oldestSQLite[0], oldestSQLite[1], oldestSQLite[2])
	}
	for _, p := range pragmas {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+p.name).Scan(&got); err != nil {
			return fmt.Errorf("the setting %s cannot be read: %w", p.name, err)
		}
		if got != p.reads {
			return fmt.Errorf("the setting %s is %s and must be %s. Is the database on a network drive? Put it on a disk of this machine", p.name, got, p.reads)
		}
	}
	return nil
}

func olderThan(version string, floor [3]int) bool {
	parts := strings.Split(version, ".")
	for i, want := range floor {
		n := 0
		if i < len(parts) {
			n, _ = strconv.Atoi(parts[i]) // not a number counts as 0, so as old
		}
		if n != want {
			return n < want
		}
	}
	return false
}

// truncateLog moves everything from the write-ahead log into the database and
// empties the log. Until then what was deleted can still be read there.
func truncateLog(ctx context.Context, db *sql.DB) error {
	var busy, frames, moved int
	if err := db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("store: somebody is still reading the log")
	}
	return nil
}

// scrub overwrites what was deleted, as far as the database allows. If a
// reader is in the way, the next write tries again.
func (s *Store) scrub(ctx context.Context) {
	if s.truncate != nil {
		s.unscrubbed.Store(s.truncate(context.WithoutCancel(ctx)) != nil)
	}
}

// makeDir makes the data directory for its owner alone, or checks one that exists.
func makeDir(dir string) error {
	if dir == "" {
		return errors.New("the data directory is not set")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the data directory cannot be made: %w", err)
	}
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return fmt.Errorf("the data directory cannot be read: %w", err)
	case runtime.GOOS != "windows" && info.Mode().Perm()&fs.FileMode(0o022) != 0:
		// Looking in is harmless: the files are for their owner alone.
		return fmt.Errorf("other users of this machine can change the data directory %s. Run: chmod 700 %s", dir, dir)
	}
	return nil
}
