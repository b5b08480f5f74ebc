package boundary

import (
	"slices"
	"time"
)

// Contact is one contact, planned or past, as a limit sees it.
type Contact struct {
	At    time.Time
	Way   Way
	Topic Topic  // "" if it is not known
	Mine  bool   // the person began it
	Reply bool   // it answers something that the other person wrote
	For   Excuse // "" for none
}

// Why names what a limit has against a contact.
type Why string

// The reasons, in the order in which they are given.
const (
	NoContact   Why = "no-contact"
	TheirWish   Why = "their-wish"
	ByOthers    Why = "through-others"
	WrongTopic  Why = "topic"
	TopicUnsaid Why = "topic-unsaid"
	WrongWay    Why = "way"
	NotTheHour  Why = "hour"
	OnlyReplies Why = "replies-only"
	EnoughNow   Why = "enough"
)

// Objection is one thing against a contact: which limit, and why.
type Objection struct {
	Limit int // its place among those that were judged
	Why   Why
	// Next is when the hour is within the limit again; zero where hours are not
	// the reason.
	Next time.Time
}

// Judgement is how a contact stands to all limits. That nothing stands against
// it is no reason for a contact.
type Judgement struct {
	Against []Objection
	// Given lists limits of which a window was missed by no more than its give.
	Given []int
	// Excused says that only an exception let it through.
	Excused bool
}

// Within says whether nothing stands against it.
func (j Judgement) Within() bool { return len(j.Against) == 0 }

// Judge holds a contact against all limits that bind at its time; the past says
// what was spent of a week's amount. What the other person began is never
// outside: it is not the person's doing.
func Judge(limits []Boundary, past []Contact, c Contact) (j Judgement) {
	if !c.Mine {
		return j
	}
	for i := range limits {
		b := &limits[i]
		if !b.Holds(c.At) {
			continue
		}
		if c.For != "" && slices.Contains(b.Except, c.For) && c.Way != Through {
			j.Excused = true
			continue
		}
		j.against(b, i, past, c)
	}
	return j
}

func (j *Judgement) against(b *Boundary, i int, past []Contact, c Contact) {
	object := func(why Why) { j.Against = append(j.Against, Objection{Limit: i, Why: why}) }
	switch {
	case b.Closed && b.Whose == Theirs:
		object(TheirWish)
		return
	case b.Closed:
		object(NoContact)
		return
	}
	if c.Way == Through && !slices.Contains(b.Ways, Through) {
		object(ByOthers)
	} else if len(b.Ways) > 0 && !slices.Contains(b.Ways, c.Way) {
		object(WrongWay)
	}
	if len(b.Topics) > 0 && c.Topic == "" {
		object(TopicUnsaid)
	} else if len(b.Topics) > 0 && !slices.Contains(b.Topics, c.Topic) {
		object(WrongTopic)
	}
	if b.ReplyTo && !c.Reply {
		object(OnlyReplies)
	}
	if len(b.Windows) > 0 {
		within, nearly := false, false
		at := c.At.In(b.location())
		for _, w := range b.Windows {
			in, near := w.fits(at, b.Minutes)
			within, nearly = within || in, nearly || near
		}
		switch {
		case within:
		case nearly:
			j.Given = append(j.Given, i)
		default:
			next, _ := Next(b.Windows, at)
			j.Against = append(j.Against, Objection{Limit: i, Why: NotTheHour, Next: next})
		}
	}
	if most, ok := b.amount(c.At); ok && spent(past, c.At) >= most {
		object(EnoughNow)
	}
}

// amount is how many contacts of the person's own the limit leaves in any seven
// days.
func (b *Boundary) amount(at time.Time) (most int, ok bool) {
	if b.PerWeek != nil {
		most, ok = *b.PerWeek, true
	}
	day := DateOf(at, b.location())
	for _, s := range b.Stages {
		if s.From <= day && (!ok || s.PerWeek < most) {
			most, ok = s.PerWeek, true
		}
	}
	return most, ok
}

// spent counts the person's own contacts in the seven days before a time.
func spent(past []Contact, at time.Time) (n int) {
	for _, c := range past {
		if c.Mine && c.For == "" && c.At.Before(at) && at.Sub(c.At) < 7*24*time.Hour {
			n++
		}
	}
	return n
}
