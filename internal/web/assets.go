package web

import (
	"net/http"

	"afterwards/internal/web/ui"
)

// serveAsset serves one static file. Its address changes with its content, so
// browsers may keep it.
func serveAsset(a ui.Asset) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		w.Header().Set("Content-Type", a.Type)
		_, _ = w.Write(a.Body) // a failed write means that nobody is listening any more
	})
}
