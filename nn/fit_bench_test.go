package nn_test

import (
	"os"
	"testing"
	"time"

	"quire/nn"
	"quire/nn/internal/kernel"
)

// BenchmarkLoops trains the network of the report in four ways that do the same: Fit, Step in a loop, Gradient and Update,
// and layers, loss and optimizer one by one. The ways take turns; the metrics are the least time of 30 iterations of each
// over that of Fit. The last way also computes the gradient by the images, which nobody needs: a third large product
// beside the first layer's two.
func BenchmarkLoops(b *testing.B) {
	defer kernel.SetWorkers(kernel.SetWorkers(1))
	const iterations = 30
	train := images(5000)
	build := func() *nn.Net {
		return nn.NewMLP(nn.MLP{Sizes: []int{784, 50, 30, 20, 10}, BatchNorm: true, Rand: nn.NewRand(1)})
	}
	fitNet, fitOpt := build(), nn.NewMomentum(0.01, 0.9)
	stepNet, stepOpt, stepBatches := build(), nn.NewMomentum(0.01, 0.9), nn.NewBatches(train, 100, nn.NewRand(2))
	gradNet, gradOpt, gradBatches := build(), nn.NewMomentum(0.01, 0.9), nn.NewBatches(train, 100, nn.NewRand(2))
	handNet, handOpt, handBatches := build(), nn.NewMomentum(0.01, 0.9), nn.NewBatches(train, 100, nn.NewRand(2))
	layers, params, loss := handNet.Layers(), handNet.Params(), nn.NewSoftmaxCrossEntropy()
	h, r := &nn.History{}, nn.NewRand(2)
	ways := []struct {
		name string
		run  func()
		best time.Duration
	}{
		{"Fit", func() {
			nn.Fit(fitNet, train, fitOpt, nn.FitOptions{Iterations: iterations, EvalEvery: iterations + 1, TrainSample: -1, Quiet: true, Rand: r, History: h})
		}, time.Hour},
		{"Step/Fit", func() {
			for range iterations {
				x, labels := stepBatches.Next()
				stepNet.Step(x, labels, stepOpt)
			}
		}, time.Hour},
		{"Gradient/Fit", func() {
			for range iterations {
				x, labels := gradBatches.Next()
				gradNet.Gradient(x, labels)
				gradOpt.Update(gradNet.Params())
			}
		}, time.Hour},
		{"layers/Fit", func() {
			for range iterations {
				x, labels := handBatches.Next()
				for _, l := range layers {
					x = l.Forward(x, true)
				}
				loss.Forward(x, labels)
				dy := loss.Backward()
				for i := len(layers) - 1; i >= 0; i-- {
					dy = layers[i].Backward(dy)
				}
				handOpt.Update(params)
			}
		}, time.Hour},
	}
	for b.Loop() {
		for i := range ways {
			w := &ways[i]
			start := time.Now()
			w.run()
			w.best = min(w.best, time.Since(start))
		}
	}
	for _, w := range ways[1:] {
		b.ReportMetric(float64(w.best)/float64(ways[0].best), w.name)
	}
	b.ReportMetric(float64(ways[0].best.Microseconds())/iterations, "µs/iteration")
}

// TestSoakSweep searches the grid of the report's question, 19 learning rates by 11 sizes, on one core and on two: the same
// result, and every trial a training of its own. It takes minutes, so it is for QUIRE_SOAK=1.
func TestSoakSweep(t *testing.T) {
	if os.Getenv("QUIRE_SOAK") == "" {
		t.Skip("QUIRE_SOAK is not set")
	}
	defer kernel.SetWorkers(kernel.SetWorkers(0))
	const iterations = 300
	train, valid := images(6000).Split(5000)
	var axes [2]nn.Axis
	axes[0].Name, axes[1].Name = "lr", "hidden"
	for i := 1; i <= 19; i++ {
		axes[0].Values = append(axes[0].Values, float64(i)/1000)
	}
	for h := 5; h <= 15; h++ {
		axes[1].Values = append(axes[1].Values, float64(h))
	}
	sweep := func(workers int) *nn.SearchResult {
		kernel.SetWorkers(workers)
		start := time.Now()
		res := nn.Search(nn.Grid{Axes: axes[:], Rand: nn.NewRand(1), Run: func(t *nn.Trial) float64 {
			h := t.Int("hidden")
			net := nn.NewMLP(nn.MLP{Sizes: []int{784, h, h, h, 10}, Rand: t.Rand})
			t.History = nn.Fit(net, train, nn.NewMomentum(t.Value("lr"), 0.9), nn.FitOptions{
				Iterations: iterations, Validation: valid, EvalEvery: iterations, TrainSample: -1, Rand: t.Rand,
			})
			return t.History.Last().ValidAccuracy
		}})
		elapsed := time.Since(start)
		t.Logf("%d workers: %v, %.1f µs for an iteration; %v", workers, elapsed.Round(time.Millisecond), float64(elapsed.Microseconds())/float64(iterations*len(res.Trials)), res)
		return res
	}
	one, two := sweep(1), sweep(2)
	losses := map[float64]bool{}
	for i, trial := range one.Trials {
		other := two.Trials[i]
		if trial.Err != "" || trial.Score != other.Score || trial.History.Losses[iterations-1] != other.History.Losses[iterations-1] {
			t.Errorf("%v on one core, %v on two", trial, other)
		}
		losses[trial.History.Losses[0]] = true
	}
	if len(losses) != 209 {
		t.Errorf("209 trials began with %d different losses: networks were not new", len(losses))
	}
	if b := one.Best(); b.Score < .8 || b.Value("lr") < .005 {
		t.Errorf("the best trial is %v", b)
	}
}
