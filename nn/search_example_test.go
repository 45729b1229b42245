package nn_test

import (
	"bytes"
	"fmt"

	"quire/nn"
)

// xorTrial trains a network of the trial's size on XOR at its rate.
func xorTrial(t *nn.Trial) float64 {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, t.Int("hidden"), 2}, Rand: t.Rand})
	t.History = nn.Fit(net, nn.NewExamples(x, labels), nn.NewMomentum(t.Value("lr"), 0.9), nn.FitOptions{
		Iterations: 300, Rand: t.Rand, EvalEvery: 300,
	})
	return t.History.Last().TrainAccuracy
}

// Learning rates by their logarithm, numbers of units one by one.
func ExampleRandomSearch() {
	res := nn.RandomSearch(nn.Space{
		Axes:   []nn.Range{{Name: "lr", Low: 1e-4, High: 0.1, Log: true}, {Name: "hidden", Low: 1, High: 8, Whole: true}},
		Trials: 6, Run: xorTrial, Rand: nn.NewRand(4),
	})
	for _, row := range res.Table() {
		fmt.Println(row)
	}
	// Output:
	// [lr hidden score]
	// [0.002846 3 1.0000]
	// [0.001306 6 0.7500]
	// [0.0006492 1 0.7500]
	// [0.000864 7 0.7500]
	// [0.004925 2 0.7500]
	// [0.002401 2 0.5000]
}

// A search is continued with more trials: those that are done do not run again.
func ExampleSpace() {
	space := nn.Space{
		Axes:   []nn.Range{{Name: "x", Low: -1, High: 1}},
		Trials: 20, Rand: nn.NewRand(4),
		Run: func(t *nn.Trial) float64 { return -t.Value("x") * t.Value("x") },
	}
	space.Resume = nn.RandomSearch(space)
	space.Trials = 200
	res := nn.RandomSearch(space)
	fmt.Println(len(res.Trials), res.Best().Score > -0.001)
	// Output: 200 true
}

// The axis hidden changes nothing, and the result says so.
func ExampleSearchResult() {
	res := nn.Search(nn.Grid{
		Axes: []nn.Axis{{Name: "lr", Values: []float64{0.1, 0.2}}, {Name: "hidden", Values: []float64{5, 10}}},
		Rand: nn.NewRand(1),
		Run:  func(t *nn.Trial) float64 { return t.Value("lr") },
	})
	for _, row := range res.Table() {
		fmt.Println(row)
	}
	fmt.Println(len(res.Warnings))
	// Output:
	// warning: the axis hidden was never read: trials that differ only in it trained the same network; read it by t.Value("hidden") or t.Int("hidden")
	// [lr hidden score]
	// [0.2 5 0.2000]
	// [0.2 10 0.2000]
	// [0.1 5 0.1000]
	// [0.1 10 0.1000]
	// 1
}

// In a notebook the value of Map is a heat map.
func ExampleSearchResult_Map() {
	res := nn.Search(nn.Grid{
		Axes: []nn.Axis{{Name: "a", Values: []float64{1, 2}}, {Name: "b", Values: []float64{10, 20, 30}}},
		Rand: nn.NewRand(1),
		Run:  func(t *nn.Trial) float64 { return t.Value("a") * t.Value("b") },
	})
	for _, row := range res.Map("a", "b").Table() {
		fmt.Println(row)
	}
	// Output:
	// [a \ b 10 20 30]
	// [1 10.0000 20.0000 30.0000]
	// [2 20.0000 40.0000 60.0000]
}

func ExampleLoadSearch() {
	res := nn.Search(nn.Grid{
		Axes: []nn.Axis{{Name: "a", Values: []float64{1, 2}}},
		Rand: nn.NewRand(1),
		Run:  func(t *nn.Trial) float64 { return t.Value("a") },
	})
	var file bytes.Buffer
	fmt.Println(res.Save(&file))
	again, err := nn.LoadSearch(&file)
	fmt.Println(again, err)
	// Output:
	// <nil>
	// 2 trials; the best is a=2: 2.0000 <nil>
}

func ExampleParallel() {
	squares := make([]int, 5)
	nn.Parallel(5, func(i int) { squares[i] = i * i })
	fmt.Println(squares)
	// Output: [0 1 4 9 16]
}
