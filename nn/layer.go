package nn

import (
	"slices"
	"strconv"

	"quire/nn/internal/kernel"
)

// Layer is one step of a network. A cell can implement it.
//
// Forward returns the layer's output for x. With train set it keeps what Backward needs, and the result belongs to the
// layer: it is valid until its next Forward. Without, the result is the caller's and nothing is kept, so that several
// goroutines may call it. Backward takes the gradient of the loss by the output of the last Forward with train set, sets
// Grad of every Param, and returns the gradient by x, valid until the next Backward. Neither modifies its argument.
type Layer interface {
	Forward(x *Tensor, train bool) *Tensor
	Backward(dy *Tensor) *Tensor
	Params() []*Param
}

// Param is a tensor that training changes, and the gradient of the loss by it.
type Param struct {
	Name  string
	Value *Tensor
	Grad  *Tensor

	decay bool // a weight penalty applies
	owned bool // part of a Net
}

// NewParam returns a parameter with the given value, which it keeps, and a gradient of zeros.
func NewParam(name string, value *Tensor) *Param {
	need("NewParam", "the value of "+strconv.Quote(name), value)
	return &Param{Name: name, Value: value, Grad: New(value.Shape...)}
}

// NewWeight returns a parameter like NewParam to which weight penalties apply.
func NewWeight(name string, value *Tensor) *Param {
	p := NewParam(name, value)
	p.decay = true
	return p
}

// Decays reports whether weight penalties apply to the parameter: to the W of this package's layers and what NewWeight
// made, and not to biases, gamma and beta.
func (p *Param) Decays() bool { return p.decay }

// Move changes the value in place: W ← W + factor·d. d has as many elements as the value. It is the step of an optimizer,
// and as fast as those of this package.
func (p *Param) Move(d *Tensor, factor float64) {
	if len(d.Data) != len(p.Value.Data) {
		misshape("Param.Move", "d", d.Shape, shapeText(p.Value.Shape)+" like the value", "")
	}
	kernel.Decay(p.Value.Data, d.Data, float32(factor))
}

// Base is embedded by layers without parameters: such a layer needs only Forward and Backward.
type Base struct{}

// Params returns nil: there are no parameters.
func (Base) Params() []*Param { return nil }

// Func returns a layer without parameters made from two functions. forward returns the output for x; backward returns
// the gradient by x for the gradient by the output. What backward needs from forward, both keep in variables that they
// share.
func Func(forward, backward func(*Tensor) *Tensor) Layer {
	if forward == nil || backward == nil {
		misuse("Func", "both functions are needed")
	}
	return &funcLayer{forward: forward, backward: backward}
}

type funcLayer struct {
	Base
	forward, backward func(*Tensor) *Tensor
}

// Forward implements Layer.
func (l *funcLayer) Forward(x *Tensor, train bool) *Tensor { return l.forward(x) }

// Backward implements Layer.
func (l *funcLayer) Backward(dy *Tensor) *Tensor { return l.backward(dy) }

// buffer is a tensor that a layer uses again and again. Its memory grows to the largest batch.
type buffer struct{ t Tensor }

// shaped returns the buffer's tensor with the given shape; its content is undefined.
func (b *buffer) shaped(shape ...int) *Tensor {
	n := 1
	for _, d := range shape {
		n *= d
	}
	if cap(b.t.Data) < n {
		b.t.Data = aligned(n)
	}
	b.t.Data = b.t.Data[:n]
	b.t.Shape = append(b.t.Shape[:0], shape...)
	return &b.t
}

// last returns the buffer's tensor as it was shaped last, or nil.
func (b *buffer) last() *Tensor {
	if b.t.Shape == nil {
		return nil
	}
	return &b.t
}

// result returns the tensor that a Forward fills: the buffer's in training, a new one otherwise.
func (b *buffer) result(train bool, shape ...int) *Tensor {
	if train {
		return b.shaped(shape...)
	}
	return New(shape...)
}

// given returns what a method of a layer or a loss returned, and panics when that is nil.
func given(t *Tensor, who any, method string) *Tensor {
	if t == nil {
		misuse(kindOf(who)+"."+method, "it returned nil; return a tensor")
	}
	return t
}

// checkGrad panics when dy has not the shape of the output y of the last Forward in training.
func checkGrad(op string, dy, y *Tensor) {
	if y == nil {
		misuse(op, "there was no Forward with train set before; call Forward(x, true) first")
	}
	if !slices.Equal(dy.Shape, y.Shape) {
		misshape(op, "dy", dy.Shape, shapeText(y.Shape)+" like the last output", "")
	}
}
