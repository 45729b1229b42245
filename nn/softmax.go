package nn

import "quire/nn/internal/kernel"

// Softmax is the layer that makes probabilities of the last axis: y = eˣ/Σ eˣ (section 3.5 of the book), computed with
// x − max, so that nothing overflows.
//
// A network for classes does not end in it when its loss is SoftmaxCrossEntropy, which has a softmax of its own: with
// both, the gradients are small and training is slow.
type Softmax struct {
	Base
	y, dx buffer
}

// NewSoftmax returns the layer.
func NewSoftmax() *Softmax { return &Softmax{} }

// OutputShape returns the input's shape.
func (l *Softmax) OutputShape(input []int) []int {
	if len(input) == 0 || input[len(input)-1] == 0 {
		misshape("Softmax", "one example", input, "at least one number", "the last axis holds the classes")
	}
	return input
}

// Forward returns the probabilities, of the shape of x: along the last axis they add up to 1.
func (l *Softmax) Forward(x *Tensor, train bool) *Tensor {
	if len(x.Shape) == 0 {
		misshape("Softmax.Forward", "x", x.Shape, "(N, classes)", "the last axis holds the classes")
	}
	y := l.y.result(train, x.Shape...)
	if len(x.Data) > 0 {
		kernel.Softmax(y.Data, x.Data, x.Shape[len(x.Shape)-1])
	}
	return y
}

// Backward returns y·(dy − Σ dy·y), the sum being along the last axis: dy times the Jacobian ∂yᵢ/∂xⱼ = yᵢ·(δᵢⱼ − yⱼ).
func (l *Softmax) Backward(dy *Tensor) *Tensor {
	checkGrad("Softmax.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	if len(dy.Data) > 0 {
		kernel.SoftmaxGrad(dx.Data, dy.Data, l.y.t.Data, dy.Shape[len(dy.Shape)-1])
	}
	return dx
}

func (l *Softmax) clone() Layer { return NewSoftmax() }
