package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/letter"
	"afterwards/internal/web/httpx"
)

// The steps of a kept letter. Those that need no page of their own first.

func (s *site) letterFinish(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "?done=finished", func(l *letter.Letter, now time.Time, _ url.Values) error { return l.Finish(now) })
}

func (s *site) letterUnseal(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "?done=unsealed", func(l *letter.Letter, now time.Time, _ url.Values) error { return l.Unseal(now) })
}

func (s *site) letterStay(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "?done=ended-as", func(l *letter.Letter, now time.Time, _ url.Values) error { return l.Keep(now) })
}

func (s *site) letterSent(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "?done=ended-as", func(l *letter.Letter, now time.Time, _ url.Values) error { return l.Send(now) })
}

func (s *site) letterRate(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "?done=rated", func(l *letter.Letter, now time.Time, form url.Values) error {
		return l.Rate(now, letter.View(form.Get("view")), form.Get("note"))
	})
}

// letterAwayPage puts a letter away.
type letterAwayPage struct {
	frame
	letterHead
	End    bool   // the page asks whether to take it out before its hour
	MayEnd bool   // it may be
	Reason string // given when it was put away
}

func (letterAwayPage) template() string { return "letter-away.html" }

func (s *site) letterAwayStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.showAway(w, r, open, false)
}

func (s *site) letterTakeOutStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.showAway(w, r, open, true)
}

func (s *site) showAway(w http.ResponseWriter, r *http.Request, open *account.Open, end bool) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	p := letterAwayPage{frame: s.placeFrame(r, "Letters", open), letterHead: s.head(k), End: end, MayEnd: k.Value.MayTakeOut(s.keeping.Now())}
	if k.Value.Gone() || end && p.Away == "" {
		return seeOther(w, r, p.Path)
	}
	if k.Value.Away != nil {
		p.Reason = k.Value.Away.Reason
	}
	return s.show(w, http.StatusOK, p)
}

func (s *site) letterPutAway(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "?done=away", func(l *letter.Letter, now time.Time, form url.Values) error {
		until := now
		if hours, err := strconv.Atoi(form.Get("rest")); err == nil && hours > 0 && hours <= 24*366 {
			until = now.Add(time.Duration(hours) * time.Hour)
		} else if until, err = chosen(now, form.Get("day"), form.Get("hour")); err != nil {
			return err
		}
		return l.PutAway(now, until, strings.TrimSpace(form.Get("reason")))
	})
}

func (s *site) letterTakeOut(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "?done=ended", func(l *letter.Letter, now time.Time, _ url.Values) error { return l.TakeOut(now) })
}

// chosen reads a day and an hour on the clock of now. Without an hour it is noon.
func chosen(now time.Time, day, hour string) (time.Time, error) {
	if hour == "" {
		hour = "12:00"
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" "+hour, now.Location())
	if err != nil {
		return time.Time{}, errs.New(errs.Invalid, "Choose a day and an hour, such as 2026-03-14 and 18:00.")
	}
	return t, nil
}

// letterSealPage seals a letter.
type letterSealPage struct {
	frame
	letterHead
}

func (letterSealPage) template() string { return "letter-seal.html" }

func (s *site) letterSealStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	if k.Value.Gone() {
		return seeOther(w, r, letterPath(k.ID))
	}
	return s.show(w, http.StatusOK, letterSealPage{s.placeFrame(r, "Letters", open), s.head(k)})
}

func (s *site) letterSeal(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "?done=sealed", func(l *letter.Letter, now time.Time, form url.Values) error {
		until, err := chosen(now, form.Get("day"), "00:00")
		if err != nil {
			return errs.New(errs.Invalid, "Choose a day, such as 2026-03-14.")
		}
		return l.SealUntil(now, until)
	})
}

// letterGoPage is the page before a letter is let go, and after.
type letterGoPage struct {
	frame
	Path     string // of the kept letter; empty for one that was in the form
	Revision int64
	Title    string
	Parts    []letter.Part // before: all of it
	Sealed   bool
	Gone     bool
	Last     string // after: its last words, shown once
}

func (letterGoPage) template() string { return "letter-go.html" }

func (s *site) letterGoStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	if k.Value.Gone() {
		return seeOther(w, r, letterPath(k.ID))
	}
	p := letterGoPage{frame: s.placeFrame(r, "Letters", open), Path: letterPath(k.ID), Revision: k.Revision, Title: k.Value.Title, Sealed: k.Value.Seal != nil}
	if !p.Sealed {
		p.Parts = k.Value.Current()
	}
	return s.show(w, http.StatusOK, p)
}

