package actcheck_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"afterwards/draft/actcheck"
	"afterwards/knowledge"
)

// TestEveryPatternKeepsItsExamples: the sentences beside each pattern are found,
// or left alone, as they say.
func TestEveryPatternKeepsItsExamples(t *testing.T) {
	for _, p := range actcheck.Check(knowledge.Files) {
		t.Error(p)
	}
}

// TestAWrongExampleIsFound: a pattern that stops finding its example, and one
// that finds what it must not, are problems with a place.
func TestAWrongExampleIsFound(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`"thanks for nothing"`, `"the bus was late"`, "does not find its example: the bus was late"},
		{`"Thanks for the charger."`, `"Thanks for nothing, charger."`, "finds what it must not: Thanks for nothing, charger."},
	} {
		files := fstest.MapFS{}
		err := fs.WalkDir(knowledge.Files, "acts", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			raw, err := fs.ReadFile(knowledge.Files, path)
			if path == "acts/blame.yaml" {
				if !strings.Contains(string(raw), c.old) {
					t.Fatalf("%s does not contain %s any more", path, c.old)
				}
				raw = []byte(strings.Replace(string(raw), c.old, c.new, 1))
			}
			files[path] = &fstest.MapFile{Data: raw}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		problems := actcheck.Check(files)
		if len(problems) != 1 || !strings.Contains(problems[0].Says, c.want) || problems[0].Line < 2 {
			t.Errorf("got %v, want %q", problems, c.want)
		}
	}
}
