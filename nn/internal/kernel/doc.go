// Package kernel holds the inner loops of nn over float32: products, elementwise arithmetic, activations and updates, and
// sums along rows, along columns and of everything.
//
// Every function is defined by portable Go in this package, and the assembly for AVX2, AVX-512 and NEON gives the same bits:
//
//   - An element of a product is one chain of fused multiply-adds: it starts at the bias, at the old value of C or at
//     zero, and adds a·b over the sum's index in ascending order. Tiles, blocks and vector widths do not change the chain.
//   - Elementwise code uses only operations that IEEE 754 rounds exactly (add, subtract, multiply, divide, square root,
//     compare), each rounded to float32, never fused. Exponentials are polynomials and powers of two, made of the same.
//   - Column sums add the rows in ascending order inside blocks of [SumBlock] rows, and the blocks in ascending order.
//   - The sum of a row, and that of all elements, is 16 sums: element i belongs to sum i mod 16. Those that are 8 apart are
//     added, then 4, 2 and 1 apart. A row's are float32, those of all elements float64.
//   - Results that are kept (weights, activations, gradients) pass through [Flush]: magnitudes below 2⁻⁶² become zero, so
//     that no later product is subnormal. The processor's own flush-to-zero mode stays off: x86 and Arm define it
//     differently.
//
// The bits of what is not a number are not defined: processors differ in them.
//
// The assembly is text written by the program in gen; run go generate after a change. It has one description of each
// elementwise loop and reduction, in operations that every set of instructions writes its way. The level in use is found
// when the program starts; QUIRE_SIMD=portable, avx2, avx512 or neon asks for another one.
//
// One call runs for at most about 100 µs, because assembly cannot be interrupted by the garbage collector.
package kernel

//go:generate go run ./gen
