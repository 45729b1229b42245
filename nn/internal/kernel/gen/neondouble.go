package main

// doubles is the number of registers that hold 16 float64.
func (a *arm) doubles() int { return 8 }

func (a *arm) threeD(code uint32, name string, x, y, d int) {
	a.w.word(code|uint32(y)<<16|uint32(x)<<5|uint32(d), "%s V%d.2D, V%d.2D, V%d.2D", name, d, x, y)
}

func (a *arm) addD(x, y, d int) { a.threeD(0x4e60d400, "FADD", x, y, d) }
func (a *arm) subD(x, y, d int) { a.threeD(0x4ee0d400, "FSUB", x, y, d) }
func (a *arm) mulD(x, y, d int) { a.threeD(0x6e60dc00, "FMUL", x, y, d) }

func (a *arm) absD(r int) {
	a.w.word(0x4ee0f800|uint32(r)<<5|uint32(r), "FABS V%d.2D, V%d.2D", r, r)
}

func (a *arm) constantD(i, r int) {
	a.w.op("MOVD %d(R20), R12", laF+4*i)
	a.w.op("VDUP R12, V%d.D2", r)
}

// loadD loads part j of 16 float32 as float64.
func (a *arm) loadD(p, j, r int) {
	a.w.op("ADD %s, R6, R12", armPointers[p])
	a.w.op("FMOVD %d(R12), F%d", 8*j, r)
	a.w.word(0x0e617800|uint32(r)<<5|uint32(r), "FCVTL V%d.2D, V%d.2S", r, r)
}

// moveLanes loads or stores 16 float64 at the first pointer.
func (a *arm) moveLanes(first, n int, store bool) {
	for i := range n {
		if store {
			a.w.op("FMOVQ F%d, %d(R0)", first+i, armBytes*i)
		} else {
			a.w.op("FMOVQ %d(R0), F%d", armBytes*i, first+i)
		}
	}
}
