package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"afterwards/advice"
	"afterwards/internal/account"
	"afterwards/internal/programme"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
	"afterwards/situation"
)

// programmeRoutes are the addresses of programmes, which can be read, filled and
// printed without an account.
func (s *site) programmeRoutes() []route {
	return []route{
		{"GET", "/programmes", s.programmes},
		{"GET", "/programmes/{programme}", s.programme},
		{"POST", "/programmes/{programme}", s.programmeDoor},
		{"GET", "/programmes/{programme}/steps/{step}", s.programmeStep},
		{"POST", "/programmes/{programme}/steps/{step}", s.programmeAnswer},
	}
}

func (s *site) programmeKeepingRoutes() []route {
	return []route{
		{"GET", "/programmes/{programme}/sheet", s.ready(s.programmeSheet)},
		{"POST", "/programmes/{programme}/aside", s.ready(s.programmeAside)},
		{"POST", "/programmes/{programme}/delete", s.ready(s.programmeDelete)},
	}
}

// openProgrammes is the programmes of whoever is signed in.
func (s *site) openProgrammes(open *account.Open) *programme.Work {
	return programme.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

// programmesPage lists the programmes in groups.
type programmesPage struct {
	frame
	Going  []programmeLink // begun and not set aside
	Groups []programmeGroup
}

func (programmesPage) template() string { return "programmes.html" }

type programmeGroup struct {
	Title      string
	Programmes []programmeLink
}

type programmeLink struct{ Path, Title, About string }

var groupTitles = map[string]string{
	"end": "Coming to an end of it", "self": "About me", "people": "People and places around me", "other": "The other person and me", "help": "Help from others",
}

func linkToProgramme(c *knowledge.Course) programmeLink {
	return programmeLink{"/programmes/" + c.Programme, c.Title, c.About}
}

func (s *site) programmes(w http.ResponseWriter, r *http.Request) error {
	p := programmesPage{frame: s.frame(r, "Programmes")}
	var going []string
	if open := s.whoever(r); open != nil {
		defer open.Key.Wipe()
		p.frame = s.placeFrame(r, "Programmes", open)
		begun, err := s.openProgrammes(open).All(r.Context())
		if err != nil {
			return err
		}
		for _, k := range begun {
			if !k.Value.Aside {
				going = append(going, k.Value.Programme)
			}
		}
	}
	courses := s.adviser.Judgement().Courses
	for _, group := range knowledge.CourseGroups {
		g := programmeGroup{Title: groupTitles[group]}
		for i := range courses {
			switch c := &courses[i]; {
			case slices.Contains(going, c.Programme):
				if group == c.Group {
					p.Going = append(p.Going, linkToProgramme(c))
				}
			case c.Group == group:
				g.Programmes = append(g.Programmes, linkToProgramme(c))
			}
		}
		if len(g.Programmes) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return s.show(w, http.StatusOK, p)
}

// working is a programme with what is known of the person who works on it.
type working struct {
	advice.Coursed
	open  *account.Open // nil for somebody who keeps nothing
	begun programme.KeptBegun
	ok    bool // it was begun
	steps []programme.KeptStep
	given answers // of somebody who keeps nothing
}

// path is the address of the programme.
func (p *working) path() string { return "/programmes/" + p.Course.Programme }

// step returns what was kept of a step.
func (p *working) step(name string) (programme.KeptStep, bool) {
	i := slices.IndexFunc(p.steps, func(k programme.KeptStep) bool { return k.Value.Step == name })
	if i < 0 {
		return programme.KeptStep{}, false
	}
	return p.steps[i], true
}

// work opens the programme of the address; ok is false if there is none. The key
// in it is for the caller to wipe, by close.
func (s *site) work(r *http.Request, form url.Values) (p *working, ok bool, err error) {
	name, v := r.PathValue("programme"), s.adviser.Vocabulary()
	p = &working{open: s.whoever(r)}
	p.given, _ = readAnswers(v, form)
	now, earlier := p.given.situation(v), []situation.Situation{p.given.shownBefore(v)}
	if p.open != nil {
		if now, earlier, err = s.told(r.Context(), p, name); err != nil {
			p.close()
			return nil, false, err
		}
	}
	p.Coursed, ok = s.adviser.Course(name, now, earlier...)
	if !ok {
		p.close()
	}
	return p, ok, nil
}

func (p *working) close() {
	if p.open != nil {
		p.open.Key.Wipe()
	}
}

// told is what somebody who is signed in has told: at the door of the programme,
// and in an answer that they kept within a day, which alone can open a contact.
func (s *site) told(ctx context.Context, p *working, name string) (now situation.Situation, earlier []situation.Situation, err error) {
	v, work := s.adviser.Vocabulary(), s.openProgrammes(p.open)
	if p.begun, p.ok, err = work.Find(ctx, name); err != nil {
		return now, nil, err
	}
	if p.steps, err = work.Steps(ctx, name); err != nil {
		return now, nil, err
	}
	if earlier, err = s.toldLately(ctx, p.open); err != nil {
		return now, nil, err
	}
	facts := map[string]any{}
	decisions, err := s.openDecisions(p.open).Since(ctx, s.keeping.Now().Add(-sinceAnswer))
	if err != nil {
		return now, nil, err
	}
	if len(decisions) > 0 {
		for fact, value := range decisions[0].Value.Facts {
			facts[fact] = value
		}
	}
	for fact, value := range p.begun.Value.Facts {
		if _, ok := facts[fact]; !ok {
			facts[fact] = value
		}
	}
	for _, before := range []map[string]any{p.begun.Value.Facts, p.begun.Value.Earlier(s.keeping.Now())} {
		if was, err := v.Read(before); err == nil && before != nil {
			earlier = append(earlier, was)
		}
	}
	// What an older program told in words that this one does not know is not told.
	if now, err = v.Read(facts); err != nil {
		now = v.Unknown()
	}
	return now, earlier, nil
}

// programmePage is a programme: what it is, what stands before it, its steps.
type programmePage struct {
	frame
	Course   *knowledge.Course
	Path     string
	Claims   []claimLink
	Sources  []string
	Shut     string
	Asks     []asked
	Given    answers
	Sorry    string
	Unknown  string // what is said while a question is left open
	Begun    bool
	Aside    bool
	Steps    []programmeStepLine
	Next     string // the address of the step that comes next
	NextName string
	Instead  []programmeLink
	Exits    []programmeLink
	Answered bool // something is kept of it
}

func (programmePage) template() string { return "programme.html" }

type programmeStepLine struct {
	Path, Title string
	Whole       bool   // the person ticked all that holds
	Some        bool   // something is kept
	Note        string // why it is not open
}

func (s *site) programme(w http.ResponseWriter, r *http.Request) error {
	return s.showProgramme(w, r, url.Values{}, "")
}

// programmeDoor takes what was told at the door.
func (s *site) programmeDoor(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	if open := s.whoever(r); open != nil {
		defer open.Key.Wipe()
		i := slices.IndexFunc(s.adviser.Judgement().Courses, func(c knowledge.Course) bool { return c.Programme == r.PathValue("programme") })
		if i < 0 {
			return unknownPath(w, r)
		}
		c, v := &s.adviser.Judgement().Courses[i], s.adviser.Vocabulary()
		given, _ := readAnswers(v, form)
		if _, err := s.openProgrammes(open).Begin(r.Context(), c.Programme, c.Title, v.Write(given.situation(v))); err != nil {
			return err
		}
		return seeOther(w, r, "/programmes/"+c.Programme+"?told")
	}
	return s.showProgramme(w, r, form, "told")
}

func (s *site) showProgramme(w http.ResponseWriter, r *http.Request, form url.Values, told string) error {
	work, ok, err := s.work(r, form)
	if err != nil {
		return err
	}
	if !ok {
		return unknownPath(w, r)
	}
	defer work.close()
	c := work.Course
	p := programmePage{
		frame: s.frame(r, "Programme"), Course: c, Path: work.path(), Claims: s.claimLinks(c.Support.Claims), Shut: work.Shut,
		Given: work.given, Begun: work.ok && !work.begun.Value.Aside, Aside: work.ok && work.begun.Value.Aside, Answered: len(work.steps) > 0,
		Exits: s.programmeLinks(c.Exits),
	}
	if work.open != nil {
		p.frame = s.placeFrame(r, "Programme", work.open)
	}
	for _, at := range c.Sources {
		p.Sources = append(p.Sources, s.source(at.String()))
	}
	if work.Shut != "" {
		p.Given, p.Instead = work.given.seen(s.adviser), s.programmeLinks(c.Instead)
	} else if len(work.Ask) > 0 {
		p.Given, p.Asks, _ = s.askedHere(work.given, work.Ask)
		for i := range p.Asks {
			p.Asks[i].Open.Value = leftOpen
		}
		if told != "" || r.URL.Query().Has("told") {
			p.Sorry = s.adviser.Judgement().ForExercises.Unanswered
		}
	}
	s.programmeSteps(&p, work)
	return s.show(w, http.StatusOK, p)
}

// programmeSteps are the steps with how each stands.
func (s *site) programmeSteps(p *programmePage, work *working) {
	before := ""
	for _, step := range work.Steps {
		kept, some := work.step(step.Step.Step)
		line := programmeStepLine{Path: p.Path + "/steps/" + step.Step.Step, Title: step.Step.Title, Whole: kept.Value.Whole, Some: some}
		switch {
		case step.Shut != "":
			line.Note = "closed, with the reason on its page"
		case step.Gated:
			line.Note = "needs the answer to “Should I contact them at all?” first"
		case work.Course.Stages && before != "" && work.open != nil:
			line.Note = "waits for “" + before + "”"
		}
		if work.Course.Stages && before == "" && !line.Whole {
			before = line.Title
		}
		if p.Next == "" && !line.Whole && line.Note == "" && work.Open() {
			p.Next, p.NextName = line.Path, line.Title
		}
		p.Steps = append(p.Steps, line)
	}
}

func (s *site) programmeLinks(names []string) (links []programmeLink) {
	courses := s.adviser.Judgement().Courses
	for _, name := range names {
		if i := slices.IndexFunc(courses, func(c knowledge.Course) bool { return c.Programme == name }); i >= 0 {
			links = append(links, linkToProgramme(&courses[i]))
		}
	}
	return links
}

func (s *site) programmeAside(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, visitLimit)
	if err != nil {
		return err
	}
	name := r.PathValue("programme")
	if err := s.openProgrammes(open).SetAside(r.Context(), name, form.Get("aside") == "yes"); err != nil {
		return err
	}
	return seeOther(w, r, "/programmes")
}

func (s *site) programmeDelete(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	if _, err := httpx.Form(w, r, visitLimit); err != nil {
		return err
	}
	if err := s.openProgrammes(open).Delete(r.Context(), r.PathValue("programme")); err != nil {
		return err
	}
	return seeOther(w, r, "/programmes")
}

// programmeSheetPage is all that somebody answered, to read and to print.
type programmeSheetPage struct {
	frame
	Title string
	Path  string
	Steps []programmeSheetStep
}

func (programmeSheetPage) template() string { return "programme-sheet.html" }

type programmeSheetStep struct {
	Title   string
	Answers []programme.Answer
	Done    []string
}

func sheetStep(step programme.Step) programmeSheetStep {
	return programmeSheetStep{step.Title, slices.DeleteFunc(slices.Clone(step.Answers), programme.Answer.Empty), step.Done}
}

func (s *site) programmeSheet(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	work, ok, err := s.work(r, url.Values{})
	if err != nil {
		return err
	}
	if !ok {
		return unknownPath(w, r)
	}
	defer work.close()
	p := programmeSheetPage{frame: s.placeFrame(r, "Programme", open), Title: work.Course.Title, Path: work.path()}
	for _, step := range work.Course.Steps {
		if k, ok := work.step(step.Step); ok {
			p.Steps = append(p.Steps, sheetStep(k.Value))
		}
	}
	// What was answered in steps that are not asked any more is there as well.
	for _, k := range work.steps {
		if !slices.ContainsFunc(work.Course.Steps, func(x knowledge.CourseStep) bool { return x.Step == k.Value.Step }) {
			p.Steps = append(p.Steps, sheetStep(k.Value))
		}
	}
	return s.show(w, http.StatusOK, p)
}
