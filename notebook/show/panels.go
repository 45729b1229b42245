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
	h := panelHeight*float64(len(rows)) + panelGap*float64(len(rows)-1) + 2*margin
	f := &figure.Figure{W: gridWidth, H: h}
	c := newCanvas(f)
	w := (gridWidth - 2*margin - panelGap*float64(columns-1)) / float64(columns)
	for i, row := range rows {
		top := h - margin - (panelHeight+panelGap)*float64(i)
		for j, p := range row {
			if p == nil {
				continue
			}
			left := margin + (w+panelGap)*float64(j)
			compose(draw.Canvas{Canvas: c, Rectangle: vg.Rectangle{
				Min: vg.Point{X: vg.Length(left), Y: vg.Length(top - panelHeight)},
				Max: vg.Point{X: vg.Length(left + w), Y: vg.Length(top)},
			}}, p, panelSpec)
			if f.Alt == "" {
				f.Alt = alternative(p)
			}
		}
	}
	return f
}
