package app

import (
	"afterwards/internal/archive"
	"afterwards/internal/journal"
)

// kinds is everything that an export holds. A new kind of record gets its line
// here, or exports refuse to leave it out.
var kinds = []archive.Kind{
	archive.KindOf(journal.Kind, journal.MaxEntries, journal.Entry.Check, func(e journal.Entry) archive.Page {
		return archive.Page{When: e.When, Title: e.Title, Text: e.Body}
	}),
}
