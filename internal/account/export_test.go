package account

import (
	"context"

	"afterwards/internal/vault"
)

// Guess tries a wrong passphrase without the cost of deriving a key from it:
// a year of guesses would take an hour otherwise. All else is as in SignIn.
func (s *Service) Guess(ctx context.Context, handle string, c Client) error {
	_, err := s.enter(ctx, handle, c, unknownDoor, deviceDoor, false, func(Person) (*vault.Key, bool, error) { return nil, false, nil })
	return err
}

// Know tries the right passphrase, likewise, with the recovery code as the key.
func (s *Service) Know(ctx context.Context, handle, code string, c Client) (SignedIn, error) {
	parsed, err := vault.ParseRecoveryCode(code)
	if err != nil {
		return SignedIn{}, err
	}
	return s.enter(ctx, handle, c, unknownDoor, deviceDoor, false, func(p Person) (*vault.Key, bool, error) {
		k, ok := parsed.Open(p.ID, p.Slots[SlotRecovery])
		return k, ok, nil
	})
}

// Words is the list that suggestions are picked from.
var Words = words()
