package kernel

import "math"

// Exp returns eˣ, with a relative error below 2⁻²². Above 88.37 it is +Inf, below −87.3 it is 0.
//
// x = n·ln 2 + r with |r| ≤ ½ ln 2; e^r is the polynomial of the Cephes library (Moshier, expf).
func Exp(x float32) float32 {
	switch {
	case x != x:
		return x
	case x > 88.37:
		return float32(math.Inf(1))
	case x < -87.3:
		return 0
	}
	n := float32(math.Floor(float64(float32(x*1.44269504088896341) + 0.5)))
	r := float32(x-float32(n*0.693359375)) - float32(n*-2.12194440e-4)
	p := float32(1.9875691500e-4)
	for _, c := range [...]float32{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1} {
		p = float32(p*r) + c
	}
	p = float32(float32(p*float32(r*r))+r) + 1
	return float32(p * math.Float32frombits(uint32(int32(n)+127)<<23))
}

// Sigmoid returns 1/(1 + e⁻ˣ), computed so that neither end loses digits.
func Sigmoid(x float32) float32 {
	if x < 0 {
		e := Exp(x)
		return Flush(e / (1 + e))
	}
	return 1 / (1 + Exp(-x))
}

// Tanh returns the hyperbolic tangent, with a relative error below 2⁻²¹ (Moshier, tanhf).
func Tanh(x float32) float32 {
	a := x
	if a < 0 {
		a = -a
	}
	if a < 0.625 {
		s := float32(x * x)
		p := float32(-5.70498872745e-3)
		for _, c := range [...]float32{2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1} {
			p = float32(p*s) + c
		}
		return x + float32(float32(p*s)*x)
	}
	t := 1 - 2/(Exp(a+a)+1)
	if x < 0 {
		return -t
	}
	return t
}

// Log returns the natural logarithm, with a relative error below 2⁻⁵², the same on every machine.
//
// x = 2ᵏ·(1+f) with √½ < 1+f < √2, and log(1+f) by the series of FreeBSD's e_log.c.
func Log(x float64) float64 {
	switch {
	case x != x || math.IsInf(x, 1):
		return x
	case x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	}
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m *= 2
		k--
	}
	f := m - 1
	s := f / (2 + f)
	z := float64(s * s)
	r := 0.0
	for _, c := range [...]float64{1.479819860511658591e-01, 1.531383769920937332e-01, 1.818357216161805012e-01, 2.222219843214978396e-01, 2.857142874366239149e-01, 3.999999999940941908e-01, 6.666666666666735130e-01} {
		r = float64((r + c) * z)
	}
	half := float64(0.5 * float64(f*f))
	n := float64(k)
	return float64(n*6.93147180369123816490e-01) - ((half - (float64(s*(half+r)) + float64(n*1.90821492927058770002e-10))) - f)
}
