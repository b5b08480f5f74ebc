package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// away is a program of one person whose clock a test can move, with a place
// that was made and a form that was opened.
func away(t *testing.T) (*browser, *clock, url.Values) {
	t.Helper()
	now := &clock{time.Date(2026, 3, 1, 20, 0, 0, 0, time.UTC)}
	b := open(t, func(o *Options) { o.Keeping = keepingAt(t, t.TempDir(), false, now.now) })
	b.moveIn("")
	return b, now, with(b.get("/journal/write").fields(), "title", "Long thoughts", "body", "line one\n\n  line <two>\n")
}

var carried = regexp.MustCompile(`(?s)<textarea name="body" hidden[^>]*>\n(.*?)</textarea>`)

// carries is the form of a page with the text that it takes along.
func (s answered) carries(pairs ...string) url.Values {
	s.t.Helper()
	m := carried.FindStringSubmatch(s.body)
	if m == nil {
		s.t.Fatalf("the page takes no text along:\n%s", s.body)
	}
	return with(with(s.fields(), "body", strings.NewReplacer("&lt;", "<", "&gt;", ">").Replace(m[1])), pairs...)
}

func TestTextOutlivesTheSession(t *testing.T) {
	b, now, wrote := away(t)
	now.Time = now.Add(3 * time.Hour)
	in := b.post("/journal/write", wrote).wants(401, "Open your place", "What you wrote is not lost.")
	in = b.post("/place/in", in.carries("pass", "a wrong passphrase")).wants(401, "does not open this journal")
	in = b.post("/place/recover", in.carries("door", "1")).wants(200, "Come in with your recovery code").lacks("is missing")
	in = b.post("/place/in", in.carries("door", "1")).wants(200, "Open your place")
	b.post("/place/in", in.carries("pass", passphrase)).wants(200, "There was one wrong try")
	b.get("/journal").wants(200, "Long thoughts")
	b.post("/journal/search", url.Values{"words": {"<two>"}}).wants(200, "Long thoughts")
}

func TestAnEntryChangedWhileTheSessionEndedIsChanged(t *testing.T) {
	b, now, wrote := away(t)
	address := strings.TrimSuffix(b.post("/journal/write", wrote).header.Get("Location"), "?kept")
	edit := with(b.get(address+"/edit").fields(), "body", "other words")
	now.Time = now.Add(3 * time.Hour)
	in := b.post("/journal/write", edit).wants(401)
	b.leads(b.post("/place/in", in.carries("pass", passphrase)), address).wants(200, "other words")
}

func TestAfterLeaveTextIsNotShownAndNotLost(t *testing.T) {
	b, _, wrote := away(t)
	b.get("/leave")
	b.post("/journal/write", wrote).wants(409, "It is not lost yet").lacks("line one")
	b.post("/place/in", b.door("pass", passphrase))
	b.leads(b.post("/journal/write", wrote), "/entry/").wants(200, "line one")
}

func TestLeaveEndsTheSessionButKnowsTheDevice(t *testing.T) {
	b := home(t)
	b.moveIn("")
	b.get("/journal").wants(200)
	before := b.cookies()
	left := b.get("/leave")
	if left.status != http.StatusSeeOther {
		t.Fatalf("Leave answers %d", left.status)
	}
	if after := b.cookies(); after["session"] != "" || after["device"] != before["device"] || before["device"] == "" {
		t.Errorf("before Leave the cookies were %v, after it %v", before, after)
	}
	// Whoever kept the cookie has nothing any more.
	stolen := b.do("GET", "/journal", nil, "Cookie", "session="+before["session"])
	if stolen.status != http.StatusSeeOther {
		t.Errorf("the session lives on after Leave: status %d", stolen.status)
	}
	b.post("/visit", url.Values{"visit": {before["visit"]}}).wants(409)
}

