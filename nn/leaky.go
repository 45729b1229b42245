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
	l := &LeakyReLU{Slope: slope}
	l.check("NewLeakyReLU")
	return l
}

func (l *LeakyReLU) check(op string) {
	if !(l.Slope >= 0 && l.Slope <= 1) {
		misuse(op, "the slope is %g; give a number from 0 to 1, such as 0.01", l.Slope)
	}
}

// OutputShape returns the input's shape.
func (l *LeakyReLU) OutputShape(input []int) []int { return input }

// Forward returns x where it is positive and slope·x elsewhere, of the shape of x. What is not a number stays.
func (l *LeakyReLU) Forward(x *Tensor, train bool) *Tensor {
	l.check("LeakyReLU.Forward")
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
	l := &ELU{Alpha: alpha}
	l.check("NewELU")
	return l
}

func (l *ELU) check(op string) {
	if !(l.Alpha > 0) || !finite(l.Alpha) {
		misuse(op, "alpha is %g; give a positive number, such as 1", l.Alpha)
	}
}

// OutputShape returns the input's shape.
func (l *ELU) OutputShape(input []int) []int { return input }

// Forward returns x where it is positive and α·(eˣ − 1) elsewhere, of the shape of x.
func (l *ELU) Forward(x *Tensor, train bool) *Tensor {
	l.check("ELU.Forward")
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
