package nn

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestShapeErrors(t *testing.T) {
	r := NewRand(1)
	net := NewMLP(MLP{Sizes: []int{784, 10}, Rand: r})
	for _, c := range []struct {
		want string
		f    func()
	}{
		{
			"nn: Affine.Forward: x is (100, 28, 28), want (N, 784); flatten it first",
			func() { net.Layers()[0].Forward(New(100, 28, 28), false) },
		},
		{"nn: Net.Forward: x is (100, 783), want (N, 784)", func() { net.Predict(New(100, 783)) }},
		{
			"nn: layer 2, Affine1: x is (N, 28, 28, 4), want (N, in); flatten it first: NewFlatten",
			func() {
				BuildNet(NetSpec{Input: []int{28, 28, 1}, Layers: []Layer{NewConv2D(4, 3, 1, 1), NewAffine(10)}, Rand: r})
			},
		},
		{
			"nn: layer 1, Conv2D1: one example is (4, 4, 1), want at least 5 × 5 with the border; use a smaller filter or more padding",
			func() { BuildNet(NetSpec{Input: []int{4, 4, 1}, Layers: []Layer{NewConv2D(4, 5, 1, 0)}, Rand: r}) },
		},
		{
			"nn: layer 1, Conv2D1: x is (N, 784), want (N, height, width, channels); gray images have one channel: Reshape(-1, 28, 28, 1)",
			func() { BuildNet(NetSpec{Input: []int{784}, Layers: []Layer{NewConv2D(4, 5, 1, 0)}, Rand: r}) },
		},
		{
			"nn: Affine.Backward: dy is (2, 9), want (2, 10) like the last output",
			func() { net.Forward(New(2, 784), true); net.Backward(New(2, 9)) },
		},
		{"nn: SoftmaxCrossEntropy.Forward: 3 labels for 2 examples", func() { net.Gradient(New(2, 784), []int{1, 2, 3}) }},
		{"label 10 of example 1 is not one of the 10 classes 0 … 9", func() { net.Gradient(New(2, 784), []int{1, 10}) }},
		{"the batch is empty", func() { net.Gradient(New(0, 784), nil) }},
		{"nn: Affine.Backward: there was no Forward", func() { AffineFrom(New(2, 2), New(2)).Backward(New(2, 2)) }},
		{"nn: SoftmaxCrossEntropy.Backward: there was no Forward", func() { NewSoftmaxCrossEntropy().Backward() }},
		{"nn: ReLU.Backward: there was no Forward with train set before", func() { NewReLU().Backward(New(2)) }},
		{"nn: NewDropout: the rate is 1; give a number from 0", func() { NewDropout(1) }},
		{`nn: Init: "hee" is no way to start; use "he", "xavier", "zero"`, func() { NewMLP(MLP{Sizes: []int{2, 2}, Init: "hee", Rand: r}) }},
		{`there is no activation "rleu"`, func() { NewMLP(MLP{Sizes: []int{2, 2, 2}, Activation: "rleu", Rand: r}) }},
		{"belongs to another network already", func() { NewNet([]int{784}, net.Layers()) }},
		{"layer 2, ReLU1 and layer 4, ReLU2 are the same value; make a new layer for each place", func() {
			relu := NewReLU()
			BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(3), relu, NewAffine(3), relu}, Rand: r})
		}},
		{"nn: BuildNet: Input is empty; give the shape of one example", func() { NewNet(nil, []Layer{NewAffine(2)}) }},
		{"nn: BuildNet: Input is (0, 784); give the shape of one example, such as {784} or {28, 28, 1}, without the batch", func() { NewNet([]int{0, 784}, []Layer{NewAffine(2)}) }},
		{"nn: Net.Forward: x is (784), want (N, 784); the first axis counts examples: Reshape(1, 784)", func() { net.Predict(New(784)) }},
		{"nn: Net.Forward: x is nil; give a batch of shape (N, 784)", func() { net.Predict(nil) }},
		{"nn: Net.OutputShape: one example is (28, 27), want (784)", func() { net.OutputShape([]int{28, 27}) }},
		{"nn: BuildNet: 1 names for 2 layers; give one for each, or none", func() {
			BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(2), NewReLU()}, Names: []string{"A"}, Rand: r})
		}},
		{`nn: BuildNet: two layers have the name "A"`, func() {
			BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(2), NewReLU()}, Names: []string{"A", "A"}, Rand: r})
		}},
		{`nn: BuildNet: the name "A.b" cannot be used`, func() {
			BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(2)}, Names: []string{"A.b"}, Rand: r})
		}},
		{"nn: BuildNet: scaled2 has the parameter scaled1.s twice, or shares it with a layer before", func() {
			p := NewParam("s", Full(1, 3))
			BuildNet(NetSpec{Input: []int{3}, Layers: []Layer{&scaled{p: p}, &scaled{p: p}}, Rand: r})
		}},
		{"nn: layer 1, scaled1: the output for one example (1, 3) is (3), want (1, …); the first axis counts examples", func() {
			BuildNet(NetSpec{Input: []int{3}, Layers: []Layer{Func(func(x *Tensor) *Tensor { return x.Reshape(3) }, func(dy *Tensor) *Tensor { return dy })}, Names: []string{"scaled1"}, Rand: r})
		}},
		{"layer 1 is nil", func() { BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{nil}, Rand: r}) }},
		{"there are no layers", func() { NewNet([]int{784}, nil) }},
		{"Sizes has 1 numbers", func() { NewMLP(MLP{Sizes: []int{784}}) }},
	} {
		wantPanic(t, c.want, c.f)
	}
}

