// Package situation holds what is known of a person's situation: for each fact
// the set of values that are still possible.
//
// A fact that has been answered has one possible value; a fact that has not has
// all of them. Nothing is ever assumed: an absent fact is unknown, and unknown
// is not "no". Values are bits, so that a rule is a handful of AND operations.
package situation

// words is how many 64-bit words hold every fact, a power of two; [New] refuses
// vocabularies that need more.
const words = 8

// Situation is the set of values still possible for each fact of a
// [Vocabulary]. It is a plain value: comparable, copied on assignment. Its zero
// value belongs to no vocabulary; start from [Vocabulary.Unknown].
type Situation struct{ bits [words]uint64 }

// field is the place of one variable: a fact, or one item of a set fact. All
// bits of a field are in one word.
type field struct {
	word     int
	shift    int
	width    int
	variable int // its place among the variables
}

func (f field) mask() uint64 { return (1<<f.width - 1) << f.shift }

func (f field) bit(value int) uint64 { return 1 << (f.shift + value) }

// known reports whether exactly one value is possible.
func (s *Situation) known(f field) bool {
	v := s.bits[f.word] & f.mask()
	return v != 0 && v&(v-1) == 0
}

func (s *Situation) put(f field, value int) {
	s.bits[f.word] = s.bits[f.word]&^f.mask() | f.bit(value)
}

func (s *Situation) forget(f field) { s.bits[f.word] |= f.mask() }

func (s *Situation) is(f field, value int) bool {
	return s.bits[f.word]&f.mask() == f.bit(value)
}
