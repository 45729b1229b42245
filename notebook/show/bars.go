package show

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Bars adds a bar for each value under its label. Bars added by further calls stand beside them, in groups; name then
// tells the groups' members apart in the legend. Up to 16 bars carry their values. It panics when labels and values
// differ in number.
func Bars(p *plot.Plot, name string, labels []string, values []float64) {
	if len(labels) != len(values) {
		panic(fmt.Sprintf("show.Bars: %d labels and %d values; there must be as many of each", len(labels), len(values)))
	}
	b := &barSeries{values: slices.Clone(values), color: autoColor{}, of: 1}
	p.Add(b)
	ticks := make(plot.ConstantTicks, len(labels))
	for i, l := range labels {
		ticks[i] = plot.Tick{Value: float64(i), Label: l}
	}
	p.X.Tick.Marker = ticks
	if name != "" {
		p.Legend.Add(name, b)
	}
}

// A barSeries is the bars of one series; it is the index-th of a group of several.
type barSeries struct {
	values    []float64
	color     color.Color
	index, of int
	printed   bool
}

// DataRange returns the whole numbers under the bars, with room on both sides, and the values with 0.
func (b *barSeries) DataRange() (xmin, xmax, ymin, ymax float64) {
	for _, v := range b.values {
		if finite(v) {
			ymin, ymax = math.Min(ymin, v), math.Max(ymax, v)
		}
	}
	return -0.6, float64(len(b.values)) - 0.4, ymin, ymax
}

// Plot draws the bars.
func (b *barSeries) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	base := math.Max(0, p.Y.Min)
	width := 0.72 / float64(b.of)
	sty := style(valueSize, muted)
	sty.XAlign = draw.XCenter
	digits := commonDecimals(b.values)
	for i, v := range b.values {
		if !finite(v) || isLog(p.Y.Scale) && v <= 0 {
			continue
		}
		left := float64(i) - 0.36 + width*float64(b.index)
		x0, x1 := x(left), x(left+width)
		if b.of > 1 {
			x1 -= min(1, (x1-x0)/5)
		}
		c.FillPolygon(b.color, c.ClipPolygonXY([]vg.Point{{X: x0, Y: y(base)}, {X: x1, Y: y(base)}, {X: x1, Y: y(v)}, {X: x0, Y: y(v)}}))
		if !b.printed {
			continue
		}
		label := separate(strconv.FormatFloat(v, 'f', digits, 64))
		pt := vg.Point{X: (x0 + x1) / 2, Y: y(v) + 2}
		sty.YAlign = draw.YBottom
		if v < 0 {
			sty.YAlign, pt.Y = draw.YTop, y(v)-2
		}
		c.FillText(sty, pt, minus(label))
	}
}

// commonDecimals is how many digits after the point show every value to 1/1000 of the largest, at most 4.
func commonDecimals(values []float64) int {
	largest := 0.0
	for _, v := range values {
		if finite(v) {
			largest = math.Max(largest, math.Abs(v))
		}
	}
	for d := range 4 {
		unit := math.Pow(10, float64(d))
		exact := true
		for _, v := range values {
			exact = exact && (!finite(v) || math.Abs(math.Round(v*unit)/unit-v) <= largest*5e-4)
		}
		if exact {
			return d
		}
	}
	return 4
}

// Thumbnail draws the sample in a legend.
func (b *barSeries) Thumbnail(c *draw.Canvas) { block(c, b.color) }

// block fills a small rectangle as the sample of an area.
func block(c *draw.Canvas, k color.Color) {
	y, h := c.Center().Y, vg.Length(3.5)
	c.FillPolygon(k, []vg.Point{{X: c.Min.X + 3, Y: y - h}, {X: c.Max.X, Y: y - h}, {X: c.Max.X, Y: y + h}, {X: c.Min.X + 3, Y: y + h}})
}

// Bins says how values are counted: N bins of equal width from Min to Max. N 0 stands for 30, Min and Max both 0 for the
// range of the values. Values outside are not drawn.
type Bins struct {
	N        int
	Min, Max float64
}

// Histogram adds the distribution of values. Values that are not finite are not counted.
func Histogram(p *plot.Plot, name string, values []float64, b Bins) {
	h := newHistogram(values, b)
	p.Add(h)
	if name != "" {
		p.Legend.Add(name, h)
	}
}

type histogram struct {
	min, width float64
	counts     []float64
	color      color.Color
	faded      bool // several histograms lie over each other
}

func newHistogram(values []float64, b Bins) *histogram {
	if b.N <= 0 {
		b.N = 30
	}
	if b.Min == 0 && b.Max == 0 {
		b.Min, b.Max = math.Inf(1), math.Inf(-1)
		for _, v := range values {
			if finite(v) {
				b.Min, b.Max = math.Min(b.Min, v), math.Max(b.Max, v)
			}
		}
		switch {
		case b.Min > b.Max:
			b.Min, b.Max = 0, 1
		case b.Min == b.Max:
			b.Min, b.Max = b.Min-0.5, b.Max+0.5
		}
	}
	h := &histogram{min: b.Min, width: (b.Max - b.Min) / float64(b.N), counts: make([]float64, b.N), color: autoColor{}}
	for _, v := range values {
		if !finite(v) || v < b.Min || v > b.Max {
			continue
		}
		h.counts[min(int((v-b.Min)/h.width), b.N-1)]++
	}
	return h
}

// DataRange returns the bins and the counts, from 0.
func (h *histogram) DataRange() (xmin, xmax, ymin, ymax float64) {
	return h.min, h.min + h.width*float64(len(h.counts)), 0, max(1, slices.Max(h.counts))
}

// Plot draws the bins as one area with thin seams.
func (h *histogram) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	k := h.color
	if h.faded {
		k = Fade(k, 0.55)
	}
	var area vg.Path // one path for all bins: a page of small multiples stays small
	for i, n := range h.counts {
		if n == 0 {
			continue
		}
		x0, x1 := x(h.min+h.width*float64(i)), x(h.min+h.width*float64(i+1))
		if seam := vg.Length(0.5); x1-x0 > 3*seam && !h.faded {
			x1 -= seam
		}
		base := c.Min.Y
		if p.Y.Min < 0 {
			base = y(0)
		}
		for j, q := range c.ClipPolygonXY([]vg.Point{{X: x0, Y: base}, {X: x1, Y: base}, {X: x1, Y: y(n)}, {X: x0, Y: y(n)}}) {
			if j == 0 {
				area.Move(q)
				continue
			}
			area.Line(q)
		}
		area.Close()
	}
	c.SetColor(k)
	c.Fill(area)
}

// Thumbnail draws the sample in a legend.
func (h *histogram) Thumbnail(c *draw.Canvas) {
	k := h.color
	if h.faded {
		k = Fade(k, 0.55)
	}
	block(c, k)
}
