package web

import (
	"net/url"
	"strings"
	"testing"

	"afterwards/draft"
	"afterwards/internal/look"
)

func TestADraftWithoutScripts(t *testing.T) {
	b := open(t)
	p := b.get("/check").wants(200, "Before you send it", "They are not kept")
	text := "You never cared about me.\n\nI read your messages without asking, and that was wrong."
	p = b.post("/check", with(p.fields(), "purpose", "accountability", "text", text)).wants(200, text, "What the marked places do")
	if !strings.Contains(p.body, `<mark class="against">`) || !strings.Contains(p.body, `href="#note-1"`) || !strings.Contains(p.body, `id="note-1"`) {
		t.Errorf("the mark and its note are not tied together:\n%s", p.body)
	}
}

func TestSelfHarmGetsHelpAndNoGrade(t *testing.T) {
	b := open(t)
	for _, path := range []string{"/check", "/check/live"} {
		p := b.post(path, url.Values{"purpose": {"hurt"}, "text": {"You never cared. I want to kill myself."}})
		p.wants(200, `href="/help"`, draft.Crisis.Words().Title).lacks("<mark", "What the marked places do")
	}
}

func TestADraftThatCannotBeLookedAt(t *testing.T) {
	b := open(t)
	long := strings.Repeat("I am sorry. ", look.Limit/12+1)
	for name, c := range map[string]struct {
		form url.Values
		says string
	}{
		"no text":      {url.Values{"purpose": {"hurt"}, "text": {" \n "}}, "Write or paste something first."},
		"no purpose":   {url.Values{"text": {"hello there"}}, "Choose what it is for."},
		"odd purpose":  {url.Values{"text": {"hello there"}, "purpose": {"revenge"}}, "Choose what it is for."},
		"a long text":  {url.Values{"text": {long}, "purpose": {"hurt"}}, "It is still here."},
		"broken bytes": {url.Values{"text": {"a\xff\xfe\x00b"}, "purpose": {"hurt"}}, "a\uFFFDb"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.post("/check", c.form).wants(200, c.says)
			if text := strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(c.form.Get("text"), "\x00", ""), "\uFFFD")); text != "" {
				p.wants(200, text)
			}
		})
	}
	b.post("/check", url.Values{"text": {strings.Repeat("x", draftFormLimit)}}).wants(413, "keep a copy of it elsewhere")
}

func TestTheInterviewSaysWhatTheDraftIsFor(t *testing.T) {
	b := open(t)
	b.post("/check", url.Values{"a": {"contact_purpose=belongings"}}).wants(200, `<option value="logistics" selected>`)
	b.post("/check", url.Values{"a": {"contact_purpose=belongings"}, "purpose": {"light"}, "text": {"x"}}).wants(200, `<option value="light" selected>`)
	b.post("/check", url.Values{"a": {"contact_purpose=win_back"}}).wants(200).lacks("selected")
}

func TestTheLiveAnswerIsThePagesAnswer(t *testing.T) {
	b := open(t)
	form := url.Values{"purpose": {"talk"}, "text": {"Can we talk?\nYou always ruin everything."}}
	live, page := b.post("/check/live", form).wants(200), b.post("/check", form).wants(200)
	start, end := strings.Index(live.body, `<div id="result">`)+len(`<div id="result">`), strings.LastIndex(live.body, "</div></html>")
	if part := live.body[start:end]; !strings.Contains(page.body, part) {
		t.Errorf("the live part is not a part of the page:\n%s", part)
	}
}
