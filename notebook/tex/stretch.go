package tex

import "math"

// tall sets the delimiter r at least want points high, in the smallest form that is. The box's baseline is the glyph's.
func (c context) tall(r rune, want float64) box {
	gid := c.font.face.GID(r)
	if gid == 0 {
		if r == '⎰' || r == '⎱' {
			return c.moustache(r, want)
		}
		return c.symbol(r)
	}
	b := c.glyph(gid, string(r))
	s := c.font.tall[gid]
	for _, v := range s.variants {
		if b.h+b.d >= want {
			return b
		}
		b = c.glyph(v.gid, string(r))
	}
	if b.h+b.d >= want || len(s.parts) == 0 {
		return b
	}
	return c.pile(s.parts, r, want)
}

// pile builds the delimiter r from parts, at least want high.
func (c context) pile(parts []part, r rune, want float64) box {
	seq, lap := c.font.assemble(parts, want*1000/c.size())
	var out box
	y := 0.0
	for i, p := range seq {
		if i > 0 {
			y -= lap * c.size() / 1000
		}
		text := ""
		if i == 0 {
			text = string(r)
		}
		g := c.glyph(p.gid, text)
		out.put(g, 0, y+g.d)
		out.w = max(out.w, g.w)
		y += p.full * c.size() / 1000
	}
	out.h, out.d = y, 0
	return out
}

// wide sets the mark or arrow r as wide as want: the smallest form that is at least as wide, or, for accents, the
// largest that is not wider.
func (c context) wide(r rune, want float64, within bool) box {
	gid := c.font.face.GID(r)
	if gid == 0 {
		return c.symbol(r)
	}
	b := c.glyph(gid, string(r))
	s := c.font.wide[gid]
	if exact := c.assembled(s.parts, r, want); !within && exact.w > 0 && exact.w <= want*1.02 {
		return exact
	}
	for _, v := range s.variants {
		size := v.size * c.size() / 1000
		if within && size > want {
			return b
		}
		b = c.glyph(v.gid, string(r))
		if size >= want {
			return b
		}
	}
	if len(s.parts) == 0 || b.w >= want {
		return b
	}
	return c.assembled(s.parts, r, want)
}

// assembled builds the mark r from parts, at least want wide. It is as wide as it was asked to be where the parts allow.
func (c context) assembled(parts []part, r rune, want float64) box {
	if len(parts) == 0 {
		return box{}
	}
	seq, lap := c.font.assemble(parts, want*1000/c.size())
	var out box
	high, deep := 0.0, 0.0
	for i, p := range seq {
		if i > 0 {
			out.w -= lap * c.size() / 1000
		}
		text := ""
		if i == 0 {
			text = string(r)
		}
		g := c.glyph(p.gid, text)
		out.put(g, out.w, 0)
		out.w += p.full * c.size() / 1000
		if i == 0 {
			out.h, out.d = g.h, g.d // a mark may stand wholly above the line
		} else {
			out.h, out.d = max(high, g.h), max(deep, g.d)
		}
		high, deep = out.h, out.d
	}
	return out
}

// maxExtenders bounds how often an extending part is repeated.
const maxExtenders = 500

// assemble chooses how often the extending parts are repeated and how far neighbours overlap, so that the whole is at
// least want long (1/1000 em).
func (m *mathFont) assemble(parts []part, want float64) (seq []part, lap float64) {
	var fixed, repeated float64
	extenders := 0
	for _, p := range parts {
		if p.extender {
			repeated += p.full
			extenders++
		} else {
			fixed += p.full
		}
	}
	n := 0
	if gain := repeated - m.minLap*float64(extenders); gain > 0 {
		lack := want - fixed + m.minLap*float64(len(parts)-extenders-1)
		n = min(max(int(math.Ceil(lack/gain)), 0), maxExtenders)
	}
	for _, p := range parts {
		times := 1
		if p.extender {
			times = n
		}
		for range times {
			seq = append(seq, p)
		}
	}
	total, most := 0.0, math.Inf(1)
	for i, p := range seq {
		total += p.full
		if i > 0 {
			most = min(most, seq[i-1].end, p.start)
		}
	}
	if len(seq) < 2 {
		return seq, 0
	}
	return seq, max(m.minLap, min(most, (total-want)/float64(len(seq)-1)))
}

