package kernel

import (
	"fmt"
	"unsafe"
)

// Product describes C = start + Σₒ Σₚ A·B for strided matrices, where o runs over Outer rounds and p over K terms:
//
//	C(i, j)    = c[i·CRow + j]
//	A(i, p, o) = a[i·ARow + p·ACol + o·AOuter]
//	B(p, o, j) = b[p·BRow + o·BOuter + j]
//
// All strides count elements. With ARow and ACol exchanged A is used transposed; with overlapping windows as rows of A
// the product is a convolution. The start is the bias, or C itself when Add is set, or zero.
//
// Rounds repeats the whole product, with a and c moved by ARound and CRound each time: the rows of an image, say.
type Product struct {
	M, N, K, Outer         int // Outer 0 means 1
	ARow, ACol, AOuter     int
	BRow, BOuter           int
	CRow                   int
	Rounds, ARound, CRound int // Rounds 0 means 1
	Add                    bool
	Keep                   bool // store sums as they are: more will be added; otherwise they are flushed
	ReLU                   bool // store 0 for what is negative
}

// Multiply returns the product of A (m × k) and B (k × n), both dense and row by row.
func Multiply(m, n, k int) Product {
	return Product{M: m, N: n, K: k, ARow: k, ACol: 1, BRow: n, CRow: n}
}

// MultiplyTransposed returns the product of Aᵀ and B, where A (k × m) and B (k × n) are dense and row by row.
func MultiplyTransposed(m, n, k int) Product {
	return Product{M: m, N: n, K: k, ARow: 1, ACol: m, BRow: n, CRow: n}
}

// Work returns the number of multiplications.
func (p *Product) Work() int { return p.M * p.N * p.K * max(p.Outer, 1) * max(p.Rounds, 1) }

const (
	flagAdd   = 1
	flagFlush = 2
	flagReLU  = 4
	flagGate  = 8
	// What a sum goes through when it is whole.
	flagsAtEnd = flagFlush | flagReLU | flagGate

	// A sum longer than this is cut into blocks, between which C is stored and loaded: the operands of a block fit the
	// cache. The chain of every element stays one.
	sumBlock = 128

	// callWork bounds the multiplications of one call, to about 100 µs.
	callWork = 2 << 20
)

// Operands are the matrices of a product. Bias has N elements, or is nil. Gate is nil, or as large as C and laid out as
// C is: 0 is stored where it is not positive, which is the gradient of a ReLU whose output it is.
type Operands struct{ C, A, B, Bias, Gate []float32 }

// Run computes rows from … to−1 of the product. It panics when an operand is too short.
func (p Product) Run(x Operands, from, to int) {
	p.Outer, p.Rounds = max(p.Outer, 1), max(p.Rounds, 1)
	if from >= to || p.N == 0 {
		return
	}
	p.check(x, from, to)
	if p.K == 0 {
		panic("kernel: product over nothing")
	}
	flags := p.flags(x)
	if p.Outer > 1 || p.K <= sumBlock+sumBlock/2 {
		p.block(x, from, to, flags)
		return
	}
	blocks := (p.K + sumBlock/2) / sumBlock
	whole, all := p, x
	for q := range blocks {
		start, end := whole.K*q/blocks, whole.K*(q+1)/blocks
		p.K = end - start
		f := flags &^ flagsAtEnd
		if q > 0 {
			f |= flagAdd
		}
		if q == blocks-1 {
			f = f | flags&flagsAtEnd
		}
		x.A, x.B = all.A[start*p.ACol:], all.B[start*p.BRow:]
		p.block(x, from, to, f)
	}
}

// flags returns what is to be done with the sums.
func (p *Product) flags(x Operands) int {
	f := 0
	for _, c := range []struct {
		on   bool
		flag int
	}{{p.Add, flagAdd}, {!p.Keep, flagFlush}, {p.ReLU, flagReLU}, {x.Gate != nil, flagGate}} {
		if c.on {
			f |= c.flag
		}
	}
	if f&(flagReLU|flagGate) != 0 && (p.Keep || f&flagReLU != 0 && f&flagGate != 0) {
		panic("kernel: a product has either Keep, ReLU or a gate")
	}
	return f
}

