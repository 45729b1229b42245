package server

import (
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// pagePolicy is the Content-Security-Policy of everything but the sandboxed outputs: only our own files, nothing
// inline, no forms, in nobody's frame.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types lit-html quire"

// maxTokens is how many unused tokens are kept; the oldest goes first.
const maxTokens = 16

// A guard admits only the pages of this process's user: requests for our own host, with our cookie, from our own
// origin. Everything else is refused before any route is looked at.
//
// The cookie is given in exchange for a token that works once. Both are random and live as long as the process.
type guard struct {
	port    string
	hosts   []string // what Host may be, exactly
	origins []string // what Origin may be, exactly
	secret  string   // the cookie's value

	mu     sync.Mutex
	tokens []string
	used   func() // called after a token was used; may be nil
}

func newGuard(addr net.Addr) *guard {
	_, port, _ := net.SplitHostPort(addr.String())
	g := &guard{port: port, secret: rand.Text() + rand.Text()}
	for _, name := range []string{"127.0.0.1", "localhost"} {
		host := net.JoinHostPort(name, port)
		g.hosts = append(g.hosts, host)
		g.origins = append(g.origins, "http://"+host)
	}
	return g
}

// cookieName has the port in it, because cookies are shared by all ports of a host.
func (g *guard) cookieName() string { return "quire_" + g.port }

// newToken returns a fresh token, which admits one browser.
func (g *guard) newToken() string {
	t := rand.Text()
	g.mu.Lock()
	defer g.mu.Unlock()
	g.tokens = append(g.tokens, t)
	if len(g.tokens) > maxTokens {
		g.tokens = g.tokens[1:]
	}
	return t
}

// useToken tells whether t is an unused token and forgets it. The time it takes does not depend on t's text.
func (g *guard) useToken(t string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	found := -1
	for i, known := range g.tokens {
		if subtle.ConstantTimeCompare([]byte(t), []byte(known)) == 1 {
			found = i
		}
	}
	if found < 0 {
		return false
	}
	g.tokens = slices.Delete(g.tokens, found, found+1)
	return true
}

// admit wraps the whole of the server's routes.
func (g *guard) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !slices.Contains(g.hosts, r.Host) {
			refuse(w, r, http.StatusMisdirectedRequest)
			return
		}
		if token := r.URL.Query().Get("token"); token != "" && r.Method == http.MethodGet && r.URL.Path == "/" {
			g.exchange(w, r, token)
			return
		}
		if !g.hasCookie(r) {
			refuse(w, r, http.StatusUnauthorized)
			return
		}
		if !g.sameOrigin(r) {
			refuse(w, r, http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// exchange gives the cookie for a token. The answer is a page that goes on by itself, not a redirect: to the browser, a
// redirect still comes from wherever the token came from (the start file), and a SameSite=Strict cookie is not sent
// with it.
func (g *guard) exchange(w http.ResponseWriter, r *http.Request, token string) {
	if r.Header.Get("Sec-Purpose") != "" { // a browser that looks ahead must not use the token up
		refuse(w, r, http.StatusUnauthorized)
		return
	}
	if !g.hasCookie(r) {
		if !g.useToken(token) {
			refuse(w, r, http.StatusUnauthorized)
			return
		}
		http.SetCookie(w, &http.Cookie{
			Name: g.cookieName(), Value: g.secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		})
		if g.used != nil {
			g.used()
		}
	}
	writeMessage(w, http.StatusOK, messagePage{Title: "Quire", Refresh: "0;url=/", Lines: []string{"Quire"}, Link: "/"})
}

func (g *guard) hasCookie(r *http.Request) bool {
	c, err := r.Cookie(g.cookieName())
	return err == nil && subtle.ConstantTimeCompare([]byte(c.Value), []byte(g.secret)) == 1
}

// sameOrigin tells whether a request comes from our own page or from the address bar. What changes something, and the
// WebSocket, must say its origin; what only reads must not say a foreign one.
func (g *guard) sameOrigin(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
	default:
		return false
	}
	origins := r.Header.Values("Origin")
	if len(origins) > 1 {
		return false
	}
	if len(origins) == 1 {
		return slices.Contains(g.origins, origins[0])
	}
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	return reads && !strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}
