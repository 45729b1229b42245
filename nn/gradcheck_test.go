package nn

import (
	"math"
	"strings"
	"testing"
)

// swish is a layer as a cell would write it: y = x·sigmoid(x).
type swish struct {
	Base
	x *Tensor
}

func (l *swish) Forward(x *Tensor, train bool) *Tensor {
	if train {
		l.x = x
	}
	return x.Mul(x.Sigmoid())
}

func (l *swish) Backward(dy *Tensor) *Tensor {
	s := l.x.Sigmoid()
	return dy.Mul(s.Add(l.x.Mul(s).Mul(s.Scale(-1).AddScalar(1))))
}

// scaled is a layer of one's own with a parameter; wrong makes its gradient wrong.
type scaled struct {
	p     *Param
	x     *Tensor
	wrong bool
}

func (l *scaled) Params() []*Param { return []*Param{l.p} }

func (l *scaled) Forward(x *Tensor, train bool) *Tensor {
	if train {
		l.x = x.Clone()
	}
	return x.Mul(l.p.Value)
}

func (l *scaled) Backward(dy *Tensor) *Tensor {
	copy(l.p.Grad.Data, dy.Mul(l.x).SumRows().Data)
	if l.wrong {
		l.p.Grad.Data[0] *= 1.5
	}
	return dy.Mul(l.p.Value)
}

func TestGradientCheck(t *testing.T) {
	r := NewRand(8)
	x, labels := r.Normal(0, 1, 12, 48), []int{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2}
	nets := map[string][]Layer{
		"sigmoid":   {NewAffine(9), NewSigmoid(), NewAffine(3)},
		"tanh":      {NewAffine(9), NewTanh(), NewAffine(3)},
		"batchnorm": {NewAffine(9), NewBatchNorm(), NewTanh(), NewAffine(3)},
		"own":       {NewAffine(9), &swish{}, &scaled{p: NewParam("s", Full(1.5, 9))}, NewAffine(3)},
		"func":      {NewAffine(9), Func(func(x *Tensor) *Tensor { return x.Scale(2) }, func(dy *Tensor) *Tensor { return dy.Scale(2) }), NewAffine(3)},
	}
	for name, layers := range nets {
		t.Run(name, func(t *testing.T) {
			net := BuildNet(NetSpec{Input: []int{48}, Layers: layers, WeightDecay: .01, Rand: r})
			before := net.Hash()
			if report := GradientCheck(net, x, labels); !report.OK() {
				t.Errorf("gradients differ:\n%v", report)
			}
			if name != "batchnorm" && net.Hash() != before {
				t.Error("the check changed the parameters")
			}
		})
	}
	images := BuildNet(NetSpec{Input: []int{4, 4, 3}, Layers: []Layer{NewConv2D(5, 3, 1, 1), NewBatchNorm(), NewTanh(), NewConv2D(4, 2, 2, 0), NewSigmoid(), NewFlatten(), NewAffine(3)}, Rand: r})
	if report := GradientCheck(images, x, labels); !report.OK() {
		t.Errorf("gradients of the convolutions differ:\n%v", report)
	}
	wrong := BuildNet(NetSpec{Input: []int{48}, Layers: []Layer{NewAffine(9), &scaled{p: NewParam("s", Full(1.5, 9)), wrong: true}, NewAffine(3)}, Rand: r})
	if report := GradientCheck(wrong, x, labels); report.OK() || len(report.Table()) != 6 {
		t.Errorf("a wrong gradient was not found:\n%v", report)
	}
}

func TestNumericalGradient(t *testing.T) {
	x := []float64{3, 4}
	g := NumericalGradient(func(x []float64) float64 { return x[0]*x[0] + x[1]*x[1] }, x)
	if math.Abs(g[0]-6) > 1e-9 || math.Abs(g[1]-8) > 1e-9 || x[0] != 3 || x[1] != 4 {
		t.Errorf("the gradient of x²+y² at (3, 4) is %v and x is %v after it", g, x)
	}
}

// flawed is a layer of one's own, y = w·x², with a fault of choice.
type flawed struct {
	w     *Param
	x     *Tensor
	fault string
}

func (l *flawed) Params() []*Param { return []*Param{l.w} }

func (l *flawed) Forward(x *Tensor, train bool) *Tensor {
	if train {
		l.x = x.Clone()
	}
	return x.Mul(x).Mul(l.w.Value)
}

