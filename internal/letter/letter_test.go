package letter_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"afterwards/draft"
	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/letter"
	"afterwards/internal/secret"
	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"
	"afterwards/knowledge"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 3, 1, 2, 30, 0, 0, time.UTC)
)

func open(t testing.TB, s *store.Store, clock func() time.Time) *letter.Box {
	t.Helper()
	a, err := account.New(s, account.Options{ServerKey: s.ServerKey(), Cost: vault.MinCost, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	c, err := a.Create(ctx, "river", secret.Bytes("walnut harbour lantern mild"), account.Client{})
	if err != nil {
		t.Fatal(err)
	}
	return letter.Open(c.Open.Key, s, clock)
}

func apology() letter.Letter {
	return letter.Letter{Kind: "apology", Title: "An apology", Purpose: "accountability", Rest: 72}
}

func parts(texts ...string) (all []letter.Part) {
	for i, text := range texts {
		all = append(all, letter.Part{Name: string(rune('a' + i)), Title: "Part", Text: text})
	}
	return all
}

const plain = "The keys are in the blue box."

// ready is a letter that may be taken along at the moment returned.
func ready() (letter.Letter, time.Time) {
	l := apology()
	l.Begun = now
	must(l.Write(now, parts(plain)), l.Finish(now), l.Await(now, letter.Answer{None: true}))
	later := now.Add(73 * time.Hour)
	l.Read(later, letter.Reading{Verdict: "your-call", Open: true})
	return l, later
}

func must(all ...error) {
	for _, err := range all {
		if err != nil {
			panic(err)
		}
	}
}

func whys(bars []letter.Bar) (all []letter.Why) {
	for _, b := range bars {
		all = append(all, b.Why)
	}
	return all
}

// TestEachThingAloneStandsAgainstTakingItAlong.
func TestEachThingAloneStandsAgainstTakingItAlong(t *testing.T) {
	l, at := ready()
	if bars := l.Bars(at); len(bars) != 0 {
		t.Fatalf("it is not ready to begin with: %v", bars)
	}
	for why, change := range map[letter.Why]func(l *letter.Letter){
		letter.Crisis:       func(l *letter.Letter) { l.Crisis = at.Add(-71 * time.Hour) },
		letter.Stop:         func(l *letter.Letter) { l.Readings[0].Stop = true },
		letter.Never:        func(l *letter.Letter) { l.Unsent = true },
		letter.LetGo:        func(l *letter.Letter) { l.Versions = nil },
		letter.Sealed:       func(l *letter.Letter) { l.Seal = &letter.Seal{Since: at, Until: at.Add(time.Hour)} },
		letter.PutAwayUntil: func(l *letter.Letter) { l.Away = &letter.Away{Since: at, Until: at.Add(time.Hour)} },
		letter.Threat: func(l *letter.Letter) {
			l.Versions[0].Parts[0].Text = "Answer by tonight or I send her the screenshots."
		},
		letter.Closed:     func(l *letter.Letter) { l.Readings[0].Open = false },
		letter.Unfinished: func(l *letter.Letter) { l.Finished = time.Time{} },
		letter.Resting:    func(l *letter.Letter) { l.Finished = at.Add(-71 * time.Hour) },
		letter.Unread:     func(l *letter.Letter) { l.Readings[0].When = at.Add(-24 * time.Hour) },
		letter.Unanswered: func(l *letter.Letter) { l.Answer = nil },
	} {
		l, at := ready()
		change(&l)
		if got := whys(l.Bars(at)); !slices.Contains(got, why) || why != letter.PutAwayUntil && why != letter.LetGo && len(got) != 1 {
			t.Errorf("for %s it says %v", why, got)
		}
		if l.Take(at) == nil {
			t.Errorf("with %s it could be taken along", why)
		}
	}
	if err := l.Take(at); err != nil || l.Ending().What != letter.Taken {
		t.Errorf("with nothing against it: %v", err)
	}
}

// drawLetter draws a letter that has been through some steps, each tried at a
// later time, whether or not it was allowed.
func drawLetter(t *rapid.T) (letter.Letter, time.Time) {
	l, at := apology(), now
	l.Begun = now
	must(l.Write(at, parts(plain)))
	for range rapid.IntRange(0, 12).Draw(t, "steps") {
		at = at.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour)
		var err error
		switch rapid.IntRange(0, 9).Draw(t, "step") {
		case 0:
			err = l.Write(at, parts(rapid.SampledFrom([]string{plain, "Another line.", "I don't want to be alive any more."}).Draw(t, "text")))
		case 1:
			err = l.Finish(at)
		case 2:
			err = l.PutAway(at, at.Add(time.Duration(rapid.IntRange(-5, 400).Draw(t, "hours away"))*time.Hour), "")
		case 3:
			err = l.TakeOut(at)
		case 4, 5:
			l.Read(at, rapid.SampledFrom([]letter.Reading{{Open: true}, {Stop: true}, {Crisis: true}, {}}).Draw(t, "reading"))
		case 6:
			err = l.Await(at, letter.Answer{None: true})
		case 7:
			err = l.SealUntil(at, at.Add(time.Duration(rapid.IntRange(-5, 400).Draw(t, "seal"))*time.Hour))
		case 8:
			err = l.Unseal(at)
		case 9:
			err = l.Take(at)
		}
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Fatalf("a step fails with %v", err)
		}
	}
	return l, at
}

