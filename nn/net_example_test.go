package nn_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"quire/nn"
)

// small returns a network for the examples: two inputs, three hidden units, two outputs.
func small() *nn.Net {
	return nn.BuildNet(nn.NetSpec{
		Input:  []int{2},
		Layers: []nn.Layer{nn.NewAffine(3), nn.NewReLU(), nn.NewAffine(2)},
		Rand:   nn.NewRand(1),
	})
}

func ExampleNewNet() {
	net := nn.NewNet([]int{28, 28, 1}, []nn.Layer{
		nn.NewConv2D(8, 3, 1, 1), nn.NewReLU(), nn.NewMaxPool(2, 2),
		nn.NewFlatten(), nn.NewAffine(10),
	})
	fmt.Println(net)
	// Output: Net((28, 28, 1) → Conv2D1 → ReLU1 → MaxPool1 → Flatten1 → Affine1 → 10)
}

// Everything that can be chosen; names for the layers, weights of deviation 0.01, and a penalty on large weights.
func ExampleBuildNet() {
	net := nn.BuildNet(nn.NetSpec{
		Input:       []int{4},
		Layers:      []nn.Layer{nn.NewAffine(8), nn.NewTanh(), nn.NewAffine(3)},
		Names:       []string{"Hidden", "Tanh", "Output"},
		Init:        nn.Std(0.01),
		Loss:        nn.NewLabelSmoothing(0.1),
		WeightDecay: 1e-4,
		Rand:        nn.NewRand(1),
	})
	fmt.Println(net)
	for _, p := range net.Params() {
		fmt.Println(p.Name, p.Value.Shape)
	}
	// Output:
	// Net(4 → Hidden → Tanh → Output → 3)
	// Hidden.W [4 8]
	// Hidden.b [8]
	// Output.W [8 3]
	// Output.b [3]
}

// Layers that do not fit are found when the network is built, and the message says which and why.
func ExampleBuildNet_error() {
	defer func() { fmt.Println(recover()) }()
	nn.NewNet([]int{28, 28, 1}, []nn.Layer{
		nn.NewConv2D(4, 5, 1, 0),
		nn.NewResidual([]nn.Layer{nn.NewConv2D(8, 3, 1, 1), nn.NewReLU()}),
	})
	// Output: nn: layer 2, Residual1: f(x) is (N, 24, 24, 8), want (N, 24, 24, 4) like x; keep the shape in the block, or bring x to that of f(x) with NewProjectedResidual
}

// What a network is made of cannot be changed: an assignment is refused, not ignored.
func ExampleNet() {
	hidden := nn.NewAffine(3)
	net := nn.NewNet([]int{2}, []nn.Layer{hidden, nn.NewReLU(), nn.NewAffine(2)})
	hidden.Out = 20
	defer func() { fmt.Println(recover()) }()
	net.Predict(nn.New(1, 2))
	// Output: nn: Net.Forward: Affine1.Out was 3 when the network was built and is 20 now; a network does not change: build a new one
}

func ExampleNewMLP() {
	net := nn.NewMLP(nn.MLP{Sizes: []int{784, 50, 30, 10}, BatchNorm: true, Dropout: 0.2, Rand: nn.NewRand(1)})
	fmt.Println(net.Names())
	fmt.Println(net.NumParams(), "numbers to train")
	// Output:
	// [Affine1 BatchNorm1 ReLU1 Dropout1 Affine2 BatchNorm2 ReLU2 Dropout2 Affine3]
	// 41250 numbers to train
}

// The network of chapter 5 of the book.
func ExampleNewTwoLayerNet() {
	net := nn.NewTwoLayerNet(nn.TwoLayerNet{Activation: "relu", Rand: nn.NewRand(1)})
	fmt.Print(net.Summary())
	// Output:
	// layer    output    parameters   FLOPs  bytes, N = 100
	// input    (N, 784)                             313,600
	// Affine1  (N, 50)       39,250  78,400         354,000
	// Relu1    (N, 50)            0                  40,000
	// Affine2  (N, 10)          510   1,000          12,080
	// total                  39,760  79,400         719,680
}

