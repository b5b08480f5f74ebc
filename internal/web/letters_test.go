package web

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"afterwards/internal/letter"
	"afterwards/knowledge"
)

// kindsOfLetters are the kinds with their examples, which the program itself
// does not carry.
func kindsOfLetters(t *testing.T) []knowledge.Letter {
	t.Helper()
	j, problems := knowledge.LoadJudgement(knowledge.Files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return j.Letters
}

// exampleOf are the answers of an example of the kind, with the safety questions
// that it leaves out answered harmlessly.
func exampleOf(t *testing.T, kind knowledge.Letter, is string) url.Values {
	t.Helper()
	i := slices.IndexFunc(kind.Examples, func(e knowledge.LetterExample) bool { return e.Is == is })
	if i < 0 {
		t.Fatalf("%s has no example that is %s", kind.Letter, is)
	}
	return answersOf(kind.Examples[i].Facts)
}

func answersOf(facts map[string]knowledge.Facet) url.Values {
	all := map[string]string{"crisis": "no", "fear": "false", "abuse": "none", "ex_toxic": "no", "legal_order": "none", "own_conduct": "none",
		"blocked": "none", "ex_asked_distance": "no", "unanswered_messages": "0"}
	for name, facet := range facts {
		all[name] = strings.Join(carriedValues(facet.Value), ",")
	}
	form := url.Values{}
	for name, value := range all {
		form.Add("a", name+"="+value)
	}
	return form
}

// again answers the page on which a letter is read again, as in the example.
func (b *browser) again(path string, given url.Values, changes ...string) answered {
	b.t.Helper()
	told := map[string]string{}
	for _, a := range given["a"] {
		name, value, _ := strings.Cut(a, "=")
		told[name] = value
	}
	for i := 0; i < len(changes); i += 2 {
		told[changes[i]] = changes[i+1]
	}
	p := b.get(path + "/again").wants(200)
	for range 5 {
		form := p.fields()
		for _, name := range form["shown"] {
			for value := range strings.SplitSeq(told[name], ",") {
				form.Add("f-"+name, value)
			}
		}
		if p = b.post(path+"/again", form); p.status == 303 {
			return b.leads(p, path).wants(200, "You have read it again.")
		}
		p.wants(200, "A few more questions")
	}
	b.t.Fatal("reading it again asks without end")
	return p
}

// later moves the clock and comes back in.
func (b *browser) later(c *clock, days int, more time.Duration) {
	b.t.Helper()
	c.Time = c.AddDate(0, 0, days).Add(more)
	if b.get("/journal").status == 303 {
		if p := b.post("/place/in", b.door("pass", passphrase)); p.status != 303 {
			p.wants(200, "Before you go on")
		}
	}
}

// step presses a button of the letter's page.
func (b *browser) step(path, step string, pairs ...string) answered {
	b.t.Helper()
	form := url.Values{"revision": {b.get(path).wants(200).fields().Get("revision")}}
	return b.post(path+"/"+step, with(form, pairs...))
}

// lettersAt is a place with a clock to move.
func lettersAt(t *testing.T) (*browser, *clock) {
	t.Helper()
	c := &clock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	b := open(t, func(o *Options) { o.Keeping = keepingAt(t, t.TempDir(), false, c.now) })
	b.moveIn("")
	return b, c
}

// begin keeps a new letter of a kind and returns its address.
func (b *browser) begin(kind string, given url.Values) string {
	b.t.Helper()
	p := b.post("/letters/"+kind+"/keep", with(given, "visit", ""))
	b.leads(p, "/letter/").wants(200)
	return strings.TrimSuffix(p.header.Get("Location"), "/part/0")
}

// writeAll writes a text into every part, and ends at the whole letter.
func (b *browser) writeAll(path string, kind knowledge.Letter, text func(part int) string) answered {
	b.t.Helper()
	var p answered
	for i, part := range kind.Parts {
		p = b.get(fmt.Sprintf("%s/part/%d", path, i)).wants(200, part.Prompt, part.Help, part.Tone)
		p = b.post(fmt.Sprintf("%s/part/%d", path, i), with(p.fields(), "t-"+part.Part, text(i), "go", "next"))
	}
	return b.leads(p, path).wants(200, "Kept.")
}

// calm are sentences that no rule marks, whatever the letter is for.
func calm(part int) string { return fmt.Sprintf("The keys are in the blue box, number %d.", part) }

// TestALetterOfEveryKindFromGateToLedger asks, writes, puts away, reads again,
// takes along where that is open, and looks back.
func TestALetterOfEveryKindFromGateToLedger(t *testing.T) {
	for _, kind := range kindsOfLetters(t) {
		t.Run(kind.Letter, func(t *testing.T) {
			b, c := lettersAt(t)
			b.get("/letters").wants(200, kind.Title, `formaction="/letters/`+kind.Letter+`"`)
			b.get("/letters/"+kind.Letter).wants(200, kind.For, kind.Can, kind.Cannot, kind.Support.Says)
			sendable := len(kind.Needs) > 0
			given := answersOf(map[string]knowledge.Facet{})
			if sendable {
				given = exampleOf(t, kind, knowledge.LetterOpen)
				b.post("/letters/"+kind.Letter+"/ready", given).wants(200, "Nothing you told us says stop.", "no advice to send")
			} else {
				b.post("/letters/"+kind.Letter+"/ready", given).wants(200, "This one is only for you.").lacks("says stop")
			}
			path := b.begin(kind.Letter, given)
			b.get(path).wants(200, "Being written", "Nothing is written yet.")
			b.writeAll(path, kind, calm).wants(200, calm(0), calm(1), "Is it finished?")
			b.get(path+"/look").wants(200, "A program read this.", calm(0))
			b.get(path+"/versions").wants(200, "Each time you keep a change")
			b.get(path+"/versions/1").wants(200, "As it was on", calm(0)).lacks(calm(1))

			// Put away: to be read, and nothing else.
			b.leads(b.step(path, "away", "rest", "72", "reason", "I wrote it after a call."), path).
				wants(200, "Put away until Wednesday 4 March 2026, 12:00", "I wrote it after a call.", calm(1))
			b.get(path + "/part/0").leadsTo(path)
			b.step(path, "part/0", "t-"+kind.Parts[0].Part, "changed while put away").wants(422, "put away")
			if sendable {
				b.get(path+"/take").wants(200, "It is put away until").lacks("Show me the text", "The text, to copy")
			}
			b.step(path, "take").wants(422)

			// The hour comes; it is read again as things are now.
			b.later(c, 3, time.Minute)
			b.get(path).lacks("Put away until")
			b.again(path, given)
			if sendable {
				b.get(path+"/take").wants(200, "After which day is no reply an answer?").lacks("The text, to copy", "Not now")
				b.leads(b.step(path, "await", "await", "14"), path+"/take").wants(200, "Wednesday 18 March 2026 no reply is an answer", "Show me the text")
				b.leads(b.step(path, "take"), path+"/take").wants(200, "The text, to copy", calm(0), "sends nothing")
				b.leads(b.step(path, "sent"), path).wants(200, "Sent, by your own word, Wednesday 4 March 2026")
			} else {
				b.get(path).lacks("Take it along")
				b.get(path + "/take").leadsTo(path)
				b.leads(b.step(path, "stay"), path).wants(200, "Kept here, Wednesday 4 March 2026")
			}

			// A day, a week and a month later.
			b.get("/kept-letters/ledger").wants(200, kind.Title, "You have not looked back yet.").lacks("You could look back on")
			for i, view := range []letter.View{letter.Mixed, letter.Glad, letter.Regret} {
				b.later(c, []int{1, 7, 30}[i], 0)
				b.get("/kept-letters/ledger").wants(200, "You could look back on", []string{"A day", "A week", "A month"}[i]+" has passed.")
				b.leads(b.step(path, "rate", "view", string(view), "note", "as it looks now"), path).wants(200, letterViews[view], "as it looks now")
			}
			b.get("/kept-letters/ledger").wants(200, "<td>partly</td><td>glad</td><td>regret</td>", "one letter. As you saw it last, you regret one.")

			// And it can still be let go.
			b.get(path+"/let-go").wants(200, "Let it go", calm(1))
			b.step(path, "let-go").wants(200, "It is let go", calm(len(kind.Parts)-1)).lacks(calm(0))
			for _, page := range []string{"", "/look", "/versions", "/take", "/share", "/part/0", "/again", "/let-go"} {
				b.get(path + page).lacks("blue box")
			}
			b.leads(b.step(path, "delete"), "/kept-letters").wants(200, "All that was known of the letter is deleted.", "No letter is kept here yet.")
			b.get(path).wants(404)
		})
	}
}

// TestAClosedKindIsOnlyForOneself: where the answers close it, or the kind shuts
// itself, it can be written and kept, and no way leads out.
func TestAClosedKindIsOnlyForOneself(t *testing.T) {
	for _, kind := range kindsOfLetters(t) {
		for _, e := range kind.Examples {
			if e.Is == knowledge.LetterOpen || len(kind.Needs) == 0 {
				continue
			}
			given := answersOf(e.Facts)
			b, c := lettersAt(t)
			p := b.post("/letters/"+kind.Letter+"/ready", with(given, "end", "1")).wants(200, "This one stays with you.", "never to be sent as things are", "Why")
			p.lacks("Nothing you told us says stop.")
			path := b.begin(kind.Letter, given)
			b.writeAll(path, kind, calm)
			b.leads(b.step(path, "finish"), path)
			b.leads(b.step(path, "await", "await", "none"), path+"/take")
			for range 4 {
				b.get(path+"/take").wants(200, "Not now").lacks("Show me the text", "The text, to copy")
				b.step(path, "take").wants(422, "cannot be taken along")
				b.later(c, 90, 0)
			}
		}
	}
}

// TestUnderStopALetterStaysAwayUntilItsHour: the page and the form both refuse, also
// after answers that got milder on the same day.
func TestUnderStopALetterStaysAwayUntilItsHour(t *testing.T) {
	kind := *(&site{adviser: mustAdviser(t)}).letterKind("apology")
	given := exampleOf(t, kindsOfLetters(t)[5], knowledge.LetterOpen)
	b, c := lettersAt(t)
	path := b.begin("apology", given)
	b.writeAll(path, kind, calm)
	b.leads(b.step(path, "away", "rest", "168", "reason", "It is late."), path).wants(200, "End this before its time")
	b.get(path+"/away/end").wants(200, "Is that over, or do you only wish it were?", "It is late.", "End it now")

	b.again(path, given, "blocked", "all").wants(200, "Leave it. No contact, by any way.").lacks("End this before its time")
	b.get(path+"/away/end").wants(200, "stays put away until its hour").lacks("End it now")
	b.step(path, "away/end").wants(422, "stays put away until its hour")
	b.again(path, given) // an hour later nothing was ever blocked
	b.step(path, "away/end").wants(422)
	b.get(path+"/take").wants(200, "Not now", "says: leave it")

	// A day later a milder answer counts as it does elsewhere, and the letter may be taken out early.
	b.later(c, 1, time.Hour)
	b.again(path, given)
	b.later(c, 0, time.Minute)
	b.leads(b.step(path, "away/end"), path).wants(200, "It is no longer put away.")
	b.get(path+"/take").wants(200, "You have not read it again", "rests until").lacks("Show me the text")
}

// TestWordsAboutOnesOwnLife are kept as typed, with help above them, and close the
// way out for three days.
func TestWordsAboutOnesOwnLife(t *testing.T) {
	kinds := kindsOfLetters(t)
	kind := kinds[5]
	given := exampleOf(t, kind, knowledge.LetterOpen)
	b, c := lettersAt(t)
	path := b.begin(kind.Letter, given)
	const words = "I don't want to be alive any more."
	p := b.get(path + "/part/0")
	b.leads(b.post(path+"/part/0", with(p.fields(), "t-"+kind.Parts[0].Part, words, "go", "next")), path).wants(200, "You do not have to be alone with this", "/help")
	b.get(path).wants(200, words)
	b.writeAll(path, kind, calm) // taken back; that does not shorten the three days
	b.leads(b.step(path, "away", "rest", "24"), path).lacks("End this before its time")
	b.step(path, "away/end").wants(422)
	b.get(path+"/take").wants(200, "That comes first.", "Wednesday 4 March 2026, 12:00")
	b.later(c, 3, time.Hour)
	b.again(path, given)
	b.get(path + "/take").wants(200).lacks("That comes first.")

	// The same without a place: above the part and above the whole.
	b.post("/letters/apology/write", url.Values{"visit": {""}, "t-act": {words}, "go": {"0"}}).wants(200, "You do not have to be alone with this", words)
	b.post("/letters/apology/write", url.Values{"visit": {""}, "t-act": {words}, "go": {"look-whole"}}).wants(200, "You do not have to be alone with this", words)
}

// TestALetterInTheForm is written, looked at, printed and let go without a place.
func TestALetterInTheForm(t *testing.T) {
	b := open(t)
	b.get("/").wants(200, "I have something to say", `href="/letters"`)
	form := url.Values{"visit": {""}, "part": {"0"}, "t-act": {"You never cared about me."}, "t-hurt": {"quillfeather"}}
	b.post("/letters/apology/write", with(form, "go", "look")).wants(200, "blames", "quillfeather", "Nothing of this is kept.")
	b.post("/letters/apology/write", with(form, "go", "next")).wants(200, "The harm", "quillfeather", "You never cared about me.")
	b.post("/letters/apology/write", with(form, "go", "back")).wants(200, "The thing")
	b.post("/letters/apology/write", with(form, "go", "look-whole")).wants(200, "Your letter", "This sentence blames", "quillfeather").lacks("Keep it in my place")
	b.post("/letters/apology/sheet", form).wants(200, "Names to leave out", "quillfeather")
	b.post("/letters/apology/sheet", with(form, "t-sorry", "Ada, and Ada's mother. ADA too.", "names", "ada")).
		wants(200, "[name], and [name]'s mother. [name] too.", "do not pass it on").lacks("Ada", "ADA")
	b.post("/letters/apology/let-go", form).wants(200, "It is let go", "quillfeather").lacks("You never cared about me.")
	b.post("/letters/apology/write", with(form, "t-sorry", strings.Repeat("x", letter.MaxPart+1), "go", "whole")).wants(200, "too long by 1 bytes", "still here")
	b.post("/letters/practical/write", url.Values{"visit": {""}, "t-matter": {"One. Two. Three. Four. Five. Six."}, "go": {"look-whole"}}).wants(200, "This has 6 sentences")
	for _, nothing := range []string{"/letters/nothing", "/letters/nothing/write", "/letters/nothing/sheet", "/letters/nothing/let-go", "/letters/nothing/ready"} {
		b.post(nothing, form).wants(404)
	}
	b.get("/letters/nothing").wants(404)
	b.post("/letters/apology/write", url.Values{"visit": {"0123456789abcdefghjkmnpqrs"}, "t-act": {"quillfeather"}}).wants(409).lacks("quillfeather")
}

// TestTheGateAsksOneThingAtATime, goes back, and can be stopped.
func TestTheGateAsksOneThingAtATime(t *testing.T) {
	b := open(t)
	p := b.post("/letters/apology/ready", b.get("/letters/apology").fields()).wants(200, "Are you having thoughts", "An apology for one thing", `action="/letters/apology/ready"`)
	p = b.post("/letters/apology/ready", with(p.fields(), "v", "no")).wants(200, "this one stays with me")
	b.post("/letters/apology/ready", with(p.fields(), "end", "1")).wants(200, "This one stays with you.", "A question that has to be answered first is still open", "Answer more questions")
	b.post("/letters/apology/ready", url.Values{"visit": {""}, "a": {"crisis=no"}, "q": {"fear"}, "back": {"1"}}).wants(200, "Are you having thoughts")
	b.post("/letters/apology/ready", url.Values{"visit": {""}, "a": {"crisis=thoughts"}}).wants(200, "Please talk to somebody now", "This one stays with you.").lacks("Answer more questions")
	b.post("/letters/apology", url.Values{"visit": {""}, "a": {"blocked=all"}}).wants(200, "Your answers so far say: Leave it.")
	b.post("/letters", url.Values{"visit": {""}, "a": {"crisis=intent"}}).wants(200, "Please talk to somebody now")
}

// TestAnAnswerLeadsToTheLettersThatFit from the decision, with the answers.
func TestAnAnswerLeadsToTheLettersThatFit(t *testing.T) {
	b := open(t)
	b.post("/decide", told("contact_purpose", "check_in")).wants(200, "One short friendly message", `formaction="/letters/first-words-after-silence"`)
	b.post("/decide", told("blocked", "all")).wants(200, `formaction="/letters"`).lacks(`formaction="/letters/apology"`)
}

var hiddenParts = regexp.MustCompile(`(?s)<textarea name="(t-[a-z]+)" hidden[^>]*>\n(.*?)</textarea>`)

// takesAlong are the fields of a page through which a letter travels.
func (s answered) takesAlong() url.Values {
	s.t.Helper()
	form := s.fields()
	for _, m := range hiddenParts.FindAllStringSubmatch(s.body, -1) {
		form.Set(m[1], html.UnescapeString(m[2]))
	}
	return form
}

// TestALetterWaitsForTheDoor: begun signed out, it is kept after signing in, with
// its answers; a part of a kept one is saved the same way.
func TestALetterWaitsForTheDoor(t *testing.T) {
	kind := kindsOfLetters(t)[5]
	c := &clock{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	b := open(t, func(o *Options) { o.Keeping = keepingAt(t, t.TempDir(), false, c.now) })
	given := exampleOf(t, kind, knowledge.LetterOpen)
	door := b.post("/letters/apology/keep", with(given, "visit", "", "t-act", "I read your diary.", "t-hurt", "two\nlines")).wants(401, "What you wrote is not lost.", "I read your diary.")
	code := b.post("/place/new", with(door.takesAlong(), "pass", passphrase, "again", passphrase)).wants(200).code()
	b.leads(b.post("/place/code", url.Values{"code": {code}}), "/letter/").wants(200, "I read your diary.")
	path := link(t, b.get("/kept-letters").wants(200, "I read your diary.").body, "/letter/")
	b.get(path).wants(200, "two\nlines", "Nothing you told us says stop.")

	part := b.get(path + "/part/2").wants(200)
	b.post("/place/out", url.Values{})
	visit := b.get("/place/in").fields().Get("visit")
	late := with(part.fields(), "t-sorry", "I am sorry for it.", "go", "next")
	late.Set("visit", visit)
	in := b.post(path+"/part/2", late).wants(401, "What you wrote is not lost.", "I am sorry for it.")
	b.leads(b.post("/place/in", with(in.takesAlong(), "pass", passphrase)), path+"/part/3")
	b.get(path).wants(200, "I am sorry for it.", "I read your diary.")
}

// TestTwoWindowsOverwriteNothing: both texts are shown.
func TestTwoWindowsOverwriteNothing(t *testing.T) {
	b, _ := lettersAt(t)
	path := b.begin(neverSent, url.Values{})
	first, second := b.get(path+"/part/0"), b.get(path+"/part/0")
	b.leads(b.post(path+"/part/0", with(first.fields(), "t-say", "from one window", "go", "next")), path)
	p := b.post(path+"/part/0", with(second.fields(), "t-say", "from the other", "go", "next")).wants(409, "from one window", "from the other", "Nothing was overwritten.")
	b.leads(b.post(path+"/part/0", with(p.fields(), "t-say", "both", "go", "whole")), path).wants(200, "both")
	b.post(path+"/let-go", url.Values{"revision": {"1"}}).wants(409, "both")
}

// TestASealedLetterOpensOnItsDay and not before, on any page.
func TestASealedLetterOpensOnItsDay(t *testing.T) {
	b, c := lettersAt(t)
	path := b.begin(neverSent, url.Values{})
	b.leads(b.post(path+"/part/0", with(b.get(path+"/part/0").fields(), "t-say", "quillfeather", "go", "whole")), path).wants(200, "quillfeather")
	b.get(path+"/seal").wants(200, "promise of the program")
	b.step(path, "seal", "day", "2026-02-01").wants(422, "still to come")
	b.step(path, "seal", "day", "someday").wants(422, "Choose a day")
	b.leads(b.step(path, "seal", "day", "2026-05-01"), path).wants(200, "It is sealed.", "promise of this program").lacks("quillfeather")
	for _, page := range []string{"", "/look", "/versions", "/take", "/share", "/part/0", "/again", "/let-go"} {
		b.get(path + page).lacks("quillfeather")
	}
	b.get(path + "/versions/1").wants(404)
	b.get("/kept-letters").wants(200, "Sealed until Friday 1 May 2026").lacks("quillfeather")
	b.step(path, "unseal").wants(422, "has not come yet")
	b.step(path, "seal", "day", "2026-04-01").wants(422, "longer than that")
	b.later(c, 60, 12*time.Hour+time.Minute) // 1 May, a minute past midnight
	b.get(path).wants(200, "The day that you chose has come.").lacks("quillfeather")
	b.leads(b.step(path, "unseal"), path).wants(200, "quillfeather")
}

// TestASheetForSomebodyLeavesNamesOut, and is one way to end.
func TestASheetForSomebodyLeavesNamesOut(t *testing.T) {
	b, _ := lettersAt(t)
	path := b.begin(neverSent, url.Values{})
	b.leads(b.post(path+"/part/0", with(b.get(path+"/part/0").fields(), "t-say", "Dear Robin, it was Robin's turn.", "go", "whole")), path)
	b.get(path+"/share").wants(200, "Names to leave out")
	b.step(path, "share", "names", "Robin").wants(200, "Dear [name], it was [name]'s turn.").lacks("Robin")
	b.get(path).wants(200, "Printed for somebody to read")
}

// TestLettersTravelInAnExport and come back word for word; a sealed one keeps its
// words out of the readable file, and one let go has none.
func TestLettersTravelInAnExport(t *testing.T) {
	b, _ := lettersAt(t)
	path := b.begin(neverSent, url.Values{})
	b.leads(b.post(path+"/part/0", with(b.get(path+"/part/0").fields(), "t-say", "words to take along", "go", "whole")), path)
	gone := b.begin("apology", url.Values{"a": {"crisis=no"}})
	b.leads(b.post(gone+"/part/0", with(b.get(gone+"/part/0").fields(), "t-act", "quillfeather", "go", "whole")), gone)
	b.step(gone, "away", "rest", "72", "reason", "quillfeather")
	b.step(gone, "let-go").wants(200)
	file := b.post("/place/export", url.Values{"pass": {passphrase}}).wants(200)
	files := unzipped(t, file.body)
	if !strings.Contains(files["letter/2026-03-01-never-to-be-sent.md"], "words to take along") {
		t.Errorf("the export holds %v", files)
	}
	for name, content := range files {
		if strings.Contains(content, "quillfeather") {
			t.Errorf("%s still holds words that were let go", name)
		}
	}
	next := home(t)
	next.moveIn("")
	next.upload([]byte(file.body)).wants(200, "2 new")
	list := next.get("/kept-letters").wants(200, "words to take along", "Let go")
	next.get(link(t, list.body, "/letter/")).wants(200)
	next.upload([]byte(file.body)).wants(200, "2 that you had already")
}

// TestNobodyReadsTheLettersOfAnother: each address answers as if there were none.
func TestNobodyReadsTheLettersOfAnother(t *testing.T) {
	b := shared(t)
	b.moveIn("heron")
	path := b.begin(neverSent, url.Values{})
	b.leads(b.post(path+"/part/0", with(b.get(path+"/part/0").fields(), "t-say", "quillfeather", "go", "whole")), path)
	other := b.another()
	other.moveIn("kestrel")
	for _, route := range (&site{keeping: &Keeping{}}).keepingRoutes() {
		if !strings.HasPrefix(route.path, "/letter/{id}") {
			continue
		}
		address := strings.NewReplacer("/letter/{id}", path, "{part}", "0", "{number}", "1").Replace(route.path)
		var form url.Values
		if route.method == "POST" {
			form = url.Values{"visit": {other.get("/place").fields().Get("visit")}, "revision": {"2"}, "t-say": {"taken over"}}
		}
		other.do(route.method, address, form).wants(404).lacks("quillfeather")
	}
	b.get(path).wants(200, "quillfeather").lacks("taken over")
}

// TestPlantedWordsOfLetters stay in what is kept and in the forms.
func TestPlantedWordsOfLetters(t *testing.T) {
	const planted = "quillfeather"
	b, _ := lettersAt(t)
	path := b.begin(neverSent, url.Values{})
	b.leads(b.post(path+"/part/0", with(b.get(path+"/part/0").fields(), "t-say", planted, "go", "look")), path)
	var all []answered
	routes := slices.Concat((&site{keeping: &Keeping{}}).keepingRoutes(), (&site{adviser: mustAdviser(t)}).routes())
	for _, route := range routes {
		if !strings.Contains(route.path, "letter") && route.path != "/replies" || strings.Contains(route.path, "let-go") || strings.HasSuffix(route.path, "/delete") {
			continue
		}
		address := strings.NewReplacer("/letter/{id}", path, "{part}", "0", "{number}", "1", "{kind}", neverSent).Replace(route.path)
		all = append(all, b.do(route.method, address, nil))
		if route.method != "POST" {
			continue
		}
		for _, name := range []string{"t-say", "reason", "note", "names", "text", "a", "f-crisis", "q", "v", "go", "part", "shown", "kind", "rest", "day", "hour", "view", "await", "revision", "zone", "for", "visit", "letter-kind", "letter-next", planted} {
			form := url.Values{"visit": {""}, "revision": {b.get(path).fields().Get("revision")}}
			form.Set(name, planted)
			p := b.post(address, form)
			if p.status >= 500 {
				t.Errorf("%s with %s: status %d", address, name, p.status)
			}
			all = append(all, p)
		}
	}
	for _, p := range all {
		for name, values := range p.header {
			if strings.Contains(strings.ToLower(name+strings.Join(values, " ")), planted) {
				t.Errorf("the planted word is in the header %s: %q", name, values)
			}
		}
		for _, m := range addresses.FindAllStringSubmatch(p.body, -1) {
			if strings.Contains(m[1], planted) {
				t.Errorf("the planted word is in the address %s", m[1])
			}
		}
	}
	if !strings.Contains(b.logged.String(), "/letter/{id}/away") || strings.Contains(strings.ToLower(b.logged.String()), planted) {
		t.Error("nothing was logged, or the planted word was")
	}
}

// TestWhatIsWrittenInALetterIsOnlyText, on every page that shows it.
func TestWhatIsWrittenInALetterIsOnlyText(t *testing.T) {
	b, _ := lettersAt(t)
	path := b.begin(neverSent, url.Values{})
	for _, attack := range attacks {
		pages := []answered{
			b.post(path+"/part/0", with(b.get(path+"/part/0").fields(), "t-say", attack, "go", "look")),
			b.post("/letters/apology/write", url.Values{"visit": {""}, "t-act": {attack}, "go": {"look-whole"}}),
			b.post("/letters/apology/write", url.Values{"visit": {""}, "t-act": {attack}, "t-hurt": {attack}, "go": {"look"}}),
			b.post("/letters/apology/sheet", url.Values{"visit": {""}, "t-act": {attack}, "names": {"x"}}),
			b.post("/letters/apology/let-go", url.Values{"visit": {""}, "t-act": {attack}}),
			b.post("/replies", url.Values{"visit": {""}, "text": {attack + " You are a liar."}}),
		}
		for _, page := range []string{"", "/look", "/part/0?look&kept", "/versions", "/again", "/let-go", "/away", "/away/end"} {
			pages = append(pages, b.get(path+page))
		}
		for _, p := range append(pages, b.get("/kept-letters")) {
			for _, tag := range tags.FindAllString(p.body, -1) {
				if p.status >= 500 || !ours(tag) {
					t.Errorf("%q: status %d, the element %s", attack, p.status, tag)
				}
			}
		}
	}
}

// TestAReplyIsRead by its three cells, by its tone, and by what has to be settled.
func TestAReplyIsRead(t *testing.T) {
	b := open(t)
	b.get("/replies").wants(200, "How does it sound?")
	read := func(days, tone, text string) answered {
		return b.post("/replies", url.Values{"visit": {""}, "f-reply_days": {days}, "f-reply_tone": {tone}, "text": {text}, "read": {"1"}})
	}
	for _, cell := range []struct{ days, tone, rule string }{{"0", "defensive", "R171"}, {"14", "encouraging", "R172"}, {"9999", "none", "R173"}} {
		p := read(cell.days, cell.tone, "").wants(200, "What nobody can know", "#"+strings.ToLower(cell.rule))
		p.lacks("says nothing about one like this")
	}
	read("3", "neutral", "").wants(200, "says nothing about one like this", "We follow none of its readings").lacks("#r17")
	read("", "", "").wants(200, "Say how it came, or paste it.")

	p := read("0", "defensive", "You never cared about anyone but yourself. The boxes are by the door on Saturday at 10. You make me sick.")
	p.wants(200, "What has to be settled", "The rest, which you need not read again", "Do not write a second one")
	practical, rest, _ := strings.Cut(p.body, "<details>")
	if !strings.Contains(practical, "The boxes are by the door") || strings.Contains(practical, "You never cared") || !strings.Contains(rest, "You never cared") {
		t.Errorf("the sentences are not sorted:\n%s", p.body)
	}
	read("0", "defensive", "If you tell anyone I will make you pay for it. I know where you work.").wants(200, "sounds like a threat", "/help")
	read("3", "neutral", "Thanks. The boxes are by the door on Saturday.").wants(200).lacks("What has to be settled")
	read("3", "neutral", strings.Repeat("word ", 30_000)).wants(200, "longer than we can look at")
}

// TestWhatWasToldForOneLetterCountsForAnother on the same day, and for the answer.
func TestWhatWasToldForOneLetterCountsForAnother(t *testing.T) {
	kind := kindsOfLetters(t)[5]
	given := exampleOf(t, kind, knowledge.LetterOpen)
	b, c := lettersAt(t)
	path := b.begin(kind.Letter, given)
	b.writeAll(path, kind, calm)
	b.again(path, given, "blocked", "all")
	b.post("/letters/accountability/ready", given).wants(200, "This one stays with you.", "milder than before")
	other := b.begin("accountability", given)
	b.leads(b.post(other+"/part/0", with(b.get(other+"/part/0").fields(), "t-heard", "words", "go", "whole")), other).wants(200, "Not now.")
	b.post("/decide", with(given, "end", "1")).wants(200, "You answered this differently before")
	b.later(c, 1, time.Hour)
	b.post("/letters/accountability/ready", given).wants(200, "Nothing you told us says stop.")
}
