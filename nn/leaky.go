package nn

import "quire/nn/internal/kernel"

// LeakyReLU is the layer y = x for x > 0 and slope·x elsewhere, for tensors of any shape: a ReLU whose gradient never is
// quite 0 (Maas et al. 2013).
type LeakyReLU struct {
	Base
	Slope float64 // from 0 to 1

	y, dx buffer
}

// NewLeakyReLU returns the layer. slope is a number from 0 to 1; 0.01 is usual.
func NewLeakyReLU(slope float64) *LeakyReLU {
	if !(slope >= 0 && slope <= 1) {
		misuse("NewLeakyReLU", "the slope is %g; give a number from 0 to 1, such as 0.01", slope)
	}
	return &LeakyReLU{Slope: slope}
}

// OutputShape returns the input's shape.
func (l *LeakyReLU) OutputShape(input []int) []int { return input }

// Forward returns x where it is positive and slope·x elsewhere, of the shape of x. What is not a number stays.
func (l *LeakyReLU) Forward(x *Tensor, train bool) *Tensor {
	y := l.y.result(train, x.Shape...)
	kernel.LeakyReLU(y.Data, x.Data, float32(l.Slope))
	return y
}

// Backward returns dy where the output was positive, and slope·dy elsewhere.
func (l *LeakyReLU) Backward(dy *Tensor) *Tensor {
	checkGrad("LeakyReLU.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	kernel.LeakyReLUGrad(dx.Data, dy.Data, l.y.t.Data, float32(l.Slope))
	return dx
}

func (l *LeakyReLU) clone() Layer { return NewLeakyReLU(l.Slope) }

// ELU is the exponential linear unit y = x for x > 0 and α·(eˣ − 1) elsewhere, for tensors of any shape (Clevert,
// Unterthiner and Hochreiter 2016, arXiv:1511.07289).
type ELU struct {
	Base
	Alpha float64 // α

	y, dx buffer
}

// NewELU returns the layer. alpha is a positive number, usually 1.
func NewELU(alpha float64) *ELU {
	if !(alpha > 0) || !finite(alpha) {
		misuse("NewELU", "alpha is %g; give a positive number, such as 1", alpha)
	}
	return &ELU{Alpha: alpha}
}

// OutputShape returns the input's shape.
func (l *ELU) OutputShape(input []int) []int { return input }

// Forward returns x where it is positive and α·(eˣ − 1) elsewhere, of the shape of x.
func (l *ELU) Forward(x *Tensor, train bool) *Tensor {
	y := l.y.result(train, x.Shape...)
	kernel.ELU(y.Data, x.Data, float32(l.Alpha))
	return y
}

// Backward returns dy where the output was positive, and dy·(y + α) elsewhere.
func (l *ELU) Backward(dy *Tensor) *Tensor {
	checkGrad("ELU.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	kernel.ELUGrad(dx.Data, dy.Data, l.y.t.Data, float32(l.Alpha))
	return dx
}

func (l *ELU) clone() Layer { return NewELU(l.Alpha) }
