package nn

import (
	"math"
	"slices"
	"testing"
)

// lossCase is a loss with targets that it takes for outputs of shape (n, k).
type lossCase struct {
	name    string
	build   func() ownLoss
	targets func(n, k int) *Tensor
}

var everyLoss = []lossCase{
	{"SoftmaxCrossEntropy", func() ownLoss { return NewSoftmaxCrossEntropy() }, probabilities},
	{"SoftmaxCrossEntropy", func() ownLoss { return NewLabelSmoothing(0.2) }, probabilities},
	{"MSE", func() ownLoss { return NewMSE() }, values},
	{"Huber", func() ownLoss { return NewHuber(0.5) }, values},
	{"BCE", func() ownLoss { return NewBCE() }, probabilities},
}

func probabilities(n, k int) *Tensor { return NewRand(6).Normal(0, 1, n, k).Softmax() }

func values(n, k int) *Tensor { return NewRand(6).Normal(0, 1, n, k) }

func TestEveryLossGradient(t *testing.T) {
	for _, c := range everyLoss {
		l, y, target, labels := c.build(), NewRand(1).Normal(0, 2, 5, 4), c.targets(5, 4), []int{0, 1, 2, 3, 3}
		l.Forward(y, labels)
		checkSlopes(t, c.name+" by labels", func() float64 { return l.sum(y, labels) / 5 }, y, l.Backward())
		l.ForwardTarget(y, target)
		checkSlopes(t, c.name+" by targets", func() float64 { return l.sumTarget(y, target) / 5 }, y, l.Backward())
	}
}

func TestEveryLossLeavesItsArgumentsAlone(t *testing.T) {
	for _, c := range everyLoss {
		l, y, target, labels := c.build(), NewRand(1).Normal(0, 2, 5, 4), c.targets(5, 4), []int{0, 1, 2, 3, 3}
		a, b, n := bits(y), bits(target), slices.Clone(labels)
		l.Forward(y, labels)
		l.Backward()
		l.ForwardTarget(y, target)
		l.Backward()
		if !slices.Equal(bits(y), a) || !slices.Equal(bits(target), b) || !slices.Equal(labels, n) {
			t.Errorf("%s changes its arguments", c.name)
		}
	}
}

// TestEveryLossEvaluatesApart checks that the loss of an evaluation is that of Forward and leaves the gradient alone.
func TestEveryLossEvaluatesApart(t *testing.T) {
	for _, c := range everyLoss {
		l, y, labels := c.build(), NewRand(1).Normal(0, 2, 5, 4), []int{0, 1, 2, 3, 3}
		loss := l.Forward(y, labels)
		want := bits(l.Backward())
		if got := l.sum(y, labels) / 5; got != loss {
			t.Errorf("%s: Forward gives %v and an evaluation %v", c.name, loss, got)
		}
		other := y.Scale(2)
		l.sum(other, labels)
		l.sumTarget(other, c.targets(5, 4))
		if !slices.Equal(bits(l.Backward()), want) {
			t.Errorf("%s: an evaluation changes the gradient", c.name)
		}
		net := BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(4)}, Loss: l, Rand: NewRand(1)})
		net.Gradient(y, labels)
		want = bits(l.Backward())
		clone := net.Clone()
		clone.Gradient(other, labels)
		if !slices.Equal(bits(l.Backward()), want) {
			t.Errorf("%s: a clone of the network shares its loss", c.name)
		}
		if a, b := net.Loss(y, labels), clone.Loss(y, labels); a != b {
			t.Errorf("%s: the loss is %g, in a clone %g", c.name, a, b)
		}
	}
}

// TestEveryLossShowsWhatIsNoNumber: the loss of an output that is no number is none, so that a training stops.
func TestEveryLossShowsWhatIsNoNumber(t *testing.T) {
	for _, c := range everyLoss {
		l, y, target, labels := c.build(), NewRand(1).Normal(0, 2, 5, 4), c.targets(5, 4), []int{0, 1, 2, 3, 3}
		y.Data[7] = float32(math.NaN())
		if v := l.Forward(y, labels); !math.IsNaN(v) {
			t.Errorf("%s: a NaN among the outputs gives the loss %g by labels", c.name, v)
		}
		if v := l.ForwardTarget(y, target); !math.IsNaN(v) {
			t.Errorf("%s: a NaN among the outputs gives the loss %g by targets", c.name, v)
		}
	}
}

