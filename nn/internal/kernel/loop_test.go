package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

// elements are what a loop of the table works on: p, v and h are changed, g and y are read.
type elements struct {
	p, v, h, g, y []float32
	raw           []byte
}

// flatLoop is an elementwise loop.
type flatLoop struct {
	name string
	run  func(o elements)
}

var flatLoops = []flatLoop{
	{"bytes", func(o elements) { Bytes(o.p, o.raw, 1.0/255) }},
	{"relu", func(o elements) { ReLU(o.v, o.p); ReLU(o.p, o.g) }},
	{"reluGrad", func(o elements) { ReLUGrad(o.p, o.g, o.y) }},
	{"leakyReLU", func(o elements) { LeakyReLU(o.p, o.g, 0.01) }},
	{"leakyReLUGrad", func(o elements) { LeakyReLUGrad(o.p, o.g, o.y, 0.01) }},
	{"elu", func(o elements) { ELU(o.p, o.g, 1.3) }},
	{"eluGrad", func(o elements) { ELUGrad(o.p, o.g, o.y, 1.3) }},
	{"exp", func(o elements) { Exps(o.p, o.g) }},
	{"sigmoid", func(o elements) { Sigmoids(o.p, o.g) }},
	{"sigmoidGrad", func(o elements) { SigmoidGrad(o.p, o.g, o.y) }},
	{"tanh", func(o elements) { Tanhs(o.p, o.g) }},
	{"tanhGrad", func(o elements) { TanhGrad(o.p, o.g, o.y) }},
	{"swish", func(o elements) { Swish(o.p, o.g) }},
	{"swishGrad", func(o elements) { SwishGrad(o.p, o.g, o.y) }},
	{"gelu", func(o elements) { GELU(o.p, o.g) }},
	{"geluGrad", func(o elements) { GELUGrad(o.p, o.g, o.y) }},
	{"decay", func(o elements) { Decay(o.p, o.g, 0.1) }},
	{"sgd", func(o elements) { SGD(o.p, o.g, 0.01) }},
	{"momentum", func(o elements) { Momentum(o.p, o.g, o.v, 0.01, 0.9) }},
	{"nesterov", func(o elements) { Nesterov(o.p, o.g, o.v, 0.01, 0.9) }},
	{"adagrad", func(o elements) { AdaGrad(o.p, o.g, o.h, 0.01, 1e-7) }},
	{"rmsprop", func(o elements) { RMSprop(o.p, o.g, o.h, Rates{0.01, 1e-7, 0.99, 0.01}) }},
	{"adamW", func(o elements) { AdamW(o.p, o.g, o.v, o.h, Rates{0.01, 1e-7, 0.1, 0.001}, -1e-3) }},
	{"decaySign", func(o elements) { DecaySign(o.p, o.g, 0.1) }},
	{"clip", func(o elements) { Clip(o.p, 0.7) }},
	{"add", func(o elements) { Add(o.p, o.g, o.y) }},
	{"sub", func(o elements) { Sub(o.p, o.g, o.y) }},
	{"mul", func(o elements) { Mul(o.p, o.g, o.y) }},
	{"div", func(o elements) { Div(o.p, o.g, o.y) }},
	{"maximum", func(o elements) { Maximum(o.p, o.g, o.y) }},
	{"minimum", func(o elements) { Minimum(o.p, o.g, o.y) }},
	{"addNumber", func(o elements) { AddNumber(o.p, o.g, 0.3) }},
	{"mulNumber", func(o elements) { MulNumber(o.p, o.g, 0.3) }},
	{"divNumber", func(o elements) { DivNumber(o.p, o.g, 0.3) }},
	{"subFrom", func(o elements) { SubFrom(o.p, o.g, 0.3) }},
	{"divInto", func(o elements) { DivInto(o.p, o.g, 0.3) }},
	{"maxNumber", func(o elements) { MaxNumber(o.p, o.g, 0.3); MaxNumber(o.v, o.y, float32(math.NaN())) }},
	{"minNumber", func(o elements) { MinNumber(o.p, o.g, 0.3); MinNumber(o.v, o.y, float32(math.NaN())) }},
	{"sqrt", func(o elements) { Sqrt(o.p, o.g) }},
	{"abs", func(o elements) { Abs(o.p, o.g) }},
	{"adam", func(o elements) { Adam(o.p, o.g, o.v, o.h, Rates{0.01, 1e-7, 0.1, 0.001}) }},
}

// special are values that loops must not get wrong.
var special = []float32{
	0, float32(math.Copysign(0, -1)), float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()),
	1e-45, -1e-40, 0x1p-126, -0x1p-62, 0x1.fffffep-63, math.MaxFloat32, -math.MaxFloat32,
	88.37, math.Nextafter32(88.37, 99), -87.3, math.Nextafter32(-87.3, -99), 0.625, math.Nextafter32(0.625, 0), -0.625, 0.3, -0.3, 0.30000004, 1, -1, 0.5, -0.5, 20, -20, 44, -44,
}

// mixed returns values with special ones among them.
func mixed(r *rand.Rand, n int) []float32 {
	v := values(r, n)
	for i := range v {
		if r.IntN(3) == 0 {
			v[i] = special[r.IntN(len(special))]
		}
	}
	return v
}

