// Package api is the JSON API: check and decide, as the command line has them,
// described by OpenAPI at /api/openapi.json. It keeps nothing and logs no body.
package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"

	"afterwards/advice"
	"afterwards/internal/errs"
	"afterwards/internal/wire"
)

// Handler serves everything under /api/.
func Handler(adviser *advice.Adviser) http.Handler {
	mux := http.NewServeMux()
	answer(mux, "/api/v1/check", func(raw []byte) (any, error) {
		q, err := wire.ReadCheck(raw)
		if err != nil {
			return nil, err
		}
		return wire.Checked(q, "")
	})
	answer(mux, "/api/v1/decide", func(raw []byte) (any, error) {
		q, err := wire.ReadDecide(raw)
		if err != nil {
			return nil, err
		}
		return wire.Decided(adviser, q)
	})
	description := sync.OnceValue(func() any { return describe(adviser.Judgement().Facts) })
	mux.HandleFunc("GET /api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusOK, "application/openapi+json", description())
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusNotFound, "there is nothing at this address: /api/openapi.json describes what there is")
	})
	return guard(mux)
}

// answer lets reply answer the questions that are posted to a path. It reads
// the question itself, so that a wrong one gets the same sentence as on the
// command line.
func answer(mux *http.ServeMux, path string, reply func(raw []byte) (any, error)) {
	mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.MaxInput))
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			refuse(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("the question has more than %d bytes, which is the most", wire.MaxInput))
			return
		}
		if err != nil {
			refuse(w, http.StatusBadRequest, "the question did not arrive whole: send it again")
			return
		}
		a, err := reply(raw)
		if err != nil {
			refuse(w, http.StatusBadRequest, errs.Public(err))
			return
		}
		write(w, http.StatusOK, "application/json", a)
	})
	mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, "use POST here")
	})
}

// Problem is what a refusal looks like, as RFC 9457 has it.
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"` // one sentence
}

func refuse(w http.ResponseWriter, status int, says string) {
	write(w, status, "application/problem+json", Problem{http.StatusText(status), status, says})
}

func write(w http.ResponseWriter, status int, kind string, body any) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	_ = out.Encode(body) // whoever asked has gone
}

// guard refuses bodies that are not declared as JSON. A page of another site
// can then not post here without asking the browser first, which is refused.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if r.Method == http.MethodPost {
			kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
			if err != nil || kind != "application/json" {
				refuse(w, http.StatusUnsupportedMediaType, "send JSON, with the header Content-Type: application/json")
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}
