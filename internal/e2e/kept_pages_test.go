package e2e

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// kept are the pages of somebody's place from its first day to its last, in
// this order: each begins where the one before it ended, and the last leaves
// nothing behind.
var kept = []place{
	{"place-new", at("/place/new")},
	{"place-new-wrong", func(t *testing.T, ctx context.Context, _ program) {
		fill(t, ctx, "Your passphrase", "too short")
		fill(t, ctx, "The same once more", "too short")
		click(t, ctx, "Make my place")
		wrongField(t, ctx)
	}},
	{"place-new-carried", func(t *testing.T, ctx context.Context, p program) {
		at("/check")(t, ctx, p)
		fill(t, ctx, "What do you want to say?", planted)
		click(t, ctx, "Keep it in my journal")
		reads(t, ctx, "What you wrote is not lost.")
	}},
	{"code", func(t *testing.T, ctx context.Context, p program) {
		at("/place/new")(t, ctx, p)
		code := makePlace(t, ctx)
		evaluate[bool](t, ctx, `sessionStorage.setItem("code", `+quoted(code)+`), true`)
	}},
	{"code-confirm", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "I have written it down")
		reads(t, ctx, "Type the recovery code")
	}},
	{"code-confirm-wrong", func(t *testing.T, ctx context.Context, _ program) {
		typeCode(t, ctx, "0000")
		wrongField(t, ctx)
	}},
	{"journal-empty", func(t *testing.T, ctx context.Context, _ program) {
		typeCode(t, ctx, evaluate[string](t, ctx, `sessionStorage.getItem("code")`))
		reads(t, ctx, "Nothing is written here yet.")
	}},
	{"write", at("/journal/write")},
	{"write-wrong", func(t *testing.T, ctx context.Context, _ program) {
		fill(t, ctx, "What is on your mind", "   ")
		click(t, ctx, "Keep it")
		until(t, ctx, "the page said what is wrong", `document.querySelector("#wrong")`)
	}},
	{"entry-crisis", func(t *testing.T, ctx context.Context, p program) {
		writes(t, ctx, p, "", "I don't want to be alive any more.")
		reads(t, ctx, "You do not have to be alone with this")
	}},
	{"answers-empty", at("/answers")},
	{"answer", func(t *testing.T, ctx context.Context, p program) {
		answer(t, ctx, p, map[string]any{"crisis": "no", "fear": true})
		click(t, ctx, "Stop here and see the answer so far")
		click(t, ctx, "Keep this answer")
		reads(t, ctx, "Kept.")
		click(t, ctx, "Look back on it")
	}},
	{"answers", at("/answers")},
	{"place-exercises-empty", at("/place/exercises")},
	{"exercise-kept", func(t *testing.T, ctx context.Context, p program) {
		walking("/exercises/two-dials", "Begin", "How worn out")(t, ctx, p)
		fill(t, ctx, "Number", "70")
		press(t, ctx, "Go on")
		reads(t, ctx, "The first dial is pain")
		press(t, ctx, "Stop here")
		reads(t, ctx, "Your numbers are kept.")
	}},
	{"place-exercises", at("/place/exercises")},
	{"letters-kept-empty", at("/kept-letters")},
	{"ledger-empty", at("/kept-letters/ledger")},
	{"letter-empty", func(t *testing.T, ctx context.Context, p program) {
		beginLetter(t, ctx, p, "An apology for one thing", afraid)
		click(t, ctx, "Write it for myself, and keep it")
		reads(t, ctx, "Next part")
	}},
	{"letter-part-crisis", func(t *testing.T, ctx context.Context, _ program) {
		fill(t, ctx, "What did you do?", "I don't want to be alive any more.")
		click(t, ctx, "Next part")
		reads(t, ctx, "You do not have to be alone with this")
	}},
	{"letter-part-look", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "Back")
		fill(t, ctx, "What did you do?", "I read your diary, in March.")
		click(t, ctx, "Look at it")
		reads(t, ctx, "A program read this.")
	}},
	{"letter", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "See the whole letter")
		reads(t, ctx, "Ways to end")
	}},
	{"letter-look", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "Look at it")
		reads(t, ctx, "A program read this.")
	}},
	{"letter-versions", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "Earlier versions")
		reads(t, ctx, "Each time you keep a change")
	}},
	{"letter-version", func(t *testing.T, ctx context.Context, _ program) {
		openEntry(t, ctx, "I read your diary")
		reads(t, ctx, "As it was on")
	}},
	{"letter-away", ofTheLetter("Put it away", "For how long?")},
	{"letter-away-until", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "Put it away")
		reads(t, ctx, "Nothing is sent when the hour comes.")
	}},
	{"letter-again", ofTheLetter("Read it again", "Then say how things are today.")},
	{"letter-take", func(t *testing.T, ctx context.Context, p program) {
		at("/kept-letters")(t, ctx, p)
		click(t, ctx, "An apology for one thing")
		reads(t, ctx, "Ways to end")
		evaluate[bool](t, ctx, `setTimeout(() => location.assign(location.pathname + "/take"), 0), true`)
		reads(t, ctx, "Something stands against taking it along.")
	}},
	{"letter-share", ofTheLetter("Read it to somebody", "Names to leave out")},
	{"letter-seal", ofTheLetter("Seal it until a day", "promise of the program")},
	{"letter-kept", func(t *testing.T, ctx context.Context, p program) {
		ofTheLetter("Keep it", "Look back on it")(t, ctx, p)
		click(t, ctx, "Look back on it")
	}},
	{"letters-kept", at("/kept-letters")},
	{"ledger", at("/kept-letters/ledger")},
	{"letter-let-go", ofTheLetter("Let it go", "You can read it once more.")},
	{"letter-gone", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "Let it go")
		reads(t, ctx, "Its last words, once more.")
	}},
	{"entry", func(t *testing.T, ctx context.Context, p program) { writes(t, ctx, p, theTitle, theEntry) }},
	{"entry-edit", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "Change")
		reads(t, ctx, "Change the entry")
	}},
	{"entry-conflict", func(t *testing.T, ctx context.Context, _ program) {
		// Another tab is quicker.
		evaluate[bool](t, ctx, `fetch("/journal/write", {method: "POST", body: new URLSearchParams(new FormData(document.querySelector("form.paper")))}).then(r => r.ok)`)
		fill(t, ctx, "What is on your mind", "It rained, and I stayed.")
		click(t, ctx, "Keep it")
		reads(t, ctx, "There are two versions")
	}},
	{"journal", at("/journal")},
	{"entry-delete", func(t *testing.T, ctx context.Context, _ program) {
		openEntry(t, ctx, theTitle)
		reads(t, ctx, theEntry)
		click(t, ctx, "Delete")
		reads(t, ctx, "Delete this entry?")
	}},
	{"today", at("/")},
	{"scales-kept", at("/scales")},
	{"check-in", at("/scales/daily")},
	{"check-in-kept", func(t *testing.T, ctx context.Context, p program) {
		at("/scales/daily")(t, ctx, p)
		until(t, ctx, "the sliders were there", `document.querySelectorAll(".scale input[type=range]").length === 6`)
		evaluate[bool](t, ctx, `(() => { const s = document.querySelector(".scale input[type=range]"); s.value = 60; s.dispatchEvent(new Event("input")); return true })()`)
		press(t, ctx, "None")
		click(t, ctx, "Keep it")
		reads(t, ctx, "It is kept.")
	}},
	{"scale-safety", func(t *testing.T, ctx context.Context, p program) {
		at("/scales/safety")(t, ctx, p)
		evaluate[bool](t, ctx, `document.querySelector("[name=i-wished][value='1']").click(), true`)
		click(t, ctx, "Keep it")
		reads(t, ctx, "Thank you for saying it")
	}},
	{"check-ins", at("/check-ins")},
	{"progress", at("/progress")},
	{"plan-write", at("/plan")},
	{"plan", func(t *testing.T, ctx context.Context, p program) {
		at("/plan")(t, ctx, p)
		fill(t, ctx, "What I can do by myself", "walk round the block")
		click(t, ctx, "Keep it")
		reads(t, ctx, "Start at the top.")
	}},
	{"programmes-kept", at("/programmes")},
	{"programme-kept", at("/programmes/closure")},
	{"programme-step-kept", at("/programmes/closure/steps/people-around")},
	{"programme-sheet", func(t *testing.T, ctx context.Context, p program) {
		at("/programmes/closure/steps/go-on")(t, ctx, p)
		fill(t, ctx, "What I leave here", "the blue cup")
		click(t, ctx, "Keep it")
		reads(t, ctx, "Kept.")
		at("/programmes/closure/sheet")(t, ctx, p)
		reads(t, ctx, "the blue cup")
	}},
	{"urge-kept", at("/urge")},
	{"urge-patterns", at("/urge/patterns")},
	{"contacts", at("/contacts")},
	{"boundaries", at("/boundaries")},
	{"boundary-new", at("/boundaries/new/limited")},
	{"boundary", func(t *testing.T, ctx context.Context, p program) {
		at("/boundaries/new/no-contact")(t, ctx, p)
		click(t, ctx, "Hold to it")
		reads(t, ctx, "It holds from now on")
	}},
	{"boundary-now", func(t *testing.T, ctx context.Context, p program) {
		at("/boundaries/now")(t, ctx, p)
		press(t, ctx, "Messages")
		click(t, ctx, "Look")
		reads(t, ctx, "You chose no contact.")
	}},
	{"paper", at("/paper")},
	{"search", at("/journal/search")},
	{"search-nothing", searching("snow", "No entry has all these words.")},
	{"search-found", searching("harbour", "Entries that have all these words.")},
	{"unmarked-empty", at("/place/unmarked")},
	{"check-remembered", func(t *testing.T, ctx context.Context, p program) {
		checkDraft(t, ctx, p, "You never cared about me. I miss you so much, can we talk?")
		click(t, ctx, "Don’t mark this")
		click(t, ctx, "These words, in all my drafts")
		reads(t, ctx, "Not marked, because you said so")
	}},
	{"unmarked", at("/place/unmarked")},
	{"place", at("/place")},
	{"passphrase", at("/place/passphrase")},
	{"code-new", at("/place/code/new")},
	{"export", at("/place/export")},
	{"import", at("/place/import")},
	{"import-wrong", func(t *testing.T, ctx context.Context, _ program) {
		file := filepath.Join(t.TempDir(), "holiday.zip")
		if err := os.WriteFile(file, []byte("no archive at all"), 0o600); err != nil {
			t.Fatal(err)
		}
		do(t, ctx, chromedp.SetUploadFiles("#file", []string{file}))
		click(t, ctx, "Bring it in")
		until(t, ctx, "the page said what is wrong", `document.querySelector("#file-wrong")`)
	}},
	{"sign-in", func(t *testing.T, ctx context.Context, p program) {
		at("/place")(t, ctx, p)
		click(t, ctx, "Sign out")
		reads(t, ctx, "What is going on right now?")
		at("/place/in")(t, ctx, p)
	}},
	{"sign-in-wrong", func(t *testing.T, ctx context.Context, _ program) {
		signIn(t, ctx, "seven slow herons on a bond")
		wrongField(t, ctx)
	}},
	{"recover", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "I have lost my passphrase")
		reads(t, ctx, "Come in with your recovery code")
	}},
	{"notice", func(t *testing.T, ctx context.Context, _ program) {
		click(t, ctx, "Use the passphrase instead")
		signIn(t, ctx, passphrase)
		reads(t, ctx, "Before you go on")
	}},
	{"place-delete", at("/place/delete")},
	{"place-deleted", func(t *testing.T, ctx context.Context, _ program) {
		fill(t, ctx, "Your passphrase", passphrase)
		click(t, ctx, "Delete everything now")
		reads(t, ctx, "Everything is deleted")
	}},
}

