package knowledge

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// ActIDs are the acts of the draft checker in their fixed order: ten that work
// against the writer, then seven that work for them.
var ActIDs = []string{
	"persuade", "guilt", "affection", "request", "blame", "threat", "selfharm", "breach", "nostalgia", "nonapology",
	"responsibility", "acceptance", "boundary", "gratitude", "logistics", "feeling", "farewell",
}

// ActSet is everything under knowledge/acts.
type ActSet struct {
	Acts     []Act // in the order of [ActIDs]
	Classes  []WordClass
	Verdicts []VerdictWords // crisis, stop, hold, revise, send
}

// Act is one thing that a sentence does to its reader.
type Act struct {
	Pos
	ID      string       `yaml:"act,required"`
	Name    string       `yaml:"name,required"`    // after "this sentence": "blames"
	Meaning string       `yaml:"meaning,required"` // one line for a person
	Reason  string       `yaml:"reason,required"`
	Hint    string       `yaml:"hint"`
	Rule    string       `yaml:"rule,required"`
	Source  string       `yaml:"source,required"`
	Entries []ActPattern `yaml:"patterns,required"`
}

// ActPattern is one way in which an act is put into words.
type ActPattern struct {
	Pos
	ID      string   `yaml:"id,required"`
	Match   []Text   `yaml:"match,required"` // see knowledge/acts/README.md for the notation
	Level   string   `yaml:"level"`          // clear (the default), possible, faint, doubt or harmless
	Unless  []string `yaml:"unless"`         // guards that forbid a match; negated and quoted where absent
	When    []string `yaml:"when"`           // guards that a match needs
	For     []string `yaml:"for"`            // purposes of drafts it holds for; all where absent
	With    []Text   `yaml:"with"`           // words of which the sentence needs one, each entry by itself
	Without []Text   `yaml:"without"`        // words that the sentence must not hold
	Reason  string   `yaml:"reason"`         // the act's own where absent, and so below
	Hint    string   `yaml:"hint"`
	Rule    string   `yaml:"rule"`
	Source  string   `yaml:"source"`
	Must    []string `yaml:"must,required"`  // sentences it must find
	Never   []string `yaml:"never,required"` // sentences it must leave alone
}

// WordClass is a named list of words and phrases.
type WordClass struct {
	Name  string
	Words []string
}

// VerdictWords is what a page says with one verdict.
type VerdictWords struct {
	Pos
	ID    string `yaml:"verdict,required"`
	Title string `yaml:"title,required"`
	Says  string `yaml:"says,required"`
}

// LoadActs reads and checks the act files of fsys.
func LoadActs(fsys fs.FS) (ActSet, Problems) {
	var set ActSet
	var problems Problems
	for _, id := range ActIDs {
		var a Act
		file := path.Join("acts", id+".yaml")
		problems = append(problems, Decode(fsys, file, &a)...)
		if a.ID != id && a.ID != "" {
			problems.add(a.Pos, "", "the file is named after %s and describes %s", id, a.ID)
		}
		problems = append(problems, checkAct(&a)...)
		set.Acts = append(set.Acts, a)
	}
	var classes struct {
		Classes map[string]string `yaml:"classes,required"`
	}
	problems = append(problems, Decode(fsys, "acts/classes.yaml", &classes)...)
	for name, list := range classes.Classes {
		set.Classes = append(set.Classes, WordClass{name, strings.Fields(list)})
	}
	slices.SortFunc(set.Classes, func(a, b WordClass) int { return strings.Compare(a.Name, b.Name) })
	var verdicts struct {
		Verdicts []VerdictWords `yaml:"verdicts,required"`
	}
	problems = append(problems, Decode(fsys, "acts/verdicts.yaml", &verdicts)...)
	set.Verdicts = verdicts.Verdicts
	return set, problems
}

func checkAct(a *Act) Problems {
	var problems Problems
	seen := map[string]bool{}
	for _, p := range a.Entries {
		if seen[p.ID] {
			problems.add(p.Pos, "give it a name of its own", "the pattern %q stands here twice", p.ID)
		}
		seen[p.ID] = true
		if p.Level != "" && p.Level != "clear" && p.Level != "possible" && p.Level != "faint" && p.Level != "doubt" && p.Level != "harmless" {
			problems.add(p.Pos, "write clear, possible, faint, doubt or harmless", "unknown level %q", p.Level)
		}
		if len(p.Must) < 3 || len(p.Never) < 3 {
			problems.add(p.Pos, "", "the pattern %q needs three sentences that it must find and three that it must not", p.ID)
		}
	}
	return problems
}
