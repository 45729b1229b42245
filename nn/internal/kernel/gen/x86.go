package main

import (
	"fmt"
	"slices"
)

// x86 writes loops for AVX2 and AVX-512: the argument block is in CX, AX is the offset of the current element, DX that of
// the current block in row vectors, BX counts. Registers 12 and 13 hold the bounds of flush, 11 that of flushState, and 15
// the mask of AVX2; K1 is the mask of AVX-512 and K2 its condition.
type x86 struct {
	w   *writer
	isa isa

	numbers []uint32 // AVX-512: what the registers from 31 downwards hold
	spare   int      // register for a number that has none of its own
}

func (x *x86) r(i int) string { return x.isa.r(i) }

func (x *x86) vector() (lanes, bytes int) { return x.isa.lanes, x.isa.bytes() }

// x86Pointers are the registers of the pointers, in argument order.
var x86Pointers = []string{"SI", "DI", "R8", "R9", "R10", "R11", "R13"}

func (x *x86) begin(name string) {
	x.w.text(name)
	x.numbers, x.spare = nil, 14
}

// pointers: the seventh shares its register, so that loadRow loads it.
func (x *x86) pointers(n int) {
	for i := range min(n, 6) {
		x.w.op("MOVQ %d(CX), %s", laP+8*i, x86Pointers[i])
	}
}

func (x *x86) constant(i, r int) { x.w.op("VBROADCASTSS %d(CX), %s", laF+4*i, x.r(r)) }

func (x *x86) number(bits uint32) int {
	if r, ok := kept(&x.numbers, bits); ok && x.isa.wide() {
		return r
	}
	x.w.op("VBROADCASTSS %s, %s", x.w.number(bits), x.r(x.spare))
	return x.spare
}

// kept gives a number one of the registers 16 to 31, while there are any.
func kept(numbers *[]uint32, bits uint32) (r int, ok bool) {
	i := slices.Index(*numbers, bits)
	if i < 0 && len(*numbers) < 16 {
		i = len(*numbers)
		*numbers = append(*numbers, bits)
	}
	return 31 - i, i >= 0
}

// preload fills the registers of the numbers that a body has asked for.
func (x *x86) preload() {
	if !x.isa.wide() {
		return
	}
	for i, b := range x.numbers {
		x.w.op("VBROADCASTSS %s, %s", x.w.number(b), x.r(31-i))
	}
}

func (x *x86) zero(r int)       { x.w.zero(x.isa, x.r(r)) }
func (x *x86) move(a, d int)    { x.w.op("VMOVAPS %s, %s", x.r(a), x.r(d)) }
func (x *x86) add(a, b, d int)  { x.w.op("VADDPS %s, %s, %s", x.r(b), x.r(a), x.r(d)) }
func (x *x86) sub(a, b, d int)  { x.w.op("VSUBPS %s, %s, %s", x.r(b), x.r(a), x.r(d)) }
func (x *x86) mul(a, b, d int)  { x.w.op("VMULPS %s, %s, %s", x.r(b), x.r(a), x.r(d)) }
func (x *x86) div(a, b, d int)  { x.w.op("VDIVPS %s, %s, %s", x.r(b), x.r(a), x.r(d)) }
func (x *x86) sqrt(a, d int)    { x.w.op("VSQRTPS %s, %s", x.r(a), x.r(d)) }
func (x *x86) shift(a, d int)   { x.w.op("VPSLLD $23, %s, %s", x.r(a), x.r(d)) }
func (x *x86) and(a, b, d int)  { x.bitwise("VANDPS", "VPANDD", a, b, d) }
func (x *x86) or(a, b, d int)   { x.bitwise("VORPS", "VPORD", a, b, d) }
func (x *x86) xor(a, b, d int)  { x.bitwise("VXORPS", "VPXORD", a, b, d) }
func (x *x86) greater(a, b int) { x.compare("0x1e", a, b) }
func (x *x86) unordered(a int)  { x.compare("0x3", a, a) }

// larger: VMAXPS gives its second source when either is not a number, and for zeros.
func (x *x86) larger(a, b, d int) { x.w.op("VMAXPS %s, %s, %s", x.r(b), x.r(a), x.r(d)) }

func (x *x86) floor(a, d int) {
	if x.isa.wide() {
		x.w.op("VRNDSCALEPS $9, %s, %s", x.r(a), x.r(d))
		return
	}
	x.w.op("VROUNDPS $9, %s, %s", x.r(a), x.r(d))
}

func (x *x86) bitwise(avx2, avx512 string, a, b, d int) {
	op := avx2
	if x.isa.wide() {
		op = avx512
	}
	x.w.op("%s %s, %s, %s", op, x.r(b), x.r(a), x.r(d))
}

func (x *x86) compare(kind string, a, b int) {
	condition := x.r(5)
	if x.isa.wide() {
		condition = "K2"
	}
	x.w.op("VCMPPS $%s, %s, %s, %s", kind, x.r(b), x.r(a), condition)
}

func (x *x86) blend(v, d int) {
	if x.isa.wide() {
		x.w.op("VMOVAPS %s, K2, %s", x.r(v), x.r(d))
		return
	}
	x.w.op("VBLENDVPS %s, %s, %s, %s", x.r(5), x.r(v), x.r(d), x.r(d))
}

