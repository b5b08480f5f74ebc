package httpx

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"afterwards/internal/errs"
)

// Form reads the body of a posted form of at most limit bytes. What stands in
// the URL is never read. Values come back as valid UTF-8 with plain line ends.
//
// The error is [errs.Invalid] for a body that is no form, and wraps
// [http.MaxBytesError] for one that is too long.
func Form(w http.ResponseWriter, r *http.Request, limit int64) (url.Values, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, errs.New(errs.Invalid, "This page expects a form. Go back, reload the page and send it again.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	if err := r.ParseForm(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, errs.Wrap(err, errs.TooMany,
				"That is more text than this page can take. Go back, and keep a copy of it elsewhere before you send a shorter part.")
		}
		// The cause quotes the body, so it goes no further.
		return nil, errs.New(errs.Invalid, "The form arrived damaged. Go back and send it again. If your browser did not keep the text, it is lost here: nothing was stored.")
	}
	for _, values := range r.PostForm {
		for i, v := range values {
			values[i] = clean(v)
		}
	}
	return r.PostForm, nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "")

func clean(s string) string { return strings.ToValidUTF8(lineEnds.Replace(s), "\uFFFD") }
