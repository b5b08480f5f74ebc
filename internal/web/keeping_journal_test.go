package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"afterwards/internal/journal"
	"afterwards/internal/store"
)

func TestTwoVersionsOfAnEntryAreBothShown(t *testing.T) {
	b := home(t)
	b.moveIn("")
	entry := b.writes("Plan", "first words")
	here, there := b.get(entry+"/edit").fields(), b.get(entry+"/edit").fields()
	edit := func(form url.Values, body string, more ...string) answered {
		form = with(form, "body", body)
		form.Set("title", "Plan")
		return b.post("/journal/write", with(form, more...))
	}
	b.leads(edit(here, "words from the phone"), entry)
	both := edit(there, "words from the desk").wants(409, "There are two versions", "words from the phone", "words from the desk")
	b.get(entry).wants(200, "words from the phone").lacks("words from the desk")

	asNew := edit(both.fields(), "words from the desk", "new", "1")
	b.leads(asNew, "/entry/").wants(200, "words from the desk")
	b.get(entry).wants(200, "words from the phone")

	b.leads(edit(both.fields(), "the last word"), entry).wants(200, "the last word")
}

func TestChangingADeletedEntryLosesNothing(t *testing.T) {
	b := home(t)
	b.moveIn("")
	entry := b.writes("", "to be deleted")
	edit := b.get(entry + "/edit").fields()
	b.leads(b.post(entry+"/delete", b.get(entry+"/delete").fields()), "/journal")
	again := b.post("/journal/write", with(edit, "body", "kept all the same")).wants(404, "deleted while you were writing", "kept all the same")
	b.leads(b.post("/journal/write", with(again.fields(), "body", "kept all the same")), "/entry/").wants(200, "kept all the same")
}

func TestDeletingAnEntryThatChangedAsksAgain(t *testing.T) {
	b := home(t)
	b.moveIn("")
	entry := b.writes("", "one")
	ask := b.get(entry + "/delete").fields()
	b.leads(b.post("/journal/write", with(b.get(entry+"/edit").fields(), "body", "two")), entry)
	again := b.post(entry+"/delete", ask).wants(409, "nothing was deleted", "two")
	b.leads(b.post(entry+"/delete", again.fields()), "/journal")
	b.get(entry).wants(404)
}

func TestWhatCannotBeKeptStaysOnThePaper(t *testing.T) {
	b := home(t)
	b.moveIn("")
	for name, c := range map[string]struct{ title, body, says string }{
		"nothing":    {"", " \n ", "This entry is empty."},
		"long title": {strings.Repeat("t", journal.MaxTitle+1), "body", "The title is too long."},
		"long body":  {"", strings.Repeat("ü", journal.MaxBody/2) + "end", "too long by 3 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.post("/journal/write", url.Values{"title": {c.title}, "body": {c.body}}).wants(422, c.says, "Your words are still here.", c.title)
			if !strings.Contains(p.body, c.body) {
				t.Error("the text is not on the page any more")
			}
		})
	}
	b.get("/journal").wants(200, "Nothing is written here yet.")
	b.leads(b.post("/journal/write", url.Values{"body": {strings.Repeat("\r\n", 1000) + strings.Repeat("x", journal.MaxBody-1000)}}), "/entry/").wants(200)
}

func TestPressingTwiceKeepsOnce(t *testing.T) {
	b := home(t)
	b.moveIn("")
	form := with(b.get("/journal/write").fields(), "title", "Twice", "body", "one press too many")
	first, second := b.post("/journal/write", form), b.post("/journal/write", form)
	if first.header.Get("Location") != second.header.Get("Location") {
		t.Errorf("pressing twice made two entries: %s and %s", first.header.Get("Location"), second.header.Get("Location"))
	}
}

func TestEntriesStandUnderTheDayOfTheirWriter(t *testing.T) {
	now := &clock{time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC)}
	b := open(t, func(o *Options) { o.Keeping = keepingAt(t, t.TempDir(), false, now.now) })
	b.moveIn("")
	for zone, says := range map[string]string{
		"120":   "Monday 2 March 2026, 01:30",
		"-480":  "Sunday 1 March 2026, 15:30",
		"":      "Sunday 1 March 2026, 23:30",
		"99999": "Sunday 1 March 2026, 23:30",
		"x":     "Sunday 1 March 2026, 23:30",
	} {
		p := b.post("/journal/write", url.Values{"body": {"in zone " + zone}, "zone": {zone}})
		b.leads(p, "/entry/").wants(200, says)
	}
	now.Time = now.Add(time.Hour) // past midnight for a server in UTC
	b.get("/journal").wants(200, "Yesterday", "Today")
	now.Time = now.AddDate(0, 0, 5)
	b.post("/place/in", b.door("pass", passphrase)) // the session has ended by now
	b.get("/journal").wants(200, "Monday 2 March 2026", "Sunday 1 March 2026").lacks("Yesterday")
}

func TestALongJournalComesInPages(t *testing.T) {
	b := home(t)
	b.moveIn("")
	for i := range entriesPerPage + 1 {
		b.post("/journal/write", url.Values{"body": {fmt.Sprintf("entry number %d.", i)}})
	}
	first := b.get("/journal").wants(200, "Older entries", fmt.Sprintf("entry number %d.", entriesPerPage)).lacks("entry number 0.", "Latest entries")
	older := ""
	for _, m := range addresses.FindAllStringSubmatch(first.body, -1) {
		if strings.Contains(m[1], "before=") {
			older = m[1]
		}
	}
	b.get(older).wants(200, "entry number 0.", "Latest entries").lacks("entry number 1.", "Older entries")
	for _, before := range []string{"1", "-5", "x", "99999999999999999999"} {
		b.get("/journal?before=" + before).wants(200)
	}
}

