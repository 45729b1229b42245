package figure

import (
	"math"
	"strconv"
	"strings"
)

// An svgScanner takes numbers from an attribute. Spaces and commas part them, but need not.
type svgScanner struct {
	s string
	i int
}

func (c *svgScanner) skip() {
	for c.i < len(c.s) && strings.IndexByte(" \t\r\n\f,", c.s[c.i]) >= 0 {
		c.i++
	}
}

// number takes the next number; what is too large to be one counts as the largest that is drawn.
func (c *svgScanner) number() (float64, bool) {
	c.skip()
	from := c.i
	c.sign()
	digits := c.digits()
	if c.i < len(c.s) && c.s[c.i] == '.' {
		c.i++
		digits += c.digits()
	}
	if digits == 0 {
		c.i = from
		return 0, false
	}
	if c.i < len(c.s) && (c.s[c.i] == 'e' || c.s[c.i] == 'E') {
		mantissa := c.i
		c.i++
		c.sign()
		if c.digits() == 0 { // an em, not an exponent
			c.i = mantissa
		}
	}
	v, _ := strconv.ParseFloat(c.s[from:c.i], 64)
	return bounded(v), true
}

func (c *svgScanner) sign() {
	if c.i < len(c.s) && (c.s[c.i] == '-' || c.s[c.i] == '+') {
		c.i++
	}
}

func (c *svgScanner) digits() int {
	from := c.i
	for c.i < len(c.s) && c.s[c.i] >= '0' && c.s[c.i] <= '9' {
		c.i++
	}
	return c.i - from
}

// flag takes a flag of an arc, which needs nothing to part it from what follows.
func (c *svgScanner) flag() (bool, bool) {
	c.skip()
	if c.i < len(c.s) && (c.s[c.i] == '0' || c.s[c.i] == '1') {
		c.i++
		return c.s[c.i-1] == '1', true
	}
	return false, false
}

// unit takes the letters or percent sign right after a number.
func (c *svgScanner) unit() string {
	from := c.i
	for c.i < len(c.s) && (c.s[c.i] == '%' || 'a' <= c.s[c.i]|0x20 && c.s[c.i]|0x20 <= 'z') {
		c.i++
	}
	return strings.ToLower(c.s[from:c.i])
}

// numbers are all numbers of an attribute, up to the first thing that is none.
func svgNumbers(s string) []float64 {
	c := svgScanner{s: s}
	var out []float64
	for {
		v, ok := c.number()
		if !ok {
			return out
		}
		c.unit()
		out = append(out, v)
	}
}

// lengthUnits are the absolute units in pixels of CSS, of which an inch has 96.
var lengthUnits = map[string]float64{"": 1, "px": 1, "pt": 4. / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}

// svgLength reads a length. whole is what 100 % is, em the size of the font.
func svgLength(s string, whole, em float64) (float64, bool) {
	c := svgScanner{s: strings.TrimSpace(s)}
	v, ok := c.number()
	if !ok {
		return 0, false
	}
	switch u := c.unit(); u {
	case "%":
		v *= whole / 100
	case "em", "rem":
		v *= em
	case "ex":
		v *= em / 2
	default:
		k, known := lengthUnits[u]
		if !known {
			return 0, false
		}
		v *= k
	}
	return bounded(v), true
}

// lengths reads a list of lengths.
func svgLengths(s string, whole, em float64) []float64 {
	var out []float64
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r <= ' ' }) {
		v, ok := svgLength(f, whole, em)
		if !ok {
			return out
		}
		out = append(out, v)
	}
	return out
}

// A matrix is an affine transform: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

var identity = matrix{a: 1, d: 1}

// mul is the transform that does n first and then m.
func (m matrix) mul(n matrix) matrix {
	x, y := m.linear(n.a, n.b)
	z, w := m.linear(n.c, n.d)
	e, f := m.linear(n.e, n.f)
	return matrix{bounded(x), bounded(y), bounded(z), bounded(w), bounded(e + m.e), bounded(f + m.f)}
}

// linear is m without its move. The products are rounded, so that no machine fuses them with the sum: a drawing has the
// same bytes on all.
func (m matrix) linear(x, y float64) (float64, float64) {
	return float64(m.a*x) + float64(m.c*y), float64(m.b*x) + float64(m.d*y)
}

