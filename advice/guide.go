package advice

import (
	"afterwards/knowledge"
	"afterwards/situation"
)

// Guided is a guide as it reads for one situation.
type Guided struct {
	Guide *knowledge.Guide
	// Shut is why the guide is closed here; then there is nothing else.
	Shut string
	// Result is what the answers come to, or nil while they come to nothing.
	Result *knowledge.Result
	Parts  []GuidedPart
}

// GuidedPart is a part that is shown.
type GuidedPart struct {
	Part  *knowledge.Part
	Items []GuidedItem
}

// GuidedItem is an item that is shown. Fits says that its condition certainly
// holds.
type GuidedItem struct {
	Item *knowledge.PartItem
	Fits bool
}

// guide is a compiled guide.
type guide struct {
	data    *knowledge.Guide
	shut    []situation.Condition
	results []guideResult
	parts   []guidePart
}

type guideResult struct {
	when  situation.Condition
	needs forms
}

type guidePart struct {
	when  situation.Condition
	items []guideResult
}

func (c *compiler) guide(g *knowledge.Guide) guide {
	compiled := guide{data: g}
	for _, s := range g.Shut {
		compiled.shut = append(compiled.shut, c.condition(s.When))
	}
	for _, r := range g.Results {
		compiled.results = append(compiled.results, guideResult{c.condition(r.When), c.a.forms(r.Needs)})
	}
	for _, p := range g.Parts {
		part := guidePart{when: c.condition(p.When)}
		for _, item := range p.Items {
			part.items = append(part.items, guideResult{c.condition(item.When), c.a.forms(item.Needs)})
		}
		compiled.parts = append(compiled.parts, part)
	}
	return compiled
}

// guideExamples tries the examples beside the guides, with the safety facts
// that one leaves out answered harmlessly.
func (c *compiler) guideExamples() {
	base := c.a.harmless()
	for i := range c.a.guides {
		for _, e := range c.a.guides[i].data.Examples {
			s, ok := c.example(base, e.Facts)
			if !ok {
				continue
			}
			got := c.a.guided(&c.a.guides[i], &s)
			came := ""
			switch {
			case got.Shut != "":
				came = "shut"
			case got.Result != nil:
				came = got.Result.ID
			}
			if came != e.Result {
				c.problem(e.Pos, "guide %s comes to %q in its example, and %q is wanted", c.a.guides[i].data.Guide, came, e.Result)
			}
		}
	}
}

// Guide returns the guide of an address as it reads for a situation.
func (a *Adviser) Guide(address string, s situation.Situation) (Guided, bool) {
	a.settle(&s)
	for i := range a.guides {
		if a.guides[i].data.Guide == address {
			return a.guided(&a.guides[i], &s), true
		}
	}
	return Guided{}, false
}

func (a *Adviser) guided(g *guide, s *situation.Situation) Guided {
	out := Guided{Guide: g.data}
	for i := range g.shut {
		if g.shut[i].Must(s) {
			out.Shut = g.data.Shut[i].Says
			return out
		}
	}
	o := a.decide(*s)
	open := func(needs forms) bool { return needs == 0 || needs&o.leaves != 0 }
	for i := range g.results {
		if r := &g.results[i]; open(r.needs) && r.when.Must(s) {
			out.Result = &g.data.Results[i]
			break
		}
	}
	for i := range g.parts {
		if !g.parts[i].when.Must(s) {
			continue
		}
		part := GuidedPart{Part: &g.data.Parts[i]}
		for k := range g.parts[i].items {
			item := &g.data.Parts[i].Items[k]
			fits := item.When.Value != "" && g.parts[i].items[k].when.Must(s)
			if open(g.parts[i].items[k].needs) && (fits || !item.Only) {
				part.Items = append(part.Items, GuidedItem{item, fits})
			}
		}
		if len(part.Items) > 0 {
			out.Parts = append(out.Parts, part)
		}
	}
	return out
}
