package web

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jba/templatecheck"
)

func TestEveryTemplateFitsItsPage(t *testing.T) {
	h, err := newSite(Options{Adviser: mustAdviser(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if err := templatecheck.CheckHTML(h.views[p.template()], p); err != nil {
			t.Errorf("%s: %v", p.template(), err)
		}
	}
}

var (
	inlineHandler = regexp.MustCompile(`<[^>]*\son[a-z]+=`)
	addresses     = regexp.MustCompile(`(?:href|src|action|formaction)="([^"]*)"`)
)

// The policy of every answer, and that of the worker that looks at drafts in the
// browser. They are written out here a second time so that nobody loosens one
// without noticing.
const (
	pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types checker offline"
	workerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; " +
		"require-trusted-types-for 'script'; trusted-types 'none'"
)

// guarded checks the headers that every answer must carry, whatever it is.
func guarded(t *testing.T, what string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Embedder-Policy": "require-corp",
		"Cross-Origin-Resource-Policy": "same-origin",
		"X-Frame-Options":              "DENY",
	} {
		if got := h.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s is %q, want %q", what, name, got, want)
		}
	}
	policy := pagePolicy
	if strings.HasPrefix(h.Get("Content-Type"), "text/javascript") && strings.Contains(what, "/static/checker.") {
		policy = workerPolicy
	}
	if got := h.Values("Content-Security-Policy"); !slices.Equal(got, []string{policy}) {
		t.Errorf("%s: Content-Security-Policy is %q, want %q", what, got, policy)
	}
	for _, feature := range []string{"camera=()", "microphone=()", "geolocation=()", "idle-detection=()"} {
		if !strings.Contains(h.Get("Permissions-Policy"), feature) {
			t.Errorf("%s: Permissions-Policy lacks %s", what, feature)
		}
	}
}

// TestEveryAnswerIsGuarded asks for every address with every method, and with
// forms that are fine, empty, damaged, too long and from elsewhere.
func TestEveryAnswerIsGuarded(t *testing.T) {
	b := open(t)
	b.client.Jar = nil // each request stands alone
	h, err := newSite(Options{Adviser: mustAdviser(t)})
	if err != nil {
		t.Fatal(err)
	}
	paths := map[string]bool{"/nothing-here": true, "/static/": true, "/static/afterwards.css": true}
	for _, r := range h.routes() {
		paths[samplePath(r.path)] = true
	}
	assets := map[string]bool{}
	for _, a := range h.assets {
		paths[a.URL], assets[a.URL] = true, true
	}
	forms := map[string]url.Values{
		"no form":     nil,
		"empty form":  {},
		"odd form":    {"a": {"crisis=maybe", "=", "x"}, "q": {"no such question"}, "v": {"\x00"}, "text": {"\xff"}},
		"from before": {"visit": {"0123456789abcdefghjkmnpqrs"}},
		"too long":    {"text": {strings.Repeat("long ", 300_000)}},
	}
	seen := map[int]bool{}
	for path := range paths {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "INVENTED"} {
			for name, form := range forms {
				if form != nil && method != "POST" {
					continue
				}
				for _, site := range []string{"same-origin", "same-site", "cross-site", "none"} {
					got := b.do(method, path, form, "Sec-Fetch-Site", site)
					what := strings.Join([]string{method, path, name, site}, " ")
					seen[got.status] = true
					guarded(t, what, got.header)
					if got.status >= 500 {
						t.Errorf("%s: status %d", what, got.status)
					}
					cache := got.header.Get("Cache-Control")
					if kept := strings.Contains(cache, "immutable"); kept != (assets[path] && got.status == 200) || !kept && cache != "no-store" {
						t.Errorf("%s: Cache-Control is %q", what, cache)
					}
					if site == "cross-site" && method == "POST" && got.status != http.StatusForbidden {
						t.Errorf("%s: a form from another site got status %d", what, got.status)
					}
					if got.status == http.StatusMethodNotAllowed && got.header.Get("Allow") == "" {
						t.Errorf("%s: 405 without Allow", what)
					}
				}
			}
		}
	}
	for _, status := range []int{200, 204, 303, 403, 404, 405, 409, 413, 422} {
		if !seen[status] {
			t.Errorf("the crawl met no answer with status %d, so it proves nothing about those", status)
		}
	}
}

// samplePath puts a value into the pattern of a route.
func samplePath(pattern string) string {
	return strings.NewReplacer("{$}", "", "{country}", "gb", "{guide}", "when-to-stop", "{topic}", "letters", "{article}", "article-1", "/claims/{id}", "/claims/a-01", "/conflicts/{id}", "/conflicts/k01").Replace(pattern)
}

func TestTLSIsRemembered(t *testing.T) {
	b := open(t, func(o *Options) { o.TLS = true })
	if got := b.get("/").header.Get("Strict-Transport-Security"); got != "max-age=63072000" {
		t.Errorf("Strict-Transport-Security is %q", got)
	}
	if got := open(t).get("/").header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("without TLS Strict-Transport-Security is %q", got)
	}
}

func TestPagesOfOtherSitesCannotPullOursIn(t *testing.T) {
	b := open(t)
	for mode, want := range map[string]int{"navigate": 200, "no-cors": 403, "cors": 403, "same-origin": 403} {
		got := b.do("GET", "/help", nil, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", mode)
		if got.status != want {
			t.Errorf("a request of mode %s from another site got %d, want %d", mode, got.status, want)
		}
	}
}

// TestEveryPageHasHelpAndLeave: they stand in the same order on all of them,
// Leave first of all for the keyboard, and no page carries inline code.
func TestEveryPageHasHelpAndLeave(t *testing.T) {
	b := open(t)
	pages := map[string]answered{
		"/": b.get("/"), "/decide": b.get("/decide"), "/check": b.get("/check"), "/help": b.get("/help"), "/about": b.get("/about"),
		"404":        b.get("/nowhere"),
		"a question": b.post("/decide", url.Values{}),
		"an answer":  b.post("/decide", url.Values{"end": {"1"}}),
		"a draft":    b.post("/check", url.Values{"text": {"Can we talk?"}, "purpose": {"talk"}}),
	}
	for name, p := range pages {
		body := p.body[strings.Index(p.body, "<body"):]
		leave, skip, help, main := strings.Index(body, `href="/leave"`), strings.Index(body, `href="#main"`), strings.Index(body, `href="/help"`), strings.Index(body, "<main")
		if leave < 0 || leave > skip || skip > help || help > main {
			t.Errorf("%s: Leave, skip link, Help and page stand at %d, %d, %d, %d", name, leave, skip, help, main)
		}
		if first := strings.Index(body, "href="); first != leave {
			t.Errorf("%s: Leave is not the first stop of the keyboard", name)
		}
		if strings.Count(p.body, "<h1") != 1 {
			t.Errorf("%s: %d headings of the first rank", name, strings.Count(p.body, "<h1"))
		}
		if strings.Contains(p.body, "style=") || strings.Contains(p.body, " on") && inlineHandler.MatchString(p.body) {
			t.Errorf("%s: inline style or script", name)
		}
		for _, m := range addresses.FindAllStringSubmatch(p.body, -1) {
			directory := name == "/help" && (strings.HasPrefix(m[1], "https://") || strings.HasPrefix(m[1], "tel:"))
			if !strings.HasPrefix(m[1], "/") && !strings.HasPrefix(m[1], "#") && !directory {
				t.Errorf("%s: leads or loads elsewhere: %s", name, m[1])
			}
		}
	}
}
