package main

import "math"

// p0 = e^(p1 − max), p2 = max and p3 = Σ p0, row by row
func (l loop) expRows() {
	l.pointers(4)
	acc := make([]int, l.groups())
	for i := range acc {
		acc[i] = 6 + i
	}
	l.rows(func() {
		least := 11
		l.move(l.num(math.Inf(-1)), least)
		for _, a := range acc {
			l.move(least, a)
		}
		l.across(func(j int, part bool) {
			l.loadPart(1, 0, least, j, part)
			l.larger(0, acc[j], acc[j])
		})
		l.fold(l.larger, acc, 0)
		l.move(acc[0], 10)
		l.storeScalar(10, 2)
		for _, a := range acc {
			l.zero(a)
		}
		l.across(func(j int, part bool) {
			l.loadPart(1, 0, least, j, part) // what is missing gives 0
			l.sub(0, 10, 0)
			l.exp(0, 1)
			l.storePart(1, 0, j, part)
			l.add(acc[j], 1, acc[j])
		})
		l.fold(l.add, acc, 0)
		l.storeScalar(acc[0], 3)
	})
}

// rowFactor writes p0 = p1 op p2, with one value of p2 for each row.
func (l loop) rowFactor(op func(l loop, a, b, d int)) {
	l.pointers(3)
	l.bounds()
	l.rows(func() {
		l.loadScalar(2, 6)
		l.across(func(j int, part bool) {
			l.loadPart(1, 0, 6, j, part)
			op(l, 0, 6, 0)
			l.flush(0)
			l.storePart(0, 0, j, part)
		})
	})
}

func (l loop) rowMul() { l.rowFactor(loop.mul) }
func (l loop) rowDiv() { l.rowFactor(loop.div) }
