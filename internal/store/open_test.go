package store_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
)

var ctx = context.Background()

// each runs a test with options for each database, none of them opened yet.
func each(t *testing.T, test func(*testing.T, store.Options)) {
	t.Run("sqlite", func(t *testing.T) { test(t, storetest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, storetest.Postgres(t)) })
}

func reopen(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() }) // closing twice does no harm
	return s
}

func refuses(t *testing.T, o store.Options, says string) {
	t.Helper()
	s, err := store.Open(ctx, o)
	if err == nil {
		s.Close()
		t.Fatalf("opened, and should have said %q", says)
	}
	if !strings.Contains(err.Error(), says) {
		t.Errorf("said %q, which has no %q in it", err, says)
	}
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	each(t, func(t *testing.T, o store.Options) {
		reopen(t, o).Close()
		driver, dsn := "pgx", o.URL
		if o.URL == "" {
			driver, dsn = "sqlite", filepath.Join(o.Dir, "afterwards.db")
		}
		db, err := sql.Open(driver, dsn)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, $1)", true); err != nil {
			t.Fatal(err)
		}
		db.Close()
		refuses(t, o, "newer version")
	})
}

func TestTheServerKeyBelongsToItsDatabase(t *testing.T) {
	each(t, func(t *testing.T, o store.Options) {
		s := reopen(t, o)
		key := s.ServerKey()
		s.Close()
		path := filepath.Join(o.Dir, "server.key")
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		again := reopen(t, o)
		if !again.ServerKey().Equal(key) {
			t.Error("the key changed from one start to the next")
		}
		again.Close()

		for content, says := range map[string]string{
			strings.Repeat("ab", 32):     "another database",
			strings.Repeat("ab", 31):     "not a server key",
			strings.Repeat("xy", 32):     "not a server key",
			"":                           "not a server key",
			string(text) + string(text):  "not a server key",
			"  " + string(text) + "\r\n": "", // an editor's traces do no harm
		} {
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			if says == "" {
				reopen(t, o).Close()
			} else {
				refuses(t, o, says)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		refuses(t, o, "is missing")
	})
}

func TestOnlyTheOwnerCanLookAtTheFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps permissions elsewhere")
	}
	o := store.Options{Dir: filepath.Join(t.TempDir(), "new", "data")}
	s := reopen(t, o)
	files, err := os.ReadDir(o.Dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 3 { // the database, its log, the key
		t.Fatalf("only %v", files)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has permissions %o, %v", f.Name(), info.Mode().Perm(), err)
		}
	}
	if info, err := os.Stat(o.Dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the directory has permissions %o, %v", info.Mode().Perm(), err)
	}
	s.Close()
	if left, err := os.ReadDir(o.Dir); err != nil || len(left) != 2 {
		t.Errorf("after closing there are %v, want the database and the key", left)
	}
	// That others may look into the directory is harmless; that they may put
	// other files into it is not.
	if err := os.Chmod(o.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	reopen(t, o).Close()
	if err := os.Chmod(o.Dir, 0o770); err != nil {
		t.Fatal(err)
	}
	refuses(t, o, "chmod 700")
}

func TestAPathWithOddCharactersIsJustAPath(t *testing.T) {
	o := store.Options{Dir: filepath.Join(t.TempDir(), "what? 100% & #1", "a b")}
	reopen(t, o).Close()
	if _, err := os.Stat(filepath.Join(o.Dir, "afterwards.db")); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoDatabaseIsNotOverwritten(t *testing.T) {
	o := storetest.SQLite(t)
	path := filepath.Join(o.Dir, "afterwards.db")
	content := strings.Repeat("These are my notes, not a database. ", 100)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	refuses(t, o, "afterwards.db")
	if got, err := os.ReadFile(path); err != nil || string(got) != content {
		t.Errorf("the file was changed: %v", err)
	}
	refuses(t, store.Options{}, "not set")
}

func TestAPasswordInTheURLIsNotRepeated(t *testing.T) {
	o := storetest.SQLite(t)
	for _, url := range []string{"postgres://me:hunter2@host:port/x", "postgres://me:hunter2@127.0.0.1:1/x?sslmode=nonsense"} {
		o.URL = url
		_, err := store.Open(ctx, o)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("got %v", err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	o := storetest.SQLite(b)
	storetest.Open(b, o).Close()
	for b.Loop() {
		s, err := store.Open(ctx, o)
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}
