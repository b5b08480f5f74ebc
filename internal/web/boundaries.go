package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"afterwards/internal/account"
	"afterwards/internal/boundary"
	"afterwards/internal/errs"
	"afterwards/internal/id"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
	"afterwards/situation"
)

func (s *site) boundaryRoutes() []route {
	return []route{
		{"GET", "/boundaries", s.ready(s.boundaries)},
		{"GET", "/boundaries/new/{kind}", s.ready(s.boundaryStart)},
		{"POST", "/boundaries/new/{kind}", s.ready(s.boundaryKeep)},
		{"GET", "/boundaries/now", s.ready(s.boundaryNow)},
		{"POST", "/boundaries/now", s.ready(s.boundaryNow)},
		{"GET", "/boundary/{id}", s.ready(s.boundary)},
		{"POST", "/boundary/{id}/end", s.ready(s.boundaryEnd)},
		{"POST", "/boundary/{id}/delete", s.ready(s.boundaryDelete)},
	}
}

func boundaryPath(one id.ID) string { return "/boundary/" + string(one) }

// boundariesPage lists what holds now, and the kinds there are.
type boundariesPage struct {
	frame
	Holds []boundaryLine
	Ended []boundaryLine
	Kinds []knowledge.BoundaryKind
	Done  string
}

func (boundariesPage) template() string { return "boundaries.html" }

type boundaryLine struct {
	Path, Title string
	Lines       []string
}

func (s *site) boundaries(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	all, err := s.openBoundaries(open).All(r.Context())
	if err != nil {
		return err
	}
	p := boundariesPage{frame: s.placeFrame(r, "Boundaries", open), Kinds: s.adviser.Judgement().Boundaries.All, Done: doneWords[r.URL.Query().Get("done")]}
	now := s.keeping.Now()
	for _, k := range all {
		line := boundaryLine{boundaryPath(k.ID), k.Value.Title, k.Value.Lines()}
		if k.Value.Holds(now) || k.Value.Ended == nil && string(k.Value.From) > now.Format(time.DateOnly) {
			p.Holds = append(p.Holds, line)
		} else {
			p.Ended = append(p.Ended, line)
		}
	}
	return s.show(w, http.StatusOK, p)
}

