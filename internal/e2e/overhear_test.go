package e2e

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// wire is a line between browsers and a program. It hears every byte that a
// browser sends, whichever of its parts sends it, and can be cut.
type wire struct {
	url    string
	server *httptest.Server
	mu     sync.Mutex
	heard  []string // method, address, headers and body of each request
	// change may rewrite an answer on its way to the browser.
	change func(path string, answer *http.Response) error
}

func overhear(t *testing.T, p program) *wire {
	t.Helper()
	target, err := url.Parse(p.url)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{}
	proxy := &httputil.ReverseProxy{
		ErrorLog: log.New(io.Discard, "", 0), // browsers break off what they no longer need
		Rewrite:  func(r *httputil.ProxyRequest) { r.SetURL(target); r.Out.Host = r.In.Host },
		ModifyResponse: func(answer *http.Response) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.change == nil {
				return nil
			}
			return w.change(answer.Request.URL.Path, answer)
		},
	}
	w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the browser has gone
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		var all strings.Builder
		all.WriteString(r.Method + " " + r.RequestURI + "\n")
		_ = r.Header.Write(&all)
		all.Write(body)
		w.mu.Lock()
		w.heard = append(w.heard, all.String())
		w.mu.Unlock()
		proxy.ServeHTTP(rw, r)
	}))
	t.Cleanup(w.server.Close)
	w.url = w.server.URL
	return w
}

// cut ends the connection for good.
func (w *wire) cut() {
	w.server.CloseClientConnections()
	w.server.Close()
}

// rewrite changes all answers from now on.
func (w *wire) rewrite(change func(path string, answer *http.Response) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.change = change
}

// requests returns those that were heard and hold some words, in any of the
// ways in which a form can carry them.
func (w *wire) requests(words string) (found []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.heard {
		plain, err := url.QueryUnescape(r)
		if strings.Contains(r, words) || err == nil && strings.Contains(plain, words) {
			found = append(found, r)
		}
	}
	return found
}