func (x *x86) keep(d int) {
	if x.isa.wide() {
		x.w.op("VMOVAPS.Z %s, K2, %s", x.r(d), x.r(d))
		return
	}
	x.w.op("VANDPS %s, %s, %s", x.r(5), x.r(d), x.r(d))
}

func (x *x86) drop(d int) {
	if x.isa.wide() {
		x.w.op("VPXORD %s, %s, K2, %s", x.r(d), x.r(d), x.r(d))
		return
	}
	x.w.op("VANDNPS %s, %s, %s", x.r(d), x.r(5), x.r(d))
}

func (x *x86) bounds() {
	x.w.op("VBROADCASTSS %d(CX), %s", laAbs, x.r(12))
	x.w.op("VBROADCASTSS %d(CX), %s", laSmall, x.r(13))
}

func (x *x86) stateBound() { x.w.op("VBROADCASTSS %d(CX), %s", laTiny, x.r(11)) }

func (x *x86) flush(r int)      { x.flusher(13).flush(x.r(r), x.r(5)) }
func (x *x86) flushState(r int) { x.flusher(11).flush(x.r(r), x.r(5)) }

func (x *x86) flusher(bound int) flusher {
	return flusher{w: x.w, isa: x.isa, abs: x.r(12), small: x.r(bound)}
}

// at is the address of the element of a pointer that an offset register says.
func at(p int, offset string) string { return fmt.Sprintf("(%s)(%s*1)", x86Pointers[p], offset) }

func (x *x86) load(p, r int)  { x.w.op("VMOVUPS %s, %s", at(p, "AX"), x.r(r)) }
func (x *x86) store(r, p int) { x.w.op("VMOVUPS %s, %s", x.r(r), at(p, "AX")) }

func (x *x86) loadBytes(p, r int) {
	x.w.op("VPMOVZXBD %s, %s", at(p, "AX"), x.r(r))
	x.w.op("VCVTDQ2PS %s, %s", x.r(r), x.r(r))
}

func (x *x86) storeBytes(r, p int) { x.w.op("VMOVUPS %s, (%s)(AX*4)", x.r(r), x86Pointers[p]) }

func (x *x86) flat(step int, body func(), tail ...func()) {
	text := x.w.delay(body)
	x.preload()
	x.w.op("MOVQ %d(CX), BX", laN)
	x.w.op("XORQ AX, AX")
	x.w.label("next")
	x.w.Write(text)
	x.w.op("ADDQ $%d, AX", step)
	x.w.op("DECQ BX")
	x.w.op("JNZ next")
	for _, f := range tail {
		f()
	}
	x.end()
}

func (x *x86) end() {
	x.w.op("VZEROUPPER")
	x.w.op("RET")
}

// columns writes a loop over column blocks: for each, head, then body for every row, then tail.
func (x *x86) columns(head, body, tail func()) {
	w, s := x.w, x.isa
	w.op("MOVQ %d(CX), BX", laN)
	w.op("MOVQ %d(CX), R12", laRow)
	w.op("XORQ DX, DX")
	w.op("MOVQ CX, R15")
	w.label("block")
	w.op("MOVQ BX, CX")
	w.op("CMPQ CX, $%d", s.lanes)
	w.op("JLE partial")
	w.op("MOVQ $%d, CX", s.lanes)
	w.label("partial")
	x.maskOf("R13")
	w.op("MOVQ R15, CX")
	head()
	w.op("MOVQ DX, AX")
	w.op("MOVQ %d(R15), R13", laRows)
	w.label("row")
	body()
	w.op("ADDQ R12, AX")
	w.op("DECQ R13")
	w.op("JNZ row")
	tail()
	w.op("ADDQ $%d, DX", s.bytes())
	w.op("SUBQ $%d, BX", s.lanes)
	w.op("JG block")
	x.end()
}

// maskOf sets the mask to the first CX lanes; CX and the temporary register are lost.
func (x *x86) maskOf(tmp string) {
	if x.isa.wide() {
		x.w.op("MOVQ $1, %s", tmp)
		x.w.op("SHLQ CX, %s", tmp)
		x.w.op("DECQ %s", tmp)
		x.w.op("KMOVW %s, K1", tmp)
		return
	}
	x.w.op("LEAQ lanes<>+32(SB), %s", tmp)
	x.w.op("SHLQ $2, CX")
	x.w.op("SUBQ CX, %s", tmp)
	x.w.op("VMOVUPS (%s), %s", tmp, x.r(x.isa.regs-1))
}

func (x *x86) loadAt(p, r int)  { x.w.masked(x.isa, at(p, "AX"), x.r(r), false) }
func (x *x86) storeAt(r, p int) { x.w.masked(x.isa, at(p, "AX"), x.r(r), true) }

// loadRow is for heads of blocks: after them the register of the seventh pointer counts rows.
func (x *x86) loadRow(p, r int) {
	if p == 6 {
		x.w.op("MOVQ %d(CX), R13", laP+8*p)
	}
	x.w.masked(x.isa, at(p, "DX"), x.r(r), false)
}

func (x *x86) storeRow(r, p int) { x.w.masked(x.isa, at(p, "DX"), x.r(r), true) }
