package cli_test

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestStartAndStop is the first thing that anybody does: start the program, open
// the address it prints, stop it. It runs as a process of its own.
func TestStartAndStop(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "afterwards")
	if out, err := exec.Command("go", "build", "-o", program, "afterwards/cmd/afterwards").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data := filepath.Join(dir, "data")
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} { // and a second time over what the first left
		cmd := exec.Command(program, "--listen", "127.0.0.1:0", "--data", data)
		var complaints strings.Builder
		cmd.Stderr = &complaints
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill() })
		lines := bufio.NewReader(out)
		first, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("it printed %q and ended: %v\n%s", first, err, complaints.String())
		}
		url := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(first)
		if url == "" {
			t.Fatalf("there is no address in %q", first)
		}
		for _, path := range []string{"/", "/help", "/decide", "/check", "/api/openapi.json"} {
			answer, err := http.Get(url + path)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Errorf("%s answers %s", path, answer.Status)
			}
		}
		files, err := filepath.Glob(filepath.Join(data, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("nothing in the data folder: %v", err)
		}
		for _, file := range files {
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s has mode %v (%v), and is for its owner alone", file, info.Mode(), err)
			}
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, lines); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("after %v it ended with %v\n%s", signal, err, complaints.String())
		}
		if complaints.Len() > 0 {
			t.Errorf("it complained: %s", complaints.String())
		}
	}
}
