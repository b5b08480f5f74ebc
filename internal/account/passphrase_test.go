package account_test

import (
	"slices"
	"strings"
	"testing"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/secret"
)

func TestPassphrasesAreLongAndNotTheFirstToBeTried(t *testing.T) {
	for passphrase, says := range map[string]string{
		"walnut harbour lantern mild": "", "fifteen letters": "", "ünïcödé is välid": "", "日本語の長いパスフレーズです五": "",
		"   spaces   count   too": "", "no numbers no capitals needed": "", strings.Repeat("ab cd ef gh ", 3) + "not again": "",
		"":                           "too short",
		"fourteen chars":             "too short",
		strings.Repeat("walnut!", 2): "too short",
		"日本語の短いもの":                   "too short",
		strings.Repeat("lantern mild walnut ", 13): "too long",
		"aaaaaaaaaaaaaaaaaaaa":                     "first that people try",
		"abcabcabcabcabcabc":                       "first that people try",
		"abcdefghijklmnopqrs":                      "first that people try",
		"12345678901234567890":                     "first that people try",
		"987654321987654321":                       "first that people try",
		"correct horse battery staple":             "first that people try",
		"Correct-Horse-Battery-Staple!":            "first that people try",
		"P@ssw0rd P@ssw0rd":                        "first that people try",
		"I LOVE YOU SO MUCH":                       "first that people try",
		"1qaz2wsx3edc4rfv":                         "first that people try",
		"...............!":                         "first that people try",
		"moonlight.river.":                         "", // a handle inside is fine if enough is left
		"River.Moon.1988!":                         "mostly your sign-in name",
		"my river.moon.1988":                       "mostly your sign-in name",
		"not text \xff\xfe not text":               "not text",
	} {
		err := account.CheckPassphrase("River.Moon.1988", secret.Bytes(passphrase))
		switch {
		case says == "" && err != nil:
			t.Errorf("%q is refused: %v", passphrase, err)
		case says != "" && (!errs.Is(err, errs.Invalid) || !strings.Contains(errs.Public(err), says)):
			t.Errorf("%q gives %v, want %q", passphrase, err, says)
		case err != nil && len(passphrase) > 8 && strings.Contains(err.Error(), passphrase):
			t.Errorf("the error repeats the passphrase: %v", err)
		}
	}
}

func TestHandlesAreAnythingWithoutSpaces(t *testing.T) {
	for handle, ok := range map[string]bool{
		"river": true, "me@example.org": true, "Åsa": true, "日本語": true, "  trimmed ": true, strings.Repeat("x", 64): true,
		"": false, "ab": false, "two words": false, "zero\u200bwidth": false, "bell\a": false, "\xff\xfe\xfd": false, strings.Repeat("x", 65): false,
		"right\u202eleft": false,
	} {
		if err := account.CheckHandle(handle); (err == nil) != ok || err != nil && !errs.Is(err, errs.Invalid) {
			t.Errorf("%q gives %v", handle, err)
		}
	}
}

func TestSuggestionsAreFiveRandomWordsThatPass(t *testing.T) {
	if n := len(account.Words); n < 1296 {
		t.Fatalf("%d words; five of them are too few", n)
	}
	if !slices.IsSorted(account.Words) || len(slices.Compact(slices.Clone(account.Words))) != len(account.Words) {
		t.Error("the words are not sorted, or some are there twice")
	}
	for _, w := range account.Words {
		if len(w) < 3 || len(w) > 8 || strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%q is not a plain short word", w)
		}
	}
	used := map[string]bool{}
	for range 2000 {
		s := account.Suggest()
		if fields := strings.Fields(s); len(fields) != 5 {
			t.Fatalf("suggested %q", s)
		}
		if err := account.CheckPassphrase("river", secret.Bytes(s)); err != nil {
			t.Errorf("suggested %q, and refuses it: %v", s, err)
		}
		for w := range strings.FieldsSeq(s) {
			used[w] = true
		}
	}
	if len(used) < len(account.Words)*9/10 {
		t.Errorf("10,000 draws used only %d of %d words", len(used), len(account.Words))
	}
}