// TestEveryLossIsLeastAtTheTarget walks from the target in both directions: the loss grows.
func TestEveryLossIsLeastAtTheTarget(t *testing.T) {
	for _, c := range everyLoss {
		target := c.targets(3, 4)
		best := target.Clone()
		switch c.build().(type) {
		case *SoftmaxCrossEntropy:
			best = target.Scale(1 - c.build().(*SoftmaxCrossEntropy).Smoothing).AddScalar(c.build().(*SoftmaxCrossEntropy).Smoothing / 4).Log()
		case *BCE:
			best = best.Apply(func(p float64) float64 { return math.Log(p / (1 - p)) })
		}
		l := c.build()
		least := l.ForwardTarget(best, target)
		if g := l.Backward().Norm(); g > 1e-6 {
			t.Errorf("%s: the gradient at the target has the length %g, want 0", c.name, g)
		}
		for i := range best.Data {
			for _, step := range []float32{-.3, .3} {
				moved := best.Clone()
				moved.Data[i] += step
				if v := l.ForwardTarget(moved, target); v <= least {
					t.Errorf("%s: the loss is %g at the target and %g beside it", c.name, least, v)
				}
			}
		}
	}
}

// TestLabelSmoothingIsItsDefinition compares with cross entropy to the targets (1 − ε)·onehot + ε/K.
func TestLabelSmoothingIsItsDefinition(t *testing.T) {
	y, labels := NewRand(1).Normal(0, 3, 6, 5), []int{0, 1, 2, 3, 4, 0}
	plain := NewSoftmaxCrossEntropy()
	for _, epsilon := range []float64{0, 0.1, 0.5, 1} {
		smooth := NewLabelSmoothing(epsilon)
		target := OneHot(labels, 5).Scale(1 - epsilon).AddScalar(epsilon / 5)
		got, want := smooth.Forward(y, labels), plain.ForwardTarget(y, target)
		if math.Abs(got-want) > 1e-6 {
			t.Errorf("ε = %g: the loss is %.9f, by the definition %.9f", epsilon, got, want)
		}
		if !smooth.Backward().Equal(plain.Backward(), 1e-7) {
			t.Errorf("ε = %g: the gradient is %v, by the definition %v", epsilon, smooth.Backward(), plain.Backward())
		}
		if again := smooth.ForwardTarget(y, OneHot(labels, 5)); math.Abs(again-want) > 1e-6 {
			t.Errorf("ε = %g: the loss by one-hot targets is %.9f, want %.9f", epsilon, again, want)
		}
	}
}

// TestCrossEntropyForgetsShifts adds a number to all outputs of an example: loss and gradient stay.
func TestCrossEntropyForgetsShifts(t *testing.T) {
	y, labels := NewRand(1).Normal(0, 1, 4, 5), []int{0, 1, 2, 3}
	for i := range y.Data {
		y.Data[i] = float32(math.Round(float64(y.Data[i])*64) / 64) // so that adding 1000 is exact
	}
	for _, l := range []*SoftmaxCrossEntropy{NewSoftmaxCrossEntropy(), NewLabelSmoothing(.1)} {
		want := l.Forward(y, labels)
		grad := l.Backward().Clone()
		if got := l.Forward(y.AddScalar(1000), labels); math.Abs(got-want) > 1e-9 {
			t.Errorf("the loss is %v, and %v with 1000 added", want, got)
		}
		if !l.Backward().Equal(grad, 0) {
			t.Error("the gradient changes when 1000 is added to all outputs")
		}
		for i := range 4 {
			if s := grad.Row(i).Sum(); math.Abs(s) > 1e-7 {
				t.Errorf("row %d of the gradient adds up to %g, want 0", i, s)
			}
		}
	}
}

