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

// HeatMap fills p with coloured cells: values[i][j] stands in row i, counted from the top, under columns[j]. Up to 200
// cells carry their value. The largest value has a frame. It panics when the names do not match the values.
func HeatMap(p *plot.Plot, rows, columns []string, values [][]float64) {
	if len(rows) != len(values) || len(rows) == 0 {
		panic(fmt.Sprintf("show.HeatMap: %d names of rows and %d rows of values; there must be as many of each", len(rows), len(values)))
	}
	h := &heatMap{lo: math.Inf(1), hi: math.Inf(-1), columns: len(columns)}
	for i, row := range values {
		if len(row) != len(columns) || len(row) == 0 {
			panic(fmt.Sprintf("show.HeatMap: row %d has %d values under %d names of columns", i, len(row), len(columns)))
		}
		h.values = append(h.values, append([]float64(nil), row...))
		for _, v := range row {
			if finite(v) {
				h.lo, h.hi = math.Min(h.lo, v), math.Max(h.hi, v)
			}
		}
	}
	h.floor = h.outlierFence()
	p.Add(h)
	p.X.Tick.Marker = names(columns, false)
	p.Y.Tick.Marker = names(rows, true)
}

// outlierFence is where the scale of colours begins: at the smallest value, or, when a few failed cells lie far below the
// rest, 1.5 quartile ranges below the lower quartile (Tukey 1977), so that the rest can be told apart.
func (h *heatMap) outlierFence() float64 {
	var all []float64
	for _, row := range h.values {
		for _, v := range row {
			if finite(v) {
				all = append(all, v)
			}
		}
	}
	if len(all) < 8 {
		return h.lo
	}
	slices.Sort(all)
	q1, q3 := all[len(all)/4], all[len(all)*3/4]
	return math.Max(h.lo, q1-1.5*(q3-q1))
}

// names are ticks with names at the whole numbers, counted from the other end when reversed.
func names(list []string, reversed bool) plot.ConstantTicks {
	out := make(plot.ConstantTicks, len(list))
	for i, n := range list {
		at := i
		if reversed {
			at = len(list) - 1 - i
		}
		out[i] = plot.Tick{Value: float64(at), Label: n}
	}
	return out
}

// A heatMap is cells in rows, the first row on top.
type heatMap struct {
	values  [][]float64
	columns int
	lo, hi  float64
	floor   float64 // what is below is as light as can be
}

// DataRange returns the cells' box.
func (h *heatMap) DataRange() (xmin, xmax, ymin, ymax float64) {
	return -0.5, float64(h.columns) - 0.5, -0.5, float64(len(h.values)) - 0.5
}

// Plot draws the cells with thin seams.
func (h *heatMap) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	numbers := len(h.values)*h.columns <= 200
	for i, row := range h.values {
		at := float64(len(h.values) - 1 - i)
		for j, v := range row {
			box := vg.Rectangle{
				Min: vg.Point{X: x(float64(j)-0.5) + 0.6, Y: y(at-0.5) + 0.6},
				Max: vg.Point{X: x(float64(j)+0.5) - 0.6, Y: y(at+0.5) - 0.6},
			}
			h.cell(c, box, v, numbers)
		}
	}
}

func (h *heatMap) cell(c draw.Canvas, box vg.Rectangle, v float64, number bool) {
	corners := []vg.Point{box.Min, {X: box.Max.X, Y: box.Min.Y}, box.Max, {X: box.Min.X, Y: box.Max.Y}}
	middle := vg.Point{X: (box.Min.X + box.Max.X) / 2, Y: (box.Min.Y + box.Max.Y) / 2}
	if !finite(v) {
		c.FillPolygon(roleColor{grid}, corners)
		if number {
			sty := style(valueSize, muted)
			sty.XAlign, sty.YAlign = draw.XCenter, draw.YCenter
			c.FillText(sty, middle, "–")
		}
		return
	}
	share := 0.5
	if h.hi > h.floor {
		share = math.Max(0, (v-h.floor)/(h.hi-h.floor))
	}
	c.FillPolygon(sequential(share), corners)
	if v == h.hi && h.hi > h.lo {
		inset := vg.Length(1)
		c.SetLineStyle(draw.LineStyle{Color: color.NRGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff}, Width: 1.8})
		var path vg.Path
		path.Move(vg.Point{X: box.Min.X + inset, Y: box.Min.Y + inset})
		path.Line(vg.Point{X: box.Max.X - inset, Y: box.Min.Y + inset})
		path.Line(vg.Point{X: box.Max.X - inset, Y: box.Max.Y - inset})
		path.Line(vg.Point{X: box.Min.X + inset, Y: box.Max.Y - inset})
		path.Close()
		c.Stroke(path)
	}
	if !number {
		return
	}
	label := minus(strconv.FormatFloat(v, 'f', h.decimals(), 64))
	sty := style(valueSize, ink)
	if float64(sty.Width(label)) > float64(box.Max.X-box.Min.X)-2 {
		return
	}
	sty.Color = color.NRGBA{R: 0x1a, G: 0x1a, B: 0x1a, A: 0xff}
	if share > 0.55 {
		sty.Color = color.NRGBA{R: 0xfe, G: 0xfe, B: 0xfe, A: 0xff}
	}
	sty.XAlign, sty.YAlign = draw.XCenter, draw.YCenter
	c.FillText(sty, middle, label)
}

// decimals is how many digits after the point tell the cells apart: three significant ones of the range.
func (h *heatMap) decimals() int {
	whole := true
	for _, row := range h.values {
		for _, v := range row {
			whole = whole && v == math.Trunc(v)
		}
	}
	if whole {
		return 0
	}
	spread := math.Max(h.hi-h.lo, math.Abs(h.hi)*1e-3)
	return min(max(0, 2-int(math.Floor(math.Log10(spread)))), 6)
}

// sequentialStops are colours of even steps in lightness, light to dark, that stay apart for colour-blind readers and in
// grey print.
var sequentialStops = [...][3]float64{
	{0xf1, 0xf6, 0xfb}, {0xd0, 0xe1, 0xf2}, {0x94, 0xc4, 0xdf}, {0x4a, 0x98, 0xc9}, {0x1d, 0x69, 0xad}, {0x08, 0x3a, 0x7a},
}

// sequential is the colour of a share between 0 and 1.
func sequential(share float64) color.Color {
	t := math.Min(math.Max(share, 0), 1) * float64(len(sequentialStops)-1)
	i := min(int(t), len(sequentialStops)-2)
	f := t - float64(i)
	mix := func(k int) uint8 {
		return uint8(sequentialStops[i][k] + (sequentialStops[i+1][k]-sequentialStops[i][k])*f + 0.5)
	}
	return color.NRGBA{R: mix(0), G: mix(1), B: mix(2), A: 0xff}
}
