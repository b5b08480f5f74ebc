package compile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
)

// maxVariants bounds how many sequences one pattern may stand for.
const maxVariants = 600

// step is one element before its words have numbers. A step without op words is
// one of the marks ^ ^^ $, or a gap.
type step struct {
	op       pattern.Op
	words    []string
	shape    text.Flags
	min, max int
	cross    bool
}

// parse reads a pattern into the sequences it stands for.
//
//	word          the word; "don't" and "do not" are the same two words
//	(a|b c|d)     any of these; [NAME] any word or phrase of the class
//	x?            x may be missing
//	_   ~3   ~~3  one word; up to three words; up to three words across clauses
//	!(a|b)        the next word is none of these
//	^   ^^   $    a clause starts; the sentence starts; the sentence ends
//	word+         the word and its forms with -s, -ed, -ing
//	@past @ing @name  any past form, any -ing form, any capital inside a sentence
func (c *compiler) parse(src string) ([][]step, error) {
	seqs := [][]step{nil}
	for _, f := range fields(src) {
		alts, err := c.part(f)
		if err != nil {
			return nil, err
		}
		var next [][]step
		for _, s := range seqs {
			for _, a := range alts {
				next = append(next, append(append([]step(nil), s...), a...))
			}
		}
		if len(next) > maxVariants {
			return nil, fmt.Errorf("it stands for more than %d sequences: split it", maxVariants)
		}
		seqs = next
	}
	return seqs, nil
}

// fields splits at spaces outside brackets.
func fields(src string) []string {
	var out []string
	depth, from := 0, -1
	for i, ch := range src {
		switch ch {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		}
		if ch == ' ' && depth == 0 {
			if from >= 0 {
				out = append(out, src[from:i])
				from = -1
			}
		} else if from < 0 {
			from = i
		}
	}
	if from >= 0 {
		out = append(out, src[from:])
	}
	return out
}

// part returns the alternative step sequences of one field.
func (c *compiler) part(f string) ([][]step, error) {
	switch {
	case f == "^":
		return [][]step{{{op: pattern.OpHead}}}, nil
	case f == "^^":
		return [][]step{{{op: pattern.OpTop}}}, nil
	case f == "$":
		return [][]step{{{op: pattern.OpTail}}}, nil
	case f == "_":
		return [][]step{{{op: pattern.OpAny, min: 1, max: 1, cross: true}}}, nil
	case strings.HasPrefix(f, "~"):
		s, err := gap(f)
		return [][]step{{s}}, err
	case strings.HasPrefix(f, "!"):
		words, err := c.alternatives(f[1:])
		if err != nil {
			return nil, err
		}
		s := step{op: pattern.OpNot}
		for _, w := range words {
			if len(w) != 1 {
				return nil, fmt.Errorf("%q: only single words can be shut out", f)
			}
			s.words = append(s.words, w[0])
		}
		return [][]step{{s}}, nil
	}
	optional := strings.HasSuffix(f, "?")
	words, err := c.alternatives(strings.TrimSuffix(f, "?"))
	if err != nil {
		return nil, err
	}
	var alts [][]step
	for _, w := range words {
		var seq []step
		for _, one := range w {
			next := step{op: pattern.OpSet, words: []string{one}, min: 1, max: 1}
			switch {
			case one == "$":
				next = step{op: pattern.OpTail}
			case len(one) > 1 && one[0] == '@':
				if next, err = shape(one); err != nil {
					return nil, err
				}
			case strings.HasPrefix(one, "~"):
				if next, err = gap(one); err != nil {
					return nil, err
				}
			}
			seq = append(seq, next)
		}
		alts = append(alts, seq)
	}
	alts = merge(alts)
	if optional {
		for i, a := range alts {
			if len(a) == 1 && a[0].op == pattern.OpSet {
				alts[i][0].min = 0
				return alts, nil
			}
		}
		alts = append(alts, nil)
	}
	return alts, nil
}

// merge joins alternatives that differ in one word only: "can not" and "could
// not" become one sequence with a choice in it.
func merge(alts [][]step) [][]step {
	for joined := true; joined; {
		joined = false
		for i := 0; i < len(alts); i++ {
			for j := i + 1; j < len(alts); j++ {
				if at := differ(alts[i], alts[j]); at >= 0 {
					alts[i][at].words = append(alts[i][at].words, alts[j][at].words...)
					alts = slices.Delete(alts, j, j+1)
					j--
					joined = true
				}
			}
		}
	}
	return alts
}

// differ returns the one place where two sequences have other words, or -1.
func differ(a, b []step) int {
	if len(a) != len(b) {
		return -1
	}
	at := -1
	for i := range a {
		same := a[i].op == b[i].op && a[i].min == b[i].min && a[i].max == b[i].max && a[i].cross == b[i].cross && a[i].shape == b[i].shape
		switch {
		case same && slices.Equal(a[i].words, b[i].words):
		case same && a[i].op == pattern.OpSet && at < 0:
			at = i
		default:
			return -1
		}
	}
	return at
}

