package journal

import (
	"context"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Search returns up to limit entries that hold every word of query somewhere
// in title or body, the latest first. Case and accents make no difference:
// "cafe" finds "Café". It opens the whole journal in memory; there is no
// index that could give words away. An empty query finds nothing.
func (j *Journal) Search(ctx context.Context, query string, limit int) ([]Kept, error) {
	fold := Folder()
	words := strings.Fields(fold(query))
	if len(words) == 0 {
		return nil, nil
	}
	var found []Kept
	for entry, err := range j.view.All(ctx) {
		if err != nil {
			return nil, err
		}
		if holdsAll(fold(entry.Value.Title+"\n"+entry.Value.Body), words) {
			if found = append(found, entry); len(found) >= limit {
				break
			}
		}
	}
	return found, nil
}

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// Folder returns a function that drops case, accents and width. It is not
// safe for concurrent use, as transformers keep state.
func Folder() func(string) string {
	t := transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn)), cases.Fold(), norm.NFC)
	return func(s string) string {
		if isLowerASCII(s) {
			return s
		}
		folded, _, err := transform.String(t, s)
		if err != nil {
			return strings.ToLower(s) // text with broken bytes still searches
		}
		return folded
	}
}

func isLowerASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}
