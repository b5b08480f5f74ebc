package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestTheBackForwardCacheIsOn proves that the stories below can fail: two pages
// of another site, and Back brings the first one back alive. The browser may
// drop a page that it could have kept, so one that comes back is enough.
func TestTheBackForwardCacheIsOn(t *testing.T) {
	p := start(t)
	ctx := browse(t, desk)
	for range 8 {
		do(t, ctx, chromedp.Navigate(p.neutral+"/one"))
		evaluate[bool](t, ctx, `addEventListener("pageshow", e => { window.cameBack = e.persisted }), window.alive = true`)
		do(t, ctx, chromedp.Navigate(p.neutral+"/two"))
		evaluate[bool](t, ctx, `history.back(), true`)
		until(t, ctx, "the first page was back, alive or anew", `location.pathname === "/one" && (window.cameBack !== undefined || performance.getEntriesByType("navigation")[0].type === "back_forward")`)
		if evaluate[bool](t, ctx, `window.alive === true`) {
			until(t, ctx, "the page knew that it came back", `window.cameBack === true`)
			return
		}
	}
	t.Fatal("this browser does not keep pages for Back, so the stories about Leave prove nothing")
}

const planted = "the blue kettle by the window"

// TestBackAfterLeaveShowsNothing: somebody types a private draft, opens other
// pages, leaves, and another person presses Back again and again.
func TestBackAfterLeaveShowsNothing(t *testing.T) {
	for _, way := range []struct {
		name  string
		leave func(t *testing.T, p program) chromedp.Action[chromedp.Void]
	}{
		{"by the link", func(*testing.T, program) chromedp.Action[chromedp.Void] {
			return chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-leave]").click()`)
		}},
		{"by Shift three times", func(*testing.T, program) chromedp.Action[chromedp.Void] {
			return chromedp.Steps(shift(), shift(), shift())
		}},
		{"without JavaScript's help", func(_ *testing.T, p program) chromedp.Action[chromedp.Void] {
			return chromedp.Evaluate[chromedp.Void](`location.href = "/leave"`)
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			p := start(t)
			ctx := browse(t, phone)
			checkDraft(t, ctx, p, planted)
			do(t, ctx, chromedp.Navigate(p.url+"/about"), chromedp.Navigate(p.url+"/help"))

			do(t, ctx, way.leave(t, p))
			until(t, ctx, "the neutral page was there", `document.title === "Weather"`)
			for range 6 {
				back(t, ctx)
				if shown := evaluate[string](t, ctx, `document.documentElement.outerHTML + document.querySelector("textarea")?.value`); strings.Contains(shown, planted) {
					t.Fatalf("Back shows the draft again:\n%s", shown)
				}
			}
		})
	}
}

// checkDraft types a draft into the check page and sends the form.
func checkDraft(t *testing.T, ctx ctxt, p program, draft string) {
	t.Helper()
	do(t, ctx,
		chromedp.Navigate(p.url+"/check"),
		chromedp.SetValue("#purpose", "hurt"),
		chromedp.SendKeys("#text", draft),
		chromedp.Click("form[action^='/check'] button.button"),
		chromedp.Poll[chromedp.Void](`document.readyState === "complete" && document.querySelector("#result").innerText.trim() !== ""`),
	)
}
