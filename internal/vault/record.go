package vault

import (
	"encoding/binary"
	"math"
	"strconv"

	"afterwards/internal/id"
)

// Kind names a kind of record: "journal", "letter". It is stored in the clear
// and never changes once data exists.
type Kind string

// Address says which revision of which record sealed bytes are. All of it is
// bound under the seal.
type Address struct {
	Owner    id.ID
	Kind     Kind
	ID       id.ID
	Revision int64 // 1 when first written, one more with every change
}

const (
	recordFormat = "AFR1"
	// MaxDocument is the longest document that can be sealed, in bytes.
	MaxDocument = 4 << 20
	lengthSize  = 4
	// MinSealed is the length of the shortest sealed record, in bytes.
	MinSealed = len(recordFormat) + 12 + 256 + 16
)

func (a Address) bound() []byte {
	return bind(recordFormat, string(a.Owner), string(a.Kind), string(a.ID), strconv.FormatInt(a.Revision, 10))
}

// Seal returns document sealed for its address: format, nonce, ciphertext,
// tag. The length is rounded up to a bucket, so that it does not tell how
// much somebody had to say. Documents over [MaxDocument] bytes panic:
// features check their own, smaller limits first.
func (k *Key) Seal(a Address, document []byte) []byte {
	if len(document) > MaxDocument {
		panic("vault: document over MaxDocument")
	}
	plain := make([]byte, bucket(lengthSize+len(document)))
	binary.BigEndian.PutUint32(plain, uint32(len(document)))
	copy(plain[lengthSize:], document)
	out := make([]byte, len(recordFormat), len(recordFormat)+k.records.Overhead()+len(plain))
	copy(out, recordFormat)
	return k.records.Seal(out, nil, plain, a.bound())
}

// Open returns the document that was sealed for exactly this address. Bytes
// of another key, address or format, changed bytes and wrong padding are one
// and the same error.
func (k *Key) Open(a Address, sealed []byte) ([]byte, error) {
	if a.Owner != k.owner || len(sealed) < len(recordFormat) || string(sealed[:len(recordFormat)]) != recordFormat {
		return nil, damaged(errSealed)
	}
	plain, err := k.records.Open(nil, nil, sealed[len(recordFormat):], a.bound())
	if err != nil || len(plain) < lengthSize {
		return nil, damaged(errSealed)
	}
	length := int(binary.BigEndian.Uint32(plain))
	if length > MaxDocument || len(plain) != bucket(lengthSize+length) {
		return nil, damaged(errSealed)
	}
	return plain[lengthSize : lengthSize+length : lengthSize+length], nil
}

// bucket rounds a length up to 256 × 1.25ᵏ bytes.
func bucket(n int) int {
	for size := 256.0; ; size *= 1.25 {
		if b := int(math.Ceil(size)); b >= n {
			return b
		}
	}
}
