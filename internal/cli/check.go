package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"afterwards/draft"
	"afterwards/internal/wire"
)

type checkCommand struct{ purpose, format, file string }

func (c *checkCommand) command() command {
	c.format = "text"
	return command{
		name: "check",
		says: "Say what each sentence of a draft does to its reader.",
		more: `Examples:

  afterwards check --purpose logistics message.txt
  echo 'sorry if you felt hurt' | afterwards check --purpose accountability -

Ends with 0 when nothing works against the purpose, 1 when something does.`,
		options: []option{
			{name: "purpose", value: "P", into: &c.purpose, says: "What the draft is for: " + purposes() + ". With jsonl, for lines that name none."},
			format(&c.format, "text for people; json for one report; jsonl for one draft and report a line."),
		},
		operand: operand{name: "FILE", into: &c.file, says: `The draft, or - for standard input. With jsonl: {"id", "purpose", "text"} a line.`},
		run:     c.run,
	}
}

// format is the option that both commands which answer have.
func format(into *string, says string) option {
	forms := []string{"text", "json", "jsonl"}
	return option{name: "format", value: strings.Join(forms, "|"), oneOf: forms, into: into, says: says}
}

// run checks one draft or a stream of them.
func (c *checkCommand) run(s *session) error {
	brief()
	if c.purpose != "" {
		if _, err := draft.ParsePurpose(c.purpose); err != nil {
			return err
		}
	} else if c.format != "jsonl" {
		return fmt.Errorf("say what the draft is for, with --purpose: %s", purposes())
	}
	in, err := s.open(c.file)
	if err != nil {
		return err
	}
	defer in.Close()
	name := inputName(c.file)
	if c.format == "jsonl" {
		return c.lines(s, in, name)
	}
	raw, err := readAll(in, name, wire.MaxText)
	if err != nil {
		return err
	}
	text, err := plainText(raw, name)
	if err != nil {
		return err
	}
	answer, err := wire.Checked(wire.CheckQuestion{Text: &text}, c.purpose)
	if err != nil {
		return err
	}
	if c.format == "json" {
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
		answer, err := wire.Checked(q, c.purpose)
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
		return // no marks and no grades
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

// plainText refuses what would be read as a draft with nothing in it to mark.
func plainText(raw []byte, name string) (string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	switch {
	case !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0:
		return "", fmt.Errorf("%s is not UTF-8 text, so it was not checked: save it as UTF-8", name)
	case len(bytes.TrimSpace(raw)) == 0:
		return "", fmt.Errorf("%s holds no text, so nothing was checked", name)
	}
	return string(raw), nil
}

func purposes() string {
	var names []string
	for _, p := range draft.Purposes() {
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}
