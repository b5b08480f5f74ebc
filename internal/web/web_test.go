package web

import (
	"bytes"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"afterwards/advice"
)

var defaultAdviser = sync.OnceValues(advice.Default)

func mustAdviser(t *testing.T) *advice.Adviser {
	t.Helper()
	adviser, err := defaultAdviser()
	if err != nil {
		t.Fatal(err)
	}
	return adviser
}

// browser is a person with a browser that runs no scripts: it keeps cookies,
// does not follow redirects, and sends what a browser sends.
type browser struct {
	t      *testing.T
	server *httptest.Server
	client *http.Client
	logged *bytes.Buffer
}

func open(t *testing.T, change ...func(*Options)) *browser {
	t.Helper()
	logged := &bytes.Buffer{}
	opts := Options{Adviser: mustAdviser(t), Log: slog.New(slog.NewTextHandler(logged, nil))}
	for _, c := range change {
		c(&opts)
	}
	h, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, server, &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, logged}
}

// answered is a page that came back.
type answered struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

func (b *browser) do(method, path string, form url.Values, header ...string) answered {
	b.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, b.server.URL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answered{b.t, resp.StatusCode, resp.Header, string(raw)}
}

func (b *browser) get(path string) answered { b.t.Helper(); return b.do("GET", path, nil) }

func (b *browser) post(path string, form url.Values) answered {
	b.t.Helper()
	return b.do("POST", path, form)
}

var (
	inputs = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)
	tags   = regexp.MustCompile(`(?s)<[^>]*>`)
)

// fields are the hidden fields of the page, as its form would send them.
func (s answered) fields() url.Values {
	form := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(s.body, -1) {
		form.Add(m[1], html.UnescapeString(m[2]))
	}
	return form
}

func (s answered) wants(status int, texts ...string) answered {
	s.t.Helper()
	if s.status != status {
		s.t.Fatalf("status %d, want %d; the page says:\n%s", s.status, status, s.body)
	}
	for _, text := range texts {
		if !strings.Contains(html.UnescapeString(s.body), text) {
			s.t.Fatalf("the page does not say %q:\n%s", text, s.body)
		}
	}
	return s
}

func (s answered) lacks(texts ...string) answered {
	s.t.Helper()
	for _, text := range texts {
		if strings.Contains(html.UnescapeString(s.body), text) {
			s.t.Fatalf("the page says %q, which it must not:\n%s", text, s.body)
		}
	}
	return s
}

// leadsTo wants a redirect to a path.
func (s answered) leadsTo(path string) {
	s.t.Helper()
	if s.status != http.StatusSeeOther || s.header.Get("Location") != path {
		s.t.Fatalf("status %d to %q, want 303 to %q", s.status, s.header.Get("Location"), path)
	}
}

// with returns the form with a field set.
func with(form url.Values, pairs ...string) url.Values {
	next := url.Values{}
	for k, v := range form {
		next[k] = append([]string{}, v...)
	}
	for i := 0; i < len(pairs); i += 2 {
		next.Add(pairs[i], pairs[i+1])
	}
	return next
}
