package kernel

import "unsafe"

// prefetch asks for cache lines.
//
//go:noescape
func prefetch(p unsafe.Pointer, lines int)

// fetch asks for bytes that are needed soon.
func fetch(b []byte) {
	if len(b) > 0 {
		prefetch(unsafe.Pointer(&b[0]), (len(b)+63)/64)
	}
}
