// Package draft says what each sentence of a message to an ex does to its
// reader, and whether the whole is fit to send.
//
// It splits a text into sentences, finds in each the acts that it performs
// (package-level names in [ActName]) and gives one verdict for the purpose that
// the writer named. It is pure: no network, no clock, no state, and the same
// text always gets the same report.
//
// What counts as an act is written in knowledge/acts, where every pattern
// stands beside sentences that it must and must not find. go generate compiles
// those files into acts.bin, and trains model.bin, the small linear models that
// weigh the patterns against the rest of the sentence and the draft.
package draft

import (
	"slices"

	"afterwards/draft/internal/heads"
	"afterwards/draft/internal/text"
)

// model.bin needs the labelled drafts and public texts, which lie outside the
// module, so it is written by hand: go run ./internal/gen model -data DIR -public DIR
//
//go:generate go run ./internal/gen acts

// Level says how sure a finding is.
type Level string

// The two levels.
const (
	Clear    Level = "clear"
	Possible Level = "possible"
)

// Finding is one act of one sentence.
type Finding struct {
	Act    string `json:"act"` // an act's id, such as "blame"; see [ActName]
	Level  Level  `json:"level"`
	Start  int    `json:"start"` // bytes of the text: the words that show it
	End    int    `json:"end"`
	Reason string `json:"reason"` // what it does to its reader
	Rule   string `json:"rule"`   // the rule of the letter it bears on
	Source string `json:"source"` // where the rule comes from: "article-4 lines 91-97", "project"
	Hint   string `json:"hint,omitempty"`
	// Counts says that the finding works against the purpose of this draft.
	Counts bool `json:"-"`
	// Dismissed says how the writer dismissed a finding that would count, and
	// Key is its name for doing so. Only [Dismissals.Apply] sets them.
	Dismissed Dismissal `json:"dismissed,omitempty"`
	Key       string    `json:"-"`
}

// Sentence is one sentence and what it does.
type Sentence struct {
	Start int       `json:"start"` // bytes of the text, without surrounding space
	End   int       `json:"end"`
	Acts  []Finding `json:"acts"` // never nil; in the fixed order of the acts
}

// Report is the answer to [Check].
type Report struct {
	Verdict   Verdict    `json:"verdict"`
	Sentences []Sentence `json:"sentences"`
}

// Check says what each sentence of text does and whether the whole serves its
// purpose. It accepts any bytes, valid UTF-8 or not, and never fails. A purpose
// that [ParsePurpose] does not know is treated as [Hurt], the strictest.
func Check(p Purpose, src string) Report {
	return load().check(p, src, nil).report
}

// checked is a report with the work it took.
type checked struct {
	report Report
	steps  int
}

func (e *engine) check(p Purpose, src string, memory *heads.Memory) checked {
	d := e.splitter.Split(src)
	report := Report{Sentences: make([]Sentence, len(d.Sentences))}
	crisis := false
	for i, acts := range e.judge(p, src, d, memory) {
		s := d.Sentences[i]
		out := Sentence{Start: s.Start, End: s.End, Acts: make([]Finding, 0, len(acts))}
		for _, a := range acts {
			out.Acts = append(out.Acts, e.finding(src, d, a))
			crisis = crisis || a.kind == selfharm && (!a.beside || p == Unsent)
		}
		report.Sentences[i] = out
	}
	markCounting(p, report.Sentences)
	report.Verdict = verdict(p, report.Sentences, crisis)
	return checked{report, d.Steps}
}

// finding turns an act of a sentence into words for its writer.
func (e *engine) finding(src string, d *text.Document, a act) Finding {
	t := e.program.Texts[e.program.Acts[a.kind].Text]
	if a.rule >= 0 {
		t = e.program.Texts[e.program.Rules[a.rule].Text]
	}
	level := Possible
	if a.clear {
		level = Clear
	}
	start, end := mark(d, d.Sentences[a.sentence], a.first, a.last)
	return Finding{
		Act: e.program.Acts[a.kind].ID, Level: level, Start: start, End: end,
		Reason: t.Reason, Rule: t.Rule, Source: t.Source, Hint: t.Hint,
	}
}

// mark returns the bytes of the clauses that some words of a sentence stand in:
// half a clause, such as "by tonight or I", tells its writer nothing.
func mark(d *text.Document, s text.Sentence, first, last int) (start, end int) {
	for first > s.First && d.Words[first-1].Clause == d.Words[first].Clause {
		first--
	}
	for last < s.Last && d.Words[last].Clause == d.Words[last-1].Clause {
		last++
	}
	start, end = d.Words[first].Start, d.Words[last-1].End
	if first == s.First {
		start = s.Start
	}
	if last == s.Last {
		end = s.End
	}
	return start, end
}

// ActName returns an act in plain words that follow "this sentence", such as
// "blames" or "asks for something"; the id itself if there is no such act.
func ActName(id string) string {
	if i := slices.IndexFunc(load().program.Acts, func(a actWords) bool { return a.ID == id }); i >= 0 {
		return load().program.Acts[i].Name
	}
	return id
}

// ActMeaning returns one line on what the act is, "" if there is no such act.
func ActMeaning(id string) string {
	if i := slices.IndexFunc(load().program.Acts, func(a actWords) bool { return a.ID == id }); i >= 0 {
		return load().program.Acts[i].Meaning
	}
	return ""
}

// ActAdvice returns what is said of an act where no pattern of it says something
// closer. Nothing in it belongs to any text.
func ActAdvice(id string) Finding {
	e := load()
	f := Finding{Act: id}
	if i := slices.IndexFunc(e.program.Acts, func(a actWords) bool { return a.ID == id }); i >= 0 {
		t := e.program.Texts[e.program.Acts[i].Text]
		f.Reason, f.Rule, f.Source, f.Hint = t.Reason, t.Rule, t.Source, t.Hint
	}
	return f
}

// Acts returns the ids of the acts in their fixed order: those that work
// against the writer first.
func Acts() []string {
	ids := make([]string, len(load().program.Acts))
	for i, a := range load().program.Acts {
		ids[i] = a.ID
	}
	return ids
}

// Against reports whether an act works against its writer, whatever the purpose.
// Only findings of such acts count, and not all of them do.
func Against(act string) bool { return slices.Contains(against, act) }
