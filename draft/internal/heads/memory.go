package heads

import (
	"encoding/binary"

	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

// Memory keeps what was found out about single sentences from one look at a
// text to the next, while the text is being written. The zero value is empty.
type Memory struct {
	last, now map[string]known
	key       []byte
	worked    int
}

// known is what a sentence shows by itself, whatever stands around it. The words
// of its hits count from the start of the sentence.
type known struct {
	hits  []pattern.Hit
	found [2]Scores
	first Scores // in its place
	alone Scores // with no place, see [Seen]
}

// turn forgets the sentences that the look before the last one met and the last
// one did not, so that the memory stays as small as the text.
func (m *Memory) turn() {
	m.last, m.now = m.now, make(map[string]known, len(m.now))
}

// Worked returns how many sentences were not remembered, since the start.
func (m *Memory) Worked() int { return m.worked }

// recall returns what is known of a sentence, and finds it out if nothing is. A
// nil memory finds everything out.
func (m *Memory) recall(src string, d *text.Document, s text.Sentence, c Context, find func() known) known {
	if m == nil {
		return find()
	}
	m.key = appendKey(m.key[:0], src, d, s, c)
	a, ok := m.now[string(m.key)]
	if !ok {
		if a, ok = m.last[string(m.key)]; !ok {
			m.worked++
			a = find()
			a.hits = moved(a.hits, -s.First)
		}
		m.now[string(m.key)] = a
	}
	a.hits = moved(a.hits, s.First)
	return a
}

// moved returns the hits by some words further on.
func moved(hits []pattern.Hit, by int) []pattern.Hit {
	out := make([]pattern.Hit, len(hits))
	for i, h := range hits {
		out[i] = pattern.Hit{Rule: h.Rule, First: h.First + by, Last: h.Last + by}
	}
	return out
}

// appendKey writes down everything that patterns and features look at: the
// words as the splitter reads them in their place, the bytes, and the context.
// Of a clause only its distance from the sentence's first one counts.
func appendKey(key []byte, src string, d *text.Document, s text.Sentence, c Context) []byte {
	flags := byte(0)
	if s.Question {
		flags |= 1
	}
	if s.Exclaims {
		flags |= 2
	}
	key = append(key, byte(c.Purpose), byte(place(c)), flags)
	words := d.Words[s.First:s.Last]
	key = binary.AppendUvarint(key, uint64(len(words)))
	for _, w := range words {
		key = binary.AppendVarint(key, int64(w.Start-s.Start))
		key = binary.AppendVarint(key, int64(w.End-w.Start))
		key = binary.AppendVarint(key, int64(w.Clause-words[0].Clause))
		key = binary.LittleEndian.AppendUint16(key, w.ID)
		key = binary.LittleEndian.AppendUint16(key, uint16(w.Flags))
		key = binary.LittleEndian.AppendUint32(key, w.Hash)
	}
	return append(key, src[s.Start:s.End]...)
}
