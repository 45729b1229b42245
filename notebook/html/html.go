// Package html writes reports as HTML.
//
// [Page] is a whole report as one file that needs nothing else: styles, subsets of the fonts, figures, formulas and
// images stand inside it. [Block], [Code] and [Output] are the pieces that the live page shows, with the same look; both
// take it from one style sheet, report.css in templates/html.
//
// What a note or a cell says never becomes markup. Raw HTML in notes is never handed on; links lead only to http, https,
// mailto and places in the report; images are read from inside the note's folder only; HTML that a cell shows stands in
// a frame without scripts, and nothing is loaded from elsewhere. There are no style attributes and no scripts, so the pieces pass a strict content security policy.
//
// The same report gives the same bytes.
package html

import (
	"bytes"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"quire/notebook"
	"quire/notebook/font"
	"quire/notebook/output"
)

// Options says how a page is made.
type Options struct {
	// Dir is the folder that the paths of images are relative to. "" is the folder of the note's name.
	Dir string
}

// Block returns a top-level block of the note: its prose, or the code and the outputs of its cell.
func Block(r *notebook.Report, b *notebook.Block) []byte {
	w := newWriter(r, Options{}, "q"+shortHash(b.Hash)+"-"+strconv.Itoa(b.Occurrence)+"-")
	w.block(b)
	w.defineGlyphs()
	return w.b.Bytes()
}

// Code returns the source of a cell, highlighted, in a <pre> element.
func Code(source string) []byte {
	w := newWriter(nil, Options{}, "")
	w.codeLines("go", source, 0)
	return w.b.Bytes()
}

// Output returns one output of a cell.
func Output(r *notebook.Report, o *notebook.OutputReport) []byte {
	w := newWriter(r, Options{}, "q"+shortHash(output.Hash(o.Output))+"-")
	w.output(o, nil)
	w.defineGlyphs()
	return w.b.Bytes()
}

func shortHash(h string) string { return h[:min(len(h), 10)] }

// A writer writes one fragment or page.
type writer struct {
	b       bytes.Buffer
	r       *notebook.Report
	src     []byte // of the inline nodes being written: the note's, or a caption's
	dir     string
	prefix  string // of the ids of glyphs
	glyphs  glyphSet
	faces   *faceSet // nil where fonts are not embedded
	face    string   // the face that text is set in
	bold    bool
	macros  map[string]string // of the note's formulas, once one is written
	drawn   int               // figures so far
	numbers bool              // the lines of the code that is being written are numbered
}

func newWriter(r *notebook.Report, o Options, prefix string) *writer {
	w := &writer{r: r, prefix: prefix, dir: o.Dir, face: "sans"}
	if r != nil {
		w.src = r.Note.Source
		if w.dir == "" {
			w.dir = filepath.Dir(r.Note.Name)
		}
	}
	return w
}

// raw writes markup. It takes constants and what has been escaped.
func (w *writer) raw(markup ...string) {
	for _, s := range markup {
		w.b.WriteString(s)
	}
}

// text writes text.
func (w *writer) text(s string) {
	w.faces.add(w.faceName(), s)
	w.raw(escape(s))
}

// faceName is the face that text is set in.
func (w *writer) faceName() string {
	if w.bold {
		return w.face + "-bold"
	}
	return w.face
}

// textFace is the face of words in formulas.
func (w *writer) textFace() string {
	if w.face == font.Serif {
		return font.Serif
	}
	return font.Sans
}

// in writes with another face.
func (w *writer) in(face string, bold bool, write func()) {
	oldFace, oldBold := w.face, w.bold
	w.face, w.bold = face, bold || w.bold && face == oldFace
	write()
	w.face, w.bold = oldFace, oldBold
}

// strong writes in bold.
func (w *writer) strong(write func()) { w.in(w.face, true, write) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// escape makes text safe in content and in quoted attributes. What HTML has no place for becomes U+FFFD.
func escape(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || 0x7F <= r && r < 0xA0 || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, s)
	return escaper.Replace(s)
}

// attr is an attribute with its value, with a space before it.
func attr(name, value string) string { return " " + name + `="` + escape(value) + `"` }
