package draftfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"afterwards/draft"
	"afterwards/internal/draftfile"
	"afterwards/knowledge"
)

// written is a settings file in a folder of its own.
func written(t *testing.T, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), draftfile.ConfigName)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestSettingsAreRead(t *testing.T) {
	file := written(t, "purpose: hurt\nlevel: clear\ndismiss:\n  acts: [affection]\n  phrases:\n    - take care of yourself\n")
	got, err := draftfile.LoadConfig(file)
	want := draftfile.Config{File: file, Purpose: draft.Hurt, Level: draft.Clear, Acts: []string{"affection"}, Phrases: []string{"take care of yourself"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	below := filepath.Join(filepath.Dir(file), "letters", "2026")
	if err := os.MkdirAll(below, 0o700); err != nil {
		t.Fatal(err)
	}
	if found := draftfile.FindConfig(below); found != file {
		t.Errorf("from below, %q was found", found)
	}
	near := filepath.Join(below, draftfile.ConfigName)
	if err := os.WriteFile(near, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if found := draftfile.FindConfig(below); found != near {
		t.Errorf("the nearest was %q", found)
	}
}

func TestSettingsThatCannotBeFollowedAreSaidWithTheirPlace(t *testing.T) {
	for content, want := range map[string]string{
		"":                                ":1:1: the file is empty",
		"purpose: closure":                ":1:10: no purpose has this name (use one of hurt",
		"level: sure":                     ":1:8: no level has this name (write clear or possible)",
		"purpos: hurt":                    `:1:1: unknown key "purpos" (did you mean "purpose"?)`,
		"purpose: hurt\npurpose: talk":    ":2:1: ",
		"dismiss: [blame]":                ":1:10: keys and values wanted here",
		"dismiss:\n  acts: blame":         ":2:9: a list wanted here",
		"dismiss:\n  acts: [blame, blam]": `:2:17: no act has this name: did you mean "blame"?`,
		"dismiss:\n  acts: [selfharm]":    ":2:10: selfharm is never ignored",
		"dismiss:\n  phrases: ['...']":    ":2:14: there is no word in this phrase",
		"dismiss:\n  phrases: [" + strings.Repeat("x", 301) + "]": ":2:13: this is too long for a phrase",
		"dismiss:\n\tacts: [blame]":                               ":2:1: this is not valid YAML",
		"a: &a [*a]":                                              ":1:1: ",
		"\x00\x01":                                                ":1:1: this is not valid YAML",
	} {
		file := written(t, content)
		_, err := draftfile.LoadConfig(file)
		if _, ok := errors.AsType[knowledge.Problems](err); !ok || !strings.Contains(err.Error(), file+want) {
			t.Errorf("%q says %v, want %s", content, err, want)
		}
	}
	if _, err := draftfile.LoadConfig(filepath.Join(t.TempDir(), "nowhere.yaml")); err == nil {
		t.Error("settings that are not there were read")
	}
	if _, err := draftfile.LoadConfig(written(t, strings.Repeat("#", 1<<20+1))); err == nil {
		t.Error("settings of a megabyte were read")
	}
}

func TestADismissalIsAddedToTheSettings(t *testing.T) {
	file := written(t, "# mine\npurpose: hurt # to move on\ndismiss:\n  # I know\n  acts:\n    - affection\n")
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time changes nothing
		for _, err := range []error{draftfile.Dismiss(file, "blame", ""), draftfile.Dismiss(file, "", "Can we\n  talk: now?"), draftfile.Dismiss(file, "", "true")} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := "# mine\npurpose: hurt # to move on\ndismiss:\n  # I know\n  acts:\n    - affection\n    - blame\n  phrases:\n    - 'Can we talk: now?'\n    - \"true\"\n"
	if diff := cmp.Diff(want, string(raw)); diff != "" {
		t.Error(diff)
	}
	c, err := draftfile.LoadConfig(file)
	if diff := cmp.Diff([]string{"Can we talk: now?", "true"}, c.Phrases); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the file became %v (%v)", info.Mode(), err)
	}

	// A new file is for its owner alone.
	fresh := filepath.Join(t.TempDir(), draftfile.ConfigName)
	if err := draftfile.Dismiss(fresh, "blame", ""); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(fresh); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the new file is %v (%v)", info.Mode(), err)
	}
	if c, err := draftfile.LoadConfig(fresh); err != nil || !cmp.Equal(c.Acts, []string{"blame"}) {
		t.Errorf("the new file says %+v (%v)", c, err)
	}

	// One with problems is left as it is.
	broken := written(t, "purpos: hurt\n")
	if draftfile.Dismiss(broken, "blame", "") == nil {
		t.Error("a broken file was written to")
	}
	if raw, _ := os.ReadFile(broken); string(raw) != "purpos: hurt\n" {
		t.Errorf("it became %q", raw)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".afterwards.yaml?*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

func FuzzConfig(f *testing.F) {
	f.Add("purpose: hurt\nlevel: clear\ndismiss:\n  acts: [blame]\n  phrases: [x]\n")
	f.Add("dismiss: &a\n  acts: *a\n<<: *a")
	f.Add("? [a]\n: !!binary x\n")
	file := filepath.Join(f.TempDir(), draftfile.ConfigName)
	f.Fuzz(func(t *testing.T, content string) {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := draftfile.LoadConfig(file); err != nil {
			return
		}
		if err := draftfile.Dismiss(file, "", "some words"); err != nil {
			t.Fatalf("%q took no phrase: %v", content, err)
		}
		if c, err := draftfile.LoadConfig(file); err != nil || len(c.Phrases) == 0 {
			t.Fatalf("%q became %+v (%v)", content, c, err)
		}
	})
}
