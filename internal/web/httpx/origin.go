package httpx

import "net/http"

// SameOrigin lets through what this site's own pages ask for, and a person
// who follows a link or types an address. Another site can neither post here
// nor pull a page, picture or script from here. Refused requests go to deny.
//
// A client that sends neither Sec-Fetch-Site nor Origin is no browser of the
// last years; it is let through.
func SameOrigin(next, deny http.Handler) http.Handler {
	posts := http.NewCrossOriginProtection()
	posts.SetDenyHandler(deny)
	guarded := posts.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site, mode := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Sec-Fetch-Mode")
		foreign := site == "cross-site" || site == "same-site"
		if foreign && mode != "navigate" && mode != "" {
			deny.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}
