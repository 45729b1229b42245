package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

// A route is one pattern of the server. They stand in a list, so that a test can walk all of them.
type route struct {
	pattern string
	handle  http.HandlerFunc
}

func (s *Server) routes() []route {
	return []route{
		{"GET /{$}", s.serveIndex},
		{"GET /assets/{file...}", s.serveAsset},
		{"GET /notes/{note}", s.withNote(s.servePage)},
		{"GET /notes/{note}/events", s.withNote(s.serveEvents)},
		{"GET /notes/{note}/outputs/{id}", s.withNote(s.serveOutput)},
		{"GET /notes/{note}/logs/{cell}", s.withNote(s.serveLog)},
		{"GET /notes/{note}/files/{file...}", s.withNote(s.serveFile)},
		{"POST /notes/{note}/run", s.withNote(command(s.serveRun))},
		{"POST /notes/{note}/interrupt", s.withNote(command(s.serveInterrupt))},
		{"POST /notes/{note}/restart", s.withNote(command(s.serveRestart))},
		{"POST /notes/{note}/export", s.withNote(command(s.serveExport))},
		{"POST /notes/{note}/hover", s.withNote(command(s.serveHover))},
		{"POST /notes/{note}/complete", s.withNote(commandOf(maxText, s.serveComplete))},
	}
}

// handler is everything that the server answers: the guard before every route, and a refusal for what is no route.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes() {
		mux.HandleFunc(r.pattern, r.handle)
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { refuse(w, r, http.StatusNotFound) })
	return s.guard.admit(mux)
}

// withNote opens the note that the address names. A name is only ever a path inside the served folder.
func (s *Server) withNote(h func(http.ResponseWriter, *http.Request, *liveNote)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n, err := s.note(r.PathValue("note"))
		if err != nil {
			refuse(w, r, http.StatusNotFound)
			return
		}
		h(w, r, n)
	}
}

// maxCommand is the largest body of a command, in bytes.
const maxCommand = 64 << 10

// command reads a JSON object from the request's body. Another content type is refused: only JSON cannot be sent by a
// form of another site without asking first.
func command[C any](h func(http.ResponseWriter, *http.Request, *liveNote, C)) func(http.ResponseWriter, *http.Request, *liveNote) {
	return commandOf(maxCommand, h)
}

// commandOf is command for bodies of at most so many bytes.
func commandOf[C any](most int64, h func(http.ResponseWriter, *http.Request, *liveNote, C)) func(http.ResponseWriter, *http.Request, *liveNote) {
	return func(w http.ResponseWriter, r *http.Request, n *liveNote) {
		if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
			replyError(w, http.StatusUnsupportedMediaType, "want application/json")
			return
		}
		var c C
		d := json.NewDecoder(http.MaxBytesReader(w, r.Body, most))
		d.DisallowUnknownFields()
		if err := d.Decode(&c); err != nil {
			replyError(w, http.StatusBadRequest, "read the command: "+err.Error())
			return
		}
		h(w, r, n, c)
	}
}

// The commands.
type (
	runCommand struct {
		Cells string `json:"cells"` // "all"
	}
	emptyCommand  struct{}
	exportCommand struct {
		Format string `json:"format"` // "pdf" or "html"
	}
)

// serveRun runs the note. It is the explicit Run that makes a note trusted.
func (s *Server) serveRun(w http.ResponseWriter, r *http.Request, n *liveNote, c runCommand) {
	if c.Cells != "all" {
		replyError(w, http.StatusBadRequest, `cells must be "all"`)
		return
	}
	if err := n.run(r.Context()); err != nil {
		s.log.Error("run note", "note", n.name, "err", err)
		replyError(w, http.StatusConflict, err.Error())
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

func (s *Server) serveInterrupt(w http.ResponseWriter, _ *http.Request, n *liveNote, _ emptyCommand) {
	n.interrupt()
	w.WriteHeader(http.StatusAccepted)
}

func (s *Server) serveRestart(w http.ResponseWriter, r *http.Request, n *liveNote, _ emptyCommand) {
	if err := n.restart(r.Context()); err != nil {
		replyError(w, http.StatusConflict, err.Error())
		return
	}
	w.WriteHeader(http.StatusAccepted)
}

// exportTypes are the formats that a note is exported in.
var exportTypes = map[string]string{"pdf": "application/pdf", "html": "text/html; charset=utf-8"}

// serveExport answers with the exported file, once the run that is under way has ended.
func (s *Server) serveExport(w http.ResponseWriter, r *http.Request, n *liveNote, c exportCommand) {
	kind, ok := exportTypes[c.Format]
	if !ok {
		replyError(w, http.StatusBadRequest, `format must be "pdf" or "html"`)
		return
	}
	data, err := n.export(r.Context(), c.Format)
	switch {
	case errors.Is(err, errNotTrusted):
		replyError(w, http.StatusConflict, err.Error())
		return
	case errors.Is(err, context.Canceled):
		return // the page has gone
	case err != nil:
		s.log.Error("export note", "note", n.name, "format", c.Format, "err", err)
		replyError(w, http.StatusInternalServerError, err.Error())
		return
	}
	name := strings.TrimSuffix(path.Base(n.name), path.Ext(n.name)) + "." + c.Format
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(name))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data) // the reader has gone when this fails
}

