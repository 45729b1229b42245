package show

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// axes returns a copy of p whose axes have sensible ranges: some room around the data where the author has fixed
// nothing, and never an empty or impossible range.
func axes(p *plot.Plot, list []plot.Plotter) *plot.Plot {
	q := *p
	x0, x1, y0, y1, area := dataRange(list)
	q.X.Min, q.X.Max = room(&q.X, x0, x1, roomX, false)
	q.Y.Min, q.Y.Max = room(&q.Y, y0, y1, headroom, area)
	if fixed(list) {
		q.X.Min, q.X.Max, q.Y.Min, q.Y.Max = p.X.Min, p.X.Max, p.Y.Min, p.Y.Max
	}
	return &q
}

// dataRange is the box of everything drawn; area tells that something stands on the line y = 0.
func dataRange(list []plot.Plotter) (x0, x1, y0, y1 float64, area bool) {
	x0, x1, y0, y1 = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, pl := range list {
		r, ok := pl.(plot.DataRanger)
		if !ok {
			continue
		}
		a, b, c, d := r.DataRange()
		x0, x1, y0, y1 = math.Min(x0, a), math.Max(x1, b), math.Min(y0, c), math.Max(y1, d)
		switch pl.(type) {
		case *barSeries, *histogram, *plotter.Histogram, *plotter.BarChart:
			area = true
		}
	}
	return x0, x1, y0, y1, area
}

// fixed tells whether the plot is a map over both axes, whose edges are the plot's edges.
func fixed(list []plot.Plotter) bool {
	for _, pl := range list {
		switch pl.(type) {
		case *heatMap, *isolines, *plotter.HeatMap:
			return true
		}
	}
	return false
}

// room is the range of an axis: what the author has set, or the data's from lo to hi with some room around it, a part of the
// range. An area keeps its foot on the axis.
func room(a *plot.Axis, lo, hi, part float64, area bool) (float64, float64) {
	min, max := a.Min, a.Max
	if isLog(a.Scale) {
		return logRoom(min, max, lo, hi)
	}
	if !finite(min) || !finite(max) || min > max {
		return 0, 1
	}
	pad := (max - min) * part
	if pad == 0 {
		pad = math.Max(math.Abs(max)*headroom, 0.5)
	}
	if min == lo && !(area && min == 0) {
		min -= pad
	}
	if max == hi && !(area && max == 0) {
		max += pad
	}
	if lo >= 0 && min < 0 { // shares and counts have no room below 0
		min = 0
	}
	return min, max
}

func logRoom(min, max, lo, hi float64) (float64, float64) {
	if !(max > 0) || !finite(max) {
		return 1, 10
	}
	if !(min > 0) {
		min = math.Min(max/10, 1e-3)
	}
	if min == max {
		return min / 2, max * 2
	}
	f := math.Pow(max/min, headroom/2)
	if min == lo {
		min /= f
	}
	if max == hi {
		max *= f
	}
	return min, max
}

// ticks are the marks of an axis that is length points long.
func ticks(a *plot.Axis, length, space float64) []plot.Tick {
	n := max(2, int(length/space))
	switch m := a.Tick.Marker.(type) {
	case plot.DefaultTicks:
		if isLog(a.Scale) {
			return logTicks(a.Min, a.Max, n)
		}
		return niceTicks(a.Min, a.Max, n)
	case plot.LogTicks:
		return logTicks(a.Min, a.Max, n)
	case nil:
		return nil
	default:
		var out []plot.Tick
		for _, t := range m.Ticks(a.Min, a.Max) {
			if t.Value >= a.Min-1e-9 && t.Value <= a.Max+1e-9 {
				out = append(out, t)
			}
		}
		return out
	}
}
