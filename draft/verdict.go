package draft

import "slices"

// Verdict is the answer for a whole draft.
type Verdict string

// The verdicts, the gravest first. The gravest that applies wins.
const (
	Crisis Verdict = "crisis" // the writer's own life comes first
	Stop   Verdict = "stop"   // threat, coercion, or a limit of the ex passed
	Hold   Verdict = "hold"   // written from the raw moment: wait and come back
	Revise Verdict = "revise" // worth sending once the marked sentences change
	Send   Verdict = "send"   // nothing in it works against its purpose
)

// Words are what a page says with a verdict.
type Words struct{ Title, Says string }

// Words returns the title and paragraph for the verdict. "Nothing marked" never
// claims that a letter is fine.
func (v Verdict) Words() Words {
	for _, w := range load().program.Verdicts {
		if w.ID == string(v) {
			return Words{w.Title, w.Says}
		}
	}
	return Words{}
}

// against lists the acts that work against a writer, whatever the purpose.
// Requests are judged by purpose, in [expected].
var against = []string{"persuade", "guilt", "affection", "request", "blame", "threat", "selfharm", "breach", "nostalgia", "nonapology"}

// holdShare is the share of sentences that do anything at all above which a
// draft has no core left once those that work against it are cut.
const holdShare = 0.55

// markCounting sets Counts on every finding that works against the purpose.
func markCounting(p Purpose, sentences []Sentence) {
	asked := 0
	matter := (p == Logistics || p == Coparent) && !slices.ContainsFunc(sentences, personal)
	for i := range sentences {
		acts := sentences[i].Acts
		for j := range acts {
			f := &acts[j]
			f.Counts = slices.Contains(against, f.Act)
			if f.Act == "request" && (matter || expected(p, sentences, i, &asked)) {
				f.Counts = false
			}
			if f.Act == "nonapology" && matter && f.Level == Possible {
				f.Counts = false
			}
			if p == Unsent && f.Act != "selfharm" {
				f.Counts = false
			}
		}
	}
}

// personal reports whether a sentence does anything against its writer besides
// asking for something or being sorry in passing. A practical draft without such
// a sentence is about its matter, however much it asks.
func personal(s Sentence) bool {
	return slices.ContainsFunc(s.Acts, func(f Finding) bool {
		return slices.Contains(against, f.Act) && f.Act != "request" && (f.Act != "nonapology" || f.Level == Clear)
	})
}

// expected reports whether the request in one sentence belongs to the purpose:
// practical ones to logistics and co-parenting, the limit itself to a limit, and
// the first question or invitation to the others.
func expected(p Purpose, sentences []Sentence, i int, asked *int) bool {
	acts := sentences[i].Acts
	switch p {
	case Logistics, Coparent:
		// "Would that suit you?" is about the matter of the sentence beside it, and
		// a message of two lines has one matter.
		return does(acts, "logistics") || len(acts) == 1 && (len(sentences) <= 3 ||
			i > 0 && does(sentences[i-1].Acts, "logistics") || i+1 < len(sentences) && does(sentences[i+1].Acts, "logistics"))
	case Limit:
		return does(acts, "boundary")
	case Talk, Reply, Light, Reconnect:
		if does(acts, "logistics") {
			return true
		}
		*asked++
		return *asked == 1
	}
	return false
}

func does(acts []Finding, act string) bool {
	return slices.ContainsFunc(acts, func(f Finding) bool { return f.Act == act })
}

// verdict weighs the whole draft; crisis says that the writer may be in danger.
func verdict(p Purpose, sentences []Sentence, crisis bool) Verdict {
	if crisis {
		return Crisis
	}
	var stop bool
	var bad, speaking int
	for _, s := range sentences {
		stop = stop || does(s.Acts, "threat") || does(s.Acts, "breach")
		if slices.ContainsFunc(s.Acts, func(f Finding) bool { return f.Counts }) {
			bad++
		}
		if len(s.Acts) > 0 {
			speaking++
		}
	}
	switch {
	case p == Unsent:
		return Send
	case stop:
		return Stop
	case bad == 0:
		return Send
	case float64(bad) > holdShare*float64(speaking):
		return Hold
	}
	return Revise
}
