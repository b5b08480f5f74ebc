package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"afterwards/advice"
	"afterwards/internal/errs"
	"afterwards/internal/programme"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

const (
	courseField = "x-" // before the name of an item
	doneField   = "done"
	ledgerMore  = 3 // empty rows of a ledger
)

// sinceAnswer is how long a kept answer opens what needs one.
const sinceAnswer = 24 * time.Hour

// programmeStepPage is one step: what it is, what is asked, and when it is done.
type programmeStepPage struct {
	frame
	Course    *knowledge.Course
	Step      *knowledge.CourseStep
	Says      []string
	Path      string // of the programme
	Here      string
	Number    int
	Of        int
	Given     answers
	Shut      string
	Gated     string
	Door      bool // a question at the door of the programme is open
	Waits     string
	Questions []asked
	Gates     []carriedField // answers to these, on their way
	Items     []courseItem
	Done      []doneTick
	Revision  int64
	For       string
	Kept      bool
	Crisis    bool
	Whole     bool
	Sorry     string
	Before    string
	After     string
	Exits     []programmeLink
	Sheet     *programmeSheetStep // what was written, where it is not kept
	Closed    bool                // the step closed while it was written
	Old       []programme.Answer  // to what is not asked any more
	Other     []programme.Answer  // as it is kept now, where two windows changed it
}

func (programmeStepPage) template() string { return "programme-step.html" }

type doneTick struct {
	Value, Says string
	Given       bool
}

// courseItem is one item with what was given.
type courseItem struct {
	*knowledge.CourseItem
	Kind    string
	Name    string
	Text    string
	Lines   []string
	Dial    *dial
	Choices []choice
	Then    string
	Ticked  bool
	Rows    []courseRow
	Link    programmeLink
}

type courseRow struct {
	Name, Note string
	Field      string // of the name, where it is the person's own
	Day        bool   // the name is a day
	Cells      []courseCell
}

type courseCell struct{ Name, Label, Value string }

func (s *site) programmeStep(w http.ResponseWriter, r *http.Request) error {
	return s.answerStep(w, r, url.Values{})
}

func (s *site) programmeAnswer(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	return s.answerStep(w, r, form)
}

func (s *site) answerStep(w http.ResponseWriter, r *http.Request, form url.Values) error {
	work, ok, err := s.work(r, form)
	if err != nil {
		return err
	}
	if !ok {
		return unknownPath(w, r)
	}
	defer work.close()
	i := slices.IndexFunc(work.Steps, func(x advice.CoursedStep) bool { return x.Step.Step == r.PathValue("step") })
	if i < 0 {
		return unknownPath(w, r)
	}
	p := s.stepPage(r, work, i)
	kept, _ := work.step(p.Step.Step)
	p.Revision = kept.Revision
	here := kept.Value
	status := http.StatusOK
	keep := form.Get("do") == "keep"
	switch open := s.standsBefore(&p, work, i, form, kept); {
	case keep && form.Get("for") != "" && (work.open == nil || string(work.open.Account) != form.Get("for")):
		here, status = readStep(work.Course, p.Step, form), http.StatusUnauthorized
		p.For, p.Sorry = form.Get("for"), "You are signed out, so this is not kept yet. Your words are still here. Sign in in another tab, come back, and press the button again."
	case keep && work.open != nil && open:
		here = readStep(work.Course, p.Step, form)
		revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
		_, err := s.keepStep(r, work, here, revision)
		if err == nil {
			return seeOther(w, r, p.Here+"?kept")
		}
		status, p.Sorry = s.refused(r, err)
		if errs.Is(err, errs.Conflict) {
			p.Other = slices.DeleteFunc(slices.Clone(kept.Value.Answers), programme.Answer.Empty)
		}
	case keep:
		// Without a place it is a sheet. With one, the step has closed meanwhile: the
		// words are shown all the same, so that they can be copied.
		here = readStep(work.Course, p.Step, form)
		sheet := sheetStep(here)
		p.Sheet = &sheet
		if !open {
			status, p.Closed = http.StatusConflict, true
		}
	}
	p.Crisis = (p.Kept || keep) && speaksOfDying(here.Text())
	s.fillStep(&p, here)
	return s.show(w, status, p)
}

// keepStep keeps the answers, and begins the programme with them if it was not.
func (s *site) keepStep(r *http.Request, work *working, step programme.Step, revision int64) (programme.KeptStep, error) {
	programmes := s.openProgrammes(work.open)
	if !work.ok {
		if _, err := programmes.Begin(r.Context(), work.Course.Programme, work.Course.Title, nil); err != nil {
			return programme.KeptStep{}, err
		}
	}
	return programmes.Keep(r.Context(), step, revision)
}

