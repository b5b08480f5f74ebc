package advice

import (
	"fmt"
	"slices"

	"afterwards/advice/internal/diagram"
	"afterwards/knowledge"
	"afterwards/situation"
)

// The properties of the guideline, each proved for all situations.

// risks: adding a risk, or making one worse, never opens anything.
func (p *prover) risks() {
	for i := range p.a.judgement.Facts {
		f := &p.a.judgement.Facts[i]
		of := p.of(i)
		if len(f.Risk) > 0 && f.Risk[0].Value == knowledge.EachItem {
			for _, v := range of {
				item := f.Name + " with " + f.Values()[p.variables[v].Item]
				p.worse(item, change{v, 0, 1})
				p.learned(item, change{v, p.variables[v].Values, 1})
			}
			continue
		}
		for _, pair := range f.Risks() {
			from, to := p.value(i, pair[0]), p.value(i, pair[1])
			name := fmt.Sprintf("%s from %v to %v", f.Name, f.Answers[pair[0]].Value.Value, f.Answers[pair[1]].Value.Value)
			p.worse(name, change{of[0], from, to})
			p.learned(fmt.Sprintf("%s %v", f.Name, f.Answers[pair[1]].Value.Value), change{of[0], p.variables[of[0]].Values, to})
		}
	}
}

// worse compares what is given before and after a change.
func (p *prover) worse(name string, c change) {
	p.opens("risk", "A risk that is added or gets worse opens nothing: "+name, p.verdict, p.forms, c)
}

// learned compares what the rules give while a fact is open with what they give
// once it is known as a risk. What the open question itself holds down is left
// aside: an answer ends that.
func (p *prover) learned(name string, c change) {
	p.opens("risk", "A risk that becomes known opens nothing: "+name, p.told, p.toldOf, c)
}

func (p *prover) opens(id, says string, verdict diagram.Node, forms []diagram.Node, c change) {
	s, at := p.space, p.level[c.variable]
	broken := s.Join(diagram.Less, s.With(verdict, at, c.from), s.With(verdict, at, c.to))
	for _, f := range forms {
		broken = s.Join(diagram.Or, broken, s.Join(diagram.Less, s.With(f, at, c.from), s.With(f, at, c.to)))
	}
	p.compare(id, says, broken, &c)
}

// time: no stop hangs on anything that passes by itself.
func (p *prover) time() {
	stop := p.space.Join(diagram.Less, p.verdict, diagram.Value(1))
	for i := range p.a.judgement.Facts {
		f := &p.a.judgement.Facts[i]
		if !f.Passes {
			continue
		}
		for _, v := range p.of(i) {
			broken := diagram.Value(0)
			var found change
			for from := range p.variables[v].Values + 1 {
				for to := range p.variables[v].Values {
					b := p.space.Join(diagram.Less, p.space.With(p.space.Not(stop), p.level[v], from), p.space.With(p.space.Not(stop), p.level[v], to))
					if _, ok := p.space.Find(b, 1); ok {
						broken, found = b, change{v, from, to}
					}
				}
			}
			p.compare("time", "Time alone never opens a stop: "+f.Name, broken, &found)
		}
	}
}

// unknown: what is not known never counts as no.
func (p *prover) unknown() {
	s := p.space
	mildest := diagram.Value(int(p.a.verdict(p.a.judgement.Promises.WhileUnanswered)))
	for _, i := range p.a.safety {
		f := &p.a.judgement.Facts[i]
		for _, v := range p.of(i) {
			at, open := p.level[v], p.variables[v].Values
			unknown := s.With(p.verdict, at, open)
			broken := s.Join(diagram.Less, mildest, unknown)
			// What the worst answer would close is closed while it is open, and
			// what a no leaves closed is too. For an item of a set, that it holds
			// is the worst.
			worst, harmless := 1, 0
			if f.Type != knowledge.Set {
				pairs := f.Risks()
				worst, harmless = p.value(i, pairs[len(pairs)-1][1]), p.value(i, pairs[0][0])
			}
			for k := range p.forms {
				unknown := s.With(p.forms[k], at, open)
				broken = s.Join(diagram.Or, broken, s.Join(diagram.Less, s.With(p.forms[k], at, harmless), unknown))
				broken = s.Join(diagram.Or, broken, s.Join(diagram.Less, s.With(p.toldOf[k], at, worst), unknown))
			}
			p.compare("unknown", "Not knowing opens no more than a no, and no more than the worst answer: "+f.Name, broken, &change{v, 0, open})
		}
	}
}

