package pattern_test

import (
	"os"
	"testing"

	"afterwards/draft/internal/pattern"
)

func TestADamagedProgramIsRefused(t *testing.T) {
	raw, err := os.ReadFile("../../acts.bin")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pattern.Decode(raw); err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 1, 100, len(raw) / 3, len(raw) - 1} {
		if _, err := pattern.Decode(raw[:n]); err == nil {
			t.Errorf("%d of %d bytes were taken for the whole", n, len(raw))
		}
	}
}
