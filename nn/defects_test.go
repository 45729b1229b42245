package nn

import (
	"math"
	"slices"
	"testing"
)

// The tests of this file are named after defects of the book's programs, and pin what is right instead. The programs are
// those of github.com/WegraLee/deep-learning-from-scratch.

// TestReLUBackwardKeepsDy: Relu.backward sets the masked elements of its argument to 0.
func TestReLUBackwardKeepsDy(t *testing.T) {
	l := NewReLU()
	l.Forward(FromFloats([]float64{-1, 2, -3}, 1, 3), true)
	dy := Full(5, 1, 3)
	if dx := l.Backward(dy); !dx.Equal(FromFloats([]float64{0, 5, 0}, 1, 3), 0) || !dy.Equal(Full(5, 1, 3), 0) {
		t.Errorf("the gradient is %v, and dy is %v afterwards; want [0 5 0] and [5 5 5]", dx, dy)
	}
}

// TestDropoutScalesInTraining: the book's Dropout drops in training and multiplies by 1 − ratio in evaluation. Here
// training divides by 1 − rate, so that evaluation is the identity, bit for bit.
func TestDropoutScalesInTraining(t *testing.T) {
	l := NewDropout(.25)
	l.r = NewRand(1)
	x := NewRand(2).Normal(0, 1, 4, 9)
	if y := l.Forward(x, false); !slices.Equal(bits(y), bits(x)) {
		t.Error("evaluation changes the input")
	}
	for i, v := range l.Forward(x, true).Data {
		if want := x.Data[i] / .75; v != 0 && math.Abs(float64(v-want)) > 1e-6 {
			t.Errorf("element %d is %g in training, want 0 or %g", i, v, want)
		}
	}
}

// TestBatchNormOfImagesIsPerChannel: the book's BatchNormalization makes vectors of images first, and so normalises every
// position by itself, with H·W·C gammas.
func TestBatchNormOfImagesIsPerChannel(t *testing.T) {
	l, x := NewBatchNorm(), NewRand(1).Normal(0, 1, 2, 3, 3, 2)
	for i := range x.Data {
		x.Data[i] = x.Data[i]*3 + float32(i%2)*10 // two channels apart
	}
	y := l.Forward(x, true)
	if n := l.Gamma.Value.Len(); n != 2 {
		t.Errorf("%d gammas for 2 channels", n)
	}
	flat := y.Reshape(-1, 2)
	for j := range 2 {
		channel := New(flat.Shape[0])
		for i := range channel.Data {
			channel.Data[i] = flat.Data[2*i+j]
		}
		if m, s := channel.Mean(), channel.Std(); math.Abs(m) > 1e-6 || math.Abs(s-1) > 1e-5 {
			t.Errorf("channel %d has mean %g and deviation %g over images and positions, want 0 and 1", j, m, s)
		}
	}
	if y.At(0, 0, 0, 0) == -y.At(1, 0, 0, 0) {
		t.Error("the first position of two images was normalised by itself")
	}
}

// TestBatchNormGradientCheckOfOneExampleIsVacuous: batch_norm_gradient_check.py has one example. Its output is beta and its
// gradients are 0, whatever the code does; with five examples there is something to compare.
func TestBatchNormGradientCheckOfOneExampleIsVacuous(t *testing.T) {
	l := NewBatchNorm()
	one := NewRand(1).Normal(0, 1, 1, 4)
	if y := l.Forward(one, true); y.Norm() != 0 {
		t.Errorf("one example became %v, want beta, which is 0", y)
	}
	if dx := l.Backward(Full(1, 1, 4)); dx.Norm() != 0 || l.Gamma.Grad.Norm() != 0 {
		t.Errorf("one example has the gradients %v and %v, want 0", dx, l.Gamma.Grad)
	}
	r := NewRand(2)
	net := BuildNet(NetSpec{Input: []int{6}, Layers: []Layer{NewAffine(8), NewBatchNorm(), NewTanh(), NewAffine(3)}, Rand: r})
	x, labels := r.Normal(0, 1, 5, 6), []int{0, 1, 2, 0, 1}
	report := GradientCheck(net, x, labels)
	if !report.OK() {
		t.Errorf("the gradients of five examples differ:\n%v", report)
	}
	for _, row := range report.Rows {
		if row.Param == "BatchNorm1.gamma" && row.Scale < 1e-3 {
			t.Errorf("the gradient of gamma is %g: there is nothing to compare", row.Scale)
		}
	}
}

