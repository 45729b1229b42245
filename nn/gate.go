package nn

import "quire/nn/internal/kernel"

// Swish is the layer y = x·sigmoid(x), for tensors of any shape (Ramachandran, Zoph and Le 2017, arXiv:1710.05941; also
// called SiLU).
type Swish struct {
	Base
	x     *Tensor
	y, dx buffer
}

// NewSwish returns the layer.
func NewSwish() *Swish { return &Swish{} }

// OutputShape returns the input's shape.
func (l *Swish) OutputShape(input []int) []int { return input }

// Forward returns x·sigmoid(x), of the shape of x, which is kept, unchanged, for Backward when train is set.
func (l *Swish) Forward(x *Tensor, train bool) *Tensor {
	y := l.y.result(train, x.Shape...)
	if train {
		l.x = x
	}
	kernel.Swish(y.Data, x.Data)
	return y
}

// Backward returns dy·(s + x·s·(1 − s)) with s = sigmoid(x).
func (l *Swish) Backward(dy *Tensor) *Tensor {
	checkGrad("Swish.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	kernel.SwishGrad(dx.Data, dy.Data, l.x.Data)
	return dx
}

func (l *Swish) clone() Layer { return NewSwish() }

// GELU is the Gaussian error linear unit in the form with tanh, for tensors of any shape:
// y = ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) (Hendrycks and Gimpel 2016, arXiv:1606.08415). The form with the error
// function differs from it by less than 0.0005.
type GELU struct {
	Base
	x     *Tensor
	y, dx buffer
}

// NewGELU returns the layer.
func NewGELU() *GELU { return &GELU{} }

// OutputShape returns the input's shape.
func (l *GELU) OutputShape(input []int) []int { return input }

// Forward returns the GELU of x, of the shape of x, which is kept, unchanged, for Backward when train is set.
func (l *GELU) Forward(x *Tensor, train bool) *Tensor {
	y := l.y.result(train, x.Shape...)
	if train {
		l.x = x
	}
	kernel.GELU(y.Data, x.Data)
	return y
}

// Backward returns dy times the derivative at the last input.
func (l *GELU) Backward(dy *Tensor) *Tensor {
	checkGrad("GELU.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	kernel.GELUGrad(dx.Data, dy.Data, l.x.Data)
	return dx
}

func (l *GELU) clone() Layer { return NewGELU() }
