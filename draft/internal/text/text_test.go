package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"afterwards/draft/internal/text"
)

// splitter knows the words of the splitter itself and those given.
func splitter(t *testing.T, words ...string) (*text.Splitter, func(uint16) string) {
	t.Helper()
	b := text.NewLexiconBuilder()
	for _, w := range words {
		b.Add(w)
	}
	lex, rest, err := text.DecodeLexicon(b.Encode())
	if err != nil || len(rest) != 0 {
		t.Fatalf("the lexicon does not survive encoding: %v, %d bytes left", err, len(rest))
	}
	return text.NewSplitter(lex), func(id uint16) string {
		if id == 0 {
			return "?"
		}
		return b.Words()[id-1]
	}
}

func TestWhereSentencesEnd(t *testing.T) {
	s, _ := splitter(t)
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"One. Two! Three? Four", []string{"One.", "Two!", "Three?", "Four"}},
		{"hi\nkeys r under the mat\n\nbye", []string{"hi", "keys r under the mat", "bye"}},
		{"Dr. Shah comes at 5.30 p.m. on the 3rd, it costs 2.50.", []string{"Dr. Shah comes at 5.30 p.m. on the 3rd, it costs 2.50."}},
		{"so… i guess... it is over. ok", []string{"so… i guess... it is over.", "ok"}},
		{"It is over... He left.", []string{"It is over...", "He left."}},
		{"“Come back.” I said it once.", []string{"“Come back.”", "I said it once."}},
		{"- the keys\n- the cat\n• the bill", []string{"the keys", "the cat", "the bill"}},
		{"1. The keys.\n2. The cat.", []string{"1. The keys.", "2. The cat."}},
		{"well done! 🎉🎉 see you", []string{"well done! 🎉🎉", "see you"}},
		{"😭\nok", []string{"😭", "ok"}},
		{"  \n\n ?!\n", nil},
	} {
		var got []string
		for _, x := range s.Split(tt.text).Sentences {
			got = append(got, tt.text[x.Start:x.End])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestPeopleWhoWriteNoFullStopsAreReadAllTheSame(t *testing.T) {
	s, _ := splitter(t)
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"i dropped the keys with ur mum on friday i hope the new flat is warm enough can u send me the form",
			[]string{"i dropped the keys with ur mum on friday", "i hope the new flat is warm enough", "can u send me the form"}},
		{"The boxes are in the hall behind the blue door Please take the lamp as well before the end of June Thanks",
			[]string{"The boxes are in the hall behind the blue door", "Please take the lamp as well before the end of June Thanks"}},
		{"I told the man at the desk that we would need the van for two days and he wrote it down.",
			[]string{"I told the man at the desk that we would need the van for two days and he wrote it down."}},
		{"short line i know", []string{"short line i know"}},
	} {
		var got []string
		for _, x := range s.Split(tt.text).Sentences {
			got = append(got, tt.text[x.Start:x.End])
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestSpellingsComeDownToOne(t *testing.T) {
	s, name := splitter(t, strings.Fields("so love kill myself please come doing sorry were was house café tonight mum want die")...)
	for _, tt := range []struct{ text, want string }{
		{"I don’t", "i do not"},
		{"idk im soooo sorry", "i do not know i am so sorry"},
		{"ur house", "your house"},
		{"ur so sorry", "you are so sorry"},
		{"your doing it", "you are doing it"},
		{"k1ll mys3lf", "kill myself"},
		{"kill myslef, kill mysefl", "kill myself kill myself"},
		{"i want 2 die 2nite", "i want to die tonight"},
		{"ill come, you were ill", "i will come you were ill"},
		{"mum's house", "mum 's house"},
		{"CAFÉ l\u200bove", "? love"},
		{"want\u200byou so\u200b\u200bsorry", "want you so sorry"},
		{"at 5pm on the 3rd for £20", "at #time on the #date for #money"},
	} {
		var got []string
		for _, w := range s.Split(tt.text).Words {
			got = append(got, name(w.ID))
		}
		have := strings.Join(got, " ")
		want := tt.want
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestQuestionsWithoutTheirMark(t *testing.T) {
	s, _ := splitter(t)
	for text, want := range map[string]bool{
		"can u come": true, "why did you go": true, "are you there": true, "You can come.": false, "what you did": false, "Really?": true,
	} {
		if got := s.Split(text).Sentences[0].Question; got != want {
			t.Errorf("%q: question is %v", text, got)
		}
	}
}

func TestADamagedLexiconIsRefused(t *testing.T) {
	raw := text.NewLexiconBuilder().Encode()
	for _, n := range []int{0, 3, 15, 16, len(raw) / 2} {
		if _, _, err := text.DecodeLexicon(raw[:n]); err == nil {
			t.Errorf("%d of %d bytes were taken for the whole", n, len(raw))
		}
	}
}
