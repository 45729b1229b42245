package nn

import (
	"strings"

	"quire/nn/internal/kernel"
)

// Optimizer changes parameters by their gradients. A cell can implement it: p.Value.Data and p.Grad.Data have equally
// many elements, and the methods of Tensor work on all of them at once:
//
//	func (o *mine) Update(params []*nn.Param) {
//		for _, p := range params {
//			p.Move(p.Grad, -o.LR) // W ← W − lr·g
//		}
//	}
//
// The optimizers of this package keep what they need to remember, such as velocities, beside each parameter. Their fields
// may be changed between steps; Update panics with a *UsageError when one cannot work. Reset forgets the past, and
// [SaveOptimizer] and [LoadOptimizer] keep it in a file.
//
// A weight penalty can be part of the loss (WeightDecay of [NetSpec]): then λ·W is in the gradient before an optimizer sees
// it, and what the optimizer does to a gradient it does to the penalty. Or it can be decoupled: see [AdamW].
type Optimizer interface {
	Update(params []*Param)
}

// RateSetter is an Optimizer whose learning rate can be changed from outside, as all optimizers of this package are. Fit
// needs it for a Schedule, and notes the rate in the history of a training.
type RateSetter interface {
	LearningRate() float64
	SetLearningRate(lr float64)
}

// checkRate panics unless the learning rate is a positive number.
func checkRate(op string, lr float64) {
	if !(lr > 0) || !finite(lr) {
		misuse(op, "the learning rate is %g; it must be a positive number", lr)
	}
}

// checkStep panics unless the learning rate of a step is a number that is not negative: schedules may end at 0.
func checkStep(op string, lr float64) {
	if !(lr >= 0) || !finite(lr) {
		misuse(op, "the learning rate is %g; it must not be negative, and it must be a number", lr)
	}
}

// checkPart panics unless the factor of a running mean or a velocity is from 0 up to, not including, 1.
func checkPart(op, name string, v float64) {
	if !(v >= 0 && v < 1) {
		misuse(op, "%s is %g; give a number from 0 up to, not including, 1", name, v)
	}
}

// checkEps panics unless ε is positive: without it, a gradient of 0 would be divided by 0.
func checkEps(op string, eps float64) {
	if !(float32(eps) > 0) || !finite(eps) {
		misuse(op, "Eps is %g; give a small positive number such as 1e-7", eps)
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
	checkStep("SGD.Update", o.LR)
	for _, p := range params {
		kernel.SGD(p.Value.Data, p.Grad.Data, float32(o.LR))
	}
}

// Momentum lets the steps gather speed: v ← μ·v − lr·g, W ← W + v (Polyak 1964).
//
// PyTorch keeps v ← μ·v + g and steps by −lr·v. With a fixed learning rate that is the same; when the rate falls, here the
// speed gathered at the old rate runs out by and by, and there it falls at once.
type Momentum struct {
	LR, Mu float64
	v      state
}

// NewMomentum returns the optimizer; mu is usually 0.9.
func NewMomentum(lr, mu float64) *Momentum {
	checkRate("NewMomentum", lr)
	checkPart("NewMomentum", "Mu", mu)
	return &Momentum{LR: lr, Mu: mu}
}

// Update makes one step.
func (o *Momentum) Update(params []*Param) {
	checkStep("Momentum.Update", o.LR)
	checkPart("Momentum.Update", "Mu", o.Mu)
	o.v.enter("Momentum.Update")
	defer o.v.leave()
	for _, p := range params {
		kernel.Momentum(p.Value.Data, p.Grad.Data, o.v.of(p), float32(o.LR), float32(o.Mu))
	}
}

// Nesterov is momentum with the gradient of the place that the speed leads to, in the form that keeps the parameters at
// that place: v ← μ·v − lr·g, W ← W + μ·v − lr·g (Bengio et al. 2012, arXiv:1212.0901). PyTorch's is the same while the
// learning rate does not change: see Momentum.
type Nesterov struct {
	LR, Mu float64
	v      state
}

// NewNesterov returns the optimizer; mu is usually 0.9.
func NewNesterov(lr, mu float64) *Nesterov {
	checkRate("NewNesterov", lr)
	checkPart("NewNesterov", "Mu", mu)
	return &Nesterov{LR: lr, Mu: mu}
}

// Update makes one step.
func (o *Nesterov) Update(params []*Param) {
	checkStep("Nesterov.Update", o.LR)
	checkPart("Nesterov.Update", "Mu", o.Mu)
	o.v.enter("Nesterov.Update")
	defer o.v.leave()
	for _, p := range params {
		kernel.Nesterov(p.Value.Data, p.Grad.Data, o.v.of(p), float32(o.LR), float32(o.Mu))
	}
}

// NewOptimizer returns an optimizer by its name, with the usual settings beside the learning rate: "sgd", "momentum",
// "nesterov" (μ = 0.9), "adagrad", "rmsprop" (ρ = 0.99), "adam" or "adamw" (λ = 0.01).
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
	case "adamw":
		return NewAdamW(lr, 0.01)
	}
	misuse("NewOptimizer", "there is no optimizer %q; use sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw", name)
	return nil
}
