package heads_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"afterwards/draft/internal/heads"
)

func TestAModelSurvivesEncodingAndDamageIsRefused(t *testing.T) {
	raw, err := os.ReadFile("../../model.bin")
	if err != nil {
		t.Fatal(err)
	}
	m, err := heads.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(raw, m.Encode()); diff != "" {
		t.Error("the model changes when it is written again")
	}
	for _, n := range []int{0, 7, 100, len(raw) - 1} {
		if _, err := heads.Decode(raw[:n]); err == nil {
			t.Errorf("%d of %d bytes were taken for the whole", n, len(raw))
		}
	}
}
