package nn_test

import (
	"fmt"

	"quire/nn"
)

// grayImage is one gray image of 4 × 4 pixels.
func grayImage() *nn.Tensor {
	return nn.FromFloats([]float64{1, 2, 1, 0, 0, 1, 2, 3, 3, 0, 1, 2, 2, 4, 0, 1}, 1, 4, 4, 1)
}

// The example of section 7.3 of the book.
func ExampleNewMaxPool() {
	fmt.Println(nn.NewMaxPool(2, 2).Forward(grayImage(), false).Reshape(2, 2))
	// Output:
	// [[2 3]
	//  [4 2]]
}

// A border of one pixel: the windows in the corners hold one pixel of the image each.
func ExampleNewPaddedMaxPool() {
	fmt.Println(nn.NewPaddedMaxPool(2, 2, 1).Forward(grayImage(), false).Reshape(3, 3))
	// Output:
	// [[1 2 0]
	//  [3 2 3]
	//  [2 4 1]]
}

func ExampleNewAvgPool() {
	fmt.Println(nn.NewAvgPool(2, 2, 0).Forward(grayImage(), false).Reshape(2, 2))
	// Output:
	// [[   1 1.5]
	//  [2.25   1]]
}

func ExampleNewGlobalAvgPool() {
	fmt.Println(nn.NewGlobalAvgPool().Forward(grayImage(), false))
	// Output: [[1.4375]]
}
