package account

import (
	"context"
	"time"

	"afterwards/internal/id"
)

// Store is what accounts need from a database. Every method is one
// transaction. What is absent, or of somebody else, is [errs.NotFound].
type Store interface {
	// CreateAccount keeps a new account with its slots, its first device and
	// its first session. It gives [errs.Conflict] if the lookup is taken.
	CreateAccount(ctx context.Context, p Person, d Device, s SessionRow) error
	// FindPerson returns the account of a lookup, with its slots.
	FindPerson(ctx context.Context, lookup []byte) (Person, error)
	// ListSlots returns the slots of an account.
	ListSlots(ctx context.Context, owner id.ID) (map[Slot][]byte, error)
	// ChangeAccount does everything in change, or nothing.
	ChangeAccount(ctx context.Context, owner id.ID, change Change) error
	// DeleteAccount removes all there is of an account and of the tries at
	// its lookup, and overwrites what was removed where the database can.
	DeleteAccount(ctx context.Context, owner id.ID, lookup []byte) error

	// FindDevice returns a device that is known to the account.
	FindDevice(ctx context.Context, owner id.ID, device []byte) (Device, error)

	// AdmitTry lets judge look at the tries at a subject (an account's
	// lookup, whether or not there is such an account) and, if it has no
	// objection, adds t to them. No other try at the subject can come between.
	// Tries dated after t are moved to t first: a clock that was set back must not
	// make anybody wait for the future. What judge sets in Closed is kept even
	// if it objects; the objection is returned.
	AdmitTry(ctx context.Context, subject []byte, t Try, judge func(*Ledger) error) error
	// CountAddress adds one try in the window that starts at since and
	// returns how many there have been in it. A new window starts at one.
	CountAddress(ctx context.Context, address []byte, since time.Time) (int, error)
	// ListTries returns the tries at a subject.
	ListTries(ctx context.Context, subject []byte) ([]Try, error)

	// BeginSession keeps a session and its device, forgets the try that
	// succeeded and marks the others as shown. It returns those that were not
	// shown before.
	BeginSession(ctx context.Context, d Device, s SessionRow, settle Settle) ([]Try, error)
	// SettleTry does the part of BeginSession that concerns the tries.
	SettleTry(ctx context.Context, settle Settle) error
	// FindSession returns the session of a row with what is needed of its
	// device and its account.
	FindSession(ctx context.Context, row []byte) (Resumed, error)
	// TouchSession notes the last use of a session and its device.
	TouchSession(ctx context.Context, s SessionRow) error
	// ListSessions returns the sessions of an account that have not ended by
	// now, the latest used first.
	ListSessions(ctx context.Context, owner id.ID, now time.Time) ([]Session, error)
	// EndSession removes a session of an account by its id.
	EndSession(ctx context.Context, owner, session id.ID) error
	// EndSessionRow removes a session by its row. No such row is no error.
	EndSessionRow(ctx context.Context, row []byte) error

	// Tidy removes sessions that ended before now, addresses of the day before,
	// and tries and devices that were last used before old.
	Tidy(ctx context.Context, now, old time.Time) error
}

// Slot names one way to open the vault of an account.
type Slot string

// The slots. A new recovery code waits in SlotNextRecovery until it was typed back.
const (
	SlotPassphrase   Slot = "passphrase"
	SlotRecovery     Slot = "recovery"
	SlotNextRecovery Slot = "recovery-next"
)

// Person is the row of an account and its slots.
type Person struct {
	ID      id.ID
	Lookup  []byte // HMAC-SHA-256 of the handle under the server key
	Profile []byte // the handle, sealed under the data key
	Slots   map[Slot][]byte
	Made    time.Time // day
}

// Device is a browser that signed in before. Key is an HMAC of its cookie and
// its owner. Days are midnight UTC.
type Device struct {
	Key         []byte
	Name        string
	First, Last time.Time
}

// SessionRow is a session as it is stored.
type SessionRow struct {
	Row           []byte // SHA-256 of the ticket's id
	ID            id.ID
	Owner         id.ID
	Device        []byte
	Sealed        []byte // the data key under the ticket's secret
	First, Last   time.Time
	Ends, Latest  time.Time // when it ends if not used, and when in any case
	SetPassphrase bool      // a new passphrase is due
}

// Resumed is a stored session with what a request needs to know besides.
type Resumed struct {
	SessionRow
	DeviceName string
	Lookup     []byte
	Profile    []byte
	Confirmed  bool // there is a recovery code that was typed back
}

// Change is what happens to an account in one transaction.
type Change struct {
	Put     map[Slot][]byte
	Drop    []Slot
	Session *SessionRow // replaces all sessions of the account
	Forget  []byte      // forgets all devices but this one; nil forgets none
	EndAll  bool        // ends all sessions
}

// Try is one try at an account: wrong, or still being checked.
type Try struct {
	ID    id.ID
	Door  Door
	At    time.Time
	Shown bool // the owner has been told
}

// Settle ends a try that was right: it is forgotten, and the account opens to
// unknown devices again.
type Settle struct {
	Subject []byte
	Try     id.ID
}

// Ledger is what is remembered of the tries at one subject.
type Ledger struct {
	Closed bool // to passphrases from unknown devices
	Tries  []Try
}
