package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// attacks try to become code in a page, from different places of it.
var attacks = []string{
	`<script>alert(1)</script>`, `"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, `</textarea><script>alert(1)</script>`,
	`</title><svg onload=alert(1)>`, `javascript:alert(1)`, `" autofocus onfocus=alert(1) x="`, `<iframe srcdoc="<script>alert(1)</script>">`,
	`{{.Visit}}`, `${alert(1)}`, `<!--<script>`, `]]><script>alert(1)</script>`, `<style>@import 'https://example.com'</style>`,
	`<a href=javascript:alert(1)>x</a>`, `<math><mtext><script>alert(1)</script>`, "\u2028<script>alert(1)</script>", `&lt;script&gt;alert(1)&lt;/script&gt;`,
	`<base href="https://example.com/">`, `<form action="https://example.com/"><button>`, `<meta http-equiv=refresh content="0;url=https://example.com/">`,
	`<input name=visit value=1>`, `<details open ontoggle=alert(1)>`, `%3Cscript%3Ealert(1)%3C/script%3E`, "<scr\x00ipt>alert(1)</scr\x00ipt>",
}

// TestWhatAPersonWritesIsOnlyText sends each attack through every field of every
// form. The page must have the same elements as with harmless text.
func TestWhatAPersonWritesIsOnlyText(t *testing.T) {
	b := open(t)
	forms := map[string][]url.Values{
		"/decide":              {{}, {"q": {"fear"}, "v": {"true"}}, {"a": {"fear=true"}, "end": {"1"}}},
		"/check":               {{}, {"text": {"You never cared."}, "purpose": {"hurt"}}, {"a": {"fear=true"}, "text": {"hello"}, "purpose": {"hurt"}}},
		"/guides":              {{}, {"a": {"fear=true"}}},
		"/guides/when-to-stop": {{}, {"a": {"fear=true"}}, {"f-contact_helps_me": {"false"}}},
		"/exercises":           {{}, {"a": {"fear=true"}}, {"f-state_now": {"panic"}}},
		"/exercises/if-then":   {{}, {"to": {"1"}}, {"to": {"2"}, "at": {"1"}}, {"to": {"end"}, "before": {"3"}}},
		"/sources":             {{"words": {"letter"}}},
		"/check/live":          {{"text": {"You never cared."}, "purpose": {"hurt"}}},
	}
	for path, starts := range forms {
		for _, start := range starts {
			for _, name := range []string{"dismissed", "dismiss", "undo", "visit", "a", "q", "v", "hour", "change", "back", "keep", "open", "end", "purpose", "text", "words", "f-contact_helps_me", "to", "at", "w-1", "c-2", "pick", "before", "after", "run", "for", "zone", "unknown"} {
				for _, attack := range append(attacks, "crisis="+attacks[0], "phrase:a word "+attacks[0], "place:"+attacks[1]) {
					form := with(start)
					form.Set(name, attack)
					p := b.post(path, form)
					if p.status >= 500 {
						t.Errorf("%s %s=%q: status %d", path, name, attack, p.status)
					}
					for _, tag := range tags.FindAllString(p.body, -1) {
						if !ours(tag) {
							t.Errorf("%s %s=%q made the element %s", path, name, attack, tag)
						}
					}
				}
			}
		}
	}
}

// ours reports whether a tag is one that our templates write.
func ours(tag string) bool {
	lower := strings.ToLower(tag)
	if strings.HasPrefix(lower, "<script") {
		return strings.HasPrefix(tag, `<script src="/static/`)
	}
	for _, foreign := range []string{"<img", "<iframe", "<style", "<base", "<math", "<svg o", "<meta http", "onerror", "onload", "onfocus", "ontoggle", "javascript:", "example.com"} {
		if strings.Contains(lower, foreign) && !strings.Contains(lower, `value="`) {
			return false
		}
	}
	return true
}

