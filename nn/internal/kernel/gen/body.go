package main

// bodies are the elementwise and column kernels, in the order of the loop constants of package kernel. The formulas stand
// beside the portable Go of each.
var bodies = []struct {
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
	{"exps", loop.exps},
	{"sigmoids", loop.sigmoids},
	{"tanhs", loop.tanhs},
	{"sigmoidGrad", loop.sigmoidGrad},
	{"tanhGrad", loop.tanhGrad},
	{"leakyReLU", loop.leakyReLU},
	{"leakyReLUGrad", loop.leakyReLUGrad},
	{"elu", loop.elu},
	{"eluGrad", loop.eluGrad},
	{"swish", loop.swish},
	{"swishGrad", loop.swishGrad},
	{"gelu", loop.gelu},
	{"geluGrad", loop.geluGrad},
	{"expRows", loop.expRows},
	{"rowMul", loop.rowMul},
	{"rowDiv", loop.rowDiv},
	{"addBoth", loop.addBoth},
	{"subBoth", loop.subBoth},
	{"mulBoth", loop.mulBoth},
	{"divBoth", loop.divBoth},
	{"maximumBoth", loop.maximumBoth},
	{"minimumBoth", loop.minimumBoth},
	{"addRight", loop.addRight},
	{"mulRight", loop.mulRight},
	{"divRight", loop.divRight},
	{"subLeft", loop.subLeft},
	{"divLeft", loop.divLeft},
	{"maxRight", loop.maxRight},
	{"minRight", loop.minRight},
	{"sqrts", loop.sqrts},
	{"sizes", loop.sizes},
	{"decaySign", loop.decaySign},
	{"clip", loop.clip},
	{"sum", loop.sum},
	{"sumSizes", loop.sumSizes},
	{"sumSquares", loop.sumSquares},
	{"dot", loop.dot},
	{"sumDeviations", loop.sumDeviations},
	{"sumDistances", loop.sumDistances},
	{"adamW", loop.adamW},
}

// loops writes all kernels in the code of one instruction set and returns their names.
func loops(c code, suffix string) []string {
	var names []string
	for _, b := range bodies {
		name := b.name + "_" + suffix
		c.begin(name)
		b.body(loop{c})
		names = append(names, name)
	}
	return names
}

// each writes a flat loop over vectors.
func (l loop) each(body func()) {
	_, bytes := l.vector()
	l.flat(bytes, body)
}

// p0 = float32(p1 bytes) · f0
func (l loop) bytes() {
	l.pointers(2)
	l.constant(0, 6)
	lanes, _ := l.vector()
	l.flat(lanes, func() {
		l.loadBytes(1, 0)
		l.mul(0, 6, 0)
		l.storeBytes(0, 0)
	})
}

// p0 = 0 > p1 ? 0 : p1
func (l loop) relu() {
	l.pointers(2)
	l.zero(6)
	l.each(func() {
		l.load(1, 0)
		l.larger(6, 0, 0)
		l.store(0, 0)
	})
}

// p0 = p2 > 0 ? p1 : 0
func (l loop) reluGrad() {
	l.pointers(3)
	l.zero(6)
	l.each(func() {
		l.load(1, 0)
		l.load(2, 1)
		l.greater(1, 6)
		l.keep(0)
		l.store(0, 0)
	})
}

// p0 -= f0·p1
func (l loop) sgd() {
	l.pointers(2)
	l.constant(0, 6)
	l.bounds()
	l.each(func() {
		l.load(0, 0)
		l.load(1, 1)
		l.mul(6, 1, 1)
		l.sub(0, 1, 0)
		l.flush(0)
		l.store(0, 0)
	})
}

// p2 = f1·p2 − f0·p1; p0 += p2
func (l loop) momentum() {
	l.pointers(3)
	l.constant(0, 6)
	l.constant(1, 7)
	l.bounds()
	l.stateBound()
	l.each(func() {
		l.velocity()
		l.load(0, 0)
		l.add(0, 2, 0)
		l.flush(0)
		l.store(0, 0)
	})
}

// velocity computes register 2 = f1·p2 − f0·p1 and register 1 = f0·p1, and stores p2.
func (l loop) velocity() {
	l.load(1, 1)
	l.load(2, 2)
	l.mul(6, 1, 1)
	l.mul(7, 2, 2)
	l.sub(2, 1, 2)
	l.flushState(2)
	l.store(2, 2)
}

