package advice

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"afterwards/advice/internal/diagram"
	"afterwards/knowledge"
	"afterwards/situation"
)

// Proof says what holds for every situation, each fact answered or open: not
// for a sample of them.
type Proof struct {
	// Situations is how many there are, over all facts.
	Situations *big.Int
	// Nodes is how large the diagrams got that the proof walked through.
	Nodes      int
	Statements []Statement
	// Notes are no errors: what an author may want to know.
	Notes []string
}

// Holds reports whether every statement does.
func (p *Proof) Holds() bool {
	return !slices.ContainsFunc(p.Statements, func(s Statement) bool { return !s.Holds })
}

// Statement is one thing that was proved, or a situation that breaks it.
type Statement struct {
	// ID is the property of the guideline, or the promise, that it belongs to.
	ID, Says string
	Holds    bool
	// Against is a situation that breaks the statement, and Gives what is given
	// there. Facts that do not matter are left open.
	Against map[string]any
	Gives   string
}

// Kind is the first word of the ID: risk, time, unknown, score, verdict,
// promise, example, alive or overlap.
func (s *Statement) Kind() string {
	kind, _, _ := strings.Cut(s.ID, " ")
	return kind
}

// Prove shows for all situations that the gates keep the properties of the
// guideline and the promises. It builds the verdict and every form as a
// decision diagram from the same masks that [Adviser.Decide] runs, so it takes
// a fraction of a second and leaves nothing out.
func (a *Adviser) Prove() *Proof {
	p := newProver(a)
	p.risks()
	p.time()
	p.unknown()
	p.scores()
	p.verdictsLeave()
	p.promises()
	p.examples()
	p.alive()
	p.overlaps()
	p.proof.Situations, p.proof.Nodes = a.situations(), p.space.Size()
	return &p.proof
}

// situations counts the situations: a fact has one of its values or is open, a
// set any choice of its items or is open.
func (a *Adviser) situations() *big.Int {
	n := big.NewInt(1)
	for _, f := range a.judgement.Facts {
		cases := int64(len(f.Answers)) + 1
		switch f.Type {
		case knowledge.Number:
			cases = int64(len(f.Cuts)) + 2
		case knowledge.Set:
			cases = 1<<len(f.Answers) + 1
		}
		n.Mul(n, big.NewInt(cases))
	}
	return n
}

// prover holds the verdict and the forms as diagrams. Every variable of a
// situation has its values and, as the last one, unknown.
type prover struct {
	a         *Adviser
	space     *diagram.Space
	variables []situation.Variable
	level     []int          // the place of each variable in the diagrams
	at        []int          // the variable at each place
	whole     diagram.Node   // 1 in the cases that can occur
	moot      []diagram.Node // per fact: 1 where its question makes no sense
	rules     []provedRule

	verdict diagram.Node   // with questions that are open holding it down
	forms   []diagram.Node // the same, per form: 1 where it is open
	told    diagram.Node   // what the rules give, whatever is still open
	toldOf  []diagram.Node
	shown   []diagram.Node // per rule beside the gates: 1 where it is shown
	held    []diagram.Node // per form: open, and no rule shown speaks against it
	proof   Proof
}

// provedRule is a rule as diagrams.
type provedRule struct {
	fires, pends diagram.Node
	verdict      diagram.Node
	leaves       []diagram.Node // per form
}

func newProver(a *Adviser) *prover {
	p := &prover{a: a, variables: a.vocabulary.Variables()}
	p.order()
	widths := make([]int, len(p.at))
	for place, v := range p.at {
		widths[place] = p.variables[v].Values + 1
	}
	p.space = diagram.New(widths)
	p.whole = p.wholeSets()
	p.build()
	return p
}

// wholeSets is 1 in the cases that can occur: a set is told as a whole or not at
// all, though each of its items has a variable of its own.
func (p *prover) wholeSets() diagram.Node {
	s := p.space
	whole := diagram.Value(1)
	for i := range p.a.judgement.Facts {
		all, none := diagram.Value(1), diagram.Value(1)
		for _, v := range p.of(i) {
			open := s.In(p.level[v], 1<<p.variables[v].Values)
			all, none = s.Join(diagram.And, all, s.Not(open)), s.Join(diagram.And, none, open)
		}
		whole = s.Join(diagram.And, whole, s.Join(diagram.Or, all, none))
	}
	return whole
}