func (m matrix) apply(p Point) Point {
	x, y := m.linear(p.X, p.Y)
	return Point{bounded(x + m.e), bounded(y + m.f)}
}

// scale is by how much lengths grow, on average over the directions.
func (m matrix) scale() float64 { return math.Sqrt(math.Abs(m.a*m.d - m.b*m.c)) }

func (m matrix) inverse() (matrix, bool) {
	det := m.a*m.d - m.b*m.c
	if math.Abs(det) < 1e-12 {
		return identity, false
	}
	return matrix{
		m.d / det, -m.b / det, -m.c / det, m.a / det,
		(m.c*m.f - m.d*m.e) / det, (m.b*m.e - m.a*m.f) / det,
	}, true
}

// edge is how far from its box a drawing goes: points beyond it, which nobody sees, are put there. PDF readers keep
// coordinates in single precision.
const edge = 1e6

// placed is a path in the points of the figure.
func (p Path) placed(m matrix) Path {
	out := make(Path, len(p))
	within := func(v float64) float64 { return min(max(v, -edge), edge) }
	for i, s := range p {
		for j := range s.Kind.points() {
			q := m.apply(s.P[j])
			s.P[j] = Point{within(q.X), within(q.Y)}
		}
		out[i] = s
	}
	return out
}

// svgTransform reads a list of transforms; what follows a fault is left out.
func svgTransform(s string) matrix {
	m := identity
	for {
		s = strings.TrimLeft(s, " \t\r\n,")
		name, rest, ok := strings.Cut(s, "(")
		args, tail, closed := strings.Cut(rest, ")")
		if !ok || !closed {
			return m
		}
		t, ok := oneTransform(strings.TrimSpace(name), svgNumbers(args))
		if !ok {
			return m
		}
		m, s = m.mul(t), tail
	}
}

func oneTransform(name string, v []float64) (matrix, bool) {
	arg := func(i int, missing float64) float64 {
		if i < len(v) {
			return v[i]
		}
		return missing
	}
	if len(v) == 0 {
		return identity, false
	}
	switch name {
	case "matrix":
		return matrix{arg(0, 1), arg(1, 0), arg(2, 0), arg(3, 1), arg(4, 0), arg(5, 0)}, len(v) == 6
	case "translate":
		return matrix{1, 0, 0, 1, v[0], arg(1, 0)}, true
	case "translateX":
		return matrix{1, 0, 0, 1, v[0], 0}, true
	case "translateY":
		return matrix{1, 0, 0, 1, 0, v[0]}, true
	case "scale":
		return matrix{a: v[0], d: arg(1, v[0])}, true
	case "rotate":
		x, y := arg(1, 0), arg(2, 0)
		return matrix{1, 0, 0, 1, x, y}.mul(rotation(v[0])).mul(matrix{1, 0, 0, 1, -x, -y}), true
	case "skewX":
		return matrix{1, 0, math.Tan(v[0] * math.Pi / 180), 1, 0, 0}, true
	case "skewY":
		return matrix{1, math.Tan(v[0] * math.Pi / 180), 0, 1, 0, 0}, true
	}
	return identity, false
}

func rotation(degrees float64) matrix {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return matrix{cos, sin, -sin, cos, 0, 0}
}

// viewBoxFit is the transform from a viewBox into a box of w × h at the origin, by a preserveAspectRatio attribute.
func viewBoxFit(box []float64, w, h float64, aspect string) matrix {
	if len(box) != 4 || box[2] <= 0 || box[3] <= 0 {
		return identity
	}
	kx, ky := w/box[2], h/box[3]
	align, rule, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(aspect, "defer ")), " ")
	if align == "none" {
		return matrix{kx, 0, 0, ky, -box[0] * kx, -box[1] * ky}
	}
	k := min(kx, ky)
	if strings.TrimSpace(rule) == "slice" {
		k = max(kx, ky)
	}
	place := func(axis string) float64 {
		switch {
		case strings.Contains(align, axis+"Min"):
			return 0
		case strings.Contains(align, axis+"Max"):
			return 1
		}
		return 0.5
	}
	return matrix{k, 0, 0, k, (w-box[2]*k)*place("x") - box[0]*k, (h-box[3]*k)*place("Y") - box[1]*k}
}
