package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// curves are the smooth activations with their derivatives in float64.
var curves = []struct {
	name     string
	forward  func(dst, src []float32)
	backward func(dst, dy, x []float32)
	f, slope func(x float64) float64
}{
	{
		"elu",
		func(dst, src []float32) { ELU(dst, src, 1) },
		func(dst, dy, x []float32) {
			y := make([]float32, len(x))
			ELU(y, x, 1)
			ELUGrad(dst, dy, y, 1)
		},
		func(x float64) float64 { return math.Max(x, math.Expm1(math.Min(x, 0))) },
		func(x float64) float64 { return math.Exp(math.Min(x, 0)) },
	},
	{
		"swish", Swish, SwishGrad,
		func(x float64) float64 { return x * logistic(x) },
		func(x float64) float64 { return logistic(x) + x*logistic(x)*logistic(-x) },
	},
	{
		"gelu", GELU, GELUGrad,
		func(x float64) float64 { return x * logistic(cubic(x)) },
		func(x float64) float64 {
			g := cubic(x)
			return logistic(g) + x*logistic(g)*logistic(-g)*2*math.Sqrt(2/math.Pi)*(1+3*0.044715*x*x)
		},
	},
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func cubic(x float64) float64 { return 2 * math.Sqrt(2/math.Pi) * (x + 0.044715*x*x*x) }

// TestCurves compares with float64 on numbers of every size. The relative error of a value is that of exp at an argument
// that is itself rounded: |g|·2⁻²⁴, and |g| is below 43 where the result is not 0. A derivative is a sum whose terms can
// cancel, so that its error counts from 1.
func TestCurves(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	x := []float32{0, 1e-30, -1e-30, 1e30, -1e30, 88, -88, 1e4, -1e4}
	for range 100000 {
		x = append(x, float32(r.NormFloat64()*math.Pow(10, r.Float64()*6-4)))
	}
	ones := make([]float32, len(x))
	for i := range ones {
		ones[i] = 1
	}
	y, dx := make([]float32, len(x)), make([]float32, len(x))
	for _, c := range curves {
		c.forward(y, x)
		c.backward(dx, ones, x)
		for i, v := range x {
			want, slope := c.f(float64(v)), c.slope(float64(v))
			if math.IsNaN(want) || math.IsNaN(slope) {
				continue // float64 overflows where v is 1e30
			}
			if d := math.Abs(float64(y[i]) - want); !(d <= 4e-6*math.Abs(want)+Smallest) {
				t.Fatalf("%s(%g) = %g, want %g", c.name, v, y[i], want)
			}
			if d := math.Abs(float64(dx[i]) - slope); !(d <= 1e-6) {
				t.Fatalf("the derivative of %s at %g is %g, want %g", c.name, v, dx[i], slope)
			}
		}
		for i := range 9 { // the extremes of above
			if v := float64(y[i]); math.IsNaN(v) || math.Abs(v-math.Max(0, float64(x[i]))) > 1.1 {
				t.Errorf("%s(%g) = %g", c.name, x[i], v)
			}
			if v := float64(dx[i]); math.IsNaN(v) || v < -0.2 || v > 1.2 {
				t.Errorf("the derivative of %s at %g is %g", c.name, x[i], v)
			}
		}
	}
}

func TestExpm1(t *testing.T) {
	for x := float32(-90); x < 88; x += 0.0137 {
		for _, v := range []float32{x, x / 100, x / 1e6} {
			want := math.Expm1(float64(v))
			if d := math.Abs(float64(Expm1(v)) - want); !(d <= math.Abs(want)*0x1p-21) {
				t.Fatalf("Expm1(%g) = %g, want %g", v, Expm1(v), want)
			}
		}
	}
	if Expm1(0) != 0 || Expm1(float32(math.Inf(-1))) != -1 || !math.IsInf(float64(Expm1(100)), 1) {
		t.Errorf("Expm1 of 0, −Inf and 100 is %g, %g and %g", Expm1(0), Expm1(float32(math.Inf(-1))), Expm1(100))
	}
	if v := Expm1(float32(math.NaN())); v == v {
		t.Errorf("Expm1 of what is not a number is %g", v)
	}
}
