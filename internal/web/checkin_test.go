package web

import (
	"fmt"
	"net/url"
	"testing"
	"time"
)

func TestAScaleWorksWithoutAnAccountAndKeepsNothing(t *testing.T) {
	b := home(t)
	b.get("/scales").wants(200, "Today’s check-in", "Mood over two weeks", "nothing of this is kept")
	form := b.get("/scales/phq-9").wants(200, "Little interest or pleasure in doing things", "Nothing is kept.").fields()
	for i, item := range []string{"interest", "down", "sleep", "tired", "appetite", "failure", "concentration", "pace"} {
		form.Set("i-"+item, fmt.Sprint(i%2))
	}
	b.post("/scales/phq-9", form).wants(422, "Some of these have no answer yet", "No answer yet", `value="1" checked`)
	form.Set("i-dead", "0")
	b.post("/scales/phq-9", form).wants(200, "This is what it comes to.", "4 of 27", "Few of these, or seldom.", "no diagnosis").lacks("It is kept.")
	b.get("/scales/nothing").wants(404)
	b.post("/scales/phq-9", url.Values{"visit": {"0123456789abcdefghjkmnpqrs"}, "i-dead": {"3"}}).wants(409)
}

// TestAnAnswerAboutDyingComesFirst: it is kept, and met before any score, however
// much of the rest was left out.
func TestAnAnswerAboutDyingComesFirst(t *testing.T) {
	b := home(t)
	b.moveIn("")
	form := with(b.get("/scales/phq-9").wants(200).fields(), "i-dead", "1")
	b.post("/scales/phq-9", form).wants(200, "Thank you for saying it", "Your answers are kept.", `href="/help"`, `href="/scales/safety"`).lacks("of 27")
	// A session that ended hides no answer about dying.
	b.another().post("/scales/phq-9", url.Values{"visit": {""}, "for": {b.get("/scales/phq-9").fields().Get("for")}, "i-dead": {"3"}}).wants(401, "You do not have to be alone with this", "not kept yet")
	b.get("/check-ins").wants(200, "Thoughts that you would be better off dead", "Several days")
	form = with(b.get("/scales/safety").fields(), "i-now", "1")
	b.post("/scales/safety", form).wants(200, "Please do not stay alone with this now", `href="/help"`, `href="/safety"`)
	b.get("/safety").wants(200, "Until somebody is there", `href="/plan"`)
	for _, item := range []string{"wished", "better", "thoughts", "tried", "now"} {
		form.Set("i-"+item, "0")
	}
	b.post("/scales/safety", form).wants(200, "You said no to all of these.").lacks("Thank you for saying it")
	b.post("/scales/daily", with(b.get("/scales/daily").fields(), "note", "I want to kill myself tonight")).wants(200, "You do not have to be alone with this", "It is kept.")
}

func TestADayIsKeptOnceAndCanBeChanged(t *testing.T) {
	now := &clock{time.Date(2026, 3, 2, 21, 0, 0, 0, time.UTC)}
	b := open(t, func(o *Options) { o.Keeping = keepingAt(t, t.TempDir(), false, now.now) })
	b.moveIn("")
	form := b.get("/scales/daily").wants(200, "How much does the breakup hurt right now?", "Was there contact today?").fields()
	b.post("/scales/daily", form).wants(422, "Nothing was given yet")
	b.post("/scales/daily", with(form, "i-hurt", "quillfeather", "i-longing", "250")).wants(422, "Nothing was given yet")
	b.post("/scales/daily", with(form, "i-hurt", "60", "contact", "none", "note", "quillfeather")).wants(200, "It is kept.", "left out")
	again := b.get("/scales/daily").wants(200, "These are your answers of today", `value="60"`, "quillfeather").fields()
	b.post("/scales/daily", with(again, "i-hurt", "40", "contact", "none", "note", "quillfeather")).wants(200, "It is kept.")
	b.get("/check-ins").wants(200, "right now? 40", "Contact: None", "quillfeather").lacks("right now? 60")
	b.post("/scales/daily", with(form, "i-hurt", "1", "contact", "pigeon")).wants(422, "by one of the answers on the page")

	// Signed out in another tab, nothing is lost and nothing is kept.
	b.post("/place/out", url.Values{})
	b.post("/scales/daily", with(again, "i-hurt", "77")).wants(409)
}

