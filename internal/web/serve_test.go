package web

import (
	"flag"
	"net/http"
	"testing"
)

var (
	serveAt = flag.String("serve", "", "serve the pages at this address until interrupted, to look at them")
	leaveTo = flag.String("leave-to", "", "with -serve: where Leave goes")
	hosted  = flag.Bool("hosted", false, "with -serve: for several people, with sign-in names")
)

// TestServe is for people: go test ./internal/web -run TestServe -serve 127.0.0.1:8080
func TestServe(t *testing.T) {
	if *serveAt == "" {
		t.Skip("only with -serve ADDRESS")
	}
	h, err := New(Options{Adviser: mustAdviser(t), LeaveTo: *leaveTo, Keeping: keepingIn(t, t.TempDir(), *hosted)})
	if err != nil {
		t.Fatal(err)
	}
	t.Fatal(http.ListenAndServe(*serveAt, h))
}
