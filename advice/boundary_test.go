package advice_test

import (
	"testing"

	"pgregory.net/rapid"
)

// TestNoBoundaryIsToldPastANo: what a no has closed is closed to the telling of
// a boundary as well.
func TestNoBoundaryIsToldPastANo(t *testing.T) {
	noes := []facts{
		{"fear": true}, {"abuse": "past"}, {"blocked": "some"}, {"ex_asked_distance": "relayed"}, {"unanswered_messages": 2},
		{"legal_order": "pending"}, {"own_conduct": []any{"threats"}},
	}
	rapid.Check(t, func(t *rapid.T) {
		no := rapid.SampledFrom(noes).Draw(t, "no")
		s := read2(t, drawFacts(t).but(no))
		for _, b := range adviser.Boundaries(s) {
			if b.Tell() {
				t.Fatalf("with %v, the boundary %s may be told", no, b.Kind.Boundary)
			}
		}
	})
}

// TestWithoutAnswersABoundaryIsKeptAndNotTold: unknown is never no, and all that
// a person can hold to alone stays open.
func TestWithoutAnswersABoundaryIsKeptAndNotTold(t *testing.T) {
	for _, b := range adviser.Boundaries(adviser.Vocabulary().Unknown()) {
		if b.Tell() || len(b.Ask) == 0 {
			t.Errorf("%s may be told, and nothing was asked", b.Kind.Boundary)
		}
		if b.Shut != "" {
			t.Errorf("%s is shut, and nothing was told: %s", b.Kind.Boundary, b.Shut)
		}
	}
}
