package nn

import (
	"fmt"

	"quire/nn/internal/kernel"
)

// Affine is a fully connected layer: y = x·W + b, with x (N, in), W (in, out), b (out) and y (N, out) (section 5.6 of the
// book).
type Affine struct {
	Out  int    // number of units
	Init Init   // how W starts; empty: the network's rule
	W, B *Param // weights (in, out) and biases (out); nil until the layer is built

	x        *Tensor
	y, dx    buffer
	wt       []float32 // Wᵀ
	forward  productJob
	gradient affineGradient
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
	need("AffineFrom", "W", W)
	need("AffineFrom", "b", b)
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
		misbatch("Affine", input, "(N, in)", "flatten it first: NewFlatten")
	}
	if l.Out < 1 {
		misuse("Affine", "Out is %d; make the layer with NewAffine(10), say", l.Out)
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

// forwardReLU is Forward in training, followed by that of a ReLU, in one pass. The sums themselves are not kept.
func (l *Affine) forwardReLU(x *Tensor, relu *ReLU) *Tensor {
	if len(x.Shape) != 2 || x.Shape[1] != l.W.Value.Shape[0] {
		l.misfit(x)
	}
	n, in := x.Shape[0], x.Shape[1]
	l.x = x
	l.y.shaped(n, l.Out)
	y := relu.y.shaped(n, l.Out)
	p := kernel.Multiply(n, l.Out, in)
	p.ReLU = true
	l.forward.run(p, kernel.Operands{C: y.Data, A: x.Data, B: l.W.Value.Data, Bias: l.B.Value.Data})
	return y
}

// Backward sets the gradients dW = xᵀ·dy and db = Σ dy and returns dx = dy·Wᵀ.
func (l *Affine) Backward(dy *Tensor) *Tensor { return l.backward(dy, &l.dx, nil) }

// backwardReLU is Backward, followed by that of the ReLU whose output x is, in one pass.
func (l *Affine) backwardReLU(dy *Tensor, before *ReLU) *Tensor {
	return l.backward(dy, &before.dx, before.y.t.Data)
}

// backward sets the gradients and fills dx. With a gate, which is as large as x, dx is 0 where the gate is not positive.
func (l *Affine) backward(dy *Tensor, to *buffer, gate []float32) *Tensor {
	checkGrad("Affine.Backward", dy, l.y.last())
	n, in := l.x.Shape[0], l.x.Shape[1]
	dx := to.shaped(n, in)
	if len(l.wt) != in*l.Out {
		l.wt = aligned(in * l.Out)
	}
	kernel.Transpose(l.wt, l.W.Value.Data, in, l.Out)
	l.gradient = affineGradient{l: l, dy: dy.Data, n: n, in: in, dx: dx.Data, gate: gate}
	l.gradient.run()
	return dx
}

// backwardParams is Backward without dx, for the first layer of a network.
func (l *Affine) backwardParams(dy *Tensor) {
	checkGrad("Affine.Backward", dy, l.y.last())
	l.gradient = affineGradient{l: l, dy: dy.Data, n: l.x.Shape[0], in: l.x.Shape[1]}
	l.gradient.run()
}

// affineGradient computes the gradients of a layer: those of W and of x by parts of their rows.
type affineGradient struct {
	l        *Affine
	dy       []float32
	n, in    int       // examples, inputs
	dx, gate []float32 // dx is nil when nothing needs it; gate is nil, or where dx is to be 0
	parts    int
}

// run computes all of them, on all cores when that is worth it.
func (g *affineGradient) run() {
	if g.n == 0 {
		clear(g.l.W.Grad.Data)
		clear(g.l.B.Grad.Data)
		return
	}
	work := g.n * g.in * g.l.Out
	if g.dx != nil {
		work *= 2
	}
	g.parts = 1
	if work >= splitWork {
		g.parts = kernel.Workers()
	}
	kernel.Split(g, g.parts)
}

// Task computes one part: rows of dW, rows of dx, and db with the last one.
func (g *affineGradient) Task(i int) {
	part := func(rows int) (from, to int) { return rows * i / g.parts, rows * (i + 1) / g.parts }
	l := g.l
	from, to := part(g.in)
	kernel.MultiplyTransposed(g.in, l.Out, g.n).Run(kernel.Operands{C: l.W.Grad.Data, A: l.x.Data, B: g.dy}, from, to)
	if g.dx != nil {
		from, to = part(g.n)
		kernel.Multiply(g.n, g.in, l.Out).Run(kernel.Operands{C: g.dx, A: g.dy, B: l.wt, Gate: g.gate}, from, to)
	}
	if i == g.parts-1 {
		kernel.ColumnSum(l.B.Grad.Data, g.dy, g.n)
	}
}

func (l *Affine) clone() Layer {
	c := NewAffine(l.Out)
	c.Init = l.Init
	if l.W != nil {
		c.set(l.W.Value.Clone(), l.B.Value.Clone())
	}
	return c
}
