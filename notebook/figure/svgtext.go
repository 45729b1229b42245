package figure

import (
	"math"
	"strings"
)

// An svgText lays out one text element. Text goes from left to right; each piece that is given a place of its own
// begins a chunk, and a chunk stands by its anchor.
type svgText struct {
	r      *svgReader
	x, y   float64 // where the next piece begins, in user units
	chunk  []svgPiece
	origin float64 // x where the chunk began
	anchor string
	spaced bool // the last character was a space, or there was none
}

// An svgPiece is text in one style with its baseline beginning at x, y.
type svgPiece struct {
	s    svgState
	x, y float64
	w    float64
	text string
}

// text draws a text element.
func (r *svgReader) text(n *svgNode, s svgState) {
	t := &svgText{r: r, spaced: true, anchor: s.st.anchor}
	t.span(n, s, true)
	t.trim()
	t.flush()
}

// span takes an element of text and what is in it.
func (t *svgText) span(n *svgNode, s svgState, top bool) {
	if s.depth++; s.depth > maxNested || t.r.spent.exhausted() {
		return
	}
	xs, ys := svgLengths(n.attrs["x"], s.w, s.st.size), svgLengths(n.attrs["y"], s.h, s.st.size)
	dxs, dys := svgLengths(n.attrs["dx"], s.w, s.st.size), svgLengths(n.attrs["dy"], s.h, s.st.size)
	if len(xs) > 0 || len(ys) > 0 {
		t.flush()
		t.anchor = s.st.anchor
		if len(xs) > 0 {
			t.x = xs[0]
		}
		if len(ys) > 0 {
			t.y = ys[0]
		}
		t.origin = t.x
	}
	if len(dxs) > 0 {
		t.x += dxs[0]
	}
	if len(dys) > 0 {
		t.y += dys[0]
	}
	if top && n.attrs["rotate"] != "" {
		t.r.warn("rotate of single letters has no effect")
	}
	if v := t.r.prop(n, "writing-mode"); strings.HasPrefix(v, "tb") || strings.HasPrefix(v, "vertical") {
		t.r.warn("vertical text is set in lines")
	}
	rise := t.rise(n, &s.st)
	t.y -= rise
	for _, k := range n.kids {
		switch {
		case k.name == "" && max(len(xs), len(ys)) > 1:
			t.letters(k.text, s, xs, ys)
			xs, ys = nil, nil
		case k.name == "":
			t.add(k.text, s)
		case k.name == "tspan" || k.name == "a" || k.name == "textPath":
			if k.name == "textPath" {
				t.r.warn("text along a path is set in a line")
			}
			if t.r.prop(k, "display") == "none" {
				continue
			}
			ks := s
			t.r.style(k, &ks.st)
			t.span(k, ks, false)
		case k.name == "?" || notDrawn[k.name]:
		default:
			t.r.warn("<%s> in text is not drawn", firstRunes(k.name, 40))
		}
	}
	t.y += rise
}

// rise is how far the baseline of a span lies above that around it, in user units.
func (t *svgText) rise(n *svgNode, st *svgStyle) float64 {
	switch v := t.r.prop(n, "baseline-shift"); v {
	case "super":
		return 0.33 * st.size
	case "sub":
		return -0.2 * st.size
	default:
		if up, ok := svgLength(v, st.size, st.size); ok {
			return up
		}
	}
	return 0
}

// below is how far below the line that a text is aligned to its baseline lies, in em.
func (st *svgStyle) below() float64 {
	switch st.baseline {
	case "middle", "central":
		return 0.36 // half the height of capitals and of Hangul
	case "hanging", "text-before-edge", "before-edge", "text-top", "top":
		return 0.8
	case "text-after-edge", "after-edge", "ideographic", "text-bottom", "bottom":
		return -0.2
	}
	return 0
}

// add takes text in one style.
func (t *svgText) add(text string, s svgState) {
	text = t.collapsed(text, s.st.preserve)
	if text == "" {
		return
	}
	p := svgPiece{s: s, x: t.x, y: t.y, text: text}
	if size := t.size(s); size > 0 {
		p.w = t.r.measure(s.st.face(), size, text) / across(s.m)
	}
	t.x += p.w
	t.chunk = append(t.chunk, p)
}

