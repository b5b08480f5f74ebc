package wording_test

import (
	"slices"
	"testing"

	"afterwards/internal/wording"
)

// TestEachRuleFindsItsWordsAndNoOthers: beside each sentence that must be found
// stands one that is close to it and fine.
func TestEachRuleFindsItsWordsAndNoOthers(t *testing.T) {
	for _, c := range []struct{ rule, bad, good string }{
		{wording.Odds, "There is a 50% way back.", "There are 50 people in it."},
		{wording.Odds, "Your chances are good.", "You may look back by chance."},
		{wording.Odds, "One in two returns.", "We met one in May."},
		{wording.MindReading, "Your ex still loves you.", "Your ex wrote to you."},
		{wording.MindReading, "They miss you.", "Whether they miss you, nobody knows."},
		{wording.MindReading, "It means that they care.", "What it means nobody knows."},
		{wording.MindReading, "They will come back.", "They may come for their things."},
		{wording.Tactics, "Silence makes them want more.", "Silence can be a rest."},
		{wording.Tactics, "Here is how to get your ex back.", "Here is how to get your things back."},
		{wording.Tactics, "Play hard to get.", "It is hard to let go."},
		{"a push to make contact", "You should text tonight.", "You could leave it for tonight."},
		{"a push to make contact", "You have to reply.", "You do not have to reply."},
		{"diagnosis", "Your ex is toxic.", "Your ex twists what happened."},
		{wording.Gender, "If he writes, wait.", "If your ex writes, wait."},
		{wording.Labels, "A relapse is no shame.", "A slip is no shame."},
		{wording.Labels, "Keep up your streak.", "There is no streak to lose."},
		{"promises", "You will heal in time.", "Most people feel better in time."},
		{"suicide", "Somebody committed suicide.", "Somebody died by suicide."},
		{"always or never about people", "They never listen.", "We never send anything."},
		{"exclamation mark", "Well done!", "Well done."},
	} {
		names := func(text string) (all []string) {
			for _, p := range wording.Check(text, wording.Short) {
				all = append(all, p.Rule)
			}
			return all
		}
		if !slices.Contains(names(c.bad), c.rule) {
			t.Errorf("%s does not find %q", c.rule, c.bad)
		}
		if found := names(c.good); len(found) > 0 {
			t.Errorf("%q is fine, and was found: %v", c.good, found)
		}
		if found := wording.Check(c.bad, wording.Short, c.rule); len(found) > 0 {
			t.Errorf("without the rule %s, %q still breaks %v", c.rule, c.bad, found)
		}
	}
}

func TestTextsAreCutIntoSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"One. Two? Three":                          {"One.", "Two?", "Three"},
		"“I ask for help.” Say it.":                {"“I ask for help.”", "Say it."},
		"It takes 1.5 hours, e.g. at night.":       {"It takes 1.5 hours, eg at night."},
		"I did ..., and it was wrong. It is over.": {"I did , and it was wrong.", "It is over."},
		"A paragraph\n\nand one more":              {"A paragraph", "and one more"},
		"…":                                        nil,
	} {
		if got := wording.Sentences(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestLongSentencesAreFound, counted in words.
func TestLongSentencesAreFound(t *testing.T) {
	const ten = "one two three four five six seven eight nine ten"
	if found := wording.Check(ten+" "+ten+".", wording.Short); len(found) > 0 {
		t.Errorf("twenty words are found too long: %v", found)
	}
	if found := wording.Check(ten+" "+ten+" eleven.", wording.Short); len(found) != 1 {
		t.Errorf("twenty-one words: %v", found)
	}
}

// TestHarderTextsGetAHigherGrade: the estimate is rough, its order is not.
func TestHarderTextsGetAHigherGrade(t *testing.T) {
	easy := wording.Grade([]string{"It is late. You can sleep on it. The day may help."})
	plain := wording.Grade([]string{"A message that you write at night can look different the next morning, and it cannot be taken back."})
	hard := wording.Grade([]string{"Reconciliation necessitates comprehensive communication regarding individual responsibilities, expectations and emotional availability."})
	if easy >= plain || plain >= hard || easy > 4 || hard < 15 {
		t.Errorf("easy %.1f, plain %.1f, hard %.1f", easy, plain, hard)
	}
	if got := wording.Grade(nil); got != 0 {
		t.Errorf("no text: %.1f", got)
	}
}
