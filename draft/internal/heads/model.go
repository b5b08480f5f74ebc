package heads

import (
	"encoding/binary"
	"errors"
	"math"
)

// Model is a trained pair of stages. The first sums the weights of the features
// of a sentence; the second weighs those sums against the sentences around it.
type Model struct {
	slots   []uint32 // open addressing: row plus one
	keys    []uint32 // feature of each row
	weights []int8   // Acts a row
	scale   Scores   // weight of one step of an int8, by act
	bias    Scores
	second  [Acts][Around]float32
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

// First returns the first-stage scores of a sentence, as log odds.
func (m *Model) First(features []uint32) Scores {
	var sum [Acts]int32
	mask := uint32(len(m.slots) - 1)
	for _, f := range features {
		for at := f & mask; m.slots[at] != 0; at = (at + 1) & mask {
			row := int(m.slots[at] - 1)
			if m.keys[row] == f {
				w := m.weights[row*Acts : row*Acts+Acts]
				for a := range sum {
					sum[a] += int32(w[a])
				}
				break
			}
		}
	}
	var out Scores
	for a := range out {
		out[a] = float32(sum[a])*m.scale[a] + m.bias[a]
	}
	return out
}

// Second returns the probabilities after the second stage.
func (m *Model) Second(in *[Around]float32) Scores {
	var out Scores
	for a := range out {
		var sum float32
		for i, x := range in {
			sum += m.second[a][i] * x
		}
		out[a] = sigmoid(sum)
	}
	return out
}

// Parts are the trained numbers before they are packed.
type Parts struct {
	Weights     map[uint32]*Scores
	Bias        Scores
	Second      [Acts][Around]float32
	Short, Long Thresholds
}

// Pack rounds the weights to eight bits and builds the table. Features come in
// the given order, which makes the result the same on every machine.
func Pack(p Parts, order []uint32) *Model {
	m := &Model{bias: p.Bias, second: p.Second, Short: p.Short, Long: p.Long}
	for a := range m.scale {
		var top float32
		for _, w := range p.Weights {
			top = max(top, float32(math.Abs(float64(w[a]))))
		}
		m.scale[a] = top / 127
	}
	for _, f := range order {
		w := p.Weights[f]
		row, some := [Acts]int8{}, false
		for a := range row {
			if m.scale[a] > 0 {
				row[a] = int8(math.Round(float64(w[a] / m.scale[a])))
			}
			some = some || row[a] > 1 || row[a] < -1
		}
		if some {
			m.keys = append(m.keys, f)
			m.weights = append(m.weights, row[:]...)
		}
	}
	m.link()
	return m
}

func (m *Model) link() {
	size := 2
	for size < 2*len(m.keys) {
		size *= 2
	}
	m.slots = make([]uint32, size)
	for row, f := range m.keys {
		at := f & uint32(size-1)
		for m.slots[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		m.slots[at] = uint32(row + 1)
	}
}

// Rows returns the number of features the model knows.
func (m *Model) Rows() int { return len(m.keys) }

const modelFormat = 0x41464d33 + Around

// Encode writes the model in the form that [Decode] reads.
func (m *Model) Encode() []byte {
	out := binary.LittleEndian.AppendUint32(nil, modelFormat)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(m.keys)))
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
	for _, k := range m.keys {
		out = binary.LittleEndian.AppendUint32(out, k)
	}
	for _, w := range m.weights {
		out = append(out, byte(w))
	}
	return out
}

var errModel = errors.New("the compiled model is damaged or of another version: run go generate ./draft")

// Decode reads what [Model.Encode] wrote.
func Decode(raw []byte) (*Model, error) {
	const head = 8 + 4*Acts*8 + 4*Acts*Around
	if len(raw) < head || binary.LittleEndian.Uint32(raw) != modelFormat {
		return nil, errModel
	}
	n := int(binary.LittleEndian.Uint32(raw[4:]))
	if len(raw) != head+n*(4+Acts) {
		return nil, errModel
	}
	raw = raw[8:]
	get := func() float32 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(raw))
		raw = raw[4:]
		return v
	}
	m := &Model{keys: make([]uint32, n), weights: make([]int8, n*Acts)}
	for _, s := range []*Scores{&m.scale, &m.bias, &m.Short.Plain, &m.Short.Backed, &m.Short.Sure, &m.Long.Plain, &m.Long.Backed, &m.Long.Sure} {
		for a := range s {
			s[a] = get()
		}
	}
	for a := range m.second {
		for i := range m.second[a] {
			m.second[a][i] = get()
		}
	}
	for i := range m.keys {
		m.keys[i] = binary.LittleEndian.Uint32(raw)
		raw = raw[4:]
	}
	for i := range m.weights {
		m.weights[i] = int8(raw[i])
	}
	m.link()
	return m, nil
}
