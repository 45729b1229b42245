package nn_test

import (
	"fmt"

	"quire/nn"
)

// A layer with W (3, 2) and b (2), as section 3.3 of the book draws it.
func ExampleNewAffine() {
	net := nn.BuildNet(nn.NetSpec{Input: []int{3}, Layers: []nn.Layer{nn.NewAffine(2)}, Rand: nn.NewRand(1)})
	for _, p := range net.Params() {
		fmt.Println(p.Name, p.Value.Shape)
	}
	// Output:
	// Affine1.W [3 2]
	// Affine1.b [2]
}

func ExampleAffine_Forward() {
	W := nn.FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}})
	l := nn.AffineFrom(W, nn.FromFloats([]float64{10, 20}, 2))
	fmt.Println(l.Forward(nn.FromRows([][]float64{{1, 0, 0}, {1, 1, 1}}), false))
	// Output:
	// [[11 22]
	//  [19 32]]
}

// Backward leaves dW = xᵀ·dy and db = Σ dy in the parameters, and returns dx = dy·Wᵀ.
func ExampleAffine_Backward() {
	W := nn.FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}})
	l := nn.AffineFrom(W, nn.New(2))
	l.Forward(nn.FromRows([][]float64{{1, 0, 0}, {1, 1, 1}}), true)
	fmt.Println("dx", l.Backward(nn.FromRows([][]float64{{1, 0}, {0, 1}})))
	fmt.Println("dW", l.W.Grad)
	fmt.Println("db", l.B.Grad)
	// Output:
	// dx [[1 3 5]
	//  [2 4 6]]
	// dW [[1 1]
	//  [0 1]
	//  [0 1]]
	// db [1 1]
}

func ExampleNewReLU() {
	fmt.Println(nn.NewReLU().Forward(nn.FromRows([][]float64{{-2, -0.5, 0, 3}}), false))
	// Output: [[0 0 0 3]]
}

func ExampleReLU_Forward() {
	l := nn.NewReLU()
	x := nn.FromRows([][]float64{{-2, -0.5, 0, 3}})
	fmt.Println(l.Forward(x, false), x)
	// Output: [[0 0 0 3]] [[-2 -0.5 0 3]]
}

func ExampleReLU_Backward() {
	l := nn.NewReLU()
	l.Forward(nn.FromRows([][]float64{{-2, -0.5, 0, 3}}), true)
	fmt.Println(l.Backward(nn.Full(5, 1, 4)))
	// Output: [[0 0 0 5]]
}

func ExampleNewLeakyReLU() {
	fmt.Println(nn.NewLeakyReLU(0.25).Forward(nn.FromRows([][]float64{{-2, 0, 3}}), false))
	// Output: [[-0.5 0 3]]
}

func ExampleLeakyReLU_Forward() {
	l := nn.NewLeakyReLU(0.25)
	fmt.Println(l.Forward(nn.FromRows([][]float64{{-4, -2, 0, 2, 4}}), false))
	// Output: [[-1 -0.5 0 2 4]]
}

func ExampleLeakyReLU_Backward() {
	l := nn.NewLeakyReLU(0.25)
	l.Forward(nn.FromRows([][]float64{{-4, -2, 0, 2, 4}}), true)
	fmt.Println(l.Backward(nn.Full(1, 1, 5)))
	// Output: [[0.25 0.25 0.25 1 1]]
}

func ExampleNewELU() {
	fmt.Println(nn.NewELU(1).Forward(nn.FromRows([][]float64{{-100, -1, 0, 2}}), false))
	// Output: [[-1 -0.63212 0 2]]
}

func ExampleELU_Forward() {
	l := nn.NewELU(0.5)
	fmt.Println(l.Forward(nn.FromRows([][]float64{{-100, -1, 0, 2}}), false))
	// Output: [[-0.5 -0.31606 0 2]]
}

func ExampleELU_Backward() {
	l := nn.NewELU(1)
	l.Forward(nn.FromRows([][]float64{{-100, -1, 0, 2}}), true)
	fmt.Println(l.Backward(nn.Full(1, 1, 4)))
	// Output: [[0 0.36788 1 1]]
}

func ExampleNewSwish() {
	fmt.Println(nn.NewSwish().Forward(nn.FromRows([][]float64{{-4, -1, 0, 1, 4}}), false))
	// Output: [[-0.071945 -0.26894 0 0.73106 3.9281]]
}

