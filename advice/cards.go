package advice

import (
	"cmp"
	"slices"
	"strings"

	"afterwards/knowledge"
	"afterwards/situation"
)

// Card is a piece of advice beside the verdict: help that goes with a gate, or
// a rule that we follow. Cards never change a verdict.
type Card struct {
	Rule   string `json:"rule"`
	Says   string `json:"says"`
	Source string `json:"source"`
	Grade  string `json:"grade"`
	// Kind is help, advise, warn, forbid or infer; Strength and Topic are those
	// of the rule, and empty for help.
	Kind     string   `json:"kind"`
	Strength string   `json:"strength,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Claims   []string `json:"claims,omitempty"`
	// Because says what we changed in the rule; for a saying, why we do not
	// follow it.
	Because string `json:"because,omitempty"`
}

// Conflict is a matter on which the rules that hold here disagree.
type Conflict struct {
	Conflict string `json:"conflict"`
	Title    string `json:"title"`
	One      string `json:"one"`
	Other    string `json:"other"`
	We       string `json:"we"`
}

// note is a compiled rule that stands beside the gates.
type note struct {
	data  *knowledge.Rule
	topic *knowledge.Topic
	when  situation.Condition
	// needs and against are the forms that the rule takes for granted, and
	// those that it speaks against.
	needs, against forms
	card           Card
}

func (c *compiler) note(t *knowledge.Topic, r *knowledge.Rule) note {
	return note{data: r, topic: t, when: c.condition(r.When), needs: c.a.forms(r.Needs), against: c.a.forms(r.Against)}
}

func (n *note) toCard() Card {
	return Card{
		Rule: n.data.ID, Says: n.data.Says, Kind: string(n.data.Action), Strength: string(n.data.Strength),
		Topic: n.topic.Topic, Claims: n.data.Claims, Because: n.data.Because,
		Source: strings.Join(sourceList(n.data.Sources), "; "), Grade: n.data.Grade,
	}
}

// byWeight orders rules by what matters most: how strongly the source puts it,
// how much the rule is about this person, how well it is supported. What always
// holds is least about anybody and comes last.
func byWeight(x, y note) int {
	return cmp.Or(
		cmp.Compare(x.unconditional(), y.unconditional()),
		cmp.Compare(x.data.Strength.Rank(), y.data.Strength.Rank()),
		-cmp.Compare(len(x.when.Facts()), len(y.when.Facts())),
		cmp.Compare(slices.Index(knowledge.Grades, x.data.Grade), slices.Index(knowledge.Grades, y.data.Grade)),
	)
}

// unconditional is 1 for a rule that holds always.
func (n *note) unconditional() int {
	if n.data.When.Value == "" {
		return 1
	}
	return 0
}

// conflict is a listed conflict, its sides as places among the notes.
type conflict struct {
	data       Conflict
	one, other []int
}

func (a *Adviser) compileConflicts() (all []conflict) {
	place := map[string]int{}
	for i := range a.notes {
		place[a.notes[i].data.ID] = i
	}
	places := func(ids []string) (at []int) {
		for _, id := range ids {
			if i, ok := place[id]; ok {
				at = append(at, i)
			}
		}
		return at
	}
	for i := range a.judgement.Conflicts {
		k := &a.judgement.Conflicts[i]
		all = append(all, conflict{Conflict{k.ID, k.Title, k.One.Says, k.Other.Says, k.We}, places(k.One.Rules), places(k.Other.Rules)})
	}
	return all
}

// noteExamples tries the examples beside the rules. The safety facts that one
// leaves out are answered harmlessly.
func (c *compiler) noteExamples() {
	base := c.a.harmless()
	for i := range c.a.notes {
		n := &c.a.notes[i]
		for _, e := range n.data.Examples.Fires {
			if s, ok := c.example(base, e.Facts); ok && !n.when.Must(&s) {
				c.problem(e.Pos, "rule %s does not fire in its example", n.data.ID)
			}
		}
		for _, e := range n.data.Examples.Not {
			if s, ok := c.example(base, e.Facts); ok && n.when.Must(&s) {
				c.problem(e.Pos, "rule %s fires in an example that must not fire it", n.data.ID)
			}
		}
	}
}

// cards lists the help that goes with the gates that fired, and then the rules
// that we follow, what matters most first. Where nothing should be asked, as in
// a crisis, there is nothing but help. said lists what is often said here and
// not followed; conflicts, where what is followed or said disagrees.
func (a *Adviser) cards(s *situation.Situation, f *situation.Found, open forms) (cards, said []Card, conflicts []Conflict) {
	cards, said, conflicts = []Card{}, []Card{}, []Conflict{}
	suspended := false
	for i := a.gates.Next(f, 0); i < len(a.rules); i = a.gates.Next(f, i+1) {
		if r := &a.rules[i]; !a.gates.excused(f, i) {
			suspended = suspended || r.data.Suspends
			if r.data.Card != "" {
				cards = append(cards, r.help)
			}
		}
	}
	if suspended {
		return cards, said, conflicts
	}
	found := a.matched.Match(s)
	// A caution outranks an invitation: what one rule speaks against, no other
	// takes for granted.
	for i := range a.notes {
		if n := &a.notes[i]; n.against != 0 && a.matched.Holds(&found, i) {
			open &^= n.against
		}
	}
	held := make([]bool, len(a.notes))
	follow, other := 0, 0
	for i := a.matched.Next(&found, 0); i < len(a.notes); i = a.matched.Next(&found, i+1) {
		n := &a.notes[i]
		if n.needs != 0 && n.needs&open == 0 {
			continue
		}
		held[i] = true
		if n.data.Stance == knowledge.Follow {
			follow++
		} else {
			other++
		}
	}
	cards, said = slices.Grow(cards, follow), slices.Grow(said, other)
	for i := range a.notes {
		n := &a.notes[i]
		switch {
		case !held[i]:
		case n.data.Stance == knowledge.Follow:
			cards = append(cards, n.card)
		default:
			said = append(said, n.card)
		}
	}
	for i := range a.conflicts {
		if k := &a.conflicts[i]; holds(held, k.one) && holds(held, k.other) {
			conflicts = append(conflicts, k.data)
		}
	}
	return cards, said, conflicts
}

// holds reports whether one of the notes is among those held.
func holds(held []bool, notes []int) bool {
	return slices.ContainsFunc(notes, func(i int) bool { return held[i] })
}
