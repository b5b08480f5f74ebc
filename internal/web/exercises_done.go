package web

import (
	"net/http"
	"strconv"

	"afterwards/internal/account"
	"afterwards/internal/id"
)

// doneExercisesPage lists what somebody did, the latest first, with their own
// numbers.
type doneExercisesPage struct {
	frame
	Done      []doneLine
	Older     int64
	DoneWords string
}

func (doneExercisesPage) template() string { return "exercises-done.html" }

type doneLine struct {
	ID                 id.ID
	Revision           int64
	Path, Title        string // the path is empty if the exercise is not offered any more
	Moment             string
	Ask, Before, After string
}

func (s *site) doneExercises(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	kept, err := s.openExercises(open).List(r.Context(), max(before, 0), entriesPerPage+1)
	if err != nil {
		return err
	}
	p := doneExercisesPage{frame: s.placeFrame(r, "Exercises", open), DoneWords: doneWords[r.URL.Query().Get("done")]}
	if len(kept) > entriesPerPage {
		kept = kept[:entriesPerPage]
		p.Older = kept[entriesPerPage-1].Place
	}
	for _, k := range kept {
		line := doneLine{ID: k.ID, Revision: k.Revision, Title: k.Value.Title, Moment: momentWords(k.Value.When), Ask: k.Value.Ask}
		if _, ok := s.adviser.Exercise(k.Value.Exercise, s.adviser.Vocabulary().Unknown()); ok {
			line.Path = "/exercises/" + k.Value.Exercise
		}
		if n := k.Value.Before; n != nil {
			line.Before = strconv.Itoa(*n)
		}
		if n := k.Value.After; n != nil {
			line.After = strconv.Itoa(*n)
		}
		p.Done = append(p.Done, line)
	}
	return s.show(w, http.StatusOK, p)
}

func (s *site) deleteDone(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	done, revision, err := shownRecord(w, r)
	if err != nil {
		return err
	}
	if err := s.openExercises(open).Delete(r.Context(), done, revision); err != nil {
		return err
	}
	return seeOther(w, r, "/place/exercises?done=deleted-exercise")
}
