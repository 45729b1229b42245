package nn

import (
	"fmt"

	"quire/nn/internal/kernel"
)

// Affine is a fully connected layer: y = x·W + b, with x (N, in), W (in, out), b (out) and y (N, out).
type Affine struct {
	Out  int    // number of units
	Init Init   // how W starts; empty: the network's rule
	W, B *Param // weights (in, out) and biases (out); nil until the layer is built

	x        *Tensor
	y, dx    buffer
	wt       []float32 // Wᵀ
	forward  productJob
	backward productJob
}

// NewAffine returns a layer of out units. How many inputs it has, it learns from the network, or at its first Forward.
func NewAffine(out int) *Affine {
	if out < 1 {
		misuse("NewAffine", "%d units; there must be at least one", out)
	}
	return &Affine{Out: out}
}

// AffineFrom returns a layer with the weights W (in, out) and the biases b (out), which it keeps.
func AffineFrom(W, b *Tensor) *Affine {
	if len(W.Shape) != 2 {
		misshape("AffineFrom", "W", W.Shape, "(in, out)", "")
	}
	if len(b.Data) != W.Shape[1] {
		misshape("AffineFrom", "b", b.Shape, fmt.Sprintf("(%d)", W.Shape[1]), "one bias for each column of W")
	}
	l := NewAffine(W.Shape[1])
	l.set(W, b)
	return l
}

func (l *Affine) set(W, b *Tensor) {
	l.W, l.B = NewParam("W", W), NewParam("b", b)
	l.W.decay = true
}

// Build makes W and b for inputs of the given shape, unless they are there.
func (l *Affine) Build(input []int, init Init, r *Rand) {
	l.OutputShape(input)
	if l.W != nil {
		return
	}
	w := New(input[0], l.Out)
	l.Init.or(init).fill(w, input[0], r)
	l.set(w, New(l.Out))
}

// OutputShape returns (out). It panics with *ShapeError when the input is no vector, or of another length than W has rows.
func (l *Affine) OutputShape(input []int) []int {
	if len(input) != 1 {
		misshape("Affine", "x", append([]int{0}, input...), "(N, in)", "flatten it first: NewFlatten")
	}
	if l.W != nil && l.W.Value.Shape[0] != input[0] {
		misshape("Affine", "one example", input, fmt.Sprintf("(%d)", l.W.Value.Shape[0]), "W has that many rows")
	}
	return []int{l.Out}
}

// FLOPs counts a multiplication and an addition for every weight.
func (l *Affine) FLOPs(input []int) int { return 2 * input[0] * l.Out }

// Params returns W and b, or nil before the layer is built.
func (l *Affine) Params() []*Param {
	if l.W == nil {
		return nil
	}
	return []*Param{l.W, l.B}
}

// Forward returns y = x·W + b.
//
// x has shape (N, in), y has shape (N, out); x is kept, unchanged, for Backward when train is set.
// It panics with *ShapeError when x is not (N, in).
func (l *Affine) Forward(x *Tensor, train bool) *Tensor {
	if l.W == nil && len(x.Shape) == 2 {
		l.Build(x.Shape[1:], He, DefaultRand())
	}
	if len(x.Shape) != 2 || x.Shape[1] != l.W.Value.Shape[0] {
		l.misfit(x)
	}
	n, in := x.Shape[0], x.Shape[1]
	y := l.y.result(train, n, l.Out)
	job := &l.forward
	if train {
		l.x = x
	} else {
		job = new(productJob)
	}
	job.run(kernel.Multiply(n, l.Out, in), kernel.Operands{C: y.Data, A: x.Data, B: l.W.Value.Data, Bias: l.B.Value.Data})
	return y
}

func (l *Affine) misfit(x *Tensor) {
	wanted, advice := "(N, in)", ""
	if l.W != nil {
		wanted = fmt.Sprintf("(N, %d)", l.W.Value.Shape[0])
	}
	if len(x.Shape) > 2 {
		advice = "flatten it first"
	}
	misshape("Affine.Forward", "x", x.Shape, wanted, advice)
}

// Backward sets the gradients dW = xᵀ·dy and db = Σ dy and returns dx = dy·Wᵀ.
func (l *Affine) Backward(dy *Tensor) *Tensor {
	l.backwardParams(dy)
	n, in := l.x.Shape[0], l.x.Shape[1]
	if len(l.wt) != in*l.Out {
		l.wt = aligned(in * l.Out)
	}
	kernel.Transpose(l.wt, l.W.Value.Data, in, l.Out)
	dx := l.dx.shaped(n, in)
	l.backward.run(kernel.Multiply(n, in, l.Out), kernel.Operands{C: dx.Data, A: dy.Data, B: l.wt})
	return dx
}

// backwardParams is Backward without dx, for the first layer of a network.
func (l *Affine) backwardParams(dy *Tensor) {
	checkGrad("Affine.Backward", dy, l.y.last())
	n, in := l.x.Shape[0], l.x.Shape[1]
	if n == 0 {
		clear(l.W.Grad.Data)
		clear(l.B.Grad.Data)
		return
	}
	l.backward.run(kernel.MultiplyTransposed(in, l.Out, n), kernel.Operands{C: l.W.Grad.Data, A: l.x.Data, B: dy.Data})
	kernel.ColumnSum(l.B.Grad.Data, dy.Data, n)
}

func (l *Affine) clone() Layer {
	c := NewAffine(l.Out)
	c.Init = l.Init
	if l.W != nil {
		c.set(l.W.Value.Clone(), l.B.Value.Clone())
	}
	return c
}
