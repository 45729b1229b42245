package data_test

import (
	"context"
	"errors"
	"fmt"
	"os"

	"quire/nn"
	"quire/nn/data"
)

func ExampleSynthetic_difficulty() {
	hard := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 20, Difficulty: data.Hard})
	fmt.Println(hard.Source)
	// Output: drawn by this program, seed 1, difficulty 1.25
}

func ExampleSet() {
	digits := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 20})
	fmt.Println(digits)
	// Output: synthetic digits (drawn by this program, seed 1), 100 + 20 images, SHA-256 3e6a9f49ebc5…
}

// A report that needs MNIST says how to get it.
func ExampleMNIST() {
	_, err := data.MNIST()
	if errors.Is(err, os.ErrNotExist) {
		fmt.Println("run: quire data fetch mnist")
	}
}

func ExampleFashionMNIST() {
	clothes, err := data.FashionMNIST()
	if err == nil {
		fmt.Println(clothes.Train.ClassNames[clothes.Train.Label(0)])
	}
}

func ExampleDigits() {
	digits := data.Digits() // MNIST, or the synthetic digits
	fmt.Println(digits.Name, digits.Source)
}

func ExampleFetch() {
	err := data.Fetch(context.Background(), "mnist", "", func(file string, done, total int64) {
		fmt.Println(file, done, "of", total)
	})
	fmt.Println(err)
}

func ExampleFolders() {
	for _, dir := range data.Folders() {
		fmt.Println(dir)
	}
}

func ExampleDataset_Image() {
	d := data.Synthetic(data.SyntheticOptions{Train: 10, Test: 1}).Train
	fmt.Println(len(d.Image(0)), d.Image(0)[0])
	// Output: 784 0
}

func ExampleDataset_Label() {
	d := data.Synthetic(data.SyntheticOptions{Train: 10, Test: 1}).Train
	fmt.Println(d.Label(0), d.ClassNames[d.Label(0)])
	// Output: 9 9
}

func ExampleDataset_Labels() {
	d := data.Synthetic(data.SyntheticOptions{Train: 10, Test: 1}).Train
	fmt.Println(d.Labels())
	// Output: [9 8 4 7 8 5 6 7 2 1]
}

func ExampleDataset_Shape() {
	d := data.Synthetic(data.SyntheticOptions{Train: 10, Test: 1}).Train
	fmt.Println(d.Shape(), d.ExampleLen(), d.Len(), d.Classes())
	// Output: [28 28 1] 784 10 10
}

func ExampleDataset_Counts() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	fmt.Println(d.Counts())
	// Output: [5 8 9 13 6 15 10 10 6 18]
}

func ExampleDataset_All() {
	d := data.Synthetic(data.SyntheticOptions{Train: 10, Test: 1}).Train
	x, labels := d.All()
	fmt.Println(x.Shape, len(labels))
	// Output: [10 784] 10
}

func ExampleDataset_Head() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	fmt.Println(d.Head(10).Len())
	// Output: 10
}

func ExampleDataset_Slice() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	fmt.Println(d.Slice(3, 7).Labels())
	// Output: [7 8 5 6]
}

func ExampleDataset_Subset() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	fmt.Println(d.Subset([]int{9, 0}).Labels())
	// Output: [1 9]
}

func ExampleDataset_Split() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	train, valid := d.Split(80)
	fmt.Println(train.Len(), valid.Len())
	// Output: 80 20
}

func ExampleDataset_SplitFraction() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	train, valid := d.Shuffle(nn.NewRand(1)).SplitFraction(0.9)
	fmt.Println(train.Len(), valid.Len())
	// Output: 90 10
}

func ExampleDataset_SplitStratified() {
	d := data.Synthetic(data.SyntheticOptions{Train: 1000, Test: 1}).Train
	train, valid := d.SplitStratified(0.8, nn.NewRand(1))
	fmt.Println(d.Counts())
	fmt.Println(train.Counts())
	fmt.Println(valid.Counts())
	// Output:
	// [73 100 101 104 92 107 121 104 97 101]
	// [58 80 81 83 74 86 97 83 77 81]
	// [15 20 20 21 18 21 24 21 20 20]
}

