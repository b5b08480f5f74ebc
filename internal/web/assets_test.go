package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestFilesAreSentAsTheBrowserTakesThem: compressed or not, the bytes are the
// same.
func TestFilesAreSentAsTheBrowserTakesThem(t *testing.T) {
	s, err := newSite(Options{Adviser: mustAdviser(t)})
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for name, kind := range map[string]string{
		"checker.wasm": "application/wasm", "checker.js": "text/javascript; charset=utf-8", "acts.bin": "application/octet-stream",
		"model.bin": "application/octet-stream", "sources.json": "application/json", "afterwards.css": "text/css; charset=utf-8",
	} {
		get := func(accept string) *http.Response {
			r := httptest.NewRequest("GET", s.assets[name].URL, nil)
			r.Header.Set("Accept-Encoding", accept)
			w := httptest.NewRecorder()
			s.handler().ServeHTTP(w, r)
			return w.Result()
		}
		packed, plain := get("gzip, br"), get("")
		if packed.Header.Get("Content-Encoding") != "gzip" || plain.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Type") != kind {
			t.Errorf("%s: %v and %v", name, packed.Header, plain.Header)
		}
		raw, err := io.ReadAll(packed.Body)
		if err != nil {
			t.Fatal(err)
		}
		if name != "afterwards.css" {
			total += len(raw)
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		one, errOne := io.ReadAll(unpacked)
		other, errOther := io.ReadAll(plain.Body)
		if errOne != nil || errOther != nil || len(one) == 0 || !bytes.Equal(one, other) {
			t.Errorf("%s: %d bytes compressed become %d, and %d are sent plain (%v, %v)", name, len(raw), len(one), len(other), errOne, errOther)
		}
	}
	// People pay for what their phone fetches.
	if total > 4<<20 {
		t.Errorf("the checker for browsers has %d bytes", total)
	}
}
