package store_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/journal"
	"afterwards/internal/secret"
	"afterwards/internal/store"
	"afterwards/internal/vault"
)

// forms are the ways in which a word might lie in a file: as it is, in
// capitals, as UTF-16, in hex, in base64 at each of its three alignments.
func forms(word string) map[string][]byte {
	var wide []byte
	for _, b := range []byte(word) {
		wide = append(wide, b, 0)
	}
	f := map[string][]byte{
		"as it is": []byte(word), "in capitals": []byte(strings.ToUpper(word)), "small": []byte(strings.ToLower(word)),
		"as UTF-16": wide, "in hex": []byte(hex.EncodeToString([]byte(word))), "in HEX": []byte(strings.ToUpper(hex.EncodeToString([]byte(word)))),
	}
	for shift := range 3 {
		for name, e := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64 for URLs": base64.RawURLEncoding} {
			text := e.EncodeToString(append(make([]byte, shift), word...))
			f["in "+name+strings.Repeat("'", shift)] = []byte(text[(shift*8+5)/6 : len(text)-1])
		}
	}
	return f
}

// finds looks for words in content and reports each place.
func finds(content []byte, words map[string]string) (found []string) {
	for what, word := range words {
		for how, form := range forms(word) {
			if bytes.Contains(content, form) {
				found = append(found, what+" "+how)
			}
		}
	}
	return found
}

func TestTheSearchForWordsFindsThem(t *testing.T) {
	const word = "planted-words-Marigold"
	for _, content := range []string{
		"xx" + word, hex.EncodeToString([]byte("x" + word)), base64.StdEncoding.EncodeToString([]byte("ab" + word + "cd")),
		base64.URLEncoding.EncodeToString([]byte("a" + word)), base64.StdEncoding.EncodeToString([]byte(word + "zz")),
	} {
		if finds([]byte(content), map[string]string{"word": word}) == nil {
			t.Errorf("not found in %q", content)
		}
	}
}

// taken returns everything that somebody has who steals the database: all
// files but the server key, or every row of every table.
func taken(t *testing.T, o store.Options) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	if o.URL == "" {
		list, err := os.ReadDir(o.Dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			if f.Name() == "server.key" {
				continue
			}
			if files[f.Name()], err = os.ReadFile(filepath.Join(o.Dir, f.Name())); err != nil {
				t.Fatal(err)
			}
		}
		return files
	}
	db, err := sql.Open("pgx", o.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tables, err := db.Query("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for tables.Next() {
		var name string
		if err := tables.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	for _, name := range names {
		var all sql.NullString
		if err := db.QueryRow(`SELECT string_agg(row_to_json(t)::text, E'\n') FROM "` + name + `" t`).Scan(&all); err != nil {
			t.Fatal(err)
		}
		files[name] = []byte(all.String)
	}
	return files
}

func TestAStolenDatabaseTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, o store.Options) {
		temp := t.TempDir()
		t.Setenv("TMPDIR", temp)
		t.Setenv("SQLITE_TMPDIR", temp)
		s := reopen(t, o)
		now := time.Date(2026, 3, 1, 3, 14, 15, 0, time.UTC)
		clock := func() time.Time { return now }
		accounts, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost, Now: clock})
		check(t, err)
		words := map[string]string{
			"handle": "Planted.Handle.Quince", "passphrase": "planted passphrase marigold", "next passphrase": "planted passphrase snowdrop",
			"title": "Planted title about Larkspur", "body": "Planted body about Foxglove", "edited body": "Planted second body about Yarrow",
			"search": "Planted search for Tansy", "wrong passphrase": "planted guess about Nettle", "wrong handle": "planted.stranger.thistle",
			"address": "203.0.113.77",
		}
		client := account.Client{Address: netip.MustParseAddr(words["address"])}
		c, err := accounts.Create(ctx, words["handle"], secret.Bytes(words["passphrase"]), client)
		check(t, err)
		check(t, accounts.ConfirmRecovery(ctx, c.Open, c.RecoveryCode))
		j := journal.Open(c.Open.Key, s, clock)
		kept, err := j.Write(ctx, journal.Entry{Title: words["title"], Body: words["body"]})
		check(t, err)
		_, err = j.Write(ctx, journal.Entry{Body: strings.Repeat(words["body"]+"\n", 2000)})
		check(t, err)
		_, err = j.Edit(ctx, kept.ID, kept.Revision, journal.Entry{Title: words["title"], Body: words["edited body"]})
		check(t, err)
		_, err = j.Search(ctx, words["search"], 10)
		check(t, err)
		for _, handle := range []string{words["handle"], words["wrong handle"]} {
			if _, err := accounts.SignIn(ctx, handle, secret.Bytes(words["wrong passphrase"]), client); !errs.Is(err, errs.Unauthorized) {
				t.Fatal(err)
			}
		}
		in, err := accounts.SignIn(ctx, words["handle"], secret.Bytes(words["passphrase"]), client)
		check(t, err)
		renewed, err := accounts.ChangePassphrase(ctx, in.Open, secret.Bytes(words["passphrase"]), secret.Bytes(words["next passphrase"]))
		check(t, err)
		recovered, err := accounts.SignInByRecovery(ctx, words["handle"], c.RecoveryCode, client)
		check(t, err)
		words["recovery code"] = c.RecoveryCode[:19]
		words["recovery letters"] = strings.ReplaceAll(c.RecoveryCode, "-", "")
		for what, cookie := range map[string]string{
			"first cookie": c.SessionCookie, "second cookie": in.SessionCookie, "third cookie": renewed.SessionCookie, "fourth cookie": recovered.SessionCookie,
			"device cookie": c.DeviceCookie, "another device cookie": in.DeviceCookie,
		} {
			words[what] = cookie
			raw, err := base64.RawURLEncoding.DecodeString(cookie)
			check(t, err)
			words[what+", its bytes"] = string(raw)
		}
		words["the server key"] = string(s.ServerKey())

		files := taken(t, o)
		if o.URL == "" && (len(files["afterwards.db-wal"]) == 0 || len(files["afterwards.db"]) == 0) {
			t.Fatalf("the log is not there to be searched: %d files", len(files))
		}
		for name, content := range files {
			for _, found := range finds(content, words) {
				t.Errorf("%s has the %s", name, found)
			}
		}
		s.Close()
		for name, content := range taken(t, o) {
			for _, found := range finds(content, words) {
				t.Errorf("%s, once closed, has the %s", name, found)
			}
		}
		if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
			t.Errorf("temporary files were left: %v, %v", left, err)
		}
	})
}

