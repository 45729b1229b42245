package figure

import (
	"encoding/base64"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
)

// SVGOptions says how a figure becomes SVG. The zero value gives a drawing that stands on its own and follows the CSS
// variables of a page that has them.
type SVGOptions struct {
	// Color turns a role (without its opacity) into a CSS color. nil: "var(--q-ink,#1f2328)", and so on.
	Color func(role Color) string

	// Family returns the CSS font-family list of a face. nil: the families of our subsets, then generic ones.
	Family func(face string) string

	// Glyph returns the outline of a glyph in 1/1000 em, y upwards. Without it, a glyph is set as its Text.
	Glyph func(face string, gid int) Path

	// GlyphID returns the id of a glyph's <path> that stands elsewhere in the page, drawn as Glyph would draw it with y
	// downwards. "" has the figure carry the glyph itself. nil: always.
	GlyphID func(face string, gid int) string

	// Prefix begins every id in the drawing; it must be different for figures in one page. It matters for figures that
	// carry glyphs or clip.
	Prefix string

	// Class is the class attribute of the <svg> element; "" for none.
	Class string

	// Em gives the width and height in em, of Em points each, so that a formula grows with the text around it; 0: points.
	Em float64

	// Hidden hides the drawing from screen readers, for a page that gives its meaning in another form.
	Hidden bool
}

// SVG writes the figure as an <svg> element. Its width and height are in points; text stays text. The same figure and
// options give the same bytes. No style attributes are used, so that a strict content security policy lets it pass.
func (f *Figure) SVG(o SVGOptions) []byte {
	w := &svgWriter{o: o, h: f.H}
	w.open(f)
	if o.Glyph != nil {
		w.define(f.Ops)
	}
	for i := range f.Ops {
		w.op(&f.Ops[i])
	}
	w.b.WriteString("</svg>")
	return []byte(w.b.String())
}

type svgWriter struct {
	b      strings.Builder
	o      SVGOptions
	h      float64 // the figure's height: y is measured from above
	glyphs []glyphKey
	clips  int // so far
}

type glyphKey struct {
	face string
	gid  int
}

func (w *svgWriter) open(f *Figure) {
	width, height := svgNum(f.W), svgNum(f.H)
	size := fmt.Sprintf(`width="%spt" height="%spt"`, width, height)
	if w.o.Em > 0 {
		size = fmt.Sprintf(`width="%sem" height="%sem"`, Num(f.W/w.o.Em), Num(f.H/w.o.Em))
	}
	fmt.Fprintf(&w.b, `<svg xmlns="http://www.w3.org/2000/svg" %s viewBox="0 0 %s %s"`, size, width, height)
	if w.o.Class != "" {
		fmt.Fprintf(&w.b, ` class="%s"`, escape(w.o.Class))
	}
	if w.o.Hidden {
		w.b.WriteString(` aria-hidden="true">`)
		return
	}
	w.b.WriteString(` role="img"`)
	if f.Alt != "" {
		fmt.Fprintf(&w.b, ` aria-label="%s"`, escape(f.Alt))
	}
	w.b.WriteString(">")
}

// define writes the outlines that the figure carries, each once, in the order of first use.
func (w *svgWriter) define(ops []Op) {
	w.collect(ops)
	if len(w.glyphs) > 0 {
		w.b.WriteString("</defs>")
	}
}

func (w *svgWriter) collect(ops []Op) {
	for _, op := range ops {
		if op.Clip != nil {
			w.collect(op.Clip.Ops)
		}
		g := op.Glyph
		if g == nil || w.o.GlyphID != nil && w.o.GlyphID(g.Face, g.GID) != "" {
			continue
		}
		k := glyphKey{g.Face, g.GID}
		if slices.Contains(w.glyphs, k) {
			continue
		}
		if len(w.glyphs) == 0 {
			w.b.WriteString("<defs>")
		}
		w.glyphs = append(w.glyphs, k)
		fmt.Fprintf(&w.b, `<path id="%s" d="%s"/>`, w.id(k), w.o.Glyph(g.Face, g.GID).SVG(0))
	}
}

func (w *svgWriter) id(k glyphKey) string {
	return escape(w.o.Prefix) + "g" + strconv.Itoa(slices.Index(w.glyphs, k))
}

