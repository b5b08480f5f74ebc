package knowledge

import (
	"io/fs"
	"slices"
	"strings"
)

// Letter is a kind of letter: whom it is for, what it can and cannot do, what is
// asked before it is written, and the parts that it is built from.
type Letter struct {
	Pos
	Letter string `yaml:"letter,required"` // its address
	Order  int    `yaml:"order,required"`
	Title  string `yaml:"title,required"`
	For    string `yaml:"for,required"`
	Can    string `yaml:"can,required"`
	Cannot string `yaml:"cannot,required"`
	// Support says how well that is supported.
	Support Support `yaml:"support,required"`
	// Purpose is the purpose of a draft that its words are looked at for.
	Purpose string `yaml:"purpose,required"`
	// Needs lists forms of contact. Only where one of them is open may the letter
	// be taken along; a kind that needs none is never sent.
	Needs []string `yaml:"needs,required"`
	// Waits is how many hours a finished letter rests before it may be taken along.
	Waits int `yaml:"waits,required"`
	// Short is a number of sentences after which a letter of this kind is long;
	// zero for one that may be as long as it wants.
	Short int `yaml:"short"`
	// Tells lists facts that choosing this kind tells about the contact.
	Tells []Tell `yaml:"tells"`
	// Shut closes the kind where one of the conditions holds, whatever is open.
	Shut []Shut `yaml:"shut"`
	// Asks lists the facts that the kind itself asks for before it is written,
	// beside those on which its forms hang. Again lists those asked once more
	// when it is read again.
	Asks  []string     `yaml:"asks,required"`
	Again []string     `yaml:"again,required"`
	Parts []LetterPart `yaml:"parts,required"`
	// Rules are those of this kind that we follow; Said those that are only
	// reported or refused.
	Rules     []string        `yaml:"rules,required"`
	Said      []string        `yaml:"said"`
	Warnings  []string        `yaml:"warnings,required"`
	Aftercare []string        `yaml:"aftercare,required"`
	Examples  []LetterExample `yaml:"examples,required"`
}

// Tell is a fact that choosing a kind of letter tells: the answer that was given
// if that is among the values, and otherwise the first of them.
type Tell struct {
	Pos
	Fact   string   `yaml:"fact,required"`
	Values []string `yaml:"values,required"`
}

// LetterPart is one step of writing.
type LetterPart struct {
	Pos
	Part   string `yaml:"part,required"` // its name in forms and in what is kept; it never changes
	Title  string `yaml:"title,required"`
	Prompt string `yaml:"prompt,required"`
	Help   string `yaml:"help,required"`
	// Tone describes how the part may sound. It quotes nothing that could be copied.
	Tone string `yaml:"tone,required"`
}

// LetterExample is a situation and what becomes of the kind in it: [LetterOpen],
// [LetterClosed] or [LetterShut].
type LetterExample struct {
	Pos
	Facts map[string]Facet `yaml:"facts,required"`
	Is    string           `yaml:"is,required"`
}

// What can become of a kind of letter in a situation.
const (
	LetterOpen   = "open"   // it may be taken along, once its time has come
	LetterClosed = "closed" // the gates leave none of its forms open
	LetterShut   = "shut"   // the kind itself says no
)

var letterStates = []string{LetterOpen, LetterClosed, LetterShut}

// LetterPurposes are the purposes that package draft knows, which comes after
// this one. A test holds the two lists together.
var LetterPurposes = []string{"hurt", "accountability", "limit", "talk", "logistics", "coparent", "reply", "light", "reconnect", "unsent"}

const (
	minParts, maxParts = 2, 6
	// letterRest is the least rest, in hours, of a letter about feelings.
	letterRest = 72
	maxRest    = 24 * 30
)

// loadLetters reads the kinds of letters in their order.
func (j *Judgement) loadLetters(fsys fs.FS) (files []string, problems Problems) {
	files, _ = fs.Glob(fsys, "letters/*.yaml")
	for _, file := range files {
		var l Letter
		problems = append(problems, Decode(fsys, file, &l)...)
		j.Letters = append(j.Letters, l)
	}
	slices.SortStableFunc(j.Letters, func(a, b Letter) int { return a.Order - b.Order })
	return files, problems
}

func (c *checker) letters(j *Judgement, claims map[string]bool) {
	orders, slugs := map[int]string{}, map[string]bool{}
	for i := range j.Letters {
		l := &j.Letters[i]
		if other, ok := orders[l.Order]; ok {
			c.problems.add(l.Pos, "give each kind its own place", "the letters %s and %s have the same order %d", other, l.Letter, l.Order)
		}
		orders[l.Order] = l.Letter
		if slugs[l.Letter] {
			c.problems.add(l.Pos, "", "the letter %q stands here twice", l.Letter)
		}
		slugs[l.Letter] = true
		c.grade(l.Support.Pos, l.Support.Grade)
		c.claims(l.Support.Pos, l.Support.Claims, claims)
		oneOf(c, l.Pos, "purpose", l.Purpose, LetterPurposes)
		c.leaves(l.Pos, l.Needs)
		c.letterFacts(l, j.Facts)
		c.letterRules(l, j.Topics)
		c.letterParts(l)
		c.letterWaits(l)
		c.letterExamples(l)
	}
}

