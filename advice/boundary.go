package advice

import (
	"slices"

	"afterwards/knowledge"
	"afterwards/situation"
)

// Bounded is a kind of boundary as it stands in one situation. Whoever wants to
// hold to one may: only telling it to the other person is a contact.
type Bounded struct {
	Kind *knowledge.BoundaryKind
	// Shut is why the kind does not fit here, and which does; or empty.
	Shut string
	// Quiet is why it is not to be told to the ex, or empty.
	Quiet string
	// Ask lists the facts that are still open before it may be told.
	Ask []string
}

// Tell reports whether nothing that was told stands against telling it.
func (b *Bounded) Tell() bool { return b.Shut == "" && b.Quiet == "" && len(b.Ask) == 0 }

// Is names the state in the words of the knowledge.
func (b *Bounded) Is() string {
	switch {
	case b.Shut != "":
		return "shut"
	case b.Kind.Told && b.Quiet != "":
		return "quiet"
	}
	return "open"
}

// boundaries is everything about boundaries, compiled.
type boundaries struct {
	all     []boundaryKind
	telling []situation.Condition
	asks    []int
}

type boundaryKind struct {
	data *knowledge.BoundaryKind
	shut []situation.Condition
}

func (c *compiler) boundaries() (out boundaries) {
	b := &c.a.judgement.Boundaries
	out.telling = c.shut(b.Telling)
	for i, f := range c.a.judgement.Facts {
		if slices.Contains(b.Asks, f.Name) {
			out.asks = append(out.asks, i)
		}
	}
	for i := range b.All {
		out.all = append(out.all, boundaryKind{&b.All[i], c.shut(b.All[i].Shut)})
	}
	return out
}

// boundaryExamples tries the examples beside the kinds of boundaries, with the
// safety facts that one leaves out answered harmlessly.
func (c *compiler) boundaryExamples() {
	base := c.a.harmless()
	for i := range c.a.boundaries.all {
		k := &c.a.boundaries.all[i]
		for _, e := range k.data.Examples {
			s, ok := c.example(base, e.Facts)
			if !ok {
				continue
			}
			if got := c.a.bounded(k, s); got.Is() != e.Is {
				c.problem(e.Pos, "boundary %s is %s in its example, and %s is wanted", k.data.Boundary, got.Is(), e.Is)
			}
		}
	}
}

// Boundary returns the kind of boundary of an address as it stands in a
// situation.
func (a *Adviser) Boundary(address string, s situation.Situation) (Bounded, bool) {
	for i := range a.boundaries.all {
		if k := &a.boundaries.all[i]; k.data.Boundary == address {
			return a.bounded(k, s), true
		}
	}
	return Bounded{}, false
}

// Boundaries returns every kind as it stands in a situation.
func (a *Adviser) Boundaries(s situation.Situation) (all []Bounded) {
	for i := range a.boundaries.all {
		all = append(all, a.bounded(&a.boundaries.all[i], s))
	}
	return all
}

func (a *Adviser) bounded(k *boundaryKind, s situation.Situation) Bounded {
	a.settle(&s)
	out := Bounded{Kind: k.data}
	says := func(conditions []situation.Condition, shut []knowledge.Shut) string {
		for i := range conditions {
			if conditions[i].Must(&s) {
				return shut[i].Says
			}
		}
		return ""
	}
	out.Shut = says(k.shut, k.data.Shut)
	if out.Quiet = says(a.boundaries.telling, a.judgement.Boundaries.Telling); out.Quiet != "" {
		return out
	}
	for _, f := range a.boundaries.asks {
		if !a.vocabulary.KnownAt(&s, f) {
			out.Ask = append(out.Ask, a.judgement.Facts[f].Name)
		}
	}
	return out
}
