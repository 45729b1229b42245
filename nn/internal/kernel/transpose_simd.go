//go:build amd64 || arm64

package kernel

import "unsafe"

// transpose8 transposes blocks of 8 × 8 elements that lie below each other in src; rows are counted in bytes.
//
//go:noescape
func transpose8(dst, src unsafe.Pointer, dstRow, srcRow, blocks int)

// transposeBlocks transposes the whole blocks among n rows of src and returns how many rows and columns those are.
func transposeBlocks(dst, src []float32, rows, columns, from, n int) (doneRows, doneColumns int) {
	if Current() == Portable || n < 8 || columns < 8 {
		return 0, 0
	}
	src, dst = src[:rows*columns], dst[:rows*columns]
	for j := 0; j+8 <= columns; j += 8 {
		transpose8(unsafe.Pointer(&dst[j*rows+from]), unsafe.Pointer(&src[from*columns+j]), rows*4, columns*4, n/8)
	}
	return n &^ 7, columns &^ 7
}
