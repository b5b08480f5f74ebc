package text

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Lexicon maps spellings to canonical words. It is built once, when the
// patterns are compiled, and read from its encoded form without further work.
type Lexicon struct {
	slots []byte // open addressing: index of an entry plus one, four bytes each
	entry []byte // as encoded, sixteen bytes each: most are never looked at
	text  []byte // spellings, end to end
	words []word // canonical words by id; 0 is unused
}

type entry struct {
	at, length uint32
	expand     [4]uint16 // canonical ids, zero-terminated
}

type word struct {
	hash uint32
	kind uint16
}

// Kinds of canonical words that the splitter needs to know.
const (
	kindNegator uint16 = 1 << iota
	kindOpener         // opens a clause: but, because, if, ...
	kindAux            // auxiliary verb: do, can, would, ...
	kindSubject        // pronoun that may be a subject
	kindAsk            // question word: why, how, ...
	kindAbbrev         // a full stop after it ends nothing: mr, dr, ...
	kindPast           // irregular past form: took, left, ...
	kindStarts         // may start a sentence that nothing sets off: i, sorry, hope, ...
	kindLeads          // leads on, so that no sentence ends with it: the, to, because, ...
)

// LexiconBuilder collects spellings for a [Lexicon].
type LexiconBuilder struct {
	ids      map[string]uint16
	spelling map[string][]uint16
	order    []string
}

// NewLexiconBuilder returns a builder that knows the words the splitter itself
// relies on, contractions and common texting spellings.
func NewLexiconBuilder() *LexiconBuilder {
	b := &LexiconBuilder{ids: map[string]uint16{}, spelling: map[string][]uint16{}}
	for _, list := range [][]string{negators, openers, auxiliaries, subjects, askers, abbreviations, pasts, starters, leaders, specials} {
		for _, w := range list {
			b.Add(w)
		}
	}
	for _, s := range spellings() {
		b.spell(s.from, s.to)
	}
	return b
}

// Add gives the canonical word an id, if it has none yet, and returns it.
func (b *LexiconBuilder) Add(w string) uint16 {
	if id, ok := b.ids[w]; ok {
		return id
	}
	id := uint16(len(b.order) + 1)
	b.ids[w] = id
	b.order = append(b.order, w)
	if _, ok := b.spelling[w]; !ok {
		b.spelling[w] = []uint16{id}
	}
	return id
}

func (b *LexiconBuilder) spell(from string, to []string) {
	ids := make([]uint16, len(to))
	for i, w := range to {
		ids[i] = b.Add(w)
	}
	b.spelling[from] = ids
}

// Known reports whether the word has an id.
func (b *LexiconBuilder) Known(w string) bool { _, ok := b.ids[w]; return ok }

// Words returns the canonical words in the order of their ids, which start at 1.
func (b *LexiconBuilder) Words() []string { return b.order }

// Encode writes the lexicon in the form that [DecodeLexicon] reads.
func (b *LexiconBuilder) Encode() []byte {
	var spell []string
	for s := range b.spelling {
		spell = append(spell, s)
	}
	sortStrings(spell)
	size := 1
	for size < 2*len(spell) {
		size *= 2
	}
	slots := make([]uint32, size)
	var text []byte
	entries := make([]entry, len(spell))
	for i, s := range spell {
		e := entry{at: uint32(len(text)), length: uint32(len(s))}
		copy(e.expand[:], b.spelling[s])
		entries[i] = e
		text = append(text, s...)
		at := Hash([]byte(s)) & uint32(size-1)
		for slots[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		slots[at] = uint32(i + 1)
	}
	kinds := map[string]uint16{}
	mark := func(list []string, k uint16) {
		for _, w := range list {
			kinds[w] |= k
		}
	}
	mark(negators, kindNegator)
	mark(openers, kindOpener)
	mark(auxiliaries, kindAux)
	mark(subjects, kindSubject)
	mark(askers, kindAsk)
	mark(abbreviations, kindAbbrev)
	mark(pasts, kindPast)
	mark(starters, kindStarts)
	mark(leaders, kindLeads)

	var out []byte
	u32 := func(v uint32) { out = binary.LittleEndian.AppendUint32(out, v) }
	u32(uint32(len(slots)))
	u32(uint32(len(entries)))
	u32(uint32(len(b.order)))
	u32(uint32(len(text)))
	for _, s := range slots {
		u32(s)
	}
	for _, e := range entries {
		u32(e.at)
		u32(e.length)
		for _, id := range e.expand {
			out = binary.LittleEndian.AppendUint16(out, id)
		}
	}
	for _, w := range b.order {
		u32(Hash([]byte(w)))
		u32(uint32(kinds[w]))
	}
	return append(out, text...)
}

var errLexicon = errors.New("the compiled lexicon is damaged: run go generate ./draft")

// DecodeLexicon reads what [LexiconBuilder.Encode] wrote and returns the rest
// of the bytes.
func DecodeLexicon(raw []byte) (*Lexicon, []byte, error) {
	if len(raw) < 16 {
		return nil, nil, errLexicon
	}
	nSlots := int(binary.LittleEndian.Uint32(raw))
	nEntries := int(binary.LittleEndian.Uint32(raw[4:]))
	nWords := int(binary.LittleEndian.Uint32(raw[8:]))
	nText := int(binary.LittleEndian.Uint32(raw[12:]))
	raw = raw[16:]
	need := nSlots*4 + nEntries*16 + nWords*8 + nText
	if nSlots == 0 || nSlots&(nSlots-1) != 0 || need > len(raw) {
		return nil, nil, errLexicon
	}
	l := &Lexicon{
		slots: raw[:nSlots*4],
		entry: raw[nSlots*4 : nSlots*4+nEntries*16],
		words: make([]word, nWords+1),
	}
	raw = raw[nSlots*4+nEntries*16:]
	for i := range nWords {
		l.words[i+1] = word{binary.LittleEndian.Uint32(raw[i*8:]), binary.LittleEndian.Uint16(raw[i*8+4:])}
	}
	raw = raw[nWords*8:]
	l.text = raw[:nText]
	return l, raw[nText:], nil
}

// find returns the canonical ids of a spelling, or nil.
func (l *Lexicon) find(s []byte, hash uint32) *entry {
	mask := uint32(len(l.slots)/4 - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		slot := binary.LittleEndian.Uint32(l.slots[4*at:])
		if slot == 0 {
			return nil
		}
		raw := l.entry[16*(slot-1) : 16*slot]
		e := entry{at: binary.LittleEndian.Uint32(raw), length: binary.LittleEndian.Uint32(raw[4:])}
		if bytes.Equal(l.text[e.at:e.at+e.length], s) {
			for j := range e.expand {
				e.expand[j] = binary.LittleEndian.Uint16(raw[8+2*j:])
			}
			return &e
		}
	}
}

func (l *Lexicon) kind(id uint16) uint16 { return l.words[id].kind }
