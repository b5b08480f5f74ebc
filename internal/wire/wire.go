// Package wire holds the two contracts that outside programs rely on, check and
// decide, in the form that the command line and the API share. Both go through
// [Checked] and [Decided], so that the same question has the same answer on
// every door.
package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"afterwards/advice"
	"afterwards/draft"
	"afterwards/internal/errs"
)

// Limits on what one question may hold.
const (
	MaxText  = 100_000 // bytes of a draft
	MaxInput = 1 << 20 // bytes of one question as JSON
)

// CheckQuestion asks what a draft does to its reader.
type CheckQuestion struct {
	ID      any     `json:"id,omitempty"`
	Purpose string  `json:"purpose"`
	Text    *string `json:"text"`
}

// CheckAnswer is the report on a draft. Offsets are UTF-8 bytes into the text.
type CheckAnswer struct {
	ID any `json:"id"`
	draft.Report
}

// DecideQuestion asks about a situation.
type DecideQuestion struct {
	ID    any   `json:"id,omitempty"`
	Facts Facts `json:"facts"`
}

// DecideAnswer is a decision with its reasons.
type DecideAnswer struct {
	ID any `json:"id"`
	advice.Decision
}

// Refusal answers a question that could not be read.
type Refusal struct {
	ID    any    `json:"id"`
	Error string `json:"error"`
}

// Checked answers a check question; purpose is used where the question names
// none.
func Checked(q CheckQuestion, purpose string) (CheckAnswer, error) {
	if q.Purpose == "" {
		q.Purpose = purpose
	}
	p, err := draft.ParsePurpose(q.Purpose)
	if err != nil {
		return CheckAnswer{}, errs.New(errs.Invalid, "%s", err)
	}
	if q.Text == nil {
		return CheckAnswer{}, errs.New(errs.Invalid, `the key "text" is missing: it holds the draft`)
	}
	if len(*q.Text) > MaxText {
		return CheckAnswer{}, errs.New(errs.Invalid, "the draft has %d bytes, and %d is the most that is checked", len(*q.Text), MaxText)
	}
	return CheckAnswer{ID: q.ID, Report: draft.Check(p, *q.Text)}, nil
}

// Decided answers a decide question.
func Decided(a *advice.Adviser, q DecideQuestion) (DecideAnswer, error) {
	if q.Facts == nil {
		return DecideAnswer{}, errs.New(errs.Invalid, `the key "facts" is missing: it holds what is known, and may be empty as {}`)
	}
	s, err := a.Vocabulary().Read(q.Facts)
	if err != nil {
		return DecideAnswer{}, err
	}
	return DecideAnswer{ID: q.ID, Decision: a.Decide(s)}, nil
}

// Read decodes one JSON question. Keys that it does not know are left alone,
// for files may carry notes. The ID is given back even when the rest fails.
func Read[Q CheckQuestion | DecideQuestion](raw []byte) (Q, error) {
	var q Q
	if !utf8.Valid(raw) {
		return q, errs.New(errs.Invalid, "this is not UTF-8 text: save it as UTF-8")
	}
	err := json.Unmarshal(raw, &q)
	if err == nil {
		return q, nil
	}
	if ours, ok := errors.AsType[*errs.Error](err); ok {
		return q, ours
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		what := "this"
		if wrong.Field != "" {
			what = fmt.Sprintf("the key %q", wrong.Field)
		}
		return q, errs.New(errs.Invalid, "%s cannot be a JSON %s: %s is wanted", what, wrong.Value, wanted(wrong.Type.Kind().String()))
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return q, errs.New(errs.Invalid, "this is not JSON from byte %d on: write one object, {…}, with double quotes", syntax.Offset)
	}
	return q, errs.New(errs.Invalid, "this is not a JSON object that can be read: write {…}, with double quotes")
}

func wanted(kind string) string {
	switch kind {
	case "string":
		return "text in quotes"
	case "map", "struct":
		return "an object, {…},"
	}
	return "another kind of value"
}

// ID digs the "id" out of a question that cannot be read as a whole.
func ID(raw []byte) any {
	var only struct {
		ID any `json:"id"`
	}
	if json.Unmarshal(raw, &only) == nil {
		return only.ID
	}
	return nil
}

// Facts are the facts of a question. A fact that stands twice is refused: one
// of the two would be lost without a word.
type Facts map[string]any

// UnmarshalJSON reads an object and refuses repeated keys.
func (f *Facts) UnmarshalJSON(raw []byte) error {
	if bytes.Equal(raw, []byte("null")) {
		*f = nil
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	open, err := d.Token()
	if err != nil {
		return err
	}
	if open != json.Delim('{') {
		return errs.New(errs.Invalid, `the key "facts" must hold an object, {…}`)
	}
	facts := Facts{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return err
		}
		name := key.(string) // the decoder lets nothing else be a key
		if _, twice := facts[name]; twice {
			return errs.New(errs.Invalid, "the fact %q stands there twice: keep one", clip(name))
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return err
		}
		facts[name] = value
	}
	*f = facts
	return nil
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}
