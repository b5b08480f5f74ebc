package situation

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"afterwards/internal/errs"
	"afterwards/knowledge"
)

// Vocabulary gives facts their places in a [Situation] and reads and writes
// their values. It does not change once made.
type Vocabulary struct {
	facts   []knowledge.Fact
	byName  map[string]int
	fields  [][]field  // per fact; one field, or one per item of a set
	values  [][]string // per fact; the words of an enum, the items of a set
	unknown Situation
}

// None is the answer that empties a set: none of its items holds.
const None = "none"

// New makes a vocabulary of facts, in the order in which they are asked.
func New(facts []knowledge.Fact) (*Vocabulary, error) {
	v := &Vocabulary{facts: facts, byName: map[string]int{}, fields: make([][]field, len(facts)), values: make([][]string, len(facts))}
	word, shift, variables := 0, 0, 0
	place := func(width int) field {
		if shift+width > 64 {
			word, shift = word+1, 0
		}
		f := field{word, shift, width, variables}
		shift += width
		variables++
		return f
	}
	for i := range facts {
		f := &facts[i]
		v.byName[f.Name] = i
		switch f.Type {
		case knowledge.Bool:
			v.fields[i] = []field{place(2)}
		case knowledge.Enum:
			v.fields[i], v.values[i] = []field{place(len(f.Answers))}, f.Values()
		case knowledge.Number:
			v.fields[i] = []field{place(len(f.Cuts) + 1)}
		case knowledge.Set:
			v.values[i] = f.Values()
			for range f.Answers {
				v.fields[i] = append(v.fields[i], place(2))
			}
		}
	}
	if word >= words {
		return nil, fmt.Errorf("situation: the facts need %d words of bits, and there are %d: raise the constant", word+1, words)
	}
	for _, fields := range v.fields {
		for _, f := range fields {
			v.unknown.forget(f)
		}
	}
	return v, nil
}

// Facts returns the facts, in the order in which they are asked. The slice must
// not be changed.
func (v *Vocabulary) Facts() []knowledge.Fact { return v.facts }

// Fact returns the fact of a name.
func (v *Vocabulary) Fact(name string) (*knowledge.Fact, bool) {
	i, ok := v.byName[name]
	if !ok {
		return nil, false
	}
	return &v.facts[i], true
}

// Unknown returns the situation of which nothing is known.
func (v *Vocabulary) Unknown() Situation { return v.unknown }

// Known reports whether a fact has been answered. Unknown names are unknown.
func (v *Vocabulary) Known(s Situation, name string) bool {
	i, ok := v.byName[name]
	if !ok {
		return false
	}
	for _, f := range v.fields[i] {
		if !s.known(f) {
			return false
		}
	}
	return true
}

// Forget returns s with a fact unknown again.
func (v *Vocabulary) Forget(s Situation, name string) Situation {
	if i, ok := v.byName[name]; ok {
		for _, f := range v.fields[i] {
			s.forget(f)
		}
	}
	return s
}

// Take returns s with the fact at a place of [Vocabulary.Facts] as it is in from.
func (v *Vocabulary) Take(s, from Situation, fact int) Situation {
	for _, f := range v.fields[fact] {
		s.bits[f.word] = s.bits[f.word]&^f.mask() | from.bits[f.word]&f.mask()
	}
	return s
}

// Read makes a situation of facts as they come from JSON: truth values for
// bools, words for enums, whole numbers, and lists of words for sets. Null
// means unknown, as absence does. Every error is one sentence that names the
// fact and what it may be.
func (v *Vocabulary) Read(facts map[string]any) (Situation, error) {
	s := v.unknown
	for name, value := range facts {
		i, ok := v.byName[name]
		if !ok {
			return s, v.noSuchFact(name)
		}
		if value == nil {
			continue
		}
		if err := v.read(&s, i, value); err != nil {
			return s, err
		}
	}
	return s, nil
}

// With returns s with one fact set to a value in the form that [Vocabulary.Read]
// takes.
func (v *Vocabulary) With(s Situation, name string, value any) (Situation, error) {
	i, ok := v.byName[name]
	if !ok {
		return s, v.noSuchFact(name)
	}
	err := v.read(&s, i, value)
	return s, err
}

func (v *Vocabulary) noSuchFact(name string) error {
	if len(name) > 40 {
		name = strings.ToValidUTF8(name[:40], "") + "…"
	}
	hint := knowledge.Nearest(name, v.names())
	if hint == "" {
		hint = "knowledge/facts.yaml lists them"
	}
	return errs.New(errs.Invalid, "there is no fact called %q (%s)", name, hint)
}

func (v *Vocabulary) names() []string {
	names := make([]string, len(v.facts))
	for i := range v.facts {
		names[i] = v.facts[i].Name
	}
	return names
}

func (v *Vocabulary) read(s *Situation, i int, value any) error {
	f, fields := &v.facts[i], v.fields[i]
	switch f.Type {
	case knowledge.Bool:
		if b, ok := value.(bool); ok {
			s.put(fields[0], bit(b))
			return nil
		}
	case knowledge.Enum:
		if word, ok := value.(string); ok {
			if j := slices.Index(v.values[i], word); j >= 0 {
				s.put(fields[0], j)
				return nil
			}
		}
	case knowledge.Number:
		if n, ok := wholeNumber(value); ok && n >= 0 && (f.Most == 0 || n <= f.Most) {
			s.put(fields[0], f.Range(n))
			return nil
		}
	case knowledge.Set:
		if items, ok := wordList(value); ok {
			return v.readSet(s, i, items)
		}
	}
	return v.mismatch(f, value)
}

