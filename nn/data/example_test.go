package data_test

import (
	"fmt"

	"quire/nn"
	"quire/nn/data"
)

func ExampleSynthetic() {
	digits := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 20})
	fmt.Println(digits.Name)
	fmt.Println(digits.Train)
	train, valid := digits.Train.Split(80)
	fmt.Println(train.Len(), valid.Len(), valid.Label(0))
	// Output:
	// synthetic digits
	// synthetic train: 100 images of 28×28, 10 classes
	// 80 20 5
}

func ExampleDataset_Batch() {
	digits := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 20})
	x, labels := digits.Train.Batch([]int{3, 14, 15})
	fmt.Println(x.Shape, labels, x.Max())
	// Output: [3 784] [7 5 5] 1
}

// Batches of random images, for a training loop of one's own.
func ExampleDataset_Read() {
	digits := data.Synthetic(data.SyntheticOptions{Train: 100, Test: 20})
	batches := nn.NewBatches(digits.Train, 25, nn.NewRand(1))
	x, labels := batches.Next()
	fmt.Println(x.Shape, len(labels), batches.PerEpoch())
	// Output: [25 784] 25 4
}
