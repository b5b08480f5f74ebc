package account_test

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/journal"
	"afterwards/internal/secret"
	"afterwards/internal/store"
	"afterwards/internal/store/storetest"
	"afterwards/internal/vault"
)

var ctx = context.Background()

const (
	handle = "River"
	right  = "walnut harbour lantern mild"
	other  = "pebble orchard tulip window"
	wrong  = "our dog was called Bruno"
)

// world is a program with a database, and a clock that only moves when told.
type world struct {
	*testing.T
	*account.Service
	store *store.Store
	now   time.Time
}

func newWorld(t *testing.T, s *store.Store, o account.Options) *world {
	t.Helper()
	w := &world{T: t, store: s, now: time.Date(2026, 3, 1, 20, 0, 0, 0, time.UTC)}
	o.ServerKey, o.Cost, o.Now = s.ServerKey(), vault.MinCost, func() time.Time { return w.now }
	var err error
	if w.Service, err = account.New(s, o); err != nil {
		t.Fatal(err)
	}
	return w
}

// each tells a story on each database.
func each(t *testing.T, o account.Options, story func(*world)) {
	storetest.Each(t, func(t *testing.T, s *store.Store) { story(newWorld(t, s, o)) })
}

// join makes a whole account and returns its device.
func (w *world) join() (account.Created, account.Client) {
	w.Helper()
	c, err := w.Create(ctx, handle, secret.Bytes(right), account.Client{})
	w.ok(err)
	w.ok(w.ConfirmRecovery(ctx, c.Open, c.RecoveryCode))
	return c, account.Client{Device: c.DeviceCookie}
}

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) refused(kind errs.Kind, err error) {
	w.Helper()
	if !errs.Is(err, kind) {
		w.Fatalf("got %v, want an error of kind %d", err, kind)
	}
}

func (w *world) signIn(c account.Client, passphrase string) (account.SignedIn, error) {
	return w.SignIn(ctx, handle, secret.Bytes(passphrase), c)
}

func (w *world) resume(cookie string) *account.Open {
	w.Helper()
	o, err := w.Resume(ctx, cookie)
	w.ok(err)
	return o
}

func (w *world) write(o *account.Open, body string) journal.Kept {
	w.Helper()
	kept, err := journal.Open(o.Key, w.store, func() time.Time { return w.now }).Write(ctx, journal.Entry{Body: body})
	w.ok(err)
	return kept
}

func (w *world) reads(o *account.Open, body string) {
	w.Helper()
	page, err := journal.Open(o.Key, w.store, func() time.Time { return w.now }).List(ctx, 0, 10)
	w.ok(err)
	if len(page.Entries) != 1 || page.Entries[0].Value.Body != body {
		w.Fatalf("reads %v, want %q", page.Entries, body)
	}
}

func TestSomebodySignsUpLeavesAndComesBack(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, err := w.Create(ctx, "  River ", secret.Bytes(right), account.Client{})
		w.ok(err)
		if o := w.resume(c.SessionCookie); o.Stage != account.NeedsRecovery || o.Account != c.Open.Account {
			w.Fatalf("before the code is typed back: %+v", o)
		}
		w.refused(errs.Invalid, w.ConfirmRecovery(ctx, c.Open, vault.NewRecoveryCode().Text()))
		w.ok(w.ConfirmRecovery(ctx, c.Open, strings.ToLower(c.RecoveryCode)))
		o := w.resume(c.SessionCookie)
		if o.Stage != account.Ready || len(strings.Fields(o.Device)) != 2 {
			w.Fatalf("after it was: %+v", o)
		}
		w.write(o, "Day one.")
		w.ok(w.SignOut(ctx, o))
		w.refused(errs.Unauthorized, second(w.Resume(ctx, c.SessionCookie)))

		for _, typed := range []string{"river", "RIVER", " Ｒiver\t"} {
			in, err := w.SignIn(ctx, typed, secret.Bytes(right), account.Client{Device: c.DeviceCookie})
			w.ok(err)
			if in.DeviceCookie != c.DeviceCookie || in.Open.Device != o.Device || in.SessionCookie == c.SessionCookie {
				w.Errorf("a known device came back as %q, was %q", in.Open.Device, o.Device)
			}
			w.reads(w.resume(in.SessionCookie), "Day one.")
		}
		w.refused(errs.Conflict, second(w.Create(ctx, "RIVER", secret.Bytes(other), account.Client{})))
	})
}

