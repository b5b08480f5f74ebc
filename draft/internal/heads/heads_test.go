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

func TestWeightsKeepTheirSignAndSizeWhenPacked(t *testing.T) {
	words := heads.PackVectors([]uint32{3}, make([]heads.Vector, 1), []uint8{0})
	p := heads.Parts{Words: words, Weights: map[uint32]*heads.Scores{7: {1.27, -0.5}, 9: {0.3, 0}}}
	m := heads.Pack(p, []uint32{7, 9})
	got := m.First([]uint32{7, 9, 11}, &heads.Vector{})
	for a, want := range []float32{1.57, -0.5} {
		if got[a] < want-0.02 || got[a] > want+0.02 {
			t.Errorf("act %d scores %.3f, not %.3f", a, got[a], want)
		}
	}
}
