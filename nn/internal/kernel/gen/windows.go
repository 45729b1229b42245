package main

// Offsets of windowsArgs; a test of package kernel checks them against the Go struct.
const (
	waY         = 0
	waX         = 8
	waIndex     = 16
	waChannels  = 24
	waPixels    = 32
	waRows      = 40
	waCols      = 48
	waYStep     = 56
	waXStep     = 64
	waIndexStep = 72
	waXCol      = 80
	waXJump     = 88
	waFirst     = 96
	waJump      = 100
	waScale     = 104
	waAbs       = 108
	waSmall     = 112
	waGate      = 116
)

// windowLoop writes one loop over windows: for each block of channels, for each output, for each pixel of its window.
//
// Register 0 belongs to the output, 1 holds numbers of pixels, 2 the number of the current pixel, 3 the pixel; 4 and 5 are
// free. 6 is zero, 7 the scale, 8 NoPixel, 9 one, 10 the first number, 11 what numbers skip; 12 and 13 are for flush.
type windowLoop struct {
	*x86
	head, pixel, tail func()

	mem    string // the current pixel
	number int    // register that holds its number
}

// windows writes the loops of one instruction set, in the order of the constants of package kernel, and returns their names.
func (w *writer) windows(s isa) []string {
	l := func() *windowLoop { return &windowLoop{x86: &x86{w: w, isa: s}, mem: "(AX)", number: 2} }
	most, first, add, mean, spread, sum := l(), l(), l(), l(), l(), l()

	most.head = func() {
		most.loadX(0)
		most.move(10, 1)
	}
	most.pixel = func() {
		most.loadX(3)
		most.larger(3, 0)
	}
	most.tail = most.storeMax

	first.head = first.loadIndex
	first.pixel = func() {
		first.chosen(0, 3)
		first.storeX(3)
	}
	add.head = add.loadIndex
	add.pixel = func() {
		add.chosen(0, 3)
		add.loadX(4)
		add.add(4, 3, 4)
		add.storeX(4)
	}

	mean.head = func() { mean.zero(0) }
	mean.pixel = func() {
		mean.loadX(3)
		mean.add(0, 3, 0)
	}
	mean.tail = func() {
		mean.mul(0, 7, 0)
		mean.flush(0)
		mean.storeY(0)
	}

	spread.head = func() {
		spread.loadY(0)
		spread.mul(0, 7, 0)
		spread.flush(0)
	}
	spread.pixel = func() {
		spread.loadX(3)
		spread.add(3, 0, 3)
		spread.storeX(3)
	}

	sum.head = func() { sum.loadY(0) }
	sum.pixel = mean.pixel
	sum.tail = func() { sum.storeY(0) }

	var names []string
	for i, name := range []string{"windowMax", "windowMaxGrad", "windowMaxGradAdd", "windowMean", "windowMeanGrad", "windowSum"} {
		name += "_" + s.name
		[]*windowLoop{most, first, add, mean, spread, sum}[i].write(name, (*windowLoop).window)
		names = append(names, name)
	}
	for i, name := range []string{"windowMax2", "windowMaxGrad2"} {
		name += "_" + s.name
		[]*windowLoop{most, first}[i].write(name, (*windowLoop).square)
		names = append(names, name)
	}
	return names
}

// Loads and stores of the current pixel and of the output.
func (l *windowLoop) loadX(r int)  { l.w.masked(l.isa, l.mem, l.r(r), false) }
func (l *windowLoop) storeX(r int) { l.w.masked(l.isa, l.mem, l.r(r), true) }
func (l *windowLoop) loadY(r int)  { l.w.masked(l.isa, "(DI)", l.r(r), false) }
func (l *windowLoop) storeY(r int) { l.w.masked(l.isa, "(DI)", l.r(r), true) }

// loadIndex loads the output's gradient and the numbers of the pixels that it belongs to.
func (l *windowLoop) loadIndex() {
	l.loadY(0)
	l.w.op("VPMOVZXBD (R8), %s", l.r(1))
}

