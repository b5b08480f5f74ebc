// Package vault holds the keys of a person and the records sealed under them.
//
// Everything private is a document sealed with AES-256-GCM under the person's
// data key: 32 random bytes made once, never stored in the clear. The data key
// itself is sealed again for each way of opening it:
//
//	passphrase ── Argon2id + server key ─┐
//	recovery code ── HKDF ───────────────┼─ slot ── data key ── records
//	session cookie ── HKDF ──────────────┘
//
// Each sealed thing says, under the seal, what it is and whose it is, so
// that moving bytes between rows, kinds, owners or revisions makes them
// unreadable instead of misleading. There is one format of each; an unknown
// format is an error and nothing older is tried in its place.
//
// The package knows no database and no feature. [Rows] says what it needs
// from a store of sealed rows; [Of] gives a feature a typed view of them.
//
// It protects what is at rest: whoever takes the database reads nothing, and
// whoever can write in it can remove things or put an old row back in its own
// place, but not make anything up or show it elsewhere. It does not protect
// against whoever controls the running program, or the device in the person's hand.
package vault

import (
	"errors"

	"afterwards/internal/errs"
)

// errSealed is the one cause for bytes that do not open: which check refused
// them is nobody's business but a debugger's.
var errSealed = errors.New("vault: sealed bytes do not open")

// damaged reports a record that its own key cannot open.
func damaged(cause error) error {
	return errs.Wrap(cause, errs.Internal, "Something you kept here could not be opened. It may be damaged. Restore it from a backup or an export.")
}