// build makes the diagrams of the rules, the verdict and the forms.
func (p *prover) build() {
	p.moot = make([]diagram.Node, len(p.a.judgement.Facts))
	for i := range p.moot {
		p.moot[i] = diagram.Value(0)
	}
	for _, i := range p.a.dependent { // in the order of [Adviser.settle]
		p.moot[i] = p.space.Not(p.may(&p.a.onlyIf[i]))
	}
	for i := range p.a.rules {
		p.rules = append(p.rules, p.rule(&p.a.rules[i]))
	}
	p.verdict, p.forms = p.combine(-1, true)
	p.told, p.toldOf = p.combine(-1, false)
}

// order puts variables that rules name together next to each other.
func (p *prover) order() {
	p.level = make([]int, len(p.variables))
	for i := range p.level {
		p.level[i] = -1
	}
	add := func(c *situation.Condition) {
		for _, all := range c.Alternatives() {
			for _, t := range all {
				if p.level[t.Variable] < 0 {
					p.level[t.Variable] = len(p.at)
					p.at = append(p.at, t.Variable)
				}
			}
		}
	}
	for i := range p.a.rules {
		r := &p.a.rules[i]
		add(&r.when)
		add(&r.unless)
		for k := range r.exceptions {
			add(&r.exceptions[k].when)
		}
	}
	for i := range p.a.fits {
		add(&p.a.fits[i])
	}
	for _, i := range p.a.dependent {
		add(&p.a.onlyIf[i])
	}
	for v := range p.variables {
		if p.level[v] < 0 {
			p.level[v] = len(p.at)
			p.at = append(p.at, v)
		}
	}
}

// must is 1 where the condition certainly holds, as [situation.Condition.Must].
func (p *prover) must(c *situation.Condition) diagram.Node {
	return p.condition(c, diagram.Value(0), func(t situation.Term, all uint64) uint64 {
		if t.Allowed == all {
			return all | (all + 1) // it holds whatever the value is
		}
		return t.Allowed
	})
}

// may is 1 where the condition can still hold, as [situation.Condition.May].
func (p *prover) may(c *situation.Condition) diagram.Node {
	return p.condition(c, diagram.Value(1), func(t situation.Term, all uint64) uint64 { return t.Allowed | (all + 1) })
}

// condition joins the terms; states gives the values of a variable, unknown the
// last of them, with which a term is met, and unknown says whether one is met by
// an answer that does not count.
func (p *prover) condition(c *situation.Condition, unknown diagram.Node, states func(t situation.Term, all uint64) uint64) diagram.Node {
	any := diagram.Value(0)
	for _, conjunction := range c.Alternatives() {
		all := diagram.Value(1)
		for _, t := range conjunction {
			known := uint64(1)<<p.variables[t.Variable].Values - 1
			met := p.space.In(p.level[t.Variable], states(t, known))
			if t.Allowed != known {
				met = p.space.If(p.moot[p.variables[t.Variable].Fact], unknown, met)
			}
			all = p.space.Join(diagram.And, all, met)
		}
		any = p.space.Join(diagram.Or, any, all)
	}
	return any
}

func (p *prover) rule(r *rule) provedRule {
	excused := diagram.Value(0)
	if r.data.Unless.Value != "" {
		excused = p.must(&r.unless)
	}
	in := p.space.Not(excused)
	certain := p.must(&r.when)
	proved := provedRule{fires: p.space.Join(diagram.And, certain, in), pends: diagram.Value(0)}
	if r.safety {
		proved.pends = p.space.Join(diagram.And, p.space.Join(diagram.And, p.may(&r.when), p.space.Not(certain)), in)
	}
	proved.verdict, proved.leaves = p.constants(r.outcome)
	for k := len(r.exceptions) - 1; k >= 0; k-- {
		e := &r.exceptions[k]
		holds := p.must(&e.when)
		verdict, leaves := p.constants(e.outcome)
		proved.verdict = p.space.If(holds, verdict, proved.verdict)
		for f := range leaves {
			proved.leaves[f] = p.space.If(holds, leaves[f], proved.leaves[f])
		}
	}
	return proved
}

func (p *prover) constants(o outcome) (verdict diagram.Node, leaves []diagram.Node) {
	for f := range p.a.fits {
		leaves = append(leaves, diagram.Value(int(o.leaves>>f&1)))
	}
	return diagram.Value(int(o.verdict)), leaves
}