func (s *site) boundaryKind(name string) *knowledge.BoundaryKind {
	all := s.adviser.Judgement().Boundaries.All
	i := slices.IndexFunc(all, func(k knowledge.BoundaryKind) bool { return k.Boundary == name })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// boundaryNewPage makes a boundary out of a kind.
type boundaryNewPage struct {
	frame
	Kind     *knowledge.BoundaryKind
	Path     string
	Shut     string
	Claims   []claimLink
	Sources  []string
	Guides   []programmeLink
	Whose    []choice
	Topics   []choice
	Ways     []choice
	Days     []choice
	Text     string
	Title    string
	From     string
	Until    string
	Zone     string
	Begin    string
	End      string
	Minutes  string
	PerWeek  string
	Replies  bool
	Promises string
	Stages   []stageLine
	Sorry    string
}

func (boundaryNewPage) template() string { return "boundary-new.html" }

type stageLine struct{ From, PerWeek string }

// Gives reports whether the person sets that part.
func (p boundaryNewPage) Gives(part string) bool { return slices.Contains(p.Kind.Gives, part) }

var whoseWords = map[string]string{"mine": "Mine: I set it for myself", "both": "Ours: we have agreed on it", "theirs": "Theirs: my ex wishes it"}

// lately is what somebody told within a day, the last first, or nothing.
func (s *site) lately(r *http.Request, open *account.Open) (situation.Situation, error) {
	v := s.adviser.Vocabulary()
	kept, err := s.openDecisions(open).Since(r.Context(), s.keeping.Now().Add(-sinceAnswer))
	if err != nil || len(kept) == 0 {
		return v.Unknown(), err
	}
	told, err := v.Read(kept[0].Value.Facts)
	if err != nil {
		return v.Unknown(), nil // an older program's words say nothing
	}
	return told, nil
}

func (s *site) boundaryStart(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	kind := s.boundaryKind(r.PathValue("kind"))
	if kind == nil {
		return unknownPath(w, r)
	}
	form := url.Values{"text": {kind.Text}, "title": {kind.Title}, "whose": {kind.Whose[0]}, "topic": kind.Topics, "way": kind.Ways, "promises": {strings.Join(kind.Promises, "\n")}}
	return s.showBoundaryNew(w, r, open, http.StatusOK, kind, form, "")
}

func (s *site) showBoundaryNew(w http.ResponseWriter, r *http.Request, open *account.Open, status int, kind *knowledge.BoundaryKind, form url.Values, sorry string) error {
	told, err := s.lately(r, open)
	if err != nil {
		return err
	}
	stand, _ := s.adviser.Boundary(kind.Boundary, told)
	p := boundaryNewPage{
		frame: s.placeFrame(r, "Boundaries", open), Kind: kind, Path: "/boundaries/new/" + kind.Boundary, Shut: stand.Shut, Claims: s.claimLinks(kind.Support.Claims), Sorry: sorry,
		Text: form.Get("text"), Title: form.Get("title"), From: form.Get("from"), Until: form.Get("until"), Zone: form.Get("zone-name"), Begin: form.Get("begin"), End: form.Get("end"),
		Minutes: form.Get("minutes"), PerWeek: form.Get("per-week"), Replies: form.Get("replies") != "", Promises: form.Get("promises"),
	}
	if p.From == "" {
		p.From = s.keeping.Now().Format(time.DateOnly)
	}
	for _, at := range kind.Sources {
		p.Sources = append(p.Sources, s.source(at.String()))
	}
	for _, g := range s.adviser.Judgement().Guides {
		if slices.Contains(kind.Guides, g.Guide) {
			p.Guides = append(p.Guides, programmeLink{"/guides/" + g.Guide, g.Title, g.About})
		}
	}
	for _, v := range kind.Whose {
		p.Whose = append(p.Whose, choice{v, whoseWords[v], form.Get("whose") == v})
	}
	for _, v := range boundary.Topics {
		p.Topics = append(p.Topics, choice{string(v), upper(v.Words()), slices.Contains(form["topic"], string(v))})
	}
	for _, v := range boundary.Ways {
		p.Ways = append(p.Ways, choice{string(v), upper(v.Words()), slices.Contains(form["way"], string(v))})
	}
	for d := range 7 {
		day := time.Weekday((d + 1) % 7)
		p.Days = append(p.Days, choice{strconv.Itoa(int(day)), day.String(), slices.Contains(form["day"], strconv.Itoa(int(day)))})
	}
	for i := range 4 {
		line := stageLine{}
		if i < len(form["stage-from"]) && i < len(form["stage-most"]) {
			line = stageLine{form["stage-from"][i], form["stage-most"][i]}
		}
		p.Stages = append(p.Stages, line)
	}
	return s.show(w, status, p)
}

func (s *site) boundaryKeep(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	kind := s.boundaryKind(r.PathValue("kind"))
	if kind == nil {
		return unknownPath(w, r)
	}
	form, err := httpx.Form(w, r, draftFormLimit)
	if err != nil {
		return err
	}
	fresh, err := readBoundary(kind, form, s.keeping.Now())
	if err == nil {
		var k boundary.Kept
		if k, err = s.openBoundaries(open).Keep(r.Context(), fresh); err == nil {
			return seeOther(w, r, boundaryPath(k.ID)+"?kept")
		}
	}
	status, says := s.refused(r, err)
	return s.showBoundaryNew(w, r, open, status, kind, form, says)
}

// readBoundary reads what the person set, as far as the kind lets them.
func readBoundary(kind *knowledge.BoundaryKind, form url.Values, now time.Time) (b boundary.Boundary, err error) {
	gives := func(part string) bool { return slices.Contains(kind.Gives, part) }
	b = boundary.Boundary{
		Form: kind.Boundary, Title: strings.TrimSpace(form.Get("title")), Text: strings.TrimSpace(form.Get("text")), Whose: boundary.Whose(form.Get("whose")),
		From: boundary.Date(form.Get("from")), Zone: form.Get("zone-name"), Closed: kind.Closed,
	}
	if !slices.Contains(kind.Whose, string(b.Whose)) {
		b.Whose = ""
	}
	// Days are the same almost everywhere; hours are not, and are never guessed.
	if b.Zone == "" && form.Get("begin") == "" {
		b.Zone = "UTC"
	}
	for _, e := range kind.Except {
		b.Except = append(b.Except, boundary.Excuse(e))
	}
	topics, ways := kind.Topics, kind.Ways
	if gives("topics") {
		topics = form["topic"]
	}
	if gives("ways") {
		ways = form["way"]
	}
	for _, v := range topics {
		b.Topics = append(b.Topics, boundary.Topic(v))
	}
	for _, v := range ways {
		b.Ways = append(b.Ways, boundary.Way(v))
	}
	if gives("until") {
		b.Until = boundary.Date(form.Get("until"))
		if days, err := strconv.Atoi(form.Get("length")); err == nil && b.Until == "" && days > 0 {
			b.Until = b.From.Plus(days - 1)
		}
	}
	if gives("windows") && (form.Get("begin") != "" || form.Get("end") != "") {
		window, err := readWindow(form)
		if err != nil {
			return b, err
		}
		b.Windows = []boundary.Window{window}
	}
	if n, err := strconv.Atoi(form.Get("minutes")); err == nil && gives("minutes") {
		b.Minutes = n
	}
	if n, err := strconv.Atoi(form.Get("per-week")); err == nil && gives("per_week") {
		b.PerWeek = &n
	}
	b.ReplyTo = kind.ReplyTo || gives("reply_to") && form.Get("replies") != ""
	for line := range strings.Lines(form.Get("promises")) {
		if line = strings.TrimSpace(line); line != "" {
			b.Promises = append(b.Promises, line)
		}
	}
	for i, from := range form["stage-from"] {
		if from == "" || !gives("stages") || i >= len(form["stage-most"]) {
			continue
		}
		n, err := strconv.Atoi(form["stage-most"][i])
		if err != nil {
			return b, errs.New(errs.Invalid, "Each stage needs a number of contacts a week. It may be 0.")
		}
		b.Stages = append(b.Stages, boundary.Stage{From: boundary.Date(from), PerWeek: n})
	}
	return b, nil
}

func readWindow(form url.Values) (w boundary.Window, err error) {
	minute := func(name string) (int, error) {
		t, err := time.Parse("15:04", form.Get(name))
		if err != nil {
			return 0, errs.New(errs.Invalid, "Write both times as 19:30, or leave both empty.")
		}
		return t.Hour()*60 + t.Minute(), nil
	}
	if w.Begin, err = minute("begin"); err != nil {
		return w, err
	}
	if w.End, err = minute("end"); err != nil {
		return w, err
	}
	for _, d := range form["day"] {
		if n, err := strconv.Atoi(d); err == nil && n >= 0 && n <= 6 {
			w.Days = append(w.Days, time.Weekday(n))
		}
	}
	return w, nil
}

// boundaryPage is one boundary: to read, to print, to end.
type boundaryPage struct {
	frame
	ID       id.ID
	Revision int64
	Boundary boundary.Boundary
	Lines    []string
	Notes    []string
	Kept     bool
	Theirs   bool
	Ended    string
	Tell     string // why it is not to be told, or what has to be known first
	May      bool   // nothing told stands against telling it
	Sorry    string
}

func (boundaryPage) template() string { return "boundary.html" }

func (s *site) findBoundary(r *http.Request, open *account.Open) (boundary.Kept, error) {
	one, ok := id.Parse(r.PathValue("id"))
	if !ok {
		return boundary.Kept{}, notHere()
	}
	return s.openBoundaries(open).Find(r.Context(), one)
}

func (s *site) boundary(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	k, err := s.findBoundary(r, open)
	if err != nil {
		return err
	}
	return s.showBoundary(w, r, open, http.StatusOK, k, "")
}

func (s *site) showBoundary(w http.ResponseWriter, r *http.Request, open *account.Open, status int, k boundary.Kept, sorry string) error {
	told, err := s.lately(r, open)
	if err != nil {
		return err
	}
	p := boundaryPage{frame: s.placeFrame(r, "Boundaries", open), ID: k.ID, Revision: k.Revision, Boundary: k.Value, Lines: k.Value.Lines(),
		Kept: r.URL.Query().Has("kept"), Theirs: k.Value.Whose == boundary.Theirs, Sorry: sorry}
	if k.Value.Ended != nil {
		p.Ended = momentWords(k.Value.Ended.When)
	}
	if kind := s.boundaryKind(k.Value.Form); kind != nil {
		p.Notes = kind.Notes
	}
	if stand, ok := s.adviser.Boundary(k.Value.Form, told); ok && !p.Theirs {
		p.May, p.Tell = stand.Tell(), stand.Quiet
	}
	return s.show(w, status, p)
}

func (s *site) boundaryEnd(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, formLimit)
	if err != nil {
		return err
	}
	k, err := s.findBoundary(r, open)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	_, err = s.openBoundaries(open).Change(r.Context(), k.ID, revision, func(b *boundary.Boundary) error {
		return b.End(s.keeping.Now(), strings.TrimSpace(form.Get("note")), form.Get("their-word") == "yes")
	})
	if err != nil {
		status, says := s.refused(r, err)
		return s.showBoundary(w, r, open, status, k, says)
	}
	return seeOther(w, r, "/boundaries?done=ended-boundary")
}

