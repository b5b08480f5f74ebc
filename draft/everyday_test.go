package draft_test

import (
	"testing"

	"afterwards/draft"
	"afterwards/draft/internal/train"
)

// A checker that cries wolf is soon ignored: of everyday sentences, at most one
// in a hundred may be marked as working against its writer.
func TestEverydayTalkIsLeftInPeace(t *testing.T) {
	lines, err := train.Lines("everyday", "all")
	if err != nil {
		t.Fatal(err)
	}
	alarms := 0
	for _, line := range lines {
		for _, s := range draft.Check(draft.Light, line).Sentences {
			for _, f := range s.Acts {
				if f.Counts && f.Act != "request" {
					alarms++
					t.Logf("%s: %s", f.Act, line)
				}
			}
		}
	}
	if 100*alarms > len(lines) {
		t.Errorf("%d alarms in %d everyday sentences", alarms, len(lines))
	}
}

// A checker without heads still
// sees what a clear pattern shows, and damaged heads are refused.
func TestACheckerCanBeMeasuredWithoutItsHeads(t *testing.T) {
	r := draft.PatternsAlone().Check(draft.Hurt, "I am going to kill myself.")
	if r.Verdict != draft.Crisis {
		t.Errorf("the patterns alone give %s", r.Verdict)
	}
	if _, err := draft.WithModel([]byte("no model")); err == nil {
		t.Error("damaged heads were accepted")
	}
}
