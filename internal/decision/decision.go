// Package decision keeps the answers of interviews that a person chose to keep:
// what they told, what the answer was, by which version of the knowledge, and
// how they see it later.
//
// It counts nothing and asks for nothing. Looking back is offered, never due.
package decision

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/vault"
)

// Kind is the kind of kept decisions in the store and in exports.
const Kind vault.Kind = "decision"

// The limits.
const (
	MaxDecisions = 2_000
	MaxNote      = 5_000 // bytes of UTF-8
	maxRatings   = 50
	maxAnswers   = 200
	maxText      = 4_000 // bytes of any other text
)

// Decision is an answer as it was when it was kept. It holds the words as well
// as the facts, so that it can be read whatever the program asks later.
type Decision struct {
	When      time.Time      `json:"when"`
	Knowledge string         `json:"knowledge"` // the version that decided
	Facts     map[string]any `json:"facts"`
	Answered  []Answered     `json:"answered"`
	Verdict   string         `json:"verdict"`
	Title     string         `json:"title"`
	Until     string         `json:"until,omitempty"`
	Forms     []string       `json:"forms,omitempty"`
	Reasons   []Reason       `json:"reasons"`
	Ratings   []Rating       `json:"ratings,omitempty"`
}

// Answered is a question and what was said to it.
type Answered struct {
	Ask  string `json:"ask"`
	Says string `json:"says"`
}

// Reason is a rule that decided.
type Reason struct {
	Rule string `json:"rule"`
	Says string `json:"says"`
}

// Rating is how the person sees the answer later.
type Rating struct {
	When time.Time `json:"when"`
	View View      `json:"view"`
	Note string    `json:"note,omitempty"`
}

// View is one of a few words for how an answer looks in hindsight.
type View string

// The views.
const (
	Right  View = "right"
	Partly View = "partly"
	Wrong  View = "wrong"
	Unsure View = "unsure"
)

// Views are all views, in the order in which they are offered.
var Views = []View{Right, Partly, Wrong, Unsure}

// Kept is a decision with its ID and revision.
type Kept = vault.Record[Decision]

// Log is the kept decisions of one person for one request.
type Log struct {
	view vault.View[Decision]
	now  func() time.Time
}

// Open returns the log that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Log {
	return &Log{view: vault.Of[Decision](key, rows, Kind, now), now: now}
}

// again is how soon the same answers are a second press of the button.
const again = 2 * time.Minute

// Keep keeps a decision. The same one kept twice in a row, by a second press of
// the button or by reloading, is kept once.
func (l *Log) Keep(ctx context.Context, d Decision) (Kept, error) {
	if d.When.IsZero() {
		d.When = l.now()
	}
	d.When = d.When.Truncate(time.Second)
	if err := d.Check(); err != nil {
		return Kept{}, err
	}
	latest, err := l.view.List(ctx, 0, 1)
	if err != nil {
		return Kept{}, err
	}
	for _, k := range latest {
		if k.Value.Verdict == d.Verdict && slices.Equal(k.Value.Answered, d.Answered) && d.When.Sub(k.Value.When).Abs() < again {
			return k, nil
		}
	}
	return l.view.Create(ctx, d, MaxDecisions)
}

// List returns up to limit decisions, the latest first, that come after the page
// that gave before; zero starts at the top.
func (l *Log) List(ctx context.Context, before int64, limit int) ([]Kept, error) {
	return l.view.List(ctx, before, limit)
}

// Since returns the decisions kept after a moment, the latest first.
func (l *Log) Since(ctx context.Context, moment time.Time) ([]Kept, error) {
	const most = 50 // more than anybody keeps in a day
	all, err := l.view.List(ctx, 0, most)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(k Kept) bool { return !k.Value.When.After(moment) }), nil
}

// Find returns one decision, or [errs.NotFound].
func (l *Log) Find(ctx context.Context, decision id.ID) (Kept, error) {
	return l.view.Find(ctx, decision)
}

// Rate adds how the person sees a decision now. The revision is the one that
// they were shown; if it has changed since, the error is [errs.Conflict].
func (l *Log) Rate(ctx context.Context, decision id.ID, revision int64, view View, note string) (Kept, error) {
	k, err := l.view.Find(ctx, decision)
	if err != nil {
		return Kept{}, err
	}
	k.Revision = revision
	k.Value.Ratings = append(k.Value.Ratings, Rating{When: l.now().Truncate(time.Second), View: view, Note: note})
	if err := k.Value.Check(); err != nil {
		return Kept{}, err
	}
	return l.view.Update(ctx, k)
}

// Delete removes a decision that the person was shown at that revision.
func (l *Log) Delete(ctx context.Context, decision id.ID, revision int64) error {
	return l.view.Delete(ctx, decision, revision)
}

// Check says what is wrong with a decision, as [errs.Invalid], or nothing.
func (d Decision) Check() error {
	switch {
	case d.Verdict == "" || d.Title == "":
		return errs.New(errs.Invalid, "This is no answer: it says nothing.")
	case len(d.Answered) > maxAnswers || len(d.Reasons) > maxAnswers || len(d.Facts) > maxAnswers || len(d.Forms) > maxAnswers:
		return errs.New(errs.Invalid, "This answer has more in it than the program ever asks.")
	case len(d.Ratings) > maxRatings:
		return errs.New(errs.TooMany, "You have looked back on this answer %d times, which is the most. Nothing was added.", maxRatings)
	case d.When.Year() < 1900 || d.When.Year() > 9999:
		return errs.New(errs.Invalid, "The year of this answer must be between 1900 and 9999.")
	}
	texts := []string{d.Knowledge, d.Verdict, d.Title, d.Until}
	for _, a := range d.Answered {
		texts = append(texts, a.Ask, a.Says)
	}
	for _, r := range d.Reasons {
		texts = append(texts, r.Rule, r.Says)
	}
	for _, t := range append(texts, d.Forms...) {
		if len(t) > maxText || !utf8.ValidString(t) {
			return errs.New(errs.Invalid, "A text in this answer is too long, or has bytes in it that are not text.")
		}
	}
	for _, r := range d.Ratings {
		switch {
		case !slices.Contains(Views, r.View):
			return errs.New(errs.Invalid, "Choose one of the answers.")
		case len(r.Note) > MaxNote:
			return errs.New(errs.Invalid, "The note is too long by %d bytes: it can hold %d.", len(r.Note)-MaxNote, MaxNote)
		case !utf8.ValidString(r.Note):
			return errs.New(errs.Invalid, "The note has bytes in it that are not text.")
		}
	}
	return nil
}

// Text is the decision as a person reads it outside the program.
func (d Decision) Text() string {
	var b []byte
	add := func(lines ...string) {
		for _, l := range lines {
			b = append(append(b, l...), '\n')
		}
	}
	if d.Until != "" {
		add("Look again when "+d.Until+".", "")
	}
	add("Why:")
	for _, r := range d.Reasons {
		add("- " + r.Says)
	}
	if len(d.Answered) > 0 {
		add("", "What I answered:")
	}
	for _, a := range d.Answered {
		add("- " + a.Ask + " " + a.Says)
	}
	for _, r := range d.Ratings {
		add("", r.When.Format("2 January 2006")+", looking back: "+string(r.View)+".")
		if r.Note != "" {
			add(r.Note)
		}
	}
	return string(b)
}
