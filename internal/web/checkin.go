package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/checkin"
	"afterwards/internal/fhir"
	"afterwards/internal/id"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
	"afterwards/measure"
)

// checkinRoutes are the addresses of the scales, which work without an account,
// and of what is kept of them.
func (s *site) checkinRoutes() []route {
	return []route{
		{"GET", "/scales", s.scales},
		{"GET", "/scales/{scale}", s.scale},
		{"POST", "/scales/{scale}", s.answerScale},
		{"GET", "/safety", s.safety},
	}
}

func (s *site) checkinKeepingRoutes() []route {
	return []route{
		{"GET", "/check-ins", s.ready(s.checkins)},
		{"GET", "/check-ins/fhir", s.ready(s.checkinsFHIR)},
		{"POST", "/check-ins/{id}/delete", s.ready(s.deleteCheckin)},
	}
}

// openCheckins is the answers of whoever is signed in.
func (s *site) openCheckins(open *account.Open) *checkin.Log {
	return checkin.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

func (s *site) findScale(name string) *knowledge.Scale {
	all := s.adviser.Judgement().Scales
	i := slices.IndexFunc(all, func(x knowledge.Scale) bool { return x.Scale == name })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// daily is the scale with the taps of a day.
const daily = "daily"

// scalesPage lists the scales, and for somebody who is signed in what may be
// answered today.
type scalesPage struct {
	frame
	Groups []scaleGroup
}

func (scalesPage) template() string { return "scales.html" }

type scaleGroup struct {
	Title  string
	Scales []scaleLine
}

type scaleLine struct {
	Path, Title, About string
	Note               string // when it can be answered again
}

var rhythmTitles = []struct{ rhythm, title string }{{"day", "Today"}, {"week", "Once a week"}, {"month", "Once a month"}}

func (s *site) scales(w http.ResponseWriter, r *http.Request) error {
	p := scalesPage{frame: s.frame(r, "Check-ins")}
	var kept []checkin.Kept
	now := time.Now()
	if open := s.whoever(r); open != nil {
		defer open.Key.Wipe()
		p.frame = s.placeFrame(r, "Check-ins", open)
		var err error
		if kept, err = s.openCheckins(open).Latest(r.Context(), checkinsBack); err != nil {
			return err
		}
		now = s.keeping.Now()
	}
	all := s.adviser.Judgement().Scales
	for _, g := range rhythmTitles {
		group := scaleGroup{Title: g.title}
		for i := range all {
			x := &all[i]
			if x.Rhythm != g.rhythm {
				continue
			}
			line := scaleLine{Path: "/scales/" + x.Scale, Title: x.Title, About: x.About}
			if x.Rhythm != "day" && !checkin.Due(kept, x.Scale, x.Gap, now) {
				line.Note = "You answered this a short while ago. It says more with some days in between."
			} else if x.Rhythm == "day" && !checkin.Due(kept, x.Scale, x.Gap, now) {
				line.Note = "Kept for today. You can change it."
			}
			group.Scales = append(group.Scales, line)
		}
		p.Groups = append(p.Groups, group)
	}
	return s.show(w, http.StatusOK, p)
}

// checkinsBack is how many answers are looked at to see what is due.
const checkinsBack = 100

// scalePage asks the questions of one scale.
type scalePage struct {
	frame
	Scale    *knowledge.Scale
	Path     string
	Items    []scaleItem
	Daily    *dailyTaps
	For      id.ID
	Sorry    string
	TooSoon  bool
	Again    bool // today's answers are there to be changed
	Required bool
	Safety   bool // an answer is about not wanting to live, whatever else is said
}

func (scalePage) template() string { return "scale.html" }

// scaleItem is one question with what was given.
type scaleItem struct {
	Item    *knowledge.ScaleItem
	Dial    *dial // for a line
	Name    string
	Choices []choice
	Missing bool
}

// dailyTaps is what the daily check-in asks beside its lines.
type dailyTaps struct {
	Contacts []choice
	Looked   string
	Urge     dial
	Alcohol  []choice
	Note     string
}

const itemField = "i-"

func (s *site) scale(w http.ResponseWriter, r *http.Request) error {
	x := s.findScale(r.PathValue("scale"))
	if x == nil {
		return unknownPath(w, r)
	}
	form := url.Values{}
	p := scalePage{frame: s.frame(r, x.Title)}
	if open := s.whoever(r); open != nil {
		defer open.Key.Wipe()
		p.frame, p.For = s.placeFrame(r, x.Title, open), open.Account
		kept, err := s.openCheckins(open).Latest(r.Context(), checkinsBack)
		if err != nil {
			return err
		}
		now := s.keeping.Now()
		for _, k := range kept {
			if k.Value.Scale == x.Scale && k.Value.Day() == now.In(k.Value.When.Location()).Format(time.DateOnly) {
				form, p.Again = takenForm(k.Value), true
				break
			}
		}
		p.TooSoon = !p.Again && !checkin.Due(kept, x.Scale, x.Gap, now)
	}
	return s.askScale(w, http.StatusOK, p, x, form)
}

// askScale shows the questions with what a form gave.
func (s *site) askScale(w http.ResponseWriter, status int, p scalePage, x *knowledge.Scale, form url.Values) error {
	p.Scale, p.Path, p.Required = x, "/scales/"+x.Scale, !x.Lines()
	for i := range x.Items {
		it := &x.Items[i]
		item := scaleItem{Item: it, Name: itemField + it.Item, Missing: p.Sorry != "" && p.Required && form.Get(itemField+it.Item) == ""}
		if x.Lines() {
			item.Dial = &dial{item.Name, it.Ask, it.Low, it.Middle, it.High, form.Get(item.Name)}
		}
		for _, o := range x.Options {
			v := strconv.Itoa(o.Value)
			item.Choices = append(item.Choices, choice{v, o.Says, form.Get(item.Name) == v})
		}
		p.Items = append(p.Items, item)
	}
	if x.Scale == daily {
		p.Daily = readTaps(form)
	}
	return s.show(w, status, p)
}

func readTaps(form url.Values) *dailyTaps {
	d := &dailyTaps{Looked: form.Get("looked"), Note: form.Get("note"),
		Urge: dial{"urge", "How strong was the pull to make contact, at its strongest?", "no pull", "strong, and it passed", "hardly to be held", form.Get("urge")}}
	for _, c := range checkin.Contacts {
		d.Contacts = append(d.Contacts, choice{string(c), c.Words(), form.Get("contact") == string(c)})
	}
	for _, a := range []struct{ value, says string }{{"no", "No"}, {"yes", "Yes"}} {
		d.Alcohol = append(d.Alcohol, choice{a.value, a.says, form.Get("alcohol") == a.value})
	}
	return d
}

// takenForm is what was kept, as the fields of its form.
func takenForm(t checkin.Taken) url.Values {
	form := url.Values{"contact": {string(t.Contact)}, "note": {t.Note}}
	for item, v := range t.Answers {
		form.Set(itemField+item, strconv.Itoa(v))
	}
	for name, n := range map[string]*int{"looked": t.Looked, "urge": t.Urge} {
		if n != nil {
			form.Set(name, strconv.Itoa(*n))
		}
	}
	if t.Alcohol != nil {
		form.Set("alcohol", map[bool]string{true: "yes", false: "no"}[*t.Alcohol])
	}
	return form
}

// readTaken reads the form of a scale. An answer that is none of the scale's is
// as if it had not been given.
func readTaken(x *knowledge.Scale, form url.Values) checkin.Taken {
	t := checkin.Taken{Scale: x.Scale, Title: x.Title, Answers: map[string]int{}, Asked: map[string]string{}}
	for i := range x.Items {
		it := &x.Items[i]
		if v, err := strconv.Atoi(strings.TrimSpace(form.Get(itemField + it.Item))); err == nil && measure.Fits(x, v) {
			t.Answers[it.Item], t.Asked[it.Item] = v, it.Ask
		}
	}
	if x.Scale != daily {
		return t
	}
	number := func(name string) *int {
		if v, err := strconv.Atoi(strings.TrimSpace(form.Get(name))); err == nil {
			return &v
		}
		return nil
	}
	t.Contact, t.Looked, t.Urge, t.Note = checkin.Contact(form.Get("contact")), number("looked"), number("urge"), strings.TrimSpace(form.Get("note"))
	if a := form.Get("alcohol"); a == "yes" || a == "no" {
		yes := a == "yes"
		t.Alcohol = &yes
	}
	return t
}

// empty reports whether nothing was given.
func nothingTaken(t checkin.Taken) bool {
	return len(t.Answers) == 0 && t.Contact == "" && t.Looked == nil && t.Urge == nil && t.Alcohol == nil && t.Note == ""
}

func (s *site) answerScale(w http.ResponseWriter, r *http.Request) error {
	x := s.findScale(r.PathValue("scale"))
	if x == nil {
		return unknownPath(w, r)
	}
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	t := readTaken(x, form)
	safety, now := measure.Asks(x, t.Answers)
	p := scalePage{frame: s.frame(r, x.Title), Safety: safety}
	p.For, _ = id.Parse(form.Get("for"))
	open := s.whoever(r)
	if open != nil {
		defer open.Key.Wipe()
		p.frame = s.placeFrame(r, x.Title, open)
	}
	again := func(status int, sorry string) error {
		p.Sorry = sorry
		return s.askScale(w, status, p, x, form)
	}
	if p.For != "" && (open == nil || open.Account != p.For) {
		return again(http.StatusUnauthorized, "You are signed out, so this is not kept yet. Your answers are still here. Sign in in another tab, come back, and press the button again.")
	}
	result, whole := measure.Score(x, t.Answers)
	// An answer about safety is kept and met before anything is asked for again.
	if !whole && !x.Lines() && !safety {
		return again(http.StatusUnprocessableEntity, "Some of these have no answer yet. There is no score without them, because what is missing is not guessed.")
	}
	if nothingTaken(t) {
		return again(http.StatusUnprocessableEntity, "Nothing was given yet. One line is enough, and you can also just leave.")
	}
	if open != nil {
		t.When = (&writing{Zone: form.Get("zone")}).at(s.keeping.Now())
		if _, err := s.openCheckins(open).Keep(r.Context(), t); err != nil {
			status, says := s.refused(r, err)
			return again(status, says)
		}
	}
	done := scaleDonePage{frame: p.frame, Scale: x, Kept: open != nil, Whole: whole, Result: result, Safety: safety, Now: now,
		Crisis: speaksOfDying(t.Note)}
	if open != nil && whole {
		if done.Before, done.Compared, err = s.compareScale(r, open, x, t, result.Total); err != nil {
			return err
		}
	}
	return s.show(w, http.StatusOK, done)
}

// scaleDonePage says what answers come to, or opens the way to people first.
type scaleDonePage struct {
	frame
	Scale    *knowledge.Scale
	Kept     bool
	Whole    bool
	Result   measure.Scored
	Before   string // how the last score was, with its day
	Compared measure.Difference
	Safety   bool
	Now      bool
	Crisis   bool
}

func (scaleDonePage) template() string { return "scale-done.html" }

// Points is the score as a person reads it.
func (p scaleDonePage) Points() string { return points(p.Result.Total) }

// Better and Worse say how it compares with the last time.
func (p scaleDonePage) Better() bool { return p.Before != "" && p.Compared == measure.Better }

// Worse is the other direction.
func (p scaleDonePage) Worse() bool { return p.Before != "" && p.Compared == measure.Worse }

func points(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// compareScale compares a score with the last one of an earlier day that is far
// enough away.
func (s *site) compareScale(r *http.Request, open *account.Open, x *knowledge.Scale, t checkin.Taken, total float64) (before string, d measure.Difference, err error) {
	if x.Change == 0 {
		return "", measure.Unclear, nil
	}
	all, err := s.openCheckins(open).All(r.Context())
	if err != nil {
		return "", measure.Unclear, err
	}
	for _, k := range all {
		if k.Value.Scale != x.Scale || !checkin.Due([]checkin.Kept{k}, x.Scale, x.Gap, t.When) {
			continue
		}
		if earlier, ok := measure.Score(x, k.Value.Answers); ok {
			return points(earlier.Total) + " on " + k.Value.When.Format("2 January 2006"), measure.Compare(x, earlier.Total, total), nil
		}
	}
	return "", measure.Unclear, nil
}

// safetyPage is for somebody whose answer was about not wanting to live, and
// for whoever comes by themselves.
type safetyPage struct{ frame }

func (safetyPage) template() string { return "safety.html" }

func (s *site) safety(w http.ResponseWriter, r *http.Request) error {
	p := safetyPage{s.frame(r, "Help")}
	if open := s.whoever(r); open != nil {
		p.frame = s.placeFrame(r, "Help", open)
		open.Key.Wipe()
	}
	return s.show(w, http.StatusOK, p)
}

// checkinsPage lists what was answered, the latest first.
type checkinsPage struct {
	frame
	Taken []takenLine
	Older int
	Done  string
}

func (checkinsPage) template() string { return "check-ins.html" }

type takenLine struct {
	ID       id.ID
	Revision int64
	Title    string
	Moment   string
	Lines    []string
	Note     string
}

func (s *site) checkins(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	all, err := s.openCheckins(open).All(r.Context())
	if err != nil {
		return err
	}
	from, _ := strconv.Atoi(r.URL.Query().Get("from"))
	from = min(max(from, 0), len(all))
	p := checkinsPage{frame: s.placeFrame(r, "Check-ins", open), Done: doneWords[r.URL.Query().Get("done")]}
	shown := all[from:]
	if len(shown) > entriesPerPage {
		shown = shown[:entriesPerPage]
		p.Older = from + entriesPerPage
	}
	for _, k := range shown {
		t := k.Value
		line := takenLine{ID: k.ID, Revision: k.Revision, Title: t.Title, Moment: momentWords(t.When), Note: t.Note}
		if x := s.findScale(t.Scale); x != nil {
			for i := range x.Items {
				if v, ok := t.Answers[x.Items[i].Item]; ok {
					line.Lines = append(line.Lines, x.Items[i].Ask+" "+answerWords(x, v))
				}
			}
			if got, ok := measure.Score(x, t.Answers); ok && !x.Lines() {
				line.Lines = append(line.Lines, "In all: "+points(got.Total)+" of "+strconv.Itoa(got.Of))
			}
		}
		if t.Contact != "" {
			line.Lines = append(line.Lines, "Contact: "+t.Contact.Words())
		}
		p.Taken = append(p.Taken, line)
	}
	return s.show(w, http.StatusOK, p)
}

// answerWords is an answer in words, or its number.
func answerWords(x *knowledge.Scale, v int) string {
	for _, o := range x.Options {
		if o.Value == v {
			return o.Says
		}
	}
	return strconv.Itoa(v)
}

func (s *site) deleteCheckin(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	taken, revision, err := shownRecord(w, r)
	if err != nil {
		return err
	}
	if err := s.openCheckins(open).Delete(r.Context(), taken, revision); err != nil {
		return err
	}
	return seeOther(w, r, "/check-ins?done=deleted-checkin")
}

// checkinsFHIR gives the answers as a file for health records.
func (s *site) checkinsFHIR(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	all, err := s.openCheckins(open).All(r.Context())
	if err != nil {
		return err
	}
	taken := make([]checkin.Taken, len(all))
	for i, k := range all {
		taken[i] = k.Value
	}
	file, err := fhir.Bundle(s.adviser.Judgement().Scales, taken, s.keeping.Now())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/fhir+json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="notes.fhir.json"`)
	_, err = w.Write(file)
	return err
}