func (c *checker) letterFacts(l *Letter, facts []Fact) {
	known := names(facts, func(f Fact) string { return f.Name })
	for _, name := range slices.Concat(l.Asks, l.Again) {
		if !slices.Contains(known, name) {
			c.problems.add(l.Pos, Nearest(name, known), "letter %s: there is no fact called %q", l.Letter, name)
		}
	}
	for _, t := range l.Tells {
		i := slices.Index(known, t.Fact)
		switch {
		case i < 0:
			c.problems.add(t.Pos, Nearest(t.Fact, known), "letter %s: there is no fact called %q", l.Letter, t.Fact)
		case facts[i].Safety || len(facts[i].Risk) > 0:
			// A choice of the writer must not make anything look milder.
			c.problems.add(t.Pos, "tell only what the contact is for", "letter %s: %s is about a risk, and a kind of letter cannot tell it", l.Letter, t.Fact)
		case len(t.Values) == 0:
			c.problems.add(t.Pos, "name one", "letter %s: %s has no value", l.Letter, t.Fact)
		default:
			for _, value := range t.Values {
				if !slices.ContainsFunc(facts[i].Answers, func(a Answer) bool { return a.Value.Value == value }) {
					c.problems.add(t.Pos, "facts.yaml has its values", "letter %s: %s has no value %q", l.Letter, t.Fact, value)
				}
			}
		}
	}
}

func (c *checker) letterRules(l *Letter, topics []Topic) {
	stances := map[string]Stance{}
	for _, t := range topics {
		for i := range t.Rules {
			stances[t.Rules[i].ID] = t.Rules[i].Stance
		}
	}
	for _, id := range slices.Concat(l.Rules, l.Said) {
		stance, ok := stances[id]
		switch listed := slices.Contains(l.Rules, id); {
		case !ok:
			c.problems.add(l.Pos, "", "letter %s: there is no rule %q", l.Letter, id)
		case listed && stance != Follow:
			c.problems.add(l.Pos, "move it to said", "letter %s: rule %s is not followed", l.Letter, id)
		case !listed && stance == Follow:
			c.problems.add(l.Pos, "move it to rules", "letter %s: rule %s is followed", l.Letter, id)
		}
	}
}

func (c *checker) letterParts(l *Letter) {
	if n := len(l.Parts); n < minParts || n > maxParts {
		c.problems.add(l.Pos, "", "letter %s: %d parts, and there may be %d to %d", l.Letter, n, minParts, maxParts)
	}
	seen := map[string]bool{}
	for _, p := range l.Parts {
		if seen[p.Part] {
			c.problems.add(p.Pos, "", "letter %s: the part %q stands here twice", l.Letter, p.Part)
		}
		seen[p.Part] = true
		if strings.ContainsAny(p.Tone, "“”\"") {
			c.problems.add(p.Pos, "say how it sounds", "letter %s: the tone of %s quotes words that could be copied", l.Letter, p.Part)
		}
	}
}

// letterWaits holds every kind that speaks of feelings to its rest.
func (c *checker) letterWaits(l *Letter) {
	practical := slices.Equal(l.Needs, []string{"practical"})
	switch {
	case l.Waits < 0 || l.Waits > maxRest:
		c.problems.add(l.Pos, "", "letter %s: %d hours of rest, and there may be 0 to %d", l.Letter, l.Waits, maxRest)
	case len(l.Needs) > 0 && !practical && l.Waits < letterRest:
		c.problems.add(l.Pos, "only practical matters may go sooner", "letter %s: %d hours of rest, and %d is the least", l.Letter, l.Waits, letterRest)
	}
}

func (c *checker) letterExamples(l *Letter) {
	shown := map[string]bool{}
	for _, e := range l.Examples {
		oneOf(c, e.Pos, "state", e.Is, letterStates)
		shown[e.Is] = true
	}
	if len(l.Needs) > 0 && !shown[LetterOpen] || !shown[LetterClosed] || len(l.Shut) > 0 && !shown[LetterShut] {
		c.problems.add(l.Pos, "show one of each that there is", "letter %s needs examples in which it is open, closed and shut", l.Letter)
	}
}

// Replies is what is said about a reply to a letter, or about none.
type Replies struct {
	Pos
	Unknown []string `yaml:"unknown,required"` // what nobody can know
	Claims  []string `yaml:"claims,required"`
	Tones   []Tone   `yaml:"tones,required"` // one for each value of the fact reply_tone
	// Practical stands above the sentences of a hostile reply that settle
	// something, Nothing in their place.
	Practical string `yaml:"practical,required"`
	Nothing   string `yaml:"nothing,required"`
	Threat    string `yaml:"threat,required"`
	SelfHarm  string `yaml:"selfharm,required"`
}

// Tone is what can be done after a reply of that tone.
type Tone struct {
	Pos
	Tone   string   `yaml:"tone,required"`
	Now    []string `yaml:"now,required"`
	NotNow []string `yaml:"not_now,required"`
}

func (c *checker) replies(j *Judgement, claims map[string]bool) {
	c.claims(j.Replies.Pos, j.Replies.Claims, claims)
	for _, f := range j.Facts {
		if f.Name != "reply_tone" {
			continue
		}
		tones := names(j.Replies.Tones, func(t Tone) string { return t.Tone })
		for _, value := range f.Values() {
			if !slices.Contains(tones, value) {
				c.problems.add(j.Replies.Pos, "add it", "a reply of the tone %q is not spoken of", value)
			}
		}
		for _, t := range j.Replies.Tones {
			oneOf(c, t.Pos, "tone", t.Tone, f.Values())
		}
	}
}