func (s *site) stepPage(r *http.Request, work *working, i int) programmeStepPage {
	step := work.Steps[i].Step
	p := programmeStepPage{
		frame: s.frame(r, "Programme"), Course: work.Course, Step: step, Says: strings.Split(strings.TrimSpace(step.Says), "\n"),
		Path: work.path(), Here: work.path() + "/steps/" + step.Step, Number: i + 1, Of: len(work.Steps), Given: work.given, Exits: s.programmeLinks(work.Course.Exits),
	}
	if work.open != nil {
		p.frame, p.For, p.Kept = s.placeFrame(r, "Programme", work.open), string(work.open.Account), r.URL.Query().Has("kept")
	}
	if i > 0 {
		p.Before = work.path() + "/steps/" + work.Steps[i-1].Step.Step
	}
	if i+1 < len(work.Steps) {
		p.After = work.path() + "/steps/" + work.Steps[i+1].Step.Step
	}
	return p
}

// standsBefore says what stands before the step, if anything does.
func (s *site) standsBefore(p *programmeStepPage, work *working, i int, form url.Values, kept programme.KeptStep) (open bool) {
	step, rules := work.Steps[i], s.adviser.Judgement().ForExercises
	p.Shut = step.Shut
	if work.Shut != "" {
		p.Shut = work.Shut
	}
	for _, q := range step.Questions {
		given := form.Get(gateField + q.ID)
		k := slices.IndexFunc(q.Answers, func(a knowledge.OwnAnswer) bool { return a.Value == given })
		switch {
		case k < 0:
			ask := asked{Name: gateField + q.ID, Ask: q.Ask}
			for _, a := range q.Answers {
				ask.Choices = append(ask.Choices, choice{Value: a.Value, Says: a.Says})
			}
			p.Questions = append(p.Questions, ask)
		case q.Answers[k].Shut != "" && p.Shut == "":
			p.Shut = q.Answers[k].Shut
		default:
			p.Gates = append(p.Gates, carriedField{gateField + q.ID, given})
		}
	}
	// What is kept can be read again, and changed from there, without being asked
	// anew.
	again := kept.Revision > 0 && form.Get("do") == "keep" && form.Get("revision") == strconv.FormatInt(kept.Revision, 10)
	if (p.Kept && form.Get("do") == "" && kept.Revision > 0 || again) && p.Shut == "" {
		p.Questions = nil
	}
	if step.Gated && p.Shut == "" {
		p.Gated = rules.Gated
	}
	p.Door = p.Shut == "" && (len(work.Ask) > 0 || len(step.Ask) > 0)
	if work.Course.Stages && work.open != nil {
		for _, before := range work.Steps[:i] {
			if k, _ := work.step(before.Step.Step); !k.Value.Whole {
				p.Waits = before.Step.Title
				break
			}
		}
	}
	return p.Shut == "" && p.Gated == "" && !p.Door && p.Waits == "" && len(p.Questions) == 0
}

// Fill reports whether the questions of the step are shown.
func (p programmeStepPage) Fill() bool {
	return p.Shut == "" && p.Gated == "" && !p.Door && p.Waits == "" && len(p.Questions) == 0 && p.Sheet == nil
}

// fillStep puts what was given into the page.
func (s *site) fillStep(p *programmeStepPage, here programme.Step) {
	p.Whole = here.Whole
	for i, says := range p.Step.Done {
		p.Done = append(p.Done, doneTick{strconv.Itoa(i), says, slices.Contains(here.Done, says)})
	}
	for i := range p.Step.Items {
		p.Items = append(p.Items, s.courseItem(&p.Step.Items[i], answerTo(here, p.Step.Items[i].ID)))
	}
	for _, a := range here.Answers {
		if !a.Empty() && !slices.ContainsFunc(p.Step.Items, func(x knowledge.CourseItem) bool { return x.ID == a.Item }) {
			p.Old = append(p.Old, a)
		}
	}
}

func answerTo(step programme.Step, item string) programme.Answer {
	for _, a := range step.Answers {
		if a.Item == item {
			return a
		}
	}
	return programme.Answer{}
}

func (s *site) courseItem(x *knowledge.CourseItem, a programme.Answer) courseItem {
	item := courseItem{CourseItem: x, Kind: x.Kind(), Name: courseField + x.ID, Text: a.Text}
	switch {
	case x.List != nil:
		item.Lines = append(slices.Clone(a.Lines), make([]string, max(0, x.List.Lines-len(a.Lines)))...)
	case x.Rate != nil:
		number := ""
		if a.Number != nil {
			number = strconv.Itoa(*a.Number)
		}
		item.Dial = &dial{item.Name, x.Rate.Ask, x.Rate.Low, "", x.Rate.High, number}
	case x.Choose != nil:
		for _, o := range x.Choose.Options {
			item.Choices = append(item.Choices, choice{o.ID, o.Says, a.Value == o.ID})
			if a.Value == o.ID {
				item.Then = o.Then
			}
		}
	case x.Tick != nil:
		item.Ticked = a.Value == "yes"
	case x.Table != nil:
		item.Rows = tableRows(item.Name, x.Table, a)
	case x.Exercise != "":
		if e, ok := s.adviser.Exercise(x.Exercise, s.adviser.Vocabulary().Unknown()); ok {
			item.Link = programmeLink{"/exercises/" + x.Exercise, e.Exercise.Title, e.Exercise.About}
		}
	case x.Letter != "":
		if l := s.letterKind(x.Letter); l != nil {
			item.Link = programmeLink{"/letters/" + x.Letter, l.Title, l.For}
		}
	case x.Guide != "":
		for _, g := range s.adviser.Judgement().Guides {
			if g.Guide == x.Guide {
				item.Link = programmeLink{"/guides/" + x.Guide, g.Title, g.About}
			}
		}
	case x.Programme != "":
		if links := s.programmeLinks([]string{x.Programme}); len(links) > 0 {
			item.Link = links[0]
		}
	}
	return item
}