// letterGo deletes the words, and shows the last of them once.
func (s *site) letterGo(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	last := ""
	if k.Value.Seal == nil {
		last = lastWords(k.Value.Current())
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	_, err = s.openLetters(open).Change(r.Context(), k.ID, revision, func(l *letter.Letter, now time.Time) error { return l.Release(now) })
	if err != nil {
		status, says := s.refused(r, err)
		return s.showLetter(w, r, open, status, k, "", says, false)
	}
	return s.show(w, http.StatusOK, letterGoPage{frame: s.placeFrame(r, "Letters", open), Path: letterPath(k.ID), Title: k.Value.Title, Gone: true, Last: last})
}

// letterGoUnkept lets a letter go that was never kept: it ends with the page.
func (s *site) letterGoUnkept(w http.ResponseWriter, r *http.Request) error {
	kind, form, err := s.letterForm(w, r)
	if err != nil {
		return err
	}
	return s.show(w, http.StatusOK, letterGoPage{frame: s.frame(r, "Letters"), Title: kind.Title, Gone: true, Last: lastWords(partsOf(kind, form))})
}

// lastWords are the last paragraph of a letter.
func lastWords(parts []letter.Part) string {
	text := letter.Join(parts)
	return text[strings.LastIndex(text, "\n")+1:]
}

// letterTakePage is a letter to be sent by hand, elsewhere, or why it is not.
type letterTakePage struct {
	frame
	letterHead
	Bars   []barLine
	Closed bool // nothing told leaves it open, so there is no reply to wait for
	Answer bool // the day after which no reply is an answer is still to be chosen
	Await  string
	Taken  bool
	Text   string
	Rows   int
	Sorry  string
}

func (letterTakePage) template() string { return "letter-take.html" }

func (s *site) letterTakeStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	return s.showTake(w, r, open, http.StatusOK, k, "")
}

func (s *site) showTake(w http.ResponseWriter, r *http.Request, open *account.Open, status int, k letter.Kept, sorry string) error {
	l := &k.Value
	p := letterTakePage{frame: s.placeFrame(r, "Letters", open), letterHead: s.head(k), Sorry: sorry}
	if l.Gone() || l.Unsent {
		return seeOther(w, r, p.Path)
	}
	p.Bars = s.barLines(k, slices.DeleteFunc(l.Bars(s.keeping.Now()), func(b letter.Bar) bool {
		return b.Why == letter.Unanswered // it is chosen on this page
	}))
	p.Closed = l.Reading() == nil || !l.Reading().Open || l.StopStands(s.keeping.Now())
	switch a := l.Answer; {
	case a == nil:
		p.Answer = true
	case a.None:
		p.Await = "You await no answer."
	default:
		p.Await = "After " + dateWords(a.Day) + " no reply is an answer."
	}
	if len(p.Bars) == 0 && !p.Answer && l.Ending() != nil && l.Ending().What == letter.Taken {
		p.Taken, p.Text = true, l.Text()
		p.Rows = min(4+strings.Count(p.Text, "\n")+len(p.Text)/40, 30)
	}
	return s.show(w, status, p)
}

func (s *site) letterTake(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "/take", func(l *letter.Letter, now time.Time, _ url.Values) error { return l.Take(now) })
}

// letterAwait sets the day after which no reply is an answer.
func (s *site) letterAwait(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.takeStep(w, r, open, "/take", func(l *letter.Letter, now time.Time, form url.Values) error {
		if form.Get("await") == "none" {
			return l.Await(now, letter.Answer{None: true})
		}
		if days, err := strconv.Atoi(form.Get("await")); err == nil && days > 0 && days <= 366 {
			return l.Await(now, letter.Answer{Day: now.AddDate(0, 0, days)})
		}
		day, err := chosen(now, form.Get("day"), "23:59")
		if err != nil {
			return errs.New(errs.Invalid, "Choose a day, such as 2026-03-14.")
		}
		return l.Await(now, letter.Answer{Day: day})
	})
}

// letterSheetPage is a letter to print for somebody to read, without names.
type letterSheetPage struct {
	frame
	Title    string
	Path     string // where the form goes
	Back     string // the kept letter; empty for one in the form
	Given    answers
	Parts    []letter.Part
	Names    string
	Ready    bool // the sheet itself, and not the question for names
	Fields   []letter.Part
	Revision int64
}

