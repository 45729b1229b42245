package data_test

import (
	"fmt"

	"quire/nn"
	"quire/nn/data"
)

func ExamplePoints_Len() {
	fmt.Println(data.Gate("xor").Len())
	// Output: 4
}

func ExamplePoints_ExampleLen() {
	fmt.Println(data.Gate("xor").ExampleLen())
	// Output: 2
}

func ExamplePoints_Shape() {
	net := nn.NewNet(data.Gate("xor").Shape(), []nn.Layer{nn.NewAffine(2)})
	fmt.Println(net.NumParams())
	// Output: 6
}

func ExamplePoints_Classes() {
	fmt.Println(data.Spirals(90, 3, 0, nn.NewRand(1)).Classes())
	// Output: 3
}

func ExamplePoints_Label() {
	fmt.Println(data.Gate("and").Label(3))
	// Output: 1
}

func ExamplePoints_Labels() {
	fmt.Println(data.Gate("nand").Labels())
	// Output: [1 1 1 0]
}

func ExamplePoints_Counts() {
	fmt.Println(data.Gate("nor").Counts())
	// Output: [3 1]
}

func ExamplePoints_Read() {
	x, labels := make([]float32, 4), make([]int, 2)
	data.Gate("xor").Read(x, labels, []int{1, 3})
	fmt.Println(x, labels)
	// Output: [0 1 1 1] [1 0]
}

func ExamplePoints_Head() {
	fmt.Println(data.Gate("xor").Head(2).Labels())
	// Output: [0 1]
}

func ExamplePoints_Slice() {
	fmt.Println(data.Gate("xor").Slice(1, 3).Labels())
	// Output: [1 1]
}

func ExamplePoints_Subset() {
	fmt.Println(data.Gate("and").Subset([]int{3, 0, 3}).Labels())
	// Output: [1 0 1]
}

func ExamplePoints_Split() {
	train, test := data.Moons(100, 0.1, nn.NewRand(1)).Split(70)
	fmt.Println(train.Len(), test.Len())
	// Output: 70 30
}

func ExamplePoints_SplitFraction() {
	train, test := data.Moons(100, 0.1, nn.NewRand(1)).SplitFraction(0.7)
	fmt.Println(train.Len(), test.Len())
	// Output: 70 30
}

func ExamplePoints_Shuffle() {
	fmt.Println(data.Gate("and").Shuffle(nn.NewRand(1)).Labels())
	// Output: [1 0 0 0]
}

func ExamplePoints_Only() {
	fmt.Println(data.Spirals(90, 3, 0, nn.NewRand(1)).Only([]int{0, 2}).Counts())
	// Output: [30 0 30]
}

func ExamplePoints_Balanced() {
	fmt.Println(data.Gate("or").Balanced(1, nn.NewRand(1)).Counts())
	// Output: [1 1]
}

func ExamplePoints_Concat() {
	fmt.Println(data.Gate("or").Concat(data.Gate("and")).Labels())
	// Output: [0 1 1 1 0 0 0 1]
}

func ExamplePoints_Scaled() {
	p := data.Gate("or")
	fmt.Println(p.Scaled(p.Standard()).Point(3))
	// Output: [1 1]
}

func ExamplePoints_String() {
	fmt.Println(data.Gate("or"))
	// Output: OR: 4 examples of 2 features, 2 classes
}

func ExampleValues_Len() {
	v := data.Sine(100, 0, nn.NewRand(1))
	fmt.Println(v.Len(), v.ExampleLen(), v.TargetLen())
	// Output: 100 1 1
}

func ExampleValues_ReadTargets() {
	t := make([]float32, 2)
	data.Line(10, 0, 5, 0, nn.NewRand(1)).ReadTargets(t, []int{0, 9})
	fmt.Println(t)
	// Output: [5 5]
}

func ExampleValues_All() {
	x, t := data.Line(10, 1, 0, 0, nn.NewRand(1)).All()
	fmt.Println(x.Shape, t.Shape, x.Equal(t, 1e-6))
	// Output: [10 1] [10 1] true
}

func ExampleValues_Slice() {
	v := data.Sine(10, 0, nn.NewRand(1))
	fmt.Println(v.Slice(2, 5).Len(), v.Head(4).Len(), v.Subset([]int{1, 1}).Len())
	// Output: 3 4 2
}

func ExampleValues_Split() {
	train, test := data.Sine(10, 0, nn.NewRand(1)).Split(8)
	fmt.Println(train.Len(), test.Len())
	// Output: 8 2
}

func ExampleValues_SplitFraction() {
	train, test := data.Sine(10, 0, nn.NewRand(1)).Shuffle(nn.NewRand(2)).SplitFraction(0.8)
	fmt.Println(train.Len(), test.Len())
	// Output: 8 2
}

func ExampleValues_Standard() {
	v := data.Line(100, 3, 0, 0, nn.NewRand(1))
	x, _ := v.Scaled(v.Standard()).All()
	fmt.Printf("%.3f\n", x.Std())
	// Output: 1.000
}

func ExampleValues_MinMax() {
	v := data.Line(100, 3, 0, 0, nn.NewRand(1))
	x, _ := v.Scaled(v.MinMax()).All()
	fmt.Println(x.Min(), x.Max())
	// Output: 0 1
}

func ExampleValues_Table() {
	v := data.NewValues("houses", nn.FromRows([][]float64{{50, 2}, {80, 3}}), nn.FromRows([][]float64{{1.5}, {2.5}}))
	for _, row := range v.Table() {
		fmt.Println(row)
	}
	// Output:
	// [x1 x2 y1]
	// [50 2 1.5]
	// [80 3 2.5]
}

func ExampleScaler_Apply() {
	x := nn.FromRows([][]float64{{0}, {10}})
	s := data.MinMax(x)
	fmt.Println(s.Apply(nn.FromRows([][]float64{{5}, {20}})))
	// Output:
	// [[0.5]
	//  [  2]]
}

func ExampleDataset_Classes() {
	d := data.Synthetic(data.SyntheticOptions{Train: 10, Test: 1}).Train
	fmt.Println(d.Classes(), d.Len(), d.ExampleLen())
	// Output: 10 10 784
}
