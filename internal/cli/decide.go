package cli

import (
	"fmt"
	"slices"
	"strings"

	"afterwards/advice"
	"afterwards/internal/wire"
	"afterwards/knowledge"
)

type decideCommand struct{ format, file string }

func (c *decideCommand) command() command {
	c.format = "text"
	return command{
		name: "decide",
		says: "Answer whether contact stays open, with every reason.",
		more: `Example:

  echo '{"id": 1, "facts": {"blocked": "some", "goal": "closure"}}' | afterwards decide -

What is left out is unknown, and unknown never counts as no. The answer is one of
stop, channel-only, not-now, write-dont-send, your-call; none of them says to write.`,
		options: []option{format(&c.format, "text for people; json for one answer; jsonl for one question and answer a line.")},
		operand: operand{name: "FILE", into: &c.file, says: `A file with {"facts": {…}}, or - for standard input. The facts are listed in knowledge/facts.yaml.`},
		run:     c.run,
	}
}

// run answers one question or a stream of them.
func (c *decideCommand) run(s *session) error {
	brief()
	adviser, err := advice.Default()
	if err != nil {
		return fmt.Errorf("the knowledge cannot be loaded, so nothing is advised: %w", err)
	}
	in, err := s.open(c.file)
	if err != nil {
		return err
	}
	defer in.Close()
	name := inputName(c.file)
	decide := func(raw []byte) (any, error) {
		q, err := wire.ReadDecide(raw)
		if err != nil {
			return nil, err
		}
		return wire.Decided(adviser, q)
	}
	if c.format == "jsonl" {
		bad, err := s.answerLines(in, name, decide)
		if err == nil && bad > 0 {
			err = exit(failed)
		}
		return err
	}
	raw, err := readAll(in, name, wire.MaxInput)
	if err != nil {
		return err
	}
	answer, err := decide(raw)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if c.format == "json" {
		return s.printJSON(answer)
	}
	s.printDecision(adviser, answer.(wire.DecideAnswer).Decision)
	return nil
}

// printDecision writes a decision for a person to read.
func (s *session) printDecision(a *advice.Adviser, d advice.Decision) {
	j := a.Judgement()
	i := slices.IndexFunc(j.Verdicts, func(v knowledge.Verdict) bool { return v.Name == d.Verdict })
	help := 0
	for _, card := range d.Cards {
		if card.Kind == "help" {
			help++
			fmt.Fprintf(s.out, "%s\n\n", wrap(card.Says, ""))
		}
	}
	if help > 0 {
		s.printDirectories()
	}
	fmt.Fprintf(s.out, "%s\n%s\n", j.Verdicts[i].Title, wrap(j.Verdicts[i].Says, ""))
	if d.Until != "" {
		fmt.Fprintf(s.out, "\nUntil: %s\n", wrap(d.Until, "       "))
	}
	if len(d.Forms) > 0 {
		fmt.Fprintln(s.out, "\nStays open:")
		for _, f := range j.Forms {
			if slices.Contains(d.Forms, f.Name) {
				fmt.Fprintf(s.out, "  - %s. %s\n", f.Title, wrap(f.Says, "    "))
			}
		}
	}
	fmt.Fprintln(s.out, "\nWhy:")
	for _, r := range d.Reasons {
		fmt.Fprintf(s.out, "  - %s\n", wrap(r.Says, "    "))
		fmt.Fprintf(s.out, "    What would change it: %s\n", wrap(r.Changes, "    "))
		fmt.Fprintf(s.out, "    [%s; evidence %s; %s]\n", r.Rule, r.Grade, wrap(r.Source, "    "))
		for _, other := range r.Disagree {
			fmt.Fprintf(s.out, "    Others say: %s [%s]\n", wrap(other.Says, "    "), other.Source)
		}
	}
	if rest := d.Cards[help:]; len(rest) > 0 {
		fmt.Fprintln(s.out, "\nWhat may help:")
		for _, card := range rest[:min(len(rest), 5)] {
			fmt.Fprintf(s.out, "  - %s\n    [%s; evidence %s; %s]\n", wrap(card.Says, "    "), card.Rule, card.Grade, wrap(card.Source, "    "))
		}
		if more := len(rest) - 5; more > 0 {
			fmt.Fprintf(s.out, "  and %d more, with --format json\n", more)
		}
	}
	if d.AskNext != "" {
		fmt.Fprintln(s.out, "\nNot known, and could change the answer:")
		for _, name := range d.Unknown[:min(len(d.Unknown), 5)] {
			if f, ok := a.Vocabulary().Fact(name); ok {
				fmt.Fprintf(s.out, "  - %s (%s)\n", wrap(f.Ask, "    "), name)
			}
		}
		if more := len(d.Unknown) - 5; more > 0 {
			fmt.Fprintf(s.out, "  and %d more\n", more)
		}
	}
}

// wrap breaks text into lines of about 88 columns; further lines start with
// indent.
func wrap(text, indent string) string {
	const width = 88
	var b strings.Builder
	column := len(indent)
	for i, word := range strings.Fields(text) {
		if i > 0 {
			if column+1+len(word) > width {
				b.WriteString("\n" + indent)
				column = len(indent)
			} else {
				b.WriteByte(' ')
				column++
			}
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
