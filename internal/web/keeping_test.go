package web

import (
	"context"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/archive"
	"afterwards/internal/journal"
	"afterwards/internal/letter"
	"afterwards/internal/store"
	"afterwards/internal/vault"
)

// keepingIn keeps things in a database of its own in dir, with the cheapest
// passphrases that are allowed.
func keepingIn(t *testing.T, dir string, hosted bool) *Keeping {
	t.Helper()
	return keepingAt(t, dir, hosted, time.Now)
}

func keepingAt(t *testing.T, dir string, hosted bool, now func() time.Time) *Keeping {
	t.Helper()
	db, err := store.Open(context.Background(), store.Options{Dir: filepath.Join(dir, "data")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	accounts, err := account.New(db, account.Options{ServerKey: db.ServerKey(), Local: !hosted, Cost: vault.MinCost, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	entries := archive.KindOf(journal.Kind, journal.MaxEntries, journal.Entry.Check, func(e journal.Entry) archive.Page {
		return archive.Page{When: e.When, Title: e.Title, Text: e.Body}
	})
	letters := archive.KindOf(letter.Kind, letter.MaxLetters, letter.Letter.Check, func(l letter.Letter) archive.Page {
		return archive.Page{When: l.Begun, Title: l.Title, Text: l.Readable()}
	})
	return &Keeping{Accounts: accounts, Records: db, Kinds: []archive.Kind{entries, letters}, Hosted: hosted, SignUps: hosted, Now: now}
}

// clock is a clock that a test moves by hand.
type clock struct{ time.Time }

func (c *clock) now() time.Time { return c.Time }

// home opens the pages of a program of one person.
func home(t *testing.T) *browser {
	t.Helper()
	return open(t, func(o *Options) { o.Keeping = keepingIn(t, t.TempDir(), false) })
}

const passphrase = "seven slow herons on a pond"

var codeGroups = regexp.MustCompile(`<span>([0-9A-Z]{2,4})</span>`)

// code is the recovery code that a page shows.
func (s answered) code() string {
	s.t.Helper()
	var groups []string
	for _, m := range codeGroups.FindAllStringSubmatch(s.body, -1) {
		groups = append(groups, m[1])
	}
	if len(groups) != 9 {
		s.t.Fatalf("there is no recovery code on the page:\n%s", s.body)
	}
	return strings.Join(groups, "-")
}

// leads checks that the answer sends the browser on, and goes there. Only the
// front page has to be named in full.
func (b *browser) leads(p answered, to string) answered {
	b.t.Helper()
	got := p.header.Get("Location")
	if p.status != 303 || !strings.HasPrefix(got, to) || to == "/" && got != to {
		b.t.Fatalf("status %d to %q, want 303 to %s…; the page says:\n%s", p.status, got, to, p.body)
	}
	return b.get(got)
}

// moveIn makes a place and confirms its code.
func (b *browser) moveIn(handle string) (code string) {
	b.t.Helper()
	form := with(b.get("/place/new").wants(200).fields(), "handle", handle, "pass", passphrase, "again", passphrase)
	made := b.post("/place/new", form).wants(200, "Your recovery code")
	code = made.code()
	b.leads(b.post("/place/code", url.Values{"code": {code}}), "/journal").wants(200, "Nothing is written here yet.")
	return code
}

// writes keeps an entry and returns the address of it.
func (b *browser) writes(title, body string) string {
	b.t.Helper()
	p := b.post("/journal/write", with(b.get("/journal/write").wants(200).fields(), "title", title, "body", body))
	b.leads(p, "/entry/").wants(200, "Kept.", body)
	return strings.TrimSuffix(p.header.Get("Location"), "?kept")
}

func TestAPlaceFromTheFirstDayToTheLast(t *testing.T) {
	b := home(t)
	b.get("/").wants(200, "Keep a journal")
	b.leads(b.get("/journal"), "/place/new").wants(200, "What it protects", "Nobody can reset it")
	b.leads(b.get("/place/in"), "/place/new")
	code := b.moveIn("")

	entry := b.writes("The first", "It rained, and I walked anyway.")
	b.writes("", "A line without a title")
	b.get("/journal").wants(200, "The first", "A line without a title", "Today")
	b.get(entry).wants(200, "It rained, and I walked anyway.").lacks("Kept.")

	edit := b.get(entry+"/edit").wants(200, "It rained, and I walked anyway.")
	b.leads(b.post("/journal/write", with(edit.fields(), "title", "The first", "body", "It rained. I walked.")), entry).wants(200, "It rained. I walked.")

	b.post("/journal/search", url.Values{"words": {"RAINED"}}).wants(200, "The first").lacks("A line without")
	b.post("/journal/search", url.Values{"words": {"snow"}}).wants(200, "No entry has all these words")

	ask := b.get(entry+"/delete").wants(200, "Delete this entry?", "The first")
	b.leads(b.post(entry+"/delete", ask.fields()), "/journal").wants(200, "The entry is deleted.").lacks("The first")
	b.get(entry).wants(404)

	b.leads(b.post("/place/out", url.Values{}), "/").wants(200)
	b.leads(b.get("/journal"), "/place/in").wants(200, "Open your place")
	b.post("/place/in", b.door("pass", "not the passphrase")).wants(401, "That passphrase does not open this journal.").lacks("not the passphrase")
	b.post("/place/in", b.door("pass", passphrase)).wants(200, "There was one wrong try since your last sign-in", "All of that was on this device.")
	b.get("/journal").wants(200, "A line without a title")
	b.get("/place").wants(200, "this device", "Wrong tries to get in")
	b.leads(b.post("/place/out", url.Values{}), "/")

	back := b.post("/place/recover", b.door("code", strings.ToLower(code)))
	b.leads(back, "/place/passphrase").wants(200, "Choose a new passphrase")
	b.leads(b.get("/journal"), "/place/passphrase")
	const next = "nine quick foxes under a hedge"
	fresh := b.post("/place/passphrase", url.Values{"next": {next}, "again": {next}}).wants(200, "Your recovery code").code()
	if fresh == code {
		t.Fatal("the used recovery code was handed out again")
	}
	b.leads(b.get("/journal"), "/place/code")
	b.leads(b.post("/place/code", url.Values{"code": {fresh}}), "/journal").wants(200, "A line without a title")

	const last = "three small boats at anchor"
	b.leads(b.post("/place/passphrase", url.Values{"pass": {next}, "next": {last}, "again": {last}}), "/place").wants(200, "Your passphrase is changed.")
	newer := b.post("/place/code/new", url.Values{"pass": {last}}).wants(200).code()
	b.leads(b.post("/place/code", url.Values{"code": {newer}}), "/place").wants(200, "Your new recovery code works.")

	b.post("/place/delete", url.Values{"pass": {passphrase}}).wants(401, "That is not your passphrase.")
	b.post("/place/delete", url.Values{"pass": {last}}).wants(200, "Everything is deleted")
	b.leads(b.get("/journal"), "/place/new")
}

// door is the form for signing in, as the browser would send it.
func (b *browser) door(pairs ...string) url.Values {
	b.t.Helper()
	return with(b.get("/place/in").wants(200).fields(), pairs...)
}
