package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/letter"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// letterPage is a kept letter: where it stands, its words, and what can be done.
type letterPage struct {
	frame
	letterHead
	Kept  bool // something was kept a moment ago
	Done  string
	Parts []letter.Part
	// Where it stands.
	Writing   bool
	MayEnd    bool // it may be taken out before its hour
	MayUnseal bool
	Taken     bool // it was taken along, and may still be read for that
	Bars      []barLine
	Reading   *letter.Reading
	ReadAt    string
	Endings   []string
	Versions  int
	Aftercare []string
	// Looking back.
	Back  string
	Views []choice
	Rated []ratedLine
	Sorry string
	Note  string
	Found *letterFound
}

func (letterPage) template() string { return "letter.html" }

// letterHead is what every page of a kept letter knows.
type letterHead struct {
	ID       id.ID
	Revision int64
	Letter   *letter.Letter
	Kind     *knowledge.Letter
	Path     string
	Crisis   bool // something just kept speaks of the writer's own life
	Away     string
	Sealed   string
}

// Status says in a few words where the letter stands.
func (h letterHead) Status() string {
	switch l := h.Letter; {
	case l.Gone():
		return "Let go"
	case h.Sealed != "":
		return "Sealed until " + h.Sealed
	case h.Away != "":
		return "Put away until " + h.Away
	case l.Ending() != nil:
		return endingTitle(l.Ending().What)
	case !l.Finished.IsZero():
		return "Finished, not ended"
	}
	return "Being written"
}

func (s *site) head(k letter.Kept) letterHead {
	h := letterHead{ID: k.ID, Revision: k.Revision, Letter: &k.Value, Kind: s.kindOf(&k.Value), Path: letterPath(k.ID)}
	if k.Value.IsAway(s.keeping.Now()) {
		h.Away = momentWords(k.Value.Away.Until)
	}
	if k.Value.Seal != nil {
		h.Sealed = dateWords(k.Value.Seal.Until)
	}
	return h
}

func dateWords(t time.Time) string { return t.Format("Monday 2 January 2006") }

// endingTitles say how a letter ended.
var endingTitles = map[letter.What]string{
	letter.KeptHere: "Kept here",
	letter.Released: "Let go",
	letter.Taken:    "Taken along",
	letter.Sent:     "Sent, by your own word",
	letter.Shared:   "Printed for somebody to read",
}

func endingTitle(w letter.What) string { return endingTitles[w] }

// letterViews say how a letter may look later.
var letterViews = map[letter.View]string{
	letter.Glad:   "I am glad that it went this way",
	letter.Mixed:  "Partly glad, partly not",
	letter.Regret: "I regret it",
	letter.Unsure: "I can't tell yet",
}

type ratedLine struct{ Says, When, Note string }

// barLine is one thing that stands against taking a letter along, with what can
// be done about it, if anything.
type barLine struct{ Says, Link, To string }

// barLines put what stands against taking a letter along into words. Beside what
// nothing outvotes the rest is left out: it would read as a list of things to do.
func (s *site) barLines(k letter.Kept, bars []letter.Bar) (lines []barLine) {
	grave := false
	for _, b := range bars {
		switch b.Why {
		case letter.Crisis, letter.Stop:
			grave = true
		default:
			if grave {
				continue
			}
		}
		lines = append(lines, s.barWords(k, b))
	}
	return lines
}

// barWords put a bar into words.
func (s *site) barWords(k letter.Kept, b letter.Bar) barLine {
	path := letterPath(k.ID)
	until := ""
	if !b.Until.IsZero() {
		until = momentWords(b.Until)
	}
	switch b.Why {
	case letter.Crisis:
		return barLine{"Something you wrote or told may be about not wanting to live. That comes first. Until " + until + " no letter leaves this place.", "Find somebody to talk to", "/help"}
	case letter.Stop:
		return barLine{"What you told says: leave it, by any way. Time alone does not change that. The words are yours, and they can stay here.", "", ""}
	case letter.Never:
		return barLine{"This kind is never sent. That is what makes it free.", "", ""}
	case letter.LetGo:
		return barLine{"It was let go.", "", ""}
	case letter.Sealed:
		return barLine{"It is sealed until " + until + ".", "", ""}
	case letter.PutAwayUntil:
		return barLine{"It is put away until " + until + ".", "", ""}
	case letter.Threat:
		return barLine{"Some of its words could frighten the other person, go past a limit, or speak of your own life. Such a letter stays here.", "See which words", path + "/look"}
	case letter.Closed:
		return barLine{"By what you told, no form of contact for such a letter is open, or something is still unanswered.", "Read it again, with the questions", path + "/again"}
	case letter.Unfinished:
		return barLine{"You have not said that it is finished.", "", ""}
	case letter.Resting:
		return barLine{"It rests until " + until + ". What is still true then was not only the moment.", "", ""}
	case letter.Unread:
		return barLine{"You have not read it again within the last day and since it was put away, and told how you are now.", "Read it again", path + "/again"}
	case letter.Unanswered:
		return barLine{"You have not chosen the day after which no reply is an answer.", "Choose it", path + "/take"}
	}
	return barLine{}
}

