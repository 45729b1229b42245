package nn

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// deep is a small residual network for images with blocks in blocks.
func deep(seed uint64) *Net {
	return BuildNet(NetSpec{
		Input: []int{6, 6, 2},
		Layers: []Layer{
			NewConv2D(4, 3, 1, 1),
			NewResidual([]Layer{NewBatchNorm(), NewTanh(), NewConv2D(4, 3, 1, 1)}),
			NewProjectedResidual([]Layer{
				NewConv2D(6, 3, 2, 1), NewBatchNorm(),
				NewSequential([]Layer{NewTanh(), NewResidual([]Layer{NewConv2D(6, 3, 1, 1)})}),
			}, NewConv2D(6, 1, 2, 0)),
			NewFlatten(), NewDropout(.2), NewAffine(3),
		},
		Rand: NewRand(seed),
	})
}

func TestNamesInBlocks(t *testing.T) {
	var names []string
	for _, p := range deep(1).Params() {
		names = append(names, fmt.Sprint(p.Name, p.Value.Shape))
	}
	want := []string{
		"Conv2D1.W[3 3 2 4]", "Conv2D1.b[4]",
		"Residual1.BatchNorm1.gamma[4]", "Residual1.BatchNorm1.beta[4]", "Residual1.Conv2D1.W[3 3 4 4]", "Residual1.Conv2D1.b[4]",
		"Residual2.Conv2D1.W[3 3 4 6]", "Residual2.Conv2D1.b[6]", "Residual2.BatchNorm1.gamma[6]", "Residual2.BatchNorm1.beta[6]",
		"Residual2.Sequential1.Residual1.Conv2D1.W[3 3 6 6]", "Residual2.Sequential1.Residual1.Conv2D1.b[6]",
		"Residual2.Projection.W[1 1 4 6]", "Residual2.Projection.b[6]",
		"Affine1.W[54 3]", "Affine1.b[3]",
	}
	if !slices.Equal(names, want) {
		t.Errorf("the parameters are\n%q, want\n%q", names, want)
	}
}

func TestBlocksAreTheirLayers(t *testing.T) {
	r := NewRand(1)
	x, dy := r.Normal(0, 1, 4, 5), r.Normal(0, 1, 4, 5)
	w, b := r.Normal(0, 1, 5, 5), r.Normal(0, 1, 5)
	one, two := AffineFrom(w, b), NewTanh()
	y := two.Forward(one.Forward(x, true), true).Clone()
	dx := one.Backward(two.Backward(dy)).Clone()

	s := NewSequential([]Layer{AffineFrom(w.Clone(), b.Clone()), NewTanh()})
	if got := s.Forward(x, true); !got.Equal(y, 0) || !s.Forward(x, false).Equal(y, 0) {
		t.Errorf("Sequential gives %v, its layers %v", got, y)
	}
	if got := s.Backward(dy); !got.Equal(dx, 0) || !s.Params()[0].Grad.Equal(one.W.Grad, 0) {
		t.Errorf("the gradient through Sequential is %v, through its layers %v", got, dx)
	}
	res := NewResidual([]Layer{AffineFrom(w.Clone(), b.Clone()), NewTanh()})
	if got, want := res.Forward(x, true), x.Add(y); !got.Equal(want, 0) || !res.Forward(x, false).Equal(want, 0) {
		t.Errorf("Residual gives %v, want x + f(x) = %v", got, want)
	}
	if got, want := res.Backward(dy), dy.Add(dx); !got.Equal(want, 0) || !res.Params()[0].Grad.Equal(one.W.Grad, 0) {
		t.Errorf("the gradient through Residual is %v, want dy + df = %v", got, want)
	}
	p := r.Normal(0, 1, 5, 5)
	res = NewProjectedResidual([]Layer{AffineFrom(w.Clone(), b.Clone()), NewTanh()}, AffineFrom(p, New(5)))
	if got, want := res.Forward(x, true), x.MatMul(p).Add(y); !got.Equal(want, 1e-6) {
		t.Errorf("a projected Residual gives %v, want p(x) + f(x) = %v", got, want)
	}
	if got, want := res.Backward(dy), dy.MatMul(p.T()).Add(dx); !got.Equal(want, 1e-5) {
		t.Errorf("the gradient through a projected Residual is %v, want %v", got, want)
	}
	if n := len(res.Params()); n != 4 {
		t.Errorf("a projected Residual of two affine layers has %d parameters, want 4", n)
	}
}

func TestBlocksInANetwork(t *testing.T) {
	net := deep(3)
	r := NewRand(4)
	x, labels := r.Normal(0, 1, 8, 72), []int{0, 1, 2, 0, 1, 2, 0, 1}
	first := net.Loss(x, labels)
	opt := NewAdam(.01)
	for range 60 {
		net.Step(x, labels, opt)
	}
	if last := net.Loss(x, labels); last > first/3 {
		t.Errorf("60 steps bring the loss from %g to %g", first, last)
	}
	if n := testing.AllocsPerRun(5, func() { net.Step(x, labels, opt) }); n != 0 {
		t.Errorf("a step allocates %g times, want 0", n)
	}
	states := 0
	for _, n := range net.tensors()[len(net.params):] {
		states++
		if states == 1 && n.name != "Residual1.BatchNorm1.state0" {
			t.Errorf("the first running statistics are called %q", n.name)
		}
	}
	if states != 4 {
		t.Errorf("the network has %d running statistics, want 4", states)
	}
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	other := deep(5)
	if err := other.Load(&file); err != nil || other.Hash() != net.Hash() {
		t.Errorf("Load: %v; equal: %v", err, other.Hash() == net.Hash())
	}
	c := net.Clone()
	if c.Hash() != net.Hash() || c.Summary() != net.Summary() {
		t.Error("a clone of a network with blocks differs")
	}
	o1, o2 := NewSGD(.1), NewSGD(.1)
	for range 3 {
		if a, b := net.Step(x, labels, o1), c.Step(x, labels, o2); a != b {
			t.Errorf("a network and its clone have losses %g and %g", a, b)
		}
	}
}

