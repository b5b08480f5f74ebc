package cli

import (
	"net/url"
	"path/filepath"
	"strings"

	"afterwards/draft"
	"afterwards/internal/draftfile"
)

// SARIF 2.1.0, as far as we write it. Nothing in it quotes the draft: it names
// places.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Artifacts   []sarifArtifact   `json:"artifacts"`
		ColumnKind  string            `json:"columnKind"`
		Newlines    []string          `json:"newlineSequences"`
		Results     []sarifResult     `json:"results"`
		Properties  map[string]string `json:"properties"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID    string     `json:"id"`
		Short sarifText  `json:"shortDescription"`
		Full  sarifText  `json:"fullDescription"`
		Help  sarifText  `json:"help"`
		By    sarifLevel `json:"defaultConfiguration"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool `json:"executionSuccessful"`
	}
	sarifArtifact struct {
		Location sarifPlace `json:"location"`
		Length   int        `json:"length"`
		MimeType string     `json:"mimeType"`
		Encoding string     `json:"encoding"`
	}
	sarifPlace struct {
		URI         string     `json:"uri,omitempty"`
		Index       int        `json:"index"`
		Description *sarifText `json:"description,omitempty"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Suppressions []sarifSuppression `json:"suppressions"` // empty says that there are none
		Properties   map[string]string  `json:"properties"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifPlace  `json:"artifactLocation"`
		Region   sarifRegion `json:"region"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
		ByteOffset  int `json:"byteOffset"`
		ByteLength  int `json:"byteLength"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
)

// sarif is the report in the form that editors and build servers show.
func (d *checkedDraft) sarif() sarifLog {
	place := sarifPlace{URI: fileURI(d.name)}
	if d.name == "-" {
		place = sarifPlace{Description: &sarifText{"standard input"}}
	}
	words := d.report.Verdict.Words()
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: "Afterwards", Version: buildVersion(), Rules: []sarifRule{}}},
		Invocations: []sarifInvocation{{true}},
		Artifacts:   []sarifArtifact{{place, len(d.raw), "text/plain", "utf-8"}},
		ColumnKind:  "utf16CodeUnits",
		Newlines:    []string{"\r\n", "\n", "\r"},
		Results:     []sarifResult{},
		Properties:  map[string]string{"purpose": string(d.purpose), "verdict": string(d.report.Verdict), "title": words.Title, "says": words.Says},
	}
	rule := map[string]int{}
	for _, act := range draft.Acts() {
		if draft.Against(act) {
			rule[act] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, ruleOf(act))
		}
	}
	// A byte order mark has bytes and no column.
	text := strings.TrimPrefix(d.raw, "\ufeff")
	mark := len(d.raw) - len(text)
	lines := draftfile.LinesOf(text, false)
	for _, sentence := range d.inFile().Sentences {
		for _, f := range sentence.Acts {
			if !f.Counts && f.Dismissed == "" || d.report.Verdict == draft.Crisis && f.Act != "selfharm" {
				continue // in a crisis nothing else is marked
			}
			region := sarifRegion{ByteOffset: f.Start, ByteLength: f.End - f.Start}
			region.StartLine, region.StartColumn = lines.Position(f.Start - mark)
			region.EndLine, region.EndColumn = lines.Position(f.End - mark)
			region.StartLine, region.StartColumn, region.EndLine, region.EndColumn = region.StartLine+1, region.StartColumn+1, region.EndLine+1, region.EndColumn+1
			run.Results = append(run.Results, sarifResult{
				RuleID: f.Act, RuleIndex: rule[f.Act], Level: levelOf(f),
				Message:      sarifText{strings.TrimSpace(f.Reason + " " + f.Hint)},
				Locations:    []sarifLocation{{sarifPhysical{sarifPlace{URI: place.URI}, region}}},
				Suppressions: d.suppressions(f),
				Properties:   map[string]string{"level": string(f.Level), "rule": f.Rule, "source": f.Source},
			})
		}
	}
	return sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}}
}

// ruleOf describes an act.
func ruleOf(act string) sarifRule {
	f := draft.ActAdvice(act)
	f.Act, f.Level = act, draft.Clear
	help := f.Reason + "\n\n" + f.Hint + "\n\nThe rule: " + f.Rule + " (" + f.Source + ")"
	if draft.Dismissible(act) {
		help += "\n\nIf this is not so, write [[ignore: " + act + "]] before the words and [[/ignore]] after them, or name the act or the words under dismiss in " + draftfile.ConfigName + "."
	} else {
		help += "\n\nThis is never dismissed."
	}
	return sarifRule{act, sarifText{"This sentence " + draft.ActName(act) + "."}, sarifText{draft.ActMeaning(act)}, sarifText{help}, sarifLevel{levelOf(f)}}
}

// levelOf is how loudly a finding is shown.
func levelOf(f draft.Finding) string {
	switch {
	case !draft.Dismissible(f.Act):
		return "error"
	case f.Level == draft.Clear:
		return "warning"
	}
	return "note"
}

func (d *checkedDraft) suppressions(f draft.Finding) []sarifSuppression {
	var why string
	switch f.Dismissed {
	case "":
		return []sarifSuppression{}
	case draft.ByPlace:
		return []sarifSuppression{{"inSource", "accepted", "A mark in the draft dismisses this act here."}}
	case draft.ByPhrase:
		why = "These words are dismissed in the settings."
	case draft.ByAct:
		why = "This act is dismissed in the settings."
	case draft.ByLevel:
		why = "The settings ask only for what is clear."
	}
	return []sarifSuppression{{"external", "accepted", why}}
}

// fileURI is the address of a file: relative where the file lies below the
// working folder.
func fileURI(name string) string {
	if !filepath.IsLocal(name) {
		if whole, err := filepath.Abs(name); err == nil {
			path := filepath.ToSlash(whole)
			if !strings.HasPrefix(path, "/") {
				path = "/" + path // a drive of Windows
			}
			return (&url.URL{Scheme: "file", Path: path}).String()
		}
	}
	return (&url.URL{Path: filepath.ToSlash(filepath.Clean(name))}).String()
}
