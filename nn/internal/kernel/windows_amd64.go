package kernel

import "unsafe"

// windows calls the loop with the given number in the table.
//
//go:noescape
func windows(entry int, a *windowsArgs)

// windowsArgs is the argument block of one call of an assembly loop over windows. Offsets are known to gen.
type windowsArgs struct {
	y, x, index             unsafe.Pointer
	channels, pixels        int
	rows, cols              int
	yStep, xStep, indexStep int // bytes
	xCol, xJump             int // bytes from a pixel of a window to the next, and more at the end of a row
	first, jump             int32
	scale                   float32
	abs                     uint32
	small                   float32
	gate                    int32
}

// assembly does the loop and reports whether the level has it.
func (w *Windows) assembly(c *windowCall) bool {
	op := c.op
	if w.Rows == 2 && w.Cols == 2 && w.First == 0 && w.Jump == 0 {
		switch op {
		case windowMax:
			op = windowMax2
		case windowMaxGrad:
			op = windowMaxGrad2
		}
	}
	switch Current() {
	case AVX2:
	case AVX512:
		op += windowLoops
	default:
		return false
	}
	args := windowsArgs{
		y: unsafe.Pointer(&c.y[0]), x: unsafe.Pointer(&c.x[0]),
		channels: w.Channels, pixels: w.Pixels, rows: w.Rows, cols: w.Cols,
		yStep: w.YStep * 4, xStep: w.XStep * 4, indexStep: IndexStep(w.Channels),
		xCol: w.Channels * 4, xJump: (w.XRow - w.Cols*w.Channels) * 4,
		first: int32(w.First), jump: int32(w.Jump),
		scale: c.scale, abs: 1<<31 - 1, small: Smallest,
	}
	if c.index != nil {
		args.index = unsafe.Pointer(&c.index[0])
	}
	if c.gate {
		args.gate = 1
	}
	windows(op, &args)
	return true
}
