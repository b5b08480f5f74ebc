package web

import (
	"net/http"
	"strconv"
	"strings"

	"afterwards/internal/account"
	"afterwards/internal/boundary"
	"afterwards/internal/id"
	"afterwards/internal/plan"
	"afterwards/internal/urge"
	"afterwards/internal/web/httpx"
)

func (s *site) urgeRoutes() []route { return []route{{"GET", "/urge", s.urge}} }

func (s *site) urgeKeepingRoutes() []route {
	return []route{
		{"POST", "/urge", s.ready(s.urgeKeep)},
		{"GET", "/urge/patterns", s.ready(s.urgePatterns)},
		{"POST", "/urge/{id}/delete", s.ready(s.urgeDelete)},
	}
}

// urgePage is for the minutes in which somebody wants to make contact: what they
// decided, ten minutes, another place for the words, people, and a note after it.
// It works without an account and without the network.
type urgePage struct {
	frame
	Decided *todayLine
	Reasons []string
	Holds   []todayLine // boundaries that hold now, with the person's own words
	People  []string
	Kept    bool
	Dids    []choice
	Dial    dial
	Sorry   string
	Crisis  bool // the note just kept may be about the writer's own life
	Trigger string
	Note    string
}

func (urgePage) template() string { return "urge.html" }

func (s *site) urge(w http.ResponseWriter, r *http.Request) error {
	p := urgePage{frame: s.frame(r, "Ten minutes")}
	open := s.whoever(r)
	if open == nil {
		return s.show(w, http.StatusOK, p)
	}
	defer open.Key.Wipe()
	p.Kept = r.URL.Query().Has("kept")
	return s.showUrge(w, r, open, http.StatusOK, p)
}

func (s *site) showUrge(w http.ResponseWriter, r *http.Request, open *account.Open, status int, p urgePage) error {
	ctx, now := r.Context(), s.keeping.Now()
	p.frame = s.placeFrame(r, "Ten minutes", open)
	decided, err := s.openDecisions(open).List(ctx, 0, 1)
	if err != nil {
		return err
	}
	for _, k := range decided {
		p.Decided = &todayLine{"/answer/" + string(k.ID), k.Value.Title, "Answered on " + dateWords(k.Value.When)}
		for _, why := range k.Value.Reasons {
			p.Reasons = append(p.Reasons, why.Says)
		}
	}
	boundaries, err := s.openBoundaries(open).All(ctx)
	if err != nil {
		return err
	}
	for _, k := range boundaries {
		if k.Value.Holds(now) {
			p.Holds = append(p.Holds, todayLine{boundaryPath(k.ID), k.Value.Title, k.Value.Text})
		}
	}
	mine, _, err := plan.Open(open.Key, s.keeping.Records, s.keeping.Now).Find(ctx)
	if err != nil {
		return err
	}
	p.People = plan.Part{Text: partText(mine.Value)("people")}.Lines()
	if p.Kept {
		noted, err := s.openUrges(open).Latest(ctx)
		if err != nil {
			return err
		}
		p.Crisis = speaksOfDying(strings.TrimSpace(noted.Trigger + "\n\n" + noted.Note))
	}
	for _, d := range urge.Dids {
		p.Dids = append(p.Dids, choice{Value: string(d), Says: d.Words()})
	}
	p.Dial = dial{"peak", "How strong was it, at its strongest?", "hardly there", "strong", "hardly to be held", ""}
	return s.show(w, status, p)
}

func (s *site) openUrges(open *account.Open) *urge.Log {
	return urge.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

// openBoundaries is the boundaries of whoever is signed in.
func (s *site) openBoundaries(open *account.Open) *boundary.Book {
	return boundary.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

func (s *site) urgeKeep(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return err
	}
	u := urge.Urge{When: (&writing{Zone: form.Get("zone")}).at(s.keeping.Now()), Trigger: strings.TrimSpace(form.Get("trigger")), Note: strings.TrimSpace(form.Get("note")), Did: urge.Did(form.Get("did"))}
	if n, err := strconv.Atoi(strings.TrimSpace(form.Get("peak"))); err == nil {
		u.Peak = &n
	}
	if _, err := s.openUrges(open).Keep(r.Context(), u); err != nil {
		status, says := s.refused(r, err)
		return s.showUrge(w, r, open, status, urgePage{Sorry: says, Trigger: u.Trigger, Note: u.Note})
	}
	if u.Did == urge.Acted {
		return seeOther(w, r, "/contacts?slip#new")
	}
	return seeOther(w, r, "/urge?kept")
}

// urgePatternsPage counts when pulls came and what set them off, and says how
// little that is.
type urgePatternsPage struct {
	frame
	Missing  int
	Of       int
	Spans    []patternLine
	Triggers []patternLine
	Lines    []urgeLine
}

func (urgePatternsPage) template() string { return "urge-patterns.html" }

type patternLine struct {
	Says  string
	Count int
}

type urgeLine struct {
	ID            id.ID
	Revision      int64
	Moment, Says  string
	Trigger, Peak string
	Note          string
}

var spanWords = map[int]string{0: "At night, from midnight to six", 6: "In the morning, to noon", 12: "In the afternoon, to six", 18: "In the evening, to midnight"}

func (s *site) urgePatterns(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	all, err := s.openUrges(open).All(r.Context())
	if err != nil {
		return err
	}
	p := urgePatternsPage{frame: s.placeFrame(r, "Patterns", open), Of: len(all)}
	spans, missing := urge.Hours(all)
	p.Missing = missing
	for _, span := range spans {
		p.Spans = append(p.Spans, patternLine{spanWords[span.From], span.Count})
	}
	counts := map[string]int{}
	for _, k := range all {
		if t := strings.ToLower(k.Value.Trigger); t != "" {
			if counts[t]++; counts[t] == 1 {
				p.Triggers = append(p.Triggers, patternLine{Says: k.Value.Trigger})
			}
		}
	}
	for i := range p.Triggers {
		p.Triggers[i].Count = counts[strings.ToLower(p.Triggers[i].Says)]
	}
	for _, k := range all[:min(len(all), entriesPerPage)] {
		line := urgeLine{ID: k.ID, Revision: k.Revision, Moment: momentWords(k.Value.When), Says: k.Value.Did.Words(), Trigger: k.Value.Trigger, Note: k.Value.Note}
		if k.Value.Peak != nil {
			line.Peak = strconv.Itoa(*k.Value.Peak)
		}
		p.Lines = append(p.Lines, line)
	}
	return s.show(w, http.StatusOK, p)
}

func (s *site) urgeDelete(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	one, revision, err := shownRecord(w, r)
	if err != nil {
		return err
	}
	if err := s.openUrges(open).Delete(r.Context(), one, revision); err != nil {
		return err
	}
	return seeOther(w, r, "/urge/patterns")
}
