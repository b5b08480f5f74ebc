package knowledge_test

import (
	"bytes"
	"os"
	"testing"

	"afterwards/knowledge"
)

// TestTheBuiltInJudgementIsFresh: after a change of a file, go generate has run.
func TestTheBuiltInJudgementIsFresh(t *testing.T) {
	j, problems := knowledge.LoadJudgement(knowledge.Files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	var want bytes.Buffer
	if err := knowledge.WriteBuiltIn(&want, j); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("judgement.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Fatal("judgement.bin does not say what the files say: run go generate ./knowledge")
	}
	built, err := knowledge.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	if built.Version != j.Version || len(built.Topics) != len(j.Topics) || len(built.Guides) != len(j.Guides) {
		t.Error("what is read is not what was written")
	}
	if len(j.Gates[0].Rules[0].Examples.Fires) == 0 {
		t.Error("writing took the examples from what was given")
	}
}

func BenchmarkBuiltIn(b *testing.B) {
	for b.Loop() {
		if _, err := knowledge.BuiltIn(); err != nil {
			b.Fatal(err)
		}
	}
}
