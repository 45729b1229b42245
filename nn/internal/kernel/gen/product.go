package main

import "fmt"

// Offsets of productArgs; a test of package kernel checks them against the Go struct.
const (
	paA       = 0
	paB       = 8
	paC       = 16
	paBias    = 24
	paARow    = 32
	paACol    = 40
	paBRow    = 48
	paCRow    = 56
	paK       = 64
	paOuter   = 72
	paAJump   = 80
	paBJump   = 88
	paMask    = 96
	paFlags   = 104
	paLanes   = 112
	paTiles   = 144
	paATile   = 152
	paCTile   = 160
	paRounds  = 168
	paARound  = 176
	paCRound  = 184
	paTile    = 192
	paRound   = 200
	paAWork   = 208
	paCWork   = 216
	paAbs     = 224
	paSmall   = 228
	paGate    = 232
	flagAdd   = 1
	flagFlush = 2
	flagReLU  = 4
	flagGate  = 8

	// maxRows is the length of a row of the table of entry points.
	maxRows = 25
)

// products writes the product kernels of one instruction set and returns their entries, [5][maxRows] by width and rows.
func (w *writer) products(s isa) []string {
	entries := make([]string, 5*maxRows)
	for width, most := range s.rows {
		for rows := 1; rows <= most; rows++ {
			name := fmt.Sprintf("product_%s_%dx%d", s.name, rows, width)
			entries[width*maxRows+rows] = name
			tile{w: w, isa: s, rows: rows, width: width}.write(name)
		}
	}
	return entries
}

// tile writes the kernel for tiles of rows × width registers. Registers: accumulators first, then one row of B, then
// broadcast values of A, and for AVX2 the mask of the last vector in the last one.
type tile struct {
	w           *writer
	isa         isa
	rows, width int
}

func (t tile) acc(i, j int) string { return t.isa.r(i*t.width + j) }
func (t tile) b(j int) string      { return t.isa.r(t.rows*t.width + j) }

// spare lists the registers after the accumulators and B.
func (t tile) spare() []string {
	last := t.isa.regs
	if !t.isa.wide() {
		last--
	}
	var free []string
	for i := (t.rows + 1) * t.width; i < last; i++ {
		free = append(free, t.isa.r(i))
	}
	return free
}

// pointers to every eighth row of A; the rows between are reached by index registers.
var rowPointers = []string{"AX", "DX", "SI"}

// aRow is the address of A's current element in row i.
func aRow(i int) string {
	suffix := []string{"", "(DI*1)", "(DI*2)", "(R8*1)", "(DI*4)", "(R9*1)", "(R8*2)", "(R10*1)"}
	return "(" + rowPointers[i/8] + ")" + suffix[i%8]
}

// move loads or stores vector j of a row at the address in BX; the last vector is masked.
func (t tile) move(j int, reg string, store bool) {
	mem := fmt.Sprintf("%d(BX)", j*t.isa.bytes())
	if j < t.width-1 {
		if store {
			t.w.op("VMOVUPS %s, %s", reg, mem)
		} else {
			t.w.op("VMOVUPS %s, %s", mem, reg)
		}
		return
	}
	t.w.masked(t.isa, mem, reg, store)
}

func (t tile) write(name string) {
	w := t.w
	w.text(name)
	if t.isa.wide() {
		w.op("KMOVW %d(CX), K1", paMask)
	} else {
		w.op("VMOVUPS %d(CX), %s", paLanes, t.isa.r(t.isa.regs-1))
	}
	for _, m := range [][2]int{{paTiles, paTile}, {paRounds, paRound}, {paA, paAWork}, {paC, paCWork}} {
		w.op("MOVQ %d(CX), R12", m[0])
		w.op("MOVQ R12, %d(CX)", m[1])
	}
	w.label("tile")
	t.start()
	t.sum()
	t.finish()
	t.advance()
}

// start sets the accumulators to C, to the bias, or to zero.
func (t tile) start() {
	w := t.w
	w.op("MOVQ %d(CX), R12", paFlags)
	w.op("TESTQ $%d, R12", flagAdd)
	w.op("JNZ add")
	w.op("MOVQ %d(CX), BX", paBias)
	w.op("TESTQ BX, BX")
	w.op("JZ zero")
	for j := range t.width {
		t.move(j, t.acc(0, j), false)
	}
	for i := 1; i < t.rows; i++ {
		for j := range t.width {
			w.op("VMOVAPS %s, %s", t.acc(0, j), t.acc(i, j))
		}
	}
	w.op("JMP ready")
	w.label("add")
	t.eachRow(func(i int) {
		for j := range t.width {
			t.move(j, t.acc(i, j), false)
		}
	})
	w.op("JMP ready")
	w.label("zero")
	for i := range t.rows * t.width {
		w.zero(t.isa, t.isa.r(i))
	}
	w.label("ready")
}

// eachRow calls f with BX at every row of the tile of C in turn.
func (t tile) eachRow(f func(i int)) {
	t.w.op("MOVQ %d(CX), BX", paCWork)
	t.w.op("MOVQ %d(CX), R15", paCRow)
	for i := range t.rows {
		f(i)
		if i < t.rows-1 {
			t.w.op("ADDQ R15, BX")
		}
	}
}