// An accent may be typed as one character or two; a person does not notice.
func TestAPassphraseOpensHoweverItsAccentsAreComposed(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, err := w.Create(ctx, handle, secret.Bytes("caf\u00e9 lantern harbour"), account.Client{})
		w.ok(err)
		_, err = w.signIn(account.Client{Device: c.DeviceCookie}, "cafe\u0301 lantern harbour")
		w.ok(err)
	})
}

func TestARestartBeforeTheCodeIsTypedBackAsksForANewOne(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, err := w.Create(ctx, handle, secret.Bytes(right), account.Client{})
		w.ok(err)
		again := newWorld(w.T, w.store, account.Options{})
		in, err := again.signIn(account.Client{Device: c.DeviceCookie}, right)
		w.ok(err)
		if in.Open.Stage != account.NeedsRecovery {
			w.Fatalf("stage %v", in.Open.Stage)
		}
		code, err := again.NewRecoveryCode(ctx, in.Open, nil)
		w.ok(err)
		w.refused(errs.Invalid, again.ConfirmRecovery(ctx, in.Open, c.RecoveryCode))
		w.ok(again.ConfirmRecovery(ctx, in.Open, code))
		if in.Open.Stage != account.Ready || again.resume(in.SessionCookie).Stage != account.Ready {
			w.Error("typed back, but not ready")
		}
		w.refused(errs.Unauthorized, second(again.SignInByRecovery(ctx, handle, c.RecoveryCode, account.Client{})))
	})
}

func TestACodeThatWasShownButNotTypedBackStillOpens(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, err := w.Create(ctx, handle, secret.Bytes(right), account.Client{})
		w.ok(err)
		in, err := w.SignInByRecovery(ctx, handle, c.RecoveryCode, account.Client{})
		w.ok(err)
		if in.Open.Stage != account.NeedsPassphrase {
			w.Errorf("stage %v", in.Open.Stage)
		}
	})
}

func TestTheOldRecoveryCodeWorksUntilTheNewOneIsTypedBack(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, _ := w.join()
		w.refused(errs.Unauthorized, second(w.NewRecoveryCode(ctx, c.Open, secret.Bytes(wrong))))
		code, err := w.NewRecoveryCode(ctx, c.Open, secret.Bytes(right))
		w.ok(err)
		w.ok(second(w.SignInByRecovery(ctx, handle, c.RecoveryCode, account.Client{})))
		w.ok(w.ConfirmRecovery(ctx, c.Open, code))
		w.refused(errs.Unauthorized, second(w.SignInByRecovery(ctx, handle, c.RecoveryCode, account.Client{})))
		w.ok(second(w.SignInByRecovery(ctx, handle, code, account.Client{})))
		w.refused(errs.Invalid, w.ConfirmRecovery(ctx, c.Open, code))
	})
}

func TestAForgottenPassphraseIsReplacedByRecoveryCode(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, device := w.join()
		w.write(c.Open, "Before.")
		w.refused(errs.Invalid, second(w.SetPassphrase(ctx, c.Open, secret.Bytes(other))))

		in, err := w.SignInByRecovery(ctx, handle, c.RecoveryCode, account.Client{})
		w.ok(err)
		o := w.resume(in.SessionCookie)
		if o.Stage != account.NeedsPassphrase {
			w.Fatalf("stage %v", o.Stage)
		}
		w.refused(errs.Invalid, second(w.ChangePassphrase(ctx, o, secret.Bytes(right), secret.Bytes(other))))
		w.refused(errs.Invalid, second(w.NewRecoveryCode(ctx, o, nil)))
		w.refused(errs.Invalid, w.Delete(ctx, o, secret.Bytes(right)))
		w.refused(errs.Invalid, second(w.SetPassphrase(ctx, o, secret.Bytes("short"))))

		r, err := w.SetPassphrase(ctx, o, secret.Bytes(other))
		w.ok(err)
		if o := w.resume(r.SessionCookie); o.Stage != account.NeedsRecovery {
			w.Fatalf("stage %v", o.Stage)
		}
		w.ok(w.ConfirmRecovery(ctx, r.Open, r.RecoveryCode))
		w.reads(w.resume(r.SessionCookie), "Before.")

		w.refused(errs.Unauthorized, second(w.Resume(ctx, c.SessionCookie)))
		w.refused(errs.Unauthorized, second(w.Resume(ctx, in.SessionCookie)))
		w.refused(errs.Unauthorized, second(w.signIn(device, right)))
		w.refused(errs.Unauthorized, second(w.SignInByRecovery(ctx, handle, c.RecoveryCode, device)))
		w.ok(second(w.signIn(account.Client{}, other)))
	})
}

