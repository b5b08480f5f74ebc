package knowledge_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"afterwards/internal/wording"
	"afterwards/knowledge"
)

// unread are the keys whose values nobody reads on a page: conditions, patterns
// and their examples, places, and notes from maker to maker. All else is read.
var unread = strings.Fields(`when unless fits only_if risk means unit match must never without with seen what where note at`)

// reported are the places in which somebody else speaks: what articles say and
// people claim. It may hold what we refuse.
var reported = strings.Fields(`sayings/says claims/says claims/articles/says conflicts/one/says conflicts/other/says sources/title`)

// found are the places that tell of studies: how many, and of whom.
var found = strings.Fields(`claims/finds sources/finds sources/title`)

// allowed are texts that may break a rule, and why.
var allowed = map[string]struct{ rule, why string }{
	"A-33":                              {wording.Gender, "the claim is about men, and we say that nothing was found"},
	"K46":                               {wording.Gender, "the conflict is about men, and we take no side"},
	"Is it different for men?":          {wording.Gender, "the question, and the answer is no"},
	"men and women are much alike":      {wording.Gender, "the answer to it"},
	"finds men and women much alike":    {wording.Gender, "the answer to it"},
	"In one study of divorcing couples": {wording.Gender, "who was asked in a study"},
	"about six in ten people had an ex": {wording.Odds, "how many in a study, and not of whom"},
	`"you always" and "you never"`:      {"always or never about people", "it names the words that the check looks for"},
	"that your ex has never held":       {"always or never about people", "it is about a device"},
}

// text is one string that people read, with its place.
type text struct {
	file, id, says string
	line           int
	keys           string // from the list in the file to the string: claims/finds
	reported       bool   // a rule that we do not follow tells what is said
}

func (x text) String() string { return fmt.Sprintf("%s:%d %s", x.file, x.line, cmp.Or(x.id, x.keys)) }

// but lists the wording rules that do not hold for a text.
func (x text) but() (rules []string) {
	if strings.HasPrefix(x.file, "help/") && (x.keys == "lines/for" || x.keys == "lines/name") {
		// Some lines are made for women or for men, and bear a name that is theirs.
		return []string{wording.Gender, wording.Labels}
	}
	if x.reported || slices.Contains(reported, x.keys) {
		rules = append(rules, wording.Odds, wording.MindReading, wording.Tactics)
	}
	if strings.HasPrefix(x.file, "exercises/") || strings.HasPrefix(x.file, "letters/") || strings.HasPrefix(x.file, "programmes/") {
		// "What did you never say?" asks for the reader's own story.
		rules = append(rules, "always or never about people")
	}
	if slices.Contains(found, x.keys) {
		rules = append(rules, wording.Odds, wording.Gender)
	}
	for words, a := range allowed {
		if x.id == words || strings.Contains(x.says, words) {
			rules = append(rules, a.rule)
		}
	}
	return rules
}

// most is how long a sentence may be. What is read as a source, at leisure, may
// be longer than what is read in a bad hour.
func (x text) most() int {
	switch top, _, _ := strings.Cut(strings.TrimSuffix(x.file, ".yaml"), "/"); top {
	case "claims", "sayings", "conflicts", "sources", "promises":
		return wording.Long
	}
	switch strings.Split(x.file, "/")[0] {
	case "exercises", "letters", "programmes", "replies.yaml": // lists of examples after a colon
		return 25
	}
	return wording.Short
}

// texts returns every string of the knowledge that people read.
func texts(t *testing.T) (all []text) {
	t.Helper()
	err := fs.WalkDir(knowledge.Files, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".yaml" || file == "acts/classes.yaml" {
			return err
		}
		raw, err := fs.ReadFile(knowledge.Files, file)
		if err != nil {
			return err
		}
		var root yaml.Node
		if err := yaml.Unmarshal(raw, &root); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, below(&root, text{file: file})...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func below(n *yaml.Node, at text) (all []text) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" && strings.Contains(n.Value, " ") {
		at.line = n.Line
		// The program puts a question of facts.yaml here.
		at.says = strings.ReplaceAll(n.Value, "{question}", "How are you?")
		return []text{at}
	}
	if n.Kind != yaml.MappingNode {
		for _, child := range n.Content {
			all = append(all, below(child, at)...)
		}
		return all
	}
	for i := 0; i < len(n.Content); i += 2 {
		switch key, value := n.Content[i].Value, n.Content[i+1].Value; key {
		case "id":
			at.id = value
		case "stance":
			at.reported = knowledge.Stance(value) != knowledge.Follow
		}
	}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i].Value
		if slices.Contains(unread, key) {
			continue
		}
		under := at
		under.keys = path.Join(at.keys, key)
		under.reported = at.reported && key == "says"
		all = append(all, below(n.Content[i+1], under)...)
	}
	return all
}

// TestTheWordsAreKind: no odds, no reading of minds, no tactics, no push, no
// labels and no long sentences in anything that people read.
func TestTheWordsAreKind(t *testing.T) {
	all := texts(t)
	for _, x := range all {
		for _, p := range wording.Check(x.says, x.most(), x.but()...) {
			t.Errorf("%s: %v in %q", x, p, x.says)
		}
	}
	for words, a := range allowed {
		if !slices.ContainsFunc(all, func(x text) bool {
			return (x.id == words || strings.Contains(x.says, words)) && slices.ContainsFunc(wording.Check(x.says, wording.Long), func(p wording.Problem) bool { return p.Rule == a.rule })
		}) {
			t.Errorf("%q is allowed and breaks no rule: take it from the list", words)
		}
	}
}

// hardest is the school year that the words of a file may ask for. A reading age
// of twelve is year 6 to 7. Files of a few names and lists come out a little
// high, since long names weigh much in them.
const hardest = 7

// TestTheWordsCanBeReadAtTwelve, by an estimate over each file.
func TestTheWordsCanBeReadAtTwelve(t *testing.T) {
	files := map[string][]string{}
	for _, x := range texts(t) {
		files[x.file] = append(files[x.file], x.says)
	}
	worst, at := 0.0, ""
	for file, says := range files {
		grade := wording.Grade(says)
		if grade > hardest {
			t.Errorf("%s reads like school year %.1f, and %d is the most: use shorter words and sentences", file, grade, hardest)
		}
		if grade > worst {
			worst, at = grade, file
		}
	}
	t.Logf("hardest to read: %s, school year %.1f", at, worst)
}
