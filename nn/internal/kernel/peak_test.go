package kernel

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// peakCase is a product whose speed is compared with the peak.
type peakCase struct {
	name string
	p    Product
}

// conv3 is the product of one image of a 3 × 3 convolution with a border of zeros around side × side pixels.
func conv3(side, c, f int) Product {
	return Product{
		M: side, N: f, K: 3 * c, Outer: 3, ARow: c, ACol: 1, AOuter: (side + 2) * c,
		BRow: f, BOuter: 3 * c * f, CRow: f, Rounds: side, ARound: (side + 2) * c, CRound: side * f,
	}
}

// peakCases lists products of dense layers, large squares, and the convolutions of the net of chapter 8.
func peakCases() []peakCase {
	return []peakCase{
		{"128x100x100", Multiply(128, 100, 100)},
		{"128x784x100", Multiply(128, 100, 784)},
		{"100x784x50", Multiply(100, 50, 784)},
		{"784x100x50-transposed", MultiplyTransposed(784, 50, 100)},
		{"100x50x30", Multiply(100, 30, 50)},
		{"100x4320x100", Multiply(100, 100, 4320)},
		{"4320x100x100-transposed", MultiplyTransposed(4320, 100, 100)},
		{"100x100x4320", Multiply(100, 4320, 100)},
		{"256x256x256", Multiply(256, 256, 256)},
		{"1024x1024x1024", Multiply(1024, 1024, 1024)},
		{"conv-28x28x1-16", conv3(28, 1, 16)},
		{"conv-28x28x16-16", conv3(28, 16, 16)},
		{"conv-14x14x16-32", conv3(14, 16, 32)},
		{"conv-16x16x32-32", conv3(16, 32, 32)},
		{"conv-8x8x32-64", conv3(8, 32, 64)},
		{"conv-8x8x64-64", conv3(8, 64, 64)},
	}
}

// operands returns matrices of the size that a product needs.
func operands(p Product) Operands {
	p.Outer, p.Rounds = max(p.Outer, 1), max(p.Rounds, 1)
	x := Operands{
		A: make([]float32, (p.M-1)*p.ARow+(p.K-1)*p.ACol+(p.Outer-1)*p.AOuter+(p.Rounds-1)*p.ARound+1),
		B: make([]float32, (p.K-1)*p.BRow+(p.Outer-1)*p.BOuter+p.N),
		C: make([]float32, (p.M-1)*p.CRow+(p.Rounds-1)*p.CRound+p.N),
	}
	for i := range x.A {
		x.A[i] = float32(i%7) - 3
	}
	for i := range x.B {
		x.B[i] = float32(i%5) / 4
	}
	return x
}

// fastest returns the greatest rate in GFLOP/s among samples of about 50 µs or one call: what a core does when nothing
// else disturbs it.
func fastest(samples int, f func() (flops int)) float64 {
	best := math.Inf(1)
	flops := f()
	start := time.Now()
	f()
	calls := 1 + int(50*time.Microsecond/(time.Since(start)+1))
	for range samples {
		start := time.Now()
		for range calls {
			f()
		}
		best = min(best, time.Since(start).Seconds())
	}
	return float64(flops*calls) / best * 1e-9
}

// BenchmarkPeak reports products on one core as a share of the core's peak of fused multiply-adds on the same level. Both
// are the best of many short samples taken in turn, so that other work on the machine does not count.
func BenchmarkPeak(b *testing.B) {
	for _, l := range Levels()[1:] {
		for _, c := range peakCases() {
			b.Run(fmt.Sprintf("%v/%s", l, c.name), func(b *testing.B) {
				defer Use(Use(l))
				x := operands(c.p)
				peak, rate := 0.0, 0.0
				for b.Loop() {
					peak = max(peak, fastest(10, func() int { return Peak(2000) }))
					rate = max(rate, fastest(max(2, 40_000_000/c.p.Work()), func() int {
						c.p.Run(x, 0, c.p.M)
						return 2 * c.p.Work()
					}))
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(rate, "GFLOP/s")
				if peak > 0 {
					b.ReportMetric(100*rate/peak, "%peak")
				}
			})
		}
	}
}
