package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// place is a page and the way to it.
type place struct {
	name string
	go_  func(t *testing.T, ctx context.Context, p program)
}

// at opens an address.
func at(path string) func(*testing.T, context.Context, program) {
	return func(t *testing.T, ctx context.Context, p program) {
		do(t, ctx, chromedp.Navigate(p.url+path))
	}
}

// press presses the button or link with these words and waits for what comes.
func press(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	found := evaluate[bool](t, ctx, `(() => {
		const all = [...document.querySelectorAll("main button, main a, main summary, main label")];
		const one = all.find(e => e.innerText.trim().startsWith(`+quoted(words)+`));
		if (one) setTimeout(() => one.click(), 0);
		return Boolean(one);
	})()`)
	if !found {
		t.Fatalf("there is no %q on the page:\n%s", words, text(t, ctx))
	}
}

// signedOut are the pages that everybody sees.
var signedOut = []place{
	{"home", at("/")},
	{"help", at("/help")},
	{"help-gb", at("/help/gb")},
	{"about", at("/about")},
	{"not-found", at("/nowhere")},
	{"offline", at("/offline")},
	{"check-shared", at("/check/shared")},
	{"decide", at("/decide")},
	{"question", func(t *testing.T, ctx context.Context, p program) {
		at("/decide")(t, ctx, p)
		press(t, ctx, "Begin")
		until(t, ctx, "the first question was asked", `document.querySelector("#ask")`)
	}},
	{"question-set", func(t *testing.T, ctx context.Context, p program) {
		answer(t, ctx, p, map[string]any{"crisis": "no", "fear": false, "abuse": "none", "ex_toxic": "no", "legal_order": "none"})
	}},
	{"decision-stop", func(t *testing.T, ctx context.Context, p program) {
		answer(t, ctx, p, blocked)
		until(t, ctx, "the decision was there", `document.querySelector(".verdict")`)
	}},
	{"decision-crisis", func(t *testing.T, ctx context.Context, p program) {
		answer(t, ctx, p, map[string]any{"crisis": "thoughts"})
	}},
	{"guides", at("/guides")},
	{"guide", at("/guides/weighing-contact")},
	{"guide-told", func(t *testing.T, ctx context.Context, p program) {
		at("/guides/when-to-stop")(t, ctx, p)
		press(t, ctx, "See what fits you")
		for _, value := range []string{"none", "false"} {
			evaluate[bool](t, ctx, fmt.Sprintf(`(() => { const e = document.querySelector('.pick input[value=%q]'); if (e) e.click(); return true })()`, value))
		}
		press(t, ctx, "Show what fits")
		until(t, ctx, "the answers were there", `document.querySelector(".fits, .verdict")`)
	}},
	{"scales", at("/scales")},
	{"scale-lines", at("/scales/daily")},
	{"scale-answers", at("/scales/phq-9")},
	{"safety", at("/safety")},
	{"plan-sheet", at("/plan")},
	{"programmes", at("/programmes")},
	{"programme", at("/programmes/closure")},
	{"programme-door", at("/programmes/reconcile")},
	{"programme-step", at("/programmes/limits-next-time/steps/build")},
	{"programme-gate", at("/programmes/closure/steps/reflect")},
	{"urge", at("/urge")},
	{"reminders", at("/reminders")},
	{"exercises", at("/exercises")},
	{"exercises-told", func(t *testing.T, ctx context.Context, p program) {
		at("/exercises")(t, ctx, p)
		press(t, ctx, "Find what may fit now")
		press(t, ctx, "I feel panic")
		press(t, ctx, "Show what may fit")
		until(t, ctx, "something was suggested", `document.querySelector(".suggested")`)
	}},
	{"exercise", at("/exercises/cold-water")},
	{"exercise-guarded", at("/exercises/what-forgiving-is-not")},
	{"exercise-gate", at("/exercises/deep-feelings")},
	{"exercise-gated", at("/exercises/closure-talk-plan")},
	{"exercise-number", walking("/exercises/surf-the-urge", "Begin", "How strong is the pull")},
	{"exercise-choose", func(t *testing.T, ctx context.Context, p program) {
		walking("/exercises/surf-the-urge", "Begin", "How strong is the pull", "Go on", "Put the phone", "Go on", "Where do you feel it most?")(t, ctx, p)
		press(t, ctx, "In my stomach")
		until(t, ctx, "the choice was answered", `document.querySelector(".card-first")`)
	}},
	{"exercise-time", walking("/exercises/kind-to-yourself", "Begin", "How warmly", "Go on", "Begin the time")},
	{"exercise-breath", walking("/exercises/breathe-out-longer", "Begin", "How wound up", "Go on", "Make it easy", "Go on", "In for 4")},
	{"exercise-dial", walking("/exercises/two-dials", "Begin", "How worn out", "Go on", "How much does it hurt?")},
	{"exercise-write", walking("/exercises/if-then", "Begin", "How sure", "Go on", "Pick one moment")},
	{"exercise-list", walking("/exercises/five-things-you-can-see", "Begin", "How far away", "Go on", "Both feet", "Go on", "Five things around me")},
	{"exercise-stopped", func(t *testing.T, ctx context.Context, p program) {
		walking("/exercises/two-dials", "Begin", "How worn out")(t, ctx, p)
		fill(t, ctx, "Number", "70")
		press(t, ctx, "Go on")
		reads(t, ctx, "The first dial is pain")
		press(t, ctx, "Stop here")
		reads(t, ctx, "You stopped here")
	}},
	{"exercise-end", func(t *testing.T, ctx context.Context, p program) {
		walking("/exercises/if-then", "Begin", "How sure", "Go on", "Pick one moment")(t, ctx, p)
		fill(t, ctx, "If …", planted)
		for _, words := range []string{"Pick one act", "Write it as one sentence", "Say it three times", "Put one thing"} {
			press(t, ctx, "Go on")
			reads(t, ctx, words)
		}
		press(t, ctx, "It is ready")
		reads(t, ctx, "Once more")
		press(t, ctx, "To the end")
		reads(t, ctx, "That was it")
	}},
	{"letters", at("/letters")},
	{"letter-kind", at("/letters/apology")},
	{"letter-ready", func(t *testing.T, ctx context.Context, p program) {
		beginLetter(t, ctx, p, "An apology for one thing", afraid)
	}},
	{"letter-write", func(t *testing.T, ctx context.Context, p program) {
		click(t, ctx, "Write without keeping it")
		fill(t, ctx, "What did you do?", "You never lock anything. I read your diary.")
		click(t, ctx, "Look at it")
		reads(t, ctx, "A program read this.")
	}},
	{"letter-whole", func(t *testing.T, ctx context.Context, p program) {
		click(t, ctx, "See the whole letter")
		reads(t, ctx, "A sheet for somebody I trust")
		click(t, ctx, "Look at it")
		reads(t, ctx, "A program read this.")
	}},
	{"letter-sheet", func(t *testing.T, ctx context.Context, p program) {
		click(t, ctx, "A sheet for somebody I trust")
		reads(t, ctx, "Names to leave out")
	}},
	{"letter-sheet-ready", func(t *testing.T, ctx context.Context, p program) {
		click(t, ctx, "Make the sheet")
		reads(t, ctx, "Please do not pass it on.")
	}},
	{"replies", at("/replies")},
	{"reply", func(t *testing.T, ctx context.Context, p program) {
		fill(t, ctx, "The reply itself", "You never cared about anyone. The boxes are by the door on Saturday. Answer by tonight or I send her the screenshots.")
		click(t, ctx, "Read it with me")
		reads(t, ctx, "What has to be settled")
	}},
	{"sources", at("/sources")},
	{"source-claim", at("/sources/claims/a-02")},
	{"source-conflict", at("/sources/conflicts/k01")},
	{"source-rules", at("/sources/rules/letters")},
	{"source-article", at("/sources/articles/article-1")},
	{"check", at("/check")},
	{"check-result", func(t *testing.T, ctx context.Context, p program) {
		checkDraft(t, ctx, p, "You never cared about me. I miss you so much, can we talk? I'm sorry if you felt hurt. The boxes are by the door.")
	}},
	{"check-dismissed", func(t *testing.T, ctx context.Context, p program) {
		checkDraft(t, ctx, p, "You never cared about me. I miss you so much, can we talk? Answer by tonight or I send the photos to your boss.")
		click(t, ctx, "Don’t mark this")
		click(t, ctx, "These words, wherever they stand here")
		reads(t, ctx, "Not marked, because you said so")
		click(t, ctx, "Don’t mark this")
	}},
	{"check-crisis", func(t *testing.T, ctx context.Context, p program) {
		checkDraft(t, ctx, p, "I don't want to be alive any more.")
	}},
}