func (letterSheetPage) template() string { return "letter-sheet.html" }

func (s *site) letterShareStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	if k.Value.Gone() || k.Value.Seal != nil {
		return seeOther(w, r, letterPath(k.ID))
	}
	return s.show(w, http.StatusOK, letterSheetPage{
		frame: s.placeFrame(r, "Letters", open), Title: k.Value.Title, Path: letterPath(k.ID) + "/share", Back: letterPath(k.ID), Revision: k.Revision,
	})
}

func (s *site) letterShare(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	parts := k.Value.Current()
	_, err = s.openLetters(open).Change(r.Context(), k.ID, revision, func(l *letter.Letter, now time.Time) error { return l.Share(now) })
	if err != nil {
		status, says := s.refused(r, err)
		return s.showLetter(w, r, open, status, k, "", says, false)
	}
	return s.show(w, http.StatusOK, letterSheetPage{
		frame: s.placeFrame(r, "Letters", open), Title: k.Value.Title, Back: letterPath(k.ID), Parts: withoutNames(parts, form.Get("names")), Ready: true,
	})
}

// letterSheet makes the sheet of a letter that is not kept.
func (s *site) letterSheet(w http.ResponseWriter, r *http.Request) error {
	kind, form, err := s.letterForm(w, r)
	if err != nil {
		return err
	}
	p := letterSheetPage{frame: s.frame(r, "Letters"), Title: kind.Title, Path: "/letters/" + kind.Letter + "/sheet", Fields: partsOf(kind, form)}
	p.Given, _ = readAnswers(s.adviser.Vocabulary(), form)
	if form.Has("names") {
		p.Ready, p.Parts = true, withoutNames(p.Fields, form.Get("names"))
	}
	return s.show(w, http.StatusOK, p)
}

// hiddenName stands in the place of a name.
const hiddenName = "[name]"

// withoutNames hides each word of names wherever it stands as a word.
func withoutNames(parts []letter.Part, names string) []letter.Part {
	hidden := map[string]bool{}
	for _, word := range words(names) {
		hidden[strings.ToLower(word)] = true
	}
	out := make([]letter.Part, len(parts))
	for i, p := range parts {
		out[i] = p
		out[i].Text = replaceWords(p.Text, func(word string) string {
			if hidden[strings.ToLower(word)] {
				return hiddenName
			}
			return word
		})
	}
	return out
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) })
}

// replaceWords passes every run of letters and figures through change.
func replaceWords(text string, change func(string) string) string {
	var b strings.Builder
	for text != "" {
		n := strings.IndexFunc(text, isWord)
		if n < 0 {
			n = len(text)
		}
		b.WriteString(text[:n])
		text = text[n:]
		n = strings.IndexFunc(text, func(r rune) bool { return !isWord(r) })
		if n < 0 {
			n = len(text)
		}
		b.WriteString(change(text[:n]))
		text = text[n:]
	}
	return b.String()
}

// letterVersionsPage lists the versions of a letter, or shows one.
type letterVersionsPage struct {
	frame
	letterHead
	Versions []versionLine
	Parts    []letter.Part
	Moment   string
	Number   int
}

func (letterVersionsPage) template() string { return "letter-versions.html" }

type versionLine struct {
	Number int
	Moment string
	Start  string
}

func (s *site) letterVersions(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	p := letterVersionsPage{frame: s.placeFrame(r, "Letters", open), letterHead: s.head(k)}
	if k.Value.Seal != nil {
		return seeOther(w, r, p.Path)
	}
	for i, v := range k.Value.Versions {
		start := shorten(strings.Join(strings.Fields(letter.Join(v.Parts)), " "), startLength)
		p.Versions = append([]versionLine{{i + 1, momentWords(v.When), start}}, p.Versions...)
	}
	return s.show(w, http.StatusOK, p)
}

func (s *site) letterVersion(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("number"))
	if err != nil || n < 1 || n > len(k.Value.Versions) || k.Value.Seal != nil {
		return notHere()
	}
	v := k.Value.Versions[n-1]
	return s.show(w, http.StatusOK, letterVersionsPage{
		frame: s.placeFrame(r, "Letters", open), letterHead: s.head(k), Parts: v.Parts, Moment: momentWords(v.When), Number: n,
	})
}

// letterDelete removes all that is known of a letter.
func (s *site) letterDelete(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err := s.openLetters(open).Delete(r.Context(), k.ID, revision); err != nil {
		return err
	}
	return seeOther(w, r, "/kept-letters?done=deleted-letter")
}
