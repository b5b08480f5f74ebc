package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"

	"afterwards/internal/web/ui"
)

// page is what one template shows. The name of the template file belongs to
// the type, so that a page cannot be shown with another page's template.
type page interface{ template() string }

// frame is the part of a page that surrounds it. Every page embeds one.
type frame struct {
	// Title stands in the browser's history, so it says little.
	Title string
	// Visit is the number of this browser's visit; see visit.go.
	Visit string
	// In says that somebody is signed in, and may go around their place.
	In bool
}

func (s *site) frame(r *http.Request, title string) frame {
	return frame{Title: title, Visit: s.visit(r)}
}

// views are the templates by their file names.
type views map[string]*template.Template

// pages is every page there is: what is parsed at start and checked in tests.
var pages = []page{
	homePage{}, todayPage{}, decidePage{}, questionPage{}, decisionPage{}, checkPage{}, guidesPage{}, guidePage{}, exercisesPage{}, exercisePage{}, sourcesPage{}, sourcePage{},
	lettersPage{}, letterKindPage{}, letterReadyPage{}, letterWritePage{}, letterWholePage{}, letterSheetPage{}, letterGoPage{}, replyPage{}, helpPage{}, aboutPage{}, offlinePage{}, errorPage{},
	scalesPage{}, scalePage{}, scaleDonePage{}, safetyPage{}, checkinsPage{}, progressPage{}, planPage{}, programmesPage{}, programmePage{}, programmeStepPage{}, programmeSheetPage{},
	boundariesPage{}, boundaryNewPage{}, boundaryPage{}, boundaryNowPage{}, contactsPage{}, urgePage{}, urgePatternsPage{}, remindersPage{}, paperPage{},
	newPlacePage{}, signInPage{}, noticePage{}, codePage{}, confirmPage{}, newCodePage{}, passphrasePage{},
	placePage{}, unmarkedPage{}, exportPage{}, importPage{}, deletePlacePage{}, deletedPage{},
	journalPage{}, decisionsPage{}, keptDecisionPage{}, doneExercisesPage{}, entryPage{}, writePage{}, deleteEntryPage{}, searchPage{},
	keptLettersPage{}, ledgerPage{}, letterPage{}, letterAwayPage{}, letterAgainPage{}, letterSealPage{}, letterTakePage{}, letterVersionsPage{},
}

// parseViews parses every page. With keeping, the layout leads to the journal.
func parseViews(assets map[string]ui.Asset, keeping bool) (views, error) {
	layout, err := template.New("layout.html").Funcs(template.FuncMap{
		"asset": func(name string) (string, error) {
			a, ok := assets[name]
			if !ok {
				return "", fmt.Errorf("there is no static file %q", name)
			}
			return a.URL, nil
		},
		"keeping": func() bool { return keeping },
		"inc":     func(n int) int { return n + 1 },
	}).ParseFS(ui.Templates(), "layout.html", "parts.html", "keeping-parts.html", "letter-parts.html", "dial.html", "sheet-parts.html")
	if err != nil {
		return nil, fmt.Errorf("web: parse the layout: %w", err)
	}
	all := views{}
	for _, p := range pages {
		t, err := layout.Clone()
		if err == nil {
			t, err = t.ParseFS(ui.Templates(), p.template())
		}
		if err != nil {
			return nil, fmt.Errorf("web: parse the page %s: %w", p.template(), err)
		}
		all[p.template()] = t
	}
	return all, nil
}

// show answers with a page. It writes nothing if the page cannot be made.
func (s *site) show(w http.ResponseWriter, status int, p page) error {
	t, ok := s.views[p.template()]
	if !ok {
		return fmt.Errorf("web: the page %s is not in the list of pages", p.template())
	}
	var body bytes.Buffer
	if err := t.Execute(&body, p); err != nil {
		return fmt.Errorf("web: make the page %s: %w", p.template(), err)
	}
	return writeHTML(w, status, &body)
}

func writeHTML(w http.ResponseWriter, status int, body *bytes.Buffer) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	// A failed write means that nobody is listening any more.
	_, _ = body.WriteTo(w)
	return nil
}
