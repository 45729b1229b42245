package nn

import (
	"math"
	"testing"
)

// The points are those of exact arithmetic on f(x, y) = x²/20 + y² from (−7, 2), computed in float64 by Python from the
// formulas of chapter 6 (Nesterov: arXiv:1212.0901), given to six digits.
func TestOptimizerTrajectories(t *testing.T) {
	type at struct {
		step int
		x, y float64
	}
	cases := []struct {
		name   string
		opt    Optimizer
		points []at
	}{
		{"SGD", NewSGD(.95), []at{{1, -6.335, -1.8}, {2, -5.733175, 1.62}, {5, -4.249530, -1.180980}, {30, -.350393, .084782}}},
		{"Momentum", NewMomentum(.1, .9), []at{{1, -6.93, 1.6}, {2, -6.7977, .92}, {5, -6.101438, -1.160840}, {30, .896414, .088086}}},
		{"Nesterov", NewNesterov(.1, .9), []at{{1, -6.867, 1.24}, {2, -6.679827, .4448}, {5, -5.869085, -.831435}, {30, .689615, -.000680}}},
		{"AdaGrad", NewAdaGrad(1.5), []at{{1, -5.5, .5}, {2, -4.573268, .136197}, {5, -2.898562, .002803}, {30, -.120162, 0}}},
		{"RMSprop", NewRMSprop(.3, .99), []at{{1, -4.000004, -.999999}, {2, -2.505946, .347039}, {5, -.673177, -.013996}, {30, -.000005, 0}}},
		{"Adam", NewAdam(.3), []at{{1, -6.700001, 1.7}, {2, -6.400417, 1.402246}, {5, -5.507281, .547714}, {30, .136007, .318245}}},
	}
	const tolerance = 1e-6
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			points := Trajectory(c.opt, []float64{-7, 2}, func(x []float64) []float64 { return []float64{x[0] / 10, 2 * x[1]} }, 30)
			for _, p := range c.points {
				got := points[p.step]
				if math.Abs(got[0]-p.x) > tolerance || math.Abs(got[1]-p.y) > tolerance {
					t.Errorf("after %d steps (%.7f, %.7f), want (%.6f, %.6f)", p.step, got[0], got[1], p.x, p.y)
				}
			}
		})
	}
}

// TestOptimizersFollowTheirRule compares Update, in float32, with the formulas in float64 on random gradients. The
// tolerance is the rounding of 40 steps.
func TestOptimizersFollowTheirRule(t *testing.T) {
	for _, name := range []string{"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"} {
		const n, steps = 37, 40
		r := NewRand(5)
		p := NewParam("p", r.Normal(0, 1, n))
		opt := NewOptimizer(name, 0.01)
		want := p.Value.Float64s()
		var state [n][2]float64
		for step := 1; step <= steps; step++ {
			copy(p.Grad.Data, r.Normal(0, 1, n).Data)
			opt.Update([]*Param{p})
			for i := range want {
				want[i] = opt.(rule).rule(want[i], float64(p.Grad.Data[i]), &state[i], step)
			}
		}
		if !p.Value.Equal(FromFloats(want, n), 1e-5) {
			t.Errorf("%s: after %d steps %v, the formulas give %v", name, steps, p.Value, want)
		}
	}
}

// halving is an optimizer as a cell would write it.
type halving struct{}

func (halving) Update(params []*Param) {
	for _, p := range params {
		for i := range p.Value.Data {
			p.Value.Data[i] /= 2
		}
	}
}

func TestTrajectoryOfOwnOptimizer(t *testing.T) {
	points := Trajectory(halving{}, []float64{8, 4}, func(x []float64) []float64 { return []float64{0, 0} }, 3)
	if got := points[3]; got[0] != 1 || got[1] != .5 {
		t.Errorf("after 3 halvings of (8, 4) = %v, want [1 0.5]", got)
	}
}

func TestNewOptimizer(t *testing.T) {
	for _, name := range []string{"sgd", "Momentum", "nesterov", "adagrad", "rmsprop", "adam"} {
		if NewOptimizer(name, .1) == nil {
			t.Errorf("NewOptimizer(%q) = nil", name)
		}
	}
	wantPanic(t, `there is no optimizer "adamm"`, func() { NewOptimizer("adamm", .1) })
	wantPanic(t, "the learning rate is -1; it must be a positive number", func() { NewSGD(-1) })
	wantPanic(t, "the learning rate is NaN", func() { NewAdam(math.NaN()) })
}
