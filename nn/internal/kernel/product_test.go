package kernel

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"
)

// values returns n numbers, among them zeros, tiny and huge ones.
func values(r *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	for i := range v {
		switch r.IntN(12) {
		case 0:
			v[i] = 0
		case 1:
			v[i] = float32(r.NormFloat64() * 0x1p-61)
		case 2:
			v[i] = float32(r.NormFloat64() * 1e6)
		default:
			v[i] = float32(r.NormFloat64())
		}
	}
	return v
}

// levels runs f on every level of this machine but the portable one, whose results it compares.
func levels(t *testing.T, f func() []float32) {
	t.Helper()
	defer Use(Use(Portable))
	want := f()
	for _, l := range Levels()[1:] {
		Use(l)
		if got := f(); !sameBits(got, want) {
			for i := range got {
				if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
					t.Fatalf("%v: element %d is %x, portable Go gives %x", l, i, got[i], want[i])
				}
			}
		}
	}
}

func sameBits(a, b []float32) bool {
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) && !(a[i] != a[i] && b[i] != b[i]) {
			return false
		}
	}
	return len(a) == len(b)
}

func TestFMA(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	exact := func(a, b, c float32) float32 {
		p := new(big.Float).SetPrec(2000).Mul(big.NewFloat(float64(a)).SetPrec(2000), big.NewFloat(float64(b)))
		f, _ := p.Add(p, big.NewFloat(float64(c))).Float32()
		return f
	}
	for range 200000 {
		a, b, c := math.Float32frombits(r.Uint32()), math.Float32frombits(r.Uint32()), math.Float32frombits(r.Uint32())
		switch r.IntN(3) {
		case 0: // a sum that lies close to halfway between two values
			c = float32(float64(a) * float64(b) * float64(int(1)<<r.IntN(26)))
		case 1:
			a, b, c = a*0x1p-60, b*0x1p-60, float32(-float64(a)*float64(b)*0x1p-120)
		}
		if s := float64(a)*float64(b) + float64(c); math.IsNaN(s) || math.IsInf(s, 0) || math.IsNaN(float64(a+b+c)) {
			continue
		}
		if got, want := fma(a, b, c), exact(a, b, c); got != want {
			t.Fatalf("fma(%x, %x, %x) = %x, want %x", a, b, c, got, want)
		}
	}
}

func TestProductLevels(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	sizes := [][3]int{{1, 1, 1}, {3, 10, 5}, {7, 33, 200}, {25, 50, 784}, {24, 16, 9}, {13, 100, 17}, {100, 20, 30}, {6, 64, 300}, {40, 71, 3}}
	for _, s := range sizes {
		m, n, k := s[0], s[1], s[2]
		a, b, bias, c0, gate := values(r, m*k), values(r, k*n), values(r, n), values(r, m*n), values(r, m*n)
		t.Run(fmt.Sprintf("%dx%dx%d", m, n, k), func(t *testing.T) {
			for _, p := range []Product{Multiply(m, n, k), MultiplyTransposed(m, n, k)} {
				for mode := range 6 {
					q, x := p, Operands{A: a, B: b, Bias: bias}
					q.Add, q.Keep, q.ReLU = mode == 1, mode == 2, mode == 4
					switch mode {
					case 3:
						x.Bias = nil
					case 5:
						x.Gate = gate
					}
					levels(t, func() []float32 {
						x.C = append([]float32(nil), c0...)
						q.Run(x, 0, m/2)
						q.Run(x, m/2, m)
						return x.C
					})
				}
			}
		})
	}
}

// TestProductConvolution uses every loop: a 3 × 3 filter over a 9 × 8 image of 5 channels, with stride 2 down.
func TestProductConvolution(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const h, w, c, f, s = 9, 8, 5, 37, 3
	x, filter, bias := values(r, h*w*c), values(r, s*s*c*f), values(r, f)
	oh, ow := (h-s)/2+1, w-s+1
	p := Product{M: ow, N: f, K: s * c, Outer: s, ARow: c, ACol: 1, AOuter: w * c, BRow: f, BOuter: s * c * f, CRow: f, Rounds: oh, ARound: 2 * w * c, CRound: ow * f}
	run := func() []float32 {
		y := make([]float32, oh*ow*f)
		p.Run(Operands{C: y, A: x, B: filter, Bias: bias}, 0, ow)
		return y
	}
	levels(t, run)
	y := run()
	for i := range oh {
		for j := range ow {
			for q := range f {
				sum := float64(bias[q])
				scale := 1.0
				for a := range s {
					for b := range s * c {
						v := float64(x[((2*i+a)*w+j)*c+b]) * float64(filter[(a*s*c+b)*f+q])
						sum += v
						scale += math.Abs(v)
					}
				}
				if got := float64(y[(i*ow+j)*f+q]); math.Abs(got-sum) > 1e-6*scale {
					t.Fatalf("(%d,%d,%d) = %g, the loops give %g", i, j, q, got, sum)
				}
			}
		}
	}
}

