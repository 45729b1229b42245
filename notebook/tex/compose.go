package tex

import (
	"math"

	"quire/notebook/figure"
	"quire/notebook/font"
)

// composed draws a character that the math face does not have from others of it, so that it is of one hand with them.
func (c context) composed(r rune) (box, bool) {
	if p, ok := stackedSigns[r]; ok {
		return c.stackedSign(p[0], p[1]), true
	}
	if p, ok := turnedSigns[r]; ok {
		return c.shaped(p.of, p.m, p.w), true
	}
	if p, ok := polygons[r]; ok {
		return c.polygon(p), true
	}
	switch r {
	case '⦃', '⦄':
		brace, bracket := c.symbol('{'), c.symbol('[')
		if r == '⦄' {
			return c.beside(c.symbol(']'), c.symbol('}'), -.178), true
		}
		return c.beside(brace, bracket, -.178), true
	case '⋔':
		b := c.symbol('∪')
		out := b
		out.parts = nil
		out.put(b, 0, .15*c.size())
		w := ruleWidth * c.size()
		out.rule((b.w-w)/2, -b.d-.05*c.size(), w, b.h+b.d+.2*c.size(), c.color)
		out.d = b.d + .05*c.size()
		return out, true
	case 'Ⓢ':
		return c.circled(c.symbol('S')), true
	case '⎰', '⎱':
		return c.moustache(r, 0), true
	case '⇢', '⇠':
		return c.dashedArrow(r == '⇠'), true
	}
	return box{}, false
}

// stackedSigns are one sign over another.
var stackedSigns = map[rune][2]rune{
	'⫅': {'⊂', '='}, '⫆': {'⊃', '='}, '⫋': {'⊂', '≠'}, '⫌': {'⊃', '≠'}, '⪵': {'≺', '≠'}, '⪶': {'≻', '≠'},
	'⪷': {'≺', '≈'}, '⪸': {'≻', '≈'}, '⪹': {'≺', '≉'}, '⪺': {'≻', '≉'},
}

// stackedSign puts one sign over another, both together on the axis.
func (c context) stackedSign(above, below rune) box {
	a, b := c.symbol(above), c.symbol(below)
	gap := .09 * c.size()
	half := (a.h + a.d + gap + b.h + b.d) / 2
	axis := c.k(axisHeight)
	w := max(a.w, b.w)
	out := box{w: w}
	out.put(a, (w-a.w)/2, axis+half-a.h)
	out.put(b, (w-b.w)/2, axis-half+b.d)
	out.h, out.d, out.skew = axis+half, half-axis, w/2
	return out
}

// A turned sign is the outline of another, moved by a matrix (a b c d e f as in PDF; 1/1000 em), w wide.
type turned struct {
	of rune
	m  [6]float64
	w  float64
}

var turnedSigns = map[rune]turned{
	'Ⅎ': {'F', [6]float64{-1, 0, 0, -1, 653, 683}, 653},
	'⅁': {'G', [6]float64{-1, 0, 0, -1, 785, 683}, 785},
	'ϝ': {'F', [6]float64{.92, 0, .18, 1, 20, -205}, 640},
}

// shaped draws the outline of a sign, changed by a matrix.
func (c context) shaped(r rune, m [6]float64, w float64) box {
	gid := c.font.face.GID(r)
	s := c.size() / 1000
	out := box{w: w * s, skew: w / 2 * s}
	p := outline(c.font.face.Outline(gid), func(x, y float64) (float64, float64) {
		return (m[0]*x + m[2]*y + m[4]) * s, (m[1]*x + m[3]*y + m[5]) * s
	})
	out.ink(p, c.color)
	return out
}

// ink fills a path and makes the box as high and deep as its points are.
func (b *box) ink(p figure.Path, color figure.Color) {
	high, low := math.Inf(-1), math.Inf(1)
	for _, s := range p {
		for _, q := range points(s) {
			high, low = max(high, q.Y), min(low, q.Y)
		}
	}
	if high >= low {
		b.h, b.d = max(b.h, high), max(b.d, -low)
	}
	b.draw(figure.Op{Path: &figure.PathOp{Path: p, Fill: color}}, 0, 0)
}

