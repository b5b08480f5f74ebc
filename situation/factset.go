package situation

import "math/bits"

// FactSet is a set of facts that can be asked about at once.
type FactSet struct {
	mask   [words]uint64
	fields [words]int // how many variables stand in each word
}

// FactSet returns the set of the facts at some places of [Vocabulary.Facts].
func (v *Vocabulary) FactSet(facts []int) (set FactSet) {
	for _, i := range facts {
		for _, f := range v.fields[i] {
			set.mask[f.word] |= f.mask()
			set.fields[f.word]++
		}
	}
	return set
}

// Known reports whether every fact of the set is.
func (set *FactSet) Known(s *Situation) bool {
	for w, mask := range set.mask {
		// A variable has at least one possible value, so one each is the least.
		if bits.OnesCount64(s.bits[w]&mask) != set.fields[w] {
			return false
		}
	}
	return true
}

// Unknown reports whether no fact of the set is known.
func (set *FactSet) Unknown(s *Situation) bool {
	for w, mask := range set.mask {
		if s.bits[w]&mask != mask {
			return false
		}
	}
	return true
}
