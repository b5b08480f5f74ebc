package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"afterwards/advice"
	"afterwards/internal/api"
	"afterwards/internal/wire"
)

var adviser = func() *advice.Adviser {
	a, err := advice.Default()
	if err != nil {
		panic(err)
	}
	return a
}()

func post(t *testing.T, path, kind, body string) (int, string, http.Header) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	api.Handler(adviser).ServeHTTP(w, r)
	raw, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(raw), w.Result().Header
}

// TestTheSameAnswerAsOnTheCommandLine: both doors go through package wire, and
// nothing is added or lost on the way.
func TestTheSameAnswerAsOnTheCommandLine(t *testing.T) {
	const situation = `{"id": 7, "facts": {"blocked": "some", "goal": "closure"}}`
	q, err := wire.ReadDecide([]byte(situation))
	if err != nil {
		t.Fatal(err)
	}
	decided, err := wire.Decided(adviser, q)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "/api/v1/decide", situation, decided)

	const draft = `{"id": "x", "purpose": "hurt", "text": "You never cared. <b>I miss you</b> “so” much 💔"}`
	c, err := wire.ReadCheck([]byte(draft))
	if err != nil {
		t.Fatal(err)
	}
	checked, err := wire.Checked(c, "")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "/api/v1/check", draft, checked)
}

func same(t *testing.T, path, question string, want any) {
	t.Helper()
	status, body, header := post(t, path, "application/json; charset=utf-8", question)
	if status != http.StatusOK || header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%s: %d %v %s", path, status, header, body)
	}
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got, expected any
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &expected); err != nil {
		t.Fatal(err)
	}
	gotRaw, _ := json.Marshal(got)
	wantRaw, _ := json.Marshal(expected)
	if string(gotRaw) != string(wantRaw) {
		t.Errorf("%s:\n got %s\nwant %s", path, gotRaw, wantRaw)
	}
}

// TestGarbageGetsASentence: what arrives, the status, and what is said.
func TestGarbageGetsASentence(t *testing.T) {
	for _, c := range []struct {
		path, kind, body string
		status           int
		says             string
	}{
		{"/api/v1/decide", "application/json", `{`, 400, "this is not JSON"},
		{"/api/v1/decide", "application/json", ``, 400, "there is nothing to read"},
		{"/api/v1/decide", "application/json", `[]`, 400, "the question is not an object"},
		{"/api/v1/decide", "application/json", `{"facts": {"bloked": 1}}`, 400, `there is no fact called \"bloked\"`},
		{"/api/v1/decide", "application/json", `{"facts": {"fear": true, "fear": true}}`, 400, "appears twice"},
		{"/api/v1/decide", "text/plain", `{"facts": {}}`, 415, "send JSON"},
		{"/api/v1/decide", "", `{"facts": {}}`, 415, "send JSON"},
		{"/api/v1/check", "application/json", `{"purpose": "love", "text": ""}`, 400, `there is no purpose \"love\"`},
		{"/api/v1/check", "application/json", `{"purpose": "hurt"}`, 400, `the key \"text\" is missing`},
		{"/api/v1/check", "application/json", `{"purpose": "hurt", "text": "` + strings.Repeat("a", wire.MaxText+1) + `"}`, 400, "is the most that is checked"},
		{"/api/v1/check", "application/json", `{"text": "` + strings.Repeat("a", wire.MaxInput) + `"}`, 413, "is the most"},
		{"/api/v1/check", "application/json", "{\"purpose\": \"hurt\", \"text\": \"\xff\"}", 400, "UTF-8"},
		{"/api/v1/nothing", "application/json", `{}`, 404, "there is nothing at this address"},
	} {
		status, body, _ := post(t, c.path, c.kind, c.body)
		if status != c.status || !strings.Contains(body, c.says) {
			t.Errorf("%s %.60q: %d %s, want %d and %q", c.path, c.body, status, body, c.status, c.says)
		}
	}
}

// TestTheDescriptionNamesEveryFact, so that a client can be written from it.
func TestTheDescriptionNamesEveryFact(t *testing.T) {
	w := httptest.NewRecorder()
	api.Handler(adviser).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/openapi.json", nil))
	var doc struct {
		OpenAPI string
		Paths   map[string]struct {
			Post struct {
				RequestBody struct {
					Content map[string]struct {
						Schema struct {
							Properties map[string]struct{ Properties map[string]any }
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("the description is of version %q", doc.OpenAPI)
	}
	facts := doc.Paths["/api/v1/decide"].Post.RequestBody.Content["application/json"].Schema.Properties["facts"].Properties
	for _, f := range adviser.Judgement().Facts {
		if _, ok := facts[f.Name]; !ok {
			t.Errorf("the description lacks the fact %s", f.Name)
		}
	}
	if _, ok := doc.Paths["/api/v1/check"]; !ok {
		t.Error("the description lacks check")
	}
}

// TestAnswersAreAsDescribed holds real answers, and a refusal, against what the
// description says of them.
func TestAnswersAreAsDescribed(t *testing.T) {
	w := httptest.NewRecorder()
	api.Handler(adviser).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/openapi.json", nil))
	var doc map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, body string }{
		{"/api/v1/check", `{"id": 1, "purpose": "hurt", "text": "You never cared. I will kill myself. Thank you."}`},
		{"/api/v1/check", `{"purpose": "logistics", "text": ""}`},
		{"/api/v1/check", `{"purpose": "love"}`},
		{"/api/v1/decide", `{"facts": {}}`},
		{"/api/v1/decide", `{"id": "x", "facts": {"abuse": "current", "blocked": "some", "goal": "closure", "fear": true}}`},
	} {
		status, body, header := post(t, c.path, "application/json", c.body)
		var got any
		if err := json.Unmarshal([]byte(body), &got); err != nil {
			t.Fatal(err)
		}
		schema := doc
		for _, key := range []string{"paths", c.path, "post", "responses", strconv.Itoa(status), "content", header.Get("Content-Type"), "schema"} {
			next, ok := schema[key].(map[string]any)
			if !ok {
				t.Fatalf("%s %s: the description lacks %q for status %d", c.path, c.body, key, status)
			}
			schema = next
		}
		fits(t, doc, schema, got, c.path)
	}
}

// fits checks a value against a schema of the description.
func fits(t *testing.T, doc, schema map[string]any, value any, at string) {
	t.Helper()
	if ref, ok := schema["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/components/schemas/")
		schema = doc["components"].(map[string]any)["schemas"].(map[string]any)[name].(map[string]any)
	}
	var kind string
	switch v := value.(type) {
	case string:
		kind = "string"
	case float64:
		kind = "integer"
	case bool:
		kind = "boolean"
	case []any:
		kind = "array"
		for i, item := range v {
			if items, ok := schema["items"].(map[string]any); ok {
				fits(t, doc, items, item, fmt.Sprintf("%s[%d]", at, i))
			}
		}
	case map[string]any:
		kind = "object"
		properties, _ := schema["properties"].(map[string]any)
		for name, item := range v {
			if property, ok := properties[name].(map[string]any); ok {
				fits(t, doc, property, item, at+"."+name)
			} else if schema["additionalProperties"] == false {
				t.Errorf("%s.%s is not described", at, name)
			}
		}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				t.Errorf("%s lacks %s", at, name)
			}
		}
	}
	if want, ok := schema["type"]; ok && want != kind {
		t.Errorf("%s is %v, and the description says %v", at, value, want)
	}
}