// chosen sets d to a where the current pixel has the number in register 1, and to 0 elsewhere.
func (l *windowLoop) chosen(a, d int) {
	if l.isa.wide() {
		l.w.op("VPCMPEQD %s, %s, K2", l.r(1), l.r(l.number))
		l.w.op("VMOVAPS.Z %s, K2, %s", l.r(a), l.r(d))
		return
	}
	l.w.op("VPCMPEQD %s, %s, %s", l.r(1), l.r(l.number), l.r(5))
	l.w.op("VANDPS %s, %s, %s", l.r(5), l.r(a), l.r(d))
}

// larger sets m to v, and its number to the current one, where m is a number and v is not less or equal.
func (l *windowLoop) larger(v, m int) {
	if l.isa.wide() {
		l.w.op("VCMPPS $7, %s, %s, K2", l.r(m), l.r(m))
		l.w.op("VCMPPS $6, %s, %s, K2, K2", l.r(m), l.r(v))
		l.w.op("VMOVAPS %s, K2, %s", l.r(v), l.r(m))
		l.w.op("VMOVAPS %s, K2, %s", l.r(l.number), l.r(1))
		return
	}
	l.w.op("VCMPPS $7, %s, %s, %s", l.r(m), l.r(m), l.r(4))
	l.w.op("VCMPPS $6, %s, %s, %s", l.r(m), l.r(v), l.r(5))
	l.w.op("VANDPS %s, %s, %s", l.r(4), l.r(5), l.r(5))
	l.w.op("VBLENDVPS %s, %s, %s, %s", l.r(5), l.r(v), l.r(m), l.r(m))
	l.w.op("VBLENDVPS %s, %s, %s, %s", l.r(5), l.r(l.number), l.r(1), l.r(1))
}

// storeMax stores the maximum, and its number as a byte.
func (l *windowLoop) storeMax() {
	w := l.w
	l.storeY(0)
	w.op("TESTQ R8, R8")
	w.op("JZ stored")
	w.op("CMPL %d(CX), $0", waGate)
	w.op("JEQ gated")
	if l.isa.wide() {
		w.op("VCMPPS $0x1e, %s, %s, K2", l.r(6), l.r(0))
		w.op("KNOTW K2, K2")
		w.op("VMOVAPS %s, K2, %s", l.r(8), l.r(1))
	} else {
		l.compare("0x1e", 0, 6)
		w.op("VBLENDVPS %s, %s, %s, %s", l.r(5), l.r(1), l.r(8), l.r(1))
	}
	w.label("gated")
	if l.isa.wide() {
		w.op("VPMOVDB %s, (R8)", l.r(1))
	} else {
		w.op("VPSHUFB gather<>(SB), %s, %s", l.r(1), l.r(1))
		w.op("VEXTRACTI128 $1, %s, X4", l.r(1))
		w.op("VPUNPCKLDQ X4, X1, X1")
		w.op("VMOVQ X1, (R8)")
	}
	w.label("stored")
}

// gather writes the places of the low bytes of the numbers in each half of a register.
func (w *writer) gather() {
	for i := range 8 {
		v := uint32(0x80808080)
		if i%4 == 0 {
			v = 0x0c080400
		}
		w.op("DATA gather<>+%d(SB)/4, $%#08x", 4*i, v)
	}
	w.op("GLOBL gather<>(SB), RODATA|NOPTR, $32")
}

