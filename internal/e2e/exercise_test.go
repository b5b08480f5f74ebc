package e2e

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// moving asks for motion or for none.
func moving(preference string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: preference}},
		})
		return err
	})
}

// hurry lets the clock of the page run a hundred times as fast.
const hurry = `(() => { const now = performance.now.bind(performance); performance.now = () => 100 * now(); return true })()`

// TestAnExerciseKeepsTheTime: nothing begins or goes on by itself, it can be
// held, it ends, and where motion is not wanted only words change.
func TestAnExerciseKeepsTheTime(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	for _, motion := range []string{"no-preference", "reduce"} {
		do(t, ctx, moving(motion), chromedp.Navigate(p.url+"/exercises/breathe-out-longer"))
		evaluate[bool](t, ctx, `document.addEventListener("securitypolicyviolation", e => { window.violation = e.violatedDirective }), true`)
		click(t, ctx, "Begin")
		reads(t, ctx, "How wound up is your body")
		evaluate[bool](t, ctx, `(() => { const s = document.querySelector("input[type=range]"); s.value = 81; s.dispatchEvent(new Event("input", {bubbles: true})); return true })()`)
		if got := evaluate[string](t, ctx, `document.querySelector("#before").value`); got != "81" {
			t.Errorf("the slider was moved to 81, and the number is %q", got)
		}
		click(t, ctx, "Go on")
		reads(t, ctx, "Make it easy")
		click(t, ctx, "Go on")
		reads(t, ctx, "In for 4, out for 6")
		if got := evaluate[string](t, ctx, `document.querySelector(".pace-word").textContent`); got != "" {
			t.Errorf("%s: it began by itself: %q", motion, got)
		}
		click(t, ctx, "Begin")
		until(t, ctx, "a breath was told", `document.querySelector(".pace-word").textContent.startsWith("In …")`)
		if shown := evaluate[bool](t, ctx, `document.querySelector(".pace-air").checkVisibility()`); shown != (motion != "reduce") {
			t.Errorf("%s: the circle is shown: %v", motion, shown)
		}
		click(t, ctx, "Pause")
		reads(t, ctx, "Go on with it")
		evaluate[bool](t, ctx, hurry)
		click(t, ctx, "Go on with it")
		reads(t, ctx, "That is all. Go on when you like.")
		click(t, ctx, "Go on")
		reads(t, ctx, "Stay with it")
		click(t, ctx, "Go on")
		reads(t, ctx, "Nothing to do for half a minute.")
		click(t, ctx, "Begin the time")
		reads(t, ctx, "The time is over. Go on when you like.")
		click(t, ctx, "Go on")
		reads(t, ctx, "Once more: How wound up")
		fill(t, ctx, "Number", "64")
		click(t, ctx, "To the end")
		reads(t, ctx, "That was it")
		reads(t, ctx, "81")
		reads(t, ctx, "64")
		if got := evaluate[string](t, ctx, `window.violation || ""`); got != "" {
			t.Errorf("the page broke its own policy: %s", got)
		}
	}
}

// TestBackKeepsWhatWasWrittenInAnExercise, by the button of the page and by that
// of the browser.
func TestBackKeepsWhatWasWrittenInAnExercise(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	do(t, ctx, chromedp.Navigate(p.url+"/exercises/if-then"))
	click(t, ctx, "Begin")
	reads(t, ctx, "How sure are you")
	click(t, ctx, "Go on")
	reads(t, ctx, "Pick one moment")
	fill(t, ctx, "If …", planted)
	click(t, ctx, "Go on")
	reads(t, ctx, "Which kind of act")
	click(t, ctx, "Move")
	reads(t, ctx, "Name the way and its end")
	click(t, ctx, "Back")
	reads(t, ctx, "Pick one moment")
	written := `document.querySelector("#words").value`
	if got := evaluate[string](t, ctx, written); got != planted {
		t.Errorf("after the button Back the box holds %q", got)
	}
	back(t, ctx)
	reads(t, ctx, "Name the way and its end")
	back(t, ctx)
	back(t, ctx)
	reads(t, ctx, "Pick one moment")
	if got := evaluate[string](t, ctx, written); got != planted {
		t.Errorf("after Back of the browser the box holds %q", got)
	}
	leave(t, ctx)
	goBackSeeing(t, ctx, 4, planted)
}

// TestAnExerciseWithoutScripts from its door to the journal, by buttons alone.
func TestAnExerciseWithoutScripts(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	do(t, ctx, withoutScripts(), chromedp.Navigate(p.url))
	click(t, ctx, "Ten quiet minutes")
	reads(t, ctx, "Find what may fit now")
	click(t, ctx, "Right now, when it is too much")
	click(t, ctx, "Five things you can see")
	reads(t, ctx, "When your head is somewhere else")
	click(t, ctx, "Begin")
	reads(t, ctx, "How far away from this room")
	fill(t, ctx, "Number", "70")
	click(t, ctx, "Go on")
	reads(t, ctx, "Both feet on the floor")
	click(t, ctx, "Go on")
	reads(t, ctx, "Five things around me")
	clickOn(t, ctx, `document.querySelector(".lines-to-fill input")`)
	do(t, ctx, chromedp.KeyEvent(planted))
	click(t, ctx, "Go on")
	reads(t, ctx, "There is no need to count.")
	if evaluate[bool](t, ctx, `Boolean(document.querySelector(".pace button"))`) {
		t.Fatal("a script has run, so this story proves nothing")
	}
	click(t, ctx, "Stop here")
	reads(t, ctx, "Even one thing that you saw")
	fill(t, ctx, "Number", "60")
	click(t, ctx, "Show both numbers")
	reads(t, ctx, "One time says little")
	click(t, ctx, "Keep what I wrote in my journal")
	reads(t, ctx, "What you wrote is not lost.")
	code := makePlace(t, ctx)
	click(t, ctx, "I have written it down")
	typeCode(t, ctx, code)
	reads(t, ctx, planted)
}
