package fhir_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"afterwards/internal/checkin"
	"afterwards/internal/fhir"
	"afterwards/knowledge"
)

func TestAHealthRecordGetsAnswersAndScoresAndNothingElse(t *testing.T) {
	j, err := knowledge.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	when := time.Date(2026, 3, 1, 20, 0, 0, 0, time.FixedZone("", 3600))
	gad := map[string]int{"nervous": 2, "control": 2, "much": 1, "relaxing": 1, "restless": 0, "annoyed": 1, "afraid": 3}
	file, err := fhir.Bundle(j.Scales, []checkin.Taken{
		{When: when, Scale: "gad-7", Title: "x", Answers: gad},
		{When: when, Scale: "phq-9", Title: "x", Answers: map[string]int{"dead": 1}},
		{When: when, Scale: "daily", Title: "x", Answers: map[string]int{"hurt": 60}, Note: "quillfeather", Contact: checkin.Mine},
		{When: when, Scale: "gone", Title: "x", Answers: map[string]int{"a": 1}},
	}, when)
	if err != nil {
		t.Fatal(err)
	}
	var b struct {
		ResourceType, Type string
		Entry              []struct {
			Resource struct {
				ResourceType, Status, Questionnaire, Authored, EffectiveDateTime string
				Item                                                             []struct {
					LinkID string `json:"linkId"`
					Answer []struct{ ValueInteger int }
				}
				Code struct {
					Coding []struct{ System, Code string }
				}
				ValueQuantity struct{ Value float64 }
			}
		}
	}
	if err := json.Unmarshal(file, &b); err != nil {
		t.Fatal(err)
	}
	if b.ResourceType != "Bundle" || b.Type != "collection" || len(b.Entry) != 4 {
		t.Fatalf("the file is a %s of type %s with %d entries", b.ResourceType, b.Type, len(b.Entry))
	}
	first, score, part := b.Entry[0].Resource, b.Entry[1].Resource, b.Entry[2].Resource
	if first.ResourceType != "QuestionnaireResponse" || first.Status != "completed" || len(first.Item) != 7 || first.Item[6].LinkID != "afraid" || first.Item[6].Answer[0].ValueInteger != 3 || first.Authored != "2026-03-01T20:00:00+01:00" {
		t.Errorf("the answers are %+v", first)
	}
	if score.ResourceType != "Observation" || score.ValueQuantity.Value != 10 || score.Code.Coding[0].Code != "70274-6" {
		t.Errorf("the score is %+v", score)
	}
	if part.Status != "in-progress" || part.ResourceType != "QuestionnaireResponse" {
		t.Errorf("what is not whole is %+v", part)
	}
	if strings.Contains(string(file), "quillfeather") || strings.Contains(string(file), "mine") {
		t.Error("notes or contact are in the file")
	}
}
