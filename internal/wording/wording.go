// Package wording holds the rules about words that hold for everything people
// read here: the files of knowledge, the pages and the messages. Tests use it,
// the program does not.
package wording

import (
	"fmt"
	"regexp"
	"slices"
)

// Limits of the length of a sentence, in words. Short is for what is read in a
// bad hour: help, safety, advice.
const (
	Long  = 30
	Short = 20
)

// rule forbids words, unless the sentence around them shows that they are
// meant otherwise.
type rule struct {
	name          string
	words, unless *regexp.Regexp
}

func forbid(name, words, unless string) rule {
	r := rule{name: name, words: regexp.MustCompile(`(?i)` + words)}
	if unless != "" {
		r.unless = regexp.MustCompile(`(?i)` + unless)
	}
	return r
}

// ex is the other person as the subject of a sentence.
const ex = `(?:they|(?:your|an|the|my) ex|exes)`

// The names of the rules, for those who must leave one out.
const (
	Odds        = "odds"
	MindReading = "mind-reading"
	Tactics     = "tactics"
	Gender      = "gender"
	Labels      = "labels"
)

// rules are the wording rules of CONTRIBUTING.md and docs/glossary.md.
var rules = []rule{
	forbid(Odds, `\d ?(?:%|percent|per cent)|\b(?:good|better|best|fair|high|low|last|more|your) (?:chances?|odds)\b|\bchances (?:are|of|that)\b|\b(?:likelihood|probability)\b|`+
		`\b(?:will|would) (?:probably|likely|surely|certainly)\b|\b(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:in|out of) (?:two|three|four|five|ten|a hundred|10|100)\b`, ``),
	// Nobody knows whether an ex misses somebody, unless they said it in words.
	forbid(MindReading, `\b`+ex+` (?:still |really |secretly |just |only |must |do |does )*(?:wants?|loves?|miss|misses|needs?|regrets?) (?:you|her|him|to be)\b|`+
		`\b`+ex+` (?:still loves?|secretly|really wants?)\b|\b(?:it|this|that|which|silence|a block) (?:means|shows|proves) that (?:they|your ex)\b|`+
		`\b`+ex+` (?:will|are going to|is going to) (?:come back|return|miss|regret|want|chase|realise|reply|answer|see)\b|`+
		`\bis a (?:test|hidden message)\b|\ba sign (?:that|of) (?:they|love|interest)\b`, `\b(?:whether|told you)\b`),
	forbid(Tactics, `\bmak(?:e|es|ing) (?:them|your ex|an ex|someone|somebody) (?:miss|want|jealous|regret|chase|come|notice|realise|pay|wait|love)|`+
		`\b(?:get|getting|win|winning|won) (?:them|your ex|an ex|someone|somebody|a person) (?:back|over)\b|`+
		`\bplay(?:ing)? (?:hard|it cool|games)\b|\bhard to get\b|\bkeep them guessing\b|\btaste of (?:their|your)\b`, ``),
	forbid("a push to make contact", `\byou (?:should|must|ought to|need to|have to) (?:now |just |first )?(?:text|call|write|message|phone|ring|contact|reach out|meet|reply|answer|apologise|(?:tell|ask) (?:them|your ex))\b|`+
		`\bgo for it\b|\bdeserves? (?:an answer|closure|a reply)\b`, ``),
	forbid("diagnosis", `\b(?:narcissis\w*|psychopath\w*|sociopath\w*|toxic|co-?dependen\w*|crazy|insane|bipolar|borderline|obsess\w*|gaslight\w*|limeren\w*|avoidants?|personality disorder|mentally ill|hysterical|psycho)\b`, ``),
	forbid(Gender, `\b(?:he|she|him|her|his|hers|himself|herself|s/he|boyfriends?|girlfriends?|husbands?|wife|wives|guys?|ladies|gentlemen|men|women|man|woman|male|female)\b`, ``),
	forbid(Labels, `\b(?:stalkers?|abusers?|victims?|dumpers?|dumpees?|ghosted|ghosters?|relapse\w*|needy|clingy|get over it|move on already|back to day one|streaks?)\b`, `\bno streak\b`),
	forbid("promises", `\b(?:military-grade|confidential|anonymous|guarantee\w*|completely (?:safe|secure|private))\b|\byou (?:will|are going to) (?:heal|get over|be fine|be happy|get through|feel better)\b`, ``),
	forbid("suicide", `\b(?:commit(?:s|ted|ting)? (?:suicide|self-harm)|(?:failed|successful|unsuccessful|completed) (?:suicides?|attempts?)|suicide (?:bid|gesture)|kill(?:s|ed|ing)? (?:yourself|themselves|oneself|myself))\b`, ``),
	forbid("always or never about people", `\b(?:you|they|people|everyone|everybody|`+ex+`|partners?|couples?|parents|somebody|someone|whoever \w+) (?:will |can |could |would |do |have |has |are |is )?(?:always|never)\b`, ``),
	forbid("exclamation mark", `!`, ``),
}

// Problem is one place in a text that breaks a rule.
type Problem struct {
	Rule  string
	Words string // the words that break it, or the sentence that is too long
}

// String names the rule and the words.
func (p Problem) String() string { return fmt.Sprintf("%s: %q", p.Rule, p.Words) }

// Check looks for words that no text may have, and for sentences of more than
// most words. The rules named in but are left out.
func Check(text string, most int, but ...string) (found []Problem) {
	for _, s := range Sentences(text) {
		for i := range rules {
			r := &rules[i]
			if slices.Contains(but, r.name) || r.unless != nil && r.unless.MatchString(s) {
				continue
			}
			for _, words := range r.words.FindAllString(s, -1) {
				found = append(found, Problem{r.name, words})
			}
		}
		if n := len(Words(s)); n > most {
			found = append(found, Problem{fmt.Sprintf("a sentence of %d words, at most %d", n, most), s})
		}
	}
	return found
}
