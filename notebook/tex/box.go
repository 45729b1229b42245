package tex

import (
	"quire/notebook/figure"
	"quire/notebook/font"
)

// A box is a part of a formula that has been set. Its reference point is on the baseline, at its left.
type box struct {
	w, h, d float64 // width, height above and depth below the baseline, in points
	italic  float64 // italic correction of its last character; not in w
	slant   float64 // of an integral: how far its subscript is drawn in
	skew    float64 // where an accent is put, from the left
	char    bool    // a single character: scripts are set by the character, not by its height
	parts   []placed
}

// placed is a box or one operation at a place in another box.
type placed struct {
	x, y float64
	box  *box
	op   figure.Op
}

// put places c in b and makes b as high and deep as it needs to be.
func (b *box) put(c box, x, y float64) {
	if len(c.parts) > 0 {
		b.parts = append(b.parts, placed{x: x, y: y, box: &c})
	}
	b.h = max(b.h, c.h+y)
	b.d = max(b.d, c.d-y)
}

// draw adds an operation whose own coordinates are relative to x, y.
func (b *box) draw(op figure.Op, x, y float64) {
	b.parts = append(b.parts, placed{x: x, y: y, op: op})
}

// rule fills a rectangle whose lower left corner is x, y.
func (b *box) rule(x, y, w, h float64, c figure.Color) {
	var p figure.Path
	p.MoveTo(0, 0)
	p.LineTo(w, 0)
	p.LineTo(w, h)
	p.LineTo(0, h)
	p.Close()
	b.draw(figure.Op{Path: &figure.PathOp{Path: p, Fill: c}}, x, y)
}

// closed is the box as something that others are placed beside: the italic correction belongs to its width.
func (b box) closed() box {
	b.w += b.italic
	b.italic, b.slant = 0, 0
	return b
}

// widthAt centres b in width w.
func (b box) centredIn(w float64) box {
	var o box
	o.put(b, (w-b.w)/2, 0)
	o.w = w
	return o
}

// flatten appends the operations of b, moved to x, y. Operations belong to one box only, so they are moved in place.
func (b *box) flatten(ops []figure.Op, x, y float64) []figure.Op {
	for _, p := range b.parts {
		if p.box != nil {
			ops = p.box.flatten(ops, x+p.x, y+p.y)
			continue
		}
		dx, dy := x+p.x, y+p.y
		switch {
		case p.op.Glyph != nil:
			p.op.Glyph.X += dx
			p.op.Glyph.Y += dy
		case p.op.Text != nil:
			p.op.Text.X += dx
			p.op.Text.Y += dy
		case p.op.Path != nil:
			for i := range p.op.Path.Path {
				for j := range p.op.Path.Path[i].P {
					p.op.Path.Path[i].P[j].X += dx
					p.op.Path.Path[i].P[j].Y += dy
				}
			}
		}
		ops = append(ops, p.op)
	}
	return ops
}

// glyph sets one glyph of the math face. text is what copying it gives.
func (c context) glyph(gid int, text string) box {
	m, size := c.font, c.size()
	ink := m.box(gid)
	s := size / 1000
	b := box{
		w: float64(m.face.Advance(gid)) * s, h: ink.y1 * s, d: -ink.y0 * s,
		italic: m.italic[gid] * s, skew: (ink.x0 + ink.x1) / 2 * s, char: true,
	}
	if a, ok := m.attach[gid]; ok {
		b.skew = a * s
	}
	b.draw(figure.Op{Glyph: &figure.GlyphOp{Face: font.Math, Size: size, Color: c.color, GID: gid, Text: text}}, 0, 0)
	return b
}

// sized is the form of a glyph for the size of the style.
func (c context) sized(gid int) int {
	if c.style < scriptStyle {
		return gid
	}
	if small, ok := c.font.small[gid]; ok {
		return small[min(c.style, scriptScriptStyle)-scriptStyle]
	}
	return gid
}

// symbol sets one character, in the text face when the math face does not have it.
func (c context) symbol(r rune) box {
	if gid := c.font.face.GID(r); gid != 0 {
		b := c.glyph(c.sized(gid), string(r))
		if r == '−' || r == '×' || r == '÷' {
			plus := c.font.box(c.font.face.GID('+')) // as in TeX's fonts: a sign does not change the height of its formula
			b.h, b.d = plus.y1*c.size()/1000, -plus.y0*c.size()/1000
		}
		return b
	}
	if b, ok := c.composed(r); ok {
		b.char = true
		return b
	}
	b := c.words(string(r), c.text, c.size())
	b.char = true
	return b
}

// words sets text in a face of the running text.
func (c context) words(s, face string, size float64) box {
	w := font.Measure(face, size, s)
	b := box{w: w, skew: w / 2}
	for _, run := range font.StackOf(face).Runs(s) {
		for _, r := range run.Text {
			ink := inkOf(run.Face, run.Face.GID(r))
			b.h, b.d = max(b.h, ink.y1*size/1000), max(b.d, -ink.y0*size/1000)
		}
	}
	b.draw(figure.Op{Text: &figure.TextOp{Face: face, Size: size, Color: c.color, Width: w, Text: s}}, 0, 0)
	return b
}
