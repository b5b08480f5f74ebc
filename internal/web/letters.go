package web

import (
	"net/http"
	"slices"

	"afterwards/advice"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// lettersPage lists the kinds of letters.
type lettersPage struct {
	frame
	Given answers
	Mind  *mind // what the answers so far come to, if they close anything
	Kinds []letterLink
	Never letterLink // the kind that is open whatever the answers are
}

func (lettersPage) template() string { return "letters.html" }

type letterLink struct{ Path, Title, For string }

func linkToLetter(l *knowledge.Letter) letterLink {
	return letterLink{"/letters/" + l.Letter, l.Title, l.For}
}

// neverSent is the kind that takes every letter that must not go anywhere.
const neverSent = "never-to-be-sent"

func (s *site) letters(w http.ResponseWriter, r *http.Request) error {
	return s.showLetters(w, r, nil)
}

// lettersWith is the list for somebody who brings answers along.
func (s *site) lettersWith(w http.ResponseWriter, r *http.Request) error {
	given, _, err := s.bring(w, r)
	if err != nil {
		return err
	}
	return s.showLetters(w, r, given)
}

func (s *site) showLetters(w http.ResponseWriter, r *http.Request, given answers) error {
	p := lettersPage{frame: s.frame(r, "Letters"), Given: given, Mind: s.closing(r, given)}
	all := s.adviser.Judgement().Letters
	for i := range all {
		if all[i].Letter == neverSent {
			p.Never = linkToLetter(&all[i])
		} else {
			p.Kinds = append(p.Kinds, linkToLetter(&all[i]))
		}
	}
	return s.show(w, http.StatusOK, p)
}

// closing is the decision so far, where it is one that nothing outvotes.
func (s *site) closing(r *http.Request, given answers) *mind {
	if len(given) == 0 {
		return nil
	}
	if m := s.mind(r, given); m.Crisis || m.Closed() {
		return m
	}
	return nil
}

// letterKind is the kind of letter that the address names, or nil.
func (s *site) letterKind(name string) *knowledge.Letter {
	all := s.adviser.Judgement().Letters
	i := slices.IndexFunc(all, func(l knowledge.Letter) bool { return l.Letter == name })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// letterKindPage says what a kind of letter is for before anything is asked.
type letterKindPage struct {
	frame
	Given answers
	Mind  *mind
	Kind  *knowledge.Letter
	Path  string
	Rules []noted
	Said  []noted
	Never string // where the kind that is never sent is
	Claim []claimLink
}

func (letterKindPage) template() string { return "letter-kind.html" }

func (s *site) letterAbout(w http.ResponseWriter, r *http.Request) error {
	return s.showLetterKind(w, r, nil)
}

func (s *site) letterAboutWith(w http.ResponseWriter, r *http.Request) error {
	given, _, err := s.bring(w, r)
	if err != nil {
		return err
	}
	return s.showLetterKind(w, r, given)
}

func (s *site) showLetterKind(w http.ResponseWriter, r *http.Request, given answers) error {
	kind := s.letterKind(r.PathValue("kind"))
	if kind == nil {
		return unknownPath(w, r)
	}
	return s.show(w, http.StatusOK, letterKindPage{
		frame: s.frame(r, "Letters"), Given: given, Mind: s.closing(r, given), Kind: kind, Path: "/letters/" + kind.Letter,
		Rules: s.letterRules(kind, false), Said: s.notedRules(kind.Said), Never: "/letters/" + neverSent,
		Claim: s.claimLinks(kind.Support.Claims),
	})
}

// letterRules are the rules of a kind. Those that take a contact for granted are
// shown only once the kind is open.
func (s *site) letterRules(kind *knowledge.Letter, open bool) []noted {
	return s.notedRules(slices.DeleteFunc(slices.Clone(kind.Rules), func(id string) bool {
		at, ok := s.shelf.rules[id]
		return !ok || !open && len(at.rule.Needs) > 0
	}))
}

func (s *site) notedRules(ids []string) (all []noted) {
	for _, id := range ids {
		at, ok := s.shelf.rules[id]
		if !ok {
			continue
		}
		n := noted{Says: at.rule.Says, Because: at.rule.Because, Grade: at.rule.Grade, Followed: at.rule.Stance == knowledge.Follow, Path: rulePath(at)}
		for _, source := range at.rule.Sources {
			n.Sources = append(n.Sources, s.source(source.String()))
		}
		all = append(all, n)
	}
	return all
}

// letterReadyPage is what the questions before a letter come to.
type letterReadyPage struct {
	frame
	Given    answers
	Kind     *knowledge.Letter
	Path     string
	Sorry    string
	Standing standing
	Open     int // questions that are still open and could open it
}

func (letterReadyPage) template() string { return "letter-ready.html" }

// standing is how a kind of letter stands by what was told.
type standing struct {
	Is        string // open, closed or shut
	Crisis    bool
	Stop      bool
	Never     bool // a kind that is never sent
	Title     string
	Says      []string // why it is closed
	Until     string
	Help      []string
	Changed   bool
	Verdict   string
	Knowledge string
}

// May reports whether the letter may be taken along, once its time has come.
func (st standing) May() bool { return st.Is == knowledge.LetterOpen }

// stand says how a kind stands for somebody who told these answers, by themselves
// or with what they were shown before.
func (s *site) stand(l advice.Lettered) standing {
	d := l.Decision
	st := standing{
		Is: l.Is(), Crisis: l.Suspended, Stop: d.Verdict == "stop", Never: len(l.Letter.Needs) == 0,
		Title: s.verdictWords(d.Verdict).Title, Until: d.Until, Verdict: d.Verdict, Knowledge: d.Knowledge, Changed: len(l.Changed) > 0,
	}
	if l.Shut != "" {
		st.Says = append(st.Says, l.Shut)
	}
	if st.Is == knowledge.LetterShut && !st.Stop {
		st.Until = "" // what would open the gates would not open this kind
	} else {
		for _, why := range d.Reasons {
			if why.Verdict == d.Verdict && why.Rule != "open" {
				st.Says = append(st.Says, why.Says)
			}
		}
	}
	for _, c := range d.Cards {
		if c.Kind == "help" {
			st.Help = append(st.Help, c.Says)
		}
	}
	return st
}

// letterFor decides on a kind of letter with what was told before in mind.
func (s *site) letterFor(r *http.Request, kind *knowledge.Letter, given answers) advice.Lettered {
	v := s.adviser.Vocabulary()
	l, _ := s.adviser.Letter(kind.Letter, given.situation(v), s.shownEarlier(r, given)...)
	return l
}

// letterReady asks what has to be known before a letter, and says what that
// comes to.
func (s *site) letterReady(w http.ResponseWriter, r *http.Request) error {
	kind := s.letterKind(r.PathValue("kind"))
	if kind == nil {
		return unknownPath(w, r)
	}
	form, err := httpx.Form(w, r, answersLimit)
	if err != nil {
		return err
	}
	if err := s.sameVisit(r, form.Get(visitField)); err != nil {
		return err
	}
	step, err := s.step(form)
	if err != nil {
		return err
	}
	if step.ask == nil && !step.end {
		step.ask = s.nextForLetter(kind, &step.given, form.Get("hour"))
	}
	if step.ask != nil {
		at := asking{"/letters/" + kind.Letter + "/ready", kind.Title, "Stop here: this one stays with me"}
		return s.showQuestion(w, r, at, step.ask, step.given, step.sorry)
	}
	given := step.given.seen(s.adviser)
	return s.show(w, http.StatusOK, letterReadyPage{
		frame: s.frame(r, "Letters"), Given: given, Kind: kind, Path: "/letters/" + kind.Letter, Sorry: step.sorry,
		Standing: s.stand(s.letterFor(r, kind, given)),
		Open:     len(s.adviser.AskLetter(kind.Letter, given.situation(s.adviser.Vocabulary()), nil)),
	})
}

// nextForLetter is the next question before a letter, or nil. The hour is
// answered by the clock of the device where a script has put it into the form.
func (s *site) nextForLetter(kind *knowledge.Letter, given *answers, hour string) *knowledge.Fact {
	v := s.adviser.Vocabulary()
	open := s.adviser.AskLetter(kind.Letter, given.situation(v), given.leftOpen)
	if len(open) > 0 && open[0] == hourFact && hour != "" {
		if a, err := readAnswer(v, hourFact, []string{hour}); err == nil {
			*given = given.with(a)
			open = s.adviser.AskLetter(kind.Letter, given.situation(v), given.leftOpen)
		}
	}
	if len(open) == 0 {
		return nil
	}
	fact, _ := v.Fact(open[0])
	return fact
}
