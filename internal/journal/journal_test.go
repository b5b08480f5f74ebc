package journal_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/journal"
	"afterwards/internal/secret"
	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 3, 1, 2, 30, 0, 0, time.UTC)
)

func clock() time.Time { return now }

func open(t testing.TB, s *store.Store, handle string) *journal.Journal {
	t.Helper()
	a, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.Create(ctx, handle, secret.Bytes("walnut harbour lantern mild"), account.Client{})
	if err != nil {
		t.Fatal(err)
	}
	return journal.Open(c.Open.Key, s, clock)
}

func each(t *testing.T, story func(*testing.T, *store.Store, *journal.Journal)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) { story(t, s, open(t, s, "river")) })
}

func write(t testing.TB, j *journal.Journal, e journal.Entry) journal.Kept {
	t.Helper()
	kept, err := j.Write(ctx, e)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func bodies(entries []journal.Kept) (all []string) {
	for _, e := range entries {
		all = append(all, e.Value.Body)
	}
	return all
}

func TestAnEntryIsWrittenReadChangedAndDeleted(t *testing.T) {
	each(t, func(t *testing.T, _ *store.Store, j *journal.Journal) {
		kept := write(t, j, journal.Entry{Title: "  A\n long  day ", Body: "One.\r\n\r\nTwo."})
		if want := (journal.Entry{Title: "A long day", Body: "One.\n\nTwo.", When: now}); kept.Value != want {
			t.Fatalf("kept %+v, want %+v", kept.Value, want)
		}
		if got, err := j.Find(ctx, kept.ID); err != nil || got != kept {
			t.Fatalf("found %+v, %v", got, err)
		}
		when := now.AddDate(0, 0, -3)
		changed, err := j.Edit(ctx, kept.ID, kept.Revision, journal.Entry{Body: "Three.", When: when})
		if err != nil || changed.Revision != 2 || changed.Value.Body != "Three." || !changed.Value.When.Equal(when) {
			t.Fatalf("changed to %+v, %v", changed, err)
		}
		changed, err = j.Edit(ctx, kept.ID, 2, journal.Entry{Body: "Four."})
		if err != nil || !changed.Value.When.Equal(when) {
			t.Fatalf("an edit without a date moved the entry: %+v, %v", changed, err)
		}
		if err := j.Delete(ctx, kept.ID, 3); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Find(ctx, kept.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("after deleting: %v", err)
		}
	})
}

// Two tabs, one entry: the second to save is told, and nothing is lost.
func TestTheSecondTabDoesNotOverwriteTheFirst(t *testing.T) {
	each(t, func(t *testing.T, _ *store.Store, j *journal.Journal) {
		kept := write(t, j, journal.Entry{Body: "Start."})
		if _, err := j.Edit(ctx, kept.ID, 1, journal.Entry{Body: "From the first tab."}); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Edit(ctx, kept.ID, 1, journal.Entry{Body: "From the second tab."}); !errs.Is(err, errs.Conflict) {
			t.Errorf("the second save: %v", err)
		}
		if err := j.Delete(ctx, kept.ID, 1); !errs.Is(err, errs.Conflict) {
			t.Errorf("deleting what was not read: %v", err)
		}
		if got, err := j.Find(ctx, kept.ID); err != nil || got.Value.Body != "From the first tab." {
			t.Errorf("there is %+v, %v", got, err)
		}
	})
}

func TestTheListIsPagedLatestFirst(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, j *journal.Journal) {
		if page, err := j.List(ctx, 0, 10); err != nil || len(page.Entries) != 0 || page.Next != 0 {
			t.Fatalf("an empty journal lists %+v, %v", page, err)
		}
		var want []string
		for i := range 23 {
			want = append(want, fmt.Sprint("entry ", i))
			write(t, j, journal.Entry{Body: want[i]})
		}
		slices.Reverse(want)
		write(t, open(t, s, "somebody"), journal.Entry{Body: "of somebody else"})

		for _, limit := range []int{1, 5, 22, 23, 24, 1000} {
			var got []string
			pages := 0
			for before := int64(0); pages == 0 || before != 0; pages++ {
				page, err := j.List(ctx, before, limit)
				if err != nil {
					t.Fatal(err)
				}
				got, before = append(got, bodies(page.Entries)...), page.Next
			}
			if !slices.Equal(got, want) || pages != (23+limit-1)/limit {
				t.Errorf("by %d: %d pages, %q", limit, pages, got)
			}
		}
		for _, limit := range []int{0, -5} {
			if page, err := j.List(ctx, 0, limit); err != nil || len(page.Entries) != 1 {
				t.Errorf("a limit of %d gives %d entries, %v", limit, len(page.Entries), err)
			}
		}
	})
}

