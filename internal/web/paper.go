package web

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"afterwards/internal/account"
	"afterwards/internal/checkin"
	"afterwards/internal/journal"
	"afterwards/internal/plan"
	"afterwards/internal/programme"
	"afterwards/internal/web/httpx"
	"afterwards/measure"
)

func (s *site) paperRoutes() []route {
	return []route{{"GET", "/paper", s.ready(s.paperStart)}, {"POST", "/paper", s.ready(s.paperMake)}}
}

// paperPage is a summary on paper, for a therapist or for oneself: chosen item by
// item, with names blacked out, shown before it is printed. Nothing of it is kept.
type paperPage struct {
	frame
	Choose   []paperChoice
	Names    string
	Question string
	Ready    bool
	Made     string
	Chart    template.HTML
	Parts    []paperPart
	Sorry    string
}

func (paperPage) template() string { return "paper.html" }

type paperChoice struct {
	Value, Title, Says string
	Group              string
	Given              bool
}

type paperPart struct {
	Title string
	Lines []string
	Text  string
}

const (
	paperEntries = 60 // of the journal, to choose from
	paperDays    = 90
)

// paperItem is one thing that can be put on paper.
type paperItem struct {
	value, group, title, says string
	part                      func() paperPart
}

func (s *site) paperItems(r *http.Request, open *account.Open) (items []paperItem, n numbers, err error) {
	ctx := r.Context()
	if n, err = s.numbersOf(ctx, open); err != nil {
		return nil, n, err
	}
	if len(n.series) > 0 {
		items = append(items, paperItem{"numbers", "Numbers", "The check-ins, as a picture", fmt.Sprintf("Of the last %d days", paperDays), func() paperPart { return paperPart{Title: "Check-ins"} }})
	}
	for _, h := range s.histories(n.taken) {
		items = append(items, paperItem{"scale-" + h.Title, "Numbers", h.Title, fmt.Sprintf("%d times", len(h.Rows)), func() paperPart {
			p := paperPart{Title: h.Title, Text: h.Says}
			for _, row := range h.Rows {
				p.Lines = append(p.Lines, row.Day+": "+row.Score)
			}
			return p
		}})
	}
	mine, ok, err := plan.Open(open.Key, s.keeping.Records, s.keeping.Now).Find(ctx)
	if err != nil {
		return nil, n, err
	}
	if ok && !mine.Value.Empty() {
		items = append(items, paperItem{"plan", "Plans and programmes", "My safety plan", "", func() paperPart {
			p := paperPart{Title: "My safety plan"}
			for _, x := range mine.Value.Parts {
				p.Lines = append(p.Lines, x.Title+": "+strings.Join(x.Lines(), "; "))
			}
			return p
		}})
	}
	steps, err := s.openProgrammes(open).Steps(ctx, "")
	if err != nil {
		return nil, n, err
	}
	for _, k := range steps {
		items = append(items, paperItem{"step-" + string(k.ID), "Plans and programmes", k.Value.Title, dateWords(k.Value.When), func() paperPart { return stepPart(k.Value) }})
	}
	page, err := s.openJournal(open).List(ctx, 0, paperEntries)
	if err != nil {
		return nil, n, err
	}
	for _, k := range page.Entries {
		items = append(items, paperItem{"entry-" + string(k.ID), "Journal", entryLine(k).Name(), dateWords(k.Value.When), func() paperPart { return entryPart(k.Value) }})
	}
	letters, err := s.openLetters(open).List(ctx, 0, paperEntries)
	if err != nil {
		return nil, n, err
	}
	for _, k := range letters {
		if k.Value.Gone() || k.Value.Seal != nil {
			continue
		}
		items = append(items, paperItem{"letter-" + string(k.ID), "Letters", k.Value.Title, dateWords(k.Value.Begun), func() paperPart {
			return paperPart{Title: k.Value.Title + ", " + dateWords(k.Value.Begun), Text: k.Value.Text()}
		}})
	}
	return items, n, nil
}

