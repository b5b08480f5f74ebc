package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/letter"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// letterAgainPage reads a letter again, with a few questions about now.
type letterAgainPage struct {
	frame
	letterHead
	Parts []letter.Part
	Given answers // what was told before and is not asked again
	Asks  []asked
	More  bool // these are the questions that the first ones left open
	Sorry string
}

func (letterAgainPage) template() string { return "letter-again.html" }

// questionsAtOnce is how many further questions one page asks.
const questionsAtOnce = 8

func (s *site) letterAgainStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	kind := s.letterKind(k.Value.Kind)
	if kind == nil || k.Value.Gone() || k.Value.Seal != nil {
		return seeOther(w, r, letterPath(k.ID))
	}
	return s.showAgain(w, r, open, http.StatusOK, k, s.toldBefore(kind, &k.Value), kind.Again, false, "")
}

// toldBefore are the answers of the last reading that hold until the person says
// otherwise: not those that are asked again, nor what passes with time.
func (s *site) toldBefore(kind *knowledge.Letter, l *letter.Letter) (given answers) {
	v := s.adviser.Vocabulary()
	last := l.Reading()
	if last == nil {
		return nil
	}
	told, err := v.Read(last.Facts)
	if err != nil {
		return nil // the facts have changed since: everything is asked anew
	}
	for _, f := range v.Facts() {
		value, ok := v.Value(told, f.Name)
		if !ok || f.Passes || slices.Contains(kind.Again, f.Name) {
			continue
		}
		if a, err := readAnswer(v, f.Name, carriedValues(value)); err == nil {
			given = append(given, a)
		}
	}
	return given
}

func (s *site) showAgain(w http.ResponseWriter, r *http.Request, open *account.Open, status int, k letter.Kept, given answers, ask []string, more bool, sorry string) error {
	p := letterAgainPage{frame: s.placeFrame(r, "Letters", open), letterHead: s.head(k), Parts: k.Value.Current(), Given: given, More: more, Sorry: sorry}
	for _, name := range ask {
		if fact, ok := s.adviser.Vocabulary().Fact(name); ok {
			p.Asks = append(p.Asks, asked{
				Name: name, Ask: fact.Ask, Help: fact.Help, Set: fact.Type == knowledge.Set, Choices: choices(fact, nil), Open: choice{leftOpen, fact.Unknown, false},
			})
		}
	}
	return s.show(w, status, p)
}

// letterReread takes the answers, asks what they leave open, and notes what they
// come to.
func (s *site) letterReread(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, answersLimit)
	if err != nil {
		return err
	}
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	kind := s.letterKind(k.Value.Kind)
	if kind == nil || k.Value.Gone() || k.Value.Seal != nil {
		return seeOther(w, r, letterPath(k.ID))
	}
	v := s.adviser.Vocabulary()
	given, _ := readAnswers(v, form)
	if hour := form.Get("hour"); hour != "" && given.index(hourFact) < 0 { // the clock of the device answers
		if a, err := readAnswer(v, hourFact, []string{hour}); err == nil {
			given = given.with(a)
		}
	}
	for _, name := range form["shown"] {
		if fact, ok := v.Fact(name); ok && given.index(name) < 0 {
			given = append(given, answer{fact: fact}) // passed over is left open
		}
	}
	told := given.situation(v)
	if !form.Has("end") && !given.inCrisis() {
		if more := s.adviser.AskLetter(kind.Letter, told, given.leftOpen); len(more) > 0 {
			return s.showAgain(w, r, open, http.StatusOK, k, given, more[:min(len(more), questionsAtOnce)], true, "")
		}
	}
	earlier, err := s.toldLately(r.Context(), open) // the readings of this letter are among it
	if err != nil {
		return err
	}
	reading := s.reading(kind, told, append(earlier, given.shownBefore(v)))
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	zone := writing{Zone: form.Get("zone")}
	_, err = s.openLetters(open).Change(r.Context(), k.ID, revision, func(l *letter.Letter, now time.Time) error {
		l.Read(zone.at(now), reading)
		return nil
	})
	if errs.Is(err, errs.Conflict) {
		return s.showLetter(w, r, open, http.StatusConflict, k, "", "This letter was changed in another window. This is how it stands now.", false)
	} else if err != nil {
		return err
	}
	return seeOther(w, r, letterPath(k.ID)+"?done=read")
}
