package show

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// NewPlot returns an empty plot with a title and the names of its axes; any of them may be "".
func NewPlot(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	return p
}

// LogX makes the x axis logarithmic. Points at or below 0 are left out.
func LogX(p *plot.Plot) { p.X.Scale = plot.LogScale{} }

// LogY makes the y axis logarithmic. Points at or below 0 are left out.
func LogY(p *plot.Plot) { p.Y.Scale = plot.LogScale{} }

// Line adds a line through the points and returns it, so that its style can be changed. name "" keeps it out of the
// legend. xs nil stands for 1, 2, 3, …; otherwise Line panics when xs and ys differ in length. Points that are not
// finite leave a gap.
func Line(p *plot.Plot, name string, xs, ys []float64) *plotter.Line {
	l := &plotter.Line{XYs: points("Line", xs, ys), LineStyle: plotter.DefaultLineStyle}
	add(p, l, l.XYs)
	if name != "" {
		p.Legend.Add(name, l)
	}
	return l
}

// Scatter adds a dot for each point and returns them, so that their style can be changed. See Line for name and xs.
func Scatter(p *plot.Plot, name string, xs, ys []float64) *plotter.Scatter {
	s := &plotter.Scatter{XYs: finitePoints(points("Scatter", xs, ys)), GlyphStyle: plotter.DefaultGlyphStyle}
	add(p, s, s.XYs)
	if name != "" {
		p.Legend.Add(name, s)
	}
	return s
}

// Trajectory adds a path through the points in order, such as the steps of an optimizer: a thin line with a dot at every
// point and a ring at the first. It panics when xs and ys differ in length.
func Trajectory(p *plot.Plot, name string, xs, ys []float64) {
	t := &trajectory{points: finitePoints(points("Trajectory", xs, ys)), color: autoColor{}}
	add(p, t, t.points)
	if name != "" {
		p.Legend.Add(name, t)
	}
}

// HLine adds a dashed reference line at y with a text above its left end.
func HLine(p *plot.Plot, text string, y float64) { addRange(p, &reference{text: text, at: y}) }

// VLine adds a dashed reference line at x with a text beside its top.
func VLine(p *plot.Plot, text string, x float64) {
	addRange(p, &reference{text: text, at: x, vertical: true})
}

// Floats returns float32 numbers, such as the data of a tensor, as the float64 that plots take.
func Floats(values []float32) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = float64(v)
	}
	return out
}

// points pairs xs and ys up.
func points(who string, xs, ys []float64) plotter.XYs {
	if xs != nil && len(xs) != len(ys) {
		panic(fmt.Sprintf("show.%s: %d x values and %d y values; there must be as many of each", who, len(xs), len(ys)))
	}
	out := make(plotter.XYs, len(ys))
	for i, y := range ys {
		out[i] = plotter.XY{X: float64(i + 1), Y: y}
		if xs != nil {
			out[i].X = xs[i]
		}
	}
	return out
}

func finitePoints(pts plotter.XYs) plotter.XYs {
	out := make(plotter.XYs, 0, len(pts))
	for _, p := range pts {
		if finite(p.X) && finite(p.Y) {
			out = append(out, p)
		}
	}
	return out
}

// add adds a plotter whose data may hold values that are not finite: gonum would lose the range of the axes.
func add(p *plot.Plot, pl plot.Plotter, pts plotter.XYs) {
	before := [4]float64{p.X.Min, p.X.Max, p.Y.Min, p.Y.Max}
	p.Add(pl)
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = before[0], before[1], before[2], before[3]
	for _, q := range pts {
		if finite(q.X) && finite(q.Y) {
			p.X.Min, p.X.Max = math.Min(p.X.Min, q.X), math.Max(p.X.Max, q.X)
			p.Y.Min, p.Y.Max = math.Min(p.Y.Min, q.Y), math.Max(p.Y.Max, q.Y)
		}
	}
}

