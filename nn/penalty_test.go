package nn

import (
	"math"
	"testing"

	"quire/nn/internal/kernel"
)

// penalised returns a network with both penalties, a batch for it, and the same network without them.
func penalised() (net, plain *Net, x *Tensor, labels []int) {
	build := func(l1, l2 float64) *Net {
		return BuildNet(NetSpec{Input: []int{6}, Layers: []Layer{NewAffine(5), NewBatchNorm(), NewTanh(), NewAffine(3)}, WeightDecay: l2, L1: l1, Rand: NewRand(4)})
	}
	r := NewRand(2)
	return build(.03, .2), build(0, 0), r.Normal(0, 1, 9, 6), []int{0, 1, 2, 0, 1, 2, 0, 1, 2}
}

// TestPenalties compares loss and gradients with and without penalties: the difference is what the formulas say, for
// weights and nothing else.
func TestPenalties(t *testing.T) {
	net, plain, x, labels := penalised()
	sizes, squares := 0.0, 0.0
	for _, p := range net.Params() {
		for i, v := range p.Value.Data {
			v := float64(v)
			if p.Decays() {
				sizes, squares = sizes+math.Abs(v), squares+v*v
			}
			if i == 0 && p.Name == "Affine1.W" {
				p.Value.Data[0], plain.Params()[0].Value.Data[0] = 0, 0 // sign 0
				sizes, squares = sizes-math.Abs(v), squares-v*v
			}
		}
	}
	want := .03*sizes + .5*.2*squares
	if got := net.Gradient(x, labels) - plain.Gradient(x, labels); math.Abs(got-want) > 1e-9 {
		t.Errorf("the penalty is %g, want %g", got, want)
	}
	if got := net.Loss(x, labels) - plain.Loss(x, labels); math.Abs(got-want) > 1e-9 {
		t.Errorf("the penalty in evaluation is %g, want %g", got, want)
	}
	weights := 0
	for k, p := range net.Params() {
		for i, g := range p.Grad.Data {
			want := 0.0
			if w := float64(p.Value.Data[i]); p.Decays() && w != 0 {
				want = .2*w + .03*w/math.Abs(w)
			}
			if got := float64(g) - float64(plain.Params()[k].Grad.Data[i]); math.Abs(got-want) > 1e-7 {
				t.Errorf("%s, element %d: the penalty's gradient is %g, want %g", p.Name, i, got, want)
			}
		}
		if p.Decays() {
			weights++
		}
	}
	if weights != 2 {
		t.Errorf("penalties apply to %d parameters, want the two W", weights)
	}
}

// TestSetDecay takes the penalty from one layer and gives it to a bias.
func TestSetDecay(t *testing.T) {
	net, plain, x, labels := penalised()
	net.Params()[0].SetDecay(false)
	net.Params()[1].SetDecay(true)
	net.Params()[1].Value.Data[2], plain.Params()[1].Value.Data[2] = 2, 2
	for _, n := range []*Net{net, net.Clone()} {
		n.Gradient(x, labels)
		plain.Gradient(x, labels)
		if !n.Params()[0].Grad.Equal(plain.Params()[0].Grad, 0) {
			t.Error("a weight without penalty has another gradient than in a network without penalties")
		}
		if got := n.Params()[1].Grad.Data[2] - plain.Params()[1].Grad.Data[2]; math.Abs(float64(got)-.43) > 1e-6 {
			t.Errorf("the penalty's gradient of a bias 2 is %g, want 0.2·2 + 0.03", got)
		}
	}
}

