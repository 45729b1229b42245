package show

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"quire/notebook/figure"
	"quire/notebook/output"
)

// Grid shows plots as small panels in one figure, rows[i][j] in row i from the top. A nil plot leaves its place empty. It
// panics when there is none.
func Grid(rows [][]*plot.Plot) {
	show(&output.Figure{Figure: gridFigure(rows)})
}

func gridFigure(rows [][]*plot.Plot) *figure.Figure {
	columns := 0
	for _, r := range rows {
		columns = max(columns, len(r))
	}
	if columns == 0 {
		panic("show.Grid: there is no plot in it")
	}
	h := panelGap*float64(len(rows)-1) + 2*margin
	for _, r := range rows {
		h += rowHeight(r)
	}
	f := &figure.Figure{W: gridWidth, H: h}
	c := newCanvas(f)
	w := (gridWidth - 2*margin - panelGap*float64(columns-1)) / float64(columns)
	top := h - margin
	for _, row := range rows {
		height := rowHeight(row)
		for j, p := range row {
			if p == nil {
				continue
			}
			left := margin + (w+panelGap)*float64(j)
			compose(draw.Canvas{Canvas: c, Rectangle: vg.Rectangle{
				Min: vg.Point{X: vg.Length(left), Y: vg.Length(top - height)},
				Max: vg.Point{X: vg.Length(left + w), Y: vg.Length(top)},
			}}, p, panelSpec)
			if alt := alternative(p); alt != "" {
				f.Alt += separator(f.Alt) + alt
			}
		}
		top -= height + panelGap
	}
	return f
}

func separator(before string) string {
	if before == "" {
		return ""
	}
	return " | "
}

// rowHeight is the height of a row of panels: histograms are compared by their shape and may be low.
func rowHeight(row []*plot.Plot) float64 {
	for _, p := range row {
		if p != nil && !onlyCounts(plotters(p)) {
			return panelHeight
		}
	}
	return countsHeight
}
