package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"afterwards/internal/archive"
	"afterwards/internal/exercise"
	"afterwards/knowledge"
	"afterwards/situation"
)

// opening is what has to be told for an exercise to open: the facts of the
// example in which it does, every safety question answered harmlessly, and the
// mildest answers about this hour.
func opening(t *testing.T, e *knowledge.Exercise) url.Values {
	t.Helper()
	form := url.Values{}
	i := slices.IndexFunc(e.Examples, func(x knowledge.ExerciseExample) bool { return x.Is == "open" || x.Is == "ask" })
	if i < 0 {
		t.Fatalf("%s: no example shows it open", e.Exercise)
	}
	for name, facet := range e.Examples[i].Facts {
		form.Add("a", name+"="+strings.Join(carriedValues(facet.Value), ","))
	}
	for _, f := range mustAdviser(t).Vocabulary().Facts() {
		if _, told := e.Examples[i].Facts[f.Name]; f.Safety && !told {
			form.Add("a", f.Name+"="+mildest(&f))
		}
	}
	for _, g := range mustAdviser(t).Judgement().ForExercises.Guards {
		for _, q := range g.Questions {
			if slices.Contains(e.Harms, g.Harm) {
				form.Set(gateField+q.ID, q.Answers[0].Value)
			}
		}
	}
	return form
}

// mildest is the value of the harmless answer to a safety question.
func mildest(f *knowledge.Fact) string {
	switch f.Type {
	case knowledge.Bool:
		return "false"
	case knowledge.Set:
		return situation.None
	}
	return fmt.Sprint(f.Answers[0].Value.Value)
}