// TestTimeAloneOpensNothingUnderStop: whatever was done before, a letter whose
// last reading says stop stays, however long one waits.
func TestTimeAloneOpensNothingUnderStop(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, at := drawLetter(t)
		l.Read(at, letter.Reading{Stop: true})
		later := at.Add(time.Duration(rapid.IntRange(0, 200_000).Draw(t, "later")) * time.Hour)
		if !slices.Contains(whys(l.Bars(later)), letter.Stop) || l.Take(later) == nil {
			t.Errorf("%v after a stop it could be taken along", later.Sub(at))
		}
	})
}

// TestNothingIsTakenOutEarlyUnderStopOrCrisis, nor by a milder answer within a day.
func TestNothingIsTakenOutEarlyUnderStopOrCrisis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, at := drawLetter(t)
		l.Seal = nil
		if l.Gone() {
			return
		}
		hours := rapid.IntRange(1, 8000).Draw(t, "hours away")
		if l.PutAway(at, at.Add(time.Duration(hours)*time.Hour), "") != nil {
			return // it is put away for longer already
		}
		l.Read(at, rapid.SampledFrom([]letter.Reading{{Stop: true}, {Crisis: true}}).Draw(t, "grave"))
		until := l.Away.Until
		minutes := int(until.Sub(at) / time.Minute)
		later := at.Add(time.Duration(rapid.IntRange(0, minutes-1).Draw(t, "later")) * time.Minute)
		if rapid.Bool().Draw(t, "milder") {
			later = at.Add(time.Duration(rapid.IntRange(0, min(minutes, 24*60)-1).Draw(t, "soon")) * time.Minute)
			l.Read(later, letter.Reading{Open: true})
		}
		if l.MayTakeOut(later) || l.TakeOut(later) == nil {
			t.Errorf("%v into %d hours it could be taken out", later.Sub(at), hours)
		}
		if !l.IsAway(later) || l.Write(later, parts("changed")) == nil || l.Take(later) == nil {
			t.Error("while it is put away it could be changed or taken along")
		}
	})
}

// TestNothingIsTakenAlongThatHasNotRested: whenever taking it along works, the
// letter was finished long enough ago, read again within a day and after its
// hour, and nothing told in that day says stop.
func TestNothingIsTakenAlongThatHasNotRested(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		l, at := drawLetter(t)
		if rapid.Bool().Draw(t, "kindly") { // or hardly any would ever be ready
			_ = l.Unseal(at.Add(1000 * time.Hour))
			at = at.Add(1000 * time.Hour)
			_, _ = l.Finish(at), l.Await(at, letter.Answer{None: true})
			at = at.Add(time.Duration(rapid.IntRange(70, 80).Draw(t, "rest")) * time.Hour)
			l.Read(at, letter.Reading{Open: true})
		}
		if l.Take(at) != nil {
			return
		}
		taken++
		last := l.Reading()
		if at.Sub(l.Finished) < 72*time.Hour || at.Sub(last.When) >= letter.Fresh || !last.Open || l.StopStands(at) || l.IsAway(at) || l.Seal != nil || l.Answer == nil {
			t.Errorf("it was taken along: %+v", l)
		}
	})
	if taken == 0 {
		t.Error("nothing was ever taken along, so this proves nothing")
	}
}

