package nn_test

import (
	"fmt"

	"quire/nn"
)

// parabola returns points of t = x²/4.
func parabola(n int, r *nn.Rand) (x, t *nn.Tensor) {
	x = r.Uniform(-3, 3, n, 1)
	return x, x.Apply(func(v float64) float64 { return v * v / 4 })
}

// A regression: the network learns the numbers, and Fit reports R² in the place of the accuracy.
func ExampleNewTargets() {
	r := nn.NewRand(1)
	x, t := parabola(300, r)
	net := nn.NewMLP(nn.MLP{Sizes: []int{1, 20, 1}, Activation: "tanh", Loss: nn.NewMSE(), Rand: r})
	h := nn.Fit(net, nn.NewTargets(x, t), nn.NewAdam(0.02), nn.FitOptions{Epochs: 60, Batch: 50, Rand: r, Quiet: true})
	fmt.Printf("%s above 0.99: %v\n", h.ScoreName(), h.Last().TrainAccuracy > 0.99)
	fmt.Printf("at 2: %.1f\n", net.Predict(nn.Full(2, 1, 1)).At(0, 0))
	// Output:
	// R² above 0.99: true
	// at 2: 1.0
}

func ExampleTargetExamples() {
	examples := nn.NewTargets(nn.New(5, 28, 28, 1), nn.New(5, 3))
	fmt.Println(examples.Len(), examples.ExampleLen(), examples.TargetLen())
	// Output: 5 784 3
}

func ExampleBatches_NextTarget() {
	x, t := nn.FromRows([][]float64{{1}, {2}, {3}}), nn.FromRows([][]float64{{10}, {20}, {30}})
	batches := nn.NewBatches(nn.NewTargets(x, t), 2, nn.NewRand(1))
	bx, bt := batches.NextTarget()
	fmt.Println(bx.T(), bt.T())
	// Output: [[3 2]] [[30 20]]
}

// Training by hand, one step after the other.
func ExampleNet_StepTarget() {
	x, t := nn.FromRows([][]float64{{0}, {1}, {2}}), nn.FromRows([][]float64{{5}, {4}, {3}})
	net := nn.BuildNet(nn.NetSpec{Input: []int{1}, Layers: []nn.Layer{nn.NewAffine(1)}, Loss: nn.NewMSE(), Init: nn.Zero})
	for step := range 3 {
		fmt.Printf("step %d: loss %.4f\n", step, net.StepTarget(x, t, nn.NewSGD(0.1)))
	}
	// Output:
	// step 0: loss 16.6667
	// step 1: loss 8.2696
	// step 2: loss 5.5732
}

// The same in two parts: first the gradients, then the update.
func ExampleNet_GradientTarget() {
	x, t := nn.FromRows([][]float64{{0}, {1}, {2}}), nn.FromRows([][]float64{{5}, {4}, {3}})
	net := nn.BuildNet(nn.NetSpec{Input: []int{1}, Layers: []nn.Layer{nn.NewAffine(1)}, Loss: nn.NewMSE(), Init: nn.Zero})
	fmt.Printf("loss %.4f\n", net.GradientTarget(x, t))
	for _, p := range net.Params() {
		fmt.Println(p.Name, p.Grad)
	}
	// Output:
	// loss 16.6667
	// Affine1.W [[-6.6667]]
	// Affine1.b [-8]
}

func ExampleNet_LossTarget() {
	net := nn.BuildNet(nn.NetSpec{Input: []int{1}, Layers: []nn.Layer{nn.NewAffine(1)}, Loss: nn.NewMSE(), Init: nn.Zero})
	fmt.Println(net.LossTarget(nn.New(2, 1), nn.FromRows([][]float64{{1}, {3}})))
	// Output: 5
}

// For numbers the second result is R²: 0 for a network that always gives the mean.
func ExampleEvaluate() {
	x, t := nn.New(4, 1), nn.FromRows([][]float64{{1}, {2}, {3}, {6}})
	mean := nn.AffineFrom(nn.New(1, 1), nn.FromFloats([]float64{3}, 1))
	net := nn.BuildNet(nn.NetSpec{Input: []int{1}, Layers: []nn.Layer{mean}, Loss: nn.NewMSE()})
	fmt.Println(nn.Evaluate(net, nn.NewTargets(x, t)))
	// Output: 3.5 0
}

func ExampleAccuracy() {
	identity := nn.AffineFrom(nn.FromRows([][]float64{{1, 0}, {0, 1}}), nn.New(2))
	net := nn.NewNet([]int{2}, []nn.Layer{identity})
	x := nn.FromRows([][]float64{{2, 1}, {0, 3}, {5, 4}, {1, 2}})
	fmt.Println(nn.Accuracy(net, nn.NewExamples(x, []int{0, 1, 0, 0})))
	// Output: 0.75
}
