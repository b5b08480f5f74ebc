// Command cold times whole processes on one message of 1 KB: our check, built as
// anybody would and built without cgo as docs/operating.md says, and Vale with one style
// made of our own example phrases. They run in turns, so that a machine that
// drifts drifts for all. It prints least, median and most of the wall time, and
// how the medians compare with Vale's in the same rounds.
//
//	go install github.com/vale-cli/vale/v3/cmd/vale@v3.20.0
//	go run ./bench/cold -rounds 40
package main

import (
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

// program is one of the commands that are timed.
type program struct {
	name    string
	command []string
	finds   string // what it must say about the message
	took    []time.Duration
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
	if err := lay(dir); err != nil {
		return err
	}
	text := filepath.Join(dir, "message.txt")
	check := func(name string, setting ...string) (*program, error) {
		binary := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
		build := exec.Command("go", "build", "-o", binary, "./cmd/afterwards")
		build.Env = append(os.Environ(), setting...)
		if out, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("build: %w\n%s", err, out)
		}
		return &program{name: name, command: []string{binary, "check", "--purpose", "hurt", text}, finds: "; bytes "}, nil
	}
	plain, err := check("go build")
	if err != nil {
		return err
	}
	static, err := check("without cgo", "CGO_ENABLED=0")
	if err != nil {
		return err
	}
	peer := &program{name: "vale", command: []string{vale, "--config", filepath.Join(dir, "vale.ini"), "--no-exit", text}, finds: "Plain.blame"}

	programs := []*program{plain, static, peer}
	for i := range rounds + 2 {
		for _, p := range programs {
			took, err := p.run(filepath.Join(dir, "out"))
			if err != nil {
				return err
			}
			if i >= 2 { // the first two warm the disk's cache
				p.took = append(p.took, took)
			}
		}
	}
	fmt.Printf("message of %d bytes, %d rounds in turns, whole processes\n", len(message), rounds)
	for _, p := range programs {
		ratio := float64(median(peer.took)) / float64(median(p.took))
		fmt.Printf("%-12s %s  1/%.1f of vale\n", p.name, spread(p.took), ratio)
	}
	return nil
}

// lay writes the message and Vale's configuration and style into a folder.
func lay(dir string) error {
	files, err := style(filepath.Join("styles", "Plain"))
	if err != nil {
		return err
	}
	files["message.txt"] = message
	files["vale.ini"] = "StylesPath = " + filepath.Join(dir, "styles") + "\nMinAlertLevel = suggestion\n[*.txt]\nBasedOnStyles = Plain\n"
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
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

// run runs the program once, makes sure that it found what it must, and returns
// the wall time of the whole process. The program writes into a file, so that
// nothing of ours reads along while it runs.
func (p *program) run(out string) (time.Duration, error) {
	file, err := os.Create(out)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	cmd := exec.Command(p.command[0], p.command[1:]...)
	cmd.Stdout, cmd.Stderr = file, file
	start := time.Now()
	err = cmd.Run()
	took := time.Since(start)
	said, readErr := os.ReadFile(out)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		err = nil // findings
	}
	if err := errors.Join(err, readErr); err != nil {
		return 0, fmt.Errorf("%s: %w\n%s", p.name, err, said)
	}
	if !strings.Contains(string(said), p.finds) {
		return 0, fmt.Errorf("%s did not find %q:\n%s", p.name, p.finds, said)
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
