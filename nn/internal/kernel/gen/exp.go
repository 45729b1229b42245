package main

import "math"

// num returns a register that holds the number, rounded to float32, until the next call.
func (l loop) num(v float64) int { return l.number(math.Float32bits(float32(v))) }

// The bits of a float32 that are its sign, and the others.
const (
	signBit   = 1 << 31
	magnitude = 1<<31 - 1
)

// expSeries are the coefficients of Exp, the highest first.
var expSeries = []float64{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1}

// polynomial sets d to the polynomial of register x with the given coefficients, the highest first.
func (l loop) polynomial(x, d int, coefficients []float64) {
	l.mul(x, l.num(coefficients[0]), d)
	for i, c := range coefficients[1:] {
		if i > 0 {
			l.mul(d, x, d)
		}
		l.add(d, l.num(c), d)
	}
}

// exp sets d = e^x. Registers 3, 4 and 5 are lost.
func (l loop) exp(x, d int) {
	l.mul(x, l.num(1.44269504088896341), 3)
	l.add(3, l.num(0.5), 3)
	l.floor(3, 3)
	l.mul(3, l.num(0.693359375), 4)
	l.sub(x, 4, d)
	l.mul(3, l.num(-2.12194440e-4), 4)
	l.sub(d, 4, d)
	l.add(3, l.num(3<<22+127), 3) // the lowest bits are n + 127 now
	l.shift(3, 3)                 // 2ⁿ
	l.polynomial(d, 4, expSeries)
	l.mul(d, d, 5)
	l.mul(4, 5, 4)
	l.add(4, d, 4)
	l.add(4, l.num(1), 4)
	l.mul(4, 3, d)
	l.greater(x, l.num(88.37))
	l.blend(l.num(math.Inf(1)), d)
	l.greater(l.num(-87.3), x)
	l.drop(d)
}

// openGate sets d = 1/(1 + e^−x), which is e^−|x|/(1 + e^−|x|) for negative x. Registers 2 to 5 are lost.
func (l loop) openGate(x, d int) {
	l.or(x, l.number(signBit), 2)
	l.exp(2, d)
	l.move(l.num(1), 3)
	l.add(d, 3, 4)
	l.greater(l.num(0), x)
	l.blend(d, 3)
	l.div(3, 4, d)
}

// expm1 sets register 4 to e^x − 1. Registers 1 to 5 are lost.
func (l loop) expm1(x int) {
	l.exp(x, 1)
	l.sub(1, l.num(1), 1)
	l.polynomial(x, 4, expSeries)
	l.mul(x, x, 3)
	l.mul(4, 3, 4)
	l.add(4, x, 4)
	l.and(x, l.number(magnitude), 3)
	l.greater(3, l.num(0.3))
	l.blend(1, 4)
}

// p0 = e^p1
func (l loop) exps() {
	l.pointers(2)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.exp(0, 1)
		l.flush(1)
		l.store(1, 0)
	})
}

// p0 = sigmoid p1
func (l loop) sigmoids() {
	l.pointers(2)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.openGate(0, 1)
		l.flush(1)
		l.store(1, 0)
	})
}

// p0 = tanh p1
func (l loop) tanhs() {
	l.pointers(2)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.and(0, l.number(magnitude), 2)
		l.add(2, 2, 6)
		l.exp(6, 1)
		l.add(1, l.num(1), 1)
		l.div(l.num(2), 1, 1)
		l.sub(l.num(1), 1, 1)
		l.and(0, l.number(signBit), 3)
		l.or(1, 3, 1)
		l.mul(0, 0, 3)
		l.polynomial(3, 4, []float64{-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1})
		l.mul(4, 3, 4)
		l.mul(4, 0, 4)
		l.add(0, 4, 4)
		l.greater(l.num(0.625), 2)
		l.blend(4, 1)
		l.flush(1)
		l.store(1, 0)
	})
}

// p0 = p1·p2·(1 − p2)
func (l loop) sigmoidGrad() {
	l.pointers(3)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.load(2, 1)
		l.mul(0, 1, 0)
		l.sub(l.num(1), 1, 1)
		l.mul(0, 1, 0)
		l.flush(0)
		l.store(0, 0)
	})
}

// p0 = p1·(1 − p2²)
func (l loop) tanhGrad() {
	l.pointers(3)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.load(2, 1)
		l.mul(1, 1, 1)
		l.sub(l.num(1), 1, 1)
		l.mul(0, 1, 0)
		l.flush(0)
		l.store(0, 0)
	})
}

