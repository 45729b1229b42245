package html

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"quire/notebook"
	"quire/notebook/figure"
	"quire/notebook/font"
	"quire/notebook/tex"
)

// Formulas are set at mathSize points to the em and shown a little larger than the text: the letters of the math face
// are small for their size.
const (
	mathSize  = 10
	mathScale = 1.1
	// depthStep is the step, in em of the text, in which formulas can be lowered below the line: there is a class for
	// each step, as style attributes are not to be used.
	depthStep = .1
	maxSteps  = 60
	// maxInline is the widest formula in a line, in em of the text.
	maxInline = 26
)

// formula writes a formula inside a line. One that is wider than a line may be is displayed, where it can be scrolled.
func (w *writer) formula(src string, display bool) {
	f, problems := w.layout(src, display)
	class := "q-math"
	if display || f.W > maxInline*mathSize/mathScale {
		class += " q-display"
	}
	w.raw(`<span class="`, class, `">`)
	w.drawFormula(f, src, display, problems)
	w.raw("</span>")
}

// mathBlock writes a displayed formula and its number.
func (w *writer) mathBlock(n *notebook.MathBlock) {
	e := w.r.Equation(n)
	if e == nil {
		w.raw(`<div class="q-math-block" tabindex="0"><span class="q-math">`)
	} else {
		w.raw(`<div class="q-math-block q-numbered"`, attr("id", e.Anchor), ` tabindex="0"><span class="q-math">`)
	}
	f, problems := w.layout(n.TeX, true)
	w.drawFormula(f, n.TeX, true, problems)
	w.raw("</span>")
	if e != nil {
		w.raw(`<span class="q-eqno">`)
		w.text("(" + e.Number + ")")
		w.raw("</span>")
	}
	w.raw("</div>\n")
}

func (w *writer) layout(src string, display bool) (*figure.Figure, []tex.Problem) {
	if w.macros == nil && w.r != nil {
		w.macros = tex.Macros(w.r.Note.Meta.Macros, w.r.Note.Definitions())
	}
	return tex.Layout(src, tex.Options{Display: display, Size: mathSize, Text: w.textFace(), TextScale: 1 / mathScale, Macros: w.macros})
}

// drawFormula writes the drawing of a formula, and MathML beside it for readers who cannot see it.
func (w *writer) drawFormula(f *figure.Figure, src string, display bool, problems []tex.Problem) {
	steps := lower(f)
	w.raw(w.svg(f, figure.SVGOptions{
		Class: "q-d" + strconv.Itoa(steps), Hidden: true, Em: mathSize / mathScale,
		Color: func(c figure.Color) string {
			if c == "ink" {
				return "currentColor"
			}
			return roleColor(c)
		},
	}))
	w.raw(`<span class="q-vh">`, tex.MathML(src, tex.Options{Display: display, Macros: w.macros}))
	for _, p := range problems {
		w.raw(" (", escape(p.Message), ")")
	}
	w.raw("</span>")
}

// lower gives a formula room below until its depth is a whole number of steps, and returns them. Its height grows with
// it; nothing in the drawing moves.
func lower(f *figure.Figure) int {
	const step = depthStep * mathSize / mathScale
	steps := min(int(math.Ceil(f.Depth/step-1e-6)), maxSteps)
	if steps < 0 {
		steps = 0
	}
	room := float64(steps)*step - f.Depth
	if room <= 0 {
		return steps
	}
	f.H += room
	f.Depth += room
	for _, op := range f.Ops {
		switch {
		case op.Glyph != nil:
			op.Glyph.Y += room
		case op.Text != nil:
			op.Text.Y += room
		case op.Path != nil:
			for i := range op.Path.Path {
				for j := range op.Path.Path[i].P {
					op.Path.Path[i].P[j].Y += room
				}
			}
		}
	}
	return steps
}

// svg writes a drawing whose glyphs stand in the page once, and notes the text of it for the fonts.
func (w *writer) svg(f *figure.Figure, o figure.SVGOptions) string {
	for _, op := range f.Ops {
		if op.Text != nil {
			w.faces.add(op.Text.Face, op.Text.Text)
		}
	}
	o.GlyphID = func(face string, gid int) string {
		w.glyphs.add(face, gid)
		return w.glyphID(glyph{face, gid})
	}
	o.Family = family
	if o.Color == nil {
		o.Color = roleColor
	}
	return string(f.SVG(o))
}

// roleColor is the CSS color of a role; the style sheet has a variable for each.
func roleColor(c figure.Color) string { return "var(--q-" + string(c) + ")" }

// family is the font family of a face; the style sheet has a variable for each.
func family(face string) string {
	switch strings.TrimSuffix(face, "-bold") {
	case "mono":
		return "var(--mono)"
	case "math":
		return "'Quire Math','Latin Modern Math',serif"
	}
	if strings.HasPrefix(face, font.Serif) {
		return "var(--serif)"
	}
	return "var(--sans)"
}

type glyph struct {
	face string
	gid  int
}

// A glyphSet is the glyphs that formulas and figures draw by their number.
type glyphSet map[glyph]bool

func (s *glyphSet) add(face string, gid int) {
	if *s == nil {
		*s = glyphSet{}
	}
	(*s)[glyph{face, gid}] = true
}

func (w *writer) glyphID(g glyph) string {
	return fmt.Sprintf("%s%s%d", w.prefix, g.face[:1], g.gid)
}

// defineGlyphs writes the outlines of the glyphs that were used.
func (w *writer) defineGlyphs() {
	if len(w.glyphs) == 0 {
		return
	}
	used := make([]glyph, 0, len(w.glyphs))
	for g := range w.glyphs {
		used = append(used, g)
	}
	slices.SortFunc(used, func(a, b glyph) int {
		return cmp.Or(strings.Compare(a.face, b.face), cmp.Compare(a.gid, b.gid))
	})
	w.raw(`<svg class="q-glyphs" width="0" height="0" aria-hidden="true"><defs>`)
	for _, g := range used {
		fmt.Fprintf(&w.b, `<path id="%s" d="%s"/>`, w.glyphID(g), outline(g).SVG(0))
	}
	w.raw("</defs></svg>\n")
}

// outline is a glyph's outline as a path of cubic curves.
func outline(g glyph) figure.Path {
	var p figure.Path
	var at font.Point
	for i, s := range font.Get(g.face).Outline(g.gid) {
		switch s.Kind {
		case font.Move:
			if i > 0 {
				p.Close()
			}
			p.MoveTo(s.P[0].X, s.P[0].Y)
			at = s.P[0]
		case font.Line:
			p.LineTo(s.P[0].X, s.P[0].Y)
			at = s.P[0]
		case font.Quad:
			c, end := s.P[0], s.P[1]
			p.CurveTo(at.X+2./3*(c.X-at.X), at.Y+2./3*(c.Y-at.Y), end.X+2./3*(c.X-end.X), end.Y+2./3*(c.Y-end.Y), end.X, end.Y)
			at = end
		case font.Cube:
			p.CurveTo(s.P[0].X, s.P[0].Y, s.P[1].X, s.P[1].Y, s.P[2].X, s.P[2].Y)
			at = s.P[2]
		}
	}
	if len(p) > 0 {
		p.Close()
	}
	return p
}