func (s *site) letter(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	return s.showLetter(w, r, open, http.StatusOK, k, "", "", false)
}

// letterLook is the letter with what its words do.
func (s *site) letterLook(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	return s.showLetter(w, r, open, http.StatusOK, k, "", "", true)
}

func (s *site) showLetter(w http.ResponseWriter, r *http.Request, open *account.Open, status int, k letter.Kept, note, sorry string, look bool) error {
	l, now := &k.Value, s.keeping.Now()
	p := letterPage{
		frame: s.placeFrame(r, "Letters", open), letterHead: s.head(k),
		Kept: r.URL.Query().Has("kept"), Done: letterDone[r.URL.Query().Get("done")], Sorry: sorry, Note: note,
		MayEnd: l.MayTakeOut(now), MayUnseal: l.Seal != nil && !now.Before(l.Seal.Until),
		Reading: l.Reading(), Versions: len(l.Versions), Aftercare: s.kindOf(l).Aftercare,
	}
	if l.Seal == nil {
		p.Parts = l.Current()
		p.Crisis = (p.Kept || look) && letter.InCrisis(p.Parts)
	}
	p.Writing = l.Seal == nil && !l.Gone() && p.Away == ""
	if p.Reading != nil {
		p.ReadAt = momentWords(p.Reading.When)
	}
	if look && len(p.Parts) > 0 && l.Text() != "" {
		p.Found = s.lookAt(r, l.Purpose, p.Kind.Short, p.Parts, -1)
	}
	if !l.Unsent && !l.Gone() {
		p.Bars = s.barLines(k, l.Bars(now))
		p.Taken = len(p.Bars) == 0 && l.Ending() != nil && l.Ending().What == letter.Taken
	}
	for _, e := range l.Endings {
		p.Endings = append(p.Endings, endingTitle(e.What)+", "+dateWords(e.When))
	}
	if e := l.Ending(); e != nil {
		p.Back = agoWords(now.Sub(e.When))
		for _, v := range letter.Views {
			p.Views = append(p.Views, choice{string(v), letterViews[v], false})
		}
	}
	for _, rated := range l.Ratings {
		p.Rated = append(p.Rated, ratedLine{letterViews[rated.View], dateWords(rated.When), rated.Note})
	}
	return s.show(w, status, p)
}

// letterDone answers what was done before the page, by a word of ours.
var letterDone = map[string]string{
	"finished": "It is finished. You can put it away now, and read it again later.",
	"away":     "It is put away.",
	"ended":    "It is no longer put away.",
	"read":     "You have read it again.",
	"sealed":   "It is sealed.",
	"unsealed": "It is open again.",
	"ended-as": "That is noted.",
	"rated":    "That is kept.",
}

// takeStep takes a step with the letter of the address, at the revision in the
// form. A step that is refused is answered with the letter and the reason.
func (s *site) takeStep(w http.ResponseWriter, r *http.Request, open *account.Open, then string, step letterStep) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	zone := writing{Zone: form.Get("zone")}
	_, err = s.openLetters(open).Change(r.Context(), k.ID, revision, func(l *letter.Letter, now time.Time) error {
		return step(l, zone.at(now), form)
	})
	if err != nil {
		status, says := s.refused(r, err)
		if errs.Is(err, errs.Conflict) {
			says = "This letter was changed in another window. This is how it stands now."
		}
		return s.showLetter(w, r, open, status, k, form.Get("note"), says, false)
	}
	return seeOther(w, r, letterPath(k.ID)+then)
}

// letterStep is one step of a letter, with what the form says about it.
type letterStep func(l *letter.Letter, now time.Time, form url.Values) error
