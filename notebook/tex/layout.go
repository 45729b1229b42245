package tex

import (
	"quire/notebook/figure"
	"quire/notebook/font"
)

// A style is TeX's: it decides the size and how tightly things stand.
type style int8

const (
	inherit style = iota
	displayStyle
	textStyle
	scriptStyle
	scriptScriptStyle
)

// context is how a node is set: its style, whether exponents are kept low, the em of text style, the colour.
type context struct {
	font    *mathFont
	text    string  // face of words
	scale   float64 // and their size, in em
	style   style
	cramped bool
	em      float64
	color   figure.Color
	measure float64 // of a display, for what can make use of it; 0 inside of anything
}

// Layout sets the formula src. The figure's Depth is the part below the baseline; its Alt is the source. A formula with
// problems is still drawn, as far as it was understood. Every color "ink" is the one of the options. A display wider than
// the measure of the options is set on several lines where it can be; the baseline is then that of the last.
func Layout(src string, o Options) (*figure.Figure, []Problem) {
	o = o.withDefaults()
	n, problems := parse(src, o.Macros)
	b := o.context().formula(n)
	return b.figure(src), problems
}

// Check returns what is wrong with the formula src.
func Check(src string, macros map[string]string) []Problem {
	_, problems := parse(src, macros)
	return problems
}

// context is how the outermost row is set.
func (o Options) context() context {
	c := context{font: latinModern(), text: o.Text, scale: o.TextScale, style: textStyle, em: o.Size, color: o.Color}
	if o.Display {
		c.style, c.measure = displayStyle, o.Measure
	}
	return c
}

// figure is the drawing of a box.
func (b box) figure(src string) *figure.Figure {
	f := &figure.Figure{W: max(b.w, 0), H: b.h + b.d, Depth: b.d, Alt: src}
	f.Ops = b.flatten(nil, 0, b.d)
	return f
}

// formula sets a whole formula.
func (c context) formula(n node) box {
	if c.measure > 0 {
		return c.fitted(n)
	}
	return c.node(n).closed()
}

func (o Options) withDefaults() Options {
	if !(o.Size > 0) {
		o.Size = 10
	}
	if o.Color == "" {
		o.Color = inkColor
	}
	if o.Text == "" {
		o.Text = font.Sans
	}
	if !(o.TextScale > 0) {
		o.TextScale = 1
	}
	return o
}

// size is the font size of the style.
func (c context) size() float64 {
	switch c.style {
	case scriptStyle:
		return c.em * c.font.consts[scriptPercent] / 100
	case scriptScriptStyle:
		return c.em * c.font.consts[scriptScriptPercent] / 100
	}
	return c.em
}

// k is a constant of the MATH table in points.
func (c context) k(constant int) float64 { return c.font.consts[constant] * c.size() / 1000 }

func (c context) displayed() bool { return c.style == displayStyle }

// choose is the constant for display style or for the others.
func (c context) choose(inDisplay, inText int) float64 {
	if c.displayed() {
		return c.k(inDisplay)
	}
	return c.k(inText)
}

// script is the context of superscripts and subscripts; subscripts are cramped.
func (c context) script(cramped bool) context {
	c.style = min(max(c.style+1, scriptStyle), scriptScriptStyle)
	c.cramped = c.cramped || cramped
	return c
}

// smaller is the context of numerators and denominators.
func (c context) smaller(cramped bool) context {
	c.style = min(c.style+1, scriptScriptStyle)
	c.cramped = c.cramped || cramped
	return c
}

func (c context) crampedStyle() context {
	c.cramped = true
	return c
}

// node sets one node.
func (c context) node(n node) box {
	switch n := n.(type) {
	case nil:
		return box{}
	case row:
		return c.row(n)
	case symbol:
		if _, ok := ellipses[n.r]; ok {
			return c.ellipsis(n.r)
		}
		return c.symbol(n.r)
	case operator:
		return c.operator(n)
	case scripted:
		return c.scripted(n)
	case fraction:
		return c.fraction(n)
	case radical:
		return c.radical(n)
	case accent:
		return c.accent(n)
	case line:
		return c.line(n)
	case brace:
		return c.brace(n)
	case arrow:
		return c.arrow(n)
	case stack:
		b := c.node(n.base).closed()
		if isArrow(n.base) {
			b.h -= headRoom * c.size()
		}
		return c.limits(b, n.above, n.below)
	case fence:
		return c.fence(n)
	case delimiter:
		return c.onAxis(c.tall(n.r, n.size*0.98*c.size()))
	case table:
		return c.table(n)
	}
	return c.plainNode(n)
}

// plainNode sets the nodes that only wrap others, and words.
func (c context) plainNode(n node) box {
	switch n := n.(type) {
	case text:
		return c.textNode(n)
	case space:
		return box{w: n.em * c.size()}
	case classed:
		return c.node(n.body)
	case choice:
		return c.node(n.styles[max(c.style, displayStyle)-displayStyle])
	case phantom:
		return c.phantom(n)
	case framed:
		return c.framed(n)
	case colored:
		if n.color != inkColor {
			c.color = n.color
		}
		return c.node(n.body)
	case solid:
		s := c.size()
		b := box{w: n.w * s, h: (n.raise + n.h) * s, d: -n.raise * s}
		b.rule(0, n.raise*s, n.w*s, n.h*s, c.color)
		return b
	case raised:
		b := c.closed(n.body)
		out := box{w: b.w, h: b.h + n.by*c.size(), d: b.d - n.by*c.size()}
		out.put(b, 0, n.by*c.size())
		return out
	case mirrored:
		return c.closed(n.body).mirrored()
	case circled:
		return c.circled(c.closed(n.body))
	case angled:
		return c.angled(n)
	case set:
		return n.box
	case tagged:
		b := c.closed(n.body)
		tag := c.words(n.tag, c.text, c.size()*c.scale)
		return c.beside(b, tag, tagSpace)
	case failed:
		c.color = "error"
		return c.words(n.src, font.Mono, c.size()*0.9)
	}
	return box{}
}

// closed sets a node whose neighbours do not care what it ends in.
func (c context) closed(n node) box { return c.node(n).closed() }

// textNode sets words: in the text face, or letter by letter in the math face.
func (c context) textNode(t text) box {
	switch t.face {
	case textBold:
		return c.words(t.s, boldOf(c.text), c.size()*c.scale)
	case textMono:
		return c.words(t.s, font.Mono, c.size()*c.scale)
	case textRoman, textItalic:
		return c.lettered(t)
	}
	return c.words(t.s, c.text, c.size()*c.scale)
}

func boldOf(face string) string {
	switch face {
	case font.Mono:
		return font.MonoBold
	case font.Serif:
		return font.SerifBold
	}
	return font.SansBold
}

// lettered sets words in the roman or italic letters of the math face, and in the text face what that does not have.
func (c context) lettered(t text) box {
	var out box
	var other []rune
	flush := func() {
		if len(other) > 0 {
			b := c.words(string(other), c.text, c.size()*c.scale)
			out.put(b, out.w, 0)
			out.w += b.w
			other = nil
		}
	}
	for _, r := range t.s {
		l := r
		if t.face == textItalic {
			l = alphabetItalic.letter(r)
		}
		switch gid := c.font.face.GID(l); {
		case r == ' ':
			flush()
			out.w += c.size() / 3
		case gid == 0:
			other = append(other, r)
		default:
			flush()
			b := c.glyph(gid, string(r))
			out.put(b, out.w, 0)
			out.w += b.w
		}
	}
	flush()
	return out
}
