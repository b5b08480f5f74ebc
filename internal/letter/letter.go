// Package letter keeps letters from their first line to the day on which the
// person looks back: what was written and when, what they told of their
// situation, until when it is put away, and how it ended.
//
// Nothing here is ever delivered. A letter may be taken along, to be sent by
// hand elsewhere, only while nothing stands against it; see [Letter.Bars].
package letter

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"afterwards/draft"
	"afterwards/internal/errs"
	"afterwards/internal/vault"
)

// Kind is the kind of letters in the store and in exports.
const Kind vault.Kind = "letter"

// The limits, all of them stated to the person before they matter.
const (
	MaxLetters  = 500
	MaxPart     = 20_000 // bytes of UTF-8
	MaxParts    = 8
	MaxVersions = 60
	MaxNote     = 5_000 // bytes of a reason or a note

	maxVersionBytes = 1_500_000 // of all versions together
	maxReadings     = 40
	maxEndings      = 40
	maxRatings      = 60
	maxWords        = 4_000 // bytes of any text that the program wrote
	maxFacts        = 200
)

// Letter is one letter. It holds the words of its kind as well as the name, so
// that it can be read whatever the program knows later.
type Letter struct {
	Kind    string    `json:"kind"`
	Title   string    `json:"title"`
	Purpose string    `json:"purpose"`          // what its words are looked at for
	Rest    int       `json:"rest"`             // hours that it rests once finished
	Unsent  bool      `json:"unsent,omitempty"` // of a kind that is never sent
	Begun   time.Time `json:"begun"`
	// Versions are the states of the text, the oldest first. There are none once
	// the letter is let go.
	Versions []Version `json:"versions,omitempty"`
	Readings []Reading `json:"readings,omitempty"`
	Finished time.Time `json:"finished,omitzero"`
	Away     *Away     `json:"away,omitempty"`
	Seal     *Seal     `json:"seal,omitempty"`
	// Answer is the day set beforehand after which no reply is an answer.
	Answer *Answer `json:"answer,omitempty"`
	// Crisis is when the text, or an answer, last spoke of the writer's own life.
	Crisis  time.Time `json:"crisis,omitzero"`
	Endings []Ending  `json:"endings,omitempty"`
	Ratings []Rating  `json:"ratings,omitempty"`
}

// Version is the text at one moment.
type Version struct {
	When  time.Time `json:"when"`
	Parts []Part    `json:"parts"`
}

// Part is one part of the text.
type Part struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Reading is what the person told when they read the letter, or before they
// wrote it, and what that came to.
type Reading struct {
	When      time.Time      `json:"when"`
	Knowledge string         `json:"knowledge"`
	Facts     map[string]any `json:"facts,omitempty"`
	Verdict   string         `json:"verdict"`
	Title     string         `json:"title"` // the verdict in words
	// Open says that nothing told stood against taking it along.
	Open bool `json:"open,omitempty"`
	// Stop and Crisis are the two that nothing outvotes.
	Stop   bool     `json:"stop,omitempty"`
	Crisis bool     `json:"crisis,omitempty"`
	Says   []string `json:"says,omitempty"` // why
}

// Away is a letter put away until an hour that the person chose.
type Away struct {
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until"`
	Reason string    `json:"reason,omitempty"`
	Ended  time.Time `json:"ended,omitzero"` // taken out before its hour
}

// Seal closes a letter until a day. It is a promise of the program, not of
// cryptography: the key that opens everything else opens it too.
type Seal struct {
	Since time.Time `json:"since"`
	Until time.Time `json:"until"`
}

// Answer is when the person stops waiting: after Day, or at once.
type Answer struct {
	Day  time.Time `json:"day,omitzero"`
	None bool      `json:"none,omitempty"` // no answer is awaited
	Set  time.Time `json:"set"`
}

// Ending is one way in which a letter ended. There may be several, one after
// the other: kept first, let go later.
type Ending struct {
	When time.Time `json:"when"`
	What What      `json:"what"`
}

// What is a way to end.
type What string

// The ways. Sent is by the person's own word; the program sends nothing.
const (
	KeptHere What = "kept"
	Released What = "released"
	Taken    What = "taken"
	Sent     What = "sent"
	Shared   What = "shared"
)

// Whats are all ways to end.
var Whats = []What{KeptHere, Released, Taken, Sent, Shared}

// Kept is a letter with its ID and revision.
type Kept = vault.Record[Letter]

// Current is the text as it stands now; nil once it is let go.
func (l *Letter) Current() []Part {
	if len(l.Versions) == 0 {
		return nil
	}
	return l.Versions[len(l.Versions)-1].Parts
}

// Text is the whole letter without the titles of its parts.
func (l *Letter) Text() string { return Join(l.Current()) }

// Join puts parts together as the letter that they make.
func Join(parts []Part) string {
	var texts []string
	for _, p := range parts {
		if t := strings.TrimSpace(p.Text); t != "" {
			texts = append(texts, t)
		}
	}
	return strings.Join(texts, "\n\n")
}

