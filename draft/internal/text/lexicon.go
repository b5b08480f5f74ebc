package text

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Lexicon maps spellings to canonical words. It is built once, when the
// patterns are compiled, and all of it stays as it was written: a program that
// checks one message looks at little of it.
type Lexicon struct {
	slots   []byte // open addressing: index of an entry plus one, slotSize bytes each
	entries []byte // entrySize bytes each; see [Lexicon.entry]
	words   []byte // canonical words by id, wordSize bytes each: hash, kind; 0 is unused
	text    []byte // spellings, end to end
}

// Bytes of the parts of an encoded lexicon.
const (
	slotSize  = 4
	entrySize = 4 + 4 + 2*maxExpand
	wordSize  = 8
)

// maxExpand is how many words one spelling can stand for.
const maxExpand = 4

// entry is a spelling and the canonical words it stands for, zero-terminated.
type entry struct {
	at, length uint32
	expand     [maxExpand]uint16
}

func (l *Lexicon) entry(i uint32) (e entry) {
	raw := l.entries[i*entrySize:][:entrySize]
	e.at, e.length = binary.LittleEndian.Uint32(raw), binary.LittleEndian.Uint32(raw[4:])
	for j := range e.expand {
		e.expand[j] = binary.LittleEndian.Uint16(raw[8+2*j:])
	}
	return e
}

// Kinds of canonical words that the splitter needs to know.
const (
	kindNegator   uint16 = 1 << iota
	kindOpener           // opens a clause: but, because, if, ...
	kindStrong           // opens one wherever it stands
	kindAux              // auxiliary verb: do, can, would, ...
	kindSubject          // pronoun that may be a subject
	kindAsk              // question word: why, how, ...
	kindAbbrev           // a full stop after it ends nothing: mr, dr, ...
	kindAfterYour        // a "your" before it is "you are"
	kindAfterIts         // an "its" before it is "it is"
	kindBeforeTo         // a "2" after it is "to"
	kindPast             // irregular past form: took, left, ...
	kindStarts           // may start a sentence that nothing sets off: i, sorry, hope, ...
	kindLeads            // leads on, so that no sentence ends with it: the, to, because, ...
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
	for _, list := range []string{negators, openers, auxiliaries, subjects, askers, abbreviations, pasts, starters, leaders, specials} {
		for _, w := range words(list) {
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
	mark := func(list string, k uint16) {
		for _, w := range words(list) {
			kinds[w] |= k
		}
	}
	markSpelled := func(list string, k uint16) {
		for _, w := range words(list) {
			if ids := b.spelling[w]; len(ids) == 1 {
				kinds[b.order[ids[0]-1]] |= k
			}
		}
	}
	mark(negators, kindNegator)
	mark(openers, kindOpener)
	mark(strongOpeners, kindStrong)
	mark(auxiliaries, kindAux)
	mark(subjects, kindSubject)
	mark(askers, kindAsk)
	mark(abbreviations, kindAbbrev)
	mark(pasts, kindPast)
	mark(starters, kindStarts)
	mark(leaders, kindLeads)
	markSpelled(afterYour, kindAfterYour)
	markSpelled(afterIts, kindAfterIts)
	markSpelled(beforeTo, kindBeforeTo)

	var out []byte
	u32 := func(v uint32) { out = binary.LittleEndian.AppendUint32(out, v) }
	u32(uint32(len(slots)))
	u32(uint32(len(entries)))
	u32(uint32(len(b.order) + 1))
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
	u32(0)
	u32(0)
	for _, w := range b.order {
		u32(Hash([]byte(w)))
		u32(uint32(kinds[w]))
	}
	return append(out, text...)
}

var errLexicon = errors.New("the compiled lexicon is damaged: run go generate ./draft")

// DecodeLexicon reads what [LexiconBuilder.Encode] wrote and returns the rest
// of the bytes. The lexicon keeps the bytes.
func DecodeLexicon(raw []byte) (*Lexicon, []byte, error) {
	if len(raw) < 16 {
		return nil, nil, errLexicon
	}
	count := func(i int) int { return int(binary.LittleEndian.Uint32(raw[4*i:])) }
	slots, entries, words, text := count(0), count(1), count(2), count(3)
	rest := raw[16:]
	if slots == 0 || slots&(slots-1) != 0 || slots*slotSize+entries*entrySize+words*wordSize+text > len(rest) {
		return nil, nil, errLexicon
	}
	cut := func(n int) []byte {
		head := rest[:n:n]
		rest = rest[n:]
		return head
	}
	l := &Lexicon{cut(slots * slotSize), cut(entries * entrySize), cut(words * wordSize), cut(text)}
	return l, rest, nil
}

// find returns the canonical ids of a spelling, zero-terminated.
func (l *Lexicon) find(s []byte, hash uint32) (ids [maxExpand]uint16, ok bool) {
	mask := uint32(len(l.slots)/slotSize - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		slot := binary.LittleEndian.Uint32(l.slots[at*slotSize:])
		if slot == 0 {
			return ids, false
		}
		if e := l.entry(slot - 1); bytes.Equal(l.text[e.at:e.at+e.length], s) {
			return e.expand, true
		}
	}
}

func (l *Lexicon) hash(id uint16) uint32 {
	return binary.LittleEndian.Uint32(l.words[int(id)*wordSize:])
}

func (l *Lexicon) kind(id uint16) uint16 {
	return binary.LittleEndian.Uint16(l.words[int(id)*wordSize+4:])
}
