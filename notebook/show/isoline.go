package show

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// isolines draws what a plotter.Contour describes, in an order that repeats: gonum's own drawing follows the order of a
// map. The lines are found by marching squares (Lorensen and Cline 1987, in the plane).
type isolines struct {
	*plotter.Contour
	styles []draw.LineStyle
}

// Plot draws the lines, level by level.
func (l *isolines) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	var palette []color.Color
	if l.Palette != nil {
		palette = l.Palette.Colors()
	}
	for i, z := range l.Levels {
		sty := l.styles[i%len(l.styles)]
		switch {
		case z < l.Min && l.Underflow != nil:
			sty.Color = l.Underflow
		case z > l.Max && l.Overflow != nil:
			sty.Color = l.Overflow
		case len(palette) > 0:
			sty.Color = palette[i*(len(palette)-1)/max(len(l.Levels)-1, 1)]
		}
		for _, line := range isoline(l.GridXYZ, z) {
			points := make([]vg.Point, len(line))
			for j, q := range line {
				points[j] = vg.Point{X: x(q.X), Y: y(q.Y)}
			}
			c.StrokeLines(sty, c.ClipLinesXY(points)...)
		}
	}
}

// An edge of the grid, from a point to the right (up false) or upwards.
type edge struct {
	c, r int
	up   bool
}

// A crossing is a piece of a line inside one cell, from one of its edges to another.
type crossing struct{ from, to edge }

// isoline returns the lines of height z as chains of points, in the order in which a walk over the grid meets them.
func isoline(g plotter.GridXYZ, z float64) (lines []plotter.XYs) {
	var pieces []crossing
	at := map[edge][]int{} // the pieces that end on an edge
	columns, rows := g.Dims()
	for r := range rows - 1 {
		for c := range columns - 1 {
			for _, s := range cellCrossings(g, z, c, r) {
				at[s.from] = append(at[s.from], len(pieces))
				at[s.to] = append(at[s.to], len(pieces))
				pieces = append(pieces, s)
			}
		}
	}
	used := make([]bool, len(pieces))
	follow := func(from edge) (chain []edge) {
		for {
			next := -1
			for _, i := range at[from] {
				if !used[i] {
					next = i
					break
				}
			}
			if next < 0 {
				return chain
			}
			used[next] = true
			if pieces[next].from == from {
				from = pieces[next].to
			} else {
				from = pieces[next].from
			}
			chain = append(chain, from)
		}
	}
	for i, s := range pieces {
		if used[i] {
			continue
		}
		used[i] = true
		ahead, behind := follow(s.to), follow(s.from)
		line := make(plotter.XYs, 0, len(ahead)+len(behind)+2)
		for j := len(behind) - 1; j >= 0; j-- {
			line = append(line, on(g, z, behind[j]))
		}
		line = append(line, on(g, z, s.from), on(g, z, s.to))
		for _, e := range ahead {
			line = append(line, on(g, z, e))
		}
		lines = append(lines, line)
	}
	return lines
}

// cellCrossings are the pieces of the line of height z in the cell whose lower left point is (c, r). Around a saddle the
// two pieces cut off the corners that the middle of the cell does not belong to.
func cellCrossings(g plotter.GridXYZ, z float64, c, r int) []crossing {
	low, right := edge{c, r, false}, edge{c + 1, r, true}
	high, left := edge{c, r + 1, false}, edge{c, r, true}
	a, b := g.Z(c, r), g.Z(c+1, r)
	d, e := g.Z(c, r+1), g.Z(c+1, r+1)
	if !finite(a) || !finite(b) || !finite(d) || !finite(e) {
		return nil
	}
	kind := 0
	for i, v := range [...]float64{a, b, e, d} { // counter-clockwise from the lower left
		if v >= z {
			kind |= 1 << i
		}
	}
	middle := (a+b+d+e)/4 >= z
	switch kind {
	case 1, 14:
		return []crossing{{left, low}}
	case 2, 13:
		return []crossing{{low, right}}
	case 3, 12:
		return []crossing{{left, right}}
	case 4, 11:
		return []crossing{{right, high}}
	case 6, 9:
		return []crossing{{low, high}}
	case 7, 8:
		return []crossing{{left, high}}
	case 5, 10:
		if (kind == 5) == middle {
			return []crossing{{left, high}, {low, right}}
		}
		return []crossing{{left, low}, {right, high}}
	}
	return nil
}

// on is where the line of height z crosses an edge.
func on(g plotter.GridXYZ, z float64, e edge) plotter.XY {
	c, r := e.c, e.r
	if !e.up {
		c++
	} else {
		r++
	}
	a, b := g.Z(e.c, e.r), g.Z(c, r)
	t := 0.5
	if a != b {
		t = (z - a) / (b - a)
	}
	return plotter.XY{X: g.X(e.c) + (g.X(c)-g.X(e.c))*t, Y: g.Y(e.r) + (g.Y(r)-g.Y(e.r))*t}
}
