package nn_test

import (
	"fmt"

	"quire/nn"
)

// numbers are examples whose only number is their own.
func numbers(n int) nn.Examples {
	return nn.NewExamples(nn.Arange(0, float64(n), 1).Reshape(n, 1), make([]int, n))
}

// Seven examples in batches of three: the last batch of a pass is smaller.
func ExampleNewBatches() {
	b := nn.NewBatches(numbers(7), 3, nn.NewRand(1))
	for range b.PerEpoch() {
		x, labels := b.Next()
		fmt.Println(x.Shape, len(labels))
	}
	// Output:
	// [3 1] 3
	// [3 1] 3
	// [1 1] 1
}

func ExampleNewBatchesWithReplacement() {
	b := nn.NewBatchesWithReplacement(numbers(4), 4, nn.NewRand(1))
	for range 3 {
		x, _ := b.Next()
		fmt.Println(x.Data)
	}
	// Output:
	// [2 3 3 0]
	// [3 2 0 2]
	// [1 0 2 1]
}

func ExampleSplitExamples() {
	train, valid := nn.SplitExamples(numbers(10), 0.2, nn.NewRand(1))
	fmt.Println(train.Len(), valid.Len())
	// Output: 8 2
}