func TestChangingThePassphrasePutsEverybodyElseOut(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, device := w.join()
		w.write(c.Open, "Mine.")
		elsewhere, err := w.signIn(account.Client{}, right)
		w.ok(err)

		w.refused(errs.Unauthorized, second(w.ChangePassphrase(ctx, c.Open, secret.Bytes(wrong), secret.Bytes(other))))
		w.refused(errs.Invalid, second(w.ChangePassphrase(ctx, c.Open, secret.Bytes(right), secret.Bytes("river river river"))))
		r, err := w.ChangePassphrase(ctx, c.Open, secret.Bytes(right), secret.Bytes(other))
		w.ok(err)

		o := w.resume(r.SessionCookie)
		w.reads(o, "Mine.")
		if o.Device != c.Open.Device || o.Stage != account.Ready {
			w.Errorf("the session that changed it is now %+v", o)
		}
		w.refused(errs.Unauthorized, second(w.Resume(ctx, c.SessionCookie)))
		w.refused(errs.Unauthorized, second(w.Resume(ctx, elsewhere.SessionCookie)))
		w.refused(errs.Unauthorized, second(w.signIn(device, right)))
		back, err := w.signIn(account.Client{Device: elsewhere.DeviceCookie}, other)
		w.ok(err)
		if back.DeviceCookie == elsewhere.DeviceCookie {
			w.Error("the other device is still known")
		}
		w.ok(second(w.SignInByRecovery(ctx, handle, c.RecoveryCode, device)))
	})
}

func TestSessionsEnd(t *testing.T) {
	each(t, account.Options{IdleFor: time.Hour, SessionFor: 24 * time.Hour}, func(w *world) {
		w.join()
		in, err := w.signIn(account.Client{}, right)
		w.ok(err)
		for range 23 { // used every 50 minutes, it lives
			w.now = w.now.Add(50 * time.Minute)
			w.resume(in.SessionCookie)
		}
		w.now = w.now.Add(61 * time.Minute)
		w.refused(errs.Unauthorized, second(w.Resume(ctx, in.SessionCookie)))
		w.now = w.now.Add(-30 * time.Minute) // and stays dead
		w.refused(errs.Unauthorized, second(w.Resume(ctx, in.SessionCookie)))

		in, err = w.signIn(account.Client{}, right)
		w.ok(err)
		for range 35 {
			w.now = w.now.Add(40 * time.Minute)
			w.resume(in.SessionCookie)
		}
		w.now = w.now.Add(41 * time.Minute) // a day after signing in, used or not
		w.refused(errs.Unauthorized, second(w.Resume(ctx, in.SessionCookie)))
	})
}

func TestTheListOfSessionsIsTheOwnersToUse(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, _ := w.join()
		var ins []account.SignedIn
		for range 3 {
			in, err := w.signIn(account.Client{}, right)
			w.ok(err)
			ins = append(ins, in)
		}
		list, err := w.Sessions(ctx, c.Open)
		w.ok(err)
		here := 0
		for _, s := range list {
			if s.Here {
				here++
			}
			if len(strings.Fields(s.Device)) != 2 || !s.First.Equal(vault.Day(w.now)) {
				w.Errorf("a session is listed as %+v", s)
			}
		}
		if len(list) != 4 || here != 1 {
			w.Errorf("%d sessions, %d of them this one", len(list), here)
		}
		w.ok(w.EndSession(ctx, c.Open, ins[0].Open.Session))
		w.refused(errs.Unauthorized, second(w.Resume(ctx, ins[0].SessionCookie)))

		stranger, err := w.Create(ctx, "somebody.else", secret.Bytes(other), account.Client{})
		w.ok(err)
		w.refused(errs.NotFound, w.EndSession(ctx, stranger.Open, ins[1].Open.Session))

		w.ok(w.End(ctx, ins[1].SessionCookie))
		w.ok(w.End(ctx, ins[1].SessionCookie))
		w.ok(w.End(ctx, "garbage"))
		w.refused(errs.Unauthorized, second(w.Resume(ctx, ins[1].SessionCookie)))

		w.ok(w.SignOutEverywhere(ctx, c.Open))
		for _, cookie := range []string{c.SessionCookie, ins[2].SessionCookie} {
			w.refused(errs.Unauthorized, second(w.Resume(ctx, cookie)))
		}
		w.resume(stranger.SessionCookie)
	})
}

