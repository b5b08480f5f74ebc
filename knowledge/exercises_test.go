package knowledge_test

import (
	"io/fs"
	"maps"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"afterwards/internal/wording"
	"afterwards/knowledge"
)

// judgement is the knowledge as its files say it.
func judgement(t *testing.T) *knowledge.Judgement {
	t.Helper()
	j, problems := knowledge.LoadJudgement(knowledge.Files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return j
}

// The longest text of one page of an exercise, in words, and the longest title.
const (
	mostPageWords = 110
	mostTitle     = 48
)

// What presses, promises or judges is kinder not said in an exercise, beside
// what nothing here may say: see TestTheWordsAreKind.
var unkind = regexp.MustCompile(`(?i)\b(you (should|must|have to stop|need to)|simply|easy as|will (heal|pass|help|work|feel better)|heals|cures?|always|` +
	`fail(ed|ure)|score|pills?|overdose|closure is|deserve)\b`)

// TestExercisesSpeakPlainly, so that they can be read at the worst hour.
func TestExercisesSpeakPlainly(t *testing.T) {
	for _, x := range texts(t) {
		if m := unkind.FindString(x.says); m != "" && strings.HasPrefix(x.file, "exercises") {
			t.Errorf("%s: %q in %q", x, m, x.says)
		}
	}
	for _, e := range judgement(t).Exercises {
		for _, s := range e.Steps {
			if n := len(wording.Words(s.Says)); n > mostPageWords {
				t.Errorf("%s: %d words on one page", s.Pos, n)
			}
		}
		if n := len(e.Title); n > mostTitle {
			t.Errorf("%s: the title has %d letters", e.Pos, n)
		}
	}
}

// TestASlipInAnExerciseIsNamed with its place and what to do.
func TestASlipInAnExerciseIsNamed(t *testing.T) {
	all := allFiles(t)
	raw := all["exercises/breathe-out-longer.yaml"].Data
	const (
		breath = "    breathe: {in: 4, out: 6, rounds: 6}"
		read   = "  - title: \"Back to the room\""
	)
	for name, c := range map[string]struct{ old, new, says string }{
		"another name":           {"exercise: breathe-out-longer", "exercise: breathe", "name the file after the exercise"},
		"a number twice":         {"number: D-002", "number: D-003", "are both D-003"},
		"an unknown need":        {"need: right-now", "need: right-away", `did you mean "right-now"?`},
		"an unknown phase":       {"phases: [acute, ", "phases: [acut, ", `unknown phase "acut"`},
		"no phase":               {"phases: [acute, understanding, rebuilding, ready]", "phases: []", "no phase"},
		"an unknown track":       {"tracks: [all]", "tracks: [hea]", `did you mean "heal"?`},
		"all and another track":  {"tracks: [all]", "tracks: [all, heal]", "write all alone"},
		"an unknown harm":        {"harms: [body]", "harms: [bodies]", `did you mean "body"?`},
		"a harm without its key": {"harms: [body]", "harms: [contact]", "has the mark contact, and no needs"},
		"too short":              {"minutes: 5", "minutes: 3", "its timers alone 240 seconds"},
		"far too long":           {"minutes: 5", "minutes: 500", "takes 500 minutes"},
		"a breath out too short": {breath, "    breathe: {in: 6, out: 4, rounds: 6}", "nobody breathes like that"},
		"a timer too short":      {"seconds: 30", "seconds: 3", "a timer of 3 seconds"},
		"two kinds at once":      {breath, breath + "\n    write: {prompt: \"What?\"}", "a step is breathe and write at once"},
		"an unknown kind":        {breath, "    breath: {in: 4, out: 6, rounds: 6}", `did you mean "breathe"?`},
		"too long a list":        {breath, "    list: {prompt: \"What?\", lines: 40}", "a list of 40 lines"},
		"one thing to choose":    {breath, "    choose: {ask: \"What?\", options: [{id: a, says: A, then: B}]}", "1 answers to choose from"},
		"an option twice":        {breath, "    choose: {ask: \"What?\", options: [{id: a, says: A, then: B}, {id: a, says: A, then: B}]}", "stands here twice"},
		"half a pair":            {breath, "    rate: {pair: pain, ask: \"How much?\", low: none, high: most}", `the pair "pain" stands here 1 times`},
		"a pair in two ways": {read, "  - {title: A, says: B, rate: {pair: pain, ask: \"How much?\", low: none, high: most}}\n" +
			"  - {title: A, says: B, rate: {pair: pain, ask: \"How much now?\", low: none, high: most}}\n" + read, "asks in two ways"},
		"too many steps":        {read, strings.Repeat("  - {title: A, says: B}\n", 3) + read, "has 7 steps"},
		"an unknown end":        {"better: low", "better: less", "unknown end"},
		"a claim that is none":  {"grade: A-g\n", "grade: A-g\n  claims: [A-99]\n", `there is no claim "A-99"`},
		"a grade that is none":  {"grade: A-g", "grade: A", "unknown grade"},
		"a source that is none": {"{source: exercise-catalogue, at", "{source: catalogue, at", "unknown source"},
		"a form that is none":   {"steps:\n", "needs: [tea]\nsteps:\n", `unknown form "tea"`},
		"words without a mark":  {"Make it easy", "Try to forgive them", "has not the mark forgiveness"},
		"no second example":     {"  - {facts: {abuse: current, fear: true}, is: open}\n  - {facts: {crisis: intent}, is: shut}\n", "", "has guards and one example"},
		"a state that is none":  {"is: shut", "is: closed", "unknown state"},
	} {
		text := strings.Replace(string(raw), c.old, c.new, 1)
		if text == string(raw) {
			t.Errorf("%s: the exercise has no %q any more", name, c.old)
		}
		files := maps.Clone(all)
		files["exercises/breathe-out-longer.yaml"] = &fstest.MapFile{Data: []byte(text)}
		_, problems := knowledge.LoadJudgement(files)
		if !strings.Contains(problems.Error(), c.says) {
			t.Errorf("%s: no %q among\n%s", name, c.says, problems.Error())
		}
	}
}

// allFiles are the knowledge files, to be changed by a test.
func allFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(knowledge.Files, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(file, "acts/") || strings.HasPrefix(file, "help/") {
			return err
		}
		raw, err := fs.ReadFile(knowledge.Files, file)
		files[file] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestASlipInWhatHoldsForAllIsNamed: a guard that leads nowhere, or on which
// nothing hangs.
func TestASlipInWhatHoldsForAllIsNamed(t *testing.T) {
	all := allFiles(t)
	raw := string(all["exercises.yaml"].Data)
	for name, c := range map[string]struct{ old, new, says string }{
		"an unknown fact":     {"asks: [fear, abuse", "asks: [feer, abuse", `did you mean "fear"?`},
		"no such exercise":    {"instead: [plain-day-log", "instead: [plain-day", `did you mean "plain-day-log"?`},
		"an unknown demand":   {"demands: [needs]", "demands: [kneads]", "cannot be demanded"},
		"nothing hangs on it": {"            shut: \"When thoughts go round", "            # \"When thoughts go round", "nothing hangs on the question loop"},
	} {
		files := maps.Clone(all)
		text := strings.Replace(raw, c.old, c.new, 1)
		if text == raw {
			t.Errorf("%s: the file has no %q any more", name, c.old)
		}
		files["exercises.yaml"] = &fstest.MapFile{Data: []byte(text)}
		if _, problems := knowledge.LoadJudgement(files); !strings.Contains(problems.Error(), c.says) {
			t.Errorf("%s: no %q among\n%s", name, c.says, problems.Error())
		}
	}
}
