package main

// binary writes p0 = p1 op p2.
func (l loop) binary(op func(l loop, a, b, d int)) {
	l.pointers(3)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.load(2, 1)
		op(l, 0, 1, 2)
		l.flush(2)
		l.store(2, 0)
	})
}

// right writes p0 = p1 op f0.
func (l loop) right(op func(l loop, a, b, d int)) {
	l.pointers(2)
	l.constant(0, 6)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		op(l, 0, 6, 2)
		l.flush(2)
		l.store(2, 0)
	})
}

// left writes p0 = f0 op p1.
func (l loop) left(op func(l loop, a, b, d int)) {
	l.right(func(l loop, a, b, d int) { op(l, b, a, d) })
}

// maximum sets d = a > b ? a : b, and to what is not a number when a or b is not. d is neither a nor b.
func (l loop) maximum(a, b, d int) {
	l.larger(a, b, d)
	l.unordered(a)
	l.blend(a, d)
}

// minimum is like maximum.
func (l loop) minimum(a, b, d int) {
	l.move(b, d)
	l.greater(b, a)
	l.blend(a, d)
	l.unordered(a)
	l.blend(a, d)
}

func (l loop) addBoth()     { l.binary(loop.add) }
func (l loop) subBoth()     { l.binary(loop.sub) }
func (l loop) mulBoth()     { l.binary(loop.mul) }
func (l loop) divBoth()     { l.binary(loop.div) }
func (l loop) maximumBoth() { l.binary(loop.maximum) }
func (l loop) minimumBoth() { l.binary(loop.minimum) }
func (l loop) addRight()    { l.right(loop.add) }
func (l loop) mulRight()    { l.right(loop.mul) }
func (l loop) divRight()    { l.right(loop.div) }
func (l loop) subLeft()     { l.left(loop.sub) }
func (l loop) divLeft()     { l.left(loop.div) }
func (l loop) maxRight()    { l.right(loop.maximum) }
func (l loop) minRight()    { l.right(loop.minimum) }

// p0 = √p1
func (l loop) sqrts() {
	l.pointers(2)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.sqrt(0, 0)
		l.flush(0)
		l.store(0, 0)
	})
}

// p0 = |p1|
func (l loop) sizes() {
	l.pointers(2)
	l.bounds()
	l.each(func() {
		l.load(1, 0)
		l.and(0, l.number(magnitude), 0)
		l.flush(0)
		l.store(0, 0)
	})
}

// p0 += f0 where p1 > 0, p0 -= f0 where p1 < 0
func (l loop) decaySign() {
	l.pointers(2)
	l.constant(0, 6)
	l.zero(7)
	l.bounds()
	l.each(func() {
		l.load(0, 0)
		l.load(1, 1)
		l.add(0, 6, 2)
		l.flush(2)
		l.sub(0, 6, 3)
		l.flush(3)
		l.greater(1, 7)
		l.blend(2, 0)
		l.greater(7, 1)
		l.blend(3, 0)
		l.store(0, 0)
	})
}

// p0 = p0 > f0 ? f0 : p0 < f1 ? f1 : p0
func (l loop) clip() {
	l.pointers(1)
	l.constant(0, 6)
	l.constant(1, 7)
	l.each(func() {
		l.load(0, 0)
		l.move(0, 1)
		l.greater(7, 0)
		l.blend(7, 1)
		l.greater(0, 6)
		l.blend(6, 1)
		l.store(1, 0)
	})
}

// sums writes the sum of a term over groups of 16 elements into the 16 float64 at p0: lane i has the elements i mod 16.
// term sets register 0 to the terms of as many elements as a register has float64.
func (l loop) sums(pointers int, head func(), term func(j int)) {
	l.pointers(pointers)
	if head != nil {
		head()
	}
	const first = 6
	n := l.doubles()
	l.moveLanes(first, n, false)
	l.flat(64, func() {
		for j := range n {
			term(j)
			l.addD(first+j, 0, first+j)
		}
	}, func() { l.moveLanes(first, n, true) })
}

func (l loop) sum() {
	l.sums(2, nil, func(j int) { l.loadD(1, j, 0) })
}

func (l loop) sumSizes() {
	l.sums(2, nil, func(j int) {
		l.loadD(1, j, 0)
		l.absD(0)
	})
}

func (l loop) sumSquares() {
	l.sums(2, nil, func(j int) {
		l.loadD(1, j, 0)
		l.mulD(0, 0, 0)
	})
}

// Σ p1·p2
func (l loop) dot() {
	l.sums(3, nil, func(j int) {
		l.loadD(1, j, 0)
		l.loadD(2, j, 1)
		l.mulD(0, 1, 0)
	})
}

// Σ (p1 − p2)²
func (l loop) sumDistances() {
	l.sums(3, nil, func(j int) {
		l.loadD(1, j, 0)
		l.loadD(2, j, 1)
		l.subD(0, 1, 0)
		l.mulD(0, 0, 0)
	})
}

// Σ (p1 − f0)², f0 being a float64
func (l loop) sumDeviations() {
	l.sums(2, func() { l.constantD(0, 2) }, func(j int) {
		l.loadD(1, j, 0)
		l.subD(0, 2, 0)
		l.mulD(0, 0, 0)
	})
}
