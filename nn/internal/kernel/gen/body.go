package main

// loops writes the elementwise and column kernels of one instruction set, in the order of the loop constants of package
// kernel, and returns their names. The formulas stand beside the portable Go of each.
func (w *writer) loops(s isa) []string {
	bodies := []struct {
		name string
		body func(l loop)
	}{
		{"bytes", loop.bytes},
		{"relu", loop.relu},
		{"reluGrad", loop.reluGrad},
		{"sgd", loop.sgd},
		{"momentum", loop.momentum},
		{"nesterov", loop.nesterov},
		{"adagrad", loop.adagrad},
		{"rmsprop", loop.rmsprop},
		{"adam", loop.adam},
		{"decay", loop.decay},
		{"columnSum", loop.columnSum},
		{"columnShift", loop.columnShift},
		{"columnDeviation", loop.columnDeviation},
		{"columnDot", loop.columnDot},
		{"normalize", loop.normalize},
		{"normalizeGrad", loop.normalizeGrad},
	}
	var names []string
	for _, b := range bodies {
		name := b.name + "_" + s.name
		w.text(name)
		b.body(loop{w: w, isa: s})
		names = append(names, name)
	}
	return names
}

// p0 = float32(p1 bytes) · f0
func (l loop) bytes() {
	l.pointers(2)
	l.constant(0, 6)
	l.w.op("MOVQ %d(CX), BX", laN)
	l.w.op("XORQ AX, AX")
	l.w.label("next")
	l.w.op("VPMOVZXBD (DI)(AX*1), %s", l.r(0))
	l.w.op("VCVTDQ2PS %s, %s", l.r(0), l.r(0))
	l.mul(0, 6, 0)
	l.w.op("VMOVUPS %s, (SI)(AX*4)", l.r(0))
	l.w.op("ADDQ $%d, AX", l.isa.lanes)
	l.w.op("DECQ BX")
	l.w.op("JNZ next")
	l.w.op("VZEROUPPER")
	l.w.op("RET")
}

// p0 = 0 > p1 ? 0 : p1
func (l loop) relu() {
	l.pointers(2)
	l.w.zero(l.isa, l.r(6))
	l.flat(func() {
		l.load(1, 0)
		l.larger(6, 0, 0)
		l.store(0, 0)
	})
}

// p0 = p2 > 0 ? p1 : 0
func (l loop) reluGrad() {
	l.pointers(3)
	l.w.zero(l.isa, l.r(6))
	l.flat(func() {
		l.load(1, 0)
		l.load(2, 1)
		if l.isa.wide() {
			l.w.op("VCMPPS $0x1e, %s, %s, K2", l.r(6), l.r(1))
			l.w.op("VMOVAPS.Z %s, K2, %s", l.r(0), l.r(0))
		} else {
			l.w.op("VCMPPS $0x1e, %s, %s, %s", l.r(6), l.r(1), l.r(1))
			l.w.op("VANDPS %s, %s, %s", l.r(1), l.r(0), l.r(0))
		}
		l.store(0, 0)
	})
}

// p0 -= f0·p1
func (l loop) sgd() {
	l.pointers(2)
	l.constant(0, 6)
	f := l.small(laSmall)
	l.flat(func() {
		l.load(0, 0)
		l.load(1, 1)
		l.mul(6, 1, 1)
		l.sub(0, 1, 0)
		f.flush(l.r(0), l.r(5))
		l.store(0, 0)
	})
}

// p2 = f1·p2 − f0·p1; p0 += p2
func (l loop) momentum() {
	l.pointers(3)
	l.constant(0, 6)
	l.constant(1, 7)
	f := l.small(laSmall)
	state := l.tiny(f)
	l.flat(func() {
		l.velocity(state)
		l.load(0, 0)
		l.add(0, 2, 0)
		f.flush(l.r(0), l.r(5))
		l.store(0, 0)
	})
}

// tiny prepares the flusher of optimizer state, in register 11.
func (l loop) tiny(f flusher) flusher {
	f.small = l.r(11)
	l.w.op("VBROADCASTSS %d(CX), %s", laTiny, f.small)
	return f
}

// velocity computes register 2 = f1·p2 − f0·p1 and register 1 = f0·p1, and stores p2.
func (l loop) velocity(state flusher) {
	l.load(1, 1)
	l.load(2, 2)
	l.mul(6, 1, 1)
	l.mul(7, 2, 2)
	l.sub(2, 1, 2)
	state.flush(l.r(2), l.r(5))
	l.store(2, 2)
}

// p2 = f1·p2 − f0·p1; p0 += f1·p2 − f0·p1
func (l loop) nesterov() {
	l.pointers(3)
	l.constant(0, 6)
	l.constant(1, 7)
	f := l.small(laSmall)
	state := l.tiny(f)
	l.flat(func() {
		l.velocity(state)
		l.mul(7, 2, 2)
		l.sub(2, 1, 2)
		l.load(0, 0)
		l.add(0, 2, 0)
		f.flush(l.r(0), l.r(5))
		l.store(0, 0)
	})
}

// p2 += p1·p1; p0 -= f0·p1 / (√p2 + f1)
func (l loop) adagrad() {
	l.pointers(3)
	l.constant(0, 6)
	l.constant(1, 7)
	f := l.small(laSmall)
	state := l.tiny(f)
	l.flat(func() {
		l.load(1, 1)
		l.load(2, 2)
		l.mul(1, 1, 3)
		l.add(2, 3, 2)
		l.scaled(f, state)
	})
}

