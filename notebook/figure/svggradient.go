package figure

import (
	"math"
	"strings"
)

// An svgStop is a colour of a gradient and where it stands, from 0 to 1.
type svgStop struct {
	at  float64
	rgb RGBA
}

// maxHrefs bounds how many elements a gradient may take its stops and attributes from.
const maxHrefs = 10

// attr is an attribute of a gradient or pattern, its own or that of the one it refers to.
func (r *svgReader) attr(n *svgNode, name string) string {
	for i := 0; n != nil && i < maxHrefs; i++ {
		if v, ok := n.attrs[name]; ok {
			r.spent.bytes += len(v)
			return v
		}
		n = r.ids[n.href()]
	}
	return ""
}

// withKids is the first of the elements that n refers to, beginning with itself, that has a child of a kind.
func (r *svgReader) withKids(n *svgNode, kind func(*svgNode) bool) *svgNode {
	for i := 0; n != nil && i < maxHrefs; i++ {
		for _, k := range n.kids {
			if kind(k) {
				return n
			}
		}
		n = r.ids[n.href()]
	}
	return nil
}

// stops are the colours of a gradient, in order.
func (r *svgReader) stops(n *svgNode) []svgStop {
	n = r.withKids(n, func(k *svgNode) bool { return k.name == "stop" })
	if n == nil {
		return nil
	}
	var out []svgStop
	last := 0.0
	for _, k := range n.kids {
		if k.name != "stop" || len(out) == 256 {
			continue
		}
		st := initialStyle()
		r.inherited(k, &st)
		c := black
		if v, ok := svgColor(r.prop(k, "stop-color"), st.color); ok {
			c = v
		}
		opacity := 1.0
		number(r.prop(k, "stop-opacity"), &opacity, 1)
		c.A *= opacity
		if v, ok := svgLength(k.attrs["offset"], 1, 1); ok {
			last = max(last, unitInterval(v))
		}
		out = append(out, svgStop{last, c})
	}
	return out
}

// mean is the mean colour of a gradient over its length, false for what is no gradient.
func (r *svgReader) mean(id string) (RGBA, bool) {
	stops := r.stops(r.ids[id])
	if len(stops) == 0 {
		return RGBA{}, false
	}
	var sum RGBA
	add := func(c RGBA, w float64) {
		sum = RGBA{sum.R + w*c.R, sum.G + w*c.G, sum.B + w*c.B, sum.A + w*c.A}
	}
	add(stops[0].rgb, stops[0].at)
	for i := 1; i < len(stops); i++ {
		add(stops[i-1].rgb.mix(stops[i].rgb, 0.5), stops[i].at-stops[i-1].at)
	}
	end := stops[len(stops)-1]
	add(end.rgb, 1-end.at)
	return sum, true
}

// fillsByElement fills a path by the gradient or pattern that the style names, and tells whether there is one.
func (r *svgReader) fillsByElement(placed *Path, s svgState) bool {
	n := r.ids[s.st.fill.ref]
	if s.st.fill.ref == "" || n == nil || len(*placed) == 0 {
		return false
	}
	var ops []Op
	switch n.name {
	case "linearGradient", "radialGradient":
		stops := r.stops(n)
		if len(stops) == 0 {
			return true // as SVG says: nothing is painted
		}
		ops = r.collected(func() { r.gradient(n, r.solid(stops, &s), placed.extent(), s) })
	case "pattern":
		ops = r.collected(func() { r.pattern(n, placed.extent(), s) })
	default:
		return false
	}
	// A shape that is a box holds its tiles, but never its strips: those go as far as the box around it.
	*r.out = append(*r.out, clipped(ops, *placed, s.st.evenOdd)...)
	return true
}

// solid makes colours opaque: strips lie over each other.
func (r *svgReader) solid(stops []svgStop, s *svgState) []svgStop {
	out := make([]svgStop, len(stops))
	opacity := s.st.opacity * s.st.fillOpacity
	for i, st := range stops {
		st.rgb.A *= opacity
		if st.rgb.A < 1 {
			r.warn("a transparent gradient is mixed with white")
		}
		out[i] = svgStop{st.at, st.rgb.onWhite()}
	}
	return out
}

