package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"afterwards/advice"
	"afterwards/draft/actcheck"
	"afterwards/knowledge"
)

type knowledgeCheck struct{ dir string }

func (c *knowledgeCheck) command() command {
	return command{
		name:    "knowledge check",
		says:    "Check every file that the program judges by: keys, facts, values, sources, examples. Lists the help lines that are hidden.",
		operand: operand{name: "DIR", optional: true, into: &c.dir, says: "A folder laid out like knowledge/. Without it, the files in the program itself."},
		run:     c.run,
	}
}

// run checks the files and prints every problem as file:line:column.
func (c *knowledgeCheck) run(s *session) error {
	files, prefix := fs.FS(knowledge.Files), "knowledge"
	if c.dir != "" {
		if info, err := os.Stat(c.dir); err != nil {
			return fmt.Errorf("the folder cannot be opened: %w", err)
		} else if !info.IsDir() {
			return fmt.Errorf("%s is not a folder: name one laid out like knowledge/", c.dir)
		}
		files, prefix = os.DirFS(c.dir), c.dir
	}
	judgement, problems := knowledge.LoadJudgement(files)
	if len(problems) == 0 {
		if _, err := advice.New(judgement); err != nil {
			found, ok := err.(knowledge.Problems)
			if !ok {
				return err
			}
			problems = append(problems, found...)
		}
	}
	problems = append(problems, actcheck.Check(files)...)
	help, more := knowledge.LoadHelp(files)
	problems = append(problems, more...)
	for _, p := range problems {
		p.File = filepath.Join(prefix, p.File)
		fmt.Fprintln(s.out, p)
	}
	if len(problems) > 0 {
		fmt.Fprintf(s.out, "problems: %d\n", len(problems))
		return exit(findings)
	}
	rules := 0
	for _, g := range judgement.Gates {
		rules += len(g.Rules)
	}
	fmt.Fprintf(s.out, "%d facts, %d rules in %d gates, version %s: no problems\n",
		len(judgement.Facts), rules, len(judgement.Gates), judgement.Version)
	s.printHidden(help)
	return nil
}

// printDirectories prints where lists of help by country are, for a person who
// may need one now.
func (s *session) printDirectories() {
	help, problems := knowledge.LoadHelp(knowledge.Files)
	if len(problems) > 0 {
		return // the knowledge that is built in has none
	}
	oldest := time.Now().AddDate(-1, 0, 0).Format(time.DateOnly)
	fmt.Fprintln(s.out, "People to call or write to, by country:")
	for i := range help.International.Lines {
		if l := &help.International.Lines[i]; l.Web != "" && l.Hidden(oldest) == "" {
			fmt.Fprintf(s.out, "  %s: %s\n", l.Name, l.Web)
		}
	}
	fmt.Fprintln(s.out, "  or the Help page of this program: run afterwards, and open the address that it prints")
	fmt.Fprintln(s.out)
}

// printHidden lists the help lines that people do not see, and why.
func (s *session) printHidden(help *knowledge.Help) {
	shown, hidden := 0, 0
	for _, c := range help.Countries {
		for _, l := range c.Lines {
			why := l.Hidden("")
			if why == "" {
				shown++
				continue
			}
			hidden++
			fmt.Fprintf(s.out, "hidden: %s %s (%s): %s\n", c.Code, l.ID, l.Name, why)
		}
	}
	fmt.Fprintf(s.out, "%d help lines in %d countries are shown, %d are hidden\n", shown, len(help.Countries), hidden)
}
