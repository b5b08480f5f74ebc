package e2e

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// keptOnDevice waits until the service worker has put away what it keeps.
func keptOnDevice(t *testing.T, ctx context.Context) {
	t.Helper()
	evaluate[bool](t, ctx, `(async () => {
		const worker = (await navigator.serviceWorker.ready).active;
		while (worker.state !== "activated") await new Promise(r => worker.addEventListener("statechange", r, { once: true }));
		return true;
	})()`)
}

// TestOneVisitIsEnoughForABadConnection: after one visit the program goes away,
// and a draft is checked and help found all the same.
func TestOneVisitIsEnoughForABadConnection(t *testing.T) {
	line := overhear(t, start(t))
	ctx := browse(t, phone)
	do(t, ctx, chromedp.Navigate(line.url+"/"))
	keptOnDevice(t, ctx)
	line.cut()

	do(t, ctx, chromedp.Navigate(line.url+"/check"))
	onDevice(t, ctx)
	do(t, ctx, chromedp.SetValue("#purpose", "hurt"), chromedp.SendKeys("#text", "You never cared about "+planted+"."))
	until(t, ctx, "a sentence was marked", `document.querySelector("#result mark")`)

	do(t, ctx, chromedp.Click("a.help"))
	until(t, ctx, "Help was open", `location.pathname === "/help" && document.querySelector("#country")`)
	evaluate[bool](t, ctx, `document.querySelector("#country").value = "gb", true`)
	click(t, ctx, "Show")
	reads(t, ctx, "United Kingdom")
	until(t, ctx, "the numbers were there", `location.pathname === "/help/gb" && document.querySelector("main a[href='tel:116123']")`)
	reads(t, ctx, "Looked up on ")

	clickOn(t, ctx, `document.querySelector("a.brand")`)
	reads(t, ctx, "This page cannot be reached")
	for range 3 {
		evaluate[bool](t, ctx, `history.back(), true`)
	}
	until(t, ctx, "the draft was back", `document.querySelector("#text")?.value.includes("kettle")`)

	do(t, ctx, chromedp.Navigate(line.url+"/decide"))
	reads(t, ctx, "This page cannot be reached")
	do(t, ctx, chromedp.Navigate(line.url+"/urge"))
	reads(t, ctx, "Ten minutes first")
	click(t, ctx, "Begin the time")
	do(t, ctx, chromedp.Navigate(line.url+"/help/de"))
	reads(t, ctx, "Germany")
}

// share hands words to the installed app as the system does: as a form.
func share(t *testing.T, ctx context.Context, words string) {
	t.Helper()
	evaluate[bool](t, ctx, `(() => {
		const form = document.createElement("form");
		form.method = "POST";
		form.action = "/check/shared";
		const field = document.createElement("input");
		field.name = "text";
		field.value = `+quoted(words)+`;
		form.append(field);
		document.body.append(form);
		setTimeout(() => form.submit(), 0);
		return true;
	})()`)
}

// TestWordsSharedFromAMessengerStayOnTheDevice shares words to the app, looks at
// them, leaves, and goes back.
func TestWordsSharedFromAMessengerStayOnTheDevice(t *testing.T) {
	p := start(t)
	line := overhear(t, p)
	ctx := browse(t, phone)
	do(t, ctx, chromedp.Navigate(line.url+"/about"))
	keptOnDevice(t, ctx)
	share(t, ctx, "You never cared about kettlebrook.")
	until(t, ctx, "the words were in the box", `location.pathname === "/check" && document.querySelector("#text")?.value === "You never cared about kettlebrook."`)
	if got := evaluate[string](t, ctx, `location.href + document.activeElement.id`); got != line.url+"/checkpurpose" {
		t.Errorf("the page is %s", got)
	}
	onDevice(t, ctx)
	do(t, ctx, chromedp.SetValue("#purpose", "hurt"), chromedp.SendKeys("#text", " Never."))
	until(t, ctx, "a sentence was marked", `document.querySelector("#result mark")`)
	evaluate[bool](t, ctx, `location.reload(), true`)
	until(t, ctx, "the page was new", `document.readyState === "complete" && document.querySelector("#text")?.value === ""`)
	for _, r := range line.requests("kettlebrook") {
		t.Errorf("the shared words went out:\n%s", r)
	}

	share(t, ctx, "I miss lanternford.")
	until(t, ctx, "the words were in the box", `document.querySelector("#text")?.value === "I miss lanternford."`)
	leave(t, ctx)
	goBackSeeing(t, ctx, 6, "kettlebrook", "lanternford")
}

