package pattern

import (
	"encoding/binary"
	"errors"
	"unsafe"

	"afterwards/draft/internal/text"
)

// format is raised whenever the encoding changes, so that an old file is
// refused instead of misread.
const format = 9

// Bytes of the parts that are written at full width, because there are many
// and a program starts with reading them.
const (
	variantSize = 7 // rule, number of elements, first element
	elementSize = 5
	triggerSize = 4
)

// variant returns one sequence of elements, as it was written: most are given up
// at their first element.
func (p *Program) variant(i uint16) (rule int, raw []byte) {
	v := p.variants[int(i)*variantSize:]
	first, n := int(binary.LittleEndian.Uint32(v[3:])), int(v[2])
	return int(binary.LittleEndian.Uint16(v)), p.elements[first*elementSize : (first+n)*elementSize]
}

// element reads the first element of a sequence.
func element(raw []byte) Element {
	return Element{Op: Op(raw[0] & 15), Cross: raw[0]&16 != 0, Min: raw[1], Max: raw[2], Set: binary.LittleEndian.Uint16(raw[3:])}
}

// triggersOf returns the triggers of a word in their encoded form.
func (p *Program) triggersOf(id uint16) []byte {
	return p.rawTriggers[int(p.firstTrigger[id])*triggerSize : int(p.firstTrigger[id+1])*triggerSize]
}

// ruleOf returns the rule of a variant.
func (p *Program) ruleOf(i uint16) uint16 {
	return binary.LittleEndian.Uint16(p.variants[int(i)*variantSize:])
}

type writer struct{ out []byte }

func (w *writer) num(v int)     { w.out = binary.AppendUvarint(w.out, uint64(v)) }
func (w *writer) text(s string) { w.num(len(s)); w.out = append(w.out, s...) }
func (w *writer) ids(s []uint16) {
	w.num(len(s))
	for _, v := range s {
		w.out = binary.LittleEndian.AppendUint16(w.out, v)
	}
}

// Encode writes the program, with its lexicon already encoded.
func (p *Program) Encode(lexicon []byte) []byte {
	w := &writer{}
	w.num(format)
	w.num(len(p.Texts))
	for _, t := range p.Texts {
		w.text(t.Reason)
		w.text(t.Hint)
		w.text(t.Rule)
		w.text(t.Source)
	}
	w.num(len(p.Acts))
	for _, a := range p.Acts {
		w.text(a.ID)
		w.text(a.Name)
		w.text(a.Meaning)
		w.num(int(a.Text))
	}
	w.num(len(p.Verdicts))
	for _, v := range p.Verdicts {
		w.text(v.ID)
		w.text(v.Title)
		w.text(v.Says)
	}
	w.num(len(p.Rules))
	for _, r := range p.Rules {
		w.text(r.ID)
		for _, v := range []int{int(r.Act), int(r.Level), int(r.Unless), int(r.When), int(r.For), int(r.Text)} {
			w.num(v)
		}
		w.ids(r.With)
		w.ids(r.Without)
	}
	w.num(len(p.Sets))
	for _, s := range p.Sets {
		w.ids(s)
	}
	elements, triggers := 0, 0
	for _, v := range p.Variants {
		elements += len(v.Elements)
	}
	for _, ts := range p.triggers {
		triggers += len(ts)
	}
	w.num(triggers)
	w.num(len(p.Variants))
	w.num(elements)
	first := 0
	for _, v := range p.Variants {
		w.out = binary.LittleEndian.AppendUint16(w.out, v.Rule)
		w.out = append(w.out, byte(len(v.Elements)))
		w.out = binary.LittleEndian.AppendUint32(w.out, uint32(first))
		first += len(v.Elements)
	}
	for _, v := range p.Variants {
		for _, e := range v.Elements {
			op := int(e.Op)
			if e.Cross {
				op |= 16
			}
			w.out = append(w.out, byte(op), e.Min, e.Max)
			w.out = binary.LittleEndian.AppendUint16(w.out, e.Set)
		}
	}
	w.num(len(p.ClassKeys))
	for _, k := range p.ClassKeys {
		w.num(int(k))
	}
	w.num(len(p.ClassOf))
	for _, c := range p.ClassOf {
		w.num(len(c))
		w.out = append(w.out, c...)
	}
	w.num(len(p.triggers))
	for _, ts := range p.triggers {
		w.num(len(ts))
	}
	for _, ts := range p.triggers {
		for _, t := range ts {
			w.out = binary.LittleEndian.AppendUint16(w.out, t.Variant)
			w.out = append(w.out, t.MinAhead, t.MaxAhead)
		}
	}
	for _, f := range p.facts.set {
		w.ids(f)
	}
	return append(w.out, lexicon...)
}

