package kernel

import "math"

// Smallest is the least magnitude of weights, activations and gradients; see [Flush].
const Smallest = 1.0 / (1 << 62)

// tiny is the least magnitude of optimizer state: the smallest normal float32.
const tiny = 0x1p-126

// Flush returns x, or zero when |x| < 2⁻⁶². A value that is not a number stays.
func Flush(x float32) float32 {
	if x > -Smallest && x < Smallest {
		return 0
	}
	return x
}

// flushState returns x, or zero when x is subnormal.
func flushState(x float32) float32 {
	if x > -tiny && x < tiny {
		return 0
	}
	return x
}

// fma returns a·b + c rounded once to float32, as the processors' instruction does.
//
// The product is exact in float64. The sum is rounded to 53 bits, and rounding that to 24 goes wrong only when the 53
// bits lie halfway between two float32 values, or below the normal float32 range; see fmaSlow.
func fma(a, b, c float32) float32 {
	s := float64(a)*float64(b) + float64(c)
	bits := math.Float64bits(s)
	if bits&(1<<29-1) == 1<<28 || bits<<1>>53 < 1023-126 {
		return fmaSlow(a, b, c)
	}
	return float32(s)
}

// fmaSlow rounds the exact sum to 53 bits by rounding to odd, after which rounding to float32 is right (Boldo and
// Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).
func fmaSlow(a, b, c float32) float32 {
	p, q := float64(a)*float64(b), float64(c)
	s := float64(p + q)
	if s == 0 || math.IsNaN(s) || math.IsInf(s, 0) {
		return float32(s)
	}
	t := float64(s - p)
	err := float64(p-float64(s-t)) + float64(q-t) // exact (Knuth's two-sum)
	bits := math.Float64bits(s)
	if err != 0 && bits&1 == 0 {
		if (err > 0) == (s > 0) {
			bits++
		} else {
			bits--
		}
	}
	return float32(math.Float64frombits(bits))
}
