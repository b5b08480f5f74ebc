package lsp

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"afterwards/draft"
	"afterwards/internal/draftfile"
)

const (
	source         = "afterwards"
	quickFix       = "quickfix"
	dismissCommand = "afterwards.dismiss"
)

// diagnose lists what an editor marks in a document.
func (s *server) diagnose(o *open) []diagnostic {
	v := s.see(o)
	switch {
	case o.lost:
		return []diagnostic{{Severity: severityInformation, Code: "length", Source: source, Message: "This draft could not be followed: it is too long, or too much of it changed at once. Close it and open it again, or a part of it."}}
	case v == nil:
		return []diagnostic{{Severity: severityInformation, Code: "length", Source: source, Message: "This is longer than can be looked at in one go. Try a part of it."}}
	}
	all := []diagnostic{}
	first := v.span(0, 0)
	add := func(at span, severity int, code, says string) {
		all = append(all, diagnostic{at, severity, code, source, says})
	}
	for _, p := range v.file.Problems {
		add(v.spanOf(p.Start, p.End), severityError, "mark", capital(p.Says))
	}
	if v.unread != nil {
		add(first, severityError, "settings", "The settings cannot be used. "+v.unread.Error())
	}
	words := v.report.Verdict.Words()
	switch {
	case v.report.Verdict == draft.Crisis: // the mark says it
	case v.purpose == "":
		add(first, severityInformation, "purpose", "Say what this draft is for, as its first line: purpose: hurt. "+
			"Until then only what endangers somebody is marked. The purposes are "+strings.Join(purposes(), ", ")+".")
	case v.report.Verdict == draft.Stop || v.report.Verdict == draft.Hold:
		add(first, severityInformation, "verdict", words.Title+". "+words.Says)
	}
	for _, sentence := range v.report.Sentences {
		for _, f := range sentence.Acts {
			if v.shown(f) {
				add(v.span(f.Start, f.End), severityOf(v.report.Verdict, f), f.Act, strings.Join(v.words(f), "\n"))
			}
		}
	}
	return all
}

// severityOf is how loudly a finding is shown. Red is for what would harm the
// reader; whoever may be in danger themselves is not shouted at.
func severityOf(v draft.Verdict, f draft.Finding) int {
	switch {
	case f.Act == "selfharm":
		return severityWarning
	case !draft.Dismissible(f.Act):
		return severityError
	case f.Level == draft.Clear || v == draft.Hold:
		return severityWarning
	}
	return severityInformation
}

// words are what is said of a finding: what it does, why it matters, another way.
func (v *sight) words(f draft.Finding) []string {
	if v.report.Verdict == draft.Crisis {
		w := v.report.Verdict.Words()
		return []string{w.Title, w.Says, f.Hint}
	}
	sure := ""
	if f.Level == draft.Possible {
		sure = " (perhaps)"
	}
	says := []string{"This sentence " + draft.ActName(f.Act) + sure + ".", f.Reason}
	if f.Hint != "" {
		says = append(says, f.Hint)
	}
	return says
}

// hover says more about the marked words under the pointer, the shortest mark
// where there are several.
func (s *server) hover(p documentParams) (*hover, error) {
	v := s.see(s.documents[p.Document.URI])
	if v == nil {
		return nil, nil
	}
	at := v.offset(p.Position)
	var found *draft.Finding
	for _, sentence := range v.report.Sentences {
		for i, f := range sentence.Acts {
			start, end := v.file.Span(f.Start, f.End)
			if v.shown(f) && start <= at && at < end && (found == nil || f.End-f.Start < found.End-found.Start) {
				found = &sentence.Acts[i]
			}
		}
	}
	if found == nil {
		return nil, nil
	}
	says := v.words(*found)
	if v.report.Verdict != draft.Crisis {
		says = append(says, "The rule: "+found.Rule+" ("+found.Source+")")
	}
	h := &hover{markup{"plaintext", strings.Join(says, "\n\n")}, v.span(found.Start, found.End)}
	if s.markdown {
		says[0] = "**" + says[0] + "**"
		h.Contents = markup{"markdown", strings.Join(says, "\n\n")}
	}
	return h, nil
}

