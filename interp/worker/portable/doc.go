// Package portable has the functions of package math with the same bits on every processor: those that compiled Go gives
// on amd64.
//
// Compilers for other processors fuse products with sums, and package math has assembly that differs between processors.
// Here every product is rounded, and the assembly of amd64 is written out in Go. What is exact anyway (Sqrt, Floor,
// Mod, FMA and their like) is package math's own.
package portable

//go:generate go run gen.go

// The layout of a float64.
const (
	mask  = 0x7FF
	shift = 64 - 11 - 1
	bias  = 1023
)
