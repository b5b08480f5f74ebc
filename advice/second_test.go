package advice_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"afterwards/knowledge"
)

// The second evaluator reads the same files and shares no code with the first:
// no bits, no normal form, no masks. It walks the words of a condition over
// plain facts, in three truth values.

// truth is no, perhaps or yes.
type truth int

const (
	no truth = iota
	perhaps
	yes
)

// second reads one condition from left to right.
type second struct {
	facts  map[string]any
	words  []string
	at     int
	byName map[string]*knowledge.Fact
}

var wordsOf = regexp.MustCompile(`>=|[()\[\],<]|[^\s()\[\],<>]+`)

func holds(condition string, f facts) truth {
	words := wordsOf.FindAllString(condition, -1)
	if len(words) == 0 {
		return yes
	}
	r := &second{facts: f, words: words, byName: factsByName}
	return r.or()
}

var factsByName = func() map[string]*knowledge.Fact {
	m := map[string]*knowledge.Fact{}
	for i := range adviser.Judgement().Facts {
		m[adviser.Judgement().Facts[i].Name] = &adviser.Judgement().Facts[i]
	}
	return m
}()

func (r *second) peek() string {
	if r.at < len(r.words) {
		return r.words[r.at]
	}
	return ""
}

func (r *second) next() string { r.at++; return r.words[r.at-1] }

func (r *second) or() truth {
	t := r.and()
	for r.peek() == "or" {
		r.next()
		t = max(t, r.and())
	}
	return t
}

func (r *second) and() truth {
	t := r.not()
	for r.peek() == "and" {
		r.next()
		t = min(t, r.not())
	}
	return t
}

func (r *second) not() truth {
	switch r.peek() {
	case "not":
		r.next()
		return yes - r.not()
	case "(":
		r.next()
		t := r.or()
		r.next()
		return t
	}
	return r.atom()
}

func (r *second) atom() truth {
	fact := r.byName[r.next()]
	value, known := r.facts[fact.Name]
	known = known && value != nil
	is := func(b bool) truth {
		switch {
		case !known:
			return perhaps
		case b:
			return yes
		}
		return no
	}
	switch fact.Type {
	case knowledge.Bool:
		return is(value == true)
	case knowledge.Number:
		op := r.next()
		cut, _ := strconv.Atoi(r.next())
		n, _ := value.(int)
		return is((n >= cut) == (op == ">="))
	}
	op, wanted := r.next(), []string(nil)
	switch {
	case op == "has" && r.peek() == "any":
		r.next()
		if r.peek() != "of" {
			return is(len(items(value)) > 0)
		}
		r.next()
		wanted = r.list()
	case r.peek() == "[":
		wanted = r.list()
	default:
		wanted = []string{r.next()}
	}
	if op == "has" {
		return is(slices.ContainsFunc(items(value), func(i string) bool { return slices.Contains(wanted, i) }))
	}
	return is(slices.Contains(wanted, fmt.Sprint(value)))
}

func items(value any) []string {
	list, _ := value.([]string)
	return list
}

func (r *second) list() (all []string) {
	for r.next() != "]" {
		all = append(all, r.next())
	}
	return all
}

// secondOpinion decides without the first evaluator.
func secondOpinion(given facts) (verdict string, open []string) {
	j := adviser.Judgement()
	f := given.but(nil)
	for _, fact := range j.Facts {
		if fact.OnlyIf.Value != "" && holds(fact.OnlyIf.Value, f) == no {
			delete(f, fact.Name)
		}
	}
	strict := len(j.Verdicts) - 1
	closed := map[string]bool{}
	apply := func(rule *knowledge.GateRule, gate *knowledge.Gate, counts bool) {
		result := knowledge.Outcome{Verdict: rule.Verdict, Leaves: rule.Leaves}
		exceptions := rule.Exceptions
		if len(exceptions) == 0 && !rule.NoneExcept {
			exceptions = gate.Exceptions
		}
		for _, e := range exceptions {
			if holds(e.When.Value, f) == yes {
				result = e
				break
			}
		}
		if counts {
			strict = min(strict, strictness(result.Verdict))
		}
		for _, form := range j.Forms {
			if !slices.Contains(result.Leaves, form.Name) {
				closed[form.Name] = true
			}
		}
	}
	for g := range j.Gates {
		for k := range j.Gates[g].Rules {
			rule := &j.Gates[g].Rules[k]
			if rule.Unless.Value != "" && holds(rule.Unless.Value, f) == yes {
				continue
			}
			switch holds(rule.When.Value, f) {
			case yes:
				apply(rule, &j.Gates[g], true)
			case perhaps:
				if safetyNamed.MatchString(rule.When.Value) {
					apply(rule, &j.Gates[g], false)
				}
			}
		}
	}
	for _, fact := range j.Facts {
		if fact.Safety && f[fact.Name] == nil {
			strict = min(strict, strictness(j.Unanswered.Verdict))
		}
	}
	for _, form := range j.Forms {
		if !closed[form.Name] && holds(form.Fits.Value, f) == yes && slices.Contains(j.Verdicts[strict].Leaves, form.Name) {
			open = append(open, form.Name)
		}
	}
	return j.Verdicts[strict].Name, open
}

