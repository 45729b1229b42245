package nn

import (
	"fmt"
	"math"
)

// Arange returns the numbers from, from + step, … up to, not including, to, as NumPy does. It panics with *UsageError when
// step is 0.
func Arange(from, to, step float64) *Tensor {
	if step == 0 || math.IsNaN(step) || math.IsInf(from, 0) || math.IsInf(to, 0) {
		misuse("Arange", "from %g to %g by %g has no end", from, to, step)
	}
	n := math.Ceil((to - from) / step)
	if n > 1<<28 {
		misuse("Arange", "from %g to %g by %g are %.0f numbers", from, to, step, n)
	}
	t := New(int(max(0, n)))
	for i := range t.Data {
		t.Data[i] = float32(from + float64(float64(i)*step))
	}
	return t
}

// Linspace returns n numbers at equal distances, of which the first is from and the last is to.
func Linspace(from, to float64, n int) *Tensor {
	if n < 0 {
		misuse("Linspace", "%d numbers", n)
	}
	t := New(n)
	step := (to - from) / float64(max(1, n-1))
	for i := range t.Data {
		t.Data[i] = float32(from + float64(float64(i)*step))
	}
	if n > 1 {
		t.Data[n-1] = float32(to)
	}
	return t
}

// Mesh returns the points of a grid, of shape (len(y)·len(x), 2): for each y in turn all x. What a network makes of them,
// reshaped to (len(y), len(x)), is a map of its decisions.
func Mesh(x, y *Tensor) *Tensor {
	need("Mesh", "x", x)
	need("Mesh", "y", y)
	if len(x.Shape) != 1 || len(y.Shape) != 1 {
		misshape("Mesh", "x", x.Shape, "(n), and y (m)", fmt.Sprintf("y is %s; Linspace makes such vectors", shapeText(y.Shape)))
	}
	n, m := x.Shape[0], y.Shape[0]
	return Stack(1, []*Tensor{x.Tile(m), y.Repeat(0, n)})
}

// Eye returns the unit matrix (n, n): 1 where row and column are the same, 0 elsewhere.
func Eye(n int) *Tensor {
	t := New(n, n)
	for i := range n {
		t.Data[i*n+i] = 1
	}
	return t
}

// OneHot returns a matrix (len(labels), classes) with a 1 in the column of each label and 0 elsewhere.
func OneHot(labels []int, classes int) *Tensor {
	t := New(len(labels), classes)
	for i, l := range labels {
		checkLabel("OneHot", i, l, classes)
		t.Data[i*classes+l] = 1
	}
	return t
}

// FromOneHot returns the label of every row of a matrix that OneHot could have made. It panics with *UsageError at a row
// that has other numbers than one 1 and zeros; for probabilities take Argmax.
func FromOneHot(t *Tensor) []int {
	if len(t.Shape) != 2 {
		misshape("FromOneHot", "t", t.Shape, "(N, classes)", "")
	}
	labels := make([]int, t.Shape[0])
	for i := range labels {
		row, ones := t.Data[i*t.Shape[1]:(i+1)*t.Shape[1]], 0
		for j, v := range row {
			switch v {
			case 0:
			case 1:
				labels[i] = j
				ones++
			default:
				misuse("FromOneHot", "row %d holds %g; for probabilities take Argmax", i, v)
			}
		}
		if ones != 1 {
			misuse("FromOneHot", "row %d holds %d ones instead of one", i, ones)
		}
	}
	return labels
}

func checkLabel(op string, i, label, classes int) {
	if label < 0 || label >= classes {
		misuse(op, "label %d of example %d is not one of the %d classes 0 … %d", label, i, classes, classes-1)
	}
}
