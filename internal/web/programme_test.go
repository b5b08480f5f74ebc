package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"afterwards/knowledge"
)

func courses(t *testing.T) []knowledge.Course {
	t.Helper()
	j, err := knowledge.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return j.Courses
}

// open answers the door of a programme so that it opens, as far as it can.
var harmlessly = []string{"fear", "false", "abuse", "none", "ex_toxic", "no", "legal_order", "none", "blocked", "none", "ex_asked_distance", "no", "unanswered_messages", "0", "own_conduct", "none", "shared_ties", "children"}

// throughDoor tells all that a door asks for, harmlessly.
func (b *browser) throughDoor(c knowledge.Course) answered {
	b.t.Helper()
	form := with(url.Values{"visit": {b.get("/programmes/" + c.Programme).fields().Get("visit")}})
	for i := 0; i < len(harmlessly); i += 2 {
		form.Set("f-"+harmlessly[i], harmlessly[i+1])
	}
	return b.post("/programmes/"+c.Programme, form)
}

// TestEveryProgrammeIsWalked: read, filled from back to front, stopped anywhere,
// read again, printed and deleted; and nothing kept for somebody who is nobody
// here.
func TestEveryProgrammeIsWalked(t *testing.T) {
	for _, c := range courses(t) {
		t.Run(c.Programme, func(t *testing.T) {
			b := home(t)
			b.get("/programmes").wants(200, c.Title, `href="/programmes/`+c.Programme+`"`)
			stranger := b.throughDoor(c).wants(200, c.Title, c.For)
			b.moveIn("")
			b.leads(b.throughDoor(c), "/programmes/"+c.Programme).wants(200, c.Steps[0].Title).lacks("Not this one, not now", "A few questions come first, because")
			path := "/programmes/" + c.Programme + "/steps/"
			filled := 0
			order := slices.Clone(c.Steps)
			if !c.Stages {
				slices.Reverse(order)
			}
			for _, step := range order {
				p := b.get(path+step.Step).wants(200, step.Title)
				if len(step.Needs) > 0 {
					// Nobody has answered the questions about contact.
					p.wants(200, "A few questions come first", "Should I contact them at all?").lacks(`value="keep"`)
					continue
				}
				if slices.Contains(step.Harms, "brooding") && !contains(p.body, "This stage waits for") {
					p.wants(200, "Are you searching for the reason").lacks(`value="keep"`)
					p = b.post(path+step.Step, with(p.fields(), "g-loop", "much", "g-why", "no")).wants(200, "Not this step, not now")
					p = b.post(path+step.Step, with(b.get(path+step.Step).fields(), "g-loop", "hardly", "g-why", "no"))
				}
				if contains(p.body, "This stage waits for") {
					p.lacks(`value="keep"`)
					continue
				}
				form := p.wants(200, "Does this hold for you by now?", step.NotYet).fields()
				form.Set("do", "keep")
				for i := range step.Items {
					fillItem(form, &step.Items[i])
				}
				for i := range step.Done {
					form.Add("done", string(rune('0'+i)))
				}
				kept := b.leads(b.post(path+step.Step, form), path+step.Step).wants(200, "Kept.", "You said that this holds for you.")
				if hasWords(step) {
					kept.wants(200, "quillfeather")
				}
				filled++
			}
			if filled == 0 {
				t.Fatal("no step could be filled")
			}
			b.get("/programmes").wants(200, "You are on your way")
			b.get("/programmes/"+c.Programme).wants(200, "holds for you", "All my answers, to print")
			b.get("/programmes/"+c.Programme+"/sheet").wants(200, "quillfeather")
			b.leads(b.post("/programmes/"+c.Programme+"/aside", url.Values{"aside": {"yes"}}), "/programmes").lacks("You are on your way")
			b.get("/programmes/"+c.Programme).wants(200, "You have set this aside.")
			b.leads(b.post("/programmes/"+c.Programme+"/delete", url.Values{}), "/programmes")
			b.get("/programmes/"+c.Programme+"/sheet").wants(200, "Nothing is answered yet.").lacks("quillfeather")
			stranger.lacks("quillfeather")
		})
	}
}

// fillItem answers one item.
func fillItem(form url.Values, x *knowledge.CourseItem) {
	name := "x-" + x.ID
	switch {
	case x.Write != nil:
		form.Set(name, "quillfeather in "+x.ID)
	case x.List != nil:
		form[name] = []string{"quillfeather", "", "second"}
	case x.Rate != nil:
		form.Set(name, "40")
	case x.Choose != nil:
		form.Set(name, x.Choose.Options[0].ID)
	case x.Tick != nil:
		form.Set(name, "yes")
	case x.Table != nil:
		n := "0"
		if len(x.Table.Rows) == 0 {
			form.Set(name+"-"+n+"-0", "2026-03-01")
		}
		form.Set(name+"-"+n+"-1", "quillfeather")
	}
}

