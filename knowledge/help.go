package knowledge

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Help is where help is to be had, and the words of the Help page.
type Help struct {
	// Countries are in the order of their names.
	Countries []Country
	// International holds the directories that list help by country.
	International Country
	Sections      []HelpSection
}

// Country is one file of help lines.
type Country struct {
	Pos
	Code      string     `yaml:"country,required"` // ISO 3166, two letters; INT for international
	Name      string     `yaml:"name,required"`
	Languages []string   `yaml:"languages,required"`
	Lines     []HelpLine `yaml:"lines,required"`
}

// HelpLine is one service that can be called, written to or looked up.
type HelpLine struct {
	Pos
	ID    string `yaml:"id,required"`
	Kind  string `yaml:"kind,required"`
	Name  string `yaml:"name,required"`
	Call  string `yaml:"call"` // as dialled in the country
	Text  string `yaml:"text"` // a number, "WORD to NUMBER" or "WhatsApp NUMBER"
	Web   string `yaml:"web"`
	Hours string `yaml:"hours"`
	For   string `yaml:"for,required"`

	Sources []HelpSource `yaml:"sources,required"`
	Checked string       `yaml:"checked,required"` // year-month-day
	Note    string       `yaml:"note"`             // what is missing or doubtful, for authors
}

// HelpSource is a published page that gives the line.
type HelpSource struct {
	Pos
	What  string `yaml:"what,required"`
	Where string `yaml:"where,required"`
	Kind  string `yaml:"kind,required"`
	Seen  string `yaml:"seen,required"`
}

// HelpSection is a part of the Help page; Kinds says which lines stand in it,
// in that order.
type HelpSection struct {
	Pos
	ID    string   `yaml:"id,required"`
	Title string   `yaml:"title,required"`
	Says  []string `yaml:"says,required"`
	Steps []string `yaml:"steps"`
	Kinds []string `yaml:"kinds,required"`
}

var (
	helpKinds       = []string{"emergency", "crisis", "abuse", "stalking", "young", "own-behaviour", "men", "lgbt", "directory"}
	helpSourceKinds = []string{"own-site", "government", "health", "encyclopedia", "directory", "press", "code"}
	isoDate         = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`) })
	dialled         = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9*#+(][-0-9 *#()]*$`) })
)

// Hidden says why a line is not shown to people, or "" when it is. A line is
// shown when two sources on different sites agree on it and somebody looked it
// up on the day oldest (year-month-day) or later; an empty oldest asks for no day.
func (l *HelpLine) Hidden(oldest string) string {
	sites := map[string]bool{}
	for _, s := range l.Sources {
		sites[s.site()] = true
	}
	switch {
	case len(sites) < 2:
		return fmt.Sprintf("%d independent source, and two must agree", len(sites))
	case l.Checked < oldest:
		return "last checked on " + l.Checked + ", which is too long ago"
	case l.Call == "" && l.Text == "" && l.Web == "":
		return "no number and no address"
	}
	return ""
}

// site is what makes a source independent of another: the host of its address
// without www, or the owner and name of a repository.
func (s *HelpSource) site() string {
	if u, err := url.Parse(s.Where); err == nil && u.Host != "" {
		return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	return s.Where
}

// LoadHelp reads the files under help/.
func LoadHelp(fsys fs.FS) (*Help, Problems) {
	h := &Help{}
	var page struct {
		Sections []HelpSection `yaml:"sections,required"`
	}
	problems := Decode(fsys, "help/page.yaml", &page)
	h.Sections = page.Sections
	for _, s := range h.Sections {
		for _, kind := range s.Kinds {
			if !slices.Contains(helpKinds, kind) {
				problems.add(s.Pos, Nearest(kind, helpKinds), "section %s: unknown kind %q", s.ID, kind)
			}
		}
	}
	files, err := fs.Glob(fsys, "help/*.yaml")
	if err != nil {
		problems.add(Pos{"help", 1, 1}, "", "the folder cannot be read: %s", err)
	}
	ids := map[string]Pos{}
	for _, file := range files {
		if path.Base(file) == "page.yaml" {
			continue
		}
		var c Country
		problems = append(problems, Decode(fsys, file, &c)...)
		for i := range c.Lines {
			l := &c.Lines[i]
			if first, ok := ids[l.ID]; ok {
				problems.add(l.Pos, "", "the line %q is already at %s", l.ID, first)
			}
			ids[l.ID] = l.Pos
			checkHelpLine(l, &problems)
		}
		if c.Code == "INT" {
			h.International = c
			continue
		}
		if want := strings.ToUpper(strings.TrimSuffix(path.Base(file), ".yaml")); c.Code != want {
			problems.add(c.Pos, "name the file after the country", "the file is about %q", c.Code)
		}
		h.Countries = append(h.Countries, c)
	}
	if h.International.Code == "" {
		problems.add(Pos{"help/international.yaml", 1, 1}, "write country: \"INT\"", "the international directories are missing")
	}
	slices.SortFunc(h.Countries, func(a, b Country) int { return strings.Compare(a.Name, b.Name) })
	return h, problems
}

func checkHelpLine(l *HelpLine, problems *Problems) {
	if !slices.Contains(helpKinds, l.Kind) {
		problems.add(l.Pos, Nearest(l.Kind, helpKinds), "line %s: unknown kind %q", l.ID, l.Kind)
	}
	if l.Call != "" && !dialled().MatchString(l.Call) {
		problems.add(l.Pos, "digits and spaces only; words belong into for", "line %s: %q cannot be dialled", l.ID, l.Call)
	}
	if !isoDate().MatchString(l.Checked) {
		problems.add(l.Pos, "write it as 2026-11-22", "line %s: %q is not a day", l.ID, l.Checked)
	}
	if l.Web != "" && !strings.HasPrefix(l.Web, "https://") && !strings.HasPrefix(l.Web, "http://") {
		problems.add(l.Pos, "begin with https://", "line %s: %q is not an address", l.ID, l.Web)
	}
	for _, s := range l.Sources {
		if !slices.Contains(helpSourceKinds, s.Kind) {
			problems.add(s.Pos, Nearest(s.Kind, helpSourceKinds), "line %s: unknown kind of source %q", l.ID, s.Kind)
		}
	}
}
