package account

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/secret"

	"golang.org/x/text/unicode/norm"
)

// The length of a passphrase, in characters. There are no other rules of
// composition: they make passphrases shorter, not better.
const (
	MinPassphrase = 15
	MaxPassphrase = 256
)

//go:embed common.txt
var commonText string

// common are phrases that guessers try first, folded as in [plain].
var common = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(commonText) {
		m[plain(line)] = true
	}
	return m
})

// CheckPassphrase says what is wrong with a new passphrase, as
// [errs.Invalid]. The sentence never repeats any of it.
func CheckPassphrase(handle string, passphrase secret.Bytes) error {
	p := normal(passphrase)
	n := utf8.RuneCount(p)
	switch {
	case !utf8.Valid(passphrase):
		return errs.New(errs.Invalid, "This passphrase has bytes in it that are not text.")
	case n < MinPassphrase:
		return errs.New(errs.Invalid, "This passphrase is too short. It needs at least %d characters. A few random words are easiest to remember.", MinPassphrase)
	case n > MaxPassphrase:
		return errs.New(errs.Invalid, "This passphrase is too long. It can have up to %d characters.", MaxPassphrase)
	case repeats(strings.ToLower(string(p))) || common()[plain(string(p))]:
		return errs.New(errs.Invalid, "This passphrase is one of the first that people try. Please choose another. A few random words work well.")
	case holdsHandle(plain(string(p)), plain(foldHandle(handle))):
		return errs.New(errs.Invalid, "This passphrase is mostly your sign-in name. Please choose another.")
	}
	return nil
}

// normal returns a passphrase as it goes into the derivation. Keyboards
// differ in how they compose accents; a person should not notice.
func normal(passphrase secret.Bytes) secret.Bytes { return norm.NFC.Bytes(passphrase) }

// plain keeps lower-case letters and digits, and reads the usual disguises as
// what they stand for, so that "P@ssw0rd-P@ssw0rd" is found under its plain name.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '@', '4':
			return 'a'
		case '0':
			return 'o'
		case '1':
			return 'i'
		case '3':
			return 'e'
		case '5', '$':
			return 's'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// repeats reports whether s is one short piece over and over, or a run along
// the alphabet or the number row.
func repeats(s string) bool {
	r := []rune(s)
	for period := 1; period <= len(r)/2 && period <= 10; period++ {
		if slices.Equal(r[period:], r[:len(r)-period]) {
			return true
		}
	}
	steps := 0
	for i := 1; i < len(r); i++ {
		if d := r[i] - r[i-1]; d == 0 || d == 1 || d == -1 {
			steps++
		}
	}
	return len(r) == 0 || steps*4 >= len(r)*3
}

// holdsHandle reports whether little is left of a passphrase without the handle.
func holdsHandle(passphrase, handle string) bool {
	if handle == "" {
		return false
	}
	return len(strings.ReplaceAll(passphrase, handle, "")) < 6 && strings.Contains(passphrase, handle)
}
