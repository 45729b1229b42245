package worker

import (
	"go/ast"
	"strings"
	"testing"
	"time"

	"github.com/traefik/yaegi/interp"

	"quire/interp/frontend"
	"quire/interp/symbols"
)

// speeds are programs with a function bench, which repeats an operation ops times and returns something.
var speeds = []struct {
	name string
	ops  int
	src  string
}{
	{"count", 200_000, `func bench() float64 {
	s := 0
	for i := 0; i < 200000; i++ {
		s += i * 3 % 7
	}
	return float64(s)
}`},
	{"divide", 200_000, `func bench() float64 {
	s, d := 0, 7
	for i := 0; i < 200000; i++ {
		s += i / d
	}
	return float64(s)
}`},
	{"float", 200_000, `func bench() float64 {
	s := 0.0
	for i := 0; i < 200000; i++ {
		s = s*0.5 + float64(i)
	}
	return s
}`},
	{"sum by index", 200_000, `func bench() float64 {
	a := make([]float64, 200000)
	s := 0.0
	for i := 0; i < len(a); i++ {
		s += a[i]
	}
	return s
}`},
	{"sum by range", 200_000, `func bench() float64 {
	a := make([]float64, 200000)
	s := 0.0
	for _, x := range a {
		s += x
	}
	return s
}`},
	{"range index", 200_000, `func bench() float64 {
	a, b := make([]float64, 200000), make([]float64, 200000)
	for i := range a {
		a[i] = b[i] + 1
	}
	return a[7]
}`},
	{"matmul", 64 * 64 * 64, `func bench() float64 {
	n := 64
	a, b, c := make([]float64, n*n), make([]float64, n*n), make([]float64, n*n)
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			s := 0.0
			for k := 0; k < n; k++ {
				s += a[i*n+k] * b[k*n+j]
			}
			c[i*n+j] = s
		}
	}
	return c[5]
}`},
	{"rows", 64 * 64 * 16, `func bench() float64 {
	m := make([][]float64, 64)
	for i := range m {
		m[i] = make([]float64, 64)
	}
	for r := 0; r < 16; r++ {
		for i := 0; i < 64; i++ {
			for j := 0; j < 64; j++ {
				m[i][j] += float64(j) * 0.5
			}
		}
	}
	return m[3][4]
}`},
	{"sieve", 100_000, `func bench() float64 {
	n := 30000
	composite := make([]bool, n+1)
	count := 0
	for i := 2; i <= n; i++ {
		if composite[i] {
			continue
		}
		count++
		for j := i * i; j <= n; j += i {
			composite[j] = true
		}
	}
	return float64(count)
}`},
	{"bubble sort", 300 * 300 / 2, `func bench() float64 {
	a := make([]int, 300)
	for i := 0; i < len(a); i++ {
		a[i] = (i * 7919) % 301
	}
	for i := 0; i < len(a); i++ {
		for j := 0; j+1 < len(a)-i; j++ {
			if a[j] > a[j+1] {
				a[j], a[j+1] = a[j+1], a[j]
			}
		}
	}
	return float64(a[5])
}`},
	{"map count", 100_000, `func bench() float64 {
	m := map[int]int{}
	for i := 0; i < 100000; i++ {
		m[i%97]++
	}
	return float64(m[3])
}`},
	{"closure", 50_000, `func bench() float64 {
	k := 3
	f := func(x int) int { return x + k }
	s := 0
	for i := 0; i < 50000; i++ {
		s += f(i)
	}
	return float64(s)
}`},
	{"fib", 28_657, `func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}
func bench() float64 { return float64(fib(22)) }`},
	{"function", 50_000, `func at(m []float64, i, j, n int) float64 { return m[i*n+j] }
func bench() float64 {
	m := make([]float64, 100)
	s := 0.0
	for i := 0; i < 50000; i++ {
		s += at(m, i%10, 3, 10)
	}
	return s
}`},
	{"value method", 50_000, `type point struct{ x, y float64 }
func (p point) dot(k float64) float64 { return p.x*k + p.y }
func bench() float64 {
	p := point{1, 2}
	s := 0.0
	for i := 0; i < 50000; i++ {
		s += p.dot(2)
	}
	return s
}`},
	{"pointer method", 50_000, `type counter struct{ n int }
func (c *counter) add(k int) { c.n += k }
func bench() float64 {
	c := &counter{}
	for i := 0; i < 50000; i++ {
		c.add(2)
	}
	return float64(c.n)
}`},
	{"interface call", 50_000, `type shape interface{ area(k float64) float64 }
type square struct{ a float64 }
func (s square) area(k float64) float64 { return s.a * s.a * k }
type disc struct{ r float64 }
func (d *disc) area(k float64) float64 { return d.r * d.r * k * 3 }
func bench() float64 {
	shapes := []shape{square{2}, &disc{1}}
	s := 0.0
	for i := 0; i < 50000; i++ {
		s += shapes[i%2].area(2)
	}
	return s
}`},
	{"nested fields", 100_000, `type vec struct{ x, y float64 }
type body struct{ pos, vel vec }
func bench() float64 {
	b := body{vel: vec{1, 2}}
	for i := 0; i < 100000; i++ {
		b.pos.x += b.vel.x * 0.5
	}
	return b.pos.x
}`},
	{"slice of structs", 100_000, `type vec struct{ x, y float64 }
func bench() float64 {
	vs := make([]vec, 100)
	for i := 0; i < 100000; i++ {
		vs[i%100].x += 0.5
	}
	return vs[3].x
}`},
	{"linked list", 100_000, `type node struct {
	next *node
	v    int
}
func bench() float64 {
	var head *node
	for i := 0; i < 1000; i++ {
		head = &node{head, i}
	}
	s := 0
	for r := 0; r < 100; r++ {
		for p := head; p != nil; p = p.next {
			s += p.v
		}
	}
	return float64(s)
}`},
	{"string building", 20_000, `func bench() float64 {
	s := ""
	for i := 0; i < 20000; i++ {
		s += "x"
		if len(s) > 100 {
			s = ""
		}
	}
	return float64(len(s))
}`},
	{"captured loop variable", 20_000, `func bench() float64 {
	s := 0
	for i := 0; i < 20000; i++ {
		func() { s += i }()
	}
	return float64(s)
}`},
}

