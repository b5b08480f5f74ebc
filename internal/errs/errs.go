// Package errs holds the one error type of the program: a kind, a sentence
// that may be shown to the person, and a cause that may not.
//
// Anything that reaches a page, an API answer or the terminal goes through
// [Public]; the cause goes to the log only, and must not carry private text
// either.
package errs

import (
	"errors"
	"fmt"
)

// Kind says what sort of thing went wrong. Adapters turn it into an HTTP
// status or an exit code.
type Kind int

// The kinds, from "our fault" to "not for you".
const (
	Internal     Kind = iota // a fault of the program or its machine
	Invalid                  // the input breaks a stated rule
	NotFound                 // absent, or not the caller's: the two are never told apart
	Unauthorized             // nobody is signed in, or the secret was wrong
	Conflict                 // somebody else changed it first
	TooMany                  // a limit on tries or size was reached
	Unavailable              // try again in a moment
)

// Error is an error with two audiences.
type Error struct {
	Kind   Kind
	Public string // one sentence for the person; no private text
	Cause  error  // for the log; may be nil
}

// Error returns the public sentence, and the cause after a colon if there is one.
func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Public
	}
	return e.Public + ": " + e.Cause.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New makes an error of a kind with a public sentence.
func New(kind Kind, format string, args ...any) error {
	return &Error{Kind: kind, Public: fmt.Sprintf(format, args...)}
}

// Wrap gives cause a kind and a public sentence. A nil cause stays nil.
func Wrap(cause error, kind Kind, format string, args ...any) error {
	if cause == nil {
		return nil
	}
	return &Error{Kind: kind, Public: fmt.Sprintf(format, args...), Cause: cause}
}

// KindOf returns the kind of err; errors that are not ours are [Internal].
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of the given kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Public returns the sentence a person may read. For errors that are not ours
// it gives nothing away.
func Public(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok && e.Public != "" {
		return e.Public
	}
	return "Something went wrong on our side. What you wrote is still on this page."
}
