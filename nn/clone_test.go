package nn_test

import (
	"fmt"
	"strings"
	"testing"

	"quire/nn"
)

// panicText runs f and returns what it panics with.
func panicText(f func()) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}

// gain is a layer of one's own that can be copied: it multiplies every feature by a trained number.
type gain struct {
	w    *nn.Param
	seen *nn.Tensor
	x    *nn.Tensor
}

func newGain(n int) *gain { return &gain{w: nn.NewParam("w", nn.Full(1, n)), seen: nn.New(1)} }

func (l *gain) Params() []*nn.Param { return []*nn.Param{l.w} }
func (l *gain) State() []*nn.Tensor { return []*nn.Tensor{l.seen} }
func (l *gain) Clone() nn.Layer     { return newGain(l.w.Value.Len()) }

func (l *gain) Forward(x *nn.Tensor, train bool) *nn.Tensor {
	if train {
		l.x = x
		l.seen.Data[0] += float32(x.Dim(0))
	}
	return x.Mul(l.w.Value)
}

func (l *gain) Backward(dy *nn.Tensor) *nn.Tensor {
	copy(l.w.Grad.Data, dy.Mul(l.x).SumRows().Data)
	return dy.Mul(l.w.Value)
}

// shouting embeds a layer of the package and overrides a method.
type shouting struct{ *nn.Affine }

func (l *shouting) Forward(x *nn.Tensor, train bool) *nn.Tensor {
	return l.Affine.Forward(x, train).Scale(2)
}

func (l *shouting) Backward(dy *nn.Tensor) *nn.Tensor { return l.Affine.Backward(dy.Scale(2)) }

// selfish returns itself as its copy.
type selfish struct {
	nn.Base
	calls int
}

func (l *selfish) Forward(x *nn.Tensor, train bool) *nn.Tensor { l.calls++; return x.Clone() }
func (l *selfish) Backward(dy *nn.Tensor) *nn.Tensor           { return dy }
func (l *selfish) Clone() nn.Layer                             { return l }

// doubled is a loss of one's own with a copy.
type doubled struct {
	*nn.SoftmaxCrossEntropy
	copies *int
}

func (l doubled) CloneLoss() nn.Loss {
	*l.copies++
	return doubled{nn.NewSoftmaxCrossEntropy(), l.copies}
}

func TestCloneOfOwnLayers(t *testing.T) {
	r := nn.NewRand(1)
	copies := 0
	net := nn.BuildNet(nn.NetSpec{
		Input:  []int{3},
		Layers: []nn.Layer{nn.NewAffine(4), newGain(4), nn.NewSequential([]nn.Layer{newGain(4), nn.NewAffine(2)})},
		Names:  []string{"First", "Gain", "Rest"},
		Loss:   doubled{nn.NewSoftmaxCrossEntropy(), &copies},
		Rand:   r,
	})
	x, labels := r.Normal(0, 1, 6, 3), []int{0, 1, 0, 1, 0, 1}
	for range 3 {
		net.Step(x, labels, nn.NewSGD(.3))
	}
	c := net.Clone()
	if c.Hash() != net.Hash() || copies != 1 || strings.Join(c.Names(), " ") != "First Gain Rest" {
		t.Errorf("the copy has equal numbers: %v; the loss was copied %d times; the layers are %v", c.Hash() == net.Hash(), copies, c.Names())
	}
	for range 3 {
		if a, b := net.Step(x, labels, nn.NewSGD(.3)), c.Step(x, labels, nn.NewSGD(.3)); a != b {
			t.Errorf("the losses of a network and its copy are %g and %g", a, b)
		}
	}
	before := net.Hash()
	c.Step(x, labels, nn.NewSGD(.3))
	if net.Hash() != before {
		t.Error("training the copy changed the network")
	}
}

func TestCloneRefuses(t *testing.T) {
	build := func(l nn.Layer) *nn.Net {
		return nn.BuildNet(nn.NetSpec{Input: []int{3}, Layers: []nn.Layer{l, nn.NewAffine(2)}, Rand: nn.NewRand(1)})
	}
	for _, c := range []struct {
		l    nn.Layer
		want string
	}{
		{&square{}, "nn: Net.Clone: square1 is a layer of your own without a method Clone() nn.Layer that returns a new layer with the same settings; write one, or build the network anew and call CopyParams"},
		{&shouting{nn.NewAffine(3)}, "nn: Net.Clone: shouting1 is a layer of your own without a method Clone"},
		{nn.Func(func(x *nn.Tensor) *nn.Tensor { return x }, func(dy *nn.Tensor) *nn.Tensor { return dy }), "nn: Net.Clone: Layer1 was made by Func"},
		{&selfish{}, "nn: Net.Clone: Clone of selfish1 returned the layer itself"},
		{nn.NewSequential([]nn.Layer{&square{}}), "square1 is a layer of your own without a method Clone"},
	} {
		net := build(c.l)
		if got := panicText(func() { net.Clone() }); !strings.HasPrefix(got, c.want) && !(strings.HasPrefix(got, "nn: Sequential: ") && strings.Contains(got, c.want)) {
			t.Errorf("%T: Clone panics with %q, want %q", c.l, got, c.want)
		}
	}
}

// TestEmbeddedLayer: a layer that embeds one of the package is itself, not the one that it embeds.
func TestEmbeddedLayer(t *testing.T) {
	r := nn.NewRand(3)
	net := nn.BuildNet(nn.NetSpec{Input: []int{4}, Layers: []nn.Layer{&shouting{nn.NewAffine(3)}, nn.NewTanh(), nn.NewAffine(2)}, Rand: r})
	if report := nn.GradientCheck(net, r.Normal(0, 1, 5, 4), []int{0, 1, 0, 1, 0}); !report.OK() {
		t.Errorf("the gradients of a network that begins with such a layer differ:\n%v", report)
	}
}

