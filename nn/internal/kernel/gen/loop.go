package main

import "fmt"

// Offsets of loopArgs; a test of package kernel checks them against the Go struct.
const (
	laP     = 0   // eight pointers
	laN     = 64  // flat loops: vectors; column loops: columns
	laRows  = 72  // column loops: rows
	laRow   = 80  // column loops: bytes between rows
	laF     = 96  // eight constants
	laAbs   = 128 // bit mask of the magnitude
	laSmall = 132 // least magnitude of weights, activations and gradients
	laTiny  = 136 // least magnitude of optimizer state
)

// masks writes the lanes of AVX2 masks: eight set, then eight clear.
func (w *writer) masks() {
	for i := range 16 {
		v := "$0xffffffff"
		if i >= 8 {
			v = "$0"
		}
		fmt.Fprintf(w, "\nDATA lanes<>+%d(SB)/4, %s", 4*i, v)
	}
	fmt.Fprint(w, "\nGLOBL lanes<>(SB), RODATA|NOPTR, $64\n")
}

// masked loads or stores the lanes that the current mask selects: K1, or the last register of AVX2.
func (w *writer) masked(s isa, mem, reg string, store bool) {
	mask := s.r(s.regs - 1)
	switch {
	case s.wide() && store:
		w.op("VMOVUPS %s, K1, %s", reg, mem)
	case s.wide():
		w.op("VMOVUPS.Z %s, K1, %s", mem, reg)
	case store:
		w.op("VMASKMOVPS %s, %s, %s", reg, mask, mem)
	default:
		w.op("VMASKMOVPS %s, %s, %s", mem, mask, reg)
	}
}

// zero clears a register.
func (w *writer) zero(s isa, reg string) {
	if s.wide() {
		w.op("VPXORD %s, %s, %s", reg, reg, reg)
		return
	}
	w.op("VXORPS %s, %s, %s", reg, reg, reg)
}

// flusher replaces small magnitudes by zero.
type flusher struct {
	w          *writer
	isa        isa
	abs, small string // registers that hold the magnitude mask and the bound
}

// flush clears the lanes of reg whose magnitude is below the bound; lanes that are not a number stay. tmp is lost.
func (f flusher) flush(reg, tmp string) {
	if f.isa.wide() {
		f.w.op("VPANDD %s, %s, %s", f.abs, reg, tmp)
		f.w.op("VCMPPS $0x15, %s, %s, K2", f.small, tmp)
		f.w.op("VMOVAPS.Z %s, K2, %s", reg, reg)
		return
	}
	f.w.op("VANDPS %s, %s, %s", f.abs, reg, tmp)
	f.w.op("VCMPPS $0x15, %s, %s, %s", f.small, tmp, tmp)
	f.w.op("VANDPS %s, %s, %s", tmp, reg, reg)
}

// loop writes one elementwise or column kernel. Registers 0–5 are free for the body; constants and column values
// follow from 6; the last ones hold the flush constants and, for AVX2, the mask.
type loop struct {
	w   *writer
	isa isa
}

func (l loop) r(i int) string { return l.isa.r(i) }

// pointers of the loops, in argument order.
var loopPointers = []string{"SI", "DI", "R8", "R9", "R10", "R11"}

func (l loop) pointers(n int) {
	for i := range n {
		l.w.op("MOVQ %d(CX), %s", laP+8*i, loopPointers[i])
	}
}

// constant broadcasts constant i of the arguments to register r.
func (l loop) constant(i, r int) { l.w.op("VBROADCASTSS %d(CX), %s", laF+4*i, l.r(r)) }

// small prepares a flusher with the bound at the given offset, in registers 12 and 13.
func (l loop) small(offset int) flusher {
	f := flusher{w: l.w, isa: l.isa, abs: l.r(12), small: l.r(13)}
	l.w.op("VBROADCASTSS %d(CX), %s", laAbs, f.abs)
	l.w.op("VBROADCASTSS %d(CX), %s", offset, f.small)
	return f
}

func (l loop) load(p, r int) { l.w.op("VMOVUPS (%s)(AX*1), %s", loopPointers[p], l.r(r)) }

func (l loop) store(r, p int) { l.w.op("VMOVUPS %s, (%s)(AX*1)", l.r(r), loopPointers[p]) }

// Three-address arithmetic: d = a op b.
func (l loop) add(a, b, d int) { l.w.op("VADDPS %s, %s, %s", l.r(b), l.r(a), l.r(d)) }
func (l loop) sub(a, b, d int) { l.w.op("VSUBPS %s, %s, %s", l.r(b), l.r(a), l.r(d)) }
func (l loop) mul(a, b, d int) { l.w.op("VMULPS %s, %s, %s", l.r(b), l.r(a), l.r(d)) }
func (l loop) div(a, b, d int) { l.w.op("VDIVPS %s, %s, %s", l.r(b), l.r(a), l.r(d)) }
func (l loop) sqrt(a, d int)   { l.w.op("VSQRTPS %s, %s", l.r(a), l.r(d)) }
func (l loop) larger(a, b, d int) { // a > b ? a : b, and b when either is not a number
	l.w.op("VMAXPS %s, %s, %s", l.r(b), l.r(a), l.r(d))
}

// flat writes a loop over whole vectors: AX runs over the bytes, BX counts.
func (l loop) flat(body func()) {
	l.w.op("MOVQ %d(CX), BX", laN)
	l.w.op("XORQ AX, AX")
	l.w.label("next")
	body()
	l.w.op("ADDQ $%d, AX", l.isa.bytes())
	l.w.op("DECQ BX")
	l.w.op("JNZ next")
	l.w.op("VZEROUPPER")
	l.w.op("RET")
}

// columns writes a loop over column blocks: for each, head, then body for every row, then tail. AX is the byte offset
// of the current row and block, DX that of the block in row vectors.
func (l loop) columns(head, body, tail func()) {
	w, s := l.w, l.isa
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
	if s.wide() {
		w.op("MOVQ $1, R13")
		w.op("SHLQ CX, R13")
		w.op("DECQ R13")
		w.op("KMOVW R13, K1")
	} else {
		w.op("LEAQ lanes<>+32(SB), R13")
		w.op("SHLQ $2, CX")
		w.op("SUBQ CX, R13")
		w.op("VMOVUPS (R13), %s", s.r(s.regs-1))
	}
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
	w.op("VZEROUPPER")
	w.op("RET")
}

// element loads and stores of column loops.
func (l loop) loadAt(p, r int) {
	l.w.masked(l.isa, fmt.Sprintf("(%s)(AX*1)", loopPointers[p]), l.r(r), false)
}

func (l loop) storeAt(r, p int) {
	l.w.masked(l.isa, fmt.Sprintf("(%s)(AX*1)", loopPointers[p]), l.r(r), true)
}

// loadRow and storeRow move a block of a row vector.
func (l loop) loadRow(p, r int) {
	l.w.masked(l.isa, fmt.Sprintf("(%s)(DX*1)", loopPointers[p]), l.r(r), false)
}

func (l loop) storeRow(r, p int) {
	l.w.masked(l.isa, fmt.Sprintf("(%s)(DX*1)", loopPointers[p]), l.r(r), true)
}
