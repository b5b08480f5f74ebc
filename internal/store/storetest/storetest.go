// Package storetest has what every database under the program must do, as
// one suite, and opens throwaway databases to do it with. Only tests import it.
package storetest

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	"afterwards/internal/id"
	"afterwards/internal/store"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// PostgresEnv names the variable with the URL of a PostgreSQL server for tests.
const PostgresEnv = "AFTERWARDS_TEST_POSTGRES"

// Each runs a test on a fresh database of each kind. PostgreSQL is skipped,
// visibly, where there is none.
func Each(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, Open(t, SQLite(t)))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Open(t, Postgres(t)))
	})
}

// SQLite returns options for a new database file.
func SQLite(t testing.TB) store.Options {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return store.Options{Dir: dir}
}

// Postgres returns options for a new schema on the server for tests, or skips the test.
func Postgres(t testing.TB) store.Options {
	server := os.Getenv(PostgresEnv)
	if server == "" {
		t.Skipf("no PostgreSQL here: set %s to the URL of a throwaway server", PostgresEnv)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s is not a URL", PostgresEnv)
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	schema := "test_" + strings.ToLower(string(id.New()))
	if _, err := admin.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatalf("the PostgreSQL server of %s: %v", PostgresEnv, err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
		admin.Close()
	})
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	o := SQLite(t)
	o.URL = u.String()
	return o
}

// Open opens a database for as long as the test runs.
func Open(t testing.TB, o store.Options) *store.Store {
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