func TestAScaleThatLooksBackSaysWhenItIsTooSoon(t *testing.T) {
	now := &clock{time.Date(2026, 3, 2, 21, 0, 0, 0, time.UTC)}
	b := open(t, func(o *Options) { o.Keeping = keepingAt(t, t.TempDir(), false, now.now) })
	b.moveIn("")
	take := func(value string) answered {
		form := b.get("/scales/gad-7").wants(200).fields()
		for _, item := range []string{"nervous", "control", "much", "relaxing", "restless", "annoyed", "afraid"} {
			form.Set("i-"+item, value)
		}
		return b.post("/scales/gad-7", form).wants(200, "It is kept.")
	}
	take("2").wants(200, "14 of 21", "worth talking over with a doctor").lacks("The last time it was")
	now.Time = now.AddDate(0, 0, 3)
	b.signInAgain()
	b.get("/scales").wants(200, "a short while ago")
	b.get("/scales/gad-7").wants(200, "You answered this a short while ago.")
	now.Time = now.AddDate(0, 0, 11)
	b.signInAgain()
	b.get("/scales/gad-7").wants(200).lacks("a short while ago")
	take("1").wants(200, "7 of 21", "The last time it was 14 on 2 March 2026", "it looks easier")
	now.Time = now.AddDate(0, 0, 14)
	b.signInAgain()
	take("3").wants(200, "21 of 21", "clearly harder than then", `href="/help"`)
}

// signInAgain opens the place after a session has ended by time.
func (b *browser) signInAgain() {
	b.t.Helper()
	if p := b.get("/place"); p.status == 200 {
		return
	}
	b.leads(b.post("/place/in", with(b.get("/place/in").fields(), "pass", passphrase)), "/journal")
}

// TestAYearOfNumbers: with a fall that was put in, it is seen; without one it is
// not; the next day cannot be told without days to compare.
func TestAYearOfNumbers(t *testing.T) {
	for _, fall := range []bool{true, false} {
		t.Run(fmt.Sprintf("fall %v", fall), func(t *testing.T) {
			now := &clock{time.Date(2026, 1, 4, 20, 0, 0, 0, time.UTC)}
			b := open(t, func(o *Options) { o.Keeping = keepingAt(t, t.TempDir(), false, now.now) })
			b.moveIn("")
			b.get("/progress").wants(200, "There is no check-in yet.", "Can’t tell yet.", "28 more days")
			visit := b.get("/scales/daily").fields()
			noise := 0
			for day := range 90 {
				noise = (noise*7 + day*day + 13) % 37 // no trend, and the same on every machine
				level := 60 + noise - 18
				if fall {
					level -= day / 3
				}
				now.Time = now.AddDate(0, 0, 1)
				b.signInAgain()
				v := fmt.Sprint(min(max(level, 0), 100))
				b.post("/scales/daily", with(visit, "i-hurt", v, "i-longing", v, "i-loops", v, "contact", "none")).wants(200, "It is kept.")
			}
			p := b.get("/progress").wants(200, `<svg class="chart"`, "There are entries on 90 of these 90 days", "Can’t tell yet.", "nothing to be filled")
			if fall {
				p.wants(200, "It looks clearly lower than at the beginning of the picture.", "points a week")
			} else {
				p.lacks("It looks ")
			}
			b.post("/progress/mark", url.Values{"day": {"2026-02-30"}, "says": {"quillfeather"}}).wants(422, "not a day", "quillfeather")
			b.leads(b.post("/progress/mark", url.Values{"day": {"2026-02-20"}, "says": {"quillfeather"}}), "/progress?done=marked").wants(200, "The day is marked.", "quillfeather", `class="mark"`)
		})
	}
}
