package advice

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"afterwards/advice/internal/diagram"
	"afterwards/knowledge"
)

// mutant is one change that loosens a gate.
type mutant struct {
	says   string
	change func(j *knowledge.Judgement)
}

// TestALoosenedGateIsNoticed loosens every gate in every way we could think of:
// a rule goes, a verdict or an exception gets milder, a form is added, a value
// or a condition is dropped. Each time an example, a property or a promise must
// break, unless the change makes no difference in any situation. Without
// `./test long` only the coarsest changes are tried.
func TestALoosenedGateIsNoticed(t *testing.T) {
	original := judgementOf(t)
	base, err := New(original)
	if err != nil {
		t.Fatal(err)
	}
	reference := newProver(base)
	long := os.Getenv("AFTERWARDS_TEST_LONG") != ""
	caught, same := 0, 0
	for _, m := range mutants(original, long) {
		j := copyOf(original)
		m.change(j)
		a, err := New(j)
		if err != nil {
			caught++ // an example fails, or the gate makes no sense any more
			continue
		}
		if noMilder(reference, a) {
			same++
			continue
		}
		if a.Prove().Holds() {
			t.Errorf("nothing breaks when %s", m.says)
			continue
		}
		caught++
	}
	t.Logf("%d changes were caught, %d open nothing anywhere", caught, same)
	if caught == 0 {
		t.Error("nothing was tried")
	}
}