// p0 = p1 > 0 ? p1 : f0·p1
func (l loop) leakyReLU() {
	l.pointers(2)
	l.constant(0, 6)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.mul(6, 0, 1)
		l.flush(1)
		l.greater(0, l.num(0))
		l.blend(0, 1)
		l.store(1, 0)
	})
}

// p0 = p2 > 0 ? p1 : f0·p1
func (l loop) leakyReLUGrad() {
	l.pointers(3)
	l.constant(0, 6)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.load(2, 2)
		l.mul(6, 0, 1)
		l.flush(1)
		l.greater(2, l.num(0))
		l.blend(0, 1)
		l.store(1, 0)
	})
}

// p0 = p1 > 0 ? p1 : f0·(e^p1 − 1)
func (l loop) elu() {
	l.pointers(2)
	l.constant(0, 6)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.expm1(0)
		l.mul(6, 4, 4)
		l.flush(4)
		l.greater(0, l.num(0))
		l.blend(0, 4)
		l.store(4, 0)
	})
}

// p0 = p2 > 0 ? p1 : p1·(p2 + f0)
func (l loop) eluGrad() {
	l.pointers(3)
	l.constant(0, 6)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.load(2, 2)
		l.add(2, 6, 1)
		l.mul(0, 1, 1)
		l.flush(1)
		l.greater(2, l.num(0))
		l.blend(0, 1)
		l.store(1, 0)
	})
}

// gate sets d = sigmoid g and register 2 = 1 − sigmoid g. Registers 2 to 5 are lost.
func (l loop) gate(g, d int) {
	l.or(g, l.number(signBit), 2)
	l.exp(2, d)
	l.move(l.num(1), 3)
	l.add(d, 3, 4)
	l.div(d, 4, 2)
	l.div(3, 4, 3)
	l.greater(l.num(0), g)
	l.move(3, d)
	l.blend(2, d)
	l.blend(3, 2)
}

// p0 = p1·sigmoid p1
func (l loop) swish() {
	l.pointers(2)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.openGate(0, 1)
		l.mul(0, 1, 1)
		l.flush(1)
		l.store(1, 0)
	})
}

// p0 = p1·(s + p2·s·(1 − s)), s = sigmoid p2
func (l loop) swishGrad() {
	l.pointers(3)
	l.bounds()
	l.each(func() {
		l.load(2, 0)
		l.gate(0, 6)
		l.gateSlope(false)
	})
}

// gateSlope stores p1 times the derivative of x·s, where x is in register 0, s in 6, 1 − s in 2, and the slope of what s is
// the sigmoid of in 7, or 1. Where s or 1 − s is 0 the derivative is s.
func (l loop) gateSlope(slope bool) {
	l.mul(6, 2, 3)
	l.mul(0, 3, 3)
	if slope {
		l.mul(3, 7, 3)
	}
	l.add(6, 3, 3)
	l.move(6, 4)
	l.greater(6, l.num(0))
	l.blend(3, 4)
	l.greater(2, l.num(0))
	l.blend(4, 6)
	l.load(1, 0)
	l.mul(0, 6, 0)
	l.flush(0)
	l.store(0, 0)
}

// The constants of GELU.
const (
	geluScale = 1.5957691216057308
	geluCube  = 0.044715
)

// geluArgument sets register 1 = geluScale·(x + geluCube·x³), x in register 0.
func (l loop) geluArgument() {
	l.mul(0, 0, 1)
	l.mul(1, 0, 1)
	l.mul(l.num(geluCube), 1, 1)
	l.add(0, 1, 1)
	l.mul(l.num(geluScale), 1, 1)
}

// p0 = p1·sigmoid(geluScale·(p1 + geluCube·p1³))
func (l loop) gelu() {
	l.pointers(2)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.geluArgument()
		l.openGate(1, 6)
		l.mul(0, 6, 6)
		l.flush(6)
		l.store(6, 0)
	})
}

// p0 = p1 times the derivative of gelu at p2
func (l loop) geluGrad() {
	l.pointers(3)
	l.bounds()
	l.each(func() {
		l.load(2, 0)
		l.mul(0, 0, 7)
		l.mul(l.num(3*geluCube), 7, 7)
		l.add(7, l.num(1), 7)
		l.mul(l.num(geluScale), 7, 7)
		l.geluArgument()
		l.gate(1, 6)
		l.gateSlope(true)
	})
}
