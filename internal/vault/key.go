package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"log/slog"

	"afterwards/internal/id"
	"afterwards/internal/secret"
)

// keySize is the length of every symmetric key here, in bytes.
const keySize = 32

// Key is the opened data key of one person. It lives for one request, prints
// as "[private]" and is safe for concurrent use.
type Key struct {
	owner   id.ID
	data    secret.Bytes
	records cipher.AEAD
}

// NewKey makes the data key of a new owner.
func NewKey(owner id.ID) *Key {
	data := make([]byte, keySize)
	rand.Read(data)
	return newKey(owner, data)
}

func newKey(owner id.ID, data []byte) *Key {
	return &Key{owner: owner, data: data, records: aead(derive(data, nil, "afterwards/1/records"))}
}

// Owner returns whose key this is.
func (k *Key) Owner() id.ID { return k.owner }

// ID names something by its content: the same parts give the same ID under
// this key, and an ID that tells nothing without it.
func (k *Key) ID(parts ...string) id.ID {
	h := hmac.New(sha256.New, derive(k.data, nil, "afterwards/1/ids"))
	h.Write(bind(parts...))
	return id.From([16]byte(h.Sum(nil)[:16]))
}

// String hides the key.
func (*Key) String() string { return secret.Bytes(nil).String() }

// GoString hides the key from %#v.
func (*Key) GoString() string { return secret.Bytes(nil).String() }

// LogValue hides the key from log/slog.
func (*Key) LogValue() slog.Value { return secret.Bytes(nil).LogValue() }

// Wipe overwrites the data key, as far as Go allows. The key is of no use after.
func (k *Key) Wipe() { k.data.Wipe() }

// aead returns AES-256-GCM that draws a fresh 96-bit nonce for every seal and
// puts it in front. A key may seal 2³² times; nobody writes that often.
func aead(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("vault: a key of the wrong length: " + err.Error())
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("vault: AES-GCM is missing: " + err.Error())
	}
	return gcm
}

// derive makes a 32-byte key for one purpose out of another secret.
func derive(from, salt []byte, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, from, salt, purpose, keySize)
	if err != nil {
		panic("vault: HKDF refused 32 bytes: " + err.Error())
	}
	return key
}

// bind joins the parts that a sealed thing is tied to. Each part carries its
// length, so that ("ab","c") and ("a","bc") differ.
func bind(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}
