package vault

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/secret"
)

const (
	recoverySize    = 20 // bytes: 160 bits, 32 letters, 8 groups of 4
	recoveryLetters = recoverySize * 8 / 5
	checkLetters    = 2 // 10 bits: a slip of the pen passes once in a thousand
	groupLetters    = 4
	alphabet        = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford's base 32: no I, L, O, U
)

// RecoveryCode opens a vault when the passphrase is gone. It is random, so it
// needs no slow derivation, and it does not depend on the server key: whoever
// kept the code can open a restored database even if the key file is lost.
type RecoveryCode struct{ bits [recoverySize]byte }

// NewRecoveryCode makes a code.
func NewRecoveryCode() RecoveryCode {
	var c RecoveryCode
	rand.Read(c.bits[:])
	return c
}

// Text returns the code as it is shown, once: eight groups of four and a
// group of two that catches typing mistakes, "7K3D-…-M0QT-4X".
func (c RecoveryCode) Text() string {
	letters := crockford(c.bits[:], recoveryLetters) + c.check()
	var b strings.Builder
	for i := 0; i < len(letters); i += groupLetters {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(letters[i:min(i+groupLetters, len(letters))])
	}
	return b.String()
}

// String hides the code.
func (RecoveryCode) String() string { return secret.Bytes(nil).String() }

// GoString hides the code from %#v.
func (RecoveryCode) GoString() string { return secret.Bytes(nil).String() }

// ParseRecoveryCode reads a code that somebody typed. Case, spaces and dashes
// do not matter; o is read as 0, i and l as 1. The error is [errs.Invalid].
func ParseRecoveryCode(typed string) (RecoveryCode, error) {
	var c RecoveryCode
	letters := make([]byte, 0, recoveryLetters+checkLetters)
	for _, r := range typed {
		switch {
		case strings.ContainsRune(" \t\r\n-\u00a0\u2010\u2011\u2012\u2013\u2014", r):
			continue
		case 'a' <= r && r <= 'z':
			r -= 'a' - 'A'
		}
		switch r {
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if r >= 0x80 || !strings.ContainsRune(alphabet, r) || len(letters) == cap(letters) {
			return c, errs.New(errs.Invalid, "That is not a recovery code. It has eight groups of four letters and numbers, and two more at the end.")
		}
		letters = append(letters, byte(r))
	}
	if len(letters) != cap(letters) {
		return c, errs.New(errs.Invalid, "Some of the recovery code is missing. It has eight groups of four letters and numbers, and two more at the end.")
	}
	var bits, held uint
	at := 0
	for _, l := range letters[:recoveryLetters] {
		bits, held = bits<<5|uint(strings.IndexByte(alphabet, l)), held+5
		if held >= 8 {
			held -= 8
			c.bits[at] = byte(bits >> held)
			at++
		}
	}
	if c.check() != string(letters[recoveryLetters:]) {
		return RecoveryCode{}, errs.New(errs.Invalid, "There is a typing mistake in the recovery code. Please compare it group by group.")
	}
	return c, nil
}

// Seal makes a slot that the code opens.
func (c RecoveryCode) Seal(k *Key) []byte {
	head := slotHead(byRecovery, Cost{})
	return closeSlot(head, c.root(head[saltAt:commitmentAt]), k)
}

// Open opens a recovery slot of owner. It reports false for another code and
// for a slot that was tampered with.
func (c RecoveryCode) Open(owner id.ID, slot []byte) (*Key, bool) {
	cost, salt, ok := readSlot(slot, byRecovery)
	if !ok || cost != (Cost{}) {
		return nil, false
	}
	return openSlot(owner, slot, c.root(salt))
}

func (c RecoveryCode) root(salt []byte) []byte {
	return derive(c.bits[:], salt, "afterwards/1/slot/recovery")
}

func (c RecoveryCode) check() string {
	h := sha256.Sum256(append([]byte("afterwards/1/recovery/check"), c.bits[:]...))
	return crockford(h[:], checkLetters)
}

// crockford writes the first n×5 bits of b as n letters.
func crockford(b []byte, n int) string {
	out := make([]byte, n)
	var bits, held uint
	at := 0
	for i := range out {
		if held < 5 {
			bits, held = bits<<8|uint(b[at]), held+8
			at++
		}
		held -= 5
		out[i] = alphabet[bits>>held&31]
	}
	return string(out)
}
