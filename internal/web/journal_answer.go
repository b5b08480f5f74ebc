package web

import (
	"net/http"
	"strings"

	"afterwards/internal/web/httpx"
)

// keepAnswer keeps the answer of an interview as an entry, because the person
// asked for it. Nothing else ever stores an answer.
func (s *site) keepAnswer(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	given, _ := readAnswers(s.adviser.Vocabulary(), form)
	wrote := s.answerInWords(given)
	wrote.Zone = form.Get("zone")
	return s.keepOrCarry(w, r, form.Get(visitField), wrote)
}

// answerInWords is the decision that the answers lead to, as a person would
// note it for later.
func (s *site) answerInWords(given answers) *writing {
	d := s.adviser.Decide(given.situation(s.adviser.Vocabulary()))
	words := s.verdictWords(d.Verdict)
	var b strings.Builder
	b.WriteString(words.Says + "\n")
	if d.Until != "" {
		b.WriteString("\nLook again when " + d.Until + ".\n")
	}
	b.WriteString("\nWhy:\n")
	for _, why := range d.Reasons {
		if why.Verdict == d.Verdict {
			b.WriteString("- " + why.Says + "\n")
		}
	}
	if len(given) > 0 {
		b.WriteString("\nWhat I answered:\n")
	}
	for _, a := range given {
		b.WriteString("- " + a.Ask() + " " + a.Says() + "\n")
	}
	return &writing{Title: "Should I contact them? " + words.Title, Body: b.String()}
}
