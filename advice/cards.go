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
}

// holds reports whether the rule certainly applies and, if it is advice, takes no
// contact for granted that the gates close.
func (n *note) holds(s *situation.Situation, open forms) bool {
	return (n.needs == 0 || n.needs&open != 0) && n.when.Must(s)
}

func (c *compiler) note(t *knowledge.Topic, r *knowledge.Rule) note {
	return note{data: r, topic: t, when: c.condition(r.When), needs: c.a.forms(r.Needs), against: c.a.forms(r.Against)}
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
func (a *Adviser) cards(s *situation.Situation, open forms) (cards, said []Card, conflicts []Conflict) {
	cards, said, conflicts = []Card{}, []Card{}, []Conflict{}
	for i := range a.rules {
		if r := &a.rules[i]; r.data.Card != "" && r.fires(s) {
			cards = append(cards, Card{Rule: r.data.ID, Says: r.data.Card, Kind: "help",
				Source: strings.Join(sourceList(r.data.Sources), "; "), Grade: r.data.Grade})
		}
	}
	if a.suspended(s) {
		return cards, said, conflicts
	}
	// A caution outranks an invitation: what one rule speaks against, no other
	// takes for granted.
	for i := range a.notes {
		if n := &a.notes[i]; n.against != 0 && n.when.Must(s) {
			open &^= n.against
		}
	}
	var held []*note
	for i := range a.notes {
		if n := &a.notes[i]; n.holds(s, open) {
			held = append(held, n)
		}
	}
	conflicts = a.liveConflicts(held)
	slices.SortStableFunc(held, func(x, y *note) int {
		return cmp.Or(
			// What always holds is least about this person.
			cmp.Compare(unconditional(x), unconditional(y)),
			cmp.Compare(x.data.Strength.Rank(), y.data.Strength.Rank()),
			-cmp.Compare(len(x.when.Facts()), len(y.when.Facts())),
			cmp.Compare(slices.Index(knowledge.Grades, x.data.Grade), slices.Index(knowledge.Grades, y.data.Grade)),
		)
	})
	for _, n := range held {
		card := Card{
			Rule: n.data.ID, Says: n.data.Says, Kind: string(n.data.Action), Strength: string(n.data.Strength),
			Topic: n.topic.Topic, Claims: n.data.Claims, Because: n.data.Because,
			Source: strings.Join(sourceList(n.data.Sources), "; "), Grade: n.data.Grade,
		}
		if n.data.Stance == knowledge.Follow {
			cards = append(cards, card)
		} else {
			said = append(said, card)
		}
	}
	return cards, said, conflicts
}

// unconditional is 1 for a rule that holds always.
func unconditional(n *note) int {
	if n.data.When.Value == "" {
		return 1
	}
	return 0
}

// liveConflicts are those of which a rule of each side holds here.
func (a *Adviser) liveConflicts(held []*note) []Conflict {
	live := []Conflict{}
	holds := func(ids []string) bool {
		return slices.ContainsFunc(held, func(n *note) bool { return slices.Contains(ids, n.data.ID) })
	}
	for i := range a.judgement.Conflicts {
		k := &a.judgement.Conflicts[i]
		if holds(k.One.Rules) && holds(k.Other.Rules) {
			live = append(live, Conflict{k.ID, k.Title, k.One.Says, k.Other.Says, k.We})
		}
	}
	return live
}