// The network of chapter 7 with the settings of the book.
func ExampleNewSimpleConvNet() {
	net := nn.NewSimpleConvNet(nn.SimpleConvNet{Rand: nn.NewRand(1)})
	fmt.Println(net)
	fmt.Println(net.NumParams(), net.Param("Conv1.W").Value.Shape)
	// Output:
	// Net((28, 28, 1) → Conv1 → Relu1 → Pool1 → Flatten1 → Affine1 → Relu2 → Affine2 → 10)
	// 433890 [5 5 1 30]
}

// The network of chapter 8, without the dropout that the book applies to the outputs.
func ExampleNewDeepConvNet() {
	net := nn.NewDeepConvNet(nn.DeepConvNet{PlainOutput: true, Rand: nn.NewRand(1)})
	names := net.Names()
	fmt.Println(len(names), "layers, the last", names[len(names)-3:])
	fmt.Println(net.NumParams())
	// Output:
	// 20 layers, the last [Relu7 Dropout1 Affine2]
	// 123552
}

// A step of training by hand: forward, loss, backward, update, as in chapter 5 of the book.
func ExampleNet_Forward() {
	x, labels := xor()
	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Rand: nn.NewRand(1)})
	loss, opt := nn.NewSoftmaxCrossEntropy(), nn.NewSGD(0.5)
	for i := range 401 {
		y := net.Forward(x, true)
		l := loss.Forward(y, labels)
		net.Backward(loss.Backward())
		opt.Update(net.Params())
		if i%200 == 0 {
			fmt.Printf("%3d %.3f\n", i, l)
		}
	}
	// Output:
	//   0 0.776
	// 200 0.014
	// 400 0.005
}

// The gradient by the input tells which pixels an output depends on.
func ExampleNet_Backward() {
	net := nn.NewNet([]int{3}, []nn.Layer{
		nn.AffineFrom(nn.FromRows([][]float64{{1, 0}, {0, 2}, {0, -3}}), nn.New(2)),
	})
	net.Forward(nn.FromRows([][]float64{{1, 1, 1}}), true)
	dx := net.Backward(nn.FromRows([][]float64{{0, 1}})) // of the second output
	fmt.Println(dx)
	// Output: [[0 2 -3]]
}

// The layers of a network by hand, one after the other, as chapter 5 goes through its ordered dictionary.
func ExampleNet_Layers() {
	net := small()
	x := nn.FromRows([][]float64{{1, -1}})
	y := x
	for i, l := range net.Layers() {
		y = l.Forward(y, false)
		fmt.Println(net.Names()[i], y.Shape)
	}
	fmt.Println(y.Equal(net.Predict(x), 0))
	// Output:
	// Affine1 [1 3]
	// ReLU1 [1 3]
	// Affine2 [1 2]
	// true
}

func ExampleNet_Names() {
	fmt.Println(small().Names())
	// Output: [Affine1 ReLU1 Affine2]
}

func ExampleNet_Activations() {
	net := small()
	for i, a := range net.Activations(nn.New(5, 2)) {
		fmt.Println(net.Names()[i], a.Shape)
	}
	// Output:
	// Affine1 [5 3]
	// ReLU1 [5 3]
	// Affine2 [5 2]
}

// The weights of a layer, to look at or to change.
func ExampleNet_Param() {
	net := small()
	b := net.Param("Affine2.b")
	b.Value.Data[1] = 100
	fmt.Println(b.Name, b.Value, net.Classify(nn.New(3, 2)))
	// Output: Affine2.b [0 100] [1 1 1]
}

func ExampleNet_Params() {
	for _, p := range small().Params() {
		fmt.Println(p.Name, p.Value.Shape, p.Grad.Shape)
	}
	// Output:
	// Affine1.W [2 3] [2 3]
	// Affine1.b [3] [3]
	// Affine2.W [3 2] [3 2]
	// Affine2.b [2] [2]
}

func ExampleNet_NumParams() {
	fmt.Println(small().NumParams()) // (2 + 1)·3 + (3 + 1)·2
	// Output: 17
}

func ExampleNet_InputShape() {
	net := nn.NewSimpleConvNet(nn.SimpleConvNet{Rand: nn.NewRand(1)})
	fmt.Println(net.InputShape(), net.OutputShape(nil))
	// Output: [28 28 1] [10]
}

