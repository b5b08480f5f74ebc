package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"afterwards/internal/account"
	"afterwards/internal/id"
	"afterwards/internal/journal"
)

// journalPage lists entries, the latest first.
type journalPage struct {
	frame
	Days  []dayOfEntries
	Older int64 // where the next page begins; zero on the last
	Later bool  // this is not the first page
	Done  string
}

func (journalPage) template() string { return "journal.html" }

// dayOfEntries are the entries of one day.
type dayOfEntries struct {
	Day     string
	Entries []line
}

// line is an entry in a list.
type line struct {
	ID    id.ID
	Title string // may be empty
	Hour  string
	Start string // how it begins
}

// Name is the title, or how the entry begins.
func (l line) Name() string {
	if l.Title != "" {
		return l.Title
	}
	return l.Start
}

// entriesPerPage is what a person can look over at once.
const entriesPerPage = 50

// openJournal is the journal of whoever is signed in.
func (s *site) openJournal(open *account.Open) *journal.Journal {
	return journal.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

func (s *site) journal(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	page, err := s.openJournal(open).List(r.Context(), max(before, 0), entriesPerPage)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, journalPage{
		frame: s.placeFrame(r, "Journal", open),
		Days:  byDay(page.Entries, s.keeping.Now()), Older: page.Next, Later: before > 0,
		Done: doneWords[r.URL.Query().Get("done")],
	})
}

// byDay groups entries by the day on the clock of whoever wrote them.
func byDay(entries []journal.Kept, now time.Time) []dayOfEntries {
	var days []dayOfEntries
	for _, e := range entries {
		day := dayWords(e.Value.When, now)
		if len(days) == 0 || days[len(days)-1].Day != day {
			days = append(days, dayOfEntries{Day: day})
		}
		last := &days[len(days)-1]
		last.Entries = append(last.Entries, entryLine(e))
	}
	return days
}

const (
	startLength = 180      // characters of an entry that a list shows
	startWithin = 16 * 180 // bytes of it that are looked at for that
)

func entryLine(e journal.Kept) line {
	start := e.Value.Body
	if len(start) > startWithin {
		start = strings.ToValidUTF8(start[:startWithin], "")
	}
	return line{
		ID: e.ID, Title: e.Value.Title, Hour: e.Value.When.Format("15:04"),
		Start: shorten(strings.Join(strings.Fields(start), " "), startLength),
	}
}

// shorten cuts text after a word, to at most n characters and an ellipsis.
func shorten(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	cut := string([]rune(text)[:n])
	if space := strings.LastIndexFunc(cut, unicode.IsSpace); space > len(cut)/2 {
		cut = cut[:space]
	}
	return strings.TrimRightFunc(cut, unicode.IsSpace) + "…"
}

// dayWords names the day of t as seen from now.
func dayWords(t, now time.Time) string {
	now = now.In(t.Location())
	switch day := t.Format(time.DateOnly); day {
	case now.Format(time.DateOnly):
		return "Today"
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return "Yesterday"
	}
	return t.Format("Monday 2 January 2006")
}

// momentWords says when an entry was written.
func momentWords(t time.Time) string { return t.Format("Monday 2 January 2006, 15:04") }

// entryPage is one entry to read.
type entryPage struct {
	frame
	ID     id.ID
	Title  string
	Body   string
	Moment string
	Kept   bool // it was kept a moment ago
	Crisis bool // it was, and speaks of the writer's own life
}

func (entryPage) template() string { return "entry.html" }

// keptAddress is where the browser goes once an entry is kept.
func keptAddress(entry id.ID) string { return "/entry/" + string(entry) + "?kept" }

func (s *site) entry(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	found, err := s.findEntry(r, open)
	if err != nil {
		return err
	}
	kept := r.URL.Query().Has("kept")
	return s.show(w, http.StatusOK, entryPage{
		frame: s.placeFrame(r, "Journal", open), ID: found.ID, Title: found.Value.Title, Body: found.Value.Body,
		Moment: momentWords(found.Value.When),
		Kept:   kept, Crisis: kept && inCrisis(found.Value),
	})
}

// findEntry opens the entry that the address names.
func (s *site) findEntry(r *http.Request, open *account.Open) (journal.Kept, error) {
	entry, ok := id.Parse(r.PathValue("id"))
	if !ok {
		return journal.Kept{}, notHere()
	}
	return s.openJournal(open).Find(r.Context(), entry)
}