func (l *flawed) Backward(dy *Tensor) *Tensor {
	dw := dy.Mul(l.x).Mul(l.x).SumRows()
	dx := dy.Mul(l.x).Mul(l.w.Value).Scale(2)
	switch l.fault {
	case "half": // forgot the 2 of the derivative
		dx = dx.Scale(.5)
	case "sign":
		dw = dw.Scale(-1)
	case "never":
		return dx
	case "mean": // over the batch instead of the sum
		dw = dw.Scale(1 / float64(dy.Shape[0]))
	case "nan":
		dw = dw.Scale(math.NaN())
	}
	copy(l.w.Grad.Data, dw.Data)
	return dx
}

func TestWrongGradientsAreFound(t *testing.T) {
	x := NewRand(2).Normal(0, 1, 5, 4)
	for _, c := range []struct{ fault, param, want string }{
		{"", "", ""},
		{"half", "x", "wrong: 0.5 times what it should be at ("},
		{"sign", "w", "wrong: the sign is turned"},
		{"never", "w", "wrong: the gradient is never set"},
		{"mean", "w", "wrong: 0.2 times what it should be at ("},
		{"nan", "w", "the loss or the gradient is not a number"},
	} {
		report := GradientCheckLayer(&flawed{w: NewParam("w", Full(1.5, 4)), fault: c.fault}, x)
		if report.OK() != (c.fault == "") {
			t.Errorf("fault %q: OK is %v:\n%v", c.fault, report.OK(), report)
		}
		for _, row := range report.Rows {
			got := row.Verdict()
			if row.Param == c.param && !strings.Contains(got, c.want) || row.Param != c.param && got != "agrees" {
				t.Errorf("fault %q: the verdict about %s is %q, want %q for %s and \"agrees\" for the other", c.fault, row.Param, got, c.want, c.param)
			}
		}
	}
	labels := []int{0, 1, 2, 0, 1}
	for _, fault := range []string{"half", "sign", "never", "mean"} {
		net := BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(6), &flawed{w: NewParam("w", Full(.5, 6)), fault: fault}, NewAffine(3)}, Rand: NewRand(1)})
		report := GradientCheck(net, x, labels)
		if report.OK() {
			t.Errorf("fault %q was not found in a network:\n%v", fault, report)
		}
		if last := report.Rows[len(report.Rows)-1]; !last.OK() {
			t.Errorf("fault %q: the layer after it is blamed: %s %s", fault, last.Param, last.Verdict())
		}
	}
}

// TestGradientCheckLayers goes through the layers of this package, kinks and random masks among them.
func TestGradientCheckLayers(t *testing.T) {
	r := NewRand(9)
	vectors, images := r.Normal(0, 1, 6, 7), r.Normal(0, 1, 3, 6, 6, 2)
	dropout := NewDropout(.4)
	dropout.Build(nil, He, NewRand(3))
	for _, c := range []struct {
		l Layer
		x *Tensor
	}{
		{NewAffine(5), vectors},
		{NewReLU(), vectors},
		{NewSigmoid(), vectors},
		{NewTanh(), vectors},
		{NewBatchNorm(), vectors},
		{dropout, vectors},
		{NewConv2D(3, 3, 2, 1), images},
		{NewMaxPool(2, 2), images},
		{NewBatchNorm(), images},
		{NewFlatten(), images},
		{NewProjectedResidual([]Layer{NewAffine(5), NewReLU()}, NewAffine(5)), vectors},
	} {
		before := c.x.Clone()
		report := GradientCheckLayer(c.l, c.x)
		if !report.OK() || report.Rows[0].Param != "x" {
			t.Errorf("%T:\n%v", c.l, report)
		}
		if !c.x.Equal(before, 0) {
			t.Errorf("%T: the check changed x", c.l)
		}
	}
}

func TestGradientCheckLeavesTheNetwork(t *testing.T) {
	r := NewRand(4)
	net := NewMLP(MLP{Sizes: []int{6, 8, 3}, BatchNorm: true, Dropout: .3, WeightDecay: .1, Rand: r})
	x, labels := r.Normal(0, 1, 5, 6), []int{0, 1, 2, 0, 1}
	twin := net.Clone()
	if report := GradientCheck(net, x, labels); !report.OK() {
		t.Errorf("gradients with dropout differ:\n%v", report)
	}
	if net.Hash() != twin.Hash() {
		t.Error("the check changed parameters or running statistics")
	}
	if a, b := net.Gradient(x, labels), twin.Gradient(x, labels); a != b {
		t.Errorf("after the check a step has loss %g, without it %g: the dropout drew other numbers", a, b)
	}
}

