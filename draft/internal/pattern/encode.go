package pattern

import (
	"encoding/binary"
	"errors"

	"afterwards/draft/internal/text"
)

// format is raised whenever the encoding changes, so that an old file is
// refused instead of misread.
const format = 3

type writer struct{ out []byte }

func (w *writer) num(v int)     { w.out = binary.AppendUvarint(w.out, uint64(v)) }
func (w *writer) text(s string) { w.num(len(s)); w.out = append(w.out, s...) }
func (w *writer) ids(s []uint16) {
	w.num(len(s))
	for _, v := range s {
		w.num(int(v))
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
		for _, v := range []int{int(r.Act), int(r.Level), int(r.Unless), int(r.When), int(r.Text)} {
			w.num(v)
		}
		w.ids(r.With)
		w.ids(r.Without)
	}
	w.num(len(p.Sets))
	for _, s := range p.Sets {
		w.ids(s)
	}
	w.num(len(p.Variants))
	for _, v := range p.Variants {
		w.num(int(v.Rule))
		w.num(len(v.Elements))
		for _, e := range v.Elements {
			op := int(e.Op)
			if e.Cross {
				op |= 16
			}
			for _, n := range []int{op, int(e.Min), int(e.Max), int(e.Set)} {
				w.num(n)
			}
		}
	}
	w.num(p.Classes)
	w.num(len(p.ClassOf))
	for _, c := range p.ClassOf {
		w.num(len(c))
		w.out = append(w.out, c...)
	}
	w.num(len(p.triggers))
	for _, ts := range p.triggers {
		w.num(len(ts))
		for _, t := range ts {
			w.num(int(t.Variant))
			w.num(int(t.MinAhead))
			w.num(int(t.MaxAhead))
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
	fail bool
}

func (r *reader) num() int {
	v, n := binary.Uvarint(r.in)
	if n <= 0 || v > 1<<31 {
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
	s := string(r.in[:n])
	r.in = r.in[n:]
	return s
}

func (r *reader) ids() []uint16 {
	n := r.count()
	if n == 0 {
		return nil
	}
	s := make([]uint16, n)
	for i := range s {
		s[i] = uint16(r.num())
	}
	return s
}

// Decode reads what [Program.Encode] wrote.
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
			ID: r.text(), Act: uint8(r.num()), Level: Level(r.num()), Unless: Guard(r.num()), When: Guard(r.num()),
			Text: uint16(r.num()), With: r.ids(), Without: r.ids(),
		}
	}
	p.Sets = make([][]uint16, r.count())
	for i := range p.Sets {
		p.Sets[i] = r.ids()
	}
	p.Variants = make([]Variant, r.count())
	for i := range p.Variants {
		v := Variant{Rule: uint16(r.num()), Elements: make([]Element, r.count())}
		for j := range v.Elements {
			op := r.num()
			v.Elements[j] = Element{Op: Op(op & 15), Cross: op&16 != 0, Min: uint8(r.num()), Max: uint8(r.num()), Set: uint16(r.num())}
		}
		p.Variants[i] = v
	}
	p.Classes = r.num()
	p.ClassOf = make([][]uint8, r.count())
	for i := range p.ClassOf {
		n := r.count()
		p.ClassOf[i] = r.in[:n:n]
		r.in = r.in[n:]
	}
	p.triggers = make([][]Trigger, r.count())
	for i := range p.triggers {
		if n := r.count(); n > 0 {
			p.triggers[i] = make([]Trigger, n)
			for j := range p.triggers[i] {
				p.triggers[i][j] = Trigger{uint16(r.num()), uint8(r.num()), uint8(r.num())}
			}
		}
	}
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
