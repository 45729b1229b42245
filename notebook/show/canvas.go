package show

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	pfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"

	"quire/notebook/figure"
	"quire/notebook/font"
)

type figureColor = figure.Color

// A canvas is gonum's canvas on a figure: everything drawn becomes operations in the figure's own points.
type canvas struct {
	fig   *figure.Figure
	cur   pen
	stack []pen
}

// A pen is what Push saves: colour, line and the map from drawing to figure coordinates.
type pen struct {
	color figure.Color
	width float64
	dash  []float64
	m     matrix
}

// A matrix maps x, y to a·x + c·y + e, b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) at(x, y float64) (float64, float64) { return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f }

// before is the map that applies n and then m.
func (m matrix) before(n matrix) matrix {
	return matrix{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

// scale is by how much m enlarges lengths, the geometric mean over directions.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

func newCanvas(f *figure.Figure) *canvas {
	return &canvas{fig: f, cur: pen{color: ink, width: 1, m: matrix{a: 1, d: 1}}}
}

// Size returns the size of the figure.
func (c *canvas) Size() (w, h vg.Length) { return vg.Length(c.fig.W), vg.Length(c.fig.H) }

// SetLineWidth sets the width of the lines that follow.
func (c *canvas) SetLineWidth(w vg.Length) { c.cur.width = float64(w) }

// SetLineDash sets the pattern of the lines that follow. The offset is left out: a figure's dashes begin with the line.
func (c *canvas) SetLineDash(pattern []vg.Length, _ vg.Length) {
	c.cur.dash = nil
	for _, l := range pattern {
		c.cur.dash = append(c.cur.dash, float64(l))
	}
}

// SetColor sets the colour of what follows; nil is ink.
func (c *canvas) SetColor(k color.Color) { c.cur.color = role(k) }

// Rotate turns what follows, counter-clockwise in radians.
func (c *canvas) Rotate(rad float64) {
	sin, cos := math.Sincos(rad)
	c.cur.m = c.cur.m.before(matrix{a: cos, b: sin, c: -sin, d: cos})
}

// Translate moves what follows.
func (c *canvas) Translate(p vg.Point) {
	c.cur.m = c.cur.m.before(matrix{a: 1, d: 1, e: float64(p.X), f: float64(p.Y)})
}

// Scale enlarges what follows.
func (c *canvas) Scale(x, y float64) { c.cur.m = c.cur.m.before(matrix{a: x, d: y}) }

// Push saves the pen.
func (c *canvas) Push() { c.stack = append(c.stack, c.cur) }

// Pop restores the pen that the matching Push saved.
func (c *canvas) Pop() {
	if n := len(c.stack) - 1; n >= 0 {
		c.cur, c.stack = c.stack[n], c.stack[:n]
	}
}

// Stroke draws the outline of a path.
func (c *canvas) Stroke(p vg.Path) {
	s := c.cur.m.scale()
	if c.cur.width*s <= 0 || c.cur.color == "" {
		return
	}
	path := simplify(c.path(p))
	if len(path) < 2 {
		return
	}
	op := &figure.PathOp{Path: path, Stroke: c.cur.color, Width: c.cur.width * s}
	for _, d := range c.cur.dash {
		op.Dash = append(op.Dash, d*s)
	}
	c.add(op)
}

// Fill fills a path.
func (c *canvas) Fill(p vg.Path) {
	if path := c.path(p); len(path) > 2 && c.cur.color != "" {
		c.add(&figure.PathOp{Path: path, Fill: c.cur.color})
	}
}

// add appends a path, joined to the one before where that paints the same: the thousand dots of a scatter plot are one
// operation. Faded colours are not joined, since they add up where they overlap, nor are dashes, since they would go on.
// Of filled shapes only round ones are joined: all dots turn the same way.
func (c *canvas) add(op *figure.PathOp) {
	if n := len(c.fig.Ops); n > 0 {
		last := c.fig.Ops[n-1].Path
		if last != nil && last.Fill == op.Fill && last.Stroke == op.Stroke && last.Width == op.Width &&
			len(last.Dash) == 0 && len(op.Dash) == 0 && opaque(op.Fill) && opaque(op.Stroke) &&
			len(op.Path) < 64 && (op.Fill == "" || round(op.Path) && round(last.Path)) {
			last.Path = append(last.Path, op.Path...)
			return
		}
	}
	c.fig.Ops = append(c.fig.Ops, figure.Op{Path: op})
}

// round tells whether a path begins with a curve.
func round(p figure.Path) bool { return len(p) > 1 && p[1].Kind == figure.Curve }

func opaque(c figure.Color) bool { return c == "" || c.Literal(false).A == 1 }

// path maps a path into the figure. Points that are not finite end the line that led to them.
func (c *canvas) path(p vg.Path) figure.Path {
	var out figure.Path
	var x0, y0 float64 // the current point, before mapping
	broken := true
	for _, s := range p {
		x, y := float64(s.Pos.X), float64(s.Pos.Y)
		if s.Type == vg.CloseComp {
			if !broken {
				out.Close()
			}
			continue
		}
		if !finite(x) || !finite(y) {
			broken = true
			continue
		}
		fx, fy := c.cur.m.at(x, y)
		switch {
		case s.Type == vg.ArcComp:
			x, y = c.arc(&out, s, broken)
		case broken || s.Type == vg.MoveComp:
			out.MoveTo(fx, fy)
		case s.Type == vg.LineComp:
			out.LineTo(fx, fy)
		case s.Type == vg.CurveComp:
			c.curve(&out, s, x0, y0)
		}
		broken = false
		x0, y0 = x, y
	}
	return out
}

func finite(v float64) bool { return v-v == 0 }

// curve adds a Bézier curve from x0, y0; one control point makes it quadratic.
func (c *canvas) curve(out *figure.Path, s vg.PathComp, x0, y0 float64) {
	x, y := float64(s.Pos.X), float64(s.Pos.Y)
	var x1, y1, x2, y2 float64
	switch len(s.Control) {
	case 1:
		qx, qy := float64(s.Control[0].X), float64(s.Control[0].Y)
		x1, y1 = x0+(qx-x0)*2/3, y0+(qy-y0)*2/3
		x2, y2 = x+(qx-x)*2/3, y+(qy-y)*2/3
	case 2:
		x1, y1 = float64(s.Control[0].X), float64(s.Control[0].Y)
		x2, y2 = float64(s.Control[1].X), float64(s.Control[1].Y)
	default:
		x1, y1, x2, y2 = x0, y0, x, y
	}
	m := c.cur.m
	ax, ay := m.at(x1, y1)
	bx, by := m.at(x2, y2)
	ex, ey := m.at(x, y)
	out.CurveTo(ax, ay, bx, by, ex, ey)
}

// arc adds a circular arc in pieces of at most a quarter turn and returns its end.
func (c *canvas) arc(out *figure.Path, s vg.PathComp, move bool) (x, y float64) {
	cx, cy, r := float64(s.Pos.X), float64(s.Pos.Y), float64(s.Radius)
	m := c.cur.m
	at := func(a float64) (float64, float64) { return cx + r*math.Cos(a), cy + r*math.Sin(a) }
	x, y = at(s.Start)
	fx, fy := m.at(x, y)
	if move {
		out.MoveTo(fx, fy)
	} else if n := len(*out); n == 0 || math.Hypot((*out)[n-1].P[0].X-fx, (*out)[n-1].P[0].Y-fy) > 1e-6 {
		out.LineTo(fx, fy)
	}
	n := max(1, int(math.Ceil(math.Abs(s.Angle)/(math.Pi/2)-1e-9)))
	da := s.Angle / float64(n)
	k := 4.0 / 3 * math.Tan(da/4) * r
	for i := range n {
		a, b := s.Start+da*float64(i), s.Start+da*float64(i+1)
		x0, y0 := at(a)
		x, y = at(b)
		ax, ay := m.at(x0-k*math.Sin(a), y0+k*math.Cos(a))
		bx, by := m.at(x+k*math.Sin(b), y-k*math.Cos(b))
		ex, ey := m.at(x, y)
		out.CurveTo(ax, ay, bx, by, ex, ey)
	}
	return x, y
}

// FillString sets one line of text with its baseline starting at pt. Hyphens that are minus signs of numbers are set as
// such.
func (c *canvas) FillString(f pfont.Face, pt vg.Point, s string) {
	m := c.cur.m
	size := float64(f.Font.Size) * m.scale()
	if size <= 0 || s == "" || !finite(float64(pt.X)) || !finite(float64(pt.Y)) {
		return
	}
	s = minus(s)
	x, y := m.at(float64(pt.X), float64(pt.Y))
	name := faceName(f.Font)
	c.fig.Ops = append(c.fig.Ops, figure.Op{Text: &figure.TextOp{
		X: x, Y: y, Face: name, Size: size, Color: c.cur.color,
		Angle: math.Atan2(m.b, m.a) * 180 / math.Pi, Width: font.Measure(name, size, s), Text: s,
	}})
}

// minus turns the leading hyphen of a number into a minus sign.
func minus(s string) string {
	if len(s) > 1 && s[0] == '-' && (s[1] >= '0' && s[1] <= '9' || s[1] == '.') {
		return "\u2212" + s[1:]
	}
	return s
}

// DrawImage draws img into rect; its pixels stay sharp.
func (c *canvas) DrawImage(rect vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if png.Encode(&b, img) != nil {
		return // an empty image has nothing to draw
	}
	x0, y0 := c.cur.m.at(float64(rect.Min.X), float64(rect.Min.Y))
	x1, y1 := c.cur.m.at(float64(rect.Max.X), float64(rect.Max.Y))
	c.fig.Ops = append(c.fig.Ops, figure.Op{Image: &figure.ImageOp{
		X: min(x0, x1), Y: min(y0, y1), W: math.Abs(x1 - x0), H: math.Abs(y1 - y0), PNG: b.Bytes(),
	}})
}
