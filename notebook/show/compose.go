package show

import (
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"quire/notebook/figure"
	"quire/notebook/font"
	"quire/notebook/output"
)

// Plot shows a plot of gonum/plot in Quire's style, in the usual size. Colours, dashes and tick marks that the plot's
// author has set are kept; everything else (fonts, grid, axes, legend) is drawn anew.
func Plot(p *plot.Plot) { PlotSize(p, plotWidth, plotHeight) }

// PlotSize shows a plot in a size in points; a page is about 460 points wide. It panics when a side is not between 40 and
// 4000.
func PlotSize(p *plot.Plot, width, height float64) {
	checkSize("PlotSize", width, height)
	show(&output.Figure{Figure: plotFigure(p, width, height)})
}

// plotFigure draws a plot as a figure.
func plotFigure(p *plot.Plot, width, height float64) *figure.Figure {
	f := &figure.Figure{W: width, H: height, Alt: alternative(p)}
	c := newCanvas(f)
	rect := vg.Rectangle{Min: vg.Point{X: margin, Y: margin}, Max: vg.Point{X: vg.Length(width) - margin, Y: vg.Length(height) - margin}}
	compose(draw.Canvas{Canvas: c, Rectangle: rect}, p, plotSpec)
	return f
}

// A spec is how a plot is composed: alone, or as one of the panels of a grid.
type spec struct {
	title, label, tick float64 // sizes
	bold               bool    // the title
	titleGap           float64
	spaceX, spaceY     float64 // least distance of ticks
	legend             bool
	hideCounts         bool
}

var (
	plotSpec = spec{
		title: titleSize, label: labelSize, tick: tickSize, bold: true, titleGap: titleGap,
		spaceX: tickSpaceX, spaceY: tickSpaceY, legend: true,
	}
	panelSpec = spec{
		title: panelSize, label: smallTick, tick: smallTick, titleGap: 3, spaceX: 34, spaceY: 22, legend: true,
		hideCounts: true,
	}
)

// A composition is a plot on its way to the canvas.
type composition struct {
	c       draw.Canvas
	p       *plot.Plot // with the ranges that are drawn
	list    []plot.Plotter
	spec    spec
	entries []entry
	plain   bool // a heat map: no grid, no axis lines
	bare    bool // a map over both axes: no grid
	counts  bool // only histograms: the y axis says nothing
	ends    []endLabel
	area    draw.Canvas // what the axes enclose
	data    draw.Canvas // the part of it that their ranges span: the rest is room for bars and dots at the edges
	xs, ys  []plot.Tick
	slanted bool // the labels of the x axis do not fit side by side
}

// compose draws a plot into a canvas: title and legend above, axes with their ticks, and the data.
func compose(c draw.Canvas, p *plot.Plot, s spec) {
	list, of := coloured(p)
	k := &composition{c: c, p: axes(p, list), list: list, spec: s, plain: isHeatMap(list), bare: fixed(list), counts: s.hideCounts && onlyCounts(list)}
	for _, e := range entries(p) {
		for i, t := range e.thumbs {
			if q, ok := of[t].(plot.Thumbnailer); ok {
				e.thumbs = append(append([]plot.Thumbnailer(nil), e.thumbs[:i]...), append([]plot.Thumbnailer{q}, e.thumbs[i+1:]...)...)
			}
		}
		k.entries = append(k.entries, e)
	}
	k.layout()
	k.grid()
	for _, pl := range list {
		pl.Plot(k.data, k.p)
	}
	k.axes()
	k.endLabels()
	k.colourBar()
}

func isHeatMap(list []plot.Plotter) bool {
	for _, pl := range list {
		if _, ok := pl.(*heatMap); ok {
			return true
		}
	}
	return false
}

func onlyCounts(list []plot.Plotter) bool {
	for _, pl := range list {
		switch pl.(type) {
		case *histogram, *plotter.Histogram:
		default:
			return false
		}
	}
	return len(list) > 0
}

