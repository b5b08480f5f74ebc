package web

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"afterwards/internal/id"
)

// another is another browser at the same server.
func (b *browser) another() *browser {
	b.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return &browser{b.t, b.server, &http.Client{Jar: jar, CheckRedirect: b.client.CheckRedirect}, b.logged}
}

// shared opens the pages of a server for several people.
func shared(t *testing.T) *browser {
	t.Helper()
	return open(t, func(o *Options) { o.Keeping = keepingIn(t, t.TempDir(), true) })
}

// TestNobodyLearnsWhatOthersKeep asks every address of a place for something of
// another person and for something that never was. Signed out or signed in,
// the answers must not differ.
func TestNobodyLearnsWhatOthersKeep(t *testing.T) {
	b := shared(t)
	b.moveIn("heron")
	entry := b.writes("Mine", "quillfeather")
	session := addressLike(b.get("/place"), "/place/session/")
	other, nobody := b.another(), b.another()
	other.moveIn("kestrel")

	s, err := newSite(Options{Adviser: mustAdviser(t), Keeping: keepingIn(t, t.TempDir(), true)})
	if err != nil {
		t.Fatal(err)
	}
	crawled := 0
	for _, route := range s.keepingRoutes() {
		real := strings.TrimPrefix(entry, "/entry/")
		if strings.HasPrefix(route.path, "/place/session/") {
			real = strings.Split(session, "/")[3]
		}
		absent := string(id.New())
		address := func(id string) string { return strings.Replace(route.path, "{id}", id, 1) }
		ask := func(b *browser, id string) answered {
			form := url.Values{}
			if route.method == "POST" {
				form = url.Values{"entry": {id}, "revision": {"1"}, "body": {"taken over"}}
			}
			got := b.do(route.method, address(id), form)
			got.body = strings.ReplaceAll(got.body, id, "ID")
			return got
		}
		if strings.Contains(route.path, "{id}") {
			crawled++
			theirs, none := ask(other, real), ask(other, absent)
			if theirs.status != http.StatusNotFound || theirs.body != none.body || none.status != theirs.status {
				t.Errorf("%s %s: for somebody else's %d, for none %d", route.method, route.path, theirs.status, none.status)
			}
		}
		theirs, none := ask(nobody, real), ask(nobody, absent)
		if theirs.status != none.status || theirs.header.Get("Location") != none.header.Get("Location") {
			t.Errorf("%s %s signed out: %d and %d", route.method, route.path, theirs.status, none.status)
		}
		if strings.Contains(theirs.body, "quillfeather") {
			t.Errorf("%s %s shows the entry to somebody who is signed out", route.method, route.path)
		}
	}
	if crawled < 5 {
		t.Errorf("only %d addresses name something, so this proves little", crawled)
	}
	other.post("/journal/write", url.Values{"entry": {strings.TrimPrefix(entry, "/entry/")}, "revision": {"1"}, "body": {"taken over"}}).wants(404)
	b.get(entry).wants(200, "quillfeather")
	b.get("/journal").wants(200)
}

// addressLike is the first address on the page that begins like that.
func addressLike(p answered, prefix string) string {
	p.t.Helper()
	for _, m := range addresses.FindAllStringSubmatch(p.body, -1) {
		if strings.HasPrefix(m[1], prefix) {
			return m[1]
		}
	}
	p.t.Fatalf("no address on the page begins with %s", prefix)
	return ""
}

func TestANameThatIsNotThereIsAnsweredLikeAWrongPassphrase(t *testing.T) {
	b := shared(t)
	b.moveIn("heron")
	guesser := b.another()
	wrong := guesser.post("/place/in", guesser.door("handle", "heron", "pass", "is it this one perhaps"))
	none := guesser.post("/place/in", guesser.door("handle", "bittern", "pass", "is it this one perhaps"))
	if wrong.status != 401 || none.status != 401 || wrong.body != strings.ReplaceAll(none.body, "bittern", "heron") {
		t.Errorf("a wrong passphrase is answered with %d, a name that is not there with %d, or the pages differ", wrong.status, none.status)
	}
	code := "0000-0000-0000-0000-0000-0000-0000-0000-00"
	a := guesser.post("/place/recover", guesser.door("handle", "heron", "code", code))
	c := guesser.post("/place/recover", guesser.door("handle", "bittern", "code", code))
	if a.status != c.status || a.body != strings.ReplaceAll(c.body, "bittern", "heron") {
		t.Errorf("recovery codes: %d and %d, or the pages differ", a.status, c.status)
	}
	guesser.post("/place/new", with(guesser.get("/place/new").fields(), "handle", "heron", "pass", passphrase, "again", passphrase)).wants(409)
}

