package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkLoops times every loop on 10,000 elements, on each level beside portable Go, and reports nanoseconds for an
// element.
func BenchmarkLoops(b *testing.B) {
	const n, columns = 10000, 100
	r := rand.New(rand.NewPCG(1, 2))
	normal := func() []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(r.NormFloat64())
		}
		return v
	}
	o := elements{p: normal(), v: normal(), h: normal(), g: normal(), y: normal(), raw: make([]byte, n)}
	p, row, top, sum := o.p, make([]float32, columns), make([]float32, n/10), make([]float32, n/10)
	v := Norm{row, row, row, row}
	loops := append(flatLoops[:len(flatLoops):len(flatLoops)], []flatLoop{
		{"sum", func(o elements) { Sum(o.g) }},
		{"sumSquares", func(o elements) { SumSquares(o.g) }},
		{"dot", func(o elements) { Dot(o.g, o.y) }},
		{"expRows100", func(o elements) { ExpRows(p, o.g, columns, top[:n/columns], sum[:n/columns]) }},
		{"softmax10", func(o elements) { Softmax(p, o.g, 10) }},
		{"softmax100", func(o elements) { Softmax(p, o.g, columns) }},
		{"columnSum", func(o elements) { ColumnSum(row, o.g, n/columns) }},
		{"columnDot", func(o elements) { ColumnDot(row, o.g, o.y, n/columns) }},
		{"normalize", func(o elements) { Normalize(p, o.v, o.g, n/columns, v) }},
		{"transpose", func(o elements) { Transpose(p, o.g, n/columns, columns) }},
	}...)
	defer SetWorkers(SetWorkers(1))
	for _, f := range loops {
		for _, l := range Levels() {
			b.Run(fmt.Sprintf("%s/%v", f.name, l), func(b *testing.B) {
				defer Use(Use(l))
				for b.Loop() {
					f.run(o)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/element")
			})
		}
	}
}
