package boundary

import (
	"slices"
	"time"
)

// Count is how the days of a span went, as a count. It has no runs: a slip
// takes away its own day and no other.
type Count struct {
	Known  int // days of which anything was noted
	Within int // of those, days on which nothing was outside
	Days   int // days of the span on which a limit held
}

// Share is the part of the known days that were within, from 0 to 1; ok is false
// where nothing is known.
func (k Count) Share() (share float64, ok bool) {
	if k.Known == 0 {
		return 0, false
	}
	return float64(k.Within) / float64(k.Known), true
}

// Adherence counts the days from one to another, both included, in a zone. past
// is the log; quiet are days of which the person noted that there was no
// contact. A day without a note is unknown, and counts neither way.
func Adherence(limits []Boundary, past []Contact, quiet []Date, from, to Date, zone *time.Location) (k Count) {
	outside, noted := map[Date]bool{}, map[Date]bool{}
	for _, d := range quiet {
		noted[d] = true
	}
	ordered := slices.SortedStableFunc(slices.Values(past), func(a, b Contact) int { return a.At.Compare(b.At) })
	for i, c := range ordered {
		day := DateOf(c.At, zone)
		noted[day] = true
		if !Judge(limits, ordered[:i], c).Within() {
			outside[day] = true
		}
	}
	if !from.valid() || !to.valid() {
		return k
	}
	for day := from; day <= to; day = day.Plus(1) {
		if !slices.ContainsFunc(limits, func(b Boundary) bool { return b.HoldsOn(day) }) {
			continue
		}
		k.Days++
		if noted[day] {
			k.Known++
			if !outside[day] {
				k.Within++
			}
		}
	}
	return k
}
