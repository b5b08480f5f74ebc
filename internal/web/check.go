package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"afterwards/draft"
	"afterwards/internal/unmark"
	"afterwards/internal/web/httpx"
)

const (
	// draftLimit is the length of the longest draft that is looked at, in bytes:
	// some forty pages.
	draftLimit = 100_000
	// draftFormLimit is the size of the form around it. Encoding may triple a
	// text, and a text that is somewhat too long is shown again, not dropped.
	draftFormLimit = 1 << 20
)

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

// result is what the words of a draft do.
type result struct {
	Verdict  draft.Verdict
	Title    string
	Says     string
	Crisis   bool
	Text     []piece
	Findings []finding
	Good     []finding
	Unmarked []unmark.Line
	Mind     *mind
}

// Summary says in one line how much is marked, for those who hear the page.
func (r *result) Summary() string {
	switch n := len(r.Findings); n {
	case 0:
		return r.Title + "."
	case 1:
		return r.Title + ". One place is marked."
	default:
		return fmt.Sprintf("%s. %d places are marked.", r.Title, n)
	}
}

// piece is a stretch of the draft, marked or not.
type piece struct {
	Text   string
	Marked bool
	Notes  []note // findings that end here
}

// note points from the text to a finding.
type note struct {
	Number int
	Name   string
}

// finding is one thing that the draft does.
type finding struct {
	Number   int
	Name     string // after "this sentence": "blames"
	Possible bool
	Quote    string
	Reason   string
	Hint     string
	Source   string
	Ways     []unmark.Way // none for what endangers somebody
}

func (s *site) checkStart(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, checkPage{frame: s.frame(r, "Draft"), Purposes: purposeChoices("")})
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
	text := form.Get("text")
	purpose, err := draft.ParsePurpose(form.Get("purpose"))
	switch {
	case !form.Has("text"):
		return nil, ""
	case strings.TrimSpace(text) == "":
		return nil, "Write or paste something first."
	case len(text) > draftLimit:
		return nil, "This is longer than we can look at in one go. It is still here. Try a part of it."
	case err != nil:
		return nil, "Choose what it is for. The same words can be right for one thing and wrong for another."
	}
	return s.result(text, d.Dismissals().Apply(purpose, text, draft.Check(purpose, text)), m, d), ""
}

func (s *site) result(text string, report draft.Report, m *mind, d dismissed) *result {
	words := report.Verdict.Words()
	out := &result{
		Verdict: report.Verdict, Title: words.Title, Says: words.Says,
		Crisis: report.Verdict == draft.Crisis, Mind: m,
	}
	if out.Crisis {
		return out // no marks, no grades: the words of the verdict and help
	}
	var marked []draft.Finding
	for _, sentence := range report.Sentences {
		for _, f := range sentence.Acts {
			switch {
			case f.Counts:
				marked = append(marked, f)
			case helps(f.Act):
				out.Good = append(out.Good, s.finding(text, f))
			}
		}
	}
	// Numbers follow the text, whatever the order of acts within a sentence.
	slices.SortStableFunc(marked, func(a, b draft.Finding) int { return a.Start - b.Start })
	for i, f := range marked {
		shown := s.finding(text, f)
		shown.Number, shown.Ways = i+1, d.Ways(text, f)
		out.Findings = append(out.Findings, shown)
	}
	out.Text = pieces(text, marked)
	out.Unmarked = d.Lines(text, report)
	return out
}

func (s *site) finding(text string, f draft.Finding) finding {
	return finding{
		Name: draft.ActName(f.Act), Possible: f.Level == draft.Possible,
		Quote: text[f.Start:f.End], Reason: f.Reason, Hint: f.Hint, Source: s.source(f.Source),
	}
}

// helps reports whether an act works for the writer.
func helps(act string) bool {
	switch act {
	case "responsibility", "acceptance", "boundary", "gratitude", "feeling":
		return true
	}
	return false
}

// pieces cuts the text at the ends of the marked findings, which may overlap.
func pieces(text string, marked []draft.Finding) []piece {
	cuts := []int{0, len(text)}
	for _, f := range marked {
		cuts = append(cuts, f.Start, f.End)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var all []piece
	for i := range len(cuts) - 1 {
		p := piece{Text: text[cuts[i]:cuts[i+1]]}
		for n, f := range marked {
			if f.Start <= cuts[i] && cuts[i+1] <= f.End {
				p.Marked = true
				if f.End == cuts[i+1] {
					p.Notes = append(p.Notes, note{n + 1, draft.ActName(f.Act)})
				}
			}
		}
		all = append(all, p)
	}
	return all
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
