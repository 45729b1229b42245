package nn

import (
	"fmt"
	"testing"

	"quire/nn/internal/kernel"
)

// shortTraining trains a small network on random images and returns the hash of what it became.
func shortTraining(name string, steps int) string {
	r := NewRand(11)
	x, labels := r.Uniform(0, 1, 40, 12*12), make([]int, 40)
	for i := range labels {
		labels[i] = r.Intn(4)
	}
	var net *Net
	var opt Optimizer
	switch name {
	case "mlp":
		net, opt = NewMLP(MLP{Sizes: []int{144, 37, 20, 4}, BatchNorm: true, Dropout: .2, WeightDecay: 1e-4, Rand: r}), NewMomentum(.01, .9)
	case "sigmoid":
		net, opt = NewMLP(MLP{Sizes: []int{144, 33, 4}, Activation: "sigmoid", Rand: r}), NewAdam(.01)
	case "conv":
		layers := []Layer{NewConv2D(6, 3, 1, 1), NewBatchNorm(), NewReLU(), NewMaxPool(2, 2), NewConv2D(5, 3, 2, 0), NewTanh(), NewFlatten(), NewAffine(4)}
		net, opt = BuildNet(NetSpec{Input: []int{12, 12, 1}, Layers: layers, Rand: r}), NewRMSprop(.001, .99)
	}
	b := NewBatches(NewExamples(x, labels), 15, r)
	for range steps {
		x, t := b.Next()
		net.Step(x, t, opt)
	}
	loss, accuracy := Evaluate(net, NewExamples(x, labels))
	return fmt.Sprintf("%s %x %g", net.Hash()[:16], loss, accuracy)
}

// TestSameBits trains on every level of this machine with 1, 2 and 3 workers. The hashes also pin the results from one
// machine to another.
func TestSameBits(t *testing.T) {
	want := map[string]string{
		"mlp":     "748cb00697b866f9 0x1.30e386b750926p+00 0.55",
		"sigmoid": "61ef1f42eec2dffc 0x1.42d3dc1254858p+00 0.325",
		"conv":    "fc8cff33a57cc5b9 0x1.5b87341cf7482p+00 0.35",
	}
	for name, pinned := range want {
		t.Run(name, func(t *testing.T) {
			defer kernel.Use(kernel.Current())
			defer kernel.SetWorkers(kernel.SetWorkers(0))
			for _, l := range kernel.Levels() {
				kernel.Use(l)
				for workers := 1; workers <= 3; workers++ {
					kernel.SetWorkers(workers)
					if got := shortTraining(name, 12); got != pinned {
						t.Errorf("%v, %d workers: %s, want %s", l, workers, got, pinned)
					}
				}
			}
		})
	}
}

// TestSplitProducts checks products that are large enough to be shared among cores.
func TestSplitProducts(t *testing.T) {
	defer kernel.SetWorkers(kernel.SetWorkers(1))
	r := NewRand(3)
	a, b := r.Normal(0, 1, 250, 310), r.Normal(0, 1, 310, 90)
	if 250*310*90 < splitWork {
		t.Fatal("the product is too small to be shared")
	}
	want := a.MatMul(b)
	for workers := 2; workers <= 4; workers++ {
		kernel.SetWorkers(workers)
		if got := a.MatMul(b); !got.Equal(want, 0) {
			t.Errorf("%d workers give another product than one", workers)
		}
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	r := NewRand(1)
	x, labels := r.Uniform(0, 1, 200, 784), make([]int, 200)
	nets := map[string]*Net{
		"mlp":  NewMLP(MLP{Sizes: []int{784, 50, 30, 20, 10}, BatchNorm: true, Dropout: .1, WeightDecay: 1e-4, Rand: r}),
		"conv": BuildNet(NetSpec{Input: []int{28, 28, 1}, Layers: []Layer{NewConv2D(4, 5, 1, 2), NewBatchNorm(), NewReLU(), NewMaxPool(2, 2), NewConv2D(4, 3, 1, 0), NewSigmoid(), NewFlatten(), NewAffine(10)}, Rand: r}),
	}
	for name, net := range nets {
		for _, o := range []string{"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"} {
			opt := NewOptimizer(o, 1e-4)
			b := NewBatches(NewExamples(x, labels), 50, r)
			step := func() {
				x, t := b.Next()
				net.Step(x, t, opt)
			}
			step()
			if n := testing.AllocsPerRun(8, step); n != 0 {
				t.Errorf("a step of %s with %s allocates %g times, want 0", name, o, n)
			}
		}
	}
}
