package e2e

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// withoutScripts switches JavaScript off for every page that follows.
func withoutScripts() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
}

// TestADecisionADraftAndAJournalWithoutScripts presses the buttons that a
// browser without JavaScript has, then leaves, and presses Back.
func TestADecisionADraftAndAJournalWithoutScripts(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	do(t, ctx, withoutScripts(), chromedp.Navigate(p.url))

	click(t, ctx, "Should I contact them at all?")
	reads(t, ctx, "A few questions, one at a time.")
	if evaluate[string](t, ctx, `document.querySelector("[data-hour]").value`) != "" {
		t.Fatal("a script has run, so this story proves nothing")
	}
	click(t, ctx, "Begin")
	for _, step := range []struct{ asks, answer string }{
		{"thoughts of ending your life", "No"},
		{"afraid of your ex", "No"},
		{"hurt, threatened, forced or controlled", "No"},
	} {
		reads(t, ctx, step.asks)
		click(t, ctx, step.answer)
	}
	reads(t, ctx, "twist what happened")
	click(t, ctx, "Stop here and see the answer so far")
	reads(t, ctx, "What would change this answer")

	click(t, ctx, "Look at a draft with this answer in mind")
	reads(t, ctx, "Your answers led to this")
	evaluate[bool](t, ctx, `document.querySelector("#purpose").value = "hurt", true`)
	fill(t, ctx, "What do you want to say?", "You never cared about "+planted+".")
	click(t, ctx, "Look at it")
	reads(t, ctx, "What the marked places do")
	click(t, ctx, "Don’t mark this")
	click(t, ctx, "Only this place")
	reads(t, ctx, "Not marked, because you said so")
	click(t, ctx, "Mark it again")
	reads(t, ctx, "What the marked places do")
	reads(t, ctx, "Looked at by the server you opened.")

	click(t, ctx, "Keep it in my journal")
	reads(t, ctx, "What you wrote is not lost.")
	code := makePlace(t, ctx)
	reads(t, ctx, "What you wrote is kept.")
	click(t, ctx, "I have written it down")
	typeCode(t, ctx, code)
	reads(t, ctx, planted)

	leave(t, ctx)
	goBackSeeing(t, ctx, 6, planted, code[:9], "Your answers led to this")
	do(t, ctx, chromedp.Navigate(p.url+"/journal"))
	reads(t, ctx, "Open your place")
}
