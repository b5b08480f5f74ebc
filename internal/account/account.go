// Package account says who is here and opens their vault for one request:
// signing up, signing in, devices, the recovery code, the passphrase, leaving
// for good.
//
// It is written against one adversary before all others: somebody who knows
// the person well, is patient, and may have had their device. So guesses are
// counted for months and shown to the owner, nobody can lock the owner out
// by guessing, and no question about a pet's name opens anything.
//
// A handle that does not exist behaves like one whose passphrase is wrong: same path,
// same answers, same work.
//
// It knows no HTTP and no SQL: cookies are strings here, and [Store] says what
// it needs from a database.
package account

import (
	"net/netip"
	"time"

	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Client is what is known of whoever makes a request.
type Client struct {
	Device  string     // value of the device cookie, or empty
	Address netip.Addr // where the request came from; the zero value counts no address
}

// Stage says what an account still needs before it is whole.
type Stage int

// The stages. Only a Ready session should be shown private pages; the other
// two have one page each to finish first.
const (
	Ready           Stage = iota
	NeedsRecovery         // a recovery code must be shown (NewRecoveryCode) and typed back (ConfirmRecovery)
	NeedsPassphrase       // signed in by recovery code: a new passphrase must be set (SetPassphrase)
)

// Open is a signed-in session for one request.
type Open struct {
	Account id.ID
	Handle  string // as typed at sign-up; empty in local mode
	Session id.ID  // names this session in lists; opens nothing
	Device  string // the words this device was given, such as "blue harbour"
	Stage   Stage
	Key     *vault.Key // the person's data key, for the features
	Ends    time.Time  // when the session ends unless it is used again

	ticket vault.Ticket
	device []byte // how the store knows this device
	lookup []byte // how the store knows this account
}

// SignedIn is what signing in gives. Both cookies must be set as HttpOnly,
// SameSite=Strict, Path=/, and Secure wherever there is TLS.
type SignedIn struct {
	Open          *Open
	SessionCookie string
	SessionAge    time.Duration // how long the browser may keep SessionCookie
	DeviceCookie  string
	DeviceAge     time.Duration
	Tries         Tries // wrong tries since the last sign-in: show them if there are any
}

// Created is a new account. The recovery code is shown now and never again.
type Created struct {
	SignedIn
	RecoveryCode string
}

// Tries counts wrong tries to get in.
type Tries struct {
	Wrong int // tries
	Days  int // days (UTC) on which there were any
	Here  int // of these, how many came from the device that is signed in
}

// DayTries counts the wrong tries of one day.
type DayTries struct {
	Day   time.Time // midnight UTC
	Wrong int
}

// Session is a line of the list of sessions.
type Session struct {
	ID     id.ID
	Device string    // two words that the server gave the device
	First  time.Time // day of signing in, midnight UTC
	Last   time.Time // day of last use, midnight UTC
	Here   bool      // the session that asks
}