// points are the points that a segment of a path has.
func points(s figure.Seg) []figure.Point {
	switch s.Kind {
	case figure.Move, figure.Line:
		return s.P[:1]
	case figure.Curve:
		return s.P[:]
	}
	return nil
}

// outline makes a path of a glyph's outline; place moves its points.
func outline(segments []font.Segment, place func(x, y float64) (float64, float64)) figure.Path {
	var p figure.Path
	var at font.Point
	for i, s := range segments {
		x0, y0 := place(s.P[0].X, s.P[0].Y)
		switch s.Kind {
		case font.Move:
			if i > 0 {
				p.Close()
			}
			p.MoveTo(x0, y0)
			at = s.P[0]
		case font.Line:
			p.LineTo(x0, y0)
			at = s.P[0]
		case font.Quad:
			q, end := s.P[0], s.P[1]
			x1, y1 := place(at.X+2./3*(q.X-at.X), at.Y+2./3*(q.Y-at.Y))
			x2, y2 := place(end.X+2./3*(q.X-end.X), end.Y+2./3*(q.Y-end.Y))
			x3, y3 := place(end.X, end.Y)
			p.CurveTo(x1, y1, x2, y2, x3, y3)
			at = end
		case font.Cube:
			x1, y1 := place(s.P[1].X, s.P[1].Y)
			x2, y2 := place(s.P[2].X, s.P[2].Y)
			p.CurveTo(x0, y0, x1, y1, x2, y2)
			at = s.P[2]
		}
	}
	if len(p) > 0 {
		p.Close()
	}
	return p
}

// A polygon is a shape of straight lines in 1/1000 em: filled, or drawn with a pen.
type polygon struct {
	w    float64
	at   []float64 // x, y, x, y …
	fill bool
	open bool
}

var polygons = map[rune]polygon{
	'◃': {w: 500, at: []float64{455, 37, 55, 250, 455, 463}},
	'▹': {w: 500, at: []float64{45, 37, 445, 250, 45, 463}},
	'⧫': {w: 667, at: []float64{333, -131, 612, 290, 333, 711, 55, 290}, fill: true},
	'╱': {w: 500, at: []float64{30, -195, 470, 695}, open: true},
	'╲': {w: 500, at: []float64{30, 695, 470, -195}, open: true},
	'★': {w: 944, at: star(472, 270, 450), fill: true},
}

// star is a star of five points with its middle at x, y.
func star(x, y, r float64) []float64 {
	var out []float64
	for i := range 10 {
		d := r
		if i%2 == 1 {
			d *= .382
		}
		a := math.Pi/2 + float64(i)*math.Pi/5
		out = append(out, x+d*math.Cos(a), y+d*math.Sin(a))
	}
	return out
}

func (c context) polygon(g polygon) box {
	s := c.size() / 1000
	var p figure.Path
	out := box{w: g.w * s, skew: g.w / 2 * s}
	for i := 0; i < len(g.at); i += 2 {
		x, y := g.at[i]*s, g.at[i+1]*s
		if i == 0 {
			p.MoveTo(x, y)
		} else {
			p.LineTo(x, y)
		}
		out.h, out.d = max(out.h, y), max(out.d, -y)
	}
	if !g.open {
		p.Close()
	}
	op := figure.PathOp{Path: p}
	if g.fill {
		op.Fill = c.color
	} else {
		op.Stroke, op.Width = c.color, ruleWidth*c.size()
	}
	out.draw(figure.Op{Path: &op}, 0, 0)
	return out
}

// beside puts two boxes beside each other with a kern (in em) between them.
func (c context) beside(a, b box, kern float64) box {
	var out box
	out.put(a, 0, 0)
	x := a.w + kern*c.size()
	out.put(b, x, 0)
	out.w = x + b.w
	return out
}

// circled puts a circle around b.
func (c context) circled(b box) box {
	ring := c.symbol('◯')
	const part = .62 // of the ring, at most
	k := min(part, part*ring.w/max(b.w, b.h+b.d, 1e-9))
	var out box
	out.put(ring, 0, 0)
	out.put(b.scaled(k), (ring.w-k*b.w)/2, (ring.h-ring.d)/2-k*(b.h-b.d)/2)
	out.w, out.skew = ring.w, ring.w/2
	return out
}

