package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/letter"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
	"afterwards/situation"
)

// carriedLetter is a letter on its way to be kept, or a part of one that is.
type carriedLetter struct {
	Kind    string
	Answers []string // those of its questions, as a form carries them
	Texts   []letter.Part
	// ID and Revision name the kept letter whose part it is; ID is empty for a new one.
	ID       id.ID
	Revision int64
	Next     string // what the button asked for
}

// readCarriedLetter reads a letter from a form; nil if there is none in it.
func readCarriedLetter(form url.Values) *carriedLetter {
	if form.Get("letter-kind") == "" {
		return nil
	}
	l := &carriedLetter{Kind: form.Get("letter-kind"), Answers: form["letter-a"], Next: form.Get("letter-next")}
	l.ID, _ = id.Parse(form.Get("letter-id"))
	l.Revision, _ = strconv.ParseInt(form.Get("letter-revision"), 10, 64)
	l.Texts = textsIn(form)
	return l
}

// textsIn are the parts whose texts a form carries, by their names.
func textsIn(form url.Values) (texts []letter.Part) {
	for field, values := range form {
		if name, ok := strings.CutPrefix(field, textField); ok {
			texts = append(texts, letter.Part{Name: name, Text: values[0]})
		}
	}
	slices.SortFunc(texts, func(a, b letter.Part) int { return strings.Compare(a.Name, b.Name) })
	return texts[:min(len(texts), letter.MaxParts)]
}

// texts are the carried texts as the fields of a form.
func (l *carriedLetter) texts() url.Values {
	form := url.Values{}
	for _, p := range l.Texts {
		form.Set(textField+p.Name, p.Text)
	}
	return form
}

// openLetters is the letters of whoever is signed in.
func (s *site) openLetters(open *account.Open) *letter.Box {
	return letter.Open(open.Key, s.keeping.Records, s.keeping.Now)
}

// letterKeep keeps a letter that travelled in the form, empty or not.
func (s *site) letterKeep(w http.ResponseWriter, r *http.Request) error {
	kind := s.letterKind(r.PathValue("kind"))
	if kind == nil {
		return unknownPath(w, r)
	}
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return err
	}
	wrote := &writing{Zone: form.Get("zone"), Letter: &carriedLetter{Kind: kind.Letter, Answers: form[answerField], Next: form.Get("go")}}
	for _, p := range partsOf(kind, form) {
		if p.Text != "" {
			wrote.Letter.Texts = append(wrote.Letter.Texts, letter.Part{Name: p.Name, Text: p.Text})
		}
	}
	return s.keepOrCarry(w, r, form.Get(visitField), wrote)
}

// keepLetter keeps a carried letter, or a part of one, and returns the address of
// what comes next.
func (s *site) keepLetter(ctx context.Context, open *account.Open, wrote *writing) (address string, err error) {
	l := wrote.Letter
	if l.ID != "" {
		k, err := s.openLetters(open).Change(ctx, l.ID, l.Revision, func(kept *letter.Letter, now time.Time) error {
			return kept.Write(wrote.at(now), withTexts(kept.Current(), l.Texts))
		})
		if err != nil {
			return "", err
		}
		return letterNext(k, l.Next), nil
	}
	kind := s.letterKind(l.Kind)
	if kind == nil {
		return "", errs.New(errs.Invalid, "There is no such kind of letter. Your words are still on the page before this one.")
	}
	parts := partsOf(kind, l.texts())
	v := s.adviser.Vocabulary()
	given, _ := readAnswers(v, url.Values{answerField: l.Answers})
	fresh := letter.Letter{Kind: kind.Letter, Title: kind.Title, Purpose: kind.Purpose, Rest: kind.Waits, Unsent: len(kind.Needs) == 0}
	now := wrote.at(s.keeping.Now())
	if len(given) > 0 || len(kind.Needs) == 0 {
		earlier, err := s.toldLately(ctx, open)
		if err != nil {
			return "", err
		}
		fresh.Read(now, s.reading(kind, given.situation(v), append(earlier, given.shownBefore(v))))
	}
	k, err := s.openLetters(open).Begin(ctx, fresh, parts)
	if err != nil {
		return "", err
	}
	if letter.Join(parts) != "" {
		return letterPath(k.ID) + "?kept", nil
	}
	return letterPath(k.ID) + "/part/0", nil
}

// reading is what a situation comes to for a kind of letter.
func (s *site) reading(kind *knowledge.Letter, told situation.Situation, earlier []situation.Situation) letter.Reading {
	l, _ := s.adviser.Letter(kind.Letter, told, earlier...)
	st := s.stand(l)
	return letter.Reading{
		Knowledge: st.Knowledge, Facts: s.adviser.Vocabulary().Write(told), Verdict: st.Verdict, Title: st.Title,
		Open: st.May(), Stop: st.Stop, Crisis: st.Crisis, Says: st.Says,
	}
}

// withTexts puts texts into their parts.
func withTexts(parts, texts []letter.Part) []letter.Part {
	parts = slices.Clone(parts)
	for _, t := range texts {
		if i := slices.IndexFunc(parts, func(p letter.Part) bool { return p.Name == t.Name }); i >= 0 {
			parts[i].Text = t.Text
		}
	}
	return parts
}

func letterPath(letter id.ID) string { return "/letter/" + string(letter) }

