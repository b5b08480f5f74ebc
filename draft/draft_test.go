package draft_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"afterwards/draft"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// acts returns the acts of a text of one sentence.
func acts(t *testing.T, p draft.Purpose, text string) []string {
	t.Helper()
	r := draft.Check(p, text)
	if len(r.Sentences) != 1 {
		t.Fatalf("%q is %d sentences, not one", text, len(r.Sentences))
	}
	found := []string{}
	for _, f := range r.Sentences[0].Acts {
		found = append(found, f.Act)
	}
	return found
}

func TestASentenceIsKnownByWhatItDoesToItsReader(t *testing.T) {
	for _, tt := range []struct {
		purpose draft.Purpose
		text    string
		want    []string
	}{
		{draft.Hurt, "I still love you and I miss you so much.", []string{"affection"}},
		{draft.Hurt, "You never cared about anybody but yourself.", []string{"blame"}},
		{draft.Hurt, "We could make it work if you gave us another chance.", []string{"persuade", "request"}},
		{draft.Hurt, "When you cancelled my birthday I felt small.", []string{"feeling"}},
		{draft.Accountability, "I lied to you about the money, and that was wrong of me.", []string{"responsibility"}},
		{draft.Accountability, "I'm sorry if you felt hurt by it.", []string{"nonapology"}},
		{draft.Limit, "I won't be answering calls at night any more.", []string{"boundary"}},
		{draft.Talk, "You don't have to answer this.", []string{"acceptance"}},
		{draft.Reply, "Thank you for telling me yourself.", []string{"gratitude"}},
		{draft.Light, "Take care, and good luck with the move.", []string{"farewell"}},
		{draft.Logistics, "The boxes are by the door, you can collect them on Saturday.", []string{"logistics"}},
		{draft.Light, "A heron stood in the canal.", []string{}},
	} {
		if diff := cmp.Diff(tt.want, acts(t, tt.purpose, tt.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

// Where two readings of one sentence compete, the written-down order decides.
func TestOneSentenceIsNotTwoThingsAtOnce(t *testing.T) {
	for _, tt := range []struct {
		why      string
		text     string
		has, not string
	}{
		{"an apology that takes itself back owns nothing", "I'm sorry I shouted, but you pushed me to it.", "nonapology", "responsibility"},
		{"quoted words are not the writer's", "I told you \"nobody will ever love you like I do\" and that was cruel of me.", "responsibility", "persuade"},
		{"sarcastic thanks is blame", "Thanks for nothing.", "blame", "gratitude"},
		{"a limit on one's own behaviour is no threat", "If the shouting starts, I will leave the call.", "boundary", "threat"},
		{"a price for silence is no limit", "Answer by Friday or I tell your boss everything.", "threat", "boundary"},
		{"a release is not a request", "I'm not asking you for anything.", "acceptance", "request"},
		{"an idiom of death is harmless", "My feet are killing me after that wedding.", "", "selfharm"},
	} {
		found := acts(t, draft.Hurt, tt.text)
		if tt.has != "" && !slices.Contains(found, tt.has) {
			t.Errorf("%s: %q gives %v, without %s", tt.why, tt.text, found, tt.has)
		}
		if slices.Contains(found, tt.not) {
			t.Errorf("%s: %q gives %v", tt.why, tt.text, found)
		}
	}
}

func TestAPracticalQuestionIsBothAndCountsForNothing(t *testing.T) {
	r := draft.Check(draft.Logistics, "Could you leave the keys with the porter on Friday?")
	found := acts(t, draft.Logistics, "Could you leave the keys with the porter on Friday?")
	if diff := cmp.Diff([]string{"request", "logistics"}, found); diff != "" {
		t.Fatal(diff)
	}
	for _, f := range r.Sentences[0].Acts {
		if f.Counts {
			t.Errorf("%s counts against a practical message", f.Act)
		}
	}
	if r.Verdict != draft.Send {
		t.Errorf("the verdict is %s", r.Verdict)
	}
}

func TestTheGravestThingDecides(t *testing.T) {
	const kind = "Thank you for the good years. Take care of yourself."
	for _, tt := range []struct {
		purpose draft.Purpose
		text    string
		want    draft.Verdict
	}{
		{draft.Reply, kind, draft.Send},
		{draft.Reply, kind + " Answer by tonight or I send the photos to your boss. I'm going to kill myself.", draft.Crisis},
		{draft.Reply, kind + " Answer by tonight or I send the photos to your boss.", draft.Stop},
		{draft.Unsent, kind + " Answer by tonight or I send the photos to your boss.", draft.Send},
		{draft.Unsent, "im gonna k1ll mys3lf tonight", draft.Crisis},
		{draft.Hurt, "I love you. I miss you so much. Please come back to me.", draft.Hold},
		{draft.Hurt, "When you left I felt small. I cried for a week. I still love you. Take care of yourself.", draft.Revise},
		{draft.Hurt, "", draft.Send},
	} {
		if got := draft.Check(tt.purpose, tt.text).Verdict; got != tt.want {
			t.Errorf("%s: %q is %s, not %s", tt.purpose, tt.text, got, tt.want)
		}
	}
}

func TestOneInvitationIsExpectedOfATalkAndTheSecondCounts(t *testing.T) {
	one := draft.Check(draft.Talk, "Could we meet once for half an hour?")
	two := draft.Check(draft.Talk, "Could we meet once for half an hour? And could you tell me why you left?")
	if one.Verdict != draft.Send {
		t.Errorf("one invitation is %s", one.Verdict)
	}
	if two.Verdict == draft.Send {
		t.Error("a second request passed as if it were the invitation")
	}
}

func TestEveryVerdictAndActHasWordsForAPage(t *testing.T) {
	for _, v := range []draft.Verdict{draft.Crisis, draft.Stop, draft.Hold, draft.Revise, draft.Send} {
		if w := v.Words(); w.Title == "" || w.Says == "" || strings.Contains(w.Title+w.Says, "!") {
			t.Errorf("%s has the words %+v", v, w)
		}
	}
	for _, a := range draft.Acts() {
		if draft.ActName(a) == a || draft.ActMeaning(a) == "" {
			t.Errorf("%s has no words of its own", a)
		}
	}
	if got := draft.ActName("dancing"); got != "dancing" {
		t.Errorf("an unknown act is called %q", got)
	}
}

func TestAnUnknownPurposeIsToldTheLegalOnes(t *testing.T) {
	for _, p := range draft.Purposes() {
		if got, err := draft.ParsePurpose(string(p)); err != nil || got != p {
			t.Errorf("%s: %v, %v", p, got, err)
		}
	}
	_, err := draft.ParsePurpose("closure")
	if err == nil || !strings.Contains(err.Error(), "hurt, accountability, limit") {
		t.Errorf("the error does not help: %v", err)
	}
}

func TestSpansPointIntoTheOriginalBytes(t *testing.T) {
	text := "😭😭 hey…\n“I’m ﬁne” she said — but I still love yo\u0301u, I don’t lie 🙃\r\n• Please don’t come to the café\xff"
	r := draft.Check(draft.Hurt, text)
	checkSpans(t, text, r)
	for _, s := range draft.Check(draft.Hurt, "Ok 👍🏽 so: I miss you sooo much.").Sentences {
		for _, f := range s.Acts {
			if f.Act == "affection" && f.Level == draft.Clear {
				return
			}
		}
	}
	t.Error("the emoji hid the sentence behind it")
}

// checkSpans holds every report to its promises about offsets.
func checkSpans(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string, r draft.Report) {
	t.Helper()
	boundary := func(at int) bool { return at == len(text) || !utf8.ValidString(text) || utf8.RuneStart(text[at]) }
	end := 0
	for _, s := range r.Sentences {
		if s.Start < end || s.End <= s.Start || s.End > len(text) || !boundary(s.Start) || !boundary(s.End) {
			t.Fatalf("sentence [%d, %d) after %d of %d bytes in %q", s.Start, s.End, end, len(text), text)
		}
		end = s.End
		if s.Acts == nil {
			t.Fatalf("the acts of a sentence are null")
		}
		for i, f := range s.Acts {
			if f.Start < s.Start || f.End > s.End || f.Start >= f.End || !boundary(f.Start) || !boundary(f.End) {
				t.Fatalf("%s at [%d, %d) outside its sentence [%d, %d) in %q", f.Act, f.Start, f.End, s.Start, s.End, text)
			}
			if f.Reason == "" || f.Rule == "" || f.Source == "" {
				t.Fatalf("%s does not show its work: %+v", f.Act, f)
			}
			if i > 0 && slices.Index(draft.Acts(), s.Acts[i-1].Act) >= slices.Index(draft.Acts(), f.Act) {
				t.Fatalf("acts out of order: %s before %s", s.Acts[i-1].Act, f.Act)
			}
		}
	}
}

func TestAnyTextKeepsThePromises(t *testing.T) {
	words := strings.Fields(`i you love miss sorry if but please can never always kill myself the keys friday "no" don't u ur … 😭 . ! ? , - ( ) kms £40 5pm`)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(words)).Draw(t, "words"), rapid.SampledFrom([]string{" ", "\n", ""}).Draw(t, "between"))
		p := rapid.SampledFrom(draft.Purposes()).Draw(t, "purpose")
		r := draft.Check(p, text)
		checkSpans(t, text, r)
		if diff := cmp.Diff(r, draft.Check(p, text)); diff != "" {
			t.Fatalf("a second look differs: %s", diff)
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add("I love you. u up? “never” 😭\xff\xfe don't… 3 p.m. Mr. X")
	f.Add("kil myslef\n- k1ll mys3lf\n\"\"\"'''’’")
	f.Fuzz(func(t *testing.T, text string) {
		checkSpans(t, text, draft.Check(draft.Hurt, text))
	})
}

// Whole drafts, from text to the JSON that programs read.
func TestWholeDrafts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no drafts in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			purpose, text, _ := strings.Cut(string(raw), "\n")
			p, err := draft.ParsePurpose(purpose)
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(draft.Check(p, text), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".txt") + ".json"
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
				t.Errorf("run with -update if this is meant (-want +got):\n%s", diff)
			}
		})
	}
}
