// Package boundary keeps the limits on contact that somebody holds to, says
// whether a contact stays within them, and how the last weeks went.
//
// A limit is a commitment or somebody's wish, and never a countdown: that it
// ends opens nothing by itself.
package boundary

import (
	"slices"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/vault"
)

// Kind is the kind of these records in the store and in exports.
const Kind vault.Kind = "boundary"

// The limits of a record.
const (
	MaxBoundaries = 200
	maxText       = 20_000 // bytes of UTF-8 of the person's own words
	maxShort      = 400
	maxWindows    = 28
	maxStages     = 12
	maxTolerance  = 120 // minutes
	maxAmount     = 100
)

// Boundary is one limit on contact. What it leaves empty, it leaves open: a
// boundary without topics is about every topic.
type Boundary struct {
	// Form is the address of what it was made from, in knowledge/boundaries.
	Form  string `json:"form"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"` // in the person's words, for themselves or to share

	Whose Whose `json:"whose"`
	// From is the first day and Until the last, in the zone; an Until of "" is
	// open.
	From  Date `json:"from"`
	Until Date `json:"until,omitempty"`
	// Zone is the IANA name of the zone in which days and hours are meant.
	Zone string `json:"zone"`

	// Closed lets nothing through but the exceptions. Otherwise a contact must be
	// within everything that is given below.
	Closed   bool     `json:"closed,omitempty"`
	Topics   []Topic  `json:"topics,omitempty"`
	Ways     []Way    `json:"ways,omitempty"`
	Windows  []Window `json:"windows,omitempty"`
	Minutes  int      `json:"minutes,omitempty"`  // by how much a window may be missed
	ReplyTo  bool     `json:"reply_to,omitempty"` // only as an answer to them
	PerWeek  *int     `json:"per_week,omitempty"` // contacts of the person's own in any seven days
	Stages   []Stage  `json:"stages,omitempty"`   // of fading out: fewer a week, step by step
	Promises []string `json:"promises,omitempty"` // rules that no clock can judge, in words
	Except   []Excuse `json:"except,omitempty"`   // what it does not bind
	Ended    *Ending  `json:"ended,omitempty"`    // set once
}

// Whose says who set a limit.
type Whose string

// Who can set a limit.
const (
	Mine   Whose = "mine"
	Both   Whose = "both"
	Theirs Whose = "theirs"
)

// Topic is what a contact is about.
type Topic string

// The topics.
const (
	Children   Topic = "children"
	Home       Topic = "home"
	Money      Topic = "money"
	Belongings Topic = "belongings"
	Work       Topic = "work"
	Health     Topic = "health"
	Us         Topic = "us" // the two of them, then or now
	Chat       Topic = "chat"
)

// Topics are all topics, in the order in which they are offered.
var Topics = []Topic{Children, Home, Money, Belongings, Work, Health, Us, Chat}

// Way is how a contact travels, in the words of the contact log.
type Way string

// The ways.
const (
	Message Way = "message"
	Call    Way = "call"
	Met     Way = "met"
	Social  Way = "social"
	Through Way = "through-others"
	Other   Way = "other"
)

// Ways are all ways, in the order in which they are offered.
var Ways = []Way{Message, Call, Met, Social, Through, Other}

// Excuse is a matter that a limit does not bind.
type Excuse string

// The excuses. Both mean the lawful, practical way, and nothing besides.
const (
	ChildSafety Excuse = "child-safety"
	Legal       Excuse = "legal"
)

// Excuses are all excuses, in the order in which they are offered.
var Excuses = []Excuse{ChildSafety, Legal}

// Stage is a part of fading out: from a day on, at most so many contacts of
// the person's own in any seven days.
type Stage struct {
	From    Date `json:"from"`
	PerWeek int  `json:"per_week"`
}

// Ending says when and why a limit ended.
type Ending struct {
	When time.Time `json:"when"`
	Note string    `json:"note,omitempty"`
	// TheirWord says that the other person took back, first-hand, what was
	// their wish. Nothing else ends a limit of theirs.
	TheirWord bool `json:"their_word,omitempty"`
}

// End ends it. A limit that is the other person's wish ends by their own word
// alone.
func (b *Boundary) End(now time.Time, note string, theirWord bool) error {
	switch {
	case b.Ended != nil:
		return errs.New(errs.Invalid, "This boundary has ended already.")
	case b.Whose == Theirs && !theirWord:
		return errs.New(errs.Invalid, "This boundary is your ex's wish. It ends when they themselves say so, and not before.")
	}
	b.Ended = &Ending{When: now.Truncate(time.Second), Note: note, TheirWord: theirWord && b.Whose == Theirs}
	return b.Check()
}