// sum adds all terms: an outer loop that jumps in A and B, an inner loop over k.
func (t tile) sum() {
	w := t.w
	pointers := rowPointers[:(t.rows+7)/8]
	w.op("MOVQ %d(CX), AX", paAWork)
	w.op("MOVQ %d(CX), DI", paARow)
	w.op("LEAQ (DI)(DI*2), R8")
	w.op("LEAQ (DI)(DI*4), R9")
	w.op("LEAQ (R8)(DI*4), R10")
	for i := 1; i < len(pointers); i++ {
		w.op("LEAQ (%s)(DI*8), %s", pointers[i-1], pointers[i])
	}
	w.op("MOVQ %d(CX), R11", paACol)
	w.op("MOVQ %d(CX), R15", paBRow)
	w.op("MOVQ %d(CX), BX", paB)
	w.op("MOVQ %d(CX), R13", paOuter)
	w.label("outer")
	w.op("MOVQ %d(CX), R12", paK)
	w.label("inner")
	for j := range t.width {
		t.move(j, t.b(j), false)
	}
	w.op("ADDQ R15, BX")
	t.multiply()
	for _, p := range pointers {
		w.op("ADDQ R11, %s", p)
	}
	w.op("DECQ R12")
	w.op("JNZ inner")
	w.op("DECQ R13")
	w.op("JZ summed")
	for _, p := range pointers {
		w.op("ADDQ %d(CX), %s", paAJump, p)
	}
	w.op("ADDQ %d(CX), BX", paBJump)
	w.op("JMP outer")
	w.label("summed")
}

// multiply adds one column of A times one row of B.
func (t tile) multiply() {
	spare := t.spare()
	for i := range t.rows {
		if t.isa.wide() && t.width == 1 {
			t.w.op("VFMADD231PS.BCST %s, %s, %s", aRow(i), t.b(0), t.acc(i, 0))
			continue
		}
		a := spare[i%min(len(spare), 4)]
		t.w.op("VBROADCASTSS %s, %s", aRow(i), a)
		for j := range t.width {
			t.w.op("VFMADD231PS %s, %s, %s", t.b(j), a, t.acc(i, j))
		}
	}
}

// finish flushes small values when asked, and stores the tile.
func (t tile) finish() {
	w := t.w
	free := append([]string{}, t.spare()...)
	for j := range t.width {
		free = append(free, t.b(j))
	}
	w.op("MOVQ %d(CX), R12", paFlags)
	w.op("TESTQ $%d, R12", flagFlush)
	w.op("JZ store")
	fl := flusher{w: w, isa: t.isa, abs: free[0], small: free[1]}
	w.op("VBROADCASTSS %d(CX), %s", paAbs, fl.abs)
	w.op("VBROADCASTSS %d(CX), %s", paSmall, fl.small)
	for i := range t.rows * t.width {
		fl.flush(t.isa.r(i), free[2])
	}
	w.op("TESTQ $%d, R12", flagReLU|flagGate)
	w.op("JZ store")
	t.gate(free[0], free[1])
	w.label("store")
	t.eachRow(func(i int) {
		for j := range t.width {
			t.move(j, t.acc(i, j), true)
		}
	})
}

// gate clears what is negative, or the places where the gate is not positive. zero and tmp are free registers.
func (t tile) gate(zero, tmp string) {
	w := t.w
	w.zero(t.isa, zero)
	w.op("TESTQ $%d, R12", flagGate)
	w.op("JNZ gate")
	for i := range t.rows * t.width {
		w.op("VMAXPS %s, %s, %s", t.isa.r(i), zero, t.isa.r(i)) // what is not a number stays
	}
	w.op("JMP store")
	w.label("gate")
	w.op("MOVQ %d(CX), BX", paCWork)
	w.op("SUBQ %d(CX), BX", paC)
	w.op("ADDQ %d(CX), BX", paGate)
	w.op("MOVQ %d(CX), R15", paCRow)
	for i := range t.rows {
		for j := range t.width {
			t.move(j, tmp, false)
			acc := t.acc(i, j)
			if t.isa.wide() {
				w.op("VCMPPS $0x1e, %s, %s, K2", zero, tmp)
				w.op("VMOVAPS.Z %s, K2, %s", acc, acc)
				continue
			}
			w.op("VCMPPS $0x1e, %s, %s, %s", zero, tmp, tmp)
			w.op("VANDPS %s, %s, %s", tmp, acc, acc)
		}
		w.op("ADDQ R15, BX")
	}
}

// advance goes to the next tile, or the next round of tiles, or returns.
func (t tile) advance() {
	w := t.w
	w.op("MOVQ %d(CX), AX", paATile)
	w.op("MOVQ %d(CX), R8", paCTile)
	w.op("DECQ %d(CX)", paTile)
	w.op("JNZ next")
	w.op("MOVQ %d(CX), R12", paTiles)
	w.op("MOVQ R12, %d(CX)", paTile)
	w.op("MOVQ %d(CX), AX", paARound)
	w.op("MOVQ %d(CX), R8", paCRound)
	w.op("DECQ %d(CX)", paRound)
	w.op("JZ end")
	w.label("next")
	w.op("ADDQ AX, %d(CX)", paAWork)
	w.op("ADDQ R8, %d(CX)", paCWork)
	w.op("JMP tile")
	w.label("end")
	w.op("VZEROUPPER")
	w.op("RET")
}
