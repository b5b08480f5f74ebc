// Command cold times whole processes on one message of 1 KB: our check, and
// Vale with one style made of our own example phrases, in turns (A B A B) so that a machine that drifts drifts
// for both. It prints the medians and their ratio.
//
//	go install github.com/vale-cli/vale/v3/cmd/vale@v3.20.0
//	go run ./bench/cold -rounds 40
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"afterwards/knowledge"
)

// message is about 1 KB of what people write.
const message = `Hi Sam, I have started this a few times and deleted it again. I know we said
we would leave it for a while and I am not trying to change your mind. I wanted to say that I
am sorry for reading your messages in March, it was wrong and I knew it when I did it.
You never cared about any of it. I could see what it did. I have been sleeping badly and walking a lot.
The blue suitcase and your winter coat are in the hall, my sister can drop them at yours on
Saturday at ten or you can pick them up when I am at work, whatever is easier. The deposit came
back yesterday so I have sent you your half. Mum asks after you, I told her you are fine. I still
make too much pasta. If you want to talk some time I would like that, and if you don't then that
is all right too, I think I understand more than I did. Thank you for the good years, and for
teaching me to swim, and for the way you were with my dad. I hope the new job is what you wanted
it to be and that the team is kind. Take care of yourself, and say hello to the dog for me.`

func main() {
	rounds := flag.Int("rounds", 30, "how often each is run")
	flag.Parse()
	if err := run(*rounds); err != nil {
		fmt.Fprintln(os.Stderr, "cold:", err)
		os.Exit(1)
	}
}

func run(rounds int) error {
	vale, err := exec.LookPath("vale")
	if err != nil {
		return errors.New("vale is not on the path: go install github.com/vale-cli/vale/v3/cmd/vale@v3.20.0")
	}
	dir, err := os.MkdirTemp("", "cold")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ours := filepath.Join(dir, "afterwards")
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", ours, "./cmd/afterwards").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	files, err := style(filepath.Join("styles", "Plain"))
	if err != nil {
		return err
	}
	for name, text := range map[string]string{"message.txt": message, "vale.ini": "StylesPath = " + filepath.Join(dir, "styles") + "\nMinAlertLevel = suggestion\n[*.txt]\nBasedOnStyles = Plain\n"} {
		files[name] = text
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	text := filepath.Join(dir, "message.txt")
	check := []string{ours, "check", "--purpose", "talk", text}
	peer := []string{vale, "--config", filepath.Join(dir, "vale.ini"), "--no-exit", text}
	var a, b []time.Duration
	for i := range rounds + 2 {
		x, err := timed(check, "; bytes ")
		if err != nil {
			return err
		}
		y, err := timed(peer, "Plain.blame")
		if err != nil {
			return err
		}
		if i >= 2 { // the first two warm the disk's cache
			a, b = append(a, x), append(b, y)
		}
	}
	fmt.Printf("message: %d bytes, %d rounds in turns\n", len(message), rounds)
	fmt.Printf("afterwards check   %s\nvale, one style    %s\n", spread(a), spread(b))
	fmt.Printf("ratio of medians   1/%.1f\n", float64(median(b))/float64(median(a)))
	return nil
}

// style writes one Vale style out of what our own patterns must find: a rule
// for each act, with its example sentences as the phrases to look for.
func style(dir string) (map[string]string, error) {
	set, problems := knowledge.LoadActs(knowledge.Files)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, act := range set.Acts {
		var b strings.Builder
		fmt.Fprintf(&b, "extends: existence\nmessage: \"'%%s' %s.\"\nlevel: warning\nignorecase: true\ntokens:\n", act.Name)
		for _, e := range act.Entries {
			for _, phrase := range e.Must {
				fmt.Fprintf(&b, "  - '%s'\n", strings.ReplaceAll(regexp.QuoteMeta(strings.TrimRight(phrase, ".?! ")), "'", "''"))
			}
		}
		files[filepath.Join(dir, act.ID+".yml")] = b.String()
	}
	return files, nil
}

// timed runs a command, makes sure that it found what it must, and returns the
// wall time of the whole process.
func timed(command []string, finds string) (time.Duration, error) {
	cmd := exec.Command(command[0], command[1:]...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	took := time.Since(start)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		err = nil // findings
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", command[0], err, out.String())
	}
	if !strings.Contains(strings.ToLower(out.String()), strings.ToLower(finds)) {
		return 0, fmt.Errorf("%s did not find %q:\n%s", command[0], finds, out.String())
	}
	return took, nil
}

func median(d []time.Duration) time.Duration {
	s := slices.Sorted(slices.Values(d))
	return s[len(s)/2]
}

func spread(d []time.Duration) string {
	s := slices.Sorted(slices.Values(d))
	return fmt.Sprintf("min %5.1f  median %5.1f  max %5.1f ms", ms(s[0]), ms(median(d)), ms(s[len(s)-1]))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