func hasWords(step knowledge.CourseStep) bool {
	return slices.ContainsFunc(step.Items, func(x knowledge.CourseItem) bool { return x.Write != nil || x.List != nil || x.Table != nil })
}

func contains(s, part string) bool { return strings.Contains(s, part) }

func TestAProgrammeWithoutAnAccountIsASheet(t *testing.T) {
	b := home(t)
	form := with(b.get("/programmes/heal/steps/where-i-am").wants(200, "Make a sheet to print").fields(), "do", "keep", "x-now", "quillfeather")
	form["x-carries"] = []string{"tea", ""}
	b.post("/programmes/heal/steps/where-i-am", form).wants(200, "quillfeather", "<li>tea</li>", "Nothing of this is kept.")
	b.get("/programmes/heal/steps/where-i-am").wants(200).lacks("quillfeather")
	for _, nothing := range []string{"/programmes/nothing", "/programmes/nothing/steps/a", "/programmes/heal/steps/nothing"} {
		b.get(nothing).wants(404)
	}
	b.post("/programmes/heal/steps/where-i-am", url.Values{"visit": {"0123456789abcdefghjkmnpqrs"}, "do": {"keep"}, "x-now": {"quillfeather"}}).wants(409).lacks("quillfeather")
	// Words about dying are met with help first.
	b.post("/programmes/heal/steps/where-i-am", url.Values{"visit": {""}, "do": {"keep"}, "x-now": {"I want to kill myself tonight"}}).wants(200, "You do not have to be alone with this")
}

func TestAbuseClosesAProgrammeAndStaysAnAnswerForADay(t *testing.T) {
	b := home(t)
	b.moveIn("")
	c := courses(t)[slices.IndexFunc(courses(t), func(c knowledge.Course) bool { return c.Programme == "reconcile" })]
	b.get("/programmes/reconcile").wants(200, "A few questions come first, because")
	form := url.Values{"visit": {b.get("/programmes/reconcile").fields().Get("visit")}, "f-fear": {"true"}}
	b.leads(b.post("/programmes/reconcile", form), "/programmes/reconcile").wants(200, "Not this one, not now", "Open to you instead", "Getting better")
	b.get("/programmes/reconcile/steps/feelings").wants(200, "Not this step, not now").lacks(`value="keep"`)
	b.leads(b.throughDoor(c), "/programmes/reconcile").wants(200, "Not this one, not now")
	// Words written in a window that stood open are not lost.
	b.post("/programmes/reconcile/steps/feelings", url.Values{"visit": {form.Get("visit")}, "do": {"keep"}, "x-role": {"quillfeather"}}).wants(409, "closed while you were writing", "quillfeather")
	b.get("/programmes/heal").wants(200).lacks("Not this one, not now")
}

// TestWhatWasKeptCanBeChangedAtOnce, also where questions stand before the step.
func TestWhatWasKeptCanBeChangedAtOnce(t *testing.T) {
	b := home(t)
	b.moveIn("")
	path := "/programmes/closure/steps/reflect"
	p := b.post(path, with(b.get(path).fields(), "g-loop", "hardly", "g-why", "no"))
	kept := b.leads(b.post(path, with(p.fields(), "do", "keep", "x-good", "the first words")), path+"?kept").wants(200, "the first words")
	b.leads(b.post(path, with(kept.fields(), "do", "keep", "x-good", "the second words")), path+"?kept").wants(200, "the second words")
	// A form that never passed the questions is asked them, and keeps its words.
	b.post(path, url.Values{"visit": {p.fields().Get("visit")}, "do": {"keep"}, "x-good": {"quillfeather"}}).wants(409, "quillfeather")
}

func TestTwoWindowsOnOneStepLoseNothing(t *testing.T) {
	b := home(t)
	b.moveIn("")
	path := "/programmes/heal/steps/where-i-am"
	first, second := b.get(path).fields(), b.get(path).fields()
	b.leads(b.post(path, with(first, "do", "keep", "x-now", "the first words")), path)
	b.post(path, with(second, "do", "keep", "x-now", "the second words")).wants(409, "in another window", "the first words", "the second words")
	b.get(path).wants(200, "the first words").lacks("the second words")
	again := b.get(path).fields()
	b.leads(b.post(path, with(again, "do", "keep", "x-now", "\xff")), path) // bytes that are no text are made into text
	b.post("/place/out", url.Values{})
	b.post(path, with(again, "do", "keep", "x-now", "quillfeather")).wants(409).lacks("quillfeather")
}
