// Package draftfile reads a draft as it lies in a file: the words that would be
// sent, the marks that the writer put between them for the program, and the
// settings in .afterwards.yaml beside or above it.
//
// A file may begin with a line that says what the draft is for:
//
//	purpose: hurt
//
// A line of its own dismisses acts in the sentence after it, and a pair of
// marks in what stands between them:
//
//	afterwards: ignore blame, guilt
//	You never came to a single one of my concerts.
//
//	[[ignore: affection]]I still love this city.[[/ignore]]
//
// None of these is part of the draft: what is checked is what would be sent.
package draftfile

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"afterwards/draft"
	"afterwards/knowledge"
)

// File is a draft without its marks. Offsets into Text are led back to the file
// by [File.Span].
type File struct {
	Text     string        // what would be sent
	Purpose  draft.Purpose // of the first line, or ""
	Problems []Problem     // marks that cannot be followed; in the order of the file
	cuts     []cut
	marks    []mark
}

// Problem is a mark that cannot be followed. It never quotes the draft.
type Problem struct {
	Start, End int // bytes of the file
	Says       string
}

// cut is a stretch of the file that is not in the text.
type cut struct {
	at     int // bytes of the text
	before int // bytes of the file that are cut before at, this cut left out
	length int
}

// mark dismisses an act in a stretch of the text. One without an end holds for
// the sentence that begins there or next.
type mark struct {
	act        string
	start, end int
}

const (
	toEnd = -1 // of a mark for one sentence

	byteOrderMark = "\ufeff"
	maxProblems   = 100 // more than anybody mends in one go

	opening = "[[ignore"
	closing = "[[/ignore]]"
)

// Parse reads a file. It takes any bytes; what is no mark is text.
func Parse(raw string) *File {
	p := parser{raw: raw, File: &File{}}
	p.parse()
	return p.File
}

// parser walks through the file once.
type parser struct {
	*File
	raw  string
	text strings.Builder
	done int      // bytes of raw that are read
	open []opened // pairs that are not closed yet
}

// opened is the first of a pair of marks.
type opened struct {
	acts       []string
	start      int // in the text
	from, till int // of the mark, in the file
}

func (p *parser) parse() {
	if strings.HasPrefix(p.raw, byteOrderMark) {
		p.skip(len(byteOrderMark))
	}
	first := true
	for p.done < len(p.raw) {
		end := len(p.raw)
		if i := strings.IndexByte(p.raw[p.done:], '\n'); i >= 0 {
			end = p.done + i + 1
		}
		switch line := p.raw[p.done:end]; {
		case first && p.purpose(line), p.line(line):
			p.skip(len(line))
		default:
			p.pairs(end)
		}
		first = false
	}
	for _, o := range p.open {
		p.problem(o.from, o.till, "this is not closed: write "+closing+" where it ends")
	}
	slices.SortStableFunc(p.Problems, func(a, b Problem) int { return a.Start - b.Start })
	p.Text = p.text.String()
}

// keep takes what stands before a place of the file into the text.
func (p *parser) keep(until int) {
	p.text.WriteString(p.raw[p.done:until])
	p.done = until
}

// skip leaves the next bytes out of the text.
func (p *parser) skip(length int) {
	p.cuts = append(p.cuts, cut{p.text.Len(), p.done - p.text.Len(), length})
	p.done += length
}

func (p *parser) problem(start, end int, says string, args ...any) {
	if len(p.Problems) == maxProblems {
		return
	}
	p.Problems = append(p.Problems, Problem{start, end, fmt.Sprintf(says, args...)})
}

// purpose reads the first line, if it is one word after "purpose:". Anything
// else may be how a letter begins.
func (p *parser) purpose(line string) bool {
	word, ok := strings.CutPrefix(strings.TrimSpace(line), "purpose:")
	word = strings.TrimSpace(word)
	if !ok || word == "" || strings.ContainsAny(word, " \t") {
		return false
	}
	purpose, err := draft.ParsePurpose(word)
	if err != nil {
		at := p.done + strings.Index(line, word)
		p.problem(at, at+len(word), "no purpose has this name: %s", among(word, purposeNames()))
	}
	p.Purpose = purpose
	return true
}

// line reads a line that is a mark.
func (p *parser) line(line string) bool {
	rest, ok := cutWord(strings.TrimSpace(line), "afterwards:")
	if !ok {
		return false
	}
	if rest, ok = cutWord(strings.TrimSpace(rest), "ignore"); !ok || rest != "" && !strings.ContainsAny(rest[:1], " \t,") {
		return false
	}
	at := p.done + strings.LastIndex(line, rest)
	if rest == "" {
		at = p.done + len(strings.TrimRight(line, " \t\r\n"))
	}
	for _, act := range p.acts(at, rest) {
		p.marks = append(p.marks, mark{act, p.text.Len(), toEnd})
	}
	return true
}

