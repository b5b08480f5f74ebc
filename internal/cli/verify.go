package cli

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"afterwards/advice"
	"afterwards/knowledge"
)

type verifyCommand struct{ format, list, dir string }

func (c *verifyCommand) command() command {
	c.format, c.list = "text", "broken"
	return command{
		name: "verify",
		says: "Prove that the gates keep their promises, for every situation there can be.",
		more: `For every situation, and not for a sample. A risk opens nothing, time alone opens no stop,
what is unknown never counts as no, and each promise of promises.yaml is kept. What fails
is shown with a situation that breaks it. Ends with 1 if anything does.`,
		options: []option{
			{name: "format", value: "FORMAT", says: "text for people, json for programs.", oneOf: []string{"text", "json"}, into: &c.format},
			{name: "list", value: "WHICH", says: "broken lists the statements that fail, all lists every one.", oneOf: []string{"broken", "all"}, into: &c.list},
		},
		operand: operand{name: "DIR", optional: true, into: &c.dir, says: "A folder laid out like knowledge/. Without it, the files in the program itself."},
		run:     c.run,
	}
}

// verified is the answer of verify as JSON.
type verified struct {
	Holds      bool                `json:"holds"`
	Situations string              `json:"situations"`
	Seconds    float64             `json:"seconds"`
	Knowledge  string              `json:"knowledge"`
	Statements []verifiedStatement `json:"statements"`
	Notes      []string            `json:"notes"`
}

type verifiedStatement struct {
	Kind    string         `json:"kind"`
	Says    string         `json:"says"`
	Holds   bool           `json:"holds"`
	Against map[string]any `json:"against,omitempty"`
	Gives   string         `json:"gives,omitempty"`
}

// kinds of statements, in the order in which they are told.
var kinds = []struct{ id, says string }{
	{"risk", "A risk that is added, gets worse or becomes known opens nothing"},
	{"time", "Time alone never opens a stop"},
	{"unknown", "What is unknown never counts as no"},
	{"score", "No number, score or length of time opens a verdict"},
	{"verdict", "Each verdict leaves open only the forms that it names"},
	{"promise", "Each promise of promises.yaml is kept"},
	{"example", "Every example beside a rule comes out as it says"},
	{"alive", "Every gate rule can fire, every rule can be shown, every conflict can be live"},
	{"overlap", "Advice is shown only where the contact it speaks of is open and nothing speaks against it"},
}

// run proves, and says what was proved.
func (c *verifyCommand) run(s *session) error {
	start := time.Now()
	files := fs.FS(knowledge.Files)
	if c.dir != "" {
		if info, err := os.Stat(c.dir); err != nil {
			return fmt.Errorf("the folder cannot be opened: %w", err)
		} else if !info.IsDir() {
			return fmt.Errorf("%s is not a folder: name one laid out like knowledge/", c.dir)
		}
		files = os.DirFS(c.dir)
	}
	judgement, problems := knowledge.LoadJudgement(files)
	if len(problems) > 0 {
		return fmt.Errorf("the knowledge has problems, so nothing can be proved; knowledge check lists them all: %s", problems[0])
	}
	adviser, err := advice.Compile(judgement)
	if err != nil {
		return fmt.Errorf("the knowledge has problems, so nothing can be proved; knowledge check lists them all: %w", err)
	}
	proof := adviser.Prove()
	took := time.Since(start)
	if c.format == "json" {
		err = s.printJSON(verifiedJSON(proof, judgement.Version, took))
	} else {
		s.printProof(proof, len(judgement.Facts), took, c.list == "all")
	}
	if err == nil && !proof.Holds() {
		err = exit(findings)
	}
	return err
}

func verifiedJSON(p *advice.Proof, version string, took time.Duration) verified {
	v := verified{Holds: p.Holds(), Situations: p.Situations.String(), Seconds: took.Seconds(), Knowledge: version,
		Statements: []verifiedStatement{}, Notes: append([]string{}, p.Notes...)}
	for _, st := range p.Statements {
		v.Statements = append(v.Statements, verifiedStatement{st.ID, st.Says, st.Holds, st.Against, st.Gives})
	}
	return v
}

func (s *session) printProof(p *advice.Proof, facts int, took time.Duration, all bool) {
	fmt.Fprintf(s.out, "%d facts, each answered or open: %.2g situations.\n", facts, inexact(p))
	fmt.Fprintf(s.out, "%d statements, each for all of them, in %.1f seconds.\n\n", len(p.Statements), took.Seconds())
	for _, kind := range kinds {
		var of []advice.Statement
		broken := 0
		for _, st := range p.Statements {
			if st.Kind() == kind.id {
				of = append(of, st)
				if !st.Holds {
					broken++
				}
			}
		}
		if len(of) == 0 {
			continue
		}
		if broken == 0 {
			fmt.Fprintf(s.out, "holds   %s (%d)\n", kind.says, len(of))
		} else {
			fmt.Fprintf(s.out, "BROKEN  %s (%d of %d)\n", kind.says, broken, len(of))
		}
		for _, st := range of {
			switch {
			case !st.Holds:
				fmt.Fprintf(s.out, "  broken: %s\n", st.Says)
				if st.Against != nil {
					fmt.Fprintf(s.out, "    in the situation %s\n    the answer is %s\n", oneLine(st.Against), st.Gives)
				}
			case all:
				fmt.Fprintf(s.out, "  holds: %s\n", st.Says)
			}
		}
	}
	if len(p.Notes) > 0 {
		fmt.Fprintln(s.out, "\nNo errors, but worth knowing:")
		for _, n := range p.Notes {
			fmt.Fprintf(s.out, "  %s\n", n)
		}
	}
}

func inexact(p *advice.Proof) float64 {
	f, _ := p.Situations.Float64()
	return f
}

// oneLine writes facts in the order of their names.
func oneLine(facts map[string]any) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		parts = append(parts, fmt.Sprintf("%s: %v", name, facts[name]))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
