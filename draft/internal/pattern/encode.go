package pattern

import (
	"encoding/binary"
	"errors"
	"unsafe"

	"afterwards/draft/internal/text"
)

// format is raised whenever the encoding changes, so that an old file is
// refused instead of misread.
const format = 10

// Bytes of what is read where it was written.
const (
	elementSize = 5
	triggerSize = 8
)

// lists are many short lists, read where they were written.
type lists struct {
	ends []byte // where each list ends in data, four bytes a list
	data []byte
}

func (l lists) end(i int) uint32 { return binary.LittleEndian.Uint32(l.ends[4*i:]) }

// at returns list i.
func (l lists) at(i int) []byte {
	start := uint32(0)
	if i > 0 {
		start = l.end(i - 1)
	}
	return l.data[start:l.end(i)]
}

// set holds word ids, ascending, two bytes each.
type set []byte

func (s set) id(i int) uint16 { return binary.LittleEndian.Uint16(s[2*i:]) }

// has reports whether the set holds a word. The id 0 is no word.
func (s set) has(id uint16) bool {
	lo, hi := 0, len(s)/2
	for lo < hi {
		mid := (lo + hi) / 2
		if s.id(mid) < id {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return id != 0 && 2*lo < len(s) && s.id(lo) == id
}

func appendElement(out []byte, e Element) []byte {
	op := byte(e.Op)
	if e.Cross {
		op |= 16
	}
	return binary.LittleEndian.AppendUint16(append(out, op, e.Min, e.Max), e.Set)
}

// readElement reads the first of some elements.
func readElement(raw []byte) Element {
	raw = raw[:elementSize]
	return Element{Op: Op(raw[0] & 15), Cross: raw[0]&16 != 0, Min: raw[1], Max: raw[2], Set: binary.LittleEndian.Uint16(raw[3:])}
}

func appendTrigger(out []byte, t Trigger) []byte {
	out = append(binary.LittleEndian.AppendUint16(out, t.Variant), t.MinAhead, t.MaxAhead)
	return binary.LittleEndian.AppendUint32(out, uint32(t.Also))
}

func readTrigger(raw []byte) Trigger {
	raw = raw[:triggerSize]
	return Trigger{
		Variant: binary.LittleEndian.Uint16(raw), MinAhead: raw[2], MaxAhead: raw[3],
		Also: Mask(binary.LittleEndian.Uint32(raw[4:])),
	}
}

func appendIDs(out []byte, ids []uint16) []byte {
	for _, id := range ids {
		out = binary.LittleEndian.AppendUint16(out, id)
	}
	return out
}

type writer struct{ out []byte }

func (w *writer) num(v int)     { w.out = binary.AppendUvarint(w.out, uint64(v)) }
func (w *writer) text(s string) { w.num(len(s)); w.out = append(w.out, s...) }
func (w *writer) ids(s []uint16) {
	w.num(len(s))
	w.out = appendIDs(w.out, s)
}

// writeLists writes lists in the form that [reader.lists] cuts out.
func writeLists[T any](w *writer, from []T, put func([]byte, T) []byte) {
	var ends, data []byte
	for _, list := range from {
		data = put(data, list)
		ends = binary.LittleEndian.AppendUint32(ends, uint32(len(data)))
	}
	w.num(len(from))
	w.num(len(data))
	w.out = append(append(w.out, ends...), data...)
}

// Encode writes the program, with its lexicon already encoded.
func (p *Source) Encode(lexicon []byte) []byte {
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
	w.num(len(p.ClassKeys))
	for _, k := range p.ClassKeys {
		w.num(int(k))
	}
	for _, f := range p.Facts {
		w.ids(f)
	}
	writeLists(w, p.Variants, func(out []byte, v Variant) []byte {
		out = binary.LittleEndian.AppendUint16(out, v.Rule)
		for _, e := range v.Elements {
			out = appendElement(out, e)
		}
		return out
	})
	writeLists(w, p.Sets, appendIDs)
	writeLists(w, p.ClassOf, func(out []byte, classes []uint8) []byte { return append(out, classes...) })
	writeLists(w, p.Triggers, func(out []byte, triggers []Trigger) []byte {
		for _, t := range triggers {
			out = appendTrigger(out, t)
		}
		return out
	})
	return append(w.out, lexicon...)
}

var errProgram = errors.New("the compiled patterns are damaged or of another version: run go generate ./draft")

type reader struct {
	in   []byte
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

// cut returns the next n bytes, or nothing if they are not there.
func (r *reader) cut(n int) []byte {
	if n > len(r.in) {
		r.fail = true
		return nil
	}
	b := r.in[:n:n]
	r.in = r.in[n:]
	return b
}

func (r *reader) ids() []uint16 {
	s := set(r.set())
	ids := make([]uint16, len(s)/2)
	for i := range ids {
		ids[i] = s.id(i)
	}
	return ids
}

func (r *reader) set() set { return r.cut(2 * r.count()) }

func (r *reader) lists() lists {
	n, size := r.count(), r.count()
	l := lists{r.cut(4 * n), r.cut(size)}
	// A list that ends outside is not looked for: the bytes are part of the binary.
	if n > 0 && !r.fail && int(l.end(n-1)) != size {
		r.fail = true
	}
	return l
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
	p.RuleKeys = make([]uint32, len(p.Rules))
	for i, rule := range p.Rules {
		if int(rule.Act) >= len(p.Acts) {
			return nil, errProgram
		}
		p.RuleKeys[i] = text.Hash([]byte(p.Acts[rule.Act].ID + "/" + rule.ID))
	}
	p.ClassKeys = make([]uint32, r.count())
	for i := range p.ClassKeys {
		p.ClassKeys[i] = uint32(r.num())
	}
	for i := range p.facts {
		p.facts[i] = r.set()
	}
	p.variants, p.sets, p.classes, p.triggers = r.lists(), r.lists(), r.lists(), r.lists()
	if r.fail {
		return nil, errProgram
	}
	var err error
	p.Lexicon, _, err = text.DecodeLexicon(r.in)
	return p, err
}