func (s *site) boundaryDelete(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form, err := httpx.Form(w, r, visitLimit)
	if err != nil {
		return err
	}
	k, err := s.findBoundary(r, open)
	if err != nil {
		return err
	}
	revision, _ := strconv.ParseInt(form.Get("revision"), 10, 64)
	if err := s.openBoundaries(open).Delete(r.Context(), k.ID, revision); err != nil {
		status, says := s.refused(r, err)
		return s.showBoundary(w, r, open, status, k, says)
	}
	return seeOther(w, r, "/boundaries?done=deleted-boundary")
}

// boundaryNowPage holds a planned contact against the boundaries. That nothing
// stands against it is no reason for it.
type boundaryNowPage struct {
	frame
	Asked   bool
	Within  bool
	Excused bool
	Against []objectionLine
	Given   []string
	Ways    []choice
	Topics  []choice
	For     []choice
	Reply   bool
	None    bool // there are no boundaries
}

func (boundaryNowPage) template() string { return "boundary-now.html" }

type objectionLine struct{ Path, Title, Says string }

var objectionWords = map[boundary.Why]string{
	boundary.NoContact: "You chose no contact.", boundary.TheirWish: "They asked for distance. That stands until they take it back themselves.",
	boundary.ByOthers: "Nobody carries messages.", boundary.WrongTopic: "It is not about this.", boundary.TopicUnsaid: "It holds for some topics only, and you named none.",
	boundary.WrongWay: "It is not by this way.", boundary.NotTheHour: "It is not the hour.", boundary.OnlyReplies: "Only as an answer to them.", boundary.EnoughNow: "This week’s amount is spent.",
}

