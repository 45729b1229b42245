package main

import "fmt"

// arm writes loops for NEON: the argument block is in R20, pointers are in R0 … R5 and R14, R6 is the offset of the
// current element, R7 counts, R8 is the offset of the current block in row vectors, R9 the bytes between rows, R10 counts
// rows, R11 holds the lanes of a partial vector; R12 and R13 are lost. Registers 13 and 11 hold the bounds of flushes.
//
// Go's assembler has no mnemonics for most float instructions on vectors; those are written as words.
type arm struct {
	w       *writer
	numbers []uint32 // what the registers from 31 downwards hold
}

const (
	armLanes = 4
	armBytes = 16
	armSpare = 15 // register for a number that has none of its own
)

var armPointers = []string{"R0", "R1", "R2", "R3", "R4", "R5", "R14"}

func (a *arm) vector() (lanes, bytes int) { return armLanes, armBytes }

func (a *arm) begin(name string) {
	a.w.text(name)
	a.numbers = nil
}

// word writes an instruction by its encoding; the comment has it in Arm's notation.
func (w *writer) word(code uint32, format string, args ...any) {
	w.op("WORD $%#08x // "+format, append([]any{code}, args...)...)
}

// three writes an operation d = x op y on four float32 lanes.
func (a *arm) three(code uint32, name string, x, y, d int) {
	a.w.word(code|uint32(y)<<16|uint32(x)<<5|uint32(d), "%s V%d.4S, V%d.4S, V%d.4S", name, d, x, y)
}

// two writes an operation d = op x on four float32 lanes.
func (a *arm) two(code uint32, name string, x, d int) {
	a.w.word(code|uint32(x)<<5|uint32(d), "%s V%d.4S, V%d.4S", name, d, x)
}

func (a *arm) pointers(n int) {
	for i := range n {
		a.w.op("MOVD %d(R20), %s", laP+8*i, armPointers[i])
	}
}

// argument broadcasts a word of the argument block.
func (a *arm) argument(offset, r int) {
	a.w.op("MOVWU %d(R20), R12", offset)
	a.w.op("VDUP R12, V%d.S4", r)
}

func (a *arm) constant(i, r int) { a.argument(laF+4*i, r) }

func (a *arm) number(bits uint32) int {
	if r, ok := kept(&a.numbers, bits); ok {
		return r
	}
	a.w.op("MOVD $%s, R12", a.w.number(bits))
	a.w.op("VLD1R (R12), [V%d.S4]", armSpare)
	return armSpare
}

// preload fills the registers of the numbers that a body has asked for.
func (a *arm) preload() {
	for i, b := range a.numbers {
		a.w.op("MOVD $%#x, R12", b)
		a.w.op("VDUP R12, V%d.S4", 31-i)
	}
}

func (a *arm) bitwise(op string, x, y, d int) {
	a.w.op("%s V%d.B16, V%d.B16, V%d.B16", op, y, x, d)
}

func (a *arm) zero(r int)      { a.bitwise("VEOR", r, r, r) }
func (a *arm) move(x, d int)   { a.w.op("VMOV V%d.B16, V%d.B16", x, d) }
func (a *arm) add(x, y, d int) { a.three(0x4e20d400, "FADD", x, y, d) }
func (a *arm) sub(x, y, d int) { a.three(0x4ea0d400, "FSUB", x, y, d) }
func (a *arm) mul(x, y, d int) { a.three(0x6e20dc00, "FMUL", x, y, d) }
func (a *arm) div(x, y, d int) { a.three(0x6e20fc00, "FDIV", x, y, d) }
func (a *arm) sqrt(x, d int)   { a.two(0x6ea1f800, "FSQRT", x, d) }
func (a *arm) floor(x, d int)  { a.two(0x4e219800, "FRINTM", x, d) }
func (a *arm) shift(x, d int)  { a.w.op("VSHL $23, V%d.S4, V%d.S4", x, d) }
func (a *arm) and(x, y, d int) { a.bitwise("VAND", x, y, d) }
func (a *arm) or(x, y, d int)  { a.bitwise("VORR", x, y, d) }
func (a *arm) xor(x, y, d int) { a.bitwise("VEOR", x, y, d) }

func (a *arm) greater(x, y int) { a.three(0x6ea0e400, "FCMGT", x, y, 5) }

// unordered: a number equals itself.
func (a *arm) unordered(x int) {
	a.three(0x4e20e400, "FCMEQ", x, x, 5)
	a.w.word(0x6e205800|5<<5|5, "NOT V5.16B, V5.16B")
}

// larger compares and selects: FMAX treats zeros and what is not a number in its own way.
func (a *arm) larger(x, y, d int) {
	a.greater(x, y)
	if d == x {
		a.w.op("VBIF V5.B16, V%d.B16, V%d.B16", y, d)
		return
	}
	if d != y {
		a.move(y, d)
	}
	a.blend(x, d)
}

