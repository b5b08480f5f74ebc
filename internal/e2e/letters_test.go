package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// afraid is somebody for whom every letter stays with them.
var afraid = map[string]any{"crisis": "no", "ex_crisis": false, "fear": true}

// beginLetter goes from the front page through the questions before a kind of
// letter, answers those that the story has, and stops at the first other one.
func beginLetter(t *testing.T, ctx context.Context, p program, kind string, answers map[string]any) {
	t.Helper()
	do(t, ctx, chromedp.Navigate(p.url))
	click(t, ctx, "I have something to say")
	reads(t, ctx, "Most letters never leave the drawer")
	click(t, ctx, kind)
	reads(t, ctx, "What it cannot do")
	click(t, ctx, "Answer a few questions first")
	walk(t, ctx, answers)
	click(t, ctx, "Stop here: this one stays with me")
	reads(t, ctx, "This one stays with you.")
}

// TestALetterOnAPhone is somebody who is afraid of an ex and has something to say
// all the same: it is written for nobody else, looked at, put away, read, and
// let go. Nothing on the way offers to send it.
func TestALetterOnAPhone(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(map[bool]string{true: "with scripts", false: "without"}[scripts], func(t *testing.T) {
			p := start(t)
			ctx := browse(t, phone)
			if !scripts {
				do(t, ctx, withoutScripts())
			}
			beginLetter(t, ctx, p, "Getting it off my chest", afraid)
			reads(t, ctx, "There is help for this")
			click(t, ctx, "Write it for myself, and keep it")
			reads(t, ctx, "What you wrote is not lost.")
			code := makePlace(t, ctx)
			click(t, ctx, "I have written it down")
			typeCode(t, ctx, code)
			reads(t, ctx, "Nothing is written yet.")

			click(t, ctx, "Begin to write")
			fill(t, ctx, "Which one or two things still hurt?", "You never cared about "+planted+".")
			click(t, ctx, "Look at it")
			reads(t, ctx, "This sentence blames")
			click(t, ctx, "Next part")
			reads(t, ctx, "How was that for you")
			click(t, ctx, "See the whole letter")
			reads(t, ctx, planted)
			reads(t, ctx, "says: leave it, by any way")

			click(t, ctx, "Put it away")
			reads(t, ctx, "For how long?")
			fill(t, ctx, "Why you put it away", "It is late.")
			click(t, ctx, "Put it away")
			reads(t, ctx, "Because, in your words:")
			reads(t, ctx, "It is late.")
			if strings.Contains(text(t, ctx), "End this before its time") {
				t.Error("it can be taken out although something says stop")
			}
			click(t, ctx, "Read it again")
			reads(t, ctx, "Then say how things are today.")
			click(t, ctx, "That is how it is")
			until(t, ctx, "the page asked on, or was done", `document.querySelector("main").innerText.match(/A few more questions|You have read it again/)`)

			do(t, ctx, chromedp.Navigate(p.url+"/kept-letters"))
			reads(t, ctx, "Put away until")
			click(t, ctx, "Getting it off my chest")
			reads(t, ctx, planted)
			click(t, ctx, "Let it go")
			reads(t, ctx, "You can read it once more.")
			click(t, ctx, "Let it go")
			reads(t, ctx, "It is let go")
			reads(t, ctx, planted) // its last words, once
			click(t, ctx, "Your letters")
			reads(t, ctx, "Let go")
			if strings.Contains(inSight(t, ctx), planted) {
				t.Error("the words are still here")
			}
			leave(t, ctx)
			goBackSeeing(t, ctx, 6, planted)
		})
	}
}
