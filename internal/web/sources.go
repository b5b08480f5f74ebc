package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// searchLimit is how many finds are shown: more than that are no help.
const searchLimit = 40

// shelf is everything that the sources say, to look through.
type shelf struct {
	entries []entry
	claims  map[string]*knowledge.Claim
	rules   map[string]ruleAt
	sayings map[string]*knowledge.Saying
	// conflictsOf lists the conflicts that a rule or saying stands in.
	conflictsOf map[string][]*knowledge.Conflict
}

type ruleAt struct {
	topic *knowledge.Topic
	rule  *knowledge.Rule
}

// entry is one thing that can be found.
type entry struct {
	Kind, ID, Says, Grade, Path string
	text                        string // in lower case
}

func newShelf(j *knowledge.Judgement) *shelf {
	l := &shelf{
		claims: map[string]*knowledge.Claim{}, rules: map[string]ruleAt{},
		sayings: map[string]*knowledge.Saying{}, conflictsOf: map[string][]*knowledge.Conflict{},
	}
	add := func(kind, id, says, grade, path string, more ...string) {
		l.entries = append(l.entries, entry{kind, id, says, grade, path, strings.ToLower(says + " " + strings.Join(more, " "))})
	}
	for i := range j.Claims {
		for k := range j.Claims[i].Claims {
			c := &j.Claims[i].Claims[k]
			l.claims[c.ID] = c
			add("What research says", c.ID, c.Says, c.Grade, claimPath(c.ID), c.Finds, c.Does)
		}
	}
	for i := range j.Conflicts {
		k := &j.Conflicts[i]
		for _, id := range slices.Concat(k.One.Rules, k.Other.Rules, k.One.Sayings, k.Other.Sayings) {
			l.conflictsOf[id] = append(l.conflictsOf[id], k)
		}
		add("Where the articles disagree", k.ID, k.Title, "", conflictPath(k.ID), k.One.Says, k.Other.Says, k.We)
	}
	for i := range j.Topics {
		t := &j.Topics[i]
		for k := range t.Rules {
			r := &t.Rules[k]
			l.rules[r.ID] = ruleAt{t, r}
			add(stanceWords[r.Stance], r.ID, r.Says, r.Grade, rulePath(l.rules[r.ID]), r.Because)
		}
	}
	for i := range j.Sayings {
		s := &j.Sayings[i]
		l.sayings[s.ID] = s
		add("What an article says", s.ID, s.Says, s.Grade, "/sources/articles/"+s.Sources[0].Source+"#"+strings.ToLower(s.ID), s.Refused)
	}
	return l
}

func claimPath(id string) string    { return "/sources/claims/" + strings.ToLower(id) }
func conflictPath(id string) string { return "/sources/conflicts/" + strings.ToLower(id) }

func rulePath(at ruleAt) string {
	return "/sources/rules/" + at.topic.Topic + "#" + strings.ToLower(at.rule.ID)
}

// stanceWords say what we make of a rule.
var stanceWords = map[knowledge.Stance]string{
	knowledge.Follow: "Advice we follow",
	knowledge.Report: "What one author says",
	knowledge.Refuse: "Often said, and why we do not follow it",
}

// evidenceWords say what kind of support a claim has.
var evidenceWords = map[knowledge.Evidence]string{
	knowledge.GoTogether: "The studies show that two things go together. They cannot show that one causes the other.",
	knowledge.Experiment: "People were given something to do or not by lot, or in a planned trial.",
	knowledge.Review:     "Many studies were looked at together.",
	knowledge.Opinion:    "This is what people who advise others think.",
	knowledge.Conduct:    "This is a rule of conduct or law. It needs no study.",
	knowledge.Nothing:    "We found no study of this.",
	knowledge.Contrary:   "What was found speaks against it.",
}

// find returns the entries in which all the words stand.
func (l *shelf) find(words string) (found []entry, more int) {
	wanted := strings.Fields(strings.ToLower(words))
	if len(wanted) == 0 {
		return nil, 0
	}
	for _, e := range l.entries {
		if slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(e.text, w) }) {
			continue
		}
		if len(found) == searchLimit {
			more++
			continue
		}
		found = append(found, e)
	}
	return found, more
}

