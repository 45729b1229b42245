package nn

import (
	"math"
	"slices"

	"quire/nn/internal/kernel"
)

// Sum returns the sum of all elements, in float64.
func (t *Tensor) Sum() float64 { return kernel.Sum(t.Data) }

// Mean returns the mean of all elements, NaN when there are none.
func (t *Tensor) Mean() float64 { return t.Sum() / float64(len(t.Data)) }

// Std returns the standard deviation of all elements, dividing by their number.
func (t *Tensor) Std() float64 { return math.Sqrt(t.Var()) }

// Var returns the variance of all elements: the mean of (x − mean)², dividing by their number.
func (t *Tensor) Var() float64 {
	return kernel.SumDeviations(t.Data, t.Mean()) / float64(len(t.Data))
}

// Norm returns the square root of the sum of squares.
func (t *Tensor) Norm() float64 { return math.Sqrt(kernel.SumSquares(t.Data)) }

// Max returns the greatest element, NaN when one is NaN. It panics with *UsageError when there are no elements.
func (t *Tensor) Max() float64 {
	t.checkSome("Tensor.Max")
	m := math.Inf(-1)
	for _, x := range t.Data {
		m = math.Max(m, float64(x))
	}
	return m
}

// Min returns the least element, NaN when one is NaN. It panics with *UsageError when there are no elements.
func (t *Tensor) Min() float64 {
	t.checkSome("Tensor.Min")
	m := math.Inf(1)
	for _, x := range t.Data {
		m = math.Min(m, float64(x))
	}
	return m
}

// SumRows returns the sum over the first axis: one value for each column.
func (t *Tensor) SumRows() *Tensor {
	t.Dim(0)
	r := &Tensor{Shape: slices.Clone(t.Shape[1:]), Data: aligned(volume("Tensor.SumRows", t.Shape[1:]))}
	if len(t.Data) > 0 {
		kernel.ColumnSum(r.Data, t.Data, t.Shape[0])
	}
	return r
}

// MeanRows returns the mean over the first axis.
func (t *Tensor) MeanRows() *Tensor { return t.SumRows().Scale(1 / float64(t.Dim(0))) }

// SumCols returns the sum of each row, of shape (N, 1).
func (t *Tensor) SumCols() *Tensor {
	r := New(t.Dim(0), 1)
	n := t.rowLen()
	for i := range r.Data {
		r.Data[i] = kernel.Flush(float32(kernel.Sum(t.Data[i*n : (i+1)*n])))
	}
	return r
}

// Argmax returns for each row the place of its greatest element, the first when there are several. What is not a number
// is never greater. Of a vector it returns one place, of a tensor with more axes it takes everything below the first axis
// for a row; see ArgmaxAxis.
func (t *Tensor) Argmax() []int {
	if len(t.Shape) == 1 {
		return t.Reshape(1, -1).Argmax()
	}
	best := make([]int, t.Dim(0))
	n := t.rowLen()
	if len(best) > 0 && n == 0 {
		misuse("Tensor.Argmax", "the rows of the shape %s have no elements", shapeText(t.Shape))
	}
	for i := range best {
		best[i] = argmax(t.Data[i*n : (i+1)*n])
	}
	return best
}

func argmax(row []float32) int {
	best := 0
	for j, x := range row {
		if x > row[best] {
			best = j
		}
	}
	return best
}

// checkSome panics when there are no elements.
func (t *Tensor) checkSome(op string) {
	if len(t.Data) == 0 {
		misuse(op, "the tensor of shape %s has no elements", shapeText(t.Shape))
	}
}

// without returns the shape without an axis.
func (t *Tensor) without(axis int) []int {
	return slices.Delete(slices.Clone(t.Shape), axis, axis+1)
}

// SumAxis returns the sums along an axis, which the result has no longer: of (N, H, W, C) along axis 3 they are (N, H, W).
// −1 is the last axis. SumAxis(0) is SumRows.
func (t *Tensor) SumAxis(axis int) *Tensor {
	axis = t.axis("Tensor.SumAxis", axis)
	if axis == 0 {
		return t.SumRows()
	}
	outer, n, inner := t.around(axis)
	r := New(t.without(axis)...)
	if len(t.Data) == 0 {
		return r
	}
	if inner == 1 {
		copy(r.Data, t.Reshape(outer, n).SumCols().Data)
		return r
	}
	for i := range outer {
		kernel.ColumnSum(r.Data[i*inner:(i+1)*inner], t.Data[i*n*inner:(i+1)*n*inner], n)
	}
	return r
}

