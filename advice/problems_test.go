package advice_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"afterwards/advice"
	"afterwards/knowledge"
)

// TestWhatAnAuthorGetsWrong changes one thing in the shipped files and holds
// the problem to its place, its words and its hint.
func TestWhatAnAuthorGetsWrong(t *testing.T) {
	const gate = "gates/02-law.yaml"
	for _, c := range []struct {
		name, file, old, new string
		want                 string // after file:line:column:
	}{
		{"a key with a slip", gate, "title: ", "titel: ", `unknown key "titel" (did you mean "title"?)`},
		{"an unknown fact", gate, "when: legal_order is pending", "when: legal_odrer is pending", `there is no fact called "legal_odrer" (did you mean "legal_order"?)`},
		{"a value that the fact has not", gate, "when: legal_order is pending", "when: legal_order is waiting", `"waiting" is not a value of "legal_order" (known here: none, pending, protects_me, restrains_me)`},
		{"a verdict that does not exist", gate, "verdict: channel-only\n    leaves", "verdict: channel\n    leaves", `unknown verdict "channel"`},
		{"a form that does not exist", gate, "leaves: [practical]", "leaves: [practicle]", `unknown form "practicle" (did you mean "practical"?)`},
		{"a source that does not exist", gate, "{source: womenslaw-violation}", "{source: womens-law}", `unknown source "womens-law"`},
		{"no source at all", gate, "sources: [{source: womenslaw-violation}, {source: project, at: \"gate 2\"}]", "sources: []", `a source is missing (name a source of sources.yaml)`},
		{"a grade that does not exist", gate, "grade: rule", "grade: A+", `unknown grade "A+"`},
		{"an example that does not fire", gate, "facts: {legal_order: pending, goal: closure}", "facts: {legal_order: none, goal: closure}", `rule law.pending does not fire in its example (change the condition or the example)`},
		{"an example that fires and must not", gate, "facts: {legal_order: none, goal: closure}", "facts: {legal_order: pending, goal: closure}", `rule law.pending fires in an example that must not fire it (change the condition or the example)`},
		{"an example with another verdict", gate, "{verdict: channel-only, facts", "{verdict: not-now, facts", `rule law.restrains-me gives channel-only in its example, and not-now is wanted (change the condition or the example)`},
		{"an example with a wrong value", gate, "facts: {legal_order: pending, goal: closure}", "facts: {legal_order: maybe, goal: closure}", `the fact "legal_order" cannot be "maybe": it is one of none, protects_me, restrains_me, pending`},
		{"a rule that stands twice", gate, "id: law.protects-me", "id: law.restrains-me", `the rule "law.restrains-me" is already at gates/02-law.yaml:10:5`},
		{"a rule of another gate", gate, "id: law.protects-me", "id: abuse.protects-me", `the rule "abuse.protects-me" does not begin with the name of its gate (write law.…)`},
		{"two gates in one place", gate, "order: 2", "order: 3", `have the same order 3 (give each gate its own place)`},
		{"a fact of an unknown type", "facts.yaml", "type: bool", "type: boolean", `unknown type "boolean" (use bool, enum, number or set)`},
		{"a number without cuts", "facts.yaml", "    cuts: [1, 2]\n", "", `type number with 0 cuts (cuts are for numbers, and a number needs them)`},
		{"a question without words", "facts.yaml", "    ask: \"Are you having", "    asks: \"Are you having", `unknown key "asks" (did you mean "ask"?)`},
		{"a form with a slip", "forms/forms.yaml", "fits: ex_reopened in", "fits: ex_reopend in", `there is no fact called "ex_reopend" (did you mean "ex_reopened"?)`},
		{"a letter for no purpose", "letters/apology.yaml", "purpose: accountability", "purpose: accountable", `unknown purpose "accountable" (did you mean "accountability"?)`},
		{"a letter that needs no form", "letters/apology.yaml", "needs: [letter]", "needs: [leter]", `unknown form "leter" (did you mean "letter"?)`},
		{"a letter of one part", "letters/practical.yaml", "parts:\n", "parts:\n  - {part: a, title: t, prompt: p, help: h, tone: t}\n  - {part: b, title: t, prompt: p, help: h, tone: t}\n  - {part: c, title: t, prompt: p, help: h, tone: t}\n  - {part: d, title: t, prompt: p, help: h, tone: t}\n", `letter practical: 7 parts, and there may be 2 to 6`},
		{"a letter that may go too soon", "letters/apology.yaml", "waits: 72", "waits: 24", `letter apology: 24 hours of rest, and 72 is the least (only practical matters may go sooner)`},
		{"a letter that tells a risk", "letters/apology.yaml", "fact: contact_purpose, values: [accountability]", "fact: channel, values: [letter]", `letter apology: channel is about a risk, and a kind of letter cannot tell it`},
		{"a letter that tells no value", "letters/apology.yaml", "values: [accountability]", "values: [owning]", `letter apology: contact_purpose has no value "owning"`},
		{"a letter with a rule that is refused", "letters/apology.yaml", "rules: [R277", "rules: [R161", `letter apology: rule R161 is not followed (move it to said)`},
		{"a letter with a rule that is none", "letters/apology.yaml", "rules: [R277", "rules: [R999", `letter apology: there is no rule "R999"`},
		{"a tone that can be copied", "letters/apology.yaml", "tone: \"Quiet and direct.\"", "tone: \"Quiet, as in “I am sorry”.\"", `letter apology: the tone of sorry quotes words that could be copied`},
		{"a letter that asks for no fact", "letters/apology.yaml", "asks: [own_faults_known]", "asks: [own_fault_known]", `letter apology: there is no fact called "own_fault_known"`},
		{"a letter without an open example", "letters/apology.yaml", "is: open", "is: closed", `letter apology needs examples in which it is open, closed and shut`},
		{"a letter with a wrong example", "letters/apology.yaml", "{is: closed, facts: {own_faults_known: true, blocked: all}}", "{is: shut, facts: {own_faults_known: true, blocked: all}}", `letter apology is closed in its example, and shut is wanted`},
		{"two letters in one place", "letters/apology.yaml", "order: 6", "order: 5", `have the same order 5 (give each kind its own place)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{}
			err := fs.WalkDir(knowledge.Files, ".", func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				raw, err := fs.ReadFile(knowledge.Files, path)
				files[path] = &fstest.MapFile{Data: raw}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			text := string(files[c.file].Data)
			if !strings.Contains(text, c.old) {
				t.Fatalf("%s does not contain %q any more", c.file, c.old)
			}
			files[c.file].Data = []byte(strings.Replace(text, c.old, c.new, 1))
			problems := load(files)
			for _, p := range problems {
				if strings.Contains(p.String(), c.want) {
					if p.File == "" || p.Line < 1 || p.Column < 1 {
						t.Errorf("the problem has no place: %+v", p)
					}
					return
				}
			}
			t.Errorf("got %v\nwant %s", problems, c.want)
		})
	}
}

func load(files fs.FS) knowledge.Problems {
	j, problems := knowledge.LoadJudgement(files)
	if len(problems) > 0 {
		return problems
	}
	if _, err := advice.New(j); err != nil {
		return err.(knowledge.Problems)
	}
	return nil
}
