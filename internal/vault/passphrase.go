package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync/atomic"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/secret"

	"golang.org/x/crypto/argon2"
)

// Cost is what one Argon2id derivation takes.
type Cost struct {
	Time    uint32 // passes
	Memory  uint32 // KiB
	Threads uint8  // changes the result, so it is stored too
}

// DefaultCost is the second recommendation of RFC 9106: 3 passes over 64 MiB in 4 lanes.
var DefaultCost = Cost{Time: 3, Memory: 64 << 10, Threads: 4}

// Bounds for any cost, above all for one read from a database: somebody who
// can write there must be able neither to make guessing cheap nor to make
// the program run out of memory.
var (
	MinCost = Cost{Time: 2, Memory: 19 << 10, Threads: 1}
	MaxCost = Cost{Time: 10, Memory: 1 << 20, Threads: 16}
)

func (c Cost) allowed() bool {
	return c.Time >= MinCost.Time && c.Memory >= MinCost.Memory && c.Threads >= MinCost.Threads &&
		c.Time <= MaxCost.Time && c.Memory <= MaxCost.Memory && c.Threads <= MaxCost.Threads
}

// maxWaiting bounds the queue for a derivation. Whoever comes later is told to come back.
const maxWaiting = 64

// Stretcher turns passphrases into keys, a few at a time: each derivation
// holds tens of megabytes, and a storm of sign-ins must not end the program.
// It is safe for concurrent use.
type Stretcher struct {
	cost    Cost
	server  secret.Bytes
	turns   chan struct{}
	waiting atomic.Int32
}

// NewStretcher returns a Stretcher that seals at cost, and runs up to atOnce
// derivations at a time. The server key takes part in every derivation, so a
// database without its key file does not even allow guessing.
func NewStretcher(cost Cost, serverKey secret.Bytes, atOnce int) (*Stretcher, error) {
	switch {
	case !cost.allowed():
		return nil, fmt.Errorf("vault: the Argon2id cost %+v is outside %+v to %+v", cost, MinCost, MaxCost)
	case len(serverKey) != keySize:
		return nil, fmt.Errorf("vault: the server key has %d bytes and needs %d", len(serverKey), keySize)
	case atOnce < 1:
		return nil, errors.New("vault: a stretcher needs room for at least one derivation at a time")
	}
	return &Stretcher{cost: cost, server: serverKey, turns: make(chan struct{}, atOnce)}, nil
}

// Seal makes a slot that the passphrase opens.
func (s *Stretcher) Seal(ctx context.Context, k *Key, passphrase secret.Bytes) (slot []byte, err error) {
	head := slotHead(byPassphrase, s.cost)
	root, err := s.stretch(ctx, passphrase, head[saltAt:commitmentAt], s.cost)
	if err != nil {
		return nil, err
	}
	return closeSlot(head, root, k), nil
}

// Open opens a passphrase slot of owner. It reports false for a wrong
// passphrase and for a slot that was tampered with. The error is of kind
// [errs.Unavailable] if there was no turn to try it.
func (s *Stretcher) Open(ctx context.Context, owner id.ID, slot []byte, passphrase secret.Bytes) (*Key, bool, error) {
	cost, salt, ok := readSlot(slot, byPassphrase)
	if !ok || !cost.allowed() {
		return nil, false, nil
	}
	root, err := s.stretch(ctx, passphrase, salt, cost)
	if err != nil {
		return nil, false, err
	}
	k, ok := openSlot(owner, slot, root)
	return k, ok, nil
}

// Decoy returns a slot that nothing opens. Trying it takes the same work as
// a real one: it stands in for accounts that do not exist.
func (s *Stretcher) Decoy() []byte {
	slot := slotHead(byPassphrase, s.cost)[:slotSize]
	rand.Read(slot[commitmentAt:])
	return slot
}

func (s *Stretcher) stretch(ctx context.Context, passphrase secret.Bytes, salt []byte, c Cost) ([]byte, error) {
	if s.waiting.Add(1) > maxWaiting {
		s.waiting.Add(-1)
		return nil, busy(nil)
	}
	select {
	case s.turns <- struct{}{}:
		s.waiting.Add(-1)
	case <-ctx.Done():
		s.waiting.Add(-1)
		return nil, busy(ctx.Err())
	}
	defer func() { <-s.turns }()
	stretched := argon2.IDKey(passphrase, salt, c.Time, c.Memory, c.Threads, keySize)
	return derive(stretched, s.server, "afterwards/1/slot/passphrase"), nil
}

func busy(cause error) error {
	return &errs.Error{Kind: errs.Unavailable, Public: "Many people are signing in at this moment. Please try again in a minute.", Cause: cause}
}