func TestInit(t *testing.T) {
	for _, c := range []struct {
		init Init
		want float64
	}{{"", math.Sqrt(2. / 400)}, {He, math.Sqrt(2. / 400)}, {"ReLU", math.Sqrt(2. / 400)}, {Xavier, .05}, {"sigmoid", .05}, {Std(.01), .01}, {"0.3", .3}, {Zero, 0}} {
		l := NewAffine(300)
		l.Build([]int{400}, c.init, NewRand(1))
		if got := l.W.Value.Std(); math.Abs(got-c.want) > .01*c.want {
			t.Errorf("Init %q: deviation %g, want %g", c.init, got, c.want)
		}
	}
}

// TestActivationStatistics has chapter 6's experiment: 1,000 × 100 normal inputs through five layers of 100 units. The
// deviations are those of NumPy code, the mean of five seeds.
func TestActivationStatistics(t *testing.T) {
	for _, c := range []struct {
		activation string
		init       Init
		want       [3]float64 // of layers 1, 3 and 5
	}{
		{"sigmoid", Std(1), [3]float64{.459, .441, .436}},
		{"sigmoid", Std(.01), [3]float64{.025, .0125, .012}},
		{"sigmoid", Xavier, [3]float64{.208, .125, .119}},
		{"tanh", Std(.01), [3]float64{.099, .00099, 9.8e-6}},
		{"tanh", Xavier, [3]float64{.627, .407, .318}},
		{"relu", Xavier, [3]float64{.583, .311, .161}},
		{"relu", He, [3]float64{.825, .881, .912}},
	} {
		var got [3]float64
		for seed := range uint64(5) {
			net := NewMLP(MLP{Sizes: []int{100, 100, 100, 100, 100, 100, 1}, Activation: c.activation, Init: c.init, Rand: NewRand(seed)})
			a := net.Activations(NewRand(seed+10).Normal(0, 1, 1000, 100))
			for k := range got {
				got[k] += a[4*k+1].Std() / 5
			}
		}
		for k, want := range c.want {
			if math.Abs(got[k]-want) > .15*want {
				t.Errorf("%s, %s: layer %d has deviation %g, want %g within 15 %%", c.activation, c.init, 2*k+1, got[k], want)
			}
		}
	}
}

