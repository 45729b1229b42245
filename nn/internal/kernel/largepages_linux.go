package kernel

import (
	"syscall"
	"unsafe"
)

const haveLargePages = true

// adviseLarge asks for large pages where b has whole ones. It is a wish: an error changes nothing.
func adviseLarge(b []byte) {
	first := int(-uintptr(unsafe.Pointer(&b[0])) & (largePage - 1))
	if whole := (len(b) - first) &^ (largePage - 1); whole > 0 {
		_ = syscall.Madvise(b[first:first+whole], 14) // MADV_HUGEPAGE
	}
}
