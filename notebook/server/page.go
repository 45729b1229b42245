package server

import (
	"cmp"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"quire/notebook"
)

// pageTemplate is the shell of a note's page: the scripts fill it.
var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{.Title}}</title>
<link rel="icon" href="data:,">
<script src="/assets/theme.js"></script>
<link rel="stylesheet" href="/assets/report.css">
<link rel="stylesheet" href="/assets/page.css">
<link rel="modulepreload" href="/assets/lib/lit.js">
<script type="module" src="/assets/app.js"></script>
<a class="skip" href="#main">{{if eq .Lang "en"}}Skip to the report{{else}}본문으로 건너뛰기{{end}}</a>
<quire-app{{if .Folder}} data-folder{{end}}></quire-app>
<noscript><p>{{if eq .Lang "en"}}The live page needs JavaScript.{{else}}이 쪽은 자바스크립트가 있어야 움직입니다.{{end}}</p></noscript>
</html>
`))

var indexTemplate = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="{{.Lang}}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{.Title}}</title>
<link rel="icon" href="data:,">
<script src="/assets/theme.js"></script>
<link rel="stylesheet" href="/assets/report.css">
<link rel="stylesheet" href="/assets/page.css">
<main class="index">
<h1>{{.Title}}</h1>
{{if .Notes}}<ul>
{{range .Notes}}<li><a href="{{.Address}}"><strong>{{.Title}}</strong><time datetime="{{.Changed.Format "2006-01-02T15:04:05Z07:00"}}">{{.Changed.Format "2006-01-02 15:04"}}</time><span>{{.Name}}</span></a></li>
{{end}}</ul>
{{else}}<p>{{if eq .Lang "en"}}There is no note here. Make one with <code>quire new NAME</code>.{{else}}여기에는 노트가 없습니다. <code>quire new 이름</code>으로 만드세요.{{end}}</p>
{{end}}</main>
</html>
`))

func writePage(w http.ResponseWriter, t *template.Template, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = t.Execute(w, data) // the reader has gone when this fails
}

func (s *Server) servePage(w http.ResponseWriter, _ *http.Request, n *liveNote) {
	writePage(w, pageTemplate, map[string]any{"Lang": s.options.Lang, "Title": path.Base(n.name), "Folder": s.only == ""})
}

// address is the path of a note's page.
func address(name string) string { return "/notes/" + url.PathEscape(name) }

// serveIndex lists the notes of the folder, or goes to the one note that is served.
func (s *Server) serveIndex(w http.ResponseWriter, r *http.Request) {
	if s.only != "" {
		http.Redirect(w, r, address(s.only), http.StatusSeeOther)
		return
	}
	title := "노트"
	if s.options.Lang == "en" {
		title = "Notes"
	}
	writePage(w, indexTemplate, map[string]any{"Lang": s.options.Lang, "Title": title, "Notes": s.list()})
}

// A listing is a line of the index.
type listing struct {
	Name, Title, Address string
	Changed              time.Time
}

// How much of a folder the index looks at.
const (
	maxNotes = 1000
	maxDepth = 4
)

// list finds the notes in the folder and below, the last changed first.
func (s *Server) list() []listing {
	var notes []listing
	_ = fs.WalkDir(s.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // a folder that cannot be read has no notes for us
		case d.IsDir() && (hidden(name) || strings.Count(name, "/") >= maxDepth || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || !d.Type().IsRegular() || !isNote(name) || hidden(name):
			return nil
		case len(notes) == maxNotes:
			return fs.SkipAll
		}
		l := listing{Name: name, Title: path.Base(name), Address: address(name)}
		if i, err := d.Info(); err == nil {
			l.Changed = i.ModTime()
		}
		if src, err := readNote(s.root, name); err == nil {
			l.Title = notebook.NewReport(notebook.Parse(path.Base(name), src), nil).Title
		}
		notes = append(notes, l)
		return nil
	})
	slices.SortFunc(notes, func(a, b listing) int { return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.Name, b.Name)) })
	return notes
}
