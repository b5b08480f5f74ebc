package app

import (
	"afterwards/internal/archive"
	"afterwards/internal/boundary"
	"afterwards/internal/checkin"
	"afterwards/internal/contact"
	"afterwards/internal/decision"
	"afterwards/internal/dismissal"
	"afterwards/internal/exercise"
	"afterwards/internal/journal"
	"afterwards/internal/letter"
	"afterwards/internal/plan"
	"afterwards/internal/programme"
	"afterwards/internal/urge"
)

// kinds is everything that an export holds. A new kind of record gets its line
// here, or exports refuse to leave it out.
var kinds = []archive.Kind{
	archive.KindOf(boundary.Kind, boundary.MaxBoundaries, boundary.Boundary.Check, func(b boundary.Boundary) archive.Page {
		return archive.Page{When: b.Began(), Title: b.Title, Text: b.Readable()}
	}),
	archive.KindOf(checkin.Kind, checkin.MaxTaken, checkin.Taken.Check, func(t checkin.Taken) archive.Page {
		return archive.Page{When: t.When, Title: t.Title, Text: t.Text()}
	}),
	archive.KindOf(checkin.EventKind, checkin.MaxEvents, checkin.Event.Check, func(e checkin.Event) archive.Page {
		return archive.Page{When: e.When(), Title: "A day you marked", Text: e.Says}
	}),
	archive.KindOf(contact.Kind, contact.MaxEntries, contact.Entry.Check, func(e contact.Entry) archive.Page {
		return archive.Page{When: e.When, Title: "A contact", Text: e.Text()}
	}),
	archive.KindOf(decision.Kind, decision.MaxDecisions, decision.Decision.Check, func(d decision.Decision) archive.Page {
		return archive.Page{When: d.When, Title: d.Title, Text: d.Text()}
	}),
	archive.KindOf(exercise.Kind, exercise.MaxDone, exercise.Done.Check, func(d exercise.Done) archive.Page {
		return archive.Page{When: d.When, Title: d.Title, Text: d.Text()}
	}),
	archive.KindOf(dismissal.Kind, dismissal.MaxRecords, dismissal.List.Check, func(l dismissal.List) archive.Page {
		return archive.Page{When: l.When, Title: "Not to be marked in drafts", Text: l.Text()}
	}),
	archive.KindOf(journal.Kind, journal.MaxEntries, journal.Entry.Check, func(e journal.Entry) archive.Page {
		return archive.Page{When: e.When, Title: e.Title, Text: e.Body}
	}),
	archive.KindOf(letter.Kind, letter.MaxLetters, letter.Letter.Check, func(l letter.Letter) archive.Page {
		return archive.Page{When: l.Begun, Title: l.Title, Text: l.Readable()}
	}),
	archive.KindOf(plan.Kind, plan.MaxPlans, plan.Plan.Check, func(p plan.Plan) archive.Page {
		return archive.Page{When: p.When, Title: "My safety plan", Text: p.Text()}
	}),
	archive.KindOf(programme.Kind, programme.MaxBegun, programme.Begun.Check, func(b programme.Begun) archive.Page {
		return archive.Page{When: b.When, Title: b.Title, Text: b.Text()}
	}),
	archive.KindOf(programme.StepKind, programme.MaxSteps, programme.Step.Check, func(s programme.Step) archive.Page {
		return archive.Page{When: s.When, Title: s.Title, Text: s.Text()}
	}),
	archive.KindOf(urge.Kind, urge.MaxUrges, urge.Urge.Check, func(u urge.Urge) archive.Page {
		return archive.Page{When: u.When, Title: "A pull to make contact", Text: u.Text()}
	}),
}
