// Package e2e tells stories in a real Chromium against the whole program.
//
// It needs AFTERWARDS_TEST_CHROMIUM, the path of the browser, and for
// accessibility AFTERWARDS_TEST_AXE, the path of axe.min.js; ./test sets both.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"afterwards/internal/app"
)

// program is a running program and everything that it logged.
type program struct {
	url     string
	data    string
	neutral string // where Leave goes
	log     *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// start runs the program on a free port until the test ends, for one person
// unless signups says otherwise. Leave goes to a neutral page of the test's own.
func start(t *testing.T, signups ...string) program {
	t.Helper()
	neutral := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!doctype html><title>Weather</title><p>Cloudy, with a little sun.")
	}))
	t.Cleanup(neutral.Close)
	p := program{data: filepath.Join(t.TempDir(), "data"), log: &lockedBuffer{}, neutral: neutral.URL}
	a, err := app.Open(t.Context(), app.Config{
		Listen: "127.0.0.1:0", Data: p.data, LeaveTo: neutral.URL, Signups: strings.Join(signups, ""),
	}, slog.New(slog.NewTextHandler(p.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() { done <- a.Run(ctx, func(url string) { ready <- url }) }()
	select {
	case p.url = <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// phone and desk are the two screens that every page is tried on.
var (
	phone = [2]int64{390, 844}
	desk  = [2]int64{1280, 800}
)

// browse opens a fresh browser profile. It leaves out the flags of test tools
// that change what a person would have: the back/forward cache above all stays.
func browse(t *testing.T, screen [2]int64, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	path := os.Getenv("AFTERWARDS_TEST_CHROMIUM")
	if path == "" {
		t.Skip("AFTERWARDS_TEST_CHROMIUM is not set: ./test sets it")
	}
	options := append([]chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck,
		chromedp.Headless, chromedp.DisableGPU, chromedp.IgnoreCertErrors,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-dev-shm-usage", true),
	}, more...)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	do(t, ctx, chromedp.EmulateViewport(screen[0], screen[1]), atNoon())
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// atNoon puts the browser where it is about noon now: the interview is another
// one at night.
func atNoon() chromedp.Action[chromedp.Void] {
	zone := fmt.Sprintf("Etc/GMT%+d", time.Now().UTC().Hour()-12) // the sign of these names is turned around
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: zone})
		return err
	})
}

// do runs browser steps and fails the test when one cannot be done.
func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// evaluate runs a script on the page and returns its value. A page that goes
// away while it is asked is asked again in its next form.
func evaluate[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	for {
		value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
		if err == nil {
			return value
		}
		if ctx.Err() != nil || !strings.Contains(err.Error(), "-32000") {
			t.Fatal(err)
		}
	}
}

// text returns what a person can read on the page.
func text(t *testing.T, ctx context.Context) string {
	t.Helper()
	return evaluate[string](t, ctx, `document.body ? document.body.innerText : ""`)
}

type ctxt = context.Context

// quoted is a string of JavaScript.
func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// shift presses and releases Shift alone.
func shift() chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent(kb.Shift)
}

// patience is how long a page may take to become what a story waits for, on a
// machine that is busy with other tests.
const patience = 40 * time.Second

// until waits for a script to become true on whatever page is there. Pages come
// and go meanwhile, so a question that a page could not answer is asked again.
func until(t *testing.T, ctx context.Context, what, script string) {
	t.Helper()
	wait, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		ok, err := chromedp.Run(wait, chromedp.Evaluate[bool](`Boolean(`+script+`)`))
		if ok {
			return
		}
		if wait.Err() != nil {
			t.Fatalf("waited in vain until %s (%v); the page says:\n%s", what, err, text(t, ctx))
		}
	}
}

// back presses Back and waits for the step to be over: either another page is
// there, or this was the first one.
func back(t *testing.T, ctx context.Context) {
	t.Helper()
	evaluate[bool](t, ctx, `window.here = true, history.back(), true`)
	until(t, ctx, "Back was done", `document.readyState === "complete" && (!window.here || performance.now() - (window.pressed ??= performance.now()) > 1500)`)
}