func (v *Vocabulary) readSet(s *Situation, i int, items []string) error {
	for _, f := range v.fields[i] {
		s.put(f, 0)
	}
	for _, item := range items {
		j := slices.Index(v.values[i], item)
		if j < 0 {
			return v.mismatch(&v.facts[i], item)
		}
		s.put(v.fields[i][j], 1)
	}
	return nil
}

// mismatch says what a fact may be. The value given is shown, cut short, for it
// is a word of the vocabulary or a slip of it; whoever logs errors must not log
// this one.
func (v *Vocabulary) mismatch(f *knowledge.Fact, value any) error {
	shown := fmt.Sprint(value)
	if raw, err := json.Marshal(value); err == nil {
		shown = string(raw)
	}
	if len(shown) > 40 {
		shown = strings.ToValidUTF8(shown[:40], "") + "…"
	}
	var may string
	switch f.Type {
	case knowledge.Bool:
		may = "true or false"
	case knowledge.Enum:
		may = "one of " + strings.Join(f.Values(), ", ")
	case knowledge.Number:
		may = "a whole number, 0 or more"
		if f.Most > 0 {
			may = fmt.Sprintf("a whole number from 0 to %d", f.Most)
		}
	case knowledge.Set:
		may = "a list of any of " + strings.Join(f.Values(), ", ")
	}
	return errs.New(errs.Invalid, "the fact %q cannot be %s: it is %s", f.Name, shown, may)
}

// Answer returns s with a fact answered in text, as a form or a command line
// gives it: "true", "some", "2", or the items of a set, of which the single
// word [None] means none. No values at all leaves the fact unknown.
func (v *Vocabulary) Answer(s Situation, name string, values ...string) (Situation, error) {
	i, ok := v.byName[name]
	if !ok {
		return s, v.noSuchFact(name)
	}
	if len(values) == 0 {
		return v.Forget(s, name), nil
	}
	f := &v.facts[i]
	if f.Type == knowledge.Set {
		if len(values) == 1 && values[0] == None {
			values = nil
		}
		err := v.readSet(&s, i, values)
		return s, err
	}
	if len(values) > 1 {
		return s, errs.New(errs.Invalid, "the fact %q takes one answer, and %d were given", name, len(values))
	}
	var value any = values[0]
	switch f.Type {
	case knowledge.Bool:
		if b, err := strconv.ParseBool(values[0]); err == nil {
			value = b
		}
	case knowledge.Number:
		if n, err := strconv.Atoi(values[0]); err == nil {
			value = n
		}
	}
	err := v.read(&s, i, value)
	return s, err
}

// Value returns the answer to a fact, in the form that [Vocabulary.Read] takes;
// numbers come back as the value that stands for their range. It reports false
// while the fact is unknown.
func (v *Vocabulary) Value(s Situation, name string) (any, bool) {
	if !v.Known(s, name) {
		return nil, false
	}
	i := v.byName[name]
	f, fields := &v.facts[i], v.fields[i]
	if f.Type == knowledge.Set {
		items := []string{}
		for j, value := range v.values[i] {
			if s.is(fields[j], 1) {
				items = append(items, value)
			}
		}
		return items, true
	}
	for j := range fields[0].width {
		if !s.is(fields[0], j) {
			continue
		}
		switch f.Type {
		case knowledge.Bool:
			return j == 1, true
		case knowledge.Enum:
			return v.values[i][j], true
		case knowledge.Number:
			for _, a := range f.Answers {
				if n := a.Value.Value.(int); f.Range(n) == j {
					return n, true
				}
			}
		}
	}
	return nil, false
}

// Write returns the known facts, in the form that [Vocabulary.Read] takes.
func (v *Vocabulary) Write(s Situation) map[string]any {
	facts := map[string]any{}
	for i := range v.facts {
		if value, ok := v.Value(s, v.facts[i].Name); ok {
			facts[v.facts[i].Name] = value
		}
	}
	return facts
}

// Alternatives returns s with one fact set to each of its values in turn; for a
// set, with each single item toggled, or from unknown, empty and with each item
// alone. Values equal to the present one are left out.
func (v *Vocabulary) Alternatives(s Situation, name string) []Situation {
	i, ok := v.byName[name]
	if !ok {
		return nil
	}
	var all []Situation
	add := func(t Situation) {
		if t != s {
			all = append(all, t)
		}
	}
	fields := v.fields[i]
	if v.facts[i].Type != knowledge.Set {
		for j := range fields[0].width {
			t := s
			t.put(fields[0], j)
			add(t)
		}
		return all
	}
	empty := s
	for _, f := range fields {
		empty.put(f, 0)
	}
	add(empty)
	for _, f := range fields {
		t := empty
		if v.Known(s, name) {
			t = s
		}
		if s.is(f, 1) {
			t.put(f, 0)
		} else {
			t.put(f, 1)
		}
		add(t)
	}
	return all
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func wholeNumber(value any) (int, bool) {
	switch n := value.(type) {
	case int:
		return n, true
	case float64:
		if n == math.Trunc(n) && math.Abs(n) <= 1<<31 {
			return int(n), true
		}
	case json.Number:
		if i, err := n.Int64(); err == nil && i <= 1<<31 && i >= -1<<31 {
			return int(i), true
		}
	}
	return 0, false
}

func wordList(value any) ([]string, bool) {
	switch list := value.(type) {
	case []string:
		return list, true
	case []any:
		items := make([]string, len(list))
		for i, item := range list {
			word, ok := item.(string)
			if !ok {
				return nil, false
			}
			items[i] = word
		}
		return items, true
	}
	return nil, false
}

// KnownAt is [Vocabulary.Known] for the fact at a place of [Vocabulary.Facts].
func (v *Vocabulary) KnownAt(s *Situation, fact int) bool {
	for _, f := range v.fields[fact] {
		if !s.known(f) {
			return false
		}
	}
	return true
}
