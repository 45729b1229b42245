package nn_test

import (
	"fmt"
	"testing"

	"quire/nn"
	"quire/nn/data"
	"quire/nn/internal/kernel"
)

// images returns labelled images for benchmarks.
func images(n int) *data.Dataset {
	return data.Synthetic(data.SyntheticOptions{Train: n, Test: 1}).Train
}

// simpleConvNet is the network of chapter 7.
func simpleConvNet() *nn.Net {
	return nn.BuildNet(nn.NetSpec{
		Input: []int{28, 28, 1},
		Layers: []nn.Layer{
			nn.NewConv2D(30, 5, 1, 0), nn.NewReLU(), nn.NewMaxPool(2, 2),
			nn.NewFlatten(), nn.NewAffine(100), nn.NewReLU(), nn.NewAffine(10),
		},
		Init: nn.Std(0.01), Rand: nn.NewRand(1),
	})
}

// BenchmarkStep times a training step with its random batch: the network of the report and SimpleConvNet, batch 100, on
// each level, on one core and on all.
func BenchmarkStep(b *testing.B) {
	train := images(5000)
	for _, c := range []struct {
		name string
		net  func() *nn.Net
		opt  func() nn.Optimizer
	}{
		{"50-30-20-BN", func() *nn.Net {
			return nn.NewMLP(nn.MLP{Sizes: []int{784, 50, 30, 20, 10}, BatchNorm: true, Rand: nn.NewRand(1)})
		}, func() nn.Optimizer { return nn.NewMomentum(0.01, 0.9) }},
		{"SimpleConvNet", simpleConvNet, func() nn.Optimizer { return nn.NewAdam(0.001) }},
	} {
		for _, level := range kernel.Levels()[1:] {
			for _, workers := range []int{1, 2} {
				b.Run(fmt.Sprintf("%s/%v/%d", c.name, level, workers), func(b *testing.B) {
					defer kernel.Use(kernel.Use(level))
					defer kernel.SetWorkers(kernel.SetWorkers(workers))
					net, opt, batches := c.net(), c.opt(), nn.NewBatches(train, 100, nn.NewRand(2))
					b.ReportAllocs()
					for b.Loop() {
						x, t := batches.Next()
						net.Step(x, t, opt)
					}
				})
			}
		}
	}
}

// BenchmarkSearch times a grid of 5 × 4 trials of 3,000 iterations, the report's.
func BenchmarkSearch(b *testing.B) {
	train, valid := images(12000).Split(10000)
	for b.Loop() {
		nn.Search(nn.Grid{
			Axes: []nn.Axis{{Name: "lr", Values: []float64{.001, .003, .01, .03, .1}}, {Name: "hidden", Values: []float64{5, 10, 15, 50}}},
			Rand: nn.NewRand(1),
			Run: func(t *nn.Trial) float64 {
				h := t.Int("hidden")
				net := nn.NewMLP(nn.MLP{Sizes: []int{784, h, h, h, 10}, BatchNorm: true, Rand: t.Rand})
				t.History = nn.Fit(net, train, nn.NewMomentum(t.Value("lr"), .9), nn.FitOptions{
					Iterations: 3000, Validation: valid, EvalEvery: 3000, TrainSample: -1, Rand: t.Rand,
				})
				return t.History.Last().ValidAccuracy
			},
		})
	}
}
