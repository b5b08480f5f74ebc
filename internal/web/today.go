package web

import (
	"context"
	"net/http"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/checkin"
	"afterwards/internal/letter"
	"afterwards/internal/programme"
	"afterwards/knowledge"
	"afterwards/measure"
)

// todayPage is the front page of somebody who is signed in: one next step, what
// they decided, what rests and what may be due. It counts and praises nothing.
type todayPage struct {
	frame
	Next    *todayLine
	Also    []todayLine
	Decided *todayLine
	Resting []todayLine
	Calm    string // it has looked calm for long: a proposal to stop
}

func (todayPage) template() string { return "today.html" }

type todayLine struct{ Path, Title, Says string }

// todaySource looks for lines in one part of what is kept. The first line of the
// first source that has any is the next step.
type todaySource func(ctx context.Context, p *todayPage, open *account.Open, now time.Time) ([]todayLine, error)

func (s *site) home(w http.ResponseWriter, r *http.Request) error {
	open := s.whoever(r)
	if open == nil {
		return s.show(w, http.StatusOK, homePage{s.frame(r, "Start")})
	}
	defer open.Key.Wipe()
	p := todayPage{frame: s.placeFrame(r, "Today", open)}
	now := s.keeping.Now()
	if err := s.lastDecision(r.Context(), &p, open); err != nil {
		return err
	}
	for _, source := range []todaySource{s.todayLetters, s.todayCheckins, s.todayProgrammes} {
		lines, err := source(r.Context(), &p, open, now)
		if err != nil {
			return err
		}
		p.Also = append(p.Also, lines...)
	}
	if len(p.Also) > 0 {
		p.Next, p.Also = &p.Also[0], p.Also[1:]
	}
	p.Also = p.Also[:min(len(p.Also), mostAlso)]
	return s.show(w, http.StatusOK, p)
}

// mostAlso is how much stands beside the next step.
const mostAlso = 4

func (s *site) lastDecision(ctx context.Context, p *todayPage, open *account.Open) error {
	kept, err := s.openDecisions(open).List(ctx, 0, 1)
	if err != nil || len(kept) == 0 {
		return err
	}
	d := kept[0].Value
	p.Decided = &todayLine{"/answer/" + string(kept[0].ID), d.Title, "Answered on " + dateWords(d.When)}
	return nil
}

// todayLetters are letters whose hour has come, and those that rest.
func (s *site) todayLetters(ctx context.Context, p *todayPage, open *account.Open, now time.Time) (lines []todayLine, err error) {
	kept, err := s.openLetters(open).List(ctx, 0, lettersToday)
	if err != nil {
		return nil, err
	}
	for _, k := range kept {
		l := &k.Value
		line := todayLine{letterPath(k.ID), l.Title, s.head(k).Status()}
		switch {
		case l.Gone():
		case l.IsAway(now) || l.Seal != nil && now.Before(l.Seal.Until):
			p.Resting = append(p.Resting, line)
		case l.Away != nil && l.Ending() == nil:
			line.Says = "Its hour has come. You can read it again, or leave it."
			lines = append(lines, line)
		default:
			if after, due := l.Due(now); due && after != letter.ADay {
				line.Says = dueWords[after] + " You could look back on it."
				lines = append(lines, line)
			}
		}
	}
	return lines, nil
}

// lettersToday is how many of the latest letters are looked at.
const lettersToday = 50

// todayCheckins is the check-in of the day, and what may be answered once a week
// or a month.
func (s *site) todayCheckins(ctx context.Context, p *todayPage, open *account.Open, now time.Time) (lines []todayLine, err error) {
	kept, err := s.openCheckins(open).All(ctx)
	if err != nil {
		return nil, err
	}
	if len(kept) > 0 {
		now = now.In(kept[0].Value.When.Location())
	}
	if s.calm(kept, now) {
		p.Calm = s.adviser.Judgement().Progress.Calm
	}
	var later []todayLine
	scales := s.adviser.Judgement().Scales
	for i := range scales {
		x := &scales[i]
		if !checkin.Due(kept, x.Scale, x.Gap, now) {
			continue
		}
		line := todayLine{"/scales/" + x.Scale, x.Title, x.About}
		switch {
		case x.Rhythm == "day":
			lines = append(lines, line)
		case x.Rhythm == "week" && answeredBefore(kept, daily) || answeredBefore(kept, x.Scale):
			// Whoever does not use a scale is not asked for it every day.
			later = append(later, line)
		}
	}
	return append(lines, later...), nil
}

func answeredBefore(kept []checkin.Kept, scale string) bool {
	for _, k := range kept {
		if k.Value.Scale == scale {
			return true
		}
	}
	return false
}

func (s *site) calm(kept []checkin.Kept, now time.Time) bool {
	x := s.findScale(daily)
	if x == nil {
		return false
	}
	var points []measure.Point
	for _, k := range kept {
		if k.Value.Scale == daily {
			if got, _ := measure.Score(x, k.Value.Answers); len(got.Parts) > 0 {
				points = append(points, measure.Point{Day: dayNumber(k.Value.When), Value: got.Parts[0].Total})
			}
		}
	}
	return measure.Calm(measure.NewSeries(points), dayNumber(now))
}

// todayProgrammes is the next step of each programme on the way.
func (s *site) todayProgrammes(ctx context.Context, _ *todayPage, open *account.Open, _ time.Time) (lines []todayLine, err error) {
	work := s.openProgrammes(open)
	begun, err := work.All(ctx)
	if err != nil || len(begun) == 0 {
		return nil, err
	}
	steps, err := work.Steps(ctx, "")
	if err != nil {
		return nil, err
	}
	courses := s.adviser.Judgement().Courses
	for _, k := range begun {
		if k.Value.Aside {
			continue
		}
		for i := range courses {
			if c := &courses[i]; c.Programme == k.Value.Programme {
				if next := programme.Next(stepNames(c), stepsOf(steps, c.Programme)); next != "" {
					lines = append(lines, todayLine{"/programmes/" + c.Programme, c.Title, "The next step there: " + stepTitle(c, next)})
				}
			}
		}
	}
	return lines, nil
}

func stepNames(c *knowledge.Course) (names []string) {
	for i := range c.Steps {
		names = append(names, c.Steps[i].Step)
	}
	return names
}

func stepsOf(steps []programme.KeptStep, name string) (of []programme.KeptStep) {
	for _, k := range steps {
		if k.Value.Programme == name {
			of = append(of, k)
		}
	}
	return of
}

func stepTitle(c *knowledge.Course, step string) string {
	for i := range c.Steps {
		if c.Steps[i].Step == step {
			return c.Steps[i].Title
		}
	}
	return ""
}
