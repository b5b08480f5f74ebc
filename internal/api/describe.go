package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"afterwards/draft"
	"afterwards/internal/wire"
	"afterwards/knowledge"
)

const about = `What a draft does to its reader, and whether contact stays open. Both answer
from the question alone; nothing is stored and no body is logged. A question
holds at most 1 MiB and a draft 100,000 bytes. Facts that are left out are
unknown, and unknown never counts as no.`

// object is a JSON object of the description.
type object = map[string]any

// describe returns the OpenAPI description. What a question may hold is written
// here; what an answer holds is read off its type.
func describe(facts []knowledge.Fact) object {
	schemas := object{}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title": "Afterwards", "version": "1.0.0", "description": about,
			"license": object{"name": "Apache License 2.0", "identifier": "Apache-2.0"},
		},
		"paths": object{
			"/api/v1/check": operation("check", "What each sentence of a draft does to its reader",
				checkQuestion(), schemaOf(reflect.TypeFor[wire.CheckAnswer](), schemas), schemas),
			"/api/v1/decide": operation("decide", "Whether contact stays open, and every reason",
				decideQuestion(facts), schemaOf(reflect.TypeFor[wire.DecideAnswer](), schemas), schemas),
		},
		"components": object{"schemas": schemas},
	}
}

func operation(id, summary string, question, answer, schemas object) object {
	content := func(kind string, schema object) object { return object{kind: object{"schema": schema}} }
	responses := object{"200": object{"description": "The answer", "content": content("application/json", answer)}}
	for _, status := range []int{http.StatusBadRequest, http.StatusForbidden, http.StatusMethodNotAllowed,
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusMisdirectedRequest} {
		responses[strconv.Itoa(status)] = object{
			"description": http.StatusText(status),
			"content":     content("application/problem+json", schemaOf(reflect.TypeFor[Problem](), schemas)),
		}
	}
	return object{"post": object{
		"operationId": id, "summary": summary,
		"requestBody": object{"required": true, "content": content("application/json", question)},
		"responses":   responses,
	}}
}

// anyID describes the id of a question.
var anyID = object{"description": "anything; it is given back"}

func checkQuestion() object {
	return object{
		"type":     "object",
		"required": []string{"purpose", "text"},
		"properties": object{
			"id":      anyID,
			"purpose": object{"type": "string", "enum": draft.Purposes(), "description": "what the draft is for"},
			"text": object{"type": "string",
				"description": fmt.Sprintf("the draft, at most %d bytes; offsets in the answer are UTF-8 bytes into it", wire.MaxText)},
		},
	}
}

// decideQuestion describes the question of decide from the facts themselves.
func decideQuestion(facts []knowledge.Fact) object {
	properties := object{}
	for i := range facts {
		properties[facts[i].Name] = factSchema(&facts[i])
	}
	return object{
		"type":     "object",
		"required": []string{"facts"},
		"properties": object{
			"id": anyID,
			"facts": object{"type": "object", "properties": properties, "additionalProperties": false,
				"description": "what is known; what is left out is unknown"},
		},
	}
}

func factSchema(f *knowledge.Fact) object {
	schema := object{"description": f.Means}
	switch f.Type {
	case knowledge.Bool:
		schema["type"] = "boolean"
	case knowledge.Enum:
		schema["type"], schema["enum"] = "string", f.Values()
	case knowledge.Number:
		schema["type"], schema["minimum"] = "integer", 0
		if f.Most > 0 {
			schema["maximum"] = f.Most
		}
	case knowledge.Set:
		schema["type"], schema["items"] = "array", object{"type": "string", "enum": f.Values()}
	}
	return schema
}

// schemaOf describes a type as encoding/json writes it. Structs are named and
// kept in schemas.
func schemaOf(t reflect.Type, schemas object) object {
	switch {
	case t == reflect.TypeFor[json.RawMessage](), t.Kind() == reflect.Interface:
		return object{}
	case t.Kind() == reflect.String:
		return object{"type": "string"}
	case t.Kind() == reflect.Bool:
		return object{"type": "boolean"}
	case t.Kind() == reflect.Pointer:
		return schemaOf(t.Elem(), schemas)
	case t.Kind() == reflect.Int:
		return object{"type": "integer"}
	case t.Kind() == reflect.Slice:
		return object{"type": "array", "items": schemaOf(t.Elem(), schemas)}
	case t.Kind() != reflect.Struct:
		panic("api: answers hold a " + t.String() + ", and the description cannot say what that is")
	}
	if schemas[t.Name()] == nil {
		properties, required := object{}, []string{}
		for _, f := range reflect.VisibleFields(t) {
			name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous || name == "-" {
				continue
			}
			properties[name] = schemaOf(f.Type, schemas)
			if rest != "omitempty" {
				required = append(required, name)
			}
		}
		schemas[t.Name()] = object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	}
	return object{"$ref": "#/components/schemas/" + t.Name()}
}