// Deleting a key must delete it, not only its row.
func TestADeletedAccountLeavesNoBytesBehind(t *testing.T) {
	each(t, func(t *testing.T, o store.Options) {
		s := reopen(t, o)
		clock := func() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) }
		accounts, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost, Now: clock})
		check(t, err)
		const passphrase = "walnut harbour lantern mild"
		c, err := accounts.Create(ctx, "river", secret.Bytes(passphrase), account.Client{})
		check(t, err)
		check(t, accounts.ConfirmRecovery(ctx, c.Open, c.RecoveryCode))
		_, err = journal.Open(c.Open.Key, s, clock).Write(ctx, journal.Entry{Body: strings.Repeat("words ", 5000)})
		check(t, err)
		stays, err := accounts.Create(ctx, "stays", secret.Bytes(passphrase), account.Client{})
		check(t, err)

		sealed := map[string][]byte{}
		slots, err := s.ListSlots(ctx, c.Open.Account)
		check(t, err)
		for kind, slot := range slots {
			sealed["slot "+string(kind)] = slot
		}
		rows, err := s.ListRecords(ctx, c.Open.Account, journal.Kind, 0, 10)
		check(t, err)
		sealed["entry"] = rows[0].Sealed[:64]
		ticket, _ := vault.ParseTicket(c.SessionCookie)
		session, err := s.FindSession(ctx, ticket.Row())
		check(t, err)
		sealed["session"], sealed["handle"] = session.Sealed, session.Lookup
		sealed["owner"] = []byte(c.Open.Account)

		holds := func(want bool) {
			t.Helper()
			for what, b := range sealed {
				in := ""
				for name, content := range taken(t, o) {
					if bytes.Contains(content, b) || bytes.Contains(content, []byte(hex.EncodeToString(b))) {
						in = name
					}
				}
				if (in != "") != want {
					t.Errorf("%s found: %q, want it there: %v", what, in, want)
				}
			}
		}
		holds(true)
		check(t, accounts.Delete(ctx, c.Open, secret.Bytes(passphrase)))
		holds(false)
		if _, err := accounts.Resume(ctx, stays.SessionCookie); err != nil {
			t.Errorf("the other account lost its session: %v", err)
		}
	})
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
