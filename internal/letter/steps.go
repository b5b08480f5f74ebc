package letter

import (
	"slices"
	"time"

	"afterwards/internal/errs"
)

const (
	// MaxAway and MaxSeal are the longest that a letter can be put away or sealed.
	MaxAway = 366 * 24 * time.Hour
	MaxSeal = 10 * MaxAway
)

// The steps of a letter. Each changes it or says, in a sentence, why not.

// Write makes the parts the current text, as a version of its own. A text that
// is the same as before changes nothing. What is finished is being written again.
func (l *Letter) Write(now time.Time, parts []Part) error {
	if err := l.closedToWriting(now); err != nil {
		return err
	}
	if err := checkParts(parts); err != nil {
		return err
	}
	if slices.Equal(parts, l.Current()) {
		return nil
	}
	if len(l.Versions) == 1 && l.Text() == "" {
		l.Versions = nil // the empty sheet that it began with is no version
	}
	l.Versions = append(l.Versions, Version{stamp(now), slices.Clone(parts)})
	l.makeRoom()
	l.Finished = time.Time{}
	if InCrisis(parts) {
		l.Crisis = stamp(now)
	}
	return nil
}

// makeRoom lets the oldest versions go where there is no room for more.
func (l *Letter) makeRoom() {
	size := 0
	for i := len(l.Versions) - 1; i >= 0; i-- {
		for _, p := range l.Versions[i].Parts {
			size += len(p.Text)
		}
		if kept := len(l.Versions) - 1 - i; kept > 0 && (size > maxVersionBytes || kept >= MaxVersions) {
			l.Versions = slices.Clone(l.Versions[i+1:])
			return
		}
	}
}

func (l *Letter) closedToWriting(now time.Time) error {
	switch {
	case l.Gone() && len(l.Endings) > 0:
		return errs.New(errs.Invalid, "This letter was let go. Its words are not here any more.")
	case l.Seal != nil:
		return errs.New(errs.Invalid, "This letter is sealed. It can be changed once it is open again.")
	case l.IsAway(now):
		return errs.New(errs.Invalid, "This letter is put away. It can be read, and changed when its time is up.")
	}
	return nil
}

// Finish says that it is written. From then on it rests.
func (l *Letter) Finish(now time.Time) error {
	if err := l.closedToWriting(now); err != nil {
		return err
	}
	if l.Text() == "" {
		return errs.New(errs.Invalid, "There is nothing written yet. Write something first.")
	}
	if l.Finished.IsZero() {
		l.Finished = stamp(now)
	}
	return nil
}

// PutAway puts the letter away until an hour, with the reason that the person gave. A
// letter that is away can be put away for longer, and not for less.
func (l *Letter) PutAway(now, until time.Time, reason string) error {
	switch {
	case l.Gone():
		return errs.New(errs.Invalid, "This letter was let go. Its words are not here any more.")
	case !until.After(now):
		return errs.New(errs.Invalid, "Choose a day and an hour that are still to come.")
	case until.Sub(now) > MaxAway:
		return errs.New(errs.Invalid, "A letter can be put away for a year at the most. You can seal it for longer.")
	case l.IsAway(now) && until.Before(l.Away.Until):
		return errs.New(errs.Invalid, "It is put away for longer than that already.")
	case l.Text() == "":
		return errs.New(errs.Invalid, "There is nothing written yet. Write something first.")
	}
	if l.Finished.IsZero() {
		l.Finished = stamp(now)
	}
	since := stamp(now)
	if l.IsAway(now) {
		since = l.Away.Since
		if reason == "" {
			reason = l.Away.Reason
		}
	}
	l.Away = &Away{Since: since, Until: until.Truncate(time.Minute), Reason: reason}
	if !l.Away.Until.After(now) {
		l.Away.Until = l.Away.Until.Add(time.Minute)
	}
	return nil
}

// TakeOut takes the letter out before its hour, where nothing says stop.
func (l *Letter) TakeOut(now time.Time) error {
	switch {
	case !l.IsAway(now):
		return errs.New(errs.Invalid, "This letter is not put away.")
	case !l.MayTakeOut(now):
		return errs.New(errs.Invalid, "Something you told or wrote says stop. The letter stays put away until its hour.")
	}
	l.Away.Ended = stamp(now)
	return nil
}

