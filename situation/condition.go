package situation

// Condition is a statement about a situation, as "blocked in [some, all] and
// not reflection_done". It is kept as alternatives, each a conjunction of
// allowed sets of values.
type Condition struct {
	source string
	facts  []string
	any    [][]term
}

// term says which values of one variable are allowed.
type term struct {
	fact    int
	field   field
	allowed uint64
}

// String returns the condition as it was written.
func (c *Condition) String() string { return c.source }

// Facts lists the facts that the condition names, in the order written.
func (c *Condition) Facts() []string { return c.facts }

// Must reports whether the condition holds whatever the unknown facts turn out
// to be. Where several alternatives cover a situation only together it may
// report false; it never reports true wrongly. The zero condition always holds.
func (c *Condition) Must(s *Situation) bool {
	if c.source == "" {
		return true
	}
	for _, all := range c.any {
		if must(all, s) {
			return true
		}
	}
	return false
}

func must(all []term, s *Situation) bool {
	for i := range all {
		t := &all[i]
		if s.bits[t.field.word]&t.field.mask()&^t.allowed != 0 {
			return false
		}
	}
	return true
}

// May reports whether the condition can still hold for some values of the
// unknown facts. The zero condition always can.
func (c *Condition) May(s *Situation) bool {
	if c.source == "" {
		return true
	}
	for _, all := range c.any {
		if may(all, s) {
			return true
		}
	}
	return false
}

func may(all []term, s *Situation) bool {
	for i := range all {
		t := &all[i]
		if s.bits[t.field.word]&t.allowed == 0 {
			return false
		}
	}
	return true
}

// MayWithout is [Condition.May], but facts that are moot, because the question
// makes no sense in this situation, are taken to stay unanswered: nothing can
// hang on them.
func (c *Condition) MayWithout(s *Situation, moot func(fact int) bool) bool {
	if c.source == "" {
		return true
	}
	for _, all := range c.any {
		if may(all, s) && !hangsOn(all, s, moot) {
			return true
		}
	}
	return false
}

// hangsOn reports whether a conjunction still waits for one of the facts.
func hangsOn(all []term, s *Situation, facts func(int) bool) bool {
	for i := range all {
		t := &all[i]
		if s.bits[t.field.word]&t.field.mask()&^t.allowed != 0 && facts(t.fact) {
			return true
		}
	}
	return false
}

// Open lists the facts that are still unknown and on which the condition still
// hangs: those of the alternatives that may hold.
func (c *Condition) Open(s *Situation, add func(fact int)) {
	for _, all := range c.any {
		if !may(all, s) {
			continue
		}
		for i := range all {
			t := &all[i]
			if s.bits[t.field.word]&t.field.mask()&^t.allowed != 0 {
				add(t.fact)
			}
		}
	}
}
