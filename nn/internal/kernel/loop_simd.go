//go:build amd64 || arm64

package kernel

import "unsafe"

// loop calls the loop with the given number in the table.
//
//go:noescape
func loop(entry int, a *loopArgs)

// newArgs returns the arguments that all loops have.
func newArgs() loopArgs { return loopArgs{abs: 1<<31 - 1, small: Smallest, tiny: tiny} }

// run does whole vectors of a flat loop over n elements and returns how many elements that were. All slices given have n.
func (f flat) run(n int) int {
	e, lanes, ok := entry(f.op)
	if !ok || n < lanes {
		return 0
	}
	args := newArgs()
	copy(args.f[:], f.f[:])
	whole := n - n%lanes
	for i := 0; i < whole; {
		step := min(whole-i, callElements)
		args.n = step / lanes
		for k, p := range f.p {
			if p != nil {
				args.p[k] = unsafe.Pointer(&p[i])
			}
		}
		loop(e, &args)
		i += step
	}
	return whole
}

// loopBytes is a flat loop from bytes.
func loopBytes(dst []float32, src []byte, scale float32) int {
	e, lanes, ok := entry(loopBytesOp)
	dst = dst[:len(src)]
	if !ok || len(src) < lanes {
		return 0
	}
	args := newArgs()
	args.f[0] = scale
	whole := len(src) - len(src)%lanes
	for i := 0; i < whole; {
		step := min(whole-i, callElements)
		args.n = step / lanes
		args.p[0], args.p[1] = unsafe.Pointer(&dst[i]), unsafe.Pointer(&src[i])
		loop(e, &args)
		i += step
	}
	return whole
}

// run does the sum of one block of rows, in pieces of bounded size, and reports whether the level has it.
func (c columns) run(dst []float32, rows int) bool {
	e, _, ok := entry(c.op)
	n := len(dst)
	if !ok || n == 0 || rows == 0 {
		return false
	}
	args := newArgs()
	args.rows, args.row = rows, n*4
	x, other, mean := c.x[:rows*n], c.y, c.mean
	if other != nil {
		other = other[:rows*n]
	}
	if mean != nil {
		mean = mean[:n]
	}
	step := max(blockColumns, columnElements/rows/blockColumns*blockColumns)
	for j := 0; j < n; j += step {
		args.n = min(step, n-j)
		args.p[0], args.p[1] = unsafe.Pointer(&dst[j]), unsafe.Pointer(&x[j])
		switch {
		case other != nil:
			args.p[2] = unsafe.Pointer(&other[j])
		case mean != nil:
			args.p[2] = unsafe.Pointer(&mean[j])
		}
		loop(e, &args)
	}
	return true
}

const (
	// columnElements bounds the elements of one call of a column sum, to some 30 µs.
	columnElements = 1 << 18
	// blockColumns is the number of columns that AVX-512 sums side by side.
	blockColumns = 16
)

// run does a loop over the rows of matrices with n columns, in pieces of bounded size, and reports whether the level has
// it.
func (l rowLoop) run(n, rows int) bool {
	e, _, ok := entry(l.op)
	if !ok || n == 0 || rows == 0 {
		return false
	}
	args := newArgs()
	args.n, args.row = n, n*4
	for k, v := range l.vectors {
		if v != nil {
			v = v[:n]
			args.p[3+k] = unsafe.Pointer(&v[0])
		}
	}
	step := max(1, callElements/n)
	for i := 0; i < rows; i += step {
		args.rows = min(step, rows-i)
		for k, m := range l.matrices {
			args.p[k] = unsafe.Pointer(&m[i*n])
		}
		loop(e, &args)
	}
	return true
}

// run does a loop over rows of n elements, in pieces of bounded size, and reports whether the level has it. A row that is
// too long for one piece is left to portable code, which no garbage collection has to wait for.
func (l rowwise) run(n, rows int) bool {
	e, _, ok := entry(l.op)
	if !ok || n == 0 || rows == 0 || n > callElements {
		return false
	}
	args := newArgs()
	args.n, args.row = n, n*4
	step := max(1, callElements/n)
	for i := 0; i < rows; i += step {
		args.rows = min(step, rows-i)
		for k, m := range l.matrices {
			args.p[k] = unsafe.Pointer(&m[i*n])
		}
		for k, v := range l.values {
			if v != nil {
				args.p[2+k] = unsafe.Pointer(&v[i])
			}
		}
		loop(e, &args)
	}
	return true
}

// run adds whole groups of 16 elements to the sums and returns how many elements those are.
func (t total) run(sums *[sumLanes]float64) int {
	e, _, ok := entry(t.op)
	if !ok {
		return 0
	}
	args := newArgs()
	args.p[0] = unsafe.Pointer(sums)
	*(*float64)(unsafe.Pointer(&args.f)) = t.mean
	whole := len(t.x) - len(t.x)%sumLanes
	for i := 0; i < whole; {
		step := min(whole-i, callElements)
		args.n = step / sumLanes
		args.p[1] = unsafe.Pointer(&t.x[i])
		if t.y != nil {
			args.p[2] = unsafe.Pointer(&t.y[i])
		}
		loop(e, &args)
		i += step
	}
	return whole
}
