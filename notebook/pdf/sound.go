package pdf

import (
	"math"

	"quire/notebook/figure"
)

// The limits of what a drawing may ask for, in points: no paper is that large, and readers lose larger numbers.
const (
	farthest  = 1e5
	overshoot = 0.5 // a drawing that paints outside its box by less than this part of it gets a larger box
)

// sound returns a figure that can be drawn: without numbers that are none, and painting inside its box only. Where the
// drawing is a little larger than its box, the box grows; where it is much larger, the rest is cut off.
func (b *builder) sound(f *figure.Figure) *figure.Figure {
	out := *f
	if !finite(f.W, f.H) || f.W <= 0 || f.H <= 0 {
		out.W, out.H = 0, 0
	}
	if !soundOps(f.Ops) {
		out.Ops = mended(f.Ops)
	}
	if out.W == 0 || out.H == 0 {
		out.Ops = nil
		return &out
	}
	box := b.reach(out.Ops)
	const slack = 1
	if box.Empty() || box.X0 >= -slack && box.Y0 >= -slack && box.X1 <= f.W+slack && box.Y1 <= f.H+slack {
		return &out
	}
	if box.X0 > -f.W*overshoot && box.Y0 > -f.H*overshoot && box.X1 < f.W*(1+overshoot) && box.Y1 < f.H*(1+overshoot) {
		return grown(&out, box)
	}
	var frame figure.Path
	frame.MoveTo(0, 0)
	frame.LineTo(f.W, 0)
	frame.LineTo(f.W, f.H)
	frame.LineTo(0, f.H)
	frame.Close()
	out.Ops = []figure.Op{{Clip: &figure.ClipOp{Path: frame, Ops: out.Ops}}}
	return &out
}

// grown is f with a box that holds another one as well.
func grown(f *figure.Figure, box figure.Rect) *figure.Figure {
	x, y := max(0, -box.X0), max(0, -box.Y0)
	larger := &figure.Figure{W: max(f.W, box.X1) + x, H: max(f.H, box.Y1) + y, Depth: f.Depth + y, Alt: f.Alt}
	larger.Draw(f, x, y)
	return larger
}

// enclosed is a formula in a box that holds all of it, however far its spaces move its parts.
func enclosed(f *figure.Figure) *figure.Figure {
	const slack = 3 // letters lean out of their boxes
	box := f.Bounds()
	if box.Empty() || box.X0 >= -slack && box.Y0 >= -slack && box.X1 <= f.W+slack && box.Y1 <= f.H+slack {
		return f
	}
	return grown(f, box)
}

// tall is how far a formula reaches from its baseline or from its own other edge: one that is raised stands wholly above.
func tall(f *figure.Figure) float64 {
	return max(f.H, f.H-f.Depth, math.Abs(f.Depth))
}

// reach is the box around what operations paint, with text and glyphs as large as they are drawn.
func (b *builder) reach(ops []figure.Op) figure.Rect {
	box := (&figure.Figure{Ops: ops}).Bounds()
	for i := range ops {
		switch op := &ops[i]; {
		case op.Text != nil && op.Text.Angle == 0:
			t := op.Text
			w := b.width(t.Face, t.Text, t.Size)
			box = box.Union(figure.Rect{X0: t.X, Y0: t.Y - 0.2*t.Size, X1: t.X + w, Y1: t.Y + 0.8*t.Size})
		case op.Text != nil:
			t := op.Text
			w := b.width(t.Face, t.Text, t.Size)
			sin, cos := math.Sincos(t.Angle * math.Pi / 180)
			x, y := t.X+w*cos, t.Y+w*sin
			box = box.Union(figure.Rect{X0: min(t.X, x), Y0: min(t.Y, y), X1: max(t.X, x), Y1: max(t.Y, y)})
		case op.Glyph != nil:
			g := op.Glyph
			box = box.Union(figure.Rect{X0: g.X, Y0: g.Y - 0.2*g.Size, X1: g.X + g.Size, Y1: g.Y + 0.8*g.Size})
		}
	}
	return box
}

func finite(list ...float64) bool {
	for _, v := range list {
		if math.IsNaN(v) || math.Abs(v) > farthest {
			return false
		}
	}
	return true
}

// soundOps tells whether all numbers of operations can be drawn.
func soundOps(ops []figure.Op) bool {
	for i := range ops {
		switch op := &ops[i]; {
		case op.Path != nil:
			if !soundPath(op.Path.Path) || !finite(op.Path.Width, op.Path.Offset) || !finite(op.Path.Dash...) {
				return false
			}
		case op.Text != nil:
			if t := op.Text; !finite(t.X, t.Y, t.Size, t.Angle, t.Width) {
				return false
			}
		case op.Glyph != nil:
			if g := op.Glyph; !finite(g.X, g.Y, g.Size) {
				return false
			}
		case op.Image != nil:
			if m := op.Image; !finite(m.X, m.Y, m.W, m.H) {
				return false
			}
		case op.Clip != nil:
			if !soundPath(op.Clip.Path) || !soundOps(op.Clip.Ops) {
				return false
			}
		}
	}
	return true
}

func soundPath(p figure.Path) bool {
	for i := range p {
		for _, pt := range p[i].P {
			if !finite(pt.X, pt.Y) {
				return false
			}
		}
	}
	return true
}

// mended returns operations with what cannot be drawn left out: the points of paths that are no points, where a line is
// interrupted, and whole texts and pictures. What is too far away comes as near as can be drawn.
func mended(ops []figure.Op) []figure.Op {
	var out []figure.Op
	for _, op := range ops {
		switch {
		case op.Path != nil:
			p := *op.Path
			p.Path = mendedPath(p.Path)
			p.Width, p.Offset = near(p.Width), near(p.Offset)
			if !finite(p.Dash...) {
				p.Dash = nil
			}
			op.Path = &p
		case op.Clip != nil:
			op.Clip = &figure.ClipOp{Path: mendedPath(op.Clip.Path), EvenOdd: op.Clip.EvenOdd, Ops: mended(op.Clip.Ops)}
		case !soundOps([]figure.Op{op}):
			continue
		}
		out = append(out, op)
	}
	return out
}

// near is v or the nearest number that can be drawn, 0 for no number.
func near(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return max(-farthest, min(farthest, v))
}

func mendedPath(p figure.Path) figure.Path {
	out := make(figure.Path, 0, len(p))
	broken := true
	for _, s := range p {
		bad := false
		for i, pt := range s.P {
			bad = bad || math.IsNaN(pt.X) || math.IsNaN(pt.Y)
			s.P[i] = figure.Point{X: near(pt.X), Y: near(pt.Y)}
		}
		switch {
		case bad:
			broken = true
			continue
		case s.Kind == figure.Close && broken:
			continue
		case s.Kind == figure.Curve && broken:
			s = figure.Seg{Kind: figure.Move, P: [3]figure.Point{s.P[2]}}
		case s.Kind == figure.Line && broken:
			s.Kind = figure.Move
		}
		broken = false
		out = append(out, s)
	}
	return out
}