// tableRows are the given rows, then those of the person's own that are filled,
// then empty ones.
func tableRows(name string, t *knowledge.Table, a programme.Answer) (rows []courseRow) {
	field := func(row, column int) string { return name + "-" + strconv.Itoa(row) + "-" + strconv.Itoa(column) }
	add := func(row courseRow, values []string) {
		n := len(rows)
		for i, label := range t.Columns {
			cell := courseCell{Name: field(n, i+1), Label: label}
			if i+1 < len(values) {
				cell.Value = values[i+1]
			}
			row.Cells = append(row.Cells, cell)
		}
		if row.Field != "" {
			row.Field = field(n, 0)
		}
		rows = append(rows, row)
	}
	given := func(name string) []string {
		for _, values := range a.Rows {
			if len(values) > 0 && values[0] == name {
				return values
			}
		}
		return nil
	}
	for _, row := range t.Rows {
		add(courseRow{Name: row.Name, Note: row.Note}, given(row.Name))
	}
	own := 0
	for _, values := range a.Rows {
		if len(values) > 0 && !slices.ContainsFunc(t.Rows, func(row knowledge.TableRow) bool { return row.Name == values[0] }) {
			add(courseRow{Name: values[0], Field: "own", Day: t.Ledger}, values)
			own++
		}
	}
	empty := max(t.More-own, 0)
	if t.Ledger {
		empty = ledgerMore
	}
	for range empty {
		add(courseRow{Field: "own", Day: t.Ledger}, nil)
	}
	return rows
}

// readStep reads what was answered.
func readStep(c *knowledge.Course, step *knowledge.CourseStep, form url.Values) programme.Step {
	out := programme.Step{Programme: c.Programme, Step: step.Step, Title: step.Title}
	for i := range step.Items {
		if a, ok := readItem(&step.Items[i], form); ok {
			out.Answers = append(out.Answers, a)
		}
	}
	for _, ticked := range form[doneField] {
		if i, err := strconv.Atoi(ticked); err == nil && i >= 0 && i < len(step.Done) && !slices.Contains(out.Done, step.Done[i]) {
			out.Done = append(out.Done, step.Done[i])
		}
	}
	out.Whole = len(out.Done) == len(step.Done)
	return out
}

func readItem(x *knowledge.CourseItem, form url.Values) (a programme.Answer, ok bool) {
	name := courseField + x.ID
	a.Item = x.ID
	text := strings.TrimSpace(form.Get(name))
	switch {
	case x.Write != nil:
		a.Ask, a.Text = x.Write.Prompt, text
	case x.List != nil:
		a.Ask = x.List.Prompt
		for _, line := range form[name] {
			if line = strings.TrimSpace(line); line != "" {
				a.Lines = append(a.Lines, line)
			}
		}
	case x.Rate != nil:
		a.Ask = x.Rate.Ask
		if n, err := strconv.Atoi(text); err == nil && n >= 0 && n <= 100 {
			a.Number = &n
		}
	case x.Choose != nil:
		a.Ask = x.Choose.Ask
		for _, o := range x.Choose.Options {
			if o.ID == text {
				a.Value, a.Text = o.ID, o.Says
			}
		}
	case x.Tick != nil:
		a.Ask = x.Tick.Says
		if text != "" {
			a.Value, a.Text = "yes", "Yes"
		}
	case x.Table != nil:
		a.Ask, a.Columns = x.Table.Prompt, x.Table.Columns
		a.Rows = readRows(name, x.Table, form)
	default:
		return a, false
	}
	return a, true
}

// mostRows is how many rows of a table are read from a form.
const mostRows = 250

func readRows(name string, t *knowledge.Table, form url.Values) (rows [][]string) {
	for n := range mostRows {
		prefix := name + "-" + strconv.Itoa(n) + "-"
		row := make([]string, len(t.Columns)+1)
		own := n >= len(t.Rows)
		if own {
			row[0] = strings.TrimSpace(form.Get(prefix + "0"))
		} else {
			row[0] = t.Rows[n].Name
		}
		filled := own && row[0] != ""
		for i := range t.Columns {
			row[i+1] = strings.TrimSpace(form.Get(prefix + strconv.Itoa(i+1)))
			filled = filled || row[i+1] != ""
		}
		if filled {
			rows = append(rows, row)
		} else if own && !form.Has(prefix+"1") {
			break
		}
	}
	return rows
}
