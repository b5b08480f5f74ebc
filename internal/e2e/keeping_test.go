package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const (
	passphrase = "seven slow herons on a pond"
	theTitle   = "The first evening"
	theEntry   = "It rained on the harbour, and I walked anyway."
)

// moveIn makes a place, as somebody does who wants to keep something for the
// first time, and returns the recovery code as the page showed it.
func moveIn(t *testing.T, ctx context.Context, p program) string {
	t.Helper()
	do(t, ctx, chromedp.Navigate(p.url+"/journal"))
	code := makePlace(t, ctx)
	click(t, ctx, "I have written it down")
	typeCode(t, ctx, code)
	reads(t, ctx, "Nothing is written here yet.")
	return code
}

// makePlace goes from the page about a private place to its recovery code.
func makePlace(t *testing.T, ctx context.Context) string {
	t.Helper()
	reads(t, ctx, "Nobody can reset it")
	fill(t, ctx, "Your passphrase", passphrase)
	fill(t, ctx, "The same once more", passphrase)
	click(t, ctx, "Make my place")
	reads(t, ctx, "It is shown now, and never again.")
	return evaluate[string](t, ctx, `document.querySelector(".code").textContent.trim()`)
}

// typeCode types a recovery code as people do: small letters, and spaces.
func typeCode(t *testing.T, ctx context.Context, code string) {
	t.Helper()
	reads(t, ctx, "Type the recovery code")
	fill(t, ctx, "Recovery code", strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	click(t, ctx, "This is my code")
}

// writes keeps an entry and stays on its page.
func writes(t *testing.T, ctx context.Context, p program, title, body string) {
	t.Helper()
	do(t, ctx, chromedp.Navigate(p.url+"/journal/write"))
	if title != "" {
		fill(t, ctx, "Title", title)
	}
	fill(t, ctx, "What is on your mind", body)
	click(t, ctx, "Keep it")
	reads(t, ctx, "Kept.")
}

// openEntry opens the entry with this title from a list.
func openEntry(t *testing.T, ctx context.Context, title string) {
	t.Helper()
	clickOn(t, ctx, `[...document.querySelectorAll(".entry-line")].find(e => e.innerText.includes(`+quoted(title)+`))`)
}

// signIn opens the place from the page that asks for the passphrase.
func signIn(t *testing.T, ctx context.Context, pass string) {
	t.Helper()
	reads(t, ctx, "Open your place")
	fill(t, ctx, "Your passphrase", pass)
	click(t, ctx, "Open")
}

// TestAJournalFromTheFirstDay is somebody who comes to write on a phone, and
// finds the words again after the browser was signed out.
func TestAJournalFromTheFirstDay(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)

	do(t, ctx, chromedp.Navigate(p.url))
	click(t, ctx, "Keep a journal")
	code := makePlace(t, ctx)
	click(t, ctx, "I have written it down")
	typeCode(t, ctx, "0000-"+code[5:])
	until(t, ctx, "the page said that the code is wrong", `document.activeElement.getAttribute("aria-invalid") === "true"`)
	typeCode(t, ctx, code)
	reads(t, ctx, "Nothing is written here yet.")

	click(t, ctx, "Write something")
	fill(t, ctx, "Title", theTitle)
	fill(t, ctx, "What is on your mind", theEntry)
	click(t, ctx, "Keep it")
	reads(t, ctx, "Kept.")
	writes(t, ctx, p, "", "A line about nothing much.")

	click(t, ctx, "Back to the journal")
	reads(t, ctx, "A line about nothing much.")
	openEntry(t, ctx, theTitle)
	reads(t, ctx, theEntry)

	click(t, ctx, "Change")
	reads(t, ctx, "Change the entry")
	fill(t, ctx, "What is on your mind", "It rained on the harbour. I walked.")
	click(t, ctx, "Keep it")
	reads(t, ctx, "Kept.")
	reads(t, ctx, "It rained on the harbour. I walked.")

	click(t, ctx, "Back to the journal")
	reads(t, ctx, "Today")
	fill(t, ctx, "Words to look for", "HARBOUR")
	click(t, ctx, "Search")
	reads(t, ctx, "Entries that have all these words.")
	if sight := inSight(t, ctx); !strings.Contains(sight, theTitle) || strings.Contains(sight, "nothing much") {
		t.Errorf("the search found something else:\n%s", sight)
	}
	if at := evaluate[string](t, ctx, `location.href`); at != p.url+"/journal/search" {
		t.Errorf("what was looked for is in the address: %s", at)
	}

	openEntry(t, ctx, theTitle)
	reads(t, ctx, "I walked.")
	click(t, ctx, "Delete")
	reads(t, ctx, "It cannot be brought back.")
	click(t, ctx, "Delete it")
	reads(t, ctx, "The entry is deleted.")

	click(t, ctx, "Sign out")
	reads(t, ctx, "What is going on right now?")
	do(t, ctx, chromedp.Navigate(p.url+"/journal"))
	signIn(t, ctx, "seven slow herons on a bond")
	reads(t, ctx, "That passphrase does not open this journal.")
	signIn(t, ctx, passphrase)
	reads(t, ctx, "There was one wrong try since your last sign-in. All of that was on this device.")
	click(t, ctx, "Go on")
	reads(t, ctx, "A line about nothing much.")
	if sight := inSight(t, ctx); strings.Contains(sight, theTitle) {
		t.Errorf("the deleted entry is in the journal:\n%s", sight)
	}
}

// TestBackAfterTheJournalShowsNothing: somebody reads their journal, goes, and
// another person presses Back again and again.
func TestBackAfterTheJournalShowsNothing(t *testing.T) {
	for _, way := range []struct {
		name string
		goes func(t *testing.T, ctx context.Context)
	}{
		{"by Leave", func(t *testing.T, ctx context.Context) {
			leave(t, ctx)
		}},
		{"by Shift three times", func(t *testing.T, ctx context.Context) {
			do(t, ctx, shift(), shift(), shift())
			until(t, ctx, "the neutral page was there", `document.title === "Weather"`)
		}},
		{"by signing out", func(t *testing.T, ctx context.Context) {
			click(t, ctx, "Sign out")
			reads(t, ctx, "What is going on right now?")
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			p := start(t)
			ctx := browse(t, phone)
			code := moveIn(t, ctx, p)
			writes(t, ctx, p, theTitle, theEntry)
			click(t, ctx, "Change")
			reads(t, ctx, "Change the entry")
			fill(t, ctx, "What is on your mind", "It rained, and one thing more.")
			do(t, ctx, chromedp.Navigate(p.url+"/journal"))
			reads(t, ctx, theTitle)
			openEntry(t, ctx, theTitle)
			reads(t, ctx, theEntry)

			// As long as nobody has gone, Back is Back.
			back(t, ctx)
			reads(t, ctx, theTitle)
			evaluate[bool](t, ctx, `history.forward(), true`)
			reads(t, ctx, theEntry)

			way.goes(t, ctx)
			goBackSeeing(t, ctx, 6, theTitle, theEntry, "one thing more", code[:9])
			do(t, ctx, chromedp.Navigate(p.url+"/journal"))
			reads(t, ctx, "Open your place")
		})
	}
}
