package nn_test

import (
	"fmt"
	"os"

	"quire/nn"
	"quire/nn/data"
)

// A network of chapter 6, trained for a moment on synthetic digits.
func Example() {
	digits := data.Synthetic(data.SyntheticOptions{Train: 3000, Test: 500})
	train, valid := digits.Train.Split(2500)

	net := nn.NewMLP(nn.MLP{
		Sizes: []int{784, 50, 30, 20, 10}, Activation: "relu", Init: nn.He, BatchNorm: true,
		Rand: nn.NewRand(1),
	})
	h := nn.Fit(net, train, nn.NewMomentum(0.01, 0.9), nn.FitOptions{
		Epochs: 4, Batch: 50, Validation: valid, Rand: nn.NewRand(2), Log: os.Stdout,
	})
	fmt.Println(h.Iterations, "iterations")
	// Output:
	// iteration    50  epoch   1.00  loss 1.7011  train 0.6916  validation 0.6280
	// iteration   100  epoch   2.00  loss 0.8785  train 0.8712  validation 0.8220
	// iteration   150  epoch   3.00  loss 0.5249  train 0.9216  validation 0.8540
	// iteration   200  epoch   4.00  loss 0.3561  train 0.9532  validation 0.8780
	// 200 iterations
}

// A training by hand, as in chapter 5 of the book: the layers forward, the loss, the layers backward, and the update.
func Example_byHand() {
	x, labels := xor()
	r := nn.NewRand(5)
	affine1, relu, affine2 := nn.AffineFrom(r.Normal(0, 1, 2, 8), nn.New(8)), nn.NewReLU(), nn.AffineFrom(r.Normal(0, .5, 8, 2), nn.New(2))
	layers := []nn.Layer{affine1, relu, affine2}
	last := nn.NewSoftmaxCrossEntropy()
	const lr = 0.5
	for i := range 201 {
		y := x
		for _, l := range layers {
			y = l.Forward(y, true)
		}
		loss := last.Forward(y, labels)
		dy := last.Backward()
		for k := len(layers) - 1; k >= 0; k-- {
			dy = layers[k].Backward(dy)
		}
		for _, l := range layers {
			for _, p := range l.Params() {
				for j, g := range p.Grad.Data {
					p.Value.Data[j] -= float32(lr * g)
				}
			}
		}
		if i%100 == 0 {
			fmt.Printf("step %d: loss %.3f, classes %v\n", i, loss, y.Argmax())
		}
	}
	// Output:
	// step 0: loss 0.754, classes [0 1 1 1]
	// step 100: loss 0.037, classes [0 1 1 0]
	// step 200: loss 0.013, classes [0 1 1 0]
}

// power is a layer of one's own, y = a·x² with a trained number a for each feature. Build makes the parameter when the network knows its inputs.
type power struct {
	a *nn.Param
	x *nn.Tensor
}

func (l *power) Build(input []int, init nn.Init, r *nn.Rand) {
	if l.a == nil {
		l.a = nn.NewParam("a", nn.Full(0.5, input...))
	}
}

func (l *power) Params() []*nn.Param { return []*nn.Param{l.a} }

func (l *power) Forward(x *nn.Tensor, train bool) *nn.Tensor {
	if train {
		l.x = x // Backward needs it
	}
	return x.Mul(x).Mul(l.a.Value)
}

func (l *power) Backward(dy *nn.Tensor) *nn.Tensor {
	l.a.Grad = dy.Mul(l.x).Mul(l.x).SumRows()
	return dy.Mul(l.x).Mul(l.a.Value).Scale(2)
}

func (l *power) Clone() nn.Layer { return &power{} }

// A layer of one's own beside those of the package: first its gradients are checked, then it is trained.
func Example_ownLayer() {
	x, labels := xor()
	net := nn.BuildNet(nn.NetSpec{
		Input:  []int{2},
		Layers: []nn.Layer{nn.NewAffine(4), &power{}, nn.NewAffine(2)},
		Rand:   nn.NewRand(1),
	})
	fmt.Print(net.Summary())
	fmt.Println("gradients:", nn.GradientCheck(net, x, labels).OK())
	opt := nn.NewAdam(0.05)
	for range 100 {
		net.Step(x, labels, opt)
	}
	fmt.Println("classes:", net.Classify(x))
	// Output:
	// layer    output  parameters  FLOPs  bytes, N = 100
	// input    (N, 2)                                800
	// Affine1  (N, 4)          12     16           3,296
	// power1   (N, 4)           4                  3,232
	// Affine2  (N, 2)          10     16           1,680
	// total                    26     32           9,008
	// gradients: true
	// classes: [0 1 1 0]
}

