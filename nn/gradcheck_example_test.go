package nn_test

import (
	"fmt"

	"quire/nn"
)

// The gradients of a network by backpropagation and by differences of its loss.
func ExampleGradientCheck() {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Activation: "tanh", Rand: nn.NewRand(1)})
	report := nn.GradientCheck(net, x, labels)
	for _, row := range report.Rows {
		fmt.Println(row.Param, row.Verdict(), row.Max < 1e-3)
	}
	fmt.Println(report.OK())
	// Output:
	// Affine1.W agrees true
	// Affine1.b agrees true
	// Affine2.W agrees true
	// Affine2.b agrees true
	// true
}

func ExampleGradientCheckTarget() {
	x := nn.NewRand(1).Normal(0, 1, 6, 3)
	net := nn.BuildNet(nn.NetSpec{Input: []int{3}, Layers: []nn.Layer{nn.NewAffine(4), nn.NewTanh(), nn.NewAffine(1)}, Loss: nn.NewMSE(), Rand: nn.NewRand(2)})
	fmt.Println(nn.GradientCheckTarget(net, x, x.SumCols()).OK())
	// Output: true
}

// cube is y = x³ with a mistake in Backward: the factor 3 is missing.
type cube struct {
	nn.Base
	x *nn.Tensor
}

func (l *cube) Forward(x *nn.Tensor, train bool) *nn.Tensor {
	if train {
		l.x = x
	}
	return x.Mul(x).Mul(x)
}

func (l *cube) Backward(dy *nn.Tensor) *nn.Tensor { return dy.Mul(l.x).Mul(l.x) }

// A layer of one's own by itself; the report says where its gradient is wrong and by how much.
func ExampleGradientCheckLayer() {
	report := nn.GradientCheckLayer(&cube{}, nn.FromRows([][]float64{{1, -2}, {0.5, 1.5}}))
	for _, row := range report.Rows {
		fmt.Printf("%s: %s\n", row.Param, row.Verdict())
	}
	// Output: x: wrong: 0.333 times what it should be at (0, 1)
}

func ExampleGradientReport_Table() {
	report := nn.GradientCheckLayer(nn.NewAffine(2), nn.NewRand(1).Normal(0, 1, 4, 3))
	for _, row := range report.Table() {
		fmt.Println(row[0], row[len(row)-1])
	}
	fmt.Println(report.OK())
	// Output:
	// parameter verdict
	// x agrees
	// W agrees
	// b agrees
	// true
}
