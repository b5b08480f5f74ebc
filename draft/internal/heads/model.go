package heads

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Model is a trained pair of stages. The first sums the weights of the features
// of a sentence; the second weighs those sums against the sentences around it.
type Model struct {
	// keys holds the feature of each row, ascending, four bytes a row; weights
	// holds Acts signed bytes a row. Both stay in their encoded form: the model
	// is part of the program, and most rows are never looked at.
	keys    []byte
	weights []byte
	scale   Scores // weight of one step of an int8, by act
	bias    Scores
	second  [Around]Scores // by input, since most inputs are zero
	dense   [Dims]Scores   // by dimension of the vector of a sentence
	words   *Vectors
	// Short and Long are the thresholds for texts with and without enough
	// sentences to judge one by the others; see [Short].
	Short, Long Thresholds
}

// Thresholds are the probabilities from which an act is reported.
type Thresholds struct {
	Plain  Scores // without a pattern to back it
	Backed Scores // with a clear pattern in the sentence
	Sure   Scores // from here on it is clear even without a pattern
}

// Short reports whether a text of so many sentences is too short for them to be
// judged by one another.
func Short(sentences int) bool { return sentences <= 2 }

func (m *Model) rows() int { return len(m.keys) / 4 }

func (m *Model) key(row int) uint32 { return binary.LittleEndian.Uint32(m.keys[4*row:]) }

// find returns the weights of a feature, nil if the model does not know it.
// Features are hashes: where one stands among all numbers is nearly where it
// stands among the rows, so the search starts there and widens.
func (m *Model) find(feature uint32) []byte {
	n := m.rows()
	lo := int(uint64(feature) * uint64(n) >> 32)
	hi := lo
	for step := 32; lo > 0 && m.key(lo-1) >= feature; step *= 2 {
		lo, hi = max(0, lo-step), lo-1
	}
	for step := 32; hi < n && m.key(hi) < feature; step *= 2 {
		lo, hi = hi+1, min(n, hi+step)
	}
	for lo < hi { // the row, if there is one, is in [lo, hi]
		mid := (lo + hi) / 2
		if m.key(mid) < feature {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == n || m.key(lo) != feature {
		return nil
	}
	return m.weights[lo*Acts : (lo+1)*Acts]
}

// Sum is what some features add up to, in the steps of the weights.
type Sum [Acts]int32

func (s *Sum) add(m *Model, features []uint32) {
	for _, f := range features {
		for a, w := range m.find(f) {
			s[a] += int32(int8(w))
		}
	}
}

// first returns the first-stage scores of a sentence in a place, as log odds.
func (m *Model) first(sum Sum, places [2]uint32, v *Vector) Scores {
	sum.add(m, places[:])
	var out Scores
	for a := range out {
		out[a] = float32(sum[a])*m.scale[a] + m.bias[a]
	}
	for d, x := range v {
		w := &m.dense[d]
		for a := range out {
			out[a] += w[a] * x
		}
	}
	return out
}

// Second returns the probabilities after the second stage.
func (m *Model) Second(in *[Around]float32) Scores {
	var out Scores
	for i, x := range in {
		if x == 0 {
			continue
		}
		w := &m.second[i]
		for a := range out {
			out[a] += w[a] * x
		}
	}
	for a := range out {
		out[a] = sigmoid(out[a])
	}
	return out
}

// Parts are the trained numbers before they are packed.
type Parts struct {
	Weights     map[uint32]*Scores
	Bias        Scores
	Second      [Around]Scores
	Dense       [Dims]Scores
	Words       *Vectors
	Short, Long Thresholds
}

// Pack rounds the weights to eight bits and builds the table. order lists the
// features; the table has them ascending, the same on every machine.
func Pack(p Parts, order []uint32) *Model {
	m := &Model{bias: p.Bias, second: p.Second, dense: p.Dense, words: p.Words, Short: p.Short, Long: p.Long}
	for a := range m.scale {
		var top float32
		for _, w := range p.Weights {
			top = max(top, float32(math.Abs(float64(w[a]))))
		}
		m.scale[a] = top / 127
	}
	for _, f := range slices.Sorted(slices.Values(order)) {
		w := p.Weights[f]
		row, some := [Acts]int8{}, false
		for a := range row {
			if m.scale[a] > 0 {
				row[a] = int8(math.Round(float64(w[a] / m.scale[a])))
			}
			some = some || row[a] > 2 || row[a] < -2
		}
		if some {
			m.keys = binary.LittleEndian.AppendUint32(m.keys, f)
			for _, w := range row {
				m.weights = append(m.weights, byte(w))
			}
		}
	}
	return m
}

// Rows returns the number of features the model knows.
func (m *Model) Rows() int { return m.rows() }

const modelFormat = 0x41464d36 + Around

// Encode writes the model in the form that [Decode] reads.
func (m *Model) Encode() []byte {
	out := binary.LittleEndian.AppendUint32(nil, modelFormat)
	out = binary.LittleEndian.AppendUint32(out, uint32(m.rows()))
	put := func(v float32) { out = binary.LittleEndian.AppendUint32(out, math.Float32bits(v)) }
	for _, s := range []Scores{m.scale, m.bias, m.Short.Plain, m.Short.Backed, m.Short.Sure, m.Long.Plain, m.Long.Backed, m.Long.Sure} {
		for _, v := range s {
			put(v)
		}
	}
	for _, row := range m.second {
		for _, v := range row {
			put(v)
		}
	}
	for _, row := range m.dense {
		for _, v := range row {
			put(v)
		}
	}
	out = binary.LittleEndian.AppendUint32(out, uint32(m.words.len()))
	out = append(out, m.keys...)
	out = append(out, m.weights...)
	out = append(out, m.words.keys...)
	out = append(out, m.words.rows...)
	out = append(out, m.words.groups...)
	return out
}

var errModel = errors.New("the compiled model is damaged or of another version: run go generate ./draft")

// Decode reads what [Model.Encode] wrote. The model keeps the bytes.
func Decode(raw []byte) (*Model, error) {
	const head = 8 + 4*Acts*8 + 4*Acts*Around + 4*Acts*Dims + 4
	if len(raw) < head || binary.LittleEndian.Uint32(raw) != modelFormat {
		return nil, errModel
	}
	n := int(binary.LittleEndian.Uint32(raw[4:]))
	words := int(binary.LittleEndian.Uint32(raw[head-4:]))
	if len(raw) != head+n*(4+Acts)+words*(4+Dims+1) {
		return nil, errModel
	}
	raw = raw[8:]
	get := func() float32 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(raw))
		raw = raw[4:]
		return v
	}
	m := &Model{}
	for _, s := range []*Scores{&m.scale, &m.bias, &m.Short.Plain, &m.Short.Backed, &m.Short.Sure, &m.Long.Plain, &m.Long.Backed, &m.Long.Sure} {
		for a := range s {
			s[a] = get()
		}
	}
	for i := range m.second {
		for a := range m.second[i] {
			m.second[i][a] = get()
		}
	}
	for d := range m.dense {
		for a := range m.dense[d] {
			m.dense[d][a] = get()
		}
	}
	raw = raw[4:]
	m.keys, m.weights, raw = raw[:4*n], raw[4*n:n*(4+Acts)], raw[n*(4+Acts):]
	m.words = &Vectors{raw[:4*words], raw[4*words : words*(4+Dims)], raw[words*(4+Dims):]}
	return m, nil
}