// layout places the head, decides where the legend goes and leaves the rest to the data.
func (k *composition) layout() {
	r := k.c.Rectangle
	top := k.head(float64(r.Max.Y), k.p.Title.Text, k.titleStyle(), k.spec.titleGap)
	if !k.counts {
		top = k.head(top, k.p.Y.Label.Text, style(k.spec.label, muted), labelGap)
	}
	wantEnds := k.wantsEndLabels()
	if k.spec.legend && len(k.entries) > 0 && !wantEnds {
		top = k.legend(top)
	}
	top -= k.spec.tick * 0.3 // half of the highest tick label
	right := float64(r.Max.X) - k.barWidth()
	if wantEnds {
		right -= k.endWidth() + endGap
	}
	k.enclose(top, right)
	k.data = k.padded()
	if wantEnds {
		k.placeEnds()
	}
}

func (k *composition) titleStyle() text.Style {
	sty := style(k.spec.title, ink)
	if k.spec.bold {
		sty.Font.Weight = 2 // semibold and above is bold
	}
	return sty
}

// head sets a text below top, in as many lines as it needs, and returns where what follows may begin.
func (k *composition) head(top float64, t string, sty text.Style, gap float64) float64 {
	if t == "" {
		return top
	}
	t = wrap(t, sty, float64(k.c.Max.X-k.c.Min.X))
	sty.YAlign = draw.YTop
	k.c.FillText(sty, vg.Point{X: k.c.Min.X, Y: vg.Length(top)}, t)
	return top - float64(sty.Height(t)) - gap
}

