package pattern

import "afterwards/draft/internal/text"

// reach is how many words a "not" carries over within its clause.
const reach = 6

// allowed reports whether the guards of a rule let a match stand.
func (p *Program) allowed(r *Rule, d *text.Document, s text.Sentence, first, last int) bool {
	for _, set := range r.With {
		if !p.contains(d, s, set) {
			return false
		}
	}
	for _, set := range r.Without {
		if p.contains(d, s, set) {
			return false
		}
	}
	if r.Unless == 0 && r.When == 0 {
		return true
	}
	has := p.Facts(d, s, first, last, r.Unless|r.When)
	return has&r.Unless == 0 && has&r.When == r.When
}

func (p *Program) contains(d *text.Document, s text.Sentence, n uint16) bool {
	words := set(p.sets.at(int(n)))
	for i := s.First; i < s.Last; i++ {
		if words.has(d.Words[i].ID) {
			return true
		}
	}
	return false
}

// Facts returns those of the wanted guards that hold for the words [first, last).
func (p *Program) Facts(d *text.Document, s text.Sentence, first, last int, want Guard) Guard {
	d.Steps += s.Last - s.First
	var has Guard
	w := d.Words
	if want&IsQuoted != 0 && w[first].Flags&text.Quoted != 0 {
		has |= IsQuoted
	}
	if want&IsQuestion != 0 && s.Question {
		has |= IsQuestion
	}
	if want&Negated != 0 && p.negated(w, s, first) {
		has |= Negated
	}
	if want&Conditional != 0 {
		for i := s.First; i < last; i++ {
			if w[i].Flags&text.ClauseStart != 0 && p.facts[factIf].has(w[i].ID) && w[first].Clause-w[i].Clause <= 1 {
				has |= Conditional
			}
		}
	}
	if want&Past != 0 {
		for i := s.First; i < s.Last; i++ {
			if p.facts[factPast].has(w[i].ID) {
				has |= Past
			}
		}
	}
	if want&Reported != 0 {
		for i := max(s.First, first-8); i < first; i++ {
			if p.facts[factReport].has(w[i].ID) {
				has |= Reported
			}
		}
	}
	if want&Third != 0 && p.third(w, s, first) {
		has |= Third
	}
	if want&Denied != 0 && p.denied(w, s, first) {
		has |= Denied
	}
	if want&Disclaimed != 0 {
		for i := s.First; i+1 < first; i++ {
			if p.facts[factDisclaimHead].has(w[i].ID) && p.facts[factDisclaimVerb].has(w[i+1].ID) && w[first].Clause-w[i].Clause <= 1 {
				has |= Disclaimed
			}
		}
	}
	if want&Owned != 0 && p.owned(w, s) {
		has |= Owned
	}
	if want&Imperative != 0 && w[first].Flags&text.ClauseStart != 0 {
		has |= Imperative
	}
	if want&Opens != 0 && s.First == 0 {
		has |= Opens
	}
	if want&Closes != 0 && s.Last == len(w) {
		has |= Closes
	}
	return has
}

func (p *Program) negated(w []text.Word, s text.Sentence, first int) bool {
	for i := first - 1; i >= max(s.First, first-reach) && w[i].Clause == w[first].Clause; i-- {
		if p.facts[factNegator].has(w[i].ID) {
			return true
		}
	}
	return false
}

// owned finds "and that was wrong", "I'm ashamed of it" after the first word.
func (p *Program) owned(w []text.Word, s text.Sentence) bool {
	for i := s.First + 1; i < s.Last; i++ {
		if p.facts[factOwned].has(w[i].ID) && !p.negated(w, s, i) {
			return true
		}
	}
	return false
}

// third reports whether the nearest person before the match, in its clause, is
// a third one.
func (p *Program) third(w []text.Word, s text.Sentence, first int) bool {
	for i := first - 1; i >= s.First && w[i].Clause == w[first].Clause; i-- {
		if p.facts[factFirst].has(w[i].ID) {
			return false
		}
		if p.facts[factThird].has(w[i].ID) {
			return true
		}
	}
	return false
}

// denied finds "I will not" right before the match, but not "I cannot stop".
func (p *Program) denied(w []text.Word, s text.Sentence, first int) bool {
	for i := first - 1; i >= max(s.First, first-3) && w[i].Clause == w[first].Clause; i-- {
		if p.facts[factHelpless].has(w[i].ID) {
			return false
		}
		if p.facts[factDisclaimHead].has(w[i].ID) {
			return i == s.First || !p.facts[factHelpless].has(w[i-1].ID)
		}
	}
	return false
}
