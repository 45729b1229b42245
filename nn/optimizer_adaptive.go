package nn

import (
	"math"

	"quire/nn/internal/kernel"
)

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
	checkStep("AdaGrad.Update", o.LR)
	checkEps("AdaGrad.Update", o.Eps)
	o.h.enter("AdaGrad.Update")
	defer o.h.leave()
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
	checkPart("NewRMSprop", "Decay", decay)
	return &RMSprop{LR: lr, Decay: decay, Eps: 1e-7}
}

// Update makes one step.
func (o *RMSprop) Update(params []*Param) {
	checkStep("RMSprop.Update", o.LR)
	checkPart("RMSprop.Update", "Decay", o.Decay)
	checkEps("RMSprop.Update", o.Eps)
	o.h.enter("RMSprop.Update")
	defer o.h.leave()
	r := kernel.Rates{LR: float32(o.LR), Eps: float32(o.Eps), One: float32(o.Decay), Two: float32(1 - o.Decay)}
	for _, p := range params {
		kernel.RMSprop(p.Value.Data, p.Grad.Data, o.h.of(p), r)
	}
}

// Adam steps along a running mean of the gradients divided by the root of a running mean of their squares, both corrected
// for their start at 0 (Kingma and Ba 2015, arXiv:1412.6980):
//
//	m ← m + (1−β₁)·(g − m)
//	h ← h + (1−β₂)·(g² − h)
//	W ← W − lr·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√h + ε)
//
// ε stands outside the correction, as in the book and in the paper's efficient form. PyTorch has it inside,
// √(h/(1−β₂ᵗ)) + ε: its ε is that here times 1/√(1−β₂ᵗ), 32 times at the first step and equal in the long run.
type Adam struct {
	LR, Beta1, Beta2, Eps float64
	means                 means
}

// NewAdam returns the optimizer, with β₁ = 0.9, β₂ = 0.999 and ε = 1e-7.
func NewAdam(lr float64) *Adam {
	checkRate("NewAdam", lr)
	return &Adam{LR: lr, Beta1: 0.9, Beta2: 0.999, Eps: 1e-7}
}

// Update makes one step.
func (o *Adam) Update(params []*Param) {
	o.means.m.enter("Adam.Update")
	defer o.means.m.leave()
	r := o.means.step("Adam.Update", o.LR, o.Beta1, o.Beta2, o.Eps)
	for _, p := range params {
		kernel.Adam(p.Value.Data, p.Grad.Data, o.means.m.of(p), o.means.h.of(p), r)
	}
}

// AdamW is Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101): weights shrink by lr·λ·W in
// each step, beside the step of Adam and not through its running means, so that all shrink at the same rate. Biases, and
// the gamma and beta of batch normalisation, do not shrink: see Param.Decays. The loss that training shows has no penalty.
//
// Use either this or WeightDecay of NetSpec, not both.
type AdamW struct {
	LR, Beta1, Beta2, Eps float64
	WeightDecay           float64 // λ
	means                 means
}

// NewAdamW returns the optimizer, with β₁ = 0.9, β₂ = 0.999 and ε = 1e-7. weightDecay is λ, usually 0.01.
func NewAdamW(lr, weightDecay float64) *AdamW {
	checkRate("NewAdamW", lr)
	checkPenalty("NewAdamW", weightDecay)
	return &AdamW{LR: lr, Beta1: 0.9, Beta2: 0.999, Eps: 1e-7, WeightDecay: weightDecay}
}

// Update makes one step.
func (o *AdamW) Update(params []*Param) {
	checkPenalty("AdamW.Update", o.WeightDecay)
	o.means.m.enter("AdamW.Update")
	defer o.means.m.leave()
	r := o.means.step("AdamW.Update", o.LR, o.Beta1, o.Beta2, o.Eps)
	for _, p := range params {
		if p.decay && o.WeightDecay != 0 {
			kernel.AdamW(p.Value.Data, p.Grad.Data, o.means.m.of(p), o.means.h.of(p), r, float32(-o.LR*o.WeightDecay))
			continue
		}
		kernel.Adam(p.Value.Data, p.Grad.Data, o.means.m.of(p), o.means.h.of(p), r)
	}
}

// checkPenalty panics unless λ is a number that is not negative.
func checkPenalty(op string, lambda float64) {
	if !(lambda >= 0) || !finite(lambda) {
		misuse(op, "the weight decay is %g; it must not be negative, and it must be a number", lambda)
	}
}

// means are the running means of Adam and their correction.
type means struct {
	m, h           state
	steps          int
	power1, power2 float64 // β₁ᵗ, β₂ᵗ
}

// step checks the settings, counts a step, and returns its factors.
func (a *means) step(op string, lr, beta1, beta2, eps float64) kernel.Rates {
	checkStep(op, lr)
	checkPart(op, "Beta1", beta1)
	checkPart(op, "Beta2", beta2)
	checkEps(op, eps)
	if a.steps == 0 {
		a.power1, a.power2 = 1, 1
	}
	a.steps++
	a.power1 *= beta1
	a.power2 *= beta2
	return kernel.Rates{
		LR:  float32(lr * math.Sqrt(1-a.power2) / (1 - a.power1)),
		Eps: float32(eps), One: float32(1 - beta1), Two: float32(1 - beta2),
	}
}
