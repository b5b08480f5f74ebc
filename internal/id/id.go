// Package id makes and reads the random identifiers of accounts, records and
// sessions: 128 bits in lower-case Crockford-like base32, 26 characters.
package id

import (
	"crypto/rand"
	"encoding/base32"
)

// ID names one thing. The zero value names nothing.
type ID string

const length = 26

var encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New returns a fresh random ID.
func New() ID {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return From(b)
}

// From returns the ID of 128 bits that were not drawn by [New].
func From(b [16]byte) ID { return ID(encoding.EncodeToString(b[:])) }

// Parse reads an ID from a URL or a form. It reports false for anything that
// [New] could not have made.
func Parse(s string) (ID, bool) {
	if len(s) != length {
		return "", false
	}
	b, err := encoding.DecodeString(s)
	if err != nil || encoding.EncodeToString(b) != s {
		return "", false
	}
	return ID(s), true
}
