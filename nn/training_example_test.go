package nn_test

import (
	"fmt"

	"quire/nn"
)

// xorHistory is a short training with an evaluation every 50 iterations.
func xorHistory() *nn.History {
	x, labels := xor()
	examples := nn.NewExamples(x, labels)
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Rand: nn.NewRand(1)})
	return nn.Fit(net, examples, nn.NewMomentum(0.1, 0.9), nn.FitOptions{
		Iterations: 150, EvalEvery: 50, Validation: examples, Quiet: true, Rand: nn.NewRand(2),
		Metrics: []nn.Metric{{Name: "errors", Of: func(net *nn.Net, e nn.Examples) float64 {
			return float64(e.Len()) * (1 - nn.Accuracy(net, e))
		}}},
	})
}

func ExampleHistory_Table() {
	for _, row := range xorHistory().Table() {
		fmt.Println(row)
	}
	// Output:
	// [iteration epoch loss train validation validation loss errors]
	// [50 50.00 0.3165 1.0000 1.0000 0.0456 0.0000]
	// [100 100.00 0.0206 1.0000 1.0000 0.0108 0.0000]
	// [150 150.00 0.0083 1.0000 1.0000 0.0065 0.0000]
}

func ExampleHistory_Column() {
	h := xorHistory()
	fmt.Println(h.Column("iteration"), h.Column("errors"), h.MetricNames())
	// Output: [50 100 150] [0 0 0] [errors]
}

// The curves of a training, which a notebook draws.
func ExampleHistory_Curves() {
	for _, c := range xorHistory().Curves() {
		fmt.Println(c.Name, c.X, c.Y)
	}
	// Output:
	// train [50 100 150] [1 1 1]
	// validation [50 100 150] [1 1 1]
}

func ExampleHistory_LossCurves() {
	for _, c := range xorHistory().LossCurves() {
		fmt.Println(c.Name, c.X, c.Y[0] > c.Y[2])
	}
	// Output:
	// train [50 100 150] true
	// validation [50 100 150] true
}

func ExampleHistory_Best() {
	h := xorHistory()
	fmt.Println(h.Best().Iteration, h.Last().Iteration, h.ScoreName())
	// Output: 50 150 accuracy
}

func ExamplePoint_String() {
	fmt.Println(nn.Point{Iteration: 100, Epoch: 2, Loss: 0.5, TrainAccuracy: 0.9, ValidAccuracy: 0.875})
	// Output: iteration   100  epoch   2.00  loss 0.5000  train 0.9000  validation 0.8750
}

func ExampleSmooth() {
	fmt.Println(nn.Smooth([]float64{0, 3, 6, 9}, 3))
	// Output: [1.5 3 6 7.5]
}

// Without Reset an optimizer goes on with the speed that it has.
func ExampleMomentum_Reset() {
	p := nn.NewParam("x", nn.New(1))
	opt := nn.NewMomentum(1, 0.5)
	p.Grad = nn.Full(-1, 1)
	opt.Update([]*nn.Param{p})
	opt.Update([]*nn.Param{p})
	fmt.Println(p.Value)
	opt.Reset()
	opt.Update([]*nn.Param{p})
	fmt.Println(p.Value)
	// Output:
	// [2.5]
	// [3.5]
}

func ExampleSearchResult_Sorted() {
	res := nn.Search(nn.Grid{
		Axes: []nn.Axis{{Name: "a", Values: []float64{1, 2, 3}}},
		Rand: nn.NewRand(1),
		Run: func(t *nn.Trial) float64 {
			if t.Int("a") == 1 {
				panic("a is 1")
			}
			return t.Value("a")
		},
	})
	for _, t := range res.Sorted() {
		fmt.Println(t)
	}
	// Output:
	// a=3: 3.0000
	// a=2: 2.0000
	// a=1: a is 1
}

// The score of a trial can come from anywhere; its stream is its own.
func ExampleTrial() {
	res := nn.Search(nn.Grid{
		Axes: []nn.Axis{{Name: "sides", Values: []float64{6, 20}}},
		Rand: nn.NewRand(1),
		Run:  func(t *nn.Trial) float64 { return float64(1 + t.Rand.Intn(t.Int("sides"))) },
	})
	fmt.Println(res.Trials[0].Score <= 6, res.Trials[1].Score <= 20)
	// Output: true true
}

// The settings of a search of chapter 6: both by their logarithms.
func ExampleRange() {
	res := nn.RandomSearch(nn.Space{
		Axes:   []nn.Range{{Name: "decay", Low: 1e-8, High: 1e-4, Log: true}, {Name: "lr", Low: 1e-6, High: 1e-2, Log: true}},
		Trials: 100, Rand: nn.NewRand(1),
		Run: func(t *nn.Trial) float64 { return t.Value("lr") + t.Value("decay") },
	})
	m := res.Map("decay", "lr")
	fmt.Println(m.Rows[0], m.Columns[7])
	// Output: 1e-08–3.2e-08 0.0032–0.01
}