// TestSoftmaxIsProbabilities has outputs of every size: rows add up to 1, and a shift changes nothing.
func TestSoftmaxIsProbabilities(t *testing.T) {
	for _, scale := range []float64{0, 1, 30, 1e4, 1e30} {
		x := NewRand(2).Normal(0, 1, 6, 10).Scale(scale)
		l := NewSoftmax()
		y := l.Forward(x, true)
		for i := range 6 {
			if s := y.Row(i).Sum(); math.Abs(s-1) > 1e-6 {
				t.Errorf("scale %g: row %d adds up to %.8f", scale, i, s)
			}
		}
		if y.Min() < 0 || y.Max() > 1 {
			t.Errorf("scale %g: probabilities from %g to %g", scale, y.Min(), y.Max())
		}
		if !y.Equal(x.Softmax(), 0) {
			t.Errorf("scale %g: the layer and Tensor.Softmax differ", scale)
		}
		dx := l.Backward(NewRand(3).Normal(0, 1, 6, 10))
		for i := range 6 {
			if s := dx.Row(i).Sum(); math.Abs(s) > 1e-6 {
				t.Errorf("scale %g: row %d of the gradient adds up to %g, want 0", scale, i, s)
			}
		}
	}
	x := NewRand(2).Uniform(0, 8, 3, 5).Apply(math.Round)
	if !NewSoftmax().Forward(x, false).Equal(NewSoftmax().Forward(x.AddScalar(4096), false), 0) {
		t.Error("a shift of all inputs changes the probabilities")
	}
}

// TestSoftmaxJacobian compares Backward with the whole matrix diag(y) − y·yᵀ.
func TestSoftmaxJacobian(t *testing.T) {
	l, x := NewSoftmax(), NewRand(1).Normal(0, 2, 1, 6)
	y := l.Forward(x, true).Float64s()
	for k := range y {
		dy := New(1, 6)
		dy.Data[k] = 1
		dx := l.Backward(dy)
		for j := range y {
			want := -y[k] * y[j]
			if j == k {
				want += y[k]
			}
			if got := float64(dx.Data[j]); math.Abs(got-want) > 1e-7 {
				t.Errorf("∂y%d/∂x%d = %g, want %g", k, j, got, want)
			}
		}
	}
}

// TestSoftmaxThenLogLoss follows the book's chain of two layers: softmax, then −log p of the right class, gives the
// gradient of SoftmaxCrossEntropy.
func TestSoftmaxThenLogLoss(t *testing.T) {
	x, labels := NewRand(1).Normal(0, 2, 5, 4), []int{3, 2, 1, 0, 1}
	layer := NewSoftmax()
	p := layer.Forward(x, true)
	dp, loss := New(5, 4), 0.0
	for i, label := range labels {
		q := p.At(i, label)
		loss -= math.Log(q) / 5
		dp.Set(-1/q/5, i, label)
	}
	both := NewSoftmaxCrossEntropy()
	if got := both.Forward(x, labels); math.Abs(got-loss) > 1e-6 {
		t.Errorf("the loss is %g, in two steps %g", got, loss)
	}
	if !layer.Backward(dp).Equal(both.Backward(), 1e-6) {
		t.Errorf("the gradient is %v, in two steps %v", both.Backward(), layer.Backward(dp))
	}
}

// TestHuberBetweenMSEAndAbsolute: with a large δ it is half the MSE, with a small one δ times the mean of |y − t|.
func TestHuberBetweenMSEAndAbsolute(t *testing.T) {
	y, target := NewRand(1).Normal(0, 1, 6, 3), NewRand(2).Normal(0, 1, 6, 3)
	wide, mse := NewHuber(1e6), NewMSE()
	if a, b := wide.ForwardTarget(y, target), mse.ForwardTarget(y, target)/2; math.Abs(a-b) > 1e-6 {
		t.Errorf("with a large δ the loss is %g, half the MSE %g", a, b)
	}
	if !wide.Backward().Equal(mse.Backward().Scale(.5), 1e-8) {
		t.Error("with a large δ the gradient is not half that of the MSE")
	}
	const delta = 1e-4
	if a, b := NewHuber(delta).ForwardTarget(y, target), y.Sub(target).Apply(math.Abs).Mean(); math.Abs(a/delta-b) > 1e-4 {
		t.Errorf("with a small δ the loss over δ is %g, the mean of |y − t| is %g", a/delta, b)
	}
}

