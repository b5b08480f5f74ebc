package situation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"afterwards/knowledge"
)

// Compile reads a condition and checks it against the facts. The language:
//
//	fact                      a bool is true
//	fact is value             an enum has the value
//	fact in [a, b]            an enum has one of the values
//	fact >= 2, fact < 2       a number, at one of its cuts
//	fact has item             a set holds the item
//	fact has any              a set holds something
//	fact has any of [a, b]    a set holds one of the items
//	not x, x and y, x or y, ( x )
//
// An empty text compiles to the condition that always holds. Problems carry the
// column of the word that is wrong.
func (v *Vocabulary) Compile(text knowledge.Text) (Condition, knowledge.Problems) {
	if strings.TrimSpace(text.Value) == "" {
		return Condition{}, nil
	}
	p := parser{v: v, text: text, tokens: scan(text.Value)}
	tree := p.or()
	if len(p.problems) == 0 && p.peek().text != "" {
		p.fail(p.peek(), "join conditions with and, or", "%q was not expected here", p.peek().text)
	}
	if len(p.problems) > 0 {
		return Condition{}, p.problems
	}
	return Condition{source: text.Value, facts: p.facts, any: tree}, nil
}

type token struct {
	text string
	at   int // bytes into the text
}

func scan(s string) []token {
	var tokens []token
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' || c == '\t' || c == '\n':
			i++
		case strings.HasPrefix(s[i:], ">="):
			tokens = append(tokens, token{">=", i})
			i += 2
		case strings.IndexByte("()[],<", c) >= 0:
			tokens = append(tokens, token{s[i : i+1], i})
			i++
		default:
			start := i
			for i < len(s) && strings.IndexByte(" \t\n()[],<>", s[i]) < 0 {
				i++
			}
			i = max(i, start+1)
			tokens = append(tokens, token{s[start:i], start})
		}
	}
	return tokens
}

// alternatives is a condition in disjunctive form: any of the lists, all of the
// terms in it.
type alternatives = [][]term

type parser struct {
	v        *Vocabulary
	text     knowledge.Text
	tokens   []token
	next     int
	facts    []string
	problems knowledge.Problems
}

func (p *parser) peek() token {
	if p.next < len(p.tokens) {
		return p.tokens[p.next]
	}
	return token{"", len(p.text.Value)}
}

func (p *parser) take() token {
	t := p.peek()
	p.next++
	return t
}

func (p *parser) accept(word string) bool {
	if p.peek().text != word {
		return false
	}
	p.next++
	return true
}

// fail records the first problem only: what follows it is mostly its echo.
func (p *parser) fail(t token, hint, says string, args ...any) alternatives {
	if len(p.problems) == 0 {
		at := p.text.Pos
		at.Column += t.at
		p.problems = knowledge.Problems{{Pos: at, Says: fmt.Sprintf(says, args...), Hint: hint}}
	}
	p.next = len(p.tokens)
	return nil
}

// maxAlternatives bounds what one condition may grow to. Those of the knowledge
// have a handful.
const maxAlternatives = 500

func (p *parser) or() alternatives {
	left := p.and()
	for p.accept("or") {
		left = p.bounded(absorb(append(left, p.and()...)))
	}
	return left
}

func (p *parser) and() alternatives {
	left := p.not()
	for p.accept("and") {
		left = p.conjoin(left, p.not())
	}
	return left
}

func (p *parser) bounded(a alternatives) alternatives {
	if len(a) > maxAlternatives {
		return p.fail(token{"", 0}, "split it into several rules", "the condition is too complicated")
	}
	return a
}

// absorb drops the alternatives that another one covers.
func absorb(a alternatives) alternatives {
	var kept alternatives
	for i, x := range a {
		covered := false
		for j, y := range a {
			if i != j && covers(y, x) && (i > j || !covers(x, y)) {
				covered = true
				break
			}
		}
		if !covered {
			kept = append(kept, x)
		}
	}
	return kept
}

// covers reports whether x holds wherever y does: every term of x allows all
// that y leaves possible.
func covers(x, y []term) bool {
	for _, t := range x {
		i := slices.IndexFunc(y, func(u term) bool { return u.field == t.field })
		if i < 0 || y[i].allowed&^t.allowed != 0 {
			return false
		}
	}
	return true
}

// conjoin distributes: every alternative of a with every one of b.
func (p *parser) conjoin(a, b alternatives) alternatives {
	if len(a)*len(b) > 20*maxAlternatives {
		return p.bounded(make(alternatives, maxAlternatives+1))
	}
	var both alternatives
	for _, x := range a {
		for _, y := range b {
			if all, ok := intersect(x, y); ok {
				both = append(both, all)
			}
		}
	}
	return p.bounded(absorb(both))
}

