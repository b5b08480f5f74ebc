package web

import (
	"net/http"
	"slices"

	"afterwards/advice"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// groupWords name the parts of the list of guides.
var groupWords = map[string]string{
	"contact":       "Whether, when and how",
	"apart":         "Time apart",
	"understanding": "What happened",
	"again":         "Together again, or not",
	"questions":     "Questions and answers",
}

// guidesPage lists the guides.
type guidesPage struct {
	frame
	Given  answers
	Groups []guideGroup
}

func (guidesPage) template() string { return "guides.html" }

type guideGroup struct {
	Title  string
	Guides []guideLink
}

type guideLink struct{ Path, Title, About string }

// guidePage is one guide, as it reads with the answers so far.
type guidePage struct {
	frame
	Sorry   string
	Path    string
	Heading string
	About   string
	Given   answers // those that the page does not ask for
	Mind    *mind   // what the answers so far come to, if they close anything
	Shut    string
	Asks    []asked
	Told    bool // something on this page has been answered
	Result  *knowledge.Result
	Grade   string
	Support string
	Claims  []claimLink
	Parts   []guidePart
	More    []guideLink
}

func (guidePage) template() string { return "guide.html" }

// asked is a question of a guide.
type asked struct {
	Name    string
	Ask     string
	Help    string
	Set     bool
	Choices []choice
	Open    choice
}

type guidePart struct {
	Title   string
	Says    string
	Kind    string
	Columns []string
	Items   []guideItem
	For     []guideItem // in a part with two sides
	Against []guideItem
}

type guideItem struct {
	Title, Says string
	Cells       []string
	Fits        bool
	Sources     []string
	Claims      []claimLink
}

// Last is the place of the last cell, under which the sources stand.
func (i guideItem) Last() int { return len(i.Cells) - 1 }

// claimLink leads to a claim on the page of sources.
type claimLink struct{ Path, Says, Grade string }

func (s *site) guideGroups() (groups []guideGroup) {
	for _, name := range knowledge.GuideGroups {
		group := guideGroup{Title: groupWords[name]}
		for i := range s.adviser.Judgement().Guides {
			if g := &s.adviser.Judgement().Guides[i]; g.Group == name {
				group.Guides = append(group.Guides, linkTo(g))
			}
		}
		if len(group.Guides) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

func linkTo(g *knowledge.Guide) guideLink {
	return guideLink{"/guides/" + g.Guide, g.Title, g.About}
}

func (s *site) guides(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, http.StatusOK, guidesPage{frame: s.frame(r, "Questions"), Groups: s.guideGroups()})
}

// guidesWith is the list for somebody who brings answers along.
func (s *site) guidesWith(w http.ResponseWriter, r *http.Request) error {
	given, _, err := s.bring(w, r)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, guidesPage{frame: s.frame(r, "Questions"), Given: given, Groups: s.guideGroups()})
}

// bring reads the answers that a form carries.
func (s *site) bring(w http.ResponseWriter, r *http.Request) (given answers, unread int, err error) {
	form, err := httpx.Form(w, r, answersLimit)
	if err != nil {
		return nil, 0, err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return nil, 0, err
	}
	given, unread = readAnswers(s.adviser.Vocabulary(), form)
	return given, unread, nil
}

func (s *site) guide(w http.ResponseWriter, r *http.Request) error {
	return s.showGuide(w, r, nil, "")
}

// guideWith shows a guide with the answers that the form brings and gives.
func (s *site) guideWith(w http.ResponseWriter, r *http.Request) error {
	given, unread, err := s.bring(w, r)
	if err != nil {
		return err
	}
	sorry := ""
	if unread > 0 {
		sorry = "Some earlier answers could not be read and were left out. The others are still here."
	}
	return s.showGuide(w, r, given, sorry)
}

func (s *site) showGuide(w http.ResponseWriter, r *http.Request, given answers, sorry string) error {
	v := s.adviser.Vocabulary()
	read, ok := s.adviser.Guide(r.PathValue("guide"), given.situation(v))
	if !ok {
		return unknownPath(w, r)
	}
	g := read.Guide
	p := guidePage{
		frame: s.frame(r, "Questions"), Sorry: sorry, Path: "/guides/" + g.Guide,
		Heading: g.Title, About: g.About, Shut: read.Shut, Result: read.Result,
		Grade: g.Support.Grade, Support: g.Support.Says, Claims: s.claimLinks(g.Support.Claims),
	}
	p.Given, p.Asks, p.Told = s.askedHere(given, g.Asks)
	if !p.Told {
		p.Result = nil // it would be an answer to nothing
	}
	if len(given) > 0 {
		// While safety questions are open every answer is not-now, which is no
		// news on a page that asks for something else.
		if m := s.mind(r, given); m.Crisis || m.Verdict == "stop" {
			p.Mind = m
		}
	}
	for _, part := range read.Parts {
		p.Parts = append(p.Parts, s.guidePart(part))
	}
	for i := range s.adviser.Judgement().Guides {
		if other := &s.adviser.Judgement().Guides[i]; other.Group == g.Group && other.Guide != g.Guide {
			p.More = append(p.More, linkTo(other))
		}
	}
	return s.show(w, http.StatusOK, p)
}

// askedHere parts the answers into the facts that a page asks for, as questions
// with what was answered, and the rest, which travels on. told says that one of
// them has been answered.
func (s *site) askedHere(given answers, names []string) (rest answers, asks []asked, told bool) {
	for _, a := range given {
		switch {
		case !slices.Contains(names, a.fact.Name):
			rest = append(rest, a)
		case a.shown != nil: // what is asked again travels as the box that is chosen
			rest = append(rest, answer{fact: a.fact, shown: a.shown})
		}
	}
	for _, name := range names {
		fact, _ := s.adviser.Vocabulary().Fact(name)
		if !s.adviser.Asks(given.situation(s.adviser.Vocabulary()), name) {
			continue // it makes no sense here
		}
		var values []string
		i := given.index(name)
		if i >= 0 {
			values = given[i].values
			told = told || values != nil
		}
		asks = append(asks, asked{
			Name: name, Ask: fact.Ask, Help: fact.Help, Set: fact.Type == knowledge.Set, Choices: choices(fact, values),
			Open: choice{"", fact.Unknown, i < 0 || values == nil},
		})
	}
	return rest, asks, told
}

func (s *site) guidePart(part advice.GuidedPart) guidePart {
	out := guidePart{Title: part.Part.Title, Says: part.Part.Says, Kind: part.Part.Kind, Columns: part.Part.Columns}
	for _, item := range part.Items {
		shown := guideItem{Title: item.Item.Title, Says: item.Item.Says, Cells: item.Item.Cells, Fits: item.Fits, Claims: s.claimLinks(item.Item.Claims)}
		for _, at := range item.Item.Sources {
			shown.Sources = append(shown.Sources, s.source(at.String()))
		}
		switch item.Item.Side {
		case "for":
			out.For = append(out.For, shown)
		case "against":
			out.Against = append(out.Against, shown)
		default:
			out.Items = append(out.Items, shown)
		}
	}
	return out
}

// claimLinks leads to claims by their ids.
func (s *site) claimLinks(ids []string) (links []claimLink) {
	for _, id := range ids {
		if c, ok := s.shelf.claims[id]; ok {
			links = append(links, claimLink{claimPath(id), c.Says, c.Grade})
		}
	}
	return links
}
