package heads

import "testing"

func TestWeightsKeepTheirSignAndSizeWhenPacked(t *testing.T) {
	words := PackVectors([]uint32{3}, make([]Vector, 1), []uint8{0})
	p := Parts{Words: words, Weights: map[uint32]*Scores{7: {1.27, -0.5}, 9: {0.3, 0}}}
	m := Pack(p, []uint32{7, 9})
	var sum Sum
	sum.add(m, []uint32{7, 9, 11})
	got := m.first(sum, [2]uint32{}, &Vector{})
	for a, want := range []float32{1.57, -0.5} {
		if got[a] < want-0.02 || got[a] > want+0.02 {
			t.Errorf("act %d scores %.3f, not %.3f", a, got[a], want)
		}
	}
}
