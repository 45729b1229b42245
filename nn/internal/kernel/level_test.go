package kernel

import "testing"

func TestChoose(t *testing.T) {
	both := []Level{Portable, AVX2, AVX512}
	for _, c := range []struct {
		asked string
		all   []Level
		want  Level
	}{
		{"", both, AVX512},
		{"avx2", both, AVX2},
		{"portable", both, Portable},
		{"avx512", both[:2], AVX2}, // not on this machine
		{"neon", both, AVX512},
		{"", []Level{Portable, NEON}, NEON},
		{"fast", []Level{Portable}, Portable},
	} {
		if got := choose(c.asked, c.all); got != c.want {
			t.Errorf("QUIRE_SIMD=%q among %v gives %v, want %v", c.asked, c.all, got, c.want)
		}
	}
}
