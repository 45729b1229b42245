package main

import "bytes"

// Offsets of loopArgs; a test of package kernel checks them against the Go struct.
const (
	laP     = 0   // eight pointers
	laN     = 64  // flat loops: vectors; column and row loops: columns
	laRows  = 72  // column and row loops: rows
	laRow   = 80  // column and row loops: bytes between rows
	laF     = 96  // eight constants
	laAbs   = 128 // bit mask of the magnitude
	laSmall = 132 // least magnitude of weights, activations and gradients
	laTiny  = 136 // least magnitude of optimizer state
)

// loop writes one elementwise, column or row kernel. Registers 0–4 are free for the body; 5 is lost by comparisons and
// flushes; arguments and column values follow from 6. The code that an instruction set adds uses those above.
type loop struct{ code }

// code is what an instruction set knows to write. Registers are given by number, pointers by their place among the
// arguments. Three-address operations name the result last.
type code interface {
	begin(name string)
	pointers(n int)
	constant(i, r int)                           // r = constant i of the arguments, in every lane
	number(bits uint32) int                      // a register with the float32 of these bits in every lane, until the next call of number
	zero(r int)                                  //
	move(a, d int)                               //
	add(a, b, d int)                             //
	sub(a, b, d int)                             //
	mul(a, b, d int)                             //
	div(a, b, d int)                             //
	sqrt(a, d int)                               //
	floor(a, d int)                              //
	shift(a, d int)                              // d = a << 23: the integer in the lower bits becomes the exponent
	and(a, b, d int)                             //
	or(a, b, d int)                              //
	xor(a, b, d int)                             //
	larger(a, b, d int)                          // d = a > b ? a : b; register 5 is lost
	greater(a, b int)                            // condition = a > b
	unordered(a int)                             // condition = a is not a number
	blend(v, d int)                              // where the condition holds, d = v
	keep(d int)                                  // where it does not hold, d = 0
	drop(d int)                                  // where it holds, d = 0
	bounds()                                     // prepares flush
	stateBound()                                 // prepares flushState, after bounds
	flush(r int)                                 // clears small magnitudes; register 5 is lost
	flushState(r int)                            // clears magnitudes that optimizer state may not have; register 5 is lost
	load(p, r int)                               // flat loops: the current vector
	store(r, p int)                              //
	loadBytes(p, r int)                          // flat loops over bytes: one byte for each lane, as a number
	storeBytes(r, p int)                         // flat loops over bytes: what belongs to them
	flat(step int, body func(), after ...func()) // a loop over whole vectors that advances by step bytes
	loadAt(p, r int)                             // column loops: a block of the current row
	storeAt(r, p int)                            //
	loadRow(p, r int)                            // column loops: a block of a row vector
	storeRow(r, p int)                           //
	columns(head, body, tail func())
	vector() (lanes, bytes int)

	doubles() int                       // registers that hold 16 float64
	loadD(p, j, r int)                  // part j of 16 float32, as float64
	moveLanes(first, n int, store bool) // loads or stores 16 float64 at the first pointer
	constantD(i, r int)
	addD(a, b, d int)
	subD(a, b, d int)
	mulD(a, b, d int)
	absD(r int)

	groups() int                                   // registers that hold 16 lanes
	rows(body func())                              // a loop over rows
	across(func(j int, part bool))                 // a pass over the current row: register j of 16 lanes, whole or in part
	loadPart(p, r, fill, j int, part bool)         // lanes that a part does not have are those of fill
	storePart(r, p, j int, part bool)              //
	fold(op func(a, b, d int), acc []int, tmp int) // combines 16 lanes: those 8 apart, then 4, 2 and 1
	storeScalar(r, p int)                          // stores a lane; the pointer advances
	loadScalar(p, r int)                           // fills a register; the pointer advances
}

// delay runs body and returns what it writes.
func (w *writer) delay(body func()) []byte {
	before := w.Buffer
	w.Buffer = bytes.Buffer{}
	body()
	text := w.Buffer.Bytes()
	w.Buffer = before
	return text
}