// xor is the smallest problem that needs a hidden layer.
func xor() (*nn.Tensor, []int) {
	return nn.FromRows([][]float64{{0, 0}, {0, 1}, {1, 0}, {1, 1}}), []int{0, 1, 1, 0}
}

// Training by hand: one step after the other.
func ExampleNet_Step() {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Rand: nn.NewRand(1)})
	opt := nn.NewAdam(0.05)
	for range 200 {
		net.Step(x, labels, opt)
	}
	fmt.Println(net.Classify(x))
	// Output: [0 1 1 0]
}

// The same in the words of the book: gradients first, then the update.
func ExampleNet_Gradient() {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Rand: nn.NewRand(1)})
	opt := nn.NewSGD(0.5)
	for range 500 {
		net.Gradient(x, labels)
		opt.Update(net.Params())
	}
	fmt.Println(net.Classify(x), net.Params()[0].Name)
	// Output: [0 1 1 0] Affine1.W
}

// One trial for each combination, each with its own network and its own stream.
func ExampleSearch() {
	x, labels := xor()
	examples := nn.NewExamples(x, labels)
	res := nn.Search(nn.Grid{
		Axes: []nn.Axis{{Name: "lr", Values: []float64{0.0001, 0.1}}, {Name: "hidden", Values: []float64{1, 8}}},
		Rand: nn.NewRand(2),
		Run: func(t *nn.Trial) float64 {
			net := nn.NewMLP(nn.MLP{Sizes: []int{2, t.Int("hidden"), 2}, Rand: t.Rand})
			t.History = nn.Fit(net, examples, nn.NewMomentum(t.Value("lr"), 0.9), nn.FitOptions{
				Iterations: 300, Batch: 4, Rand: t.Rand, EvalEvery: 300,
			})
			return t.History.Last().TrainAccuracy
		},
	})
	fmt.Println(res.Best())
	fmt.Println(res.Matrix("lr", "hidden"))
	// Output:
	// lr=0.1 hidden=8: 1.0000
	// [[0.25 0.5] [0.5 1]]
}

// A layer of one's own: embed Base and write Forward and Backward.
type square struct {
	nn.Base
	x *nn.Tensor
}

func (l *square) Forward(x *nn.Tensor, train bool) *nn.Tensor {
	if train {
		l.x = x
	}
	return x.Mul(x)
}

func (l *square) Backward(dy *nn.Tensor) *nn.Tensor { return dy.Mul(l.x).Scale(2) }

func ExampleBase() {
	net := nn.BuildNet(nn.NetSpec{
		Input:  []int{2},
		Layers: []nn.Layer{nn.NewAffine(4), &square{}, nn.NewAffine(2)},
		Rand:   nn.NewRand(1),
	})
	x, labels := xor()
	fmt.Println(nn.GradientCheck(net, x, labels).OK())
	// Output: true
}

func ExampleFunc() {
	double := nn.Func(
		func(x *nn.Tensor) *nn.Tensor { return x.Scale(2) },
		func(dy *nn.Tensor) *nn.Tensor { return dy.Scale(2) },
	)
	fmt.Println(double.Forward(nn.FromFloats([]float64{1, 2, 3}, 3), false))
	// Output: [2 4 6]
}

// The worked example of slide 7.2.2.
func ExampleCorrelate() {
	x := nn.FromRows([][]float64{{1, 2, 3, 0}, {0, 1, 2, 3}, {3, 0, 1, 2}, {2, 3, 0, 1}})
	w := nn.FromRows([][]float64{{2, 0, 1}, {0, 1, 2}, {1, 0, 2}})
	fmt.Println(nn.Correlate(x, w, 1, 0))
	// Output:
	// [[15 16]
	//  [ 6 15]]
}

