package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"afterwards/draft"
	"afterwards/internal/draftfile"
	"afterwards/internal/wire"
	"afterwards/knowledge"
)

type checkCommand struct{ purpose, config, format, file string }

func (c *checkCommand) command() command {
	c.format = "text"
	forms := []string{"text", "json", "jsonl", "sarif"}
	return command{
		name: "check",
		says: "Say what each sentence of a draft does to its reader.",
		more: `Examples:

  afterwards check --purpose logistics message.txt
  echo 'sorry if you felt hurt' | afterwards check --purpose accountability -

In a draft, a first line purpose: P says what it is for. A line of its own

  afterwards: ignore blame

dismisses an act in the sentence after it, and [[ignore: blame]] … [[/ignore]] in what
stands between. The settings in .afterwards.yaml, beside the draft or in a folder above it,
hold for all drafts there:

  purpose: hurt
  level: clear             # mark only what is sure
  dismiss:
    acts: [affection]
    phrases: [take care of yourself]

Self-harm, threats and steps past a limit are never dismissed.

Ends with 0 when nothing works against the purpose, 1 when something does.`,
		options: []option{
			{name: "purpose", value: "P", into: &c.purpose, says: "What the draft is for: " + purposes() + ". With jsonl, for lines that name none."},
			{name: "config", value: "FILE", into: &c.config, says: "Settings to use in place of .afterwards.yaml. With jsonl and for standard input, none are looked for."},
			{name: "format", value: strings.Join(forms, "|"), oneOf: forms, into: &c.format,
				says: "text for people; json for one report; jsonl for one draft and report a line; sarif for programs that show findings."},
		},
		operand: operand{name: "FILE", into: &c.file, says: `The draft, or - for standard input. With jsonl: {"id", "purpose", "text"} a line.`},
		run:     c.run,
	}
}

// format is the option of commands that answer one question or many.
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
	}
	config, err := c.settings()
	if err != nil {
		return s.problems(err)
	}
	in, err := s.open(c.file)
	if err != nil {
		return err
	}
	defer in.Close()
	name := inputName(c.file)
	if c.format == "jsonl" {
		return c.lines(s, in, name, config)
	}
	raw, err := readAll(in, name, wire.MaxText)
	if err != nil {
		return err
	}
	if err := plainText(raw, name); err != nil {
		return err
	}
	d := checkedDraft{name: c.file, raw: string(raw), config: config, file: draftfile.Parse(string(raw))}
	if err := d.problems(name); err != nil {
		return s.problems(err)
	}
	d.purpose = cmp.Or(draft.Purpose(c.purpose), d.file.Purpose, config.Purpose)
	if d.purpose == "" {
		return fmt.Errorf("say what the draft is for, with --purpose: %s", purposes())
	}
	d.report = config.Check(d.purpose, d.file)
	switch c.format {
	case "json":
		err = s.printJSON(d.inFile())
	case "sarif":
		err = s.printJSON(d.sarif())
	default:
		s.printReport(d)
	}
	if err == nil && d.report.Verdict != draft.Send {
		err = exit(findings)
	}
	return err
}

// settings are those of --config, or those that lie beside the draft.
func (c *checkCommand) settings() (draftfile.Config, error) {
	file := c.config
	if file == "" && c.file != "-" && c.format != "jsonl" {
		file = draftfile.FindConfig(filepath.Dir(c.file))
	}
	if file == "" {
		return draftfile.Config{}, nil
	}
	return draftfile.LoadConfig(file)
}

// problems prints places that need mending, one a line, and fails.
func (s *session) problems(err error) error {
	list, ok := errors.AsType[knowledge.Problems](err)
	if !ok {
		return err
	}
	for _, p := range list {
		fmt.Fprintln(s.Err, "afterwards:", p)
	}
	return exit(failed)
}

// checkedDraft is a draft in a file and the report on it.
type checkedDraft struct {
	name    string // of the file, or -
	raw     string // the file
	file    *draftfile.File
	config  draftfile.Config
	purpose draft.Purpose
	report  draft.Report
}