// combine is [Adviser.evaluate] for all situations at once. It leaves out the
// rule without, and, unless held, what open questions hold down.
func (p *prover) combine(without int, held bool) (verdict diagram.Node, forms []diagram.Node) {
	s := p.space
	verdict = diagram.Value(int(p.a.open))
	for f := range p.a.fits {
		forms = append(forms, p.must(&p.a.fits[f]))
	}
	for i := range p.rules {
		if i == without {
			continue
		}
		r := &p.rules[i]
		verdict = s.Join(diagram.Min, verdict, s.If(r.fires, r.verdict, diagram.Value(int(p.a.open))))
		closes := r.fires
		if held {
			closes = s.Join(diagram.Or, closes, r.pends)
		}
		for f := range forms {
			forms[f] = s.Join(diagram.And, forms[f], s.If(closes, r.leaves[f], diagram.Value(1)))
		}
	}
	if held {
		open := diagram.Value(0)
		for _, f := range p.a.safety {
			for _, v := range p.of(f) {
				open = s.Join(diagram.Or, open, s.In(p.level[v], 1<<p.variables[v].Values))
			}
		}
		verdict = s.Join(diagram.Min, verdict, s.If(open, diagram.Value(int(p.a.unanswered.verdict)), verdict))
	}
	for f := range forms {
		may := diagram.Value(0)
		for v, leaves := range p.a.leaves {
			may = s.Join(diagram.Or, may, s.Join(diagram.And, p.is(verdict, v), diagram.Value(int(leaves>>f&1))))
		}
		forms[f] = s.Join(diagram.And, forms[f], may)
	}
	return verdict, forms
}

// is is 1 where the function has the value.
func (p *prover) is(n diagram.Node, value int) diagram.Node {
	s := p.space
	return s.Join(diagram.And, s.Join(diagram.Less, n, diagram.Value(value+1)), s.Not(s.Join(diagram.Less, n, diagram.Value(value))))
}

// of lists the variables of a fact.
func (p *prover) of(fact int) (variables []int) {
	for v := range p.variables {
		if p.variables[v].Fact == fact {
			variables = append(variables, v)
		}
	}
	return variables
}

// value is the value of a variable that an answer of its fact stands for.
func (p *prover) value(fact, answer int) int {
	f := &p.a.judgement.Facts[fact]
	switch v := f.Answers[answer].Value.Value.(type) {
	case bool:
		if v {
			return 1
		}
		return 0
	case int:
		return f.Range(v)
	}
	return answer
}

// state adds a statement that holds where broken is 0 in every case.
func (p *prover) state(id, says string, broken diagram.Node) {
	p.compare(id, says, broken, nil)
}

// compare is state for statements about two situations that differ in one
// variable, which set names with its two values.
func (p *prover) compare(id, says string, broken diagram.Node, set *change) {
	st := Statement{ID: id, Says: says, Holds: true}
	if found, ok := p.space.Find(p.space.Join(diagram.And, broken, p.whole), 1); ok {
		st.Holds = false
		st.Against, st.Gives = p.situation(found, set)
	}
	p.proof.Statements = append(p.proof.Statements, st)
}

type change struct{ variable, from, to int }

// situation turns a case of the diagrams into facts, and says what is given.
func (p *prover) situation(found []int, set *change) (map[string]any, string) {
	facts := func(value int) map[string]any {
		read := map[string]any{}
		items := map[string][]string{}
		for place, state := range found {
			v := p.variables[p.at[place]]
			f := &p.a.judgement.Facts[v.Fact]
			if set != nil && p.at[place] == set.variable {
				state = value
			}
			if state < 0 || state >= v.Values {
				continue
			}
			if f.Type == knowledge.Set {
				items[f.Name] = append(items[f.Name], f.Values()[v.Item:v.Item+state]...)
				continue
			}
			for i := range f.Answers {
				if p.value(v.Fact, i) == state {
					read[f.Name] = f.Answers[i].Value.Value
				}
			}
		}
		for name, list := range items {
			read[name] = append([]string{}, list...)
		}
		return read
	}
	gives := func(facts map[string]any) string {
		s, err := p.a.vocabulary.Read(facts)
		if err != nil {
			return err.Error()
		}
		o := p.a.decide(s)
		return fmt.Sprintf("%s with %s", p.a.judgement.Verdicts[o.verdict].Name, list(p.a.formNames(o.leaves)))
	}
	if set == nil {
		read := facts(0)
		return read, gives(read)
	}
	before, after := facts(set.from), facts(set.to)
	f := &p.a.judgement.Facts[p.variables[set.variable].Fact]
	return before, fmt.Sprintf("%s, and with %s %v: %s", gives(before), f.Name, after[f.Name], gives(after))
}

func list(names []string) string {
	if len(names) == 0 {
		return "no form"
	}
	return strings.Join(names, ", ")
}
