package knowledge

import (
	"io/fs"
	"slices"
)

// ClaimTopic is one file of claims.
type ClaimTopic struct {
	Pos
	Topic  string  `yaml:"topic,required"`
	Order  int     `yaml:"order,required"`
	Title  string  `yaml:"title,required"`
	Claims []Claim `yaml:"claims,required"`
}

// Claim is a statement about life after a breakup, and what research has to say
// about it.
type Claim struct {
	Pos
	ID string `yaml:"id,required"`
	// Says is the claim itself, as people make it; Finds is what was found, with
	// how many people, how, and the limits.
	Says  string   `yaml:"says,required"`
	Finds string   `yaml:"finds,required"`
	Grade string   `yaml:"grade,required"`
	Shows Evidence `yaml:"shows,required"`
	// Articles say what the articles make of it.
	Articles []Disagree `yaml:"articles"`
	Sources  []SourceAt `yaml:"sources"`
	// Does says what this program does because of it.
	Does string `yaml:"does,required"`
	// Unchecked names what nobody here has checked yet.
	Unchecked string `yaml:"unchecked"`
}

// Evidence is the kind of support that a claim has.
type Evidence string

// The kinds: things that go together (which does not show a cause), an
// experiment, a review of many studies, what experts hold, a rule of conduct
// that needs no study, nothing that was found, or the contrary.
const (
	GoTogether Evidence = "together"
	Experiment Evidence = "experiment"
	Review     Evidence = "review"
	Opinion    Evidence = "opinion"
	Conduct    Evidence = "conduct"
	Nothing    Evidence = "nothing"
	Contrary   Evidence = "contrary"
)

var evidence = []Evidence{GoTogether, Experiment, Review, Opinion, Conduct, Nothing, Contrary}

// Saying is a statement of one of the articles, in our words.
type Saying struct {
	Pos
	ID      string     `yaml:"id,required"`
	Says    string     `yaml:"says,required"`
	Kind    string     `yaml:"kind,required"`
	Sources []SourceAt `yaml:"sources,required"`
	Grade   string     `yaml:"grade,required"`
	Claims  []string   `yaml:"claims"`
	// Refused is why we do not repeat it as true.
	Refused string `yaml:"refused"`
}

var sayingKinds = []string{"definition", "description", "cause", "frequency", "prediction", "offer"}

// Conflict is a matter on which the articles disagree, with themselves or with
// each other.
type Conflict struct {
	Pos
	ID    string `yaml:"id,required"`
	Title string `yaml:"title,required"`
	// Weight is 3 where the wrong choice can harm somebody, 2 where it changes
	// the plan, 1 where it is a matter of emphasis.
	Weight int  `yaml:"weight,required"`
	One    Side `yaml:"one,required"`
	Other  Side `yaml:"other,required"`
	// We says what brings the two together, or what we do.
	We string `yaml:"we,required"`
}

// Side is one side of a conflict.
type Side struct {
	Pos
	Says    string     `yaml:"says,required"`
	Sources []SourceAt `yaml:"sources,required"`
	Rules   []string   `yaml:"rules"`
	Sayings []string   `yaml:"sayings"`
}

func (c *checker) claimTopics(topics []ClaimTopic) map[string]bool {
	ids := map[string]bool{}
	for _, t := range topics {
		for i := range t.Claims {
			k := &t.Claims[i]
			if ids[k.ID] {
				c.problems.add(k.Pos, "", "the claim %q stands here twice", k.ID)
			}
			ids[k.ID] = true
			oneOf(c, k.Pos, "evidence", k.Shows, evidence)
			c.grade(k.Pos, k.Grade)
			c.known(k.Sources)
			for _, a := range k.Articles {
				c.known(a.Sources)
			}
			if len(k.Sources) == 0 && k.Shows != Nothing && k.Shows != Opinion && k.Shows != Conduct {
				c.problems.add(k.Pos, "name a source of sources.yaml", "claim %s rests on research, and no source is named", k.ID)
			}
		}
	}
	return ids
}

func (c *checker) sayings(sayings []Saying, claims map[string]bool) map[string]bool {
	ids := map[string]bool{}
	for i := range sayings {
		s := &sayings[i]
		if ids[s.ID] {
			c.problems.add(s.Pos, "", "the saying %q stands here twice", s.ID)
		}
		ids[s.ID] = true
		oneOf(c, s.Pos, "kind", s.Kind, sayingKinds)
		c.cite(s.Pos, s.Sources, s.Grade)
		c.claims(s.Pos, s.Claims, claims)
	}
	return ids
}

func (c *checker) conflicts(conflicts []Conflict, rules, sayings map[string]bool) {
	ids := map[string]bool{}
	for i := range conflicts {
		k := &conflicts[i]
		if ids[k.ID] {
			c.problems.add(k.Pos, "", "the conflict %q stands here twice", k.ID)
		}
		ids[k.ID] = true
		if k.Weight < 1 || k.Weight > 3 {
			c.problems.add(k.Pos, "use 1, 2 or 3", "conflict %s: unknown weight %d", k.ID, k.Weight)
		}
		for _, side := range []*Side{&k.One, &k.Other} {
			c.known(side.Sources)
			for _, id := range side.Rules {
				if !rules[id] {
					c.problems.add(side.Pos, "", "conflict %s: there is no rule %q", k.ID, id)
				}
			}
			for _, id := range side.Sayings {
				if !sayings[id] {
					c.problems.add(side.Pos, "", "conflict %s: there is no saying %q", k.ID, id)
				}
			}
		}
	}
}

// loadClaims reads the claims, the sayings of the articles and the conflicts.
func (j *Judgement) loadClaims(fsys fs.FS) (files []string, problems Problems) {
	claims, _ := fs.Glob(fsys, "claims/*.yaml")
	for _, file := range claims {
		var t ClaimTopic
		problems = append(problems, Decode(fsys, file, &t)...)
		j.Claims = append(j.Claims, t)
	}
	slices.SortStableFunc(j.Claims, func(a, b ClaimTopic) int { return a.Order - b.Order })
	sayings, _ := fs.Glob(fsys, "sayings/*.yaml")
	for _, file := range sayings {
		var t struct {
			Sayings []Saying `yaml:"sayings,required"`
		}
		problems = append(problems, Decode(fsys, file, &t)...)
		j.Sayings = append(j.Sayings, t.Sayings...)
	}
	files = append(claims, sayings...)
	if _, err := fs.Stat(fsys, "conflicts.yaml"); err == nil {
		var t struct {
			Conflicts []Conflict `yaml:"conflicts,required"`
		}
		problems = append(problems, Decode(fsys, "conflicts.yaml", &t)...)
		j.Conflicts = t.Conflicts
		files = append(files, "conflicts.yaml")
	}
	return files, problems
}
