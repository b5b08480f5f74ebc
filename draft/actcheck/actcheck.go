// Package actcheck checks the files under knowledge/acts as an author needs it:
// that they compile, and that every pattern finds the sentences beside it that
// it must find and leaves alone those that it must not. It stands apart from
// package draft, which never reads the files.
package actcheck

import (
	"io/fs"
	"math/bits"

	"afterwards/draft/internal/compile"
	"afterwards/draft/internal/pattern"
	"afterwards/draft/internal/text"
	"afterwards/knowledge"
)

// Check returns every problem of the act files of fsys, a folder laid out like
// knowledge/.
func Check(fsys fs.FS) knowledge.Problems {
	set, problems := knowledge.LoadActs(fsys)
	if len(problems) > 0 {
		return problems
	}
	raw, err := compile.Program(set)
	if err != nil {
		return problem(err)
	}
	program, err := pattern.Decode(raw)
	if err != nil {
		return problem(err)
	}
	split := text.NewSplitter(program.Lexicon)
	finds := func(id, sentence string) bool {
		d := split.Split(sentence)
		for _, r := range program.Rules { // a rule for some purposes is shown in a draft of such a purpose
			if r.ID == id && r.For != 0 {
				d.Purpose = bits.TrailingZeros16(r.For)
			}
		}
		for _, s := range d.Sentences {
			for _, hit := range program.Find(d, s, nil) {
				if program.Rules[hit.Rule].ID == id {
					return true
				}
			}
		}
		return false
	}
	for _, act := range set.Acts {
		for _, e := range act.Entries {
			for _, s := range e.Must {
				if !finds(e.ID, s) {
					problems = append(problems, wrong(e.Pos, "the pattern "+e.ID+" does not find its example: "+s))
				}
			}
			for _, s := range e.Never {
				if finds(e.ID, s) {
					problems = append(problems, wrong(e.Pos, "the pattern "+e.ID+" finds what it must not: "+s))
				}
			}
		}
	}
	return problems
}

func wrong(at knowledge.Pos, says string) knowledge.Problem {
	return knowledge.Problem{Pos: at, Says: says, Hint: "change the pattern or the example"}
}

// problem wraps an error of the compiler, which names its place in words.
func problem(err error) knowledge.Problems {
	return knowledge.Problems{{Pos: knowledge.Pos{File: "acts", Line: 1, Column: 1}, Says: err.Error()}}
}