func (w *svgWriter) op(op *Op) {
	switch {
	case op.Path != nil:
		w.path(op.Path)
	case op.Text != nil:
		w.text(op.Text)
	case op.Glyph != nil:
		w.glyph(op.Glyph)
	case op.Image != nil:
		w.image(op.Image)
	case op.Clip != nil:
		w.clip(op.Clip)
	}
}

func (w *svgWriter) clip(c *ClipOp) {
	id := escape(w.o.Prefix) + "c" + strconv.Itoa(w.clips)
	w.clips++
	fmt.Fprintf(&w.b, `<clipPath id="%s"><path d="%s"`, id, c.Path.SVG(w.h))
	if c.EvenOdd {
		w.b.WriteString(` clip-rule="evenodd"`)
	}
	fmt.Fprintf(&w.b, `/></clipPath><g clip-path="url(#%s)">`, id)
	for i := range c.Ops {
		w.op(&c.Ops[i])
	}
	w.b.WriteString("</g>")
}

func (w *svgWriter) path(p *PathOp) {
	if p.Fill == "" && (p.Stroke == "" || p.Width <= 0) {
		return
	}
	fmt.Fprintf(&w.b, `<path d="%s"`, p.Path.SVG(w.h))
	w.paint("fill", p.Fill)
	if p.EvenOdd {
		w.b.WriteString(` fill-rule="evenodd"`)
	}
	if p.Stroke != "" && p.Width > 0 {
		w.stroke(p)
	}
	w.b.WriteString("/>")
}

func (w *svgWriter) stroke(p *PathOp) {
	w.paint("stroke", p.Stroke)
	fmt.Fprintf(&w.b, ` stroke-width="%s"`, svgNum(p.Width))
	switch p.Join {
	case "miter": // what SVG does by itself
	case "bevel":
		w.b.WriteString(` stroke-linejoin="bevel"`)
	default:
		w.b.WriteString(` stroke-linejoin="round"`)
	}
	if p.Cap == "round" || p.Cap == "square" {
		fmt.Fprintf(&w.b, ` stroke-linecap="%s"`, p.Cap)
	}
	if len(p.Dash) > 0 {
		dash := make([]string, len(p.Dash))
		for i, d := range p.Dash {
			dash[i] = svgNum(d)
		}
		fmt.Fprintf(&w.b, ` stroke-dasharray="%s"`, strings.Join(dash, " "))
		if p.Offset != 0 {
			fmt.Fprintf(&w.b, ` stroke-dashoffset="%s"`, svgNum(p.Offset))
		}
	}
}

// paint writes a fill or stroke attribute, with its opacity. Presentation attributes may hold var().
func (w *svgWriter) paint(attr string, c Color) {
	base, opacity, ok := c.split()
	if !ok {
		base, opacity = "ink", 1
	}
	if base == "" {
		fmt.Fprintf(&w.b, ` %s="none"`, attr)
		return
	}
	value := string(base)
	if base[0] != '#' {
		value = w.role(base)
	}
	fmt.Fprintf(&w.b, ` %s="%s"`, attr, escape(value))
	if opacity < 1 {
		fmt.Fprintf(&w.b, ` %s-opacity="%s"`, attr, svgNum(opacity))
	}
}

func (w *svgWriter) role(c Color) string {
	if w.o.Color != nil {
		return w.o.Color(c)
	}
	for _, r := range roles {
		if r.Name == c {
			return "var(--q-" + string(c) + "," + r.Light + ")"
		}
	}
	return string(c)
}

func (w *svgWriter) text(t *TextOp) {
	if t.Text == "" {
		return
	}
	w.textTag(t.X, t.Y, t.Angle)
	w.font(t.Face, t.Size)
	if t.Slant {
		w.b.WriteString(` font-style="oblique"`)
	}
	w.paint("fill", t.Color)
	if t.Width > 0 {
		// Where the page has our fonts this changes nothing; where it has not, the text still fits its place.
		fmt.Fprintf(&w.b, ` textLength="%s" lengthAdjust="spacingAndGlyphs"`, svgNum(t.Width))
	}
	w.b.WriteString(` xml:space="preserve">`)
	w.b.WriteString(escape(t.Text))
	w.b.WriteString("</text>")
}

