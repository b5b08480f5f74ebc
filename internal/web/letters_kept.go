package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"afterwards/internal/account"
	"afterwards/internal/id"
	"afterwards/internal/letter"
)

// keptLettersPage lists the letters that are kept, the latest first.
type keptLettersPage struct {
	frame
	Letters []letterLine
	Older   int64
	Done    string
}

func (keptLettersPage) template() string { return "letters-kept.html" }

type letterLine struct {
	ID     id.ID
	Title  string
	Moment string
	Status string
	Start  string
}

func (s *site) keptLetters(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	before, _ := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	kept, err := s.openLetters(open).List(r.Context(), max(before, 0), entriesPerPage+1)
	if err != nil {
		return err
	}
	p := keptLettersPage{frame: s.placeFrame(r, "Letters", open), Done: doneWords[r.URL.Query().Get("done")]}
	if len(kept) > entriesPerPage {
		kept = kept[:entriesPerPage]
		p.Older = kept[entriesPerPage-1].Place
	}
	for _, k := range kept {
		line := letterLine{ID: k.ID, Title: k.Value.Title, Moment: dateWords(k.Value.Begun), Status: s.head(k).Status()}
		if k.Value.Seal == nil {
			line.Start = shorten(strings.Join(strings.Fields(k.Value.Text()), " "), startLength)
		}
		p.Letters = append(p.Letters, line)
	}
	return s.show(w, http.StatusOK, p)
}

// ledgerPage is the person's own record of what became of their letters and how
// they saw it later. It adds nothing up to a score.
type ledgerPage struct {
	frame
	Words []string
	Rows  []ledgerRow
	Due   []letterLine
}

func (ledgerPage) template() string { return "letters-ledger.html" }

type ledgerRow struct {
	ID           id.ID
	Title, Ended string
	Looks        []string // after a day, a week, a month
}

// shortViews are the views in the table.
var shortViews = map[letter.View]string{
	letter.Glad: "glad", letter.Mixed: "partly", letter.Regret: "regret", letter.Unsure: "can’t tell", "": "–",
}

// dueWords say which moment of looking back has come.
var dueWords = map[letter.After]string{letter.ADay: "A day has passed.", letter.AWeek: "A week has passed.", letter.AMonth: "A month has passed."}

func (s *site) ledger(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	kept, err := s.openLetters(open).List(r.Context(), 0, letter.MaxLetters)
	if err != nil {
		return err
	}
	p := ledgerPage{frame: s.placeFrame(r, "Letters", open)}
	seen := map[letter.What]map[letter.View]int{}
	for _, k := range kept {
		end := k.Value.Ending()
		if end == nil {
			continue
		}
		row := ledgerRow{ID: k.ID, Title: k.Value.Title, Ended: endingTitle(end.What) + ", " + end.When.Format("2 January 2006")}
		var last letter.View
		for _, view := range k.Value.Looks() {
			row.Looks = append(row.Looks, shortViews[view])
			if view != "" {
				last = view
			}
		}
		p.Rows = append(p.Rows, row)
		if seen[end.What] == nil {
			seen[end.What] = map[letter.View]int{}
		}
		seen[end.What][last]++
		if m, due := k.Value.Due(s.keeping.Now()); due {
			p.Due = append(p.Due, letterLine{ID: k.ID, Title: k.Value.Title, Moment: dueWords[m], Status: endingTitle(end.What)})
		}
	}
	for _, what := range letter.Whats {
		if views := seen[what]; views != nil {
			p.Words = append(p.Words, recordWords(what, views))
		}
	}
	return s.show(w, http.StatusOK, p)
}

// recordWords say how letters that ended in one way look to the person by now.
func recordWords(what letter.What, views map[letter.View]int) string {
	total := 0
	for _, n := range views {
		total += n
	}
	letters := "letters"
	if total == 1 {
		letters = "letter"
	}
	words := fmt.Sprintf("%s: %s %s. ", endingTitle(what), numberWord(total), letters)
	if views[""] == total {
		return words + "You have not looked back yet."
	}
	var said []string
	for _, v := range []struct {
		view letter.View
		says string
	}{{letter.Glad, "you are glad of %s"}, {letter.Mixed, "you are partly glad of %s"}, {letter.Regret, "you regret %s"}, {letter.Unsure, "you cannot tell of %s"}, {"", "you have not looked back on %s"}} {
		if n := views[v.view]; n > 0 {
			said = append(said, fmt.Sprintf(v.says, numberWord(n)))
		}
	}
	return words + "As you saw it last, " + strings.Join(said, ", ") + "."
}

// numberWord writes a small number out.
func numberWord(n int) string {
	small := []string{"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n < len(small) {
		return small[n]
	}
	return strconv.Itoa(n)
}
