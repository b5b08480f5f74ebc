package e2e

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// onDevice waits until the page says that it looks at words itself.
func onDevice(t *testing.T, ctx context.Context) {
	t.Helper()
	until(t, ctx, "the checker ran on this device", `document.querySelector("[data-looks=device]")?.checkVisibility()`)
}

// TestWordsTypedIntoTheCheckPageStayOnTheDevice types a draft from the first
// moment on, presses the button, and listens to all that the browser sends.
func TestWordsTypedIntoTheCheckPageStayOnTheDevice(t *testing.T) {
	p := start(t)
	line := overhear(t, p)
	ctx := browse(t, phone)
	do(t, ctx, chromedp.Navigate(line.url+"/check"))
	evaluate[bool](t, ctx, `document.addEventListener("securitypolicyviolation", e => { window.violation = e.violatedDirective }), true`)

	do(t, ctx, chromedp.SetValue("#purpose", "hurt"), chromedp.SendKeys("#text", "You never cared about kettlebrook."))
	until(t, ctx, "a sentence was marked", `document.querySelector("#result mark")`)
	onDevice(t, ctx)
	reads(t, ctx, "Your words stay on this device.")
	do(t, ctx, chromedp.SendKeys("#text", " I miss lanternford so much."))
	until(t, ctx, "the next one was too", `document.querySelector("#result").innerText.includes("lanternford")`)
	click(t, ctx, "Look at it")
	until(t, ctx, "the answer had the focus", `document.activeElement.id === "result"`)
	reads(t, ctx, "Looked at on this device.")
	do(t, ctx, chromedp.SendKeys("#text", " I want to kill myself."))
	until(t, ctx, "help came before any mark", `document.querySelector("#result a[href='/help']") && !document.querySelector("#result mark")`)
	if got := evaluate[string](t, ctx, `document.querySelector("[data-live-status]").textContent`); got == "" {
		t.Error("somebody who hears the page is told nothing")
	}

	if len(line.requests("GET /static/checker.")) < 2 {
		t.Error("the checker was not fetched, so this proves nothing")
	}
	for _, words := range []string{"kettlebrook", "lanternford", "kill myself", "POST /check"} {
		for _, r := range line.requests(words) {
			t.Errorf("%q went out:\n%s", words, r)
		}
		if strings.Contains(p.log.String(), words) {
			t.Errorf("%q is in the log", words)
		}
	}
	if got := evaluate[string](t, ctx, `window.violation || ""`); got != "" {
		t.Errorf("the page broke its own policy: %s", got)
	}
}

// TestChoicesAboutMarksLeaveTheDraftOnTheDevice: what holds for one draft stays
// in the page; what holds for all drafts is kept, and the draft does not go along.
func TestChoicesAboutMarksLeaveTheDraftOnTheDevice(t *testing.T) {
	const words = "You never cared about kettlebrook. I miss lanternford so much."
	const marked = `document.querySelector("#result mark")`
	p := start(t)
	line := overhear(t, p)
	ctx := browse(t, phone)
	write := func() {
		t.Helper()
		do(t, ctx, chromedp.Navigate(line.url+"/check"), chromedp.SetValue("#purpose", "hurt"))
		onDevice(t, ctx)
		do(t, ctx, chromedp.SendKeys("#text", words))
		until(t, ctx, "the words were looked at", `document.querySelector("#result .draft")?.innerText.includes("much.")`)
	}

	write()
	click(t, ctx, "Don’t mark this")
	click(t, ctx, "Only this place")
	reads(t, ctx, "Not marked, because you said so")
	click(t, ctx, "Mark it again")
	until(t, ctx, "it was marked again", marked)
	if got := line.requests("POST /check"); len(got) > 0 {
		t.Errorf("a choice about this draft went out:\n%s", got[0])
	}

	there := p
	there.url = line.url
	moveIn(t, ctx, there)
	write()
	line.rewrite(func(path string, answer *http.Response) error {
		if path == "/check/live" {
			answer.StatusCode = http.StatusBadGateway
		}
		return nil
	})
	click(t, ctx, "Don’t mark this")
	click(t, ctx, "Whatever blames or mocks, in all my drafts")
	until(t, ctx, "the page said that the server was not reached", `document.querySelector("#draft [data-offline]").checkVisibility()`)
	line.rewrite(nil)
	click(t, ctx, "Whatever blames or mocks, in all my drafts")
	reads(t, ctx, "in all your drafts")
	until(t, ctx, "the page took back what it said", `!document.querySelector("#draft [data-offline]").checkVisibility()`)

	write()
	reads(t, ctx, "in all your drafts")
	if evaluate[bool](t, ctx, `[...document.querySelectorAll("#result mark")].some(m => m.innerText.includes("never"))`) {
		t.Error("what was dismissed in all drafts is marked in the next one")
	}
	click(t, ctx, "Mark it again")
	until(t, ctx, "it was marked again", `[...document.querySelectorAll("#result mark")].some(m => m.innerText.includes("never"))`)

	if len(line.requests("act:blame")) < 2 {
		t.Error("no choice was kept, so this proves nothing")
	}
	for _, word := range []string{"kettlebrook", "lanternford"} {
		for _, r := range line.requests(word) {
			t.Errorf("%q went out:\n%s", word, r)
		}
	}
}

