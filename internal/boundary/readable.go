package boundary

import (
	"fmt"
	"strings"
	"time"
)

// Began is the beginning of the first day.
func (b Boundary) Began() time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, string(b.From), b.location())
	return t
}

// Readable is the boundary as a person reads it outside the program.
func (b Boundary) Readable() string {
	var out strings.Builder
	out.WriteString(b.Text + "\n\n")
	for _, line := range b.Lines() {
		out.WriteString("- " + line + "\n")
	}
	if b.Ended != nil {
		fmt.Fprintf(&out, "\nEnded on %s.\n", b.Ended.When.In(b.location()).Format("2 January 2006"))
		if b.Ended.Note != "" {
			out.WriteString(b.Ended.Note + "\n")
		}
	}
	return out.String()
}

var owners = map[Whose]string{Mine: "My own boundary.", Both: "Agreed by both of us.", Theirs: "Their wish."}

var topicWords = map[Topic]string{Children: "the children", Home: "the home", Money: "money", Belongings: "things", Work: "work", Health: "health", Us: "the two of us", Chat: "everyday things"}

var wayWords = map[Way]string{Message: "messages", Call: "calls", Met: "meetings", Social: "social media", Through: "other people", Other: "other ways"}

var excuseWords = map[Excuse]string{ChildSafety: "a child in danger", Legal: "what the law or a court requires"}

// Lines says what the boundary holds, one thing a line.
func (b Boundary) Lines() []string {
	lines := []string{owners[b.Whose], "From " + dateWords(b.From) + until(b)}
	if b.Closed {
		lines = append(lines, "No contact.")
	}
	if len(b.Topics) > 0 {
		lines = append(lines, "Only about: "+join(b.Topics, topicWords)+".")
	}
	if len(b.Ways) > 0 {
		lines = append(lines, "Only by: "+join(b.Ways, wayWords)+".")
	}
	for _, w := range b.Windows {
		lines = append(lines, w.words(b.Zone))
	}
	if b.Minutes > 0 && len(b.Windows) > 0 {
		lines = append(lines, fmt.Sprintf("With %d minutes of give.", b.Minutes))
	}
	if b.ReplyTo {
		lines = append(lines, "Only as an answer.")
	}
	if b.PerWeek != nil {
		lines = append(lines, fmt.Sprintf("At most %d times in seven days.", *b.PerWeek))
	}
	for _, s := range b.Stages {
		lines = append(lines, fmt.Sprintf("From %s: at most %d times in seven days.", dateWords(s.From), s.PerWeek))
	}
	lines = append(lines, b.Promises...)
	if len(b.Except) > 0 {
		lines = append(lines, "It does not bind: "+join(b.Except, excuseWords)+".")
	}
	return lines
}

func until(b Boundary) string {
	switch {
	case b.Whose == Theirs:
		return ", until they take it back."
	case b.Until == "":
		return ", with no end set."
	}
	return " to " + dateWords(b.Until) + "."
}

func dateWords(d Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return t.Format("2 January 2006")
}

func join[T comparable](values []T, words map[T]string) string {
	var all []string
	for _, v := range values {
		all = append(all, words[v])
	}
	return strings.Join(all, ", ")
}

func (w Window) words(zone string) string {
	days := "Every day"
	if len(w.Days) > 0 {
		var names []string
		for _, d := range w.Days {
			names = append(names, d.String())
		}
		days = strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s from %02d:%02d to %02d:%02d (%s).", days, w.Begin/60, w.Begin%60, w.End/60, w.End%60, zone)
}

// Words says a topic in words.
func (t Topic) Words() string { return topicWords[t] }

// Words says a way in words.
func (w Way) Words() string { return wayWords[w] }

// Words says an exception in words.
func (e Excuse) Words() string { return excuseWords[e] }