// letterNext is where a kept part leads: "2 next" asks for the part after the
// second of those that count from zero.
func letterNext(k letter.Kept, wish string) string {
	at, wish, _ := strings.Cut(wish, " ")
	index, whole, look := where(url.Values{"part": {at}, "go": {wish}}, len(k.Value.Current()))
	path := letterPath(k.ID)
	switch {
	case whole && look:
		return path + "/look?kept#found"
	case whole:
		return path + "?kept"
	case look:
		return path + "/part/" + strconv.Itoa(index) + "?kept&look#found"
	}
	return path + "/part/" + strconv.Itoa(index) + "?kept"
}

// findLetter opens the letter that the address names.
func (s *site) findLetter(r *http.Request, open *account.Open) (letter.Kept, error) {
	found, ok := id.Parse(r.PathValue("id"))
	if !ok {
		return letter.Kept{}, notHere()
	}
	return s.openLetters(open).Find(r.Context(), found)
}

// letterPart shows a part of a kept letter to write.
func (s *site) letterPart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findLetter(r, open)
	if err != nil {
		return err
	}
	index, err := strconv.Atoi(r.PathValue("part"))
	if err != nil || index < 0 || index >= len(k.Value.Current()) {
		return notHere()
	}
	if k.Value.Seal != nil || k.Value.IsAway(s.keeping.Now()) {
		return seeOther(w, r, letterPath(k.ID))
	}
	return s.showPart(w, r, open, http.StatusOK, k, index, "", nil)
}

// showPart shows a part as it is kept, or with a text that could not be kept.
func (s *site) showPart(w http.ResponseWriter, r *http.Request, open *account.Open, status int, k letter.Kept, index int, sorry string, mine *string) error {
	l := &k.Value
	parts := l.Current()
	if mine != nil {
		parts = withTexts(parts, []letter.Part{{Name: parts[index].Name, Text: *mine}})
	}
	query := r.URL.Query()
	p := letterWritePage{
		frame: s.placeFrame(r, "Letters", open), Kind: s.kindOf(l), Action: letterPath(k.ID) + "/part/" + strconv.Itoa(index),
		Parts: steps(parts, index), Part: partWords(s.letterKind(l.Kind), parts[index]), Text: parts[index].Text, Index: index,
		Crisis: letter.InCrisis(parts), Sorry: sorry, ID: k.ID, Revision: k.Revision, For: open.Account, Saved: query.Has("kept"),
	}
	if last := l.Reading(); last != nil {
		p.May = last.Open
	}
	p.Rules = s.letterRules(p.Kind, p.May)
	if query.Has("look") && mine == nil {
		p.Found = s.lookAt(r, l.Purpose, p.Kind.Short, parts, index)
	}
	if status == http.StatusConflict {
		p.Other = &l.Current()[index].Text
	}
	return s.show(w, status, p)
}

// kindOf is the kind of a kept letter as it is known now, or what the letter
// itself says of it if it is not known any more.
func (s *site) kindOf(l *letter.Letter) *knowledge.Letter {
	if kind := s.letterKind(l.Kind); kind != nil {
		return kind
	}
	return &knowledge.Letter{Letter: l.Kind, Title: l.Title, Purpose: l.Purpose, Waits: l.Rest}
}

// partWords are the prompts of a part, as far as they are known.
func partWords(kind *knowledge.Letter, p letter.Part) knowledge.LetterPart {
	if kind != nil {
		for _, part := range kind.Parts {
			if part.Part == p.Name {
				return part
			}
		}
	}
	return knowledge.LetterPart{Part: p.Name, Title: p.Title}
}

// letterSavePart keeps a part and goes where the button says.
func (s *site) letterSavePart(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return err
	}
	of, ok := id.Parse(r.PathValue("id"))
	if !ok {
		of = id.New() // nobody's: answered like one that is not there
	}
	wrote := &writing{Zone: form.Get("zone"), Letter: &carriedLetter{Kind: form.Get("kind"), ID: of, Next: r.PathValue("part") + " " + form.Get("go")}}
	wrote.For, _ = id.Parse(form.Get("for"))
	wrote.Letter.Revision, _ = strconv.ParseInt(form.Get("revision"), 10, 64)
	wrote.Letter.Texts = textsIn(form)
	if wrote.Letter.Kind == "" {
		wrote.Letter.Kind = neverSent // only for the way through the sign-in page
	}
	return s.keepOrCarry(w, r, form.Get(visitField), wrote)
}

// letterAgain shows a letter that could not be kept, and why.
func (s *site) letterAgain(w http.ResponseWriter, r *http.Request, open *account.Open, wrote *writing, cause error) error {
	status, says := s.refused(r, cause)
	l := wrote.Letter
	if open != nil && l.ID != "" && len(l.Texts) == 1 {
		k, err := s.openLetters(open).Find(r.Context(), l.ID)
		if err == nil && !k.Value.Gone() {
			i := slices.IndexFunc(k.Value.Current(), func(p letter.Part) bool { return p.Name == l.Texts[0].Name })
			if i >= 0 {
				return s.showPart(w, r, open, status, k, i, says, &l.Texts[0].Text)
			}
		}
	}
	if errs.Is(cause, errs.NotFound) {
		return cause
	}
	kind := s.letterKind(l.Kind)
	if kind == nil {
		return cause
	}
	given, _ := readAnswers(s.adviser.Vocabulary(), url.Values{answerField: l.Answers})
	p := letterWholePage{
		frame: s.placeFrame(r, "Letters", open), Kind: kind, Path: "/letters/" + kind.Letter, Given: given,
		Parts: steps(partsOf(kind, l.texts()), -1), Standing: s.stand(s.letterFor(r, kind, given)), Sorry: says,
	}
	return s.show(w, status, p)
}
