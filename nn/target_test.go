package nn

import (
	"io"
	"math"
	"testing"
)

// line returns n examples of the plane t = 3·x₀ − 2·x₁ + ½ and of its negative half, without noise.
func line(n int, r *Rand) (x, t *Tensor) {
	x, t = r.Normal(0, 1, n, 2), New(n, 2)
	for i := range n {
		v := 3*x.Data[2*i] - 2*x.Data[2*i+1] + 0.5
		t.Data[2*i], t.Data[2*i+1] = v, -v/2
	}
	return x, t
}

// TestRegression fits a plane by every loss for numbers and looks at R² in the history.
func TestRegression(t *testing.T) {
	for name, loss := range map[string]Loss{"mse": NewMSE(), "huber": NewHuber(1), "own": &absolute{}} {
		t.Run(name, func(t *testing.T) {
			r := NewRand(5)
			x, y := line(300, r)
			vx, vy := line(90, r)
			net := BuildNet(NetSpec{Input: []int{2}, Layers: []Layer{NewAffine(2)}, Loss: loss, Rand: r})
			h := Fit(net, NewTargets(x, y), NewAdam(.05), FitOptions{Epochs: 60, Batch: 30, Rand: r, Validation: NewTargets(vx, vy), EvalFirst: true, Log: io.Discard})
			first, last := h.Points[0], h.Last()
			if first.ValidAccuracy > .9 || last.ValidAccuracy < .999 || last.TrainAccuracy < .999 {
				t.Errorf("R² went from %.4f to %.4f in validation and %.4f in training; want above 0.999", first.ValidAccuracy, last.ValidAccuracy, last.TrainAccuracy)
			}
			if last.Loss > .02 || last.ValidLoss > .02 {
				t.Errorf("the loss is %g and %g in validation at the end", last.Loss, last.ValidLoss)
			}
		})
	}
}

// absolute is a loss of one's own: the mean of |y − t|.
type absolute struct{ y, t *Tensor }

func (l *absolute) Forward(y *Tensor, labels []int) float64 {
	return l.ForwardTarget(y, OneHot(labels, y.Shape[1]))
}

func (l *absolute) ForwardTarget(y, t *Tensor) float64 {
	l.y, l.t = y, t
	return y.Sub(t).Apply(math.Abs).Mean()
}

func (l *absolute) Backward() *Tensor {
	sign := func(d float64) float64 {
		switch {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	}
	return l.y.Sub(l.t).Apply(sign).Scale(1 / float64(len(l.y.Data)))
}

// TestDetermination compares R² with the two-pass formula, for targets with a large mean, over several groups.
func TestDetermination(t *testing.T) {
	r := NewRand(2)
	const n, k = 2500, 3
	x, y := r.Normal(0, 1, n, 4), r.Normal(20000, 2, n, k)
	net := BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(k)}, Loss: NewMSE(), Rand: r})
	copy(net.Params()[1].Value.Data, []float32{20000, 20001, 19999})
	out := net.Predict(x)
	residual, total := 0.0, 0.0
	for j := range k {
		mean := 0.0
		for i := range n {
			mean += float64(y.Data[i*k+j]) / n
		}
		for i := range n {
			residual += math.Pow(float64(out.Data[i*k+j])-float64(y.Data[i*k+j]), 2)
			total += math.Pow(float64(y.Data[i*k+j])-mean, 2)
		}
	}
	loss, r2 := Evaluate(net, NewTargets(x, y))
	if want := 1 - residual/total; math.Abs(r2-want) > 1e-9 {
		t.Errorf("R² = %.12f, the two-pass formula gives %.12f", r2, want)
	}
	if want := residual / (n * k); math.Abs(loss-want) > 1e-5*want {
		t.Errorf("the loss is %g, want %g", loss, want)
	}
	if got := Accuracy(net, NewTargets(x, y)); got != r2 {
		t.Errorf("Accuracy gives %g, Evaluate %g", got, r2)
	}
}

// TestDeterminationOfEqualTargets: there is nothing to explain, and R² is not a number.
func TestDeterminationOfEqualTargets(t *testing.T) {
	net := BuildNet(NetSpec{Input: []int{1}, Layers: []Layer{NewAffine(1)}, Loss: NewMSE(), Rand: NewRand(1)})
	for _, v := range []float64{0, .1, 1e6} {
		if loss, r2 := Evaluate(net, NewTargets(New(3000, 1), Full(v, 3000, 1))); !math.IsNaN(r2) || math.IsNaN(loss) {
			t.Errorf("targets that are all %g: loss %g, R² %g; want a number and none", v, loss, r2)
		}
	}
}