// Reading returns the last reading, or nil.
func (l *Letter) Reading() *Reading {
	if len(l.Readings) == 0 {
		return nil
	}
	return &l.Readings[len(l.Readings)-1]
}

// Ending returns how the letter ended last, or nil while it has not.
func (l *Letter) Ending() *Ending {
	if len(l.Endings) == 0 {
		return nil
	}
	return &l.Endings[len(l.Endings)-1]
}

// Gone reports whether the letter was let go.
func (l *Letter) Gone() bool { return len(l.Versions) == 0 }

// InCrisis reports whether a text speaks of the writer's own life.
func InCrisis(parts []Part) bool {
	return draft.Check(draft.Unsent, Join(parts)).Verdict == draft.Crisis
}

// Check says what is wrong with a letter, as [errs.Invalid], or nothing.
func (l Letter) Check() error {
	if l.Kind == "" || l.Title == "" || l.Rest < 0 || l.Rest > 24*366 {
		return errs.New(errs.Invalid, "This is no letter: its kind is missing.")
	}
	if _, err := draft.ParsePurpose(l.Purpose); err != nil {
		return errs.New(errs.Invalid, "This letter is for nothing that the program knows.")
	}
	if len(l.Versions) > MaxVersions || len(l.Readings) > maxReadings || len(l.Endings) > maxEndings || len(l.Ratings) > maxRatings {
		return errs.New(errs.TooMany, "This letter has more in it than one letter can hold.")
	}
	if len(l.Versions) == 0 && (l.Ending() == nil || l.Ending().What != Released) {
		return errs.New(errs.Invalid, "This letter has no text and was not let go.")
	}
	words := []string{l.Kind, l.Title}
	for _, v := range l.Versions {
		if err := checkParts(v.Parts); err != nil {
			return err
		}
	}
	for _, r := range l.Readings {
		if len(r.Facts) > maxFacts || len(r.Says) > maxFacts {
			return errs.New(errs.Invalid, "A reading of this letter has more in it than the program asks.")
		}
		words = append(append(words, r.Knowledge, r.Verdict, r.Title), r.Says...)
	}
	notes := []string{}
	if l.Away != nil {
		notes = append(notes, l.Away.Reason)
	}
	for _, r := range l.Ratings {
		if !slices.Contains(Views, r.View) {
			return errs.New(errs.Invalid, "Choose one of the answers.")
		}
		notes = append(notes, r.Note)
	}
	for _, e := range l.Endings {
		if !slices.Contains(Whats, e.What) {
			return errs.New(errs.Invalid, "This letter ended in a way that the program does not know.")
		}
	}
	for _, n := range notes {
		if len(n) > MaxNote {
			return errs.New(errs.Invalid, "The note is too long by %d bytes: it can hold %d.", len(n)-MaxNote, MaxNote)
		}
	}
	for _, w := range slices.Concat(words, notes) {
		if len(w) > max(maxWords, MaxNote) || !utf8.ValidString(w) {
			return errs.New(errs.Invalid, "A text in this letter is too long, or has bytes in it that are not text.")
		}
	}
	return l.checkTimes()
}

func checkParts(parts []Part) error {
	if len(parts) == 0 || len(parts) > MaxParts {
		return errs.New(errs.Invalid, "A letter has between one part and %d.", MaxParts)
	}
	for _, p := range parts {
		switch {
		case p.Name == "" || len(p.Name) > maxWords || len(p.Title) > maxWords || !utf8.ValidString(p.Name+p.Title):
			return errs.New(errs.Invalid, "A part of this letter has no proper name.")
		case !utf8.ValidString(p.Text):
			return errs.New(errs.Invalid, "This part has bytes in it that are not text.")
		case len(p.Text) > MaxPart:
			return errs.New(errs.Invalid, "This part is too long by %d bytes: a part can hold %d.", len(p.Text)-MaxPart, MaxPart)
		}
	}
	return nil
}

func (l *Letter) checkTimes() error {
	times := []time.Time{l.Begun}
	optional := []time.Time{l.Finished, l.Crisis}
	for _, v := range l.Versions {
		times = append(times, v.When)
	}
	for _, r := range l.Readings {
		times = append(times, r.When)
	}
	for _, e := range l.Endings {
		times = append(times, e.When)
	}
	for _, r := range l.Ratings {
		times = append(times, r.When)
	}
	if l.Away != nil {
		times, optional = append(times, l.Away.Since, l.Away.Until), append(optional, l.Away.Ended)
	}
	if l.Seal != nil {
		times = append(times, l.Seal.Since, l.Seal.Until)
	}
	if l.Answer != nil {
		times, optional = append(times, l.Answer.Set), append(optional, l.Answer.Day)
	}
	for _, t := range optional {
		if !t.IsZero() {
			times = append(times, t)
		}
	}
	for _, t := range times {
		if t.Year() < 1900 || t.Year() > 9999 {
			return errs.New(errs.Invalid, "The years of this letter must be between 1900 and 9999.")
		}
	}
	return nil
}
