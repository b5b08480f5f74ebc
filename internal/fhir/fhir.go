// Package fhir writes answers to scales in the form that health records read:
// FHIR R4, a QuestionnaireResponse for each time and an Observation for each
// score. It names nobody, and leaves out notes and contact.
package fhir

import (
	"encoding/json"
	"time"

	"afterwards/internal/checkin"
	"afterwards/knowledge"
	"afterwards/measure"
)

type bundle struct {
	Type      string  `json:"resourceType"`
	Kind      string  `json:"type"`
	Timestamp string  `json:"timestamp"`
	Entry     []entry `json:"entry,omitempty"`
}

type entry struct {
	Resource any `json:"resource"`
}

type response struct {
	Type          string         `json:"resourceType"`
	Questionnaire string         `json:"questionnaire"`
	Status        string         `json:"status"`
	Authored      string         `json:"authored"`
	Item          []responseItem `json:"item"`
}

type responseItem struct {
	LinkID string   `json:"linkId"`
	Text   string   `json:"text"`
	Answer []answer `json:"answer"`
}

type answer struct {
	Value int `json:"valueInteger"`
}

type observation struct {
	Type      string    `json:"resourceType"`
	Status    string    `json:"status"`
	Category  []concept `json:"category"`
	Code      concept   `json:"code"`
	Effective string    `json:"effectiveDateTime"`
	Value     quantity  `json:"valueQuantity"`
	Note      []note    `json:"note,omitempty"`
}

type concept struct {
	Coding []coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
}

type coding struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Display string `json:"display,omitempty"`
}

type quantity struct {
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	System string  `json:"system"`
	Code   string  `json:"code"`
}

type note struct {
	Text string `json:"text"`
}

// address stands before the names of scales; it leads nowhere.
const address = "urn:afterwards:scale:"

// Bundle writes all answers, in the order given. A scale that the program does
// not have any more is left out, and so is a score of which an answer is missing.
func Bundle(scales []knowledge.Scale, taken []checkin.Taken, now time.Time) ([]byte, error) {
	b := bundle{Type: "Bundle", Kind: "collection", Timestamp: now.UTC().Format(time.RFC3339)}
	byName := map[string]*knowledge.Scale{}
	for i := range scales {
		byName[scales[i].Scale] = &scales[i]
	}
	for _, t := range taken {
		s := byName[t.Scale]
		if s == nil {
			continue
		}
		r := response{Type: "QuestionnaireResponse", Questionnaire: address + s.Scale, Status: "completed", Authored: t.When.Format(time.RFC3339)}
		for i := range s.Items {
			x := &s.Items[i]
			if v, ok := t.Answers[x.Item]; ok {
				r.Item = append(r.Item, responseItem{x.Item, x.Ask, []answer{{v}}})
			}
		}
		if len(r.Item) == 0 {
			continue
		}
		score, whole := measure.Score(s, t.Answers)
		if !whole {
			r.Status = "in-progress"
		}
		b.Entry = append(b.Entry, entry{r})
		if whole && !s.Lines() {
			b.Entry = append(b.Entry, entry{observe(s, score, t.When)})
		}
	}
	return json.MarshalIndent(b, "", "  ")
}

func observe(s *knowledge.Scale, score measure.Scored, when time.Time) observation {
	o := observation{
		Type: "Observation", Status: "final", Code: concept{Text: s.Title}, Effective: when.Format(time.RFC3339),
		Category: []concept{{Coding: []coding{{"http://terminology.hl7.org/CodeSystem/observation-category", "survey", "Survey"}}}},
		Value:    quantity{score.Total, "{score}", "http://unitsofmeasure.org", "{score}"},
		Note:     []note{{s.Terms}},
	}
	if s.Codes != nil {
		o.Code.Coding = []coding{{"http://loinc.org", s.Codes.Total, s.Codes.Display}}
	}
	return o
}
