package web

import (
	"net/url"
	"strings"
	"testing"
)

// TestEveryGuideCanBeReadAndAsked opens each guide, gives every question each of
// its answers, and brings answers from the interview.
func TestEveryGuideCanBeReadAndAsked(t *testing.T) {
	b := open(t)
	list := b.get("/guides").wants(200)
	for _, g := range mustAdviser(t).Judgement().Guides {
		path := "/guides/" + g.Guide
		list.wants(200, `href="`+path+`"`)
		b.get(path).wants(200, g.Title, "How well this is supported")
		for _, name := range g.Asks {
			fact, _ := mustAdviser(t).Vocabulary().Fact(name)
			for _, c := range append(choices(fact, nil), choice{Value: leftOpen}, choice{Value: ""}) {
				p := b.post(path, with(b.get(path).fields(), "f-"+name, c.Value)).wants(200, g.Title)
				if p.fields().Get("a") != "" {
					t.Errorf("%s carries %s in a hidden field, although the page asks for it", path, name)
				}
			}
		}
		b.post(path, url.Values{"a": {"crisis=intent"}}).wants(200, "/help")
	}
	b.get("/guides/nothing").wants(404)
}

// TestAGuideClosesWhereItCouldHarm and says why, before anything else.
func TestAGuideClosesWhereItCouldHarm(t *testing.T) {
	b := open(t)
	p := b.post("/guides/ready-for-a-talk", url.Values{"a": {"fear=true"}}).wants(200, "Open the Help page")
	p.lacks("What your answers come to", "How well this is supported")
	b.post("/guides/weighing-contact", url.Values{"a": {"blocked=all"}}).wants(200, "Your answers so far say: Leave it.")
}

// TestAGuideTakesAnswersAlong to other guides, to the interview and back.
func TestAGuideTakesAnswersAlong(t *testing.T) {
	b := open(t)
	p := b.post("/guides/when-to-stop", url.Values{"a": {"goal=heal"}, "f-contact_helps_me": {"false"}}).wants(200, "What your answers come to")
	p.wants(200, `name="a" value="goal=heal"`)
	p.wants(200, `name="f-contact_helps_me" value="false" checked`)
	// The buttons send the boxes along as well; the next page reads them.
	b.post("/guides", url.Values{"a": {"goal=heal"}, "f-contact_helps_me": {"false"}}).wants(200, `value="goal=heal"`, `value="contact_helps_me=false"`)
	b.post("/decide", url.Values{"a": {"goal=heal"}, "f-contact_helps_me": {"false"}, "end": {"1"}}).wants(200, "contact_helps_me=false")
	// A question that is passed over is not a question left open: the interview
	// asks it.
	p = b.post("/decide", with(b.get("/guides/when-to-stop").fields())).wants(200)
	if q := p.fields().Get("q"); q != "crisis" || p.fields().Has("a") {
		t.Errorf("after a guide without answers the interview begins with %q and %v", q, p.fields())
	}
	b.post("/guides/when-to-stop", url.Values{"a": {"nonsense", "goal=nonsense"}, "f-contact_helps_me": {"nonsense", "more"}}).wants(200, "left out")
}

// TestTheSourcesCanBeLookedThrough: every page that a link names is there.
func TestTheSourcesCanBeLookedThrough(t *testing.T) {
	b := open(t)
	j := mustAdviser(t).Judgement()
	start := b.get("/sources").wants(200, "The five articles", "What research says", "Where the articles disagree")
	for _, topic := range j.Topics {
		p := b.get("/sources/rules/"+topic.Topic).wants(200, topic.Title)
		for _, r := range topic.Rules {
			p.wants(200, `id="`+strings.ToLower(r.ID)+`"`, r.Says)
		}
	}
	for _, topic := range j.Claims {
		for _, c := range topic.Claims {
			start.wants(200, `href="`+claimPath(c.ID)+`"`)
			b.get(claimPath(c.ID)).wants(200, c.Says, "What this program does about it")
		}
	}
	for _, k := range j.Conflicts {
		b.get(conflictPath(k.ID)).wants(200, k.Title, "What we make of it")
	}
	for _, s := range j.Sources {
		if s.Kind == "article" {
			b.get("/sources/articles/"+s.ID).wants(200, s.Title)
		}
	}
	for _, nothing := range []string{"/sources/claims/x", "/sources/conflicts/x", "/sources/rules/x", "/sources/articles/x", "/sources/articles/project", "/sources/x"} {
		b.get(nothing).wants(404)
	}
}

// TestASearchFindsWhatIsSaid, and its words stay in the form.
func TestASearchFindsWhatIsSaid(t *testing.T) {
	b := open(t)
	p := b.post("/sources", url.Values{"words": {"LETTER unsent"}}).wants(200, "Found for")
	if !strings.Contains(p.body, "/sources/rules/letters#") {
		t.Error("a search for letters finds no rule about letters")
	}
	b.post("/sources", url.Values{"words": {"quillfeather"}}).wants(200, "Nothing was found", `value="quillfeather"`)
	b.post("/sources", url.Values{}).wants(200, "Nothing was found")
	b.post("/sources", url.Values{"words": {"a"}}).wants(200, "more. One more word")
}

// TestTheAnswerShowsAdviceAndWhatIsOftenSaid beside the verdict, and nothing but
// help in a crisis.
func TestTheAnswerShowsAdviceAndWhatIsOftenSaid(t *testing.T) {
	b := open(t)
	told := url.Values{"a": {"crisis=no", "fear=false", "abuse=none", "ex_toxic=no", "legal_order=none", "own_conduct=none", "blocked=all",
		"ex_asked_distance=no", "unanswered_messages=0", "goal=reconcile", "user_chasing=true"}, "end": {"1"}}
	p := b.post("/decide", told).wants(200, "What may help now", "and why we do not follow it", "Where the sources disagree", "Questions that go with this")
	p.wants(200, "/sources/rules/blocked#r190")
	told.Add("a", "crisis=intent")
	b.post("/decide", told).wants(200, "Please talk to somebody now").lacks("What may help now", "and why we do not follow it")
}
