package advice_test

import (
	"testing"
	"time"
)

func TestProve(t *testing.T) {
	start := time.Now()
	p := adviser.Prove()
	t.Logf("%v situations, %d nodes, %d statements, %v", p.Situations, p.Nodes, len(p.Statements), time.Since(start))
	for _, s := range p.Statements {
		if !s.Holds {
			t.Errorf("%s: %s: %v gives %s", s.ID, s.Says, s.Against, s.Gives)
		}
	}
	for _, n := range p.Notes {
		t.Log(n)
	}
}
