package account

import (
	"context"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/secret"
	"afterwards/internal/vault"
)

// Renewed is a session under a new cookie, after something about the account changed.
type Renewed struct {
	Open          *Open
	SessionCookie string
	SessionAge    time.Duration
	RecoveryCode  string // a new one to show, or empty
}

// ConfirmRecovery takes the recovery code as the person typed it back. From
// then on it is the account's only one, and the session is [Ready].
func (s *Service) ConfirmRecovery(ctx context.Context, o *Open, typed string) error {
	code, err := vault.ParseRecoveryCode(typed)
	if err != nil {
		return err
	}
	slots, err := s.store.ListSlots(ctx, o.Account)
	if err != nil {
		return err
	}
	slot := slots[SlotNextRecovery]
	if slot == nil {
		return errs.New(errs.Invalid, "There is no new recovery code to confirm. Ask for one first.")
	}
	if _, ok := code.Open(o.Account, slot); !ok {
		return errs.New(errs.Invalid, "That is a recovery code, but not the new one. Please type the one that was shown last.")
	}
	err = s.store.ChangeAccount(ctx, o.Account, Change{Put: map[Slot][]byte{SlotRecovery: slot}, Drop: []Slot{SlotNextRecovery}})
	if err == nil && o.Stage == NeedsRecovery {
		o.Stage = Ready
	}
	return err
}

// NewRecoveryCode makes a recovery code, to be shown now and typed back. An
// older one that was confirmed works until the new one is. An account that
// has none yet needs no passphrase for this; any other does.
func (s *Service) NewRecoveryCode(ctx context.Context, o *Open, passphrase secret.Bytes) (string, error) {
	if o.Stage == NeedsPassphrase {
		return "", errs.New(errs.Invalid, "Set a new passphrase first. The recovery code comes after it.")
	}
	if o.Stage == Ready {
		if err := s.prove(ctx, o, passphrase); err != nil {
			return "", err
		}
	}
	code := vault.NewRecoveryCode()
	err := s.store.ChangeAccount(ctx, o.Account, Change{Put: map[Slot][]byte{SlotNextRecovery: code.Seal(o.Key)}})
	if err != nil {
		return "", err
	}
	return code.Text(), nil
}

// SetPassphrase sets a new passphrase after signing in by recovery code. That
// code is used up: the answer has a new one to show and type back. Other
// sessions end and other devices are forgotten.
func (s *Service) SetPassphrase(ctx context.Context, o *Open, next secret.Bytes) (Renewed, error) {
	if o.Stage != NeedsPassphrase {
		return Renewed{}, errs.New(errs.Invalid, "To change your passphrase, give the one you have first.")
	}
	code := vault.NewRecoveryCode()
	r, err := s.renew(ctx, o, next, Change{
		Put:  map[Slot][]byte{SlotNextRecovery: code.Seal(o.Key)},
		Drop: []Slot{SlotRecovery},
	})
	if err != nil {
		return Renewed{}, err
	}
	r.Open.Stage, r.RecoveryCode = NeedsRecovery, code.Text()
	return r, nil
}

// ChangePassphrase replaces the passphrase. The records stay as they are:
// only their key is sealed anew. Other sessions end and other devices are
// forgotten, so that whoever knew the old one is out.
func (s *Service) ChangePassphrase(ctx context.Context, o *Open, current, next secret.Bytes) (Renewed, error) {
	if o.Stage == NeedsPassphrase {
		return Renewed{}, errs.New(errs.Invalid, "You came in by recovery code. Set a new passphrase first.")
	}
	if err := CheckPassphrase(o.Handle, next); err != nil {
		return Renewed{}, err
	}
	if err := s.prove(ctx, o, current); err != nil {
		return Renewed{}, err
	}
	return s.renew(ctx, o, next, Change{Put: map[Slot][]byte{}})
}

// renew seals the data key under a new passphrase and moves the session to a new ticket.
func (s *Service) renew(ctx context.Context, o *Open, next secret.Bytes, change Change) (Renewed, error) {
	if err := CheckPassphrase(o.Handle, next); err != nil {
		return Renewed{}, err
	}
	slot, err := s.stretcher.Seal(ctx, o.Key, normal(next))
	if err != nil {
		return Renewed{}, err
	}
	row, ticket := s.newSession(o.Key, Device{Key: o.device}, false)
	change.Put[SlotPassphrase] = slot
	change.Session, change.Forget = &row, o.device
	if err := s.store.ChangeAccount(ctx, o.Account, change); err != nil {
		return Renewed{}, err
	}
	renewed := *o
	renewed.Session, renewed.Ends, renewed.ticket = row.ID, row.Ends, ticket
	return Renewed{Open: &renewed, SessionCookie: ticket.Cookie(), SessionAge: s.options.SessionFor}, nil
}

// Delete removes the account and everything in it, after one more look at the
// passphrase. The keys are gone with it: copies of the database that are made later
// open nothing of it.
func (s *Service) Delete(ctx context.Context, o *Open, passphrase secret.Bytes) error {
	if o.Stage == NeedsPassphrase {
		return errs.New(errs.Invalid, "Set a new passphrase first. Then you can delete the account with it.")
	}
	if err := s.prove(ctx, o, passphrase); err != nil {
		return err
	}
	defer o.Key.Wipe()
	return s.store.DeleteAccount(ctx, o.Account, o.lookup)
}
