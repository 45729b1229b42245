package nn

import (
	"fmt"
	"slices"

	"quire/nn/internal/kernel"
)

// Add returns a + b, element by element.
//
// The shapes are broadcast as NumPy does: compared axis by axis from the last, two axes fit when they are equally long or
// one of them is 1, which is then repeated; axes that one shape lacks count as 1. So b may have the shape of a, be one row
// (the last axis of a), one column (N, 1), or a single value; a column and a row give a table. It panics with *ShapeError
// when two axes do not fit.
func (t *Tensor) Add(b *Tensor) *Tensor {
	return t.pairs("Tensor.Add", b, pairwise{kernel.Add, kernel.AddNumber, kernel.AddNumber})
}

// Sub returns a − b; see Add for the shapes.
func (t *Tensor) Sub(b *Tensor) *Tensor {
	return t.pairs("Tensor.Sub", b, pairwise{kernel.Sub, func(dst, x []float32, v float32) { kernel.AddNumber(dst, x, -v) }, kernel.SubFrom})
}

// Mul returns the elements of a times those of b; see Add for the shapes.
func (t *Tensor) Mul(b *Tensor) *Tensor {
	return t.pairs("Tensor.Mul", b, pairwise{kernel.Mul, kernel.MulNumber, kernel.MulNumber})
}

// Div returns the elements of a divided by those of b; see Add for the shapes.
func (t *Tensor) Div(b *Tensor) *Tensor {
	return t.pairs("Tensor.Div", b, pairwise{kernel.Div, kernel.DivNumber, kernel.DivInto})
}

// Scale returns s times every element.
func (t *Tensor) Scale(s float64) *Tensor {
	return t.whole(func(dst, x []float32) { kernel.MulNumber(dst, x, float32(s)) })
}

// AddScalar returns s added to every element.
func (t *Tensor) AddScalar(s float64) *Tensor {
	return t.whole(func(dst, x []float32) { kernel.AddNumber(dst, x, float32(s)) })
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

// whole returns what a kernel makes of all elements.
func (t *Tensor) whole(f func(dst, src []float32)) *Tensor {
	r := &Tensor{Shape: slices.Clone(t.Shape), Data: aligned(len(t.Data))}
	f(r.Data, t.Data)
	return r
}

// Exp returns eˣ of every element.
func (t *Tensor) Exp() *Tensor { return t.whole(kernel.Exps) }

// Log returns the natural logarithm of every element.
func (t *Tensor) Log() *Tensor {
	return t.each(func(x float32) float32 { return float32(kernel.Log(float64(x))) })
}

// Sqrt returns the square root of every element.
func (t *Tensor) Sqrt() *Tensor { return t.whole(kernel.Sqrt) }

// Square returns x·x of every element.
func (t *Tensor) Square() *Tensor {
	return t.whole(func(dst, x []float32) { kernel.Mul(dst, x, x) })
}

// Pow returns xᵖ of every element, NaN for a negative x and a p that is not whole. 0⁰ is 1.
func (t *Tensor) Pow(p float64) *Tensor {
	return t.each(func(x float32) float32 { return float32(power(float64(x), p)) })
}

// Neg returns −x of every element.
func (t *Tensor) Neg() *Tensor { return t.Scale(-1) }

// Abs returns |x| of every element.
func (t *Tensor) Abs() *Tensor { return t.whole(kernel.Abs) }

// Sign returns −1, 0 or 1 for every element by its sign, NaN for NaN.
func (t *Tensor) Sign() *Tensor {
	return t.each(func(x float32) float32 {
		switch {
		case x > 0:
			return 1
		case x < 0:
			return -1
		}
		return x
	})
}

// Clip returns every element moved into the range from lo to hi. NaN stays. It panics with *UsageError when lo > hi.
func (t *Tensor) Clip(lo, hi float64) *Tensor {
	if !(lo <= hi) {
		misuse("Tensor.Clip", "the range goes from %g to %g", lo, hi)
	}
	return t.whole(func(dst, x []float32) {
		kernel.MinNumber(dst, x, float32(hi))
		kernel.MaxNumber(dst, dst, float32(lo))
	})
}

// Sigmoid returns 1/(1 + e⁻ˣ) of every element.
func (t *Tensor) Sigmoid() *Tensor { return t.whole(kernel.Sigmoids) }

// Tanh returns the hyperbolic tangent of every element.
func (t *Tensor) Tanh() *Tensor { return t.whole(kernel.Tanhs) }

// ReLU returns max(x, 0) of every element.
func (t *Tensor) ReLU() *Tensor {
	return t.whole(func(dst, x []float32) { kernel.MaxNumber(dst, x, 0) })
}

// Softmax returns e^(x−max) over its sum, row by row: the rows of the result add up to 1.
func (t *Tensor) Softmax() *Tensor {
	n := t.rowLen()
	if len(t.Shape) == 1 {
		n = len(t.Data)
	}
	if len(t.Shape) == 0 {
		n = 1
	}
	return t.whole(func(dst, src []float32) { kernel.Softmax(dst, src, n) })
}

// SoftmaxAxis returns e^(x−max) over its sum along an axis: along it the elements of the result add up to 1. −1 is the last
// axis.
func (t *Tensor) SoftmaxAxis(axis int) *Tensor {
	axis = t.axis("Tensor.SoftmaxAxis", axis)
	order := make([]int, len(t.Shape))
	for i := range order {
		order[i] = i
	}
	last := len(order) - 1
	order[axis], order[last] = last, axis // its own inverse
	moved := t.Transpose(order...)
	rows := moved.Reshape(len(t.Data)/max(1, t.Shape[axis]), t.Shape[axis])
	return rows.Softmax().Reshape(moved.Shape...).Transpose(order...)
}

// MatMul returns the matrix product of a (n, k) and b (k, m), of shape (n, m): y[i,j] = Σ a[i,p]·b[p,j].
//
// A vector a (k) counts as one row and gives (m); a vector b (k) counts as one column and gives (n). It panics with
// *ShapeError when the inner axes differ or there are more than two axes.
func (t *Tensor) MatMul(b *Tensor) *Tensor {
	need("Tensor.MatMul", "a", t)
	need("Tensor.MatMul", "b", b)
	switch {
	case len(t.Shape) == 1 && len(b.Shape) == 1:
		misshape("Tensor.MatMul", "b", b.Shape, fmt.Sprintf("(%d, m)", t.Shape[0]), "the inner product of two vectors is Dot, their table of products Outer")
	case len(t.Shape) == 1 && len(b.Shape) == 2:
		return t.Expand(0).matMul(b).Reshape(b.Shape[1])
	case len(t.Shape) == 2 && len(b.Shape) == 1:
		return t.matMul(b.Expand(1)).Reshape(t.Shape[0])
	}
	return t.matMul(b)
}

func (t *Tensor) matMul(b *Tensor) *Tensor {
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

// Outer returns the products of every element of the vector a (n) with every element of the vector b (m), of shape (n, m).
func (t *Tensor) Outer(b *Tensor) *Tensor {
	if len(t.Shape) != 1 {
		misshape("Tensor.Outer", "a", t.Shape, "(n)", "Flatten makes a vector")
	}
	if len(b.Shape) != 1 {
		misshape("Tensor.Outer", "b", b.Shape, "(m)", "Flatten makes a vector")
	}
	return t.Expand(1).Mul(b)
}
