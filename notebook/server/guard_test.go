package server

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"quire/notebook"
)

// site is a server under test, with a note, a picture and a client that has the cookie.
type site struct {
	*httptest.Server
	server *Server
	dir    string
	cookie *http.Cookie
}

// newSite serves a folder of its own, or the one note in it, with the given kernel.
func newSite(t *testing.T, o Options) *site {
	t.Helper()
	if o.Path == "" {
		o.Path = t.TempDir()
		write(t, filepath.Join(o.Path, "note.md"), "# 제목\n\n글\n\n```go\nx := 1\n```\n")
		check(t, os.Mkdir(filepath.Join(o.Path, "img"), 0o755))
		write(t, filepath.Join(o.Path, "img", "a.png"), "not really a picture")
	}
	if o.Start == nil {
		o.Start = func(context.Context, notebook.KernelStart) (notebook.Kernel, error) { return &fakeKernel{}, nil }
	}
	if o.Trust == nil {
		o.Trust = NewTrustStore(filepath.Join(t.TempDir(), "trusted"))
	}
	s, err := New(o)
	check(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	l, err := Listen(0)
	check(t, err)
	check(t, s.Attach(l))
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }() // ends with ctx
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	st := &site{server: s, dir: s.root.Name(), Server: &httptest.Server{URL: "http://" + l.Addr().String()}}
	r, err := http.Get(s.URL())
	check(t, err)
	r.Body.Close()
	for _, c := range r.Cookies() {
		if c.Name == s.guard.cookieName() {
			st.cookie = c
		}
	}
	if st.cookie == nil {
		t.Fatal("the token was not exchanged for a cookie")
	}
	return st
}

