package account_test

import (
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/secret"
	"afterwards/internal/vault"
)

func TestAGuesserWaitsThenIsShutOutAndTheOwnerIsNot(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		_, device := w.join()
		for range 5 {
			w.refused(errs.Unauthorized, second(w.signIn(account.Client{}, wrong)))
		}
		for _, wait := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute} {
			w.now = w.now.Add(wait - time.Second)
			w.refused(errs.TooMany, second(w.signIn(account.Client{}, right)))
			w.now = w.now.Add(time.Second)
			w.refused(errs.Unauthorized, second(w.signIn(account.Client{}, wrong)))
		}
		// Ten wrong: shut, for the right passphrase and for ever.
		w.now = w.now.AddDate(0, 2, 0)
		_, err := w.signIn(account.Client{}, right)
		w.refused(errs.TooMany, err)
		if !strings.Contains(errs.Public(err), "recovery code") {
			w.Errorf("the way out is not named: %q", errs.Public(err))
		}
		// The owner's own device has its own budget, and opens the others again.
		in, err := w.signIn(device, right)
		w.ok(err)
		if in.Tries != (account.Tries{Wrong: 10, Days: 1}) {
			w.Errorf("the owner is told %+v", in.Tries)
		}
		w.ok(second(w.signIn(account.Client{}, right)))
	})
}

func TestComingInByRecoveryCodeReopensTheAccount(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, _ := w.join()
		for range 12 {
			w.now = w.now.Add(time.Hour)
			w.refusedSomehow(w.Guess(ctx, handle, account.Client{}))
		}
		w.now = w.now.AddDate(0, 0, 2)
		w.refused(errs.TooMany, second(w.signIn(account.Client{}, right)))
		in, err := w.SignInByRecovery(ctx, handle, c.RecoveryCode, account.Client{})
		w.ok(err)
		w.ok(second(w.SetPassphrase(ctx, in.Open, secret.Bytes(other))))
		w.ok(second(w.signIn(account.Client{}, other)))
	})
}

func TestAKnownDeviceHasABudgetToo(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		_, device := w.join()
		admitted := 0
		for range 24 * 4 {
			w.now = w.now.Add(15 * time.Minute)
			if err := w.Guess(ctx, handle, device); errs.Is(err, errs.Unauthorized) {
				admitted++
			}
		}
		if admitted != 10 {
			w.Errorf("%d guesses in a day from the owner's device, want 10", admitted)
		}
		// Another device of the owner is not touched by it, nor are new ones.
		w.ok(second(w.signIn(account.Client{}, right)))
		// The day after, the device is welcome again.
		w.now = w.now.AddDate(0, 0, 1)
		in, err := w.signIn(device, right)
		w.ok(err)
		if in.Tries.Wrong != 0 { // they were told at the sign-in before
			w.Errorf("told twice: %+v", in.Tries)
		}
		days, err := w.WrongTries(ctx, in.Open)
		w.ok(err)
		sum := 0
		for i, d := range days {
			sum += d.Wrong
			if i > 0 && !d.Day.Before(days[i-1].Day) {
				w.Errorf("days out of order: %v", days)
			}
		}
		if sum != 10 || len(days) > 2 {
			w.Errorf("the history is %v", days)
		}
	})
}

func TestAProofInsideASessionIsATryLikeAnyOther(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, _ := w.join()
		for range 5 {
			w.refused(errs.Unauthorized, w.Delete(ctx, c.Open, secret.Bytes(wrong)))
		}
		w.refused(errs.TooMany, w.Delete(ctx, c.Open, secret.Bytes(right)))
		w.now = w.now.Add(30 * time.Second)
		w.ok(w.Delete(ctx, c.Open, secret.Bytes(right)))
	})
}

func TestWrongRecoveryCodesAreFewADay(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, device := w.join()
		for range 3 { // a typing mistake is not a guess
			w.refused(errs.Invalid, second(w.SignInByRecovery(ctx, handle, c.RecoveryCode[1:], account.Client{})))
		}
		for range 5 {
			w.refused(errs.Unauthorized, second(w.SignInByRecovery(ctx, handle, vault.NewRecoveryCode().Text(), account.Client{})))
		}
		w.refused(errs.TooMany, second(w.SignInByRecovery(ctx, handle, c.RecoveryCode, account.Client{})))
		w.ok(second(w.SignInByRecovery(ctx, handle, c.RecoveryCode, device)))
		w.now = w.now.AddDate(0, 0, 1)
		w.ok(second(w.SignInByRecovery(ctx, handle, c.RecoveryCode, account.Client{})))
	})
}

func TestGuessesAtTheSameTimeShareNoPlaceInTheBudget(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		w.join()
		var admitted, refused atomic.Int32
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				switch err := w.Guess(ctx, handle, account.Client{}); {
				case errs.Is(err, errs.Unauthorized):
					admitted.Add(1)
				case errs.Is(err, errs.TooMany):
					refused.Add(1)
				default:
					w.Error(err)
				}
			})
		}
		wg.Wait()
		if admitted.Load() != 5 || refused.Load() != 25 {
			w.Errorf("%d of 30 guesses at once were tried, want 5", admitted.Load())
		}
	})
}