// gradient covers a box of the figure with strips or rings of one colour each, so fine that the steps cannot be seen.
func (r *svgReader) gradient(n *svgNode, stops []svgStop, box Rect, s svgState) {
	m, whole := s.m, [2]float64{s.w, s.h}
	if r.attr(n, "gradientUnits") != "userSpaceOnUse" {
		m, whole = r.boxMatrix(box, s.m), [2]float64{1, 1}
	}
	m = m.mul(svgTransform(r.attr(n, "gradientTransform")))
	if v := r.attr(n, "spreadMethod"); v != "" && v != "pad" {
		r.warn("a gradient is not repeated (spreadMethod)")
	}
	get := func(name string, axis int, missing float64) float64 {
		if v, ok := svgLength(r.attr(n, name), whole[axis], s.st.size); ok {
			return v
		}
		return missing * whole[axis]
	}
	inv, ok := m.inverse()
	last := stops[len(stops)-1].rgb
	if !ok {
		r.emit(Op{Path: &PathOp{Path: box.path(), Fill: last.color(1)}})
		return
	}
	if n.name == "linearGradient" {
		from, to := Point{get("x1", 0, 0), get("y1", 1, 0)}, Point{get("x2", 0, 1), get("y2", 1, 0)}
		r.strips(stops, from, to, box.path().placed(inv).bounds(), m)
		return
	}
	c := Point{get("cx", 0, .5), get("cy", 1, .5)}
	radius := get("r", 0, .5)
	if p := strings.TrimSpace(r.attr(n, "r")); strings.HasSuffix(p, "%") || p == "" {
		radius *= math.Hypot(whole[0], whole[1]) / math.Sqrt2 / whole[0]
	}
	focus := c
	if v, ok := svgLength(r.attr(n, "fx"), whole[0], s.st.size); ok {
		focus.X = v
	}
	if v, ok := svgLength(r.attr(n, "fy"), whole[1], s.st.size); ok {
		focus.Y = v
	}
	r.emit(Op{Path: &PathOp{Path: box.path(), Fill: last.color(1)}})
	bands := colorBands(stops, radius*m.scale())
	for i := len(bands) - 1; i >= 0 && radius > 0; i-- {
		t := bands[i].to
		p := ellipse(focus.X+t*(c.X-focus.X), focus.Y+t*(c.Y-focus.Y), t*radius, t*radius)
		if len(p) > 0 {
			r.emit(Op{Path: &PathOp{Path: p.placed(m), Fill: bands[i].rgb.color(1)}})
		}
	}
}

// strips covers a box, given in the gradient's coordinates, with strips across the way from one point to another. Each
// goes from where its colour begins to the end, so that no seam shows between two.
func (r *svgReader) strips(stops []svgStop, from, to Point, box Rect, m matrix) {
	d := Point{to.X - from.X, to.Y - from.Y}
	square := d.X*d.X + d.Y*d.Y
	if square < 1e-18 {
		r.emit(Op{Path: &PathOp{Path: box.path().placed(m), Fill: stops[len(stops)-1].rgb.color(1)}})
		return
	}
	along, across := nothing, nothing // the box along and across the way, as X of a Rect
	for _, q := range box.path()[:4] {
		x, y := q.P[0].X-from.X, q.P[0].Y-from.Y
		along = along.add((x*d.X+y*d.Y)/square, 0)
		across = across.add((y*d.X-x*d.Y)/square, 0)
	}
	strip := func(t float64, c RGBA) {
		var p Path
		for i, q := range (Rect{t, across.X0, along.X1, across.X1}).path() {
			if i < 4 {
				q.P[0] = Point{from.X + q.P[0].X*d.X - q.P[0].Y*d.Y, from.Y + q.P[0].X*d.Y + q.P[0].Y*d.X}
			}
			p = append(p, q)
		}
		r.emit(Op{Path: &PathOp{Path: p.placed(m), Fill: c.color(1)}})
	}
	strip(along.X0, stops[0].rgb)
	for _, b := range colorBands(stops, math.Sqrt(square)*m.scale()) {
		if b.to > along.X0 && b.from < along.X1 {
			strip(max(b.from, along.X0), b.rgb)
		}
	}
	if end := stops[len(stops)-1]; end.at < along.X1 {
		strip(max(end.at, along.X0), end.rgb)
	}
}

// A colorBand is a stretch of a gradient in one colour.
type colorBand struct {
	from, to float64
	rgb      RGBA
}

// colorBands cuts a gradient of a length in points into bands whose colours differ by three steps of 255 or so, or
// which are half a point wide.
func colorBands(stops []svgStop, length float64) []colorBand {
	var out []colorBand
	if stops[0].at > 0 {
		out = append(out, colorBand{0, stops[0].at, stops[0].rgb})
	}
	for i := 1; i < len(stops); i++ {
		a, b := stops[i-1], stops[i]
		width := b.at - a.at
		if width <= 0 {
			continue
		}
		far := max(math.Abs(a.rgb.R-b.rgb.R), math.Abs(a.rgb.G-b.rgb.G), math.Abs(a.rgb.B-b.rgb.B))
		n := math.Ceil(min(far*85, width*length*2, 85))
		n = max(n, 1)
		for k := range int(n) {
			t0, t1 := float64(k)/n, float64(k+1)/n
			out = append(out, colorBand{a.at + width*t0, a.at + width*t1, a.rgb.mix(b.rgb, (t0+t1)/2)})
		}
	}
	return out
}

// extent is the box around a path itself: curves count at points along them, not with their control points.
func (p Path) extent() Rect {
	box := nothing
	var at, start Point
	for _, s := range p {
		switch s.Kind {
		case Move, Line:
			at = s.P[0]
			box = box.add(at.X, at.Y)
			if s.Kind == Move {
				start = at
			}
		case Curve:
			for i := 1; i <= 16; i++ {
				t := float64(i) / 16
				u := 1 - t
				a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
				box = box.add(a*at.X+b*s.P[0].X+c*s.P[1].X+d*s.P[2].X, a*at.Y+b*s.P[0].Y+c*s.P[1].Y+d*s.P[2].Y)
			}
			at = s.P[2]
		case Close:
			at = start
		}
	}
	return box
}
