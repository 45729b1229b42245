package show

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
)

// A lineSeries draws a line of gonum's that may hold points that cannot be drawn: those leave a gap.
type lineSeries struct{ *plotter.Line }

// Plot draws the runs of points between the gaps.
func (l *lineSeries) Plot(c draw.Canvas, p *plot.Plot) {
	for _, run := range l.runs(p) {
		part := *l.Line
		part.XYs = run
		part.Plot(c, p)
	}
}

// DataRange returns the range of the finite points.
func (l *lineSeries) DataRange() (xmin, xmax, ymin, ymax float64) {
	return plotter.XYRange(finitePoints(l.XYs))
}

// GlyphBoxes returns none: a line may touch the edges.
func (l *lineSeries) GlyphBoxes(*plot.Plot) []plot.GlyphBox { return nil }

// runs cuts the points where one cannot be drawn on the axes of p.
func (l *lineSeries) runs(p *plot.Plot) []plotter.XYs {
	var out []plotter.XYs
	start := 0
	cut := func(end int) {
		if end > start {
			out = append(out, l.XYs[start:end])
		}
	}
	for i, q := range l.XYs {
		if !finite(q.X) || !finite(q.Y) || isLog(p.X.Scale) && q.X <= 0 || isLog(p.Y.Scale) && q.Y <= 0 {
			cut(i)
			start = i + 1
		}
	}
	cut(len(l.XYs))
	return out
}

// last is the last point that can be drawn inside the axes of p.
func (l *lineSeries) last(p *plot.Plot) (plotter.XY, bool) {
	runs := l.runs(p)
	for i := len(runs) - 1; i >= 0; i-- {
		for j := len(runs[i]) - 1; j >= 0; j-- {
			q := runs[i][j]
			if q.X >= p.X.Min && q.X <= p.X.Max && q.Y >= p.Y.Min && q.Y <= p.Y.Max {
				return q, true
			}
		}
	}
	return plotter.XY{}, false
}
