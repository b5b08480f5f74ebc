package knowledge

import (
	"fmt"
	"slices"
	"strings"
)

// Pos is a place in a knowledge file. Lines and columns count from one;
// a column counts bytes.
type Pos struct {
	File   string
	Line   int
	Column int
}

// String gives file:line:column, the form that editors jump to.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Problem is something wrong with the knowledge: where, what, and what to do.
type Problem struct {
	Pos
	Says string
	Hint string
}

// String gives file:line:column: what is wrong (what to do).
func (p Problem) String() string {
	if p.Hint == "" {
		return p.Pos.String() + ": " + p.Says
	}
	return p.Pos.String() + ": " + p.Says + " (" + p.Hint + ")"
}

// Problems is every problem found in one go, so that an author mends them in
// one go. A nil or empty list means all is well.
type Problems []Problem

// Error lists the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// Err returns the problems as an error, or nil when there are none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

func (ps *Problems) add(at Pos, hint, says string, args ...any) {
	*ps = append(*ps, Problem{Pos: at, Says: fmt.Sprintf(says, args...), Hint: hint})
}

// Nearest returns a hint "did you mean …" with the closest of the known words,
// or, when none is close, the list of them if it is short.
func Nearest(word string, known []string) string {
	best, distance := "", len(word)/3+2
	for _, k := range known {
		if d := editDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	switch {
	case best != "":
		return fmt.Sprintf("did you mean %q?", best)
	case len(known) == 0:
		return ""
	case len(known) <= 20:
		sorted := slices.Sorted(slices.Values(known))
		return "known here: " + strings.Join(sorted, ", ")
	}
	return ""
}

// editDistance counts the insertions, deletions and substitutions of bytes
// that turn a into b (Levenshtein).
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			substitution := diagonal
			if a[i] != b[j] {
				substitution++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitution, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