func judgementOf(t *testing.T) *knowledge.Judgement {
	j, problems := knowledge.LoadJudgement(knowledge.Files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	// Rules beside the gates change no verdict, and slow this down.
	j.Topics, j.Guides = nil, nil
	return j
}

func copyOf(j *knowledge.Judgement) *knowledge.Judgement {
	c := *j
	c.Gates = slices.Clone(j.Gates)
	for g := range c.Gates {
		c.Gates[g].Rules = slices.Clone(j.Gates[g].Rules)
		c.Gates[g].Exceptions = copyOutcomes(j.Gates[g].Exceptions)
		for r := range c.Gates[g].Rules {
			rule := &c.Gates[g].Rules[r]
			rule.Leaves = slices.Clone(rule.Leaves)
			rule.Exceptions = copyOutcomes(rule.Exceptions)
		}
	}
	c.Forms = slices.Clone(j.Forms)
	c.Verdicts = slices.Clone(j.Verdicts)
	for v := range c.Verdicts {
		c.Verdicts[v].Leaves = slices.Clone(c.Verdicts[v].Leaves)
	}
	return &c
}

func copyOutcomes(all []knowledge.Outcome) []knowledge.Outcome {
	all = slices.Clone(all)
	for i := range all {
		all[i].Leaves = slices.Clone(all[i].Leaves)
	}
	return all
}

// noMilder reports whether the changed gates answer every situation as before or
// more strictly.
func noMilder(reference *prover, a *Adviser) bool {
	changed := &prover{a: a, space: reference.space, variables: reference.variables, level: reference.level, at: reference.at}
	changed.build()
	milder := reference.space.Join(diagram.Less, reference.verdict, changed.verdict)
	for f := range changed.forms {
		milder = reference.space.Join(diagram.Or, milder, reference.space.Join(diagram.Less, reference.forms[f], changed.forms[f]))
	}
	return reference.space.Join(diagram.And, milder, reference.whole) == diagram.Value(0)
}

func mutants(j *knowledge.Judgement, long bool) (all []mutant) {
	add := func(change func(*knowledge.Judgement), says string, args ...any) {
		all = append(all, mutant{fmt.Sprintf(says, args...), change})
	}
	milder := func(verdict string) string {
		i := slices.IndexFunc(j.Verdicts, func(v knowledge.Verdict) bool { return v.Name == verdict })
		return j.Verdicts[min(i+1, len(j.Verdicts)-1)].Name
	}
	outcomes := func(where string, list []knowledge.Outcome, at func(*knowledge.Judgement, int) *knowledge.Outcome) {
		for i, o := range list {
			add(func(j *knowledge.Judgement) { at(j, i).Verdict = milder(o.Verdict) }, "exception %d of %s gives %s", i+1, where, milder(o.Verdict))
			for _, when := range looser(o.When.Value) {
				add(func(j *knowledge.Judgement) { at(j, i).When.Value = when }, "exception %d of %s is granted when %q", i+1, where, when)
			}
			for _, f := range j.Forms {
				if !slices.Contains(o.Leaves, f.Name) {
					add(func(j *knowledge.Judgement) { at(j, i).Leaves = append(at(j, i).Leaves, f.Name) }, "exception %d of %s leaves %s", i+1, where, f.Name)
				}
			}
		}
	}
	for g := range j.Gates {
		if long {
			outcomes("gate "+j.Gates[g].Gate, j.Gates[g].Exceptions, func(j *knowledge.Judgement, i int) *knowledge.Outcome { return &j.Gates[g].Exceptions[i] })
		}
		for r, rule := range j.Gates[g].Rules {
			at := func(j *knowledge.Judgement) *knowledge.GateRule { return &j.Gates[g].Rules[r] }
			add(func(j *knowledge.Judgement) { j.Gates[g].Rules = slices.Delete(j.Gates[g].Rules, r, r+1) }, "%s is gone", rule.ID)
			if !long {
				continue
			}
			add(func(j *knowledge.Judgement) { at(j).Verdict = milder(rule.Verdict) }, "%s gives %s", rule.ID, milder(rule.Verdict))
			outcomes(rule.ID, rule.Exceptions, func(j *knowledge.Judgement, i int) *knowledge.Outcome { return &at(j).Exceptions[i] })
			for _, f := range j.Forms {
				if !slices.Contains(rule.Leaves, f.Name) {
					add(func(j *knowledge.Judgement) { at(j).Leaves = append(at(j).Leaves, f.Name) }, "%s leaves %s", rule.ID, f.Name)
				}
			}
			for _, when := range tighter(rule.When.Value) {
				add(func(j *knowledge.Judgement) { at(j).When.Value = when }, "%s fires only when %q", rule.ID, when)
			}
			if rule.Unless.Value != "" {
				for _, unless := range looser(rule.Unless.Value) {
					add(func(j *knowledge.Judgement) { at(j).Unless.Value = unless }, "%s is excused when %q", rule.ID, unless)
				}
			}
		}
	}
	for f, form := range j.Forms {
		add(func(j *knowledge.Judgement) { j.Forms[f].Fits.Value = "" }, "%s always fits", form.Name)
	}
	add(func(j *knowledge.Judgement) { j.Unanswered.Verdict = "your-call" }, "open questions hold nothing down")
	return all
}

var (
	listOf = regexp.MustCompile(`\[([^\]]*)\]`)
	joined = regexp.MustCompile(` (and|or) `)
)

// tighter returns conditions that hold in fewer situations: a value less in a
// list, an alternative less.
func tighter(when string) (all []string) {
	for _, at := range listOf.FindAllStringSubmatchIndex(when, -1) {
		values := strings.Split(when[at[2]:at[3]], ", ")
		for i := range values {
			if len(values) > 1 {
				all = append(all, when[:at[2]]+strings.Join(slices.Delete(slices.Clone(values), i, i+1), ", ")+when[at[3]:])
			}
		}
	}
	return append(all, without(when, "or")...)
}

// looser returns conditions that hold in more situations: always, and with a
// part of an "and" less.
func looser(when string) []string {
	return append(without(when, "and"), "crisis in [no, thoughts, intent]")
}

// without drops each operand of the word in turn; parentheses must still pair.
func without(when, word string) (all []string) {
	cuts := joined.FindAllStringIndex(when, -1)
	for i, cut := range cuts {
		if strings.TrimSpace(when[cut[0]:cut[1]]) != word {
			continue
		}
		end := len(when)
		if i+1 < len(cuts) {
			end = cuts[i+1][0]
		}
		start := 0
		if i > 0 {
			start = cuts[i-1][1]
		}
		for _, shorter := range []string{when[:cut[0]] + when[end:], when[:start] + when[cut[1]:]} {
			if strings.Count(shorter, "(") == strings.Count(shorter, ")") {
				all = append(all, shorter)
			}
		}
	}
	return all
}
