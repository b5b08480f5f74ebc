package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"

	"afterwards/draft"
	"afterwards/internal/look"
	"afterwards/internal/web/httpx"
	"afterwards/internal/web/ui"
)

// allAssets are the static files with those that are made from the rest of the
// program: the manifest of the app, and what the checker in the browser fetches
// besides itself.
func allAssets(titles look.Sources) (map[string]ui.Asset, error) {
	assets := ui.Assets()
	for name, content := range map[string]any{"app.webmanifest": manifest(assets), "sources.json": titles} {
		body, err := json.Marshal(content)
		if err != nil {
			return nil, err
		}
		assets[name] = ui.NewAsset(name, body)
	}
	acts, model := draft.Compiled()
	assets["acts.bin"], assets["model.bin"] = ui.NewAsset("acts.bin", acts), ui.NewAsset("model.bin", model)
	return assets, nil
}

// serveAsset serves one static file, compressed for whoever takes it so. Its
// address changes with its content, so browsers may keep it.
func serveAsset(name string, a ui.Asset) http.Handler {
	packed := sync.OnceValue(func() []byte { return pack(a) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Content-Type", a.Type)
		h.Set("Vary", "Accept-Encoding")
		if name == ui.Checker {
			h.Set("Content-Security-Policy", httpx.CheckerPolicy)
		}
		// A failed write means that nobody is listening any more.
		switch {
		case strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"):
			h.Set("Content-Encoding", "gzip")
			_, _ = w.Write(packed())
		case a.Gzip: // every browser takes it compressed; some tools do not
			if unpacked, err := gzip.NewReader(bytes.NewReader(a.Body)); err == nil {
				_, _ = io.Copy(w, unpacked)
			}
		default:
			_, _ = w.Write(a.Body)
		}
	})
}

// pack compresses a file that is not compressed yet.
func pack(a ui.Asset) []byte {
	if a.Gzip {
		return a.Body
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(a.Body) // a buffer takes everything
	_ = w.Close()
	return packed.Bytes()
}
