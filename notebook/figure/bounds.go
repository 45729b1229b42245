package figure

import "math"

// A Rect is a box in points.
type Rect struct{ X0, Y0, X1, Y1 float64 }

// Empty tells whether the box holds nothing.
func (r Rect) Empty() bool { return r.X1 < r.X0 || r.Y1 < r.Y0 }

// nothing is the box that any union replaces.
var nothing = Rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}

func (r Rect) add(x, y float64) Rect {
	return Rect{min(r.X0, x), min(r.Y0, y), max(r.X1, x), max(r.Y1, y)}
}

// Union returns the smallest box around both.
func (r Rect) Union(o Rect) Rect {
	return Rect{min(r.X0, o.X0), min(r.Y0, o.Y0), max(r.X1, o.X1), max(r.Y1, o.Y1)}
}

// Overlaps tells whether the boxes share more than an edge.
func (r Rect) Overlaps(o Rect) bool {
	return r.X0 < o.X1 && o.X0 < r.X1 && r.Y0 < o.Y1 && o.Y0 < r.Y1
}

// Bounds returns the box around everything that the figure paints; it is Empty when nothing is. Text reaches 0.95 of its
// size above and 0.24 below its baseline, and Width along it; curves count with their control points.
func (f *Figure) Bounds() Rect {
	box := nothing
	for i := range f.Ops {
		box = box.Union(f.Ops[i].Bounds())
	}
	return box
}

// Bounds returns the box around what the operation paints.
func (op *Op) Bounds() Rect {
	switch {
	case op.Path != nil:
		return op.Path.bounds()
	case op.Text != nil:
		t := op.Text
		return turned(t.X, t.Y, t.Angle, Rect{0, -0.24 * t.Size, t.Width, 0.95 * t.Size})
	case op.Glyph != nil:
		g := op.Glyph
		return Rect{g.X, g.Y, g.X, g.Y}
	case op.Image != nil:
		m := op.Image
		return Rect{m.X, m.Y, m.X + m.W, m.Y + m.H}
	case op.Clip != nil:
		return op.Clip.bounds()
	}
	return nothing
}

func (c *ClipOp) bounds() Rect {
	inner, edge := (&Figure{Ops: c.Ops}).Bounds(), c.Path.bounds()
	return Rect{max(inner.X0, edge.X0), max(inner.Y0, edge.Y0), min(inner.X1, edge.X1), min(inner.Y1, edge.Y1)}
}

func (p *PathOp) bounds() Rect {
	box := p.Path.bounds()
	if p.Stroke != "" && !box.Empty() {
		d := p.Width / 2
		box = Rect{box.X0 - d, box.Y0 - d, box.X1 + d, box.Y1 + d}
	}
	return box
}

// bounds is the box around a path; curves count with their control points.
func (p Path) bounds() Rect {
	box := nothing
	for _, s := range p {
		for i := range s.Kind.points() {
			box = box.add(s.P[i].X, s.P[i].Y)
		}
	}
	return box
}

// turned is the box around r after turning it by angle degrees around its origin, which lies at x, y.
func turned(x, y, angle float64, r Rect) Rect {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	box := nothing
	for _, p := range [4]Point{{r.X0, r.Y0}, {r.X1, r.Y0}, {r.X1, r.Y1}, {r.X0, r.Y1}} {
		box = box.add(x+p.X*cos-p.Y*sin, y+p.X*sin+p.Y*cos)
	}
	return box
}

// Draw paints g into f with its lower left corner at x, y. g is not changed and shares no path with f.
func (f *Figure) Draw(g *Figure, x, y float64) {
	for i := range g.Ops {
		f.Ops = append(f.Ops, g.Ops[i].shifted(x, y))
	}
}

func (op *Op) shifted(x, y float64) Op {
	switch {
	case op.Path != nil:
		p := *op.Path
		p.Path = op.Path.Path.shifted(x, y)
		return Op{Path: &p}
	case op.Text != nil:
		t := *op.Text
		t.X, t.Y = t.X+x, t.Y+y
		return Op{Text: &t}
	case op.Glyph != nil:
		g := *op.Glyph
		g.X, g.Y = g.X+x, g.Y+y
		return Op{Glyph: &g}
	case op.Image != nil:
		m := *op.Image
		m.X, m.Y = m.X+x, m.Y+y
		return Op{Image: &m}
	case op.Clip != nil:
		c := *op.Clip
		c.Path, c.Ops = c.Path.shifted(x, y), make([]Op, len(c.Ops))
		for i := range c.Ops {
			c.Ops[i] = op.Clip.Ops[i].shifted(x, y)
		}
		return Op{Clip: &c}
	}
	return Op{}
}

func (p Path) shifted(x, y float64) Path {
	out := make(Path, len(p))
	for i, s := range p {
		for j := range s.Kind.points() {
			s.P[j].X += x
			s.P[j].Y += y
		}
		out[i] = s
	}
	return out
}
