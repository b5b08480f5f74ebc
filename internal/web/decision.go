package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"afterwards/advice"
	"afterwards/internal/look"
	"afterwards/knowledge"
	"afterwards/situation"
)

// decisionPage is the answer of the interview with everything it rests on.
type decisionPage struct {
	frame
	Sorry   string
	Crisis  bool     // thoughts of suicide: help comes before the answer
	Cards   []string // other help that comes before the answer
	Advice  []noted  // what matters most now
	More    []noted  // the rest of the advice
	Said    []noted  // what is often said and not followed
	Clashes []advice.Conflict
	Guides  []guideLink
	Minutes []suggested     // exercises for the next minutes
	Course  []programmeLink // the programme that fits
	Verdict string
	Heading string
	Says    string
	Until   string
	Forms   []form
	Now     []todo
	Decided []reason // the rules that gave this answer
	Others  []reason // the rules that spoke and were outvoted by a stricter one
	Unknown []string // questions still open that can change the answer
	Changes []string
	WhatIf  []whatIf
	Changed []changedAnswer // told to be milder than when an answer was last shown
	Given   answers
}

func (decisionPage) template() string { return "decision.html" }

// form is a way of contact that stays open, with the kinds of letters that it fits.
type form struct {
	Title, Says string
	Kinds       []letterLink
}

// todo is something to do now, with the address of a door if there is one.
type todo struct{ Says, Door, Link string }

// reason is a rule that spoke.
type reason struct {
	Says     string
	Grade    string
	Sources  []string
	Claims   []claimLink
	Disagree []disagree
}

type disagree struct{ Says, Source string }

// whatIf is a change after which the answer would be another.
type whatIf struct {
	Ask, Answer       string
	AndAsk, AndAnswer string // a second change that it takes
	Time              bool   // it comes with time alone
	Then              string
}

// whatIfLimit keeps the list readable: the person asked for an answer, not for
// a map of all answers.
const whatIfLimit = 8

func (s *site) showDecision(w http.ResponseWriter, r *http.Request, given answers, sorry string) error {
	d, changed := s.decideFor(r, given)
	words := s.verdictWords(d.Verdict)
	given = given.seen(s.adviser)
	p := decisionPage{
		frame: s.frame(r, "Answer"), Sorry: sorry,
		Verdict: d.Verdict, Heading: words.Title, Says: words.Says, Until: d.Until, Given: given,
		Crisis: given.inCrisis(),
	}
	for _, c := range d.Cards {
		switch n := s.noted(c); {
		case c.Kind == "help":
			p.Cards = append(p.Cards, c.Says)
		case len(p.Advice) < adviceLimit && !crowded(p.Advice, n):
			p.Advice = append(p.Advice, n)
		default:
			p.More = append(p.More, n)
		}
	}
	for _, c := range d.Said {
		n := s.noted(c)
		n.Followed = false
		p.Said = append(p.Said, n)
	}
	p.Clashes = d.Conflicts
	for _, name := range changed {
		if i := given.index(name); i >= 0 {
			c := changedAnswer{Ask: given[i].Ask(), Now: given[i].Says(), First: "something graver, in what you kept"}
			if shown := given[i].shown; shown != nil {
				if was := (answer{fact: given[i].fact, values: shown}).Says(); was != c.Now {
					c.First = was
				}
			}
			p.Changed = append(p.Changed, c)
		}
	}
	p.Guides = s.guidesFor(given)
	past, _ := s.past(r)
	p.Minutes = s.suggest(given, past)
	p.Course = s.programmeLinks([]string{d.Programme})
	p.Forms = s.forms(d.Forms)
	for _, a := range words.Now {
		door := s.doors[a.Door]
		p.Now = append(p.Now, todo{a.Says, door.path, door.name})
	}
	for _, why := range d.Reasons {
		shown := s.reason(why)
		if why.Verdict != d.Verdict {
			p.Others = append(p.Others, shown)
			continue
		}
		p.Decided = append(p.Decided, shown)
		if why.Changes != "" && !slices.Contains(p.Changes, why.Changes) {
			p.Changes = append(p.Changes, why.Changes)
		}
	}
	for _, name := range d.Unknown {
		if d.AskNext == "" {
			break // there are open questions, and this is not the time for them
		}
		if fact, ok := s.adviser.Vocabulary().Fact(name); ok {
			p.Unknown = append(p.Unknown, fact.Ask)
		}
	}
	p.WhatIf = s.whatIf(d.WhatIf)
	return s.show(w, http.StatusOK, p)
}

// changedAnswer is an answer that got milder after one was shown.
type changedAnswer struct{ Ask, First, Now string }

// decideFor decides with what was told before in mind: in this visit, and in
// what the person kept within a day.
func (s *site) decideFor(r *http.Request, given answers) (d advice.Decision, changed []string) {
	return s.adviser.DecideAfter(given.situation(s.adviser.Vocabulary()), s.shownEarlier(r, given)...)
}

// shownEarlier are the situations with which an answer was shown before: in this
// visit, and in what the person kept within a day.
func (s *site) shownEarlier(r *http.Request, given answers) []situation.Situation {
	return append(s.toldToday(r), given.shownBefore(s.adviser.Vocabulary()))
}

// noted is a rule beside the gates, with where it comes from.
type noted struct {
	Says, Because, Grade, Topic string
	Followed                    bool
	Sources                     []string
	Claims                      []claimLink
	Path                        string // the rule among the sources
}

// adviceLimit is how much advice is shown at once; the rest is a tap away.
const adviceLimit = 5

