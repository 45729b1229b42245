package font

import (
	"encoding/binary"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A glyph is one entry of a glyf table, with what other tables repeat of it. No data: no ink.
type glyph struct {
	data                   []byte
	xMin, yMin, xMax, yMax int
	points, contours       int
}

// glyph returns glyph gid in TrueType form: copied where the source has it so, converted where it is a compound or
// PostScript outline.
func (f *Face) glyph(gid int) glyph {
	if g, ok := f.simpleGlyph(gid); ok {
		return g
	}
	return encodeGlyph(contours(f.segments(gid)))
}

// simpleGlyph copies a simple glyph of the source's glyf table, without its instructions.
func (f *Face) simpleGlyph(gid int) (glyph, bool) {
	glyf, loca := f.tables["glyf"], f.tables["loca"]
	if glyf == nil || loca == nil {
		return glyph{}, false
	}
	var from, to int
	if u16(f.tables["head"], 50) == 0 {
		from, to = 2*u16(loca, 2*gid), 2*u16(loca, 2*gid+2)
	} else {
		from, to = int(binary.BigEndian.Uint32(loca[4*gid:])), int(binary.BigEndian.Uint32(loca[4*gid+4:]))
	}
	b := glyf[from:to]
	if len(b) == 0 {
		return glyph{}, true
	}
	n := int(int16(u16(b, 0)))
	if n <= 0 {
		return glyph{}, false // a compound: its parts have other numbers in the subset
	}
	head := 10 + 2*n
	g := glyph{
		xMin: int(int16(u16(b, 2))), yMin: int(int16(u16(b, 4))), xMax: int(int16(u16(b, 6))), yMax: int(int16(u16(b, 8))),
		points: u16(b, head-2) + 1, contours: n,
	}
	g.data = append(g.data, b[:head]...)
	g.data = append(g.data, 0, 0)
	g.data = append(g.data, b[head+2+u16(b, head):]...)
	return g, true
}

// A contourPoint is a point of an outline in 1/64 font units, y upwards; off-curve points are quadratic controls.
type contourPoint struct {
	x, y int
	on   bool
}

// contours turns an outline into closed contours of quadratic curves.
func contours(segs sfnt.Segments) [][]contourPoint {
	var out [][]contourPoint
	var cur []contourPoint
	flush := func() {
		if n := len(cur); n > 1 && cur[n-1] == cur[0] {
			cur = cur[:n-1]
		}
		if len(cur) > 2 {
			out = append(out, cur)
		}
		cur = nil
	}
	add := func(p fixed.Point26_6, on bool) { cur = append(cur, contourPoint{int(p.X), -int(p.Y), on}) }
	for _, s := range segs {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			flush()
			add(s.Args[0], true)
		case sfnt.SegmentOpLineTo:
			add(s.Args[0], true)
		case sfnt.SegmentOpQuadTo:
			add(s.Args[0], false)
			add(s.Args[1], true)
		case sfnt.SegmentOpCubeTo:
			last := cur[len(cur)-1]
			c := cubic{{float64(last.x), float64(last.y)}}
			for i, p := range s.Args {
				c[i+1] = Point{float64(p.X), -float64(p.Y)}
			}
			c.quadratics(0, func(ctl, end Point) {
				cur = append(cur, contourPoint{round(ctl.X), round(ctl.Y), false}, contourPoint{round(end.X), round(end.Y), true})
			})
		}
	}
	flush()
	return out
}

func round(v float64) int { return int(math.Round(v)) }

// A cubic is the four points of a cubic Bézier curve, in 1/64 font units.
type cubic [4]Point

