// Command gen writes the compiled files of package draft. Run it through
// "go generate ./draft", or by hand from the draft directory:
//
//	go run ./internal/gen acts
//	go run ./internal/gen model -data ../../shared/drafts
package main

import (
	"bytes"
	_ "embed"
	"flag"
	"fmt"
	"os"
	"strings"

	"afterwards/bench/drafts/corpus"
	"afterwards/draft/internal/compile"
	"afterwards/draft/internal/train"
	"afterwards/knowledge"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("say what to write: acts or model")
	}
	flags := flag.NewFlagSet(args[0], flag.ExitOnError)
	data := flags.String("data", "../../shared/drafts", "directory with the labelled drafts")
	public := flags.String("public", "../../shared/data", "directory with the public data sets that the word vectors are learned from")
	part := flags.String("part", "all", "drafts to learn from: dev, held or all")
	out := flags.String("o", "", "file to write (acts.bin or model.bin where absent)")
	flags.Parse(args[1:])
	switch args[0] {
	case "acts":
		return acts(*out)
	case "model":
		return model(*data, *public, *part, *out)
	}
	return fmt.Errorf("%q is neither acts nor model", args[0])
}

func acts(out string) error {
	set, problems := knowledge.LoadActs(knowledge.Files)
	if err := problems.Err(); err != nil {
		return err
	}
	raw, err := compile.Program(set)
	if err != nil {
		return err
	}
	if out == "" {
		out = "acts.bin"
	}
	return os.WriteFile(out, raw, 0o644)
}

func model(data, public, part, out string) error {
	compiled, err := os.ReadFile("acts.bin")
	if err != nil {
		return err
	}
	labelled, err := corpus.Read(data, part)
	if err != nil {
		return err
	}
	own, err := train.Own(part)
	if err != nil {
		return err
	}
	texts, err := train.OpenTexts(public)
	if err != nil {
		return err
	}
	m, report, err := train.Run(compiled, append(train.Drafts(labelled), own...), texts)
	if err != nil {
		return err
	}
	fmt.Print(report)
	if out != "" {
		return os.WriteFile(out, m.Encode(), 0o644)
	}
	if err := os.WriteFile("MODEL.md", card(labelled, part, report), 0o644); err != nil {
		return err
	}
	return os.WriteFile("model.bin", m.Encode(), 0o644)
}

// held is the part of the card that people write: what the checker gets right on
// drafts that neither patterns nor heads have seen.
//
//go:embed held.md
var held string

// table keeps what a reader can use of the report: the acts in longer texts.
func table(report string) string {
	long, _, _ := strings.Cut(report, "short true")
	_, size, _ := strings.Cut(strings.TrimSpace(report), "features, ")
	before, _, _ := strings.Cut(long, "short false")
	return strings.TrimSpace(before) + "\nsize of the model: " + size
}

// card describes the model for MODEL.md.
func card(c corpus.Corpus, part, report string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# model.bin

Written by %[1]sgo run ./internal/gen model%[1]s; do not edit. Two stages of linear heads, one for each act. The first sums eight-bit
weights of the words, pairs and threes of words, word classes and patterns of a sentence, and adds the direction in which its words
point; the second weighs those sums against the sentences around it, the purpose and the place in the draft.

Learned from drafts written and labelled for this project (part %[2]s): %[3]d drafts, %[4]d contrast pairs, %[5]d texts about self-harm
and idioms, %[6]d harmless messages; and from the project's own sentences in internal/train/sentences. No real person's letters went
into it. Every text is learned from twice, once as if no pattern had matched, so that the heads do not lean on patterns that were written
with the same texts in view.

Which words keep the same company was learned from the same texts and, without their labels, from GoEmotions (Demszky and others, ACL 2020,
CC BY 4.0), XED, English part (Öhman and others, COLING 2020, CC BY 4.0), CLINC150 (Larson and others, EMNLP 2019, CC BY 3.0),
EmailIntentDataSet (ParakweetLabs, Apache-2.0), ConvAbuse (Cercas Curry and others, EMNLP 2021, CC BY 4.0) and Toxic Spans (Pavlopoulos and
others, CC0). The texts themselves are not in the model.

%[8]s
## Out of fold

What the shipped thresholds were picked on: each draft is scored by heads trained on the others (5 folds by draft), half of the time
without its patterns. The patterns were written with 60 %% of the drafts in view, so they flatter that part.

    %[7]s
`, "`", part, len(c.Drafts), len(c.Pairs), len(c.Safety), len(c.Benign), strings.ReplaceAll(table(report), "\n", "\n    "), held)
	return b.Bytes()
}