// TestProductEnds: ReLU and the gate of a product are those of the loops, for an image with several rounds, too.
func TestProductEnds(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	p := Product{M: 11, N: 21, K: 6, Outer: 2, ARow: 3, ACol: 1, AOuter: 50, BRow: 21, BOuter: 126, CRow: 21, Rounds: 3, ARound: 40, CRound: 11 * 21}
	x := Operands{C: make([]float32, 3*11*21), A: values(r, 200), B: values(r, 252), Bias: values(r, 21)}
	gate := values(r, len(x.C))
	for _, l := range Levels() {
		Use(l)
		p.Run(x, 0, 11)
		plain := append([]float32(nil), x.C...)
		relu, gated := make([]float32, len(plain)), make([]float32, len(plain))
		ReLU(relu, plain)
		ReLUGrad(gated, plain, gate)
		q, y := p, x
		q.ReLU = true
		q.Run(y, 0, 11)
		if !sameBits(x.C, relu) {
			t.Errorf("%v: the product with ReLU differs from ReLU of the product", l)
		}
		y.Gate = gate
		p.Run(y, 0, 11)
		if !sameBits(x.C, gated) {
			t.Errorf("%v: the gated product differs from ReLUGrad of the product", l)
		}
	}
}

func TestProductShort(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a product over operands that are too short did not panic")
		}
	}()
	p := Multiply(4, 4, 4)
	p.Run(Operands{C: make([]float32, 15), A: make([]float32, 16), B: make([]float32, 16)}, 0, 4)
}

func TestArgumentOffsets(t *testing.T) {
	offsets := func(v any) map[string]uintptr {
		m := map[string]uintptr{}
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			m[typ.Field(i).Name] = typ.Field(i).Offset
		}
		return m
	}
	for field, want := range map[string]uintptr{"bias": 24, "outer": 72, "mask": 96, "flags": 104, "lanes": 112, "tiles": 144, "tile": 192, "cWork": 216, "abs": 224, "small": 228, "gate": 232} {
		if got := offsets(productArgs{})[field]; got != want {
			t.Errorf("productArgs.%s lies at %d, gen writes %d", field, got, want)
		}
	}
	for field, want := range map[string]uintptr{"n": 64, "rows": 72, "row": 80, "f": 96, "abs": 128, "small": 132, "tiny": 136} {
		if got := offsets(loopArgs{})[field]; got != want {
			t.Errorf("loopArgs.%s lies at %d, gen writes %d", field, got, want)
		}
	}
}

func naive(m, n, k int, a, b, c []float32) {
	for i := range m {
		for j := range n {
			var s float32
			for p := range k {
				s += a[i*k+p] * b[p*n+j]
			}
			c[i*n+j] = s
		}
	}
}

// BenchmarkProduct reports GFLOP/s of each level on the products of a small net, and how many times faster it is than
// three plain loops in the same run.
func BenchmarkProduct(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, s := range [][3]int{{100, 50, 784}, {128, 100, 100}, {100, 20, 30}, {100, 100, 4320}} {
		m, n, k := s[0], s[1], s[2]
		x, w, y := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
		for i := range w {
			w[i] = float32(r.NormFloat64())
		}
		plain := 0.0 // GFLOP/s
		run := func(name string, f func()) {
			b.Run(fmt.Sprintf("%dx%dx%d/%s", m, k, n, name), func(b *testing.B) {
				for b.Loop() {
					f()
				}
				rate := 2e-9 * float64(m*n*k) * float64(b.N) / b.Elapsed().Seconds()
				if name == "naive" {
					plain = rate
				}
				b.ReportMetric(rate, "GFLOP/s")
				b.ReportMetric(rate/plain, "x-naive")
			})
		}
		run("naive", func() { naive(m, n, k, x, w, y) })
		for _, l := range Levels() {
			run(l.String(), func() {
				defer Use(Use(l))
				Multiply(m, n, k).Run(Operands{C: y, A: x, B: w}, 0, m)
			})
		}
	}
}
