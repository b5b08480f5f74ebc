package e2e

import (
	"context"
	"fmt"
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
// and presses the mouse. Unlike press it needs no script in the page.
func click(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	do(t, ctx, chromedp.Click(fmt.Sprintf(`//main//*[self::button or self::a or self::label or self::summary][starts-with(normalize-space(.), %q)]`, words)))
}

// labelled is the selector of the field with this label.
func labelled(t *testing.T, ctx context.Context, label string) string {
	t.Helper()
	until(t, ctx, "there was a field for: "+label, `[...document.querySelectorAll("label")].some(l => l.innerText.startsWith(`+quoted(label)+`) && l.control)`)
	return "#" + evaluate[string](t, ctx, `[...document.querySelectorAll("label")].find(l => l.innerText.startsWith(`+quoted(label)+`) && l.control).control.id`)
}

// fill types words into the field with this label.
func fill(t *testing.T, ctx context.Context, label, words string) {
	t.Helper()
	do(t, ctx, chromedp.SendKeys(labelled(t, ctx, label), words))
}

// refill is fill for a field that has something in it.
func refill(t *testing.T, ctx context.Context, label, words string) {
	t.Helper()
	field := labelled(t, ctx, label)
	do(t, ctx, chromedp.Clear(field), chromedp.SendKeys(field, words))
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
