package kernel

import (
	"math"
	"testing"
)

func TestExpAccuracy(t *testing.T) {
	check := func(name string, x, got, want, tol float64) {
		if d := math.Abs(got - want); d > tol*math.Abs(want) {
			t.Errorf("%s(%g) = %g, want %g: relative error %.2g", name, x, got, want, d/math.Abs(want))
		}
	}
	for x := -87.0; x < 88; x += 0.037 {
		f := float64(float32(x))
		check("Exp", f, float64(Exp(float32(x))), math.Exp(f), 2.4e-7)
		check("Tanh", f, float64(Tanh(float32(x))), math.Tanh(f), 4.8e-7)
		if x > -40 {
			check("Sigmoid", f, float64(Sigmoid(float32(x))), 1/(1+math.Exp(-f)), 4.8e-7)
		}
	}
	for x := 1e-300; x < 1e300; x *= 1.37 {
		check("Log", x, Log(x), math.Log(x), 3e-16)
	}
	for x := 0.5; x < 2; x += 0.0013 {
		check("Log", x, Log(x), math.Log(x), 3e-16)
	}
}

func TestExpEnds(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct{ x, want float32 }{{-100, 0}, {-inf, 0}, {100, inf}, {inf, inf}, {0, 1}} {
		if got := Exp(c.x); got != c.want {
			t.Errorf("Exp(%g) = %g, want %g", c.x, got, c.want)
		}
	}
	if x := Exp(float32(math.NaN())); x == x {
		t.Errorf("Exp(NaN) = %g, want NaN", x)
	}
	if got := Tanh(-inf); got != -1 {
		t.Errorf("Tanh(-Inf) = %g, want -1", got)
	}
	if got := Log(0); !math.IsInf(got, -1) {
		t.Errorf("Log(0) = %g, want -Inf", got)
	}
}

// TestExpLevels walks through the numbers of float32, of every size and sign.
func TestExpLevels(t *testing.T) {
	step := uint32(3001)
	if testing.Short() {
		step *= 16
	}
	var x []float32
	for bits := uint64(0); bits < 1<<32; bits += uint64(step) {
		x = append(x, math.Float32frombits(uint32(bits)))
	}
	y := make([]float32, len(x))
	for name, f := range map[string]func(dst, src []float32){"Exps": Exps, "Sigmoids": Sigmoids, "Tanhs": Tanhs, "Swish": Swish, "GELU": GELU} {
		t.Run(name, func(t *testing.T) {
			levels(t, func() []float32 {
				f(y, x)
				return append([]float32(nil), y...)
			})
		})
	}
}
