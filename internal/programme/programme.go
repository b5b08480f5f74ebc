// Package programme keeps what a person answered in a programme: one record for
// the programme, and one for each step, so that going back loses nothing.
//
// It has no deadline, and counts no days.
package programme

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/vault"
)

// The kinds of these records in the store and in exports.
const (
	Kind     vault.Kind = "programme"
	StepKind vault.Kind = "step"
)

// The limits.
const (
	MaxBegun   = 200
	MaxSteps   = 2000
	maxAnswers = 40
	maxRows    = 200
	maxShort   = 600
	maxText    = 60_000 // bytes of UTF-8, of one answer
)

// Begun is a programme that somebody began.
type Begun struct {
	Programme string    `json:"programme"`
	Title     string    `json:"title"`
	When      time.Time `json:"when"`
	// Facts are what was told at its door, and Told when.
	Facts map[string]any `json:"facts,omitempty"`
	Told  time.Time      `json:"told,omitzero"`
	// Before are the facts told before that, and when, so that an answer which got
	// milder within a day is met as such.
	Before     map[string]any `json:"before,omitempty"`
	BeforeTold time.Time      `json:"before_told,omitzero"`
	Aside      bool           `json:"aside,omitempty"`
}

// Step is what was answered in one step. It holds the questions as they were, so
// that it can be read whatever the program asks later.
type Step struct {
	Programme string    `json:"programme"`
	Step      string    `json:"step"`
	Title     string    `json:"title"`
	When      time.Time `json:"when"` // of the last change
	Answers   []Answer  `json:"answers,omitempty"`
	// Done are the statements that the person ticked, in their words, and Whole
	// that these were all.
	Done  []string `json:"done,omitempty"`
	Whole bool     `json:"whole,omitempty"`
}

// Answer is the answer to one item.
type Answer struct {
	Item string `json:"item"`
	Ask  string `json:"ask"`
	// Text is what was written, or the words of what was chosen; Value names the
	// choice.
	Text   string   `json:"text,omitempty"`
	Value  string   `json:"value,omitempty"`
	Lines  []string `json:"lines,omitempty"`
	Number *int     `json:"number,omitempty"`
	// Columns and Rows are a table; the first cell of a row is its name.
	Columns []string   `json:"columns,omitempty"`
	Rows    [][]string `json:"rows,omitempty"`
}

// Empty reports whether nothing was given.
func (a Answer) Empty() bool {
	for _, row := range a.Rows {
		if slices.ContainsFunc(row[min(1, len(row)):], func(cell string) bool { return cell != "" }) {
			return false
		}
	}
	return a.Text == "" && a.Value == "" && a.Number == nil && !slices.ContainsFunc(a.Lines, func(l string) bool { return l != "" })
}

// KeptBegun and KeptStep are records with their IDs and revisions.
type (
	KeptBegun = vault.Record[Begun]
	KeptStep  = vault.Record[Step]
)

// Work is the programmes of one person, for one request.
type Work struct {
	begun vault.View[Begun]
	steps vault.View[Step]
	now   func() time.Time
}

// Open returns the programmes that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Work {
	return &Work{vault.Of[Begun](key, rows, Kind, now), vault.Of[Step](key, rows, StepKind, now), now}
}

// All returns every programme that was begun, the latest first.
func (w *Work) All(ctx context.Context) ([]KeptBegun, error) {
	return w.begun.List(ctx, 0, MaxBegun)
}

// Find returns a programme that was begun; ok is false if it was not.
func (w *Work) Find(ctx context.Context, programme string) (k KeptBegun, ok bool, err error) {
	all, err := w.All(ctx)
	if err != nil {
		return KeptBegun{}, false, err
	}
	for _, k := range all {
		if k.Value.Programme == programme {
			return k, true, nil
		}
	}
	return KeptBegun{}, false, nil
}

// sinceTold is how long an answer counts against one that is milder.
const sinceTold = 24 * time.Hour

// Begin begins a programme, or takes it up again with what was told now.
func (w *Work) Begin(ctx context.Context, programme, title string, facts map[string]any) (KeptBegun, error) {
	now := w.now().Truncate(time.Second)
	k, ok, err := w.Find(ctx, programme)
	if err != nil {
		return KeptBegun{}, err
	}
	if !ok {
		fresh := Begun{Programme: programme, Title: title, When: now, Facts: facts, Told: now}
		if err := fresh.Check(); err != nil {
			return KeptBegun{}, err
		}
		return w.begun.Create(ctx, fresh, MaxBegun)
	}
	if k.Value.Before == nil || now.Sub(k.Value.BeforeTold) > sinceTold {
		k.Value.Before, k.Value.BeforeTold = k.Value.Facts, k.Value.Told
	}
	k.Value.Facts, k.Value.Told, k.Value.Aside = facts, now, false
	if err := k.Value.Check(); err != nil {
		return KeptBegun{}, err
	}
	return w.begun.Update(ctx, k)
}

// Earlier is what was told before, if that was within a day.
func (b Begun) Earlier(now time.Time) map[string]any {
	if b.Before == nil || now.Sub(b.BeforeTold) > sinceTold {
		return nil
	}
	return b.Before
}

// SetAside puts a programme away, or takes it up again. Nothing of it is lost.
func (w *Work) SetAside(ctx context.Context, programme string, aside bool) error {
	k, ok, err := w.Find(ctx, programme)
	if err != nil || !ok || k.Value.Aside == aside {
		return err
	}
	k.Value.Aside = aside
	_, err = w.begun.Update(ctx, k)
	return err
}

