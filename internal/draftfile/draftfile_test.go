package draftfile_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"afterwards/draft"
	"afterwards/internal/draftfile"
)

// counting returns the words of the findings that count, as they stand in the file.
func counting(raw string, p draft.Purpose) []string {
	f := draftfile.Parse(raw)
	found := []string{}
	for _, s := range (draftfile.Config{}).Check(p, f).Sentences {
		for _, a := range s.Acts {
			if a.Counts {
				start, end := f.Span(a.Start, a.End)
				found = append(found, a.Act+" "+raw[start:end])
			}
		}
	}
	return found
}

func TestMarksDismissAndAreNoPartOfTheDraft(t *testing.T) {
	const blame, sorry = "You never cared about me.", "I'm sorry if you felt hurt."
	for _, tt := range []struct {
		name, raw, text string
		want            []string
	}{
		{"no marks", blame + "\n" + sorry, blame + "\n" + sorry, []string{"blame You never cared about me.", "nonapology I'm sorry if you felt hurt."}},
		{"a line before the sentence", "afterwards: ignore blame\n" + blame + "\n" + sorry + "\n", blame + "\n" + sorry + "\n", []string{"nonapology I'm sorry if you felt hurt."}},
		{"only the sentence after it", "afterwards: ignore blame\r\n" + blame + " " + blame, blame + " " + blame, []string{"blame You never cared about me."}},
		{"a line with capitals and several acts", "  Afterwards:  IGNORE  Blame,nonapology \n\n" + sorry + "\n" + blame, "\n" + sorry + "\n" + blame, []string{"blame You never cared about me."}},
		{"a pair", "[[ignore: blame]]" + blame + "[[/ignore]] " + sorry, blame + " " + sorry, []string{"nonapology I'm sorry if you felt hurt."}},
		{"a pair over lines", "[[ignore: blame, nonapology]]\n" + blame + "\n" + sorry + "\n[[/ignore]]\n" + blame, "\n" + blame + "\n" + sorry + "\n\n" + blame, []string{"blame You never cared about me."}},
		{"pairs in pairs", "[[ignore: blame]][[ignore nonapology]]" + sorry + "[[/ignore]] " + blame + "[[/ignore]]", "[[ignore nonapology]]" + sorry + " " + blame + "[[/ignore]]", nil},
		{"another act", "[[ignore: guilt]]" + blame + "[[/ignore]]", blame, []string{"blame You never cared about me."}},
		{"a byte order mark and a purpose", "\ufeffpurpose: hurt\n" + blame, blame, []string{"blame You never cared about me."}},
		{"nothing after the line", blame + "\nafterwards: ignore blame", blame + "\n", []string{"blame You never cared about me."}},
		{"words that are no mark", "Afterwards: I went home. [[really]] purpose: none\npurpose: hurt", "Afterwards: I went home. [[really]] purpose: none\npurpose: hurt", []string{}},
		{"a sentence about a purpose", "purpose: to tell you\n", "purpose: to tell you\n", []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := draftfile.Parse(tt.raw)
			if tt.want == nil {
				return // it is about the text and the problems
			}
			if f.Text != tt.text || len(f.Problems) > 0 {
				t.Errorf("the text is %q with %+v, want %q", f.Text, f.Problems, tt.text)
			}
			if diff := cmp.Diff(tt.want, counting(tt.raw, draft.Hurt)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAMarkThatCannotBeFollowedIsSaid(t *testing.T) {
	for raw, want := range map[string]string{
		"purpose: closure\nx":                "closure: no purpose has this name: use one of hurt",
		"afterwards: ignore blam\nx":         `blam: no act has this name: did you mean "blame"?`,
		"afterwards: ignore\nx":              ": this does not say what to ignore",
		"afterwards: ignore blame, threat\n": "threat: threat is never ignored",
		"[[ignore: selfharm]]x[[/ignore]]":   "selfharm: selfharm is never ignored",
		"[[ignore]]x[[/ignore]]":             ": this does not say what to ignore",
		"x [[ignore: blame]] y":              "[[ignore: blame]]: this is not closed",
		"x [[/ignore]] y":                    "[[/ignore]]: nothing is open here",
		"x [[ignore: blame\ny]]":             "[[ignore: this mark has no end",
	} {
		f := draftfile.Parse(raw)
		if len(f.Problems) != 1 {
			t.Errorf("%q has the problems %+v", raw, f.Problems)
			continue
		}
		p := f.Problems[0]
		if got := raw[p.Start:p.End] + ": " + p.Says; !strings.HasPrefix(got, want) {
			t.Errorf("%q says %q, want %q", raw, got, want)
		}
	}
}

// TestEveryByteOfTheTextIsFoundInTheFile: whatever marks stand between, the text
// is what is left without them, and each byte is led back to itself.
func TestEveryByteOfTheTextIsFoundInTheFile(t *testing.T) {
	pieces := []string{"You never cared. ", "sorry", "é😭", "\n", "\r\n", " ", "[", "]]", "\xff"}
	marks := []string{"[[ignore: blame]]", "[[/ignore]]", "\nafterwards: ignore guilt\n", "[[IGNORE: request, blame]]"}
	rapid.Check(t, func(t *rapid.T) {
		var raw, text strings.Builder
		for range rapid.IntRange(0, 20).Draw(t, "pieces") {
			if rapid.Bool().Draw(t, "a mark") {
				mark := rapid.SampledFrom(marks).Draw(t, "mark")
				raw.WriteString(mark)
				if strings.HasPrefix(mark, "\n") {
					text.WriteString("\n") // it ends the line before
				}
				continue
			}
			piece := rapid.SampledFrom(pieces).Draw(t, "piece")
			raw.WriteString(piece)
			text.WriteString(piece)
		}
		f := draftfile.Parse(raw.String())
		if f.Text != text.String() {
			t.Skip("two pieces made a mark together")
		}
		last := -1
		for i := range f.Text {
			start, end := f.Span(i, i+1)
			if end != start+1 || start <= last || raw.String()[start] != f.Text[i] {
				t.Fatalf("byte %d of %q is led to %d-%d of %q", i, f.Text, start, end, raw.String())
			}
			last = start
		}
	})
}

// TestPositionsAgreeWithCounting holds lines and columns to a slow count.
func TestPositionsAgreeWithCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "😭", "\n", "\r\n", "\r", "\u2028", " "}), 0, 30).Draw(t, "text"), "")
		for _, bytes := range []bool{true, false} {
			l := draftfile.LinesOf(text, bytes)
			for range 5 {
				at := rapid.IntRange(0, len(text)).Draw(t, "at")
				for at < len(text) && !utf8.RuneStart(text[at]) {
					at--
				}
				before := text[:at]
				if at < len(text) && text[at] == '\n' && strings.HasSuffix(before, "\r") {
					continue // within the end of a line
				}
				before = strings.ReplaceAll(strings.ReplaceAll(before, "\r\n", "\n"), "\r", "\n")
				line := strings.Count(before, "\n")
				rest := before[strings.LastIndex(before, "\n")+1:]
				column := len(rest)
				if !bytes {
					column = len(utf16.Encode([]rune(rest)))
				}
				if gotLine, gotColumn := l.Position(at); gotLine != line || gotColumn != column {
					t.Fatalf("byte %d of %q is at %d:%d, not %d:%d", at, text, line, column, gotLine, gotColumn)
				}
				if got := l.Offset(line, column); got != at {
					t.Fatalf("%d:%d of %q is byte %d, not %d", line, column, text, at, got)
				}
			}
			if l.Offset(0, 1000) > len(text) || l.Offset(1000, 0) != len(text) || l.Offset(-1, -1) != 0 {
				t.Fatalf("a position outside of %q is not taken in", text)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("\ufeffpurpose: hurt\nafterwards: ignore blame\n[[ignore: guilt]]x[[/ignore]]", 3, 4)
	f.Add("[[ignore:[[ignore]]]][[/ignore]]\r\n[[", 0, 0)
	f.Add("afterwards: ignore ,,,\nAFTERWARDS:ignore", 1, 70)
	f.Fuzz(func(t *testing.T, raw string, line, column int) {
		file := draftfile.Parse(raw)
		for _, p := range file.Problems {
			if p.Start < 0 || p.End > len(raw) || p.Start > p.End {
				t.Fatalf("%+v lies outside of %q", p, raw)
			}
		}
		for _, s := range (draftfile.Config{}).Check(draft.Hurt, file).Sentences {
			for _, a := range s.Acts {
				start, end := file.Span(a.Start, a.End)
				if start < 0 || end > len(raw) || start > end || raw[start] != file.Text[a.Start] || raw[end-1] != file.Text[a.End-1] {
					t.Fatalf("%+v is led to %d-%d of %q", a, start, end, raw)
				}
			}
		}
		for _, bytes := range []bool{true, false} {
			l := draftfile.LinesOf(raw, bytes)
			if at := l.Offset(line, column); at < 0 || at > len(raw) {
				t.Fatalf("%d:%d is byte %d of %d", line, column, at, len(raw))
			}
			l.Position(column)
		}
	})
}
