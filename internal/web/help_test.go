package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"afterwards/knowledge"
)

func TestHelpInACountry(t *testing.T) {
	b := open(t, func(o *Options) { o.Now = func() time.Time { return time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) } })
	start := b.do("GET", "/help", nil, "Accept-Language", "en-GB,en;q=0.9").wants(200,
		"Help now", "cannot see you or send for help", `<option value="gb" selected>United Kingdom</option>`, "findahelpline.com")
	start.lacks("tel:999")
	b.post("/help", url.Values{"country": {"gb"}}).leadsTo("/help/gb")
	b.get("/help/gb").wants(200, "United Kingdom</p>", `<a class="button" href="tel:999">`, `href="tel:116123"`, "Nobody here has dialled it.")
}

func TestHelpElsewhere(t *testing.T) {
	b := open(t)
	b.post("/help", url.Values{"country": {"atlantis"}}).leadsTo("/help")
	b.post("/help", url.Values{}).leadsTo("/help")
	b.get("/help/atlantis").wants(404, "directories that know every country")
	b.get("/help/GB").wants(404)
}

// TestOldOrUnconfirmedNumbersAreNotShown: a number needs two sources and
// somebody who looked it up within a year.
func TestOldOrUnconfirmedNumbersAreNotShown(t *testing.T) {
	source := func(where string) knowledge.HelpSource {
		return knowledge.HelpSource{What: "page", Where: where, Seen: "it"}
	}
	line := func(id, call, checked string, sources ...knowledge.HelpSource) knowledge.HelpLine {
		return knowledge.HelpLine{ID: id, Kind: "crisis", Name: id, Call: call, For: "anyone", Checked: checked, Sources: sources}
	}
	help := &knowledge.Help{
		Sections: []knowledge.HelpSection{{ID: "now", Title: "Now", Says: []string{"Call."}, Kinds: []string{"crisis"}}, {ID: "later", Title: "Later", Kinds: []string{"crisis"}}},
		Countries: []knowledge.Country{{Code: "XX", Name: "Exland", Lines: []knowledge.HelpLine{
			line("fresh", "11 11", "2026-06-01", source("https://one.example/"), source("https://two.example/")),
			line("old", "22 22", "2024-06-01", source("https://one.example/"), source("https://two.example/")),
			line("alone", "33 33", "2026-06-01", source("https://one.example/"), source("https://www.one.example/b")),
		}}},
	}
	b := open(t, func(o *Options) {
		o.Help = func() (*knowledge.Help, error) { return help, nil }
		o.Now = func() time.Time { return time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) }
	})
	p := b.get("/help/xx").wants(200, `href="tel:1111"`, "Looked up on 1 June 2026").lacks("22 22", "33 33")
	if got := strings.Count(p.body, "<h3>fresh</h3>"); got != 1 {
		t.Errorf("the line is shown in full %d times, want once", got)
	}
}

func TestPhoneAddresses(t *testing.T) {
	for number, want := range map[string]string{
		"116 123": "tel:116123", "+44 (0)20 7946-0018": "tel:+4402079460018", "*31#": "tel:*31%23",
		"": "", "HOME": "", "12;ext=3": "", "javascript:1": "", "116 123 day and night": "",
	} {
		if got := string(phone("tel:", number)); got != want {
			t.Errorf("%q gives %q, want %q", number, got, want)
		}
	}
	for text, want := range map[string]string{"SHOUT to 85258": "sms:85258?body=SHOUT", "50808": "sms:50808", "WhatsApp 600 000 016": ""} {
		if got := string(shownLine(&knowledge.HelpLine{Text: text}).Message); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func TestRegion(t *testing.T) {
	for accepted, want := range map[string]string{
		"": "", "en": "", "en-GB,en;q=0.9": "GB", "de-at;q=0.8, en-US": "AT", "fr,fr-CA": "CA", "zh-Hant-TW": "TW", ",;,-": "", "en-": "", "es-419": "",
	} {
		if got := region(accepted); got != want {
			t.Errorf("%q gives %q, want %q", accepted, got, want)
		}
	}
}
