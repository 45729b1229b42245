package show

import (
	"math"

	"quire/notebook/figure"
)

// The finest column, in points, that a long line keeps apart: at 1/4 point no printer and no screen shows the difference.
const column = 0.25

// simplify thins a polyline that has many more points than columns, such as a loss for each of 47,001 iterations: of
// every run of points in one column the first, the lowest, the highest and the last are kept, in order. What the line
// covers stays the same. Lines that go back and forth, curves and short lines are returned as they are.
func simplify(p figure.Path) figure.Path {
	if len(p) < 1000 {
		return p
	}
	out := make(figure.Path, 0, len(p)/2)
	for i := 0; i < len(p); {
		if p[i].Kind != figure.Line {
			out = append(out, p[i])
			i++
			continue
		}
		j := i + 1
		bin := math.Floor(p[i].P[0].X / column)
		for j < len(p) && p[j].Kind == figure.Line && math.Floor(p[j].P[0].X/column) == bin {
			j++
		}
		out = append(out, extremes(p[i:j])...)
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
