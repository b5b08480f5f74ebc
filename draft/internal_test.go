package draft

import (
	"bytes"
	"strings"
	"testing"

	"afterwards/draft/internal/compile"
	"afterwards/knowledge"
)

func TestTheCompiledPatternsAreThoseOfTheFiles(t *testing.T) {
	set, problems := knowledge.LoadActs(knowledge.Files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	raw, err := compile.Program(set)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw, actsBin) {
		t.Fatal("acts.bin is stale: run go generate ./draft")
	}
}

// Twice the text may take twice the work, and a little for the longer tables,
// but not more. Work is counted, not timed.
func TestWorkGrowsWithTheLengthAndNoFaster(t *testing.T) {
	for name, piece := range map[string]string{
		"a letter":     "I still love you, and I know that you always knew it. Can you call me on Friday? Thanks for the keys.\n",
		"no full stop": "you never cared and i never asked you and so on and ",
		"one word":     "sorry ",
		"quotes":       "\"'“”’",
		"stops":        "?!.…",
		"letters":      "aaaaaaaa",
	} {
		small := load().check(Hurt, strings.Repeat(piece, 200), nil).steps
		large := load().check(Hurt, strings.Repeat(piece, 1600), nil).steps
		if large > 9*small+2000 {
			t.Errorf("%s: eight times the text takes %d steps instead of %d", name, large, small)
		}
	}
}