// TestL1MakesZeros trains on examples whose label depends on one input of ten: L1 takes the weights of the others away.
func TestL1MakesZeros(t *testing.T) {
	r := NewRand(3)
	x, y := r.Normal(0, 1, 400, 10), New(400, 1)
	for i := range y.Data {
		y.Data[i] = 2 * x.Data[10*i]
	}
	small := func(l1 float64) int {
		net := BuildNet(NetSpec{Input: []int{10}, Layers: []Layer{NewAffine(1)}, Loss: NewMSE(), L1: l1, Rand: NewRand(1)})
		for range 300 {
			net.StepTarget(x, y.Add(NewRand(9).Normal(0, .3, 400, 1)), NewSGD(.05))
		}
		n := 0
		for _, w := range net.Params()[0].Value.Data {
			if math.Abs(float64(w)) < .006 { // a step of 0.05·λ goes to and fro over 0
				n++
			}
		}
		return n
	}
	if with, without := small(.1), small(0); with != 9 || without > 5 {
		t.Errorf("of ten weights %d are about 0 with L1, and %d without; want 9 and few", with, without)
	}
}

func TestClipNorm(t *testing.T) {
	params := []*Param{NewParam("a", New(2)), NewParam("b", New(1))}
	set := func(a, b, c float32) {
		params[0].Grad.Data[0], params[0].Grad.Data[1], params[1].Grad.Data[0] = a, b, c
	}
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, c := range []struct {
		in   [3]float32
		max  float64
		norm float64
		want [3]float32
	}{
		{[3]float32{2, -3, 6}, 7, 7, [3]float32{2, -3, 6}},
		{[3]float32{2, -3, 6}, 100, 7, [3]float32{2, -3, 6}},
		{[3]float32{2, -3, 6}, 3.5, 7, [3]float32{1, -1.5, 3}},
		{[3]float32{0, 0, 0}, 1, 0, [3]float32{0, 0, 0}},
		{[3]float32{3e30, 0, -4e30}, 5, 5e30, [3]float32{3, 0, -4}}, // squares that float32 cannot hold
		{[3]float32{inf, 1, 2}, 1, math.Inf(1), [3]float32{inf, 1, 2}},
		{[3]float32{nan, 1, 2}, 1, math.NaN(), [3]float32{nan, 1, 2}},
	} {
		set(c.in[0], c.in[1], c.in[2])
		norm := ClipNorm(params, c.max)
		if d := math.Abs(norm - c.norm); !(d <= 1e-6*c.norm) && norm != c.norm && !math.IsNaN(c.norm) || math.IsNaN(norm) != math.IsNaN(c.norm) {
			t.Errorf("ClipNorm(%v, %g) = %g, want %g", c.in, c.max, norm, c.norm)
		}
		for i, got := range []float32{params[0].Grad.Data[0], params[0].Grad.Data[1], params[1].Grad.Data[0]} {
			if w := c.want[i]; math.Abs(float64(got-w)) > 1e-6*math.Abs(float64(w)) && got == got {
				t.Errorf("ClipNorm(%v, %g) leaves %v at %d, want %v", c.in, c.max, got, i, w)
			}
		}
	}
}

func TestClipValue(t *testing.T) {
	p := NewParam("a", New(5))
	copy(p.Grad.Data, []float32{-3, -.5, .25, 7, float32(math.NaN())})
	ClipValue([]*Param{p}, .5)
	for i, want := range []float32{-.5, -.5, .25, .5} {
		if p.Grad.Data[i] != want {
			t.Errorf("element %d is %g, want %g", i, p.Grad.Data[i], want)
		}
	}
	if v := p.Grad.Data[4]; v == v {
		t.Errorf("what is not a number became %g; it must show", v)
	}
}

// TestPenaltySums compares the sums in eight chains with plain ones, for every rest of a division by eight.
func TestPenaltySums(t *testing.T) {
	r := NewRand(1)
	for n := range 40 {
		x := r.Normal(0, 1, n)
		squares, sizes := 0.0, 0.0
		for _, v := range x.Data {
			squares += float64(v) * float64(v)
			sizes += math.Abs(float64(v))
		}
		if got := kernel.SumSquares(x.Data); math.Abs(got-squares) > 1e-13*squares {
			t.Errorf("%d numbers: Σx² = %.17g, want %.17g", n, got, squares)
		}
		if got := kernel.SumSizes(x.Data); math.Abs(got-sizes) > 1e-13*sizes {
			t.Errorf("%d numbers: Σ|x| = %.17g, want %.17g", n, got, sizes)
		}
	}
}
