package draft_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"afterwards/draft"
)

// marks returns the acts that count in a report, in order.
func marks(r draft.Report) []string {
	acts := []string{}
	for _, s := range r.Sentences {
		for _, f := range s.Acts {
			if f.Counts {
				acts = append(acts, f.Act)
			}
		}
	}
	return acts
}

func TestAFindingIsDismissedForAPlaceAPhraseOrAnAct(t *testing.T) {
	const text = "You never cared about me. I lied to you, and that was wrong. YOU never cared about me! I’m sorry if you felt hurt. Take care of yourself."
	whole := draft.Dismissals{}.Apply(draft.Hurt, text, draft.Check(draft.Hurt, text))
	if diff := cmp.Diff([]string{"blame", "blame", "nonapology"}, marks(whole)); diff != "" {
		t.Fatal(diff)
	}
	if whole.Verdict != draft.Hold {
		t.Fatalf("the verdict is %s", whole.Verdict)
	}
	for _, tt := range []struct {
		name string
		d    draft.Dismissals
		want []string
		how  draft.Dismissal
	}{
		{"one place", draft.Dismissals{Keys: []string{whole.Sentences[0].Acts[0].Key}}, []string{"blame", "nonapology"}, draft.ByPlace},
		{"a stretch", draft.Dismissals{Ranges: []draft.Range{{Act: "blame", Start: 0, End: 5}}}, []string{"blame", "nonapology"}, draft.ByPlace},
		{"another act in the stretch", draft.Dismissals{Ranges: []draft.Range{{Act: "guilt", Start: 0, End: len(text)}}}, []string{"blame", "blame", "nonapology"}, ""},
		{"a phrase, whatever its case", draft.Dismissals{Phrases: []string{"you NEVER cared, about me"}}, []string{"nonapology"}, draft.ByPhrase},
		{"a phrase, whatever its apostrophes", draft.Dismissals{Phrases: []string{"im sorry if you felt hurt"}}, []string{"blame", "blame"}, draft.ByPhrase},
		{"only a part of the words", draft.Dismissals{Phrases: []string{"never", "about me"}}, []string{"blame", "blame", "nonapology"}, ""},
		{"a phrase without words", draft.Dismissals{Phrases: []string{"", " ... ", "😭"}}, []string{"blame", "blame", "nonapology"}, ""},
		{"an act", draft.Dismissals{Acts: []string{"blame"}}, []string{"nonapology"}, draft.ByAct},
		{"all of it", draft.Dismissals{Acts: []string{"blame", "nonapology"}}, []string{}, draft.ByAct},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := tt.d.Apply(draft.Hurt, text, whole)
			if diff := cmp.Diff(tt.want, marks(r)); diff != "" {
				t.Error(diff)
			}
			for _, s := range r.Sentences {
				for _, f := range s.Acts {
					if f.Dismissed != "" && (f.Dismissed != tt.how || f.Counts) {
						t.Errorf("%s was dismissed by %s, and counts: %t", f.Act, f.Dismissed, f.Counts)
					}
				}
			}
			if len(tt.want) == 0 && r.Verdict != draft.Send {
				t.Errorf("with nothing left the verdict is %s", r.Verdict)
			}
		})
	}
}

func TestAPlaceKeepsItsKeyWhileTheRestIsWrittenOn(t *testing.T) {
	keys := func(text string) (keys []string) {
		for _, s := range (draft.Dismissals{}).Apply(draft.Hurt, text, draft.Check(draft.Hurt, text)).Sentences {
			for _, f := range s.Acts {
				keys = append(keys, f.Key)
			}
		}
		return keys
	}
	before := keys("You never cared about me.")
	after := keys("Hello Ann. The boxes are by the door. You never cared about me. You never cared about me.")
	if len(before) != 1 || !slices.Contains(after, before[0]) {
		t.Errorf("the key %v is not among %v", before, after)
	}
	if seen := slices.Compact(slices.Sorted(slices.Values(after))); len(seen) != len(after) {
		t.Errorf("two findings share a key: %v", after)
	}
	if changed := keys("You always ruin everything."); len(changed) == 1 && changed[0] == before[0] {
		t.Error("other words have the same key")
	}
}

func TestWhatEndangersSomebodyCannotBeDismissed(t *testing.T) {
	for text, want := range map[string]draft.Verdict{
		"I'm going to kill myself tonight.":                    draft.Crisis,
		"Answer by tonight or I send the photos to your boss.": draft.Stop,
	} {
		r := draft.Check(draft.Reply, text)
		all := draft.Dismissals{Acts: draft.Acts(), Phrases: []string{text}, Possible: true}
		for _, act := range draft.Acts() {
			all.Ranges = append(all.Ranges, draft.Range{Act: act, End: len(text)})
		}
		if got := all.Apply(draft.Reply, text, r); got.Verdict != want || len(marks(got)) == 0 {
			t.Errorf("%q is %s with the marks %v", text, got.Verdict, marks(got))
		}
	}
}

// strict is the order of the verdicts, the strictest first.
var strict = []draft.Verdict{draft.Crisis, draft.Stop, draft.Hold, draft.Revise, draft.Send}