// Read notes what the person told of their situation and what that came to.
func (l *Letter) Read(now time.Time, r Reading) {
	r.When = stamp(now)
	l.Readings = append(l.Readings, r)
	if over := len(l.Readings) - maxReadings; over > 0 {
		l.Readings = slices.Clone(l.Readings[over:])
	}
	if r.Crisis {
		l.Crisis = stamp(now)
	}
}

// Await sets the day after which no reply is an answer.
func (l *Letter) Await(now time.Time, a Answer) error {
	if !a.None && !a.Day.After(now) {
		return errs.New(errs.Invalid, "Choose a day that is still to come.")
	}
	if a.None {
		a.Day = time.Time{}
	}
	a.Set = stamp(now)
	l.Answer = &a
	return nil
}

// SealUntil closes the letter until a moment. A seal can be made longer, and not
// shorter.
func (l *Letter) SealUntil(now, until time.Time) error {
	switch {
	case l.Gone():
		return errs.New(errs.Invalid, "This letter was let go. Its words are not here any more.")
	case l.Text() == "":
		return errs.New(errs.Invalid, "There is nothing written yet. Write something first.")
	case !until.After(now):
		return errs.New(errs.Invalid, "Choose a day that is still to come.")
	case until.Sub(now) > MaxSeal:
		return errs.New(errs.Invalid, "A letter can be sealed for ten years at the most.")
	case l.Seal != nil && until.Before(l.Seal.Until):
		return errs.New(errs.Invalid, "It is sealed for longer than that already.")
	}
	l.Seal = &Seal{Since: stamp(now), Until: until}
	return l.end(now, KeptHere)
}

// Unseal opens a sealed letter once its day has come.
func (l *Letter) Unseal(now time.Time) error {
	switch {
	case l.Seal == nil:
		return errs.New(errs.Invalid, "This letter is not sealed.")
	case now.Before(l.Seal.Until):
		return errs.New(errs.Invalid, "The day that you chose has not come yet. The letter stays sealed.")
	}
	l.Seal = nil
	return nil
}

// Keep says that the letter stays here, and that this is how it ends.
func (l *Letter) Keep(now time.Time) error {
	if l.Gone() {
		return errs.New(errs.Invalid, "This letter was let go. Its words are not here any more.")
	}
	return l.end(now, KeptHere)
}

// Share says that the letter was printed for somebody to read.
func (l *Letter) Share(now time.Time) error {
	if l.Gone() || l.Seal != nil {
		return errs.New(errs.Invalid, "This letter cannot be read now.")
	}
	return l.end(now, Shared)
}

// Release lets the letter go: every version of its words, the reason for putting it away
// and what was told with it are deleted. What stays is that there was a letter of this kind.
func (l *Letter) Release(now time.Time) error {
	if l.Gone() {
		return errs.New(errs.Invalid, "This letter was let go already.")
	}
	l.Versions, l.Readings, l.Away, l.Seal, l.Finished, l.Crisis = nil, nil, nil, nil, time.Time{}, time.Time{}
	return l.end(now, Released)
}

// Take says that the letter is taken along, if nothing stands against it.
func (l *Letter) Take(now time.Time) error {
	if len(l.Bars(now)) > 0 {
		return errs.New(errs.Invalid, "This letter cannot be taken along now.")
	}
	return l.end(now, Taken)
}

// Send notes that the person sent it, by their own word.
func (l *Letter) Send(now time.Time) error { return l.end(now, Sent) }

// end notes an ending; the same one again is no other ending.
func (l *Letter) end(now time.Time, what What) error {
	if last := l.Ending(); last != nil && last.What == what {
		return nil
	}
	if len(l.Endings) == maxEndings {
		l.Endings = slices.Delete(l.Endings, 0, 1)
	}
	l.Endings = append(l.Endings, Ending{stamp(now), what})
	return nil
}

func stamp(t time.Time) time.Time { return t.Truncate(time.Second) }
