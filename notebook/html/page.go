package html

import (
	"slices"
	"strings"
	"sync"

	"quire/notebook"
	"quire/notebook/font"
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
	w := newWriter(r, o, "q:")
	w.faces = newFaceSet()
	if r.Note.Meta.Theme == "serif" {
		w.face = font.Serif // headings and the labels of drawings stay sans
	}
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

// textID is where the text begins, for those who skip the contents. The anchors of headings have no colon.
const textID = "q:text"

// body writes the visible page.
func (w *writer) body() {
	contents := w.r.Contents()
	class := "q-page"
	if w.face == font.Serif {
		class += " q-serif"
	}
	if len(contents) > 0 {
		class += " q-with-contents"
	}
	w.raw(`<body class="`, class, `">`, "\n")
	if len(contents) > 0 {
		w.raw(`<a class="q-skip" href="#`, textID, `">`)
		w.text(w.words().skip)
		w.raw("</a>\n")
	}
	w.raw(`<main class="q-report">`, "\n")
	w.title()
	w.contents(contents)
	if len(contents) > 0 {
		w.raw(`<div id="`, textID, `" tabindex="-1"></div>`, "\n")
	}
	for i, b := range w.r.Note.Blocks {
		if i == 0 && w.titleHeading() != nil {
			continue
		}
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

// titleHeading is the heading at the note's beginning that repeats its title, nil when there is none: it is shown once.
func (w *writer) titleHeading() *notebook.Heading {
	if len(w.r.Note.Blocks) == 0 {
		return nil
	}
	h := w.r.Heading(w.r.Note.Blocks[0].Node)
	if h == nil || h.Level != 1 || h.Text != w.r.Note.Meta.Title {
		return nil
	}
	return h
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
	id := ""
	if h := w.titleHeading(); h != nil {
		id = attr("id", h.Anchor)
	}
	w.raw("<h1", id, ">")
	w.in(font.Sans, true, func() { w.text(m.Title) })
	w.raw("</h1>\n")
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
	title := w.titleHeading()
	headings = slices.DeleteFunc(slices.Clone(headings), func(h *notebook.Heading) bool { return h == title })
	for _, h := range headings {
		top = min(top, h.Level)
	}
	w.raw(`<nav class="q-contents"`, attr("aria-label", w.strings().Contents), ">\n")
	w.in(font.Sans, true, func() { w.line("p", "", w.strings().Contents) })
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
