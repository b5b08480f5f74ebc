package look

import (
	"slices"

	"afterwards/draft"
)

// Piece is a stretch of the draft, marked or not.
type Piece struct {
	Text   string
	Marked bool
	Notes  []Note // findings that end here
}

// Note points from the text to a finding.
type Note struct {
	Number int
	Name   string
}

// pieces cuts the text at the ends of the marked findings, which may overlap and
// are numbered from first on.
func pieces(text string, marked []draft.Finding, first int) []Piece {
	cuts := []int{0, len(text)}
	for _, f := range marked {
		cuts = append(cuts, f.Start, f.End)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var all []Piece
	for i := range len(cuts) - 1 {
		p := Piece{Text: text[cuts[i]:cuts[i+1]]}
		for n, f := range marked {
			if f.Start <= cuts[i] && cuts[i+1] <= f.End {
				p.Marked = true
				if f.End == cuts[i+1] {
					p.Notes = append(p.Notes, Note{first + n, draft.ActName(f.Act)})
				}
			}
		}
		all = append(all, p)
	}
	return all
}
