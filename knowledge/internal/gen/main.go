// Command gen writes judgement.bin, the knowledge in the form that the program
// reads at its start. Run it through "go generate ./knowledge".
package main

import (
	"bytes"
	"fmt"
	"os"

	"afterwards/knowledge"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	j, problems := knowledge.LoadJudgement(os.DirFS("."))
	if err := problems.Err(); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := knowledge.WriteBuiltIn(&b, j); err != nil {
		return err
	}
	return os.WriteFile("judgement.bin", b.Bytes(), 0o644)
}