func (a *arm) blend(v, d int) { a.w.op("VBIT V5.B16, V%d.B16, V%d.B16", v, d) }
func (a *arm) keep(d int)     { a.and(d, 5, d) }
func (a *arm) drop(d int) {
	a.w.word(0x4e601c00|5<<16|uint32(d)<<5|uint32(d), "BIC V%d.16B, V%d.16B, V5.16B", d, d)
}

func (a *arm) bounds()     { a.argument(laSmall, 13) }
func (a *arm) stateBound() { a.argument(laTiny, 11) }

// flush: what is not a number is not below the bound.
func (a *arm) flush(r int)      { a.below(13, r) }
func (a *arm) flushState(r int) { a.below(11, r) }

func (a *arm) below(bound, r int) {
	a.three(0x6ea0ec00, "FACGT", bound, r, 5)
	a.drop(r)
}

// load and store use the address of a pointer and an offset register.
func (a *arm) load(p, r int)  { a.move128(0x3ce06800, "LDR", p, r) }
func (a *arm) store(r, p int) { a.move128(0x3ca06800, "STR", p, r) }

func (a *arm) move128(code uint32, name string, p, r int) {
	a.w.word(code|6<<16|uint32(armPointer(p))<<5|uint32(r), "%s Q%d, [X%d, X6]", name, r, armPointer(p))
}

// armPointer is the number of the register of a pointer.
func armPointer(p int) (n int) {
	fmt.Sscanf(armPointers[p], "R%d", &n)
	return n
}

func (a *arm) loadBytes(p, r int) {
	a.w.op("FMOVS (%s)(R6), F%d", armPointers[p], r)
	a.w.op("VUXTL V%d.B8, V%d.H8", r, r)
	a.w.op("VUXTL V%d.H4, V%d.S4", r, r)
	a.two(0x6e21d800, "UCVTF", r, r)
}

func (a *arm) storeBytes(r, p int) {
	a.w.op("ADD R6<<2, %s, R12", armPointers[p])
	a.w.op("FMOVQ F%d, (R12)", r)
}

func (a *arm) flat(step int, body func(), tail ...func()) {
	text := a.w.delay(body)
	a.preload()
	a.w.op("MOVD %d(R20), R7", laN)
	a.w.op("MOVD $0, R6")
	a.w.label("next")
	a.w.Write(text)
	a.w.op("ADD $%d, R6", step)
	a.w.op("SUBS $1, R7, R7")
	a.w.op("BNE next")
	for _, f := range tail {
		f()
	}
	a.w.op("RET")
}

// columns writes a loop over column blocks: for each, head, then body for every row, then tail.
func (a *arm) columns(head, body, tail func()) {
	w := a.w
	w.op("MOVD %d(R20), R7", laN)
	w.op("MOVD %d(R20), R9", laRow)
	w.op("MOVD $0, R8")
	w.label("block")
	w.op("MOVD R7, R11")
	head()
	w.op("MOVD R8, R6")
	w.op("MOVD %d(R20), R10", laRows)
	w.label("row")
	body()
	w.op("ADD R9, R6")
	w.op("SUBS $1, R10, R10")
	w.op("BNE row")
	tail()
	w.op("ADD $%d, R8", armBytes)
	w.op("SUBS $%d, R7, R7", armLanes)
	w.op("BGT block")
	w.op("RET")
}

func (a *arm) loadAt(p, r int)   { a.partial(p, r, "R6", false) }
func (a *arm) storeAt(r, p int)  { a.partial(p, r, "R6", true) }
func (a *arm) loadRow(p, r int)  { a.partial(p, r, "R8", false) }
func (a *arm) storeRow(r, p int) { a.partial(p, r, "R8", true) }

// partial moves a whole vector, or its first R11 lanes one by one; lanes that are not loaded are zero.
func (a *arm) partial(p, r int, offset string, store bool) {
	w := a.w
	part, done := w.unique("part"), w.unique("done")
	w.op("ADD %s, %s, R12", armPointers[p], offset)
	w.op("CMP $%d, R11", armLanes)
	w.op("BLT %s", part)
	if store {
		w.op("FMOVQ F%d, (R12)", r)
	} else {
		w.op("FMOVQ (R12), F%d", r)
	}
	w.op("JMP %s", done)
	w.label(part)
	if !store {
		a.zero(r)
	}
	a.lanes(r, "R11", armLanes-1, done, store)
	w.label(done)
}

// lanes moves the first lanes of a register, as many as the counter says, at least one and at most so many, from or to the
// address in R12; then it is at done.
func (a *arm) lanes(r int, counter string, most int, done string, store bool) {
	for i := range most {
		if i > 0 {
			a.w.op("CMP $%d, %s", i+1, counter)
			a.w.op("BLT %s", done)
		}
		if store {
			a.w.op("VST1.P V%d.S[%d], 4(R12)", r, i)
		} else {
			a.w.op("VLD1.P 4(R12), V%d.S[%d]", r, i)
		}
	}
}
