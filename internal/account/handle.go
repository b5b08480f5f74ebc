package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"afterwards/internal/errs"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const (
	minHandle = 3
	maxHandle = 64
)

// CheckHandle says what is wrong with a handle for a new account, as
// [errs.Invalid]. Anything printable without spaces will do: a handle is not
// a name, and nobody else sees it.
func CheckHandle(handle string) error {
	h := foldHandle(handle)
	n := utf8.RuneCountInString(h)
	switch {
	case !utf8.ValidString(handle), strings.ContainsFunc(h, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }):
		return errs.New(errs.Invalid, "A sign-in name cannot have spaces or invisible characters in it.")
	case n < minHandle || n > maxHandle:
		return errs.New(errs.Invalid, "A sign-in name has %d to %d characters.", minHandle, maxHandle)
	}
	return nil
}

// foldHandle makes one of all spellings of a handle that look the same on a keyboard.
func foldHandle(handle string) string {
	return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.TrimSpace(handle))))
}
