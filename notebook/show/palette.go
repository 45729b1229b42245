package show

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
)

// coloured returns what is drawn in the place of each plotter of p, in order: copies whose colours, where the author has
// set none, are the series colours in turn. Nothing of p is changed.
func coloured(p *plot.Plot) (out []plot.Plotter, of map[any]plot.Plotter) {
	of = map[any]plot.Plotter{}
	list := plotters(p)
	bars, areas := 0, 0
	for _, pl := range list {
		switch pl.(type) {
		case *barSeries:
			bars++
		case *histogram:
			areas++
		}
	}
	next, bar := 0, 0
	for _, pl := range list {
		q, used := recolour(pl, next+1)
		if used {
			next++
		}
		switch q := q.(type) {
		case *barSeries:
			q.index, q.of, q.printed = bar, bars, bars*len(q.values) <= 16
			bar++
		case *histogram:
			q.faded = areas > 1
		}
		out = append(out, q)
		of[pl] = q
	}
	return out, of
}

// recolour copies a plotter with the colour of series i where it has none, and tells whether it took it.
func recolour(pl plot.Plotter, i int) (plot.Plotter, bool) {
	series := Series(i)
	take := func(c *color.Color) bool {
		if !isAuto(*c) {
			return false
		}
		*c = series
		return true
	}
	switch v := pl.(type) {
	case *plotter.Line:
		q := *v
		used := take(&q.LineStyle.Color)
		if used && len(q.Dashes) == 0 && i > 8 {
			q.Dashes = lengths(dashes[min((i-1)/8, len(dashes)-1)])
		}
		if used && q.Width == lineWidth && len(q.XYs) > densePoints {
			q.Width = denseWidth
		}
		return &lineSeries{&q}, used
	case *plotter.Scatter:
		q := *v
		q.XYs = finitePoints(q.XYs)
		used := take(&q.GlyphStyle.Color)
		return &q, used
	case *plotter.Function:
		q := *v
		used := take(&q.LineStyle.Color)
		if q.Samples == 50 { // gonum's default, which shows corners
			q.Samples = 400
		}
		return &q, used
	case *plotter.Histogram:
		q := *v
		used := isAuto(q.LineStyle.Color)
		if used {
			q.FillColor, q.LineStyle = series, draw.LineStyle{Color: roleColor{paper}, Width: 0.5}
		}
		return &q, used
	case *plotter.BarChart:
		q := *v
		used := isAuto(q.LineStyle.Color)
		if used {
			q.LineStyle.Width = 0
			if q.Color == color.Black {
				q.Color = series
			}
		}
		return &q, used
	case *plotter.BoxPlot:
		q := *v
		used := isAuto(q.BoxStyle.Color)
		for _, c := range [...]*color.Color{&q.BoxStyle.Color, &q.MedianStyle.Color, &q.GlyphStyle.Color} {
			take(c)
		}
		if used {
			q.BoxStyle.Width, q.MedianStyle.Width = 1, 2
			q.WhiskerStyle = draw.LineStyle{Color: series, Width: 1}
		}
		return &q, false // boxes side by side are one series
	case *plotter.Polygon:
		q := *v
		used := take(&q.LineStyle.Color)
		return &q, used
	case *plotter.Contour:
		return recolourContour(v), false
	case *trajectory:
		q := *v
		used := take(&q.color)
		return &q, used
	case *barSeries:
		q := *v
		used := take(&q.color)
		return &q, used
	case *histogram:
		q := *v
		used := take(&q.color)
		return &q, used
	}
	return pl, false
}

// recolourContour draws contours that have no colour of their own in the background.
func recolourContour(v *plotter.Contour) plot.Plotter {
	q := &isolines{Contour: v, styles: append([]draw.LineStyle(nil), v.LineStyles...)}
	if len(q.styles) == 0 {
		q.styles = []draw.LineStyle{{Color: autoColor{}}}
	}
	for i, s := range q.styles {
		if isAuto(s.Color) {
			q.styles[i].Color, q.styles[i].Width = Fade(Muted(), 0.45), gridLine
		}
	}
	return q
}
