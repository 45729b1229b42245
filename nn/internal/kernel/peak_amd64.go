package kernel

// peakFLOPs is the number of multiplications and additions of a round of a peak function, for each lane.
const peakFLOPs = 2 * 12

//go:noescape
func peak_avx2(rounds int)

//go:noescape
func peak_avx512(rounds int)

// Peak does rounds of fused multiply-adds on the level in use, and returns the number of multiplications and additions; 0
// for a level that has no such loop. It is for benchmarks.
func Peak(rounds int) int {
	switch Current() {
	case AVX2:
		peak_avx2(rounds)
		return rounds * peakFLOPs * 8
	case AVX512:
		peak_avx512(rounds)
		return rounds * peakFLOPs * 16
	}
	return 0
}
