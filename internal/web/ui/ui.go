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
	"slices"
	"strings"
	"sync"
)

//go:embed templates static vendor/wasm_exec.js
var files embed.FS

// ServiceWorker is the script of the service worker, without the lines that say
// what it keeps.
//
//go:embed service-worker.js
var ServiceWorker []byte

// Templates are the files of templates/.
func Templates() fs.FS {
	sub, err := fs.Sub(files, "templates")
	if err != nil {
		panic("ui: the folder templates is missing from the build: " + err.Error())
	}
	return sub
}

// TemplatesHash changes when a template does.
var TemplatesHash = sync.OnceValue(func() string {
	hash := sha256.New()
	names, _ := fs.Glob(files, "templates/*") // the pattern is fine, and there is no other error
	for _, name := range names {
		hash.Write(read(name))
	}
	return hex.EncodeToString(hash.Sum(nil))
})

// Asset is one static file.
type Asset struct {
	URL  string // path with the hash of the content: /static/afterwards.1f3a….css
	Type string // media type
	Body []byte
	Gzip bool // Body is compressed
}

// NewAsset makes a file that is served under its name and the hash of its body.
func NewAsset(name string, body []byte) Asset {
	name, gzip := strings.CutSuffix(name, ".gz")
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return Asset{
		URL:  "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext,
		Type: mediaTypes[ext], Body: body, Gzip: gzip,
	}
}

// Assets are all static files by their plain names ("afterwards.css").
func Assets() map[string]Asset {
	entries, err := files.ReadDir("static")
	if err != nil {
		panic("ui: the folder static is missing from the build: " + err.Error())
	}
	assets := make(map[string]Asset, len(entries))
	for _, e := range entries {
		body := read("static/" + e.Name())
		if e.Name() == Checker { // a worker is one file: it may load no other script
			body = slices.Concat(read("vendor/wasm_exec.js"), body)
		}
		assets[strings.TrimSuffix(e.Name(), ".gz")] = NewAsset(e.Name(), body)
	}
	return assets
}

// Checker is the name of the worker that looks at drafts in the browser.
const Checker = "checker.js"

func read(name string) []byte {
	body, err := files.ReadFile(name)
	if err != nil {
		panic("ui: " + err.Error())
	}
	return body
}

// mediaTypes is our own list: the one of package mime depends on the machine.
var mediaTypes = map[string]string{
	".bin":         "application/octet-stream",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
}
