package main

import (
	"context"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// cels runs an optimised program for each rule, over values that are CEL's own
// already.
func cels(_ context.Context, rules []rule, all []drawn) ([]peer, error) {
	facts := named(rules)
	var options []cel.EnvOption
	for _, name := range facts {
		options = append(options, cel.Variable(name, cel.DynType))
	}
	env, err := cel.NewEnv(options...)
	if err != nil {
		return nil, err
	}
	programs := make([]cel.Program, len(rules))
	for i := range rules {
		ast, issues := env.Compile(infix(&rules[i], "null", true))
		if err := issues.Err(); err != nil {
			return nil, err
		}
		if programs[i], err = env.Program(ast, cel.EvalOptions(cel.OptOptimize)); err != nil {
			return nil, err
		}
	}
	given := make([]cel.Activation, len(all))
	for i := range all {
		values := map[string]any{}
		for _, name := range facts {
			values[name] = types.DefaultTypeAdapter.NativeToValue(all[i].facts[name])
		}
		if given[i], err = cel.NewActivation(values); err != nil {
			return nil, err
		}
	}
	match := func(i int) (held mask, err error) {
		for r, p := range programs {
			var out ref.Val
			if out, _, err = p.Eval(given[i]); err != nil {
				return 0, err
			}
			if out == types.True {
				held |= 1 << r
			}
		}
		return held, nil
	}
	return []peer{&inGo{"cel-go " + version("cel.dev/cel-go"), len(all), match}}, nil
}
