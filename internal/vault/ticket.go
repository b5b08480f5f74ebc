package vault

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"afterwards/internal/id"
	"afterwards/internal/secret"
)

const (
	ticketFormat = "AFT1"
	ticketID     = 16
	ticketSecret = 32
)

// Ticket is what a session cookie carries: an id that finds the session row,
// and a secret that opens the data key in it. The row has only a hash of the
// id, and nothing of the secret.
type Ticket struct {
	id     [ticketID]byte
	secret [ticketSecret]byte
}

// NewTicket makes the ticket of a new session.
func NewTicket() Ticket {
	var t Ticket
	rand.Read(t.id[:])
	rand.Read(t.secret[:])
	return t
}

// ParseTicket reads a cookie value. It reports false for anything that
// [Ticket.Cookie] could not have made.
func ParseTicket(cookie string) (Ticket, bool) {
	var t Ticket
	if len(cookie) != base64.RawURLEncoding.EncodedLen(ticketID+ticketSecret) {
		return t, false
	}
	// Strict: one ticket, one spelling. Line breaks would be skipped otherwise,
	// but then the length is short.
	b, err := base64.RawURLEncoding.Strict().DecodeString(cookie)
	if err != nil || len(b) != ticketID+ticketSecret {
		return t, false
	}
	copy(t.id[:], b)
	copy(t.secret[:], b[ticketID:])
	return t, true
}

// Cookie returns the value to put in the cookie.
func (t Ticket) Cookie() string {
	return base64.RawURLEncoding.EncodeToString(append(t.id[:len(t.id):len(t.id)], t.secret[:]...))
}

// String hides the ticket.
func (Ticket) String() string { return secret.Bytes(nil).String() }

// GoString hides the ticket from %#v.
func (Ticket) GoString() string { return secret.Bytes(nil).String() }

// Row returns what the session row is found by: SHA-256 of the id.
func (t Ticket) Row() []byte {
	h := sha256.Sum256(t.id[:])
	return h[:]
}

// Seal seals the data key for the session row.
func (t Ticket) Seal(k *Key) []byte {
	sealed := []byte(ticketFormat)
	return aead(t.key()).Seal(sealed, nil, k.data, t.bound(k.owner))
}

// Open opens the data key in the session row of owner. It reports false if
// the row was not sealed by this ticket for this owner.
func (t Ticket) Open(owner id.ID, sealed []byte) (*Key, bool) {
	if len(sealed) < len(ticketFormat) || string(sealed[:len(ticketFormat)]) != ticketFormat {
		return nil, false
	}
	data, err := aead(t.key()).Open(nil, nil, sealed[len(ticketFormat):], t.bound(owner))
	if err != nil || len(data) != keySize {
		return nil, false
	}
	return newKey(owner, data), true
}

func (t Ticket) key() []byte { return derive(t.secret[:], nil, "afterwards/1/session") }

func (t Ticket) bound(owner id.ID) []byte { return bind(ticketFormat, string(owner), string(t.Row())) }
