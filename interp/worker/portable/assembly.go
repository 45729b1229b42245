package portable

import "math"

// The functions that package math has in assembly for amd64, operation by operation. Exp is that of processors with FMA.

const (
	haveArchExp   = true
	haveArchHypot = true
	haveArchLog   = true
)

// archExp is exp_amd64.s. The argument is reduced to r = (x − n·ln 2)/16, the Taylor polynomial of eʳ−1 is evaluated, and
// y ← y·(y+2) = (1+y)²−1 four times gives e^16r − 1.
func archExp(x float64) float64 {
	const (
		ln2u     = 0.69314718055966295651160180568695068359375
		ln2l     = 0.28235290563031577122588448175013436025525412068e-12
		log2e    = 1.4426950408889634073599246810018920
		overflow = 7.09782712893384e+02
	)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 1):
		return x
	case math.IsInf(x, -1):
		return 0
	case x > overflow:
		return math.Inf(1)
	}
	n := nearest(float64(log2e * x))
	k := float64(n)
	x = math.FMA(-ln2u, k, x)
	x = math.FMA(-ln2l, k, x)
	x = float64(x * 0.0625)
	p := 2.4801587301587301587e-5
	for _, c := range [...]float64{
		1.9841269841269841270e-4, 1.3888888888888888889e-3, 8.3333333333333333333e-3, 4.1666666666666666667e-2, 1.6666666666666666667e-1, 0.5, 1,
	} {
		p = math.FMA(p, x, c)
	}
	y := float64(x * p)
	for range 3 {
		y = float64(y * (y + 2))
	}
	y = math.FMA(y, y+2, 1)
	return scale(y, int(n))
}

// nearest is CVTSD2SL: to the nearest integer, ties to even. What does not fit is the least one.
func nearest(x float64) int32 {
	x = math.RoundToEven(x)
	if x < math.MinInt32 || x > math.MaxInt32 {
		return math.MinInt32
	}
	return int32(x)
}

// scale returns y·2ⁿ as the assembly does, in two steps where the result is subnormal.
func scale(y float64, n int) float64 {
	switch biased := n + 0x3ff; {
	case n < math.MinInt32+0x400: // adding the bias wraps nothing around
		return 0
	case biased >= 0x7ff:
		return math.Inf(1)
	case biased > 0:
		return float64(y * math.Float64frombits(uint64(biased)<<52))
	case biased < -52:
		return 0
	default:
		y = float64(y * math.Float64frombits(uint64(biased+0x3fe)<<52))
		return float64(y * math.Float64frombits(1<<52))
	}
}

// archHypot is hypot_amd64.s: max·√(1 + (min/max)²).
func archHypot(p, q float64) float64 {
	p, q = math.Abs(p), math.Abs(q)
	switch {
	case math.IsInf(p, 1) || math.IsInf(q, 1):
		return math.Inf(1)
	case math.IsNaN(p) || math.IsNaN(q):
		return math.NaN()
	case p == 0 && q == 0:
		return 0
	}
	hi, lo := max(p, q), min(p, q)
	r := lo / hi
	return float64(hi * math.Sqrt(float64(r*r)+1))
}

// archLog is log_amd64.s: FreeBSD's algorithm, as in the Go source, with the exponent taken from the bits.
func archLog(x float64) float64 {
	const (
		ln2Hi = 6.93147180369123816490e-01
		ln2Lo = 1.90821492927058770002e-10
		l1    = 6.666666666666735130e-01
		l2    = 3.999999999940941908e-01
		l3    = 2.857142874366239149e-01
		l4    = 2.222219843214978396e-01
		l5    = 1.818357216161805012e-01
		l6    = 1.531383769920937332e-01
		l7    = 1.479819860511658591e-01
	)
	b := math.Float64bits(x)
	switch {
	case x == 0:
		return math.Inf(-1)
	case b>>63 != 0:
		return math.NaN()
	case math.IsNaN(x) || math.IsInf(x, 1):
		return x
	}
	f := math.Float64frombits(b&(1<<52-1) | math.Float64bits(0.5))
	k := float64(int(b>>52) - 0x3fe)
	if f < 7.07106781186547524401e-01 {
		k--
		f = float64(f * 2)
	}
	f--
	s := f / (2 + f)
	s2 := float64(s * s)
	s4 := float64(s2 * s2)
	t1 := float64(s2 * (l1 + float64(s4*(l3+float64(s4*(l5+float64(s4*l7)))))))
	t2 := float64(s4 * (l2 + float64(s4*(l4+float64(s4*l6)))))
	r := t1 + t2
	half := float64(float64(0.5*f) * f)
	return float64(k*ln2Hi) - ((half - (float64(s*(half+r)) + float64(k*ln2Lo))) - f)
}