// scores: a score or a length of time makes an answer stricter or leaves it.
func (p *prover) scores() {
	s := p.space
	for i := range p.a.judgement.Facts {
		f := &p.a.judgement.Facts[i]
		if f.Type != knowledge.Number || f.Safety {
			continue
		}
		v := p.of(i)[0]
		at, open := p.level[v], p.variables[v].Values
		broken, found := diagram.Value(0), change{v, open, 0}
		for value := range open {
			b := s.Join(diagram.Less, s.With(p.verdict, at, open), s.With(p.verdict, at, value))
			if _, ok := s.Find(b, 1); ok {
				broken, found = b, change{v, open, value}
			}
		}
		p.compare("score", "A number never opens the verdict: "+f.Name, broken, &found)
	}
}

// verdictsLeave: a stop leaves no form, and what is not a free choice leaves
// practical matters at most.
func (p *prover) verdictsLeave() {
	s := p.space
	for v := range p.a.judgement.Verdicts {
		verdict := &p.a.judgement.Verdicts[v]
		is := p.is(p.verdict, v)
		may := p.a.forms(verdict.Leaves)
		broken := diagram.Value(0)
		for f := range p.forms {
			if may&(1<<f) == 0 {
				broken = s.Join(diagram.Or, broken, s.Join(diagram.And, is, p.forms[f]))
			}
		}
		p.state("verdict", fmt.Sprintf("%s leaves open at most %s", verdict.Name, list(verdict.Leaves)), broken)
	}
}

// promises: what the knowledge promises in words of its own.
func (p *prover) promises() {
	s := p.space
	for i := range p.a.promises {
		pr := &p.a.promises[i]
		holds := p.must(&pr.when)
		if pr.data.Unless.Value != "" {
			holds = s.Join(diagram.And, holds, s.Not(p.must(&pr.unless)))
		}
		broken := diagram.Value(0)
		if pr.data.AtMost != "" {
			broken = s.Join(diagram.Less, diagram.Value(int(p.a.verdict(pr.data.AtMost))), p.verdict)
			for f := range p.forms {
				if pr.leaves&(1<<f) == 0 {
					broken = s.Join(diagram.Or, broken, p.forms[f])
				}
			}
		}
		if pr.data.AtLeast != "" {
			broken = s.Join(diagram.Or, broken, s.Join(diagram.Less, p.verdict, diagram.Value(int(p.a.verdict(pr.data.AtLeast)))))
			for f := range p.forms {
				if pr.opens&(1<<f) != 0 {
					broken = s.Join(diagram.Or, broken, s.Not(p.forms[f]))
				}
			}
		}
		p.state("promise "+pr.data.ID, pr.data.Says, s.Join(diagram.And, holds, broken))
		if _, ok := s.Find(holds, 1); !ok {
			p.proof.Statements = append(p.proof.Statements, Statement{ID: "promise " + pr.data.ID, Says: "It speaks of situations that can occur"})
		}
	}
}

// examples: what stands beside the rules to show them.
func (p *prover) examples() {
	problems := p.a.Examples()
	for _, problem := range problems {
		p.proof.Statements = append(p.proof.Statements, Statement{ID: "example", Says: problem.String()})
	}
	if len(problems) == 0 {
		p.proof.Statements = append(p.proof.Statements, Statement{ID: "example", Says: "The examples beside rules and guides come out", Holds: true})
	}
}