func TestWhatOnePersonWroteDoesNotGoToTheNext(t *testing.T) {
	b := shared(t)
	b.moveIn("heron")
	wrote := with(b.get("/journal/write").fields(), "body", "quillfeather")
	cookies := b.cookies()
	b.another().moveIn("kestrel")

	// The session ends on its own; the visit goes on.
	late := b.another()
	in := late.post("/journal/write", wrote).wants(401)
	late.post("/place/in", in.carries("handle", "kestrel", "pass", passphrase)).wants(200, "Somebody else wrote a text", "not shown").lacks("quillfeather")
	late.get("/journal").wants(200, "Nothing is written here yet.")
	late.post("/journal/write", wrote).wants(409, "somebody else").lacks("quillfeather")
	if cookies["session"] == "" {
		t.Error("nobody was signed in to begin with")
	}
}

func TestAServerThatIsClosedTakesNobodyIn(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Keeping = keepingIn(t, t.TempDir(), true)
		o.Keeping.SignUps = false
	})
	b.get("/place/new").wants(200, "takes no new accounts").lacks("Choose a name")
	b.post("/place/new", url.Values{"visit": {""}, "handle": {"heron"}, "pass": {passphrase}, "again": {passphrase}}).wants(403, "takes no new accounts")
	b.post("/place/in", b.door("handle", "heron", "pass", passphrase)).wants(401)
}

// TestPlantedWordsOfAPlace writes words that occur nowhere else into every
// field there is, and looks for them where they must not be.
func TestPlantedWordsOfAPlace(t *testing.T) {
	const planted = "quillfeather"
	b := home(t)
	var all []answered
	all = append(all, b.post("/place/new", with(b.get("/place/new").fields(), "pass", planted+" and the rest", "again", planted)).lacks(planted))
	b.moveIn("")
	entry := b.writes(planted, planted+" on paper")
	for _, route := range (&site{keeping: &Keeping{}}).keepingRoutes() {
		if strings.Contains(route.path, "delete") || strings.Contains(route.path, "/out") || strings.Contains(route.path, "/end") {
			continue
		}
		address := strings.Replace(route.path, "{id}", strings.TrimPrefix(entry, "/entry/"), 1)
		all = append(all, b.do(route.method, address, nil))
		if route.method != "POST" {
			continue
		}
		for _, name := range []string{"handle", "pass", "next", "again", "code", "title", "body", "text", "words", "entry", "revision", "zone", "for", "visit", "door", "new", "undo", planted} {
			p := b.post(address, url.Values{name: {planted}})
			if p.status >= 500 {
				t.Errorf("%s with %s: status %d", address, name, p.status)
			}
			// The page that asks what should stand on paper shows what is kept.
			if address != "/paper" && (strings.HasPrefix(name, "pass") || name == "next" || name == "again" || name == "code") {
				p.lacks(planted)
			}
			all = append(all, p)
		}
	}
	all = append(all, b.post("/check", url.Values{"text": {planted}, "purpose": {"hurt"}, "dismiss": {"phrase:" + planted}}).wants(200), b.get("/place/unmarked").wants(200, planted),
		b.post("/place/unmarked", url.Values{"undo": {"phrase:" + planted}}).wants(303))
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
	if !strings.Contains(b.logged.String(), "/journal/write") {
		t.Error("nothing of this was logged, so it proves nothing")
	}
	if strings.Contains(strings.ToLower(b.logged.String()), planted) {
		t.Errorf("the planted word is in the log:\n%s", b.logged)
	}
	for name, value := range b.cookies() {
		if strings.Contains(value, planted) {
			t.Errorf("the planted word is in the cookie %s", name)
		}
	}
}

// TestWhatIsKeptIsOnlyText keeps each attack and reads it on every page that
// shows it.
func TestWhatIsKeptIsOnlyText(t *testing.T) {
	b := home(t)
	b.moveIn("")
	check := func(p answered, attack string) {
		t.Helper()
		if p.status >= 500 {
			t.Errorf("%q: status %d", attack, p.status)
		}
		for _, tag := range tags.FindAllString(p.body, -1) {
			if !ours(tag) {
				t.Errorf("%q made the element %s", attack, tag)
			}
		}
	}
	for _, attack := range attacks {
		p := b.post("/journal/write", url.Values{"title": {attack}, "body": {attack}})
		entry := strings.TrimSuffix(p.header.Get("Location"), "?kept")
		check(b.leads(p, "/entry/"), attack)
		check(b.get(entry+"/edit"), attack)
		check(b.get(entry+"/delete"), attack)
		check(b.post("/journal/write", with(url.Values{}, "entry", strings.TrimPrefix(entry, "/entry/"), "revision", "9", "title", attack, "body", attack+".")).wants(409), attack)
		check(b.post("/journal/search", url.Values{"words": {attack}}), attack)
		check(b.post("/check", url.Values{"text": {attack}, "purpose": {"hurt"}, "dismiss": {"phrase:a word " + attack}}), attack)
		check(b.get("/place?done="+url.QueryEscape(attack)), attack)
		check(b.get("/journal?before="+url.QueryEscape(attack)), attack)
	}
	check(b.get("/journal"), "the list")
	check(b.get("/place/unmarked").wants(200, "a word "+attacks[0]), "what is not marked")
	b.post("/place/out", url.Values{})
	for _, attack := range attacks {
		visit := b.get("/place/in").fields().Get("visit")
		check(b.post("/journal/write", url.Values{"visit": {visit}, "title": {attack}, "body": {attack}, "zone": {attack}}).wants(401), attack)
	}
}

