package letter

import (
	"strings"
	"time"
)

const dayFormat = "2 January 2006"

// Readable is the letter as a person reads it outside the program. A sealed one
// keeps its words to itself; they are in the file for programs.
func (l Letter) Readable() string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, "") + "\n") }
	switch {
	case l.Gone():
		line("This letter was let go. Its words are not here any more.")
	case l.Seal != nil:
		line("This letter is sealed until ", day(l.Seal.Until), ". Its words are in afterwards.json.")
	default:
		for _, p := range l.Current() {
			if p.Text != "" {
				line("## ", p.Title, "\n\n", p.Text, "\n")
			}
		}
		if n := len(l.Versions) - 1; n > 0 {
			line("Earlier versions are in afterwards.json.", "\n")
		}
	}
	if l.Away != nil && !l.Gone() {
		line("Put away until ", day(l.Away.Until), ". ", l.Away.Reason)
	}
	if a := l.Answer; a != nil && !a.None {
		line("After ", day(a.Day), " no reply is an answer.")
	}
	for _, e := range l.Endings {
		line(day(e.When), ": ", endingWords[e.What], ".")
	}
	for _, r := range l.Ratings {
		line(day(r.When), ", looking back: ", string(r.View), ".")
		if r.Note != "" {
			line(r.Note)
		}
	}
	return b.String()
}

func day(t time.Time) string { return t.Format(dayFormat) }

// endingWords say how a letter ended, in the person's own record.
var endingWords = map[What]string{
	KeptHere: "kept here",
	Released: "let go",
	Taken:    "taken along",
	Sent:     "sent, by my own word",
	Shared:   "printed for somebody to read",
}
