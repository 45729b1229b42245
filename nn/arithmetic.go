package nn

import (
	"fmt"
	"math"
	"slices"

	"quire/nn/internal/kernel"
)

// Add returns a + b. b has the shape of a, or is one row (the last axis of a), one column (N, 1), or a single value.
func (t *Tensor) Add(b *Tensor) *Tensor {
	return t.combine("Tensor.Add", b, func(x, y float32) float32 { return x + y })
}

// Sub returns a − b; see Add for the shapes.
func (t *Tensor) Sub(b *Tensor) *Tensor {
	return t.combine("Tensor.Sub", b, func(x, y float32) float32 { return x - y })
}

// Mul returns the elements of a times those of b; see Add for the shapes.
func (t *Tensor) Mul(b *Tensor) *Tensor {
	return t.combine("Tensor.Mul", b, func(x, y float32) float32 { return x * y })
}

// Div returns the elements of a divided by those of b; see Add for the shapes.
func (t *Tensor) Div(b *Tensor) *Tensor {
	return t.combine("Tensor.Div", b, func(x, y float32) float32 { return x / y })
}

// combine applies f to every element of a and the element of b that belongs to it.
func (t *Tensor) combine(op string, b *Tensor, f func(x, y float32) float32) *Tensor {
	r := &Tensor{Shape: slices.Clone(t.Shape), Data: aligned(len(t.Data))}
	n := len(b.Data)
	last := 1
	if len(t.Shape) > 0 {
		last = t.Shape[len(t.Shape)-1]
	}
	switch {
	case slices.Equal(t.Shape, b.Shape) || (n == len(t.Data) && n == 1):
		for i, x := range t.Data {
			r.Data[i] = kernel.Flush(f(x, b.Data[i]))
		}
	case n == 1:
		for i, x := range t.Data {
			r.Data[i] = kernel.Flush(f(x, b.Data[0]))
		}
	case len(t.Shape) == 2 && slices.Equal(b.Shape, []int{t.Shape[0], 1}):
		for i, x := range t.Data {
			r.Data[i] = kernel.Flush(f(x, b.Data[i/last]))
		}
	case n == last && (len(b.Shape) == 1 || slices.Equal(b.Shape, []int{1, n})):
		for i, x := range t.Data {
			r.Data[i] = kernel.Flush(f(x, b.Data[i%n]))
		}
	default:
		misshape(op, "b", b.Shape, shapeText(t.Shape)+", one row of it, one column or a single value", "")
	}
	return r
}

// Scale returns s times every element.
func (t *Tensor) Scale(s float64) *Tensor {
	return t.each(func(x float32) float32 { return x * float32(s) })
}

// AddScalar returns s added to every element.
func (t *Tensor) AddScalar(s float64) *Tensor {
	return t.each(func(x float32) float32 { return x + float32(s) })
}

// Apply returns f of every element. f is called once for each: use the methods for whole tensors where they exist.
func (t *Tensor) Apply(f func(x float64) float64) *Tensor {
	return t.each(func(x float32) float32 { return float32(f(float64(x))) })
}

func (t *Tensor) each(f func(x float32) float32) *Tensor {
	r := &Tensor{Shape: slices.Clone(t.Shape), Data: aligned(len(t.Data))}
	for i, x := range t.Data {
		r.Data[i] = kernel.Flush(f(x))
	}
	return r
}

// Exp returns eˣ of every element.
func (t *Tensor) Exp() *Tensor { return t.each(kernel.Exp) }

// Log returns the natural logarithm of every element.
func (t *Tensor) Log() *Tensor {
	return t.each(func(x float32) float32 { return float32(kernel.Log(float64(x))) })
}

// Sqrt returns the square root of every element.
func (t *Tensor) Sqrt() *Tensor {
	return t.each(func(x float32) float32 { return float32(math.Sqrt(float64(x))) })
}

// Sigmoid returns 1/(1 + e⁻ˣ) of every element.
func (t *Tensor) Sigmoid() *Tensor { return t.each(kernel.Sigmoid) }

// Tanh returns the hyperbolic tangent of every element.
func (t *Tensor) Tanh() *Tensor { return t.each(kernel.Tanh) }

// ReLU returns max(x, 0) of every element.
func (t *Tensor) ReLU() *Tensor { return t.each(func(x float32) float32 { return max(x, 0) }) }

