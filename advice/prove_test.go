package advice_test

import "testing"

// TestTheGatesKeepTheirPromises, for every situation there can be.
func TestTheGatesKeepTheirPromises(t *testing.T) {
	p := adviser.Prove()
	t.Logf("%d statements for %v situations, over %d nodes", len(p.Statements), p.Situations, p.Nodes)
	kinds := map[string]int{}
	for _, s := range p.Statements {
		kinds[s.Kind()]++
		if !s.Holds {
			t.Errorf("%s: %s: %v gives %s", s.ID, s.Says, s.Against, s.Gives)
		}
	}
	for _, kind := range []string{"risk", "time", "unknown", "score", "verdict", "promise", "example", "alive", "overlap"} {
		if kinds[kind] == 0 {
			t.Errorf("nothing was proved of the kind %s", kind)
		}
	}
	for _, n := range p.Notes {
		t.Log(n)
	}
}
