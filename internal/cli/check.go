package cli

import (
	"fmt"
	"io"
	"strings"

	"afterwards/draft"
	"afterwards/internal/wire"
)

type checkCommand struct {
	Purpose string `placeholder:"P" help:"What the draft is for: ${purposes}. With jsonl, for lines that name none."`
	Format  string `enum:"text,json,jsonl" default:"text" help:"text for people; json for one report; jsonl for one draft and report a line."`
	File    string `arg:"" help:"The draft, or - for standard input. With jsonl: {\"id\", \"purpose\", \"text\"} a line."`
}

// Help is shown by check --help.
func (checkCommand) Help() string {
	return `Examples:

  afterwards check --purpose logistics message.txt
  echo 'sorry if you felt hurt' | afterwards check --purpose accountability -

Ends with 0 when nothing works against the purpose, 1 when something does.`
}

// Run checks one draft or a stream of them.
func (c *checkCommand) Run(s *session) error {
	brief()
	if c.Purpose != "" {
		if _, err := draft.ParsePurpose(c.Purpose); err != nil {
			return err
		}
	} else if c.Format != "jsonl" {
		return fmt.Errorf("say what the draft is for, with --purpose: %s", purposes())
	}
	in, err := s.open(c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	name := inputName(c.File)
	if c.Format == "jsonl" {
		return c.lines(s, in, name)
	}
	raw, err := readAll(in, name, wire.MaxText)
	if err != nil {
		return err
	}
	text := string(raw)
	answer, err := wire.Checked(wire.CheckQuestion{Text: &text}, c.Purpose)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		err = s.printJSON(answer.Report)
	} else {
		s.printReport(text, answer.Report)
	}
	if err == nil && answer.Verdict != draft.Send {
		err = exit(findings)
	}
	return err
}

func (c *checkCommand) lines(s *session, in io.Reader, name string) error {
	found := false
	bad, err := s.answerLines(in, name, func(raw []byte) (any, error) {
		q, err := wire.ReadCheck(raw)
		if err != nil {
			return nil, err
		}
		answer, err := wire.Checked(q, c.Purpose)
		found = found || answer.Verdict != draft.Send
		return answer, err
	})
	switch {
	case err != nil:
		return err
	case bad > 0:
		return exit(failed)
	case found:
		return exit(findings)
	}
	return nil
}

// printReport writes a report for a person: the verdict, then each mark under
// the words that it marks.
func (s *session) printReport(text string, r draft.Report) {
	words := r.Verdict.Words()
	fmt.Fprintf(s.out, "%s\n%s\n", words.Title, wrap(words.Says, ""))
	if r.Verdict == draft.Crisis {
		fmt.Fprintln(s.out)
		s.printDirectories()
	}
	for _, sentence := range r.Sentences {
		for _, f := range sentence.Acts {
			if !f.Counts {
				continue
			}
			fmt.Fprintf(s.out, "\n“%s”\n", wrap(strings.ToValidUTF8(text[f.Start:f.End], "\uFFFD"), " "))
			sure := ""
			if f.Level == draft.Possible {
				sure = " (possibly)"
			}
			fmt.Fprintf(s.out, "  %s%s. %s\n", draft.ActName(f.Act), sure, wrap(f.Reason, "  "))
			if f.Hint != "" {
				fmt.Fprintf(s.out, "  %s\n", wrap(f.Hint, "  "))
			}
			fmt.Fprintf(s.out, "  [%s; bytes %d to %d; %s]\n", f.Act, f.Start, f.End, f.Source)
		}
	}
}

func purposes() string {
	var names []string
	for _, p := range draft.Purposes() {
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}
