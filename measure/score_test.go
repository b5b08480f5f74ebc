package measure_test

import (
	"sync"
	"testing"

	"pgregory.net/rapid"

	"afterwards/knowledge"
	"afterwards/measure"
)

var builtIn = sync.OnceValues(knowledge.BuiltIn)

func scale(t testing.TB, name string) *knowledge.Scale {
	t.Helper()
	j, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	for i := range j.Scales {
		if j.Scales[i].Scale == name {
			return &j.Scales[i]
		}
	}
	t.Fatalf("there is no scale %s", name)
	return nil
}

// all answers every item alike, but the first few one higher.
func all(s *knowledge.Scale, v, more int) map[string]int {
	answers := map[string]int{}
	for i, x := range s.Items {
		answers[x.Item] = v
		if i < more {
			answers[x.Item]++
		}
	}
	return answers
}

// The published edges: PHQ-9 5, 10, 15, 20 of 27; GAD-7 5, 10, 15 of 21; PHQ-4
// 3, 6, 9 of 12.
func TestPublishedScalesAreCountedAsPublished(t *testing.T) {
	for _, tc := range []struct {
		scale   string
		v, more int
		total   float64
		of      int
		band    int // where the band begins
	}{
		{"phq-9", 0, 0, 0, 27, 0}, {"phq-9", 0, 4, 4, 27, 0}, {"phq-9", 0, 5, 5, 27, 5}, {"phq-9", 1, 0, 9, 27, 5}, {"phq-9", 1, 1, 10, 27, 10},
		{"phq-9", 1, 5, 14, 27, 10}, {"phq-9", 1, 6, 15, 27, 15}, {"phq-9", 2, 1, 19, 27, 15}, {"phq-9", 2, 2, 20, 27, 20}, {"phq-9", 3, 0, 27, 27, 20},
		{"gad-7", 0, 4, 4, 21, 0}, {"gad-7", 0, 5, 5, 21, 5}, {"gad-7", 1, 2, 9, 21, 5}, {"gad-7", 1, 3, 10, 21, 10}, {"gad-7", 2, 0, 14, 21, 10}, {"gad-7", 2, 1, 15, 21, 15}, {"gad-7", 3, 0, 21, 21, 15},
		{"phq-4", 0, 2, 2, 12, 0}, {"phq-4", 0, 3, 3, 12, 3}, {"phq-4", 1, 1, 5, 12, 3}, {"phq-4", 1, 2, 6, 12, 6}, {"phq-4", 2, 0, 8, 12, 6}, {"phq-4", 2, 1, 9, 12, 9}, {"phq-4", 3, 0, 12, 12, 9},
	} {
		got, ok := measure.Score(scale(t, tc.scale), all(scale(t, tc.scale), tc.v, tc.more))
		if !ok || got.Total != tc.total || got.Of != tc.of || got.Band.From != tc.band {
			t.Errorf("%s, all %d and %d of them one more: %+v, want %v of %d in the band from %d", tc.scale, tc.v, tc.more, got, tc.total, tc.of, tc.band)
		}
	}
	got, _ := measure.Score(scale(t, "phq-4"), map[string]int{"nervous": 3, "control": 2, "interest": 1, "down": 0})
	if got.Parts[0].Total != 5 || got.Parts[1].Total != 1 || got.Parts[0].Of != 6 {
		t.Errorf("the parts of PHQ-4 are %+v", got.Parts)
	}
}

func TestWhatIsMissingIsNotGuessed(t *testing.T) {
	s := scale(t, "phq-9")
	answers := all(s, 1, 0)
	delete(answers, "sleep")
	if got, ok := measure.Score(s, answers); ok {
		t.Errorf("eight of nine answers were counted as %v", got.Total)
	}
	answers["sleep"] = 7
	if _, ok := measure.Score(s, answers); ok {
		t.Error("an answer of 7 was counted")
	}
	d, ok := measure.Score(scale(t, "daily"), map[string]int{"hurt": 60, "longing": 30, "loops": 90})
	if ok || len(d.Parts) != 1 || d.Parts[0].Total != 60 {
		t.Errorf("three lines of five come to %+v", d)
	}
}

func TestAnAnswerTheOtherWayRound(t *testing.T) {
	s := scale(t, "self-clarity")
	if got, _ := measure.Score(s, map[string]int{"know": 4, "want": 4, "same": 4, "lost": 0}); got.Total != 16 || got.Of != 16 {
		t.Errorf("all clear is %v of %d", got.Total, got.Of)
	}
}

func TestSafetyIsHeardWhateverTheScore(t *testing.T) {
	s := scale(t, "phq-9")
	answers := all(s, 0, 0)
	if safety, _ := measure.Asks(s, answers); safety {
		t.Error("all zeros ask for help")
	}
	answers["dead"] = 1
	if safety, now := measure.Asks(s, answers); !safety || now {
		t.Error("several days with the thought of being better off dead asked for nothing")
	}
	if safety, now := measure.Asks(scale(t, "safety"), map[string]int{"now": 1}); !safety || !now {
		t.Error("a yes to right now asked for nothing")
	}
	if safety, _ := measure.Asks(s, map[string]int{"dead": 2}); !safety {
		t.Error("with the rest left out, the answer asked for nothing")
	}
}

func TestComparingTwoScores(t *testing.T) {
	for _, tc := range []struct {
		scale         string
		before, after float64
		want          measure.Difference
	}{
		{"phq-9", 15, 10, measure.Unclear}, {"phq-9", 15, 9, measure.Better}, {"phq-9", 9, 15, measure.Worse}, {"gad-7", 12, 8, measure.Better},
		{"phq-4", 4, 8, measure.Worse}, {"grief", 30, 2, measure.Unclear},
	} {
		if got := measure.Compare(scale(t, tc.scale), tc.before, tc.after); got != tc.want {
			t.Errorf("%s from %v to %v: %v, want %v", tc.scale, tc.before, tc.after, got, tc.want)
		}
	}
}

// One answer higher never lowers a score in which higher is worse.
func TestAHigherAnswerIsAHigherScore(t *testing.T) {
	s := scale(t, "gad-7")
	rapid.Check(t, func(t *rapid.T) {
		answers := map[string]int{}
		for _, x := range s.Items {
			answers[x.Item] = rapid.IntRange(0, 2).Draw(t, x.Item)
		}
		before, _ := measure.Score(s, answers)
		answers[rapid.SampledFrom(s.Items).Draw(t, "item").Item]++
		if after, ok := measure.Score(s, answers); !ok || after.Total != before.Total+1 || after.Band.From < before.Band.From {
			t.Fatalf("%+v became %+v", before, after)
		}
	})
}
