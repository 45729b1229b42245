package nn

import (
	"math"
	"testing"
)

// TestSchedulesLikePyTorch compares with the rates of PyTorch's schedulers, which testdata/schedules.py wrote. PyTorch goes
// from one rate to the next by a recurrence; the tolerance is what that loses.
func TestSchedulesLikePyTorch(t *testing.T) {
	var rates map[string][]float64
	readJSON(t, "testdata/schedules.json", &rates)
	for name, s := range map[string]Schedule{
		"step":        NewStepDecay(.3, .5, 7),
		"exponential": NewExponentialDecay(.3, .9),
		"cosine":      NewCosineDecay(.3, .001, 50),
		"one cycle":   NewOneCycle(.3, 50),
	} {
		if len(rates[name]) != 50 {
			t.Errorf("%s: the file has %d rates, want 50", name, len(rates[name]))
		}
		for i, want := range rates[name] {
			if got := s.LR(i); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s: iteration %d has the rate %.15g, PyTorch %.15g", name, i, got, want)
			}
		}
	}
}

// TestScheduleShapes checks what holds for any settings: decays never rise, a warm-up rises in equal steps, and all end
// where they should.
func TestScheduleShapes(t *testing.T) {
	r := NewRand(3)
	for range 200 {
		n, lr := 4+r.Intn(300), .001+r.Float64()
		for _, s := range []Schedule{NewStepDecay(lr, .1+.9*r.Float64(), 1+r.Intn(50)), NewExponentialDecay(lr, r.Float64()*.999+.001), NewCosineDecay(lr, lr*r.Float64(), n)} {
			if s.LR(0) != lr {
				t.Fatalf("%v begins at %g, want %g", s, s.LR(0), lr)
			}
			for i := range n + 10 {
				if s.LR(i+1) > s.LR(i) || s.LR(i) < 0 {
					t.Fatalf("%v rises from %g to %g at iteration %d", s, s.LR(i), s.LR(i+1), i+1)
				}
			}
		}
		if got := NewCosineDecay(lr, lr/7, n); got.LR(n) != lr/7 || got.LR(n+5) != lr/7 {
			t.Errorf("%v ends at %g", got, got.LR(n))
		}
		warm := NewWarmup(n, NewExponentialDecay(lr, .9))
		for i := range n {
			if want := lr * float64(i+1) / float64(n); warm.LR(i) != want {
				t.Fatalf("%v has the rate %g at iteration %d, want %g", warm, warm.LR(i), i, want)
			}
		}
		if warm.LR(n) != lr || warm.LR(n+1) != lr*.9 {
			t.Errorf("%v goes on with %g and %g", warm, warm.LR(n), warm.LR(n+1))
		}
		cycle := NewOneCycle(lr, n)
		top := 0.0
		for i := range n {
			top = max(top, cycle.LR(i))
		}
		if top > lr*(1+1e-15) || math.Abs(cycle.LR(0)-lr/25) > 1e-12 && n > 10 || math.Abs(cycle.LR(n-1)-lr/250000) > 1e-15 {
			t.Errorf("%v begins at %g, has %g on top and ends at %g", cycle, cycle.LR(0), top, cycle.LR(n-1))
		}
	}
}

// TestCosine compares with package math. The tolerance is two units in the last place of π·t.
func TestCosine(t *testing.T) {
	for i := range 1001 {
		x := float64(i) / 1000
		if got, want := cosPi(x), math.Cos(math.Pi*x); math.Abs(got-want) > 5e-16 {
			t.Errorf("cos(π·%g) = %.17g, package math has %.17g", x, got, want)
		}
	}
}

func TestScheduleMisuse(t *testing.T) {
	wantPanic(t, "nn: NewStepDecay: the factor is 2; give a number above 0 and up to 1", func() { NewStepDecay(1, 2, 1) })
	wantPanic(t, "nn: NewStepDecay: every 0 iterations", func() { NewStepDecay(1, .5, 0) })
	wantPanic(t, "nn: NewExponentialDecay: the factor is NaN", func() { NewExponentialDecay(1, math.NaN()) })
	wantPanic(t, "nn: NewCosineDecay: 0 iterations", func() { NewCosineDecay(1, 0, 0) })
	wantPanic(t, "nn: NewCosineDecay: the learning rate is 0", func() { NewCosineDecay(0, 0, 9) })
	wantPanic(t, "nn: NewWarmup: 3 iterations; give a positive number, and the schedule", func() { NewWarmup(3, nil) })
	wantPanic(t, "nn: NewOneCycle: 3 iterations", func() { NewOneCycle(1, 3) })
	wantPanic(t, "nn: Schedule.LR: iteration -1", func() { NewConstantRate(1).LR(-1) })
	wantPanic(t, "nn: ScheduleFunc: the function is needed", func() { ScheduleFunc(nil) })
	wantPanic(t, "nn: ScheduleCurve: 0 iterations", func() { ScheduleCurve(NewConstantRate(1), 0) })
}
