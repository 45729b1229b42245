package kernel

import (
	"sync"
	"unsafe"
)

// assemblyLevels: every 64-bit Arm processor has NEON with fused multiply-add.
func assemblyLevels() []Level { return []Level{NEON} }

// product calls the kernel with the given number in the table.
//
//go:noescape
func product(entry int, a *productArgs)

const (
	lanes     = 4
	mostRows  = 8 // of a tile
	mostWidth = 3 // registers
)

// assembly computes rows of the product in panels of whole registers, and the columns that fill none in a padded copy.
func (p *Product) assembly(x Operands, from, to, flags int) {
	args := productArgs{
		aRow: p.ARow * 4, aCol: p.ACol * 4, bRow: p.BRow * 4, cRow: p.CRow * 4,
		k: p.K, outer: p.Outer,
		aJump: (p.AOuter - p.K*p.ACol) * 4, bJump: (p.BOuter - p.K*p.BRow) * 4,
		flags: flags, abs: 1<<31 - 1, small: Smallest,
	}
	whole := p.N / lanes
	for v := 0; v < whole; {
		width := min(mostWidth, whole-v)
		if whole-v == mostWidth+1 {
			width = 2 // two panels of two are faster than three and one
		}
		args.b = unsafe.Pointer(&x.B[v*lanes])
		if x.Bias != nil {
			args.bias = unsafe.Pointer(&x.Bias[v*lanes])
		}
		for r := range p.Rounds {
			p.tiles(&args, width, x.A[r*p.ARound:], x.C[r*p.CRound+v*lanes:], from, to)
		}
		v += width
	}
	if rest := p.N % lanes; rest > 0 {
		p.rest(args, x, rest, from, to)
	}
	p.gates(x, from, to, flags)
}

// tiles computes rows from … to−1 of one panel, in tiles of nearly equal height.
func (p *Product) tiles(args *productArgs, width int, a, c []float32, from, to int) {
	count := (to - from + mostRows - 1) / mostRows
	for t := range count {
		i, end := from+(to-from)*t/count, from+(to-from)*(t+1)/count
		args.a, args.c = unsafe.Pointer(&a[i*p.ARow]), unsafe.Pointer(&c[i*args.cRow/4])
		product(width*(mostRows+1)+end-i, args)
	}
}

// padded holds columns of B and C in rows of one register.
type padded struct{ b, c []float32 }

var paddedPool = sync.Pool{New: func() any { return new(padded) }}

// rest computes the last n columns, fewer than lanes.
func (p *Product) rest(args productArgs, x Operands, n, from, to int) {
	s := paddedPool.Get().(*padded)
	defer paddedPool.Put(s)
	first := p.N - n
	s.b = padRows(s.b, p.Outer*p.K)
	for o := range p.Outer {
		for k := range p.K {
			copy(s.b[(o*p.K+k)*lanes:][:n], x.B[o*p.BOuter+k*p.BRow+first:])
		}
	}
	var bias [lanes]float32
	args.b, args.bRow, args.bJump, args.cRow, args.bias = unsafe.Pointer(&s.b[0]), 4*lanes, 0, 4*lanes, nil
	if x.Bias != nil {
		copy(bias[:], x.Bias[first:])
		args.bias = unsafe.Pointer(&bias[0])
	}
	s.c = padRows(s.c, to)
	for r := range p.Rounds {
		c := x.C[r*p.CRound:]
		for i := from; i < to; i++ {
			copy(s.c[i*lanes:][:n], c[i*p.CRow+first:])
		}
		p.tiles(&args, 1, x.A[r*p.ARound:], s.c, from, to)
		for i := from; i < to; i++ {
			copy(c[i*p.CRow+first:][:n], s.c[i*lanes:])
		}
	}
}

// padRows returns zeroed rows of one register.
func padRows(old []float32, rows int) []float32 {
	if cap(old) < rows*lanes {
		return make([]float32, rows*lanes)
	}
	old = old[:rows*lanes]
	clear(old)
	return old
}
