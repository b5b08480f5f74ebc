package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"afterwards/internal/errs"
	"afterwards/internal/plan"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

func (s *site) planRoutes() []route {
	return []route{
		{"GET", "/plan", s.planStart},
		{"POST", "/plan", s.planKeep},
	}
}

// planPage is the safety plan: to read, to change, or to fill and print for
// somebody who keeps nothing here.
type planPage struct {
	frame
	Plan     knowledge.SafetyPlan
	Parts    []planPart
	Write    bool // the form is shown, and not the plan
	Sheet    bool // it was filled by somebody who keeps nothing
	Kept     bool
	Revision int64
	Account  string
	Changed  string
	Sorry    string
	Other    []planPart // as it is kept now, where two windows changed it
}

func (planPage) template() string { return "plan.html" }

type planPart struct {
	knowledge.PlanPart
	Text  string
	Lines []string
}

const planField = "p-"

func (s *site) planParts(given func(part string) string) (parts []planPart) {
	for _, p := range s.adviser.Judgement().Plan.Parts {
		text := given(p.Part)
		parts = append(parts, planPart{p, text, plan.Part{Text: text}.Lines()})
	}
	return parts
}

func (s *site) planStart(w http.ResponseWriter, r *http.Request) error {
	p := planPage{frame: s.frame(r, "My plan"), Plan: s.adviser.Judgement().Plan, Write: true}
	open := s.whoever(r)
	if open == nil {
		p.Parts = s.planParts(func(string) string { return "" })
		return s.show(w, http.StatusOK, p)
	}
	defer open.Key.Wipe()
	p.frame, p.Account, p.Kept = s.placeFrame(r, "My plan", open), string(open.Account), r.URL.Query().Has("kept")
	k, ok, err := plan.Open(open.Key, s.keeping.Records, s.keeping.Now).Find(r.Context())
	if err != nil {
		return err
	}
	p.Parts = s.planParts(partText(k.Value))
	if ok && !k.Value.Empty() {
		p.Revision, p.Changed, p.Write = k.Revision, k.Value.When.Format("2 January 2006"), r.URL.Query().Has("change")
	} else if ok {
		p.Revision = k.Revision
	}
	return s.show(w, http.StatusOK, p)
}

func partText(p plan.Plan) func(string) string {
	return func(name string) string {
		for _, x := range p.Parts {
			if x.Name == name {
				return x.Text
			}
		}
		return ""
	}
}

func (s *site) planKeep(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	p := planPage{frame: s.frame(r, "My plan"), Plan: s.adviser.Judgement().Plan, Parts: s.planParts(func(part string) string { return form.Get(planField + part) })}
	p.Account = form.Get("for")
	p.Revision, _ = strconv.ParseInt(form.Get("revision"), 10, 64)
	open := s.whoever(r)
	if open == nil && p.Account == "" {
		p.Sheet = true
		return s.show(w, http.StatusOK, p)
	}
	if open == nil || string(open.Account) != p.Account {
		if open != nil {
			open.Key.Wipe()
		}
		p.Write, p.Sorry = true, "You are signed out, so this is not kept yet. Your words are still here. Sign in in another tab, come back, and press the button again."
		return s.show(w, http.StatusUnauthorized, p)
	}
	defer open.Key.Wipe()
	p.frame = s.placeFrame(r, "My plan", open)
	shelf := plan.Open(open.Key, s.keeping.Records, s.keeping.Now)
	if form.Has("delete") {
		if err := shelf.Delete(r.Context()); err != nil {
			return err
		}
		return seeOther(w, r, "/plan")
	}
	if _, err = shelf.Keep(r.Context(), s.planFrom(form), p.Revision); err == nil {
		return seeOther(w, r, "/plan?kept")
	}
	status, says := s.refused(r, err)
	p.Write, p.Sorry = true, says
	if errs.Is(err, errs.Conflict) {
		now, _, err := shelf.Find(r.Context())
		if err != nil {
			return err
		}
		p.Other, p.Revision = s.planParts(partText(now.Value)), now.Revision
	}
	return s.show(w, status, p)
}

func (s *site) planFrom(form url.Values) (out plan.Plan) {
	for _, x := range s.adviser.Judgement().Plan.Parts {
		if text := strings.TrimSpace(form.Get(planField + x.Part)); text != "" {
			out.Parts = append(out.Parts, plan.Part{Name: x.Part, Title: x.Title, Text: text})
		}
	}
	return out
}