// letters takes text whose characters have places of their own.
func (t *svgText) letters(text string, s svgState, xs, ys []float64) {
	text = t.collapsed(text, s.st.preserve)
	more := max(len(xs), len(ys))
	for i, c := range []rune(text) {
		if i >= more {
			rest := s
			rest.st.preserve = true
			t.add(string([]rune(text)[i:]), rest)
			return
		}
		t.flush()
		if i < len(xs) {
			t.x = xs[i]
		}
		if i < len(ys) {
			t.y = ys[i]
		}
		t.origin = t.x
		if c != ' ' {
			t.add(string(c), s)
		}
	}
}

// collapsed is text with each stretch of white space as one space, and none at the beginning.
func (t *svgText) collapsed(text string, preserve bool) string {
	var b strings.Builder
	for _, c := range text {
		space := c == ' ' || c == '\n' || c == '\t' || c == '\r'
		switch {
		case space && (preserve || !t.spaced):
			b.WriteByte(' ')
		case !space:
			b.WriteRune(c)
		}
		t.spaced = space
	}
	return b.String()
}

// trim takes the space at the very end away.
func (t *svgText) trim() {
	if n := len(t.chunk); n > 0 && !t.chunk[n-1].s.st.preserve {
		p := &t.chunk[n-1]
		if short := strings.TrimRight(p.text, " "); short != p.text {
			p.text = short
			if size := t.size(p.s); size > 0 {
				p.w = t.r.measure(p.s.st.face(), size, short) / across(p.s.m)
			}
			t.x = p.x + p.w
		}
	}
}

// size is the size of a font on the figure, in points; 0 for text too small or too large to be drawn.
func (t *svgText) size(s svgState) float64 {
	size := s.st.size * s.m.scale()
	if size < 0.05 || size > 20000 || across(s.m) <= 0 {
		return 0
	}
	return size
}

// across is by how much lengths along a line of text grow.
func across(m matrix) float64 { return math.Hypot(m.a, m.b) }

// flush draws the chunk.
func (t *svgText) flush() {
	shift := 0.0
	switch t.anchor {
	case "middle":
		shift = (t.x - t.origin) / 2
	case "end":
		shift = t.x - t.origin
	}
	for _, p := range t.chunk {
		p.x -= shift
		t.piece(p)
	}
	t.x -= shift
	t.chunk = t.chunk[:0]
}

// piece draws a piece of a chunk that has its place.
func (t *svgText) piece(p svgPiece) {
	st := &p.s.st
	size := t.size(p.s)
	if st.hidden || size == 0 || strings.TrimSpace(p.text) == "" {
		return
	}
	c := t.r.color(st.fill, st.fillOpacity, st)
	if c == "" && st.stroke.ref == "" && !st.stroke.none { // text in outline
		t.r.warn("text that is only outlined is filled")
		c = t.r.color(st.stroke, st.strokeOpacity, st)
	}
	if c == "" {
		return
	}
	t.stretch(p.s.m)
	at := Path{{Kind: Move, P: [3]Point{{p.x, p.y + st.below()*st.size}}}}.placed(p.s.m)[0].P[0]
	m := p.s.m
	angle := math.Atan2(m.b, m.a) * 180 / math.Pi
	if math.Abs(angle) < 1e-9 {
		angle = 0
	}
	t.r.emit(Op{Text: &TextOp{
		X: at.X, Y: at.Y, Face: st.face(), Size: size, Color: c, Angle: angle, Slant: st.oblique,
		Width: t.r.measure(st.face(), size, p.text), Text: p.text,
	}})
}

// stretch warns of letters that the file makes wider, narrower or leaning by a transform: the display list only turns
// and scales text.
func (t *svgText) stretch(m matrix) {
	x, y := math.Hypot(m.a, m.b), math.Hypot(m.c, m.d)
	if math.Abs(x-y) > 0.03*max(x, y) || math.Abs(m.a*m.c+m.b*m.d) > 0.03*x*y {
		t.r.warn("stretched or skewed text is set plain")
	}
}
