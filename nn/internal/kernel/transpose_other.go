//go:build !amd64 && !arm64

package kernel

// transposeBlocks leaves everything to portable code.
func transposeBlocks(dst, src []float32, rows, columns, from, n int) (doneRows, doneColumns int) {
	return 0, 0
}
