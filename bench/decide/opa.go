package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// opas asks a prepared query over input that is parsed already, once as written
// and once evaluated in part when it was prepared.
func opas(ctx context.Context, rules []rule, all []drawn) (peers []peer, err error) {
	place := map[string]int{}
	for i := range rules {
		place[rules[i].id] = i
	}
	inputs := make([]ast.Value, len(all))
	for i := range all {
		if inputs[i], err = ast.InterfaceToValue(all[i].facts); err != nil {
			return nil, err
		}
	}
	for _, way := range []struct {
		says    string
		options []rego.PrepareOption
	}{{"", nil}, {", partly evaluated", []rego.PrepareOption{rego.WithPartialEval()}}} {
		query, err := rego.New(rego.Query("data.decide.holds"), rego.Module("decide.rego", policy(rules))).PrepareForEval(ctx, way.options...)
		if err != nil {
			return nil, err
		}
		match := func(i int) (held mask, err error) {
			results, err := query.Eval(ctx, rego.EvalParsedInput(inputs[i]))
			if err != nil {
				return 0, err
			}
			if len(results) != 1 {
				return 0, fmt.Errorf("there are %d results", len(results))
			}
			for _, id := range results[0].Expressions[0].Value.([]any) {
				held |= 1 << place[id.(string)]
			}
			return held, nil
		}
		peers = append(peers, &inGo{"opa " + version("github.com/open-policy-agent/opa") + way.says, len(all), match})
	}
	return peers, nil
}

// policy writes the rules in Rego, where a test of what is undefined does not
// hold anyway.
func policy(rules []rule) string {
	var b strings.Builder
	b.WriteString("package decide\n")
	for i := range rules {
		r := &rules[i]
		any := r.any
		if len(any) == 0 {
			any = [][]test{nil}
		}
		for _, tests := range any {
			fmt.Fprintf(&b, "\nholds contains %q if {\n", r.id)
			for _, t := range append(append([]test{}, r.all...), tests...) {
				writeRego(&b, t)
			}
			b.WriteString("}\n")
		}
	}
	return b.String()
}

func writeRego(b *strings.Builder, t test) {
	fact := "input." + t.fact.Name
	switch {
	case len(t.values) == 1:
		fmt.Fprintf(b, "\t%s == %s\n", fact, quoted(t.values[0]))
	case len(t.values) > 1:
		fmt.Fprintf(b, "\t%s in {%s}\n", fact, strings.Trim(quoted(t.values), "[]"))
	case t.lacks:
		fmt.Fprintf(b, "\t%s\n\tnot %q in %s\n", fact, t.item, fact)
	case t.item != "":
		fmt.Fprintf(b, "\t%q in %s\n", t.item, fact)
	default:
		if t.low != nil {
			fmt.Fprintf(b, "\t%s >= %d\n", fact, *t.low)
		}
		if t.high != nil {
			fmt.Fprintf(b, "\t%s < %d\n", fact, *t.high)
		}
	}
}
