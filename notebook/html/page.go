package html

import (
	"strings"
	"sync"

	"quire/notebook"
	"quire/templates"
)

// policy keeps the page to itself, should a browser be told otherwise by anything in it.
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'"

// sheet is the style sheet of the report.
var sheet = sync.OnceValue(func() string {
	b, err := templates.HTML.ReadFile("html/report.css")
	if err != nil {
		panic("html: " + err.Error()) // the file is part of the binary
	}
	return string(b)
})

// Page returns the report as one file that needs nothing else.
func Page(r *notebook.Report, o Options) []byte {
	w := newWriter(r, o, "q-")
	w.faces = newFaceSet()
	w.body()
	body := w.b.String()

	w.b.Reset()
	w.head()
	w.raw(body, "</html>\n")
	return w.b.Bytes()
}

// head writes everything before the body. It comes last: the fonts hold what the body uses.
func (w *writer) head() {
	m := w.r.Note.Meta
	lang := m.Lang
	if lang == "" {
		lang = "ko"
	}
	w.raw("<!doctype html>\n<html", attr("lang", lang), ">\n<head>\n<meta charset=\"utf-8\">\n")
	w.raw(`<meta http-equiv="Content-Security-Policy"`, attr("content", policy), ">\n")
	w.raw(`<meta name="viewport" content="width=device-width, initial-scale=1">`, "\n")
	w.raw(`<meta name="color-scheme" content="light dark">`, "\n", `<meta name="generator" content="Quire">`, "\n")
	for _, a := range m.Authors {
		w.raw(`<meta name="author"`, attr("content", a.Name), ">\n")
	}
	w.raw("<title>", escape(w.r.Title), "</title>\n")
	// The fonts and the sheet hold no "<" that could end the element.
	w.raw("<style>\n", strings.ReplaceAll(w.faces.css()+sheet()+pageSize(m.Paper), "</", `<\/`), "</style>\n</head>\n")
}

// pageSize is the rule for paper that is not A4.
func pageSize(paper string) string {
	switch strings.ToLower(paper) {
	case "letter", "a5", "b5", "legal":
		return "@page { size: " + strings.ToLower(paper) + "; }\n"
	}
	return ""
}

// body writes the visible page.
func (w *writer) body() {
	contents := w.r.Contents()
	class := "q-page"
	if len(contents) > 0 {
		class += " q-with-contents"
	}
	w.raw(`<body class="`, class, `">`, "\n", `<main class="q-report">`, "\n")
	w.title()
	w.contents(contents)
	for _, b := range w.r.Note.Blocks {
		if b.Cell != nil {
			w.block(b)
			continue
		}
		at := w.b.Len()
		w.raw(`<div class="prose">`, "\n")
		mark := w.b.Len()
		w.block(b)
		if w.b.Len() == mark {
			w.b.Truncate(at) // a definition shows nothing
			continue
		}
		w.raw("</div>\n")
	}
	w.raw("</main>\n")
	w.defineGlyphs()
	w.raw("</body>\n")
}

// title writes the title block.
func (w *writer) title() {
	m := w.r.Note.Meta
	if m.Title == "" {
		return
	}
	w.raw(`<header class="q-title">`, "\n")
	if m.Course != "" {
		w.line("p", "q-course", m.Course)
	}
	w.strong(func() { w.line("h1", "", m.Title) })
	if m.Subtitle != "" {
		w.line("p", "q-subtitle", m.Subtitle)
	}
	if len(m.Authors) > 0 {
		w.raw(`<ul class="q-authors"`, attr("aria-label", w.words().author), ">\n")
		for _, a := range m.Authors {
			w.author(a)
		}
		w.raw("</ul>\n")
	}
	if m.Date != "" {
		w.line("p", "q-date", m.Date)
	}
	w.raw("</header>\n")
}

func (w *writer) line(tag, class, text string) {
	w.raw("<", tag)
	if class != "" {
		w.raw(attr("class", class))
	}
	w.raw(">")
	w.text(text)
	w.raw("</", tag, ">\n")
}

func (w *writer) author(a notebook.Author) {
	w.raw("<li>")
	w.raw("<b>")
	w.strong(func() { w.text(a.Name) })
	w.raw("</b>")
	for _, s := range []string{a.ID, a.Affiliation} {
		if s != "" {
			w.raw(" <span>")
			w.text(s)
			w.raw("</span>")
		}
	}
	w.raw("</li>\n")
}

// contents writes the list of contents.
func (w *writer) contents(headings []*notebook.Heading) {
	if len(headings) == 0 {
		return
	}
	top := 6
	for _, h := range headings {
		top = min(top, h.Level)
	}
	w.raw(`<nav class="q-contents"`, attr("aria-label", w.strings().Contents), ">\n")
	w.strong(func() { w.line("p", "", w.strings().Contents) })
	w.raw("<ol>\n")
	for _, h := range headings {
		w.raw(`<li class="q-level`, string(rune('1'+h.Level-top)), `"><a`, attr("href", "#"+h.Anchor), ">")
		if h.Number != "" {
			w.raw(`<span class="q-number">`)
			w.text(h.Number)
			w.raw("</span> ")
		}
		w.text(h.Text)
		w.raw("</a></li>\n")
	}
	w.raw("</ol>\n</nav>\n")
}
