package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

func assemblyLevels() []Level {
	var all []Level
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		all = append(all, AVX2)
		if cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL {
			all = append(all, AVX512)
		}
	}
	return all
}

// product calls the kernel with the given number in the table.
//
//go:noescape
func product(entry int, a *productArgs)

const maxRows = 25 // entries of the table per width

// tileRows is the greatest number of rows of a tile by width in vectors, for each level.
var tileRows = [...][5]int{AVX2: {0, 10, 6, 3, 0}, AVX512: {0, 24, 14, 9, 6}}

// panel is the width in vectors of the next columns of C when v vectors are left: the widest tile, or less so that the
// last two panels are alike.
func panel(l Level, v, rows int) int {
	widest := 2
	if l == AVX512 {
		widest = 4
		if rows <= 8 {
			widest = 2 // few rows: two narrow tiles keep more accumulators busy
		}
	}
	switch {
	case v <= widest:
		return v
	case v == widest+1:
		return (v + 1) / 2
	}
	return widest
}

// assembly computes rows of the product panel by panel.
func (p *Product) assembly(x Operands, from, to, flags int) {
	l := Current()
	lanes := 8
	if l == AVX512 {
		lanes = 16
	}
	args := productArgs{
		aRow: p.ARow * 4, aCol: p.ACol * 4, bRow: p.BRow * 4, cRow: p.CRow * 4,
		k: p.K, outer: p.Outer,
		aJump: (p.AOuter - p.K*p.ACol) * 4, bJump: (p.BOuter - p.K*p.BRow) * 4,
		flags: flags, abs: 1<<31 - 1, small: Smallest,
	}
	for j := 0; j < p.N; {
		width := panel(l, (p.N-j+lanes-1)/lanes, to-from)
		columns := min(width*lanes, p.N-j)
		args.columns(columns - (width-1)*lanes)
		args.b = unsafe.Pointer(&x.B[j])
		if x.Bias != nil {
			args.bias = unsafe.Pointer(&x.Bias[j])
		}
		p.rows(&args, panelOf{x, l, width, j}, from, to)
		j += columns
	}
}

// columns sets the masks so that n lanes of the last vector count.
func (a *productArgs) columns(n int) {
	a.mask = 1<<n - 1
	for i := range a.lanes {
		a.lanes[i] = 0
		if i < n {
			a.lanes[i] = -1
		}
	}
}

// panelOf is a panel of columns of C.
type panelOf struct {
	Operands
	level  Level
	width  int // vectors
	column int // first
}

// rows computes rows of one panel in tiles of two heights that differ by one, so that no tile is much smaller than the
// others: the higher ones first.
func (p *Product) rows(args *productArgs, at panelOf, from, to int) {
	most := tileRows[at.level][at.width]
	n := to - from
	tiles := (n + most - 1) / most
	low := n / tiles
	high := n - low*tiles
	perTile := (low + 1) * at.width * 16 * p.K * p.Outer
	rounds := max(1, min(p.Rounds, callWork/max(1, perTile*tiles)))
	most = max(1, callWork/perTile)
	for r := 0; r < p.Rounds; r += rounds {
		i := from
		for _, part := range [2]struct{ height, count int }{{low + 1, high}, {low, tiles - high}} {
			for left := part.count; left > 0; {
				count := left
				if rounds == 1 {
					count = min(left, most)
				}
				args.repeat(p, min(rounds, p.Rounds-r), count, part.height)
				args.a = unsafe.Pointer(&at.A[i*p.ARow+r*p.ARound])
				c := i*p.CRow + r*p.CRound + at.column
				args.c = unsafe.Pointer(&at.C[c])
				if at.Gate != nil {
					args.gate = unsafe.Pointer(&at.Gate[c])
				}
				product((int(at.level)-1)*5*maxRows+at.width*maxRows+part.height, args)
				i += part.height * count
				left -= count
			}
		}
	}
}

// repeat sets the tile loops: rounds of tiles of the given height.
func (a *productArgs) repeat(p *Product, rounds, tiles, height int) {
	a.tiles, a.aTile, a.cTile = tiles, height*p.ARow*4, height*p.CRow*4
	a.rounds = rounds
	a.aRound = p.ARound*4 - (tiles-1)*a.aTile
	a.cRound = p.CRound*4 - (tiles-1)*a.cTile
}
