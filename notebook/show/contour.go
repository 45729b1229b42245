package show

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
)

// A Box is a rectangle in the coordinates of a plot.
type Box struct{ XMin, XMax, YMin, YMax float64 }

// Contour draws lines of equal height of f over a box, in the background: what an optimizer walks on. The heights between
// the lines grow away from the lowest point, so that a bowl shows its bottom. Values that are not finite leave gaps. It
// panics when the box is empty.
func Contour(p *plot.Plot, f func(x, y float64) float64, b Box) {
	if !(b.XMax > b.XMin) || !(b.YMax > b.YMin) {
		panic(fmt.Sprintf("show.Contour: the box x %g…%g, y %g…%g is empty", b.XMin, b.XMax, b.YMin, b.YMax))
	}
	s := newSurface(f, b)
	if !(s.hi > s.lo) {
		return // a plane has no contours
	}
	const lines = 12
	levels := make([]float64, lines)
	for i := range levels {
		t := float64(i+1) / (lines + 1)
		levels[i] = s.lo + (s.hi-s.lo)*t*t
	}
	p.Add(plotter.NewContour(s, levels, nil))
}

// A surface is f on a grid of points.
type surface struct {
	b      Box
	z      []float64
	lo, hi float64
}

const surfaceSteps = 60

func newSurface(f func(x, y float64) float64, b Box) *surface {
	s := &surface{b: b, lo: math.Inf(1), hi: math.Inf(-1), z: make([]float64, 0, surfaceSteps*surfaceSteps)}
	for r := range surfaceSteps {
		for c := range surfaceSteps {
			v := f(s.X(c), s.Y(r))
			if !finite(v) {
				v = math.NaN()
			} else {
				s.lo, s.hi = math.Min(s.lo, v), math.Max(s.hi, v)
			}
			s.z = append(s.z, v)
		}
	}
	return s
}

// Dims returns the number of columns and rows.
func (s *surface) Dims() (c, r int) { return surfaceSteps, surfaceSteps }

// Z returns the height at a column and a row.
func (s *surface) Z(c, r int) float64 { return s.z[r*surfaceSteps+c] }

// X returns the place of a column.
func (s *surface) X(c int) float64 {
	return s.b.XMin + (s.b.XMax-s.b.XMin)*float64(c)/(surfaceSteps-1)
}

// Y returns the place of a row.
func (s *surface) Y(r int) float64 {
	return s.b.YMin + (s.b.YMax-s.b.YMin)*float64(r)/(surfaceSteps-1)
}

// Min returns the lowest height.
func (s *surface) Min() float64 { return s.lo }

// Max returns the greatest height.
func (s *surface) Max() float64 { return s.hi }
