package look

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"afterwards/draft"
	"afterwards/internal/unmark"
)

// TestMarksKeepEveryByte: whatever is marked, overlapping or not, the pieces
// joined are the text, and each finding ends in exactly one of them.
func TestMarksKeepEveryByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 80, -1).Draw(t, "text")
		var marked []draft.Finding
		for range rapid.IntRange(0, 6).Draw(t, "marks") {
			start := rapid.IntRange(0, len(text)-1).Draw(t, "start")
			marked = append(marked, draft.Finding{Start: start, End: rapid.IntRange(start+1, len(text)).Draw(t, "end")})
		}
		var joined strings.Builder
		ends := map[int]int{}
		for _, p := range pieces(text, marked, 1) {
			joined.WriteString(p.Text)
			for _, n := range p.Notes {
				ends[n.Number]++
			}
		}
		if joined.String() != text {
			t.Fatalf("the pieces give %q, want %q", joined.String(), text)
		}
		for i := range marked {
			if ends[i+1] != 1 {
				t.Fatalf("finding %d of %v ends %d times", i+1, marked, ends[i+1])
			}
		}
	})
}

// TestADraftThatIsWrittenLooksAsIfItWereNew: a page that is looked at again and
// again shows what one look shows.
func TestADraftThatIsWrittenLooksAsIfItWereNew(t *testing.T) {
	sources := Sources{"article-4": "How to write"}
	whole := "You never cared about me. I'm sorry if you felt hurt.\nI miss you, can we talk? I lied, and that was wrong of me. I don't want to be alive any more."
	var c unmark.Choices
	c.Carry(unmark.ReadAll([]string{"act:nonapology", "phrase:you never cared about me"})...)
	var w draft.Writing
	for n := range len(whole) + 1 {
		again, sorryAgain := Again(&w, "hurt", whole[:n], c, sources)
		once, sorry := At("hurt", whole[:n], c, sources)
		if diff := cmp.Diff(once, again); diff != "" || sorry != sorryAgain {
			t.Fatalf("after %q: %q, %q\n%s", whole[:n], sorry, sorryAgain, diff)
		}
	}
}

func TestASourceIsNamedByItsTitleAndPlace(t *testing.T) {
	s := Sources{"article-3": "How to talk"}
	for at, want := range map[string]string{
		"article-3": "How to talk", "article-3 lines 3-5": "How to talk (lines 3-5)", "project": "", "project lines 1-2": "",
	} {
		if got := s.Title(at); got != want {
			t.Errorf("%q is named %q, want %q", at, got, want)
		}
	}
}