// do sends a request as our own page would, after change has altered it.
func (s *site) do(t *testing.T, method, target, body string, change func(*http.Request)) (status int, text string, header http.Header) {
	t.Helper()
	r, err := http.NewRequest(method, s.URL+target, strings.NewReader(body))
	check(t, err)
	r.AddCookie(s.cookie)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		r.Header.Set("Origin", s.URL)
		r.Header.Set("Content-Type", "application/json")
	}
	if change != nil {
		change(r)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	check(t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	check(t, err)
	return resp.StatusCode, string(data), resp.Header
}

// targets are an address for every route of the server: the walk fails when a route has none.
var targets = map[string]string{
	"GET /{$}":                                "/",
	"GET /assets/{file...}":                   "/assets/app.js",
	"GET /notes/{note}":                       "/notes/note.md",
	"GET /notes/{note}/events":                "/notes/note.md/events",
	"GET /notes/{note}/outputs/{id}":          "/notes/note.md/outputs/0123456789abcdef",
	"GET /notes/{note}/logs/{cell}":           "/notes/note.md/logs/b1",
	"GET /notes/{note}/files/{file...}":       "/notes/note.md/files/img/a.png",
	"POST /notes/{note}/run":                  "/notes/note.md/run",
	"POST /notes/{note}/interrupt":            "/notes/note.md/interrupt",
	"POST /notes/{note}/restart":              "/notes/note.md/restart",
	"POST /notes/{note}/export":               "/notes/note.md/export",
	"POST /notes/{note}/hover":                "/notes/note.md/hover",
	"POST /notes/{note}/complete":             "/notes/note.md/complete",
	"no route, which must not be told either": "/no/such/page",
}

// TestEveryRouteIsGuarded sends wrong requests to every route. None of them may get further than the guard.
func TestEveryRouteIsGuarded(t *testing.T) {
	s := newSite(t, Options{})
	wrong := []struct {
		name   string
		change func(*http.Request)
		want   int
	}{
		{"no cookie", func(r *http.Request) { r.Header.Del("Cookie") }, 401},
		{"empty cookie", func(r *http.Request) { setCookie(r, s.cookie.Name, "") }, 401},
		{"wrong cookie", func(r *http.Request) { setCookie(r, s.cookie.Name, strings.Repeat("A", len(s.cookie.Value))) }, 401},
		{"cookie of another port", func(r *http.Request) { setCookie(r, "quire_1", s.cookie.Value) }, 401},
		{"token in place of the cookie", func(r *http.Request) { setCookie(r, s.cookie.Name, s.server.guard.newToken()) }, 401},
		{"wrong token", func(r *http.Request) { r.Header.Del("Cookie"); r.URL.RawQuery = "token=" + strings.Repeat("A", 26) }, 401},
		{"other host", func(r *http.Request) { r.Host = "evil.example" }, 421},
		{"host of another port", func(r *http.Request) { r.Host = "127.0.0.1:1" }, 421},
		{"host without port", func(r *http.Request) { r.Host = "127.0.0.1" }, 421},
		{"host that begins right", func(r *http.Request) { r.Host += ".evil.example" }, 421},
		{"foreign origin", func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, 403},
		{"origin of another port", func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") }, 403},
		{"origin that begins right", func(r *http.Request) { r.Header.Set("Origin", s.URL+".evil.example") }, 403},
		{"origin with https", func(r *http.Request) { r.Header.Set("Origin", strings.Replace(s.URL, "http:", "https:", 1)) }, 403},
		{"origin of a sandboxed frame", func(r *http.Request) { r.Header.Set("Origin", "null") }, 403},
		{"two origins", func(r *http.Request) { r.Header["Origin"] = []string{s.URL, "http://evil.example"} }, 403},
		{"cross-site", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403},
		{"same-site, other port", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, 403},
	}
	patterns := []string{"no route, which must not be told either"}
	for _, r := range s.server.routes() {
		patterns = append(patterns, r.pattern)
	}
	for _, pattern := range patterns {
		target := targets[pattern]
		if target == "" {
			t.Errorf("the walk does not know the route %q", pattern)
			continue
		}
		method, _, _ := strings.Cut(pattern, " ")
		if method != http.MethodPost {
			method = http.MethodGet
		}
		for _, w := range wrong {
			status, body, header := s.do(t, method, target, "{}", w.change)
			if status != w.want {
				t.Errorf("%s, %s: status %d, want %d", pattern, w.name, status, w.want)
			}
			if strings.Contains(body, s.cookie.Value) || header.Get("Set-Cookie") != "" {
				t.Errorf("%s, %s: the answer gives the cookie away", pattern, w.name)
			}
			checkHeaders(t, pattern+", "+w.name, header)
		}
		if method == http.MethodPost {
			status, _, _ := s.do(t, method, target, "{}", func(r *http.Request) { r.Header.Del("Origin") })
			if status != 403 {
				t.Errorf("%s without an origin: status %d, want 403", pattern, status)
			}
			status, _, _ = s.do(t, method, target, "a=b", func(r *http.Request) {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			})
			if status != 415 {
				t.Errorf("%s with a form: status %d, want 415", pattern, status)
			}
		}
	}
}

func setCookie(r *http.Request, name, value string) {
	r.Header.Set("Cookie", name+"="+value)
}

func checkHeaders(t *testing.T, what string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	} {
		if h.Get(name) != want {
			t.Errorf("%s: %s is %q, want %q", what, name, h.Get(name), want)
		}
	}
	policy := h.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("%s: policy %q", what, policy)
	}
	if strings.Contains(policy, "'unsafe-inline'") && !strings.HasPrefix(policy, "sandbox") {
		t.Errorf("%s: unsafe-inline outside a sandbox: %q", what, policy)
	}
	if strings.Contains(policy, "unsafe-eval") {
		t.Errorf("%s: unsafe-eval: %q", what, policy)
	}
	if len(h.Values("Access-Control-Allow-Origin")) > 0 {
		t.Errorf("%s: allows other origins", what)
	}
}

// TestRightRequestsPass is the other half of the walk: what our page sends gets through.
func TestRightRequestsPass(t *testing.T) {
	s := newSite(t, Options{})
	for target, want := range map[string]int{
		"/": 200, "/notes/note.md": 200, "/assets/app.js": 200, "/assets/fonts/Pretendard-Regular.ttf": 200,
		"/notes/note.md/files/img/a.png": 200, "/no/such/page": 404,
	} {
		status, _, header := s.do(t, "GET", target, "", nil)
		if status != want {
			t.Errorf("GET %s: status %d, want %d", target, status, want)
		}
		checkHeaders(t, target, header)
	}
	status, _, _ := s.do(t, "GET", "/", "", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "none") })
	if status != 200 {
		t.Errorf("typed into the address bar: status %d", status)
	}
}

