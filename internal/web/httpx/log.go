package httpx

import (
	"log/slog"
	"net/http"
	"time"
)

// Log writes one line for each answer: method, route, status, bytes and time.
// The route is the pattern of the router, never the address that was asked
// for, so that nothing a person typed can reach the log. Who asked is not
// written either.
func Log(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		seen := &observed{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			log.LogAttrs(r.Context(), slog.LevelInfo, "answered",
				slog.String("method", knownMethod(r.Method)),
				slog.String("route", r.Pattern),
				slog.Int("status", seen.status),
				slog.Int64("bytes", seen.bytes),
				slog.Duration("took", time.Since(began)),
			)
		}()
		next.ServeHTTP(seen, r)
	})
}

// knownMethod keeps invented methods, which are free text, out of the log.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// observed remembers what was answered.
type observed struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (o *observed) WriteHeader(status int) {
	o.status = status
	o.ResponseWriter.WriteHeader(status)
}

func (o *observed) Write(b []byte) (int, error) {
	n, err := o.ResponseWriter.Write(b)
	o.bytes += int64(n)
	return n, err
}

// Unwrap serves [http.ResponseController].
func (o *observed) Unwrap() http.ResponseWriter { return o.ResponseWriter }
