package nn_test

import (
	"fmt"

	"quire/nn"
)

// rates prints a schedule at some iterations.
func rates(s nn.Schedule, iterations ...int) {
	for _, i := range iterations {
		fmt.Printf("%d: %.4g\n", i, s.LR(i))
	}
}

func ExampleNewConstantRate() {
	rates(nn.NewConstantRate(0.1), 0, 1000)
	// Output:
	// 0: 0.1
	// 1000: 0.1
}

func ExampleNewStepDecay() {
	rates(nn.NewStepDecay(0.1, 0.5, 100), 0, 99, 100, 250)
	// Output:
	// 0: 0.1
	// 99: 0.1
	// 100: 0.05
	// 250: 0.025
}

func ExampleNewExponentialDecay() {
	rates(nn.NewExponentialDecay(0.1, 0.999), 0, 1, 693)
	// Output:
	// 0: 0.1
	// 1: 0.0999
	// 693: 0.04999
}

func ExampleNewCosineDecay() {
	s := nn.NewCosineDecay(0.1, 0.001, 1000)
	fmt.Println(s)
	rates(s, 0, 500, 1000)
	// Output:
	// cosine from 0.1 to 0.001 in 1000 iterations
	// 0: 0.1
	// 500: 0.0505
	// 1000: 0.001
}

func ExampleNewWarmup() {
	rates(nn.NewWarmup(100, nn.NewCosineDecay(0.1, 0, 1000)), 0, 49, 99, 100, 1100)
	// Output:
	// 0: 0.001
	// 49: 0.05
	// 99: 0.1
	// 100: 0.1
	// 1100: 0
}

func ExampleNewOneCycle() {
	rates(nn.NewOneCycle(0.1, 1000), 0, 299, 999)
	// Output:
	// 0: 0.004
	// 299: 0.1
	// 999: 4e-07
}

func ExampleScheduleFunc() {
	rates(nn.ScheduleFunc(func(iteration int) float64 { return 1 / float64(1+iteration) }), 0, 3)
	// Output:
	// 0: 1
	// 3: 0.25
}

// A schedule by hand.
func ExampleSchedule() {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Rand: nn.NewRand(1)})
	opt := nn.NewMomentum(0.1, 0.9)
	schedule := nn.NewCosineDecay(0.1, 0.01, 300)
	for i := range 300 {
		opt.LR = schedule.LR(i)
		net.Step(x, labels, opt)
	}
	fmt.Println(net.Classify(x))
	// Output: [0 1 1 0]
}

// In a notebook the value of ScheduleCurve is a chart.
func ExampleScheduleCurve() {
	c := nn.ScheduleCurve(nn.NewStepDecay(1, 0.5, 2), 6)
	fmt.Println(c.Name, c.X, c.Y)
	// Output: learning rate [0 1 2 3 4 5] [1 1 0.5 0.5 0.25 0.25]
}

func ExampleClipNorm() {
	p := nn.NewParam("W", nn.New(2))
	p.Grad = nn.FromFloats([]float64{3, 4}, 2)
	norm := nn.ClipNorm([]*nn.Param{p}, 1)
	fmt.Println(norm, p.Grad)
	// Output: 5 [0.6 0.8]
}

func ExampleClipValue() {
	p := nn.NewParam("W", nn.New(2))
	p.Grad = nn.FromFloats([]float64{3, -0.5}, 2)
	nn.ClipValue([]*nn.Param{p}, 1)
	fmt.Println(p.Grad)
	// Output: [1 -0.5]
}
