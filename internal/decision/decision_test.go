package decision_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/decision"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/secret"
	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"
)

var ctx = context.Background()

// clock is one that a story moves.
type clock struct{ now time.Time }

func (c *clock) read() time.Time { return c.now }

func open(t testing.TB, s *store.Store, handle string, c *clock) *decision.Log {
	t.Helper()
	a, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost, Now: c.read})
	if err != nil {
		t.Fatal(err)
	}
	made, err := a.Create(ctx, handle, secret.Bytes("walnut harbour lantern mild"), account.Client{})
	if err != nil {
		t.Fatal(err)
	}
	return decision.Open(made.Open.Key, s, c.read)
}

func stop() decision.Decision {
	return decision.Decision{Knowledge: "v1", Verdict: "stop", Title: "Leave it.", Facts: map[string]any{"blocked": "some"},
		Answered: []decision.Answered{{Ask: "Has your ex blocked you?", Says: "Yes"}}, Reasons: []decision.Reason{{Rule: "ex-no.blocked", Says: "Your ex has blocked you."}}}
}

// TestADecisionIsKeptRatedAndDeleted, on both databases, and nobody else's is
// touched.
func TestADecisionIsKeptRatedAndDeleted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		c := &clock{time.Date(2026, 3, 1, 2, 30, 0, 0, time.UTC)}
		mine, theirs := open(t, s, "river", c), open(t, s, "stone", c)
		kept, err := mine.Keep(ctx, stop())
		if err != nil {
			t.Fatal(err)
		}
		twice, err := mine.Keep(ctx, stop())
		if err != nil || twice.ID != kept.ID {
			t.Errorf("a second press of the button kept it twice: %v", err)
		}
		c.now = c.now.Add(time.Hour)
		later, err := mine.Keep(ctx, stop())
		if err != nil || later.ID == kept.ID {
			t.Errorf("the same answer an hour later is another one: %v", err)
		}
		if all, err := mine.List(ctx, 0, 10); err != nil || len(all) != 2 || all[0].ID != later.ID {
			t.Errorf("the list is %v, %v", all, err)
		}
		if recent, err := mine.Since(ctx, c.now.Add(-time.Minute)); err != nil || len(recent) != 1 || recent[0].ID != later.ID {
			t.Errorf("of the last minute there is %v, %v", recent, err)
		}
		rated, err := mine.Rate(ctx, kept.ID, kept.Revision, decision.Partly, "I slept on it.")
		if err != nil || len(rated.Value.Ratings) != 1 || !rated.Value.Ratings[0].When.Equal(c.now) {
			t.Errorf("rated: %+v, %v", rated.Value.Ratings, err)
		}
		if _, err := mine.Rate(ctx, kept.ID, kept.Revision, decision.Right, ""); !errs.Is(err, errs.Conflict) {
			t.Errorf("rating what was rated meanwhile: %v", err)
		}
		for name, err := range map[string]error{
			"find":   second(theirs.Find(ctx, kept.ID)),
			"rate":   second(theirs.Rate(ctx, kept.ID, rated.Revision, decision.Right, "")),
			"delete": theirs.Delete(ctx, kept.ID, rated.Revision),
			"none":   second(mine.Find(ctx, id.New())),
		} {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := mine.Delete(ctx, kept.ID, rated.Revision); err != nil {
			t.Error(err)
		}
		if _, err := mine.Find(ctx, kept.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("deleted, and found: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

// TestWhatIsNoDecisionIsRefused as an import may bring it.
func TestWhatIsNoDecisionIsRefused(t *testing.T) {
	when := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for name, change := range map[string]func(*decision.Decision){
		"no verdict":      func(d *decision.Decision) { d.Verdict = "" },
		"no title":        func(d *decision.Decision) { d.Title = "" },
		"no year":         func(d *decision.Decision) { d.When = time.Time{} },
		"a long text":     func(d *decision.Decision) { d.Title = strings.Repeat("x", 5000) },
		"bytes":           func(d *decision.Decision) { d.Reasons[0].Says = "\xff" },
		"many answers":    func(d *decision.Decision) { d.Answered = make([]decision.Answered, 500) },
		"an unknown view": func(d *decision.Decision) { d.Ratings = []decision.Rating{{View: "great"}} },
		"a long note": func(d *decision.Decision) {
			d.Ratings = []decision.Rating{{View: decision.Right, Note: strings.Repeat("x", 6000)}}
		},
		"bytes in a note": func(d *decision.Decision) { d.Ratings = []decision.Rating{{View: decision.Right, Note: "\xff"}} },
		"many ratings":    func(d *decision.Decision) { d.Ratings = slices.Repeat([]decision.Rating{{View: decision.Right}}, 60) },
	} {
		d := stop()
		d.When = when
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		change(&d)
		if err := d.Check(); !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.TooMany) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADecisionReadsAsText(t *testing.T) {
	d := stop()
	d.Until = "they write"
	d.Ratings = []decision.Rating{{When: time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC), View: decision.Right, Note: "It was."}}
	want := "Look again when they write.\n\nWhy:\n- Your ex has blocked you.\n\nWhat I answered:\n- Has your ex blocked you? Yes\n\n8 March 2026, looking back: right.\nIt was.\n"
	if got := d.Text(); got != want {
		t.Errorf("got %q", got)
	}
}
