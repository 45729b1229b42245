package kernel

// Exps sets dst = e^src.
func Exps(dst, src []float32) {
	dst = dst[:len(src)]
	n := flat{op: loopExp, p: [4][]float32{dst, src}}.each(len(src))
	for i, v := range src[n:] {
		dst[n+i] = Flush(Exp(v))
	}
}

// Sigmoids sets dst = 1/(1 + e^−src).
func Sigmoids(dst, src []float32) {
	dst = dst[:len(src)]
	n := flat{op: loopSigmoid, p: [4][]float32{dst, src}}.each(len(src))
	for i, v := range src[n:] {
		dst[n+i] = Sigmoid(v)
	}
}

// SigmoidGrad sets dst = dy·y·(1 − y).
func SigmoidGrad(dst, dy, y []float32) {
	dst, y = dst[:len(dy)], y[:len(dy)]
	n := flat{op: loopSigmoidGrad, p: [4][]float32{dst, dy, y}}.each(len(dy))
	for i := n; i < len(dy); i++ {
		dst[i] = Flush(float32(float32(dy[i]*y[i]) * (1 - y[i])))
	}
}

// Tanhs sets dst = tanh src.
func Tanhs(dst, src []float32) {
	dst = dst[:len(src)]
	n := flat{op: loopTanh, p: [4][]float32{dst, src}}.each(len(src))
	for i, v := range src[n:] {
		dst[n+i] = Flush(Tanh(v))
	}
}

// TanhGrad sets dst = dy·(1 − y²).
func TanhGrad(dst, dy, y []float32) {
	dst, y = dst[:len(dy)], y[:len(dy)]
	n := flat{op: loopTanhGrad, p: [4][]float32{dst, dy, y}}.each(len(dy))
	for i := n; i < len(dy); i++ {
		dst[i] = Flush(float32(dy[i] * (1 - float32(y[i]*y[i]))))
	}
}

// LeakyReLU sets dst = src where src > 0, and slope·src elsewhere.
func LeakyReLU(dst, src []float32, slope float32) {
	dst = dst[:len(src)]
	n := flat{op: loopLeakyReLU, p: [4][]float32{dst, src}, f: [5]float32{slope}}.each(len(src))
	for i, v := range src[n:] {
		if !(v > 0) {
			v = Flush(slope * v)
		}
		dst[n+i] = v
	}
}

// LeakyReLUGrad sets dst = dy where y > 0, and slope·dy elsewhere.
func LeakyReLUGrad(dst, dy, y []float32, slope float32) {
	dst, y = dst[:len(dy)], y[:len(dy)]
	n := flat{op: loopLeakyReLUGrad, p: [4][]float32{dst, dy, y}, f: [5]float32{slope}}.each(len(dy))
	for i := n; i < len(dy); i++ {
		d := dy[i]
		if !(y[i] > 0) {
			d = Flush(slope * d)
		}
		dst[i] = d
	}
}

// ELU sets dst = src where src > 0, and alpha·(e^src − 1) elsewhere.
func ELU(dst, src []float32, alpha float32) {
	dst = dst[:len(src)]
	n := flat{op: loopELU, p: [4][]float32{dst, src}, f: [5]float32{alpha}}.each(len(src))
	for i, v := range src[n:] {
		if !(v > 0) {
			v = Flush(alpha * Expm1(v))
		}
		dst[n+i] = v
	}
}

// ELUGrad sets dst = dy where y > 0, and dy·(y + alpha) elsewhere.
func ELUGrad(dst, dy, y []float32, alpha float32) {
	dst, y = dst[:len(dy)], y[:len(dy)]
	n := flat{op: loopELUGrad, p: [4][]float32{dst, dy, y}, f: [5]float32{alpha}}.each(len(dy))
	for i := n; i < len(dy); i++ {
		d := dy[i]
		if !(y[i] > 0) {
			d = Flush(d * (y[i] + alpha))
		}
		dst[i] = d
	}
}

// Swish sets dst = src·sigmoid(src).
func Swish(dst, src []float32) {
	dst = dst[:len(src)]
	n := flat{op: loopSwish, p: [4][]float32{dst, src}}.each(len(src))
	for i, v := range src[n:] {
		open, _ := gate(v)
		dst[n+i] = Flush(v * open)
	}
}

// SwishGrad sets dst = dy·(s + x·s·(1 − s)) with s = sigmoid(x).
func SwishGrad(dst, dy, x []float32) {
	dst, x = dst[:len(dy)], x[:len(dy)]
	n := flat{op: loopSwishGrad, p: [4][]float32{dst, dy, x}}.each(len(dy))
	for i := n; i < len(dy); i++ {
		dst[i] = Flush(dy[i] * gateSlope(x[i], x[i], 1))
	}
}

// gate returns sigmoid(g) and 1 − sigmoid(g), each with all its digits and without Flush: what they are multiplied by may
// be large.
func gate(g float32) (open, shut float32) {
	if g < 0 {
		e := Exp(g)
		return e / (1 + e), 1 / (1 + e)
	}
	e := Exp(-g)
	return 1 / (1 + e), e / (1 + e)
}

// gateSlope returns the derivative of x·s with s = sigmoid(g), where g depends on x with the given slope.
func gateSlope(x, g, slope float32) float32 {
	open, shut := gate(g)
	if open == 0 || shut == 0 {
		return open // far out, where slope may be infinite
	}
	return open + float32(float32(x*float32(open*shut))*slope)
}

// The constants of GELU: g(x) = 2·√(2/π)·(x + 0.044715·x³).
const (
	geluScale = 1.5957691216057308
	geluCube  = 0.044715
)

// GELU sets dst = src·sigmoid(g(src)), which is ½·src·(1 + tanh(√(2/π)·(src + 0.044715·src³))) and keeps the digits of
// small results.
func GELU(dst, src []float32) {
	dst = dst[:len(src)]
	n := flat{op: loopGELU, p: [4][]float32{dst, src}}.each(len(src))
	for i, v := range src[n:] {
		open, _ := gate(gelu(v))
		dst[n+i] = Flush(v * open)
	}
}

// gelu returns g(x).
func gelu(x float32) float32 {
	cube := float32(geluCube * float32(float32(x*x)*x))
	return float32(geluScale * (x + cube))
}

// GELUGrad sets dst = dy·(s + x·s·(1 − s)·g'(x)) with s = sigmoid(g(x)).
func GELUGrad(dst, dy, x []float32) {
	dst, x = dst[:len(dy)], x[:len(dy)]
	n := flat{op: loopGELUGrad, p: [4][]float32{dst, dy, x}}.each(len(dy))
	for i := n; i < len(dy); i++ {
		v := x[i]
		slope := float32(geluScale * (1 + float32(3*geluCube*float32(v*v))))
		dst[i] = Flush(dy[i] * gateSlope(v, gelu(v), slope))
	}
}

// Expm1 returns eˣ − 1, with a relative error below 2⁻²¹ also near 0.
func Expm1(x float32) float32 {
	if x < -0.3 || x > 0.3 {
		return Exp(x) - 1
	}
	// The polynomial of Exp without its last 1.
	p := float32(1.9875691500e-4)
	for _, c := range [...]float32{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1} {
		p = float32(p*x) + c
	}
	return float32(p*float32(x*x)) + x
}
