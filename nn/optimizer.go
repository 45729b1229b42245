package nn

import (
	"math"
	"strings"

	"quire/nn/internal/kernel"
)

// Optimizer changes parameters by their gradients. A cell can implement it: p.Value.Data and p.Grad.Data have equally
// many elements.
type Optimizer interface {
	Update(params []*Param)
}

// state keeps a tensor beside each parameter: velocities, means of squares.
type state map[*Param][]float32

func (s *state) of(p *Param) []float32 {
	if *s == nil {
		*s = state{}
	}
	v, ok := (*s)[p]
	if !ok {
		v = aligned(len(p.Value.Data))
		(*s)[p] = v
	}
	return v
}

// checkRate panics unless the learning rate is a positive number.
func checkRate(op string, lr float64) {
	if !(lr > 0) || !finite(lr) {
		misuse(op, "the learning rate is %g; it must be a positive number", lr)
	}
}

// SGD is stochastic gradient descent: W ← W − lr·g.
type SGD struct{ LR float64 }

// NewSGD returns the optimizer.
func NewSGD(lr float64) *SGD {
	checkRate("NewSGD", lr)
	return &SGD{LR: lr}
}

// Update makes one step.
func (o *SGD) Update(params []*Param) {
	for _, p := range params {
		kernel.SGD(p.Value.Data, p.Grad.Data, float32(o.LR))
	}
}

// Momentum lets the steps gather speed: v ← μ·v − lr·g, W ← W + v (Polyak 1964).
type Momentum struct {
	LR, Mu float64
	v      state
}

// NewMomentum returns the optimizer; mu is usually 0.9.
func NewMomentum(lr, mu float64) *Momentum {
	checkRate("NewMomentum", lr)
	return &Momentum{LR: lr, Mu: mu}
}

// Update makes one step.
func (o *Momentum) Update(params []*Param) {
	for _, p := range params {
		kernel.Momentum(p.Value.Data, p.Grad.Data, o.v.of(p), float32(o.LR), float32(o.Mu))
	}
}

// Nesterov is momentum with the gradient of the place that the speed leads to, in the form that keeps the parameters at
// that place: v ← μ·v − lr·g, W ← W + μ·v − lr·g (Bengio et al. 2012, arXiv:1212.0901).
type Nesterov struct {
	LR, Mu float64
	v      state
}

// NewNesterov returns the optimizer; mu is usually 0.9.
func NewNesterov(lr, mu float64) *Nesterov {
	checkRate("NewNesterov", lr)
	return &Nesterov{LR: lr, Mu: mu}
}

// Update makes one step.
func (o *Nesterov) Update(params []*Param) {
	for _, p := range params {
		kernel.Nesterov(p.Value.Data, p.Grad.Data, o.v.of(p), float32(o.LR), float32(o.Mu))
	}
}

// AdaGrad divides each step by the root of all squared gradients so far: h ← h + g², W ← W − lr·g/(√h + ε) (Duchi,
// Hazan and Singer 2011).
type AdaGrad struct {
	LR, Eps float64
	h       state
}

// NewAdaGrad returns the optimizer, with ε = 1e-7.
func NewAdaGrad(lr float64) *AdaGrad {
	checkRate("NewAdaGrad", lr)
	return &AdaGrad{LR: lr, Eps: 1e-7}
}

// Update makes one step.
func (o *AdaGrad) Update(params []*Param) {
	for _, p := range params {
		kernel.AdaGrad(p.Value.Data, p.Grad.Data, o.h.of(p), float32(o.LR), float32(o.Eps))
	}
}

// RMSprop is AdaGrad that forgets: h ← ρ·h + (1−ρ)·g², W ← W − lr·g/(√h + ε) (Hinton, lecture 6e).
type RMSprop struct {
	LR, Decay, Eps float64
	h              state
}

// NewRMSprop returns the optimizer, with ε = 1e-7. decay is ρ: 0.99 in the book, 0.9 in Hinton's lecture.
func NewRMSprop(lr, decay float64) *RMSprop {
	checkRate("NewRMSprop", lr)
	return &RMSprop{LR: lr, Decay: decay, Eps: 1e-7}
}

// Update makes one step.
func (o *RMSprop) Update(params []*Param) {
	r := kernel.Rates{LR: float32(o.LR), Eps: float32(o.Eps), One: float32(o.Decay), Two: float32(1 - o.Decay)}
	for _, p := range params {
		kernel.RMSprop(p.Value.Data, p.Grad.Data, o.h.of(p), r)
	}
}

// Adam steps along a running mean of the gradients divided by the root of a running mean of their squares, both corrected
// for their start at 0 (Kingma and Ba 2015, arXiv:1412.6980; ε stands outside the correction, as in the book).
type Adam struct {
	LR, Beta1, Beta2, Eps float64
	m, h                  state
	power1, power2        float64 // β₁ᵗ, β₂ᵗ
	steps                 int
}

// NewAdam returns the optimizer, with β₁ = 0.9, β₂ = 0.999 and ε = 1e-7.
func NewAdam(lr float64) *Adam {
	checkRate("NewAdam", lr)
	return &Adam{LR: lr, Beta1: 0.9, Beta2: 0.999, Eps: 1e-7}
}

// Update makes one step.
func (o *Adam) Update(params []*Param) {
	if o.steps == 0 {
		o.power1, o.power2 = 1, 1
	}
	o.steps++
	o.power1 *= o.Beta1
	o.power2 *= o.Beta2
	r := kernel.Rates{
		LR:  float32(o.LR * math.Sqrt(1-o.power2) / (1 - o.power1)),
		Eps: float32(o.Eps), One: float32(1 - o.Beta1), Two: float32(1 - o.Beta2),
	}
	for _, p := range params {
		kernel.Adam(p.Value.Data, p.Grad.Data, o.m.of(p), o.h.of(p), r)
	}
}

// NewOptimizer returns an optimizer by its name, with the usual settings beside the learning rate: "sgd", "momentum",
// "nesterov" (μ = 0.9), "adagrad", "rmsprop" (ρ = 0.99) or "adam".
func NewOptimizer(name string, lr float64) Optimizer {
	switch strings.ToLower(name) {
	case "sgd":
		return NewSGD(lr)
	case "momentum":
		return NewMomentum(lr, 0.9)
	case "nesterov":
		return NewNesterov(lr, 0.9)
	case "adagrad":
		return NewAdaGrad(lr)
	case "rmsprop":
		return NewRMSprop(lr, 0.99)
	case "adam":
		return NewAdam(lr)
	}
	misuse("NewOptimizer", "there is no optimizer %q; use sgd, momentum, nesterov, adagrad, rmsprop or adam", name)
	return nil
}
