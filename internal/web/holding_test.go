package web

import (
	"net/url"
	"testing"
	"time"
)

func TestTheUrgePageWorksForAnybody(t *testing.T) {
	b := home(t)
	b.get("/urge").wants(200, "Ten minutes first", `data-timer="600"`, `href="/help"`, "Nothing of this page is kept").lacks("How is it now?")
	b.get("/").wants(200, `href="/urge"`)
	b.moveIn("")
	b.get("/urge").wants(200, "How is it now?")
	b.post("/urge", url.Values{"did": {"flew"}, "trigger": {"quillfeather"}}).wants(422, "Say how it is now", "quillfeather")
	b.leads(b.post("/urge", url.Values{"did": {"passed"}, "trigger": {"quillfeather"}, "peak": {"80"}}), "/urge?kept").wants(200, "Noted.")
	const dying = "I want to kill myself tonight"
	b.leads(b.post("/urge", url.Values{"did": {"still"}, "note": {dying}}), "/urge?kept").wants(200, "You do not have to be alone with this")
	b.leads(b.post("/contacts", url.Values{"who": {"them"}, "way": {"message"}, "why": {"else"}, "note": {dying}}), "/contacts").wants(200, "You do not have to be alone with this")
	b.leads(b.post("/urge", url.Values{"did": {"acted"}}), "/contacts?slip").wants(200, "It takes away one day, and none of those before it.")
	b.get("/urge/patterns").wants(200, "There are 3 notes so far.", "With 7 more", "quillfeather", "At its strongest: 80")
}

func TestABoundaryIsMadeJudgedEndedAndDeleted(t *testing.T) {
	now := &clock{time.Date(2026, 3, 10, 18, 45, 0, 0, time.UTC)} // 19:45 in Berlin
	b := open(t, func(o *Options) { o.Keeping = keepingAt(t, t.TempDir(), false, now.now) })
	b.moveIn("")
	b.get("/boundaries").wants(200, "Nothing holds yet.", "No contact for a time", "Calls with the children")
	b.get("/boundaries/new/nothing").wants(404)
	b.get("/boundaries/new/no-contact").wants(200, "14 days", "None of them is the right one.", "How long do I go without contact?")
	calls := url.Values{"title": {"Goodnight"}, "whose": {"both"}, "from": {"2026-03-01"}, "begin": {"19:30"}, "end": {"20:00"}, "minutes": {"10"}, "text": {"quillfeather"}}
	b.post("/boundaries/new/call-hours", calls).wants(422, "time zone", "quillfeather")
	b.post("/boundaries/new/call-hours", with(calls, "zone-name", "Mars/Phobos")).wants(422, "time zone")
	b.leads(b.post("/boundaries/new/call-hours", with(calls, "zone-name", "Europe/Berlin")), "/boundary/").wants(200, "quillfeather", "Every day from 19:30 to 20:00 (Europe/Berlin).", "a child in danger")
	b.post("/boundaries/now", url.Values{"way": {"call"}, "topic": {"children"}}).wants(200, "Nothing here stands against it", "That is no reason for it")
	b.post("/boundaries/now", url.Values{"way": {"message"}, "topic": {"us"}}).wants(200, "Not now", "It is not by this way.", "It is not about this.")
	now.Time = now.Add(100 * time.Minute)
	b.post("/boundaries/now", url.Values{"way": {"call"}, "topic": {"children"}}).wants(200, "It is not the hour. The next hours begin on Wednesday, 19:30.")

	// Their wish: nothing of the person's own ends it.
	at := b.post("/boundaries/new/on-their-wish", url.Values{"title": {"Their wish"}, "whose": {"theirs"}, "from": {"2026-03-01"}}).header.Get("Location")
	theirs := at[:len(at)-len("?kept")]
	b.get(theirs).wants(200, "until they take it back", "They have taken it back")
	b.post("/boundaries/now", url.Values{"way": {"message"}}).wants(200, "They asked for distance.")
	b.post(theirs+"/end", url.Values{"revision": {"1"}, "note": {"I waited"}}).wants(422, "It ends when they themselves say so")
	b.post(theirs+"/delete", url.Values{"revision": {"1"}}).wants(422, "your ex")
	b.leads(b.post(theirs+"/end", url.Values{"revision": {"1"}, "their-word": {"yes"}}), "/boundaries").wants(200, "It has ended.")
	b.leads(b.post(theirs+"/delete", url.Values{"revision": {"2"}}), "/boundaries").lacks("Their wish")
}

// TestTwoMessagesWithoutAnAnswerCloseWhatHelpsToWriteAThird, whatever is told in
// an interview.
func TestTwoMessagesWithoutAnAnswerCloseWhatHelpsToWriteAThird(t *testing.T) {
	b := home(t)
	b.moveIn("")
	mine := url.Values{"who": {"me"}, "way": {"message"}, "why": {"say-something"}, "answered": {"not-yet"}, "note": {"quillfeather"}}
	b.post("/contacts", url.Values{"who": {"nobody"}, "note": {"quillfeather"}}).wants(422, "who began", "quillfeather")
	b.leads(b.post("/contacts", mine), "/contacts").wants(200, "One message of yours has had no answer yet.", "quillfeather")
	b.leads(b.post("/contacts", with(mine, "when", "2026-01-05T10:00")), "/contacts").wants(200, "2 messages of yours have had no answer.", "Am I the one who should stop?")
	// An interview that says "none" is met as an answer that got milder.
	form := url.Values{"visit": {b.get("/decide").fields().Get("visit")}, "a": {"unanswered_messages=0"}, "end": {"1"}}
	b.post("/decide", form).wants(200, "Not now", "For the weeks ahead", `href="/programmes/heal"`, "You answered this differently before", "something graver, in what you kept")
	b.leads(b.post("/contacts", url.Values{"who": {"them"}, "way": {"message"}, "why": {"else"}}), "/contacts").wants(200).lacks("have had no answer")
}

func TestTodayNamesOneNextStep(t *testing.T) {
	b := home(t)
	b.get("/").wants(200, "What is going on right now?").lacks("One next step")
	b.moveIn("")
	b.get("/").wants(200, "One next step, if you like", "Today’s check-in", "Everything here", `href="/plan"`)
	b.post("/scales/daily", with(b.get("/scales/daily").fields(), "i-hurt", "50")).wants(200, "It is kept.")
	b.leads(b.post("/programmes/heal", url.Values{"visit": {b.get("/programmes/heal").fields().Get("visit")}}), "/programmes/heal")
	b.get("/").wants(200, "Mood and worry (PHQ-4)", "Getting better", "The next step there: Where I am")
}
