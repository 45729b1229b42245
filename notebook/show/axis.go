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
	if isLog(q.X.Scale) {
		x0 = math.Min(smallest(list, func(q plotter.XY) float64 { return q.X }), x1)
	}
	if isLog(q.Y.Scale) {
		y0 = math.Min(smallest(list, func(q plotter.XY) float64 { return q.Y }), y1)
	}
	q.X.Min, q.X.Max = room(&q.X, x0, x1, roomX, false)
	q.Y.Min, q.Y.Max = room(&q.Y, y0, y1, headroom, area)
	if p.X.Min == x0 && p.X.Max == x1 && standing(list) {
		q.X.Min, q.X.Max = x0-0.5, x1+0.5 // half of the place between two names, on both sides
	}
	if fixed(list) {
		q.X.Min, q.X.Max, q.Y.Min, q.Y.Max = p.X.Min, p.X.Max, p.Y.Min, p.Y.Max
	}
	q.X.Scale, q.Y.Scale = safe(q.X.Scale), safe(q.Y.Scale)
	return &q
}

// smallest is the smallest value above 0 on one axis, +Inf when there is none.
func smallest(list []plot.Plotter, value func(plotter.XY) float64) float64 {
	least := math.Inf(1)
	for _, pl := range list {
		for _, q := range pointsOf(pl) {
			if v := value(q); v > 0 && v < least {
				least = v
			}
		}
	}
	return least
}

// pointsOf are the points of a plotter that has some.
func pointsOf(pl plot.Plotter) plotter.XYs {
	switch v := pl.(type) {
	case *lineSeries:
		return v.XYs
	case *plotter.Scatter:
		return v.XYs
	case *trajectory:
		return v.points
	case *histogram:
		return plotter.XYs{{X: v.min, Y: 0.5}, {X: v.min + v.width, Y: 0.5}} // half a count keeps single ones visible
	case *barSeries:
		var out plotter.XYs
		for i, y := range v.values {
			out = append(out, plotter.XY{X: float64(i), Y: y})
		}
		return out
	}
	return nil
}

// A safeLog is a logarithmic scale on which what lies at or below 0 has no place; gonum's stops the program.
type safeLog struct{}

// Normalize returns the place of x between min and max, NaN when it has none.
func (safeLog) Normalize(min, max, x float64) float64 {
	if !(min > 0) || !(max > 0) || !(x > 0) {
		return math.NaN()
	}
	return (math.Log(x) - math.Log(min)) / (math.Log(max) - math.Log(min))
}

// safe replaces gonum's logarithmic scale.
func safe(n plot.Normalizer) plot.Normalizer {
	switch s := n.(type) {
	case plot.LogScale:
		return safeLog{}
	case plot.InvertedScale:
		return plot.InvertedScale{Normalizer: safe(s.Normalizer)}
	}
	return n
}

func isLog(n plot.Normalizer) bool {
	switch s := n.(type) {
	case plot.LogScale, safeLog:
		return true
	case plot.InvertedScale:
		return isLog(s.Normalizer)
	}
	return false
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

// standing tells whether the plot is of gonum's bars or boxes that stand on whole numbers.
func standing(list []plot.Plotter) bool {
	for _, pl := range list {
		switch v := pl.(type) {
		case *plotter.BoxPlot:
			return !v.Horizontal
		case *plotter.BarChart:
			return !v.Horizontal
		}
	}
	return false
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
		min = lo
	}
	if !(min > 0) || !finite(min) || min > max {
		min = max / 10
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
