package nn_test

import (
	"fmt"
	"testing"

	"quire/nn"
	"quire/nn/internal/kernel"
)

// BenchmarkNets times training steps of the nets that the peers train, with their random batches.
func BenchmarkNets(b *testing.B) {
	train := images(60000)
	for _, n := range peerNets() {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/%d", n.name, workers), func(b *testing.B) {
				defer kernel.SetWorkers(kernel.SetWorkers(workers))
				net, opt, batches := n.build(), n.opt(), nn.NewBatchesWithReplacement(train, n.batch, nn.NewRand(2))
				b.ReportAllocs()
				for b.Loop() {
					x, t := batches.Next()
					net.Step(x, t, opt)
				}
			})
		}
	}
}

// BenchmarkSweep times a part of a search over 19 learning rates × 11 sizes of three hidden layers, each trial a training
// of 10,000 iterations with batches of 100: one learning rate for each size. It reports how many minutes the whole search
// would take on this machine.
func BenchmarkSweep(b *testing.B) {
	const rates, iterations = 19, 10000
	train, valid := images(60000).Split(50000)
	var sizes []float64
	for h := 5; h <= 15; h++ {
		sizes = append(sizes, float64(h))
	}
	for b.Loop() {
		done := 0
		nn.Search(nn.Grid{
			Axes:     []nn.Axis{{Name: "hidden", Values: sizes}},
			Rand:     nn.NewRand(1),
			Progress: func(n, total int) { done = n },
			Run: func(t *nn.Trial) float64 {
				h := t.Int("hidden")
				net := nn.NewMLP(nn.MLP{Sizes: []int{784, h, h, h, 10}, BatchNorm: true, Rand: t.Rand})
				t.History = nn.Fit(net, train, nn.NewMomentum(.001*float64(1+t.Number*7%rates), .9), nn.FitOptions{
					Iterations: iterations, Validation: valid, EvalEvery: iterations, TrainSample: -1, Rand: t.Rand,
				})
				return t.History.Last().ValidAccuracy
			},
		})
		if done != len(sizes) {
			b.Fatalf("progress ended at %d of %d", done, len(sizes))
		}
	}
	b.ReportMetric(b.Elapsed().Minutes()/float64(b.N)*rates, "min/search")
}
