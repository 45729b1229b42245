package figure

import (
	"math"
	"strings"
)

// geometry is the outline of a shape in user coordinates.
func geometry(n *svgNode, s *svgState) Path {
	diagonal := math.Hypot(s.w, s.h) / math.Sqrt2
	get := func(name string) float64 {
		switch name {
		case "x", "cx", "x1", "x2", "width", "rx":
			return s.length(n, name, s.w, 0)
		case "r":
			return s.length(n, name, diagonal, 0)
		}
		return s.length(n, name, s.h, 0)
	}
	switch n.name {
	case "path":
		return svgPathData(n.attrs["d"]).Path
	case "rect":
		rx, hasX := n.attrs["rx"]
		ry, hasY := n.attrs["ry"]
		x, y := get("rx"), get("ry")
		if !hasX || rx == "auto" {
			x = y
		}
		if !hasY || ry == "auto" {
			y = x
		}
		return rectangle(get("x"), get("y"), get("width"), get("height"), x, y)
	case "circle":
		return ellipse(get("cx"), get("cy"), get("r"), get("r"))
	case "ellipse":
		return ellipse(get("cx"), get("cy"), get("rx"), get("ry"))
	case "line":
		var p Path
		p.MoveTo(get("x1"), get("y1"))
		p.LineTo(get("x2"), get("y2"))
		return p
	case "polyline", "polygon":
		return polygon(svgNumbers(n.attrs["points"]), n.name == "polygon")
	}
	return nil
}

func polygon(v []float64, closed bool) Path {
	var p Path
	for i := 0; i+1 < len(v); i += 2 {
		if i == 0 {
			p.MoveTo(v[0], v[1])
		} else {
			p.LineTo(v[i], v[i+1])
		}
	}
	if closed && len(p) > 0 {
		p.Close()
	}
	return p
}

func rectangle(x, y, w, h, rx, ry float64) Path {
	if w <= 0 || h <= 0 {
		return nil
	}
	rx, ry = min(max(rx, 0), w/2), min(max(ry, 0), h/2)
	if rx == 0 || ry == 0 {
		return Rect{x, y, x + w, y + h}.path()
	}
	p := &svgPath{}
	p.move(Point{x + rx, y})
	corner := func(lx, ly, ax, ay float64) {
		p.line(Point{lx, ly})
		p.arc(rx, ry, 0, false, true, Point{ax, ay})
	}
	corner(x+w-rx, y, x+w, y+ry)
	corner(x+w, y+h-ry, x+w-rx, y+h)
	corner(x+rx, y+h, x, y+h-ry)
	corner(x, y+ry, x+rx, y)
	p.close()
	return p.Path
}

func ellipse(cx, cy, rx, ry float64) Path {
	if rx <= 0 || ry <= 0 {
		return nil
	}
	p := &svgPath{}
	start := Point{cx + rx, cy}
	p.move(start)
	p.turn(matrix{rx, 0, 0, ry, cx, cy}, 0, 2*math.Pi, start)
	p.close()
	return p.Path
}

// shape draws a basic shape or path, and its markers.
func (r *svgReader) shape(n *svgNode, s svgState) {
	p := geometry(n, &s)
	if len(p) == 0 {
		return
	}
	r.spent.segments += len(p)
	if !s.st.hidden {
		r.paint(n, p, s)
	}
	if n.name != "rect" && n.name != "circle" && n.name != "ellipse" {
		r.markers(n, p, s)
	}
}

// paint fills and strokes a path of user coordinates.
func (r *svgReader) paint(n *svgNode, p Path, s svgState) {
	st := &s.st
	op := &PathOp{Path: p.placed(s.m), EvenOdd: st.evenOdd}
	if r.fillsByElement(&op.Path, s) {
		op.EvenOdd = false
	} else {
		op.Fill = r.color(st.fill, st.fillOpacity, st)
	}
	k := s.m.scale()
	if r.prop(n, "vector-effect") == "non-scaling-stroke" {
		k = s.unit
	}
	if width := st.width * k; width > 0 && width < edge {
		op.Stroke = r.color(st.stroke, st.strokeOpacity, st)
		op.Width, op.Cap, op.Join = width, st.cap, st.join
		op.Dash, op.Offset = r.dash(st, k)
	}
	if op.Stroke == "" {
		op.Width, op.Cap, op.Join, op.Dash, op.Offset = 0, "", "", nil, 0
	}
	if op.Fill == "" && op.Stroke == "" {
		return
	}
	r.emit(Op{Path: op})
}

// dash is a style's dash array in points. One too fine to be seen is a solid line: it would cost a reader more than it
// shows.
func (r *svgReader) dash(st *svgStyle, k float64) ([]float64, float64) {
	sum := 0.0
	out := make([]float64, len(st.dash))
	for i, d := range st.dash {
		out[i] = min(d*k, edge)
		sum += out[i]
	}
	if sum < 0.1 {
		return nil, 0
	}
	offset := math.Mod(st.offset*k, sum)
	if offset < 0 { // PDF wants none below zero
		offset += sum
	}
	return out, offset
}