// TestPlantedWordsStayInTheForm goes through every door with words that occur
// nowhere else, and then looks for them where they must not be.
func TestPlantedWordsStayInTheForm(t *testing.T) {
	b := open(t)
	const planted = "quillfeather"
	var all []answered
	for _, path := range []string{"/", "/decide", "/check", "/help", "/guides", "/guides/when-to-stop", "/exercises", "/exercises/if-then", "/sources", "/about", "/leave", "/visit", "/nowhere"} {
		for _, method := range []string{"POST", "GET", planted} {
			for _, name := range []string{"dismissed", "dismiss", "undo", "text", "a", "q", "v", "visit", "hour", "change", "purpose", "words", "f-contact_helps_me", "to", "at", "w-1", "pick", "before", "run", planted} {
				all = append(all, b.do(method, path, url.Values{name: {planted}, "end": {"1"}}))
			}
		}
		all = append(all, b.get(path+"?text="+planted), b.get("/"+planted), b.do("GET", "/", nil, "Cookie", planted+"="+planted, "Referer", "https://"+planted+"/"))
	}
	all = append(all, b.post("/exercises/if-then", with(b.get("/exercises/if-then").fields(), "at", "1", "to", "end", "w-1", planted, "w-3", planted)).wants(200, planted))
	all = append(all, b.post("/check", with(b.get("/check").fields(), "text", planted+" you never cared", "purpose", "hurt")).wants(200, planted))
	all = append(all, b.post("/check", with(b.get("/check").fields(), "text", "x", "purpose", "hurt", "dismiss", "phrase:"+planted)).wants(200, planted))
	for _, p := range all {
		for name, values := range p.header {
			if strings.Contains(strings.ToLower(name+strings.Join(values, " ")), planted) {
				t.Errorf("the planted word is in the header %s: %q", name, values)
			}
		}
		for _, m := range addresses.FindAllStringSubmatch(p.body, -1) {
			if strings.Contains(m[1], planted) {
				t.Errorf("the planted word is in the address %s", m[1])
			}
		}
	}
	if b.logged.Len() == 0 {
		t.Error("nothing was logged, so this proves nothing")
	}
	if strings.Contains(strings.ToLower(b.logged.String()), planted) {
		t.Errorf("the planted word is in the log:\n%s", b.logged)
	}
}

// TestNothingShownAfterLeave: a form from before Leave, sent again as Back and
// Reload do, is refused.
func TestNothingShownAfterLeave(t *testing.T) {
	b := open(t)
	question := b.post("/decide", url.Values{"a": {"fear=true"}})
	draft := url.Values{"visit": {""}, "text": {"quillfeather"}, "purpose": {"hurt"}}
	b.post("/check", draft).wants(200, "quillfeather")

	left := b.get("/leave")
	if left.status != http.StatusSeeOther || left.header.Get("Location") != DefaultLeaveTo {
		t.Fatalf("Leave answers %d to %q", left.status, left.header.Get("Location"))
	}
	if got := left.header.Get("Clear-Site-Data"); !strings.Contains(got, `"cache"`) || !strings.Contains(got, `"storage"`) {
		t.Errorf("Clear-Site-Data is %q", got)
	}
	cookie := left.header.Get("Set-Cookie")
	for _, part := range []string{"visit=", "HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("the cookie %q lacks %s", cookie, part)
		}
	}
	b.post("/check", draft).wants(409, "You left this page").lacks("quillfeather")
	b.post("/check/live", draft).wants(409).lacks("quillfeather")
	b.post("/decide", question.fields()).wants(409).lacks("afraid")
	b.post("/visit", url.Values{"visit": {""}}).wants(409)

	// Coming back begins anew, and works.
	fresh := b.get("/decide").wants(200)
	b.post("/decide", fresh.fields()).wants(200, "Are you having thoughts")
	b.post("/visit", url.Values{"visit": fresh.fields()["visit"]}).wants(204)
}

func TestLeaveEndsTheSessionAndIsDeafToOtherSites(t *testing.T) {
	ended := 0
	b := open(t, func(o *Options) {
		o.EndSession = func(http.ResponseWriter, *http.Request) { ended++ }
		o.LeaveTo = "https://weather.example/"
		o.TLS = true
	})
	for _, site := range []string{"cross-site", "same-site"} {
		b.do("GET", "/leave", nil, "Sec-Fetch-Site", site).wants(403)
	}
	if ended != 0 {
		t.Fatal("another site ended the session")
	}
	for i, site := range []string{"same-origin", "none", ""} {
		got := b.do("GET", "/leave", nil, "Sec-Fetch-Site", site)
		if got.header.Get("Location") != "https://weather.example/" || ended != i+1 {
			t.Errorf("from %q: to %q, ended %d times", site, got.header.Get("Location"), ended)
		}
		if cookie := got.header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "__Host-visit=") || !strings.Contains(cookie, "Secure") {
			t.Errorf("over TLS the cookie is %q", cookie)
		}
	}
}

// TestNoCookieBeforeLeave: reading, answering and checking set none.
func TestNoCookieBeforeLeave(t *testing.T) {
	b := open(t)
	for _, p := range []answered{
		b.get("/"), b.get("/help"), b.get("/decide"), b.post("/decide", url.Values{"q": {"fear"}, "v": {"true"}}),
		b.post("/check", url.Values{"text": {"hello"}, "purpose": {"light"}}),
	} {
		if got := p.header.Values("Set-Cookie"); !slices.Equal(got, nil) {
			t.Errorf("a cookie is set: %q", got)
		}
	}
}
