package show

import (
	"math"

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
	counts  bool // only histograms: the y axis says nothing
	ends    []endLabel
	data    draw.Canvas // where the data are drawn
	xs, ys  []plot.Tick
}

// compose draws a plot into a canvas: title and legend above, axes with their ticks, and the data.
func compose(c draw.Canvas, p *plot.Plot, s spec) {
	list, of := coloured(p)
	k := &composition{c: c, p: axes(p, list), list: list, spec: s, plain: isHeatMap(list), counts: s.hideCounts && onlyCounts(list)}
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
	top := float64(r.Max.Y)
	if t := k.p.Title.Text; t != "" {
		sty := style(k.spec.title, ink)
		if k.spec.bold {
			sty.Font.Weight = 2 // semibold and above is bold
		}
		sty.YAlign = draw.YTop
		k.c.FillText(sty, vg.Point{X: r.Min.X, Y: vg.Length(top)}, t)
		top -= float64(sty.Height(t)) + k.spec.titleGap
	}
	if t := k.p.Y.Label.Text; t != "" && !k.counts {
		sty := style(k.spec.label, muted)
		sty.YAlign = draw.YTop
		k.c.FillText(sty, vg.Point{X: r.Min.X, Y: vg.Length(top)}, t)
		top -= float64(sty.Height(t)) + labelGap
	}
	bottom := float64(r.Min.Y)
	if t := k.p.X.Label.Text; t != "" {
		bottom += float64(style(k.spec.label, muted).Height(t)) + labelGap
	}
	tickSty := style(k.spec.tick, muted)
	bottom += float64(tickSty.Height("0")) + tickGap + tickMark

	wantEnds := k.wantsEndLabels()
	if k.spec.legend && len(k.entries) > 0 && !wantEnds {
		top = k.legend(top)
	}
	k.ys = ticks(&k.p.Y, top-bottom, k.spec.spaceY)
	left := float64(r.Min.X)
	if !k.counts {
		left += k.widest(tickSty, k.ys) + tickGap
	}
	right := float64(r.Max.X)
	if wantEnds {
		right -= k.endWidth() + endGap
	}
	k.xs = ticks(&k.p.X, right-left, k.spec.spaceX)
	if n := len(k.xs); n > 0 { // the last label may stand out on the right
		half := float64(tickSty.Width(k.xs[n-1].Label)) / 2
		at := left + (right-left)*k.p.X.Norm(k.xs[n-1].Value)
		right -= math.Max(0, at+half-float64(r.Max.X))
	}
	k.data = draw.Canvas{Canvas: k.c.Canvas, Rectangle: vg.Rectangle{
		Min: vg.Point{X: vg.Length(left), Y: vg.Length(bottom)}, Max: vg.Point{X: vg.Length(right), Y: vg.Length(top)},
	}}
	if wantEnds {
		k.placeEnds()
	}
}

func (k *composition) widest(sty text.Style, ts []plot.Tick) (w float64) {
	for _, t := range ts {
		w = math.Max(w, float64(sty.Width(t.Label)))
	}
	return w
}

// grid draws light horizontal lines behind the data.
func (k *composition) grid() {
	if k.plain || k.counts {
		return
	}
	_, y := k.p.Transforms(&k.data)
	line := draw.LineStyle{Color: roleColor{grid}, Width: gridLine}
	for _, t := range k.ys {
		if t.Label != "" {
			k.data.StrokeLine2(line, k.data.Min.X, y(t.Value), k.data.Max.X, y(t.Value))
		}
	}
}

// axes draws the foot of the plot, the ticks and their labels, and the name of the x axis.
func (k *composition) axes() {
	x, y := k.p.Transforms(&k.data)
	foot := k.data.Min.Y
	line := draw.LineStyle{Color: roleColor{muted}, Width: axisWidth}
	sty := style(k.spec.tick, muted)
	sty.XAlign, sty.YAlign = draw.XCenter, draw.YTop
	if !k.plain {
		k.c.StrokeLine2(line, k.data.Min.X, foot, k.data.Max.X, foot)
	}
	clear := vg.Length(math.Inf(-1))
	for _, t := range k.xs {
		at := x(t.Value)
		if !k.plain && !k.named() {
			k.c.StrokeLine2(line, at, foot, at, foot-tickMark)
		}
		half := sty.Width(t.Label) / 2
		if t.Label == "" || at-half < clear {
			continue
		}
		clear = at + half + 3
		k.c.FillText(sty, vg.Point{X: at, Y: foot - tickMark - tickGap/2}, t.Label)
	}
	if !k.counts {
		sty.XAlign, sty.YAlign = draw.XRight, draw.YCenter
		for _, t := range k.ys {
			k.c.FillText(sty, vg.Point{X: k.data.Min.X - tickGap, Y: y(t.Value)}, t.Label)
		}
	}
	if t := k.p.X.Label.Text; t != "" {
		sty := style(k.spec.label, muted)
		sty.XAlign, sty.YAlign = draw.XCenter, draw.YBottom
		k.c.FillText(sty, vg.Point{X: (k.data.Min.X + k.data.Max.X) / 2, Y: k.c.Min.Y}, t)
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