func ExampleNewConv2D() {
	net := nn.BuildNet(nn.NetSpec{
		Input: []int{28, 28, 1},
		Layers: []nn.Layer{
			nn.NewConv2D(30, 5, 1, 0), nn.NewReLU(), nn.NewMaxPool(2, 2),
			nn.NewFlatten(), nn.NewAffine(100), nn.NewReLU(), nn.NewAffine(10),
		},
		Init: nn.Std(0.01),
		Rand: nn.NewRand(1),
	})
	fmt.Print(net.Summary())
	// Output:
	// layer     output           parameters      FLOPs  bytes, N = 100
	// input     (N, 28, 28, 1)                                 313,600
	// Conv2D1   (N, 24, 24, 30)         780    864,000      13,830,240
	// ReLU1     (N, 24, 24, 30)           0                 13,824,000
	// MaxPool1  (N, 12, 12, 30)           0                  3,456,000
	// Flatten1  (N, 4320)                 0                  3,456,000
	// Affine1   (N, 100)            432,100    864,000       3,536,800
	// ReLU2     (N, 100)                  0                     80,000
	// Affine2   (N, 10)               1,010      2,000          16,080
	// total                         433,890  1,730,000      38,512,720
}

// Adam on f(x, y) = x²/20 + y² from (−7, 2).
func ExampleTrajectory() {
	points := nn.Trajectory(nn.NewAdam(0.3), []float64{-7, 2}, func(x []float64) []float64 {
		return []float64{x[0] / 10, 2 * x[1]}
	}, 30)
	for _, step := range []int{0, 1, 2, 30} {
		fmt.Printf("%2d  %9.6f  %9.6f\n", step, points[step][0], points[step][1])
	}
	// Output:
	//  0  -7.000000   2.000000
	//  1  -6.700001   1.700000
	//  2  -6.400417   1.402246
	// 30   0.136007   0.318245
}

func ExampleAffineFrom() {
	l := nn.AffineFrom(nn.FromRows([][]float64{{1, 2}, {3, 4}}), nn.FromFloats([]float64{10, 20}, 2))
	fmt.Println(l.Forward(nn.FromRows([][]float64{{1, 1}}), false))
	// Output: [[14 26]]
}

func ExampleTensor_MatMul() {
	a := nn.FromRows([][]float64{{1, 2}, {3, 4}})
	fmt.Println(a.MatMul(a.T()))
	fmt.Println(a.MatMul(a).Sum(), a.Mean(), a.Argmax())
	// Output:
	// [[ 5 11]
	//  [11 25]]
	// 54 2.5 [1 1]
}

func ExampleNumericalGradient() {
	f := func(x []float64) float64 { return x[0]*x[0] + x[1]*x[1] }
	g := nn.NumericalGradient(f, []float64{3, 4})
	fmt.Printf("%.4f\n", g)
	// Output: [6.0000 8.0000]
}

