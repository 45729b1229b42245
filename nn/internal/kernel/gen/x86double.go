package main

// doubles is the number of registers that hold 16 float64.
func (x *x86) doubles() int { return 32 / x.isa.lanes }

func (x *x86) addD(a, b, d int) { x.w.op("VADDPD %s, %s, %s", x.r(b), x.r(a), x.r(d)) }
func (x *x86) subD(a, b, d int) { x.w.op("VSUBPD %s, %s, %s", x.r(b), x.r(a), x.r(d)) }
func (x *x86) mulD(a, b, d int) { x.w.op("VMULPD %s, %s, %s", x.r(b), x.r(a), x.r(d)) }

func (x *x86) constantD(i, r int) { x.w.op("VBROADCASTSD %d(CX), %s", laF+4*i, x.r(r)) }

// absD shifts the sign out.
func (x *x86) absD(r int) {
	x.w.op("VPSLLQ $1, %s, %s", x.r(r), x.r(r))
	x.w.op("VPSRLQ $1, %s, %s", x.r(r), x.r(r))
}

// loadD loads part j of 16 float32 as float64.
func (x *x86) loadD(p, j, r int) {
	x.w.op("VCVTPS2PD %d%s, %s", j*x.isa.bytes()/2, at(p, "AX"), x.r(r))
}

// moveLanes loads or stores 16 float64 at the first pointer.
func (x *x86) moveLanes(first, n int, store bool) {
	for i := range n {
		if store {
			x.w.op("VMOVUPD %s, %d(SI)", x.r(first+i), i*x.isa.bytes())
		} else {
			x.w.op("VMOVUPD %d(SI), %s", i*x.isa.bytes(), x.r(first+i))
		}
	}
}
