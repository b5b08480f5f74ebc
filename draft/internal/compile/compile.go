// Package compile turns knowledge/acts into the program that package pattern
// runs. It works when the code is generated and in tests, never at check time.
package compile

import (
	"fmt"
	"slices"
	"strings"

	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
	"afterwards/knowledge"
)

// Program compiles a set of acts and returns its encoded form.
func Program(set knowledge.ActSet) ([]byte, error) {
	c := &compiler{
		lex:     text.NewLexiconBuilder(),
		classes: map[string][]string{},
		sets:    map[string]uint16{},
		texts:   map[pattern.Text]uint16{},
		common:  map[string]bool{},
	}
	for _, w := range strings.Fields(commonWords) {
		c.common[w] = true
	}
	for _, cl := range set.Classes {
		c.classes[cl.Name] = cl.Words
	}
	for _, cl := range set.Classes { // classes in classes
		words, err := c.flatten(cl.Name, nil)
		if err != nil {
			return nil, err
		}
		c.classes[cl.Name] = words
	}
	if err := c.acts(set); err != nil {
		return nil, err
	}
	for _, v := range set.Verdicts {
		c.p.Verdicts = append(c.p.Verdicts, pattern.Verdict{ID: v.ID, Title: v.Title, Says: v.Says})
	}
	c.classIndex(set.Classes)
	for _, list := range pattern.FactWords {
		c.p.Facts = append(c.p.Facts, c.ids(strings.Fields(list)))
	}
	c.p.Triggers = make([][]pattern.Trigger, len(c.lex.Words())+1)
	for i, v := range c.p.Variants {
		c.index(uint16(i), v)
	}
	for len(c.p.ClassOf) <= len(c.lex.Words()) {
		c.p.ClassOf = append(c.p.ClassOf, nil)
	}
	return c.p.Encode(c.lex.Encode()), nil
}

type compiler struct {
	lex     *text.LexiconBuilder
	classes map[string][]string
	sets    map[string]uint16
	texts   map[pattern.Text]uint16
	common  map[string]bool
	p       pattern.Source
}

