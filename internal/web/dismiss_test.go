package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"afterwards/internal/archive"
	"afterwards/internal/dismissal"
	"afterwards/internal/id"
)

var buttons = regexp.MustCompile(`<button class="link" [^>]*name="(dismiss|undo)" value="([^"]*)">`)

// presses posts the form of a page with one of its buttons, the first that has a
// value of that kind.
func (b *browser) presses(p answered, name, kind string) answered {
	b.t.Helper()
	for _, m := range buttons.FindAllStringSubmatch(p.body, -1) {
		if m[1] == name && strings.HasPrefix(m[2], kind+":") {
			return b.post("/check", with(p.fields(), "purpose", "hurt", "text", twice, name, m[2])).wants(200)
		}
	}
	b.t.Fatalf("the page has no button to %s a %s:\n%s", name, kind, p.body)
	return answered{}
}

// twice has the same words to blame two times, and others.
const twice = "You never cared about me.\nYou never cared about me. I'm sorry if you felt hurt."

func markedIn(p answered) int { return strings.Count(p.body, `<mark class="against">`) }

// TestAMarkIsDismissedAndMarkedAgain without an account: the choice travels in
// the form and nowhere else.
func TestAMarkIsDismissedAndMarkedAgain(t *testing.T) {
	b := open(t)
	whole := b.post("/check", url.Values{"purpose": {"hurt"}, "text": {twice}}).wants(200, "Don’t mark this", "These words, wherever they stand here")
	whole.lacks("Not marked, because you said so", "in all my drafts")
	if n := markedIn(whole); n != 3 {
		t.Fatalf("%d places are marked, not three", n)
	}
	for _, tt := range []struct {
		kind, says string
		left       int
	}{
		{"place", "in this place", 2},
		{"phrase", "wherever it stands", 1},
		{"act", "Whatever blames or mocks", 1},
	} {
		p := b.presses(whole, "dismiss", tt.kind).wants(200, "Not marked, because you said so", tt.says, "Something is not marked")
		if n := markedIn(p); n != tt.left {
			t.Errorf("%s: %d places are marked, not %d", tt.kind, n, tt.left)
		}
		// Once more, and while the person types, it is the same.
		form := with(p.fields(), "purpose", "hurt", "text", twice)
		for _, path := range []string{"/check", "/check/live"} {
			if again := b.post(path, form).wants(200, tt.says); markedIn(again) != tt.left || len(again.fields()["dismissed"]) != 1 {
				t.Errorf("%s: at %s %d places are marked, with %v", tt.kind, path, markedIn(again), again.fields()["dismissed"])
			}
		}
		back := b.presses(p, "undo", tt.kind).lacks("Not marked, because you said so")
		if markedIn(back) != 3 || len(back.fields()["dismissed"]) != 0 {
			t.Errorf("%s: after undoing %d places are marked, with %v", tt.kind, markedIn(back), back.fields()["dismissed"])
		}
	}
	none := b.presses(b.presses(b.presses(whole, "dismiss", "act"), "dismiss", "place"), "undo", "act")
	if markedIn(none) != 2 {
		t.Errorf("undoing one of two gives %d marks", markedIn(none))
	}
	// A choice is not lost where there is nothing to look at, nor in a crisis.
	for _, text := range []string{"", "I want to kill myself."} {
		p := b.post("/check", with(url.Values{}, "purpose", "hurt", "text", text, "dismissed", "act:blame")).wants(200).lacks("<mark", "Not marked, because")
		if got := p.fields()["dismissed"]; len(got) != 1 {
			t.Errorf("%q: the form carries %v", text, got)
		}
	}
}

func TestWhatEndangersSomebodyHasNoSuchButton(t *testing.T) {
	b := open(t)
	const threat = "Answer by tonight or I send the photos to your boss."
	p := b.post("/check", url.Values{"purpose": {"reply"}, "text": {threat}, "dismissed": {"act:threat", "act:breach", "act:selfharm", "phrase:" + threat}})
	p.wants(200, "This stays marked", "better kept here").lacks(`value="act:threat"`)
	for _, m := range buttons.FindAllStringSubmatch(p.body, -1) {
		if strings.Contains(m[2], "threat-") {
			t.Errorf("there is a button %s", m[0])
		}
	}
	b.post("/check", url.Values{"purpose": {"reply"}, "text": {"I want to kill myself."}, "dismissed": {"act:selfharm", "phrase:I want to kill myself"}}).wants(200, `href="/help"`).lacks("Don’t mark this", "<mark")
}

func TestChoicesThatMakeNoSenseAreNone(t *testing.T) {
	b := open(t)
	form := url.Values{"purpose": {"hurt"}, "text": {twice}, "dismiss": {"everything"}, "undo": {"act"}}
	for _, field := range []string{"", ":", "act", "act:", "act:rudeness", "level:x", "place:", "place:" + strings.Repeat("x", 65), "phrase:...", "phrase:" + strings.Repeat("x", 301)} {
		form.Add("dismissed", field)
	}
	p := b.post("/check", form).wants(200)
	if markedIn(p) != 3 || len(p.fields()["dismissed"]) != 0 {
		t.Errorf("%d places are marked, with %v", markedIn(p), p.fields()["dismissed"])
	}
	for i := range 500 {
		form.Add("dismissed", fmt.Sprintf("phrase:words number %d", i))
	}
	if got := b.post("/check", form).wants(200).fields()["dismissed"]; len(got) != 200 || got[len(got)-1] != "phrase:words number 499" {
		t.Errorf("the form carries %d choices, the last is %q", len(got), got[len(got)-1])
	}
}

