package draft

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var pieces = strings.Split(`I still love you|. |You never cared about anyone|! |If you felt hurt I'm sorry|, but |and you know it|? |I don't want to be alive|.
|Answer by Friday or |"I said no"|“never again” |… |Can you leave the keys with the porter|Thanks for the good years|I lied, and that was wrong of me|don't |
| u |😭|2. |Mr. |your |not |I |k1ll mys3lf`, "|")

// TestADraftThatIsWrittenIsReadAsIfItWereNew: whatever is typed, taken out, put
// in or moved, and whatever it is for, the memory changes no finding.
func TestADraftThatIsWrittenIsReadAsIfItWereNew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w Writing
		words := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "words")
		p := rapid.SampledFrom(Purposes()).Draw(t, "purpose")
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			at := rapid.IntRange(0, len(words)).Draw(t, "at")
			switch rapid.IntRange(0, 3).Draw(t, "change") {
			case 0, 1:
				words = slices.Insert(words, at, rapid.SampledFrom(pieces).Draw(t, "piece"))
			case 2:
				words = slices.Delete(words, at, min(len(words), at+rapid.IntRange(0, 3).Draw(t, "gone")))
			case 3:
				p = rapid.SampledFrom(Purposes()).Draw(t, "purpose")
			}
			src := strings.Join(words, "")
			if diff := cmp.Diff(Check(p, src), w.Check(p, src)); diff != "" {
				t.Fatalf("%s, %q (-whole +remembered):\n%s", p, src, diff)
			}
		}
	})
}

// Work is counted, not timed.
func TestOnlyTheSentencesThatChangedAreWorkedOn(t *testing.T) {
	var w Writing
	letter := strings.Repeat("I read your letter twice. You never cared. The keys are with the porter.\nTake care.\n", 20)
	worked := func(src string) int {
		before := w.memory.Worked()
		w.Check(Hurt, src)
		return w.memory.Worked() - before
	}
	worked(letter + "I")
	for _, tt := range []struct {
		what, src string
		most      int
	}{
		{"a letter more in the last sentence", letter + "I miss", 1},
		{"nothing", letter + "I miss", 0},
		{"a word in the middle", strings.Replace(letter, "cared.\nTake", "cared. Now.\nTake", 1) + "I miss", 1},
		{"a sentence more at the end", letter + "I miss you. B", 3}, // the one before it has another place now
	} {
		if got := worked(tt.src); got > tt.most {
			t.Errorf("%s: %d sentences were worked on, at most %d were expected", tt.what, got, tt.most)
		}
	}
}

func FuzzWriting(f *testing.F) {
	f.Add("I love you. u up? “never", "I love you. u up? “never” 😭\xff")
	f.Fuzz(func(t *testing.T, before, after string) {
		var w Writing
		w.Check(Hurt, before)
		if diff := cmp.Diff(Check(Hurt, after), w.Check(Hurt, after)); diff != "" {
			t.Fatal(diff)
		}
	})
}