func ExampleIm2Col() {
	x := nn.FromFloats([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 3, 3, 1)
	fmt.Println(nn.Im2Col(x, 2, 1, 0))
	// Output:
	// [[1 2 4 5]
	//  [2 3 5 6]
	//  [4 5 7 8]
	//  [5 6 8 9]]
}

func ExampleStd() {
	fmt.Println(nn.Std(0.01), nn.He, nn.Xavier)
	l := nn.NewAffine(1000)
	l.Build([]int{1000}, nn.Std(0.01), nn.NewRand(1))
	fmt.Printf("%.4f\n", l.W.Value.Std())
	// Output:
	// 0.01 he xavier
	// 0.0100
}

// (in + 2·pad − filter)/stride + 1, the sizes of section 7.2.
func ExampleOutSize() {
	fmt.Println(nn.OutSize(4, 3, 1, 1), nn.OutSize(7, 3, 2, 0), nn.OutSize(28, 5, 3, 2), nn.OutSize(31, 5, 3, 2))
	// Output: 4 3 10 11
}

func ExampleNewExamples() {
	x, labels := xor()
	examples := nn.NewExamples(x, labels)
	fmt.Println(examples.Len(), "examples of", examples.ExampleLen(), "numbers")
	// Output: 4 examples of 2 numbers
}

// Every example once in each pass, in random order.
func ExampleBatches_Next() {
	x := nn.Arange(0, 5, 1).Reshape(5, 1)
	batches := nn.NewBatches(nn.NewExamples(x, []int{0, 1, 2, 3, 4}), 2, nn.NewRand(1))
	for range 2 * batches.PerEpoch() {
		x, labels := batches.Next()
		fmt.Println(x.Float64s(), labels)
	}
	// Output:
	// [2 4] [2 4]
	// [1 3] [1 3]
	// [0] [0]
	// [4 3] [4 3]
	// [0 1] [0 1]
	// [2] [2]
}

func ExampleConv2DFrom() {
	edge := nn.FromRows([][]float64{{-1, 1}}).Reshape(1, 2, 1, 1) // height, width, channels, filters
	l := nn.Conv2DFrom(edge, nn.New(1), 1, 0)
	image := nn.FromRows([][]float64{{0, 0, 9, 9}, {0, 9, 9, 0}}).Reshape(1, 2, 4, 1)
	fmt.Println(l.Forward(image, false).Reshape(2, 3))
	// Output:
	// [[0 9  0]
	//  [9 0 -9]]
}

// The gradients of a convolution by hand.
func ExampleConv2D_Backward() {
	l := nn.Conv2DFrom(nn.FromRows([][]float64{{1, 2}, {3, 4}}).Reshape(2, 2, 1, 1), nn.New(1), 1, 0)
	x := nn.FromRows([][]float64{{1, 0, 0}, {0, 0, 0}, {0, 0, 5}}).Reshape(1, 3, 3, 1)
	fmt.Println(l.Forward(x, true).Reshape(2, 2))
	dx := l.Backward(nn.Full(1, 1, 2, 2, 1))
	fmt.Println(dx.Reshape(3, 3))
	fmt.Println(l.W.Grad.Reshape(2, 2), l.B.Grad)
	// Output:
	// [[1  0]
	//  [0 20]]
	// [[1  3 2]
	//  [4 10 6]
	//  [3  7 4]]
	// [[1 0]
	//  [0 5]] [4]
}

// Of each window of 2 × 2 the greatest value goes on, and the gradient goes back to where it came from.
func ExampleMaxPool_Backward() {
	l := nn.NewMaxPool(2, 2)
	x := nn.FromRows([][]float64{{1, 2, 1, 0}, {0, 1, 2, 3}, {3, 0, 1, 2}, {2, 4, 0, 1}}).Reshape(1, 4, 4, 1)
	fmt.Println(l.Forward(x, true).Reshape(2, 2))
	fmt.Println(l.Backward(nn.Full(1, 1, 2, 2, 1)).Reshape(4, 4))
	// Output:
	// [[2 3]
	//  [4 2]]
	// [[0 1 0 0]
	//  [0 0 0 1]
	//  [0 0 0 1]
	//  [0 1 0 0]]
}

// An optimizer works on any parameters, with or without a network.
func ExampleSGD_Update() {
	p := nn.NewParam("x", nn.FromFloats([]float64{-7, 2}, 2))
	opt := nn.NewSGD(0.5)
	for range 3 {
		p.Grad = p.Value.Mul(nn.FromFloats([]float64{0.1, 2}, 2)) // of x²/20 + y²
		opt.Update([]*nn.Param{p})
		fmt.Printf("%.3f\n", p.Value.Float64s())
	}
	// Output:
	// [-6.650 0.000]
	// [-6.318 0.000]
	// [-6.002 0.000]
}

func ExampleSGD_SetLearningRate() {
	opt := nn.NewSGD(0.1)
	opt.SetLearningRate(opt.LearningRate() / 10)
	fmt.Println(opt.LR)
	// Output: 0.01
}

// Without its memory, an optimizer starts like a new one.
func ExampleAdam_Reset() {
	step := func(p *nn.Param, opt nn.Optimizer) {
		p.Grad.Data[0] = 3
		opt.Update([]*nn.Param{p})
	}
	p, opt := nn.NewParam("x", nn.New(1)), nn.NewAdam(0.5)
	step(p, opt)
	opt.Reset()
	p.Value.Data[0] = 0
	step(p, opt)
	q := nn.NewParam("x", nn.New(1))
	step(q, nn.NewAdam(0.5))
	fmt.Println(p.Value.Equal(q.Value, 0))
	// Output: true
}

// A search over two settings: the best trial, the scores as a matrix for a heat map, and a single trial.
func ExampleSearchResult_Best() {
	res := nn.Search(nn.Grid{
		Axes: []nn.Axis{{Name: "lr", Values: []float64{0.1, 1}}, {Name: "hidden", Values: []float64{5, 10, 20}}},
		Rand: nn.NewRand(1),
		Run: func(t *nn.Trial) float64 { // in place of a training
			return t.Value("lr") * float64(t.Int("hidden")) / 20
		},
	})
	fmt.Println(res.Best())
	fmt.Println(res.Matrix("lr", "hidden"))
	// Output:
	// lr=1 hidden=20: 1.0000
	// [[0.025 0.05 0.1] [0.25 0.5 1]]
}
