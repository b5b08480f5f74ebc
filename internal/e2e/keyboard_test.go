package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTo presses Tab until the focus is on an element, and wants every stop on
// the way to be in sight: inside the bar, or below it and above the lower edge.
func tabTo(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	for range 60 {
		do(t, ctx, chromedp.KeyEvent(kb.Tab))
		if hidden := evaluate[string](t, ctx, `(() => {
			const e = document.activeElement, r = e.getBoundingClientRect(), bar = document.querySelector(".bar");
			if (e === document.body || bar.contains(e) || r.bottom > bar.getBoundingClientRect().bottom && r.top < innerHeight) return "";
			return e.outerHTML;
		})()`); hidden != "" {
			t.Fatalf("the focus is out of sight on %s", hidden)
		}
		if evaluate[bool](t, ctx, `document.activeElement.matches(`+quoted(selector)+`)`) {
			return
		}
	}
	t.Fatalf("Tab does not reach %s; the page says:\n%s", selector, text(t, ctx))
}

// TestAnInterviewByKeyboardAlone answers, goes back with the browser's own Back,
// and reads the answer, without touching anything but keys.
func TestAnInterviewByKeyboardAlone(t *testing.T) {
	p := start(t)
	ctx := browse(t, phone)
	asks := func(words string) {
		t.Helper()
		until(t, ctx, "the page asked: "+words, `document.querySelector("h1")?.innerText.includes(`+quoted(words)+`)`)
	}
	choose := func(selector, key string) {
		t.Helper()
		tabTo(t, ctx, selector)
		do(t, ctx, chromedp.KeyEvent(key))
	}
	do(t, ctx, chromedp.Navigate(p.url+"/decide"), chromedp.KeyEvent(kb.Tab))
	if !evaluate[bool](t, ctx, `document.activeElement.matches("[data-leave]")`) {
		t.Error("Leave is not the first stop of the keyboard")
	}
	choose("main form button", kb.Enter)
	asks("thoughts of ending your life")
	choose("button[value=no]", kb.Enter)
	asks("afraid of your ex")
	choose("button[value=false]", " ")
	asks("hurt, threatened, forced or controlled")

	evaluate[bool](t, ctx, `history.back(), true`)
	asks("afraid of your ex")
	evaluate[bool](t, ctx, `history.forward(), true`)
	asks("hurt, threatened, forced or controlled")

	choose("button[value=none]", kb.Enter)
	asks("twist what happened")
	choose("button[value=no]", kb.Enter)
	asks("court order")
	choose("button[value=none]", kb.Enter)
	asks("any of these things")
	choose("input[value=repeated_contact]", " ")
	choose("main button.button", kb.Enter)
	asks("blocked you")
	choose("button[name=end]", kb.Enter)
	asks("Leave it.")
	if got := evaluate[string](t, ctx, `location.href`); got != p.url+"/decide" {
		t.Errorf("the address says more than where one is: %s", got)
	}
	if strings.Contains(p.log.String(), "repeated_contact") {
		t.Error("an answer is in the log")
	}
}
