// Package secret holds bytes that must never be printed by accident: keys,
// passphrases and recovery codes.
package secret

import (
	"crypto/subtle"
	"log/slog"
)

const hidden = "[private]"

// Bytes prints, logs and marshals as "[private]". Convert to []byte to use it.
type Bytes []byte

// String hides the content.
func (Bytes) String() string { return hidden }

// GoString hides the content from %#v.
func (Bytes) GoString() string { return hidden }

// LogValue hides the content from log/slog.
func (Bytes) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalJSON hides the content from encoding/json.
func (Bytes) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// Equal compares in constant time.
func (b Bytes) Equal(other []byte) bool { return subtle.ConstantTimeCompare(b, other) == 1 }

// Wipe overwrites the bytes. Go may have copied them before; this shortens
// their life, it does not end it.
func (b Bytes) Wipe() { clear(b) }
