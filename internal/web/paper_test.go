package web

import (
	"net/url"
	"strings"
	"testing"
)

func TestASummaryOnPaperHoldsWhatWasChosenAndNoName(t *testing.T) {
	b := home(t)
	b.moveIn("")
	b.get("/paper").wants(200, "There is nothing to choose from yet.")
	b.writes("About Zoë", "Zoe called. ZOE's mother too. Not azoe.")
	b.writes("Another day", "quillfeather")
	b.post("/paper", url.Values{"do": {"make"}}).wants(200, "Nothing is chosen yet.")
	page := b.get("/paper").wants(200, "About Zoë", "Another day")
	item := page.body[strings.LastIndex(page.body, `value="entry-`)+len(`value="`):]
	item = item[:strings.Index(item, `"`)]
	form := url.Values{"do": {"make"}, "item": {item}, "names": {"zoe"}, "question": {"What about Zoë?"}}
	b.post("/paper", form).wants(200, "What about █████?", "█████ called. █████'s mother too. Not azoe.", "Read it once before you print it").lacks("Nothing is chosen")
}

func TestNamesAreBlackedOutHoweverTheyAreSpelt(t *testing.T) {
	for _, tc := range []struct{ names, text, want string }{
		{"Lukasz", "Łukasz came", "█████ came"}, {"Soren", "Søren came", "█████ came"}, {"Işıl", "ISIL and Isil", "█████ and █████"}, {"zoe", "Zo\u200be, Zoë", "█████, █████"},
		{"Иван", "ИВАН came", "█████ came"}, {"Anna", "l'Anna, Anna-Lena, Annas", "l'█████, █████-Lena, Annas"},
	} {
		if got := blackOut(tc.text, tc.names); got != tc.want {
			t.Errorf("without %s, %q is %q, want %q", tc.names, tc.text, got, tc.want)
		}
	}
}

func TestARemindersFileSaysNothing(t *testing.T) {
	b := home(t)
	b.get("/reminders").wants(200, "This program sends nothing")
	b.post("/reminders", url.Values{"rhythm": {"daily"}, "at": {"03:00"}}).wants(422, "Between 22:00 and 7:00")
	b.post("/reminders", url.Values{"rhythm": {"hourly"}, "at": {"quillfeather"}}).wants(422, "Say how often")
	file := b.post("/reminders", url.Values{"rhythm": {"weekly"}, "day": {"0", "7"}, "at": {"10:00"}})
	file.wants(422, "not a day of the week")
	file = b.post("/reminders", url.Values{"rhythm": {"weekly"}, "day": {"0"}, "at": {"10:00"}}).wants(200, "A note to yourself", "BYDAY=SU")
	if got := file.header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
		t.Errorf("the file is %s", got)
	}
}