// codeActions are the ways to dismiss what is marked in a range, or to say what
// the draft is for.
func (s *server) codeActions(p documentParams) ([]any, error) {
	actions := []any{}
	o := s.documents[p.Document.URI]
	v := s.see(o)
	kind := func(only string) bool { return only == quickFix || only == "" }
	if v == nil || len(p.Context.Only) > 0 && !slices.ContainsFunc(p.Context.Only, kind) || v.report.Verdict == draft.Crisis {
		return actions, nil
	}
	edit := func(title string, edits ...textEdit) {
		if s.literals {
			actions = append(actions, codeAction{Title: title, Kind: quickFix, Edit: &workspaceEdit{map[string][]textEdit{o.uri: edits}}})
		}
	}
	run := func(title string, d dismissal) {
		c := &command{title, dismissCommand, []dismissal{d}}
		if s.literals {
			actions = append(actions, codeAction{Title: title, Kind: quickFix, Command: c})
		} else {
			actions = append(actions, c)
		}
	}
	from, until := v.offset(p.Range.Start), v.offset(p.Range.End)
	if v.purpose == "" {
		bom := len(o.text) - len(strings.TrimPrefix(o.text, "\ufeff"))
		if first, _ := v.file.Span(0, 0); from <= first {
			for _, purpose := range purposes() {
				edit("This draft is for: "+purpose, textEdit{v.spanOf(bom, bom), "purpose: " + purpose + "\n"})
			}
		}
		return actions, nil
	}
	for _, sentence := range v.report.Sentences {
		for _, f := range sentence.Acts {
			start, end := v.file.Span(f.Start, f.End)
			if !v.shown(f) || !draft.Dismissible(f.Act) || end < from || until < start {
				continue
			}
			whole := v.span(sentence.Start, sentence.End)
			edit("Don't mark this here", textEdit{span{whole.Start, whole.Start}, "[[ignore: " + f.Act + "]]"}, textEdit{span{whole.End, whole.End}, "[[/ignore]]"})
			if pathOf(o.uri) == "" || v.unread != nil {
				continue // there is no place for settings
			}
			d := dismissal{URI: o.uri, Version: o.version, Act: f.Act, Start: f.Start, Words: true}
			if phrase := v.file.Text[f.Start:f.End]; len(phrase) <= draft.MaxPhrase && draft.PhraseWords(phrase) != "" {
				run("Don't mark these words in the drafts of this folder", d)
			}
			d.Words = false
			run("Don't mark what "+draft.ActName(f.Act)+" in the drafts of this folder", d)
		}
	}
	return actions, nil
}

// execute dismisses words or an act in the settings.
func (s *server) execute(p commandParams) (any, error) {
	var d dismissal
	if p.Command != dismissCommand || len(p.Arguments) != 1 || json.Unmarshal(p.Arguments[0], &d) != nil {
		return nil, &rpcError{invalidParams, "there is no such command here"}
	}
	o := s.documents[d.URI]
	v, path := s.see(o), pathOf(d.URI)
	if v == nil || path == "" || o.version != d.Version {
		return nil, &rpcError{requestFailed, "The draft has changed meanwhile, so nothing was dismissed. Ask for it again."}
	}
	for _, sentence := range v.report.Sentences {
		for _, f := range sentence.Acts {
			if f.Act != d.Act || f.Start != d.Start || !f.Counts || !draft.Dismissible(f.Act) {
				continue
			}
			file := v.config.File
			if file == "" {
				file = filepath.Join(filepath.Dir(path), draftfile.ConfigName)
			}
			act, phrase := f.Act, ""
			if d.Words {
				act, phrase = "", v.file.Text[f.Start:f.End]
			}
			if err := draftfile.Dismiss(file, act, phrase); err != nil {
				return nil, err
			}
			s.refresh()
			return nil, nil
		}
	}
	return nil, &rpcError{requestFailed, "There is nothing marked there any more that could be dismissed."}
}

func purposes() []string {
	var names []string
	for _, p := range draft.Purposes() {
		names = append(names, string(p))
	}
	return names
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}