func (s *site) boundaryNow(w http.ResponseWriter, r *http.Request, open *account.Open) error {
	form := url.Values{}
	if r.Method == http.MethodPost {
		var err error
		if form, err = httpx.Form(w, r, formLimit); err != nil {
			return err
		}
	}
	kept, err := s.openBoundaries(open).All(r.Context())
	if err != nil {
		return err
	}
	entries, err := s.openContacts(open).All(r.Context())
	if err != nil {
		return err
	}
	p := boundaryNowPage{frame: s.placeFrame(r, "Boundaries", open), Asked: form.Get("way") != "", Reply: form.Get("reply") != "", None: len(kept) == 0}
	for _, v := range boundary.Ways {
		p.Ways = append(p.Ways, choice{string(v), upper(v.Words()), form.Get("way") == string(v)})
	}
	for _, v := range boundary.Topics {
		p.Topics = append(p.Topics, choice{string(v), upper(v.Words()), form.Get("topic") == string(v)})
	}
	for _, v := range boundary.Excuses {
		p.For = append(p.For, choice{string(v), upper(v.Words()), form.Get("for") == string(v)})
	}
	var limits []boundary.Boundary
	for _, k := range kept {
		limits = append(limits, k.Value)
	}
	var past []boundary.Contact
	for _, k := range entries {
		past = append(past, asContact(k.Value))
	}
	j := boundary.Judge(limits, past, boundary.Contact{
		At: s.keeping.Now(), Way: boundary.Way(form.Get("way")), Topic: boundary.Topic(form.Get("topic")), Mine: true, Reply: p.Reply, For: boundary.Excuse(form.Get("for")),
	})
	p.Within, p.Excused = j.Within(), j.Excused
	for _, o := range j.Against {
		line := objectionLine{boundaryPath(kept[o.Limit].ID), kept[o.Limit].Value.Title, objectionWords[o.Why]}
		if !o.Next.IsZero() {
			line.Says += " The next hours begin on " + o.Next.Format("Monday, 15:04") + "."
		}
		p.Against = append(p.Against, line)
	}
	for _, i := range j.Given {
		p.Given = append(p.Given, kept[i].Value.Title)
	}
	return s.show(w, http.StatusOK, p)
}
