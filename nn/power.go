package nn

import (
	"math"

	"quire/nn/internal/kernel"
)

// power returns xᵖ, the same on every machine: by multiplications for whole p up to 1024, else as e^(p·log x).
func power(x, p float64) float64 {
	switch {
	case p == 0.5:
		return math.Sqrt(x)
	case p == math.Trunc(p) && math.Abs(p) <= 1024:
		r := whole(x, int(math.Abs(p)))
		if p < 0 {
			return 1 / r
		}
		return r
	case x == 0 && p < 0:
		return math.Inf(1)
	case x == 0:
		return 0
	case x < 0 && p != math.Trunc(p):
		return math.NaN()
	}
	r := exp64(p * kernel.Log(math.Abs(x)))
	if x < 0 && math.Mod(p, 2) != 0 {
		r = -r
	}
	return r
}

// whole returns xⁿ by squaring.
func whole(x float64, n int) float64 {
	r := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r *= x
		}
		x *= x
	}
	return r
}

// exp64 returns eˣ with a relative error below 2⁻⁵⁰, without the assembly that some machines have for math.Exp: x = n·ln 2
// + r with |r| ≤ ½ ln 2, and e^r by its series.
func exp64(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 709:
		return math.Inf(1)
	case x < -745:
		return 0
	}
	n := math.Floor(float64(x*math.Log2E) + 0.5)
	r := (x - float64(n*6.93147180369123816490e-01)) - float64(n*1.90821492927058770002e-10)
	sum := 1.0
	for k := 13.0; k >= 1; k-- {
		sum = 1 + float64(sum*r/k)
	}
	return math.Ldexp(sum, int(n))
}