// TestAssetsAreThere asks for everything that the pages, the styles and the scripts name.
func TestAssetsAreThere(t *testing.T) {
	s := newSite(t, Options{})
	named := regexp.MustCompile(`(?:href|src)="(/assets/[^"]+)"|url\(((?:fonts|lib)/[^)]+)\)|from "(\./lib/[^"]+)"`)
	seen := map[string]bool{}
	for queue := []string{"/", "/notes/note.md"}; len(queue) > 0; queue = queue[1:] {
		status, body, header := s.do(t, "GET", queue[0], "", nil)
		if status != 200 {
			t.Errorf("%s: status %d", queue[0], status)
		}
		if strings.HasPrefix(header.Get("Content-Type"), "font/") {
			continue
		}
		for _, m := range named.FindAllStringSubmatch(body, -1) {
			target := m[1]
			if target == "" {
				target = path.Join("/assets", m[2]+m[3])
			}
			if !seen[target] {
				seen[target] = true
				queue = append(queue, target)
			}
		}
	}
	if len(seen) < 9 { // two scripts, lit, two sheets, five fonts
		t.Errorf("only %d assets are named: %v", len(seen), seen)
	}
}

func TestTokenWorksOnce(t *testing.T) {
	s := newSite(t, Options{})
	get := func(url string, change func(*http.Request)) *http.Response {
		t.Helper()
		r, err := http.NewRequest("GET", url, nil)
		check(t, err)
		if change != nil {
			change(r)
		}
		resp, err := http.DefaultTransport.RoundTrip(r)
		check(t, err)
		resp.Body.Close()
		return resp
	}
	url := s.server.URL()
	if r := get(url, func(r *http.Request) { r.Header.Set("Sec-Purpose", "prefetch") }); r.StatusCode != 401 {
		t.Errorf("a prefetch got status %d", r.StatusCode)
	}
	if r := get(url, func(r *http.Request) { r.Host = "evil.example" }); r.StatusCode != 421 {
		t.Errorf("a token for another host got status %d", r.StatusCode)
	}
	first := get(url, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }) // from the start file
	if first.StatusCode != 200 || len(first.Cookies()) != 1 {
		t.Fatalf("first use: status %d, %d cookies", first.StatusCode, len(first.Cookies()))
	}
	c := first.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" || !strings.Contains(url, strings.TrimPrefix(c.Name, "quire_")) {
		t.Errorf("the cookie is %v", c)
	}
	if loc := first.Header.Get("Location"); loc != "" {
		t.Errorf("the exchange redirects to %s", loc)
	}
	if r := get(url, nil); r.StatusCode != 401 || len(r.Cookies()) != 0 {
		t.Errorf("second use: status %d, %d cookies", r.StatusCode, len(r.Cookies()))
	}
	if r := get(url, func(r *http.Request) { r.AddCookie(c) }); r.StatusCode != 200 || len(r.Cookies()) != 0 {
		t.Errorf("reloading the used address with the cookie: status %d", r.StatusCode)
	}
	kept := s.server.URL()
	for range maxTokens {
		s.server.URL()
	}
	if r := get(kept, nil); r.StatusCode != 401 {
		t.Errorf("a token older than %d others still works: %d", maxTokens, r.StatusCode)
	}
}

func TestRedirectIsRemovedOnceUsed(t *testing.T) {
	s := newSite(t, Options{})
	r, err := s.server.Redirect()
	check(t, err)
	data, err := os.ReadFile(r.Path)
	check(t, err)
	_, rest, _ := strings.Cut(string(data), `content="0;url=`)
	url, _, _ := strings.Cut(rest, `"`)
	resp, err := http.Get(url)
	check(t, err)
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Fatalf("the address in the file gives status %d", resp.StatusCode)
	}
	if _, err := os.Stat(r.Path); !os.IsNotExist(err) {
		t.Errorf("the file is still there: %v", err)
	}
}