func (p *Product) block(x Operands, from, to, flags int) {
	if Current() == Portable {
		p.portable(x, from, to, flags)
		return
	}
	p.assembly(x, from, to, flags)
}

// check panics when the last element of an operand is out of range.
func (p *Product) check(x Operands, from, to int) {
	last := func(steps ...int) int {
		n := 0
		for i := 0; i < len(steps); i += 2 {
			n += (steps[i] - 1) * steps[i+1]
		}
		return n
	}
	need := func(name string, have, last int) {
		if last >= have {
			panic(fmt.Sprintf("kernel: %s has %d elements, the product %+v of rows %d–%d needs %d", name, have, *p, from, to, last+1))
		}
	}
	need("A", len(x.A), last(to, p.ARow, p.K, p.ACol, p.Outer, p.AOuter, p.Rounds, p.ARound))
	need("B", len(x.B), last(p.K, p.BRow, p.Outer, p.BOuter)+p.N-1)
	need("C", len(x.C), last(to, p.CRow, p.Rounds, p.CRound)+p.N-1)
	if x.Bias != nil {
		need("Bias", len(x.Bias), p.N-1)
	}
	if x.Gate != nil {
		need("Gate", len(x.Gate), last(to, p.CRow, p.Rounds, p.CRound)+p.N-1)
	}
}

// portable defines the result: see the package comment.
func (p *Product) portable(x Operands, from, to, flags int) {
	for r := range p.Rounds {
		for i := from; i < to; i++ {
			row := x.C[i*p.CRow+r*p.CRound:][:p.N]
			switch {
			case flags&flagAdd != 0:
			case x.Bias != nil:
				copy(row, x.Bias)
			default:
				clear(row)
			}
			a := x.A[i*p.ARow+r*p.ARound:]
			for o := range p.Outer {
				for k := range p.K {
					f := a[o*p.AOuter+k*p.ACol]
					terms := x.B[o*p.BOuter+k*p.BRow:][:len(row)]
					for j := range row {
						row[j] = fma(f, terms[j], row[j])
					}
				}
			}
			if flags&flagFlush != 0 {
				for j, v := range row {
					row[j] = Flush(v)
				}
			}
		}
	}
	p.gates(x, from, to, flags)
}

// gates applies ReLU or the gate to what is stored, row by row.
func (p *Product) gates(x Operands, from, to, flags int) {
	if flags&(flagReLU|flagGate) == 0 {
		return
	}
	for r := range p.Rounds {
		for i := from; i < to; i++ {
			at := i*p.CRow + r*p.CRound
			row := x.C[at:][:p.N]
			if flags&flagReLU != 0 {
				ReLU(row, row)
			} else {
				ReLUGrad(row, row, x.Gate[at:])
			}
		}
	}
}

// productArgs is the argument block of one call of an assembly kernel, which computes tiles of C that lie below each
// other. Offsets are known to gen.
type productArgs struct {
	a, b, c, bias          unsafe.Pointer
	aRow, aCol, bRow, cRow int // strides in bytes
	k, outer               int
	aJump, bJump           int // bytes added to a and b between outer rounds
	mask                   int // AVX-512 mask of the last vector of a row
	flags                  int
	lanes                  [8]int32 // AVX2 mask of the last vector of a row
	tiles, aTile, cTile    int      // tiles in a round, bytes from one to the next
	rounds, aRound, cRound int      // rounds, bytes from the last tile of one to the first of the next
	//lint:ignore U1000 assembly counts here what is left to do
	tile, round int
	//lint:ignore U1000 assembly keeps the current tile here; not pointers, because it writes them
	aWork, cWork uintptr
	abs          uint32
	small        float32
	gate         unsafe.Pointer // the gate's element at c
}
