package lsp

import "encoding/json"

// The parts of the protocol that are used, version 3.17.
type (
	incoming struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
		Params json.RawMessage `json:"params"`
	}
	response struct {
		Version string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Result  any             `json:"result"`
	}
	refusal struct {
		Version string          `json:"jsonrpc"`
		ID      json.RawMessage `json:"id"`
		Error   *rpcError       `json:"error"`
	}
	notification struct {
		Version string `json:"jsonrpc"`
		Method  string `json:"method"`
		Params  any    `json:"params"`
	}

	initializeParams struct {
		Options struct {
			Purpose string `json:"purpose"`
		} `json:"initializationOptions"`
		Capabilities struct {
			General struct {
				PositionEncodings []string `json:"positionEncodings"`
			} `json:"general"`
			TextDocument struct {
				Hover struct {
					ContentFormat []string `json:"contentFormat"`
				} `json:"hover"`
				CodeAction struct {
					Literal *struct{} `json:"codeActionLiteralSupport"`
				} `json:"codeAction"`
			} `json:"textDocument"`
		} `json:"capabilities"`
	}

	position struct {
		Line      int `json:"line"`
		Character int `json:"character"`
	}
	span struct {
		Start position `json:"start"`
		End   position `json:"end"`
	}
	document struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
		Text    string `json:"text"`
	}
	documentParams struct {
		Document document `json:"textDocument"`
		Position position `json:"position"` // hover
		Range    span     `json:"range"`    // codeAction
		Context  struct {
			Only []string `json:"only"`
		} `json:"context"` // codeAction
		Changes []struct {
			Range *span  `json:"range"`
			Text  string `json:"text"`
		} `json:"contentChanges"` // didChange
	}
	commandParams struct {
		Command   string            `json:"command"`
		Arguments []json.RawMessage `json:"arguments"`
	}

	diagnostic struct {
		Range    span   `json:"range"`
		Severity int    `json:"severity"`
		Code     string `json:"code"`
		Source   string `json:"source"`
		Message  string `json:"message"`
	}
	textEdit struct {
		Range   span   `json:"range"`
		NewText string `json:"newText"`
	}
	workspaceEdit struct {
		Changes map[string][]textEdit `json:"changes"`
	}
	command struct {
		Title     string      `json:"title"`
		Command   string      `json:"command"`
		Arguments []dismissal `json:"arguments"`
	}
	codeAction struct {
		Title   string         `json:"title"`
		Kind    string         `json:"kind"`
		Edit    *workspaceEdit `json:"edit,omitempty"`
		Command *command       `json:"command,omitempty"`
	}
	markup struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
	hover struct {
		Contents markup `json:"contents"`
		Range    span   `json:"range"`
	}

	// dismissal is the argument of the one command there is. It names a place, so
	// that no message to the editor repeats what was written.
	dismissal struct {
		URI     string `json:"uri"`
		Version int    `json:"version"`
		Act     string `json:"act"`
		Start   int    `json:"start"` // bytes of the text without marks
		Words   bool   `json:"words"` // these words, and not the act
	}
)

// rpcError is why a request got no result.
type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *rpcError) Error() string { return e.Message }

// Codes of errors and severities of diagnostics.
const (
	parseError     = -32700
	invalidRequest = -32600
	noSuchMethod   = -32601
	invalidParams  = -32602
	notInitialized = -32002
	requestFailed  = -32803

	severityError       = 1
	severityWarning     = 2
	severityInformation = 3
)