func ExampleSwish_Forward() {
	x := nn.FromRows([][]float64{{-4, -1, 0, 1, 4}})
	fmt.Println(nn.NewSwish().Forward(x, false))
	fmt.Println(x.Mul(x.Sigmoid()))
	// Output:
	// [[-0.071945 -0.26894 0 0.73106 3.9281]]
	// [[-0.071945 -0.26894 0 0.73106 3.9281]]
}

func ExampleSwish_Backward() {
	l := nn.NewSwish()
	l.Forward(nn.FromRows([][]float64{{-4, -1, 0, 1, 4}}), true)
	fmt.Println(l.Backward(nn.Full(1, 1, 5)))
	// Output: [[-0.052665 0.072329 0.5 0.92767 1.0527]]
}

func ExampleNewGELU() {
	fmt.Println(nn.NewGELU().Forward(nn.FromRows([][]float64{{-4, -1, 0, 1, 4}}), false))
	// Output: [[-7.0246e-05 -0.15881 0 0.84119 3.9999]]
}

func ExampleGELU_Forward() {
	fmt.Println(nn.NewGELU().Forward(nn.FromRows([][]float64{{-3, -0.5, 0.5, 3}}), false))
	// Output: [[-0.0036374 -0.15429 0.34571 2.9964]]
}

func ExampleGELU_Backward() {
	l := nn.NewGELU()
	l.Forward(nn.FromRows([][]float64{{-4, -1, 0, 1, 4}}), true)
	fmt.Println(l.Backward(nn.Full(1, 1, 5)))
	// Output: [[-0.00033512 -0.082964 0.5 1.083 1.0003]]
}

func ExampleNewSigmoid() {
	fmt.Println(nn.NewSigmoid().Forward(nn.FromRows([][]float64{{-100, -1, 0, 1, 100}}), false))
	// Output: [[0 0.26894 0.5 0.73106 1]]
}

func ExampleSigmoid_Forward() {
	fmt.Println(nn.NewSigmoid().Forward(nn.FromRows([][]float64{{-2, 0, 2}}), false))
	// Output: [[0.1192 0.5 0.8808]]
}

// The slope y·(1 − y) is 1/4 at most: through ten layers it becomes a millionth.
func ExampleSigmoid_Backward() {
	l := nn.NewSigmoid()
	l.Forward(nn.FromRows([][]float64{{-10, -2, 0, 2, 10}}), true)
	fmt.Println(l.Backward(nn.Full(1, 1, 5)))
	// Output: [[4.5396e-05 0.10499 0.25 0.10499 4.5417e-05]]
}

func ExampleNewTanh() {
	fmt.Println(nn.NewTanh().Forward(nn.FromRows([][]float64{{-100, -1, 0, 1, 100}}), false))
	// Output: [[-1 -0.76159 0 0.76159 1]]
}

func ExampleTanh_Forward() {
	fmt.Println(nn.NewTanh().Forward(nn.FromRows([][]float64{{-0.5, 0, 0.5}}), false))
	// Output: [[-0.46212 0 0.46212]]
}

func ExampleTanh_Backward() {
	l := nn.NewTanh()
	l.Forward(nn.FromRows([][]float64{{-2, 0, 2}}), true)
	fmt.Println(l.Backward(nn.Full(1, 1, 3)))
	// Output: [[0.070651 1 0.070651]]
}

// The example of section 3.5.1, and the large numbers of section 3.5.2 that overflow without the maximum.
func ExampleNewSoftmax() {
	l := nn.NewSoftmax()
	fmt.Println(l.Forward(nn.FromRows([][]float64{{0.3, 2.9, 4.0}}), false))
	fmt.Println(l.Forward(nn.FromRows([][]float64{{1010, 1000, 990}}), false))
	// Output:
	// [[0.018211 0.24519 0.7366]]
	// [[0.99995 4.5398e-05 2.0611e-09]]
}

func ExampleSoftmax_Forward() {
	p := nn.NewSoftmax().Forward(nn.FromRows([][]float64{{1, 2, 3}, {0, 0, 0}}), false)
	fmt.Println(p)
	fmt.Printf("%.6f\n", p.SumCols().Float64s())
	// Output:
	// [[0.090031 0.24473 0.66524]
	//  [ 0.33333 0.33333 0.33333]]
	// [1.000000 1.000000]
}