// addRange adds a plotter that says its own range, one axis of which may be empty (+Inf, −Inf).
func addRange(p *plot.Plot, pl plot.Plotter) { p.Add(pl) }

// A trajectory is a path of steps.
type trajectory struct {
	points plotter.XYs
	color  color.Color
}

// Plot draws the path.
func (t *trajectory) Plot(c draw.Canvas, p *plot.Plot) {
	if len(t.points) == 0 {
		return
	}
	(&lineSeries{Line: &plotter.Line{XYs: t.points, LineStyle: draw.LineStyle{Color: t.color, Width: 1}}}).Plot(c, p)
	dots := &plotter.Scatter{XYs: t.points[1:], GlyphStyle: draw.GlyphStyle{Color: t.color, Radius: 1.7, Shape: draw.CircleGlyph{}}}
	dots.Plot(c, p)
	x, y := p.Transforms(&c)
	start := vg.Point{X: x(t.points[0].X), Y: y(t.points[0].Y)}
	if c.Contains(start) {
		c.SetColor(roleColor{paper})
		c.Fill(circle(start, 2.6))
		c.SetLineStyle(draw.LineStyle{Color: t.color, Width: 1.1})
		c.Stroke(circle(start, 2.6))
	}
}

// DataRange returns the box of the points.
func (t *trajectory) DataRange() (xmin, xmax, ymin, ymax float64) { return plotter.XYRange(t.points) }

// Thumbnail draws the sample in a legend.
func (t *trajectory) Thumbnail(c *draw.Canvas) {
	y := c.Center().Y
	c.StrokeLine2(draw.LineStyle{Color: t.color, Width: 1}, c.Min.X, y, c.Max.X, y)
	c.SetColor(t.color)
	c.Fill(circle(c.Center(), 1.9))
}

func circle(center vg.Point, r vg.Length) vg.Path {
	var p vg.Path
	p.Move(vg.Point{X: center.X + r, Y: center.Y})
	p.Arc(center, r, 0, 2*math.Pi)
	p.Close()
	return p
}

// A reference is a line across the plot with a text.
type reference struct {
	text     string
	at       float64
	vertical bool
}

// DataRange returns the place of the line on its axis; the other stays as it is.
func (r *reference) DataRange() (xmin, xmax, ymin, ymax float64) {
	inf := math.Inf(1)
	if r.vertical {
		return r.at, r.at, inf, -inf
	}
	return inf, -inf, r.at, r.at
}

// Plot draws the line and its text, on the side where there is room.
func (r *reference) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	sty := style(tickSize, muted)
	line := draw.LineStyle{Color: roleColor{muted}, Width: markerWidth, Dashes: []vg.Length{3, 2.2}}
	if !r.vertical {
		at := y(r.at)
		c.StrokeLine2(line, c.Min.X, at, c.Max.X, at)
		r.label(c, sty, vg.Point{X: c.Min.X + 3, Y: at + 1.5})
		return
	}
	at := x(r.at)
	c.StrokeLine2(line, at, c.Min.Y, at, c.Max.Y)
	pt := vg.Point{X: at + 3, Y: c.Max.Y - sty.Height(r.text)}
	if w := sty.Width(r.text); at+3+w > c.Max.X {
		pt.X = at - 3 - w
	}
	r.label(c, sty, pt)
}

// label sets the text with its lower left corner at pt, on a veil that lets it be read over data.
func (r *reference) label(c draw.Canvas, sty draw.TextStyle, pt vg.Point) {
	if r.text == "" {
		return
	}
	w, h := sty.Width(r.text), sty.Height(r.text)
	c.FillPolygon(Fade(roleColor{paper}, 0.85), []vg.Point{
		{X: pt.X - 1.5, Y: pt.Y}, {X: pt.X + w + 1.5, Y: pt.Y}, {X: pt.X + w + 1.5, Y: pt.Y + h}, {X: pt.X - 1.5, Y: pt.Y + h},
	})
	c.FillText(sty, pt, r.text)
}
