// Package wire holds the two contracts that outside programs rely on, check and
// decide, in the form that the command line and the API share. Both go through
// [Checked] and [Decided], so that the same question has the same answer on
// every door.
package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
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
	ID      json.RawMessage // given back as it came
	Purpose *string
	Text    *string
}

// CheckAnswer is the report on a draft. Offsets are UTF-8 bytes into the text.
type CheckAnswer struct {
	ID json.RawMessage `json:"id"`
	draft.Report
}

// DecideQuestion asks about a situation.
type DecideQuestion struct {
	ID    json.RawMessage // given back as it came
	Facts map[string]any
}

// DecideAnswer is a decision with its reasons.
type DecideAnswer struct {
	ID json.RawMessage `json:"id"`
	advice.Decision
}

// Refusal answers a question that could not be read.
type Refusal struct {
	ID    json.RawMessage `json:"id"`
	Error string          `json:"error"`
}

// Checked answers a check question; purpose is used where the question names
// none.
func Checked(q CheckQuestion, purpose string) (CheckAnswer, error) {
	if q.Purpose == nil && purpose != "" {
		q.Purpose = &purpose
	}
	if q.Purpose == nil {
		return CheckAnswer{}, errs.New(errs.Invalid, `the key "purpose" is missing: it says what the draft is for`)
	}
	p, err := draft.ParsePurpose(clip(*q.Purpose))
	if err != nil {
		return CheckAnswer{}, errs.New(errs.Invalid, "%s", err)
	}
	if q.Text == nil {
		return CheckAnswer{}, errs.New(errs.Invalid, `the key "text" is missing: it holds the draft`)
	}
	if len(*q.Text) > MaxText {
		return CheckAnswer{}, errs.New(errs.Invalid, "the draft has %d bytes, and %d is the most that is checked: check it in parts", len(*q.Text), MaxText)
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

// ReadCheck reads the JSON of a check question. Keys that it does not know are
// left alone, for files may carry notes.
func ReadCheck(raw []byte) (CheckQuestion, error) {
	keys, err := object(raw, "the question")
	if err != nil {
		return CheckQuestion{}, err
	}
	q := CheckQuestion{ID: keys["id"]}
	if q.Purpose, err = text(keys, "purpose"); err != nil {
		return q, err
	}
	q.Text, err = text(keys, "text")
	return q, err
}

// ReadDecide reads the JSON of a decide question, as [ReadCheck] does.
func ReadDecide(raw []byte) (DecideQuestion, error) {
	keys, err := object(raw, "the question")
	if err != nil {
		return DecideQuestion{}, err
	}
	q := DecideQuestion{ID: keys["id"]}
	if facts := keys["facts"]; facts != nil && !isNull(facts) {
		values, err := object(facts, `the key "facts"`)
		if err != nil {
			return q, err
		}
		q.Facts = map[string]any{}
		for name, value := range values {
			var v any
			if err := json.Unmarshal(value, &v); err != nil {
				return q, errs.New(errs.Invalid, "the fact %q has a value that cannot be read", clip(name))
			}
			q.Facts[name] = v
		}
	}
	return q, nil
}

// byteOrderMark begins files that some editors of Windows write.
var byteOrderMark = []byte("\xef\xbb\xbf")

// object reads a JSON object key by key. Keys must match to the letter, and one
// that stands there twice is refused: of the two, one would be lost without a
// word.
func object(raw []byte, what string) (map[string]json.RawMessage, error) {
	raw = bytes.TrimPrefix(raw, byteOrderMark)
	switch {
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, errs.New(errs.Invalid, "there is nothing to read: write one JSON object, {…}")
	case !utf8.Valid(raw):
		return nil, errs.New(errs.Invalid, "this is not UTF-8 text: save it as UTF-8")
	case !json.Valid(raw):
		return nil, notJSON(raw)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errs.New(errs.Invalid, "%s is not an object: write {…}", what)
	}
	keys := map[string]json.RawMessage{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, notJSON(raw)
		}
		name, _ := key.(string) // in valid JSON nothing else is a key
		if _, twice := keys[name]; twice {
			return nil, errs.New(errs.Invalid, "in %s the key %q appears twice: keep one", what, clip(name))
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, notJSON(raw)
		}
		keys[name] = value
	}
	return keys, nil
}

// notJSON says where JSON breaks.
func notJSON(raw []byte) error {
	var any json.RawMessage
	if syntax, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(raw, &any)); ok {
		return errs.New(errs.Invalid, "this is not JSON from byte %d on: write one object, {…}, with double quotes", syntax.Offset)
	}
	return errs.New(errs.Invalid, "this is not JSON that can be read: write one object, {…}, with double quotes")
}

// text reads a key that holds text; nil if the key is missing or null.
func text(keys map[string]json.RawMessage, name string) (*string, error) {
	raw, ok := keys[name]
	if !ok || isNull(raw) {
		return nil, nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, errs.New(errs.Invalid, "the key %q does not hold text: write it in double quotes", name)
	}
	return &s, nil
}

func isNull(raw json.RawMessage) bool { return bytes.Equal(bytes.TrimSpace(raw), []byte("null")) }

// ID digs the "id" out of a question that cannot be answered; nil if there is
// none to be found.
func ID(raw []byte) json.RawMessage {
	var only struct {
		ID json.RawMessage `json:"id"`
	}
	if !utf8.Valid(raw) || json.Unmarshal(bytes.TrimPrefix(raw, byteOrderMark), &only) != nil {
		return nil
	}
	return only.ID
}

func clip(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}