// Delete removes a programme with everything that was answered in it.
func (w *Work) Delete(ctx context.Context, programme string) error {
	steps, err := w.Steps(ctx, programme)
	if err != nil {
		return err
	}
	for _, k := range steps {
		if err := w.steps.Delete(ctx, k.ID, k.Revision); err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
	}
	k, ok, err := w.Find(ctx, programme)
	if err != nil || !ok {
		return err
	}
	return w.begun.Delete(ctx, k.ID, k.Revision)
}

// Steps returns what was answered in a programme, or in all where it is "".
func (w *Work) Steps(ctx context.Context, programme string) (steps []KeptStep, err error) {
	for k, err := range w.steps.All(ctx) {
		if err != nil {
			return nil, err
		}
		if programme == "" || k.Value.Programme == programme {
			steps = append(steps, k)
		}
	}
	return steps, nil
}

// Keep keeps the answers of a step that was shown at a revision; zero is a first
// time. If it was changed elsewhere meanwhile it gives [errs.Conflict]. An answer
// to what is not asked any more stays.
func (w *Work) Keep(ctx context.Context, s Step, revision int64) (KeptStep, error) {
	s.When = w.now().Truncate(time.Second)
	if err := s.Check(); err != nil {
		return KeptStep{}, err
	}
	steps, err := w.Steps(ctx, s.Programme)
	if err != nil {
		return KeptStep{}, err
	}
	for _, k := range steps {
		if k.Value.Step != s.Step {
			continue
		}
		if k.Revision != revision {
			return KeptStep{}, errs.New(errs.Conflict, "This step was changed in another window.")
		}
		for _, old := range k.Value.Answers {
			if !slices.ContainsFunc(s.Answers, func(a Answer) bool { return a.Item == old.Item }) {
				s.Answers = append(s.Answers, old)
			}
		}
		k.Value = s
		if err := s.Check(); err != nil {
			return KeptStep{}, err
		}
		return w.steps.Update(ctx, k)
	}
	return w.steps.Create(ctx, s, MaxSteps)
}

// Next is the first step in the order given that is not whole yet, or "".
func Next(order []string, steps []KeptStep) string {
	for _, name := range order {
		if !slices.ContainsFunc(steps, func(k KeptStep) bool { return k.Value.Step == name && k.Value.Whole }) {
			return name
		}
	}
	return ""
}

// Check says what is wrong with a record, as [errs.Invalid], or nothing.
func (b Begun) Check() error {
	switch {
	case b.Programme == "" || b.Title == "":
		return invalid("This is no programme: it has no name.")
	case b.When.Year() < 1900 || b.When.Year() > 9999:
		return invalid("The year of a programme must be between 1900 and 9999.")
	case len(b.Programme)+len(b.Title) > maxShort || !utf8.ValidString(b.Programme+b.Title):
		return invalid("The name of this programme is too long, or has bytes in it that are not text.")
	case len(b.Facts) > 200 || len(b.Before) > 200:
		return invalid("This programme has more facts than there are.")
	}
	return nil
}

// Check says what is wrong with a record, as [errs.Invalid], or nothing.
func (s Step) Check() error {
	switch {
	case s.Programme == "" || s.Step == "" || s.Title == "":
		return invalid("This is no step of a programme: it has no name.")
	case s.When.Year() < 1900 || s.When.Year() > 9999:
		return invalid("The year of a step must be between 1900 and 9999.")
	case len(s.Answers) > maxAnswers || len(s.Done) > maxAnswers:
		return invalid("This step has more answers than there are questions.")
	}
	short := append([]string{s.Programme, s.Step, s.Title}, s.Done...)
	for _, a := range s.Answers {
		short = append(append(short, a.Item, a.Ask, a.Value), a.Columns...)
		if len(a.Lines) > maxRows || len(a.Rows) > maxRows {
			return invalid("A list in this step is too long. It can have %d lines.", maxRows)
		}
		if a.Number != nil && (*a.Number < 0 || *a.Number > 100) {
			return invalid("A number in this step must be between 0 and 100.")
		}
		for _, text := range slices.Concat([]string{a.Text}, a.Lines, slices.Concat(a.Rows...)) {
			if len(text) > maxText || !utf8.ValidString(text) {
				return invalid("An answer in this step is too long, or has bytes in it that are not text. An answer can hold %d.", maxText)
			}
		}
	}
	for _, text := range short {
		if len(text) > maxShort || !utf8.ValidString(text) {
			return invalid("A line in this step is too long, or has bytes in it that are not text.")
		}
	}
	return nil
}

// Text is the step as a person reads it outside the program.
func (s Step) Text() string {
	var b strings.Builder
	for _, a := range s.Answers {
		if a.Empty() {
			continue
		}
		fmt.Fprintf(&b, "**%s**\n\n", a.Ask)
		switch {
		case a.Number != nil:
			fmt.Fprintf(&b, "%d\n", *a.Number)
		case len(a.Rows) > 0:
			for _, row := range a.Rows {
				fmt.Fprintf(&b, "- %s\n", strings.Join(row, " | "))
			}
		case len(a.Lines) > 0:
			for _, l := range a.Lines {
				if l != "" {
					fmt.Fprintf(&b, "- %s\n", l)
				}
			}
		default:
			b.WriteString(a.Text + "\n")
		}
		b.WriteString("\n")
	}
	for _, d := range s.Done {
		fmt.Fprintf(&b, "- [x] %s\n", d)
	}
	return b.String()
}

// Text is the record as a person reads it outside the program. What was told at
// the door stands in the file for programs alone.
func (b Begun) Text() string {
	if b.Aside {
		return "Set aside.\n"
	}
	return "Begun.\n"
}

func invalid(format string, args ...any) error { return errs.New(errs.Invalid, format, args...) }
