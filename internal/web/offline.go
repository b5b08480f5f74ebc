package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"afterwards/internal/web/ui"
	"afterwards/knowledge"
)

// offlinePage stands in for every page that needs the server, while the server
// cannot be reached.
type offlinePage struct{ frame }

func (offlinePage) template() string { return "offline.html" }

func (s *site) offline(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, offlinePage{s.frame(r, "Not reached")})
}

// appManifest makes the pages an app that a phone can install. Its name and
// picture say nothing to somebody who sees the screen.
type appManifest struct {
	Name       string      `json:"name"`
	ShortName  string      `json:"short_name"`
	ID         string      `json:"id"`
	Start      string      `json:"start_url"`
	Scope      string      `json:"scope"`
	Display    string      `json:"display"`
	Lang       string      `json:"lang"`
	Background string      `json:"background_color"`
	Theme      string      `json:"theme_color"`
	Icons      []appIcon   `json:"icons"`
	Share      shareTarget `json:"share_target"`
}

type appIcon struct {
	Source  string `json:"src"`
	Sizes   string `json:"sizes"`
	Type    string `json:"type"`
	Purpose string `json:"purpose,omitempty"`
}

// shareTarget is where words go that another app shares: into the body of a
// form, never into an address.
type shareTarget struct {
	Action string            `json:"action"`
	Method string            `json:"method"`
	Coding string            `json:"enctype"`
	Params map[string]string `json:"params"`
}

func manifest(assets map[string]ui.Asset) appManifest {
	icon := func(name, sizes, purpose string) appIcon {
		return appIcon{assets[name].URL, sizes, assets[name].Type, purpose}
	}
	return appManifest{
		Name: "Afterwards", ShortName: "Afterwards", ID: "/", Start: "/", Scope: "/", Display: "standalone", Lang: "en",
		Background: "#f5f3ee", Theme: "#f5f3ee",
		Icons: []appIcon{
			icon("icon.svg", "any", ""), icon("icon-192.png", "192x192", ""), icon("icon-512.png", "512x512", ""), icon("icon-512.png", "512x512", "maskable"),
		},
		Share: shareTarget{"/check/shared", "POST", "application/x-www-form-urlencoded", map[string]string{"text": "text"}},
	}
}

// kept is what the service worker keeps on a device.
type kept struct {
	Version string
	Files   []string
	Pages   []string
}

// serviceWorker serves the script that keeps what works without the network. It
// is made anew each time, for a change in anything that it keeps must change it:
// that is how browsers learn of a new version.
func (s *site) serviceWorker(w http.ResponseWriter, _ *http.Request) error {
	k, err := s.keptOnDevices()
	if err != nil {
		return err
	}
	var script bytes.Buffer
	for _, line := range []struct {
		name  string
		value any
	}{{"version", k.Version}, {"files", k.Files}, {"pages", k.Pages}} {
		value, err := json.Marshal(line.value)
		if err != nil {
			return err
		}
		script.WriteString("const " + line.name + " = " + string(value) + ";\n")
	}
	script.Write(ui.ServiceWorker)
	w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
	_, _ = script.WriteTo(w)
	return nil
}

// keptOnDevices lists what is kept. The version is a hash of everything that the
// kept pages are made of.
func (s *site) keptOnDevices() (kept, error) {
	help, err := s.opts.Help()
	if err != nil {
		return kept{}, err
	}
	k := kept{Pages: []string{"/check", "/help", "/urge", "/safety", "/offline"}}
	for _, a := range s.assets {
		k.Files = append(k.Files, a.URL)
	}
	slices.Sort(k.Files)
	var lines []knowledge.HelpLine
	for _, c := range help.Countries {
		k.Pages = append(k.Pages, "/help/"+code(&c))
		lines = append(lines, c.Lines...)
	}
	lines = append(lines, help.International.Lines...)
	oldest := s.opts.Now().Add(-helpAge).Format(time.DateOnly)
	lines = slices.DeleteFunc(lines, func(l knowledge.HelpLine) bool { return l.Hidden(oldest) != "" })
	madeOf, err := json.Marshal([]any{k, ui.TemplatesHash(), help.Sections, lines, s.keeping != nil})
	if err != nil {
		return kept{}, err
	}
	hash := sha256.Sum256(madeOf)
	k.Version = hex.EncodeToString(hash[:8])
	return k, nil
}
