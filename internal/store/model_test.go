package store_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/store"
	"afterwards/internal/vault"

	"pgregory.net/rapid"
)

// newOwner makes an account with nothing in it.
func newOwner(t require, s *store.Store) id.ID {
	owner := id.New()
	err := s.CreateAccount(ctx, account.Person{ID: owner, Lookup: []byte(owner), Profile: []byte{}}, account.Device{Key: []byte("device")},
		account.SessionRow{Row: []byte(owner), ID: id.New(), Owner: owner, Device: []byte("device"), Sealed: []byte{}})
	if err != nil {
		t.Fatal(err)
	}
	return owner
}

type require interface{ Fatal(...any) }

// Whatever is done in whatever order, the store agrees with a plain list, and
// each account knows how many bytes it keeps.
func TestRecordsFollowAModel(t *testing.T) {
	each(t, func(t *testing.T, o store.Options) {
		s := reopen(t, o)
		driver, dsn := "pgx", o.URL
		if o.URL == "" {
			driver, dsn = "sqlite", filepath.Join(o.Dir, "afterwards.db")
		}
		books, err := sql.Open(driver, dsn)
		check(t, err)
		defer books.Close()

		rapid.Check(t, func(t *rapid.T) {
			owner := newOwner(t, s)
			var model []vault.Row // in the order of writing
			content := rapid.SliceOfN(rapid.Byte(), 0, 40)
			some := func(t *rapid.T) int {
				if len(model) == 0 {
					t.Skip("nothing there yet")
				}
				return rapid.IntRange(0, len(model)-1).Draw(t, "which")
			}
			t.Repeat(map[string]func(*rapid.T){
				"insert": func(t *rapid.T) {
					row := vault.Row{Address: vault.Address{Owner: owner, Kind: "note", ID: id.New(), Revision: 1}, Updated: time.Unix(0, 0).UTC(), Sealed: content.Draw(t, "content")}
					place, err := s.InsertRecord(ctx, row, 1000)
					if err != nil || len(model) > 0 && place <= model[len(model)-1].Place {
						t.Fatalf("place %d, %v", place, err)
					}
					row.Place = place
					model = append(model, row)
				},
				"update": func(t *rapid.T) {
					i, ahead := some(t), rapid.Int64Range(-1, 1).Draw(t, "ahead")
					row := model[i]
					row.Revision, row.Sealed = row.Revision+1+ahead, content.Draw(t, "content")
					err := s.UpdateRecord(ctx, row)
					if ahead != 0 {
						if !errs.Is(err, errs.Conflict) {
							t.Fatalf("a revision %d off: %v", ahead, err)
						}
						return
					}
					if err != nil {
						t.Fatal(err)
					}
					model[i] = row
				},
				"delete": func(t *rapid.T) {
					i := some(t)
					if err := s.DeleteRecord(ctx, model[i].Address); err != nil {
						t.Fatal(err)
					}
					model = slices.Delete(model, i, i+1)
				},
				"": func(t *rapid.T) {
					rows, err := s.ListRecords(ctx, owner, "note", 0, 1000)
					if err != nil || len(rows) != len(model) {
						t.Fatalf("%d rows, want %d, %v", len(rows), len(model), err)
					}
					var sum int64
					for i, want := range model {
						got := rows[len(rows)-1-i]
						if got.Address != want.Address || got.Place != want.Place || string(got.Sealed) != string(want.Sealed) {
							t.Fatalf("row %d is %+v, want %+v", i, got, want)
						}
						sum += int64(len(want.Sealed))
					}
					var bytes int64
					if err := books.QueryRow("SELECT bytes FROM accounts WHERE id = $1", string(owner)).Scan(&bytes); err != nil || bytes != sum {
						t.Fatalf("the account counts %d bytes, keeps %d, %v", bytes, sum, err)
					}
				},
			})
		})
	})
}

// The room of an account ends with a sentence, and what is there can still
// be made smaller and deleted.
func TestAnAccountIsFullAtItsLimit(t *testing.T) {
	each(t, func(t *testing.T, o store.Options) {
		s := reopen(t, o)
		owner := newOwner(t, s)
		const piece = 16 << 20
		row := func() vault.Row {
			return vault.Row{Address: vault.Address{Owner: owner, Kind: "note", ID: id.New(), Revision: 1}, Sealed: make([]byte, piece)}
		}
		var last vault.Row
		for range 4 {
			last = row()
			_, err := s.InsertRecord(ctx, last, 1000)
			check(t, err)
		}
		if _, err := s.InsertRecord(ctx, row(), 1000); !errs.Is(err, errs.TooMany) {
			t.Fatalf("over the limit: %v", err)
		}
		last.Revision, last.Sealed = 2, make([]byte, piece+1)
		if err := s.UpdateRecord(ctx, last); !errs.Is(err, errs.TooMany) {
			t.Errorf("growing over the limit: %v", err)
		}
		last.Sealed = make([]byte, piece-1)
		check(t, s.UpdateRecord(ctx, last))
		check(t, s.DeleteRecord(ctx, last.Address))
		_, err := s.InsertRecord(ctx, row(), 1000)
		check(t, err)
	})
}