func TestDropout(t *testing.T) {
	l := NewDropout(.3)
	l.Build(nil, He, NewRand(1))
	x := Full(1, 100, 100)
	y := l.Forward(x, true)
	if m := y.Mean(); math.Abs(m-1) > .03 {
		t.Errorf("the mean in training is %g, want about 1", m)
	}
	zeros := 0
	for _, v := range y.Data {
		if v == 0 {
			zeros++
		}
	}
	if zeros < 2800 || zeros > 3200 {
		t.Errorf("%d of 10000 were dropped at rate 0.3", zeros)
	}
	if dx := l.Backward(x); !dx.Equal(y, 0) {
		t.Error("Backward drops other elements than Forward did")
	}
	if !l.Forward(x, false).Equal(x, 0) {
		t.Error("evaluation changes the input")
	}
}

func TestBatchNormModes(t *testing.T) {
	r := NewRand(3)
	l := NewBatchNorm()
	x := r.Normal(5, 3, 500, 2)
	for range 100 {
		l.Forward(x, true)
	}
	if m, v := l.Mean.Mean(), l.Var.Mean(); math.Abs(m-5) > .3 || math.Abs(v-9) > 1 {
		t.Errorf("running mean %g and variance %g, want about 5 and 9", m, v)
	}
	one := l.Forward(Full(5, 1, 2), false)
	if math.Abs(one.Mean()) > .1 {
		t.Errorf("evaluating one example of the mean gives %v, want about 0", one)
	}
	fixed := NewBatchNorm()
	fixed.GammaInit, fixed.Fixed, fixed.BatchStats = 20, true, true
	y := fixed.Forward(x, false)
	if s := y.Std(); math.Abs(s-20) > .1 || len(fixed.Params()) != 0 {
		t.Errorf("fixed gamma 20 with the statistics of the evaluated: deviation %g, %d parameters", s, len(fixed.Params()))
	}
}

// TestBatchNormOfOneExample: the last batch of a pass may have one example, which says nothing about the variance.
func TestBatchNormOfOneExample(t *testing.T) {
	l, r := NewBatchNorm(), NewRand(1)
	for range 50 {
		l.Forward(r.Normal(2, 3, 100, 2), true)
	}
	mean, variance := l.Mean.Clone(), l.Var.Clone()
	for range 50 {
		l.Forward(r.Normal(2, 3, 1, 2), true)
	}
	if !l.Mean.Equal(mean, 0) || !l.Var.Equal(variance, 0) {
		t.Errorf("batches of one example move the running means from %v and %v to %v and %v", mean, variance, l.Mean, l.Var)
	}
	l.Forward(r.Normal(2, 3, 1, 4, 4, 2), true) // an image has many values of each channel
	if l.Var.Equal(variance, 0) {
		t.Error("a batch of one image leaves the running means as they are")
	}
}

// TestBatchNormOfEqualRows has columns whose values are all the same, however large: they become beta.
func TestBatchNormOfEqualRows(t *testing.T) {
	for _, n := range []int{1, 7, 100, 1000} {
		for _, v := range []float64{0, 0.1, 255, 1000.1, -10000.1} {
			l := NewBatchNorm()
			if y := l.Forward(Full(v, n, 3), true); y.Max() != 0 || y.Min() != 0 {
				t.Errorf("%d rows of %g became %g … %g, want 0", n, v, y.Min(), y.Max())
			}
			if dx := l.Backward(Full(1, n, 3)); math.IsNaN(dx.Sum()) {
				t.Errorf("%d rows of %g: the gradient is not a number", n, v)
			}
		}
	}
}

func TestTrainResultsBelongToTheLayer(t *testing.T) {
	r := NewRand(1)
	net := NewMLP(MLP{Sizes: []int{5, 4, 3}, BatchNorm: true, Rand: r})
	x := r.Normal(0, 1, 6, 5)
	fresh := net.Forward(x, false)
	again := net.Forward(x, false)
	if &fresh.Data[0] == &again.Data[0] {
		t.Error("two evaluations share their result")
	}
	first := net.Forward(x, true)
	if second := net.Forward(x, true); first != second {
		t.Error("two forward passes in training do not share their buffer")
	}
}

