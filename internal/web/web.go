// Package web serves the pages: decide, check, help and what surrounds them.
//
// Every page works without JavaScript. What a person answers or writes travels
// in the bodies of forms and in nothing else: no address, cookie, log line or
// file ever holds it, unless they signed in to keep it. The package owns no
// listener and no data; [afterwards/internal/app] gives it both.
package web

import (
	"errors"
	"log/slog"
	"net/http"
	"time"

	"afterwards/advice"
	"afterwards/internal/look"
	"afterwards/internal/web/httpx"
	"afterwards/internal/web/ui"
	"afterwards/knowledge"
)

// DefaultLeaveTo is where Leave goes when the operator names no other place:
// a page that says nothing about the person who opens it.
const DefaultLeaveTo = "https://www.wikipedia.org/"

// Options are what the pages need from outside. The zero value of an optional
// field is sensible.
type Options struct {
	// Adviser decides. Required.
	Adviser *advice.Adviser
	// API answers everything under /api/, inside the same guards as the pages.
	// Nil means that there is none.
	API http.Handler
	// LeaveTo is the address that Leave goes to. [DefaultLeaveTo] if empty.
	LeaveTo string
	// EndSession ends whatever session the request carries and clears its
	// cookies, before Leave sends the browser away. Nil while there are no
	// accounts.
	EndSession func(http.ResponseWriter, *http.Request)
	// Keeping is what accounts and the journal need. Nil leaves their pages out.
	Keeping *Keeping
	// Hosts are the names under which the pages are reached, without port, in
	// lower case. Requests that name another host are refused. Empty takes any.
	Hosts []string
	// Help gives the lines of help and the words around them. Nil means those
	// that the program was built with.
	Help func() (*knowledge.Help, error)
	// Now is the clock; nil means [time.Now]. Numbers that nobody has looked up
	// for a year are not shown.
	Now func() time.Time
	// TLS says that people reach the pages over HTTPS, here or at a proxy.
	// It makes cookies Secure and sends Strict-Transport-Security.
	TLS bool
	// Log gets one line an answer, without private text. Nil discards.
	Log *slog.Logger
}

// site is what the handlers share. It does not change once made.
type site struct {
	opts    Options
	log     *slog.Logger
	adviser *advice.Adviser
	keeping *Keeping // nil if nothing is kept
	// transfers holds a place for each export or import that is under way.
	transfers chan struct{}
	assets    map[string]ui.Asset
	views     views
	doors     map[string]door
	shelf     *shelf
	titles    look.Sources
}

// door is a page that advice may lead to, by the name that the knowledge files
// use. A name without a door is shown as words only.
type door struct{ path, name string }

// New makes the handler of every page.
func New(opts Options) (http.Handler, error) {
	s, err := newSite(opts)
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}

func newSite(opts Options) (*site, error) {
	if opts.Adviser == nil {
		return nil, errors.New("web: Options.Adviser is missing: pages that cannot decide are not served")
	}
	if opts.LeaveTo == "" {
		opts.LeaveTo = DefaultLeaveTo
	}
	if opts.Help == nil {
		opts.Help = builtInHelp
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	s := &site{
		opts: opts, log: opts.Log, adviser: opts.Adviser,
		shelf: newShelf(opts.Adviser.Judgement()), titles: sourceNames(opts.Adviser.Judgement().Sources),
		doors: map[string]door{
			"help":      {"/help", "Help"},
			"check":     {"/check", "Look at a draft"},
			"exercises": {"/exercises", "Ten quiet minutes"},
		},
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if opts.Keeping != nil {
		if err := s.startKeeping(*opts.Keeping); err != nil {
			return nil, err
		}
	}
	var err error
	if s.assets, err = allAssets(s.titles); err != nil {
		return nil, err
	}
	if s.views, err = parseViews(s.assets, s.keeping != nil); err != nil {
		return nil, err
	}
	return s, nil
}

// handler puts the guards around the routes, outermost last.
func (s *site) handler() http.Handler {
	var h http.Handler = s.mux()
	h = httpx.SameOrigin(h, s.adapt(foreignRequest))
	h = httpx.Hosts(h, s.opts.Hosts, s.adapt(foreignHost))
	h = httpx.Headers(h, s.opts.TLS)
	return httpx.Log(h, s.log)
}

func (s *site) adapt(h httpx.Handler) http.Handler {
	return httpx.Adapt(h, s.showError, func(r *http.Request, cause string) {
		s.log.LogAttrs(r.Context(), slog.LevelError, "failed", slog.String("route", r.Pattern), slog.String("cause", cause))
	})
}

func foreignRequest(http.ResponseWriter, *http.Request) error {
	return &httpx.Refusal{Status: http.StatusForbidden, Public: "Another website sent you here with a form. We do not take forms from other websites. " +
		"If you meant to use this page, open it from the front page."}
}

func foreignHost(http.ResponseWriter, *http.Request) error {
	return &httpx.Refusal{Status: http.StatusMisdirectedRequest, Public: "This site is not known under the name in the address bar. " +
		"Open it by the address that the program printed when it started."}
}
