package nn

import (
	"math"

	"quire/nn/internal/kernel"
)

// ClipNorm makes all gradients smaller by one factor when their common length ‖g‖, the root of the sum of all squares, is
// greater than max: g ← g·max/‖g‖ (Pascanu, Mikolov and Bengio 2013, arXiv:1211.5063). The direction stays. It returns the
// length from before, which is worth watching.
//
// Call it between Gradient and Update; Params of a network gives the parameters. Gradients that hold what is no number are
// left as they are.
func ClipNorm(params []*Param, max float64) float64 {
	checkLimit("ClipNorm", max)
	squares := 0.0
	for _, p := range params {
		squares += kernel.SumSquares(p.Grad.Data)
	}
	norm := math.Sqrt(squares)
	if norm > max && finite(norm) {
		for _, p := range params {
			kernel.Scale(p.Grad.Data, float32(max/norm))
		}
	}
	return norm
}

// ClipValue limits every number of the gradients to −max … max. It changes the direction of the step, unlike ClipNorm.
func ClipValue(params []*Param, max float64) {
	checkLimit("ClipValue", max)
	for _, p := range params {
		kernel.Clip(p.Grad.Data, float32(max))
	}
}

// checkLimit panics unless a limit of gradients is a positive number.
func checkLimit(op string, max float64) {
	if !(max > 0) || !finite(max) {
		misuse(op, "the limit is %g; give a positive number, such as 1", max)
	}
}