// exercises are those of the files, with their examples.
func exercisesWithExamples(t *testing.T) []knowledge.Exercise {
	t.Helper()
	j, problems := knowledge.LoadJudgement(knowledge.Files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return j.Exercises
}

// fillIn gives something to everything that a step asks for.
func fillIn(form url.Values, e *knowledge.Exercise, n int) url.Values {
	key := strconv.Itoa(n)
	switch s := &e.Steps[n-1]; s.Kind() {
	case "write":
		return with(form, writeField+key, "quillfeather "+key)
	case "list":
		for i := range s.List.Lines {
			form = with(form, listField+key, fmt.Sprintf("quillfeather %s.%d", key, i))
		}
	case "rate":
		return with(form, dialField+key, "42")
	}
	return form
}

// TestEveryExerciseCanBeWalked from its door to its end, giving everything that
// is asked for, back by one step in between, and stopping at each step.
func TestEveryExerciseCanBeWalked(t *testing.T) {
	b := open(t)
	list := b.get("/exercises").wants(200)
	all := exercisesWithExamples(t)
	for i := range all {
		e := &all[i]
		path := "/exercises/" + e.Exercise
		list.wants(200, `href="`+path+`"`, e.Title)
		b.get(path).wants(200, e.Title, e.About, e.Support.Says)

		p := b.post(path, opening(t, e)).wants(200, e.For, ">Begin</button>")
		p = b.post(path, with(opening(t, e), "run", p.fields().Get("run"), "to", "before")).wants(200, e.Rate.Ask, e.Rate.Low, e.Rate.High)
		form := with(p.fields(), "before", "70")
		written := 0
		for n := range e.Steps {
			s, n := &e.Steps[n], n+1
			p = b.post(path, with(form, "to", strconv.Itoa(n))).wants(200, "<h1>"+s.Title+"</h1>", strings.Split(s.Says, "\n")[0], "Stop here")
			b.post(path, with(p.fields(), "to", "stop")).wants(200, e.Stop, e.Hard, "If you like, the number now")
			form = fillIn(p.fields(), e, n)
			if s.Kind() == "choose" {
				for _, o := range s.Choose.Options {
					p = b.post(path, with(p.fields(), "pick", strconv.Itoa(n)+":"+o.ID)).wants(200, o.Says, strings.Split(o.Then, "\n")[0])
				}
				form = p.fields()
			}
			if s.Kind() == "write" || s.Kind() == "list" {
				written++
				again := b.post(path, with(form, "to", "after"))
				b.post(path, with(again.fields(), "to", strconv.Itoa(n))).wants(200, "quillfeather "+strconv.Itoa(n))
			}
		}
		p = b.post(path, with(form, "to", "after")).wants(200, "Once more: "+e.Rate.Ask)
		p = b.post(path, with(p.fields(), "after", "55", "to", "end")).wants(200, "That was it", "<dd>70</dd>", "<dd>55</dd>", e.Hard)
		if got := strings.Count(p.body, "quillfeather"); written > 0 && got < written {
			t.Errorf("%s: of %d things that were written, %d are at the end", e.Exercise, written, got)
		}
		p.lacks("Your numbers are kept", "Keep what I wrote in my journal") // nothing is kept here
		// Without a number or a word it goes as well.
		b.post(path, with(opening(t, e), "to", "end")).wants(200, "You gave yourself some minutes.")
		b.post(path, with(opening(t, e), "to", "stop")).wants(200, e.Stop).lacks("If you like, the number now")
	}
	b.get("/exercises/nothing").wants(404)
	b.post("/exercises/nothing", url.Values{}).wants(404)
	for _, to := range []string{"0", "-1", "99", "nowhere"} {
		b.post("/exercises/breathe-out-longer", url.Values{"to": {to}, "before": {"1e9"}, "pick": {"9:x"}}).wants(200, "How wound up")
	}
}

// TestAnExerciseAsksBeforeItCouldHarm, and whatever page is asked for, none is
// shown before that is answered.
func TestAnExerciseAsksBeforeItCouldHarm(t *testing.T) {
	b := open(t)
	const path = "/exercises/what-forgiving-is-not"
	door := b.get(path).wants(200, "Nobody owes", "Are you afraid of your ex", "ever hurt, threatened", "twist what happened")
	b.post(path, with(door.fields(), "to", "3")).wants(200, "choose an answer to each").lacks("Where are you with it?")
	all := []string{"f-fear", "false", "f-abuse", "none", "f-ex_toxic", "no"}
	b.post(path, with(door.fields(), append(all, "to", "3")...)).wants(200, "Where are you with it?")
	open := b.post(path, with(door.fields(), "f-fear", "false", "f-abuse", "?", "f-ex_toxic", "no", "to", "before"))
	open.wants(200, "You left one of these open", "ever hurt, threatened").lacks("Are you afraid of your ex", "number from 0 to 100")
	for _, answer := range []string{"suspected", "past", "current"} {
		shut := b.post(path, with(door.fields(), "f-fear", "false", "f-abuse", answer, "f-ex_toxic", "no", "to", "before"))
		shut.wants(200, "Not this one, not now", "/help", "/exercises/kind-to-yourself").lacks(">Begin<", "number from 0 to 100")
		// The next exercise knows, and a milder answer does not open this one.
		next := b.post(path, with(shut.fields(), "f-abuse", "none", "to", "before"))
		next.wants(200, "Not this one, not now").lacks("number from 0 to 100")
	}
	b.post(path, url.Values{"a": {"fear=true"}, "to": {"1"}}).wants(200, "Not this one, not now")

	const talk = "/exercises/closure-talk-plan"
	b.get(talk).wants(200, "A few questions come first", `formaction="/decide"`).lacks(">Begin<")
	b.post(talk, url.Values{"a": {"blocked=all"}, "to": {"1"}}).wants(200, "A few questions come first").lacks("What it is for")
}

// TestDeepWritingHasAGate of two questions and the hour.
func TestDeepWritingHasAGate(t *testing.T) {
	b := open(t)
	const path = "/exercises/deep-feelings"
	door := b.get(path).wants(200, "go round and round", "searching for the reason")
	b.post(path, with(door.fields(), "to", "2")).wants(200, "choose an answer to each").lacks("What I have not said yet")
	b.post(path, with(door.fields(), "g-loop", "hardly", "g-why", "yes", "to", "2")).wants(200, "Not this one, not now", "The plain day").lacks("What I have not said yet")
	b.post(path, with(door.fields(), "g-loop", "much", "g-why", "no", "to", "2")).wants(200, "Not this one, not now")
	calm := with(door.fields(), "g-loop", "hardly", "g-why", "no", "to", "2")
	b.post(path, calm).wants(200, "What I have not said yet", `name="g-loop" value="hardly"`)
	calm.Set("hour", "23")
	b.post(path, calm).wants(200, "It is closed until the morning").lacks("What I have not said yet")
}

// TestWordsAboutDyingAreMetWithHelp on the next page, and the words stay.
func TestWordsAboutDyingAreMetWithHelp(t *testing.T) {
	b := open(t)
	const words = "I want to kill myself."
	const path = "/exercises/plain-day-log"
	form := url.Values{"at": {"2"}, "w-2": {words}}
	b.post(path, with(form, "to", "3")).wants(200, "You do not have to be alone with this", words, "Still there")
	b.post(path, with(form, "to", "end")).wants(200, "You do not have to be alone with this")
	b.post(path, with(url.Values{"at": {"3"}, "w-2": {words}}, "to", "4")).wants(200).lacks("You do not have to be alone with this")
	b.post(path, url.Values{"at": {"2"}, "w-2": {"This traffic is killing me."}, "to": {"3"}}).wants(200).lacks("You do not have to be alone")
	b.post(path, url.Values{"a": {"crisis=intent"}, "to": {"3"}}).wants(200, "That comes before any exercise").lacks("Still there")
	b.post(path, url.Values{"a": {"crisis=thoughts"}}).wants(200, "Please talk to somebody now", ">Begin<")
	if strings.Contains(b.logged.String(), "crisis") {
		t.Error("the log says that somebody is in a crisis")
	}
}

// TestTheListSuggestsWithReasons, by what is told on it, and nothing but help in
// a crisis.
func TestTheListSuggestsWithReasons(t *testing.T) {
	b := open(t)
	b.get("/exercises").wants(200, "Find what may fit now").lacks("What may fit now</h2>")
	p := b.post("/exercises", url.Values{"f-state_now": {"panic"}, "hour": {"3"}}).wants(200, "What may fit now", "You said that you feel panic.", "It is late.")
	p.wants(200, `formaction="/exercises/breathe-out-longer"`, `name="a" value="local_hour=3"`)
	b.post("/exercises", url.Values{"a": {"crisis=thoughts"}, "f-state_now": {"panic"}}).wants(200, "Please talk to somebody now").lacks("What may fit now</h2>")
	b.post("/decide", told("blocked", "some")).wants(200, "For the next minutes", "There is a no between you and a message.", "/exercises/surf-the-urge", `href="/exercises"`)
	b.post("/decide", told("crisis", "thoughts")).wants(200).lacks("For the next minutes")
}

// TestTheNumbersAreKeptForWhoeverIsSignedIn, once a run, and the words only
// where they ask for it.
func TestTheNumbersAreKeptForWhoeverIsSignedIn(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Keeping = keepingIn(t, t.TempDir(), true)
		o.Keeping.Kinds = append(o.Keeping.Kinds, archive.KindOf(exercise.Kind, exercise.MaxDone, exercise.Done.Check, func(d exercise.Done) archive.Page {
			return archive.Page{When: d.When, Title: d.Title, Text: d.Text()}
		}))
	})
	b.moveIn("heron")
	b.get("/place/exercises").wants(200, "No numbers are kept here yet.")
	const path = "/exercises/five-things-you-can-see"
	done := func(before, after string) answered {
		door := b.get(path).wants(200, "kept for you, under your passphrase")
		return b.post(path, with(door.fields(), "before", before, "after", after, "l-2", "the quillfeather", "l-2", "", "to", "end"))
	}
	end := done("40", "60").wants(200, "Your numbers are kept.", "the quillfeather", "Keep what I wrote in my journal")
	b.post(path, with(end.fields(), "to", "end")).wants(200, "Your numbers are kept.") // reloaded
	list := b.get("/place/exercises").wants(200, "Five things you can see", "Before: 40.", "After: 60.").lacks("quillfeather")
	if n := strings.Count(list.body, "Before: 40."); n != 1 {
		t.Errorf("one run is kept %d times", n)
	}
	b.get("/journal").wants(200).lacks("quillfeather")
	b.leads(b.post("/journal/write", with(url.Values{}, "title", "Five things you can see", "body", "the quillfeather")), "/entry/").wants(200, "the quillfeather")

	// Stopped early, with the number now or without.
	door := b.get(path).fields()
	stopped := b.post(path, with(door, "before", "30", "to", "stop")).wants(200, "Your numbers are kept.")
	b.post(path, with(stopped.fields(), "after", "20", "to", "end")).wants(200, "<dd>20</dd>")
	list = b.get("/place/exercises").wants(200, "Before: 30.", "After: 20.")

	// Twice clearly worse: it says so, and is not suggested.
	done("40", "70")
	b.get(path).wants(200).lacks("not suggested to you any more")
	done("40", "70")
	b.get(path).wants(200, "not suggested to you any more", ">Begin<")
	b.get("/exercises").wants(200, "it was harder for you afterwards")

	// Whoever else sits at this browser gets none of it.
	mine := b.get(path).fields()
	b.leads(b.post("/place/out", url.Values{}), "/")
	out := b.post(path, with(mine, "visit", "")) // the form is of a visit that was left
	out.wants(409)
	b.moveIn("kestrel")
	mine.Set("visit", b.get(path).fields().Get("visit"))
	b.post(path, with(mine, "before", "1", "after", "2", "to", "end")).wants(200).lacks("Your numbers are kept")
	b.get("/place/exercises").wants(200, "No numbers are kept here yet.")

	// And they can be deleted and taken away.
	b.leads(b.post("/place/out", url.Values{}), "/")
	b.post("/place/in", b.door("handle", "heron", "pass", passphrase))
	list = b.get("/place/exercises").wants(200, "Before: 30.")
	gone := link2(t, list.body, `action="`, "/place/exercises/")
	revision := list.fields().Get("revision")
	b.leads(b.post(gone, url.Values{"revision": {revision}}), "/place/exercises").wants(200, "are deleted.")
	b.post(gone, url.Values{"revision": {revision}}).wants(404)
	b.get("/exercises").wants(200, "What I have done, with my numbers")
}

// link2 returns the first address on a page that stands in an attribute and
// begins so.
func link2(t *testing.T, body, attribute, prefix string) string {
	t.Helper()
	_, after, ok := strings.Cut(body, attribute+prefix)
	rest, _, _ := strings.Cut(after, `"`)
	if !ok {
		t.Fatalf("no %s%s…", attribute, prefix)
	}
	return prefix + rest
}

func TestATimeIsSaidRoughly(t *testing.T) {
	for seconds, want := range map[int]string{
		15: "about a quarter of a minute", 20: "about a quarter of a minute", 30: "about half a minute", 40: "about half a minute", 60: "about a minute",
		90: "about a minute and a half", 150: "about 2 and a half minutes", 180: "about 3 minutes", 600: "about 10 minutes",
	} {
		if got := timeWords(seconds); got != want {
			t.Errorf("%d seconds are %q", seconds, got)
		}
	}
}
