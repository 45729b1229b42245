package kernel

// Every function of this file flushes what it writes. dst may be an operand.

// Add sets dst = x + y.
func Add(dst, x, y []float32) {
	n, dst, y := both(loopAdd, dst, x, y)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(x[i] + y[i])
	}
}

// Sub sets dst = x − y.
func Sub(dst, x, y []float32) {
	n, dst, y := both(loopSub, dst, x, y)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(x[i] - y[i])
	}
}

// Mul sets dst = x·y.
func Mul(dst, x, y []float32) {
	n, dst, y := both(loopMul, dst, x, y)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(x[i] * y[i])
	}
}

// Div sets dst = x/y.
func Div(dst, x, y []float32) {
	n, dst, y := both(loopDiv, dst, x, y)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(x[i] / y[i])
	}
}

// Maximum sets dst to the greater of x and y, and to what is not a number when one of them is not.
func Maximum(dst, x, y []float32) {
	n, dst, y := both(loopMaximum, dst, x, y)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(max(x[i], y[i]))
	}
}

// Minimum sets dst to the lesser of x and y, and to what is not a number when one of them is not.
func Minimum(dst, x, y []float32) {
	n, dst, y := both(loopMinimum, dst, x, y)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(min(x[i], y[i]))
	}
}

// both does a loop over two operands and returns how many elements the level did, and the operands that are left.
func both(op int, dst, x, y []float32) (n int, d, b []float32) {
	dst, y = dst[:len(x)], y[:len(x)]
	return flat{op: op, p: [4][]float32{dst, x, y}}.each(len(x)), dst, y
}

// AddNumber sets dst = x + v.
func AddNumber(dst, x []float32, v float32) {
	n, dst := one(loopAddNumber, dst, x, v)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(x[i] + v)
	}
}

// MulNumber sets dst = x·v.
func MulNumber(dst, x []float32, v float32) {
	n, dst := one(loopMulNumber, dst, x, v)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(x[i] * v)
	}
}

// DivNumber sets dst = x/v.
func DivNumber(dst, x []float32, v float32) {
	n, dst := one(loopDivNumber, dst, x, v)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(x[i] / v)
	}
}

// SubFrom sets dst = v − x.
func SubFrom(dst, x []float32, v float32) {
	n, dst := one(loopSubFrom, dst, x, v)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(v - x[i])
	}
}

// DivInto sets dst = v/x.
func DivInto(dst, x []float32, v float32) {
	n, dst := one(loopDivInto, dst, x, v)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(v / x[i])
	}
}

// MaxNumber sets dst to the greater of x and v, and to what is not a number when one of them is not.
func MaxNumber(dst, x []float32, v float32) {
	n, dst := one(loopMaxNumber, dst, x, v)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(max(x[i], v))
	}
}

// MinNumber sets dst to the lesser of x and v, and to what is not a number when one of them is not.
func MinNumber(dst, x []float32, v float32) {
	n, dst := one(loopMinNumber, dst, x, v)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(min(x[i], v))
	}
}

// Sqrt sets dst = √x.
func Sqrt(dst, x []float32) {
	n, dst := one(loopSqrt, dst, x, 0)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(sqrt(x[i]))
	}
}

// Abs sets dst = |x|.
func Abs(dst, x []float32) {
	n, dst := one(loopAbs, dst, x, 0)
	for i := n; i < len(x); i++ {
		dst[i] = Flush(max(x[i], -x[i]))
	}
}

// one does a loop over an operand and a number and returns how many elements the level did, and what is left of dst.
func one(op int, dst, x []float32, v float32) (n int, d []float32) {
	dst = dst[:len(x)]
	return flat{op: op, p: [4][]float32{dst, x}, f: [5]float32{v}}.each(len(x)), dst
}
