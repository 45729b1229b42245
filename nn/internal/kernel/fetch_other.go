//go:build !amd64

package kernel

// fetch leaves it to the processor to foresee what is needed.
func fetch(b []byte) {}
