package web

import (
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"afterwards/knowledge"
	"afterwards/situation"
)

// answer answers the question on the page, if it is the one expected.
func (b *browser) answer(p answered, question string, values ...string) answered {
	b.t.Helper()
	form := p.fields()
	if got := form.Get("q"); got != question {
		b.t.Fatalf("the page asks %q, want %q", got, question)
	}
	for _, v := range values {
		form.Add("v", v)
	}
	return b.post("/decide", form).wants(200)
}

func TestAnInterviewWithoutScripts(t *testing.T) {
	b := open(t)
	p := b.get("/decide").wants(200, "Should I contact them at all?", "An open question never counts as a no.")
	p = b.post("/decide", p.fields()).wants(200, "Why we ask.", "I'd rather not say")
	p = b.answer(p, "crisis", "no")
	p = b.answer(p, "fear", "false")
	p = b.answer(p, "abuse", "none")
	p = b.answer(p, "ex_toxic", "no")
	p = b.answer(p, "legal_order", "none")
	p = b.answer(p, "own_conduct", "none")
	p = b.answer(p, "blocked", "all")
	p = b.post("/decide", with(p.fields(), "end", "1")).wants(200,
		"Leave it. No contact, by any way.", "A block on one channel is an answer for all of them.", "What we do not know")
	p.lacks("Begin", "What stays open")
}

func TestBackLosesNothing(t *testing.T) {
	b := open(t)
	p := b.post("/decide", url.Values{})
	p = b.answer(p, "crisis", "no")
	p = b.answer(p, "fear", "true")
	p = b.answer(p, "abuse", "past")
	carried := p.fields()["a"]

	p = b.post("/decide", with(p.fields(), "back", "1")).wants(200, "your answer", "Keep my answer")
	if q := p.fields().Get("q"); q != "abuse" {
		t.Fatalf("Back leads to %q, want abuse", q)
	}
	p = b.post("/decide", with(p.fields(), "back", "1"))
	if q := p.fields().Get("q"); q != "fear" {
		t.Fatalf("Back twice leads to %q, want fear", q)
	}
	if got := p.fields()["a"]; !slices.Equal(got, carried) {
		t.Fatalf("two steps back changed the answers from %q to %q", carried, got)
	}
	p = b.answer(p, "fear", "false")
	if got, want := p.fields()["a"], []string{"crisis=no", "fear=false", "abuse=past"}; !slices.Equal(got, want) {
		t.Fatalf("after changing one answer the form carries %q, want %q", got, want)
	}
	p = b.post("/decide", with(p.fields(), "change", "crisis")).wants(200, "Are you having thoughts")
	p = b.post("/decide", with(p.fields(), "keep", "1"))
	if got := p.fields()["a"]; len(got) != 3 {
		t.Fatalf("keeping an answer left %q", got)
	}
}

// TestARestartLosesNothing: the answers are in the page, so that another server
// takes them up where the first one stopped.
func TestARestartLosesNothing(t *testing.T) {
	p := open(t).post("/decide", url.Values{"a": {"crisis=no", "fear=true"}})
	b := open(t)
	next := b.answer(answered{b.t, p.status, p.header, p.body}, p.fields().Get("q"), "past")
	if got, want := next.fields()["a"], []string{"crisis=no", "fear=true", "abuse=past"}; !slices.Equal(got, want) {
		t.Errorf("the second server carries on with %q, want %q", got, want)
	}
}

func TestHelpComesBeforeTheAnswerInACrisis(t *testing.T) {
	for _, said := range []string{"thoughts", "intent"} {
		b := open(t)
		p := b.answer(b.post("/decide", url.Values{}), "crisis", said)
		p.wants(200, "Please talk to somebody now", `href="/help"`, "Not now.").lacks("Look at a draft with this answer in mind")
		if help, verdict := strings.Index(p.body, "Please talk to somebody now"), strings.Index(p.body, "Not now."); help > verdict {
			t.Errorf("%s: help stands below the answer", said)
		}
		b.post("/check", p.fields()).wants(200, "Please talk to somebody first")
	}
}