// benchName finds the lowered function bench in a unit.
func benchName(u *frontend.Unit) string {
	for _, d := range u.File.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "bench") {
			return f.Name.Name
		}
	}
	return ""
}

// BenchmarkSpeed runs each program in the interpreter alone and as a cell, in turn, and reports nanoseconds for one
// operation and how many times as long the cell takes.
func BenchmarkSpeed(b *testing.B) {
	for _, s := range speeds {
		b.Run(s.name, func(b *testing.B) {
			stock := interp.New(interp.Options{})
			if err := stock.Use(symbols.Exports()); err != nil {
				b.Fatal(err)
			}
			if _, err := stock.Eval("package main\n" + s.src); err != nil {
				b.Fatal(err)
			}
			e := NewEngine(EngineOptions{})
			o := e.Run(b.Context(), frontend.Cell{Key: "c", Line: 1, Source: s.src})
			if !o.OK() {
				b.Fatal(o.Problems, o.Panic)
			}
			run := func(i *interp.Interpreter, call string) time.Duration {
				begin := time.Now()
				if _, err := i.Eval(call); err != nil {
					b.Fatal(err)
				}
				return time.Since(begin)
			}
			bare, cell := time.Hour, time.Hour
			call := benchName(o.Unit) + "()"
			for b.Loop() {
				bare = min(bare, run(stock, "bench()"))
				cell = min(cell, run(e.interp, call))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(bare.Nanoseconds())/float64(s.ops), "ns/bare")
			b.ReportMetric(float64(cell.Nanoseconds())/float64(s.ops), "ns/cell")
			b.ReportMetric(float64(cell)/float64(bare), "ratio")
		})
	}
}