func TestAfterSigningOutNoPageComesBack(t *testing.T) {
	b := home(t)
	b.moveIn("")
	shown := b.get("/journal").fields()
	before := b.cookies()
	out := b.post("/place/out", url.Values{})
	b.leads(out, "/")
	if !strings.Contains(out.header.Get("Clear-Site-Data"), `"cache"`) {
		t.Errorf("Clear-Site-Data is %q", out.header.Get("Clear-Site-Data"))
	}
	b.post("/visit", url.Values{"visit": {shown.Get("visit")}}).wants(409)
	if p := b.do("GET", "/journal", nil, "Cookie", "session="+before["session"]); p.status != http.StatusSeeOther {
		t.Errorf("the session lives on after signing out: status %d", p.status)
	}
}

func TestSigningOutWhileNobodyIsSignedIn(t *testing.T) {
	b := home(t)
	b.leads(b.post("/place/out", url.Values{}), "/").wants(200)
}

// cookies are the cookies of the browser by name.
func (b *browser) cookies() map[string]string {
	b.t.Helper()
	u, err := url.Parse(b.server.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	all := map[string]string{}
	for _, c := range b.client.Jar.Cookies(u) {
		all[c.Name] = c.Value
	}
	return all
}

func TestCookiesAreHeldToThisSite(t *testing.T) {
	for name, c := range map[string]struct {
		tls             bool
		session, device string
	}{
		"over TLS":         {true, "__Host-session", "__Host-device"},
		"on this computer": {false, "session", "device"},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t, func(o *Options) { o.Keeping, o.TLS = keepingIn(t, t.TempDir(), false), c.tls })
			made := b.post("/place/new", url.Values{"visit": {""}, "pass": {passphrase}, "again": {passphrase}}).wants(200)
			seen := map[string]bool{}
			for _, cookie := range (&http.Response{Header: made.header}).Cookies() {
				seen[cookie.Name] = true
				if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.Path != "/" || cookie.Domain != "" || cookie.Secure != c.tls || cookie.MaxAge <= 0 {
					t.Errorf("the cookie %s is set as %q", cookie.Name, cookie.Raw)
				}
			}
			if !seen[c.session] || !seen[c.device] {
				t.Errorf("the cookies are %v", seen)
			}
		})
	}
}

func TestAFormThatDoesNotSayWhereItComesFromIsNobodys(t *testing.T) {
	b := home(t)
	b.moveIn("")
	got := b.do("POST", "/place/out/everywhere", url.Values{}, "Sec-Fetch-Site", "")
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/place/in" {
		t.Errorf("status %d to %q", got.status, got.header.Get("Location"))
	}
	b.get("/journal").wants(200)
}

func TestDevicesCanBeSentAway(t *testing.T) {
	b := home(t)
	b.moveIn("")
	other := b.another()
	other.leads(other.post("/place/in", other.door("pass", passphrase)), "/journal")
	ends := regexp.MustCompile(`action="(/place/session/[^"]*/end)"`).FindAllStringSubmatch(b.get("/place").wants(200, "Sign out everywhere").body, -1)
	if len(ends) != 2 {
		t.Fatalf("there are %d sessions on the page, want 2", len(ends))
	}
	mine := regexp.MustCompile(`(?s)this device.*?action="([^"]*)"`).FindStringSubmatch(b.get("/place").body)[1]
	for _, e := range ends {
		if e[1] != mine {
			b.leads(b.post(e[1], url.Values{}), "/place").wants(200, "That device is signed out.")
		}
	}
	other.leads(other.get("/journal"), "/place/in")
	b.get("/journal").wants(200)

	other.post("/place/in", other.door("pass", passphrase))
	b.leads(b.post("/place/out/everywhere", url.Values{}), "/place/in")
	other.leads(other.get("/journal"), "/place/in")

	b.post("/place/in", b.door("pass", passphrase))
	mine = regexp.MustCompile(`action="(/place/session/[^"]*/end)"`).FindStringSubmatch(b.get("/place").body)[1]
	b.leads(b.post(mine, url.Values{}), "/")
	b.leads(b.get("/journal"), "/place/in")
}

