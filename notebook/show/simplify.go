package show

import (
	"math"

	"quire/notebook/figure"
)

// What thinning may change, in points: at half a point a band of noise looks the same on any printer and screen, and no
// eye sees a line move by a thirtieth.
const (
	column = 0.5
	within = 0.03
)

// simplify thins a polyline. Where there are many more points than columns, such as a loss for each of 47,001 iterations,
// the first, the lowest, the highest and the last point of every column are kept, in order: what the line covers stays
// the same. Then points that lie on the line between their neighbours are dropped. Curves are returned as they are.
func simplify(p figure.Path) figure.Path {
	if len(p) < 8 {
		return p
	}
	out := make(figure.Path, 0, len(p))
	for i := 0; i < len(p); {
		j := i + 1
		for j < len(p) && p[i].Kind == figure.Move && p[j].Kind == figure.Line {
			j++
		}
		out = append(out, straighten(thin(p[i:j]))...)
		i = j
	}
	return out
}

// thin keeps the extremes of each column of a line with far more points than columns.
func thin(line figure.Path) figure.Path {
	if len(line) < 1000 {
		return line
	}
	out := figure.Path{line[0]}
	for i := 1; i < len(line); {
		bin := math.Floor(line[i].P[0].X / column)
		j := i + 1
		for j < len(line) && math.Floor(line[j].P[0].X/column) == bin {
			j++
		}
		out = append(out, extremes(line[i:j])...)
		i = j
	}
	return out
}

// extremes keeps the first, lowest, highest and last of a run of segments.
func extremes(run figure.Path) figure.Path {
	if len(run) <= 4 {
		return run
	}
	lo, hi := 0, 0
	for i := range run {
		if run[i].P[0].Y < run[lo].P[0].Y {
			lo = i
		}
		if run[i].P[0].Y > run[hi].P[0].Y {
			hi = i
		}
	}
	out := figure.Path{run[0]}
	last := 0
	for _, i := range [3]int{min(lo, hi), max(lo, hi), len(run) - 1} {
		if i != last {
			out = append(out, run[i])
			last = i
		}
	}
	return out
}

// straighten drops the points that lie within a thirtieth of a point of the line without them (Ramer 1972, Douglas and
// Peucker 1973). The depth of the recursion is kept on a list: a cell may draw a million points.
func straighten(line figure.Path) figure.Path {
	n := len(line)
	if n < 8 || n > 20000 { // the worst case takes time with the square of the points
		return line
	}
	keep := make([]bool, n)
	keep[0], keep[n-1] = true, true
	spans := [][2]int{{0, n - 1}}
	for len(spans) > 0 {
		s := spans[len(spans)-1]
		spans = spans[:len(spans)-1]
		if i, far := farthest(line, s[0], s[1]); far > within {
			keep[i] = true
			spans = append(spans, [2]int{s[0], i}, [2]int{i, s[1]})
		}
	}
	out := make(figure.Path, 0, n)
	for i, k := range keep {
		if k {
			out = append(out, line[i])
		}
	}
	return out
}

// farthest finds the point between two others that is farthest from the line segment between those.
func farthest(line figure.Path, from, to int) (index int, far float64) {
	a, b := line[from].P[0], line[to].P[0]
	dx, dy := b.X-a.X, b.Y-a.Y
	length := dx*dx + dy*dy
	for i := from + 1; i < to; i++ {
		p := line[i].P[0]
		t := 0.0
		if length > 0 {
			t = math.Min(math.Max(((p.X-a.X)*dx+(p.Y-a.Y)*dy)/length, 0), 1)
		}
		if d := math.Hypot(p.X-a.X-t*dx, p.Y-a.Y-t*dy); d > far {
			index, far = i, d
		}
	}
	return index, far
}
