package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// infix writes a rule as CEL and Expr read it. An absent fact is the word null
// there; where only lists can be looked into, look says so.
func infix(r *rule, null string, look bool) string {
	all := conjunction(r.all, null, look)
	if len(r.any) > 0 {
		var any []string
		for _, tests := range r.any {
			any = append(any, "("+strings.Join(conjunction(tests, null, look), " && ")+")")
		}
		all = append(all, "("+strings.Join(any, " || ")+")")
	}
	return strings.Join(all, " && ")
}

func conjunction(tests []test, null string, look bool) (all []string) {
	for _, t := range tests {
		name := t.fact.Name
		known := name + " != " + null
		switch {
		case len(t.values) == 1:
			all = append(all, name+" == "+quoted(t.values[0]))
		case len(t.values) > 1:
			all = append(all, name+" in "+quoted(t.values))
		case t.lacks:
			all = append(all, known, fmt.Sprintf("!(%q in %s)", t.item, name))
		case t.item != "" && look:
			all = append(all, known, fmt.Sprintf("%q in %s", t.item, name))
		case t.item != "":
			all = append(all, fmt.Sprintf("%q in %s", t.item, name))
		default:
			all = append(all, known)
			if t.low != nil {
				all = append(all, fmt.Sprintf("%s >= %d", name, *t.low))
			}
			if t.high != nil {
				all = append(all, fmt.Sprintf("%s < %d", name, *t.high))
			}
		}
	}
	return all
}

// quoted writes a truth value, a word or a list of words.
func quoted(value any) string {
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err) // impossible: it came from JSON
	}
	return string(raw)
}
