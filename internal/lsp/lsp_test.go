package lsp_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"afterwards/internal/lsp"
)

// editor drives a server over pipes, as an editor does.
type editor struct {
	t     *testing.T
	to    io.WriteCloser
	from  *bufio.Reader
	done  chan error
	heard strings.Builder // every byte that came from the server
	next  int
}

// start starts a server; capabilities and options are those of initialize, as JSON.
func start(t *testing.T, capabilities, options string) *editor {
	t.Helper()
	e := connect(t)
	e.asks("initialize", fmt.Sprintf(`{"processId":null,"capabilities":%s,"initializationOptions":%s}`, capabilities, options))
	e.tells("initialized", `{}`)
	return e
}

func connect(t *testing.T) *editor {
	t.Helper()
	in, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	e := &editor{t: t, to: to, done: make(chan error, 1)}
	e.from = bufio.NewReader(io.TeeReader(from, &e.heard))
	go func() {
		err := lsp.Serve(in, out, "test")
		e.done <- errors.Join(err, out.Close())
	}()
	t.Cleanup(func() { to.Close(); from.Close(); in.Close() })
	return e
}

const modern = `{"general":{"positionEncodings":["utf-16"]},"textDocument":{"hover":{"contentFormat":["markdown"]},"codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":[]}}}}}`

func (e *editor) sends(body string) {
	e.t.Helper()
	if _, err := fmt.Fprintf(e.to, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) tells(method, params string) {
	e.t.Helper()
	e.sends(fmt.Sprintf(`{"jsonrpc":"2.0","method":%q,"params":%s}`, method, params))
}

// message is anything that the server says.
type message struct {
	ID     json.RawMessage
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  *struct {
		Code    int
		Message string
	}
}

func (e *editor) hears() message {
	e.t.Helper()
	header, err := e.from.ReadString('\n')
	if err != nil {
		e.t.Fatalf("the server said nothing more: %v", err)
	}
	length, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(header, "Content-Length:")))
	if err != nil {
		e.t.Fatalf("the header is %q", header)
	}
	body := make([]byte, length+2)
	if _, err := io.ReadFull(e.from, body); err != nil {
		e.t.Fatal(err)
	}
	var m message
	if err := json.Unmarshal(body[2:], &m); err != nil {
		e.t.Fatalf("%s: %v", body, err)
	}
	return m
}

// asks sends a request and returns its answer.
func (e *editor) asks(method, params string) message {
	e.t.Helper()
	e.next++
	e.sends(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":%s}`, e.next, method, params))
	for {
		if m := e.hears(); m.Method == "" {
			if string(m.ID) != strconv.Itoa(e.next) {
				e.t.Fatalf("the answer is to %s, not to %d", m.ID, e.next)
			}
			return m
		}
	}
}

// marks waits for findings and returns them as "line:from-to severity code".
func (e *editor) marks() []string {
	e.t.Helper()
	m := e.hears()
	if m.Method != "textDocument/publishDiagnostics" {
		e.t.Fatalf("heard %+v", m)
	}
	var p struct {
		Diagnostics []struct {
			Range struct {
				Start, End struct{ Line, Character int }
			}
			Severity              int
			Code, Source, Message string
		}
	}
	if err := json.Unmarshal(m.Params, &p); err != nil {
		e.t.Fatal(err)
	}
	marks := []string{}
	for _, d := range p.Diagnostics {
		if d.Source != "afterwards" || d.Message == "" {
			e.t.Errorf("the finding %+v says nothing", d)
		}
		marks = append(marks, fmt.Sprintf("%d:%d-%d:%d %d %s", d.Range.Start.Line, d.Range.Start.Character, d.Range.End.Line, d.Range.End.Character, d.Severity, d.Code))
	}
	return marks
}

func (e *editor) wants(want ...string) {
	e.t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), e.marks()); diff != "" {
		e.t.Fatal(diff)
	}
}

func (e *editor) opens(uri, text string) {
	e.t.Helper()
	e.tells("textDocument/didOpen", fmt.Sprintf(`{"textDocument":{"uri":%q,"languageId":"plaintext","version":1,"text":%s}}`, uri, quoted(text)))
}