func TestTheDecisionTravelsToTheDraft(t *testing.T) {
	b := open(t)
	p := b.post("/decide", url.Values{"a": {"crisis=no", "fear=true"}, "end": {"1"}})
	draft := b.post("/check", p.fields()).wants(200, "Leave it. No contact, by any way.", "That does not depend on how a message is worded.")
	result := b.post("/check", with(draft.fields(), "purpose", "logistics", "text", "The boxes are by the door on Saturday."))
	result.wants(200, "Not to be sent.")
}

func TestAnswersThatCannotBeRead(t *testing.T) {
	b := open(t)
	start := b.post("/decide", url.Values{}).fields()
	for name, c := range map[string]struct {
		form   url.Values
		status int
		says   string
	}{
		"no answer":        {with(start), 200, "Choose one of the answers."},
		"a foreign answer": {with(start, "v", "perhaps"), 200, "That answer could not be read."},
		"two answers":      {with(start, "v", "no", "v", "intent"), 200, "That answer could not be read."},
		"nothing of a set": {url.Values{"q": {"own_conduct"}}, 200, "None of these"},
		"none and one":     {url.Values{"q": {"own_conduct"}, "v": {"none", "threats"}}, 200, "cannot be true together"},
		"no such question": {url.Values{"q": {"shoe_size"}, "v": {"43"}}, 422, "There is no such question"},
		"bad earlier ones": {url.Values{"a": {"crisis=perhaps", "nonsense", "", "fear", "=", "blocked=some"}}, 200, "Some earlier answers could not be read"},
		"a negative hour":  {with(start, "v", "no", "hour", "-5"), 200, "Are you afraid"},
		"no place to go":   {url.Values{"change": {"shoe_size"}}, 200, "Are you having thoughts"},
		"back from start":  {url.Values{"back": {"1"}, "q": {"crisis"}}, 200, "Are you having thoughts"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.post("/decide", c.form).wants(c.status, c.says)
			if slices.Contains(c.form["a"], "blocked=some") && !slices.Equal(p.fields()["a"], []string{"blocked=some"}) {
				t.Errorf("the readable answer is lost: the form carries %q", p.fields()["a"])
			}
		})
	}
}

func TestOpenAnswersStayOpen(t *testing.T) {
	b := open(t)
	p := b.post("/decide", url.Values{})
	p = b.answer(p, "crisis", "no")
	p = b.answer(p, "fear", "?")
	if q := p.fields().Get("q"); q == "fear" {
		t.Fatal("a question that was left open is asked again at once")
	}
	p = b.post("/decide", with(p.fields(), "end", "1"))
	p.wants(200, "Not now.", "Are you afraid of your ex", "What is not known never counts as a no.")
}

func TestTheClockOfTheDeviceAnswersForTheHour(t *testing.T) {
	b := open(t)
	p := b.post("/decide", url.Values{})
	asked := map[string]bool{}
	for range 90 {
		form := p.fields()
		q := form.Get("q")
		if q == "" {
			break
		}
		asked[q] = true
		form.Set("hour", "2")
		p = b.post("/decide", with(form, "v", harmless(t, q))).wants(200)
	}
	if asked[hourFact] {
		t.Error("the hour is asked although the device gave it")
	}
	p.wants(200, "Before 6 in the morning")
}

// TestAtNightTheQuestionsPause: the answer comes early, and whoever wants to go
// on can.
func TestAtNightTheQuestionsPause(t *testing.T) {
	b := open(t)
	p := b.post("/decide", url.Values{})
	questions := 0
	for p.fields().Get("q") != "" && questions < 60 {
		form := p.fields()
		form.Set("hour", "2")
		p = b.post("/decide", with(form, "v", harmless(t, form.Get("q")))).wants(200)
		questions++
	}
	p.wants(200, "Not now.", "It is late.", "Answer more questions")
	if questions > 14 {
		t.Errorf("at night %d questions come before the answer", questions)
	}
	p = b.post("/decide", with(p.fields(), "more", "1")).wants(200, "Why we ask.")
	first := p.fields().Get("q")
	p = b.post("/decide", with(p.fields(), "v", harmless(t, first))).wants(200)
	if next := p.fields().Get("q"); next == first {
		t.Errorf("after going on, %q is asked again", first)
	}
	for range 10 {
		if p.fields().Get("q") == "" {
			break
		}
		p = b.post("/decide", with(p.fields(), "v", harmless(t, p.fields().Get("q")))).wants(200)
	}
	p.wants(200, "Not now.").lacks("Answer more questions")
}

