package httpx

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// Hosts lets through requests that name one of the hosts, whatever the port,
// and gives the others to deny. A program that listens on this machine alone is
// reached by its own few names only; a page elsewhere whose name was made to
// point here (DNS rebinding) is none of them. No hosts means any.
func Hosts(next http.Handler, hosts []string, deny http.Handler) http.Handler {
	if len(hosts) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		host = strings.ToLower(strings.Trim(host, "[]"))
		if !slices.Contains(hosts, host) {
			deny.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}