// What is the gradient of the first probability? y₀·(1 − y₀) by its own input and −y₀·yⱼ by the others.
func ExampleSoftmax_Backward() {
	l := nn.NewSoftmax()
	l.Forward(nn.FromRows([][]float64{{0, 0, 0, 0}}), true)
	fmt.Println(l.Backward(nn.FromRows([][]float64{{1, 0, 0, 0}})))
	// Output: [[0.1875 -0.0625 -0.0625 -0.0625]]
}

func ExampleNewFlatten() {
	images := nn.New(100, 28, 28, 1)
	fmt.Println(nn.NewFlatten().Forward(images, false).Shape)
	// Output: [100 784]
}

func ExampleFlatten_Forward() {
	x := nn.Arange(0, 8, 1).Reshape(2, 2, 2)
	fmt.Println(nn.NewFlatten().Forward(x, false))
	// Output:
	// [[0 1 2 3]
	//  [4 5 6 7]]
}

func ExampleFlatten_Backward() {
	l := nn.NewFlatten()
	l.Forward(nn.New(2, 2, 2), true)
	fmt.Println(l.Backward(nn.New(2, 4)).Shape)
	// Output: [2 2 2]
}

// Vectors become images, so that a convolution can follow.
func ExampleNewReshape() {
	net := nn.BuildNet(nn.NetSpec{
		Input:  []int{784},
		Layers: []nn.Layer{nn.NewReshape(28, 28, 1), nn.NewConv2D(8, 3, 1, 1), nn.NewReLU(), nn.NewFlatten(), nn.NewAffine(10)},
		Rand:   nn.NewRand(1),
	})
	fmt.Println(net.Predict(nn.New(5, 784)).Shape)
	// Output: [5 10]
}

func ExampleReshape_Forward() {
	x := nn.Arange(0, 12, 1).Reshape(2, 6)
	fmt.Println(nn.NewReshape(3, -1).Forward(x, false).Shape)
	// Output: [2 3 2]
}

func ExampleReshape_Backward() {
	l := nn.NewReshape(3, 2)
	l.Forward(nn.New(4, 6), true)
	fmt.Println(l.Backward(nn.New(4, 3, 2)).Shape)
	// Output: [4 6]
}

func ExampleNewDropout() {
	net := nn.BuildNet(nn.NetSpec{
		Input:  []int{8},
		Layers: []nn.Layer{nn.NewAffine(100), nn.NewReLU(), nn.NewDropout(0.5), nn.NewAffine(2)},
		Rand:   nn.NewRand(1),
	})
	x := nn.NewRand(2).Normal(0, 1, 1, 8)
	first := net.Forward(x, true).Clone() // what Forward returns in training is valid until the next one
	fmt.Println("training twice, the same:", first.Equal(net.Forward(x, true), 0))
	fmt.Println("evaluation twice, the same:", net.Predict(x).Equal(net.Predict(x), 0))
	// Output:
	// training twice, the same: false
	// evaluation twice, the same: true
}

// What is not dropped becomes 1/(1 − rate) times as large, so that the mean stays. Evaluation changes nothing.
func ExampleDropout_Forward() {
	l := nn.NewDropout(0.75)
	l.Build([]int{12}, nn.He, nn.NewRand(1))
	x := nn.Full(1, 1, 12)
	fmt.Println(l.Forward(x, true))
	fmt.Println(l.Forward(x, false))
	// Output:
	// [[0 0 0 4 0 0 0 0 0 4 0 0]]
	// [[1 1 1 1 1 1 1 1 1 1 1 1]]
}

// The gradient goes where the signal went.
func ExampleDropout_Backward() {
	l := nn.NewDropout(0.75)
	l.Build([]int{12}, nn.He, nn.NewRand(1))
	l.Forward(nn.Full(1, 1, 12), true)
	fmt.Println(l.Backward(nn.Full(1, 1, 12)))
	// Output: [[0 0 0 4 0 0 0 0 0 4 0 0]]
}

