package figure

// path is the outline of a box.
func (r Rect) path() Path {
	var p Path
	p.MoveTo(r.X0, r.Y0)
	p.LineTo(r.X1, r.Y0)
	p.LineTo(r.X1, r.Y1)
	p.LineTo(r.X0, r.Y1)
	p.Close()
	return p
}

// box is the box that a path is the outline of, when it is one with sides along the axes.
func (p Path) box() (Rect, bool) {
	if len(p) < 4 || len(p) > 6 || p[0].Kind != Move {
		return Rect{}, false
	}
	var q []Point
	for i, s := range p {
		switch {
		case s.Kind == Close && i == len(p)-1:
		case s.Kind == Line || i == 0:
			q = append(q, s.P[0])
		default:
			return Rect{}, false
		}
	}
	if len(q) == 5 && q[4] == q[0] {
		q = q[:4]
	}
	if len(q) != 4 {
		return Rect{}, false
	}
	const small = 1e-6
	level := func(a, b float64) bool { return a-b < small && b-a < small }
	around := level(q[0].Y, q[1].Y) && level(q[1].X, q[2].X) && level(q[2].Y, q[3].Y) && level(q[3].X, q[0].X) ||
		level(q[0].X, q[1].X) && level(q[1].Y, q[2].Y) && level(q[2].X, q[3].X) && level(q[3].Y, q[0].Y)
	return p.bounds(), around
}

// holds tells whether a box lies inside this one, but for what nobody sees.
func (r Rect) holds(in Rect) bool {
	const hair = 0.05
	return in.X0 >= r.X0-hair && in.Y0 >= r.Y0-hair && in.X1 <= r.X1+hair && in.Y1 <= r.Y1+hair
}

// clipped is operations within a path. Where the path is a box that holds them all, they stay as they are.
func clipped(ops []Op, p Path, evenOdd bool) []Op {
	if len(ops) == 0 || len(p) == 0 {
		return nil
	}
	all, edge := (&Figure{Ops: ops}).Bounds(), p.bounds()
	if all.Empty() || !(all.X0 <= edge.X1 && edge.X0 <= all.X1 && all.Y0 <= edge.Y1 && edge.Y0 <= all.Y1) {
		return nil
	}
	if box, ok := p.box(); ok && box.holds(all) {
		return ops
	}
	return []Op{{Clip: &ClipOp{Path: p, EvenOdd: evenOdd, Ops: ops}}}
}

// withinBox is operations within the box of the whole drawing. Text that begins in the box may go on outside: that its
// letters are wider than the file's own is no reason to cut them.
func withinBox(ops []Op, box Rect) []Op {
	var solid []Op
	for i := range ops {
		if t := ops[i].Text; t == nil || t.X < box.X0 || t.X > box.X1 || t.Y < box.Y0 || t.Y > box.Y1 {
			solid = append(solid, ops[i])
		}
	}
	if all := (&Figure{Ops: solid}).Bounds(); all.Empty() || box.holds(all) {
		return ops
	}
	return clipped(ops, box.path(), false)
}

// within draws something and keeps of it what lies inside a path.
func (r *svgReader) within(p Path, evenOdd bool, draw func()) {
	ops := r.collected(draw)
	*r.out = append(*r.out, clipped(ops, p, evenOdd)...)
}

// collected are the operations of drawing something.
func (r *svgReader) collected(draw func()) []Op {
	out := r.out
	var ops []Op
	r.out = &ops
	draw()
	r.out = out
	return ops
}

// clip draws an element through the clip path that it names.
func (r *svgReader) clip(n *svgNode, s svgState, draw func()) {
	value := r.prop(n, "clip-path")
	id, _, ok := svgURL(value)
	if !ok {
		if value != "" && value != "none" {
			r.warn("clip-path %s has no effect", firstRunes(value, 40))
		}
		draw()
		return
	}
	c := r.ids[id]
	if c == nil || c.name != "clipPath" || s.depth > maxNested {
		draw() // as browsers do
		return
	}
	ops := r.collected(draw)
	if len(ops) == 0 {
		return
	}
	cs := svgState{m: s.m, st: initialStyle(), w: s.w, h: s.h, unit: s.unit, depth: s.depth + 1}
	if c.attrs["clipPathUnits"] == "objectBoundingBox" {
		cs.m = r.boxMatrix((&Figure{Ops: ops}).Bounds(), s.m)
	}
	cs.m = cs.m.mul(svgTransform(r.prop(c, "transform")))
	var path Path
	evenOdd := false
	r.outline(c, cs, &path, &evenOdd)
	ops = clipped(ops, path, evenOdd)
	r.clip(c, cs, func() { *r.out = append(*r.out, ops...) })
}

// boxMatrix is the transform from the unit square to the user's box around what is drawn in a box of the figure.
func (r *svgReader) boxMatrix(box Rect, m matrix) matrix {
	inv, ok := m.inverse()
	if !ok || box.Empty() {
		return m
	}
	b := box.path().placed(inv).bounds()
	return m.mul(matrix{b.X1 - b.X0, 0, 0, b.Y1 - b.Y0, b.X0, b.Y0})
}

// outline adds the shapes of a clip path.
func (r *svgReader) outline(n *svgNode, s svgState, path *Path, evenOdd *bool) {
	if s.depth++; s.depth > maxNested {
		return
	}
	r.style(n, &s.st)
	for _, k := range n.kids {
		if k.name == "" || k.name == "?" || notDrawn[k.name] || r.prop(k, "display") == "none" {
			continue
		}
		if r.spent.elements++; r.spent.exhausted() {
			return
		}
		ks := s
		r.style(k, &ks.st)
		ks.m = ks.m.mul(svgTransform(r.prop(k, "transform")))
		switch k.name {
		case "use":
			ks.m = ks.m.mul(matrix{1, 0, 0, 1, ks.length(k, "x", s.w, 0), ks.length(k, "y", s.h, 0)})
			if t := r.ids[k.href()]; t != nil {
				r.outline(&svgNode{kids: []*svgNode{t}, styled: true}, ks, path, evenOdd)
			}
		case "text":
			r.warn("text does not clip")
		default:
			p := geometry(k, &ks)
			r.spent.segments += len(p)
			*path = append(*path, p.placed(ks.m)...)
			*evenOdd = *evenOdd || ks.st.clipEvenOdd
		}
	}
}
