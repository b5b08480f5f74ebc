package train

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"afterwards/bench/drafts/corpus"
	"afterwards/draft/internal/heads"
	"afterwards/knowledge"
)

// The sentences in sentences/ were made up for this project, one a line. They
// show the heads what the labelled drafts hold too little of: everyday talk in
// which nothing is wrong, idioms of death, hints at death and hidden threats.
// letters.txt holds short drafts in which every sentence is labelled.
//
//go:embed sentences/*.txt
var own embed.FS

// lesson says what the sentences of one file teach.
type lesson struct {
	file     string
	harmless bool
	acts     []string // that they perform
	not      []string // that they do not; the other acts were not judged
}

var lessons = []lesson{
	{file: "everyday", harmless: true, not: []string{"persuade", "guilt", "affection", "blame", "threat", "selfharm", "breach", "nostalgia", "nonapology"}},
	{file: "idioms", harmless: true, not: []string{"selfharm", "threat"}},
	{file: "danger", acts: []string{"selfharm"}},
	{file: "threats", acts: []string{"threat"}, not: []string{"boundary", "selfharm"}},
	{file: "breaches", acts: []string{"breach"}, not: []string{"logistics", "acceptance", "selfharm"}},
	{file: "limits", harmless: true, not: []string{"threat", "selfharm", "breach", "blame", "guilt", "nonapology"}},
	{file: "steps", harmless: true, acts: []string{"boundary"}, not: []string{"threat", "selfharm", "breach"}},
	{file: "offers", harmless: true, acts: []string{"logistics"}, not: []string{"request", "threat", "selfharm", "breach"}},
}

// Own returns the project's own sentences of one part, "dev", "held" or "all",
// each by itself and the everyday ones also in fours, as messages are written.
func Own(part string) ([]Draft, error) {
	var out []Draft
	for _, l := range lessons {
		of := "all"
		if l.file == "everyday" {
			of = part // measured by itself, see bench/drafts -plain
		}
		lines, err := Lines(l.file, of)
		if err != nil {
			return nil, err
		}
		var sentences []Sentence
		for i, line := range lines {
			s := l.sentence(line)
			sentences = append(sentences, s)
			out = append(out, Draft{ID: line, Purpose: purposes[i%len(purposes)], Sentences: []Sentence{s}})
		}
		for i := 0; l.harmless && i+4 <= len(sentences); i += 4 {
			out = append(out, Draft{ID: "four " + lines[i], Purpose: purposes[(i/4)%len(purposes)], Sentences: sentences[i : i+4]})
		}
	}
	letters, err := letters()
	return append(out, letters...), err
}

// letters returns the short drafts of sentences/letters.txt: "# purpose", then "act+act | sentence" a line, then an empty line.
func letters() ([]Draft, error) {
	raw, err := own.ReadFile("sentences/letters.txt")
	if err != nil {
		return nil, err
	}
	var out []Draft
	for block := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n\n") {
		head, rest, _ := strings.Cut(block, "\n")
		d := Draft{ID: "letter " + rest, Purpose: strings.TrimPrefix(head, "# ")}
		if !slices.Contains(purposes, d.Purpose) {
			return nil, fmt.Errorf("letters.txt: unknown purpose %q", head)
		}
		for line := range strings.SplitSeq(rest, "\n") {
			acts, sentence, ok := strings.Cut(line, " | ")
			if !ok {
				return nil, fmt.Errorf("letters.txt: this line names no acts: %q", line)
			}
			l := corpus.Sentence{Text: sentence}
			if acts != "-" {
				l.Acts = strings.Split(acts, "+")
			}
			for _, a := range l.Acts {
				if !slices.Contains(knowledge.ActIDs, a) {
					return nil, fmt.Errorf("letters.txt: unknown act %q in %q", a, line)
				}
			}
			d.Sentences = append(d.Sentences, labelled(l))
		}
		out = append(out, d)
	}
	return out, nil
}

// Lines returns the sentences of one file that belong to a part.
func Lines(file, part string) ([]string, error) {
	raw, err := own.ReadFile("sentences/" + file + ".txt")
	if err != nil {
		return nil, fmt.Errorf("there are no sentences called %s: %w", file, err)
	}
	var lines []string
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line != "" && (part == "all" || corpus.Held(line) == (part == "held")) {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

func (l lesson) sentence(text string) Sentence {
	s := Sentence{Text: text, Harmless: l.harmless, Kind: l.file}
	for a := range heads.Acts {
		id := knowledge.ActIDs[a]
		s.Acts[a] = slices.Contains(l.acts, id)
		s.Known[a] = s.Acts[a] || slices.Contains(l.not, id)
	}
	return s
}