// TestDismissingNeverMakesAVerdictStricter, nor opens a crisis or a stop, and
// taking it back restores the report to the letter.
func TestDismissingNeverMakesAVerdictStricter(t *testing.T) {
	sentences := []string{
		"You never cared about me.", "I miss you so much, can we talk?", "Can we talk?", "I'm sorry if you felt hurt.", "Please come back to me.",
		"I lied to you, and that was wrong.", "When you left I felt small.", "Take care of yourself.", "The boxes are by the door.", "You owe me that much.",
		"Answer by tonight or I send the photos to your boss.", "I'm going to kill myself.", "I'll wait outside your house until you talk to me.",
		"Remember how we kissed in the rain?", "A heron stood in the canal.", "😭", "u never cared abt me!!", "\xff\xfe ",
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(draft.Purposes()).Draw(t, "purpose")
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(sentences), 0, 8).Draw(t, "text"), rapid.SampledFrom([]string{" ", "\n", "\n\n"}).Draw(t, "between"))
		checked := draft.Check(p, text)
		whole := draft.Dismissals{}.Apply(p, text, checked)
		some := dismissals(t, text, whole)
		more := dismissals(t, text, whole)
		more.Acts, more.Phrases = append(more.Acts, some.Acts...), append(more.Phrases, some.Phrases...)
		more.Keys, more.Ranges = append(more.Keys, some.Keys...), append(more.Ranges, some.Ranges...)
		more.Possible = more.Possible || some.Possible

		less, least := some.Apply(p, text, whole), more.Apply(p, text, whole)
		rank := func(r draft.Report) int { return slices.Index(strict, r.Verdict) }
		if rank(less) < rank(whole) || rank(least) < rank(less) {
			t.Fatalf("%s: %s, then %s with %+v, then %s with %+v:\n%q", p, whole.Verdict, less.Verdict, some, least.Verdict, more, text)
		}
		if grave := whole.Verdict == draft.Crisis || whole.Verdict == draft.Stop; grave && least.Verdict != whole.Verdict {
			t.Fatalf("%s: %+v opens a %s:\n%q", p, more, whole.Verdict, text)
		}
		for i, s := range less.Sentences {
			for j, f := range s.Acts {
				was := whole.Sentences[i].Acts[j]
				if f.Counts && !was.Counts || f.Dismissed != "" && (f.Counts || !was.Counts || !draft.Dismissible(f.Act)) {
					t.Fatalf("%+v became %+v", was, f)
				}
			}
		}
		if diff := cmp.Diff(less, some.Apply(p, text, less)); diff != "" {
			t.Fatalf("dismissing twice is not dismissing once:\n%s", diff)
		}
		// The report that it was applied to is as it was, and so is undoing it all.
		if diff := cmp.Diff(checked, draft.Check(p, text)); diff != "" {
			t.Fatalf("the report was changed:\n%s", diff)
		}
		if diff := cmp.Diff(checked, (draft.Dismissals{}).Apply(p, text, whole), cmpopts.IgnoreFields(draft.Finding{}, "Key")); diff != "" {
			t.Fatalf("undoing does not restore:\n%s", diff)
		}
	})
}

// dismissals draws choices that a writer of the text might make, and some that
// make no sense.
func dismissals(t *rapid.T, text string, r draft.Report) draft.Dismissals {
	var keys, phrases []string
	for _, s := range r.Sentences {
		for _, f := range s.Acts {
			keys, phrases = append(keys, f.Key), append(phrases, text[f.Start:f.End])
		}
	}
	keys, phrases = append(keys, "nothing-0-1"), append(phrases, "can we", text)
	d := draft.Dismissals{
		Acts:     rapid.SliceOfN(rapid.SampledFrom(draft.Acts()), 0, 3).Draw(t, "acts"),
		Phrases:  rapid.SliceOfN(rapid.SampledFrom(phrases), 0, 3).Draw(t, "phrases"),
		Keys:     rapid.SliceOfN(rapid.SampledFrom(keys), 0, 3).Draw(t, "keys"),
		Possible: rapid.Bool().Draw(t, "possible"),
	}
	for range rapid.IntRange(0, 2).Draw(t, "ranges") {
		start := rapid.IntRange(0, len(text)).Draw(t, "start")
		d.Ranges = append(d.Ranges, draft.Range{Act: rapid.SampledFrom(draft.Acts()).Draw(t, "act"), Start: start, End: rapid.IntRange(start, len(text)).Draw(t, "end")})
	}
	return d
}

func FuzzPhrases(f *testing.F) {
	f.Add("You never cared. DON'T", "don’t")
	f.Add("a a a a a", "a a")
	f.Add("\xff é\u0301x", "É")
	f.Fuzz(func(t *testing.T, text, phrase string) {
		r := draft.Check(draft.Hurt, text)
		d := draft.Dismissals{Phrases: []string{phrase}}
		d.Apply(draft.Hurt, text, r)
		if w := draft.PhraseWords(phrase); draft.PhraseWords(w) != w {
			t.Fatalf("%q has the words %q, and those %q", phrase, w, draft.PhraseWords(w))
		}
	})
}