func TestACookieThatIsNearlyRightOpensAndEndsNothing(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, _ := w.join()
		forged := []byte(c.SessionCookie)
		if forged[40] = 'A'; c.SessionCookie[40] == 'A' {
			forged[40] = 'B' // the id is right, the secret is not
		}
		for _, cookie := range []string{"", "x", c.SessionCookie[1:], c.SessionCookie + "A", string(forged)} {
			w.refused(errs.Unauthorized, second(w.Resume(ctx, cookie)))
		}
		w.resume(c.SessionCookie)
	})
}

func TestADeletedAccountIsGone(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, device := w.join()
		w.write(c.Open, "Mine.")
		w.refused(errs.Unauthorized, w.Delete(ctx, c.Open, secret.Bytes(wrong)))
		w.ok(w.Delete(ctx, w.resume(c.SessionCookie), secret.Bytes(right)))
		w.refused(errs.Unauthorized, second(w.Resume(ctx, c.SessionCookie)))
		w.refused(errs.Unauthorized, second(w.signIn(device, right)))
		w.refused(errs.Unauthorized, second(w.SignInByRecovery(ctx, handle, c.RecoveryCode, device)))
		w.join() // the handle is free again
	})
}

func TestLocallyThereIsOnePersonAndNoHandle(t *testing.T) {
	each(t, account.Options{Local: true, Closed: true}, func(w *world) {
		if there, err := w.Exists(ctx); there || err != nil {
			w.Fatalf("before: %v, %v", there, err)
		}
		c, err := w.Create(ctx, "ignored", secret.Bytes(right), account.Client{})
		w.ok(err)
		if there, err := w.Exists(ctx); !there || err != nil {
			w.Fatalf("after: %v, %v", there, err)
		}
		w.refused(errs.Conflict, second(w.Create(ctx, "another", secret.Bytes(other), account.Client{})))
		in, err := w.SignIn(ctx, "", secret.Bytes(right), account.Client{Device: c.DeviceCookie})
		w.ok(err)
		if in.Open.Handle != "" {
			w.Errorf("handle %q", in.Open.Handle)
		}
		_, err = w.SignIn(ctx, "", secret.Bytes(wrong), account.Client{Device: c.DeviceCookie})
		w.refused(errs.Unauthorized, err)
		if strings.Contains(errs.Public(err), "name") {
			w.Errorf("somebody without a handle is told %q", errs.Public(err))
		}
	})
}

func TestAClosedServerTakesNobodyNew(t *testing.T) {
	each(t, account.Options{Closed: true}, func(w *world) {
		w.refused(errs.Unauthorized, second(w.Create(ctx, handle, secret.Bytes(right), account.Client{})))
	})
}

// Whoever asks cannot tell a handle that exists from one that does not, by
// any answer, however often they ask.
func TestNoAnswerTellsWhetherAnAccountExists(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		w.join()
		for range 14 {
			w.now = w.now.Add(10 * time.Minute)
			_, there := w.signIn(account.Client{Device: "x"}, wrong)
			_, absent := w.SignIn(ctx, "nobody", secret.Bytes(wrong), account.Client{Device: "x"})
			if fmt.Sprint(there) != fmt.Sprint(absent) || there == nil {
				w.Fatalf("an account answers %q, no account %q", there, absent)
			}
		}
		for range 7 {
			code := vault.NewRecoveryCode().Text()
			_, there := w.SignInByRecovery(ctx, handle, code, account.Client{})
			_, absent := w.SignInByRecovery(ctx, "nobody", code, account.Client{})
			if fmt.Sprint(there) != fmt.Sprint(absent) || there == nil {
				w.Fatalf("an account answers %q, no account %q", there, absent)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }

var home = netip.MustParseAddr("192.0.2.7")