// TestASealHoldsUntilItsDay, and can only be made longer.
func TestASealHoldsUntilItsDay(t *testing.T) {
	l := apology()
	l.Begun = now
	must(l.Write(now, parts(plain)), l.SealUntil(now, now.AddDate(0, 0, 10)))
	if l.Unseal(now.AddDate(0, 0, 9)) == nil || l.SealUntil(now, now.AddDate(0, 0, 5)) == nil || l.Write(now, parts("x")) == nil {
		t.Error("it was opened before its day")
	}
	if text := l.Readable(); strings.Contains(text, plain) {
		t.Errorf("the readable file shows it: %s", text)
	}
	must(l.SealUntil(now, now.AddDate(0, 0, 20)), l.Unseal(now.AddDate(0, 0, 20)))
}

// TestLettingGoLeavesNoWords of the letter, its reasons or what was told.
func TestLettingGoLeavesNoWords(t *testing.T) {
	l := apology()
	l.Begun = now
	must(l.Write(now, parts("quillfeather")), l.Write(now, parts("quillfeather again")), l.PutAway(now, now.Add(time.Hour), "quillfeather"))
	l.Read(now, letter.Reading{Facts: map[string]any{"fear": true}, Says: []string{"quillfeather"}})
	must(l.Release(now))
	raw, err := json.Marshal(l)
	if err != nil || strings.Contains(string(raw), "quillfeather") || strings.Contains(string(raw), "fear") {
		t.Errorf("what is left: %s, %v", raw, err)
	}
	if err := l.Check(); err != nil {
		t.Errorf("what is left is no letter: %v", err)
	}
	if l.Release(now) == nil || l.Write(now, parts("x")) == nil || l.SealUntil(now, now.Add(time.Hour)) == nil {
		t.Error("it can still be used")
	}
}

// TestVersionsAreKept, the same text once, the latest sixty of many.
func TestVersionsAreKept(t *testing.T) {
	l := apology()
	must(l.Write(now, parts("")), l.Write(now, parts("one")), l.Write(now, parts("one")), l.Write(now, parts("two")))
	if len(l.Versions) != 2 || l.Versions[0].Parts[0].Text != "one" {
		t.Errorf("versions: %+v", l.Versions)
	}
	for i := range 100 {
		must(l.Write(now, parts(strings.Repeat("x", i+1))))
	}
	if len(l.Versions) != letter.MaxVersions || l.Text() != strings.Repeat("x", 100) {
		t.Errorf("%d versions, the last of %d letters", len(l.Versions), len(l.Text()))
	}
	for i := range 100 {
		must(l.Write(now, parts(strings.Repeat("y", letter.MaxPart), strings.Repeat("z", letter.MaxPart-i))))
	}
	raw, _ := json.Marshal(l)
	if len(raw) > vault.MaxDocument/2 || len(l.Versions) < 2 {
		t.Errorf("%d bytes in %d versions", len(raw), len(l.Versions))
	}
}

// TestLookingBackHasThreeMoments: what is said after a day, a week and a month.
func TestLookingBackHasThreeMoments(t *testing.T) {
	l := apology()
	must(l.Write(now, parts(plain)))
	if l.Rate(now, letter.Glad, "") == nil {
		t.Error("a letter that has not ended can be looked back on")
	}
	must(l.Keep(now))
	if _, due := l.Due(now.Add(23 * time.Hour)); due {
		t.Error("it is due before a day has passed")
	}
	must(l.Rate(now.Add(time.Hour), letter.Regret, "")) // too soon to be the view after a day
	must(l.Rate(now.Add(25*time.Hour), letter.Mixed, ""), l.Rate(now.Add(26*time.Hour), letter.Unsure, ""), l.Rate(now.AddDate(0, 0, 40), letter.Glad, ""))
	views := l.Looks()
	if diff := cmp.Diff([]letter.View{letter.Unsure, "", letter.Glad}, views[:]); diff != "" {
		t.Errorf("views (-want +got):\n%s", diff)
	}
	if m, due := l.Due(now.AddDate(0, 0, 8)); m != letter.AWeek || !due {
		t.Errorf("after eight days: %v %v", m, due)
	}
	must(l.Send(now.AddDate(0, 0, 50))) // another end, looked back on anew
	if views := l.Looks(); views != [3]letter.View{} {
		t.Errorf("after another end: %v", views)
	}
}

