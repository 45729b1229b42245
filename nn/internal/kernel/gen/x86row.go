package main

// Row loops of amd64: R13 is the offset of the current row, R12 the bytes between rows, BX counts rows, and DX the elements
// that are left of a row. AVX2 keeps masks in registers 15 and 14.

// groups is the number of registers that hold 16 lanes.
func (x *x86) groups() int { return 16 / x.isa.lanes }

// rows writes a loop over rows.
func (x *x86) rows(body func()) {
	w := x.w
	x.spare = 13
	text := w.delay(body)
	x.partMasks()
	x.preload()
	w.op("MOVQ %d(CX), BX", laRows)
	w.op("MOVQ %d(CX), R12", laRow)
	w.op("XORQ R13, R13")
	w.label("row")
	w.Write(text)
	w.op("ADDQ R12, R13")
	w.op("DECQ BX")
	w.op("JNZ row")
	x.end()
}

// partMasks sets the masks for the elements of a row that do not fill 16 lanes.
func (x *x86) partMasks() {
	w := x.w
	w.op("MOVQ CX, R15")
	if x.isa.wide() {
		w.op("MOVQ %d(CX), CX", laN)
		w.op("ANDQ $15, CX")
		x.maskOf("R13")
		w.op("MOVQ R15, CX")
		return
	}
	w.op("MOVQ %d(CX), DX", laN)
	w.op("ANDQ $15, DX")
	w.op("LEAQ -8(DX), CX") // lanes of the second register
	w.op("XORQ R13, R13")
	w.op("CMPQ CX, R13")
	w.op("CMOVQLT R13, CX")
	x.maskOf("R13")
	x.move(15, 14)
	w.op("MOVQ DX, CX") // lanes of the first
	w.op("MOVQ $8, R13")
	w.op("CMPQ CX, R13")
	w.op("CMOVQGT R13, CX")
	x.maskOf("R13")
	w.op("MOVQ R15, CX")
}

// across writes one pass over a row, in 16 lanes a round: body handles register j of them, whole or in part.
func (x *x86) across(body func(j int, part bool)) {
	w := x.w
	whole, rest, done := w.unique("whole"), w.unique("rest"), w.unique("done")
	w.op("MOVQ R13, AX")
	w.op("MOVQ %d(CX), DX", laN)
	w.label(whole)
	w.op("CMPQ DX, $16")
	w.op("JLT %s", rest)
	for j := range x.groups() {
		body(j, false)
		w.op("ADDQ $%d, AX", x.isa.bytes())
	}
	w.op("SUBQ $16, DX")
	w.op("JMP %s", whole)
	w.label(rest)
	for j := range x.groups() {
		w.op("CMPQ DX, $%d", j*x.isa.lanes)
		w.op("JLE %s", done)
		body(j, true)
		w.op("ADDQ $%d, AX", x.isa.bytes())
	}
	w.label(done)
}

// loadPart loads the current vector; the lanes that a part does not have are those of the register fill.
func (x *x86) loadPart(p, r, fill, j int, part bool) {
	switch {
	case !part:
		x.load(p, r)
	case x.isa.wide():
		x.move(fill, r)
		x.w.op("VMOVUPS %s, K1, %s", at(p, "AX"), x.r(r))
	default:
		mask := x.r(15 - j)
		x.w.op("VMASKMOVPS %s, %s, %s", at(p, "AX"), mask, x.r(r))
		x.w.op("VBLENDVPS %s, %s, %s, %s", mask, x.r(r), x.r(fill), x.r(r))
	}
}

func (x *x86) storePart(r, p, j int, part bool) {
	switch {
	case !part:
		x.store(r, p)
	case x.isa.wide():
		x.w.op("VMOVUPS %s, K1, %s", x.r(r), at(p, "AX"))
	default:
		x.w.op("VMASKMOVPS %s, %s, %s", x.r(r), x.r(15-j), at(p, "AX"))
	}
}

// fold combines 16 lanes: those 8 apart, then 4, 2 and 1, and leaves the result in all lanes of the first register.
func (x *x86) fold(op func(a, b, d int), acc []int, tmp int) {
	a, t := x.r(acc[0]), x.r(tmp)
	if x.isa.wide() {
		x.w.op("VSHUFF64X2 $0x4e, %s, %s, %s", a, a, t)
		op(acc[0], tmp, acc[0])
		x.w.op("VSHUFF64X2 $0xb1, %s, %s, %s", a, a, t)
	} else {
		op(acc[0], acc[1], acc[0])
		x.w.op("VPERM2F128 $1, %s, %s, %s", a, a, t)
	}
	op(acc[0], tmp, acc[0])
	for _, order := range []string{"0x4e", "0xb1"} {
		x.w.op("VPERMILPS $%s, %s, %s", order, a, t)
		op(acc[0], tmp, acc[0])
	}
}

// storeScalar stores a lane where a pointer points, which advances.
func (x *x86) storeScalar(r, p int) {
	x.w.op("VMOVSS X%d, (%s)", r, x86Pointers[p])
	x.w.op("ADDQ $4, %s", x86Pointers[p])
}

// loadScalar fills a register with the value that a pointer points to, which advances.
func (x *x86) loadScalar(p, r int) {
	x.w.op("VBROADCASTSS (%s), %s", x86Pointers[p], x.r(r))
	x.w.op("ADDQ $4, %s", x86Pointers[p])
}