// scaled is the box k times as large.
func (b box) scaled(k float64) box {
	out := box{w: b.w * k, h: b.h * k, d: b.d * k, skew: b.skew * k}
	for _, op := range b.flatten(nil, 0, 0) {
		switch {
		case op.Glyph != nil:
			op.Glyph.X, op.Glyph.Y, op.Glyph.Size = op.Glyph.X*k, op.Glyph.Y*k, op.Glyph.Size*k
		case op.Text != nil:
			op.Text.X, op.Text.Y, op.Text.Size, op.Text.Width = op.Text.X*k, op.Text.Y*k, op.Text.Size*k, op.Text.Width*k
		case op.Path != nil:
			op.Path.Width *= k
			move(op.Path.Path, func(x, y float64) (float64, float64) { return x * k, y * k })
		}
		out.draw(op, 0, 0)
	}
	return out
}

// mirrored is the box with its left and right exchanged: glyphs become outlines.
func (b box) mirrored() box {
	out := box{w: b.w + b.italic, h: b.h, d: b.d, skew: b.w - b.skew}
	flip := func(x, y float64) (float64, float64) { return out.w - x, y }
	for _, op := range b.flatten(nil, 0, 0) {
		switch {
		case op.Glyph != nil:
			g := op.Glyph
			s := g.Size / 1000
			p := outline(font.Get(g.Face).Outline(g.GID), func(x, y float64) (float64, float64) { return flip(g.X+x*s, g.Y+y*s) })
			out.draw(figure.Op{Path: &figure.PathOp{Path: p, Fill: g.Color}}, 0, 0)
		case op.Text != nil:
			out.mirroredText(op.Text, flip)
		case op.Path != nil:
			move(op.Path.Path, flip)
			out.draw(op, 0, 0)
		}
	}
	return out
}

func (b *box) mirroredText(t *figure.TextOp, flip func(x, y float64) (float64, float64)) {
	x0, s := t.X, t.Size/1000
	for _, run := range font.StackOf(t.Face).Runs(t.Text) {
		for _, r := range run.Text {
			gid := run.Face.GID(r)
			p := outline(run.Face.Outline(gid), func(x, y float64) (float64, float64) { return flip(x0+x*s, t.Y+y*s) })
			b.draw(figure.Op{Path: &figure.PathOp{Path: p, Fill: t.Color}}, 0, 0)
			x0 += float64(run.Face.Advance(gid)) * s
		}
	}
}

func move(p figure.Path, place func(x, y float64) (float64, float64)) {
	for i := range p {
		for j := range p[i].P {
			p[i].P[j].X, p[i].P[j].Y = place(p[i].P[j].X, p[i].P[j].Y)
		}
	}
}

// moustache builds ⎰ or ⎱ of the hooks of braces, at least want high.
func (c context) moustache(r rune, want float64) box {
	left, right := c.font.tall[c.font.face.GID('{')].parts, c.font.tall[c.font.face.GID('}')].parts
	if len(left) < 5 || len(right) < 5 {
		return c.words(string(r), c.text, c.size())
	}
	parts := []part{right[0], left[1], left[4]}
	if r == '⎱' {
		parts = []part{left[0], right[1], right[4]}
	}
	b := c.pile(parts, r, want)
	b.d = 0
	return b
}

// dashedArrow is an arrow with a broken shaft.
func (c context) dashedArrow(left bool) box {
	const head = 360 // of the arrow's glyph, from its point
	arrow := c.font.face.GID('→')
	ink := c.font.box(arrow)
	axis := (ink.y0 + ink.y1) / 2
	s := c.size() / 1000
	out := box{w: (ink.x1 + 400) * s}
	out.skew = out.w / 2
	place := func(x, y float64) (float64, float64) {
		if x += 400; left {
			x = ink.x1 + 400 - x
		}
		return x * s, y * s
	}
	// The shaft of the glyph is cut off behind its head.
	p := outline(c.font.face.Outline(arrow), func(x, y float64) (float64, float64) { return place(max(x, ink.x1-head), y) })
	out.ink(p, c.color)
	for i := range 2 {
		x0, w := 60.+float64(i)*440, 300.
		if left {
			x0 = ink.x1 + 400 - x0 - w
		}
		out.rule(x0*s, (axis-20)*s, w*s, 40*s, c.color)
	}
	return out
}