// wrap breaks text at spaces so that no line is wider than width; a single word may be.
func wrap(t string, sty text.Style, width float64) string {
	var lines []string
	for _, para := range strings.Split(t, "\n") {
		line := ""
		for _, word := range strings.Fields(para) {
			if line != "" && float64(sty.Width(line+" "+word)) > width {
				lines = append(lines, line)
				line = ""
			}
			line = strings.TrimSpace(line + " " + word)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// enclose finds the ticks and the box that the axes enclose, below top and left of right. What the labels of one axis
// need depends on the ticks of the other, so it is done twice.
func (k *composition) enclose(top, right float64) {
	sty := style(k.spec.tick, muted)
	left, bottom := float64(k.c.Min.X), k.foot(sty)
	for range 2 {
		k.ys = ticks(&k.p.Y, top-bottom, k.spec.spaceY)
		if !k.counts {
			left = float64(k.c.Min.X) + k.widest(sty, k.ys) + tickGap
		}
		end := right
		k.xs = ticks(&k.p.X, end-left, k.spec.spaceX)
		k.slanted = k.named() && k.crowded(sty, end-left)
		bottom = k.foot(sty)
		if k.slanted {
			left += k.overhang(sty, left, end)
		}
		if n := len(k.xs); n > 0 && !k.slanted { // the last label may stand out on the right
			half := float64(sty.Width(k.xs[n-1].Label)) / 2
			at := left + (end-left)*k.p.X.Norm(k.xs[n-1].Value)
			end -= math.Max(0, at+half-float64(k.c.Max.X))
		}
		k.area = draw.Canvas{Canvas: k.c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: vg.Length(left), Y: vg.Length(bottom)},
			Max: vg.Point{X: vg.Length(math.Max(end, left+8)), Y: vg.Length(math.Max(top, bottom+8))},
		}}
	}
}

// overhang is how far slanted names reach out at the left when the axis goes from left to right.
func (k *composition) overhang(sty text.Style, left, right float64) (out float64) {
	for _, t := range k.xs {
		at := left + (right-left)*k.p.X.Norm(t.Value)
		reach := float64(sty.Width(t.Label))*math.Cos(slant) + k.spec.tick*0.5
		out = math.Max(out, float64(k.c.Min.X)-(at-reach))
	}
	return out
}

// slant is the angle of names that do not fit side by side.
const slant = math.Pi / 6

// foot is where the box of the axes begins: above the ticks, their labels and the name of the x axis.
func (k *composition) foot(sty text.Style) float64 {
	bottom := float64(k.c.Min.Y)
	if t := k.p.X.Label.Text; t != "" {
		name := style(k.spec.label, muted)
		bottom += float64(name.Height(wrap(t, name, float64(k.c.Max.X-k.c.Min.X)))) + labelGap
	}
	if len(k.xs) > 0 && k.widest(sty, k.xs) == 0 {
		return bottom + 1 // the author has hidden the labels
	}
	if k.slanted {
		return bottom + k.widest(sty, k.xs)*math.Sin(slant) + k.spec.tick*0.8 + tickGap
	}
	lines := 0.0
	for _, t := range k.xs {
		lines = math.Max(lines, float64(sty.Height(t.Label)))
	}
	return bottom + math.Max(lines, float64(sty.Height("0"))) + tickGap + tickMark
}

// crowded tells whether the labels of the x axis touch when they stand side by side on width points.
func (k *composition) crowded(sty text.Style, width float64) bool {
	end := math.Inf(-1)
	for _, t := range k.xs {
		half := float64(sty.Width(t.Label)) / 2
		at := k.p.X.Norm(t.Value) * width
		if at-half < end+3 {
			return true
		}
		end = at + half
	}
	return false
}

// padded is the part of the area that the ranges of the axes span. gonum keeps room for what stands over the edges.
func (k *composition) padded() draw.Canvas {
	q := plot.New()
	q.X.Scale, q.Y.Scale = k.p.X.Scale, k.p.Y.Scale
	for _, a := range [...]*plot.Axis{&q.X, &q.Y} {
		a.Width, a.Padding, a.Tick.Marker = 0, 0, plot.ConstantTicks(nil)
	}
	for _, pl := range k.list {
		if g, ok := pl.(plot.GlyphBoxer); ok && !k.bare {
			q.Add(boxes{g})
		}
	}
	q.X.Min, q.X.Max, q.Y.Min, q.Y.Max = k.p.X.Min, k.p.X.Max, k.p.Y.Min, k.p.Y.Max
	return q.DataCanvas(k.area)
}

// boxes are a plotter's boxes without what it draws.
type boxes struct{ plot.GlyphBoxer }

// Plot draws nothing.
func (boxes) Plot(draw.Canvas, *plot.Plot) {}

func (k *composition) widest(sty text.Style, ts []plot.Tick) (w float64) {
	for _, t := range ts {
		w = math.Max(w, float64(sty.Width(t.Label)))
	}
	return w
}

// grid draws light horizontal lines behind the data, and a stronger one at zero where the data goes below it.
func (k *composition) grid() {
	if k.bare || k.counts {
		return
	}
	_, y := k.p.Transforms(&k.data)
	for _, t := range k.ys {
		line := draw.LineStyle{Color: roleColor{grid}, Width: gridLine}
		if t.Value == 0 && k.p.Y.Min < 0 {
			line.Color = Fade(Muted(), 0.6)
		}
		if t.Label != "" {
			k.c.StrokeLine2(line, k.area.Min.X, y(t.Value), k.area.Max.X, y(t.Value))
		}
	}
}

// axes draws the foot of the plot, the ticks and their labels, and the name of the x axis.
func (k *composition) axes() {
	foot := k.area.Min.Y
	if !k.plain {
		k.c.StrokeLine2(draw.LineStyle{Color: roleColor{muted}, Width: axisWidth}, k.area.Min.X, foot, k.area.Max.X, foot)
	}
	k.xTicks()
	if !k.counts {
		_, y := k.p.Transforms(&k.data)
		sty := style(k.spec.tick, muted)
		sty.XAlign, sty.YAlign = draw.XRight, draw.YCenter
		for _, t := range k.ys {
			k.c.FillText(sty, vg.Point{X: k.area.Min.X - tickGap, Y: y(t.Value)}, t.Label)
		}
	}
	if t := k.p.X.Label.Text; t != "" {
		sty := style(k.spec.label, muted)
		sty.XAlign, sty.YAlign = draw.XCenter, draw.YBottom
		t = wrap(t, sty, float64(k.c.Max.X-k.c.Min.X))
		half := sty.Width(t) / 2
		at := min(max((k.area.Min.X+k.area.Max.X)/2, k.c.Min.X+half), max(k.c.Max.X-half, k.c.Min.X+half))
		k.c.FillText(sty, vg.Point{X: at, Y: k.c.Min.Y}, t)
	}
}

// xTicks draws the marks and labels of the x axis. Names that do not fit side by side are set at a slant; of numbers, those
// that would touch are left out.
func (k *composition) xTicks() {
	x, _ := k.p.Transforms(&k.data)
	foot := k.area.Min.Y
	sty := style(k.spec.tick, muted)
	sty.XAlign, sty.YAlign = draw.XCenter, draw.YTop
	at := foot - tickMark - tickGap/2
	if k.slanted {
		sty.Rotation, sty.XAlign, sty.YAlign = slant, draw.XRight, draw.YCenter
		at = foot - tickGap - vg.Length(k.spec.tick)*0.3
	}
	line := draw.LineStyle{Color: roleColor{muted}, Width: axisWidth}
	clear := vg.Length(math.Inf(-1))
	for _, t := range k.xs {
		pos := x(t.Value)
		if !k.plain && !k.named() {
			k.c.StrokeLine2(line, pos, foot, pos, foot-tickMark)
		}
		half := sty.Width(t.Label) / 2
		if t.Label == "" || !k.slanted && pos-half < clear {
			continue
		}
		clear = pos + half + 3
		k.c.FillText(sty, vg.Point{X: pos, Y: at}, t.Label)
	}
}

// named tells whether the x axis has names rather than numbers.
func (k *composition) named() bool {
	_, ok := k.p.X.Tick.Marker.(plot.ConstantTicks)
	return ok
}

// legend sets the entries in rows below top and returns where the data may begin.
func (k *composition) legend(top float64) float64 {
	sty := style(k.spec.tick, ink)
	sty.YAlign = draw.YCenter
	h := float64(sty.Height("0"))
	left, right := float64(k.c.Min.X), float64(k.c.Max.X)
	x, y := left, top
	for _, e := range k.entries {
		w := float64(swatch+swatchGap) + float64(sty.Width(e.text))
		if x > left && x+w > right {
			x, y = left, y-h-legendGap
		}
		mid := vg.Length(y - h/2)
		box := draw.Canvas{Canvas: k.c.Canvas, Rectangle: vg.Rectangle{
			Min: vg.Point{X: vg.Length(x), Y: mid - vg.Length(h/2)}, Max: vg.Point{X: vg.Length(x + swatch), Y: mid + vg.Length(h/2)},
		}}
		for _, t := range e.thumbs {
			t.Thumbnail(&box)
		}
		k.c.FillText(sty, vg.Point{X: vg.Length(x + swatch + swatchGap), Y: mid}, e.text)
		x += w + entryGap
	}
	return y - h - legendGap - titleGap/2
}

// alternative is what a reader who cannot see the plot gets.
func alternative(p *plot.Plot) string {
	var s string
	join := func(sep, part string) {
		if part != "" {
			if s != "" {
				s += sep
			}
			s += part
		}
	}
	join("", p.Title.Text)
	join("; ", p.Y.Label.Text)
	join(" / ", p.X.Label.Text)
	for i, e := range entries(p) {
		if i == 0 {
			join(": ", e.text)
			continue
		}
		join(", ", e.text)
	}
	return s
}

// checkSize panics when a figure could not be seen.
func checkSize(who string, width, height float64) {
	if !(width >= 40 && width <= 4000 && height >= 40 && height <= 4000) {
		panic("show." + who + ": a figure is 40 to 4000 points wide and high; a page is about 460 points wide")
	}
}

func lengths(v []float64) (out []vg.Length) {
	for _, x := range v {
		out = append(out, vg.Length(x))
	}
	return out
}

// textWidth is the width of a label in the face of plots.
func textWidth(size float64, s string) float64 { return font.Measure(face, size, s) }