// intersect joins two conjunctions; it reports false when nothing fits both.
func intersect(x, y []term) ([]term, bool) {
	all := slices.Clone(x)
next:
	for _, t := range y {
		for i := range all {
			if all[i].field == t.field {
				all[i].allowed &= t.allowed
				if all[i].allowed == 0 {
					return nil, false
				}
				continue next
			}
		}
		all = append(all, t)
	}
	return all, true
}

// negate turns the alternatives into their opposite (De Morgan).
func (p *parser) negate(a alternatives) alternatives {
	result := alternatives{{}}
	for _, all := range a {
		var opposite alternatives
		for _, t := range all {
			t.allowed = t.field.mask() &^ t.allowed
			if t.allowed != 0 {
				opposite = append(opposite, []term{t})
			}
		}
		result = p.conjoin(result, opposite)
	}
	return result
}

func (p *parser) not() alternatives {
	if p.accept("not") {
		return p.negate(p.not())
	}
	if p.accept("(") {
		inner := p.or()
		if len(p.problems) == 0 && !p.accept(")") {
			return p.fail(p.peek(), "", "a closing parenthesis is missing")
		}
		return inner
	}
	return p.atom()
}

func (p *parser) atom() alternatives {
	name := p.take()
	if name.text == "" {
		return p.fail(name, "", "the condition breaks off here")
	}
	i, ok := p.v.byName[name.text]
	if !ok {
		return p.fail(name, knowledge.Nearest(name.text, p.v.names()), "there is no fact called %q", name.text)
	}
	if !slices.Contains(p.facts, name.text) {
		p.facts = append(p.facts, name.text)
	}
	switch p.v.facts[i].Type {
	case knowledge.Bool:
		return alternatives{{p.term(i, 0, 1)}}
	case knowledge.Enum:
		return p.enum(name, i)
	case knowledge.Number:
		return p.number(name, i)
	default:
		return p.set(name, i)
	}
}

// term allows the given values of the j-th field of a fact.
func (p *parser) term(fact, j int, values ...int) term {
	f := p.v.fields[fact][j]
	t := term{fact: fact, field: f}
	for _, value := range values {
		t.allowed |= f.bit(value)
	}
	return t
}

func (p *parser) enum(name token, fact int) alternatives {
	var values []int
	switch op := p.take(); op.text {
	case "is":
		values = p.values(fact, p.take())
	case "in":
		values = p.list(fact)
	default:
		return p.fail(op, "write: "+name.text+" is … or "+name.text+" in […]", "%q needs is or in", name.text)
	}
	if values == nil {
		return nil
	}
	if len(values) == len(p.v.facts[fact].Answers) {
		return p.fail(name, "leave it out, or leave a value out", "%q has every one of these values, so this always holds, also while it is unknown", name.text)
	}
	return alternatives{{p.term(fact, 0, values...)}}
}

func (p *parser) number(name token, fact int) alternatives {
	f := &p.v.facts[fact]
	op := p.take()
	if op.text != ">=" && op.text != "<" {
		return p.fail(op, "write: "+name.text+" >= … or "+name.text+" < …", "%q is a number", name.text)
	}
	at := p.take()
	n, err := strconv.Atoi(at.text)
	cut := slices.Index(f.Cuts, n)
	if err != nil || cut < 0 {
		return p.fail(at, fmt.Sprintf("its cuts are %v", f.Cuts), "%q is not a cut of %q", at.text, name.text)
	}
	var values []int
	for r := range len(f.Cuts) + 1 {
		if (r > cut) == (op.text == ">=") {
			values = append(values, r)
		}
	}
	return alternatives{{p.term(fact, 0, values...)}}
}

func (p *parser) set(name token, fact int) alternatives {
	if op := p.take(); op.text != "has" {
		return p.fail(op, "write: "+name.text+" has …", "%q is a set", name.text)
	}
	var items []int
	switch {
	case p.peek().text == "any":
		p.next++
		if p.accept("of") {
			items = p.list(fact)
			break
		}
		for j := range p.v.fields[fact] {
			items = append(items, j)
		}
	default:
		items = p.values(fact, p.take())
	}
	var any alternatives
	for _, j := range items {
		any = append(any, []term{p.term(fact, j, 1)})
	}
	return any
}

// list reads [a, b, c].
func (p *parser) list(fact int) []int {
	if !p.accept("[") {
		p.fail(p.peek(), "write [a, b]", "a list is wanted here")
		return nil
	}
	var values []int
	for {
		v := p.values(fact, p.take())
		if v == nil {
			return nil
		}
		values = append(values, v...)
		if p.accept("]") {
			return values
		}
		if !p.accept(",") {
			p.fail(p.peek(), "", "a comma or a closing bracket is missing")
			return nil
		}
	}
}

func (p *parser) values(fact int, t token) []int {
	f := &p.v.facts[fact]
	j := slices.Index(p.v.values[fact], t.text)
	if j < 0 {
		p.fail(t, knowledge.Nearest(t.text, f.Values()), "%q is not a value of %q", t.text, f.Name)
		return nil
	}
	return []int{j}
}
