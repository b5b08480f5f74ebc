package web

import (
	"afterwards/draft"
	"afterwards/internal/journal"
)

// inCrisis reports whether an entry speaks of the writer's own life. The
// answer goes to the page that asked and nowhere else: it is neither kept
// nor logged.
func inCrisis(e journal.Entry) bool {
	return speaksOfDying(e.Title + "\n\n" + e.Body)
}

// speaksOfDying reports whether words may be about the writer's own life.
func speaksOfDying(text string) bool {
	return text != "" && draft.Check(draft.Unsent, text).Verdict == draft.Crisis
}
