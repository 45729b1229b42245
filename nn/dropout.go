package nn

import "quire/nn/internal/kernel"

// Dropout sets a random part of its input to zero in training and scales the rest up, so that the mean stays; in
// evaluation it changes nothing (Srivastava et al. 2014, in the inverted form; section 6.4.3 of the book, which scales in
// evaluation instead).
type Dropout struct {
	Base
	Rate float64 // part that is dropped

	r     *Rand
	mask  []float32 // 0 or 1/(1−Rate)
	y, dx buffer
}

// NewDropout returns the layer. rate is the part of the inputs to drop, from 0 up to, not including, 1.
func NewDropout(rate float64) *Dropout {
	l := &Dropout{Rate: rate}
	l.check("NewDropout")
	return l
}

func (l *Dropout) check(op string) {
	if !(l.Rate >= 0 && l.Rate < 1) {
		misuse(op, "the rate is %g; give a number from 0 up to, not including, 1", l.Rate)
	}
}

// Build gives the layer its stream, unless it has one.
func (l *Dropout) Build(input []int, init Init, r *Rand) {
	if l.r == nil {
		l.r = r
	}
}

// OutputShape returns the input's shape.
func (l *Dropout) OutputShape(input []int) []int { return input }

// Forward returns x with a new random part dropped when train is set, and a copy of x otherwise.
func (l *Dropout) Forward(x *Tensor, train bool) *Tensor {
	l.check("Dropout.Forward")
	if !train {
		return x.Clone()
	}
	l.r = orDefault(l.r)
	y := l.y.shaped(x.Shape...)
	if cap(l.mask) < len(x.Data) {
		l.mask = aligned(len(x.Data))
	}
	l.mask = l.mask[:len(x.Data)]
	scale := float32(1 / (1 - l.Rate))
	drop := uint64(l.Rate * (1 << 32))
	for i := range l.mask {
		m := scale
		if l.r.Uint64()>>32 < drop {
			m = 0
		}
		l.mask[i] = m
	}
	kernel.Mul(y.Data, x.Data, l.mask)
	return y
}

// Backward returns dy times the mask of the last Forward.
func (l *Dropout) Backward(dy *Tensor) *Tensor {
	checkGrad("Dropout.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	kernel.Mul(dx.Data, dy.Data, l.mask)
	return dx
}

func (l *Dropout) clone() Layer {
	c := NewDropout(l.Rate)
	if l.r != nil {
		r := *l.r
		c.r = &r
	}
	return c
}
