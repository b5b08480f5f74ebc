package draft_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"afterwards/draft"
	"afterwards/draft/internal/train"
)

// lines returns all of the project's own sentences of one kind.
func lines(t *testing.T, file string) []string {
	t.Helper()
	all, err := train.Lines(file, "all")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// milder reports whether the first verdict is milder than the second.
func milder(a, b draft.Verdict) bool {
	rank := []draft.Verdict{draft.Crisis, draft.Stop, draft.Hold, draft.Revise, draft.Send}
	return slices.Index(rank, a) > slices.Index(rank, b)
}

// Whatever stands beside it, a sentence that is a crisis or a threat by itself
// stays one.
func TestNothingTakesAwayFromAGraveSentence(t *testing.T) {
	grave := slices.Concat(lines(t, "danger"), lines(t, "threats"), lines(t, "breaches"))
	// What only two sentences together make grave can still be outweighed.
	grave = slices.DeleteFunc(grave, func(g string) bool { return len(draft.Check(draft.Hurt, g).Sentences) != 1 })
	kind := slices.Concat(lines(t, "everyday"), lines(t, "limits"), []string{"Take care.", "Thank you.", "Goodbye.", "I can't sleep.", "Hi."})
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(draft.Purposes()).Draw(t, "purpose")
		g := rapid.SampledFrom(grave).Draw(t, "grave")
		before := rapid.SliceOfN(rapid.SampledFrom(kind), 0, 4).Draw(t, "before")
		after := rapid.SliceOfN(rapid.SampledFrom(kind), 0, 4).Draw(t, "after")
		face := rapid.SampledFrom([]string{"", " 😭", " 😂😂", " \u2764\ufe0f"}).Draw(t, "face")
		whole := strings.Join(slices.Concat(before, []string{g + face}, after), "\n")
		alone, beside := draft.Check(p, g).Verdict, draft.Check(p, whole).Verdict
		if (alone == draft.Crisis || alone == draft.Stop) && milder(beside, alone) {
			t.Fatalf("%s: %q is %s alone and %s in %q", p, g, alone, beside, whole)
		}
	})
}

func TestVeiledDangerIsSeen(t *testing.T) {
	for _, text := range []string{
		"Pick up, it's the last time you'll hear my voice, I'm on the ledge.",
		"The kids are yours now, I won't be here, they'll manage in time.",
		"night night forever",
		"I would rather be dead than live through another year like this one.",
		"I can't think of a reason to get up tomorrow, or ever.",
	} {
		for _, p := range []draft.Purpose{draft.Hurt, draft.Talk, draft.Coparent, draft.Unsent} {
			if got := draft.Check(p, text).Verdict; got != draft.Crisis {
				t.Errorf("%s: %q is %s", p, text, got)
			}
		}
	}
}

func TestVeiledThreatsAndPassedLimitsAreSeen(t *testing.T) {
	for _, text := range []string{
		"Accidents happen to women who lie.",
		"life will get you back, and I may give it a little help",
		"do you think a judge can protect you",
		"My uncles are furious. You should be careful coming home.",
		"A single email from me and you never work again.",
		"Withdraw the complaint or the guitar goes in the skip.",
		"If you take her to that wedding I am not letting you see the boys in July.",
		"found your new number through your cousin, hope that's fine",
		"just cycled past yours, like the new gate",
		"Ask your mum who comes round at night and tell me on Sunday.",
		"I've put a tag in her coat so I know where you both are.",
		"If I don't get to have you then nobody does, believe me, you'll be sorry.",
		"You'll be sorry you ever left.",
	} {
		for _, p := range []draft.Purpose{draft.Hurt, draft.Coparent} {
			if got := draft.Check(p, text).Verdict; got != draft.Stop {
				t.Errorf("%s: %q is %s", p, text, got)
			}
		}
	}
}

// What sounds desperate and is aimed at the reader is a threat first; the words
// about help stay beside it.
func TestAThreatIsNamedBeforeADoubtAboutItsWriter(t *testing.T) {
	r := draft.Check(draft.Hurt, "I've got nothing left to lose, so don't you dare push me.")
	if r.Verdict != draft.Stop {
		t.Errorf("verdict %s", r.Verdict)
	}
	if r := draft.Check(draft.Hurt, "Answer or I'll post the video. I'm going to kill myself."); r.Verdict != draft.Crisis {
		t.Errorf("a crisis beside a threat is %s", r.Verdict)
	}
}

func TestPracticalTalkIsLetThrough(t *testing.T) {
	for p, texts := range map[draft.Purpose][]string{
		draft.Logistics: {
			"I can leave the desk with Jo or you can send a van, as you like.",
			"Drop the forms at the desk or I can fetch them.",
			"Ring the agent or I will, just say which.",
			"Pick it up by Monday or I'll leave it with the neighbours.",
			"Answer by noon or I'll just order the skip for Friday.",
			"Could you send on the tax letters? My new address is at the bottom.",
			"The spare key fits both doors, I tried it.",
			"Still all right for Friday?",
			"Sorry, Tuesday is out. Wednesday?",
			"By the time you read this the fridge will be gone, it went for sixty.",
			"I'll send the form to your work address by recorded post.",
		},
		draft.Coparent: {
			"You can take him to the vaccination or I can, tell me which suits.",
			"Ring us after six or I'll ring you, he wants to tell you about the goal.",
			"Who is fetching them tonight, you or your sister?",
			"Give her a cuddle from me",
			"I'm uneasy about her riding in the front. Please put her in the back.",
			"Sorry if this is short notice, can you come at three instead?",
			"If you are late again please ring the club so they know.",
			"Take her boots or she will get wet feet.",
		},
		draft.Reply: {"No, sorry, not this week.", "Congratulations on the new house!"},
		draft.Light: {"Congrats on the quick recovery.", "Must be lovely to have the sea outside, enjoy!"},
	} {
		for _, text := range texts {
			if r := draft.Check(p, text); r.Verdict != draft.Send {
				t.Errorf("%s: %q is %s: %+v", p, text, r.Verdict, r.Sentences)
			}
		}
	}
}

// Nothing that means nothing is an alarm.
func TestNoiseIsNoCrisis(t *testing.T) {
	for _, noise := range []string{"a. ", "x ", "? ", "ok. ", "1. "} {
		if v := draft.Check(draft.Hurt, strings.Repeat(noise, 1000)).Verdict; v == draft.Crisis || v == draft.Stop {
			t.Errorf("%q a thousand times is %s", noise, v)
		}
	}
}