func TestLoopLevels(t *testing.T) {
	lengths := []int{160, 1000, callElements + 21}
	for n := range 71 {
		lengths = append(lengths, n)
	}
	for _, f := range flatLoops {
		t.Run(f.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(9, 10))
			for _, n := range lengths {
				var all [5][]float32
				for k := range all {
					all[k] = mixed(r, n+k)[k:] // from addresses of every kind
				}
				for i, x := range all[2] {
					all[2][i] = max(x, -x) // sums of squares
				}
				raw := make([]byte, n)
				for i := range raw {
					raw[i] = byte(r.Uint32())
				}
				levels(t, func() []float32 {
					out := make([]float32, 3*n+4)
					p, v, h := out[1:n+1:n+1], out[n+2:2*n+2:2*n+2], out[2*n+3:3*n+3:3*n+3]
					copy(p, all[0])
					copy(v, all[1])
					copy(h, all[2])
					f.run(elements{p, v, h, all[3], all[4], raw})
					return out
				})
			}
		})
	}
}

// TestSumLevels compares sums bit for bit, with and without what is not finite.
func TestSumLevels(t *testing.T) {
	defer Use(Current())
	r := rand.New(rand.NewPCG(15, 16))
	lengths := []int{1000, callElements, 3*callElements + 77}
	for n := range 71 {
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		for _, make := range []func(*rand.Rand, int) []float32{values, mixed} {
			x, y := make(r, n+1)[1:], make(r, n)
			sums := func() [6]uint64 {
				all := [6]float64{Sum(x), SumSizes(x), SumSquares(x), Dot(x, y), SumDistances(x, y), SumDeviations(x, 0.1)}
				var bits [6]uint64
				for i, s := range all {
					if s == s {
						bits[i] = math.Float64bits(s)
					}
				}
				return bits
			}
			Use(Portable)
			want := sums()
			for _, l := range Levels()[1:] {
				Use(l)
				if got := sums(); got != want {
					t.Errorf("%v: sums of %d numbers are %x, portable Go gives %x", l, n, got, want)
				}
			}
		}
	}
}

func TestSums(t *testing.T) {
	x, y := make([]float32, 1001), make([]float32, 1001)
	for i := range x {
		x[i], y[i] = float32(i-500), 2
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Sum", Sum(x), 0},
		{"SumSizes", SumSizes(x), 250500},
		{"SumSquares", SumSquares(x), 83583500}, // 2·n(n+1)(2n+1)/6 with n = 500
		{"Dot", Dot(x, y), 0},
		{"SumDistances", SumDistances(x, y), 83583500 + 4*1001},
		{"SumDeviations", SumDeviations(x, -1), 83583500 + 1001},
	} {
		if c.got != c.want {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
}

// TestRowLevels includes rows of which some hold only −Inf, or something that is not a number.
func TestRowLevels(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	inf := float32(math.Inf(-1))
	for n := 1; n < 71; n++ {
		rows := 1 + r.IntN(70)
		x := values(r, rows*n)
		for i := range 4 {
			x[r.IntN(len(x))] = special[i+2]
		}
		for j := range n {
			x[r.IntN(rows)*n+j] = inf
		}
		levels(t, func() []float32 {
			out := make([]float32, 2*rows+4*rows*n+2)
			top, sum, all := out[1:rows+1], out[rows+1:2*rows+1], out[2*rows+1:len(out)-1]
			part := func(k int) []float32 { return all[k*rows*n : (k+1)*rows*n : (k+1)*rows*n] }
			ExpRows(part(0), x, n, top, sum)
			RowMul(part(1), x, n, sum)
			RowDiv(part(2), x, n, sum)
			Softmax(part(3), x, n)
			return out
		})
	}
}

func TestColumnLevels(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, s := range [][2]int{{1, 1}, {5, 10}, {100, 50}, {257, 30}, {700, 16}, {31, 100}, {260, 1043}} {
		rows, n := s[0], s[1]
		x, y := values(r, rows*n), values(r, rows*n)
		v := Norm{values(r, n), values(r, n), values(r, n), values(r, n)}
		levels(t, func() []float32 {
			out := make([]float32, 4*n+3*rows*n)
			ColumnSum(out[:n], x, rows)
			ColumnDeviation(out[n:2*n], x, v.Mean, rows)
			ColumnDot(out[2*n:3*n], x, y, rows)
			ColumnShift(out[3*n:4*n], x, v.Mean, rows)
			big := out[4*n:]
			Normalize(big[:rows*n], big[rows*n:2*rows*n], x, rows, v)
			NormalizeGrad(big[2*rows*n:], x, y, rows, NormGrad{v.Inverse, v.Mean, v.Gamma})
			return out
		})
	}
}

func TestFlush(t *testing.T) {
	for _, c := range []struct{ in, want float32 }{{0x1p-62, 0x1p-62}, {-0x1p-62, -0x1p-62}, {0x1.fffffep-63, 0}, {-1e-30, 0}, {1, 1}} {
		if got := Flush(c.in); got != c.want {
			t.Errorf("Flush(%x) = %x, want %x", c.in, got, c.want)
		}
	}
	p, g := []float32{0x1p-62, 1}, []float32{0x1p-63, 0}
	SGD(p, g, 1)
	if p[0] != 0 || math.Signbit(float64(p[0])) {
		t.Errorf("a weight of 2⁻⁶³ became %x, want 0", p[0])
	}
}
