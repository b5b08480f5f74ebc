// Command gen builds the draft checker for browsers. Run it through "go
// generate ./internal/look". It writes, among the files of the pages,
//
//	checker.wasm.gz  package device, compiled and compressed, without the patterns and heads
//	wasm_exec.js     the part of the same Go that starts such a program
//
// and beside itself checker.sum, which says from which files and by which Go
// they were made, so that a test can tell when they are stale.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

func main() {
	if err := run(".."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// The program that is built, and where things lie, from the folder internal.
const (
	device  = "./look/device"
	wasm    = "web/ui/static/checker.wasm.gz"
	starter = "web/ui/vendor/wasm_exec.js"
	sumFile = "look/gen/checker.sum"
)

func run(internal string) error {
	s, err := inputs(internal)
	if err != nil {
		return err
	}
	built, err := build(internal)
	if err != nil {
		return err
	}
	root, err := goEnv("GOROOT")
	if err != nil {
		return err
	}
	start, err := os.ReadFile(filepath.Join(root, "lib/wasm/wasm_exec.js"))
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(internal, wasm), built, 0o644),
		os.WriteFile(filepath.Join(internal, starter), start, 0o644),
		os.WriteFile(filepath.Join(internal, sumFile), []byte(sum{runtime.Version(), s}.String()), 0o644),
	)
}

// sum says what the checker was made of.
type sum struct {
	toolchain string // "go1.26.8"
	inputs    string // hash of every file of ours that goes into it
}

func (s sum) String() string { return s.toolchain + "\n" + s.inputs + "\n" }

func readSum(raw []byte) sum {
	toolchain, rest, _ := strings.Cut(string(raw), "\n")
	return sum{toolchain, strings.TrimSpace(rest)}
}

// build compiles and compresses the checker. The same files and the same Go
// give the same bytes, wherever the folder lies.
func build(internal string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "checker")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "checker.wasm")
	if _, err := goFor(internal, "build", "-trimpath", "-buildvcs=false", "-tags=apart", "-ldflags=-s -w -buildid=", "-o", out, device); err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(raw)
	err = errors.Join(err, w.Close())
	return packed.Bytes(), err
}

// inputs hashes the names and contents of the files of this module that are
// compiled into the checker, and the versions of the modules that it uses.
func inputs(internal string) (string, error) {
	raw, err := goFor(internal, "list", "-deps", "-tags=apart", "-json=ImportPath,Dir,Standard,Module,GoFiles,EmbedFiles", device)
	if err != nil {
		return "", err
	}
	var parts []string
	for d := json.NewDecoder(bytes.NewReader(raw)); ; {
		var p struct {
			ImportPath, Dir     string
			Standard            bool
			Module              struct{ Path, Version string }
			GoFiles, EmbedFiles []string
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", err
		}
		switch {
		case p.Standard: // known by the version of Go
		case p.Module.Version != "":
			parts = append(parts, p.Module.Path+" "+p.Module.Version)
		default:
			for _, file := range slices.Concat(p.GoFiles, p.EmbedFiles) {
				content, err := os.ReadFile(filepath.Join(p.Dir, file))
				if err != nil {
					return "", err
				}
				parts = append(parts, fmt.Sprintf("%s/%s %x", p.ImportPath, file, sha256.Sum256(content)))
			}
		}
	}
	slices.Sort(parts)
	hash := sha256.Sum256([]byte(strings.Join(slices.Compact(parts), "\n")))
	return hex.EncodeToString(hash[:]), nil
}

// goFor runs the go command for the browser.
func goFor(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOWASM=", "GOFLAGS=", "CGO_ENABLED=0")
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, &problem)
	}
	return out, nil
}

func goEnv(name string) (string, error) {
	out, err := exec.Command("go", "env", name).Output()
	return strings.TrimSpace(string(out)), err
}
