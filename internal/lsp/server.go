// Package lsp is a language server: it tells an editor what the sentences of a
// draft do, while they are written.
//
// It speaks the Language Server Protocol 3.17 over a pair of streams. It writes
// nothing but its answers, and one file, .afterwards.yaml, where the person asks
// to have something dismissed. Nothing of a draft is logged, and no message to
// the editor repeats words of it.
package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"

	"afterwards/draft"
)

// ErrNoShutdown says that the editor went away without a shutdown.
var ErrNoShutdown = errors.New("the editor left without saying shutdown")

// Serve answers an editor until it says exit. The error is [ErrNoShutdown] where
// it should have said shutdown first, or says why the streams cannot be used any
// more. version names the program to the editor.
func Serve(in io.Reader, out io.Writer, version string) error {
	s := &server{
		in: bufio.NewReaderSize(in, max(maxHeader, 64<<10)), out: bufio.NewWriter(out),
		version: version, documents: map[string]*open{}, stale: map[string]bool{},
	}
	for !s.exited {
		if err := s.step(); err != nil {
			return err
		}
	}
	if !s.shut {
		return ErrNoShutdown
	}
	return nil
}

// server is one editor's session.
type server struct {
	in      *bufio.Reader
	out     *bufio.Writer
	version string

	initialized, shut, exited bool

	purpose  draft.Purpose // of drafts that name none; "" for none
	bytes    bool          // positions count bytes of UTF-8, and not code units of UTF-16
	markdown bool          // hovers may be Markdown
	literals bool          // the editor takes code actions, and not only commands

	documents map[string]*open
	stale     map[string]bool // documents whose findings the editor does not have yet
}

// step reads one message and answers it.
func (s *server) step() error {
	// Findings are sent once the editor has nothing more to say, or asks
	// something, so that fast typing is read in one go.
	if s.in.Buffered() == 0 {
		if err := s.publish(); err != nil {
			return err
		}
	}
	raw, err := readMessage(s.in)
	switch {
	case errors.Is(err, errTooLong):
		return s.lose()
	case err == io.EOF && s.shut:
		s.exited = true
		return nil
	case err == io.EOF:
		return ErrNoShutdown
	case err != nil:
		return err
	}
	var m incoming
	if json.Unmarshal(raw, &m) != nil {
		code := parseError
		if json.Valid(raw) {
			code = invalidRequest
		}
		return s.refuse(nil, &rpcError{code, "this is not a message of JSON-RPC 2.0"})
	}
	switch {
	case m.Method == "": // an answer to something that was not asked
		return nil
	case m.ID == nil:
		s.notified(m)
		return nil
	case m.ID[0] == '{' || m.ID[0] == '[':
		return s.refuse(nil, &rpcError{invalidRequest, "the id of a request is a number or text"})
	}
	if err := s.publish(); err != nil {
		return err
	}
	result, err := s.request(m)
	if err != nil {
		return s.refuse(m.ID, err)
	}
	return writeMessage(s.out, response{"2.0", m.ID, result})
}

func (s *server) refuse(id json.RawMessage, err error) error {
	failed, ok := errors.AsType[*rpcError](err)
	if !ok {
		failed = &rpcError{requestFailed, err.Error()}
	}
	return writeMessage(s.out, refusal{"2.0", id, failed})
}

// lose forgets every document after a message that could not be read: it may
// have changed any of them.
func (s *server) lose() error {
	for uri, d := range s.documents {
		d.lost = true
		s.stale[uri] = true
	}
	return s.refuse(nil, &rpcError{invalidRequest, "a message was too long and was not read: close the draft and open it again"})
}

// request answers a request.
func (s *server) request(m incoming) (any, error) {
	switch {
	case m.Method == "initialize":
		return s.initialize(m.Params)
	case !s.initialized:
		return nil, &rpcError{notInitialized, "the first request is initialize"}
	case s.shut:
		return nil, &rpcError{invalidRequest, "after shutdown there is only exit"}
	}
	switch m.Method {
	case "shutdown":
		s.shut = true
		return nil, nil
	case "textDocument/hover":
		return with(m.Params, s.hover)
	case "textDocument/codeAction":
		return with(m.Params, s.codeActions)
	case "workspace/executeCommand":
		return with(m.Params, s.execute)
	}
	return nil, &rpcError{noSuchMethod, "there is no such request here"}
}

// with reads the parameters of a request for what answers it.
func with[P, R any](raw json.RawMessage, answer func(P) (R, error)) (any, error) {
	var params P
	if json.Unmarshal(raw, &params) != nil {
		return nil, &rpcError{invalidParams, "the parameters of this request cannot be read"}
	}
	return answer(params)
}

// notified takes in what the editor tells. What cannot be read is left alone:
// a notification has no answer.
func (s *server) notified(m incoming) {
	if m.Method == "exit" {
		s.exited = true
		return
	}
	var p documentParams
	if !s.initialized || s.shut || json.Unmarshal(m.Params, &p) != nil {
		return
	}
	switch m.Method {
	case "textDocument/didOpen":
		s.opened(p.Document)
	case "textDocument/didChange":
		s.changed(p)
	case "textDocument/didClose":
		s.closed(p.Document.URI)
	case "textDocument/didSave":
		s.refresh() // it may have been the settings
	}
}

func (s *server) initialize(raw json.RawMessage) (any, error) {
	if s.initialized {
		return nil, &rpcError{invalidRequest, "initialize was said before"}
	}
	var p initializeParams
	if json.Unmarshal(raw, &p) != nil {
		return nil, &rpcError{invalidParams, "the parameters of initialize cannot be read"}
	}
	if name := p.Options.Purpose; name != "" {
		purpose, err := draft.ParsePurpose(name)
		if err != nil {
			return nil, &rpcError{invalidParams, "initializationOptions: " + err.Error()}
		}
		s.purpose = purpose
	}
	s.initialized = true
	s.bytes = slices.Contains(p.Capabilities.General.PositionEncodings, "utf-8")
	s.markdown = slices.Contains(p.Capabilities.TextDocument.Hover.ContentFormat, "markdown")
	s.literals = p.Capabilities.TextDocument.CodeAction.Literal != nil
	encoding := "utf-16"
	if s.bytes {
		encoding = "utf-8"
	}
	var actions any = true
	if s.literals {
		actions = map[string]any{"codeActionKinds": []string{quickFix}}
	}
	return map[string]any{
		"serverInfo": map[string]string{"name": "afterwards", "version": s.version},
		"capabilities": map[string]any{
			"positionEncoding":       encoding,
			"textDocumentSync":       map[string]any{"openClose": true, "change": 2, "save": map[string]bool{"includeText": false}},
			"hoverProvider":          true,
			"codeActionProvider":     actions,
			"executeCommandProvider": map[string]any{"commands": []string{dismissCommand}},
		},
	}, nil
}

// publish sends the findings that the editor does not have yet.
func (s *server) publish() error {
	for _, uri := range slices.Sorted(maps.Keys(s.stale)) {
		params := map[string]any{"uri": uri, "diagnostics": []diagnostic{}}
		if d := s.documents[uri]; d != nil {
			params["version"], params["diagnostics"] = d.version, s.diagnose(d)
		}
		if err := writeMessage(s.out, notification{"2.0", "textDocument/publishDiagnostics", params}); err != nil {
			return err
		}
	}
	clear(s.stale)
	return nil
}