func ExampleDataset_Shuffle() {
	d := data.Synthetic(data.SyntheticOptions{Train: 10, Test: 1}).Train
	fmt.Println(d.Labels(), d.Shuffle(nn.NewRand(1)).Labels())
	// Output: [9 8 4 7 8 5 6 7 2 1] [4 8 2 8 1 6 5 7 7 9]
}

// Transfer learning: first the small digits, then the large ones.
func ExampleDataset_Only() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	small, large := d.Only([]int{0, 1, 2, 3, 4}), d.Only([]int{5, 6, 7, 8, 9})
	fmt.Println(small.Counts(), large.Counts())
	// Output: [5 8 9 13 6 0 0 0 0 0] [0 0 0 0 0 15 10 10 6 18]
}

func ExampleDataset_Balanced() {
	d := data.Synthetic(data.SyntheticOptions{Train: 1000, Test: 1}).Train
	fmt.Println(d.Balanced(30, nn.NewRand(1)).Counts())
	// Output: [30 30 30 30 30 30 30 30 30 30]
}

func ExampleDataset_Concat() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 20})
	fmt.Println(d.Train.Concat(d.Test))
	// Output: synthetic train + synthetic test: 120 images of 28×28, 10 classes
}

func ExampleDataset_Noise() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	both := d.Concat(d.Noise(0.1, nn.NewRand(1)))
	fmt.Println(both.Len())
	// Output: 200
}

func ExampleDataset_SHA256() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	fmt.Println(d.SHA256()[:16])
	// Output: e35264850f9c85bb
}

func ExampleDataset() {
	d := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 1}).Train
	fmt.Println(d)
	// Output: synthetic train: 100 images of 28×28, 10 classes
}

func ExampleGate() {
	for _, name := range []string{"and", "xor"} {
		g := data.Gate(name)
		fmt.Println(g.Name, g.Labels())
	}
	// Output:
	// AND [0 0 0 1]
	// XOR [0 1 1 0]
}

func ExampleXor() {
	p := data.Xor(200, 0.05, nn.NewRand(1))
	fmt.Println(p, p.Counts())
	// Output: xor: 200 examples of 2 features, 2 classes [97 103]
}

func ExampleMoons() {
	train, test := data.Moons(200, 0.1, nn.NewRand(1)).SplitFraction(0.7)
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 16, 16, 2}, Rand: nn.NewRand(2)})
	nn.Fit(net, train, nn.NewAdam(0.01), nn.FitOptions{Epochs: 100, Batch: 20, Rand: nn.NewRand(3), Quiet: true})
	fmt.Println(nn.Accuracy(net, test))
	// Output: 1
}

func ExampleCircles() {
	p := data.Circles(4, 0, nn.NewRand(1))
	fmt.Println(p.Labels())
	// Output: [0 1 0 1]
}

func ExampleSpirals() {
	p := data.Spirals(300, 3, 0.02, nn.NewRand(1))
	fmt.Println(p, p.Counts())
	// Output: spirals: 300 examples of 2 features, 3 classes [100 100 100]
}

func ExampleBlobs() {
	p := data.Blobs(6, 3, 0.5, nn.NewRand(1))
	x, labels := p.All()
	fmt.Println(x)
	fmt.Println(labels)
	// Output:
	// [[  3.6771 -0.34597]
	//  [ -1.5397   2.8905]
	//  [ -2.1517  -2.3886]
	//  [  2.9059 -0.66811]
	//  [ -1.6761   2.9617]
	//  [-0.83967  -1.1243]]
	// [0 1 2 0 1 2]
}

// Regression: a network with one output and the squared error.
func ExampleSine() {
	train := data.Sine(200, 0.1, nn.NewRand(1))
	net := nn.BuildNet(nn.NetSpec{
		Input: []int{1}, Layers: []nn.Layer{nn.NewAffine(20), nn.NewTanh(), nn.NewAffine(1)}, Loss: nn.NewMSE(), Rand: nn.NewRand(2),
	})
	nn.Fit(net, train, nn.NewAdam(0.02), nn.FitOptions{Epochs: 200, Batch: 20, Rand: nn.NewRand(3), Quiet: true})
	y := net.Predict(nn.FromFloats([]float64{-0.5, 0.5}, 2, 1))
	fmt.Printf("%.1f\n", y.Float64s())
	// Output: [-1.0 1.0]
}