func TestSummaryOfBlocks(t *testing.T) {
	want := `layer          output        parameters   FLOPs  bytes, N = 100
input          (N, 6, 6, 2)                              28,800
Conv2D1        (N, 6, 6, 4)          76   5,184         115,808
Residual1      (N, 6, 6, 4)         156  11,088         462,048
  BatchNorm1   (N, 6, 6, 4)           8     576         115,264
  Tanh1        (N, 6, 6, 4)           0                 115,200
  Conv2D1      (N, 6, 6, 4)         148  10,368         116,384
Residual2      (N, 3, 3, 6)         594  10,476         307,152
  Conv2D1      (N, 3, 3, 6)         222   3,888          44,976
  BatchNorm1   (N, 3, 3, 6)          12     216          43,296
  Sequential1  (N, 3, 3, 6)         330   5,886         132,240
    Tanh1      (N, 3, 3, 6)           0                  43,200
    Residual1  (N, 3, 3, 6)         330   5,886          89,040
      Conv2D1  (N, 3, 3, 6)         330   5,832          45,840
  Projection   (N, 3, 3, 6)          30     432          43,440
Flatten1       (N, 54)                0                  43,200
Dropout1       (N, 54)                0                  43,200
Affine1        (N, 3)               165     324           3,720
total                               991  27,072       1,003,928
`
	if got := deep(1).Summary(); got != want {
		t.Errorf("Summary is\n%s\nwant\n%s", got, want)
	}
}

func TestBlockErrors(t *testing.T) {
	r := NewRand(1)
	shared := NewAffine(4)
	build := func(input []int, layers ...Layer) func() {
		return func() { BuildNet(NetSpec{Input: input, Layers: layers, Rand: r}) }
	}
	for _, c := range []struct {
		want string
		f    func()
	}{
		{
			"nn: layer 2, Residual1: layer 2, Conv2D2: one example is (2, 2, 3), want at least 3 × 3 with the border",
			build([]int{4, 4, 1}, NewConv2D(3, 3, 1, 0), NewResidual([]Layer{NewConv2D(3, 1, 1, 0), NewConv2D(3, 3, 1, 0)})),
		},
		{
			"nn: layer 1, Sequential1: layer 1, Residual1: layer 1, Affine1: x is (N, 2, 2), want (N, in); flatten it first: NewFlatten",
			build([]int{2, 2}, NewSequential([]Layer{NewResidual([]Layer{NewAffine(2)})})),
		},
		{
			"nn: layer 1, Residual1: f(x) is (N, 8), want (N, 4) like x; keep the shape in the block, or bring x to that of f(x) with NewProjectedResidual",
			build([]int{4}, NewResidual([]Layer{NewAffine(8)})),
		},
		{
			"nn: layer 1, Residual1: p(x) is (N, 7), want (N, 8) like f(x)",
			build([]int{4}, NewProjectedResidual([]Layer{NewAffine(8)}, NewAffine(7))),
		},
		{
			"nn: layer 1, Residual1: the projection: one example is (4), want (5)",
			build([]int{4}, NewProjectedResidual([]Layer{NewAffine(8)}, AffineFrom(New(5, 8), New(8)))),
		},
		{"layer 1, Affine1 and layer 2, Residual1.Affine1 are the same value", build([]int{4}, shared, NewResidual([]Layer{shared}))},
		{"nn: NewSequential: there are no layers", func() { NewSequential(nil) }},
		{"nn: NewResidual: layer 2 is nil", func() { NewResidual([]Layer{NewReLU(), nil}) }},
		{"nn: NewProjectedResidual: the projection is nil", func() { NewProjectedResidual([]Layer{NewReLU()}, nil) }},
		{"nn: BuildNet: layer 1 is a network; put its layers into a NewSequential instead", build([]int{4}, NewMLP(MLP{Sizes: []int{4, 2}, Rand: r}))},
		{"nn: Sequential.Forward: x is (), want (N, …)", func() { NewSequential([]Layer{NewReLU()}).Forward(New(), true) }},
		{"nn: Residual.Forward: x is (), want (N, …)", func() { NewResidual([]Layer{NewReLU()}).Forward(New(), true) }},
		{"nn: Residual.Backward: there was no Forward", func() { NewResidual([]Layer{NewReLU()}).Backward(New(2, 2)) }},
	} {
		wantPanic(t, c.want, c.f)
	}
}

func TestGradientsThroughBlocks(t *testing.T) {
	r := NewRand(5)
	x, labels := r.Normal(0, 1, 6, 72), []int{0, 1, 2, 0, 1, 2}
	if report := GradientCheck(deep(2), x, labels); !report.OK() {
		t.Errorf("gradients differ:\n%v", report)
	}
}