// walking opens a page and goes on by pressing what has these words, and waiting
// for those, by turns.
func walking(path string, words ...string) func(*testing.T, context.Context, program) {
	return func(t *testing.T, ctx context.Context, p program) {
		at(path)(t, ctx, p)
		for i := 0; i+1 < len(words); i += 2 {
			press(t, ctx, words[i])
			reads(t, ctx, words[i+1])
		}
	}
}

// blocked is the story of somebody who was blocked and wants to unburden themselves.
var blocked = map[string]any{"crisis": "no", "fear": false, "abuse": "none", "ex_toxic": "no", "legal_order": "none", "own_conduct": []string{"none"},
	"blocked": "all", "ex_asked_distance": "no", "unanswered_messages": 0, "shared_ties": []string{"none"}, "contact_purpose": "unburden",
	"ex_reopened": "no", "necessary_information": "none", "child_channel": "none_needed", "channel": "letter", "state_now": []string{"none"},
	theRest: "open"}

// theRest, among the answers of a story, leaves every question open that it
// does not name. Without it the story ends at the first of these.
const theRest = ""

// answer walks the interview as a person does and gives the answers that
// the story has.
func answer(t *testing.T, ctx context.Context, p program, answers map[string]any) {
	t.Helper()
	at("/decide")(t, ctx, p)
	press(t, ctx, "Begin")
	walk(t, ctx, answers)
}