func TestGuessersAreSlowedAndTheirTriesShown(t *testing.T) {
	b := home(t)
	b.moveIn("")
	b.post("/place/out", url.Values{})
	guesser := b.another()
	for range 5 {
		guesser.post("/place/in", guesser.door("pass", "is it this one perhaps")).wants(401)
	}
	guesser.post("/place/in", guesser.door("pass", passphrase)).wants(429, "Please wait")
	b.post("/place/in", b.door("pass", passphrase)).wants(200, "There were 5 wrong tries since your last sign-in", "None of it was on this device.")
	b.get("/place").wants(200, time.Now().UTC().Format("2 January 2006")+": 5")
}

func TestLettersCanBeSeenWithoutAScript(t *testing.T) {
	b := home(t)
	b.get("/place/new").wants(200, `type="password"`, "Show what I type", `href="?letters=shown"`)
	b.get("/place/new?letters=shown").wants(200, `type="text"`, "Hide what I type").lacks(`type="password"`)
	b.moveIn("")
	for _, path := range []string{"/place/passphrase", "/place/code", "/place/code/new", "/place/export", "/place/delete"} {
		b.get(path).wants(200, `type="password"`)
		b.get(path + "?letters=shown").wants(200).lacks(`type="password"`)
	}
}

func TestAFormSaysWhatIsWrongBesideTheField(t *testing.T) {
	b := home(t)
	for name, c := range map[string]struct{ pass, again, field, says string }{
		"too short":      {"tiny phrase", "tiny phrase", "pass", "at least 15 characters"},
		"nothing":        {"", "", "pass", "at least 15 characters"},
		"too long":       {strings.Repeat("abc d", 60), "", "pass", "too long"},
		"too common":     {"passwordpassword", "passwordpassword", "pass", "first that people try"},
		"not text":       {"\xff\xfe a phrase of bytes \xff", "", "again", "not the same"},
		"not the same":   {passphrase, passphrase + " ", "again", "not the same"},
		"once forgotten": {passphrase, "", "again", "not the same"},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			p := b.post("/place/new", with(b.get("/place/new").fields(), "pass", c.pass, "again", c.again)).wants(422, c.says)
			field := regexp.MustCompile(`<input id="f-` + c.field + `"[^>]*>`).FindString(p.body)
			for _, part := range []string{`aria-invalid="true"`, `aria-describedby="f-` + c.field + `-wrong`, " autofocus"} {
				if !strings.Contains(field, part) {
					t.Errorf("the field lacks %s: %s", part, field)
				}
			}
			if c.pass != "" {
				p.lacks(c.pass)
			}
		})
	}
	b.t = t
	b.leads(b.get("/journal"), "/place/new")
}

func TestTheCodeIsShownOnce(t *testing.T) {
	b := home(t)
	form := with(b.get("/place/new").fields(), "pass", passphrase, "again", passphrase)
	code := b.post("/place/new", form).wants(200).code()
	// Reloading sends the form again.
	b.leads(b.post("/place/new", form), "/place/code").wants(200, "Type the recovery code").lacks(code[:9])
	b.leads(b.get("/journal"), "/place/code")
	b.post("/place/code", url.Values{"code": {code[:20]}}).wants(422, "is missing").lacks(code[:9])
	b.post("/place/code", url.Values{"code": {another(code[:1]) + code[1:]}}).wants(422)
	next := b.post("/place/code/new", url.Values{}).wants(200).code()
	b.post("/place/code", url.Values{"code": {code}}).wants(422, "not the new one")
	b.leads(b.post("/place/code", url.Values{"code": {strings.ToLower(strings.ReplaceAll(next, "-", " "))}}), "/journal").wants(200)
	b.post("/place/code/new", url.Values{"pass": {"a wrong passphrase"}}).wants(401)
}

// another letter of a recovery code than the one given.
func another(letter string) string {
	if letter == "0" {
		return "1"
	}
	return "0"
}
