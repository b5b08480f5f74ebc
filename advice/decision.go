package advice

import (
	"slices"
	"strings"

	"afterwards/knowledge"
	"afterwards/situation"
)

// Decision is an answer with everything that it rests on. Its JSON form is the
// contract of the command line and the API.
type Decision struct {
	Verdict string `json:"verdict"`
	// Gate is the gate that decided: "unanswered" while a safety question is
	// open, "open" when nothing stood against it.
	Gate string `json:"gate"`
	// Until says in words when or on what condition to look again; empty when
	// nothing of the kind holds.
	Until     string   `json:"until"`
	Forms     []string `json:"forms"`
	Programme string   `json:"programme"`
	Reasons   []Reason `json:"reasons"`
	// Cards are further advice beside the verdict, what matters most first. Said
	// is what is often said in such a situation and not followed here.
	// Conflicts are the matters on which these disagree.
	Cards     []Card     `json:"cards"`
	Said      []Card     `json:"said"`
	Conflicts []Conflict `json:"conflicts"`
	// Unknown lists the unanswered facts that can still change the answer, the
	// best question first. AskNext is the first of them, or empty when there is
	// none or when nothing should be asked now.
	Unknown []string `json:"unknown"`
	AskNext string   `json:"ask_next"`
	WhatIf  []WhatIf `json:"what_if"`
	// Knowledge is the version of the knowledge that decided.
	Knowledge string `json:"knowledge"`
}

// Reason is a rule that spoke, and how well it is supported.
type Reason struct {
	Rule    string `json:"rule"`
	Verdict string `json:"verdict"`
	Says    string `json:"says"`
	Changes string `json:"changes"`
	// Source joins the sources with semicolons; Sources has them one by one.
	Source  string   `json:"source"`
	Sources []string `json:"sources"`
	Grade   string   `json:"grade"`
	// Claims are the claims about research that bear on it.
	Claims   []string   `json:"claims,omitempty"`
	Disagree []Disagree `json:"disagree,omitempty"`
}

// Disagree is what another source says against a reason.
type Disagree struct {
	Says   string `json:"says"`
	Source string `json:"source"`
}

// Decide answers a situation, explains the answer, and says what is still open
// and what would change it. The same situation always gets the same decision.
func (a *Adviser) Decide(s situation.Situation) Decision {
	a.settle(&s)
	d := a.Explain(s)
	d.Unknown = a.questions(s, nil)
	if !a.suspended(&s) {
		d.WhatIf = a.whatIf(s)
		if len(d.Unknown) > 0 {
			d.AskNext = d.Unknown[0]
		}
	}
	return d
}

// Explain is [Adviser.Decide] without the questions that are open and the
// changes that would matter: those look ahead, and take a hundred times as long.
func (a *Adviser) Explain(s situation.Situation) Decision {
	f := a.match(&s)
	o, decided := a.evaluate(&s, &f)
	j := a.judgement
	d := Decision{
		Verdict:   j.Verdicts[o.verdict].Name,
		Forms:     a.formNames(o.leaves),
		Unknown:   []string{},
		WhatIf:    []WhatIf{},
		Knowledge: j.Version,
	}
	until := ""
	switch decided {
	case nothingAgainst:
		d.Gate = "open"
	case unansweredDecides:
		d.Gate, until = "unanswered", j.Unanswered.Until
	default:
		d.Gate = a.rules[decided].gate.Gate
	}
	d.Reasons, d.Until = a.reasons(&s, &f, o.verdict, until)
	d.Cards, d.Said, d.Conflicts = a.cards(&s, &f, o.leaves)
	d.Programme = a.programme(&s, o.verdict)
	return d
}

// explain puts together what is said when the rule has fired.
func (r *rule) explain(j *knowledge.Judgement) {
	sources := sourceList(r.data.Sources)
	r.reason = Reason{
		Rule: r.data.ID, Verdict: j.Verdicts[r.outcome.verdict].Name,
		Says: r.data.Says, Changes: r.data.Changes, Grade: r.data.Grade,
		Sources: sources, Source: strings.Join(sources, "; "), Claims: r.data.Claims,
	}
	for _, d := range r.data.Disagree {
		r.reason.Disagree = append(r.reason.Disagree, Disagree{d.Says, strings.Join(sourceList(d.Sources), "; ")})
	}
	if r.data.Card != "" {
		r.help = Card{Rule: r.data.ID, Says: r.data.Card, Kind: "help", Source: r.reason.Source, Grade: r.data.Grade}
	}
	for i := range r.exceptions {
		e := &r.exceptions[i]
		e.reason = r.reason
		e.reason.Says += " " + e.data.Says
		e.reason.Verdict = j.Verdicts[e.outcome.verdict].Name
		e.until = e.data.Until
		if e.until == "" && e.outcome.verdict == r.outcome.verdict {
			e.until = r.data.Until
		}
	}
}

// reasons lists the rules that fired, strictest first and in the order of the
// gates, and joins the conditions on which those that decided end.
func (a *Adviser) reasons(s *situation.Situation, f *situation.Found, decided verdict, until string) ([]Reason, string) {
	type ranked struct {
		verdict verdict
		reason  *Reason
	}
	var room [8]ranked
	all := room[:0]
	var ends []string
	if until != "" {
		ends = append(ends, until)
	}
	suspended := false
	for i := a.gates.Next(f, 0); i < len(a.rules); i = a.gates.Next(f, i+1) {
		if a.gates.excused(f, i) {
			continue
		}
		r := &a.rules[i]
		suspended = suspended || r.data.Suspends
		o, e := r.result(s)
		reason, end := &r.reason, r.data.Until
		if e != nil {
			reason, end = &e.reason, e.until
		}
		all = append(all, ranked{o.verdict, reason})
		if o.verdict == decided && end != "" && !slices.Contains(ends, end) {
			ends = append(ends, end)
		}
	}
	if open := a.firstUnanswered(s); open >= 0 && !suspended {
		u := &a.judgement.Unanswered
		says := a.general("unanswered", u, strings.ReplaceAll(u.Says, "{question}", a.judgement.Facts[open].Ask))
		all = append(all, ranked{a.unanswered.verdict, &says})
	}
	if len(all) == 0 {
		u := &a.judgement.Open
		says := a.general("open", u, u.Says)
		all = append(all, ranked{a.open, &says})
	}
	slices.SortStableFunc(all, func(x, y ranked) int { return int(x.verdict - y.verdict) })
	reasons := make([]Reason, len(all))
	for i, r := range all {
		reasons[i] = *r.reason
	}
	return reasons, strings.Join(ends, "; and ")
}

// general is a reason that is not a rule of a gate.
func (a *Adviser) general(rule string, g *knowledge.General, says string) Reason {
	sources := sourceList(g.Sources)
	return Reason{Rule: rule, Verdict: g.Verdict, Says: says, Changes: g.Changes,
		Sources: sources, Source: strings.Join(sources, "; "), Grade: g.Grade}
}

func sourceList(sources []knowledge.SourceAt) []string {
	list := make([]string, len(sources))
	for i, s := range sources {
		list[i] = s.String()
	}
	return list
}

// programme returns the first programme that fits, or "".
func (a *Adviser) programme(s *situation.Situation, v verdict) string {
	for i := range a.programmes {
		p := &a.judgement.Programmes[i]
		if !slices.Contains(p.NotUnder, a.judgement.Verdicts[v].Name) && a.programmes[i].Must(s) {
			return p.Name
		}
	}
	return ""
}