func TestCloneAndSave(t *testing.T) {
	r := NewRand(6)
	build := func(r *Rand) *Net {
		return BuildNet(NetSpec{Input: []int{8, 8, 1}, Layers: []Layer{NewConv2D(3, 3, 1, 1), NewBatchNorm(), NewReLU(), NewMaxPool(2, 2), NewFlatten(), NewDropout(.2), NewAffine(4)}, WeightDecay: .01, Rand: r})
	}
	net := build(r)
	x, labels := r.Normal(0, 1, 9, 64), []int{0, 1, 2, 3, 0, 1, 2, 3, 0}
	net.Step(x, labels, NewAdam(.01))
	c := net.Clone()
	if c.Hash() != net.Hash() || c.Loss(x, labels) != net.Loss(x, labels) {
		t.Error("a clone differs from its network")
	}
	for range 3 {
		if a, b := net.Step(x, labels, NewSGD(.1)), c.Step(x, labels, NewSGD(.1)); a != b {
			t.Errorf("the losses of a network and its clone are %g and %g", a, b)
		}
	}
	var file bytes.Buffer
	if err := net.Save(&file); err != nil {
		t.Fatal(err)
	}
	other := build(NewRand(7))
	if other.Hash() == net.Hash() {
		t.Fatal("two seeds give equal networks")
	}
	before := other.Hash()
	saved := file.Bytes()
	damaged := slices.Clone(saved)
	damaged[len(damaged)/2] ^= 1
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"short":   {saved[:len(saved)-40], "the file ends after"},
		"damaged": {damaged, "the checksum is wrong"},
		"longer":  {append(slices.Clone(saved), 0), "the checksum is wrong"},
		"other":   {[]byte("hello, I am a text"), "not a saved network"},
	} {
		if err := other.Load(bytes.NewReader(c.file)); err == nil || !strings.Contains(err.Error(), c.want) || other.Hash() != before {
			t.Errorf("%s: Load gives %v, want %q and no change", name, err, c.want)
		}
	}
	if err := other.Load(bytes.NewReader(saved)); err != nil || other.Hash() != net.Hash() {
		t.Errorf("Load gives %v; equal: %v", err, other.Hash() == net.Hash())
	}
	small := NewMLP(MLP{Sizes: []int{2, 2}, Rand: r})
	if err := small.Load(bytes.NewReader(saved)); err == nil {
		t.Error("a small network loaded the file of a large one")
	}
}

func TestSummary(t *testing.T) {
	net := BuildNet(NetSpec{Input: []int{28, 28, 1}, Layers: []Layer{NewConv2D(30, 5, 1, 0), NewReLU(), NewMaxPool(2, 2), NewFlatten(), NewAffine(100), NewReLU(), NewAffine(10)}, Rand: NewRand(1)})
	want := `layer     output           parameters      FLOPs  bytes, N = 100
input     (N, 28, 28, 1)                                 313,600
Conv2D1   (N, 24, 24, 30)         780    864,000      13,830,240
ReLU1     (N, 24, 24, 30)           0                 13,824,000
MaxPool1  (N, 12, 12, 30)           0                  3,456,000
Flatten1  (N, 4320)                 0                  3,456,000
Affine1   (N, 100)            432,100    864,000       3,536,800
ReLU2     (N, 100)                  0                     80,000
Affine2   (N, 10)               1,010      2,000          16,080
total                         433,890  1,730,000      38,512,720
`
	if got := net.Summary(); got != want {
		t.Errorf("Summary is\n%s\nwant\n%s", got, want)
	}
	if got, want := net.String(), "Net((28, 28, 1) → Conv2D1 → ReLU1 → MaxPool1 → Flatten1 → Affine1 → ReLU2 → Affine2 → 10)"; got != want {
		t.Errorf("String is %q, want %q", got, want)
	}
}

func TestNotANumberIsSeen(t *testing.T) {
	net := NewMLP(MLP{Sizes: []int{3, 5, 2}, Rand: NewRand(1)})
	x := New(2, 3)
	x.Data[1] = float32(math.NaN())
	if loss := net.Gradient(x, []int{0, 1}); !math.IsNaN(loss) {
		t.Errorf("the loss of data that are not numbers is %g, want NaN", loss)
	}
}
