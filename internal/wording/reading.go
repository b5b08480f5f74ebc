package wording

import (
	"regexp"
	"strings"
)

var (
	dots = regexp.MustCompile(`\.{2,}|\b(e\.g|i\.e|etc|Dr|St|No|vs)\.|^\d+\. `)
	// A sentence ends with its mark, and a quotation or bracket that closes with it.
	sentenceEnd = regexp.MustCompile(`[.?!]["”’)]*(\s+|$)`)
	word        = regexp.MustCompile(`[\p{L}\d]+(?:['’.,/:-][\p{L}\d]+)*`)
	vowels      = regexp.MustCompile(`[aeiouyáéíóúäöü]+`)
	silent      = regexp.MustCompile(`(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouysxzcg]es)$`)
)

// Sentences splits a text into its sentences.
func Sentences(text string) (all []string) {
	text = dots.ReplaceAllStringFunc(text, func(s string) string { return strings.ReplaceAll(s, ".", "") })
	for _, paragraph := range strings.Split(text, "\n\n") {
		for _, s := range ends(strings.Join(strings.Fields(paragraph), " ")) {
			if word.MatchString(s) {
				all = append(all, s)
			}
		}
	}
	return all
}

// ends cuts a paragraph behind the mark of each sentence.
func ends(paragraph string) (all []string) {
	from := 0
	for _, at := range sentenceEnd.FindAllStringIndex(paragraph, -1) {
		all = append(all, strings.TrimSpace(paragraph[from:at[1]]))
		from = at[1]
	}
	return append(all, paragraph[from:])
}

// Words returns the words of a text.
func Words(text string) []string { return word.FindAllString(text, -1) }

// Grade estimates the school year in which the texts can be read, by the formula
// of Flesch and Kincaid: 6 is about the age of twelve. Texts without a mark at
// their end count as a sentence.
func Grade(texts []string) float64 {
	var sentences, words, syllables float64
	for _, t := range texts {
		for _, s := range Sentences(t) {
			sentences++
			for _, w := range Words(s) {
				words++
				syllables += float64(syllablesOf(w))
			}
		}
	}
	if words == 0 {
		return 0
	}
	return 0.39*words/sentences + 11.8*syllables/words - 15.59
}

// syllablesOf counts the groups of vowels, without an e that is silent at the
// end. It errs now and then, and for a whole file that evens out.
func syllablesOf(w string) int {
	w = strings.ToLower(w)
	n := len(vowels.FindAllString(w, -1))
	if n > 1 && silent.MatchString(w) {
		n--
	}
	return max(n, 1)
}
