package nn

import "math"

// Trajectory returns the points that an optimizer goes through on a function of a few variables: the start, then one
// point after each step. gradient returns the gradient at x. The optimizers of this package are followed in float64, from
// their start whatever they did before; others through Update. An interrupt ends it early.
func Trajectory(opt Optimizer, start []float64, gradient func(x []float64) []float64, steps int) [][]float64 {
	if opt == nil || gradient == nil {
		misuse("Trajectory", "the optimizer and the gradient are both needed")
	}
	x := append([]float64(nil), start...)
	points := [][]float64{append([]float64(nil), x...)}
	step := stepper(opt, x)
	interrupted := currentHost().Interrupted
	for t := 1; t <= steps && !(t%64 == 0 && interrupted()); t++ {
		g := gradient(append([]float64(nil), x...))
		if len(g) != len(start) {
			misuse("Trajectory", "the gradient has %d numbers and the point %d", len(g), len(start))
		}
		step(g, t)
		points = append(points, append([]float64(nil), x...))
	}
	return points
}

// rule is an optimizer's formula for one variable: x at step t (from 1) with the gradient g and the state s.
type rule interface {
	rule(x, g float64, s *[2]float64, t int) float64
}

// stepper returns a function that moves x.
func stepper(opt Optimizer, x []float64) func(g []float64, t int) {
	if r, ok := opt.(rule); ok {
		state := make([][2]float64, len(x))
		return func(g []float64, t int) {
			for i := range x {
				x[i] = r.rule(x[i], g[i], &state[i], t)
			}
		}
	}
	p := NewParam("x", FromFloats(x, len(x)))
	return func(g []float64, t int) {
		copy(p.Grad.Data, FromFloats(g, len(g)).Data)
		opt.Update([]*Param{p})
		copy(x, p.Value.Float64s())
	}
}

func (o *SGD) rule(x, g float64, s *[2]float64, t int) float64 { return x - float64(o.LR*g) }

func (o *Momentum) rule(x, g float64, s *[2]float64, t int) float64 {
	s[0] = float64(o.Mu*s[0]) - float64(o.LR*g)
	return x + s[0]
}

func (o *Nesterov) rule(x, g float64, s *[2]float64, t int) float64 {
	s[0] = float64(o.Mu*s[0]) - float64(o.LR*g)
	return x + (float64(o.Mu*s[0]) - float64(o.LR*g))
}

func (o *AdaGrad) rule(x, g float64, s *[2]float64, t int) float64 {
	s[0] += float64(g * g)
	return x - float64(o.LR*g)/(math.Sqrt(s[0])+o.Eps)
}

func (o *RMSprop) rule(x, g float64, s *[2]float64, t int) float64 {
	s[0] = float64(o.Decay*s[0]) + float64((1-o.Decay)*float64(g*g))
	return x - float64(o.LR*g)/(math.Sqrt(s[0])+o.Eps)
}

func (o *Adam) rule(x, g float64, s *[2]float64, t int) float64 {
	return adamRule(x, g, s, t, *o)
}

// rule treats the variable as a weight: it decays.
func (o *AdamW) rule(x, g float64, s *[2]float64, t int) float64 {
	x -= float64(o.LR * o.WeightDecay * x)
	return adamRule(x, g, s, t, Adam{LR: o.LR, Beta1: o.Beta1, Beta2: o.Beta2, Eps: o.Eps})
}

func adamRule(x, g float64, s *[2]float64, t int, o Adam) float64 {
	s[0] += float64((1 - o.Beta1) * (g - s[0]))
	s[1] += float64((1 - o.Beta2) * (float64(g*g) - s[1]))
	one, two := whole(o.Beta1, t), whole(o.Beta2, t)
	lr := o.LR * math.Sqrt(1-two) / (1 - one)
	return x - float64(lr*s[0])/(math.Sqrt(s[1])+o.Eps)
}
