package account

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"time"

	"afterwards/internal/errs"
)

// Door is where a try was made. Each door has its own budget, so that
// whoever guesses at one cannot shut another.
type Door string

const (
	unknownDoor  Door = "unknown"
	recoveryDoor Door = "recovery"
)

// deviceDoor is the door of one known device.
func deviceDoor(device []byte) Door { return Door("device/" + hex.EncodeToString(device)) }

// knownRecoveryDoor is where a known device tries recovery codes.
func knownRecoveryDoor(device []byte) Door { return Door("recovery/" + hex.EncodeToString(device)) }

const (
	freeTries    = 5 // wrong tries in a month before one has to wait
	firstWait    = 30 * time.Second
	longestWait  = time.Hour
	triesPerDay  = 10
	triesPer30   = 30
	codesPerDay  = 5
	day          = 24 * time.Hour
	rememberFor  = 180 * day // tries and unused devices
	addressSpan  = time.Hour
	addressTries = 30 // tries an hour from one address at all accounts together
)

// judge objects to a try at a door, or lets it pass. A right try is taken
// out of the ledger later; nothing else ever is, except by age: neither a
// restart nor a sign-in elsewhere gives a guesser new tries.
func (l *Ledger) judge(door Door, now time.Time) error {
	var inDay, inMonth int
	var last time.Time
	for _, t := range l.Tries {
		if t.Door != door || now.Sub(t.At) >= 30*day {
			continue
		}
		inMonth++
		if now.Sub(t.At) < day {
			inDay++
		}
		if t.At.After(last) {
			last = t.At
		}
	}
	if strings.HasPrefix(string(door), string(recoveryDoor)) {
		if inDay >= codesPerDay {
			return errs.New(errs.TooMany, "There were too many wrong recovery codes today. Please try again tomorrow.")
		}
		return nil
	}
	switch spent := inDay >= triesPerDay || inMonth >= triesPer30; {
	case door == unknownDoor && (l.Closed || spent):
		return errs.New(errs.TooMany, "There were too many wrong tries. For now, a passphrase works only on a device where you signed in before. Use such a device, or your recovery code.")
	case spent:
		return errs.New(errs.TooMany, "There were too many wrong tries on this device. Please try again tomorrow, or use your recovery code.")
	}
	if wait := waitAfter(inMonth) - now.Sub(last); inMonth > 0 && wait > 0 {
		return errs.New(errs.TooMany, "There were several wrong tries. Please wait %s and try again.", spoken(wait))
	}
	// Whoever uses up the budget shuts the door behind them, unless this try
	// turns out to be right.
	l.Closed = l.Closed || door == unknownDoor && (inDay+1 >= triesPerDay || inMonth+1 >= triesPer30)
	return nil
}

// waitAfter returns how long to wait after the n-th wrong try.
func waitAfter(n int) time.Duration {
	if n < freeTries {
		return 0
	}
	wait := firstWait
	for range n - freeTries {
		if wait *= 2; wait >= longestWait {
			return longestWait
		}
	}
	return wait
}

// spoken rounds a wait up to words.
func spoken(d time.Duration) string {
	switch seconds := int((d + time.Second - 1) / time.Second); {
	case seconds <= 45:
		return "half a minute"
	case seconds <= 60:
		return "a minute"
	case seconds <= 120:
		return "two minutes"
	case seconds <= 300:
		return "five minutes"
	case seconds <= 900:
		return "a quarter of an hour"
	case seconds <= 1800:
		return "half an hour"
	default:
		return "an hour"
	}
}

// network returns what an address is counted as: the address itself, or the
// /64 of an IPv6 address, as a household has at least that many.
func network(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if a.Is6() {
		p, _ := a.Prefix(64) // a valid IPv6 address has a /64
		return p.String()
	}
	return a.String()
}

// countTries sums up tries for their owner. here is a door of the device that asks.
func countTries(tries []Try, here ...Door) Tries {
	var sum Tries
	days := map[time.Time]bool{}
	for _, t := range tries {
		sum.Wrong++
		days[t.At.UTC().Truncate(day)] = true
		for _, h := range here {
			if t.Door == h {
				sum.Here++
			}
		}
	}
	sum.Days = len(days)
	return sum
}
