package knowledge_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"afterwards/knowledge"
)

func TestTheActFilesAreComplete(t *testing.T) {
	set, problems := knowledge.LoadActs(knowledge.Files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if len(set.Acts) != 17 {
		t.Errorf("there are %d acts", len(set.Acts))
	}
	var verdicts []string
	for _, v := range set.Verdicts {
		verdicts = append(verdicts, v.ID)
	}
	if got := strings.Join(verdicts, " "); got != "crisis stop hold revise send" {
		t.Errorf("the verdicts are %s", got)
	}
}

// Whatever a person reads is calm.
func TestActsSpeakPlainly(t *testing.T) {
	set, _ := knowledge.LoadActs(knowledge.Files)
	var lines []string
	for _, a := range set.Acts {
		lines = append(lines, a.Name, a.Meaning, a.Reason, a.Hint, a.Rule)
		for _, e := range a.Entries {
			lines = append(lines, e.Reason, e.Hint, e.Rule)
		}
	}
	for _, v := range set.Verdicts {
		lines = append(lines, v.Title, v.Says)
	}
	for _, l := range lines {
		for _, bad := range []string{"!", "toxic", "narcissis", "crazy", "committed", "commit suicide", "safe", "secure"} {
			if strings.Contains(strings.ToLower(l), bad) {
				t.Errorf("%q says %q", l, bad)
			}
		}
	}
}

func TestAnActFileWithASlipNamesThePlace(t *testing.T) {
	_, problems := knowledge.LoadActs(fstest.MapFS{
		"acts/blame.yaml": {Data: []byte("act: blame\nname: blames\nmeaning: m\nreason: r\nrule: u\nsource: project\npatterns:\n  - id: a\n    match: [x]\n    levle: clear\n    must: [a]\n    never: [b]\n")},
	})
	all := problems.Error()
	for _, want := range []string{"acts/blame.yaml:10:5", `did you mean "level"?`, "needs three sentences"} {
		if !strings.Contains(all, want) {
			t.Errorf("the problems do not say %s:\n%s", want, all)
		}
	}
}