// HoldsOn says whether it binds on a day.
func (b *Boundary) HoldsOn(day Date) bool {
	if day < b.From || b.Until != "" && day > b.Until && b.Whose != Theirs {
		return false
	}
	return b.Ended == nil || day <= DateOf(b.Ended.When, b.location())
}

// Holds says whether it binds at a time.
func (b *Boundary) Holds(at time.Time) bool {
	if b.Ended != nil && !at.Before(b.Ended.When) {
		return false
	}
	return b.HoldsOn(DateOf(at, b.location()))
}

// location is the zone of the limit, or UTC where this machine does not know it.
func (b *Boundary) location() *time.Location {
	if l, err := time.LoadLocation(b.Zone); err == nil && b.Zone != "Local" {
		return l
	}
	return time.UTC
}

// Check says what is wrong with it, as [errs.Invalid], or nothing.
func (b Boundary) Check() error {
	if b.Form == "" || b.Title == "" {
		return invalid("This boundary has no name. Give it one.")
	}
	if !slices.Contains([]Whose{Mine, Both, Theirs}, b.Whose) {
		return invalid("Say whose boundary this is: yours, both of yours, or your ex's.")
	}
	if !b.From.valid() {
		return invalid("The first day of this boundary is not a day. Write it as 2026-05-31.")
	}
	if b.Until != "" && (!b.Until.valid() || b.Until < b.From) {
		return invalid("The last day of this boundary must be a day, and not before the first.")
	}
	if _, err := time.LoadLocation(b.Zone); err != nil || b.Zone == "" || b.Zone == "Local" {
		return invalid("The time zone of this boundary is not known here. Write it as Europe/Paris.")
	}
	for _, t := range b.Topics {
		if !slices.Contains(Topics, t) {
			return invalid("One of the topics of this boundary is not known here.")
		}
	}
	for _, w := range b.Ways {
		if !slices.Contains(Ways, w) {
			return invalid("One of the ways of contact of this boundary is not known here.")
		}
	}
	for _, e := range b.Except {
		if !slices.Contains(Excuses, e) {
			return invalid("One of the exceptions of this boundary is not known here.")
		}
	}
	if len(b.Windows) > maxWindows || b.Minutes < 0 || b.Minutes > maxTolerance {
		return invalid("A boundary can have up to %d windows of time, and up to %d minutes of give.", maxWindows, maxTolerance)
	}
	for _, w := range b.Windows {
		if err := w.check(); err != nil {
			return err
		}
	}
	if b.PerWeek != nil && (*b.PerWeek < 0 || *b.PerWeek > maxAmount) {
		return invalid("The number of contacts a week must be between 0 and %d.", maxAmount)
	}
	if err := b.checkStages(); err != nil {
		return err
	}
	return b.checkTexts()
}

// checkStages holds that fading out only ever grows less.
func (b *Boundary) checkStages() error {
	if len(b.Stages) > maxStages {
		return invalid("Fading out can have up to %d stages.", maxStages)
	}
	for i, s := range b.Stages {
		if !s.From.valid() || s.PerWeek < 0 || s.PerWeek > maxAmount {
			return invalid("Each stage of fading out needs a day, and a number of contacts a week between 0 and %d.", maxAmount)
		}
		if i > 0 && (s.From <= b.Stages[i-1].From || s.PerWeek > b.Stages[i-1].PerWeek) {
			return invalid("The stages of fading out follow each other, and each has no more contacts than the one before.")
		}
	}
	return nil
}

func (b *Boundary) checkTexts() error {
	short := append([]string{b.Form, b.Title, b.Zone}, b.Promises...)
	if len(b.Promises) > maxWindows {
		return invalid("A boundary can have up to %d rules of its own.", maxWindows)
	}
	for _, text := range short {
		if len(text) > maxShort || !utf8.ValidString(text) {
			return invalid("A line in this boundary is too long, or has bytes in it that are not text. A line can hold %d.", maxShort)
		}
	}
	note := ""
	if b.Ended != nil {
		note = b.Ended.Note
	}
	for _, text := range []string{b.Text, note} {
		if len(text) > maxText || !utf8.ValidString(text) {
			return invalid("The words of this boundary are too long, or have bytes in them that are not text. They can hold %d.", maxText)
		}
	}
	return nil
}

func invalid(format string, args ...any) error { return errs.New(errs.Invalid, format, args...) }
