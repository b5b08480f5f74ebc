package knowledge_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"afterwards/knowledge"
)

// TestTheKnowledgeInTheProgramHasNoProblems: what is shipped loads.
func TestTheKnowledgeInTheProgramHasNoProblems(t *testing.T) {
	if _, problems := knowledge.LoadJudgement(knowledge.Files); len(problems) > 0 {
		t.Error(problems)
	}
	if _, problems := knowledge.LoadHelp(knowledge.Files); len(problems) > 0 {
		t.Error(problems)
	}
	if _, problems := knowledge.LoadActs(knowledge.Files); len(problems) > 0 {
		t.Error(problems)
	}
}

// TestALineIsShownOnlyWhenTwoSitesAgree, and not for ever.
func TestALineIsShownOnlyWhenTwoSitesAgree(t *testing.T) {
	at := func(places ...string) []knowledge.HelpSource {
		var all []knowledge.HelpSource
		for _, p := range places {
			all = append(all, knowledge.HelpSource{Where: p})
		}
		return all
	}
	for name, c := range map[string]struct {
		line  knowledge.HelpLine
		shown bool
	}{
		"two sites":             {knowledge.HelpLine{Call: "1", Checked: "2026-11-22", Sources: at("https://a.org/x", "https://b.org/y")}, true},
		"one site twice":        {knowledge.HelpLine{Call: "1", Checked: "2026-11-22", Sources: at("https://a.org/x", "https://www.a.org/y")}, false},
		"one site":              {knowledge.HelpLine{Call: "1", Checked: "2026-11-22", Sources: at("https://a.org/x")}, false},
		"checked long ago":      {knowledge.HelpLine{Call: "1", Checked: "2024-01-01", Sources: at("https://a.org/x", "https://b.org/y")}, false},
		"nothing to turn to":    {knowledge.HelpLine{Checked: "2026-11-22", Sources: at("https://a.org/x", "https://b.org/y")}, false},
		"a repository and site": {knowledge.HelpLine{Web: "https://a.org", Checked: "2026-11-22", Sources: at("owner/name list.json", "https://b.org/y")}, true},
	} {
		if why := c.line.Hidden("2025-11-22"); (why == "") != c.shown {
			t.Errorf("%s: hidden because %q", name, why)
		}
	}
}

// TestPhoneNumbersStandOnlyInTheHelpFiles: anywhere else they would escape the
// rule that two sources must agree.
func TestPhoneNumbersStandOnlyInTheHelpFiles(t *testing.T) {
	number := regexp.MustCompile(`\+?\d[\d ()-]{6,}\d|\b(999|911|112|988|116 ?\d{3})\b`)
	each(t, func(file, line string) {
		if !strings.HasPrefix(file, "help/") && !strings.HasPrefix(file, "acts/") && !strings.Contains(line, "http") && number.MatchString(line) {
			t.Errorf("%s: a number that looks like a phone number: %s", file, line)
		}
	})
}

// each calls f with every line of every knowledge file.
func each(t *testing.T, f func(file, line string)) {
	t.Helper()
	err := fs.WalkDir(knowledge.Files, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(knowledge.Files, file)
		if err != nil {
			return err
		}
		for line := range strings.Lines(string(raw)) {
			f(file, line)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
