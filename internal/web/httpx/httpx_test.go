package httpx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"afterwards/internal/errs"
)

// serve adapts a handler and returns what came back and what was reported.
func serve(h Handler, r *http.Request) (answer *httptest.ResponseRecorder, reported string) {
	answer = httptest.NewRecorder()
	Adapt(h, func(w http.ResponseWriter, _ *http.Request, status int, err error) {
		w.WriteHeader(status)
		fmt.Fprint(w, Public(err))
	}, func(_ *http.Request, cause string) { reported += cause }).ServeHTTP(answer, r)
	return answer, reported
}

func TestAnErrorChoosesItsStatusAndItsWords(t *testing.T) {
	for _, c := range []struct {
		err      error
		status   int
		public   string
		reported bool
	}{
		{errs.New(errs.Invalid, "Not like that."), 422, "Not like that.", false},
		{errs.New(errs.NotFound, "Nothing here."), 404, "Nothing here.", false},
		{errs.New(errs.Unauthorized, "Sign in first."), 401, "Sign in first.", false},
		{errs.New(errs.Conflict, "It changed."), 409, "It changed.", false},
		{errs.New(errs.TooMany, "Wait."), 429, "Wait.", false},
		{errs.New(errs.Unavailable, "In a moment."), 503, "In a moment.", true},
		{errs.Wrap(&http.MaxBytesError{Limit: 1}, errs.TooMany, "Too long."), 413, "Too long.", false},
		{&Refusal{405, "Not that way."}, 405, "Not that way.", false},
		{fmt.Errorf("around: %w", &Refusal{403, "Not from there."}), 403, "Not from there.", false},
		{errors.New("disk on fire"), 500, errs.Public(errors.New("")), true},
	} {
		answer, reported := serve(func(http.ResponseWriter, *http.Request) error { return c.err }, httptest.NewRequest("GET", "/", nil))
		if answer.Code != c.status || answer.Body.String() != c.public || (reported != "") != c.reported {
			t.Errorf("%v: %d %q, reported %q", c.err, answer.Code, answer.Body, reported)
		}
	}
}

func TestAPanicTellsNobodyWhatItCarried(t *testing.T) {
	answer, reported := serve(func(http.ResponseWriter, *http.Request) error { panic("private words") }, httptest.NewRequest("GET", "/", nil))
	if answer.Code != 500 || strings.Contains(answer.Body.String(), "private") {
		t.Errorf("the answer is %d %q", answer.Code, answer.Body)
	}
	if strings.Contains(reported, "private") || !strings.Contains(reported, "panic of type string") || !strings.Contains(reported, "httpx_test.go") {
		t.Errorf("the report is %q", reported)
	}
}

func TestNobodyAnswersAClientThatLeft(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, reported := serve(func(http.ResponseWriter, *http.Request) error { return errors.New("broken pipe") },
		httptest.NewRequest("GET", "/", nil).WithContext(ctx))
	if reported != "" {
		t.Errorf("a client that left was reported: %q", reported)
	}
}

func TestForm(t *testing.T) {
	const plain = "application/x-www-form-urlencoded"
	for name, c := range map[string]struct {
		kind, body string
		want       string // the field text, or a part of the error
		status     int
	}{
		"plain":          {plain, "text=hello", "hello", 0},
		"with a charset": {plain + "; charset=utf-8", "text=hello", "hello", 0},
		"line ends":      {plain, "text=" + url.QueryEscape("a\r\nb\rc\nd"), "a\nb\nc\nd", 0},
		"broken bytes":   {plain, "text=a%ff%00b", "a\uFFFDb", 0},
		"too long":       {plain, "text=" + strings.Repeat("x", 200), "keep a copy of it elsewhere", 413},
		"damaged":        {plain, "text=%zz", "arrived damaged", 422},
		"json":           {"application/json", "{}", "expects a form", 422},
		"no type":        {"", "text=hello", "expects a form", 422},
		"multipart":      {"multipart/form-data; boundary=x", "--x--", "expects a form", 422},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/?text=from+the+address", strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.kind)
			form, err := Form(httptest.NewRecorder(), r, 100)
			if c.status != 0 {
				if err == nil || Status(err) != c.status || !strings.Contains(Public(err), c.want) {
					t.Fatalf("the error is %v", err)
				}
				if strings.Contains(err.Error(), "%zz") {
					t.Error("the error quotes the body")
				}
				return
			}
			if err != nil || form.Get("text") != c.want || len(form["text"]) != 1 {
				t.Fatalf("%q, %v; want %q", form["text"], err, c.want)
			}
		})
	}
}

func TestSameOrigin(t *testing.T) {
	h := SameOrigin(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200) }),
		http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }))
	for _, c := range []struct {
		method, site, mode, origin string
		want                       int
	}{
		{"GET", "", "", "", 200},
		{"GET", "none", "navigate", "", 200},
		{"GET", "same-origin", "no-cors", "", 200},
		{"GET", "cross-site", "navigate", "", 200}, // a link on another site
		{"GET", "cross-site", "no-cors", "", 403},  // a picture or script there
		{"GET", "same-site", "cors", "", 403},
		{"POST", "same-origin", "navigate", "http://example.com", 200},
		{"POST", "none", "navigate", "", 200},
		{"POST", "cross-site", "navigate", "https://elsewhere.example", 403},
		{"POST", "same-site", "navigate", "https://other.example.com", 403},
		{"POST", "", "", "http://example.com", 200},
		{"POST", "", "", "https://elsewhere.example", 403},
		{"POST", "", "", "", 200}, // no browser
	} {
		r := httptest.NewRequest(c.method, "http://example.com/", nil)
		for name, value := range map[string]string{"Sec-Fetch-Site": c.site, "Sec-Fetch-Mode": c.mode, "Origin": c.origin} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%+v: status %d", c, w.Code)
		}
	}
}

func TestHosts(t *testing.T) {
	answer := func(status int) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}
	local := []string{"127.0.0.1", "localhost", "::1"}
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost": 200, "LOCALHOST:1": 200, "[::1]:8080": 200, "[::1]": 200,
		"rebound.example": 421, "127.0.0.1.rebound.example:8080": 421, "": 421, "localhost.": 421,
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		w := httptest.NewRecorder()
		Hosts(answer(200), local, answer(421)).ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: status %d, want %d", host, w.Code, want)
		}
		w = httptest.NewRecorder()
		Hosts(answer(200), nil, answer(421)).ServeHTTP(w, r)
		if w.Code != 200 {
			t.Errorf("%q: refused although any host will do", host)
		}
	}
}

func TestTheLogHoldsTheRouteAndNothingOfTheRequest(t *testing.T) {
	var log bytes.Buffer
	mux := http.NewServeMux()
	mux.HandleFunc("GET /entry/{id}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") })
	h := Log(mux, slog.New(slog.NewTextHandler(&log, nil)))
	for _, r := range []*http.Request{
		httptest.NewRequest("GET", "/entry/secret?word=secret", nil),
		httptest.NewRequest("SECRET", "/secret", strings.NewReader("secret")),
	} {
		r.Header.Set("User-Agent", "secret")
		r.RemoteAddr = "192.0.2.7:1"
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	got := log.String()
	if !strings.Contains(got, `route="GET /entry/{id}"`) || !strings.Contains(got, "bytes=5") || !strings.Contains(got, "status=404") {
		t.Errorf("the log is:\n%s", got)
	}
	if strings.Contains(strings.ToLower(got), "secret") || strings.Contains(got, "192.0.2.7") {
		t.Errorf("the log says too much:\n%s", got)
	}
}
