package nn_test

import (
	"fmt"
	"os"

	"quire/nn"
	"quire/nn/data"
)

// digits are small images for the examples of Fit.
func digits() nn.Examples {
	return data.Synthetic(data.SyntheticOptions{Train: 1000, Test: 10}).Train
}

// Keep a fifth of the examples aside, stop when they are classified no better, and end with the best parameters.
func ExampleFit() {
	net := nn.NewMLP(nn.MLP{Sizes: []int{784, 30, 10}, Rand: nn.NewRand(1)})
	h := nn.Fit(net, digits(), nn.NewMomentum(0.1, 0.9), nn.FitOptions{
		Epochs: 40, ValidationSplit: 0.2, Patience: 5, TrainSample: -1, Quiet: true, Rand: nn.NewRand(2),
	})
	fmt.Println(h.Stopped)
	fmt.Println(h.Best().ValidAccuracy >= 0.8)
	// Output:
	// stopped at iteration 96: no better validation accuracy for 5 evaluations; the network has the best parameters, those of iteration 56
	// true
}

// A schedule, clipped gradients and a metric of one's own.
func ExampleFitOptions() {
	net := nn.NewMLP(nn.MLP{Sizes: []int{784, 30, 10}, Rand: nn.NewRand(1)})
	zeros := nn.Metric{Name: "zeros", Of: func(net *nn.Net, examples nn.Examples) float64 {
		x, labels := nn.NewBatches(examples, examples.Len(), nn.NewRand(1)).Next()
		asked, found := 0.0, 0.0
		for i, class := range net.Classify(x) {
			if labels[i] == 0 {
				asked++
				if class == 0 {
					found++
				}
			}
		}
		return found / asked
	}}
	nn.Fit(net, digits(), nn.NewAdam(0.01), nn.FitOptions{
		Epochs: 3, ValidationSplit: 0.2, TrainSample: -1, Rand: nn.NewRand(2), Log: os.Stdout,
		Schedule: nn.NewWarmup(8, nn.NewCosineDecay(0.01, 0.001, 16)), ClipNorm: 5, Metrics: []nn.Metric{zeros},
	})
	// Output:
	// iteration     8  epoch   1.00  loss 2.0269  validation 0.6000  zeros 0.6923  lr 0.01
	// iteration    16  epoch   2.00  loss 0.9893  validation 0.7800  zeros 0.5385  lr 0.006378
	// iteration    24  epoch   3.00  loss 0.5965  validation 0.8050  zeros 0.6923  lr 0.001086
}

// Stop when something of one's own says so.
func ExampleTraining_Stop() {
	net := nn.NewMLP(nn.MLP{Sizes: []int{784, 30, 10}, Rand: nn.NewRand(1)})
	h := nn.Fit(net, digits(), nn.NewSGD(0.1), nn.FitOptions{
		Epochs: 10, TrainSample: -1, Quiet: true, Rand: nn.NewRand(2),
		OnStep: func(t *nn.Training) {
			if t.Loss < 1 {
				t.Stop("the loss is below 1")
			}
		},
	})
	fmt.Println(h.Stopped)
	// Output: stopped at iteration 33: the loss is below 1
}

// Go on with a training: iterations, epochs and the schedule continue.
func ExampleHistory() {
	net, opt := nn.NewMLP(nn.MLP{Sizes: []int{784, 30, 10}, Rand: nn.NewRand(1)}), nn.NewMomentum(0.1, 0.9)
	h := &nn.History{}
	for range 2 {
		nn.Fit(net, digits(), opt, nn.FitOptions{
			Epochs: 1, TrainSample: -1, Quiet: true, Rand: nn.NewRand(2), History: h, Schedule: nn.NewStepDecay(0.1, 0.5, 10),
		})
	}
	fmt.Println(h.Column("iteration"), h.Column("epoch"), h.Column("lr"))
	// Output: [10 20] [1 2] [0.1 0.05]
}
