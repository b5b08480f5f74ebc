package web

import (
	"net/url"
	"strconv"
	"time"

	"afterwards/internal/id"
)

// writing is an entry on its way from the page to the journal. If the session
// has ended meanwhile it travels on through the form for signing in, as
// hidden fields, so that nothing is lost.
type writing struct {
	Title string
	Body  string
	// Answers are those of an interview whose answer is to be kept, as a form
	// carries them; then there is no text.
	Answers []string
	// Letter is a letter or a part of one; then there is no text besides.
	Letter *carriedLetter
	// Entry is the entry to change at Revision; empty for a new one.
	Entry    id.ID
	Revision int64
	// Zone is the offset from UTC of the person's clock, in minutes; empty if
	// the page had no script to say so.
	Zone string
	// For is the account whose page it was written on. What one person wrote
	// must not end up with whoever signs in next.
	For id.ID
}

// readWriting reads an entry from a form. A form without one gives nil. The
// draft page sends the same thing under the name it has there.
func readWriting(form url.Values) *writing {
	if l := readCarriedLetter(form); l != nil {
		w := &writing{Letter: l, Zone: form.Get("zone")}
		w.For, _ = id.Parse(form.Get("for"))
		return w
	}
	if given := form["keep-a"]; len(given) > 0 {
		w := &writing{Answers: given, Zone: form.Get("zone")}
		w.For, _ = id.Parse(form.Get("for"))
		return w
	}
	body := form.Get("body")
	if !form.Has("body") {
		if !form.Has("text") {
			return nil
		}
		body = form.Get("text")
	}
	w := &writing{Title: form.Get("title"), Body: body, Zone: form.Get("zone")}
	if !form.Has("new") { // the button that keeps a changed text as an entry of its own
		w.Entry, _ = id.Parse(form.Get("entry"))
	}
	w.For, _ = id.Parse(form.Get("for"))
	w.Revision, _ = strconv.ParseInt(form.Get("revision"), 10, 64)
	return w
}

// maxZone is the largest offset from UTC in use, in minutes.
const maxZone = 14 * 60

// at is t on the person's clock, as far as it is known.
func (w *writing) at(t time.Time) time.Time {
	minutes, err := strconv.Atoi(w.Zone)
	if err != nil || minutes < -maxZone || minutes > maxZone {
		return t
	}
	return t.In(time.FixedZone("", minutes*60))
}
