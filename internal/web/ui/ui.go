// Package ui holds what pages are made of: templates, and the few static files
// that browsers load. Static files are served under a name that carries their
// hash, so that they may be kept for ever and never be stale.
package ui

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
)

//go:embed templates static
var files embed.FS

// Templates are the files of templates/.
func Templates() fs.FS {
	sub, err := fs.Sub(files, "templates")
	if err != nil {
		panic("ui: the folder templates is missing from the build: " + err.Error())
	}
	return sub
}

// Asset is one static file.
type Asset struct {
	URL  string // path with the hash of the content: /static/afterwards.1f3a….css
	Type string // media type
	Body []byte
}

// Assets are all static files by their plain names ("afterwards.css").
func Assets() map[string]Asset {
	entries, err := files.ReadDir("static")
	if err != nil {
		panic("ui: the folder static is missing from the build: " + err.Error())
	}
	assets := make(map[string]Asset, len(entries))
	for _, e := range entries {
		body, err := files.ReadFile("static/" + e.Name())
		if err != nil {
			panic("ui: " + err.Error())
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(e.Name())
		assets[e.Name()] = Asset{
			URL:  "/static/" + strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:6]) + ext,
			Type: mediaTypes[ext],
			Body: body,
		}
	}
	return assets
}

// mediaTypes is our own list: the one of package mime depends on the machine.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}
