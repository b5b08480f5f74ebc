// Package look puts what [draft.Check] found into the words and pieces that a
// page shows. The server and the program that runs in the browser both look at
// drafts through it, so that both show the same.
package look

import (
	"slices"
	"strconv"
	"strings"

	"afterwards/draft"
	"afterwards/internal/unmark"
)

//go:generate go run ./gen

// Limit is the length of the longest draft that is looked at, in bytes: some
// forty pages.
const Limit = 100_000

// Result is what the words of a draft do.
type Result struct {
	Verdict draft.Verdict
	Title   string
	Says    string
	Crisis  bool // help comes first: there are no marks and no grades
	Marks
	Unmarked []unmark.Line
}

// Marks are what is found in a text, or in a stretch of it.
type Marks struct {
	Text     []Piece
	Findings []Finding // that work against the purpose, in the order of the text
	Good     []Finding // that work for the writer
}

// Summary says in one line how much is marked, for those who hear the page.
func (r *Result) Summary() string {
	switch n := len(r.Findings); n {
	case 0:
		return r.Title + "."
	case 1:
		return r.Title + ". One place is marked."
	default:
		return r.Title + ". " + strconv.Itoa(n) + " places are marked."
	}
}

// Finding is one thing that the draft does.
type Finding struct {
	Number   int    // of the mark in the text; 0 for what speaks for the writer
	Name     string // after "this sentence": "blames"
	Possible bool
	Quote    string
	Reason   string
	Hint     string
	Source   string
	Ways     []unmark.Way // of dismissing it: none for what endangers somebody
}

// Sources are the titles of sources by their ids.
type Sources map[string]string

// Title names a source and the place in it: "article-4 lines 3-5" may become
// "How to write (lines 3-5)". It is empty for a source without a title: better
// no source than a name that says nothing.
func (s Sources) Title(at string) string {
	id, place, _ := strings.Cut(at, " ")
	title := s[id]
	if title != "" && place != "" {
		title += " (" + place + ")"
	}
	return title
}

// At looks at a draft, as far as it can be looked at, with what its writer chose
// not to have marked. If it cannot, the result is nil and sorry says what is
// missing.
func At(purpose, text string, c unmark.Choices, sources Sources) (r *Result, sorry string) {
	return with(draft.Check, purpose, text, c, sources)
}

// Again is [At] for a draft that is being written: the checker works anew only
// on what has changed.
func Again(w *draft.Writing, purpose, text string, c unmark.Choices, sources Sources) (r *Result, sorry string) {
	return with(w.Check, purpose, text, c, sources)
}

func with(check func(draft.Purpose, string) draft.Report, purpose, text string, c unmark.Choices, sources Sources) (*Result, string) {
	p, err := draft.ParsePurpose(purpose)
	switch {
	case strings.TrimSpace(text) == "":
		return nil, "Write or paste something first."
	case len(text) > Limit:
		return nil, "This is longer than we can look at in one go. It is still here. Try a part of it."
	case err != nil:
		return nil, "Choose what it is for. The same words can be right for one thing and wrong for another."
	}
	return result(text, c.Dismissals().Apply(p, text, check(p, text)), c, sources), ""
}

func result(text string, report draft.Report, c unmark.Choices, sources Sources) *Result {
	words := report.Verdict.Words()
	out := &Result{
		Verdict: report.Verdict, Title: words.Title, Says: words.Says,
		Crisis: report.Verdict == draft.Crisis,
	}
	if out.Crisis {
		return out // no marks, no grades: the words of the verdict and help
	}
	marks, marked := stretch(text, 0, len(text), report.Sentences, 1, sources)
	for i, f := range marked {
		marks.Findings[i].Ways = c.Ways(text, f)
	}
	out.Marks = marks
	out.Unmarked = c.Lines(text, report)
	return out
}

// Stretch shows what the sentences of text do in text[start:end]. The numbers of
// its marks begin with first.
func Stretch(text string, start, end int, sentences []draft.Sentence, first int, sources Sources) Marks {
	marks, _ := stretch(text, start, end, sentences, first, sources)
	return marks
}

func stretch(text string, start, end int, sentences []draft.Sentence, first int, sources Sources) (out Marks, marked []draft.Finding) {
	text = text[start:end]
	for _, sentence := range sentences {
		for _, f := range sentence.Acts {
			if f.Start < start || f.End > end {
				continue
			}
			f.Start, f.End = f.Start-start, f.End-start
			switch {
			case f.Counts:
				marked = append(marked, f)
			case helps(f.Act):
				out.Good = append(out.Good, shown(text, f, sources))
			}
		}
	}
	// Numbers follow the text, whatever the order of acts within a sentence.
	slices.SortStableFunc(marked, func(a, b draft.Finding) int { return a.Start - b.Start })
	for i, f := range marked {
		s := shown(text, f, sources)
		s.Number = first + i
		out.Findings = append(out.Findings, s)
	}
	out.Text = pieces(text, marked, first)
	return out, marked
}

func shown(text string, f draft.Finding, sources Sources) Finding {
	return Finding{
		Name: draft.ActName(f.Act), Possible: f.Level == draft.Possible,
		Quote: text[f.Start:f.End], Reason: f.Reason, Hint: f.Hint, Source: sources.Title(f.Source),
	}
}

// helps reports whether an act works for the writer.
func helps(act string) bool {
	switch act {
	case "responsibility", "acceptance", "boundary", "gratitude", "feeling":
		return true
	}
	return false
}
