package nn

import (
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

// wantMessage runs f and checks that it panics with a *ShapeError or a *UsageError that reads as wanted.
func wantMessage(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		err, _ := recover().(error)
		var shape *ShapeError
		var usage *UsageError
		switch {
		case err == nil:
			t.Errorf("no panic; want %q", want)
		case !errors.As(err, &shape) && !errors.As(err, &usage):
			t.Errorf("the panic is %T, %v; want %q", err, err, want)
		case err.Error() != want:
			t.Errorf("the message is\n\t%s\nwant\n\t%s", err, want)
		case strings.Contains(want, "\n") || !strings.HasPrefix(want, "nn: "):
			t.Errorf("%q is no line of package nn", want)
		}
	}()
	f()
}

// TestMessages has what students do wrong with layers, losses and penalties, and what they then read: what came, what is
// wanted, what to do.
func TestMessages(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	r := NewRand(1)
	net := func(loss Loss, layers ...Layer) *Net {
		return BuildNet(NetSpec{Input: []int{4}, Layers: layers, Loss: loss, Rand: r})
	}
	batchNorm := func(set func(l *BatchNorm)) func() {
		return func() {
			l := NewBatchNorm()
			set(l)
			net(nil, l)
		}
	}
	y, two := New(2, 3), []int{0, 1}
	for _, c := range []struct {
		want string
		f    func()
	}{
		// What is not there, or was never made.
		{"nn: Net.Step: the optimizer is nil; give one, such as NewSGD(0.1)", func() { net(nil, NewAffine(3)).Step(New(2, 4), two, nil) }},
		{"nn: Net.StepTarget: the optimizer is nil; give one, such as NewSGD(0.1)", func() { net(NewMSE(), NewAffine(3)).StepTarget(New(2, 4), y, nil) }},
		{"nn: NewExamples: x is nil; give a tensor", func() { NewExamples(nil, nil) }},
		{"nn: NewParam: the value of \"W\" is nil; give a tensor", func() { NewWeight("W", nil) }},
		{"nn: AffineFrom: W is nil; give a tensor", func() { AffineFrom(nil, nil) }},
		{"nn: Conv2DFrom: b is nil; give a tensor", func() { Conv2DFrom(New(3, 3, 1, 2), nil, 1, 0) }},
		{"nn: Evaluate: the network and the examples are both needed", func() { Accuracy(nil, nil) }},
		{"nn: Trajectory: the optimizer and the gradient are both needed", func() { Trajectory(nil, []float64{1}, nil, 3) }},
		{"nn: Net.Forward: there is no network; make one with NewNet, BuildNet or NewMLP", func() { new(Net).Predict(y) }},
		{"nn: Net.Gradient: there is no network; make one with NewNet, BuildNet or NewMLP", func() { (*Net)(nil).Step(y, two, NewSGD(.1)) }},
		{"nn: Affine: Out is 0; make the layer with NewAffine(10), say", func() { net(nil, &Affine{}) }},
		{"nn: Affine: Out is 0; make the layer with NewAffine(10), say", func() { (&Affine{}).Forward(y, false) }},
		{"nn: Conv2D: 0 filters of size 0, stride 0, pad 0; the first three must be positive and pad not negative: see NewConv2D", func() { (&Conv2D{}).Forward(New(1, 4, 4, 1), false) }},
		// Settings that nothing would have used.
		{"nn: NewMLP: there is no activation \"rleu\"; use \"relu\", \"sigmoid\" or \"tanh\"", func() { NewMLP(MLP{Sizes: []int{4, 3}, Activation: "rleu"}) }},
		{"nn: NewDropout: the rate is 1; give a number from 0 up to, not including, 1", func() { NewMLP(MLP{Sizes: []int{4, 3}, Dropout: 1}) }},
		{"nn: Fit: EvalEvery is -1 and TrainSample 0; 0 is every epoch and all examples, −1 of TrainSample none", func() {
			Fit(net(nil, NewAffine(3)), NewExamples(New(2, 4), two), NewSGD(.1), FitOptions{Epochs: 1, EvalEvery: -1})
		}},
		// Tensors.
		{"nn: Tensor.Add: b is nil; give a tensor", func() { y.Add(nil) }},
		{"nn: Tensor.Greater: b is nil; give a tensor", func() { y.Greater(nil) }},
		{"nn: Tensor.Mul: a is a Tensor{} without shape and numbers; make it with New or From", func() { new(Tensor).Mul(y) }},
		{"nn: Tensor.MatMul: b is nil; give a tensor", func() { y.MatMul(nil) }},
		{"nn: Tensor.Equal: b is nil; give a tensor", func() { y.Equal(nil, 0) }},
		{"nn: Where: mask is nil; give a tensor", func() { Where(nil, y, y) }},
		{"nn: Concat: tensor 1 is nil; give a tensor", func() { Concat(0, []*Tensor{y, nil}) }},
		{"nn: Mesh: x is nil; give a tensor", func() { Mesh(nil, nil) }},
		{"nn: Im2Col: x is nil; give a tensor", func() { Im2Col(nil, 3, 1, 0) }},
		{"nn: Im2Col: x is (1, 3, 3, 1), want images of at least 5 × 5 with the border; use a smaller window or more padding", func() { Im2Col(New(1, 3, 3, 1), 5, 1, 0) }},
		{"nn: OutSize: the stride is 0; it must be positive", func() { OutSize(4, 3, 0, 0) }},
		{"nn: FromMat: there is no matrix: nil", func() { FromMat(nil) }},
		{"nn: New: the shape (4294967296, 4294967296) has more than 8589934592 numbers; no memory holds them", func() { New(1<<32, 1<<32) }},
		{"nn: Rand.Normal: the mean is 0 and the standard deviation -1; the latter must not be negative, and both be numbers", func() { r.Normal(0, -1, 2) }},
		{"nn: Rand.Uniform: lo is 2 and hi 1; lo must not be above hi", func() { r.Uniform(2, 1, 2) }},
		{"nn: Rand.Choice: n is 0; it must be positive", func() { r.Choice(0, 2) }},
		// Settings.
		{"nn: NewAffine: 0 units; there must be at least one", func() { NewAffine(0) }},
		{"nn: NewDropout: the rate is 1; give a number from 0 up to, not including, 1", func() { NewDropout(1) }},
		{"nn: NewDropout: the rate is -0.1; give a number from 0 up to, not including, 1", func() { NewDropout(-.1) }},
		{"nn: NewDropout: the rate is NaN; give a number from 0 up to, not including, 1", func() { NewDropout(nan) }},
		{"nn: NewLeakyReLU: the slope is -1; give a number from 0 to 1, such as 0.01", func() { NewLeakyReLU(-1) }},
		{"nn: NewLeakyReLU: the slope is NaN; give a number from 0 to 1, such as 0.01", func() { NewLeakyReLU(nan) }},
		{"nn: NewELU: alpha is 0; give a positive number, such as 1", func() { NewELU(0) }},
		{"nn: NewELU: alpha is +Inf; give a positive number, such as 1", func() { NewELU(inf) }},
		{"nn: NewReshape: there are no lengths; give the shape of one example, such as NewReshape(28, 28, 1)", func() { NewReshape() }},
		{"nn: NewReshape: the shape (28, 0) has an axis of length 0; give positive lengths, or −1 for one that follows", func() { NewReshape(28, 0) }},
		{"nn: NewReshape: the shape (-1, -1) has 2 axes of length −1; one can follow from the others", func() { NewReshape(-1, -1) }},
		{"nn: BatchNorm: Momentum is 1.5; give the part of the running means that each batch keeps, from 0 to 1", batchNorm(func(l *BatchNorm) { l.Momentum = 1.5 })},
		{"nn: BatchNorm: Eps is 0; give a small positive number, such as 1e-6", batchNorm(func(l *BatchNorm) { l.Eps = 0 })},
		{"nn: BatchNorm: GammaInit is NaN; give a number, such as 1", batchNorm(func(l *BatchNorm) { l.GammaInit = nan })},
		{"nn: NewHuber: delta is 0; give a positive number, such as 1", func() { NewHuber(0) }},
		{"nn: NewHuber: delta is NaN; give a positive number, such as 1", func() { NewHuber(nan) }},
		{"nn: NewLabelSmoothing: epsilon is 1.5; give a number from 0 to 1", func() { NewLabelSmoothing(1.5) }},
		{"nn: NewLabelSmoothing: epsilon is NaN; give a number from 0 to 1", func() { NewLabelSmoothing(nan) }},
		{"nn: BuildNet: WeightDecay is -1; give a number that is not negative, such as 1e-4", func() {
			BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(2)}, WeightDecay: -1, Rand: r})
		}},
		{"nn: BuildNet: L1 is NaN; give a number that is not negative, such as 1e-5", func() {
			BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(2)}, L1: nan, Rand: r})
		}},
		{"nn: ClipNorm: the limit is 0; give a positive number, such as 1", func() { ClipNorm(nil, 0) }},
		{"nn: ClipValue: the limit is NaN; give a positive number, such as 1", func() { ClipValue(nil, nan) }},
		{"nn: Func: both functions are needed", func() { Func(nil, nil) }},

		// Settings that were changed, or written without a constructor.
		{"nn: Dropout.Forward: the rate is 1; give a number from 0 up to, not including, 1", func() { (&Dropout{Rate: 1}).Forward(y, true) }},
		{"nn: LeakyReLU.Forward: the slope is 2; give a number from 0 to 1, such as 0.01", func() { (&LeakyReLU{Slope: 2}).Forward(y, true) }},
		{"nn: ELU.Forward: alpha is 0; give a positive number, such as 1", func() { (&ELU{}).Forward(y, true) }},
		{"nn: Huber.ForwardTarget: delta is 0; give a positive number, such as 1", func() { (&Huber{}).ForwardTarget(y, y) }},
		{"nn: Huber.ForwardTarget: delta is NaN; give a positive number, such as 1", func() { (&Huber{Delta: nan}).Forward(y, two) }},
		{"nn: SoftmaxCrossEntropy.Forward: epsilon is -1; give a number from 0 to 1", func() { (&SoftmaxCrossEntropy{Smoothing: -1}).Forward(y, two) }},
		{"nn: BatchNorm: Eps is 0; give a small positive number, such as 1e-6", func() { new(BatchNorm).Forward(y, true) }},

		// Shapes.
		{"nn: layer 1, Reshape1: one example is (4), want as many numbers in an example as (3, -1) has", func() { net(nil, NewReshape(3, -1)) }},
		{"nn: Reshape.Forward: x is (2, 5), want as many numbers in an example as (2, 2) has", func() { NewReshape(2, 2).Forward(New(2, 5), false) }},
		{"nn: BatchNorm.Forward: x is (2, 5), want (N, 4); the last axis holds the features", func() {
			l := NewBatchNorm()
			l.Forward(New(2, 4), true)
			l.Forward(New(2, 5), true)
		}},
		{"nn: Softmax.Forward: x is (), want (N, classes); the last axis holds the classes", func() { NewSoftmax().Forward(New(), false) }},
		{"nn: Net.Forward: x is nil; give a batch of shape (N, 4)", func() { net(nil, NewAffine(2)).Predict(nil) }},

		// Labels.
		{"nn: SoftmaxCrossEntropy.Forward: 1 labels for 2 examples; give one label for each", func() { NewSoftmaxCrossEntropy().Forward(y, []int{1}) }},
		{"nn: MSE.Forward: 3 labels for 2 examples; give one label for each", func() { NewMSE().Forward(y, []int{1, 2, 0}) }},
		{"nn: BCE.Forward: 1 labels for 2 examples; give one label for each", func() { NewBCE().Forward(New(2, 1), []int{1}) }},
		{"nn: SoftmaxCrossEntropy.Forward: label 3 of example 1 is not one of the 3 classes 0 … 2", func() { NewSoftmaxCrossEntropy().Forward(y, []int{0, 3}) }},
		{"nn: Huber.Forward: label -1 of example 0 is not one of the 3 classes 0 … 2", func() { NewHuber(1).Forward(y, []int{-1, 1}) }},
		{"nn: BCE.Forward: label 2 of example 1 is neither 0 nor 1; for more classes give the network as many outputs", func() { NewBCE().Forward(New(2, 1), []int{0, 2}) }},
		{"nn: SoftmaxCrossEntropy.Forward: the batch is empty; give at least one example", func() { NewSoftmaxCrossEntropy().Forward(New(0, 3), nil) }},
		{"nn: MSE.Forward: the batch is empty; give at least one example", func() { NewMSE().Forward(New(0, 3), nil) }},
		{"nn: MSE.Forward: y is (2, 2, 2, 1), want (N, classes); labels are for one row of outputs; for others give targets", func() { NewMSE().Forward(New(2, 2, 2, 1), two) }},
		{"nn: SoftmaxCrossEntropy.Forward: y is (2, 2, 2, 1), want (N, classes); labels are for one row of outputs; for others give targets", func() { NewSoftmaxCrossEntropy().Forward(New(2, 2, 2, 1), two) }},
		{"nn: NewExamples: 2 labels for 3 examples; give one label for each row of x", func() { NewExamples(New(3, 4), two) }},

		// Targets.
		{"nn: MSE.ForwardTarget: t is (2, 1), want (2, 3) like the outputs; give one target for each output", func() { NewMSE().ForwardTarget(y, New(2, 1)) }},
		{"nn: Huber.ForwardTarget: t is (3, 2), want (2, 3) like the outputs; give one target for each output", func() { NewHuber(1).ForwardTarget(y, New(3, 2)) }},
		{"nn: MSE.ForwardTarget: the batch is empty; give at least one example", func() { NewMSE().ForwardTarget(New(0, 3), New(0, 3)) }},
		{"nn: SoftmaxCrossEntropy.ForwardTarget: target 1 adds up to 0; give probabilities that add up to 1", func() {
			NewSoftmaxCrossEntropy().ForwardTarget(y, FromFloats([]float64{0, 1, 0, 0, 0, 0}, 2, 3))
		}},
		{"nn: SoftmaxCrossEntropy.ForwardTarget: target 0 holds -1; give probabilities from 0 to 1", func() {
			NewSoftmaxCrossEntropy().ForwardTarget(y, FromFloats([]float64{2, -1, 0, 0, 0, 1}, 2, 3))
		}},
		{"nn: SoftmaxCrossEntropy.ForwardTarget: target 1 holds NaN; give probabilities from 0 to 1", func() {
			NewSoftmaxCrossEntropy().ForwardTarget(y, FromFloats([]float64{1, 0, 0, 0, nan, 1}, 2, 3))
		}},
		{"nn: SoftmaxCrossEntropy.ForwardTarget: y is (2, 2, 2, 1), want (N, classes); end the network in NewFlatten or NewAffine", func() { NewSoftmaxCrossEntropy().ForwardTarget(New(2, 2, 2, 1), New(2, 2, 2, 1)) }},
		{"nn: BCE.ForwardTarget: target 1.5 of example 1 is not from 0 to 1", func() {
			NewBCE().ForwardTarget(y, FromFloats([]float64{0, 1, 0, 0, 1.5, 0}, 2, 3))
		}},
		{"nn: NewTargets: t is (2, 3), want as many rows as x (5, 4); give one target for each example", func() { NewTargets(New(5, 4), y) }},
		{"nn: Batches.NextTarget: the examples have labels and no targets; use Next, or make them with NewTargets", func() {
			NewBatches(NewExamples(New(2, 4), two), 2, r).NextTarget()
		}},
		{"nn: Net.GradientTarget: the network's loss takes labels only; build the network with a loss that has ForwardTarget: Loss: nn.NewMSE()", func() {
			Fit(net(labelsOnly{NewMSE()}, NewAffine(2)), NewTargets(New(3, 4), New(3, 2)), NewSGD(.1), FitOptions{Iterations: 1, Rand: r, Log: io.Discard})
		}},
		{"nn: Net.GradientTarget: t is (3, 3), want (3, 2) like the outputs; give one target for each output", func() {
			net(NewMSE(), NewAffine(2)).GradientTarget(New(3, 4), New(3, 3))
		}},
		{"nn: Net.LossTarget: t is (3, 1), want (3, 2) like the outputs; give one target for each output", func() {
			net(&absolute{}, NewAffine(2)).LossTarget(New(3, 4), New(3, 1))
		}},
		{"nn: Evaluate: t is (3, 1), want (3, 2) like the outputs; give one target for each output", func() {
			Evaluate(net(&absolute{}, NewAffine(2)), NewTargets(New(3, 4), New(3)))
		}},

		// What is nil, mostly because a field was not set.
		{"nn: MSE.Forward: y is nil; give the outputs of a network", func() { NewMSE().Forward(nil, two) }},
		{"nn: BCE.Forward: y is nil; give the outputs of a network", func() { NewBCE().Forward(nil, two) }},
		{"nn: SoftmaxCrossEntropy.Forward: y is nil; give the outputs of a network", func() { NewSoftmaxCrossEntropy().Forward(nil, two) }},
		{"nn: SoftmaxCrossEntropy.ForwardTarget: y is nil; give the outputs of a network", func() { NewSoftmaxCrossEntropy().ForwardTarget(nil, y) }},
		{"nn: Huber.ForwardTarget: t is nil; give targets of shape (2, 3)", func() { NewHuber(1).ForwardTarget(y, nil) }},
		{"nn: Net.GradientTarget: t is nil; give targets of shape (3, 2)", func() { net(NewMSE(), NewAffine(2)).GradientTarget(New(3, 4), nil) }},
		{"nn: NewTargets: x or t is nil; give both tensors", func() { NewTargets(y, nil) }},
		{"nn: unset.Backward: it returned nil; return a tensor", func() { net(&unset{}, NewAffine(2)).Gradient(New(2, 4), two) }},
		{"nn: unset.Backward: it returned nil; return a tensor", func() { net(&unset{}, NewAffine(2)).GradientTarget(New(2, 4), New(2, 2)) }},
		{"nn: forgetful.Backward: it returned nil; return a tensor", func() { net(nil, NewAffine(2), &forgetful{}).Gradient(New(2, 4), two) }},
		{"nn: forgetful.Forward: it returned nil; return a tensor", func() { net(nil, NewAffine(2), &forgetful{after: 1}).Gradient(New(2, 4), two) }},
		{"nn: forgetful.Forward: it returned nil; return a tensor", func() { net(nil, NewAffine(2), &forgetful{after: 1}).Predict(New(2, 4)) }},

		// Order.
		{"nn: SoftmaxCrossEntropy.Backward: there was no Forward before; call Forward with the outputs and the labels first", func() { NewSoftmaxCrossEntropy().Backward() }},
		{"nn: MSE.Backward: there was no Forward before; call Forward with the outputs and the labels first", func() { NewMSE().Backward() }},
		{"nn: Huber.Backward: there was no Forward before; call Forward with the outputs and the labels first", func() { NewHuber(1).Backward() }},
		{"nn: BCE.Backward: there was no Forward before; call Forward with the outputs and the labels first", func() { NewBCE().Backward() }},
	} {
		wantMessage(t, c.want, c.f)
	}
}

// labelsOnly is a loss without ForwardTarget.
type labelsOnly struct{ Loss }

// unset is a loss that forgets its gradient.
type unset struct{ dy *Tensor }

func (l *unset) Forward(y *Tensor, labels []int) float64 { return 1 }
func (l *unset) ForwardTarget(y, target *Tensor) float64 { return 1 }
func (l *unset) Backward() *Tensor                       { return l.dy }

// forgetful is a layer that returns nil from Backward, and from Forward after so many calls, when after is positive.
type forgetful struct {
	Base
	after, calls int
}

func (l *forgetful) Forward(x *Tensor, train bool) *Tensor {
	if l.calls++; l.after > 0 && l.calls > l.after {
		return nil
	}
	return x.Clone()
}

func (l *forgetful) Backward(dy *Tensor) *Tensor { return nil }
