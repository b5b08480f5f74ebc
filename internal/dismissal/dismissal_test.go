package dismissal_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"afterwards/internal/account"
	"afterwards/internal/dismissal"
	"afterwards/internal/errs"
	"afterwards/internal/secret"
	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"
)

var ctx = context.Background()

func clock() time.Time { return time.Date(2026, 3, 1, 2, 30, 0, 0, time.UTC) }

// someone is a person's list, and the sealed records under it.
func someone(t *testing.T, s *store.Store) (*dismissal.Book, vault.View[dismissal.List]) {
	t.Helper()
	a, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.Create(ctx, "river", secret.Bytes("walnut harbour lantern mild"), account.Client{})
	if err != nil {
		t.Fatal(err)
	}
	return dismissal.Open(c.Open.Key, s, clock), vault.Of[dismissal.List](c.Open.Key, s, dismissal.Kind, clock)
}

func wants(t *testing.T, b *dismissal.Book, phrases, acts []string) {
	t.Helper()
	got, err := b.List(ctx)
	if diff := cmp.Diff([][]string{phrases, acts}, [][]string{got.Phrases, got.Acts}); err != nil || diff != "" {
		t.Fatalf("%v\n%s", err, diff)
	}
}

func TestChoicesAreKeptOnceAndTakenBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b, records := someone(t, s)
		wants(t, b, nil, nil)
		for _, c := range []dismissal.Choice{{Phrase: "Take care"}, {Act: "blame"}, {Phrase: "take CARE!"}, {Act: "blame"}, {Phrase: "can we talk"}} {
			if err := b.Add(ctx, c); err != nil {
				t.Fatal(err)
			}
		}
		wants(t, b, []string{"Take care", "can we talk"}, []string{"blame"})
		if all, err := records.List(ctx, 0, 10); err != nil || len(all) != 1 || all[0].Value.When != clock() {
			t.Errorf("there are %+v (%v), not one record", all, err)
		}

		// An import may bring another record: both are read as one, and a choice is
		// taken back from both.
		if _, err := records.Create(ctx, dismissal.List{Phrases: []string{"take care", "no hurry"}, Acts: []string{"guilt"}}, 10); err != nil {
			t.Fatal(err)
		}
		wants(t, b, []string{"Take care", "can we talk", "no hurry"}, []string{"blame", "guilt"})
		for _, c := range []dismissal.Choice{{Phrase: "TAKE care"}, {Act: "guilt"}, {Act: "request"}} {
			if err := b.Remove(ctx, c); err != nil {
				t.Fatal(err)
			}
		}
		wants(t, b, []string{"can we talk", "no hurry"}, []string{"blame"})
	})
}

func TestWhatCannotBeDismissedIsNotKept(t *testing.T) {
	for name, l := range map[string]dismissal.List{
		"a threat":          {Acts: []string{"threat"}},
		"no act":            {Acts: []string{"rudeness"}},
		"no words":          {Phrases: []string{"..."}},
		"a long phrase":     {Phrases: []string{strings.Repeat("x", 301)}},
		"broken bytes":      {Phrases: []string{"x\xff"}},
		"an act many times": {Acts: strings.Fields(strings.Repeat("blame ", 20))},
	} {
		if err := l.Check(); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	full := dismissal.List{}
	for i := range dismissal.MaxPhrases {
		full.Phrases = append(full.Phrases, fmt.Sprint("number ", i))
	}
	if err := full.Check(); err != nil {
		t.Error(err)
	}
	full.Phrases = append(full.Phrases, "one more")
	if err := full.Check(); !errs.Is(err, errs.TooMany) {
		t.Error(err)
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b, _ := someone(t, s)
		if err := b.Add(ctx, dismissal.Choice{Act: "selfharm"}); !errs.Is(err, errs.Invalid) {
			t.Error(err)
		}
		wants(t, b, nil, nil)
	})
}

// Two windows change the list at the same time, and nothing is lost.
func TestTwoWindowsLoseNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		b, _ := someone(t, s)
		if err := b.Add(ctx, dismissal.Choice{Act: "blame"}); err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		for _, phrase := range []string{"one", "two"} {
			go func() { done <- b.Add(ctx, dismissal.Choice{Phrase: phrase}) }()
		}
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if got, err := b.List(ctx); err != nil || len(got.Phrases) != 2 || len(got.Acts) != 1 {
			t.Errorf("the list is %+v (%v)", got, err)
		}
	})
}
