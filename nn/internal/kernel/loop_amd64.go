package kernel

import "unsafe"

// loop calls the loop with the given number in the table.
//
//go:noescape
func loop(entry int, a *loopArgs)

func newArgs() loopArgs { return loopArgs{abs: 1<<31 - 1, small: Smallest, tiny: tiny} }

// entry returns the number of a loop in the table, and the lanes of the level in use; ok is false on the portable level.
func entry(op int) (n, lanes int, ok bool) {
	switch Current() {
	case AVX2:
		return op, 8, true
	case AVX512:
		return loopCount + op, 16, true
	}
	return 0, 0, false
}

// callElements bounds the elements of one call, to some 10 µs.
const callElements = 1 << 15

// loopFlat runs a loop over whole vectors and returns how many of the n elements it did. All slices given have n.
func loopFlat(op, n int, p0, p1, p2, p3 []float32, f *[4]float32) int {
	e, lanes, ok := entry(op)
	if !ok || n < lanes {
		return 0
	}
	args := newArgs()
	if f != nil {
		copy(args.f[:], f[:])
	}
	whole := n - n%lanes
	for i := 0; i < whole; {
		step := min(whole-i, callElements)
		args.n = step / lanes
		for k, p := range [4][]float32{p0, p1, p2, p3} {
			if p != nil {
				args.p[k] = unsafe.Pointer(&p[i])
			}
		}
		loop(e, &args)
		i += step
	}
	return whole
}

// loopBytes is loopFlat for Bytes.
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

// loopColumns runs a column sum and reports whether the level has one.
func loopColumns(op int, dst []float32, rows int, x, y, mean []float32) bool {
	e, _, ok := entry(op)
	n := len(dst)
	if !ok || n == 0 || rows == 0 {
		return false
	}
	args := newArgs()
	args.n, args.rows, args.row = n, rows, n*4
	x = x[:rows*n]
	args.p[0], args.p[1] = unsafe.Pointer(&dst[0]), unsafe.Pointer(&x[0])
	switch {
	case y != nil:
		y = y[:rows*n]
		args.p[2] = unsafe.Pointer(&y[0])
	case mean != nil:
		mean = mean[:n]
		args.p[2] = unsafe.Pointer(&mean[0])
	}
	loop(e, &args)
	return true
}

// loopRows runs a loop over the rows of a matrix of n columns, in pieces of bounded size.
func loopRows(op, n, rows int, matrices [3][]float32, vectors [4][]float32) bool {
	e, _, ok := entry(op)
	if !ok || n == 0 || rows == 0 {
		return false
	}
	args := newArgs()
	args.n, args.row = n, n*4
	for k, v := range vectors {
		if v != nil {
			v = v[:n]
			args.p[3+k] = unsafe.Pointer(&v[0])
		}
	}
	step := max(1, callElements/n)
	for i := 0; i < rows; i += step {
		args.rows = min(step, rows-i)
		for k, m := range matrices {
			args.p[k] = unsafe.Pointer(&m[i*n])
		}
		loop(e, &args)
	}
	return true
}

func loopNormalizeRows(xn, y, x []float32, rows int, v Norm) bool {
	return loopRows(loopNormalize, len(v.Mean), rows, [3][]float32{xn, y, x}, [4][]float32{v.Mean, v.Inverse, v.Gamma, v.Beta})
}

func loopNormalizeGradRows(dx, dy, xn []float32, rows int, v NormGrad) bool {
	return loopRows(loopNormalizeGrad, len(v.Mean), rows, [3][]float32{dx, dy, xn}, [4][]float32{v.Scale, v.Mean, v.Slope})
}
