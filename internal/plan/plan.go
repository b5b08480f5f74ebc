// Package plan keeps a person's own safety plan: what they wrote on a calm day
// for a bad one. It follows the six parts of Stanley and Brown; the words are the
// person's.
package plan

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"afterwards/internal/errs"
	"afterwards/internal/vault"
)

// Kind is the kind of these records in the store and in exports.
const Kind vault.Kind = "plan"

const (
	// MaxPlans is one, with room for copies that an import may bring.
	MaxPlans = 20
	maxPart  = 10_000 // bytes of UTF-8
	maxParts = 20
)

// Plan is the plan: a text for each part that has one.
type Plan struct {
	When  time.Time `json:"when"` // of the last change
	Parts []Part    `json:"parts"`
}

// Part is one part, with its title as it was when it was written.
type Part struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Lines are the lines of a part that have something on them.
func (p Part) Lines() (lines []string) {
	for line := range strings.Lines(p.Text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Empty reports whether nothing is written in any part.
func (p Plan) Empty() bool {
	return !slices.ContainsFunc(p.Parts, func(x Part) bool { return strings.TrimSpace(x.Text) != "" })
}

// Kept is a [Plan] with its ID and revision.
type Kept = vault.Record[Plan]

// Shelf holds the plan of one person, for one request.
type Shelf struct {
	view vault.View[Plan]
	now  func() time.Time
}

// Open returns the shelf that key opens.
func Open(key *vault.Key, rows vault.Rows, now func() time.Time) *Shelf {
	return &Shelf{vault.Of[Plan](key, rows, Kind, now), now}
}

// Find returns the plan: the latest, where an import has brought more than one. ok
// is false if there is none.
func (s *Shelf) Find(ctx context.Context) (k Kept, ok bool, err error) {
	all, err := s.view.List(ctx, 0, MaxPlans)
	if err != nil || len(all) == 0 {
		return Kept{}, false, err
	}
	return slices.MaxFunc(all, func(a, b Kept) int { return a.Value.When.Compare(b.Value.When) }), true, nil
}

// Keep replaces the plan that the person was shown at a revision; zero is a first
// one. If it was changed elsewhere meanwhile it gives [errs.Conflict].
func (s *Shelf) Keep(ctx context.Context, p Plan, revision int64) (Kept, error) {
	p.When = s.now().Truncate(time.Second)
	if err := p.Check(); err != nil {
		return Kept{}, err
	}
	k, ok, err := s.Find(ctx)
	switch {
	case err != nil:
		return Kept{}, err
	case !ok:
		return s.view.Create(ctx, p, MaxPlans)
	case k.Revision != revision:
		return Kept{}, errs.New(errs.Conflict, "Your plan was changed in another window.")
	}
	k.Value = p
	return s.view.Update(ctx, k)
}

// Delete removes the plan, and copies of it.
func (s *Shelf) Delete(ctx context.Context) error {
	all, err := s.view.List(ctx, 0, MaxPlans)
	if err != nil {
		return err
	}
	for _, k := range all {
		if err := s.view.Delete(ctx, k.ID, k.Revision); err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
	}
	return nil
}

// Check says what is wrong with a plan, as [errs.Invalid], or nothing.
func (p Plan) Check() error {
	if p.When.Year() < 1900 || p.When.Year() > 9999 {
		return errs.New(errs.Invalid, "The year of this plan must be between 1900 and 9999.")
	}
	if len(p.Parts) > maxParts {
		return errs.New(errs.Invalid, "This plan has more parts than there can be.")
	}
	for _, x := range p.Parts {
		if len(x.Name)+len(x.Title) > 400 || len(x.Text) > maxPart || !utf8.ValidString(x.Name+x.Title+x.Text) {
			return errs.New(errs.Invalid, "A part of this plan is too long, or has bytes in it that are not text. A part can hold %d.", maxPart)
		}
	}
	return nil
}

// Text is the plan as a person reads it outside the program.
func (p Plan) Text() string {
	var b strings.Builder
	for _, x := range p.Parts {
		if x.Text == "" {
			continue
		}
		b.WriteString("## " + x.Title + "\n\n" + x.Text + "\n\n")
	}
	return b.String()
}
