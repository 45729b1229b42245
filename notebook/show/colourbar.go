package show

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// barSteps is the number of shades of a scale of colours.
const barSteps = 64

// heat is the heat map of the composition, nil when there is none or nothing to tell apart.
func (k *composition) heat() *heatMap {
	for _, pl := range k.list {
		if h, ok := pl.(*heatMap); ok && h.hi > h.floor {
			return h
		}
	}
	return nil
}

// barWidth is the room that the scale of colours takes at the right, with its ticks.
func (k *composition) barWidth() float64 {
	h := k.heat()
	if h == nil {
		return 0
	}
	sty := style(k.spec.tick, muted)
	return barGap + barWidth + tickGap + k.widest(sty, h.barTicks(float64(k.c.Max.Y-k.c.Min.Y)))
}

// barTicks are the ticks of the scale of colours when it is height points long. Where values lie below its beginning,
// the first tick says so.
func (h *heatMap) barTicks(height float64) []plot.Tick {
	list := niceTicks(h.floor, h.hi, max(2, int(height/tickSpaceY/1.5)))
	if h.floor == h.lo {
		return list
	}
	least := h.floor + (h.hi-h.floor)*tickSpaceY*0.7/height
	list = slices.DeleteFunc(list, func(t plot.Tick) bool { return t.Value < least })
	label := "≤" + minus(strconv.FormatFloat(h.floor, 'f', h.decimals(), 64))
	return append([]plot.Tick{{Value: h.floor, Label: label}}, list...)
}

// colourBar draws the scale of colours beside the cells.
func (k *composition) colourBar() {
	h := k.heat()
	if h == nil {
		return
	}
	x := k.area.Max.X + barGap
	low, height := float64(k.area.Min.Y), float64(k.area.Max.Y-k.area.Min.Y)
	for i := range barSteps {
		y0, y1 := vg.Length(low+height*float64(i)/barSteps), vg.Length(low+height*float64(i+1)/barSteps)
		if i < barSteps-1 {
			y1 += 0.3 // under the next shade, so that no seam shows
		}
		k.c.FillPolygon(sequential((float64(i)+0.5)/barSteps), []vg.Point{
			{X: x, Y: y0}, {X: x + barWidth, Y: y0}, {X: x + barWidth, Y: y1}, {X: x, Y: y1},
		})
	}
	sty := style(k.spec.tick, muted)
	sty.YAlign = draw.YCenter
	half := k.spec.tick * 0.4
	for _, t := range h.barTicks(height) {
		y := low + height*(t.Value-h.floor)/(h.hi-h.floor)
		y = math.Min(math.Max(y, low+half), low+height-half)
		k.c.FillText(sty, vg.Point{X: x + barWidth + tickGap, Y: vg.Length(y)}, t.Label)
	}
}