// TestMSEAndTheBooksError pins how the two are related: E = ½·Σ(y − t)² of one example is K/2 times the MSE.
func TestMSEAndTheBooksError(t *testing.T) {
	y := FromFloats([]float64{.1, .05, .6, 0, .05, .1, 0, .1, 0, 0}, 1, 10) // section 4.2.1: 0.0975
	if got := NewMSE().Forward(y, []int{2}) * 10 / 2; math.Abs(got-.0975) > 1e-7 {
		t.Errorf("the book's error is %.6f, want 0.0975", got)
	}
	y = FromFloats([]float64{.1, .05, .1, 0, .05, .1, 0, .6, 0, 0}, 1, 10)
	if got := NewMSE().Forward(y, []int{2}) * 10 / 2; math.Abs(got-.5975) > 1e-7 {
		t.Errorf("the book's error is %.6f, want 0.5975", got)
	}
}

// TestDropoutKeepsTheMean averages many passes in training: each element tends to its value in evaluation, and a part of
// rate elements is dropped.
func TestDropoutKeepsTheMean(t *testing.T) {
	for _, rate := range []float64{0, .1, .5, .9} {
		l, x := NewDropout(rate), NewRand(1).Uniform(1, 2, 1, 50)
		l.r = NewRand(2)
		sum, dropped := New(1, 50), 0
		const passes = 4000
		for range passes {
			y := l.Forward(x, true)
			sum = sum.Add(y)
			for i, v := range y.Data {
				switch want := x.Data[i] * float32(1/(1-rate)); v {
				case 0:
					dropped++
				case want:
				default:
					t.Fatalf("rate %g: %g became %g, want 0 or %g", rate, x.Data[i], v, want)
				}
			}
		}
		// The deviation of a mean is x·√(rate/(1−rate)/passes); five of them are exceeded once in a million.
		within := 5 * 2 * math.Sqrt(rate/(1-rate)/passes)
		if mean := sum.Scale(1. / passes); !mean.Equal(l.Forward(x, false), within+1e-3) {
			t.Errorf("rate %g: the mean over passes is %v, evaluation gives %v", rate, mean, x)
		}
		n := float64(50 * passes)
		if d := math.Abs(float64(dropped) - rate*n); d > 5*math.Sqrt(n*rate*(1-rate)) {
			t.Errorf("rate %g: %d of %g elements were dropped", rate, dropped, n)
		}
	}
}

// TestBatchNormFindsThePopulation trains the running statistics on many batches: evaluation is close to normalising by
// mean and variance of the population.
func TestBatchNormFindsThePopulation(t *testing.T) {
	for _, shape := range [][]int{{200, 2}, {8, 5, 5, 2}} {
		l, r := NewBatchNorm(), NewRand(4)
		l.Momentum = .99
		l.Build(shape[1:], He, nil)
		for range 1000 {
			l.Forward(r.Normal(-3, 2, shape...), true)
		}
		y := l.Forward(FromFloats([]float64{-3, -3, -1, -1, -5, -5}, append([]int{3}, append(slices.Repeat([]int{1}, len(shape)-2), 2)...)...), false)
		for i, want := range []float64{0, 0, 1, 1, -1, -1} {
			// 0.99 averages about 200 batches of 200 numbers; the variance of a batch is 1/200 smaller.
			if got := float64(y.Data[i]); math.Abs(got-want) > .03 {
				t.Errorf("shape %v: element %d is %.3f in evaluation, want %g", shape, i, got, want)
			}
		}
	}
}