// walk answers the questions of an interview until the story has no answer.
func walk(t *testing.T, ctx context.Context, answers map[string]any) {
	t.Helper()
	last := ""
	for {
		until(t, ctx, "something came after "+last, `document.querySelector(".verdict") || document.querySelector("input[name=q]") && document.querySelector("input[name=q]").value !== `+quoted(last))
		asked := evaluate[string](t, ctx, `document.querySelector("input[name=q]")?.value ?? ""`)
		value, ok := answers[asked]
		if asked == "" || !ok && answers[theRest] == nil {
			return // the decision, or a question that the story has no answer to
		}
		last = asked
		if !ok {
			clickOn(t, ctx, `document.querySelector(".answer-open")`)
			continue
		}
		list, set := value.([]string)
		if !set {
			list = []string{fmt.Sprint(value)}
		}
		for _, one := range list {
			if set && one == "none" {
				click(t, ctx, "None of these")
				continue
			}
			clickOn(t, ctx, fmt.Sprintf(`document.querySelector('[name=v][value=%q]')`, one))
		}
		if set {
			click(t, ctx, "Continue")
		}
	}
}

// TestEveryPageIsAccessible runs axe on every page, on a phone by day and on a
// desk by night, and wants each to fit the screen. With AFTERWARDS_TEST_SHOTS set
// to a folder it also takes a picture of each, for the other two pairs too.
func TestEveryPageIsAccessible(t *testing.T) {
	axe, err := os.ReadFile(os.Getenv("AFTERWARDS_TEST_AXE"))
	if err != nil {
		t.Skip("AFTERWARDS_TEST_AXE is not set: ./test sets it")
	}
	one, several := start(t), start(t, "open")
	screens := []struct {
		name, scheme string
		size         [2]int64
	}{{"phone", "light", phone}, {"desk", "dark", desk}, {"phone", "dark", phone}, {"desk", "light", desk}}
	if os.Getenv("AFTERWARDS_TEST_SHOTS") == "" {
		screens = screens[:2]
	}
	for _, screen := range screens {
		t.Run(screen.name+"-"+screen.scheme, func(t *testing.T) {
			ctx := browse(t, screen.size)
			do(t, ctx, scheming(screen.scheme))
			visit := func(p program, places []place) {
				for _, place := range places {
					place.go_(t, ctx, p)
					settleAxe(t, ctx, string(axe), place.name)
					if wide := evaluate[int64](t, ctx, `document.documentElement.scrollWidth`); wide > screen.size[0] {
						t.Errorf("%s: the page is %d px wide on a screen of %d", place.name, wide, screen.size[0])
					}
					picture(t, ctx, place.name+"-"+screen.name+"-"+screen.scheme)
				}
			}
			visit(one, slices.Concat(signedOut, kept))
			visit(several, keptByName)
		})
	}
}

// scheming asks for light or dark.
func scheming(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	})
}

// settleAxe fails the test for every violation that axe finds.
func settleAxe(t *testing.T, ctx context.Context, axe, name string) {
	t.Helper()
	settle(t, ctx)
	// The page's own policy forbids scripts from elsewhere, so axe comes in
	// through the debugging door.
	evaluate[bool](t, ctx, axe+"; true")
	found := evaluate[[]string](t, ctx, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
		.then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + v.help + " " + n.target.join(" ") + " " + n.html.slice(0, 120))))`)
	for _, f := range found {
		t.Errorf("%s: %s", name, f)
	}
}

// settle waits for the page to be whole.
func settle(t *testing.T, ctx context.Context) {
	t.Helper()
	until(t, ctx, "the page was whole", `document.readyState === "complete" && !document.documentElement.classList.contains("gone")`)
}

// picture takes a picture of the whole page when somebody asked for them.
func picture(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("AFTERWARDS_TEST_SHOTS")
	if dir == "" {
		return
	}
	raw, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), raw, 0o644); err != nil {
		t.Fatal(err)
	}
}
