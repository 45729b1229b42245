package kernel

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
