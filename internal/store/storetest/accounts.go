package storetest

import (
	"bytes"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"

	"github.com/google/go-cmp/cmp"
)

func handlesAreUnique(t *testing.T, s Store) {
	p := person(t, s)
	got, err := s.FindPerson(ctx, p.Lookup)
	check(t, err)
	if diff := cmp.Diff(p, got); diff != "" {
		t.Errorf("the account came back changed (-want +got):\n%s", diff)
	}
	again := p
	again.ID = id.New()
	wants(t, errs.Conflict, s.CreateAccount(ctx, again, device(again.ID, "first"), session(again.ID, "first")))
	slots, err := s.ListSlots(ctx, again.ID)
	check(t, err)
	if len(slots) != 0 {
		t.Errorf("a refused account left slots: %v", slots)
	}
	wants(t, errs.NotFound, second(s.FindPerson(ctx, []byte("nobody"))))
}

func deletionIsComplete(t *testing.T, s Store) {
	gone, stays := person(t, s), person(t, s)
	for _, p := range []account.Person{gone, stays} {
		insert(t, s, row(p.ID, "kept"))
		check(t, s.AdmitTry(ctx, p.Lookup, try("unknown", today), admitAll))
	}
	check(t, s.DeleteAccount(ctx, gone.ID, gone.Lookup))

	wants(t, errs.NotFound, second(s.FindPerson(ctx, gone.Lookup)))
	wants(t, errs.NotFound, second(s.FindSession(ctx, session(gone.ID, "first").Row)))
	wants(t, errs.NotFound, second(s.FindDevice(ctx, gone.ID, device(gone.ID, "first").Key)))
	wants(t, errs.NotFound, second(s.InsertRecord(ctx, row(gone.ID, "too late"), 10)))
	wants(t, errs.NotFound, s.DeleteAccount(ctx, gone.ID, gone.Lookup))
	slots, err := s.ListSlots(ctx, gone.ID)
	check(t, err)
	tries, err := s.ListTries(ctx, gone.Lookup)
	check(t, err)
	if len(slots) != 0 || len(tries) != 0 || texts(t, s, gone.ID) != nil {
		t.Errorf("a deleted account left %d slots, %d tries and %q", len(slots), len(tries), texts(t, s, gone.ID))
	}

	check(t, second(s.FindPerson(ctx, stays.Lookup)))
	check(t, second(s.FindSession(ctx, session(stays.ID, "first").Row)))
	if tries, err = s.ListTries(ctx, stays.Lookup); err != nil || len(tries) != 1 || len(texts(t, s, stays.ID)) != 1 {
		t.Errorf("the other account lost something: %v %v", tries, err)
	}
}

