package figure

import (
	"fmt"
	"strconv"
	"strings"
)

// A Point is a place in points, from the lower left corner.
type Point struct{ X, Y float64 }

// A SegKind says what a [Seg] does.
type SegKind byte

// The kinds of segment: a move, a line, a cubic Bézier curve, and closing the subpath.
const (
	Move  SegKind = 'M'
	Line  SegKind = 'L'
	Curve SegKind = 'C'
	Close SegKind = 'Z'
)

// A Seg is one segment. Move and Line use P[0]; Curve uses two control points and its end.
type Seg struct {
	Kind SegKind
	P    [3]Point
}

// A Path is a sequence of segments. It is written as SVG path data with absolute coordinates, y upwards, rounded to
// 1/1000 point.
type Path []Seg

// MoveTo starts a subpath at x, y.
func (p *Path) MoveTo(x, y float64) { *p = append(*p, Seg{Kind: Move, P: [3]Point{{x, y}}}) }

// LineTo draws a line to x, y.
func (p *Path) LineTo(x, y float64) { *p = append(*p, Seg{Kind: Line, P: [3]Point{{x, y}}}) }

// CurveTo draws a cubic Bézier curve with control points (x1, y1), (x2, y2) to x, y.
func (p *Path) CurveTo(x1, y1, x2, y2, x, y float64) {
	*p = append(*p, Seg{Kind: Curve, P: [3]Point{{x1, y1}, {x2, y2}, {x, y}}})
}

// Close closes the current subpath.
func (p *Path) Close() { *p = append(*p, Seg{Kind: Close}) }

// points is the number of points that a segment of kind k carries.
func (k SegKind) points() int {
	switch k {
	case Move, Line:
		return 1
	case Curve:
		return 3
	}
	return 0
}

// farthest is the largest coordinate that is written, in points: 350 km. Larger ones would be lost on any reader.
const farthest = 1e9

// bounded keeps a coordinate within what can be written; what is no number is 0.
func bounded(v float64) float64 {
	switch {
	case v != v:
		return 0
	case v > farthest:
		return farthest
	case v < -farthest:
		return -farthest
	}
	return v
}

// Num writes a coordinate rounded to 1/1000 point, in the fewest characters. What is no number is 0, and what lies
// farther than 10⁹ points away comes that near.
func Num(v float64) string {
	s := strconv.FormatFloat(bounded(v), 'f', 3, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

// MarshalText writes the path as SVG path data.
func (p Path) MarshalText() ([]byte, error) {
	var b []byte
	for _, s := range p {
		if s.Kind != Close && s.Kind.points() == 0 {
			continue // no kind of segment: it could not be read back
		}
		b = append(b, byte(s.Kind))
		for i := 0; i < s.Kind.points(); i++ {
			if i > 0 {
				b = append(b, ' ')
			}
			b = append(b, Num(s.P[i].X)...)
			b = append(b, ' ')
			b = append(b, Num(s.P[i].Y)...)
		}
	}
	return b, nil
}

// UnmarshalText reads what MarshalText writes.
func (p *Path) UnmarshalText(text []byte) error {
	var out Path
	for i := 0; i < len(text); {
		k := SegKind(text[i])
		i++
		j := i
		for j < len(text) && (text[j] < 'A' || text[j] > 'Z') {
			j++
		}
		n := k.points()
		if n == 0 && k != Close {
			return fmt.Errorf("path data: unknown command %q", byte(k))
		}
		f := strings.Fields(string(text[i:j]))
		if len(f) != 2*n {
			return fmt.Errorf("path data: %c takes %d numbers, got %d", k, 2*n, len(f))
		}
		s := Seg{Kind: k}
		for m := range n {
			x, err := strconv.ParseFloat(f[2*m], 64)
			if err != nil {
				return fmt.Errorf("path data: %w", err)
			}
			y, err := strconv.ParseFloat(f[2*m+1], 64)
			if err != nil {
				return fmt.Errorf("path data: %w", err)
			}
			s.P[m] = Point{x, y}
		}
		out = append(out, s)
		i = j
	}
	*p = out
	return nil
}
