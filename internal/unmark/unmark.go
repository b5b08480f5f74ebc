// Package unmark holds what somebody chose not to have marked in the draft in
// front of them: as fields of a form, as dismissals for the engine, and as the
// buttons and lines that a page shows.
package unmark

import (
	"slices"
	"strings"

	"afterwards/draft"
)

// maxCarried is how many choices a form carries. The oldest makes room.
const maxCarried = 200

// Choice is one choice: a place by its key, a phrase by its words, an act by its id.
type Choice struct {
	How  draft.Dismissal // [draft.ByPlace], [draft.ByPhrase] or [draft.ByAct]
	What string
}

// Field is the choice as a form carries it.
func (c Choice) Field() string { return string(c.How) + ":" + c.What }

// Same reports whether two choices come to the same.
func (c Choice) Same(o Choice) bool {
	return c.How == o.How && (c.What == o.What || c.How == draft.ByPhrase && draft.PhraseWords(c.What) == draft.PhraseWords(o.What))
}

// Read reads a choice from a field. What makes no sense is none.
func Read(field string) (c Choice, ok bool) {
	how, what, _ := strings.Cut(field, ":")
	c = Choice{draft.Dismissal(how), what}
	switch c.How {
	case draft.ByPlace:
		return c, what != "" && len(what) <= 64
	case draft.ByPhrase:
		return c, len(what) <= draft.MaxPhrase && draft.PhraseWords(what) != ""
	case draft.ByAct:
		return c, slices.Contains(draft.Acts(), what) && draft.Dismissible(what)
	}
	return c, false
}

// ReadAll reads the choices of many fields.
func ReadAll(fields []string) []Choice {
	var all []Choice
	for _, field := range fields {
		if c, ok := Read(field); ok {
			all = append(all, c)
		}
	}
	return all
}

// Choices are all that hold for a draft.
type Choices struct {
	Carried []Choice // by the form
	Kept    []Choice // in the place of whoever is signed in
	In      bool     // somebody is signed in: phrases and acts are kept from now on
}

// Carry adds choices to the form.
func (s *Choices) Carry(all ...Choice) {
	for _, c := range all {
		if !slices.ContainsFunc(s.Carried, c.Same) {
			s.Carried = append(s.Carried, c)
			s.Carried = s.Carried[max(0, len(s.Carried)-maxCarried):]
		}
	}
}

// Drop takes a choice out of the form.
func (s *Choices) Drop(c Choice) { s.Carried = slices.DeleteFunc(s.Carried, c.Same) }

// Dismissals is what is dismissed, for the engine.
func (s Choices) Dismissals() draft.Dismissals {
	var d draft.Dismissals
	for _, c := range slices.Concat(s.Carried, s.Kept) {
		switch c.How {
		case draft.ByPlace:
			d.Keys = append(d.Keys, c.What)
		case draft.ByPhrase:
			d.Phrases = append(d.Phrases, c.What)
		case draft.ByAct:
			d.Acts = append(d.Acts, c.What)
		}
	}
	return d
}

// Way is a button beside a mark.
type Way struct{ Says, Field string }

// Ways are the buttons beside the mark of a finding in text: none where it cannot
// be dismissed.
func (s Choices) Ways(text string, f draft.Finding) []Way {
	if !draft.Dismissible(f.Act) {
		return nil
	}
	words, kind := "These words, wherever they stand here", "Whatever here "+draft.ActName(f.Act)
	if s.In {
		words, kind = "These words, in all my drafts", "Whatever "+draft.ActName(f.Act)+", in all my drafts"
	}
	ways := []Way{{"Only this place", Choice{draft.ByPlace, f.Key}.Field()}}
	phrase := Choice{draft.ByPhrase, strings.Join(strings.Fields(text[f.Start:f.End]), " ")}
	if _, ok := Read(phrase.Field()); ok {
		ways = append(ways, Way{words, phrase.Field()})
	}
	return append(ways, Way{kind, Choice{draft.ByAct, f.Act}.Field()})
}

// Line is one choice on a page, with the field that takes it back.
type Line struct {
	Quote string // the words it is about, if it is about words
	Says  string
	Field string
	Kept  bool // it holds for all drafts
}

// Line is a choice on a page, as far as it does not belong to a place in a draft.
func (c Choice) Line() Line {
	if c.How == draft.ByAct {
		return Line{Says: "Whatever " + draft.ActName(c.What), Field: c.Field()}
	}
	return Line{Quote: c.What, Says: "wherever it stands", Field: c.Field()}
}

// Lines lists the choices beside the report on text: every one that the form
// carries, as far as its place is still there, and of those that are kept the
// ones that matter here.
func (s Choices) Lines(text string, r draft.Report) []Line {
	var all []Line
	var found []draft.Finding
	for _, sentence := range r.Sentences {
		for _, f := range sentence.Acts {
			if f.Dismissed == "" {
				continue
			}
			found = append(found, f)
			if f.Dismissed == draft.ByPlace {
				all = append(all, Line{Quote: text[f.Start:f.End], Says: "in this place", Field: Choice{draft.ByPlace, f.Key}.Field()})
			}
		}
	}
	matters := func(c Choice) bool {
		return slices.ContainsFunc(found, func(f draft.Finding) bool {
			words := " " + draft.PhraseWords(text[f.Start:f.End]) + " "
			return f.Dismissed == c.How && (c.How == draft.ByAct && f.Act == c.What ||
				c.How == draft.ByPhrase && strings.Contains(" "+draft.PhraseWords(c.What)+" ", words))
		})
	}
	for i, c := range slices.Concat(s.Carried, s.Kept) {
		kept := i >= len(s.Carried)
		if c.How == draft.ByPlace || kept && !matters(c) {
			continue
		}
		line := c.Line()
		line.Kept = kept
		all = append(all, line)
	}
	return all
}