// quadratics emits quadratic curves that stay within 0.4 font units of c, halving it until they do.
func (c cubic) quadratics(depth int, emit func(ctl, end Point)) {
	// The best single quadratic is off by at most √3/36·|p3 − 3p2 + 3p1 − p0|.
	dx := c[3].X - 3*c[2].X + 3*c[1].X - c[0].X
	dy := c[3].Y - 3*c[2].Y + 3*c[1].Y - c[0].Y
	if depth >= 4 || math.Hypot(dx, dy)*math.Sqrt(3)/36 < 0.4*64 {
		emit(Point{(3*(c[1].X+c[2].X) - c[0].X - c[3].X) / 4, (3*(c[1].Y+c[2].Y) - c[0].Y - c[3].Y) / 4}, c[3])
		return
	}
	a, b, d := middle(c[0], c[1]), middle(c[1], c[2]), middle(c[2], c[3])
	ab, bd := middle(a, b), middle(b, d)
	m := middle(ab, bd)
	cubic{c[0], a, ab, m}.quadratics(depth+1, emit)
	cubic{m, bd, d, c[3]}.quadratics(depth+1, emit)
}

func middle(a, b Point) Point { return Point{(a.X + b.X) / 2, (a.Y + b.Y) / 2} }

// trim drops the on-curve points that TrueType implies, halfway between two controls, and rounds to font units.
func trim(c []contourPoint) []contourPoint {
	n := len(c)
	out := make([]contourPoint, 0, n)
	for i, p := range c {
		a, b := c[(i+n-1)%n], c[(i+1)%n]
		if i > 0 && p.on && !a.on && !b.on && a.x+b.x == 2*p.x && a.y+b.y == 2*p.y {
			continue
		}
		out = append(out, contourPoint{round(float64(p.x) / 64), round(float64(p.y) / 64), p.on})
	}
	return out
}

// The flags of a point in a simple glyph.
const (
	flagOn     = 1 << iota // on the curve
	flagXShort             // dx is one byte; flagXSame is its sign
	flagYShort
	flagRepeat // the next byte says how often the flag repeats
	flagXSame  // dx is 0, or positive when short
	flagYSame
)

// encodeGlyph writes a simple glyph description.
func encodeGlyph(cs [][]contourPoint) glyph {
	if len(cs) == 0 {
		return glyph{}
	}
	g := glyph{xMin: 1 << 15, yMin: 1 << 15, xMax: -1 << 15, yMax: -1 << 15, contours: len(cs)}
	var ends, flags, xs, ys []byte
	lastX, lastY := 0, 0
	for _, c := range cs {
		for _, p := range trim(c) {
			g.xMin, g.xMax = min(g.xMin, p.x), max(g.xMax, p.x)
			g.yMin, g.yMax = min(g.yMin, p.y), max(g.yMax, p.y)
			fx, x := delta(p.x-lastX, flagXShort, flagXSame)
			fy, y := delta(p.y-lastY, flagYShort, flagYSame)
			flag := fx | fy
			if p.on {
				flag |= flagOn
			}
			flags, xs, ys = append(flags, flag), append(xs, x...), append(ys, y...)
			lastX, lastY = p.x, p.y
		}
		ends = be16(ends, len(flags)-1)
	}
	g.points = len(flags)
	g.data = be16(nil, len(cs), g.xMin, g.yMin, g.xMax, g.yMax)
	g.data = append(g.data, ends...)
	g.data = append(g.data, 0, 0) // no instructions
	g.data = append(g.data, repeat(flags)...)
	g.data = append(g.data, xs...)
	g.data = append(g.data, ys...)
	return g
}

// delta encodes one coordinate of a point, relative to the point before it.
func delta(d int, short, same byte) (flag byte, data []byte) {
	switch {
	case d == 0:
		return same, nil
	case 0 < d && d < 256:
		return short | same, []byte{byte(d)}
	case -256 < d && d < 0:
		return short, []byte{byte(-d)}
	}
	return 0, be16(nil, d)
}

// repeat run-length encodes flags.
func repeat(flags []byte) []byte {
	var out []byte
	for i := 0; i < len(flags); {
		j := i + 1
		for j < len(flags) && flags[j] == flags[i] && j-i < 256 {
			j++
		}
		if j-i < 3 {
			out = append(out, flags[i])
			i++
			continue
		}
		out = append(out, flags[i]|flagRepeat, byte(j-i-1))
		i = j
	}
	return out
}
