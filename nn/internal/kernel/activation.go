package kernel

// LeakyReLU sets dst = src where src > 0, and slope·src elsewhere.
func LeakyReLU(dst, src []float32, slope float32) {
	dst = dst[:len(src)]
	for i, v := range src {
		if !(v > 0) {
			v = Flush(slope * v)
		}
		dst[i] = v
	}
}

// LeakyReLUGrad sets dst = dy where y > 0, and slope·dy elsewhere.
func LeakyReLUGrad(dst, dy, y []float32, slope float32) {
	dst, y = dst[:len(dy)], y[:len(dy)]
	for i, d := range dy {
		if !(y[i] > 0) {
			d = Flush(slope * d)
		}
		dst[i] = d
	}
}

// ELU sets dst = src where src > 0, and alpha·(e^src − 1) elsewhere.
func ELU(dst, src []float32, alpha float32) {
	dst = dst[:len(src)]
	for i, v := range src {
		if !(v > 0) {
			v = Flush(alpha * Expm1(v))
		}
		dst[i] = v
	}
}

// ELUGrad sets dst = dy where y > 0, and dy·(y + alpha) elsewhere.
func ELUGrad(dst, dy, y []float32, alpha float32) {
	dst, y = dst[:len(dy)], y[:len(dy)]
	for i, d := range dy {
		if !(y[i] > 0) {
			d = Flush(d * (y[i] + alpha))
		}
		dst[i] = d
	}
}

// Swish sets dst = src·sigmoid(src).
func Swish(dst, src []float32) {
	dst = dst[:len(src)]
	for i, v := range src {
		open, _ := gate(v)
		dst[i] = Flush(v * open)
	}
}

// SwishGrad sets dst = dy·(s + x·s·(1 − s)) with s = sigmoid(x).
func SwishGrad(dst, dy, x []float32) {
	dst, x = dst[:len(dy)], x[:len(dy)]
	for i, d := range dy {
		dst[i] = Flush(d * gateSlope(x[i], x[i], 1))
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
	for i, v := range src {
		open, _ := gate(gelu(v))
		dst[i] = Flush(v * open)
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
	for i, d := range dy {
		v := x[i]
		slope := float32(geluScale * (1 + float32(3*geluCube*float32(v*v))))
		dst[i] = Flush(d * gateSlope(v, gelu(v), slope))
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

// Softmax sets each row of dst to that of src, of n numbers, as probabilities: e^(x − max) over its sum.
func Softmax(dst, src []float32, n int) {
	for i := 0; i+n <= len(src); i += n {
		from, to := src[i:i+n], dst[i:i+n]
		top := from[0]
		for _, v := range from {
			if v > top {
				top = v
			}
		}
		sum := float32(0)
		for j, v := range from {
			to[j] = Exp(v - top)
			sum += to[j]
		}
		for j, e := range to {
			to[j] = Flush(e / sum)
		}
	}
}

// SoftmaxGrad sets dx = y·(dy − Σ dy·y), row by row of n numbers: the product of dy and the Jacobian diag(y) − y·yᵀ.
func SoftmaxGrad(dx, dy, y []float32, n int) {
	for i := 0; i+n <= len(y); i += n {
		row, grad, out := y[i:i+n], dy[i:i+n], dx[i:i+n]
		sum := 0.0
		for j, d := range grad {
			sum += float64(d) * float64(row[j]) // exact, so that fusing changes nothing
		}
		for j, d := range grad {
			out[j] = Flush(row[j] * float32(float64(d)-sum))
		}
	}
}