func ExampleNet_Predict() {
	net := nn.NewNet([]int{2}, []nn.Layer{nn.AffineFrom(nn.FromRows([][]float64{{1, 0}, {0, 1}}), nn.New(2))})
	x := nn.FromRows([][]float64{{3, 1}, {0, 2}})
	fmt.Println(net.Predict(x))
	fmt.Printf("%.2f\n", net.Predict(x).Softmax().Rows64())
	// Output:
	// [[3 1]
	//  [0 2]]
	// [[0.88 0.12] [0.12 0.88]]
}

func ExampleNet_Classify() {
	net := nn.NewNet([]int{2}, []nn.Layer{nn.AffineFrom(nn.FromRows([][]float64{{1, 0}, {0, 1}}), nn.New(2))})
	fmt.Println(net.Classify(nn.FromRows([][]float64{{3, 1}, {0, 2}})))
	// Output: [0 1]
}

func ExampleNet_Loss() {
	net := nn.BuildNet(nn.NetSpec{Input: []int{2}, Layers: []nn.Layer{nn.NewAffine(10)}, Init: nn.Zero, Rand: nn.NewRand(1)})
	fmt.Printf("%.4f\n", net.Loss(nn.New(4, 2), []int{0, 3, 5, 9})) // ln 10: no class is likelier than another
	// Output: 2.3026
}

func ExampleNet_Summary() {
	net := nn.BuildNet(nn.NetSpec{
		Input: []int{8},
		Layers: []nn.Layer{
			nn.NewResidual([]nn.Layer{nn.NewAffine(8), nn.NewBatchNorm(), nn.NewReLU()}),
			nn.NewAffine(3),
		},
		Rand: nn.NewRand(1),
	})
	fmt.Print(net.Summary())
	// Output:
	// layer         output  parameters  FLOPs  bytes, N = 100
	// input         (N, 8)                              3,200
	// Residual1     (N, 8)          88    168          26,304
	//   Affine1     (N, 8)          72    128           6,976
	//   BatchNorm1  (N, 8)          16     32           6,528
	//   ReLU1       (N, 8)           0                  6,400
	// Affine1       (N, 3)          27     48           2,616
	// total                        115    216          32,120
}

func ExampleNet_TableFor() {
	for _, row := range small().TableFor(1) {
		fmt.Println(row[0], row[len(row)-1])
	}
	// Output:
	// layer bytes, N = 1
	// input 8
	// Affine1 96
	// ReLU1 24
	// Affine2 80
	// total 208
}

// A copy to go back to.
func ExampleNet_Clone() {
	x, labels := xor()
	net := small()
	before := net.Clone()
	net.Step(x, labels, nn.NewSGD(0.1))
	fmt.Println(net.Hash() == before.Hash())
	net.CopyParams(before)
	fmt.Println(net.Hash() == before.Hash())
	// Output:
	// false
	// true
}

// doubling is a layer of one's own that can be copied with its network.
type doubling struct{ nn.Base }

func (l *doubling) Forward(x *nn.Tensor, train bool) *nn.Tensor { return x.Scale(2) }
func (l *doubling) Backward(dy *nn.Tensor) *nn.Tensor           { return dy.Scale(2) }
func (l *doubling) Clone() nn.Layer                             { return &doubling{} }

func ExampleCloner() {
	net := nn.NewNet([]int{2}, []nn.Layer{nn.NewAffine(3), &doubling{}})
	fmt.Println(net.Clone())
	// Output: Net(2 → Affine1 → doubling1 → 3)
}

// Transfer learning: the first layers come from a trained network and stay as they are; the last is trained anew.
func ExampleNet_Freeze() {
	x, labels := xor()
	trained := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Rand: nn.NewRand(1)})
	opt := nn.NewAdam(0.05)
	for range 200 {
		trained.Step(x, labels, opt)
	}

	net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 3}, Rand: nn.NewRand(2)}) // three classes now
	net.CopyParams(trained, "Affine1")
	net.Freeze("Affine1")
	for _, p := range net.Params() {
		fmt.Println("to train:", p.Name)
	}
	opt = nn.NewAdam(0.05)
	for range 200 {
		net.Step(x, []int{2, 1, 1, 2}, opt)
	}
	fmt.Println(net.Classify(x), net.Param("Affine1.W").Hash() == trained.Param("Affine1.W").Hash())
	// Output:
	// to train: Affine2.W
	// to train: Affine2.b
	// [2 1 1 2] true
}

