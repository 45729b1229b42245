package nn

import (
	"fmt"
	"math"
)

// Schedule says which learning rate each step of a training uses. iteration counts the steps done before, from 0. A cell
// can implement it, or make one of a function by ScheduleFunc. Fit takes it as FitOptions.Schedule; by hand it is
//
//	for i := range 1000 {
//		opt.LR = schedule.LR(i)
//		net.Step(x, labels, opt)
//	}
type Schedule interface {
	LR(iteration int) float64
}

// ScheduleFunc returns the schedule that a function describes.
func ScheduleFunc(lr func(iteration int) float64) Schedule {
	if lr == nil {
		misuse("ScheduleFunc", "the function is needed")
	}
	return &schedule{"a function", lr}
}

// schedule is a named rule.
type schedule struct {
	name string
	lr   func(iteration int) float64
}

// LR implements Schedule.
func (s *schedule) LR(iteration int) float64 {
	if iteration < 0 {
		misuse("Schedule.LR", "iteration %d; iterations count from 0", iteration)
	}
	return s.lr(iteration)
}

// String describes the schedule.
func (s *schedule) String() string { return s.name }

// NewConstantRate returns the schedule that always gives lr, to be used after a warm-up.
func NewConstantRate(lr float64) Schedule {
	checkRate("NewConstantRate", lr)
	return &schedule{fmt.Sprintf("%g always", lr), func(int) float64 { return lr }}
}

// NewStepDecay returns lr·factor^⌊i/every⌋: the rate is multiplied by the factor after every so many iterations.
func NewStepDecay(lr, factor float64, every int) Schedule {
	checkRate("NewStepDecay", lr)
	checkFactor("NewStepDecay", factor)
	if every < 1 {
		misuse("NewStepDecay", "every %d iterations; give a positive number", every)
	}
	name := fmt.Sprintf("%g, times %g every %d iterations", lr, factor, every)
	return &schedule{name, func(i int) float64 { return lr * whole(factor, i/every) }}
}

// NewExponentialDecay returns lr·factorⁱ: the rate is multiplied by the factor after each iteration. A factor of 0.999
// halves the rate in 693 iterations.
func NewExponentialDecay(lr, factor float64) Schedule {
	checkRate("NewExponentialDecay", lr)
	checkFactor("NewExponentialDecay", factor)
	return &schedule{fmt.Sprintf("%g, times %g each iteration", lr, factor), func(i int) float64 { return lr * whole(factor, i) }}
}

// NewCosineDecay returns last + ½·(lr − last)·(1 + cos(π·i/n)) for n iterations, and last after them (Loshchilov and
// Hutter 2017, arXiv:1608.03983, without restarts).
func NewCosineDecay(lr, last float64, iterations int) Schedule {
	checkRate("NewCosineDecay", lr)
	checkStep("NewCosineDecay", last)
	if iterations < 1 {
		misuse("NewCosineDecay", "%d iterations; give a positive number", iterations)
	}
	name := fmt.Sprintf("cosine from %g to %g in %d iterations", lr, last, iterations)
	return &schedule{name, func(i int) float64 { return cosineBetween(lr, last, float64(i)/float64(iterations)) }}
}

// NewWarmup returns a schedule that rises in equal steps to the first rate of another one and then follows that one:
// (i+1)/n of then.LR(0) for n iterations, then.LR(i−n) after them (Goyal et al. 2017, arXiv:1706.02677).
func NewWarmup(iterations int, then Schedule) Schedule {
	if iterations < 1 || then == nil {
		misuse("NewWarmup", "%d iterations; give a positive number, and the schedule that follows: NewConstantRate(0.1), say", iterations)
	}
	name := fmt.Sprintf("warm-up of %d iterations, then %v", iterations, then)
	return &schedule{name, func(i int) float64 {
		if i < iterations {
			return then.LR(0) * float64(i+1) / float64(iterations)
		}
		return then.LR(i - iterations)
	}}
}

// NewOneCycle returns a schedule that rises from top/25 to top in the first 30 % of the iterations and falls to top/250000
// at the last of them, both along a cosine (Smith and Topin 2018, arXiv:1708.07120, with the numbers of PyTorch).
func NewOneCycle(top float64, iterations int) Schedule {
	checkRate("NewOneCycle", top)
	if iterations < 4 {
		misuse("NewOneCycle", "%d iterations; there must be at least 4", iterations)
	}
	first, last := top/25, top/25/10000
	turn, end := 0.3*float64(iterations)-1, float64(iterations-1)
	name := fmt.Sprintf("one cycle to %g in %d iterations", top, iterations)
	return &schedule{name, func(i int) float64 {
		if at := float64(i); at > turn {
			return cosineBetween(top, last, (at-turn)/(end-turn))
		}
		return cosineBetween(first, top, float64(i)/turn)
	}}
}

// ScheduleCurve returns the rates of the first iterations as a line, which a notebook draws.
func ScheduleCurve(s Schedule, iterations int) Curve {
	if s == nil || iterations < 1 {
		misuse("ScheduleCurve", "%d iterations; give a schedule and a positive number", iterations)
	}
	c := Curve{Name: "learning rate", X: make([]float64, iterations), Y: make([]float64, iterations)}
	for i := range iterations {
		c.X[i], c.Y[i] = float64(i), s.LR(i)
	}
	return c
}

// checkFactor panics unless 0 < factor ≤ 1.
func checkFactor(op string, factor float64) {
	if !(factor > 0 && factor <= 1) {
		misuse(op, "the factor is %g; give a number above 0 and up to 1", factor)
	}
}

// cosineBetween goes from a at t = 0 to b at t = 1 along half a cosine.
func cosineBetween(a, b, t float64) float64 {
	switch {
	case t <= 0:
		return a
	case t >= 1:
		return b
	}
	return b + float64((a-b)*float64(0.5*(1+cosPi(t))))
}

// cosPi returns cos(π·t) for t from 0 to 1, the same on every processor: the Taylor polynomial of degree 22 on the first
// quarter, whose error is below 1e-16. math.Cos may be compiled with fused multiply-adds.
func cosPi(t float64) float64 {
	if t > 0.5 {
		return -cosPi(1 - t)
	}
	x := float64(math.Pi * t)
	square := float64(x * x)
	sum := 1.0
	for k := 22.0; k >= 2; k -= 2 {
		sum = 1 - float64(square*sum)/(k*(k-1))
	}
	return sum
}
