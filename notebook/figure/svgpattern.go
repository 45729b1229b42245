package figure

import "math"

// maxTiles bounds the tiles of a pattern in one shape.
const maxTiles = 5000

// pattern covers a box of the figure with tiles.
func (r *svgReader) pattern(n *svgNode, box Rect, s svgState) {
	src := r.withKids(n, func(k *svgNode) bool { return k.name != "" })
	if src == nil || r.tiling || s.depth+2 > maxNested {
		return
	}
	outer, whole := s.m, [2]float64{s.w, s.h}
	unit := r.boxMatrix(box, s.m) // from the unit square to the figure
	if r.attr(n, "patternUnits") != "userSpaceOnUse" {
		whole = [2]float64{1, 1}
		outer = unit
	}
	get := func(name string, axis int) float64 {
		v, _ := svgLength(r.attr(n, name), whole[axis], s.st.size)
		return v
	}
	x, y, w, h := get("x", 0), get("y", 1), get("width", 0), get("height", 1)
	turned := svgTransform(r.attr(n, "patternTransform"))
	m := outer.mul(turned)
	inv, ok := m.inverse()
	if !(w > 0 && h > 0) || !ok {
		return
	}
	area := box.path().placed(inv).bounds()
	i0, i1 := math.Floor((area.X0-x)/w), math.Ceil((area.X1-x)/w)
	j0, j1 := math.Floor((area.Y0-y)/h), math.Ceil((area.Y1-y)/h)
	if (i1-i0)*(j1-j0) > maxTiles {
		r.warn("a pattern of more than %d tiles is not drawn", maxTiles)
		return
	}
	r.tiling = true
	tile := r.tile(n, src, Rect{x, y, x + w, y + h}, m, unit.mul(turned), s)
	r.tiling = false
	weight := 0
	for i := range tile {
		weight += tile[i].weight()
	}
	if tiles := int(i1-i0) * int(j1-j0); r.spent.segments+tiles*weight > maxSVGCost.segments || r.spent.ops+tiles*len(tile) > maxSVGCost.ops {
		r.warn("a pattern is too fine to be drawn")
		return
	}
	r.spent.segments += int(i1-i0) * int(j1-j0) * weight
	for j := j0; j < j1; j++ {
		for i := i0; i < i1; i++ {
			dx, dy := m.a*i*w+m.c*j*h, m.b*i*w+m.d*j*h
			for k := range tile {
				if op := tile[k].shifted(dx, dy); op.Bounds().Overlaps(box) {
					r.emit(op)
				}
			}
		}
	}
}

// tile draws the pattern once. box is in the coordinates of m; unit is where content in shares of the shape's box
// is drawn.
func (r *svgReader) tile(n, src *svgNode, box Rect, m, unit matrix, s svgState) []Op {
	ts := svgState{m: m, st: initialStyle(), w: s.w, h: s.h, unit: s.unit, depth: s.depth + 2}
	r.inherited(src, &ts.st)
	ts.st.opacity = s.st.opacity * s.st.fillOpacity
	switch view := svgNumbers(r.attr(n, "viewBox")); {
	case len(view) == 4:
		fit := viewBoxFit(view, box.X1-box.X0, box.Y1-box.Y0, r.attr(n, "preserveAspectRatio"))
		ts.m = m.mul(matrix{1, 0, 0, 1, box.X0, box.Y0}).mul(fit)
	case r.attr(n, "patternContentUnits") == "objectBoundingBox":
		ts.m = unit
	case r.attr(n, "patternUnits") != "userSpaceOnUse": // the tile in shares of the box, its content in user units from the tile's corner
		at := m.apply(Point{box.X0, box.Y0})
		ts.m = s.m
		ts.m.e, ts.m.f = at.X, at.Y
	}
	return r.collected(func() {
		r.within(box.path().placed(m), false, func() { r.children(src, ts) })
	})
}

// weight is how many segments an operation has.
func (op *Op) weight() int {
	switch {
	case op.Path != nil:
		return len(op.Path.Path)
	case op.Clip != nil:
		n := len(op.Clip.Path)
		for i := range op.Clip.Ops {
			n += op.Clip.Ops[i].weight()
		}
		return n
	}
	return 1
}