func entryPart(e journal.Entry) paperPart {
	title := momentWords(e.When)
	if e.Title != "" {
		title = e.Title + ", " + title
	}
	return paperPart{Title: title, Text: e.Body}
}

func stepPart(step programme.Step) paperPart {
	p := paperPart{Title: step.Title}
	for _, a := range sheetStep(step).Answers {
		says := a.Text
		switch {
		case a.Number != nil:
			says = fmt.Sprintf("%d of 100", *a.Number)
		case len(a.Lines) > 0:
			says = strings.Join(slices.DeleteFunc(slices.Clone(a.Lines), func(l string) bool { return l == "" }), "; ")
		case len(a.Rows) > 0:
			var rows []string
			for _, row := range a.Rows {
				rows = append(rows, strings.Join(row, " | "))
			}
			says = strings.Join(rows, "; ")
		}
		p.Lines = append(p.Lines, a.Ask+" "+says)
	}
	return p
}

func (s *site) paperStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	return s.showPaper(w, r, open, url.Values{}, false)
}

func (s *site) paperMake(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	return s.showPaper(w, r, open, form, form.Get("do") == "make")
}

func (s *site) showPaper(w http.ResponseWriter, r *http.Request, open *account.Open, form url.Values, ready bool) error {
	items, n, err := s.paperItems(r, open)
	if err != nil {
		return err
	}
	p := paperPage{frame: s.placeFrame(r, "On paper", open), Names: form.Get("names"), Question: form.Get("question")}
	group := ""
	for _, item := range items {
		given := slices.Contains(form["item"], item.value)
		c := paperChoice{Value: item.value, Title: item.title, Says: item.says, Given: given}
		if item.group != group {
			c.Group, group = item.group, item.group
		}
		p.Choose = append(p.Choose, c)
		if !given {
			continue
		}
		if item.value == "numbers" {
			p.Chart = paperChart(n.series, n.marks, dayNumber(s.keeping.Now()))
		}
		p.Parts = append(p.Parts, blacked(item.part(), p.Names))
	}
	switch p.Ready = ready && (len(p.Parts) > 0 || p.Question != ""); {
	case p.Ready:
		p.Made = s.keeping.Now().Format("2 January 2006")
		p.Question = blackOut(p.Question, p.Names)
	case ready:
		p.Sorry = "Nothing is chosen yet. Choose what should stand on the paper."
	}
	return s.show(w, http.StatusOK, p)
}

// paperChart is the picture without the words of marked days.
func paperChart(series measure.Series, marks []checkin.Marked, today int) template.HTML {
	levels := measure.Smooth(series)
	for i, l := range levels {
		if l.Day > today-paperDays {
			return chart(series, levels[i:], marks)
		}
	}
	return ""
}

// black stands in the place of a name.
const black = "█████"

// plainLetters are letters with a stroke or without a dot, which no folding takes
// apart; unseen are signs that would cut a name in two without being seen.
var (
	plainLetters = strings.NewReplacer("ł", "l", "Ł", "L", "ø", "o", "Ø", "O", "đ", "d", "Đ", "D", "ı", "i", "İ", "I", "æ", "ae", "Æ", "AE")
	unseen       = strings.NewReplacer("\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\u00ad", "")
)

// blackOut hides each word of names wherever it stands as a word, whatever its
// case and accents.
func blackOut(text, names string) string {
	folded, hidden := journal.Folder(), map[string]bool{}
	fold := func(word string) string { return folded(plainLetters.Replace(word)) }
	text = unseen.Replace(text)
	for _, word := range words(names) {
		hidden[fold(word)] = true
	}
	return replaceWords(text, func(word string) string {
		if hidden[fold(word)] {
			return black
		}
		return word
	})
}

func blacked(p paperPart, names string) paperPart {
	p.Title, p.Text = blackOut(p.Title, names), blackOut(p.Text, names)
	for i := range p.Lines {
		p.Lines[i] = blackOut(p.Lines[i], names)
	}
	return p
}
