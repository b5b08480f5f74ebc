package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestADraftIsReadWhileItIsTyped: no button is pressed, nothing goes anywhere
// but to this server, and the address and the log stay as they were.
func TestADraftIsReadWhileItIsTyped(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	do(t, ctx, chromedp.Navigate(p.url+"/check"), chromedp.SetValue("#purpose", "hurt"))
	evaluate[bool](t, ctx, `document.addEventListener("securitypolicyviolation", e => { window.violation = e.violatedDirective }), true`)

	do(t, ctx, chromedp.SendKeys("#text", "You never cared about "+planted+"."))
	until(t, ctx, "a sentence was marked", `document.querySelector("#result mark")`)
	do(t, ctx, chromedp.SendKeys("#text", " I want to kill myself."))
	until(t, ctx, "help came before any mark", `document.querySelector("#result a[href='/help']") && !document.querySelector("#result mark")`)

	if got := evaluate[string](t, ctx, `document.querySelector("#text").value`); !strings.HasSuffix(got, "kill myself.") {
		t.Errorf("the box lost what was typed: %q", got)
	}
	if got := evaluate[string](t, ctx, `window.violation || ""`); got != "" {
		t.Errorf("the page broke its own policy: %s", got)
	}
	for asked := range strings.SplitSeq(evaluate[string](t, ctx, `performance.getEntriesByType("resource").map(e => e.name).join(" ")`), " ") {
		if !strings.HasPrefix(asked, p.url+"/") || strings.Contains(asked, "kettle") {
			t.Errorf("the page asked for %s", asked)
		}
	}
	if got := evaluate[string](t, ctx, `location.href`); got != p.url+"/check" {
		t.Errorf("the address is %s", got)
	}
	if strings.Contains(p.log.String(), "kettle") {
		t.Error("the draft is in the log")
	}
}

// TestTheNoteOfAMarkIsAPlaceOfThePage: going there and back keeps the draft.
func TestTheNoteOfAMarkIsAPlaceOfThePage(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	do(t, ctx, chromedp.Navigate(p.url+"/check"), chromedp.SetValue("#purpose", "hurt"), chromedp.SendKeys("#text", "You never cared about "+planted+"."))
	until(t, ctx, "a sentence was marked", `document.querySelector("#result mark")`)
	evaluate[bool](t, ctx, `window.same = true`)
	clickOn(t, ctx, `document.querySelector(".note-link")`)
	until(t, ctx, "the note was there", `location.hash === "#note-1"`)
	evaluate[bool](t, ctx, `history.back(), true`)
	until(t, ctx, "the page was back", `location.hash === ""`)
	if got := evaluate[string](t, ctx, `document.querySelector("#text").value + window.same`); !strings.Contains(got, planted) || !strings.HasSuffix(got, "true") {
		t.Errorf("the box says %q", got)
	}
}

// TestHelpAndBackKeepTheDraft: opening Help in the middle of writing loses
// nothing, typed or marked.
func TestHelpAndBackKeepTheDraft(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	checkDraft(t, ctx, p, planted)
	do(t, ctx, chromedp.SendKeys("#text", "One line more. "), chromedp.Click("a.help"))
	until(t, ctx, "Help was open", `location.pathname === "/help" && document.querySelector("#country")`)
	evaluate[bool](t, ctx, `history.back(), true`)
	until(t, ctx, "the draft was back", `["One line more.", "kettle"].every(w => document.querySelector("#text")?.value.includes(w))`)
}

// TestLeaveTakesTheOtherTabsAlong: a draft in one tab goes when Leave is
// pressed in another.
func TestLeaveTakesTheOtherTabsAlong(t *testing.T) {
	p := start(t)
	ctx := browse(t, desk)
	checkDraft(t, ctx, p, planted)
	other, cancel := chromedp.NewContext(ctx)
	defer cancel()
	do(t, other, chromedp.Navigate(p.url+"/about"))
	evaluate[bool](t, other, `document.querySelector("[data-leave]").click(), true`)
	until(t, other, "this tab had left", `document.title === "Weather"`)
	until(t, ctx, "the other tab had left", `document.title === "Weather"`)
}

// TestADismissalHoldsWhileTheDraftIsWritten: what was dismissed stays so with
// every key, comes back with the button, and is nowhere but in the page.
func TestADismissalHoldsWhileTheDraftIsWritten(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	do(t, ctx, chromedp.Navigate(p.url+"/check"), chromedp.SetValue("#purpose", "hurt"))
	do(t, ctx, chromedp.SendKeys("#text", "You never cared about "+planted+"."))
	until(t, ctx, "a sentence was marked", `document.querySelector("#result mark")`)
	click(t, ctx, "Don’t mark this")
	click(t, ctx, "Whatever here blames or mocks")
	reads(t, ctx, "Not marked, because you said so")
	if evaluate[bool](t, ctx, `Boolean(document.querySelector("#result mark"))`) {
		t.Error("it is still marked")
	}

	evaluate[bool](t, ctx, `(() => { const e = document.querySelector("#text"); e.focus(); e.setSelectionRange(e.value.length, e.value.length); return true })()`)
	do(t, ctx, chromedp.KeyEvent(" I'm sorry if you felt hurt."))
	until(t, ctx, "what was typed was marked, and nothing else", `[...document.querySelectorAll("#result mark")].map(m => m.innerText).join() && !document.querySelector("#result mark").innerText.includes("never")`)
	reads(t, ctx, "Not marked, because you said so")
	click(t, ctx, "Mark it again")
	until(t, ctx, "it was marked again", `[...document.querySelectorAll("#result mark")].some(m => m.innerText.includes("never"))`)
	if got := evaluate[string](t, ctx, `document.querySelector("#text").value`); !strings.HasSuffix(got, "felt hurt.") {
		t.Errorf("the box lost what was typed: %q", got)
	}
	if got := evaluate[string](t, ctx, `location.href`); !strings.HasPrefix(got, p.url+"/check") || strings.Contains(got, "blame") {
		t.Errorf("the address is %s", got)
	}
}
