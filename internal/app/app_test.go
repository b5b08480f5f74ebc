package app_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"afterwards/internal/app"
)

// TestEveryAnswerPassesTheGuards tries the addresses that routers answer by
// themselves, and the API, on the whole program.
func TestEveryAnswerPassesTheGuards(t *testing.T) {
	a, err := app.Open(t.Context(), app.Config{Listen: "127.0.0.1:0", Data: filepath.Join(t.TempDir(), "data")}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	ask := func(method, path, host string, header map[string]string) *http.Response {
		r := httptest.NewRequest(method, "http://"+host+"/", strings.NewReader("{}"))
		r.URL.Path = path
		r.Header.Set("Content-Type", "application/json")
		for name, value := range header {
			r.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, r)
		return w.Result()
	}
	for _, path := range []string{"/", "//x", "/api", "/api/", "/api/nothing", "/static/../x", "/../../etc/passwd", "/help/../about", "/api/openapi.json", "/api/v1/decide", "/nowhere"} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} {
			answer := ask(method, path, "127.0.0.1:8080", nil)
			for name, want := range map[string]string{
				"Content-Security-Policy": "default-src 'none'", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			} {
				if got := answer.Header.Get(name); !strings.Contains(got, want) {
					t.Errorf("%s %s (%d): %s is %q", method, path, answer.StatusCode, name, got)
				}
			}
			if answer.StatusCode >= 500 {
				t.Errorf("%s %s answers %d", method, path, answer.StatusCode)
			}
			if answer := ask(method, path, "evil.example", nil); answer.StatusCode < 400 {
				t.Errorf("%s %s answers %d to a name that is not ours", method, path, answer.StatusCode)
			}
		}
	}
	foreign := map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
	if answer := ask("POST", "/api/v1/decide", "127.0.0.1:8080", foreign); answer.StatusCode != http.StatusForbidden {
		t.Errorf("another site's page may use the API: %d", answer.StatusCode)
	}
}
