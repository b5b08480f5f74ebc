package web

import (
	"net/http"
	"slices"
	"strings"

	"afterwards/internal/web/httpx"
)

// route is one address and what answers it. Paths are patterns of
// [http.ServeMux].
type route struct {
	method string
	path   string
	handle httpx.Handler
}

// routes is every address there is, save the hashed files under /static/.
func (s *site) routes() []route {
	return slices.Concat(s.keepingRoutes(), s.checkinRoutes(), s.planRoutes(), s.programmeRoutes(), s.urgeRoutes(), s.reminderRoutes(), []route{
		{"GET", "/{$}", s.home},
		{"GET", "/decide", s.decideStart},
		{"POST", "/decide", s.decide},
		{"GET", "/check", s.checkStart},
		{"POST", "/check", s.check},
		{"POST", "/check/live", s.checkLive},
		{"GET", "/check/shared", s.shareAgain},
		{"POST", "/check/shared", s.shared},
		{"GET", "/letters", s.letters},
		{"POST", "/letters", s.lettersWith},
		{"GET", "/letters/{kind}", s.letterAbout},
		{"POST", "/letters/{kind}", s.letterAboutWith},
		{"POST", "/letters/{kind}/ready", s.letterReady},
		{"POST", "/letters/{kind}/write", s.letterWrite},
		{"POST", "/letters/{kind}/sheet", s.letterSheet},
		{"POST", "/letters/{kind}/let-go", s.letterGoUnkept},
		{"GET", "/replies", s.replies},
		{"POST", "/replies", s.readReply},
		{"GET", "/guides", s.guides},
		{"POST", "/guides", s.guidesWith},
		{"GET", "/guides/{guide}", s.guide},
		{"POST", "/guides/{guide}", s.guideWith},
		{"GET", "/exercises", s.exercises},
		{"POST", "/exercises", s.exercisesWith},
		{"GET", "/exercises/{exercise}", s.exercise},
		{"POST", "/exercises/{exercise}", s.exerciseWith},
		{"GET", "/sources", s.sources},
		{"POST", "/sources", s.searchSources},
		{"GET", "/sources/claims/{id}", s.claim},
		{"GET", "/sources/conflicts/{id}", s.conflict},
		{"GET", "/sources/rules/{topic}", s.ruleTopic},
		{"GET", "/sources/articles/{article}", s.article},
		{"GET", "/help", s.help},
		{"POST", "/help", s.chooseHelp},
		{"GET", "/help/{country}", s.helpIn},
		{"GET", "/about", s.about},
		{"GET", "/offline", s.offline},
		{"GET", "/service-worker.js", s.serviceWorker},
		{"GET", "/leave", s.leave},
		{"POST", "/visit", s.checkVisit},
	})
}

// mux routes requests. A known path with another method gets a page that says
// which methods there are, an unknown path a page that leads home.
func (s *site) mux() *http.ServeMux {
	mux := http.NewServeMux()
	methods := map[string][]string{}
	for _, r := range s.routes() {
		mux.Handle(r.method+" "+r.path, s.adapt(r.handle))
		methods[r.path] = append(methods[r.path], r.method)
	}
	for name, a := range s.assets {
		mux.Handle("GET "+a.URL, serveAsset(name, a))
		methods[a.URL] = []string{"GET"}
	}
	for path, allowed := range methods {
		if slices.Contains(allowed, "GET") {
			allowed = append(allowed, "HEAD")
		}
		slices.Sort(allowed)
		mux.Handle(path, s.adapt(wrongMethod(strings.Join(allowed, ", "))))
	}
	if s.opts.API != nil {
		mux.Handle("/api/", s.opts.API)
	}
	mux.Handle("/", s.adapt(unknownPath))
	return mux
}

func wrongMethod(allowed string) httpx.Handler {
	return func(w http.ResponseWriter, _ *http.Request) error {
		w.Header().Set("Allow", allowed)
		return &httpx.Refusal{Status: http.StatusMethodNotAllowed, Public: "This page cannot be used that way. Start from the front page."}
	}
}

func unknownPath(http.ResponseWriter, *http.Request) error {
	return &httpx.Refusal{Status: http.StatusNotFound, Public: "There is no page at this address. It may have moved, or the link may be incomplete."}
}