// TestBatchNormIsTrained: gamma and beta of layers that are put into a MultiLayerNet by hand are no entries of params, so
// that no optimizer changes them.
func TestBatchNormIsTrained(t *testing.T) {
	net := NewMLP(MLP{Sizes: []int{4, 5, 3}, BatchNorm: true, Rand: NewRand(1)})
	net.Step(NewRand(2).Normal(0, 1, 9, 4), []int{0, 1, 2, 0, 1, 2, 0, 1, 2}, NewSGD(.1))
	for _, p := range net.Params() {
		if p.Name == "BatchNorm1.gamma" && p.Value.Equal(Full(1, 5), 0) {
			t.Error("a step of training does not change gamma")
		}
	}
	if n := len(net.Params()); n != 6 {
		t.Errorf("the network has %d parameters, want W, b, gamma, beta, W, b", n)
	}
}

// TestEvaluationOfOneExampleDoesNotDependOnOthers: MultiLayerNet has no flag for training, and its batch normalisation
// evaluates with the statistics of whatever is evaluated together.
func TestEvaluationOfOneExampleDoesNotDependOnOthers(t *testing.T) {
	net := NewMLP(MLP{Sizes: []int{4, 5, 3}, BatchNorm: true, Dropout: .5, Rand: NewRand(1)})
	x := NewRand(2).Normal(0, 1, 9, 4)
	net.Step(x, []int{0, 1, 2, 0, 1, 2, 0, 1, 2}, NewSGD(.1))
	all := net.Predict(x)
	for i := range 9 {
		if alone := net.Predict(x.Rows(i, i+1)); !slices.Equal(bits(alone), bits(all.Rows(i, i+1))) {
			t.Errorf("example %d gives %v alone and %v among others", i, alone, all.Row(i))
		}
	}
}

// TestAccuracyCountsTheLastPartialBatch: accuracy of SimpleConvNet goes through whole batches of 100 only, and divides by
// the number of all examples.
func TestAccuracyCountsTheLastPartialBatch(t *testing.T) {
	net := NewNet([]int{2}, []Layer{AffineFrom(FromRows([][]float64{{1, 0}, {0, 1}}), New(2))})
	for _, n := range []int{1, 99, 101, 1000, 1001, 2345} {
		x, labels := New(n, 2), make([]int, n)
		for i := range n {
			labels[i] = i % 2
			x.Data[2*i+i%2] = 1
		}
		labels[n-1] = 1 - labels[n-1] // the last one is wrong
		if got, want := Accuracy(net, NewExamples(x, labels)), float64(n-1)/float64(n); got != want {
			t.Errorf("%d examples, the last one wrong: accuracy %v, want %v", n, got, want)
		}
	}
}

// TestCrossEntropyAddsNothingInsideTheLogarithm: cross_entropy_error adds 1e-7, so that no loss is above 16.1 and its
// gradient is not that of Backward.
func TestCrossEntropyAddsNothingInsideTheLogarithm(t *testing.T) {
	y := FromRows([][]float64{{0, 50, -30}})
	l := NewSoftmaxCrossEntropy()
	if got := l.Forward(y, []int{2}); math.Abs(got-80) > 1e-6 {
		t.Errorf("the loss of a sure and wrong answer is %g, want 80", got)
	}
	if !l.Backward().Equal(FromRows([][]float64{{0, 1, -1}}), 1e-6) {
		t.Errorf("its gradient is %v, want [0 1 -1]", l.Backward())
	}
}

// TestMeanSquaredErrorIsAMean: mean_squared_error sums over all examples of a batch, so that the learning rate that suits
// depends on the size of the batch.
func TestMeanSquaredErrorIsAMean(t *testing.T) {
	y, target := NewRand(1).Normal(0, 1, 3, 4), NewRand(2).Normal(0, 1, 3, 4)
	one, many := NewMSE(), NewMSE()
	a := one.ForwardTarget(y, target)
	b := many.ForwardTarget(y.Tile(4, 1), target.Tile(4, 1))
	if math.Abs(a-b) > 1e-12 {
		t.Errorf("the loss is %g, and %g for the same examples four times", a, b)
	}
	if sum := many.Backward().Rows(0, 3).Scale(4); !sum.Equal(one.Backward(), 1e-7) {
		t.Error("four times the same examples have another gradient in sum")
	}
}

// TestOneHotLabelsAndIndicesAgree: cross_entropy_error decides by the number of elements whether labels are one-hot, which
// one example of one class, or a batch as large as the classes, can confuse.
func TestOneHotLabelsAndIndicesAgree(t *testing.T) {
	for _, n := range []int{1, 3, 5} {
		y, labels := NewRand(1).Normal(0, 1, n, 3), []int{2, 0, 1, 1, 2}[:n]
		l := NewSoftmaxCrossEntropy()
		if a, b := l.Forward(y, labels), l.ForwardTarget(y, OneHot(labels, 3)); a != b {
			t.Errorf("%d examples: the loss is %v by labels and %v by one-hot rows", n, a, b)
		}
	}
}
