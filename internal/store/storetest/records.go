package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Store is everything the suite asks of a database.
type Store interface {
	account.Store
	vault.Rows
}

// Run is the conformance suite. open gives a fresh database.
func Run(t *testing.T, open func(t *testing.T) Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Store)
	}{
		{"what is written is read back as it was", recordsComeBack},
		{"pages are in the order of writing and change does not move anything", pagesKeepTheirOrder},
		{"only the revision that was read can be replaced", revisionsConflict},
		{"nobody reads, changes or deletes what belongs to another", ownersAreApart},
		{"writers at the same time get different places and lose nothing", writersTakeTurns},
		{"of two changes to one revision exactly one wins", oneChangeWins},
		{"a limit is a limit also for writers at the same time", limitsHold},
		{"many writes are all done or none", writesAreAllOrNone},
		{"an account has one handle and a handle one account", handlesAreUnique},
		{"a deleted account leaves nothing and takes nothing else along", deletionIsComplete},
		{"sessions are found, moved on, listed and ended", sessionsLive},
		{"a change of account is one piece", accountsChange},
		{"tries are judged one after the other", triesTakeTurns},
		{"tries that were right are forgotten, the others told once", triesAreTold},
		{"a clock set back makes nobody wait for the future", triesMeetTheClock},
		{"addresses are counted by the window", addressesCount},
		{"tidying up removes what is old and nothing else", tidyRemovesTheOld},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

var (
	ctx   = context.Background()
	today = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
)

const kind vault.Kind = "note"

// Person makes an account with nothing in it.
func person(t *testing.T, s Store) account.Person {
	t.Helper()
	owner := id.New()
	p := account.Person{
		ID: owner, Lookup: []byte("lookup of " + owner), Profile: []byte("profile"), Made: today,
		Slots: map[account.Slot][]byte{account.SlotPassphrase: []byte("slot one"), account.SlotNextRecovery: []byte("slot two")},
	}
	check(t, s.CreateAccount(ctx, p, device(owner, "first"), session(owner, "first")))
	return p
}

func device(owner id.ID, name string) account.Device {
	return account.Device{Key: []byte(name + " device of " + string(owner)), Name: name, First: today, Last: today}
}

func session(owner id.ID, name string) account.SessionRow {
	return account.SessionRow{
		Row: []byte(name + " session of " + string(owner)), ID: id.New(), Owner: owner, Device: device(owner, name).Key, Sealed: []byte("sealed key"),
		First: today, Last: today, Ends: today.Add(time.Hour), Latest: today.Add(24 * time.Hour),
	}
}

func row(owner id.ID, text string) vault.Row {
	return vault.Row{Address: vault.Address{Owner: owner, Kind: kind, ID: id.New(), Revision: 1}, Updated: today, Sealed: []byte(text)}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, kind errs.Kind, err error) {
	t.Helper()
	if !errs.Is(err, kind) {
		t.Fatalf("got error %v, want one of kind %d", err, kind)
	}
}

func insert(t *testing.T, s Store, r vault.Row) vault.Row {
	t.Helper()
	place, err := s.InsertRecord(ctx, r, 1000)
	check(t, err)
	r.Place = place
	return r
}

func texts(t *testing.T, s Store, owner id.ID) (all []string) {
	t.Helper()
	rows, err := s.ListRecords(ctx, owner, kind, 0, 1000)
	check(t, err)
	for _, r := range rows {
		all = append(all, string(r.Sealed))
	}
	return all
}

func recordsComeBack(t *testing.T, s Store) {
	p := person(t, s)
	for _, content := range []string{"", "\x00", "plain", string(make([]byte, 200_000)), "é\xff\xfe"} {
		r := insert(t, s, row(p.ID, content))
		got, err := s.FindRecord(ctx, r.Address)
		check(t, err)
		if got.Address != r.Address || got.Place != r.Place || !got.Updated.Equal(today) || string(got.Sealed) != content {
			t.Errorf("wrote %+v, read %+v", r.Address, got.Address)
		}
	}
	kinds, err := s.ListKinds(ctx, p.ID)
	check(t, err)
	if !slices.Equal(kinds, []vault.Kind{kind}) {
		t.Errorf("kinds are %q", kinds)
	}
	wants(t, errs.NotFound, second(s.FindRecord(ctx, row(p.ID, "").Address)))
	wants(t, errs.NotFound, second(s.InsertRecord(ctx, row(id.New(), "of nobody"), 10)))
}

func pagesKeepTheirOrder(t *testing.T, s Store) {
	p := person(t, s)
	var written []vault.Row
	for i := range 7 {
		written = append(written, insert(t, s, row(p.ID, fmt.Sprint(i))))
	}
	changed := written[1]
	changed.Revision, changed.Sealed = 2, []byte("1 again")
	check(t, s.UpdateRecord(ctx, changed))
	check(t, s.DeleteRecord(ctx, written[4].Address))
	insert(t, s, row(p.ID, "7"))

	var read []string
	for before := int64(0); ; {
		page, err := s.ListRecords(ctx, p.ID, kind, before, 3)
		check(t, err)
		for _, r := range page {
			read, before = append(read, string(r.Sealed)), r.Place
		}
		if len(page) < 3 {
			break
		}
	}
	if want := []string{"7", "6", "5", "3", "2", "1 again", "0"}; !slices.Equal(read, want) {
		t.Errorf("pages give %q, want %q", read, want)
	}
}

func revisionsConflict(t *testing.T, s Store) {
	p := person(t, s)
	r := insert(t, s, row(p.ID, "one"))
	r.Revision, r.Sealed = 2, []byte("two")
	check(t, s.UpdateRecord(ctx, r))
	wants(t, errs.Conflict, s.UpdateRecord(ctx, r))
	r.Revision = 4
	wants(t, errs.Conflict, s.UpdateRecord(ctx, r))
	r.Revision = 1
	wants(t, errs.Conflict, s.DeleteRecord(ctx, r.Address))
	if got := texts(t, s, p.ID); !slices.Equal(got, []string{"two"}) {
		t.Errorf("after refused changes there is %q", got)
	}
	wants(t, errs.NotFound, s.UpdateRecord(ctx, row(p.ID, "never inserted")))
	r.Revision = 2
	check(t, s.DeleteRecord(ctx, r.Address))
	wants(t, errs.NotFound, s.DeleteRecord(ctx, r.Address))
}

func ownersAreApart(t *testing.T, s Store) {
	mine, theirs := person(t, s), person(t, s)
	r := insert(t, s, row(mine.ID, "mine"))
	stolen := r
	stolen.Owner = theirs.ID
	wants(t, errs.NotFound, second(s.FindRecord(ctx, stolen.Address)))
	wants(t, errs.NotFound, s.DeleteRecord(ctx, stolen.Address))
	stolen.Revision = 2
	wants(t, errs.NotFound, s.UpdateRecord(ctx, stolen))
	if got := texts(t, s, theirs.ID); got != nil {
		t.Errorf("a stranger lists %q", got)
	}
	// The same id under another owner is another record.
	stolen.Revision, stolen.Sealed = 1, []byte("theirs")
	insert(t, s, stolen)
	if got := texts(t, s, mine.ID); !slices.Equal(got, []string{"mine"}) {
		t.Errorf("after a stranger's write the owner reads %q", got)
	}
	wants(t, errs.NotFound, s.EndSession(ctx, theirs.ID, session(mine.ID, "first").ID))
	wants(t, errs.NotFound, second(s.FindDevice(ctx, theirs.ID, device(mine.ID, "first").Key)))
}

func writersTakeTurns(t *testing.T, s Store) {
	p := person(t, s)
	const writers, each = 8, 10
	together(t, writers, func(w int) error {
		for i := range each {
			if _, err := s.InsertRecord(ctx, row(p.ID, fmt.Sprint(w, i)), 1000); err != nil {
				return err
			}
		}
		return nil
	})
	rows, err := s.ListRecords(ctx, p.ID, kind, 0, 1000)
	check(t, err)
	places := map[int64]bool{}
	for _, r := range rows {
		places[r.Place] = true
	}
	if len(rows) != writers*each || len(places) != writers*each {
		t.Errorf("%d rows at %d places, want %d", len(rows), len(places), writers*each)
	}
}

func oneChangeWins(t *testing.T, s Store) {
	p := person(t, s)
	r := insert(t, s, row(p.ID, "start"))
	r.Revision = 2
	var won sync.Map
	together(t, 8, func(w int) error {
		mine := r
		mine.Sealed = []byte(fmt.Sprint(w))
		err := s.UpdateRecord(ctx, mine)
		if err == nil {
			won.Store(string(mine.Sealed), true)
		} else if !errs.Is(err, errs.Conflict) {
			return err
		}
		return nil
	})
	var winners []string
	won.Range(func(k, _ any) bool { winners = append(winners, k.(string)); return true })
	if got := texts(t, s, p.ID); len(winners) != 1 || !slices.Equal(got, winners) {
		t.Errorf("%q were told they won, stored is %q", winners, got)
	}
}

func limitsHold(t *testing.T, s Store) {
	p := person(t, s)
	const limit = 3
	big := string(make([]byte, vault.MinSealed))
	var refused sync.Map
	together(t, 8, func(w int) error {
		_, err := s.InsertRecord(ctx, row(p.ID, big), limit)
		if errs.Is(err, errs.TooMany) {
			refused.Store(w, true)
			return nil
		}
		return err
	})
	n := 0
	refused.Range(func(_, _ any) bool { n++; return true })
	if got := len(texts(t, s, p.ID)); got != limit || n != 8-limit {
		t.Errorf("%d rows and %d refusals at a limit of %d", got, n, limit)
	}
}

func writesAreAllOrNone(t *testing.T, s Store) {
	p := person(t, s)
	old := insert(t, s, row(p.ID, "old"))
	newer := old
	newer.Revision, newer.Sealed = 2, []byte("newer")
	fresh := row(p.ID, "fresh")
	fresh.Revision = 5 // comes from elsewhere, and keeps its revision
	check(t, s.WriteRecords(ctx, []vault.Write{{Row: newer}, {Row: fresh, Limit: 10}}))
	if got := texts(t, s, p.ID); !slices.Equal(got, []string{"fresh", "newer"}) {
		t.Errorf("after writing both there is %q", got)
	}
	for name, writes := range map[string][]vault.Write{
		"the same id again": {{Row: row(p.ID, "x"), Limit: 10}, {Row: fresh, Limit: 10}},
		"an old revision":   {{Row: row(p.ID, "x"), Limit: 10}, {Row: newer}},
	} {
		if err := s.WriteRecords(ctx, writes); !errs.Is(err, errs.Conflict) {
			t.Errorf("%s: got %v, want a conflict", name, err)
		}
	}
	if got := texts(t, s, p.ID); len(got) != 2 {
		t.Errorf("refused writes left something: %q", got)
	}
}

// together runs do from n goroutines and fails the test for any error.
func together(t *testing.T, n int, do func(int) error) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := do(i); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func second[T any](_ T, err error) error { return err }