func (w *svgWriter) textTag(x, y, angle float64) {
	if angle == 0 {
		fmt.Fprintf(&w.b, `<text x="%s" y="%s"`, svgNum(x), svgNum(w.h-y))
		return
	}
	fmt.Fprintf(&w.b, `<text transform="translate(%s %s) rotate(%s)"`, svgNum(x), svgNum(w.h-y), svgNum(-angle))
}

func (w *svgWriter) font(face string, size float64) {
	family := defaultFamily(face)
	if w.o.Family != nil {
		family = w.o.Family(face)
	}
	fmt.Fprintf(&w.b, ` font-family="%s" font-size="%s"`, escape(family), svgNum(size))
	if strings.HasSuffix(face, "-bold") {
		w.b.WriteString(` font-weight="700"`)
	}
}

func defaultFamily(face string) string {
	const rest = "'Quire Sans','Quire Sans JP','Quire Mono','Quire Math'"
	switch strings.TrimSuffix(face, "-bold") {
	case "mono":
		return "'Quire Mono'," + rest + ",monospace"
	case "math":
		return "'Quire Math'," + rest + ",serif"
	}
	return rest + ",sans-serif"
}

func (w *svgWriter) glyph(g *GlyphOp) {
	ref := ""
	if w.o.GlyphID != nil {
		ref = w.o.GlyphID(g.Face, g.GID)
	}
	if ref == "" && w.o.Glyph != nil {
		ref = w.id(glyphKey{g.Face, g.GID})
	}
	if ref == "" {
		w.text(&TextOp{X: g.X, Y: g.Y, Face: g.Face, Size: g.Size, Color: g.Color, Text: g.Text})
		return
	}
	fmt.Fprintf(&w.b, `<use href="#%s" transform="translate(%s %s) scale(%s)"`, ref, svgNum(g.X), svgNum(w.h-g.Y),
		strconv.FormatFloat(g.Size/1000, 'g', 6, 64))
	w.paint("fill", g.Color)
	w.b.WriteString("/>")
}

func (w *svgWriter) image(m *ImageOp) {
	fmt.Fprintf(&w.b, `<image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none"`,
		svgNum(m.X), svgNum(w.h-m.Y-m.H), svgNum(m.W), svgNum(m.H))
	if !m.Smooth {
		w.b.WriteString(` image-rendering="pixelated"`)
	}
	kind := "png"
	if isJPEG(m.PNG) {
		kind = "jpeg"
	}
	fmt.Fprintf(&w.b, ` href="data:image/%s;base64,%s"/>`, kind, base64.StdEncoding.EncodeToString(m.PNG))
}

func isJPEG(data []byte) bool { return len(data) > 2 && data[0] == 0xff && data[1] == 0xd8 }

// escape makes text safe in content and attributes. Characters that XML has no place for become U+FFFD.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return html.EscapeString(s)
}

// svgNum writes a number rounded to 1/100, in the fewest characters, and bounded as [Num] bounds it.
func svgNum(v float64) string {
	s := strconv.FormatFloat(bounded(v), 'f', 2, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	switch {
	case s == "-0" || s == "":
		return "0"
	case strings.HasPrefix(s, "0."):
		return s[1:]
	case strings.HasPrefix(s, "-0."):
		return "-" + s[2:]
	}
	return s
}

// SVG writes the path as SVG path data for a drawing whose y grows downwards from height h, rounded to 1/100.
func (p Path) SVG(h float64) string {
	var b strings.Builder
	last := byte(0)
	for _, s := range p {
		k := byte(s.Kind)
		if s.Kind != Close && s.Kind.points() == 0 {
			continue // no kind of segment
		}
		// A letter that repeats may be left out; a line after a move is implied.
		if k != last || k == byte(Move) || k == byte(Close) {
			b.WriteByte(k)
		} else {
			b.WriteByte(' ')
		}
		last = k
		for i := range s.Kind.points() {
			x, y := svgNum(s.P[i].X), svgNum(h-s.P[i].Y)
			if i > 0 && x[0] != '-' {
				b.WriteByte(' ')
			}
			b.WriteString(x)
			if y[0] != '-' {
				b.WriteByte(' ')
			}
			b.WriteString(y)
		}
	}
	return b.String()
}