// scaled stores the second moment of register 2 and steps p0 by f0·register 1 / (√register 2 + f1).
func (l loop) scaled(f, state flusher) {
	state.flush(l.r(2), l.r(5))
	l.store(2, 2)
	l.sqrt(2, 2)
	l.add(2, 7, 2)
	l.mul(6, 1, 1)
	l.div(1, 2, 1)
	l.load(0, 0)
	l.sub(0, 1, 0)
	f.flush(l.r(0), l.r(5))
	l.store(0, 0)
}

// p2 = f2·p2 + f3·(p1·p1); p0 -= f0·p1 / (√p2 + f1)
func (l loop) rmsprop() {
	l.pointers(3)
	for i := range 4 {
		l.constant(i, 6+i)
	}
	f := l.small(laSmall)
	state := l.tiny(f)
	l.flat(func() {
		l.load(1, 1)
		l.load(2, 2)
		l.mul(1, 1, 3)
		l.mul(9, 3, 3)
		l.mul(8, 2, 2)
		l.add(2, 3, 2)
		l.scaled(f, state)
	})
}

// p3 += f2·(p1 − p3); p2 += f3·(p1·p1 − p2); p0 -= f0·p3 / (√p2 + f1)
func (l loop) adam() {
	l.pointers(4)
	for i := range 4 {
		l.constant(i, 6+i)
	}
	f := l.small(laSmall)
	state := l.tiny(f)
	l.flat(func() {
		l.load(1, 1)
		l.load(2, 2)
		l.load(3, 3)
		l.sub(1, 3, 4)
		l.mul(8, 4, 4)
		l.add(3, 4, 3)
		state.flush(l.r(3), l.r(5))
		l.store(3, 3)
		l.mul(1, 1, 1)
		l.sub(1, 2, 1)
		l.mul(9, 1, 1)
		l.add(2, 1, 2)
		l.move(3, 1)
		l.scaled(f, state)
	})
}

// move copies register a to register d.
func (l loop) move(a, d int) { l.w.op("VMOVAPS %s, %s", l.r(a), l.r(d)) }

// p0 += f0·p1
func (l loop) decay() {
	l.pointers(2)
	l.constant(0, 6)
	f := l.small(laSmall)
	l.flat(func() {
		l.load(0, 0)
		l.load(1, 1)
		l.mul(6, 1, 1)
		l.add(0, 1, 0)
		f.flush(l.r(0), l.r(5))
		l.store(0, 0)
	})
}

// p0 = Σ p1
func (l loop) columnSum() {
	l.pointers(2)
	l.columns(
		func() { l.w.zero(l.isa, l.r(6)) },
		func() {
			l.loadAt(1, 0)
			l.add(6, 0, 6)
		},
		func() { l.storeRow(6, 0) })
}

// p0 = Σ (p1 − p2)
func (l loop) columnShift() {
	l.pointers(3)
	l.columns(
		func() {
			l.w.zero(l.isa, l.r(6))
			l.loadRow(2, 7)
		},
		func() {
			l.loadAt(1, 0)
			l.sub(0, 7, 0)
			l.add(6, 0, 6)
		},
		func() { l.storeRow(6, 0) })
}

// p0 = Σ (p1 − p2)²
func (l loop) columnDeviation() {
	l.pointers(3)
	l.columns(
		func() {
			l.w.zero(l.isa, l.r(6))
			l.loadRow(2, 7)
		},
		func() {
			l.loadAt(1, 0)
			l.sub(0, 7, 0)
			l.mul(0, 0, 0)
			l.add(6, 0, 6)
		},
		func() { l.storeRow(6, 0) })
}

// p0 = Σ p1·p2
func (l loop) columnDot() {
	l.pointers(3)
	l.columns(
		func() { l.w.zero(l.isa, l.r(6)) },
		func() {
			l.loadAt(1, 0)
			l.loadAt(2, 1)
			l.mul(0, 1, 0)
			l.add(6, 0, 6)
		},
		func() { l.storeRow(6, 0) })
}

// p0 = (p2 − mean)·inverse; p1 = gamma·p0 + beta; mean, inverse, gamma, beta are p3 … p6
func (l loop) normalize() {
	l.pointers(6)
	f := l.small(laSmall)
	l.columns(
		func() {
			l.loadRow(3, 6)
			l.loadRow(4, 7)
			l.loadRow(5, 8)
			l.w.op("MOVQ %d(CX), R13", laP+48)
			l.w.masked(l.isa, "(R13)(DX*1)", l.r(9), false)
		},
		func() {
			l.loadAt(2, 0)
			l.sub(0, 6, 0)
			l.mul(0, 7, 0)
			f.flush(l.r(0), l.r(5))
			l.storeAt(0, 0)
			l.mul(8, 0, 1)
			l.add(1, 9, 1)
			f.flush(l.r(1), l.r(5))
			l.storeAt(1, 1)
		},
		func() {})
}

// p0 = p3·((p1 − p4) − p2·p5)
func (l loop) normalizeGrad() {
	l.pointers(6)
	f := l.small(laSmall)
	l.columns(
		func() {
			l.loadRow(3, 6)
			l.loadRow(4, 7)
			l.loadRow(5, 8)
		},
		func() {
			l.loadAt(1, 0)
			l.loadAt(2, 1)
			l.sub(0, 7, 0)
			l.mul(1, 8, 1)
			l.sub(0, 1, 0)
			l.mul(6, 0, 0)
			f.flush(l.r(0), l.r(5))
			l.storeAt(0, 0)
		},
		func() {})
}
