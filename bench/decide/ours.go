package main

import (
	"context"

	"afterwards/advice"
	"afterwards/situation"
)

// peersOf returns us, and the engines that are written in Go.
func peersOf(ctx context.Context, a *advice.Adviser, rules []rule, all []drawn) ([]peer, error) {
	peers := ours(a.Vocabulary(), rules, all)
	for _, of := range []func(context.Context, []rule, []drawn) ([]peer, error){exprs, cels, opas} {
		more, err := of(ctx, rules, all)
		if err != nil {
			return nil, err
		}
		peers = append(peers, more...)
	}
	return peers, nil
}

// ours matches situations, and once more reads them first from the values of
// JSON, as a program would that keeps them so.
func ours(v *situation.Vocabulary, rules []rule, all []drawn) []peer {
	conditions := make([]*situation.Condition, len(rules))
	for i := range rules {
		conditions[i] = &rules[i].condition
	}
	m := v.Matcher(conditions, nil)
	match := func(s *situation.Situation) (held mask) {
		found := m.Match(s)
		for r := m.Next(&found, 0); r < len(rules); r = m.Next(&found, r+1) {
			held |= 1 << r
		}
		return held
	}
	return []peer{
		&inGo{"ours", len(all), func(i int) (mask, error) { return match(&all[i].situation), nil }},
		&inGo{"ours, reading the facts each time", len(all), func(i int) (mask, error) {
			s, err := v.Read(all[i].facts)
			return match(&s), err
		}},
	}
}

// questions are what the program asks of its own engine.
func questions(a *advice.Adviser, all []drawn) []peer {
	ask := func(says string, ask func(*situation.Situation)) peer {
		return &inGo{says, len(all), func(i int) (mask, error) { ask(&all[i].situation); return 0, nil }}
	}
	return []peer{
		ask("Verdict", func(s *situation.Situation) { a.Verdict(s) }),
		ask("Explain", func(s *situation.Situation) { a.Explain(*s) }),
		ask("Decide", func(s *situation.Situation) { a.Decide(*s) }),
	}
}
