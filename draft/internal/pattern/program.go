// Package pattern finds what was written down in knowledge/acts: sequences of
// words and word classes, with guards on the clause they stand in.
//
// Patterns are compiled ahead of time. At run time every word of a text points
// at the few patterns that cannot match without it, so that the cost of a text
// does not grow with the number of patterns.
package pattern

import "afterwards/draft/internal/text"

// Op says what an element of a pattern consumes.
type Op uint8

// The operations.
const (
	OpSet   Op = iota // one word of a set, Min to Max times
	OpAny             // Min to Max words of any kind; Max may cross clauses if Cross
	OpNot             // nothing: the next word must not be in the set
	OpHead            // nothing: a clause must start here
	OpTop             // nothing: the sentence must start here
	OpTail            // nothing: the sentence must end here
	OpShape           // one word of a form: Set holds the flags of package text
)

// Element is one step of a pattern.
type Element struct {
	Op       Op
	Cross    bool
	Min, Max uint8
	Set      uint16 // index of a word set, for OpSet and OpNot
}

// Guard is a fact about the place of a match.
type Guard uint16

// The guards. A rule names those that must not hold and those that must.
const (
	Negated     Guard = 1 << iota // a "not" reaches the match from before it
	IsQuoted                      // inside quotation marks
	IsQuestion                    // the sentence asks
	Conditional                   // under an if, when or unless
	Past                          // told of a closed past: "used to", "back then"
	Reported                      // somebody is said to have said it
	Third                         // its clause is about a third person
	Disclaimed                    // "I'm not saying", "I don't mean"
	Owned                         // the sentence owns it as the writer's wrong
	Imperative                    // its clause gives an order
	Denied                        // "not" stands right before it: "I won't hurt myself"
	Opens                         // the sentence is the first of its text
	Closes                        // the sentence is the last of its text
)

// GuardNames are the words for guards in the pattern files.
var GuardNames = map[string]Guard{
	"negated": Negated, "quoted": IsQuoted, "question": IsQuestion, "conditional": Conditional, "past": Past,
	"reported": Reported, "third": Third, "disclaimed": Disclaimed, "owned": Owned, "imperative": Imperative, "denied": Denied, "opens": Opens, "closes": Closes,
}

// Level says how sure a rule is.
type Level uint8

// The levels. A harmless rule names no act: it stands for an idiom that only
// looks like one, and takes out the other matches of its act that it overlaps. A
// faint one counts where nothing better is found in its sentence, and a doubt only
// where there are heads to weigh it.
const (
	Possible Level = iota
	Clear
	Harmless
	Faint
	Doubt
)

// Purposes are what drafts are for, in the order of package draft. A rule may
// hold for some of them only: "I took" owns up in a letter that is there to own
// up, and sorts out boxes in one about boxes.
var Purposes = []string{"hurt", "accountability", "limit", "talk", "logistics", "coparent", "reply", "light", "reconnect", "unsent"}

// Rule is one pattern entry: what it means when any of its variants matches.
type Rule struct {
	ID            string
	Act           uint8
	Level         Level
	Unless, When  Guard
	For           uint16   // a bit for each of [Purposes] it holds for; 0 for all
	With, Without []uint16 // word sets the sentence must, must not contain
	Text          uint16   // index into Program.Texts
}

// Text is what a finding tells the writer.
type Text struct{ Reason, Hint, Rule, Source string }

// Variant is one sequence of elements of a rule.
type Variant struct {
	Rule     uint16
	Elements []Element
}

// Trigger says that a variant can match around a word.
type Trigger struct {
	Variant  uint16
	MinAhead uint8 // how many words before the trigger a match may start
	MaxAhead uint8
	Also     Mask // a sentence without any of these words cannot match
}

// Mask stands for some words, and for others by chance: it is enough to tell
// that a sentence has none of them. Most variants are put aside like this.
type Mask uint32

// MaskOf returns the mask of a word.
func MaskOf(id uint16) Mask { return 1 << (id % 32) }

// Act is the wording of one act.
type Act struct {
	ID, Name, Meaning string
	Text              uint16
}

// Verdict is the wording of one verdict.
type Verdict struct{ ID, Title, Says string }

// Source is what the compiler makes of knowledge/acts.
type Source struct {
	Acts      []Act
	Verdicts  []Verdict
	Texts     []Text
	Rules     []Rule
	Variants  []Variant
	Sets      [][]uint16  // each sorted
	ClassKeys []uint32    // hashes of the names of the classes
	ClassOf   [][]uint8   // by word id: the named classes it is in
	Triggers  [][]Trigger // by word id
	Facts     [][]uint16  // the ids of [FactWords], each sorted
}

// Program is a [Source] as it runs. What there is much of stays as it was
// written, because most of it is never looked at.
type Program struct {
	Lexicon  *text.Lexicon
	Acts     []Act
	Verdicts []Verdict
	Texts    []Text
	Rules    []Rule
	// RuleKeys and ClassKeys are hashes of the names of rules and classes. The
	// heads know them by these, so that a new pattern does not shift the others.
	RuleKeys  []uint32
	ClassKeys []uint32
	variants  lists // the rule, two bytes, then elements
	sets      lists
	classes   lists // by word id: the named classes it is in, one byte each
	triggers  lists // by word id
	facts     [nFacts]set
}

// Classes returns the named classes that a word is in, as indexes of ClassKeys.
func (p *Program) Classes(id uint16) []byte { return p.classes.at(int(id)) }

const (
	factNegator = iota
	factIf
	factPast
	factReport
	factThird
	factDisclaimHead
	factDisclaimVerb
	factOwned
	factFirst
	factHelpless
	nFacts
)

// FactWords lists, for the compiler, the words behind each guard.
var FactWords = [nFacts]string{
	factNegator:      "not never no nor neither without nobody nothing none",
	factIf:           "if when unless whenever should until",
	factPast:         "used",
	factReport:       "said says told tells saying called wrote writes typed sang heard asked asks reckons thinks thought read",
	factThird:        "he she they his her him their them people somebody someone everyone everybody",
	factDisclaimHead: "not never",
	factDisclaimVerb: "saying say mean trying asking pretending telling claiming suggesting",
	factOwned:        "ashamed regret wrong sorry cruel unfair cowardly controlling vile low apologise childish manipulative",
	factFirst:        "i we you my me",
	factHelpless:     "can could stop promise reason",
}
