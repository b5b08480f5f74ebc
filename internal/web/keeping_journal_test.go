package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"afterwards/internal/journal"
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
	b.post("/journal/write", draft).wants(401, "Make a private place", "What you wrote is not lost.")
	b.moveIn("")
	b.leads(b.post("/journal/write", with(b.get("/check").fields(), "text", "I hope you are well.", "purpose", "light")), "/entry/").wants(200, "I hope you are well.")

	answer := b.post("/decide", url.Values{"a": {"fear=true"}, "end": {"1"}}).wants(200, "Keep this answer in my journal")
	b.leads(b.post("/journal/answer", answer.fields()), "/entry/").wants(200, "Should I contact them?", "What I answered:")
}