// fence sets delimiters as high as what they enclose (rule 19).
func (c context) fence(f fence) box {
	var body box
	parts := make([]box, len(f.parts))
	for i, n := range f.parts {
		parts[i] = c.closed(n)
		body.h, body.d = max(body.h, parts[i].h), max(body.d, parts[i].d)
	}
	want := c.delimiterSize(body)
	var in box
	for i, b := range parts {
		if i > 0 && f.middles[i-1] != 0 {
			d := c.onAxis(c.tall(f.middles[i-1], want))
			in.put(d, in.w, 0)
			in.w += d.w
		}
		in.put(b, in.w, 0)
		in.w += b.w
	}
	return c.enclose(in, f.left, f.right, want)
}

// delimiterSize is how high delimiters around b must be: nine tenths of it, and not more than 5 pt too short.
func (c context) delimiterSize(b box) float64 {
	axis := c.k(axisHeight)
	half := max(b.h-axis, b.d+axis)
	return max(2*half*.901, 2*half-.5*c.em)
}

// enclose puts delimiters at the sides of b; an empty one is a little space.
func (c context) enclose(b box, left, right rune, want float64) box {
	var out box
	side := func(r rune) {
		if r == 0 {
			out.w += nullDelimiter * c.em
			return
		}
		d := c.onAxis(c.tall(r, want))
		out.put(d, out.w, 0)
		out.w += d.w
	}
	side(left)
	out.put(b, out.w, 0)
	out.w += b.w
	side(right)
	return out
}

// accent sets a mark over or under its body (rule 12).
func (c context) accent(a accent) box {
	b := c.crampedStyle().node(a.body)
	gid := c.font.face.GID(a.mark)
	if gid == 0 {
		return b
	}
	var mark box
	if a.wide {
		mark = c.wide(a.mark, b.w+b.italic, true)
	} else {
		mark = c.glyph(gid, string(a.mark))
	}
	at := (b.w + b.italic) / 2
	if b.char {
		at = b.skew
	}
	out := b
	out.parts = nil
	out.put(b, 0, 0)
	switch {
	case a.mark == 0x338: // a stroke goes through the middle
		out.put(mark, b.w/2-mark.skew, c.k(axisHeight)-(mark.h-mark.d)/2)
	case a.under:
		out.put(mark, at-mark.skew, -b.d)
	default:
		out.put(mark, at-mark.skew, b.h-min(b.h, c.k(accentBaseHeight)))
	}
	return out
}

// Gaps between a body and the mark stretched over it, in em.
const (
	braceGap = .1
	arrowGap = .06
	// shaftGap is from a body to the middle of an arrow, whose head reaches beyond the corners of the body.
	shaftGap = .24
)

// brace sets a stretched mark over or under its body.
func (c context) brace(n brace) box {
	b := c.closed(n.body)
	gap := arrowGap * c.size()
	if n.class() == op {
		gap = braceGap * c.size()
	}
	mark := c.wide(n.mark, b.w, false)
	w := max(b.w, mark.w)
	out := b.centredIn(w)
	up, down := b.h+gap+mark.d, -b.d-gap-mark.h
	if n.mark < overArrows {
		up, down = b.h+shaftGap*c.size()-c.k(axisHeight), -b.d-shaftGap*c.size()-c.k(axisHeight)
	}
	if n.under {
		out.put(mark, (w-mark.w)/2, down)
	} else {
		out.put(mark, (w-mark.w)/2, up)
	}
	return out
}

// overArrows is the first mark that is no arrow.
const overArrows = '\u2300'

// headRoom is how much of an arrow's height counts for what stands above it, in em: its head is a small part of it, as in
// the metrics of Computer Modern.
const headRoom = .14

// arrow sets an arrow as long as the text above and below it.
func (c context) arrow(n arrow) box {
	up, down := c.script(false).closed(n.above), c.script(true).closed(n.below)
	pad := .5 * c.script(false).size()
	a := c.wide(n.r, max(up.w, down.w)+2*pad, false)
	w := max(a.w, up.w, down.w)
	out := a.centredIn(w)
	if n.above != nil {
		out.put(up, (w-up.w)/2, max(a.h-headRoom*c.size(), c.k(axisHeight))+c.k(stretchStackGapBelowMin)+up.d)
	}
	if n.below != nil {
		out.put(down, (w-down.w)/2, -max(a.d, 0)-c.k(stretchStackGapAboveMin)-down.h)
	}
	return out
}