// keptByName are the pages that look different where several people sign in by
// name, in the same way.
var keptByName = []place{
	{"named-place-new", at("/place/new")},
	{"named-place-new-wrong", func(t *testing.T, ctx context.Context, _ program) {
		fill(t, ctx, "A sign-in name", "a name that no sign-in has?")
		fill(t, ctx, "Your passphrase", passphrase)
		fill(t, ctx, "The same once more", passphrase)
		click(t, ctx, "Make my place")
		wrongField(t, ctx)
	}},
	{"named-sign-in", at("/place/in")},
	{"named-place", func(t *testing.T, ctx context.Context, p program) {
		at("/place/new")(t, ctx, p)
		fill(t, ctx, "A sign-in name", "wren")
		code := makePlace(t, ctx)
		click(t, ctx, "I have written it down")
		typeCode(t, ctx, code)
		reads(t, ctx, "Nothing is written here yet.")
		at("/place")(t, ctx, p)
		reads(t, ctx, "Signed in as wren.")
	}},
	{"named-place-delete", at("/place/delete")},
	{"named-place-deleted", kept[len(kept)-1].go_},
}

// ofTheLetter opens the only letter there is and presses a button of its page.
func ofTheLetter(words, says string) func(*testing.T, context.Context, program) {
	return func(t *testing.T, ctx context.Context, p program) {
		at("/kept-letters")(t, ctx, p)
		click(t, ctx, "An apology for one thing")
		reads(t, ctx, "Ways to end")
		click(t, ctx, words)
		reads(t, ctx, says)
	}
}

// wrongField waits until the page has put the focus on the field that is wrong.
func wrongField(t *testing.T, ctx context.Context) {
	t.Helper()
	until(t, ctx, "the focus was on what is wrong", `document.activeElement.matches("[aria-invalid=true]")`)
}

// searching looks for words in the journal.
func searching(words, says string) func(*testing.T, context.Context, program) {
	return func(t *testing.T, ctx context.Context, _ program) {
		fill(t, ctx, "Words to look for", words)
		click(t, ctx, "Search")
		reads(t, ctx, says)
	}
}