// leaves ends the session in order and returns how the server ended.
func (e *editor) leaves() error {
	e.t.Helper()
	if m := e.asks("shutdown", `null`); m.Error != nil || string(m.Result) != "null" {
		e.t.Errorf("shutdown gives %+v", m)
	}
	e.tells("exit", `null`)
	return <-e.done
}

func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

// folder is a folder for drafts and its address.
func folder(t *testing.T, files ...string) (dir, uri string) {
	t.Helper()
	dir = t.TempDir()
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, "file://" + filepath.ToSlash(dir)
}

// TestAnEvening is a session from the first word to the last: a draft is
// written, a mark read, changed away, dismissed here, and dismissed for good.
func TestAnEvening(t *testing.T) {
	dir, uri := folder(t, ".afterwards.yaml", "# mine\npurpose: hurt\n")
	draft := uri + "/a%20letter.txt"
	e := start(t, modern, `null`)

	e.opens(draft, "😭 You never cared about me.\n")
	e.wants("0:0-0:0 3 verdict", "0:0-0:28 2 blame")
	at := func(line, character int) string {
		return fmt.Sprintf(`{"textDocument":{"uri":%q},"position":{"line":%d,"character":%d}}`, draft, line, character)
	}
	if got := string(e.asks("textDocument/hover", at(0, 4)).Result); !strings.Contains(got, `"kind":"markdown"`) || !strings.Contains(got, "**This sentence blames or mocks.**") || !strings.Contains(got, "The rule: Say what happened") {
		t.Errorf("the hover says %s", got)
	}
	if got := string(e.asks("textDocument/hover", at(1, 0)).Result); got != "null" {
		t.Errorf("beside the mark the hover says %s", got)
	}

	// Typing on: two changes in one message, each on the text that the first left.
	e.tells("textDocument/didChange", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":2},"contentChanges":[
		{"range":{"start":{"line":1,"character":0},"end":{"line":1,"character":0}},"text":"I miss you.\nThe boxes are by the door."},
		{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":3}},"text":""}]}`, draft))
	e.wants("0:0-0:0 3 verdict", "0:0-0:25 2 blame", "1:0-1:11 2 affection")

	actions := e.actions(draft, 0, 2)
	if diff := cmp.Diff([]string{"Don't mark this here", "Don't mark these words in the drafts of this folder", "Don't mark what blames or mocks in the drafts of this folder"}, titles(actions)); diff != "" {
		t.Fatal(diff)
	}
	// Here: an edit, which the editor makes.
	edits := actions[0].Edit.Changes[draft]
	if len(edits) != 2 || edits[0].NewText != "[[ignore: blame]]" || edits[0].Range.Start.Character != 0 || edits[1].NewText != "[[/ignore]]" || edits[1].Range.Start.Character != 25 {
		t.Fatalf("the edit is %+v", edits)
	}
	e.tells("textDocument/didChange", fmt.Sprintf(`{"textDocument":{"uri":%q,"version":3},"contentChanges":[{"text":%s}]}`, draft, quoted("[[ignore: blame]]You never cared about me.[[/ignore]]\nI miss you.\nThe boxes are by the door.")))
	e.wants("1:0-1:11 2 affection")

	// For good: a command, which the server carries out.
	actions = e.actions(draft, 1, 0)
	if got := e.asks("workspace/executeCommand", `{"command":"afterwards.dismiss","arguments":[`+string(actions[1].Command.Arguments[0])+`]}`); got.Error != nil {
		t.Fatalf("%+v", got.Error)
	}
	e.wants()
	raw, err := os.ReadFile(filepath.Join(dir, ".afterwards.yaml"))
	if want := "# mine\npurpose: hurt\ndismiss:\n  phrases:\n    - I miss you.\n"; err != nil || string(raw) != want {
		t.Errorf("the settings are %q (%v)", raw, err)
	}
	if again := e.asks("workspace/executeCommand", `{"command":"afterwards.dismiss","arguments":[`+string(actions[2].Command.Arguments[0])+`]}`); again.Error == nil {
		t.Error("what is not marked any more was dismissed")
	}

	e.tells("textDocument/didSave", fmt.Sprintf(`{"textDocument":{"uri":%q}}`, draft))
	e.wants()
	e.tells("textDocument/didClose", fmt.Sprintf(`{"textDocument":{"uri":%q}}`, draft))
	e.wants()
	if err := e.leaves(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

// action is a code action as the editor gets it.
type action struct {
	Title string
	Kind  string
	Edit  struct {
		Changes map[string][]struct {
			Range   struct{ Start, End struct{ Line, Character int } }
			NewText string
		}
	}
	Command struct {
		Command   string
		Arguments []json.RawMessage
	}
}

func (e *editor) actions(uri string, line, character int) (actions []action) {
	e.t.Helper()
	m := e.asks("textDocument/codeAction", fmt.Sprintf(`{"textDocument":{"uri":%q},"range":{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}},"context":{"diagnostics":[]}}`, uri, line, character, line, character))
	if err := json.Unmarshal(m.Result, &actions); err != nil {
		e.t.Fatalf("%s: %v", m.Result, err)
	}
	return actions
}

func titles(actions []action) []string {
	all := []string{}
	for _, a := range actions {
		all = append(all, a.Title)
	}
	return all
}

func TestWhatADraftIsForIsSaidOnce(t *testing.T) {
	_, uri := folder(t)
	const blame = "You never cared about me.\n"

	// Nobody says: only what endangers somebody is marked, and the editor can say.
	e := start(t, modern, `null`)
	e.opens(uri+"/one.txt", blame)
	e.wants("0:0-0:0 3 purpose")
	actions := e.actions(uri+"/one.txt", 0, 0)
	if len(actions) != 10 || actions[0].Edit.Changes[uri+"/one.txt"][0].NewText != "purpose: hurt\n" {
		t.Errorf("the actions are %v", titles(actions))
	}
	e.opens(uri+"/two.txt", "purpose: hurt\n"+blame)
	e.wants("1:0-1:0 3 verdict", "1:0-1:25 2 blame")
	e.opens("untitled:3", "purpose: love\nAnswer by tonight or I send the photos to your boss.")
	e.wants("0:9-0:13 1 mark", "1:0-1:0 3 purpose", "1:0-1:52 1 threat")

	// The editor says, for all of them.
	e = start(t, `{}`, `{"purpose":"unsent"}`)
	e.opens(uri+"/one.txt", blame)
	e.wants()
	if m := connect(t).asks("initialize", `{"initializationOptions":{"purpose":"love"}}`); m.Error == nil || !strings.Contains(m.Error.Message, "use one of hurt") {
		t.Errorf("a purpose that is none gives %+v", m)
	}

	// Settings that cannot be used are said, and the draft is looked at without.
	_, uri = folder(t, ".afterwards.yaml", "purpos: hurt\n")
	e = start(t, `{}`, `{"purpose":"hurt"}`)
	e.opens(uri+"/one.txt", blame)
	e.wants("0:0-0:0 1 settings", "0:0-0:0 3 verdict", "0:0-0:25 2 blame")
}

func TestACrisisHasOneMarkAndNoGrade(t *testing.T) {
	e := start(t, modern, `{"purpose":"hurt"}`)
	const uri = "untitled:1"
	e.opens(uri, "You never cared about me. I'm going to kill myself.")
	marks := e.marks()
	if len(marks) != 1 || !strings.HasSuffix(marks[0], " 2 selfharm") {
		t.Fatalf("the marks are %v", marks)
	}
	if actions := e.actions(uri, 0, 30); len(actions) != 0 {
		t.Errorf("it can be dismissed: %v", titles(actions))
	}
	if got := string(e.asks("textDocument/hover", `{"textDocument":{"uri":"untitled:1"},"position":{"line":0,"character":40}}`).Result); strings.Contains(got, "rule") || !strings.Contains(got, "Help page") {
		t.Errorf("the hover says %s", got)
	}
	// Nor can a threat.
	e.opens(uri, "Answer by tonight or I send the photos to your boss.")
	e.marks()
	for _, title := range titles(e.actions(uri, 0, 10)) {
		if strings.Contains(title, "threat") {
			t.Errorf("a threat can be dismissed: %s", title)
		}
	}
}

func TestPositionsAreInTheUnitsOfTheEditor(t *testing.T) {
	for capabilities, want := range map[string]string{
		`{"general":{"positionEncodings":["utf-8","utf-16"]}}`:  "utf-8",
		`{"general":{"positionEncodings":["utf-32","utf-16"]}}`: "utf-16",
		`{}`: "utf-16",
	} {
		e := connect(t)
		m := e.asks("initialize", `{"capabilities":`+capabilities+`,"initializationOptions":{"purpose":"hurt"}}`)
		if !strings.Contains(string(m.Result), `"positionEncoding":"`+want+`"`) {
			t.Errorf("%s gets %s", capabilities, m.Result)
		}
		start := map[string]int{"utf-8": 9, "utf-16": 6}[want]
		e.opens("untitled:1", "é 😭. You never cared about me.")
		if marks := e.marks(); !strings.HasPrefix(marks[1], fmt.Sprintf("0:%d-0:%d ", start, start+25)) {
			t.Errorf("in %s the marks are %v", want, marks)
		}
	}
}

func TestAnEditorWithoutCodeActionsGetsCommands(t *testing.T) {
	dir, uri := folder(t)
	e := start(t, `{}`, `{"purpose":"hurt"}`)
	e.opens(uri+"/one.txt", "You never cared about me.")
	e.marks()
	m := e.asks("textDocument/codeAction", fmt.Sprintf(`{"textDocument":{"uri":%q},"range":{"start":{"line":0,"character":0},"end":{"line":9,"character":0}},"context":{"diagnostics":[]}}`, uri+"/one.txt"))
	var commands []struct {
		Title, Command string
		Arguments      []json.RawMessage
	}
	if err := json.Unmarshal(m.Result, &commands); err != nil || len(commands) != 2 || commands[1].Command != "afterwards.dismiss" {
		t.Fatalf("%s (%v)", m.Result, err)
	}
	e.asks("workspace/executeCommand", `{"command":"afterwards.dismiss","arguments":[`+string(commands[1].Arguments[0])+`]}`)
	e.wants()
	if raw, err := os.ReadFile(filepath.Join(dir, ".afterwards.yaml")); err != nil || string(raw) != "dismiss:\n  acts:\n    - blame\n" {
		t.Errorf("the settings are %q (%v)", raw, err)
	}
}

func TestTheOrderOfASessionIsKept(t *testing.T) {
	e := connect(t)
	refused := func(m message, code int) {
		t.Helper()
		if m.Error == nil || m.Error.Code != code {
			t.Errorf("the answer is %+v, want the code %d", m, code)
		}
	}
	refused(e.asks("textDocument/hover", `{}`), -32002)
	e.opens("untitled:1", "Not yet.")
	e.asks("initialize", `{"capabilities":{}}`)
	refused(e.asks("initialize", `{"capabilities":{}}`), -32600)
	refused(e.asks("textDocument/rename", `{}`), -32601)
	refused(e.asks("textDocument/hover", `[]`), -32602)
	refused(e.asks("workspace/executeCommand", `{"command":"afterwards.dismiss","arguments":[{"uri":"untitled:1"}]}`), -32803)
	refused(e.asks("workspace/executeCommand", `{"command":"rm"}`), -32602)
	for body, code := range map[string]int{`{"jsonrpc":`: -32700, "": -32700, `[]`: -32600, `{"id":{},"method":"shutdown"}`: -32600} {
		e.sends(body)
		refused(e.hears(), code)
	}
	e.sends(`{"jsonrpc":"2.0","id":1,"result":null}`) // an answer to nothing
	e.tells("$/cancelRequest", `{"id":1}`)
	e.tells("textDocument/didChange", `{"textDocument":{"uri":"untitled:9"},"contentChanges":[{"text":"x"}]}`)
	e.asks("shutdown", `null`)
	refused(e.asks("shutdown", `null`), -32600)
	e.tells("exit", `null`)
	if err := <-e.done; err != nil {
		t.Errorf("the server ended with %v", err)
	}

	e = start(t, `{}`, `null`)
	e.tells("exit", `null`)
	if err := <-e.done; !errors.Is(err, lsp.ErrNoShutdown) {
		t.Errorf("exit without shutdown ended with %v", err)
	}
	e = start(t, `{}`, `null`)
	e.to.Close()
	if err := <-e.done; !errors.Is(err, lsp.ErrNoShutdown) {
		t.Errorf("the end of the stream ended with %v", err)
	}
}

func TestWhatIsTooLongIsSaidAndNothingBreaks(t *testing.T) {
	e := start(t, `{}`, `{"purpose":"hurt"}`)
	e.opens("untitled:1", strings.Repeat("You never cared. ", 100_000/17+1))
	e.wants("0:0-0:0 3 length")
	e.tells("textDocument/didChange", `{"textDocument":{"uri":"untitled:1","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":15},"end":{"line":0,"character":9999999}},"text":""}]}`)
	e.wants("0:0-0:0 3 verdict", "0:0-0:15 2 blame")
	e.tells("textDocument/didChange", fmt.Sprintf(`{"textDocument":{"uri":"untitled:1","version":3},"contentChanges":[{"text":%q}]}`, strings.Repeat("x", 1<<20+1)))
	e.wants("0:0-0:0 3 length")
	// A message that is read past may have changed any document.
	e.tells("textDocument/didChange", `{"textDocument":{"uri":"untitled:1","version":4},"contentChanges":[{"text":"You never cared."}]}`)
	e.wants("0:0-0:0 3 verdict", "0:0-0:16 2 blame")
	e.tells("x", quoted(strings.Repeat("x", 5<<20)))
	if m := e.hears(); m.Error == nil || m.Error.Code != -32600 {
		t.Fatalf("heard %+v", m)
	}
	e.wants("0:0-0:0 3 length")
	e.tells("textDocument/didChange", `{"textDocument":{"uri":"untitled:1","version":5},"contentChanges":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"text":"x"}]}`)
	e.wants("0:0-0:0 3 length")
	e.opens("untitled:1", "You never cared.")
	e.wants("0:0-0:0 3 verdict", "0:0-0:16 2 blame")
	if err := e.leaves(); err != nil {
		t.Error(err)
	}
}

// TestNothingOfADraftIsRepeated: whatever the editor asks, no answer holds words
// of the draft; the settings do once the person asked for that.
func TestNothingOfADraftIsRepeated(t *testing.T) {
	dir, uri := folder(t)
	e := start(t, modern, `{"purpose":"hurt"}`)
	draft := uri + "/one.txt"
	text := "Quillfeather never cared about me. You never cared, quillfeather.\n[[ignore: quillfeather]]\nDear quillfeather, I miss you."
	e.opens(draft, text)
	e.marks()
	for line := range 3 {
		for character := range 40 {
			e.asks("textDocument/hover", fmt.Sprintf(`{"textDocument":{"uri":%q},"position":{"line":%d,"character":%d}}`, draft, line, character))
		}
		for _, a := range append(e.actions(draft, line, 1), e.actions(draft, line, 40)...) {
			if a.Command.Command != "" {
				e.asks("workspace/executeCommand", `{"command":"afterwards.dismiss","arguments":[`+string(a.Command.Arguments[0])+`]}`)
			}
		}
	}
	e.asks("quillfeather", `{"quillfeather":1}`)
	e.asks("textDocument/hover", `"quillfeather"`)
	e.sends(`{"quillfeather`)
	e.hears()
	if _, err := os.ReadFile(filepath.Join(dir, ".afterwards.yaml")); err != nil {
		t.Errorf("nothing was dismissed, so this proves little: %v", err)
	}
	if err := e.leaves(); err != nil {
		t.Error(err)
	}
	if said := e.heard.String(); strings.Contains(strings.ToLower(said), "quillfeather") {
		t.Errorf("the server repeats the draft:\n%s", said)
	}
}
