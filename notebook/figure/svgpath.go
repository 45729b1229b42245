package figure

import "math"

// An svgPath builds a path in user coordinates from the commands of SVG.
type svgPath struct {
	Path
	at, start Point // the current point, and where the subpath began
	control   Point // the last control point, for the smooth curves
	last      byte  // the command before, in capitals
	inner     []int // the segments that end inside an arc, where no marker stands
}

// maxSVGSegments bounds the segments of one file.
const maxSVGSegments = 2_000_000

// svgPathData reads the d attribute. As SVG asks, a path with a fault is drawn up to the fault.
func svgPathData(d string) *svgPath {
	p := &svgPath{}
	c := &svgScanner{s: d}
	var cmd byte
	for len(p.Path) < maxSVGSegments {
		c.skip()
		if c.i == len(c.s) {
			break
		}
		if b := c.s[c.i]; 'a' <= b|0x20 && b|0x20 <= 'z' {
			cmd = b
			c.i++
		} else if cmd|0x20 == 'z' {
			break // numbers after a closing
		}
		if cmd == 0 || p.last == 0 && cmd|0x20 != 'm' || !p.command(cmd, c) {
			break
		}
		switch cmd {
		case 'm': // further pairs are lines
			cmd = 'l'
		case 'M':
			cmd = 'L'
		}
	}
	return p
}

// command performs one command with the arguments that follow.
func (p *svgPath) command(cmd byte, c *svgScanner) bool {
	upper := cmd &^ 0x20
	var from Point // what relative coordinates count from
	if cmd != upper {
		from = p.at
	}
	if upper == 'A' {
		return p.arcCommand(c, from)
	}
	args := map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2, 'Z': 0}
	n, known := args[upper]
	if !known {
		return false
	}
	var v [6]float64
	for i := range n {
		var ok bool
		if v[i], ok = c.number(); !ok {
			return false
		}
	}
	pt := func(i int) Point { return Point{from.X + v[i], from.Y + v[i+1]} }
	switch upper {
	case 'M':
		p.move(pt(0))
	case 'L':
		p.line(pt(0))
	case 'H':
		p.line(Point{from.X + v[0], p.at.Y})
	case 'V':
		p.line(Point{p.at.X, from.Y + v[0]})
	case 'C':
		p.cubic(pt(0), pt(2), pt(4))
	case 'S':
		p.cubic(p.mirrored('C', 'S'), pt(0), pt(2))
	case 'Q':
		p.quad(pt(0), pt(2))
	case 'T':
		p.quad(p.mirrored('Q', 'T'), pt(0))
	case 'Z':
		p.close()
	}
	p.last = upper
	return true
}

// mirrored is the control point of a smooth curve: the last one turned around the current point, after a command of
// the same family.
func (p *svgPath) mirrored(a, b byte) Point {
	if p.last != a && p.last != b {
		return p.at
	}
	return Point{2*p.at.X - p.control.X, 2*p.at.Y - p.control.Y}
}

func (p *svgPath) move(to Point) {
	p.MoveTo(to.X, to.Y)
	p.at, p.start = to, to
}

// begin opens the subpath that follows a closing without a move.
func (p *svgPath) begin() {
	if p.last == 'Z' {
		p.MoveTo(p.at.X, p.at.Y)
	}
}

func (p *svgPath) line(to Point) {
	p.begin()
	p.LineTo(to.X, to.Y)
	p.at = to
}

func (p *svgPath) cubic(a, b, to Point) {
	p.begin()
	p.CurveTo(a.X, a.Y, b.X, b.Y, to.X, to.Y)
	p.at, p.control = to, b
}

func (p *svgPath) quad(q, to Point) {
	at := p.at
	p.cubic(Point{at.X + 2./3*(q.X-at.X), at.Y + 2./3*(q.Y-at.Y)}, Point{to.X + 2./3*(q.X-to.X), to.Y + 2./3*(q.Y-to.Y)}, to)
	p.control = q
}

func (p *svgPath) close() {
	if p.last != 'Z' {
		p.Close()
	}
	p.at = p.start
}

func (p *svgPath) arcCommand(c *svgScanner, from Point) bool {
	rx, ok1 := c.number()
	ry, ok2 := c.number()
	turn, ok3 := c.number()
	if !ok1 || !ok2 || !ok3 {
		return false
	}
	large, ok1 := c.flag()
	sweep, ok2 := c.flag()
	if !ok1 || !ok2 {
		return false
	}
	x, ok1 := c.number()
	y, ok2 := c.number()
	if !ok1 || !ok2 {
		return false
	}
	p.arc(math.Abs(rx), math.Abs(ry), turn, large, sweep, Point{from.X + x, from.Y + y})
	p.last = 'A'
	return true
}

// arc draws an elliptical arc to a point: SVG 1.1, appendix F.6.5, then one cubic for each quarter at most.
func (p *svgPath) arc(rx, ry, turn float64, large, sweep bool, to Point) {
	if rx == 0 || ry == 0 || p.at == to {
		p.line(to)
		return
	}
	sin, cos := math.Sincos(turn * math.Pi / 180)
	dx, dy := (p.at.X-to.X)/2, (p.at.Y-to.Y)/2
	x1, y1 := cos*dx+sin*dy, -sin*dx+cos*dy
	if l := math.Sqrt(x1*x1/(rx*rx) + y1*y1/(ry*ry)); l > 1 {
		rx, ry = rx*l, ry*l // too small to reach: F.6.6
	}
	den := rx*rx*y1*y1 + ry*ry*x1*x1
	k := math.Sqrt(max(0, (rx*rx*ry*ry-den)/den))
	if large == sweep {
		k = -k
	}
	cx, cy := k*rx*y1/ry, -k*ry*x1/rx
	t0 := math.Atan2((y1-cy)/ry, (x1-cx)/rx)
	t1 := math.Atan2((-y1-cy)/ry, (-x1-cx)/rx)
	if math.IsNaN(t0) || math.IsNaN(t1) {
		p.line(to)
		return
	}
	switch {
	case sweep && t1 < t0:
		t1 += 2 * math.Pi
	case !sweep && t1 > t0:
		t1 -= 2 * math.Pi
	}
	m := matrix{cos * rx, sin * rx, -sin * ry, cos * ry, cos*cx - sin*cy + (p.at.X+to.X)/2, sin*cx + cos*cy + (p.at.Y+to.Y)/2}
	p.turn(m, t0, t1, to)
}

// turn draws the arc of the unit circle from one angle to another, seen through m, which ends at a point.
func (p *svgPath) turn(m matrix, t0, t1 float64, to Point) {
	p.begin()
	p.last = 'A'
	n := max(1, int(math.Ceil(math.Abs(t1-t0)/(math.Pi/2)-1e-6)))
	step := (t1 - t0) / float64(n)
	k := 4. / 3 * math.Tan(step/4)
	for i := range n {
		s0, c0 := math.Sincos(t0 + float64(i)*step)
		s1, c1 := math.Sincos(t0 + float64(i+1)*step)
		end := m.apply(Point{c1, s1})
		if i == n-1 {
			end = to
		} else {
			p.inner = append(p.inner, len(p.Path))
		}
		p.cubic(m.apply(Point{c0 - k*s0, s0 + k*c0}), m.apply(Point{c1 + k*s1, s1 - k*c1}), end)
	}
}