// SetTriggers hands over the index that the compiler built, by word id.
func (p *Program) SetTriggers(t [][]Trigger) { p.triggers = t }

// SetFacts hands over the ids of [FactWords].
func (p *Program) SetFacts(sets [][]uint16) { copy(p.facts.set[:], sets) }

var errProgram = errors.New("the compiled patterns are damaged or of another version: run go generate ./draft")

type reader struct {
	in   []byte
	pool []uint16 // what is left of the last block for ids
	fail bool
}

func (r *reader) num() int {
	v, n := binary.Uvarint(r.in)
	if n <= 0 || v > 1<<32 {
		r.fail = true
		return 0
	}
	r.in = r.in[n:]
	return int(v)
}

// count reads a length and refuses one that the rest of the bytes cannot hold.
func (r *reader) count() int {
	n := r.num()
	if n > len(r.in) {
		r.fail = true
		return 0
	}
	return n
}

func (r *reader) text() string {
	n := r.count()
	if n == 0 {
		return ""
	}
	// The encoded program is part of the binary and never changes, so its words
	// need no copy.
	s := unsafe.String(&r.in[0], n)
	r.in = r.in[n:]
	return s
}

// fixed cuts n elements of size bytes each, or nothing if they are not there.
func (r *reader) fixed(n, size int) []byte {
	if n*size > len(r.in) {
		r.fail = true
		return nil
	}
	b := r.in[:n*size]
	r.in = r.in[n*size:]
	return b
}

func (r *reader) ids() []uint16 {
	n := r.count()
	b := r.fixed(n, 2)
	if len(b) == 0 {
		return nil
	}
	if len(r.pool) < n {
		r.pool = make([]uint16, max(n, 8192))
	}
	s := r.pool[:n:n]
	r.pool = r.pool[n:]
	for i := range s {
		s[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return s
}

// Decode reads what [Program.Encode] wrote. The program keeps the bytes, which
// must not change.
func Decode(raw []byte) (*Program, error) {
	r := &reader{in: raw}
	if r.num() != format {
		return nil, errProgram
	}
	p := &Program{}
	p.Texts = make([]Text, r.count())
	for i := range p.Texts {
		p.Texts[i] = Text{r.text(), r.text(), r.text(), r.text()}
	}
	p.Acts = make([]Act, r.count())
	for i := range p.Acts {
		p.Acts[i] = Act{r.text(), r.text(), r.text(), uint16(r.num())}
	}
	p.Verdicts = make([]Verdict, r.count())
	for i := range p.Verdicts {
		p.Verdicts[i] = Verdict{r.text(), r.text(), r.text()}
	}
	p.Rules = make([]Rule, r.count())
	for i := range p.Rules {
		p.Rules[i] = Rule{
			ID: r.text(), Act: uint8(r.num()), Level: Level(r.num()), Unless: Guard(r.num()), When: Guard(r.num()), For: uint16(r.num()),
			Text: uint16(r.num()), With: r.ids(), Without: r.ids(),
		}
	}
	p.Sets = make([][]uint16, r.count())
	for i := range p.Sets {
		p.Sets[i] = r.ids()
	}
	triggers := r.count()
	variants, elements := r.count(), r.count()
	p.variants, p.elements = r.fixed(variants, variantSize), r.fixed(elements, elementSize)
	for i := 0; i < variants && !r.fail; i++ {
		v := p.variants[i*variantSize:]
		first, n := int(binary.LittleEndian.Uint32(v[3:])), int(v[2])
		r.fail = int(binary.LittleEndian.Uint16(v)) >= len(p.Rules) || first+n > elements
	}
	p.ClassKeys = make([]uint32, r.count())
	for i := range p.ClassKeys {
		p.ClassKeys[i] = uint32(r.num())
	}
	p.RuleKeys = make([]uint32, len(p.Rules))
	for i := range p.Rules {
		p.RuleKeys[i] = text.Hash([]byte(p.Acts[p.Rules[i].Act].ID + "/" + p.Rules[i].ID))
	}
	p.ClassOf = make([][]uint8, r.count())
	for i := range p.ClassOf {
		n := r.count()
		p.ClassOf[i] = r.in[:n:n]
		r.in = r.in[n:]
	}
	words := r.count()
	p.firstTrigger = make([]uint32, words+1)
	for i := range words {
		p.firstTrigger[i+1] = p.firstTrigger[i] + uint32(r.num())
	}
	p.rawTriggers = r.fixed(triggers, triggerSize)
	r.fail = r.fail || int(p.firstTrigger[words]) != triggers
	for i := range p.facts.set {
		p.facts.set[i] = r.ids()
	}
	if r.fail {
		return nil, errProgram
	}
	var err error
	p.Lexicon, _, err = text.DecodeLexicon(r.in)
	return p, err
}
