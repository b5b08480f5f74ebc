package vault

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/binary"

	"afterwards/internal/id"
)

// A slot is the data key sealed for one way of opening it:
//
//	"AFS1" | way 1 | time 4 | memory KiB 4 | threads 1 | salt 16 | commitment 32 | nonce 12 | sealed key 32 | tag 16
//
// Numbers are big-endian; a recovery slot has zeros for the cost. Everything
// before the nonce, and the owner, is bound under the seal. AES-GCM alone does
// not commit to its key: one ciphertext could be made to open under many
// guesses at once. So the commitment is compared first.
const (
	slotFormat   = "AFS1"
	saltSize     = 16
	costAt       = len(slotFormat) + 1
	saltAt       = costAt + 9
	commitmentAt = saltAt + saltSize
	sealedAt     = commitmentAt + keySize
	slotSize     = sealedAt + 12 + keySize + 16
)

// The ways to open a slot.
const (
	byPassphrase = 1
	byRecovery   = 2
)

// slotHead returns a new slot up to its salt.
func slotHead(way byte, c Cost) []byte {
	head := make([]byte, commitmentAt, slotSize)
	copy(head, slotFormat)
	head[len(slotFormat)] = way
	binary.BigEndian.PutUint32(head[costAt:], c.Time)
	binary.BigEndian.PutUint32(head[costAt+4:], c.Memory)
	head[costAt+8] = c.Threads
	rand.Read(head[saltAt:])
	return head
}

// readSlot returns the cost and salt of a slot that is opened in that way.
func readSlot(slot []byte, way byte) (c Cost, salt []byte, ok bool) {
	if len(slot) != slotSize || string(slot[:len(slotFormat)]) != slotFormat || slot[len(slotFormat)] != way {
		return Cost{}, nil, false
	}
	return Cost{
		Time:    binary.BigEndian.Uint32(slot[costAt:]),
		Memory:  binary.BigEndian.Uint32(slot[costAt+4:]),
		Threads: slot[costAt+8],
	}, slot[saltAt:commitmentAt], true
}

// closeSlot appends commitment and sealed data key to a head.
func closeSlot(head, root []byte, k *Key) []byte {
	slot := append(head, derive(root, nil, "afterwards/1/slot/commitment")...)
	return aead(derive(root, nil, "afterwards/1/slot/wrap")).Seal(slot, nil, k.data, slotBound(k.owner, slot))
}

// openSlot opens the data key with the root that the way of opening gave.
func openSlot(owner id.ID, slot, root []byte) (*Key, bool) {
	if subtle.ConstantTimeCompare(slot[commitmentAt:sealedAt], derive(root, nil, "afterwards/1/slot/commitment")) != 1 {
		return nil, false
	}
	data, err := aead(derive(root, nil, "afterwards/1/slot/wrap")).Open(nil, nil, slot[sealedAt:], slotBound(owner, slot[:sealedAt]))
	if err != nil {
		return nil, false
	}
	return newKey(owner, data), true
}

func slotBound(owner id.ID, head []byte) []byte { return bind(slotFormat, string(owner), string(head)) }
