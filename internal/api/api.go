// Package api is the JSON API: check and decide, as the command line has them,
// described by OpenAPI at /api/openapi.json. It keeps nothing and logs no body.
package api

import (
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"afterwards/advice"
	"afterwards/internal/errs"
	"afterwards/internal/wire"
)

const description = `What a draft does to its reader, and whether contact stays open. Both answer
from the question alone; nothing is stored and no body is logged. A question
holds at most 1 MiB and a draft 100,000 bytes. Facts that are left out are
unknown, and unknown never counts as no.`

// question is a JSON body that we read ourselves, so that a wrong one gets the
// same sentence as on the command line.
type question struct {
	RawBody []byte `contentType:"application/json"`
}

type answer[T any] struct{ Body T }

// Handler serves everything under /api/.
func Handler(adviser *advice.Adviser) http.Handler {
	mux := http.NewServeMux()
	config := huma.DefaultConfig("Afterwards", "1.0.0")
	config.Info.Description = description
	config.Info.License = &huma.License{Name: "Apache License 2.0", Identifier: "Apache-2.0"}
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath, config.SchemasPath = "", ""
	config.CreateHooks = nil // no $schema key in the answers
	api := humago.New(mux, config)

	operation(api, "check", "What each sentence of a draft does to its reader", checkSchema(),
		func(raw []byte) (wire.CheckAnswer, error) {
			q, err := wire.ReadCheck(raw)
			if err != nil {
				return wire.CheckAnswer{}, err
			}
			return wire.Checked(q, "")
		})
	operation(api, "decide", "Whether contact stays open, and every reason", decideSchema(adviser.Judgement().Facts),
		func(raw []byte) (wire.DecideAnswer, error) {
			q, err := wire.ReadDecide(raw)
			if err != nil {
				return wire.DecideAnswer{}, err
			}
			return wire.Decided(adviser, q)
		})
	for _, path := range []string{"/api/v1/check", "/api/v1/decide"} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", http.MethodPost)
			problem(w, http.StatusMethodNotAllowed, "use POST here")
		})
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusNotFound, "there is nothing at this address: /api/openapi.json describes what there is")
	})
	return guard(mux)
}

// problem answers with a sentence in the form that the library uses for its own.
func problem(w http.ResponseWriter, status int, says string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: says})
}

func operation[A any](api huma.API, name, summary string, schema *huma.Schema, reply func([]byte) (A, error)) {
	path := "/api/v1/" + name
	huma.Register(api, huma.Operation{
		OperationID: name, Method: http.MethodPost, Path: path, Summary: summary,
		SkipValidateBody: true, MaxBodyBytes: wire.MaxInput,
		Errors: []int{http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType},
	}, func(_ context.Context, q *question) (*answer[A], error) {
		a, err := reply(q.RawBody)
		if err != nil {
			return nil, huma.NewError(http.StatusBadRequest, errs.Public(err))
		}
		return &answer[A]{a}, nil
	})
	api.OpenAPI().Paths[path].Post.RequestBody.Content["application/json"].Schema = schema
}

// guard refuses bodies that are not declared as JSON. A page of another site
// can then not post here without asking the browser first, which is refused.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if r.Method == http.MethodPost {
			kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
			if err != nil || kind != "application/json" {
				problem(w, http.StatusUnsupportedMediaType, "send JSON, with the header Content-Type: application/json")
				return
			}
			if r.ContentLength > wire.MaxInput {
				problem(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the question has %d bytes, and %d is the most", r.ContentLength, wire.MaxInput))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