// harmless is the first answer to a question, or none of a set.
func harmless(t *testing.T, name string) string {
	t.Helper()
	fact, ok := mustAdviser(t).Vocabulary().Fact(name)
	if !ok {
		t.Fatalf("there is no question %q", name)
	}
	all := choices(fact, nil)
	if fact.Type == knowledge.Set {
		return situation.None
	}
	for _, c := range all {
		if c.Value == "no" || c.Value == "none" || c.Value == "false" || c.Value == "calm" {
			return c.Value
		}
	}
	return all[0].Value
}

// TestAnyInterviewEnds walks through interviews with random answers, steps back
// and open questions. Each page must be a question or the answer, and what was
// said must never be lost.
func TestAnyInterviewEnds(t *testing.T) {
	b := open(t)
	v := mustAdviser(t).Vocabulary()
	rapid.Check(t, func(t *rapid.T) {
		p := b.post("/decide", url.Values{})
		for range 200 {
			form := p.fields()
			q := form.Get("q")
			if q == "" {
				if !strings.Contains(p.body, "The answer") {
					t.Fatalf("the interview ends without an answer:\n%s", p.body)
				}
				return
			}
			before := len(form["a"])
			fact, ok := v.Fact(q)
			if !ok {
				t.Fatalf("the page asks %q, which is no fact", q)
			}
			switch {
			case rapid.IntRange(0, 9).Draw(t, "step") == 0 && before > 0:
				form.Set("back", "1")
			default:
				offered := append(choices(fact, nil), choice{Value: leftOpen})
				form.Set("v", rapid.SampledFrom(offered).Draw(t, q).Value)
			}
			p = b.post("/decide", form)
			if p.status != 200 || len(p.fields()["a"]) < before {
				t.Fatalf("after %q: status %d, %d answers of %d", q, p.status, len(p.fields()["a"]), before)
			}
		}
		t.Fatal("200 pages and no end")
	})
}

// TestAnswersTravelUnchanged: what a form carries is read back as it was.
func TestAnswersTravelUnchanged(t *testing.T) {
	v := mustAdviser(t).Vocabulary()
	rapid.Check(t, func(t *rapid.T) {
		var given answers
		for _, fact := range rapid.Permutation(v.Facts()).Draw(t, "order")[:rapid.IntRange(0, 20).Draw(t, "count")] {
			offered := append(choices(&fact, nil), choice{Value: leftOpen})
			a, err := readAnswer(v, fact.Name, []string{rapid.SampledFrom(offered).Draw(t, fact.Name).Value})
			if err != nil {
				t.Fatal(err)
			}
			given = given.with(a)
		}
		var fields []string
		for _, a := range given {
			fields = append(fields, a.Carried())
		}
		again, unread := readAnswers(v, url.Values{answerField: fields})
		if unread != 0 || len(again) != len(given) {
			t.Fatalf("%q: %d of %d read", fields, len(again), len(given))
		}
		for i := range given {
			if again[i].Carried() != given[i].Carried() || again[i].Says() == "" {
				t.Fatalf("%q came back as %q, in words %q", given[i].Carried(), again[i].Carried(), again[i].Says())
			}
		}
		if again.situation(v) != given.situation(v) {
			t.Fatal("the situation changed on its way through the form")
		}
	})
}

// FuzzReadAnswers: no field of a form breaks the reader, and what it accepts
// stays as it is.
func FuzzReadAnswers(f *testing.F) {
	for _, seed := range []string{"crisis=no", "own_conduct=threats,tracking", "own_conduct=none", "fear=?", "local_hour=99999999999999999999", "a=b=c", "=", "\x00", html.EscapeString("<b>")} {
		f.Add(seed)
	}
	adviser, err := defaultAdviser()
	if err != nil {
		f.Fatal(err)
	}
	v := adviser.Vocabulary()
	f.Fuzz(func(t *testing.T, field string) {
		given, unread := readAnswers(v, url.Values{answerField: {field, field}})
		if len(given)+unread/2 != 1 {
			t.Fatalf("%q: %d read, %d unread", field, len(given), unread)
		}
		for _, a := range given {
			if again, _ := readAnswers(v, url.Values{answerField: {a.Carried()}}); len(again) != 1 || again[0].Carried() != a.Carried() {
				t.Fatalf("%q is not stable", field)
			}
		}
	})
}
