package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"afterwards/draft"
	"afterwards/internal/id"
	"afterwards/internal/letter"
	"afterwards/internal/look"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// textField stands before the name of a part in the fields that hold its text.
const textField = "t-"

// letterWritePage is one part of a letter to write. A letter that is not kept
// travels in the form; of one that is, only the part on the page does.
type letterWritePage struct {
	frame
	Kind   *knowledge.Letter
	Action string
	Given  answers
	Parts  []partStep
	Part   knowledge.LetterPart
	Text   string
	Index  int
	Rules  []noted
	May    bool // the letter may go somewhere, as far as answers go
	Crisis bool
	Found  *letterFound
	Sorry  string
	// Kept letters only.
	ID       id.ID
	Revision int64
	For      id.ID
	Saved    bool    // the part before this one was kept a moment ago
	Other    *string // the part was changed elsewhere: its text as it is kept
}

func (letterWritePage) template() string { return "letter-write.html" }

// Last reports whether no part comes after this one.
func (p letterWritePage) Last() bool { return p.Index == len(p.Parts)-1 }

// partStep is a part in the path of a letter.
type partStep struct {
	Index       int
	Name, Title string
	Text        string
	Here        bool
}

// letterWholePage is a letter that is not kept, as a whole.
type letterWholePage struct {
	frame
	Kind     *knowledge.Letter
	Path     string
	Given    answers
	Parts    []partStep
	Standing standing
	Crisis   bool
	Found    *letterFound
	Sorry    string
}

func (letterWholePage) template() string { return "letter-whole.html" }

// Written reports whether there is any text.
func (p letterWholePage) Written() bool {
	for _, part := range p.Parts {
		if strings.TrimSpace(part.Text) != "" {
			return true
		}
	}
	return false
}

// partsOf are the parts of a kind with the texts that a form carries.
func partsOf(kind *knowledge.Letter, form url.Values) []letter.Part {
	parts := make([]letter.Part, len(kind.Parts))
	for i, p := range kind.Parts {
		parts[i] = letter.Part{Name: p.Part, Title: p.Title, Text: form.Get(textField + p.Part)}
	}
	return parts
}

// tooLong says which part is, or nothing.
func tooLong(parts []letter.Part) string {
	for _, p := range parts {
		if over := len(p.Text) - letter.MaxPart; over > 0 {
			return fmt.Sprintf("“%s” is too long by %d bytes. It is still here. A part can hold %d.", p.Title, over, letter.MaxPart)
		}
	}
	return ""
}

func steps(parts []letter.Part, here int) []partStep {
	all := make([]partStep, len(parts))
	for i, p := range parts {
		all[i] = partStep{i, p.Name, p.Title, p.Text, i == here}
	}
	return all
}

// letterForm reads the form of a letter that is not kept, of the kind in the
// address. A form of another visit is refused.
func (s *site) letterForm(w http.ResponseWriter, r *http.Request) (*knowledge.Letter, url.Values, error) {
	kind := s.letterKind(r.PathValue("kind"))
	if kind == nil {
		return nil, nil, unknownPath(w, r)
	}
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return nil, nil, err
	}
	return kind, form, s.sameVisit(r, form.Get(visitField))
}

// letterWrite shows one part of a letter that is not kept, or the whole of it.
func (s *site) letterWrite(w http.ResponseWriter, r *http.Request) error {
	kind, form, err := s.letterForm(w, r)
	if err != nil {
		return err
	}
	given, _ := readAnswers(s.adviser.Vocabulary(), form)
	parts := partsOf(kind, form)
	index, whole, look := where(form, len(parts))
	sorry := tooLong(parts)
	if sorry != "" {
		look = false
	}
	if whole {
		return s.showWhole(w, r, kind, given, parts, look, sorry)
	}
	p := letterWritePage{
		frame: s.frame(r, "Letters"), Kind: kind, Action: "/letters/" + kind.Letter + "/write", Given: given,
		Parts: steps(parts, index), Part: kind.Parts[index], Text: parts[index].Text, Index: index,
		Crisis: letter.InCrisis(parts), Sorry: sorry,
	}
	p.May = s.stand(s.letterFor(r, kind, given)).May()
	p.Rules = s.letterRules(kind, p.May)
	if look {
		p.Found = s.lookAt(r, kind.Purpose, kind.Short, parts, index)
	}
	return s.show(w, http.StatusOK, p)
}

func (s *site) showWhole(w http.ResponseWriter, r *http.Request, kind *knowledge.Letter, given answers, parts []letter.Part, look bool, sorry string) error {
	p := letterWholePage{
		frame: s.frame(r, "Letters"), Kind: kind, Path: "/letters/" + kind.Letter, Given: given, Parts: steps(parts, -1),
		Standing: s.stand(s.letterFor(r, kind, given)), Crisis: letter.InCrisis(parts), Sorry: sorry,
	}
	if look && p.Written() {
		p.Found = s.lookAt(r, kind.Purpose, kind.Short, parts, -1)
	}
	return s.show(w, http.StatusOK, p)
}

// where says what a form of a letter leads to: a part or the whole, looked at or
// not. Without a wish it is the part that the form stood on.
func where(form url.Values, parts int) (index int, whole, look bool) {
	index, _ = strconv.Atoi(form.Get("part"))
	switch wish := form.Get("go"); wish {
	case "next":
		index++
	case "back":
		index--
	case "whole":
		return 0, true, false
	case "look-whole":
		return 0, true, true
	case "look":
		look = true
	case "":
	default:
		if i, err := strconv.Atoi(wish); err == nil {
			index = i
		}
	}
	if index >= parts {
		return 0, true, false
	}
	return max(index, 0), false, look
}

// letterFound is what the words of a letter do, part by part.
type letterFound struct {
	Verdict draft.Verdict
	Title   string
	Says    string
	Crisis  bool
	Long    string // that it is longer than letters of its kind are
	Parts   []partFound
}

type partFound struct {
	Title string
	look.Marks
}

// Marked counts the places that are marked.
func (f *letterFound) Marked() (n int) {
	for _, p := range f.Parts {
		n += len(p.Findings)
	}
	return n
}

// lookAt checks a whole letter and shows what was found in one part of it, or in
// all if only is negative. The whole is checked in any case: what a sentence
// does hangs on the others. What the person keeps unmarked in drafts is unmarked
// here.
func (s *site) lookAt(r *http.Request, purpose string, short int, parts []letter.Part, only int) *letterFound {
	p, _ := draft.ParsePurpose(purpose)
	text := letter.Join(parts)
	report := s.dismissed(r, nil).Dismissals().Apply(p, text, draft.Check(p, text))
	words := report.Verdict.Words()
	found := &letterFound{Verdict: report.Verdict, Title: words.Title, Says: words.Says, Crisis: report.Verdict == draft.Crisis}
	if found.Crisis {
		return found
	}
	if n := len(report.Sentences); short > 0 && n > short {
		found.Long = fmt.Sprintf("This has %d sentences. Letters of this kind are easier to read with %d or fewer.", n, short)
	}
	start, number := 0, 1
	for i, part := range parts {
		own := strings.TrimSpace(part.Text)
		if own == "" {
			continue
		}
		end := start + len(own)
		if only < 0 || only == i {
			marks := look.Stretch(text, start, end, report.Sentences, number, s.titles)
			number += len(marks.Findings)
			found.Parts = append(found.Parts, partFound{part.Title, marks})
		}
		start = end + len("\n\n")
	}
	return found
}