// MeanAxis returns the means along an axis, which the result has no longer; −1 is the last axis.
func (t *Tensor) MeanAxis(axis int) *Tensor {
	axis = t.axis("Tensor.MeanAxis", axis)
	return t.SumAxis(axis).Scale(1 / float64(t.Shape[axis]))
}

// VarAxis returns the variances along an axis, dividing by its length; −1 is the last axis.
func (t *Tensor) VarAxis(axis int) *Tensor {
	axis = t.axis("Tensor.VarAxis", axis)
	d := t.Sub(t.MeanAxis(axis).Expand(axis))
	return d.Mul(d).MeanAxis(axis)
}

// StdAxis returns the standard deviations along an axis, dividing by its length; −1 is the last axis.
func (t *Tensor) StdAxis(axis int) *Tensor {
	return t.VarAxis(t.axis("Tensor.StdAxis", axis)).Sqrt()
}

// MaxAxis returns the greatest elements along an axis, which the result has no longer; −1 is the last axis. It panics with
// *UsageError when the axis has length 0.
func (t *Tensor) MaxAxis(axis int) *Tensor {
	return t.fold("Tensor.MaxAxis", axis, func(x, y float32) float32 { return max(x, y) })
}

// MinAxis returns the least elements along an axis; see MaxAxis.
func (t *Tensor) MinAxis(axis int) *Tensor {
	return t.fold("Tensor.MinAxis", axis, func(x, y float32) float32 { return min(x, y) })
}

// fold combines the elements along an axis, in ascending order.
func (t *Tensor) fold(op string, axis int, f func(x, y float32) float32) *Tensor {
	axis = t.someAxis(op, axis)
	outer, n, inner := t.around(axis)
	r := New(t.without(axis)...)
	for i := range outer {
		dst, src := r.Data[i*inner:(i+1)*inner], t.Data[i*n*inner:(i+1)*n*inner]
		copy(dst, src)
		for k := 1; k < n; k++ {
			for j, v := range src[k*inner : (k+1)*inner] {
				dst[j] = f(dst[j], v)
			}
		}
	}
	return r
}

// someAxis returns the number of an axis that has elements.
func (t *Tensor) someAxis(op string, axis int) int {
	axis = t.axis(op, axis)
	if t.Shape[axis] == 0 {
		misuse(op, "axis %d of the shape %s has no elements", axis, shapeText(t.Shape))
	}
	return axis
}

// ArgmaxAxis returns where along an axis the greatest elements are, the first of several, in the order of the remaining
// axes: of a matrix (N, M), along axis 1 the N columns, along axis 0 the M rows. −1 is the last axis.
func (t *Tensor) ArgmaxAxis(axis int) []int {
	return t.place("Tensor.ArgmaxAxis", axis, func(x, best float32) bool { return x > best })
}

// ArgminAxis returns where along an axis the least elements are; see ArgmaxAxis.
func (t *Tensor) ArgminAxis(axis int) []int {
	return t.place("Tensor.ArgminAxis", axis, func(x, best float32) bool { return x < best })
}

// place returns where along an axis the best elements are.
func (t *Tensor) place(op string, axis int, better func(x, best float32) bool) []int {
	axis = t.someAxis(op, axis)
	outer, n, inner := t.around(axis)
	at := make([]int, outer*inner)
	for i := range outer {
		for j := range inner {
			column := t.Data[i*n*inner+j:]
			best := 0
			for k := 1; k < n; k++ {
				if better(column[k*inner], column[best*inner]) {
					best = k
				}
			}
			at[i*inner+j] = best
		}
	}
	return at
}

// Dot returns the inner product Σ xᵢ·yᵢ of two tensors of the same shape, in float64.
func (t *Tensor) Dot(b *Tensor) float64 {
	if !slices.Equal(t.Shape, b.Shape) {
		misshape("Tensor.Dot", "b", b.Shape, shapeText(t.Shape), "the product of matrices is MatMul")
	}
	return kernel.Dot(t.Data, b.Data)
}