// color is the colour of a paint at an opacity. What only an element could paint gets its mean colour.
func (r *svgReader) color(p svgPaint, opacity float64, st *svgStyle) Color {
	opacity *= st.opacity
	if p.ref != "" {
		if c, ok := r.mean(p.ref); ok {
			r.warn("a gradient or pattern of lines or text is drawn in one colour")
			return c.color(opacity)
		}
	}
	if p.none {
		return ""
	}
	return p.rgb.color(opacity)
}

// markers draws the arrow heads and the like of a line.
func (r *svgReader) markers(n *svgNode, p Path, s svgState) {
	var heads [3]*svgNode
	any := false
	for i, v := range s.st.markers {
		if id, _, ok := svgURL(v); ok {
			if m := r.ids[id]; m != nil && m.name == "marker" {
				heads[i], any = m, true
			}
		}
	}
	if !any {
		return
	}
	v := vertices(p)
	var inner []int
	if n.name == "path" {
		inner = svgPathData(n.attrs["d"]).inner
	}
	for i := range v {
		if len(inner) > 0 && inner[0] == i {
			inner = inner[1:]
			continue
		}
		head := heads[1]
		switch i {
		case 0:
			head = heads[0]
		case len(v) - 1:
			head = heads[2]
		}
		if r.spent.exhausted() {
			return
		}
		if head != nil {
			r.marker(head, v[i], i == 0, s)
		}
		if len(v) == 1 && heads[2] != nil {
			r.marker(heads[2], v[i], false, s)
		}
	}
}

// A vertex is a point of a path with the directions in which the path comes and goes.
type vertex struct{ at, in, out Point }

// direction is the bisector of coming and going, in degrees.
func (v vertex) direction() float64 {
	unit := func(p Point) Point {
		if l := math.Hypot(p.X, p.Y); l > 0 {
			return Point{p.X / l, p.Y / l}
		}
		return Point{}
	}
	a, b := unit(v.in), unit(v.out)
	return math.Atan2(a.Y+b.Y, a.X+b.X) * 180 / math.Pi
}

func vertices(p Path) []vertex {
	var out []vertex
	var start Point
	for _, s := range p {
		to := start
		if n := s.Kind.points(); n > 0 {
			to = s.P[n-1]
		}
		v := vertex{at: to}
		if s.Kind == Move || len(out) == 0 {
			start = to
			out = append(out, v)
			continue
		}
		last := &out[len(out)-1]
		from := last.at
		sub := func(a, b Point) Point { return Point{a.X - b.X, a.Y - b.Y} }
		last.out, v.in = sub(to, from), sub(to, from)
		if s.Kind == Curve {
			last.out = firstLong(sub(s.P[0], from), sub(s.P[1], from), sub(to, from))
			v.in = firstLong(sub(to, s.P[1]), sub(to, s.P[0]), sub(to, from))
		}
		out = append(out, v)
	}
	return out
}

// firstLong is the first vector that has a direction.
func firstLong(v ...Point) Point {
	for _, p := range v {
		if math.Hypot(p.X, p.Y) > 1e-9 {
			return p
		}
	}
	return Point{}
}

// marker draws one marker at a vertex.
func (r *svgReader) marker(m *svgNode, v vertex, first bool, s svgState) {
	if s.depth += 2; s.depth > maxNested {
		return
	}
	line := s.st
	s.m = s.m.mul(matrix{1, 0, 0, 1, v.at.X, v.at.Y})
	switch orient := m.attrs["orient"]; {
	case orient == "auto-start-reverse" && first:
		s.m = s.m.mul(rotation(v.direction() + 180))
	case strings.HasPrefix(orient, "auto"):
		s.m = s.m.mul(rotation(v.direction()))
	case orient != "":
		if a := svgNumbers(orient); len(a) > 0 {
			s.m = s.m.mul(rotation(a[0]))
		}
	}
	if m.attrs["markerUnits"] != "userSpaceOnUse" {
		s.m = s.m.mul(matrix{a: line.width, d: line.width})
	}
	w, h := s.length(m, "markerWidth", s.w, 3), s.length(m, "markerHeight", s.h, 3)
	fit := viewBoxFit(svgNumbers(m.attrs["viewBox"]), w, h, m.attrs["preserveAspectRatio"])
	ref := fit.apply(Point{s.length(m, "refX", s.w, 0), s.length(m, "refY", s.h, 0)})
	s.m = s.m.mul(matrix{1, 0, 0, 1, -ref.X, -ref.Y})
	box := Rect{0, 0, w, h}.path().placed(s.m)
	s.m = s.m.mul(fit)
	s.st = initialStyle()
	s.st.contextFill, s.st.contextStroke = line.fill, line.stroke
	s.st.opacity = line.opacity
	r.inherited(m, &s.st)
	if r.prop(m, "overflow") == "visible" {
		r.children(m, s)
		return
	}
	r.within(box, false, func() { r.children(m, s) })
}

// inherited gives st what an element inherits from those around it in the file, and its own.
func (r *svgReader) inherited(n *svgNode, st *svgStyle) {
	if n.parent != nil {
		r.inherited(n.parent, st)
	}
	r.spent.elements++
	opacity := st.opacity
	r.style(n, st)
	st.opacity = opacity
}
