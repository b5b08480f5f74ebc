package account

import (
	"net/netip"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// However guesses are spread over time and doors: no door admits more than
// its budget in any day or month, nobody waits more than an hour for a door
// that is not spent, and no door is affected by another.
func TestNoScheduleBeatsTheBudget(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	doors := []Door{unknownDoor, deviceDoor([]byte{1}), deviceDoor([]byte{2}), recoveryDoor, knownRecoveryDoor([]byte{1})}
	rapid.Check(t, func(t *rapid.T) {
		var all Ledger
		alone := map[Door]*Ledger{}
		for _, d := range doors {
			alone[d] = &Ledger{}
		}
		now := start
		for range rapid.IntRange(1, 150).Draw(t, "guesses") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 29, 30, 61, 600, 3600, 3601, 9000, 86_399, 86_400, 200_000}).Draw(t, "seconds")) * time.Second)
			door := rapid.SampledFrom(doors).Draw(t, "door")
			err, errAlone := all.judge(door, now), alone[door].judge(door, now)
			if (err == nil) != (errAlone == nil) {
				t.Fatalf("another door changed the answer: %v alone, %v among others", errAlone, err)
			}
			if err != nil {
				continue
			}
			all.Tries = append(all.Tries, Try{Door: door, At: now})
			alone[door].Tries = append(alone[door].Tries, Try{Door: door, At: now})
			var inDay, inMonth int
			for _, try := range alone[door].Tries {
				if now.Sub(try.At) < day {
					inDay++
				}
				if now.Sub(try.At) < 30*day {
					inMonth++
				}
			}
			perDay, perMonth := triesPerDay, triesPer30
			if door == recoveryDoor || door == doors[4] {
				perDay, perMonth = codesPerDay, 30*codesPerDay
			}
			if inDay > perDay || inMonth > perMonth {
				t.Fatalf("%s admitted %d in a day, %d in a month", door, inDay, inMonth)
			}
		}
		if !all.Closed && all.judge(unknownDoor, now.Add(30*day)) != nil {
			t.Fatal("a door that is not shut is not open after a month")
		}
	})
}

func TestWaitsDoubleToAnHour(t *testing.T) {
	for n, want := range map[int]time.Duration{
		0: 0, 4: 0, 5: 30 * time.Second, 6: time.Minute, 7: 2 * time.Minute, 11: 32 * time.Minute, 12: time.Hour, 29: time.Hour, 1 << 30: time.Hour,
	} {
		if got := waitAfter(n); got != want {
			t.Errorf("after %d wrong tries one waits %s, want %s", n, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		time.Millisecond: "half a minute", 30 * time.Second: "half a minute", 31 * time.Second: "half a minute", time.Minute: "a minute",
		2 * time.Minute: "two minutes", 8 * time.Minute: "a quarter of an hour", time.Hour: "an hour",
	} {
		if got := spoken(d); got != want {
			t.Errorf("%s is spoken as %q, want %q", d, got, want)
		}
	}
}

func TestAHouseholdIsOneAddress(t *testing.T) {
	for a, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "fe80::1%eth0": "fe80::/64",
	} {
		if got := network(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s counts as %s, want %s", a, got, want)
		}
	}
}