func TestOneAddressGetsFewTriesAtAllAccountsTogether(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		_, device := w.join()
		admitted := 0
		for i := range 50 {
			from := netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 15: byte(i)}) // one household
			if errs.Is(w.Guess(ctx, "name"+strings.Repeat("x", i), account.Client{Address: from}), errs.Unauthorized) {
				admitted++
			}
		}
		if admitted != 30 {
			w.Errorf("%d tries from one /64 in an hour, want 30", admitted)
		}
		here := account.Client{Address: netip.MustParseAddr("2001:db8::1")}
		w.refused(errs.TooMany, second(w.signIn(here, right)))
		w.refused(errs.TooMany, second(w.Create(ctx, "newcomer", secret.Bytes(other), here)))
		w.ok(second(w.signIn(account.Client{Address: netip.MustParseAddr("2001:db8:0:1::1")}, right)))
		w.ok(second(w.signIn(account.Client{Address: home}, right)))
		// Who guesses from the same home cannot shut the owner out.
		w.ok(second(w.signIn(account.Client{Address: here.Address, Device: device.Device}, right)))
		w.now = w.now.Add(time.Hour)
		w.ok(second(w.signIn(here, right)))
	})
}

// A cookie put into the browser beforehand must not be the one that is known after.
func TestADeviceCookieFromOutsideIsNotAdopted(t *testing.T) {
	each(t, account.Options{}, func(w *world) {
		c, _ := w.join()
		theirs, err := w.Create(ctx, "somebody.else", secret.Bytes(other), account.Client{})
		w.ok(err)
		for _, planted := range []string{"planted", theirs.DeviceCookie} {
			in, err := w.signIn(account.Client{Device: planted}, right)
			w.ok(err)
			if in.DeviceCookie == planted || in.Open.Device == "" {
				w.Errorf("the cookie %q was adopted", planted)
			}
		}
		if in, err := w.signIn(account.Client{Device: c.DeviceCookie}, right); err != nil || in.DeviceCookie != c.DeviceCookie {
			w.Errorf("the owner's own device is not known: %v", err)
		}
	})
}

// Somebody patient guesses for a year, on the real database. However they
// spread it, no more than 30 guesses in any 30 days are tried from unknown
// devices, no more than 10 in any day, and the owner, who comes by
// once a week from their own device, always gets in.
func TestAYearOfGuessing(t *testing.T) {
	schedules := map[string]func(hour int) int{
		"every hour":         func(int) int { return 1 },
		"every day":          func(hour int) int { return on(hour%24 == 3) },
		"twice a week":       func(hour int) int { return on(hour%84 == 0) },
		"bursts":             func(hour int) int { return 40 * on(hour%(24*30) == 0) },
		"after each visit":   func(hour int) int { return on(hour%(24*7) < 30) },
		"from everywhere":    func(hour int) int { return 3 * on(hour%8 == 0) },
		"with a clock reset": func(int) int { return on(true) },
	}
	for name, guesses := range schedules {
		t.Run(name, func(t *testing.T) {
			each(t, account.Options{}, func(w *world) {
				c, device := w.join()
				w.now = w.now.Truncate(time.Hour)
				hours := 365 * 24
				switch { // a season shows the same where nearly every hour is a try
				case testing.Short(), name == "with a clock reset", strings.Contains(w.Name(), "postgres"):
					hours = 40 * 24
				case name == "every hour", name == "from everywhere":
					hours = 120 * 24
				}
				var tried []time.Time
				address := uint32(0)
				for hour := range hours {
					w.now = w.now.Add(time.Hour)
					for range guesses(hour) {
						address += 0x10000
						from := netip.AddrFrom4([4]byte{byte(address >> 24), byte(address >> 16), byte(address >> 8), 1})
						err := w.Guess(ctx, handle, account.Client{Address: from})
						if errs.Is(err, errs.Unauthorized) {
							tried = append(tried, w.now)
						} else if !errs.Is(err, errs.TooMany) {
							w.Fatal(err)
						}
					}
					if name == "with a clock reset" && hour%50 == 49 {
						w.now = w.now.Add(-49 * time.Hour) // an hour's progress for two days of guessing
					}
					if hour%(24*7) == 24*7-1 {
						w.ok(second(w.Know(ctx, handle, c.RecoveryCode, device)))
					}
				}
				if name == "with a clock reset" { // all of it happens within four days of the clock
					if len(tried) > 40 {
						w.Errorf("setting the clock back gave %d guesses", len(tried))
					}
				} else {
					atMost(w, tried, 24*time.Hour, 10)
					atMost(w, tried, 30*24*time.Hour, 30)
				}
				w.Logf("%d guesses were tried in %d days", len(tried), hours/24)
			})
		})
	}
}

// atMost fails if there are more than n times in any span.
func atMost(w *world, times []time.Time, span time.Duration, n int) {
	w.Helper()
	from := 0
	for i, at := range times {
		for at.Sub(times[from]) >= span {
			from++
		}
		if i-from+1 > n {
			w.Fatalf("%d guesses were tried within %s before %s, want at most %d", i-from+1, span, at, n)
		}
	}
}

func on(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (w *world) refusedSomehow(err error) {
	w.Helper()
	if err == nil {
		w.Fatal("a guess got in")
	}
}
