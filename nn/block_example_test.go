package nn_test

import (
	"fmt"

	"quire/nn"
)

// A block that is used three times, made by a function of the note.
func ExampleNewSequential() {
	block := func(filters int) nn.Layer {
		return nn.NewSequential([]nn.Layer{
			nn.NewConv2D(filters, 3, 1, 1), nn.NewBatchNorm(), nn.NewReLU(), nn.NewMaxPool(2, 2),
		})
	}
	net := nn.NewNet([]int{32, 32, 3}, []nn.Layer{block(16), block(32), block(64), nn.NewFlatten(), nn.NewAffine(10)})
	fmt.Println(net)
	fmt.Println(net.Params()[4].Name)
	// Output:
	// Net((32, 32, 3) → Sequential1 → Sequential2 → Sequential3 → Flatten1 → Affine1 → 10)
	// Sequential2.Conv2D1.W
}

func ExampleSequential_Forward() {
	double := func() nn.Layer { return nn.AffineFrom(nn.FromRows([][]float64{{2}}), nn.New(1)) }
	block := nn.NewSequential([]nn.Layer{double(), double(), double()})
	fmt.Println(block.Forward(nn.FromRows([][]float64{{1}, {5}}), true))
	fmt.Println(block.Backward(nn.FromRows([][]float64{{1}, {1}})))
	fmt.Println(len(block.Layers()), "layers")
	// Output:
	// [[ 8]
	//  [40]]
	// [[8]
	//  [8]]
	// 3 layers
}

// y = x + f(x), with f a single weight of 2.
func ExampleNewResidual() {
	block := nn.NewResidual([]nn.Layer{nn.AffineFrom(nn.FromRows([][]float64{{2}}), nn.New(1))})
	fmt.Println(block.Forward(nn.FromRows([][]float64{{5}}), true))
	fmt.Println(block.Backward(nn.FromRows([][]float64{{1}}))) // 1 + 2
	// Output:
	// [[15]]
	// [[3]]
}

// Where the block halves the image and doubles the channels, a convolution of size 1 does the same to x.
func ExampleNewProjectedResidual() {
	block := nn.NewProjectedResidual(
		[]nn.Layer{nn.NewConv2D(32, 3, 2, 1), nn.NewBatchNorm(), nn.NewReLU(), nn.NewConv2D(32, 3, 1, 1)},
		nn.NewConv2D(32, 1, 2, 0),
	)
	net := nn.NewNet([]int{28, 28, 16}, []nn.Layer{block})
	fmt.Println(net.OutputShape(nil))
	for _, p := range net.Params() {
		fmt.Println(p.Name, p.Value.Shape)
	}
	// Output:
	// [14 14 32]
	// Residual1.Conv2D1.W [3 3 16 32]
	// Residual1.Conv2D1.b [32]
	// Residual1.BatchNorm1.gamma [32]
	// Residual1.BatchNorm1.beta [32]
	// Residual1.Conv2D2.W [3 3 32 32]
	// Residual1.Conv2D2.b [32]
	// Residual1.Projection.W [1 1 16 32]
	// Residual1.Projection.b [32]
}

func ExampleResidual_Projection() {
	block := nn.NewProjectedResidual([]nn.Layer{nn.NewAffine(3), nn.NewTanh()}, nn.NewAffine(3))
	fmt.Printf("%T, and %d layers inside\n", block.Projection(), len(block.Layers()))
	fmt.Println(nn.NewResidual([]nn.Layer{nn.NewReLU()}).Projection() == nil)
	// Output:
	// *nn.Affine, and 2 layers inside
	// true
}
