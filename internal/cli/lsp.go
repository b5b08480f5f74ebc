package cli

import (
	"fmt"

	"afterwards/internal/lsp"
)

func lspCommand() command {
	return command{
		name: "lsp",
		says: "Serve an editor: marks in a draft while you write it, with reasons and ways to dismiss them.",
		more: `A language server over standard input and output. Tell your editor to start it for
plain text or Markdown; docs/editors.md has examples. What a draft is for is read from its
first line, purpose: P, from .afterwards.yaml beside or above it (see afterwards check
--help), or from the editor: initializationOptions {"purpose": "P"}.

Nothing is sent anywhere and nothing is logged. Ends with 0 after shutdown and exit, with
2 if the editor left without.`,
		options: []option{{name: "stdio", says: "What editors say to ask for standard input and output. There is nothing else."}},
		run:     serveEditor,
	}
}

// serveEditor answers an editor until it leaves.
func serveEditor(s *session) error {
	if err := lsp.Serve(s.In, s.Env.Out, buildVersion()); err != nil {
		return fmt.Errorf("the editor is not served any more: %w", err)
	}
	return nil
}