func sessionsLive(t *testing.T, s Store) {
	p := person(t, s)
	first, err := s.FindSession(ctx, session(p.ID, "first").Row)
	check(t, err)
	if first.DeviceName != "first" || !bytes.Equal(first.Lookup, p.Lookup) || !bytes.Equal(first.Profile, p.Profile) || first.Confirmed ||
		string(first.Sealed) != "sealed key" || !first.Ends.Equal(today.Add(time.Hour)) || !first.Latest.Equal(today.Add(24*time.Hour)) {
		t.Errorf("the session came back as %+v", first)
	}

	moved := first.SessionRow
	moved.Last, moved.Ends = today.Add(24*time.Hour), today.Add(25*time.Hour)
	check(t, s.TouchSession(ctx, moved))
	if again, err := s.FindSession(ctx, moved.Row); err != nil || !again.Ends.Equal(moved.Ends) || !again.Last.Equal(moved.Last) {
		t.Errorf("after moving on: %+v, %v", again, err)
	}
	if d, err := s.FindDevice(ctx, p.ID, moved.Device); err != nil || !d.Last.Equal(moved.Last) || !d.First.Equal(today) {
		t.Errorf("the device is %+v, %v", d, err)
	}

	other := session(p.ID, "second")
	other.SetPassphrase = true
	check(t, second(s.BeginSession(ctx, device(p.ID, "second"), other, account.Settle{Subject: p.Lookup})))
	list, err := s.ListSessions(ctx, p.ID, today)
	check(t, err)
	want := []account.Session{
		{ID: first.ID, Device: "first", First: today, Last: moved.Last},
		{ID: other.ID, Device: "second", First: today, Last: today},
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
	if got, err := s.FindSession(ctx, other.Row); err != nil || !got.SetPassphrase {
		t.Errorf("the second session is %+v, %v", got, err)
	}

	if list, err := s.ListSessions(ctx, p.ID, other.Ends); err != nil || len(list) != 1 || list[0].ID != first.ID {
		t.Errorf("when the second has ended, the list is %v, %v", list, err)
	}

	check(t, s.EndSession(ctx, p.ID, first.ID))
	wants(t, errs.NotFound, s.EndSession(ctx, p.ID, first.ID))
	check(t, s.EndSessionRow(ctx, other.Row))
	check(t, s.EndSessionRow(ctx, other.Row))
	if list, err := s.ListSessions(ctx, p.ID, today); err != nil || len(list) != 0 {
		t.Errorf("after ending both: %v, %v", list, err)
	}
}

func accountsChange(t *testing.T, s Store) {
	p := person(t, s)
	check(t, second(s.BeginSession(ctx, device(p.ID, "second"), session(p.ID, "second"), account.Settle{Subject: p.Lookup})))
	next := session(p.ID, "second")
	next.Row = []byte("next")
	check(t, s.ChangeAccount(ctx, p.ID, account.Change{
		Put:     map[account.Slot][]byte{account.SlotRecovery: []byte("slot two"), account.SlotPassphrase: []byte("slot three")},
		Drop:    []account.Slot{account.SlotNextRecovery},
		Session: &next,
		Forget:  next.Device,
	}))
	slots, err := s.ListSlots(ctx, p.ID)
	check(t, err)
	if diff := cmp.Diff(map[account.Slot][]byte{account.SlotRecovery: []byte("slot two"), account.SlotPassphrase: []byte("slot three")}, slots); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
	wants(t, errs.NotFound, second(s.FindSession(ctx, session(p.ID, "first").Row)))
	wants(t, errs.NotFound, second(s.FindSession(ctx, session(p.ID, "second").Row)))
	wants(t, errs.NotFound, second(s.FindDevice(ctx, p.ID, device(p.ID, "first").Key)))
	check(t, second(s.FindDevice(ctx, p.ID, next.Device)))
	if got, err := s.FindSession(ctx, next.Row); err != nil || !got.Confirmed {
		t.Errorf("the new session is %+v, %v", got, err)
	}
	wants(t, errs.NotFound, s.ChangeAccount(ctx, id.New(), account.Change{EndAll: true}))
}

func try(door account.Door, at time.Time) account.Try {
	return account.Try{ID: id.New(), Door: door, At: at}
}

func admitAll(*account.Ledger) error { return nil }

func triesTakeTurns(t *testing.T, s Store) {
	const budget, guessers = 5, 16
	full := errors.New("budget spent")
	var admitted atomic.Int32
	subject := []byte("somebody who may not exist")
	together(t, guessers, func(int) error {
		err := s.AdmitTry(ctx, subject, try("unknown", today), func(l *account.Ledger) error {
			if len(l.Tries) >= budget {
				l.Closed = true
				return full
			}
			return nil
		})
		if err == nil {
			admitted.Add(1)
		} else if !errors.Is(err, full) {
			return err
		}
		return nil
	})
	if admitted.Load() != budget {
		t.Errorf("%d guesses shared a budget of %d", admitted.Load(), budget)
	}
	check(t, s.AdmitTry(ctx, subject, try("unknown", today), func(l *account.Ledger) error {
		if !l.Closed || len(l.Tries) != budget {
			t.Errorf("the ledger is %+v; it should be closed even though the tries were refused", l)
		}
		return nil
	}))
}

func triesAreTold(t *testing.T, s Store) {
	p := person(t, s)
	closing := func(l *account.Ledger) error { l.Closed = true; return nil }
	wrong, right := try("unknown", today.Add(-time.Hour)), try("device/1", today)
	check(t, s.AdmitTry(ctx, p.Lookup, wrong, closing))
	check(t, s.AdmitTry(ctx, p.Lookup, right, admitAll))
	unseen, err := s.BeginSession(ctx, device(p.ID, "second"), session(p.ID, "second"), account.Settle{Subject: p.Lookup, Try: right.ID})
	check(t, err)
	if diff := cmp.Diff([]account.Try{wrong}, unseen); diff != "" {
		t.Errorf("told at sign-in (-want +got):\n%s", diff)
	}
	check(t, s.AdmitTry(ctx, p.Lookup, right, func(l *account.Ledger) error {
		if l.Closed || len(l.Tries) != 1 {
			t.Errorf("after a right try the ledger is %+v", l)
		}
		return nil
	}))
	unseen, err = s.BeginSession(ctx, device(p.ID, "third"), session(p.ID, "third"), account.Settle{Subject: p.Lookup, Try: right.ID})
	check(t, err)
	if len(unseen) != 0 {
		t.Errorf("told twice: %v", unseen)
	}
	tries, err := s.ListTries(ctx, p.Lookup)
	check(t, err)
	wrong.Shown = true
	if diff := cmp.Diff([]account.Try{wrong}, tries); diff != "" {
		t.Errorf("tries (-want +got):\n%s", diff)
	}
	check(t, s.AdmitTry(ctx, p.Lookup, right, closing))
	check(t, s.SettleTry(ctx, account.Settle{Subject: p.Lookup, Try: right.ID}))
	if tries, err := s.ListTries(ctx, p.Lookup); err != nil || len(tries) != 1 {
		t.Errorf("after settling there are %v, %v", tries, err)
	}
}

func triesMeetTheClock(t *testing.T, s Store) {
	subject := []byte("somebody")
	check(t, s.AdmitTry(ctx, subject, try("unknown", today.AddDate(10, 0, 0)), admitAll))
	check(t, s.AdmitTry(ctx, subject, try("unknown", today), func(l *account.Ledger) error {
		if len(l.Tries) != 1 || !l.Tries[0].At.Equal(today) {
			t.Errorf("the ledger has %+v, want the one try, moved to the present", l.Tries)
		}
		return nil
	}))
}

func addressesCount(t *testing.T, s Store) {
	here, there := []byte("here"), []byte("there")
	var counts []int
	for _, c := range []struct {
		address []byte
		since   time.Time
	}{{here, today}, {here, today}, {there, today}, {here, today.Add(time.Hour)}, {here, today}, {here, today.Add(time.Hour)}} {
		n, err := s.CountAddress(ctx, c.address, c.since)
		check(t, err)
		counts = append(counts, n)
	}
	// The fifth has its clock set back, which starts no new window.
	if want := []int{1, 2, 1, 1, 2, 3}; !slices.Equal(counts, want) {
		t.Errorf("counted %v, want %v", counts, want)
	}
}

func tidyRemovesTheOld(t *testing.T, s Store) {
	p := person(t, s)
	ended := session(p.ID, "second")
	ended.Ends = today
	check(t, second(s.BeginSession(ctx, device(p.ID, "second"), ended, account.Settle{Subject: p.Lookup})))
	closing := func(l *account.Ledger) error { l.Closed = true; return nil }
	check(t, s.AdmitTry(ctx, p.Lookup, try("unknown", today.AddDate(0, 0, -200)), closing))
	check(t, s.AdmitTry(ctx, p.Lookup, try("unknown", today), admitAll))
	check(t, s.AdmitTry(ctx, []byte("nobody"), try("unknown", today.AddDate(0, 0, -200)), closing))

	check(t, s.Tidy(ctx, today.Add(time.Minute), today.AddDate(0, 0, -180)))

	wants(t, errs.NotFound, second(s.FindSession(ctx, ended.Row)))
	check(t, second(s.FindSession(ctx, session(p.ID, "first").Row)))
	check(t, second(s.FindDevice(ctx, p.ID, ended.Device)))
	if tries, err := s.ListTries(ctx, p.Lookup); err != nil || len(tries) != 1 {
		t.Errorf("tries left: %v, %v; want the one of today", tries, err)
	}
	check(t, s.Tidy(ctx, today.Add(time.Minute), today.Add(time.Hour)))
	wants(t, errs.NotFound, second(s.FindDevice(ctx, p.ID, ended.Device)))
	for subject, closed := range map[string]bool{string(p.Lookup): true, "nobody": false} {
		check(t, s.AdmitTry(ctx, []byte(subject), try("unknown", today), func(l *account.Ledger) error {
			if l.Closed != closed || len(l.Tries) != 0 {
				t.Errorf("%q is closed: %v, want %v; tries %v", subject, l.Closed, closed, l.Tries)
			}
			return nil
		}))
	}
}