// TestSocketOrigin dials the WebSocket as other sites would.
func TestSocketOrigin(t *testing.T) {
	s := newSite(t, Options{})
	dial := func(change func(http.Header)) (*websocket.Conn, int) {
		h := http.Header{"Cookie": {s.cookie.Name + "=" + s.cookie.Value}, "Origin": {s.URL}}
		change(h)
		c, r, err := websocket.Dial(context.Background(), s.URL+"/notes/note.md/events", &websocket.DialOptions{HTTPHeader: h})
		if err != nil && r == nil {
			t.Fatal(err)
		}
		return c, r.StatusCode
	}
	for name, test := range map[string]struct {
		change func(http.Header)
		want   int
	}{
		"foreign origin": {func(h http.Header) { h.Set("Origin", "http://evil.example") }, 403},
		"no origin":      {func(h http.Header) { h.Del("Origin") }, 403},
		"null origin":    {func(h http.Header) { h.Set("Origin", "null") }, 403},
		"no cookie":      {func(h http.Header) { h.Del("Cookie") }, 401},
	} {
		if _, status := dial(test.change); status != test.want {
			t.Errorf("%s: status %d, want %d", name, status, test.want)
		}
	}
	c, status := dial(func(http.Header) {})
	if status != 101 {
		t.Fatalf("our own origin: status %d", status)
	}
	c.CloseNow()
}

func TestServeOnlyLoopback(t *testing.T) {
	s, err := New(Options{Path: t.TempDir(), Trust: NewTrustStore(t.TempDir())})
	check(t, err)
	for _, address := range []string{"0.0.0.0:0", "[::]:0"} {
		if err := s.Attach(fakeListener(address)); err == nil {
			t.Errorf("Attach accepted %s", address)
		}
	}
}

// TestFilesStayInside asks for what must not be served.
func TestFilesStayInside(t *testing.T) {
	dir := t.TempDir()
	outside := create(t, filepath.Join(t.TempDir(), "secret.png"))
	for _, name := range []string{"note.md", "a.png", ".hidden.png", "secret.txt", "script.html", "draw.svg"} {
		create(t, filepath.Join(dir, name))
	}
	check(t, os.MkdirAll(filepath.Join(dir, ".git"), 0o755))
	create(t, filepath.Join(dir, ".git", "a.png"))
	check(t, os.MkdirAll(filepath.Join(dir, "folder.png"), 0o755))
	_ = os.Symlink(outside, filepath.Join(dir, "link.png"))
	s := newSite(t, Options{Path: dir})
	for file, want := range map[string]int{
		"a.png": 200, "draw.svg": 200,
		".hidden.png": 404, ".git/a.png": 404, "secret.txt": 404, "script.html": 404, "note.md": 404, "folder.png": 404,
		"link.png": 404, "none.png": 404, "%2e%2e/secret.png": 404, "..%2f..%2fsecret.png": 404, "%2fetc%2fpasswd.png": 404, "a.png%00.svg": 404,
	} {
		status, _, header := s.do(t, "GET", "/notes/note.md/files/"+file, "", nil)
		if status != want {
			t.Errorf("file %s: status %d, want %d", file, status, want)
		}
		if status == 200 && !strings.HasPrefix(header.Get("Content-Security-Policy"), "sandbox;") {
			t.Errorf("file %s is not sandboxed: %v", file, header)
		}
	}
	for note, want := range map[string]int{
		"note.md": 200, "none.md": 404, "a.png": 404, "..%2fnote.md": 404, "%2e%2e%2fnote.md": 404, ".git%2fa.md": 404, "%2fnote.md": 404,
	} {
		if status, _, _ := s.do(t, "GET", "/notes/"+note, "", nil); status != want {
			t.Errorf("note %s: status %d, want %d", note, status, want)
		}
	}
}

// TestOneNoteOnly serves one note of a folder: the other must not be reachable.
func TestOneNoteOnly(t *testing.T) {
	dir := t.TempDir()
	one := create(t, filepath.Join(dir, "하나.md"))
	create(t, filepath.Join(dir, "둘.md"))
	s := newSite(t, Options{Path: one})
	if status, _, _ := s.do(t, "GET", address("둘.md"), "", nil); status != 404 {
		t.Errorf("the other note: status %d, want 404", status)
	}
	status, _, header := s.do(t, "GET", "/", "", nil)
	if status != 303 || header.Get("Location") != address("하나.md") {
		t.Errorf("the start page: status %d to %q", status, header.Get("Location"))
	}
	if status, _, _ := s.do(t, "GET", address("하나.md"), "", nil); status != 200 {
		t.Errorf("the note: status %d", status)
	}
}
