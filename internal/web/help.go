package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"afterwards/internal/errs"
	"afterwards/internal/web/httpx"
	"afterwards/knowledge"
)

// helpPage leads to people who can help: in one country, or, while none is
// chosen, by the directories that know every country.
type helpPage struct {
	frame
	Country   string // its name; empty while none is chosen
	Countries []country
	First     []helpLine // one tap away: the emergency number and a crisis line
	Sections  []helpSection
}

func (helpPage) template() string { return "help.html" }

// country is a choice of the list.
type country struct {
	Code      string // lower case, as in the address
	Name      string
	Suggested bool // the browser's languages speak for it
}

type helpSection struct {
	ID, Title   string
	Says, Steps []string
	Lines       []helpLine // shown in full
	Again       []helpLine // already shown further up the page
}

// helpLine is a service and the ways to reach it.
type helpLine struct {
	Name, For, Hours string
	Call, Text       string       // as the person reads it
	Dial, Message    template.URL // as the phone takes it; empty if it cannot
	Web, WebName     string
	Checked          string
	Sources          []knowledge.HelpSource
}

// helpAge is how long a number stays shown after somebody last looked it up.
const helpAge = 365 * 24 * time.Hour

// builtInHelp reads the help files that the program was built with, the first
// time that somebody asks: starting does not wait for forty files.
var builtInHelp = sync.OnceValues(func() (*knowledge.Help, error) {
	help, problems := knowledge.LoadHelp(knowledge.Files)
	return help, problems.Err()
})

func (s *site) help(w http.ResponseWriter, r *http.Request) error {
	help, err := s.opts.Help()
	if err != nil {
		return err
	}
	return s.showHelp(w, r, help, nil)
}

func (s *site) helpIn(w http.ResponseWriter, r *http.Request) error {
	help, err := s.opts.Help()
	if err != nil {
		return err
	}
	for i := range help.Countries {
		if code(&help.Countries[i]) == r.PathValue("country") {
			return s.showHelp(w, r, help, &help.Countries[i])
		}
	}
	return errs.New(errs.NotFound, "We have no checked numbers for that country. The help page lists directories that know every country.")
}

// chooseHelp leads from the list of countries to the page of one.
func (s *site) chooseHelp(w http.ResponseWriter, r *http.Request) error {
	form, err := httpx.Form(w, r, visitLimit)
	if err != nil {
		return err
	}
	help, err := s.opts.Help()
	if err != nil {
		return err
	}
	to := "/help"
	for i := range help.Countries {
		if c := code(&help.Countries[i]); c == form.Get("country") {
			to += "/" + c
		}
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func code(c *knowledge.Country) string { return strings.ToLower(c.Code) }

func (s *site) showHelp(w http.ResponseWriter, r *http.Request, help *knowledge.Help, in *knowledge.Country) error {
	p := helpPage{frame: s.frame(r, "Help")}
	oldest := s.opts.Now().Add(-helpAge).Format(time.DateOnly)
	lines := help.International.Lines
	if in != nil {
		p.Country = in.Name
		// A country has its own numbers; of the rest only the directories help.
		lines = slices.DeleteFunc(slices.Clone(lines), func(l knowledge.HelpLine) bool { return l.Kind != "directory" })
		lines = slices.Concat(in.Lines, lines)
		p.First = first(lines, oldest, "emergency", "crisis")
	}
	suggested := region(r.Header.Get("Accept-Language"))
	for i := range help.Countries {
		c := &help.Countries[i]
		p.Countries = append(p.Countries, country{code(c), c.Name, c == in || in == nil && c.Code == suggested})
	}
	seen := map[string]bool{}
	for _, section := range help.Sections {
		part := helpSection{ID: section.ID, Title: section.Title, Says: section.Says, Steps: section.Steps}
		for _, kind := range section.Kinds {
			for i := range lines {
				l := &lines[i]
				switch {
				case l.Kind != kind || l.Hidden(oldest) != "":
				case seen[l.ID]:
					part.Again = append(part.Again, shownLine(l))
				default:
					seen[l.ID] = true
					part.Lines = append(part.Lines, shownLine(l))
				}
			}
		}
		p.Sections = append(p.Sections, part)
	}
	return s.show(w, http.StatusOK, p)
}

// first returns the first line of each kind that can be called.
func first(lines []knowledge.HelpLine, oldest string, kinds ...string) []helpLine {
	var found []helpLine
	for _, kind := range kinds {
		i := slices.IndexFunc(lines, func(l knowledge.HelpLine) bool {
			return l.Kind == kind && l.Hidden(oldest) == "" && phone("tel:", l.Call) != ""
		})
		if i >= 0 {
			found = append(found, shownLine(&lines[i]))
		}
	}
	return found
}

func shownLine(l *knowledge.HelpLine) helpLine {
	shown := helpLine{
		Name: l.Name, For: l.For, Hours: l.Hours, Call: l.Call, Text: l.Text,
		Dial: phone("tel:", l.Call), Web: l.Web, Checked: l.Checked, Sources: l.Sources,
	}
	if day, err := time.Parse(time.DateOnly, l.Checked); err == nil {
		shown.Checked = day.Format("2 January 2006")
	}
	if u, err := url.Parse(l.Web); err == nil {
		shown.WebName = strings.TrimPrefix(u.Host, "www.")
	}
	// "SHOUT to 85258" has a word to write and a number; other apps have their
	// own ways, and the person reads those.
	if word, number, ok := strings.Cut(l.Text, " to "); ok {
		if to := phone("sms:", number); to != "" {
			shown.Message = to + template.URL("?body="+url.PathEscape(word))
		}
	} else {
		shown.Message = phone("sms:", l.Text)
	}
	return shown
}

// phone makes an address of a number as people write it, or "" if it holds
// anything but digits and the signs between them. The address is made of
// digits, *, # and + only, so it needs no further escaping.
func phone(scheme, number string) template.URL {
	var b strings.Builder
	for _, r := range number {
		switch {
		case r >= '0' && r <= '9' || r == '+' || r == '*':
			b.WriteRune(r)
		case r == '#':
			b.WriteString("%23")
		case strings.ContainsRune(" -()/.", r):
		default:
			return ""
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return template.URL(scheme + b.String())
}

// region returns the country of the first language in an Accept-Language header
// that names one: "en-GB,en;q=0.9" gives GB. It is a guess, for the order of a
// list; many browsers say en-US everywhere.
func region(accepted string) string {
	for tag := range strings.SplitSeq(accepted, ",") {
		tag, _, _ = strings.Cut(strings.TrimSpace(tag), ";")
		parts := strings.Split(tag, "-")
		if last := parts[len(parts)-1]; len(parts) > 1 && len(last) == 2 {
			return strings.ToUpper(last)
		}
	}
	return ""
}
