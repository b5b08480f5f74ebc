package httpx

import (
	"net/http"
	"strings"
)

// contentSecurityPolicy lets a page load only its own style, script and
// pictures, talk only to this server, and make no HTML out of strings. The two
// trusted types are the rules by which device.js and offline.js name the one
// script that each starts as a worker; ADR 8 says why.
var contentSecurityPolicy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	"connect-src 'self'",
	"manifest-src 'self'",
	"worker-src 'self'",
	"form-action 'self'",
	"frame-ancestors 'none'",
	"base-uri 'none'",
	"object-src 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types checker offline",
}, "; ")

// CheckerPolicy is the policy of the worker that looks at drafts in the browser.
// It alone may compile WebAssembly; it loads no script and talks to this server
// only, to fetch the program that it runs.
const CheckerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; " +
	"base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// permissionsPolicy switches off the powers of a browser that no page needs.
var permissionsPolicy = func() string {
	features := []string{
		"accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture", "geolocation",
		"gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
		"screen-wake-lock", "serial", "usb", "web-share", "xr-spatial-tracking",
	}
	return strings.Join(features, "=(), ") + "=()"
}()

// NoStore is the Cache-Control of everything that is not a hashed asset.
const NoStore = "no-store"

// Headers sets the security headers on every answer of next, whatever its
// status. With tls, browsers are told to use nothing else for two years.
func Headers(next http.Handler, tls bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("Permissions-Policy", permissionsPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY") // for browsers older than frame-ancestors
		h.Set("Cache-Control", NoStore)
		if tls {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		next.ServeHTTP(w, r)
	})
}