// Softmax returns e^(x−max) over its sum, row by row: the rows of the result add up to 1.
func (t *Tensor) Softmax() *Tensor {
	r := t.Clone()
	n := r.rowLen()
	if len(r.Shape) == 1 {
		n = len(r.Data)
	}
	for i := 0; i < len(r.Data); i += n {
		row := r.Data[i : i+n]
		_, sum := softmaxRow(row, row)
		for j := range row {
			row[j] = kernel.Flush(row[j] / sum)
		}
	}
	return r
}

// MatMul returns the matrix product of a (n, k) and b (k, m), of shape (n, m).
func (t *Tensor) MatMul(b *Tensor) *Tensor {
	if len(t.Shape) != 2 {
		misshape("Tensor.MatMul", "a", t.Shape, "(n, k)", "Reshape it to a matrix first")
	}
	if len(b.Shape) != 2 || b.Shape[0] != t.Shape[1] {
		misshape("Tensor.MatMul", "b", b.Shape, fmt.Sprintf("(%d, m)", t.Shape[1]),
			"the columns of a "+shapeText(t.Shape)+" and the rows of b must be equally many")
	}
	r := New(t.Shape[0], b.Shape[1])
	if t.Shape[1] == 0 {
		return r
	}
	var job productJob
	job.run(kernel.Multiply(t.Shape[0], b.Shape[1], t.Shape[1]), kernel.Operands{C: r.Data, A: t.Data, B: b.Data})
	return r
}

// T returns the transpose of a matrix.
func (t *Tensor) T() *Tensor {
	if len(t.Shape) != 2 {
		misshape("Tensor.T", "t", t.Shape, "(n, m)", "")
	}
	r := New(t.Shape[1], t.Shape[0])
	transpose(r.Data, t.Data, t.Shape[0], t.Shape[1])
	return r
}

// transpose sets dst (cols × rows) to the transpose of src (rows × cols).
func transpose(dst, src []float32, rows, cols int) {
	const block = 16
	for i0 := 0; i0 < rows; i0 += block {
		i1 := min(i0+block, rows)
		for j := range cols {
			d := dst[j*rows : (j+1)*rows]
			for i := i0; i < i1; i++ {
				d[i] = src[i*cols+j]
			}
		}
	}
}

// Sum returns the sum of all elements, in float64.
func (t *Tensor) Sum() float64 {
	s := 0.0
	for _, x := range t.Data {
		s += float64(x)
	}
	return s
}

// Mean returns the mean of all elements.
func (t *Tensor) Mean() float64 { return t.Sum() / float64(len(t.Data)) }

// Std returns the standard deviation of all elements, dividing by their number.
func (t *Tensor) Std() float64 {
	m, s := t.Mean(), 0.0
	for _, x := range t.Data {
		d := float64(x) - m
		s += float64(d * d)
	}
	return math.Sqrt(s / float64(len(t.Data)))
}

// Norm returns the square root of the sum of squares.
func (t *Tensor) Norm() float64 {
	s := 0.0
	for _, x := range t.Data {
		s += float64(x) * float64(x) // exact, so that fusing changes nothing
	}
	return math.Sqrt(s)
}

// Max returns the greatest element.
func (t *Tensor) Max() float64 {
	m := math.Inf(-1)
	for _, x := range t.Data {
		m = math.Max(m, float64(x))
	}
	return m
}

// Min returns the least element.
func (t *Tensor) Min() float64 {
	m := math.Inf(1)
	for _, x := range t.Data {
		m = math.Min(m, float64(x))
	}
	return m
}

// SumRows returns the sum over the first axis: one value for each column.
func (t *Tensor) SumRows() *Tensor {
	r := &Tensor{Shape: slices.Clone(t.Shape[min(1, len(t.Shape)):]), Data: aligned(t.rowLen())}
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
		s := 0.0
		for _, x := range t.Data[i*n : (i+1)*n] {
			s += float64(x)
		}
		r.Data[i] = float32(s)
	}
	return r
}

// Argmax returns for each row the place of its greatest element, the first when there are several.
func (t *Tensor) Argmax() []int {
	if len(t.Shape) == 1 {
		return t.Reshape(1, -1).Argmax()
	}
	best := make([]int, t.Dim(0))
	n := t.rowLen()
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