func TestGradientCheckOfLosses(t *testing.T) {
	r := NewRand(7)
	x, target := r.Normal(0, 1, 5, 4), r.Uniform(0, 1, 5, 3)
	for _, loss := range []Loss{NewMSE(), NewBCE(), NewHuber(.5)} {
		net := BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(6), NewTanh(), NewAffine(3)}, Loss: loss, Rand: r})
		if report := GradientCheckTarget(net, x, target); !report.OK() {
			t.Errorf("%T:\n%v", loss, report)
		}
	}
	net := BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(3)}, Loss: &hinge{}, Rand: r})
	if report := GradientCheck(net, x, []int{0, 1, 2, 0, 1}); !report.OK() {
		t.Errorf("a loss of one's own:\n%v", report)
	}
	wantPanic(t, "the network's loss takes labels only", func() { GradientCheckTarget(net, x, target) })
}

// hinge is a loss as a cell would write it: the mean of the squares of what each wrong class has above the right one
// less 1.
type hinge struct{ dy *Tensor }

func (l *hinge) Forward(y *Tensor, labels []int) float64 {
	l.dy = New(y.Shape...)
	loss, classes := 0.0, y.Shape[1]
	for i, label := range labels {
		for j := range classes {
			if m := y.At(i, j) - y.At(i, label) + 1; j != label && m > 0 {
				loss += m * m
				l.dy.Set(l.dy.At(i, j)+2*m/float64(len(labels)), i, j)
				l.dy.Set(l.dy.At(i, label)-2*m/float64(len(labels)), i, label)
			}
		}
	}
	return loss / float64(len(labels))
}

func (l *hinge) Backward() *Tensor { return l.dy }

func TestGradientCheckRefuses(t *testing.T) {
	net := NewMLP(MLP{Sizes: []int{3, 4, 2}, BatchNorm: true, Rand: NewRand(1)})
	wantPanic(t, "the batch has one example, and BatchNorm1 makes 0 of every value", func() { GradientCheck(net, New(1, 3), []int{0}) })
	wantPanic(t, "the network and a batch are both needed", func() { GradientCheck(nil, New(1, 3), []int{0}) })
	wantPanic(t, "x is (3), want (N, …)", func() { GradientCheckLayer(NewReLU(), New(3)) })
	lost := Func(func(x *Tensor) *Tensor { return x.Scale(2) }, func(dy *Tensor) *Tensor { return dy.SumRows() })
	wantPanic(t, "Backward of Layer returned (2); it must return the gradient by x, of shape (3, 2)", func() { GradientCheckLayer(lost, Full(1, 3, 2)) })
	wantPanic(t, "there is no function", func() { NumericalGradient(nil, []float64{1}) })
}

// TestGradientCheckAcrossKinks: networks of ReLU and MaxPool have kinks everywhere, and the check raises no false alarm.
func TestGradientCheckAcrossKinks(t *testing.T) {
	labels := []int{0, 1, 2, 0, 1, 2, 1, 2}
	skipped, compared := 0, 0
	for seed := range uint64(6) {
		r := NewRand(seed)
		images := func(layers ...Layer) *Net {
			return BuildNet(NetSpec{Input: []int{6, 6, 1}, Layers: append(layers, NewMaxPool(2, 2), NewFlatten(), NewAffine(3)), Rand: r})
		}
		for k, net := range []*Net{
			NewMLP(MLP{Sizes: []int{36, 20, 20, 3}, Rand: r}),
			NewMLP(MLP{Sizes: []int{36, 20, 20, 3}, BatchNorm: true, Dropout: .3, Rand: r}),
			images(NewConv2D(4, 3, 1, 1), NewReLU()),
			images(NewConv2D(4, 3, 1, 1), NewResidual([]Layer{NewBatchNorm(), NewReLU(), NewConv2D(4, 3, 1, 1)})),
		} {
			report := GradientCheck(net, r.Normal(0, 1, 8, 36), labels)
			if !report.OK() {
				t.Errorf("seed %d, network %d:\n%v", seed, k, report)
			}
			for _, row := range report.Rows {
				skipped += row.Skipped
				compared += row.Compared
			}
		}
	}
	if skipped > compared/100 {
		t.Errorf("%d elements were left out and %d compared; want 1 %% at most", skipped, compared)
	}
	if report := GradientCheckLayer(NewReLU(), New(3, 4)); !report.OK() || report.Rows[0].Skipped > 0 {
		t.Errorf("ReLU at its kink:\n%v", report)
	}
	jump := Func(func(x *Tensor) *Tensor { return x.Apply(math.Round) }, func(dy *Tensor) *Tensor { return dy.Clone() })
	row := GradientCheckLayer(jump, Full(.5, 2, 2)).Rows[0]
	if row.OK() || row.Skipped != 4 || row.Verdict() != "unclear: kinks near most elements; move x or the parameters a little" {
		t.Errorf("a jump: %d left out, %q", row.Skipped, row.Verdict())
	}
}
