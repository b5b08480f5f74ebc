package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

const internal = "../.."

func recorded(t *testing.T) sum {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(internal, sumFile))
	if err != nil {
		t.Fatal(err)
	}
	return readSum(raw)
}

func TestTheCheckerForBrowsersIsMadeOfTheFilesThatAreHere(t *testing.T) {
	got, err := inputs(internal)
	if err != nil {
		t.Fatal(err)
	}
	if got != recorded(t).inputs {
		t.Fatal("checker.wasm.gz is stale: run go generate ./internal/look")
	}
}

// TestTheSameGoMakesTheSameBytes: whoever doubts what runs in the browser can
// build it again.
func TestTheSameGoMakesTheSameBytes(t *testing.T) {
	want := recorded(t)
	if runtime.Version() != want.toolchain {
		t.Skipf("checker.wasm.gz was made by %s, and this is %s", want.toolchain, runtime.Version())
	}
	got, err := build(internal)
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := os.ReadFile(filepath.Join(internal, wasm))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, shipped) {
		t.Error("the checker built here differs from checker.wasm.gz: run go generate ./internal/look")
	}
	root, err := goEnv("GOROOT")
	if err != nil {
		t.Fatal(err)
	}
	ours, err := os.ReadFile(filepath.Join(internal, starter))
	if err != nil {
		t.Fatal(err)
	}
	if theirs, err := os.ReadFile(filepath.Join(root, "lib/wasm/wasm_exec.js")); err != nil || !bytes.Equal(ours, theirs) {
		t.Errorf("wasm_exec.js is not the one of %s (%v): run go generate ./internal/look", want.toolchain, err)
	}
}

// TestTheCheckerIsWhole: what is shipped can be unpacked and is a program.
func TestTheCheckerIsWhole(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(internal, wasm))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	program, err := io.ReadAll(packed)
	if err != nil || !bytes.HasPrefix(program, []byte("\x00asm")) {
		t.Errorf("what is compressed is no such program: %v", err)
	}
}