// framePolicy confines a cell's HTML: an origin of its own, scripts of its own, no network, no cookies.
const framePolicy = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; " +
	"img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

// frameHead stands before a cell's HTML: light and dark as on the page, and the height told to it.
const frameHead = `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<style>:root{font:15px/1.6 system-ui,sans-serif;word-break:keep-all;overflow-wrap:anywhere}body{margin:0}</style>
<script>addEventListener("load",()=>{const tell=()=>parent.postMessage({height:document.documentElement.getBoundingClientRect().height},"*");
new ResizeObserver(tell).observe(document.documentElement);tell()})</script>
`

func (s *Server) serveOutput(w http.ResponseWriter, r *http.Request, n *liveNote) {
	html, ok := n.frame(r.PathValue("id"))
	if !ok {
		refuse(w, r, http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Security-Policy", framePolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, frameHead+html) // the reader has gone when this fails
}

// serveLog answers with everything that a cell has printed.
func (s *Server) serveLog(w http.ResponseWriter, r *http.Request, n *liveNote) {
	res := n.result(r.PathValue("cell"))
	if res == nil {
		refuse(w, r, http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	if err := writeLog(w, res); err != nil {
		s.log.Error("read log", "note", n.name, "err", err)
	}
}

// imageTypes are the files of a note's folder that are served: pictures that a browser shows. An SVG may hold scripts;
// the sandbox in its policy keeps them from running even if somebody opens it by itself.
var imageTypes = map[string]string{
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml",
}

func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, n *liveNote) {
	name := path.Join(path.Dir(n.name), r.PathValue("file"))
	kind, ok := imageTypes[strings.ToLower(path.Ext(name))]
	if !ok || !fs.ValidPath(name) || hidden(name) {
		refuse(w, r, http.StatusNotFound)
		return
	}
	f, _, err := openRegular(s.root, name)
	if err != nil {
		refuse(w, r, http.StatusNotFound)
		return
	}
	defer f.Close()
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:")
	w.Header().Set("Cache-Control", "no-cache")
	i, err := f.Stat()
	if err != nil {
		refuse(w, r, http.StatusNotFound)
		return
	}
	http.ServeContent(w, r, "", i.ModTime(), f)
}

// hidden tells whether a part of a path begins with a dot.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." {
			return true
		}
	}
	return false
}

// serveAsset answers with an embedded file: the page's scripts, styles and fonts.
func (s *Server) serveAsset(w http.ResponseWriter, r *http.Request) {
	a, ok := s.assets[r.PathValue("file")]
	if !ok {
		refuse(w, r, http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", a.tag())
	if a.packed {
		h.Set("Vary", "Accept-Encoding")
		if !acceptsGzip(r) {
			s.serveUnpacked(w, r, a)
			return
		}
		h.Set("Content-Encoding", "gzip")
	}
	f, err := a.open()
	if err != nil {
		refuse(w, r, http.StatusNotFound)
		return
	}
	defer f.Close()
	http.ServeContent(w, r, "", time.Time{}, f)
}

// serveUnpacked answers with a packed file as it was, under a tag of its own: the bytes are others.
func (s *Server) serveUnpacked(w http.ResponseWriter, r *http.Request, a asset) {
	b, err := a.unpack()
	if err != nil {
		refuse(w, r, http.StatusNotFound)
		return
	}
	w.Header().Set("ETag", strings.TrimSuffix(a.tag(), `"`)+`-plain"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}

// acceptsGzip tells whether the reader takes answers under gzip, which every browser does.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q := strings.TrimLeft(strings.TrimPrefix(strings.TrimSpace(quality), "q="), "0.")
			return quality == "" || q != ""
		}
	}
	return false
}

func replyError(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": message}) // the reader has gone when this fails
}