// TestLettersAreForThePurposesOfDrafts: the two lists are one.
func TestLettersAreForThePurposesOfDrafts(t *testing.T) {
	var purposes []string
	for _, p := range draft.Purposes() {
		purposes = append(purposes, string(p))
	}
	if diff := cmp.Diff(purposes, knowledge.LetterPurposes); diff != "" {
		t.Errorf("draft and knowledge (-draft +knowledge):\n%s", diff)
	}
}

// TestABoxKeepsLetters: one press of the button twice is one letter; a change
// that missed another is refused.
func TestABoxKeepsLetters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		clock := now
		box := open(t, s, func() time.Time { return clock })
		k, err := box.Begin(ctx, apology(), parts("one"))
		if err != nil {
			t.Fatal(err)
		}
		if twice, err := box.Begin(ctx, apology(), parts("one")); err != nil || twice.ID != k.ID {
			t.Errorf("twice: %v, %v", twice.ID == k.ID, err)
		}
		write := func(l *letter.Letter, now time.Time) error { return l.Write(now, parts("two")) }
		changed, err := box.Change(ctx, k.ID, k.Revision, write)
		if err != nil || changed.Value.Text() != "two" {
			t.Fatalf("%v, %v", changed.Value.Text(), err)
		}
		if _, err := box.Change(ctx, k.ID, k.Revision, write); !errs.Is(err, errs.Conflict) {
			t.Errorf("an old revision: %v", err)
		}
		found, err := box.Find(ctx, k.ID)
		if diff := cmp.Diff(changed.Value, found.Value); err != nil || diff != "" {
			t.Errorf("found %v (-want +got):\n%s", err, diff)
		}
		if err := box.Delete(ctx, k.ID, changed.Revision); err != nil {
			t.Error(err)
		}
		if _, err := box.Find(ctx, k.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("after deleting: %v", err)
		}
	})
}

// TestStrangeLettersAreRefused, as they may come from a file.
func TestStrangeLettersAreRefused(t *testing.T) {
	good, _ := ready()
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(l *letter.Letter){
		"no kind":            func(l *letter.Letter) { l.Kind = "" },
		"an unknown purpose": func(l *letter.Letter) { l.Purpose = "revenge" },
		"no text":            func(l *letter.Letter) { l.Versions = nil },
		"a long part": func(l *letter.Letter) {
			l.Versions = []letter.Version{{now, parts(strings.Repeat("x", letter.MaxPart+1))}}
		},
		"too many parts":      func(l *letter.Letter) { l.Versions = []letter.Version{{now, parts(make([]string, 9)...)}} },
		"no parts":            func(l *letter.Letter) { l.Versions = []letter.Version{{now, nil}} },
		"bytes":               func(l *letter.Letter) { l.Versions = []letter.Version{{now, parts("\xff")}} },
		"too many versions":   func(l *letter.Letter) { l.Versions = make([]letter.Version, 61) },
		"an unknown end":      func(l *letter.Letter) { l.Endings = []letter.Ending{{now, "burnt"}} },
		"an unknown view":     func(l *letter.Letter) { l.Ratings = []letter.Rating{{now, "super", ""}} },
		"a long note":         func(l *letter.Letter) { l.Ratings = []letter.Rating{{now, letter.Glad, strings.Repeat("x", 6000)}} },
		"a long title":        func(l *letter.Letter) { l.Title = strings.Repeat("x", 9000) },
		"the year zero":       func(l *letter.Letter) { l.Begun = time.Time{} },
		"put away in no year": func(l *letter.Letter) { l.Away = &letter.Away{Since: now} },
		"a thousand facts":    func(l *letter.Letter) { l.Readings[0].Says = make([]string, 1000) },
		"rest of a lifetime":  func(l *letter.Letter) { l.Rest = 1 << 40 },
		"a rest below zero":   func(l *letter.Letter) { l.Rest = -1 },
		"a reason of a novel": func(l *letter.Letter) {
			l.Away = &letter.Away{Since: now, Until: now, Reason: strings.Repeat("x", 6000)}
		},
	} {
		l, _ := ready()
		change(&l)
		if err := l.Check(); !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.TooMany) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