func (s *site) noted(c advice.Card) noted {
	n := noted{Says: c.Says, Because: c.Because, Grade: c.Grade, Topic: c.Topic, Followed: true, Claims: s.claimLinks(c.Claims)}
	for at := range strings.SplitSeq(c.Source, "; ") {
		n.Sources = append(n.Sources, s.source(at))
	}
	if at, ok := s.shelf.rules[c.Rule]; ok {
		n.Path = rulePath(at)
	}
	return n
}

// crowded reports whether two of the advice shown are of the same topic already.
func crowded(shown []noted, n noted) bool {
	same := 0
	for _, other := range shown {
		if other.Topic == n.Topic {
			same++
		}
	}
	return same >= 2
}

// guidesFor are the guides that ask for something that was told, those with most
// of it first.
func (s *site) guidesFor(given answers) (links []guideLink) {
	type fitting struct {
		guide *knowledge.Guide
		told  int
	}
	var all []fitting
	for i := range s.adviser.Judgement().Guides {
		f := fitting{guide: &s.adviser.Judgement().Guides[i]}
		for _, name := range f.guide.Asks {
			if i := given.index(name); i >= 0 && given[i].values != nil {
				if fact, _ := s.adviser.Vocabulary().Fact(name); !fact.Safety {
					f.told++
				}
			}
		}
		if f.told > 0 {
			all = append(all, f)
		}
	}
	slices.SortStableFunc(all, func(x, y fitting) int { return y.told - x.told })
	for _, f := range all[:min(len(all), 4)] {
		links = append(links, linkTo(f.guide))
	}
	return links
}

// inCrisis reports whether the person spoke of suicide or of hurting themselves.
// That comes first, also where another gate is stricter.
func (g answers) inCrisis() bool { return g.says("crisis", "thoughts", "intent") }

// says reports whether the fact was answered with one of the values.
func (g answers) says(name string, values ...string) bool {
	i := g.index(name)
	return i >= 0 && slices.ContainsFunc(g[i].values, func(v string) bool { return slices.Contains(values, v) })
}

func (s *site) verdictWords(name string) knowledge.Verdict {
	for _, v := range s.adviser.Judgement().Verdicts {
		if v.Name == name {
			return v
		}
	}
	panic("web: the adviser gave a verdict that its knowledge does not have")
}

func (s *site) forms(names []string) []form {
	var open []form
	for _, f := range s.adviser.Judgement().Forms {
		if slices.Contains(names, f.Name) {
			open = append(open, form{f.Title, f.Says, s.lettersOf(f.Name)})
		}
	}
	return open
}

// lettersOf are the kinds of letters that need a form.
func (s *site) lettersOf(form string) (kinds []letterLink) {
	all := s.adviser.Judgement().Letters
	for i := range all {
		if slices.Contains(all[i].Needs, form) {
			kinds = append(kinds, linkToLetter(&all[i]))
		}
	}
	return kinds
}

func (s *site) reason(why advice.Reason) reason {
	shown := reason{Says: why.Says, Grade: why.Grade, Claims: s.claimLinks(why.Claims)}
	for _, at := range why.Sources {
		shown.Sources = append(shown.Sources, s.source(at))
	}
	for _, d := range why.Disagree {
		var sources []string
		for at := range strings.SplitSeq(d.Source, "; ") {
			sources = append(sources, s.source(at))
		}
		shown.Disagree = append(shown.Disagree, disagree{d.Says, strings.Join(sources, "; ")})
	}
	return shown
}

// source puts the title of a source in the place of its name: "article-3 line 24"
// becomes "An article on how to talk to an ex (line 24)".
func (s *site) source(at string) string { return s.titles.Title(at) }

// sourceNames are the names of all sources: short ones, or titles with authors.
func sourceNames(sources []knowledge.Source) look.Sources {
	titles := look.Sources{}
	for _, source := range sources {
		title := source.Short
		if title == "" {
			title = source.Title
			if source.By != "" {
				title += ", " + source.By
			}
		}
		titles[source.ID] = title
	}
	return titles
}

// whatIf gathers the changes of one fact that lead to the same answer.
func (s *site) whatIf(all []advice.WhatIf) []whatIf {
	var shown []whatIf
	for _, change := range all {
		ask, says := s.change(change.Fact, change.Value)
		next := whatIf{Ask: ask, Answer: says, Time: change.Time, Then: s.verdictWords(change.Verdict).Title}
		if change.And != nil {
			next.AndAsk, next.AndAnswer = s.change(change.And.Fact, change.And.Value)
		}
		if n := len(shown); n > 0 && shown[n-1].Ask == next.Ask && shown[n-1].Then == next.Then && next.AndAsk == "" && shown[n-1].AndAsk == "" {
			shown[n-1].Answer += "; or: " + next.Answer
			continue
		}
		if len(shown) == whatIfLimit {
			break
		}
		shown = append(shown, next)
	}
	return shown
}

// change puts a fact and a value into words.
func (s *site) change(name string, value any) (ask, says string) {
	fact, ok := s.adviser.Vocabulary().Fact(name)
	if !ok {
		return "", ""
	}
	return fact.Ask, answer{fact: fact, values: carriedValues(value)}.Says()
}

// carriedValues writes a value of the adviser as an answer carries it.
func carriedValues(value any) []string {
	list, ok := value.([]string)
	switch {
	case !ok:
		return []string{fmt.Sprint(value)}
	case len(list) == 0:
		return []string{situation.None}
	}
	return list
}