var safetyNamed = func() *regexp.Regexp {
	names := "$^"
	for _, f := range adviser.Judgement().Facts {
		if f.Safety {
			names += "|" + f.Name
		}
	}
	return regexp.MustCompile(`\b(` + names + `)\b`)
}()

// agree fails where the two evaluators differ.
func agree(t testing.TB, f facts) {
	t.Helper()
	s, err := adviser.Vocabulary().Read(f)
	if err != nil {
		t.Fatal(err)
	}
	d, forms := adviser.Verdict(&s)
	verdict, open := secondOpinion(f)
	same := d == verdict
	for i, form := range adviser.Judgement().Forms {
		same = same && (forms>>i&1 == 1) == slices.Contains(open, form.Name)
	}
	if !same {
		t.Fatalf("%v: the first says %s %b, the second %s %v", f, d, forms, verdict, open)
	}
}

// TestTheTwoEvaluatorsAgree on situations drawn at random.
func TestTheTwoEvaluatorsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawFacts(t)
		agree2(t, s)
	})
}

func agree2(t *rapid.T, f facts) {
	s := read2(t, f)
	d, _ := adviser.Verdict(&s)
	if verdict, _ := secondOpinion(f); verdict != d {
		t.Fatalf("%v: the first says %s, the second %s", f, d, verdict)
	}
}

// TestTheTwoEvaluatorsAgreeOnEveryCaseOfARule sweeps, for each rule of the
// gates, all values of the facts that it and its exceptions name, each of them
// open as well, with every other safety fact harmless.
func TestTheTwoEvaluatorsAgreeOnEveryCaseOfARule(t *testing.T) {
	swept := 0
	j := adviser.Judgement()
	for g := range j.Gates {
		for k := range j.Gates[g].Rules {
			rule := &j.Gates[g].Rules[k]
			text := rule.When.Value + " " + rule.Unless.Value
			exceptions := rule.Exceptions
			if len(exceptions) == 0 && !rule.NoneExcept {
				exceptions = j.Gates[g].Exceptions
			}
			for _, e := range exceptions {
				text += " " + e.When.Value
			}
			var named []*knowledge.Fact
			for _, word := range wordsOf.FindAllString(text, -1) {
				if fact := factsByName[word]; fact != nil && !slices.Contains(named, fact) {
					named = append(named, fact)
				}
			}
			// The last facts of a long list stay open, so that a sweep stays short:
			// `./test long` takes more of them.
			limit, cases := 3_000, 1
			if os.Getenv("AFTERWARDS_TEST_LONG") != "" {
				limit = 300_000
			}
			for i, fact := range named {
				if cases *= len(choicesOf(fact)); cases > limit {
					named = named[:i]
					break
				}
			}
			swept += sweep(t, clear.but(nil), named)
		}
	}
	t.Logf("%d situations", swept)
}

func sweep(t *testing.T, f facts, named []*knowledge.Fact) int {
	if len(named) == 0 {
		agree(t, f)
		return 1
	}
	n := 0
	for _, value := range choicesOf(named[0]) {
		f[named[0].Name] = value
		n += sweep(t, f, named[1:])
	}
	delete(f, named[0].Name)
	return n
}

// choicesOf lists the values of a fact, open among them; of a set, none of its
// items and each alone.
func choicesOf(f *knowledge.Fact) []any {
	all := []any{nil}
	if f.Type == knowledge.Set {
		all = append(all, []string{})
	}
	for _, a := range f.Answers {
		if f.Type == knowledge.Set {
			all = append(all, []string{a.Value.Value.(string)})
		} else {
			all = append(all, a.Value.Value)
		}
	}
	return all
}