// sourcesPage is the way in, and what a search found.
type sourcesPage struct {
	frame
	Words    string
	Searched bool
	Found    []entry
	More     int
	Claims   []knowledge.ClaimTopic
	Rules    []knowledge.Topic
	Weights  []weighed
	Articles []knowledge.Source
	Others   []knowledge.Source
}

func (sourcesPage) template() string { return "sources.html" }

// weighed are the conflicts of one weight.
type weighed struct {
	Title     string
	Conflicts []knowledge.Conflict
}

// ClaimPath and ConflictPath are for the template.
func (sourcesPage) ClaimPath(id string) string    { return claimPath(id) }
func (sourcesPage) ConflictPath(id string) string { return conflictPath(id) }

func (s *site) sources(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, s.sourcesPage(r))
}

func (s *site) sourcesPage(r *http.Request) sourcesPage {
	j := s.adviser.Judgement()
	p := sourcesPage{frame: s.frame(r, "Sources"), Claims: j.Claims, Rules: j.Topics}
	for _, w := range []struct {
		weight int
		title  string
	}{{3, "Where a wrong choice can harm somebody"}, {2, "Where it changes what one does"}, {1, "Where it is a matter of emphasis"}} {
		all := weighed{Title: w.title}
		for _, k := range j.Conflicts {
			if k.Weight == w.weight {
				all.Conflicts = append(all.Conflicts, k)
			}
		}
		if len(all.Conflicts) > 0 {
			p.Weights = append(p.Weights, all)
		}
	}
	for _, source := range j.Sources {
		if source.Kind == "article" {
			p.Articles = append(p.Articles, source)
		} else {
			p.Others = append(p.Others, source)
		}
	}
	return p
}

// searchSources looks words up. They travel in the form, as everything that a
// person writes.
func (s *site) searchSources(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, answersLimit)
	if err != nil {
		return err
	}
	p := s.sourcesPage(r)
	p.Words, p.Searched = form.Get("words"), true
	p.Found, p.More = s.shelf.find(p.Words)
	return s.show(w, http.StatusOK, p)
}

// sourcePage is one thing that the sources say, or the things of one topic.
type sourcePage struct {
	frame
	Eyebrow  string
	Heading  string
	Lead     string
	Sections []sourceSection
	Items    []sourceItem
}

func (sourcePage) template() string { return "source.html" }

type sourceSection struct {
	Title, Says string
	Grade       string
	Sources     []string
	Links       []sourceLink
}

type sourceLink struct{ Path, Says, Grade string }

// sourceItem is a rule or a saying in a list.
type sourceItem struct {
	ID, Says, Grade string
	Stance          string
	Because         string
	Sources         []string
	Links           []sourceLink
}

func (s *site) claim(w http.ResponseWriter, r *http.Request) error {
	c, ok := s.shelf.claims[strings.ToUpper(r.PathValue("id"))]
	if !ok {
		return unknownPath(w, r)
	}
	p := sourcePage{frame: s.frame(r, "Sources"), Eyebrow: "What research says about the claim", Heading: c.Says}
	p.Sections = append(p.Sections,
		sourceSection{Title: "What was found", Says: c.Finds, Grade: c.Grade, Sources: s.sourceTitles(c.Sources)},
		sourceSection{Title: "What kind of evidence", Says: evidenceWords[c.Shows]},
	)
	if c.Unchecked != "" {
		p.Sections = append(p.Sections, sourceSection{Title: "Not checked yet", Says: c.Unchecked})
	}
	for _, a := range c.Articles {
		p.Sections = append(p.Sections, sourceSection{Title: "In the articles", Says: a.Says, Sources: s.sourceTitles(a.Sources)})
	}
	does := sourceSection{Title: "What this program does about it", Says: c.Does}
	for _, t := range s.adviser.Judgement().Topics {
		for _, rule := range t.Rules {
			if slices.Contains(rule.Claims, c.ID) {
				does.Links = append(does.Links, sourceLink{"/sources/rules/" + t.Topic + "#" + strings.ToLower(rule.ID), rule.Says, rule.Grade})
			}
		}
	}
	p.Sections = append(p.Sections, does)
	return s.show(w, http.StatusOK, p)
}