// TestTheDeviceShowsWhatTheServerShows looks at whole drafts here and there, and
// wants the same page but for the words that say who looked.
func TestTheDeviceShowsWhatTheServerShows(t *testing.T) {
	texts := []string{
		"", " \n ", "Hi.", "You never cared. I want to kill myself.", "<b>You</b> never cared & \"you\" know it </p>.",
		"Can we talk?\nYou always ruin everything.\r\nI lied, and that was wrong of me. 😭😭 I miss yo\u0301u\x00 so much", "ok 😀 sorry if u r hurt", strings.Repeat("I am sorry. ", 9000),
	}
	drafts, err := filepath.Glob("../../draft/testdata/*.txt")
	if err != nil || len(drafts) == 0 {
		t.Fatalf("there are no drafts: %v", err)
	}
	for _, file := range drafts {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(string(raw), "\n")
		texts = append(texts, text)
	}
	p := start(t)
	ctx := browse(t, desk)
	check := func(t *testing.T, purposes ...string) {
		onDevice(t, ctx)
		for _, text := range texts {
			for _, purpose := range purposes {
				differs := evaluate[string](t, ctx, `(async () => {
					const form = document.querySelector("form[data-checker]");
					form.elements.text.value = `+quoted(text)+`;
					form.elements.purpose.value = `+quoted(purpose)+`;
					const part = document.querySelector("#result");
					part.replaceChildren(...part.querySelectorAll("input[name=dismissed]"));
					form.requestSubmit(form.querySelector("button.button"));
					while (![...part.children].some(e => e.type !== "hidden")) await new Promise(r => setTimeout(r, 5));
					const server = await new Promise((resolve, reject) => {
						const request = new XMLHttpRequest();
						request.open("POST", "/check/live");
						request.responseType = "document";
						request.onload = () => resolve(request.response.getElementById("result"));
						request.onerror = reject;
						request.send(new URLSearchParams(new FormData(form)));
					});
					const plain = e => e.innerHTML.replace(/>\s+/g, ">").replace(/\s+</g, "<").trim();
					const here = plain(part), there = plain(server).replace("Looked at by the server you opened.", "Looked at on this device.");
					return here === there ? "" : "here:\n" + here + "\nthere:\n" + there;
				})()`)
				if differs != "" {
					t.Fatalf("%s, %.60q looks different\n%s", purpose, text, differs)
				}
			}
		}
	}
	t.Run("alone", func(t *testing.T) {
		do(t, ctx, chromedp.Navigate(p.url+"/check"))
		check(t, "hurt", "talk", "logistics", "unsent", "")
	})
	t.Run("with choices not to mark something", func(t *testing.T) {
		do(t, ctx, chromedp.Navigate(p.url+"/check"))
		evaluate[bool](t, ctx, `["act:blame", "phrase:I am sorry", "phrase:if u r <b>hurt", "act:guilt"].every(value =>
			document.querySelector("#result").append(Object.assign(document.createElement("input"), { type: "hidden", name: "dismissed", value })) || true) &&
			[...document.querySelectorAll("#result input")].every(e => { e.setAttribute("form", "draft"); e.setAttribute("value", e.value); return true })`)
		check(t, "hurt")
		reads(t, ctx, "Not marked, because you said so")
	})
	t.Run("with a decision that says stop", func(t *testing.T) {
		answer(t, ctx, p, blocked)
		until(t, ctx, "the decision was there", `document.querySelector(".verdict")`)
		press(t, ctx, "Look at a draft with this answer in mind")
		until(t, ctx, "the check page was there", `document.querySelector("form[data-checker]")`)
		check(t, "hurt")
		if !evaluate[bool](t, ctx, `document.querySelector("form[data-checker]").hasAttribute("data-closed")`) {
			t.Error("the decision does not say stop, so this proves nothing")
		}
	})
}

// TestWhereTheDeviceCannotTheServerLooksAndSaysSo: a browser without
// WebAssembly gets what it always got; where the program cannot be fetched, the
// server looks only when it is asked to.
func TestWhereTheDeviceCannotTheServerLooksAndSaysSo(t *testing.T) {
	t.Run("without WebAssembly", func(t *testing.T) {
		p := start(t)
		line := overhear(t, p)
		ctx := browse(t, phone)
		do(t, ctx, before(`delete window.WebAssembly`), chromedp.Navigate(line.url+"/check"), chromedp.SetValue("#purpose", "hurt"))
		reads(t, ctx, "Your words go to this server")
		do(t, ctx, chromedp.SendKeys("#text", "You never cared about kettlebrook."))
		until(t, ctx, "a sentence was marked", `document.querySelector("#result mark")`)
		reads(t, ctx, "Looked at by the server you opened.")
		if len(line.requests("kettlebrook")) == 0 {
			t.Error("the server saw nothing, so the page does not tell the truth")
		}
	})
	t.Run("when the program does not arrive", func(t *testing.T) {
		p := start(t)
		line := overhear(t, p)
		line.rewrite(func(path string, answer *http.Response) error {
			if strings.HasSuffix(path, ".wasm") {
				answer.StatusCode = http.StatusBadGateway
			}
			return nil
		})
		ctx := browse(t, phone)
		do(t, ctx, chromedp.Navigate(line.url+"/check"), chromedp.SetValue("#purpose", "hurt"), chromedp.SendKeys("#text", "You never cared about kettlebrook."))
		until(t, ctx, "the page said so", `document.querySelector("[data-looks=button]").checkVisibility()`)
		do(t, ctx, chromedp.SendKeys("#text", " Never."))
		if got := line.requests("kettlebrook"); len(got) > 0 {
			t.Errorf("nobody pressed the button, and the words went out:\n%s", got[0])
		}
		click(t, ctx, "Look at it")
		reads(t, ctx, "Looked at by the server you opened.")
	})
}

// before runs a script in every page before its own.
func before(script string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	})
}
