package advice

import (
	"slices"

	"afterwards/knowledge"
	"afterwards/situation"
)

// Lettered is a kind of letter as it stands in one situation.
type Lettered struct {
	Letter *knowledge.Letter
	// Open says that a letter of this kind may be taken along, as far as the
	// answers go: the kind is not shut, and a form that it needs is open.
	Open bool
	// Shut is why the kind itself is shut here, or empty.
	Shut string
	// Suspended says that nothing but help is offered now, as in a crisis.
	Suspended bool
	Decision  Decision
	Changed   []string // as from [Adviser.DecideAfter]
}

// Is names the state in the words of the knowledge.
func (l *Lettered) Is() string {
	switch {
	case l.Shut != "":
		return knowledge.LetterShut
	case l.Open:
		return knowledge.LetterOpen
	}
	return knowledge.LetterClosed
}

// letter is a compiled kind of letter.
type letter struct {
	data  *knowledge.Letter
	shut  []situation.Condition
	needs forms
	asks  []int // facts
}

func (c *compiler) letter(l *knowledge.Letter) letter {
	compiled := letter{data: l, needs: c.a.forms(l.Needs)}
	for _, s := range l.Shut {
		compiled.shut = append(compiled.shut, c.condition(s.When))
	}
	for i, f := range c.a.judgement.Facts {
		if slices.Contains(l.Asks, f.Name) {
			compiled.asks = append(compiled.asks, i)
		}
	}
	return compiled
}

// letterExamples tries the examples beside the kinds of letters, with the safety
// facts that one leaves out answered harmlessly.
func (c *compiler) letterExamples() {
	base := c.a.harmless()
	for i := range c.a.letters {
		l := &c.a.letters[i]
		for _, e := range l.data.Examples {
			s, ok := c.example(base, e.Facts)
			if !ok {
				continue
			}
			if got := c.a.lettered(l, s); got.Is() != e.Is {
				c.problem(e.Pos, "letter %s is %s in its example, and %s is wanted", l.data.Letter, got.Is(), e.Is)
			}
		}
	}
}

// Letter returns the kind of letter of an address as it stands in a situation,
// for somebody who was shown answers before in the earlier ones. The situation
// is what the person told: what the kind itself tells is added.
func (a *Adviser) Letter(address string, s situation.Situation, earlier ...situation.Situation) (Lettered, bool) {
	if l := a.findLetter(address); l != nil {
		return a.lettered(l, s, earlier...), true
	}
	return Lettered{}, false
}

func (a *Adviser) findLetter(address string) *letter {
	for i := range a.letters {
		if a.letters[i].data.Letter == address {
			return &a.letters[i]
		}
	}
	return nil
}

func (a *Adviser) lettered(l *letter, s situation.Situation, earlier ...situation.Situation) Lettered {
	a.settle(&s)
	out := Lettered{Letter: l.data, Shut: l.shutBy(&s), Suspended: a.suspended(&s)}
	out.Decision, out.Changed = a.DecideAfter(a.telling(l, s), earlier...)
	out.Open = out.Shut == "" && !out.Suspended && a.forms(out.Decision.Forms)&l.needs != 0
	return out
}

// shutBy returns why the kind is shut: what the person told of themselves
// counts there, not what the kind tells.
func (l *letter) shutBy(s *situation.Situation) string {
	for i := range l.shut {
		if l.shut[i].Must(s) {
			return l.data.Shut[i].Says
		}
	}
	return ""
}

// telling adds what the choice of the kind tells about the contact.
func (a *Adviser) telling(l *letter, s situation.Situation) situation.Situation {
	for _, t := range l.data.Tells {
		if told, ok := a.vocabulary.Value(s, t.Fact); ok && slices.Contains(t.Values, told.(string)) {
			continue
		}
		next, err := a.vocabulary.With(s, t.Fact, t.Values[0])
		if err != nil {
			panic("advice: a checked letter tells what is no value: " + err.Error())
		}
		s = next
	}
	return s
}

// AskLetter returns the facts to ask before a letter of that kind is written:
// safety first, then those on which its forms hang, then what the kind itself
// asks. An empty list means that no answer opens or shuts it any more. skip is as
// for [Adviser.Ask].
func (a *Adviser) AskLetter(address string, s situation.Situation, skip func(name string) bool) (names []string) {
	l := a.findLetter(address)
	a.settle(&s)
	if l == nil || a.suspended(&s) || l.shutBy(&s) != "" {
		return nil
	}
	told := a.telling(l, s)
	add := func(name string) {
		if !slices.Contains(names, name) && (skip == nil || !skip(name)) {
			names = append(names, name)
		}
	}
	if l.needs != 0 {
		for _, name := range a.questions(told, skip) {
			if f, _ := a.vocabulary.Fact(name); f.Safety {
				add(name)
			}
		}
		hang := make([]bool, len(a.judgement.Facts))
		a.hangingFor(&told, difference{forms: l.needs}, hang)
		for i, asked := range hang {
			if asked {
				add(a.judgement.Facts[i].Name)
			}
		}
	}
	for _, f := range l.asks {
		if !a.vocabulary.KnownAt(&s, f) && a.onlyIf[f].Must(&s) && (l.needs == 0 || l.hangsOn(&s, f)) {
			add(a.judgement.Facts[f].Name)
		}
	}
	return names
}

// hangsOn reports whether the fact can still shut the kind.
func (l *letter) hangsOn(s *situation.Situation, fact int) (hangs bool) {
	for i := range l.shut {
		if l.shut[i].May(s) {
			l.shut[i].Open(s, func(f int) { hangs = hangs || f == fact })
		}
	}
	return hangs
}
