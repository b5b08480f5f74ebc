package web

import (
	"afterwards/draft"
	"afterwards/internal/journal"
)

// inCrisis reports whether an entry speaks of the writer's own life. The
// answer goes to the page that asked and nowhere else: it is neither kept
// nor logged.
func inCrisis(e journal.Entry) bool {
	return draft.Check(draft.Unsent, e.Title+"\n\n"+e.Body).Verdict == draft.Crisis
}