func (l *windowLoop) write(name string, window func(*windowLoop)) {
	w := l.w
	w.text(name)
	w.op("MOVQ CX, R15")
	l.zero(6)
	w.op("VBROADCASTSS %d(CX), %s", waScale, l.r(7))
	w.op("VBROADCASTSS %s, %s", w.number(255), l.r(8))
	w.op("VBROADCASTSS %s, %s", w.number(1), l.r(9))
	w.op("VBROADCASTSS %d(CX), %s", waFirst, l.r(10))
	w.op("VBROADCASTSS %d(CX), %s", waJump, l.r(11))
	w.op("VBROADCASTSS %d(CX), %s", waAbs, l.r(12))
	w.op("VBROADCASTSS %d(CX), %s", waSmall, l.r(13))
	w.op("MOVQ %d(CX), BX", waChannels)
	w.op("MOVQ %d(CX), R11", waXCol)
	w.op("MOVQ %d(CX), R12", waXJump)
	w.op("XORQ DX, DX")
	w.label("block")
	w.op("MOVQ BX, CX")
	w.op("CMPQ CX, $%d", l.isa.lanes)
	w.op("JLE partial")
	w.op("MOVQ $%d, CX", l.isa.lanes)
	w.label("partial")
	l.maskOf("R13")
	w.op("MOVQ R15, CX")
	w.op("MOVQ %d(CX), DI", waY)
	w.op("ADDQ DX, DI")
	w.op("MOVQ %d(CX), SI", waX)
	w.op("ADDQ DX, SI")
	w.op("MOVQ %d(CX), R8", waIndex)
	w.op("TESTQ R8, R8")
	w.op("JZ bare")
	w.op("MOVQ DX, R13")
	w.op("SHRQ $2, R13")
	w.op("ADDQ R13, R8")
	w.label("bare")
	w.op("MOVQ %d(CX), R13", waPixels)
	w.label("window")
	window(l)
	w.op("ADDQ %d(CX), SI", waXStep)
	w.op("ADDQ %d(CX), DI", waYStep)
	w.op("TESTQ R8, R8")
	w.op("JZ next")
	w.op("ADDQ %d(CX), R8", waIndexStep)
	w.label("next")
	w.op("DECQ R13")
	w.op("JNZ window")
	w.op("ADDQ $%d, DX", l.isa.bytes())
	w.op("SUBQ $%d, BX", l.isa.lanes)
	w.op("JG block")
	l.end()
}

// window writes the loops over the rows and columns of a window.
func (l *windowLoop) window() {
	w := l.w
	w.op("MOVQ SI, AX")
	l.head()
	l.move(10, 2)
	w.op("MOVQ %d(CX), R9", waRows)
	w.label("row")
	w.op("MOVQ %d(CX), R10", waCols)
	w.label("pixel")
	l.pixel()
	w.op("VPADDD %s, %s, %s", l.r(9), l.r(2), l.r(2))
	w.op("ADDQ R11, AX")
	w.op("DECQ R10")
	w.op("JNZ pixel")
	w.op("VPADDD %s, %s, %s", l.r(11), l.r(2), l.r(2))
	w.op("ADDQ R12, AX")
	w.op("DECQ R9")
	w.op("JNZ row")
	if l.tail != nil {
		l.tail()
	}
}

// square is window for windows of 2 × 2 pixels with the numbers 0 … 3, without loops: the first number is 0, what they skip
// is 0, too, and its register holds 3; register 14 holds 2.
func (l *windowLoop) square() {
	w := l.w
	w.op("MOVQ SI, AX")
	w.op("LEAQ (R12)(R11*2), R9") // from row to row
	w.op("LEAQ (R9)(R11*1), R10")
	w.op("VPADDD %s, %s, %s", l.r(9), l.r(9), l.r(14))
	w.op("VPADDD %s, %s, %s", l.r(9), l.r(14), l.r(11))
	l.head()
	for i, number := range []int{10, 9, 14, 11} {
		l.mem, l.number = []string{"(AX)", "(AX)(R11*1)", "(AX)(R9*1)", "(AX)(R10*1)"}[i], number
		if i > 0 || l.tail == nil { // the head of a maximum takes the first pixel
			l.pixel()
		}
	}
	l.mem, l.number = "(AX)", 2
	if l.tail != nil {
		l.tail()
	}
}
