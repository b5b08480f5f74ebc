package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// A connection without our settings must not pass for one that has them.
func TestSettingsThatDidNotTakeAreNoticed(t *testing.T) {
	ctx := context.Background()
	for _, p := range pragmas {
		if p.name == "mmap_size" {
			continue // 0 is SQLite's own default
		}
		t.Run(p.name, func(t *testing.T) {
			q := "?"
			for _, other := range pragmas {
				if other.name != p.name {
					q += "_pragma=" + other.name + "(" + other.set + ")&"
				}
			}
			switch p.name { // where the default is ours already
			case "synchronous":
				q += "_pragma=synchronous(NORMAL)"
			case "trusted_schema":
				q += "_pragma=trusted_schema(ON)"
			}
			db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db")+q)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if err := checkSQLite(ctx, db); err == nil || !strings.Contains(err.Error(), p.name) {
				t.Errorf("got %v, want a sentence about %s", err, p.name)
			}
		})
	}
}

func TestVersionsCompareByNumber(t *testing.T) {
	for version, old := range map[string]bool{
		"3.51.3": false, "3.51.10": false, "3.54.1": false, "4.0": false, "3.60": false,
		"3.51.2": true, "3.9.0": true, "3.51": true, "2.99.99": true, "": true, "new": true,
	} {
		if got := olderThan(version, oldestSQLite); got != old {
			t.Errorf("%q is too old: %v, want %v", version, got, old)
		}
	}
}