// Affine, BatchNorm, activation: the order of section 6.3.
func ExampleNewBatchNorm() {
	net := nn.BuildNet(nn.NetSpec{
		Input:  []int{4},
		Layers: []nn.Layer{nn.NewAffine(3), nn.NewBatchNorm(), nn.NewReLU(), nn.NewAffine(2)},
		Rand:   nn.NewRand(1),
	})
	for _, p := range net.Params() {
		fmt.Println(p.Name, p.Value.Shape, p.Decays())
	}
	// Output:
	// Affine1.W [4 3] true
	// Affine1.b [3] false
	// BatchNorm1.gamma [3] false
	// BatchNorm1.beta [3] false
	// Affine2.W [3 2] true
	// Affine2.b [2] false
}

// Training uses mean and variance of the batch; evaluation the running means, which have followed one batch by a tenth.
func ExampleBatchNorm_Forward() {
	l := nn.NewBatchNorm()
	x := nn.FromRows([][]float64{{1, 100}, {3, 300}})
	fmt.Println(l.Forward(x, true))
	fmt.Println(l.Mean, l.Var)
	fmt.Println(l.Forward(x, false))
	// Output:
	// [[-1 -1]
	//  [ 1  1]]
	// [0.2 20] [1 1000.9]
	// [[0.8 2.5287]
	//  [2.8 8.8504]]
}

func ExampleBatchNorm_Backward() {
	l := nn.NewBatchNorm()
	l.Forward(nn.FromRows([][]float64{{1}, {2}, {3}, {6}}), true)
	dx := l.Backward(nn.FromRows([][]float64{{1}, {0}, {0}, {0}}))
	fmt.Println(dx.T())
	fmt.Println(l.Gamma.Grad, l.Beta.Grad)
	// Output:
	// [[0.24817 -0.20999 -0.13363 0.09545]]
	// [-1.069] [1]
}

// A layer of one's own with a parameter: y = a·x with one a for each feature.
type scale struct {
	a *nn.Param
	x *nn.Tensor
}

func (l *scale) Forward(x *nn.Tensor, train bool) *nn.Tensor {
	if train {
		l.x = x
	}
	return x.Mul(l.a.Value)
}

func (l *scale) Backward(dy *nn.Tensor) *nn.Tensor {
	copy(l.a.Grad.Data, dy.Mul(l.x).SumRows().Data)
	return dy.Mul(l.a.Value)
}

func (l *scale) Params() []*nn.Param { return []*nn.Param{l.a} }

func ExampleLayer() {
	net := nn.BuildNet(nn.NetSpec{
		Input:  []int{2},
		Layers: []nn.Layer{nn.NewAffine(3), &scale{a: nn.NewWeight("a", nn.Full(1, 3))}, nn.NewTanh(), nn.NewAffine(2)},
		Rand:   nn.NewRand(1),
	})
	x, labels := xor()
	fmt.Println(net)
	fmt.Println("gradients agree:", nn.GradientCheck(net, x, labels).OK())
	// Output:
	// Net(2 → Affine1 → scale1 → Tanh1 → Affine2 → 2)
	// gradients agree: true
}

func ExampleParam_SetDecay() {
	net := nn.BuildNet(nn.NetSpec{
		Input:       []int{4},
		Layers:      []nn.Layer{nn.NewAffine(3), nn.NewReLU(), nn.NewAffine(2)},
		WeightDecay: 0.01,
		Rand:        nn.NewRand(1),
	})
	net.Params()[0].SetDecay(false)
	for _, p := range net.Params() {
		fmt.Println(p.Name, p.Decays())
	}
	// Output:
	// Affine1.W false
	// Affine1.b false
	// Affine2.W true
	// Affine2.b false
}

func ExampleParam_Decays() {
	fmt.Println(nn.NewWeight("W", nn.New(2, 2)).Decays(), nn.NewParam("b", nn.New(2)).Decays())
	// Output: true false
}

func ExampleNewWeight() {
	p := nn.NewWeight("W", nn.FromRows([][]float64{{1, 2}, {3, 4}}))
	fmt.Println(p.Name, p.Value.Shape, p.Grad.Norm(), p.Decays())
	// Output: W [2 2] 0 true
}

func ExampleNewParam() {
	p := nn.NewParam("b", nn.FromFloats([]float64{1, 2}, 2))
	fmt.Println(p.Name, p.Value, p.Grad, p.Decays())
	// Output: b [1 2] [0 0] false
}