// flatten replaces [NAME] in a class by the words of that class, and word+ by
// the word and its regular forms.
func (c *compiler) flatten(name string, above []string) ([]string, error) {
	if slices.Contains(above, name) {
		return nil, fmt.Errorf("the word class %s contains itself", name)
	}
	words, ok := c.classes[name]
	if !ok {
		return nil, fmt.Errorf("there is no word class %s: look for a slip in the name, or add it to classes.yaml", name)
	}
	var out []string
	for _, w := range words {
		if inner, ok := strings.CutPrefix(w, "["); ok {
			more, err := c.flatten(strings.TrimSuffix(inner, "]"), append(above, name))
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
			continue
		}
		out = append(out, forms(w)...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (c *compiler) acts(set knowledge.ActSet) error {
	for i, a := range set.Acts {
		base := pattern.Text{Reason: a.Reason, Hint: a.Hint, Rule: a.Rule, Source: a.Source}
		c.p.Acts = append(c.p.Acts, pattern.Act{ID: a.ID, Name: a.Name, Meaning: a.Meaning, Text: c.text(base)})
		for _, e := range a.Entries {
			if err := c.rule(uint8(i), base, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *compiler) rule(act uint8, base pattern.Text, e knowledge.ActPattern) error {
	t := base
	for _, o := range []struct {
		to   *string
		from string
	}{{&t.Reason, e.Reason}, {&t.Hint, e.Hint}, {&t.Rule, e.Rule}, {&t.Source, e.Source}} {
		if o.from != "" {
			*o.to = o.from
		}
	}
	r := pattern.Rule{ID: e.ID, Act: act, Level: pattern.Clear, Text: c.text(t)}
	switch e.Level {
	case "possible":
		r.Level = pattern.Possible
	case "harmless":
		r.Level = pattern.Harmless
	case "faint":
		r.Level = pattern.Faint
	case "doubt":
		r.Level = pattern.Doubt
	}
	var err error
	unless := e.Unless
	if unless == nil {
		unless = []string{"negated", "quoted"}
	}
	if r.Unless, err = guards(e, unless); err != nil {
		return err
	}
	if r.When, err = guards(e, e.When); err != nil {
		return err
	}
	for _, name := range e.For {
		i := slices.Index(pattern.Purposes, name)
		if i < 0 {
			return fmt.Errorf("%s: unknown purpose %q (known are %s)", e.Pos, name, strings.Join(pattern.Purposes, ", "))
		}
		r.For |= 1 << i
	}
	for _, w := range e.With {
		set, err := c.loose(w)
		if err != nil {
			return err
		}
		r.With = append(r.With, set)
	}
	for _, w := range e.Without {
		set, err := c.loose(w)
		if err != nil {
			return err
		}
		r.Without = append(r.Without, set)
	}
	n := uint16(len(c.p.Rules))
	c.p.Rules = append(c.p.Rules, r)
	for _, m := range e.Match {
		seqs, err := c.parse(m.Value)
		if err != nil {
			return fmt.Errorf("%s: in the pattern %q: %w", m.Pos, m.Value, err)
		}
		for _, s := range seqs {
			v, err := c.variant(s)
			if err != nil {
				return fmt.Errorf("%s: in the pattern %q: %w", m.Pos, m.Value, err)
			}
			v.Rule = n
			c.p.Variants = append(c.p.Variants, v)
		}
	}
	return nil
}

func guards(e knowledge.ActPattern, names []string) (pattern.Guard, error) {
	var g pattern.Guard
	for _, name := range names {
		one, ok := pattern.GuardNames[name]
		if !ok && name != "none" {
			return 0, fmt.Errorf("%s: unknown guard %q (known are %s)", e.Pos, name, strings.Join(knownGuards(), ", "))
		}
		g |= one
	}
	return g, nil
}

func knownGuards() []string {
	var names []string
	for name := range pattern.GuardNames {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// loose reads a with or without entry: words and classes, separated by spaces.
func (c *compiler) loose(t knowledge.Text) (uint16, error) {
	var words []string
	for _, f := range strings.Fields(t.Value) {
		if name, ok := strings.CutPrefix(f, "["); ok {
			more, err := c.class(strings.TrimSuffix(name, "]"))
			if err != nil {
				return 0, fmt.Errorf("%s: %w", t.Pos, err)
			}
			for _, w := range more {
				if !strings.Contains(w, "_") {
					words = append(words, w)
				}
			}
			continue
		}
		words = append(words, forms(f)...)
	}
	return c.set(words), nil
}

func (c *compiler) class(name string) ([]string, error) {
	words, ok := c.classes[name]
	if !ok {
		return nil, fmt.Errorf("there is no word class %s: look for a slip in the name, or add it to classes.yaml", name)
	}
	return words, nil
}

func (c *compiler) text(t pattern.Text) uint16 {
	if i, ok := c.texts[t]; ok {
		return i
	}
	i := uint16(len(c.p.Texts))
	c.p.Texts = append(c.p.Texts, t)
	c.texts[t] = i
	return i
}

func (c *compiler) ids(words []string) []uint16 {
	ids := make([]uint16, len(words))
	for i, w := range words {
		ids[i] = c.lex.Add(w)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (c *compiler) set(words []string) uint16 {
	ids := c.ids(words)
	key := fmt.Sprint(ids)
	if i, ok := c.sets[key]; ok {
		return i
	}
	i := uint16(len(c.p.Sets))
	c.p.Sets = append(c.p.Sets, ids)
	c.sets[key] = i
	return i
}

// classIndex numbers the classes and notes for each word which it is in.
func (c *compiler) classIndex(classes []knowledge.WordClass) {
	of := map[uint16][]uint8{}
	for i, cl := range classes {
		for _, w := range c.classes[cl.Name] {
			if !strings.Contains(w, "_") {
				id := c.lex.Add(w)
				of[id] = append(of[id], uint8(i))
			}
		}
	}
	for _, cl := range classes {
		c.p.ClassKeys = append(c.p.ClassKeys, text.Hash([]byte(cl.Name)))
	}
	c.p.ClassOf = make([][]uint8, len(c.lex.Words())+1)
	for id, list := range of {
		slices.Sort(list)
		c.p.ClassOf[id] = slices.Compact(list)
	}
}

// commonWords are too frequent to make good triggers.
const commonWords = `i you he she it we they me my your us our the a an and or but to of in on at for with from not is are am was were be been
have has had do does did will would can could should if so that this there what who when as by all just no up out about now then than too very
really get got go going know like one more want make made think say said him her them his their how why because into over again still even ever
never always any some time back way see come let us thing things`

// index enters a variant under its rarest word.
func (c *compiler) index(n uint16, v pattern.Variant) {
	best, second := -1, -1
	var bestCost, secondCost int
	for i, e := range v.Elements {
		if e.Op != pattern.OpSet || e.Min == 0 {
			continue
		}
		switch cost := c.cost(e.Set); {
		case best < 0 || cost < bestCost:
			second, secondCost = best, bestCost
			best, bestCost = i, cost
		case second < 0 || cost < secondCost:
			second, secondCost = i, cost
		}
	}
	lo, hi := 0, 0
	for _, e := range v.Elements[:best] {
		if e.Op == pattern.OpSet || e.Op == pattern.OpAny || e.Op == pattern.OpShape {
			lo, hi = lo+int(e.Min), hi+int(e.Max)
		}
	}
	t := pattern.Trigger{Variant: n, MinAhead: uint8(lo), MaxAhead: uint8(hi), Also: ^pattern.Mask(0)}
	if second >= 0 {
		t.Also = 0
		for _, id := range c.p.Sets[v.Elements[second].Set] {
			t.Also |= pattern.MaskOf(id)
		}
	}
	for _, id := range c.p.Sets[v.Elements[best].Set] {
		c.p.Triggers[id] = append(c.p.Triggers[id], t)
	}
}

// cost says how often the words of a set turn up.
func (c *compiler) cost(set uint16) int {
	cost := 0
	for _, id := range c.p.Sets[set] {
		cost++
		if c.common[c.lex.Words()[id-1]] {
			cost += 60
		}
	}
	return cost
}