// TestLeaveTakesWhatIsKeptForBadConnections: afterwards this device has neither
// the pages nor the service worker, and words that are shared then are neither
// read nor shown by the server.
func TestLeaveTakesWhatIsKeptForBadConnections(t *testing.T) {
	p := start(t)
	line := overhear(t, p)
	ctx := browse(t, phone)
	// After a first Leave pages carry the number of a visit.
	do(t, ctx, chromedp.Navigate(line.url+"/leave"), chromedp.Navigate(line.url+"/check"))
	if !evaluate[bool](t, ctx, `Boolean(document.documentElement.dataset.visit)`) {
		t.Fatal("this is no visit, so the pages that are kept could not show one")
	}
	keptOnDevice(t, ctx)
	onDevice(t, ctx)
	do(t, ctx, chromedp.SetValue("#purpose", "hurt"), chromedp.SendKeys("#text", "You never cared about kettlebrook."))
	until(t, ctx, "a sentence was marked", `document.querySelector("#result mark")`)
	if got := evaluate[int64](t, ctx, `(async () => { let n = 0; for (const name of await caches.keys()) n += (await (await caches.open(name)).keys()).length; return n })()`); got < 40 {
		t.Fatalf("only %d addresses are kept", got)
	}
	const private = `(async () => { for (const name of await caches.keys()) for (const r of await (await caches.open(name)).matchAll())
		if (/kettlebrook|data-visit/.test(await r.text())) return r.url; return "" })()`
	if got := evaluate[string](t, ctx, private); got != "" {
		t.Errorf("something of this visit is kept: %s", got)
	}
	leave(t, ctx)

	do(t, ctx, chromedp.Navigate(line.url+"/api/openapi.json")) // a page that keeps nothing
	left := evaluate[[]string](t, ctx, `(async () => [...await caches.keys(), ...(await navigator.serviceWorker.getRegistrations()).map(r => r.scope)])()`)
	if len(left) > 0 {
		t.Errorf("after Leave there is still: %q", left)
	}
	share(t, ctx, "I miss lanternford.")
	reads(t, ctx, "They were neither read nor kept.")
	if strings.Contains(inSight(t, ctx)+p.log.String(), "lanternford") {
		t.Error("the shared words are on the page or in the log")
	}
	back(t, ctx)
	if strings.Contains(inSight(t, ctx), "lanternford") {
		t.Error("Back shows the shared words")
	}
}

// TestANewVersionTakesTheOldOnesPlace: a browser that kept one version keeps
// only the next one once it has met it.
func TestANewVersionTakesTheOldOnesPlace(t *testing.T) {
	line := overhear(t, start(t))
	ctx := browse(t, phone)
	do(t, ctx, chromedp.Navigate(line.url+"/check"))
	keptOnDevice(t, ctx)
	old := evaluate[[]string](t, ctx, `caches.keys()`)
	line.rewrite(func(path string, answer *http.Response) error {
		if path != "/service-worker.js" {
			return nil
		}
		raw, err := io.ReadAll(answer.Body)
		raw = regexp.MustCompile(`const version = "[0-9a-f]+"`).ReplaceAll(raw, []byte(`const version = "next"`))
		answer.Body = io.NopCloser(bytes.NewReader(raw))
		answer.Header.Set("Content-Length", strconv.Itoa(len(raw)))
		return err
	})
	do(t, ctx, chromedp.Navigate(line.url+"/help"))
	evaluate[bool](t, ctx, `(async () => {
		while ((await caches.keys()).join() !== "afterwards-next") await new Promise(r => setTimeout(r, 20));
		return true;
	})()`)
	if len(old) != 1 || old[0] == "afterwards-next" {
		t.Errorf("the old version kept %q", old)
	}
	line.cut()
	do(t, ctx, chromedp.Navigate(line.url+"/check"))
	onDevice(t, ctx)
}
