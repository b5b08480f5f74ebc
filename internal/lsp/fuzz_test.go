package lsp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

// FuzzFrames feeds any bytes to the reader of messages: it ends, holds no more
// than a message may have, and an error says nothing of what was read.
func FuzzFrames(f *testing.F) {
	for _, seed := range []string{
		"Content-Length: 2\r\n\r\n{}", "content-length:2\n\n{}Content-Length: 0\r\n\r\n", "Content-Type: x\r\nContent-Length: 5000000\r\n\r\n",
		"Content-Length: -1\r\n\r\n", "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", "\r\n\r\n", "quillfeather\r\n", strings.Repeat("a", maxHeader+1), "Content-Length: 99999999999999999999\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := bufio.NewReaderSize(bytes.NewReader(raw), maxHeader)
		for {
			body, err := readMessage(r)
			if len(body) > maxMessage || len(body) > len(raw) {
				t.Fatalf("a message of %d bytes came out of %d", len(body), len(raw))
			}
			if err != nil && !errors.Is(err, errTooLong) {
				if strings.Contains(err.Error(), "quillfeather") {
					t.Fatalf("the error repeats what was read: %v", err)
				}
				return
			}
		}
	})
}

// FuzzMessages feeds any message to a session that has begun: it answers or does
// not, and goes on.
func FuzzMessages(f *testing.F) {
	const doc = `"textDocument":{"uri":"untitled:1","version":2}`
	for _, seed := range []string{
		`{"method":"textDocument/didChange","params":{` + doc + `,"contentChanges":[{"range":{"start":{"line":0,"character":1},"end":{"line":-1,"character":99}},"text":"\ud83d"}]}}`,
		`{"id":1,"method":"textDocument/hover","params":{` + doc + `,"position":{"line":0,"character":3}}}`,
		`{"id":"a","method":"textDocument/codeAction","params":{` + doc + `,"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}}}}`,
		`{"id":1,"method":"workspace/executeCommand","params":{"command":"afterwards.dismiss","arguments":[{"uri":"untitled:1","version":1,"act":"blame"}]}}`,
		`{"id":null,"method":"shutdown"}`, `{"method":"exit"}`, `{"id":1,"method":"initialize"}`, `null`, `[{}]`, `{"ID":[1]}`, `1e999`, "\xff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if strings.Contains(body, "file:") {
			return // it must not touch files here
		}
		var in, out bytes.Buffer
		for _, m := range []string{
			`{"id":0,"method":"initialize","params":{"initializationOptions":{"purpose":"hurt"}}}`,
			`{"method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:1","version":1,"text":"😭 You never cared.\r\nI miss you."}}}`,
			body,
			`{"id":1,"method":"textDocument/hover","params":{"textDocument":{"uri":"untitled:1"}}}`,
		} {
			fmt.Fprintf(&in, "Content-Length: %d\r\n\r\n%s", len(m), m)
		}
		_ = Serve(&in, &out, "fuzz") // the stream ends where it ends
		r := bufio.NewReaderSize(&out, maxHeader)
		for {
			answer, err := readMessage(r)
			if err == io.EOF {
				return
			}
			if err != nil || !json.Valid(answer) {
				t.Fatalf("after %q came %q (%v)", body, answer, err)
			}
		}
	})
}

// TestEditsGiveWhatTheEditorShows holds the edits of a session to a slow editor
// that keeps its text in code units of UTF-16.
func TestEditsGiveWhatTheEditorShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"a", "é", "😭", "\n", "\r\n", "You never cared. ", ""})
		s := &server{documents: map[string]*open{}, stale: map[string]bool{}}
		text := strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "text"), "")
		s.opened(document{URI: "untitled:1", Text: text})
		for range rapid.IntRange(1, 6).Draw(t, "edits") {
			start, end := drawPosition(t, text), drawPosition(t, text)
			if slow(text, end) < slow(text, start) {
				start, end = end, start
			}
			fresh := piece.Draw(t, "fresh")
			var p documentParams
			p.Document.URI = "untitled:1"
			p.Changes = append(p.Changes, struct {
				Range *span  `json:"range"`
				Text  string `json:"text"`
			}{&span{start, end}, fresh})
			s.changed(p)
			units := utf16.Encode([]rune(text))
			text = string(utf16.Decode(append(append(append([]uint16{}, units[:slow(text, start)]...), utf16.Encode([]rune(fresh))...), units[slow(text, end):]...)))
			if got := s.documents["untitled:1"].text; got != text {
				t.Fatalf("after %+v-%+v %q the text is %q, want %q", start, end, fresh, got, text)
			}
		}
	})
}

// drawPosition draws a place between two characters of a text.
func drawPosition(t *rapid.T, text string) position {
	at := rapid.IntRange(0, len([]rune(text))).Draw(t, "at")
	before := []rune(text)[:at]
	if at > 0 && at < len([]rune(text)) && before[at-1] == '\r' && []rune(text)[at] == '\n' {
		before = before[:at-1] // no editor puts the pointer within the end of a line
	}
	lines := strings.Split(strings.ReplaceAll(string(before), "\r\n", "\n"), "\n")
	return position{len(lines) - 1, len(utf16.Encode([]rune(lines[len(lines)-1])))}
}

// slow is a position as a count of code units.
func slow(text string, p position) int {
	at := 0
	for range p.Line {
		at += strings.Index(text[at:], "\n") + 1
	}
	return len(utf16.Encode([]rune(text[:at]))) + p.Character
}
