package draft

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxPhrase is the length of the longest phrase worth dismissing, in bytes:
// longer than a sentence should be. [Dismissals] take any; whoever keeps phrases
// for a person keeps to it.
const MaxPhrase = 300

// PhraseWords returns what counts of a phrase: its letters and digits in lower
// case, one space between words. Apostrophes are left out, so that "don't",
// "don’t" and "dont" are one word. A phrase without any is "", and is found nowhere.
func PhraseWords(phrase string) string {
	return strings.Trim(wordsOf(phrase).joined, " ")
}

// words are the words of a text, as [PhraseWords] has them, and where they are.
type words struct {
	joined     string // with one space before, between and after them
	at         []int  // where each begins in joined
	start, end []int  // bytes of the text
}

func wordsOf(src string) words {
	var w words
	var joined strings.Builder
	inside := false
	for i, r := range src {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || inside && unicode.IsMark(r):
			if !inside {
				joined.WriteByte(' ')
				w.at, w.start, w.end = append(w.at, joined.Len()), append(w.start, i), append(w.end, i)
			}
			inside = true
			joined.WriteRune(unicode.ToLower(r))
			w.end[len(w.end)-1] = i + utf8.RuneLen(r)
		case inside && strings.ContainsRune("'’‘ʼ`´", r):
		default:
			inside = false
		}
	}
	joined.WriteByte(' ')
	w.joined = joined.String()
	return w
}

// coverage says which stretches of a text lie within one of some phrases.
type coverage struct {
	words words
	reach []int // for each word, the last one of a phrase that begins there or before
}

// phrasesIn looks for phrases in a text.
func phrasesIn(src string, phrases []string) coverage {
	if len(phrases) == 0 {
		return coverage{}
	}
	c := coverage{words: wordsOf(src)}
	c.reach = make([]int, len(c.words.at))
	for i := range c.reach {
		c.reach[i] = -1
	}
	for _, phrase := range phrases {
		p := PhraseWords(phrase)
		if p == "" {
			continue
		}
		last := strings.Count(p, " ")
		for from := 0; ; {
			found := strings.Index(c.words.joined[from:], " "+p+" ")
			if found < 0 {
				break
			}
			from += found + 1
			first := sort.SearchInts(c.words.at, from)
			c.reach[first] = max(c.reach[first], first+last)
		}
	}
	for i := 1; i < len(c.reach); i++ {
		c.reach[i] = max(c.reach[i], c.reach[i-1])
	}
	return c
}

// covers reports whether all words of a stretch, of which there must be one, lie
// within one phrase.
func (c coverage) covers(start, end int) bool {
	first := sort.Search(len(c.reach), func(i int) bool { return c.words.end[i] > start })
	after := sort.SearchInts(c.words.start, end)
	return first < after && c.reach[first] >= after-1
}
