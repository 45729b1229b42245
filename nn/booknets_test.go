package nn_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"quire/nn"
	"quire/nn/data"
)

func TestBookNetworks(t *testing.T) {
	for _, c := range []struct {
		name   string
		net    *nn.Net
		layers string
		params int
	}{
		{"TwoLayerNet", nn.NewTwoLayerNet(nn.TwoLayerNet{}), "Affine1 Sigmoid1 Affine2", 39_760},
		{"TwoLayerNet of chapter 5", nn.NewTwoLayerNet(nn.TwoLayerNet{Activation: "relu"}), "Affine1 Relu1 Affine2", 39_760},
		{"TwoLayerNet of other sizes", nn.NewTwoLayerNet(nn.TwoLayerNet{Input: 2, Hidden: 3, Output: 4, Activation: "tanh"}), "Affine1 Tanh1 Affine2", 9 + 16},
		{"SimpleConvNet", nn.NewSimpleConvNet(nn.SimpleConvNet{}), "Conv1 Relu1 Pool1 Flatten1 Affine1 Relu2 Affine2", 433_890},
		{
			"SimpleConvNet of the gradient check", nn.NewSimpleConvNet(nn.SimpleConvNet{Input: []int{10, 10, 1}, Filters: 10, FilterSize: 3, Hidden: 10}),
			"Conv1 Relu1 Pool1 Flatten1 Affine1 Relu2 Affine2", 100 + 1610 + 110,
		},
		{
			"DeepConvNet", nn.NewDeepConvNet(nn.DeepConvNet{}),
			"Conv1 Relu1 Conv2 Relu2 Pool1 Conv3 Relu3 Conv4 Relu4 Pool2 Conv5 Relu5 Conv6 Relu6 Pool3 Flatten1 Affine1 Relu7 Dropout1 Affine2 Dropout2", 123_552,
		},
		{
			"DeepConvNet without dropout of outputs", nn.NewDeepConvNet(nn.DeepConvNet{PlainOutput: true}),
			"Conv1 Relu1 Conv2 Relu2 Pool1 Conv3 Relu3 Conv4 Relu4 Pool2 Conv5 Relu5 Conv6 Relu6 Pool3 Flatten1 Affine1 Relu7 Dropout1 Affine2", 123_552,
		},
	} {
		if got := strings.Join(c.net.Names(), " "); got != c.layers || c.net.NumParams() != c.params {
			t.Errorf("%s: %d parameters in %s, want %d in %s", c.name, c.net.NumParams(), got, c.params, c.layers)
		}
	}
	if std := nn.NewTwoLayerNet(nn.TwoLayerNet{}).Param("Affine1.W").Value.Std(); std < .0098 || std > .0102 {
		t.Errorf("the weights of TwoLayerNet have deviation %g, want 0.01", std)
	}
	deep := nn.NewDeepConvNet(nn.DeepConvNet{})
	// 8.77 million multiplications with additions for an image.
	macs := 0
	for _, row := range deep.Table() {
		if row[0] == "total" {
			fmt.Sscan(strings.ReplaceAll(row[3], ",", ""), &macs)
		}
	}
	if macs /= 2; macs < 8_700_000 || macs > 8_850_000 {
		t.Errorf("DeepConvNet takes %d multiplications for an image, want 8.77 million", macs)
	}
	for _, c := range []struct {
		want string
		f    func()
	}{
		{`nn: NewTwoLayerNet: there is no activation "rleu"; use`, func() { nn.NewTwoLayerNet(nn.TwoLayerNet{Activation: "rleu"}) }},
		{"nn: NewTwoLayerNet: Input is 784, Hidden -1 and Output 10; they must be positive", func() { nn.NewTwoLayerNet(nn.TwoLayerNet{Hidden: -1}) }},
		{"nn: NewDeepConvNet: Filters has 2 numbers", func() { nn.NewDeepConvNet(nn.DeepConvNet{Filters: []int{1, 2}}) }},
		{"nn: layer 3, Pool1: one example is (1, 1, 30)", func() { nn.NewSimpleConvNet(nn.SimpleConvNet{Input: []int{5, 5, 1}}) }},
	} {
		if got := panicText(c.f); !strings.HasPrefix(got, c.want) {
			t.Errorf("the panic is %q, want %q", got, c.want)
		}
	}
}

// TestBookGradientCheck is the gradient check of chapter 7, with the network and the batch of the book.
func TestBookGradientCheck(t *testing.T) {
	net := nn.NewSimpleConvNet(nn.SimpleConvNet{Input: []int{10, 10, 1}, Filters: 10, FilterSize: 3, Hidden: 10, Rand: nn.NewRand(2)})
	x := nn.NewRand(3).Uniform(0, 1, 4, 100)
	// With deviation 0.01 the gradients are around 1e-3, too small to say much in float32.
	for _, p := range net.Params() {
		p.Value = p.Value.Scale(20)
	}
	if report := nn.GradientCheck(net, x, []int{1, 5, 0, 9}); !report.OK() {
		t.Errorf("gradients differ:\n%v", report)
	}
}