// pairs reads the marks within a line that ends at end.
func (p *parser) pairs(end int) {
	for {
		i := strings.Index(p.raw[p.done:end], "[[")
		if i < 0 {
			break
		}
		p.keep(p.done + i)
		rest := p.raw[p.done:end]
		after, opens := cutWord(rest, opening)
		_, closes := cutWord(rest, closing)
		switch {
		case closes:
			p.close()
		case opens && (strings.HasPrefix(after, ":") || strings.HasPrefix(after, "]")):
			p.begin(rest)
		default:
			p.keep(p.done + len("[["))
		}
	}
	p.keep(end)
}

// begin reads the first of a pair.
func (p *parser) begin(rest string) {
	list, _, whole := strings.Cut(rest[len(opening):], "]]")
	if !whole {
		p.problem(p.done, p.done+len(opening), "this mark has no end: write it on one line, as [[ignore: blame]]")
		p.keep(p.done + len(opening))
		return
	}
	length := len(opening) + len(list) + len("]]")
	acts := p.acts(p.done+len(opening), list)
	p.open = append(p.open, opened{acts, p.text.Len(), p.done, p.done + length})
	p.skip(length)
}

// close reads the second of a pair.
func (p *parser) close() {
	if len(p.open) == 0 {
		p.problem(p.done, p.done+len(closing), "nothing is open here: write [[ignore: blame]] before it, or take it out")
	} else {
		last := p.open[len(p.open)-1]
		p.open = p.open[:len(p.open)-1]
		for _, act := range last.acts {
			p.marks = append(p.marks, mark{act, last.start, p.text.Len()})
		}
	}
	p.skip(len(closing))
}

// acts reads the names of acts in a mark that stands at a place of the file.
func (p *parser) acts(at int, list string) (acts []string) {
	for i := 0; i < len(list); {
		length := strings.IndexAny(list[i:], " \t,:")
		if length < 0 {
			length = len(list) - i
		}
		if length == 0 {
			i++
			continue
		}
		act := strings.ToLower(list[i : i+length])
		if says := ActProblem(act); says != "" {
			p.problem(at+i, at+i+length, "%s", says)
		} else {
			acts = append(acts, act)
		}
		i += length
	}
	if strings.Trim(list, " \t,:") == "" {
		p.problem(at, at+len(list), "this does not say what to ignore: name an act, as in ignore blame")
	}
	return acts
}

// ActProblem says why an act cannot be dismissed, "" if it can.
func ActProblem(act string) string {
	switch {
	case !slices.Contains(draft.Acts(), act):
		return "no act has this name: " + among(act, draft.Acts())
	case !draft.Dismissible(act):
		return act + " is never ignored: it stays marked, and the words can be changed"
	}
	return ""
}

// among says which names there are, or which one is near.
func among(word string, known []string) string {
	if near := knowledge.Nearest(word, known); strings.HasPrefix(near, "did you mean") {
		return near
	}
	return "use one of " + strings.Join(known, ", ")
}

func purposeNames() []string {
	var names []string
	for _, p := range draft.Purposes() {
		names = append(names, string(p))
	}
	return names
}

// cutWord is [strings.CutPrefix] that takes capitals for small letters.
func cutWord(s, word string) (after string, ok bool) {
	if len(s) < len(word) || !strings.EqualFold(s[:len(word)], word) {
		return s, false
	}
	return s[len(word):], true
}

// Ranges returns what the marks dismiss in the report on the text.
func (f *File) Ranges(r draft.Report) []draft.Range {
	var ranges []draft.Range
	for _, m := range f.marks {
		if m.end != toEnd {
			ranges = append(ranges, draft.Range{Act: m.act, Start: m.start, End: m.end})
			continue
		}
		if i := slices.IndexFunc(r.Sentences, func(s draft.Sentence) bool { return s.Start >= m.start }); i >= 0 {
			ranges = append(ranges, draft.Range{Act: m.act, Start: r.Sentences[i].Start, End: r.Sentences[i].End})
		}
	}
	return ranges
}

// Span leads a stretch of the text back to the file.
func (f *File) Span(start, end int) (int, int) {
	from := f.offset(start, true)
	if start == end {
		return from, from
	}
	return from, f.offset(end, false)
}

// offset returns where a place of the text is in the file: behind what is cut
// there, or before it.
func (f *File) offset(at int, behind bool) int {
	i := sort.Search(len(f.cuts), func(i int) bool { return f.cuts[i].at > at || f.cuts[i].at == at && !behind })
	if i == 0 {
		return at
	}
	return at + f.cuts[i-1].before + f.cuts[i-1].length
}
