package account

import (
	"context"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/secret"
	"afterwards/internal/vault"
)

// Create makes an account and signs it in. The recovery code in the answer
// must be shown and typed back ([Service.ConfirmRecovery]); until then the
// account is in stage [NeedsRecovery].
//
// It gives [errs.Invalid] for a handle or passphrase that will not do,
// [errs.Conflict] if the handle is taken (in local mode: if there is an
// account already) and [errs.Unauthorized] if sign-ups are closed.
func (s *Service) Create(ctx context.Context, handle string, passphrase secret.Bytes, c Client) (Created, error) {
	if s.options.Local {
		handle = ""
	} else if s.options.Closed {
		return Created{}, errs.New(errs.Unauthorized, "This server takes no new accounts.")
	} else if err := CheckHandle(handle); err != nil {
		return Created{}, err
	}
	if err := CheckPassphrase(handle, passphrase); err != nil {
		return Created{}, err
	}
	if err := s.countAddress(ctx, c); err != nil {
		return Created{}, err
	}
	key, code, now := vault.NewKey(id.New()), vault.NewRecoveryCode(), s.now()
	bypass, err := s.stretcher.Seal(ctx, key, normal(passphrase))
	if err != nil {
		return Created{}, err
	}
	sealed, err := sealProfile(key, profile{Handle: handle})
	if err != nil {
		return Created{}, err
	}
	p := Person{
		ID: key.Owner(), Lookup: s.lookup(handle), Profile: sealed, Made: vault.Day(now),
		Slots: map[Slot][]byte{SlotPassphrase: bypass, SlotNextRecovery: code.Seal(key)},
	}
	d, cookie := s.newDevice(p.ID)
	row, ticket := s.newSession(key, d, false)
	if err := s.store.CreateAccount(ctx, p, d, row); err != nil {
		if errs.Is(err, errs.Conflict) && s.options.Local {
			return Created{}, errs.Wrap(err, errs.Conflict, "There is a journal on this computer already. Sign in with its passphrase.")
		}
		return Created{}, err
	}
	open := &Open{Handle: handle, Stage: NeedsRecovery, lookup: p.Lookup}
	return Created{SignedIn: s.signedIn(open, key, row, ticket, d, cookie), RecoveryCode: code.Text()}, nil
}