func ExampleLine() {
	v := data.Line(100, 2, -1, 0, nn.NewRand(1))
	x, y := v.All()
	fmt.Printf("%.3f %.3f\n", x.At(0, 0), y.At(0, 0))
	// Output: 0.499 -0.001
}

func ExampleNewPoints() {
	p := data.NewPoints("mine", nn.FromRows([][]float64{{1, 2}, {3, 4}}), []int{0, 1})
	fmt.Println(p)
	// Output: mine: 2 examples of 2 features, 2 classes
}

func ExampleNewValues() {
	v := data.NewValues("mine", nn.FromRows([][]float64{{1}, {2}}), nn.FromRows([][]float64{{10}, {20}}))
	fmt.Println(v)
	// Output: mine: 2 examples of 1 feature, 1 target
}

func ExamplePoints() {
	p := data.Moons(100, 0.1, nn.NewRand(1))
	fmt.Println(p.Len(), p.ExampleLen(), p.Shape(), p.Classes(), p.Features, p.ClassNames)
	// Output: 100 2 [2] 2 [x y] [0 1]
}

func ExamplePoints_Point() {
	p := data.Gate("xor")
	fmt.Println(p.Point(1), p.Label(1))
	// Output: [0 1] 1
}

// The coordinates of one class, for a scatter plot.
func ExamplePoints_Column() {
	p := data.Circles(6, 0, nn.NewRand(1)).Only([]int{1})
	fmt.Printf("%.2f\n%.2f\n", p.Column(0), p.Column(1))
	// Output:
	// [0.48 0.37 -0.48]
	// [-0.14 -0.34 -0.14]
}

func ExamplePoints_All() {
	x, labels := data.Gate("or").All()
	fmt.Println(x)
	fmt.Println(labels)
	// Output:
	// [[0 0]
	//  [0 1]
	//  [1 0]
	//  [1 1]]
	// [0 1 1 1]
}

func ExamplePoints_Table() {
	for _, row := range data.Gate("and").Table() {
		fmt.Println(row)
	}
	// Output:
	// [x1 x2 class]
	// [0 0 0]
	// [0 1 0]
	// [1 0 0]
	// [1 1 1]
}

func ExamplePoints_SplitStratified() {
	p := data.Blobs(90, 3, 0.5, nn.NewRand(1))
	train, test := p.SplitStratified(0.7, nn.NewRand(2))
	fmt.Println(train.Counts(), test.Counts())
	// Output: [21 21 21] [9 9 9]
}

func ExamplePoints_Standard() {
	train, test := data.Blobs(100, 3, 0.5, nn.NewRand(1)).SplitFraction(0.8)
	s := train.Standard() // training examples only
	train, test = train.Scaled(s), test.Scaled(s)
	x, _ := train.All()
	fmt.Printf("%.3f %d\n", x.Std(), test.Len())
	// Output: 1.000 20
}

func ExamplePoints_MinMax() {
	p := data.Moons(100, 0.1, nn.NewRand(1))
	x, _ := p.Scaled(p.MinMax()).All()
	fmt.Println(x.Min(), x.Max())
	// Output: 0 1
}

func ExamplePoints_Noise() {
	p := data.Gate("xor")
	many := p.Concat(p).Concat(p).Noise(0.1, nn.NewRand(1))
	fmt.Println(many.Len(), many.Labels())
	// Output: 12 [0 1 1 0 0 1 1 0 0 1 1 0]
}

func ExampleValues() {
	v := data.Sine(100, 0.1, nn.NewRand(1))
	train, test := v.Shuffle(nn.NewRand(2)).SplitFraction(0.8)
	fmt.Println(train)
	fmt.Println(test.Len(), test.ExampleLen(), test.TargetLen())
	// Output:
	// sine: 80 examples of 1 feature, 1 target
	// 20 1 1
}