// TestBookNetworksLearn trains each network for a moment on synthetic digits.
func TestBookNetworksLearn(t *testing.T) {
	digits := data.Synthetic(data.SyntheticOptions{Train: 2000, Test: 500})
	for _, c := range []struct {
		name       string
		net        *nn.Net
		opt        nn.Optimizer
		iterations int
		least      float64
	}{
		{"TwoLayerNet", nn.NewTwoLayerNet(nn.TwoLayerNet{Rand: nn.NewRand(1)}), nn.NewSGD(.5), 400, .70},
		{"TwoLayerNet, ReLU", nn.NewTwoLayerNet(nn.TwoLayerNet{Activation: "relu", Rand: nn.NewRand(1)}), nn.NewSGD(.1), 400, .75},
		{"SimpleConvNet", nn.NewSimpleConvNet(nn.SimpleConvNet{Rand: nn.NewRand(1)}), nn.NewAdam(.001), 60, .75},
	} {
		h := nn.Fit(c.net, digits.Train, c.opt, nn.FitOptions{Iterations: c.iterations, Batch: 50, EvalEvery: c.iterations, TrainSample: -1, Validation: digits.Test, Log: io.Discard, Rand: nn.NewRand(2)})
		t.Logf("%s: %.3f", c.name, h.Last().ValidAccuracy)
		if got := h.Last().ValidAccuracy; got < c.least {
			t.Errorf("%s: accuracy %.3f after %d iterations, want %.2f", c.name, got, c.iterations, c.least)
		}
	}
}

// TestSoakBookAccuracies has what the book's networks reach on MNIST, with its settings.
func TestSoakBookAccuracies(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("set QUIRE_SOAK=1 for trainings of some minutes")
	}
	mnist, err := data.MNIST()
	if errors.Is(err, os.ErrNotExist) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	fit := func(net *nn.Net, train nn.Examples, opt nn.Optimizer, o nn.FitOptions) (trained, tested float64) {
		o.Batch, o.TrainSample, o.Log, o.Rand = 100, -1, io.Discard, nn.NewRand(12)
		nn.Fit(net, train, opt, o)
		return nn.Accuracy(net, train), nn.Accuracy(net, mnist.Test)
	}
	book := nn.FitOptions{Iterations: 10_000, EvalEvery: 10_000, Replacement: true}
	for _, c := range []struct {
		name        string
		net         *nn.Net
		opt         nn.Optimizer
		o           nn.FitOptions
		train, test float64
	}{
		{"chapter 4", nn.NewTwoLayerNet(nn.TwoLayerNet{Rand: nn.NewRand(1)}), nn.NewSGD(.1), book, .94, .94},
		{"chapter 5", nn.NewTwoLayerNet(nn.TwoLayerNet{Activation: "relu", Rand: nn.NewRand(1)}), nn.NewSGD(.1), book, .97, .965},
		{
			"784-50-30-20-10 with batch normalisation", nn.NewMLP(nn.MLP{Sizes: []int{784, 50, 30, 20, 10}, BatchNorm: true, Rand: nn.NewRand(1)}), nn.NewMomentum(.01, .9),
			nn.FitOptions{Iterations: 20_000, EvalEvery: 20_000},
			.99, .97,
		},
		{"SimpleConvNet", nn.NewSimpleConvNet(nn.SimpleConvNet{Rand: nn.NewRand(2)}), nn.NewAdam(.001), nn.FitOptions{Epochs: 3}, .98, .98},
	} {
		trained, tested := fit(c.net, mnist.Train, c.opt, c.o)
		t.Logf("%s: train %.4f, test %.4f", c.name, trained, tested)
		if trained < c.train || tested < c.test {
			t.Errorf("%s: train %.4f, test %.4f; want %.3f and %.3f", c.name, trained, tested, c.train, c.test)
		}
	}
	deep := nn.NewDeepConvNet(nn.DeepConvNet{Rand: nn.NewRand(2)})
	_, tested := fit(deep, mnist.Train.Head(20_000), nn.NewAdam(.001), nn.FitOptions{Epochs: 1})
	t.Logf("DeepConvNet: test %.4f", tested)
	if tested < .92 { // two seeds: .936 and .948; the logits are dropped as well
		t.Errorf("DeepConvNet: test %.4f after one pass over 20,000 images, want .92", tested)
	}
}