// TestEveryPageOfAPlaceIsGuarded crawls the addresses of a place, signed in
// and signed out.
func TestEveryPageOfAPlaceIsGuarded(t *testing.T) {
	b := shared(t)
	b.moveIn("heron")
	entry := strings.TrimPrefix(b.writes("", "words"), "/entry/")
	for name, who := range map[string]*browser{"signed in": b, "signed out": b.another()} {
		for _, route := range (&site{keeping: &Keeping{}}).keepingRoutes() {
			if name == "signed in" && route.method == "POST" && strings.Contains(route.path, "/out") {
				continue
			}
			address := strings.Replace(route.path, "{id}", entry, 1)
			var form url.Values
			if route.method == "POST" {
				form = url.Values{}
			}
			p := who.do(route.method, address, form)
			what := name + " " + route.method + " " + address
			guarded(t, what, p.header)
			if p.status >= 500 || p.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s: status %d, Cache-Control %q", what, p.status, p.header.Get("Cache-Control"))
			}
			if p.status == http.StatusSeeOther || !strings.HasPrefix(p.header.Get("Content-Type"), "text/html") {
				continue
			}
			if n := strings.Count(p.body, "<h1"); n != 1 {
				t.Errorf("%s: %d headings of the first rank", what, n)
			}
			if strings.Contains(p.body, "style=") || inlineHandler.MatchString(p.body) {
				t.Errorf("%s: inline style or script", what)
			}
			who.do("POST", address, url.Values{}, "Sec-Fetch-Site", "cross-site").wants(403)
		}
	}
}

func TestEverythingCanBeTakenAlongAndBroughtBack(t *testing.T) {
	b := home(t)
	b.moveIn("")
	b.writes("A title", "words to take along")
	b.get("/place/export").wants(200, "Anybody who has the file can read it.")
	b.post("/place/export", url.Values{"pass": {"not my passphrase"}}).wants(401, "That is not your passphrase.")
	file := b.post("/place/export", url.Values{"pass": {passphrase}})
	if got := file.header.Get("Content-Disposition"); file.status != 200 || !strings.HasPrefix(got, "attachment; filename=\"export-") || file.header.Get("Content-Type") != "application/zip" {
		t.Fatalf("the export has status %d, disposition %q", file.status, got)
	}
	b.upload([]byte(file.body)).wants(200, "0 new", "1 that you had already")

	next := home(t)
	next.moveIn("")
	next.upload([]byte(file.body)).wants(200, "It is done", "1 new")
	next.get("/journal").wants(200, "A title")
}

func TestAFileThatIsNoExportChangesNothing(t *testing.T) {
	b := home(t)
	b.moveIn("")
	for name, file := range map[string][]byte{
		"nothing":     nil,
		"garbage":     []byte("PK\x03\x04 quillfeather and not a zip"),
		"other JSON":  []byte(`{"quillfeather": true}`),
		"half a file": []byte(`{"format": "afterwards export", "version": 1, "records": [{"kind": "journal"`),
		"a picture":   {0x89, 'P', 'N', 'G', 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.upload(file).wants(422, `id="file-wrong"`).lacks("It is done", "quillfeather")
		})
	}
	b.t = t
	b.post("/place/import", url.Values{"file": {"x"}}).wants(422, "There was no file.")
	b.do("POST", "/place/import", nil, "Content-Type", "multipart/form-data").wants(422)
	b.sends("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\nPK quillfea").wants(422, "did not arrive whole")
	b.get("/journal").wants(200, "Nothing is written here yet.")
}

// upload sends a file as a browser does.
func (b *browser) upload(file []byte) answered {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "export.zip")
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		b.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		b.t.Fatal(err)
	}
	return b.sends(form.FormDataContentType(), body.String())
}

func (b *browser) sends(kind, body string) answered {
	b.t.Helper()
	r, err := http.NewRequest("POST", b.server.URL+"/place/import", strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answered{b.t, resp.StatusCode, resp.Header, string(raw)}
}

// unzipped are the files of an export by their names.
func unzipped(t *testing.T, file string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(raw)
	}
	return files
}
