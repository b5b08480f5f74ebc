// Package httpx is the ground every page stands on: handlers that return
// errors, the security headers of each answer, limits on what is read, and a
// log line that cannot carry private text. It knows nothing about pages.
package httpx

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"afterwards/internal/errs"
)

// Handler answers a request or says why it could not. A handler that returns
// an error must not have written anything yet.
type Handler func(w http.ResponseWriter, r *http.Request) error

// ErrorPage writes the page for an error that a handler returned. Status is
// the one [Status] chose.
type ErrorPage func(w http.ResponseWriter, r *http.Request, status int, err error)

// Adapt makes an [http.Handler] of h. Errors and panics become a call of page;
// what a panic carried is reported to fault and shown to nobody.
func Adapt(h Handler, page ErrorPage, fault func(r *http.Request, cause string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v) // the server's own way to drop a connection
			}
			// The value may quote what the person wrote, so only its type and
			// the stack, which holds no strings, are reported.
			fault(r, fmt.Sprintf("panic of type %T\n%s", v, debug.Stack()))
			page(w, r, http.StatusInternalServerError, errors.New("panic"))
		}()
		err := h(w, r)
		if err == nil || r.Context().Err() == context.Canceled {
			return // answered, or nobody is waiting for the answer
		}
		status := Status(err)
		if status >= http.StatusInternalServerError {
			fault(r, err.Error())
		}
		page(w, r, status, err)
	})
}

// Refusal is an error with an HTTP status of its own, for what only HTTP knows:
// a wrong method, a request from another site.
type Refusal struct {
	Status int
	Public string // one sentence for the person
}

func (r *Refusal) Error() string { return r.Public }

// Public is the sentence a person may read about err.
func Public(err error) string {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r.Public
	}
	return errs.Public(err)
}

// Status is the HTTP status for an error.
func Status(err error) int {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r.Status
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge
	}
	switch errs.KindOf(err) {
	case errs.Invalid:
		return http.StatusUnprocessableEntity
	case errs.NotFound:
		return http.StatusNotFound
	case errs.Unauthorized:
		return http.StatusUnauthorized
	case errs.Conflict:
		return http.StatusConflict
	case errs.TooMany:
		return http.StatusTooManyRequests
	case errs.Unavailable:
		return http.StatusServiceUnavailable
	case errs.Internal:
	}
	return http.StatusInternalServerError
}