func TestCopyParams(t *testing.T) {
	build := func(seed uint64, hidden, out int) *nn.Net {
		return nn.NewMLP(nn.MLP{Sizes: []int{3, hidden, hidden, out}, BatchNorm: true, Rand: nn.NewRand(seed)})
	}
	a, b := build(1, 4, 2), build(2, 4, 2)
	a.Step(nn.NewRand(5).Normal(0, 1, 6, 3), []int{0, 1, 0, 1, 0, 1}, nn.NewSGD(.1))
	b.CopyParams(a)
	if a.Hash() != b.Hash() {
		t.Error("CopyParams did not copy everything")
	}
	head := build(3, 4, 5)
	before := head.Param("Affine3.W").Hash()
	head.CopyParams(a, "Affine1", "BatchNorm1", "Affine2")
	if head.Param("Affine1.W").Hash() != a.Param("Affine1.W").Hash() || head.Param("Affine3.W").Hash() != before {
		t.Error("CopyParams of some layers copied others, or not these")
	}
	now := head.Hash()
	for _, c := range []struct {
		want string
		f    func()
	}{
		{"nn: Net.CopyParams: Affine3.W is (4, 2) in Net(3 → Affine1", func() { head.CopyParams(a) }},
		{"nn: Net.CopyParams: Affine1.W is (3, 9) in", func() { head.CopyParams(build(1, 9, 5), "Affine1") }},
		{`nn: Net.CopyParams: there is no layer "Affine7" in Net(3 →`, func() { head.CopyParams(a, "Affine7") }},
		{"nn: Net.CopyParams: there is no network to copy from", func() { head.CopyParams(nil) }},
		{`nn: Net.Param: there is no parameter "W1"; there are Affine1.W, Affine1.b, BatchNorm1.gamma`, func() { head.Param("W1") }},
	} {
		if got := panicText(c.f); !strings.HasPrefix(got, c.want) {
			t.Errorf("the panic is %q, want %q", got, c.want)
		}
	}
	if head.Hash() != now {
		t.Error("a refused copy changed the network")
	}
}

func TestFreeze(t *testing.T) {
	r := nn.NewRand(4)
	net := nn.NewMLP(nn.MLP{Sizes: []int{3, 6, 5, 2}, BatchNorm: true, Dropout: .5, WeightDecay: .01, Rand: r})
	x, labels := r.Normal(0, 1, 8, 3), []int{0, 1, 0, 1, 0, 1, 0, 1}
	net.Step(x, labels, nn.NewSGD(.1))
	hashes := func() string {
		s := ""
		for _, name := range []string{"Affine1.W", "Affine1.b", "BatchNorm1.gamma", "BatchNorm1.beta"} {
			s += net.Param(name).Hash()
		}
		return s + fmt.Sprint(net.Layers()[1].(*nn.BatchNorm).Mean)
	}
	before, rest := hashes(), net.Param("Affine2.W").Hash()
	net.Freeze("Affine1", "BatchNorm1")
	if got := fmt.Sprintln(net.Frozen(), len(net.Params()), net.Params()[0].Name); got != "[Affine1 BatchNorm1] 6 Affine2.W\n" {
		t.Errorf("after Freeze: %s", got)
	}
	if s := net.Summary(); !strings.Contains(s, "Affine1 (frozen)") || !strings.Contains(s, "trained") {
		t.Errorf("Summary does not say what is frozen:\n%s", s)
	}
	frozenLoss := net.Clone()
	for range 5 {
		net.Step(x, labels, nn.NewAdam(.1))
	}
	if hashes() != before {
		t.Error("frozen layers changed")
	}
	if net.Param("Affine2.W").Hash() == rest {
		t.Error("layers that are not frozen did not change")
	}
	if report := nn.GradientCheck(frozenLoss, x, labels); !report.OK() || len(report.Rows) != 6 {
		t.Errorf("gradients with frozen layers:\n%v", report)
	}
	net.Unfreeze()
	net.Step(x, labels, nn.NewSGD(.1))
	if hashes() == before || len(net.Frozen()) != 0 || len(net.Params()) != 10 {
		t.Error("Unfreeze did not let the layers be trained")
	}
	block := nn.NewNet([]int{3}, []nn.Layer{nn.NewResidual([]nn.Layer{nn.NewAffine(3)}), nn.NewAffine(2)})
	for _, c := range []struct {
		want string
		f    func()
	}{
		{"nn: Net.Freeze: Affine1 comes before Affine2 and would still be trained; freeze it as well", func() { net.Freeze("Affine2") }},
		{`nn: Net.Freeze: there is no layer "Conv1"; there are Affine1, BatchNorm1`, func() { net.Freeze("Conv1") }},
		{"nn: Net.Freeze: Residual1.Affine1 is inside Residual1; only whole blocks can be frozen", func() { block.Freeze("Residual1.Affine1") }},
		{"nn: Net.Freeze: no parameter would be left to train", func() { block.Freeze("Residual1", "Affine1") }},
		{"nn: Net.Freeze: there are no names; give those of the layers to freeze", func() { net.Freeze() }},
	} {
		if got := panicText(c.f); !strings.HasPrefix(got, c.want) {
			t.Errorf("the panic is %q, want %q", got, c.want)
		}
	}
}