func TestWordsThatSpeakOfDyingAreKeptAndAnsweredWithHelp(t *testing.T) {
	b := home(t)
	b.moveIn("")
	const words = "I want to kill myself. I can't go on."
	p := b.post("/journal/write", url.Values{"body": {words}})
	b.leads(p, "/entry/").wants(200, words, "Kept.", "Find somebody to talk to", "Close this note")
	entry := strings.TrimSuffix(p.header.Get("Location"), "?kept")
	b.get(entry).wants(200, words).lacks("Close this note")
	b.leads(b.post("/journal/write", url.Values{"body": {"This traffic is killing me."}}), "/entry/").wants(200).lacks("Close this note")
	if strings.Contains(b.logged.String(), "crisis") {
		t.Error("the log says that somebody is in a crisis")
	}
}

func TestADraftAndAnAnswerCanBeKept(t *testing.T) {
	b := home(t)
	b.get("/check").wants(200, "Keep it in my journal")
	draft := with(b.get("/check").fields(), "text", "I hope you are well.", "purpose", "light")
	start := b.post("/journal/write", draft).wants(401, "Make a private place", "What you wrote is not lost.")
	start = b.post("/place/new", start.carries("pass", "tiny phrase")).wants(422, "too short", "What you wrote is not lost.")
	code := b.post("/place/new", start.carries("pass", passphrase, "again", passphrase)).wants(200, "Your recovery code", "What you wrote is kept.").code()
	b.leads(b.post("/place/code", url.Values{"code": {code}}), "/journal").wants(200, "I hope you are well.")
	b.leads(b.post("/journal/write", with(b.get("/check").fields(), "text", "A second draft.", "purpose", "light")), "/entry/").wants(200, "A second draft.")

	answer := b.post("/decide", url.Values{"a": {"fear=true"}, "end": {"1"}}).wants(200, "Keep this answer")
	b.leads(b.post("/answers/keep", answer.fields()), "/answer/").wants(200, "Kept.", "What you answered", "Leave it. No contact, by any way.")
}

func TestWhenTheDatabaseFailsTheTextIsStillThere(t *testing.T) {
	keeping := keepingIn(t, t.TempDir(), false)
	b := open(t, func(o *Options) { o.Keeping = keeping })
	b.moveIn("")
	form := with(b.get("/journal/write").fields(), "title", "Before the fault", "body", "quillfeather")
	if err := keeping.Records.(*store.Store).Close(); err != nil {
		t.Fatal(err)
	}
	p := b.post("/journal/write", form).lacks("Kept.")
	if p.status < 500 || !strings.Contains(p.body, "quillfeather") || !strings.Contains(p.body, "Your words are still here.") {
		t.Errorf("status %d, and the page says:\n%s", p.status, p.body)
	}
	for _, path := range []string{"/journal", "/place", "/place/in", "/place/new"} {
		if p := b.get(path); p.status < 500 {
			t.Errorf("%s: status %d without a database", path, p.status)
		}
	}
	if log := b.logged.String(); !strings.Contains(log, "msg=failed") || strings.Contains(log, "quillfeather") {
		t.Errorf("the log should name the fault and nothing private:\n%s", log)
	}
	// Leave never waits for anything.
	if left := b.get("/leave"); left.status != 303 || b.cookies()["session"] != "" {
		t.Errorf("Leave answers %d, and the cookies are %v", left.status, b.cookies())
	}
}

func TestAListShowsHowAnEntryBegins(t *testing.T) {
	for name, c := range map[string]struct{ body, start string }{
		"short":           {"one line", "one line"},
		"lines":           {"one\n\n  two\t three\n", "one two three"},
		"long":            {strings.Repeat("word ", 100), strings.TrimSpace(strings.Repeat("word ", 35)) + " word…"},
		"one long word":   {strings.Repeat("ü", 300), strings.Repeat("ü", startLength) + "…"},
		"cut in a letter": {"x" + strings.Repeat("ü", startWithin), "x" + strings.Repeat("ü", startLength-1) + "…"},
	} {
		if got := entryLine(journal.Kept{Value: journal.Entry{Body: c.body}}).Start; got != c.start {
			t.Errorf("%s begins with %q, want %q", name, got, c.start)
		}
	}
}

func TestAnAddressOfNothing(t *testing.T) {
	b := home(t)
	b.moveIn("")
	for _, name := range []string{"x", "..", "0123456789abcdefghjkmnpqrs", strings.Repeat("0", 4000)} {
		for _, path := range []string{"/entry/%s", "/entry/%s/edit", "/entry/%s/delete"} {
			if p := b.get(fmt.Sprintf(path, url.PathEscape(name))); p.status != 404 && p.status != 307 {
				t.Errorf(path+": status %d", name, p.status)
			}
		}
		if p := b.post("/place/session/"+url.PathEscape(name)+"/end", url.Values{}); p.status != 404 && p.status != 307 {
			t.Errorf("session %s: status %d", name, p.status)
		}
	}
}