// alternatives returns the word sequences that "(a|b c)", "[NAME]" or "word"
// stands for.
func (c *compiler) alternatives(f string) ([][]string, error) {
	if name, ok := strings.CutPrefix(f, "["); ok && strings.HasSuffix(name, "]") && !strings.Contains(name, "|") {
		return c.classWords(strings.TrimSuffix(name, "]"))
	}
	if inner, ok := strings.CutPrefix(f, "("); ok {
		if !strings.HasSuffix(inner, ")") {
			return nil, fmt.Errorf("%q lacks a closing bracket", f)
		}
		var out [][]string
		for _, alt := range strings.Split(strings.TrimSuffix(inner, ")"), "|") {
			seqs := [][]string{nil}
			for _, w := range strings.Fields(alt) {
				more, err := c.alternatives(w)
				if err != nil {
					return nil, err
				}
				var next [][]string
				for _, s := range seqs {
					for _, m := range more {
						next = append(next, append(append([]string(nil), s...), m...))
					}
				}
				seqs = next
			}
			out = append(out, seqs...)
		}
		return out, nil
	}
	if strings.HasPrefix(f, "~") {
		return [][]string{{f}}, nil
	}
	if f == "$" || len(f) > 1 && f[0] == '@' {
		return [][]string{{f}}, nil
	}
	if strings.ContainsAny(f, "()[]|!~^$?_") {
		return nil, fmt.Errorf("%q cannot be read", f)
	}
	var out [][]string
	for _, w := range forms(f) {
		out = append(out, text.Canonical(w))
	}
	return out, nil
}

func (c *compiler) classWords(name string) ([][]string, error) {
	words, err := c.class(name)
	if err != nil {
		return nil, err
	}
	var out [][]string
	for _, w := range words {
		var seq []string
		for _, part := range strings.Split(w, "_") {
			seq = append(seq, text.Canonical(part)...)
		}
		out = append(out, seq)
	}
	return out, nil
}

// shape reads @past, @ing and @name.
func shape(f string) (step, error) {
	s := step{op: pattern.OpShape, min: 1, max: 1}
	switch f {
	case "@past":
		s.shape = text.PastForm
	case "@ing":
		s.shape = text.IngForm
	case "@name":
		s.shape = text.Capital
	default:
		return s, fmt.Errorf("%q is no form of a word: write @past, @ing or @name", f)
	}
	return s, nil
}

// gap reads ~3 and ~~3.
func gap(f string) (step, error) {
	n, err := strconv.Atoi(strings.TrimLeft(f, "~"))
	if err != nil || n < 1 || n > 12 {
		return step{}, fmt.Errorf("%q is no gap: write ~ and a number from 1 to 12", f)
	}
	return step{op: pattern.OpAny, max: n, cross: strings.HasPrefix(f, "~~")}, nil
}

func (c *compiler) variant(steps []step) (pattern.Variant, error) {
	var v pattern.Variant
	anchored := false
	for _, s := range steps {
		e := pattern.Element{Op: s.op, Cross: s.cross, Min: uint8(s.min), Max: uint8(s.max), Set: uint16(s.shape)}
		if s.words != nil {
			e.Set = c.set(s.words)
			anchored = anchored || s.op == pattern.OpSet && s.min > 0
		}
		v.Elements = append(v.Elements, e)
	}
	if !anchored {
		return v, fmt.Errorf("it has no word that must be there")
	}
	return v, nil
}

// forms returns a word and, if it ends in +, its regular forms.
func forms(w string) []string {
	base, ok := strings.CutSuffix(w, "+")
	if !ok {
		return []string{w}
	}
	vowel := func(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
	n := len(base)
	last := base[n-1]
	switch {
	case last == 'e' && n > 2:
		return []string{base, base + "s", base + "d", base[:n-1] + "ing"}
	case last == 'y' && !vowel(base[n-2]):
		return []string{base, base[:n-1] + "ies", base[:n-1] + "ied", base + "ing"}
	case strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "ch"), last == 's', last == 'x', last == 'z':
		return []string{base, base + "es", base + "ed", base + "ing"}
	case n >= 3 && !vowel(last) && vowel(base[n-2]) && !vowel(base[n-3]) && !strings.ContainsRune("wxy", rune(last)) && syllables(base) == 1:
		return []string{base, base + "s", base + string(last) + "ed", base + string(last) + "ing"}
	}
	return []string{base, base + "s", base + "ed", base + "ing"}
}

func syllables(w string) int {
	n := 0
	for i := range len(w) {
		if strings.IndexByte("aeiouy", w[i]) >= 0 && (i == 0 || strings.IndexByte("aeiouy", w[i-1]) < 0) {
			n++
		}
	}
	return n
}
