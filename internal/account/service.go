package account

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"runtime"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/secret"
	"afterwards/internal/vault"
)

// ServerKeySize is the length of the server key, in bytes.
const ServerKeySize = 32

// Options are the settings of a [Service].
type Options struct {
	// ServerKey is random, belongs to the database and is kept beside it,
	// never in it.
	ServerKey secret.Bytes
	// Local serves one person without a handle; handles are ignored then.
	Local bool
	// Closed refuses new accounts, except the one of a local program.
	Closed bool
	// IdleFor is how long a session lasts without use, SessionFor how long in
	// any case. Zero means 2 hours and 30 days.
	IdleFor, SessionFor time.Duration
	// Cost is what a passphrase costs to try; zero means [vault.DefaultCost].
	Cost vault.Cost
	// Stretches is how many passphrases are tried at a time, each with the
	// memory of Cost; zero means one a processor, four at most.
	Stretches int
	// Now is the clock; nil means [time.Now].
	Now func() time.Time
}

// Service is the accounts of one program. It is safe for concurrent use and
// keeps nothing in memory between calls.
type Service struct {
	store     Store
	options   Options
	stretcher *vault.Stretcher
	lookupKey []byte
	now       func() time.Time
}

// New returns the accounts in store.
func New(store Store, o Options) (*Service, error) {
	if len(o.ServerKey) != ServerKeySize {
		return nil, errors.New("account: the server key must have 32 bytes")
	}
	if o.IdleFor == 0 {
		o.IdleFor = 2 * time.Hour
	}
	if o.SessionFor == 0 {
		o.SessionFor = 30 * day
	}
	if o.Cost == (vault.Cost{}) {
		o.Cost = vault.DefaultCost
	}
	if o.Stretches == 0 {
		o.Stretches = min(runtime.GOMAXPROCS(0), 4)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	stretcher, err := vault.NewStretcher(o.Cost, derive(o.ServerKey, "afterwards/1/passphrases"), o.Stretches)
	if err != nil {
		return nil, err
	}
	now := o.Now
	return &Service{
		store:     store,
		options:   o,
		stretcher: stretcher,
		lookupKey: derive(o.ServerKey, "afterwards/1/lookups"),
		now:       func() time.Time { return now().UTC().Truncate(time.Second) },
	}, nil
}

// Exists reports whether the one person of a local program has an account yet.
func (s *Service) Exists(ctx context.Context) (bool, error) {
	_, err := s.store.FindPerson(ctx, s.lookup(""))
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Tidy removes ended sessions, and tries and devices of more than 180 days
// ago. Call it at start and once a day.
func (s *Service) Tidy(ctx context.Context) error {
	return s.store.Tidy(ctx, s.now(), s.now().Add(-rememberFor))
}

// profile is what an account keeps of itself, sealed.
type profile struct {
	Handle string `json:"handle"`
}

const profileKind vault.Kind = "account"

func sealProfile(k *vault.Key, p profile) ([]byte, error) {
	document, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	return k.Seal(profileAddress(k.Owner()), document), nil
}

func openProfile(k *vault.Key, sealed []byte) (p profile, err error) {
	document, err := k.Open(profileAddress(k.Owner()), sealed)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(document, &p)
}

func profileAddress(owner id.ID) vault.Address {
	return vault.Address{Owner: owner, Kind: profileKind, ID: owner, Revision: 1}
}

// lookup returns what an account is found by: a stolen database does not
// tell whether a given person has an account.
func (s *Service) lookup(handle string) []byte {
	if s.options.Local {
		handle = ""
	}
	return s.mac("handle", foldHandle(handle))
}

// mac hashes parts under the server key. The first says what for.
func (s *Service) mac(parts ...string) []byte {
	h := hmac.New(sha256.New, s.lookupKey)
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p)) // of fixed length, so that parts cannot run together
		h.Write(sum[:])
	}
	return h.Sum(nil)
}

// deviceKey returns how a device cookie is known to one account. Another
// account makes something else of the same cookie.
func (s *Service) deviceKey(owner id.ID, cookie string) []byte {
	return s.mac("device", string(owner), cookie)
}

func newDeviceCookie() string {
	var b [32]byte
	rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func derive(from []byte, purpose string) []byte {
	key, err := hkdf.Key(sha256.New, from, nil, purpose, ServerKeySize)
	if err != nil {
		panic("account: HKDF refused 32 bytes: " + err.Error())
	}
	return key
}