// rememberingHome is a home whose exports hold what is dismissed.
func rememberingHome(t *testing.T) *browser {
	t.Helper()
	return open(t, func(o *Options) {
		o.Keeping = keepingIn(t, t.TempDir(), false)
		o.Keeping.Kinds = append(o.Keeping.Kinds, archive.KindOf(dismissal.Kind, dismissal.MaxRecords, dismissal.List.Check, func(l dismissal.List) archive.Page {
			return archive.Page{When: l.When, Title: "Not to be marked", Text: l.Text()}
		}))
	})
}

// TestWhoeverIsSignedInIsRemembered for phrases and acts, on a page of their
// own; a place belongs to one draft.
func TestWhoeverIsSignedInIsRemembered(t *testing.T) {
	b := rememberingHome(t)
	b.moveIn("")
	fresh := func() answered {
		t.Helper()
		return b.post("/check", with(b.get("/check").fields(), "purpose", "hurt", "text", twice)).wants(200)
	}
	b.get("/place").wants(200, "What is not marked in your drafts")
	b.get("/place/unmarked").wants(200, "Nothing: whatever the program finds, it marks.")

	p := b.presses(fresh().wants(200, "These words, in all my drafts"), "dismiss", "phrase").wants(200, "in all your drafts")
	if got := p.fields()["dismissed"]; len(got) != 0 || markedIn(p) != 1 {
		t.Errorf("the form carries %v, and %d places are marked", got, markedIn(p))
	}
	if n := markedIn(fresh()); n != 1 {
		t.Errorf("in the next draft %d places are marked", n)
	}
	if n := markedIn(b.presses(fresh(), "dismiss", "act")); n != 0 {
		t.Errorf("after the act %d places are marked", n)
	}
	if p := b.presses(b.presses(fresh(), "undo", "act"), "dismiss", "place"); len(p.fields()["dismissed"]) != 1 || markedIn(p) != 0 {
		t.Errorf("a place is not in the form: %v", p.fields()["dismissed"])
	}
	if n := markedIn(fresh()); n != 1 {
		t.Errorf("the place was remembered: %d", n)
	}

	list := b.get("/place/unmarked").wants(200, "You never cared", "wherever it stands").lacks("half apologises")
	export := b.post("/place/export", url.Values{"pass": {passphrase}})
	if text := unzippedText(t, export.body); !strings.Contains(text, "“You never cared about me.”, wherever it stands") {
		t.Errorf("the export does not have it:\n%s", text)
	}
	b.upload([]byte(export.body)).wants(200, "1 that you had already")

	undo := buttons.FindStringSubmatch(list.body)
	b.leads(b.post("/place/unmarked", url.Values{"undo": {undo[2]}}), "/place/unmarked").wants(200, "It is marked again from now on.", "Nothing: whatever")
	b.leads(b.post("/place/unmarked", url.Values{"undo": {"nonsense"}}), "/place/unmarked").wants(200)
	if n := markedIn(fresh()); n != 3 {
		t.Errorf("after undoing %d places are marked", n)
	}

	// Signed out, nothing of it is known.
	b.presses(fresh(), "dismiss", "act")
	b.post("/place/out", url.Values{})
	if p := fresh().lacks("in all my drafts"); markedIn(p) != 3 {
		t.Errorf("signed out %d places are marked", markedIn(p))
	}
	b.leads(b.get("/place/unmarked"), "/place/in")
}

// unzippedText is everything that a zip holds, one file after the other.
func unzippedText(t *testing.T, file string) (all string) {
	t.Helper()
	for _, text := range unzipped(t, file) {
		all += text
	}
	return all
}

// A full list says so, and the choice holds for the draft in front of the person.
func TestAFullListSaysSo(t *testing.T) {
	b := rememberingHome(t)
	b.moveIn("")
	full := dismissal.List{When: time.Now()}
	for i := range dismissal.MaxPhrases {
		full.Phrases = append(full.Phrases, fmt.Sprintf("words number %d", i))
	}
	value, err := json.Marshal(full)
	if err != nil {
		t.Fatal(err)
	}
	b.upload(fmt.Appendf(nil, `{"format":"afterwards export","version":1,"made":"2026-03-01T00:00:00Z","records":[{"kind":"dismissals","id":%q,"revision":1,"value":%s}]}`, id.New(), value)).wants(200, "1 new")
	p := b.post("/check", url.Values{"purpose": {"hurt"}, "text": {twice}, "dismiss": {"phrase:you never cared about me"}}).wants(200, "That could not be kept for later.", "which is the most")
	if markedIn(p) != 1 || len(p.fields()["dismissed"]) != 1 {
		t.Errorf("%d places are marked, with %v", markedIn(p), p.fields()["dismissed"])
	}
}