func ExampleValues_TargetScaler() {
	v := data.Line(100, 30, 500, 0, nn.NewRand(1))
	s := v.TargetScaler()
	_, y := v.ScaledTargets(s).All()
	fmt.Printf("%.2f %.2f\n", y.Mean(), y.Std())
	fmt.Printf("%.0f\n", s.Invert(nn.New(1, 1)).At(0, 0)) // what a scaled 0 means
	// Output:
	// 0.00 1.00
	// 499
}

func ExampleStandard() {
	x := nn.FromRows([][]float64{{160, 50}, {170, 60}, {180, 70}})
	s := data.Standard(x)
	fmt.Println(s)
	fmt.Println(s.Apply(x))
	// Output:
	// shift [170 60], scale [8.165 8.165]
	// [[-1.2247 -1.2247]
	//  [      0       0]
	//  [ 1.2247  1.2247]]
}

func ExampleMinMax() {
	x := nn.FromRows([][]float64{{160, 50}, {170, 60}, {180, 70}})
	fmt.Println(data.MinMax(x).Apply(x))
	// Output:
	// [[  0   0]
	//  [0.5 0.5]
	//  [  1   1]]
}

func ExampleScaler_Invert() {
	x := nn.FromRows([][]float64{{160, 50}, {170, 60}, {180, 70}})
	s := data.Standard(x)
	fmt.Println(s.Invert(s.Apply(x)))
	// Output:
	// [[160 50]
	//  [170 60]
	//  [180 70]]
}

func ExampleParseCSV() {
	const iris = `꽃받침 길이,꽃받침 너비,종
5.1,3.5,setosa
7.0,3.2,versicolor
6.3,3.3,virginica
4.9,3.0,setosa
`
	p, err := data.ParseCSV("iris.csv", []byte(iris), data.CSV{Label: "종"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p)
	fmt.Println(p.Features, p.ClassNames, p.Labels())
	// Output:
	// iris.csv: 4 examples of 2 features, 3 classes
	// [꽃받침 길이 꽃받침 너비] [setosa versicolor virginica] [0 1 2 0]
}

func ExampleParseCSV_missing() {
	const table = "height,weight,group\n170,60,a\n165,,b\n"
	_, err := data.ParseCSV("people.csv", []byte(table), data.CSV{})
	fmt.Println(err)
	p, err := data.ParseCSV("people.csv", []byte(table), data.CSV{DropEmpty: true})
	fmt.Println(p, err)
	// Output:
	// people.csv:3: column weight is missing; fill it in, or set DropEmpty to leave such examples out
	// people.csv: 1 example of 2 features, 1 class <nil>
}

func ExampleReadCSV() {
	p, err := data.ReadCSV("people.csv", data.CSV{Label: "group", Skip: []string{"name"}})
	if err != nil {
		fmt.Println(errors.Is(err, os.ErrNotExist))
		return
	}
	fmt.Println(p)
	// Output: true
}

func ExampleParseCSVValues() {
	const houses = "area,rooms,price\n50,2,1.5\n80,3,2.5\n"
	v, err := data.ParseCSVValues("houses.csv", []byte(houses), data.CSV{Targets: []string{"price"}})
	fmt.Println(v, err)
	// Output: houses.csv: 2 examples of 2 features, 1 target <nil>
}

func ExampleReadCSVValues() {
	_, err := data.ReadCSVValues("houses.csv", data.CSV{Targets: []string{"price"}})
	fmt.Println(errors.Is(err, os.ErrNotExist))
	// Output: true
}

// Three images of 2×2 pixels.
func ExampleNewDataset() {
	x := nn.FromFloats([]float64{1, 0, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0}, 3, 2, 2)
	d := data.NewDataset("lines", x, []int{0, 0, 1})
	fmt.Println(d, d.Image(0))
	// Output: lines: 3 images of 2×2, 2 classes [255 0 0 255]
}

func ExampleReadIDX() {
	d, err := data.ReadIDX("kmnist/train-images-idx3-ubyte.gz", "kmnist/train-labels-idx1-ubyte.gz")
	if err != nil {
		fmt.Println(errors.Is(err, os.ErrNotExist))
		return
	}
	fmt.Println(d)
	// Output: true
}
