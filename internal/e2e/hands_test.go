package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// reads waits until a person can read these words on the page.
func reads(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	until(t, ctx, "the page said: "+words, `document.readyState === "complete" && document.querySelector("main")?.innerText.includes(`+quoted(words)+`)`)
}

// click points at the button, link or choice of the page whose words begin so,
// and presses the mouse there. Unlike press it needs no script in the page.
func click(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	clickOn(t, ctx, `[...document.querySelectorAll("main button, main a, main summary, main label")].find(e => e.innerText.trim().startsWith(`+quoted(words)+`))`)
}

// clickOn presses the mouse on an element that a script finds. The place is
// asked for by script and not through the node tree: the driver knows no nodes
// of pages that come back alive, or that may run no scripts.
func clickOn(t *testing.T, ctx context.Context, element string) {
	t.Helper()
	until(t, ctx, "there was "+element, element)
	at := evaluate[[]float64](t, ctx, `(() => {
		const e = `+element+`;
		e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getClientRects()[0], x = r.x + r.width / 2, y = r.y + r.height / 2;
		return e.contains(document.elementFromPoint(x, y)) ? [x, y] : [];
	})()`)
	if len(at) == 0 {
		t.Fatalf("something lies over %s; the page says:\n%s", element, text(t, ctx))
	}
	do(t, ctx, chromedp.MouseClickXY(at[0], at[1]))
}

// fill types words into the field with this label, in place of what is there.
func fill(t *testing.T, ctx context.Context, label, words string) {
	t.Helper()
	field := `[...document.querySelectorAll("label")].find(l => l.innerText.startsWith(` + quoted(label) + `) && l.control)?.control`
	clickOn(t, ctx, field)
	evaluate[bool](t, ctx, field+`.select(), true`)
	do(t, ctx, chromedp.KeyEvent(words))
}

// inSight is everything that somebody before the screen can read just now: the
// name of the tab, the page, and what stands in its fields.
func inSight(t *testing.T, ctx context.Context) string {
	t.Helper()
	return evaluate[string](t, ctx, `[document.title, document.documentElement.innerText,
		...[...document.querySelectorAll("input, textarea")].filter(e => e.checkVisibility()).map(e => e.value)].join("\n")`)
}

// goBackSeeing presses Back again and again, and wants none of the words to come
// into sight, not for a moment either: a page that the browser has kept for
// Back is looked at until it has decided what to show.
func goBackSeeing(t *testing.T, ctx context.Context, times int, private ...string) {
	t.Helper()
	for n := range times {
		back(t, ctx)
		for settled := false; !settled; {
			settled = evaluate[bool](t, ctx, `document.readyState === "complete" && !document.documentElement.classList.contains("gone")`)
			sight := inSight(t, ctx)
			for _, words := range private {
				if strings.Contains(sight, words) {
					t.Fatalf("Back, pressed %d times, shows %q again:\n%s", n+1, words, sight)
				}
			}
		}
	}
}

// leave presses Leave with the mouse.
func leave(t *testing.T, ctx context.Context) {
	t.Helper()
	clickOn(t, ctx, `document.querySelector("[data-leave]")`)
	until(t, ctx, "the neutral page was there", `document.title === "Weather"`)
}
