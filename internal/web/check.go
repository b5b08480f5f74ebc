package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"

	"afterwards/draft"
	"afterwards/internal/look"
	"afterwards/internal/web/httpx"
)

// draftFormLimit is the size of the form around a draft. Encoding may triple a
// text, and a text that is somewhat too long is shown again, not dropped.
const draftFormLimit = 1 << 20

// purposeWords say what a draft is for, in the order of the page.
var purposeWords = []struct {
	purpose draft.Purpose
	says    string
}{
	{draft.Reply, "Answering something they wrote"},
	{draft.Logistics, "Something practical: belongings, money, keys"},
	{draft.Coparent, "Our children"},
	{draft.Hurt, "Saying how it felt, so that I can move on"},
	{draft.Accountability, "Owning something I did"},
	{draft.Limit, "No longer being kept waiting"},
	{draft.Talk, "Asking for one talk, to end it well"},
	{draft.Light, "A short friendly line"},
	{draft.Reconnect, "Writing again after a long silence"},
	{draft.Unsent, "Only for me. I will not send it"},
}

// checkPage is the box for a draft and, once there is one, what its words do.
type checkPage struct {
	frame
	Purposes []choice
	Text     string
	Sorry    string
	Given    answers // of an interview, when the person came from its answer
	Mind     *mind
	Result   *result
	// Dismissed is what is not to be marked; the form carries it along.
	Dismissed dismissed
}

func (checkPage) template() string { return "check.html" }

// mind is the decision that a draft is looked at with.
type mind struct {
	Verdict string
	Title   string
	Until   string
	Forms   []form
	Crisis  bool
}

// Closed reports whether nothing may be sent, however it is worded.
func (m *mind) Closed() bool { return m != nil && m.Verdict == "stop" }

// result is what the words of a draft do, seen beside the decision.
type result struct {
	*look.Result
	Mind *mind
}

func (s *site) checkStart(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, s.emptyCheck(r))
}

func (s *site) emptyCheck(r *http.Request) checkPage {
	return checkPage{frame: s.frame(r, "Draft"), Purposes: purposeChoices(""), Dismissed: s.dismissed(r, nil)}
}

// check looks at a draft. Without a text it shows the box, with the answers of
// the interview that the person came from.
func (s *site) check(w http.ResponseWriter, r *http.Request) error {
	p, err := s.readDraft(w, r)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, p)
}

// checkLive is check for a script that asks while the person types: the answer
// holds only the result.
func (s *site) checkLive(w http.ResponseWriter, r *http.Request) error {
	p, err := s.readDraft(w, r)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	if err := s.views[p.template()].ExecuteTemplate(&body, "live", p); err != nil {
		return fmt.Errorf("web: make the live part of %s: %w", p.template(), err)
	}
	return writeHTML(w, http.StatusOK, &body)
}

func (s *site) readDraft(w http.ResponseWriter, r *http.Request) (checkPage, error) {
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return checkPage{}, err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return checkPage{}, err
	}
	p := checkPage{
		frame: s.frame(r, "Draft"),
		Text:  form.Get("text"),
	}
	p.Given, _ = readAnswers(s.adviser.Vocabulary(), form)
	purpose := form.Get("purpose")
	if len(p.Given) > 0 {
		p.Mind = s.mind(r, p.Given)
		if !form.Has("purpose") {
			purpose = string(p.Given.purpose())
		}
	}
	p.Purposes = purposeChoices(purpose)
	p.Dismissed = s.dismissed(r, form)
	p.Result, p.Sorry = s.look(form, p.Mind, p.Dismissed)
	return p, nil
}

// look checks the draft of a form. If there is nothing to check, sorry says
// what is missing, or is empty where the person has not pressed the button.
func (s *site) look(form url.Values, m *mind, d dismissed) (found *result, sorry string) {
	if !form.Has("text") {
		return nil, ""
	}
	r, sorry := look.At(form.Get("purpose"), form.Get("text"), d.Choices, s.titles)
	if r == nil {
		return nil, sorry
	}
	return &result{r, m}, ""
}

func (s *site) mind(r *http.Request, given answers) *mind {
	d, _ := s.decideFor(r, given)
	words := s.verdictWords(d.Verdict)
	return &mind{
		Verdict: d.Verdict, Title: words.Title, Until: d.Until, Forms: s.forms(d.Forms),
		Crisis: given.inCrisis(),
	}
}

// purpose is what a draft would be for, going by the interview; "" if that
// does not say.
func (g answers) purpose() draft.Purpose {
	for _, known := range []struct {
		fact, value string
		purpose     draft.Purpose
	}{
		{"contact_purpose", "logistics", draft.Logistics},
		{"contact_purpose", "belongings", draft.Logistics},
		{"contact_purpose", "unburden", draft.Hurt},
		{"contact_purpose", "accountability", draft.Accountability},
		{"contact_purpose", "understand", draft.Talk},
		{"contact_purpose", "final_talk", draft.Talk},
		{"contact_purpose", "check_in", draft.Light},
		{"ex_reopened", "wrote", draft.Reply},
		{"ex_reopened", "asked_back", draft.Reply},
	} {
		if g.says(known.fact, known.value) {
			return known.purpose
		}
	}
	return ""
}

func purposeChoices(chosen string) []choice {
	all := make([]choice, len(purposeWords))
	for i, p := range purposeWords {
		all[i] = choice{string(p.purpose), p.says, string(p.purpose) == chosen}
	}
	return all
}