// problems are the marks in the draft that cannot be followed.
func (d *checkedDraft) problems(name string) error {
	var all knowledge.Problems
	lines := draftfile.LinesOf(d.raw, true)
	for _, p := range d.file.Problems {
		line, column := lines.Position(p.Start)
		all = append(all, knowledge.Problem{Pos: knowledge.Pos{File: name, Line: line + 1, Column: column + 1}, Says: p.Says})
	}
	return all.Err()
}

// inFile is the report with offsets into the file.
func (d *checkedDraft) inFile() draft.Report {
	r := draft.Report{Verdict: d.report.Verdict, Sentences: slices.Clone(d.report.Sentences)}
	for i := range r.Sentences {
		s := &r.Sentences[i]
		s.Start, s.End = d.file.Span(s.Start, s.End)
		s.Acts = append([]draft.Finding{}, s.Acts...)
		for j := range s.Acts {
			f := &s.Acts[j]
			f.Start, f.End = d.file.Span(f.Start, f.End)
		}
	}
	return r
}

func (c *checkCommand) lines(s *session, in io.Reader, name string, config draftfile.Config) error {
	found := false
	purpose := cmp.Or(c.purpose, string(config.Purpose))
	bad, err := s.answerLines(in, name, func(raw []byte) (any, error) {
		q, err := wire.ReadCheck(raw)
		if err != nil {
			return nil, err
		}
		answer, err := wire.Checked(q, purpose)
		if err == nil && c.config != "" {
			asked := cmp.Or(q.Purpose, &purpose)
			answer.Report = config.Dismissals().Apply(draft.Purpose(*asked), *q.Text, answer.Report)
		}
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
func (s *session) printReport(d checkedDraft) {
	text, r := d.file.Text, d.report
	words := r.Verdict.Words()
	fmt.Fprintf(s.out, "%s\n%s\n", words.Title, wrap(words.Says, ""))
	if r.Verdict == draft.Crisis {
		fmt.Fprintln(s.out)
		s.printDirectories()
		return // no marks and no grades
	}
	if doubtful(r) {
		fmt.Fprintf(s.out, "\n%s\n\n", wrap("Some of these words may be about not wanting to live. If they are, please talk to somebody now.", ""))
		s.printDirectories()
	}
	dismissed := 0
	for _, sentence := range r.Sentences {
		for _, f := range sentence.Acts {
			if f.Dismissed != "" {
				dismissed++
			}
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
			start, end := d.file.Span(f.Start, f.End)
			fmt.Fprintf(s.out, "  [%s; bytes %d to %d; %s]\n", f.Act, start, end, f.Source)
		}
	}
	if dismissed > 0 {
		places := "1 place is"
		if dismissed > 1 {
			places = fmt.Sprintf("%d places are", dismissed)
		}
		by := "in the draft"
		if d.config.File != "" {
			by += " or in " + d.config.File
		}
		fmt.Fprintf(s.out, "\n%s not marked, because you said so %s.\n", places, by)
	}
}

// doubtful reports whether words of a draft that is no crisis may still be about
// the writer's own life.
func doubtful(r draft.Report) bool {
	return slices.ContainsFunc(r.Sentences, func(s draft.Sentence) bool {
		return slices.ContainsFunc(s.Acts, func(f draft.Finding) bool { return f.Act == "selfharm" })
	})
}

// plainText refuses what would be read as a draft with nothing in it to mark.
func plainText(raw []byte, name string) error {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	switch {
	case !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0:
		return fmt.Errorf("%s is not UTF-8 text, so it was not checked: save it as UTF-8", name)
	case len(bytes.TrimSpace(raw)) == 0:
		return fmt.Errorf("%s holds no text, so nothing was checked", name)
	}
	return nil
}

func purposes() string {
	var names []string
	for _, p := range draft.Purposes() {
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}