// alive: every rule can fire, and every fact is used.
func (p *prover) alive() {
	s := p.space
	for i := range p.rules {
		id := p.a.rules[i].data.ID
		if _, ok := s.Find(p.rules[i].fires, 1); !ok {
			p.proof.Statements = append(p.proof.Statements, Statement{ID: "alive", Says: "The gate rule " + id + " can fire"})
		}
		verdict, forms := p.combine(i, true)
		same := verdict == p.verdict
		for f := range forms {
			same = same && forms[f] == p.forms[f]
		}
		if same {
			p.proof.Notes = append(p.proof.Notes, "the gate rule "+id+" changes no answer: others always say as much")
		}
	}
	suspended := diagram.Value(0)
	for i := range p.rules {
		if p.a.rules[i].data.Suspends {
			suspended = s.Join(diagram.Or, suspended, p.rules[i].fires)
		}
	}
	p.unusedFacts()
	p.showNotes(suspended)
	dead := 0
	for i, shown := range p.shown {
		if _, ok := s.Find(shown, 1); !ok {
			dead++
			p.proof.Statements = append(p.proof.Statements, Statement{ID: "alive", Says: "The rule " + p.a.notes[i].data.ID + " can be shown"})
		}
	}
	for i := range p.a.conflicts {
		k := &p.a.conflicts[i]
		if !p.canMeet(k.one, k.other) {
			dead++
			p.proof.Statements = append(p.proof.Statements, Statement{ID: "alive", Says: "A rule of each side of the conflict " + k.data.Conflict + " can be shown together"})
		}
	}
	if dead == 0 {
		p.proof.Statements = append(p.proof.Statements, Statement{ID: "alive", Holds: true,
			Says: fmt.Sprintf("Each of %d gate rules can fire, each of %d rules can be shown, and each of %d conflicts can be live",
				len(p.rules), len(p.a.notes), len(p.a.conflicts))})
	}
}

// canMeet reports whether a rule of each list can be shown in one situation.
func (p *prover) canMeet(one, other []int) bool {
	for _, i := range one {
		for _, k := range other {
			if _, ok := p.space.Find(p.space.Join(diagram.And, p.shown[i], p.shown[k]), 1); ok {
				return true
			}
		}
	}
	return false
}

// unusedFacts notes what no rule, form, programme or guide asks for.
func (p *prover) unusedFacts() {
	used := map[string]bool{}
	add := func(c *situation.Condition) {
		for _, name := range c.Facts() {
			used[name] = true
		}
	}
	for i := range p.a.rules {
		add(&p.a.rules[i].when)
		add(&p.a.rules[i].unless)
		for k := range p.a.rules[i].exceptions {
			add(&p.a.rules[i].exceptions[k].when)
		}
	}
	for _, list := range [][]situation.Condition{p.a.fits, p.a.programmes} {
		for i := range list {
			add(&list[i])
		}
	}
	for i := range p.a.notes {
		add(&p.a.notes[i].when)
	}
	for i := range p.a.judgement.Facts {
		if name := p.a.judgement.Facts[i].Name; !used[name] {
			p.proof.Notes = append(p.proof.Notes, "no rule uses the fact "+name)
		}
	}
}

// showNotes finds where each rule beside the gates is shown, as
// [Adviser.cards] does.
func (p *prover) showNotes(suspended diagram.Node) {
	s := p.space
	p.held = slices.Clone(p.forms)
	holds := make([]diagram.Node, len(p.a.notes))
	for i := range p.a.notes {
		n := &p.a.notes[i]
		holds[i] = s.Join(diagram.And, p.must(&n.when), s.Not(suspended))
		for f := range p.held {
			if n.against&(1<<f) != 0 {
				p.held[f] = s.Join(diagram.And, p.held[f], s.Not(holds[i]))
			}
		}
	}
	for i := range p.a.notes {
		if needs := p.a.notes[i].needs; needs != 0 {
			holds[i] = s.Join(diagram.And, holds[i], p.open(p.held, needs))
		}
	}
	p.shown = holds
}

// open is 1 where one of the forms is open.
func (p *prover) open(all []diagram.Node, of forms) diagram.Node {
	open := diagram.Value(0)
	for f := range all {
		if of&(1<<f) != 0 {
			open = p.space.Join(diagram.Or, open, all[f])
		}
	}
	return open
}

// overlaps: a rule that takes contact for granted is shown only where one of
// its forms is open and no rule shown speaks against that one.
func (p *prover) overlaps() {
	s := p.space
	for i := range p.a.notes {
		n := &p.a.notes[i]
		if n.needs == 0 {
			continue
		}
		left := diagram.Value(0)
		for f := range p.forms {
			if n.needs&(1<<f) == 0 {
				continue
			}
			free := p.forms[f]
			for k := range p.a.notes {
				if p.a.notes[k].against&(1<<f) != 0 {
					free = s.Join(diagram.And, free, s.Not(p.shown[k]))
				}
			}
			left = s.Join(diagram.Or, left, free)
		}
		p.state("overlap", n.data.ID+" is shown only beside contact that is open and that no rule speaks against",
			s.Join(diagram.And, p.shown[i], s.Not(left)))
	}
}