// p2 = f1·p2 − f0·p1; p0 += f1·p2 − f0·p1
func (l loop) nesterov() {
	l.pointers(3)
	l.constant(0, 6)
	l.constant(1, 7)
	l.bounds()
	l.stateBound()
	l.each(func() {
		l.velocity()
		l.mul(7, 2, 2)
		l.sub(2, 1, 2)
		l.load(0, 0)
		l.add(0, 2, 0)
		l.flush(0)
		l.store(0, 0)
	})
}

// p2 += p1·p1; p0 -= f0·p1 / (√p2 + f1)
func (l loop) adagrad() {
	l.pointers(3)
	l.constant(0, 6)
	l.constant(1, 7)
	l.bounds()
	l.stateBound()
	l.each(func() {
		l.load(1, 1)
		l.load(2, 2)
		l.mul(1, 1, 3)
		l.add(2, 3, 2)
		l.scaled()
	})
}

// scaled stores the second moment of register 2 and steps p0 by f0·register 1 / (√register 2 + f1).
func (l loop) scaled() {
	l.moments()
	l.load(0, 0)
	l.step()
}

// moments stores the second moment of register 2 and sets register 1 = f0·register 1 / (√register 2 + f1).
func (l loop) moments() {
	l.flushState(2)
	l.store(2, 2)
	l.sqrt(2, 2)
	l.add(2, 7, 2)
	l.mul(6, 1, 1)
	l.div(1, 2, 1)
}

// step stores register 0 − register 1 in p0.
func (l loop) step() {
	l.sub(0, 1, 0)
	l.flush(0)
	l.store(0, 0)
}

// p2 = f2·p2 + f3·(p1·p1); p0 -= f0·p1 / (√p2 + f1)
func (l loop) rmsprop() {
	l.pointers(3)
	for i := range 4 {
		l.constant(i, 6+i)
	}
	l.bounds()
	l.stateBound()
	l.each(func() {
		l.load(1, 1)
		l.load(2, 2)
		l.mul(1, 1, 3)
		l.mul(9, 3, 3)
		l.mul(8, 2, 2)
		l.add(2, 3, 2)
		l.scaled()
	})
}

// p3 += f2·(p1 − p3); p2 += f3·(p1·p1 − p2); p0 -= f0·p3 / (√p2 + f1)
func (l loop) adam() { l.adamDecay(false) }

// p0 += f4·p0, then as adam
func (l loop) adamW() { l.adamDecay(true) }

func (l loop) adamDecay(decay bool) {
	l.pointers(4)
	if decay {
		l.constant(4, 10)
	}
	for i := range 4 {
		l.constant(i, 6+i)
	}
	l.bounds()
	l.stateBound()
	l.each(func() {
		l.load(1, 1)
		l.load(2, 2)
		l.load(3, 3)
		l.sub(1, 3, 4)
		l.mul(8, 4, 4)
		l.add(3, 4, 3)
		l.flushState(3)
		l.store(3, 3)
		l.mul(1, 1, 1)
		l.sub(1, 2, 1)
		l.mul(9, 1, 1)
		l.add(2, 1, 2)
		l.move(3, 1)
		l.moments()
		l.load(0, 0)
		if decay {
			l.mul(10, 0, 3)
			l.add(0, 3, 0)
			l.flush(0)
		}
		l.step()
	})
}

// p0 += f0·p1
func (l loop) decay() {
	l.pointers(2)
	l.constant(0, 6)
	l.bounds()
	l.each(func() {
		l.load(0, 0)
		l.load(1, 1)
		l.mul(6, 1, 1)
		l.add(0, 1, 0)
		l.flush(0)
		l.store(0, 0)
	})
}

// p0 = Σ p1
func (l loop) columnSum() {
	l.pointers(2)
	l.columns(
		func() { l.zero(6) },
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
			l.zero(6)
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
			l.zero(6)
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
		func() { l.zero(6) },
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
	l.pointers(7)
	l.bounds()
	l.columns(
		func() {
			l.loadRow(3, 6)
			l.loadRow(4, 7)
			l.loadRow(5, 8)
			l.loadRow(6, 9)
		},
		func() {
			l.loadAt(2, 0)
			l.sub(0, 6, 0)
			l.mul(0, 7, 0)
			l.flush(0)
			l.storeAt(0, 0)
			l.mul(8, 0, 1)
			l.add(1, 9, 1)
			l.flush(1)
			l.storeAt(1, 1)
		},
		func() {})
}

// p0 = p3·((p1 − p4) − p2·p5)
func (l loop) normalizeGrad() {
	l.pointers(6)
	l.bounds()
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
			l.flush(0)
			l.storeAt(0, 0)
		},
		func() {})
}
