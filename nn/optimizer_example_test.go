package nn_test

import (
	"bytes"
	"fmt"

	"quire/nn"
)

// downhill prints where an optimizer stands on f(x, y) = x²/20 + y² after some steps from (−7, 2).
func downhill(opt nn.Optimizer) {
	points := nn.Trajectory(opt, []float64{-7, 2}, func(x []float64) []float64 {
		return []float64{x[0] / 10, 2 * x[1]}
	}, 30)
	for _, step := range []int{1, 2, 30} {
		fmt.Printf("%2d  %9.6f  %9.6f\n", step, points[step][0], points[step][1])
	}
}

func ExampleNewSGD() {
	downhill(nn.NewSGD(0.95))
	// Output:
	//  1  -6.335000  -1.800000
	//  2  -5.733175   1.620000
	// 30  -0.350393   0.084782
}

func ExampleNewMomentum() {
	downhill(nn.NewMomentum(0.1, 0.9))
	// Output:
	//  1  -6.930000   1.600000
	//  2  -6.797700   0.920000
	// 30   0.896414   0.088086
}

func ExampleNewNesterov() {
	downhill(nn.NewNesterov(0.1, 0.9))
	// Output:
	//  1  -6.867000   1.240000
	//  2  -6.679827   0.444800
	// 30   0.689615  -0.000680
}

func ExampleNewAdaGrad() {
	downhill(nn.NewAdaGrad(1.5))
	// Output:
	//  1  -5.500000   0.500000
	//  2  -4.573268   0.136197
	// 30  -0.120162   0.000000
}

func ExampleNewRMSprop() {
	downhill(nn.NewRMSprop(0.3, 0.99))
	// Output:
	//  1  -4.000004  -0.999999
	//  2  -2.505946   0.347039
	// 30  -0.000005   0.000000
}

func ExampleNewAdam() {
	downhill(nn.NewAdam(0.3))
	// Output:
	//  1  -6.700001   1.700000
	//  2  -6.400417   1.402246
	// 30   0.136007   0.318245
}

// Without a gradient Adam stays where it is, and AdamW's weights shrink by 1 − lr·λ in each step.
func ExampleNewAdamW() {
	weight, bias := nn.NewWeight("W", nn.Full(1, 2)), nn.NewParam("b", nn.Full(1, 2))
	opt := nn.NewAdamW(0.1, 0.5)
	for range 2 {
		opt.Update([]*nn.Param{weight, bias})
	}
	fmt.Println(weight.Value, bias.Value)
	// Output: [0.9025 0.9025] [1 1]
}

func ExampleNewOptimizer() {
	for _, name := range []string{"sgd", "adamw"} {
		opt := nn.NewOptimizer(name, 0.01)
		fmt.Printf("%T %g\n", opt, opt.(nn.RateSetter).LearningRate())
	}
	// Output:
	// *nn.SGD 0.01
	// *nn.AdamW 0.01
}

// signSGD is an optimizer of one's own: it steps by the sign of the gradient.
type signSGD struct{ LR float64 }

func (o *signSGD) Update(params []*nn.Param) {
	for _, p := range params {
		p.Move(p.Grad.Apply(func(g float64) float64 {
			switch {
			case g > 0:
				return 1
			case g < 0:
				return -1
			}
			return 0
		}), -o.LR)
	}
}

func ExampleOptimizer() {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Rand: nn.NewRand(1)})
	for range 200 {
		net.Step(x, labels, &signSGD{LR: 0.01})
	}
	fmt.Println(net.Classify(x))
	// Output: [0 1 1 0]
}

func ExampleParam_Move() {
	p := nn.NewParam("W", nn.FromFloats([]float64{1, 2}, 2))
	p.Move(nn.FromFloats([]float64{10, 20}, 2), -0.1)
	fmt.Println(p.Value, p.Decays())
	// Output: [0 0] false
}

// Save a network with its optimizer, and go on with both later.
func ExampleSaveOptimizer() {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Rand: nn.NewRand(1)})
	opt := nn.NewAdam(0.05)
	for range 100 {
		net.Step(x, labels, opt)
	}
	var file bytes.Buffer
	fmt.Println(nn.SaveOptimizer(&file, opt, net))

	later := nn.NewAdam(1)
	fmt.Println(nn.LoadOptimizer(&file, later, net), later.LR)
	// Output:
	// <nil>
	// <nil> 0.05
}

func ExampleLoadOptimizer() {
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 2}, Rand: nn.NewRand(1)})
	var file bytes.Buffer
	if err := nn.SaveOptimizer(&file, nn.NewAdam(0.05), net); err != nil {
		fmt.Println(err)
	}
	fmt.Println(nn.LoadOptimizer(&file, nn.NewMomentum(0.1, 0.9), net))
	// Output: load optimizer: the file holds another optimizer than Momentum
}
