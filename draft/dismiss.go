package draft

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
)

// Dismissals are the findings that the writer looked at and chose not to have
// marked. A dismissed finding is still in the report and no longer counts
// towards the verdict. The zero value dismisses nothing.
//
// What endangers somebody stays: see [Dismissible].
type Dismissals struct {
	Acts     []string // every finding of these acts
	Phrases  []string // every finding that lies within these words, wherever they stand; see [PhraseWords]
	Keys     []string // single findings, by [Finding.Key]
	Ranges   []Range  // findings of an act that begin in a stretch of the text
	Possible bool     // every finding of which the program is not sure
}

// Range is a stretch of the text in which an act is dismissed.
type Range struct {
	Act        string
	Start, End int // bytes of the text
}

// Dismissal says how a finding was dismissed.
type Dismissal string

// The ways to dismiss a finding, the narrowest first.
const (
	ByPlace  Dismissal = "place"  // this finding alone
	ByPhrase Dismissal = "phrase" // these words
	ByAct    Dismissal = "act"    // everything of its kind
	ByLevel  Dismissal = "level"  // everything that is only possible
)

// Dismissible reports whether findings of an act can be dismissed. Those of
// selfharm, threat and breach cannot: no choice of the writer's takes a crisis
// or a stop from a draft.
func Dismissible(act string) bool {
	return act != "selfharm" && act != "threat" && act != "breach"
}

// Apply returns the report r on src, checked for p, with the findings dismissed
// that d names. It leaves r as it is, so that a dismissal is undone by applying
// the others to r again. Every finding gets its Key.
//
// Dismissing never makes a verdict stricter, and never changes crisis or stop.
func (d Dismissals) Apply(p Purpose, src string, r Report) Report {
	within := phrasesIn(src, d.Phrases)
	seen := map[string]int{}
	out := Report{Sentences: slices.Clone(r.Sentences)}
	for i := range out.Sentences {
		acts := append([]Finding{}, out.Sentences[i].Acts...)
		for j := range acts {
			f := &acts[j]
			f.Key = key(src, f, seen)
			if f.Counts && Dismissible(f.Act) {
				f.Dismissed = d.how(f, within)
				f.Counts = f.Dismissed == ""
			}
		}
		out.Sentences[i].Acts = acts
	}
	out.Verdict = verdict(p, out.Sentences, r.Verdict == Crisis)
	return out
}

// how returns the way in which a finding is dismissed, "" if it is not.
func (d Dismissals) how(f *Finding, within coverage) Dismissal {
	switch {
	case slices.Contains(d.Keys, f.Key), slices.ContainsFunc(d.Ranges, func(r Range) bool { return r.Act == f.Act && r.Start <= f.Start && f.Start < r.End }):
		return ByPlace
	case within.covers(f.Start, f.End):
		return ByPhrase
	case slices.Contains(d.Acts, f.Act):
		return ByAct
	case d.Possible && f.Level == Possible:
		return ByLevel
	}
	return ""
}

// key names a finding by its act, its words and how many such stood before it,
// so that it keeps its name while the rest of the draft is written on.
func key(src string, f *Finding, seen map[string]int) string {
	words := PhraseWords(src[f.Start:f.End])
	if words == "" {
		words = src[f.Start:f.End]
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(words)) // a hash takes everything
	hex := strconv.FormatUint(sum.Sum64(), 16)
	name := f.Act + "-" + strings.Repeat("0", 16-len(hex)) + hex
	seen[name]++
	return name + "-" + strconv.Itoa(seen[name])
}
