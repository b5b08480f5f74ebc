package knowledge

import (
	"slices"
)

// Boundaries is everything about boundaries: the kinds, and where none is told
// to the ex.
type Boundaries struct {
	// Telling lists the situations in which a boundary is kept and not told, and
	// why; Asks the facts that are asked before one is.
	Telling []Shut         `yaml:"telling,required"`
	Asks    []string       `yaml:"asks,required"`
	All     []BoundaryKind `yaml:"boundaries,required"`
}

// BoundaryKind is a kind of boundary that somebody can make their own.
type BoundaryKind struct {
	Pos
	Boundary string `yaml:"boundary,required"` // its address
	Title    string `yaml:"title,required"`
	About    string `yaml:"about,required"`
	For      string `yaml:"for,required"`
	// Whose lists whose boundary it can be: mine, both or theirs.
	Whose []string `yaml:"whose,required"`
	// Closed lets nothing through but what Except names.
	Closed bool `yaml:"closed"`
	// Gives lists what the person sets: until, topics, ways, windows, minutes,
	// per_week, reply_to, stages.
	Gives []string `yaml:"gives,required"`
	// Topics, Ways and ReplyTo are how these are set at first.
	Topics  []string `yaml:"topics"`
	Ways    []string `yaml:"ways"`
	ReplyTo bool     `yaml:"reply_to"`
	Except  []string `yaml:"except"`
	// Promises are rules that no clock can judge.
	Promises []string `yaml:"promises"`
	// Told says that it is usually told to the ex, which is a contact.
	Told bool `yaml:"told"`
	// Text is the boundary in the first person, to be changed.
	Text  string   `yaml:"text,required"`
	Notes []string `yaml:"notes"`
	// Lengths are days that the page offers as the size of a commitment.
	Lengths []int    `yaml:"lengths"`
	Support Support  `yaml:"support,required"`
	Guides  []string `yaml:"guides"`
	Rules   []string `yaml:"rules"`
	// Shut closes the kind, and says which one fits instead.
	Shut     []Shut            `yaml:"shut"`
	Sources  []SourceAt        `yaml:"sources,required"`
	Examples []BoundaryExample `yaml:"examples,required"`
}

// BoundaryExample is a situation and how the kind stands in it: open, quiet
// (open, but not to be told) or shut.
type BoundaryExample struct {
	Pos
	Facts map[string]Facet `yaml:"facts,required"`
	Is    string           `yaml:"is,required"`
}

// What a kind of boundary can list. A test holds these together with package
// boundary, which comes after this one.
var (
	BoundaryWhose  = []string{"mine", "both", "theirs"}
	BoundaryGives  = []string{"until", "topics", "ways", "windows", "minutes", "per_week", "reply_to", "stages"}
	BoundaryTopics = []string{"children", "home", "money", "belongings", "work", "health", "us", "chat"}
	BoundaryWays   = []string{"message", "call", "met", "social", "through-others", "other"}
	BoundaryExcept = []string{"child-safety", "legal"}
	boundaryStates = []string{"open", "quiet", "shut"}
)

// longestLength is how many days the page may offer, at most.
const longestLength = 366

func (c *checker) boundaries(j *Judgement, claims map[string]bool) {
	b := &j.Boundaries
	facts := names(j.Facts, func(f Fact) string { return f.Name })
	for _, name := range b.Asks {
		if !slices.Contains(facts, name) {
			c.problems.add(Pos{"boundaries.yaml", 1, 1}, Nearest(name, facts), "there is no fact called %q", name)
		}
	}
	guides := names(j.Guides, func(g Guide) string { return g.Guide })
	seen := map[string]bool{}
	for i := range b.All {
		k := &b.All[i]
		if seen[k.Boundary] {
			c.problems.add(k.Pos, "", "the boundary %q stands here twice", k.Boundary)
		}
		seen[k.Boundary] = true
		for _, list := range []struct {
			what         string
			given, known []string
		}{
			{"owner", k.Whose, BoundaryWhose}, {"setting", k.Gives, BoundaryGives}, {"topic", k.Topics, BoundaryTopics},
			{"way", k.Ways, BoundaryWays}, {"exception", k.Except, BoundaryExcept}, {"guide", k.Guides, guides},
		} {
			for _, v := range list.given {
				oneOf(c, k.Pos, list.what, v, list.known)
			}
		}
		c.grade(k.Support.Pos, k.Support.Grade)
		c.claims(k.Support.Pos, k.Support.Claims, claims)
		c.cite(k.Pos, k.Sources, k.Support.Grade)
		c.boundaryRules(k, j.Topics)
		for _, days := range k.Lengths {
			if days < 1 || days > longestLength || !slices.Contains(k.Gives, "until") {
				c.problems.add(k.Pos, "name days from 1 to 366, and let the person set until", "boundary %s: it cannot be %d days long", k.Boundary, days)
			}
		}
		c.boundaryExamples(k)
	}
}

func (c *checker) boundaryRules(k *BoundaryKind, topics []Topic) {
	for _, id := range k.Rules {
		if !slices.ContainsFunc(topics, func(t Topic) bool {
			return slices.ContainsFunc(t.Rules, func(r Rule) bool { return r.ID == id })
		}) {
			c.problems.add(k.Pos, "", "boundary %s: there is no rule %q", k.Boundary, id)
		}
	}
}

func (c *checker) boundaryExamples(k *BoundaryKind) {
	shown := map[string]bool{}
	for _, e := range k.Examples {
		oneOf(c, e.Pos, "state", e.Is, boundaryStates)
		shown[e.Is] = true
	}
	if !shown["open"] || k.Told && !shown["quiet"] || len(k.Shut) > 0 && !shown["shut"] {
		c.problems.add(k.Pos, "show one of each that there is", "boundary %s needs examples in which it is open, kept quiet and shut", k.Boundary)
	}
}
