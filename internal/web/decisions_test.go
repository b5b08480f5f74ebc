package web

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// told is an interview that ends well, with some answers changed.
func told(changes ...string) url.Values {
	answers := map[string]string{"crisis": "no", "ex_crisis": "false", "fear": "false", "abuse": "none", "ex_toxic": "no", "legal_order": "none",
		"own_conduct": "none", "under_18": "neither", "power_relation": "none", "blocked": "none", "ex_asked_distance": "no", "unanswered_messages": "0",
		"ex_reopened": "no", "goal": "heal", "contact_purpose": "check_in", "emotional_state": "calm", "state_now": "none", "local_hour": "12",
		"hours_since_shock": "48", "relationship_kind": "mutual", "channel": "text", "nc_state": "none", "ex_new_partner": "no"}
	for i := 0; i < len(changes); i += 2 {
		answers[changes[i]] = changes[i+1]
	}
	form := url.Values{"end": {"1"}}
	for name, value := range answers {
		form.Add("a", name+"="+value)
	}
	return form
}

const free = "<h1>Nothing you told us says stop."

// TestAnAnswerIsKeptAndLookedBackOn from before there is a place to keep it in.
func TestAnAnswerIsKeptAndLookedBackOn(t *testing.T) {
	clock := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	b := open(t, func(o *Options) {
		o.Keeping = keepingIn(t, t.TempDir(), false)
		o.Keeping.Now = func() time.Time { return clock }
	})
	shown := b.post("/decide", told("blocked", "some")).wants(200, "Leave it.")
	door := b.post("/answers/keep", shown.fields()).wants(401, "Your answer is not lost.")
	code := b.post("/place/new", with(door.fields(), "pass", passphrase, "again", passphrase)).wants(200).code()
	b.leads(b.post("/place/code", url.Values{"code": {code}}), "/journal")
	list := b.get("/answers").wants(200, "Leave it. No contact, by any way.", "1 March 2026")
	path := link(t, list.body, "/answer/")
	p := b.get(path).wants(200, "Your ex has blocked you.", "Has your ex blocked you anywhere?", "Yes, in some places")
	p.lacks("has passed.", "Today the answer would be another")

	clock = clock.AddDate(0, 0, 8)
	p = b.get(path).wants(200, "A week or more has passed.")
	revision := p.fields().Get("revision")
	b.post(path+"/rate", url.Values{"revision": {revision}, "note": {"quillfeather"}}).wants(422, "Choose one of the answers.", "quillfeather")
	b.leads(b.post(path+"/rate", url.Values{"revision": {revision}, "view": {"right"}, "note": {"I slept."}}), path).wants(200, "It was right for me", "I slept.")
	b.post(path+"/rate", url.Values{"revision": {revision}, "view": {"wrong"}, "note": {"quillfeather"}}).wants(409, "changed in another window", "quillfeather")
	b.get("/answers").wants(200, "You have looked back on it.")
	b.post(path+"/delete", url.Values{"revision": {revision}}).wants(409)
	b.leads(b.post(path+"/delete", url.Values{"revision": {b.get(path).fields().Get("revision")}}), "/answers").wants(200, "The answer is deleted.", "No answer is kept here yet.")
	b.get(path).wants(404)
}

// TestAnswersThatGetMilderWait: whoever was shown an answer and then tells less
// of what stood against it is shown both, and gets no milder answer that day.
func TestAnswersThatGetMilderWait(t *testing.T) {
	b := open(t)
	b.post("/decide", told()).wants(200, free)
	for name, worse := range map[string]string{"fear": "true", "blocked": "some", "own_conduct": "tracking", "emotional_state": "hyperemotional", "unanswered_messages": "2", "state_now": "rage,panic"} {
		shown := b.post("/decide", told(name, worse)).wants(200).lacks(free, "You answered this differently")
		question := b.post("/decide", with(shown.fields(), "change", name)).wants(200)
		milder := "false"
		for _, a := range told()["a"] {
			if n, v, _ := strings.Cut(a, "="); n == name {
				milder = v
			}
		}
		again := b.post("/decide", with(question.fields(), "v", milder))
		again = b.post("/decide", with(again.fields(), "end", "1")).wants(200, "Not now.", "You answered this differently before", "a day has passed").lacks(free)
		// It stays so, also on the other pages, until the page is closed.
		b.post("/decide", with(again.fields(), "end", "1")).wants(200, "Not now.")
		b.post("/check", again.fields()).wants(200, "Not now.")
	}
	// An answer that is mended before an answer was shown is a slip.
	b.post("/decide", told("fear", "false")).wants(200, free)
	// What gets graver, and what passes with time, is no such change.
	shown := b.post("/decide", told("local_hour", "23")).wants(200, "Not now.")
	form := shown.fields()
	for i, a := range form["a"] {
		if strings.HasPrefix(a, "local_hour=") {
			form["a"][i] = "local_hour=12"
		}
	}
	b.post("/decide", with(form, "end", "1")).wants(200, free)
}

// TestKeptAnswersOfTheDayCount for whoever is signed in, also in a new visit.
func TestKeptAnswersOfTheDayCount(t *testing.T) {
	clock := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	b := open(t, func(o *Options) {
		o.Keeping = keepingIn(t, t.TempDir(), false)
		o.Keeping.Now = func() time.Time { return clock }
	})
	b.moveIn("")
	shown := b.post("/decide", told("blocked", "some")).wants(200, "Leave it.")
	b.leads(b.post("/answers/keep", shown.fields()), "/answer/")
	b.post("/decide", told()).wants(200, "Not now.", "You answered this differently before")
	clock = clock.Add(25 * time.Hour)
	b.post("/decide", told()).wants(200, free)
}

// link returns the first address on a page that begins so.
func link(t *testing.T, body, prefix string) string {
	t.Helper()
	_, after, ok := strings.Cut(body, `href="`+prefix)
	rest, _, _ := strings.Cut(after, `"`)
	if !ok {
		t.Fatalf("no link to %s…", prefix)
	}
	return prefix + rest
}