func TestNobodyReadsAnothersJournal(t *testing.T) {
	each(t, func(t *testing.T, s *store.Store, j *journal.Journal) {
		kept := write(t, j, journal.Entry{Body: "Mine."})
		stranger := open(t, s, "stranger")
		if _, err := stranger.Find(ctx, kept.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("finding: %v", err)
		}
		if _, err := stranger.Edit(ctx, kept.ID, 1, journal.Entry{Body: "Theirs."}); !errs.Is(err, errs.NotFound) {
			t.Errorf("editing: %v", err)
		}
		if err := stranger.Delete(ctx, kept.ID, 1); !errs.Is(err, errs.NotFound) {
			t.Errorf("deleting: %v", err)
		}
		if found, err := stranger.Search(ctx, "mine", 10); err != nil || len(found) != 0 {
			t.Errorf("searching: %v, %v", found, err)
		}
		if _, err := j.Find(ctx, id.New()); !errs.Is(err, errs.NotFound) {
			t.Errorf("what never was: %v", err)
		}
	})
}

func TestSearchIsForgiving(t *testing.T) {
	each(t, func(t *testing.T, _ *store.Store, j *journal.Journal) {
		for _, e := range []journal.Entry{
			{Title: "Café", Body: "We sat by the window."}, {Body: "DÉJÀ VU at the CAFE"}, {Body: "straße, Größe"}, {Body: "ﬁnally ｆｕｌｌ"},
			{Body: "İstanbul ve Iğdır"}, {Body: "日記を書く"}, {Body: "nothing\nspecial"},
		} {
			write(t, j, e)
		}
		for query, want := range map[string]int{
			"cafe": 2, "CAFÉ": 2, "cafe\u0301": 2, "window café": 1, "window vu": 0, "strasse": 1, "GROSSE": 1, "finally full": 1,
			"istanbul": 1, "日記": 1, "ni al ly": 0, "special nothing": 1, "thing": 1, "": 0, "  \n": 0, "\u0301": 0, "%": 0, "_": 0,
		} {
			if found, err := j.Search(ctx, query, 10); err != nil || len(found) != want {
				t.Errorf("%q finds %q, %v; want %d", query, bodies(found), err, want)
			}
		}
		if found, err := j.Search(ctx, "a", 2); err != nil || len(found) != 2 || found[0].Place < found[1].Place {
			t.Errorf("two at most, the latest first: %v, %v", found, err)
		}
	})
}

func TestLimitsAreStatedInSentences(t *testing.T) {
	each(t, func(t *testing.T, _ *store.Store, j *journal.Journal) {
		longest := strings.Repeat("é", journal.MaxBody/2)
		for name, test := range map[string]struct {
			entry journal.Entry
			says  string
		}{
			"nothing":            {journal.Entry{Body: " \n\t"}, "empty"},
			"a byte too many":    {journal.Entry{Body: longest + "x"}, "too long by 1 bytes"},
			"a title too long":   {journal.Entry{Title: strings.Repeat("é", journal.MaxTitle+1)}, "title is too long"},
			"no text":            {journal.Entry{Body: "\xff"}, "not text"},
			"no text as a title": {journal.Entry{Title: "\xff", Body: "x"}, "not text"},
			"a far year":         {journal.Entry{Body: "x", When: now.AddDate(9000, 0, 0)}, "year"},
		} {
			if _, err := j.Write(ctx, test.entry); !errs.Is(err, errs.Invalid) || !strings.Contains(errs.Public(err), test.says) {
				t.Errorf("%s: %v", name, err)
			}
		}
		kept := write(t, j, journal.Entry{Title: strings.Repeat("é", journal.MaxTitle), Body: longest})
		if got, err := j.Find(ctx, kept.ID); err != nil || got.Value.Body != longest {
			t.Errorf("the longest entry came back as %d bytes, %v", len(got.Value.Body), err)
		}
		write(t, j, journal.Entry{Title: "A title alone"})
	})
}

// A page of fifty is one query and fifty openings.
func BenchmarkList50(b *testing.B) {
	s := storetest.Open(b, storetest.SQLite(b))
	j := open(b, s, "river")
	for range 500 {
		write(b, j, journal.Entry{Body: strings.Repeat("Some words of a day. ", 40)})
	}
	for b.Loop() {
		if page, err := j.List(ctx, 0, 50); err != nil || len(page.Entries) != 50 {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	s := storetest.Open(b, storetest.SQLite(b))
	j := open(b, s, "river")
	for b.Loop() {
		if j.Delete(ctx, write(b, j, journal.Entry{Body: "Some words of a day."}).ID, 1) != nil {
			b.Fatal("not deleted")
		}
	}
}

func BenchmarkSearch5000(b *testing.B) {
	s := storetest.Open(b, storetest.SQLite(b))
	j := open(b, s, "river")
	for range 5000 {
		write(b, j, journal.Entry{Body: strings.Repeat("Some Words of a day. ", 40)})
	}
	for b.Loop() {
		if found, err := j.Search(ctx, "nowhere", 50); err != nil || len(found) != 0 {
			b.Fatal(err)
		}
	}
}
