package e2e

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "take the pictures of the README anew")

// maxPicture is what a picture of the README may weigh, in bytes.
const maxPicture = 150 << 10

// TestPicturesOfTheReadme takes the pictures in docs/img: what a person has in
// sight on a phone, by day. It runs when asked:
//
//	go test ./internal/e2e -run TestPicturesOfTheReadme -update
func TestPicturesOfTheReadme(t *testing.T) {
	if !*update {
		t.Skip("pictures are taken with -update only")
	}
	p := start(t)
	ctx := browse(t, phone)
	do(t, ctx, scheming("light"), chromedp.EmulateViewport(phone[0], phone[1], chromedp.EmulateScale(1.5)))
	for _, place := range []place{
		{"home", at("/")},
		{"question", func(t *testing.T, ctx context.Context, p program) {
			answer(t, ctx, p, map[string]any{"crisis": "no", "fear": false})
			until(t, ctx, "the next question was asked", `document.querySelector("input[name=q]")?.value === "abuse"`)
		}},
		{"check", func(t *testing.T, ctx context.Context, p program) {
			checkDraft(t, ctx, p, "I was hurt when you left without a word. You never cared about us. Please answer me tonight.")
			evaluate[bool](t, ctx, `document.querySelector("#result").scrollIntoView({behavior: "instant"}), document.activeElement.blur(), true`)
		}},
		{"help", at("/help/gb")},
	} {
		place.go_(t, ctx, p)
		settle(t, ctx)
		raw, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if len(raw) > maxPicture {
			t.Errorf("the picture of %s weighs %d bytes, and may %d", place.name, len(raw), maxPicture)
		}
		if err := os.WriteFile(filepath.Join("..", "..", "docs", "img", place.name+"-phone.png"), raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