func ExampleNet_Unfreeze() {
	net := small()
	net.Freeze("Affine1")
	fmt.Println(net.Frozen(), len(net.Params()))
	net.Unfreeze()
	fmt.Println(net.Frozen(), len(net.Params()))
	// Output:
	// [Affine1] 2
	// [] 4
}

func ExampleNet_CopyParams() {
	a, b := small(), nn.NewMLP(nn.MLP{Sizes: []int{2, 3, 2}, Rand: nn.NewRand(9)})
	b.CopyParams(a)
	fmt.Println(a.Hash() == b.Hash())
	defer func() { fmt.Println(recover()) }()
	b.CopyParams(nn.NewMLP(nn.MLP{Sizes: []int{2, 4, 2}, Rand: nn.NewRand(9)}))
	// Output:
	// true
	// nn: Net.CopyParams: Affine1.W is (2, 4) in the network to copy from and (2, 3) in this one
}

// The same network has the same hash on every machine.
func ExampleNet_Hash() {
	fmt.Println(small().Hash()[:16])
	fmt.Println(small().Param("Affine1.W").Hash()[:16])
	// Output:
	// 9a26084e6a721107
	// 6ec99ea431531ee4
}

func ExampleNet_Save() {
	net, other := small(), nn.NewMLP(nn.MLP{Sizes: []int{2, 3, 2}, Rand: nn.NewRand(9)})
	var file bytes.Buffer
	fmt.Println(net.Save(&file), file.Len(), "bytes")
	fmt.Println(other.Load(&file), other.Hash() == net.Hash())
	// Output:
	// <nil> 208 bytes
	// <nil> true
}

// A file of another network is refused, and the network stays as it was.
func ExampleNet_Load() {
	var file bytes.Buffer
	if err := nn.NewMLP(nn.MLP{Sizes: []int{2, 5, 2}, Rand: nn.NewRand(1)}).Save(&file); err != nil {
		fmt.Println(err)
	}
	fmt.Println(small().Load(&file))
	// Output: load network: Affine1.W is (2, 5) in the file and (2, 3) in Net(2 → Affine1 → ReLU1 → Affine2 → 2)
}

func ExampleNet_SaveFile() {
	dir, err := os.MkdirTemp("", "nn")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "xor.net")
	net, other := small(), nn.NewMLP(nn.MLP{Sizes: []int{2, 3, 2}, Rand: nn.NewRand(9)})
	fmt.Println(net.SaveFile(path))
	fmt.Println(other.LoadFile(path), other.Hash() == net.Hash())
	// Output:
	// <nil>
	// <nil> true
}

// A training that is interrupted after 30 steps goes on from its file as if nothing had happened.
func ExampleSaveTraining() {
	dir, err := os.MkdirTemp("", "nn")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "training")

	x, labels := xor()
	start := func(seed uint64) (*nn.Net, nn.Optimizer, *nn.Batches) {
		net := nn.NewMLP(nn.MLP{Sizes: []int{2, 8, 2}, Dropout: 0.2, Rand: nn.NewRand(seed)})
		return net, nn.NewAdam(0.05), nn.NewBatches(nn.NewExamples(x, labels), 2, nn.NewRand(seed))
	}
	train := func(steps int, net *nn.Net, opt nn.Optimizer, batches *nn.Batches) {
		for range steps {
			bx, bt := batches.Next()
			net.Step(bx, bt, opt)
		}
	}
	whole, opt, batches := start(1)
	train(50, whole, opt, batches)

	net, opt, batches := start(1)
	train(30, net, opt, batches)
	fmt.Println(nn.SaveTraining(path, net, opt, batches))

	net, opt, batches = start(7) // another day, another program
	fmt.Println(nn.LoadTraining(path, net, opt, batches))
	train(20, net, opt, batches)
	fmt.Println(net.Hash() == whole.Hash())
	// Output:
	// <nil>
	// <nil>
	// true
}