// TestTargetStepAllocatesNothing checks that a step with targets allocates nothing.
func TestTargetStepAllocatesNothing(t *testing.T) {
	r := NewRand(1)
	x, target := r.Uniform(0, 1, 60, 20), r.Uniform(0, 1, 60, 4)
	for name, loss := range map[string]Loss{"mse": NewMSE(), "huber": NewHuber(.5), "bce": NewBCE()} {
		net := NewMLP(MLP{Sizes: []int{20, 16, 4}, Loss: loss, Rand: r})
		b, opt := NewBatches(NewTargets(x, target), 20, r), NewSGD(.01)
		step := func() {
			x, t := b.NextTarget()
			net.StepTarget(x, t, opt)
		}
		step()
		if n := testing.AllocsPerRun(8, step); n != 0 {
			t.Errorf("%s: a step allocates %g times, want 0", name, n)
		}
	}
}

// TestSoftLabels checks that one-hot targets give the bits that labels give, step by step and in evaluation.
func TestSoftLabels(t *testing.T) {
	r := NewRand(4)
	x, labels := r.Normal(0, 1, 40, 6), make([]int, 40)
	for i := range labels {
		labels[i] = r.Intn(5)
	}
	build := func() *Net { return NewMLP(MLP{Sizes: []int{6, 7, 5}, WeightDecay: .01, Rand: NewRand(3)}) }
	a, b := build(), build()
	onehot := OneHot(labels, 5)
	for range 10 {
		if p, q := a.Step(x, labels, NewSGD(.1)), b.StepTarget(x, onehot, NewSGD(.1)); p != q {
			t.Fatalf("the losses are %v with labels and %v with one-hot targets", p, q)
		}
	}
	if a.Hash() != b.Hash() {
		t.Error("training with labels and with one-hot targets gives two networks")
	}
	if p, q := a.Loss(x, labels), a.LossTarget(x, onehot); p != q {
		t.Errorf("Loss %v, LossTarget %v", p, q)
	}
	p, pa := Evaluate(a, NewExamples(x, labels))
	q, qa := Evaluate(a, NewTargets(x, onehot))
	if p != q || pa != qa {
		t.Errorf("Evaluate gives %v %v by labels and %v %v by targets", p, pa, q, qa)
	}
}

// TestOneOutput trains a single output to tell two classes apart.
func TestOneOutput(t *testing.T) {
	for name, loss := range map[string]Loss{"bce": NewBCE(), "mse": NewMSE(), "huber": NewHuber(1)} {
		r := NewRand(9)
		x, labels := r.Normal(0, 1, 200, 2), make([]int, 200)
		for i := range labels {
			if x.Data[2*i] > x.Data[2*i+1] {
				labels[i] = 1
			}
		}
		net := NewMLP(MLP{Sizes: []int{2, 16, 1}, Loss: loss, Rand: r})
		h := Fit(net, NewExamples(x, labels), NewAdam(.02), FitOptions{Epochs: 30, Batch: 20, Rand: r, Log: io.Discard})
		if got := h.Last().TrainAccuracy; got < .95 {
			t.Errorf("%s: accuracy %.3f, want above 0.95", name, got)
		}
		right := 0
		for i, c := range net.Classify(x) {
			if c == labels[i] {
				right++
			}
		}
		if got, want := float64(right)/200, h.Last().TrainAccuracy; got != want {
			t.Errorf("%s: Classify is right for %g, Evaluate says %g", name, got, want)
		}
		target := New(200, 1)
		for i, l := range labels {
			target.Data[i] = float32(l)
		}
		if p, q := net.Loss(x, labels), net.LossTarget(x, target); p != q {
			t.Errorf("%s: the loss is %g by labels and %g by targets", name, p, q)
		}
	}
}

// TestImageTargets has an output with three axes, as an autoencoder's decoder has, and targets as vectors.
func TestImageTargets(t *testing.T) {
	r := NewRand(1)
	x := r.Uniform(0, 1, 6, 4, 4, 1)
	net := BuildNet(NetSpec{Input: []int{4, 4, 1}, Layers: []Layer{NewConv2D(2, 3, 1, 1), NewTanh(), NewConv2D(1, 3, 1, 1)}, Loss: NewMSE(), Rand: r})
	before := net.LossTarget(x, x)
	for range 30 {
		net.StepTarget(x, x, NewAdam(.01))
	}
	if after := net.LossTarget(x, x.Reshape(6, 16)); after > .8*before {
		t.Errorf("the loss went from %g to %g", before, after)
	}
	h := Fit(net, NewTargets(x, x), NewAdam(.01), FitOptions{Epochs: 2, Batch: 3, Rand: r, Log: io.Discard})
	if p := h.Last(); math.IsNaN(p.TrainAccuracy) {
		t.Errorf("no R² in %v", p)
	}
}
