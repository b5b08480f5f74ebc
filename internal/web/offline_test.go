package web

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"afterwards/knowledge"
)

// keeps reads the lines by which the service worker says what it keeps.
func (s answered) keeps(t *testing.T) (k kept) {
	t.Helper()
	for name, into := range map[string]any{"version": &k.Version, "files": &k.Files, "pages": &k.Pages} {
		m := regexp.MustCompile(`(?m)^const ` + name + ` = (.*);$`).FindStringSubmatch(s.body)
		if m == nil {
			t.Fatalf("the service worker does not name its %s", name)
		}
		if err := json.Unmarshal([]byte(m[1]), into); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// TestADeviceKeepsWhatEverybodyGets: files, the empty check page, Help, what helps for ten minutes, and
// nothing of anybody's place.
func TestADeviceKeepsWhatEverybodyGets(t *testing.T) {
	b := open(t, func(o *Options) { o.Keeping = keepingIn(t, t.TempDir(), false) })
	worker := b.get("/service-worker.js").wants(200)
	if got := worker.header.Get("Content-Type"); got != "text/javascript; charset=utf-8" {
		t.Errorf("the service worker is %s", got)
	}
	k := worker.keeps(t)
	for _, page := range k.Pages {
		if page != "/check" && page != "/urge" && page != "/safety" && page != "/offline" && page != "/help" && !strings.HasPrefix(page, "/help/") {
			t.Errorf("%s is kept", page)
		}
		b.get(page).wants(200)
	}
	for _, file := range k.Files {
		b.get(file).wants(200)
	}
	if !slices.Contains(k.Pages, "/help/gb") || !slices.Contains(k.Pages, "/check") || len(k.Files) < 8 {
		t.Errorf("too little is kept: %q, %q", k.Pages, k.Files)
	}
}

// TestWhatIsKeptIsOldWhenAnythingInItChanges: by its version a browser learns
// that a number was corrected, or has become too old to be shown.
func TestWhatIsKeptIsOldWhenAnythingInItChanges(t *testing.T) {
	source := func(where string) knowledge.HelpSource { return knowledge.HelpSource{Where: where} }
	version := func(call string, day time.Time) string {
		help := &knowledge.Help{Countries: []knowledge.Country{{Code: "XX", Name: "Exland", Lines: []knowledge.HelpLine{{
			ID: "a", Kind: "crisis", Name: "a", Call: call, Checked: "2026-06-01", Sources: []knowledge.HelpSource{source("https://one.example/"), source("https://two.example/")},
		}}}}}
		return open(t, func(o *Options) {
			o.Help = func() (*knowledge.Help, error) { return help, nil }
			o.Now = func() time.Time { return day }
		}).get("/service-worker.js").wants(200).keeps(t).Version
	}
	june, december, nextJuly := time.Date(2026, 6, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC), time.Date(2027, 7, 2, 0, 0, 0, 0, time.UTC)
	if version("11", june) != version("11", december) {
		t.Error("nothing has changed but the day, and everything is fetched anew")
	}
	if version("11", june) == version("12", june) {
		t.Error("a corrected number does not reach those who keep the page")
	}
	if version("11", june) == version("11", nextJuly) {
		t.Error("a number that is too old stays on the pages that are kept")
	}
}

// TestTheAppSaysNothingOnTheScreenOfAPhone: its name, its pictures, and the way
// on which another app hands it words.
func TestTheAppSaysNothingOnTheScreenOfAPhone(t *testing.T) {
	b := open(t)
	address := regexp.MustCompile(`rel="manifest" href="([^"]*)"`).FindStringSubmatch(b.get("/").body)[1]
	got := b.get(address).wants(200)
	if kind := got.header.Get("Content-Type"); kind != "application/manifest+json" {
		t.Errorf("the manifest is %s", kind)
	}
	for _, word := range []string{"breakup", "ex", "love", "crisis", "help", "text them"} {
		if regexp.MustCompile(`(?i)\b` + word + `\b`).MatchString(got.body) {
			t.Errorf("the manifest says %q:\n%s", word, got.body)
		}
	}
	var m appManifest
	if err := json.Unmarshal([]byte(got.body), &m); err != nil {
		t.Fatal(err)
	}
	if m.Share.Method != "POST" || m.Share.Coding != "application/x-www-form-urlencoded" || m.Share.Action != "/check/shared" {
		t.Errorf("shared words travel by %+v", m.Share)
	}
	for _, icon := range m.Icons {
		if p := b.get(icon.Source).wants(200); p.header.Get("Content-Type") != icon.Type {
			t.Errorf("%s is %s", icon.Source, p.header.Get("Content-Type"))
		}
	}
}

func TestSharedWordsAreNotTheServersToRead(t *testing.T) {
	b := open(t)
	b.do("POST", "/check/shared", map[string][]string{"text": {"quillfeather"}}, "Sec-Fetch-Site", "none").leadsTo("/check/shared#result")
	b.get("/check/shared").wants(200, "They were neither read nor kept.").lacks("quillfeather")
	b.do("POST", "/check/shared", map[string][]string{"text": {"quillfeather"}}, "Sec-Fetch-Site", "cross-site").wants(403)
	if strings.Contains(b.logged.String(), "quillfeather") {
		t.Error("the shared words are in the log")
	}
}
