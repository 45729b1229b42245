package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestLoopLevels(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for _, n := range []int{1, 7, 8, 16, 37, 160, 1000} {
		p, g, v, h := values(r, n), values(r, n), values(r, n), values(r, n)
		for i := range h {
			h[i] = float32(math.Abs(float64(h[i])))
		}
		raw := make([]byte, n)
		for i := range raw {
			raw[i] = byte(r.Uint32())
		}
		if n > 20 {
			g[3], g[n-1], p[9] = float32(math.NaN()), float32(math.Inf(1)), float32(math.Copysign(0, -1))
		}
		loops := map[string]func(p, v, h []float32){
			"bytes":    func(p, v, h []float32) { Bytes(p, raw, 1.0/255) },
			"relu":     func(p, v, h []float32) { ReLU(v, p); ReLU(p, g) },
			"reluGrad": func(p, v, h []float32) { ReLUGrad(p, g, v) },
			"decay":    func(p, v, h []float32) { Decay(p, g, 0.1) },
			"sgd":      func(p, v, h []float32) { SGD(p, g, 0.01) },
			"momentum": func(p, v, h []float32) { Momentum(p, g, v, 0.01, 0.9) },
			"nesterov": func(p, v, h []float32) { Nesterov(p, g, v, 0.01, 0.9) },
			"adagrad":  func(p, v, h []float32) { AdaGrad(p, g, h, 0.01, 1e-7) },
			"rmsprop":  func(p, v, h []float32) { RMSprop(p, g, h, Rates{0.01, 1e-7, 0.99, 0.01}) },
			"adam":     func(p, v, h []float32) { Adam(p, g, v, h, Rates{0.01, 1e-7, 0.1, 0.001}) },
		}
		for name, f := range loops {
			t.Run(name, func(t *testing.T) {
				levels(t, func() []float32 {
					all := append(append(append([]float32(nil), p...), v...), h...)
					f(all[:n:n], all[n:2*n:2*n], all[2*n:])
					return all
				})
			})
		}
	}
}

func TestColumnLevels(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, s := range [][2]int{{1, 1}, {5, 10}, {100, 50}, {257, 30}, {700, 16}, {31, 100}} {
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
