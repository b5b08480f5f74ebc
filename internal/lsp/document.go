package lsp

import (
	"cmp"
	"net/url"
	"path/filepath"
	"strings"

	"afterwards/draft"
	"afterwards/internal/draftfile"
)

// The limits of what is held.
const (
	maxDocuments = 200
	maxDocument  = 1 << 20 // bytes
	maxChecked   = 100_000 // bytes of a draft that is looked at, as everywhere
	maxChanges   = 1_000   // in one message
)

// open is a document that the editor has open.
type open struct {
	uri     string
	version int
	text    string
	lost    bool   // what the editor shows is not known any more, until it is opened again
	seen    *sight // nil after a change
}

// sight is what there is to say about a document.
type sight struct {
	lines   *draftfile.Lines
	file    *draftfile.File
	config  draftfile.Config
	unread  error         // why the settings cannot be used
	purpose draft.Purpose // "" if nothing says
	report  draft.Report
}

func (s *server) opened(d document) {
	if len(s.documents) >= maxDocuments && s.documents[d.URI] == nil {
		return
	}
	o := &open{uri: d.URI, version: d.Version}
	o.set(d.Text)
	s.documents[d.URI] = o
	s.stale[d.URI] = true
}

func (s *server) changed(p documentParams) {
	o := s.documents[p.Document.URI]
	if o == nil {
		return
	}
	o.version = p.Document.Version
	s.stale[o.uri] = true
	if len(p.Changes) > maxChanges {
		o.lose()
	}
	for _, c := range p.Changes {
		switch {
		case c.Range == nil:
			o.set(c.Text)
		case !o.lost:
			lines := draftfile.LinesOf(o.text, s.bytes)
			start, end := lines.Offset(c.Range.Start.Line, c.Range.Start.Character), lines.Offset(c.Range.End.Line, c.Range.End.Character)
			o.set(o.text[:min(start, end)] + c.Text + o.text[max(start, end):])
		}
	}
}

// closed forgets a document and what was said of it.
func (s *server) closed(uri string) {
	if s.documents[uri] != nil {
		delete(s.documents, uri)
		s.stale[uri] = true
	}
}

// refresh looks at every document again, with the settings as they are now.
func (s *server) refresh() {
	for uri, o := range s.documents {
		o.seen = nil
		s.stale[uri] = true
	}
}

// set is the whole text from now on.
func (o *open) set(text string) {
	o.text, o.lost, o.seen = text, false, nil
	if len(text) > maxDocument {
		o.lose()
	}
}

func (o *open) lose() { o.text, o.lost, o.seen = "", true, nil }

// see looks at a document, once after each change. It is nil for one that is not
// looked at.
func (s *server) see(o *open) *sight {
	if o == nil || o.lost || len(o.text) > maxChecked {
		return nil
	}
	if o.seen != nil {
		return o.seen
	}
	v := &sight{lines: draftfile.LinesOf(o.text, s.bytes), file: draftfile.Parse(o.text)}
	if path := pathOf(o.uri); path != "" {
		if file := draftfile.FindConfig(filepath.Dir(path)); file != "" {
			v.config, v.unread = draftfile.LoadConfig(file)
		}
	}
	v.purpose = cmp.Or(v.file.Purpose, v.config.Purpose, s.purpose)
	v.report = v.config.Check(cmp.Or(v.purpose, draft.Hurt), v.file)
	o.seen = v
	return v
}

// shown reports whether a finding is marked. In a crisis nothing else is, and
// without a purpose only what endangers somebody: that needs none.
func (v *sight) shown(f draft.Finding) bool {
	switch {
	case v.report.Verdict == draft.Crisis:
		return f.Act == "selfharm"
	case v.purpose == "":
		return f.Counts && !draft.Dismissible(f.Act)
	}
	return f.Counts
}

// span is a stretch of the text as the editor has it.
func (v *sight) span(start, end int) span {
	return v.spanOf(v.file.Span(start, end))
}

// spanOf is a stretch of the file as the editor has it.
func (v *sight) spanOf(start, end int) span {
	var r span
	r.Start.Line, r.Start.Character = v.lines.Position(start)
	r.End.Line, r.End.Character = v.lines.Position(end)
	return r
}

// offset is a position as an offset into the file.
func (v *sight) offset(p position) int { return v.lines.Offset(p.Line, p.Character) }

// pathOf is the file of a document, "" for one that is not a file.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || !strings.HasPrefix(u.Path, "/") {
		return ""
	}
	path := u.Path
	if len(path) > 2 && path[2] == ':' {
		path = path[1:] // a drive of Windows
	}
	return filepath.FromSlash(path)
}
