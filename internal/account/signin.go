package account

import (
	"context"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/secret"
	"afterwards/internal/vault"
)

// SignIn opens an account with its passphrase. A wrong handle, a wrong
// passphrase and a handle that never existed are the same
// [errs.Unauthorized]; too many tries are [errs.TooMany], for handles that
// never existed too.
func (s *Service) SignIn(ctx context.Context, handle string, passphrase secret.Bytes, c Client) (SignedIn, error) {
	return s.enter(ctx, handle, c, unknownDoor, deviceDoor, false, func(p Person) (*vault.Key, bool, error) {
		slot, ok := p.Slots[SlotPassphrase]
		if !ok {
			slot = s.stretcher.Decoy()
		}
		return s.stretcher.Open(ctx, p.ID, slot, normal(passphrase))
	})
}

// SignInByRecovery opens an account with its recovery code. The session is in
// stage [NeedsPassphrase] until [Service.SetPassphrase]. A code with a typing
// mistake is [errs.Invalid] and not counted as a try.
func (s *Service) SignInByRecovery(ctx context.Context, handle, code string, c Client) (SignedIn, error) {
	parsed, err := vault.ParseRecoveryCode(code)
	if err != nil {
		return SignedIn{}, err
	}
	return s.enter(ctx, handle, c, recoveryDoor, knownRecoveryDoor, true, func(p Person) (*vault.Key, bool, error) {
		// A code that was shown but never typed back opens too: it may be all
		// that somebody wrote down.
		for _, slot := range []Slot{SlotRecovery, SlotNextRecovery} {
			if key, ok := parsed.Open(p.ID, p.Slots[slot]); ok {
				return key, true, nil
			}
		}
		return nil, false, nil
	})
}

// enter is the one path in: who, from which device, may they try, is it
// right, begin a session. The try is counted before it is checked, so that
// two guesses at once cannot share one place in the budget.
func (s *Service) enter(ctx context.Context, handle string, c Client, stranger Door, known func([]byte) Door, setPassphrase bool,
	check func(Person) (*vault.Key, bool, error),
) (SignedIn, error) {
	lookup := s.lookup(handle)
	p, err := s.store.FindPerson(ctx, lookup)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return SignedIn{}, err
	}
	door, isKnown := stranger, false
	d, err := s.store.FindDevice(ctx, p.ID, s.deviceKey(p.ID, c.Device))
	switch {
	case err == nil:
		door, isKnown = known(d.Key), true
	case errs.Is(err, errs.NotFound):
		// The owner's own device is not held back by whoever shares the line.
		if err := s.countAddress(ctx, c); err != nil {
			return SignedIn{}, err
		}
	default:
		return SignedIn{}, err
	}

	try := Try{ID: id.New(), Door: door, At: s.now()}
	if err := s.admit(ctx, lookup, try); err != nil {
		return SignedIn{}, err
	}
	key, ok, err := check(p)
	if err != nil {
		return SignedIn{}, err
	}
	if !ok {
		if setPassphrase {
			return SignedIn{}, errs.New(errs.Unauthorized, "That recovery code does not open this account.")
		}
		return SignedIn{}, s.wrong()
	}

	cookie := c.Device
	if !isKnown {
		// Never adopt a cookie that came from outside: somebody may have put
		// it there to be known afterwards.
		d, cookie = s.newDevice(p.ID)
	}
	d.Last = vault.Day(s.now())
	row, ticket := s.newSession(key, d, setPassphrase)
	unseen, err := s.store.BeginSession(ctx, d, row, Settle{Subject: lookup, Try: try.ID})
	if err != nil {
		return SignedIn{}, err
	}
	mine, err := openProfile(key, p.Profile)
	if err != nil {
		return SignedIn{}, err
	}
	open := &Open{Handle: mine.Handle, Stage: stageOf(row, p.Slots[SlotRecovery] != nil), lookup: lookup}
	in := s.signedIn(open, key, row, ticket, d, cookie)
	in.Tries = countTries(unseen, deviceDoor(d.Key), knownRecoveryDoor(d.Key))
	return in, nil
}

func (s *Service) wrong() error {
	if s.options.Local {
		return errs.New(errs.Unauthorized, "That passphrase does not open this journal.")
	}
	return errs.New(errs.Unauthorized, "That sign-in name and passphrase do not belong together.")
}

// admit counts a try, or says why there is none left.
func (s *Service) admit(ctx context.Context, subject []byte, t Try) error {
	return s.store.AdmitTry(ctx, subject, t, func(l *Ledger) error { return l.judge(t.Door, t.At) })
}

// countAddress counts a try by where it came from, over all accounts.
func (s *Service) countAddress(ctx context.Context, c Client) error {
	if !c.Address.IsValid() {
		return nil
	}
	n, err := s.store.CountAddress(ctx, s.mac("address", network(c.Address)), s.now().Truncate(addressSpan))
	if err == nil && n > addressTries {
		return errs.New(errs.TooMany, "There were too many tries from this network. Please wait an hour, or use a device where you signed in before.")
	}
	return err
}

// prove checks the passphrase of somebody who is signed in already, before
// something that cannot be taken back. It is a try like any other.
func (s *Service) prove(ctx context.Context, o *Open, passphrase secret.Bytes) error {
	slots, err := s.store.ListSlots(ctx, o.Account)
	if err != nil {
		return err
	}
	try := Try{ID: id.New(), Door: deviceDoor(o.device), At: s.now()}
	if err := s.admit(ctx, o.lookup, try); err != nil {
		return err
	}
	_, ok, err := s.stretcher.Open(ctx, o.Account, slots[SlotPassphrase], normal(passphrase))
	if err != nil {
		return err
	}
	if !ok {
		return errs.New(errs.Unauthorized, "That is not your passphrase. Nothing was changed.")
	}
	return s.store.SettleTry(ctx, Settle{Subject: o.lookup, Try: try.ID})
}

// newDevice makes a device of owner and the value of its cookie.
func (s *Service) newDevice(owner id.ID) (d Device, cookie string) {
	cookie = newDeviceCookie()
	today := vault.Day(s.now())
	return Device{Key: s.deviceKey(owner, cookie), Name: deviceName(), First: today, Last: today}, cookie
}

func (s *Service) newSession(key *vault.Key, d Device, setPassphrase bool) (SessionRow, vault.Ticket) {
	now, t := s.now(), vault.NewTicket()
	return SessionRow{
		Row: t.Row(), ID: id.New(), Owner: key.Owner(), Device: d.Key, Sealed: t.Seal(key),
		First: vault.Day(now), Last: vault.Day(now),
		Ends: earlier(now.Add(s.options.IdleFor), now.Add(s.options.SessionFor)), Latest: now.Add(s.options.SessionFor),
		SetPassphrase: setPassphrase,
	}, t
}

func (s *Service) signedIn(o *Open, key *vault.Key, row SessionRow, t vault.Ticket, d Device, cookie string) SignedIn {
	o.Account, o.Session, o.Device, o.Key, o.Ends = row.Owner, row.ID, d.Name, key, row.Ends
	o.ticket, o.device = t, d.Key
	return SignedIn{Open: o, SessionCookie: t.Cookie(), SessionAge: s.options.SessionFor, DeviceCookie: cookie, DeviceAge: rememberFor}
}

func stageOf(row SessionRow, confirmed bool) Stage {
	switch {
	case row.SetPassphrase:
		return NeedsPassphrase
	case !confirmed:
		return NeedsRecovery
	}
	return Ready
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
