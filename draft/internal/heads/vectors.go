package heads

import (
	"encoding/binary"
	"math"

	"afterwards/draft/internal/text"
)

// Dims is the length of a word vector.
const Dims = 64

// Vector is the meaning of a sentence as a direction: words that keep the same
// company point the same way.
type Vector [Dims]float32

// Vectors holds a vector and a group for each word that was seen often enough.
// Words are known by the hash of their canonical spelling. Everything stays in
// its encoded form, as the model does.
type Vectors struct {
	keys   []byte // ascending, four bytes a word
	rows   []byte // Dims signed bytes a word, already weighed by how rare it is
	groups []byte // which words of like company a word belongs to
}

// PackVectors builds the table. The keys must ascend.
func PackVectors(keys []uint32, rows []Vector, groups []uint8) *Vectors {
	v := &Vectors{groups: groups}
	for i, k := range keys {
		v.keys = binary.LittleEndian.AppendUint32(v.keys, k)
		for _, x := range rows[i] {
			v.rows = append(v.rows, byte(int8(math.Round(float64(max(-1, min(1, x))*127)))))
		}
	}
	return v
}

func (v *Vectors) len() int { return len(v.keys) / 4 }

// find returns the place of a word, or -1.
func (v *Vectors) find(hash uint32) int {
	lo, hi := 0, v.len()
	for lo < hi {
		mid := (lo + hi) / 2
		if binary.LittleEndian.Uint32(v.keys[4*mid:]) < hash {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < v.len() && binary.LittleEndian.Uint32(v.keys[4*lo:]) == hash {
		return lo
	}
	return -1
}

// group returns a number above 0 for the group of a word, 0 if it has none.
func (v *Vectors) group(hash uint32) uint32 {
	if i := v.find(hash); i >= 0 {
		return uint32(v.groups[i]) + 1
	}
	return 0
}

// Mean returns the direction in which the words of a sentence point together.
func (v *Vectors) Mean(words []text.Word) Vector {
	var out Vector
	for _, w := range words {
		i := v.find(w.Hash)
		if i < 0 {
			continue
		}
		for d, x := range v.rows[i*Dims : i*Dims+Dims] {
			out[d] += float32(int8(x))
		}
	}
	var sum float64
	for _, x := range out {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return out
	}
	scale := float32(5 / math.Sqrt(sum))
	for d := range out {
		out[d] *= scale
	}
	return out
}
