package nn

import "quire/nn/internal/kernel"

// SetDecay says whether weight penalties apply to the parameter; see Decays. It may be called at any time, also for a
// parameter of a network: W of one layer can go without, or a bias with.
func (p *Param) SetDecay(on bool) { p.decay = on }

// penalties are the weight penalties of a network: l2/2·ΣW² + l1·Σ|W| over all parameters that decay.
type penalties struct{ l1, l2 float64 }

// check panics unless both factors can be used.
func (k penalties) check(op string) {
	if !(k.l2 >= 0) || !finite(k.l2) {
		misuse(op, "WeightDecay is %g; give a number that is not negative, such as 1e-4", k.l2)
	}
	if !(k.l1 >= 0) || !finite(k.l1) {
		misuse(op, "L1 is %g; give a number that is not negative, such as 1e-5", k.l1)
	}
}

// value returns the penalty.
func (k penalties) value(params []*Param) float64 {
	if k == (penalties{}) {
		return 0
	}
	squares, sizes := 0.0, 0.0
	for _, p := range params {
		if !p.decay {
			continue
		}
		if k.l2 != 0 {
			squares += kernel.SumSquares(p.Value.Data)
		}
		if k.l1 != 0 {
			sizes += kernel.SumSizes(p.Value.Data)
		}
	}
	return float64(0.5*k.l2*squares) + float64(k.l1*sizes)
}

// addGradient adds λ₂·W + λ₁·sign W to the gradients.
func (k penalties) addGradient(params []*Param) {
	if k == (penalties{}) {
		return
	}
	for _, p := range params {
		if !p.decay {
			continue
		}
		if k.l2 != 0 {
			kernel.Decay(p.Grad.Data, p.Value.Data, float32(k.l2))
		}
		if k.l1 != 0 {
			kernel.DecaySign(p.Grad.Data, p.Value.Data, float32(k.l1))
		}
	}
}
