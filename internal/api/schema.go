package api

import (
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"afterwards/draft"
	"afterwards/internal/wire"
	"afterwards/knowledge"
)

// checkSchema describes the question of check.
func checkSchema() *huma.Schema {
	var purposes []any
	for _, p := range draft.Purposes() {
		purposes = append(purposes, string(p))
	}
	return &huma.Schema{
		Type: huma.TypeObject,
		Properties: map[string]*huma.Schema{
			"id":      {Description: "anything; it is given back"},
			"purpose": {Type: huma.TypeString, Enum: purposes, Description: "what the draft is for"},
			"text":    {Type: huma.TypeString, Description: fmt.Sprintf("the draft, at most %d bytes; offsets in the answer are UTF-8 bytes into it", wire.MaxText)},
		},
		Required: []string{"purpose", "text"},
	}
}

// decideSchema describes the question of decide from the facts themselves.
func decideSchema(facts []knowledge.Fact) *huma.Schema {
	properties := map[string]*huma.Schema{}
	for i := range facts {
		properties[facts[i].Name] = factSchema(&facts[i])
	}
	return &huma.Schema{
		Type: huma.TypeObject,
		Properties: map[string]*huma.Schema{
			"id": {Description: "anything; it is given back"},
			"facts": {Type: huma.TypeObject, Properties: properties, AdditionalProperties: false,
				Description: "what is known; what is left out is unknown"},
		},
		Required: []string{"facts"},
	}
}

func factSchema(f *knowledge.Fact) *huma.Schema {
	var values []any
	for _, v := range f.Values() {
		values = append(values, v)
	}
	schema := &huma.Schema{Description: f.Means}
	switch f.Type {
	case knowledge.Bool:
		schema.Type = huma.TypeBoolean
	case knowledge.Enum:
		schema.Type, schema.Enum = huma.TypeString, values
	case knowledge.Number:
		least := 0.0
		schema.Type, schema.Minimum = huma.TypeInteger, &least
	case knowledge.Set:
		schema.Type, schema.Items = huma.TypeArray, &huma.Schema{Type: huma.TypeString, Enum: values}
	}
	return schema
}
