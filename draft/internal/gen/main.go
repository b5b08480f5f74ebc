// Command gen writes the compiled files of package draft. Run it through
// "go generate ./draft", or by hand from the draft directory:
//
//	go run ./internal/gen acts
//	go run ./internal/gen model -data ../../shared/drafts
package main

import (
	"flag"
	"fmt"
	"os"

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
	part := flags.String("part", "all", "drafts to learn from: dev, held or all")
	out := flags.String("o", "", "file to write (acts.bin or model.bin where absent)")
	flags.Parse(args[1:])
	switch args[0] {
	case "acts":
		return acts(*out)
	case "model":
		return model(*data, *part, *out)
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

func model(data, part, out string) error {
	compiled, err := os.ReadFile("acts.bin")
	if err != nil {
		return err
	}
	labelled, err := corpus.Read(data, part)
	if err != nil {
		return err
	}
	m, report, err := train.Run(compiled, train.Drafts(labelled))
	if err != nil {
		return err
	}
	fmt.Print(report)
	if out == "" {
		out = "model.bin"
	}
	return os.WriteFile(out, m.Encode(), 0o644)
}
