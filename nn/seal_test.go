package nn

import (
	"testing"
)

func TestStructureIsFixed(t *testing.T) {
	layers := []Layer{NewAffine(4), NewReLU(), NewAffine(2)}
	spec := NetSpec{Input: []int{3}, Layers: layers, Rand: NewRand(1)}
	net := BuildNet(spec)
	x, labels := NewRand(2).Normal(0, 1, 5, 3), []int{0, 1, 0, 1, 0}
	text, loss := net.Summary(), net.Loss(x, labels)
	layers[2] = NewAffine(7)
	spec.Input[0] = 9
	spec.WeightDecay = 100
	spec.Layers = spec.Layers[:1]
	net.Layers()[0] = NewSigmoid()
	net.InputShape()[0] = 5
	net.OutputShape(nil)[0] = 5
	net.Names()[0] = "Other"
	block := []Layer{NewAffine(3), NewReLU()}
	s := NewSequential(block)
	block[0] = NewAffine(8)
	if got := s.Forward(x, false); got.Shape[1] != 3 {
		t.Errorf("a change of the slice changed the block: its output is %v", got.Shape)
	}
	if net.Summary() != text || net.Loss(x, labels) != loss {
		t.Errorf("changing what the network was described by changed it:\n%s", net.Summary())
	}
}

// TestSettingsAreFixed: an assignment to a layer's field after the network was built is refused, not ignored.
func TestSettingsAreFixed(t *testing.T) {
	affine, norm, drop := NewAffine(4), NewBatchNorm(), NewDropout(.5)
	conv, pool, inner := NewConv2D(2, 3, 1, 1), NewMaxPool(2, 2), NewAffine(4)
	net := BuildNet(NetSpec{
		Input:  []int{4, 4, 1},
		Layers: []Layer{conv, pool, NewFlatten(), affine, norm, drop, NewResidual([]Layer{inner}), NewAffine(2)},
		Rand:   NewRand(1),
	})
	x, labels := NewRand(2).Normal(0, 1, 5, 16), []int{0, 1, 0, 1, 0}
	w := affine.W
	for _, c := range []struct {
		want      string
		set, undo func()
	}{
		{"Affine1.Out was 4 when the network was built and is 20 now; a network does not change: build a new one", func() { affine.Out = 20 }, func() { affine.Out = 4 }},
		{"Affine1.Init was", func() { affine.Init = Zero }, func() { affine.Init = "" }},
		{"Residual1.Affine1.Out was 4", func() { inner.Out = 1 }, func() { inner.Out = 4 }},
		{"BatchNorm1.Momentum was 0.9 when the network was built and is 0.5 now", func() { norm.Momentum = .5 }, func() { norm.Momentum = .9 }},
		{"BatchNorm1.GammaInit was 1", func() { norm.GammaInit = 20 }, func() { norm.GammaInit = 1 }},
		{"BatchNorm1.Fixed was false when the network was built and is true now", func() { norm.Fixed = true }, func() { norm.Fixed = false }},
		{"BatchNorm1.BatchStats was false", func() { norm.BatchStats = true }, func() { norm.BatchStats = false }},
		{"Dropout1.Rate was 0.5", func() { drop.Rate = .1 }, func() { drop.Rate = .5 }},
		{"Conv2D1.Stride was 1", func() { conv.Stride = 2 }, func() { conv.Stride = 1 }},
		{"MaxPool1.Size was 2", func() { pool.Size = 3 }, func() { pool.Size = 2 }},
		{"Affine1.W was replaced after the network was built; copy the numbers into it instead", func() { affine.W = NewParam("W", New(8, 4)) }, func() { affine.W = w }},
	} {
		c.set()
		wantPanic(t, "nn: Net.Forward: "+c.want, func() { net.Gradient(x, labels) })
		wantPanic(t, c.want, func() { net.Predict(x) })
		wantPanic(t, c.want, func() { net.Activations(x) })
		c.undo()
	}
	net.Step(x, labels, NewSGD(.1))
}

// assigning is a layer of one's own that assigns its gradient instead of filling it.
type assigning struct {
	W *Param
	x *Tensor
}

func (l *assigning) Params() []*Param { return []*Param{l.W} }

func (l *assigning) Forward(x *Tensor, train bool) *Tensor {
	if train {
		l.x = x
	}
	return x.MatMul(l.W.Value)
}

func (l *assigning) Backward(dy *Tensor) *Tensor {
	l.W.Grad = l.x.T().MatMul(dy)
	return dy.MatMul(l.W.Value.T())
}

// TestAssignedTensors: Grad may be assigned by a layer and Value by a loop that is written by hand.
func TestAssignedTensors(t *testing.T) {
	r := NewRand(1)
	w := r.Normal(0, 1, 3, 2)
	build := func(l Layer) *Net {
		return BuildNet(NetSpec{Input: []int{3}, Layers: []Layer{l}, WeightDecay: .01, Rand: r})
	}
	mine, theirs := build(&assigning{W: NewParam("W", w.Clone())}), build(AffineFrom(w.Clone(), New(2)))
	x, labels := r.Normal(0, 1, 6, 3), []int{0, 1, 0, 1, 0, 1}
	for range 3 {
		mine.Gradient(x, labels)
		theirs.Gradient(x, labels)
		if p := mine.Params()[0]; &p.Grad.Data[0] != &mine.grads[0] {
			t.Fatal("an assigned gradient was not taken over")
		}
		for _, p := range mine.Params() {
			p.Value = p.Value.Sub(p.Grad.Scale(.5))
		}
		theirs.Param("Affine1.W").Grad.Data = append([]float32(nil), theirs.Param("Affine1.W").Grad.Data...)
		NewSGD(.5).Update(theirs.Params()[:1])
	}
	// The layer of one's own has no weight penalty: AffineFrom's W has.
	mine.Predict(x)
	if p := mine.Params()[0]; &p.Value.Data[0] != &mine.values[0] || p.Value.Equal(w, 0) {
		t.Error("an assigned value was not taken over")
	}
	mine.Params()[0].Value = New(2, 2)
	wantPanic(t, "nn: Net.Forward: assigning1.W.Value is (2, 2), want (3, 2); a network does not change its shapes", func() { mine.Predict(x) })
	mine.Params()[0].Value = nil
	wantPanic(t, "assigning1.W.Value is nil", func() { mine.Predict(x) })
	theirs.Params()[1].Grad = nil
	wantPanic(t, "Affine1.b.Grad is nil", func() { theirs.Predict(x) })
}