func (s *site) conflict(w http.ResponseWriter, r *http.Request) error {
	id := strings.ToUpper(r.PathValue("id"))
	all := s.adviser.Judgement().Conflicts
	i := slices.IndexFunc(all, func(k knowledge.Conflict) bool { return k.ID == id })
	if i < 0 {
		return unknownPath(w, r)
	}
	k := &all[i]
	p := sourcePage{frame: s.frame(r, "Sources"), Eyebrow: "Where the articles disagree", Heading: k.Title}
	p.Sections = append(p.Sections, s.side("One side", &k.One), s.side("The other side", &k.Other),
		sourceSection{Title: "What we make of it", Says: k.We})
	return s.show(w, http.StatusOK, p)
}

func (s *site) side(title string, side *knowledge.Side) sourceSection {
	out := sourceSection{Title: title, Says: side.Says, Sources: s.sourceTitles(side.Sources)}
	for _, id := range side.Rules {
		if at, ok := s.shelf.rules[id]; ok {
			out.Links = append(out.Links, sourceLink{"/sources/rules/" + at.topic.Topic + "#" + strings.ToLower(id), at.rule.Says, at.rule.Grade})
		}
	}
	for _, id := range side.Sayings {
		if saying, ok := s.shelf.sayings[id]; ok {
			out.Links = append(out.Links, sourceLink{"/sources/articles/" + saying.Sources[0].Source + "#" + strings.ToLower(id), saying.Says, saying.Grade})
		}
	}
	return out
}

// ruleTopic lists the rules of one topic.
func (s *site) ruleTopic(w http.ResponseWriter, r *http.Request) error {
	all := s.adviser.Judgement().Topics
	i := slices.IndexFunc(all, func(t knowledge.Topic) bool { return t.Topic == r.PathValue("topic") })
	if i < 0 {
		return unknownPath(w, r)
	}
	p := sourcePage{frame: s.frame(r, "Sources"), Eyebrow: "What the articles advise, and what we make of it", Heading: all[i].Title}
	for k := range all[i].Rules {
		rule := &all[i].Rules[k]
		p.Items = append(p.Items, sourceItem{
			ID: strings.ToLower(rule.ID), Says: rule.Says, Grade: rule.Grade, Stance: stanceWords[rule.Stance], Because: rule.Because,
			Sources: s.sourceTitles(rule.Sources), Links: s.bearsOn(rule.ID, rule.Claims),
		})
	}
	return s.show(w, http.StatusOK, p)
}

// article lists what one article says.
func (s *site) article(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("article")
	all := s.adviser.Judgement().Sources
	i := slices.IndexFunc(all, func(source knowledge.Source) bool { return source.ID == id && source.Kind == "article" })
	if i < 0 {
		return unknownPath(w, r)
	}
	p := sourcePage{frame: s.frame(r, "Sources"), Eyebrow: "What an article says", Heading: all[i].Title,
		Lead: "In our words, one statement after the other. It is popular advice; the marks say how well each is supported."}
	for k := range s.adviser.Judgement().Sayings {
		saying := &s.adviser.Judgement().Sayings[k]
		if saying.Sources[0].Source != id {
			continue
		}
		item := sourceItem{ID: strings.ToLower(saying.ID), Says: saying.Says, Grade: saying.Grade, Because: saying.Refused,
			Links: s.bearsOn(saying.ID, saying.Claims)}
		if saying.Refused != "" {
			item.Stance = "Why we do not repeat this as true"
		}
		for _, at := range saying.Sources {
			item.Sources = append(item.Sources, at.At)
		}
		p.Items = append(p.Items, item)
	}
	return s.show(w, http.StatusOK, p)
}

// bearsOn links the claims and conflicts that bear on a rule or a saying.
func (s *site) bearsOn(id string, claims []string) (links []sourceLink) {
	for _, c := range claims {
		if claim, ok := s.shelf.claims[c]; ok {
			links = append(links, sourceLink{claimPath(c), fmt.Sprintf("Research: %s", claim.Says), claim.Grade})
		}
	}
	for _, k := range s.shelf.conflictsOf[id] {
		links = append(links, sourceLink{conflictPath(k.ID), "Not everyone agrees: " + k.Title, ""})
	}
	return links
}

func (s *site) sourceTitles(all []knowledge.SourceAt) (titles []string) {
	for _, at := range all {
		titles = append(titles, s.source(at.String()))
	}
	return titles
}
