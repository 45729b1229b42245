package nn

import "quire/nn/internal/kernel"

// ReLU is the layer y = max(x, 0), for tensors of any shape (sections 3.2.7 and 5.5.1 of the book).
type ReLU struct {
	Base
	joint
	y, dx buffer
}

// NewReLU returns the layer.
func NewReLU() *ReLU { return &ReLU{} }

// OutputShape returns the input's shape.
func (l *ReLU) OutputShape(input []int) []int { return input }

// Forward returns max(x, 0), of the shape of x. What is not a number stays.
func (l *ReLU) Forward(x *Tensor, train bool) *Tensor {
	if train {
		l.join(nil)
	}
	y := l.y.result(train, x.Shape...)
	kernel.ReLU(y.Data, x.Data)
	return y
}

// Backward returns dy where the output was positive, and 0 elsewhere, also where the input was 0.
func (l *ReLU) Backward(dy *Tensor) *Tensor {
	l.part()
	checkGrad("ReLU.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	kernel.ReLUGrad(dx.Data, dy.Data, l.y.t.Data)
	return dx
}

func (l *ReLU) clone() Layer { return NewReLU() }

// Sigmoid is the layer y = 1/(1 + e⁻ˣ), for tensors of any shape (sections 3.2.1 and 5.5.2 of the book).
type Sigmoid struct {
	Base
	y, dx buffer
}

// NewSigmoid returns the layer.
func NewSigmoid() *Sigmoid { return &Sigmoid{} }

// OutputShape returns the input's shape.
func (l *Sigmoid) OutputShape(input []int) []int { return input }

// Forward returns 1/(1 + e⁻ˣ), of the shape of x.
func (l *Sigmoid) Forward(x *Tensor, train bool) *Tensor {
	y := l.y.result(train, x.Shape...)
	kernel.Sigmoids(y.Data, x.Data)
	return y
}

// Backward returns dy·y·(1 − y).
func (l *Sigmoid) Backward(dy *Tensor) *Tensor {
	checkGrad("Sigmoid.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	kernel.SigmoidGrad(dx.Data, dy.Data, l.y.t.Data)
	return dx
}

func (l *Sigmoid) clone() Layer { return NewSigmoid() }

// Tanh is the layer y = tanh x = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ), for tensors of any shape (LeCun et al. 1998, "Efficient BackProp",
// section 4.4).
type Tanh struct {
	Base
	y, dx buffer
}

// NewTanh returns the layer.
func NewTanh() *Tanh { return &Tanh{} }

// OutputShape returns the input's shape.
func (l *Tanh) OutputShape(input []int) []int { return input }

// Forward returns tanh x, of the shape of x.
func (l *Tanh) Forward(x *Tensor, train bool) *Tensor {
	y := l.y.result(train, x.Shape...)
	kernel.Tanhs(y.Data, x.Data)
	return y
}

// Backward returns dy·(1 − y²).
func (l *Tanh) Backward(dy *Tensor) *Tensor {
	checkGrad("Tanh.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	kernel.TanhGrad(dx.Data, dy.Data, l.y.t.Data)
	return dx
}

func (l *Tanh) clone() Layer { return NewTanh() }
