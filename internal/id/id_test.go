package id_test

import (
	"strings"
	"testing"

	"afterwards/internal/id"
)

func TestParseTakesBackWhatNewMakes(t *testing.T) {
	seen := map[id.ID]bool{}
	for range 1000 {
		n := id.New()
		if seen[n] {
			t.Fatalf("New made %q twice", n)
		}
		seen[n] = true
		if got, ok := id.Parse(string(n)); !ok || got != n {
			t.Fatalf("Parse(%q) = %q, %v", n, got, ok)
		}
	}
}

func TestParseRefusesEverythingElse(t *testing.T) {
	good := string(id.New())
	for _, s := range []string{
		"", "0", good[1:], good + "0", strings.ToUpper(good[:25]) + "z", strings.Repeat("u", 26),
		strings.Repeat("z", 26), "../" + good[3:], strings.Repeat("é", 13),
	} {
		if got, ok := id.Parse(s); ok {
			t.Errorf("Parse(%q) = %q, want refusal", s, got)
		}
	}
}
