// Package nn trains the neural networks of an introductory course, fast enough for a laptop and with the same result on
// every machine.
//
// # Tensors
//
// A [Tensor] is a shape and a slice of float32, row by row. The first axis counts examples: a batch of vectors has shape
// (N, features), a batch of images (N, height, width, channels). There are no views and no strides; every method gives a
// new tensor unless its first sentence says otherwise. Only Reshape, Expand and Squeeze share Data.
//
// Those who know NumPy will find their way: shapes are broadcast by its rules ([Tensor.Add]), axes are counted from 0 or,
// as −1, from the end, and sums along an axis ([Tensor.SumAxis]) drop it. A number in place of a tensor is [Full] without
// a shape: x.Greater(nn.Full(0)). Parts are taken by [Tensor.Rows], [Tensor.Cols], [Tensor.Slice] and [Tensor.Take], and
// put together by [Concat] and [Stack].
//
// # Networks
//
// A [Layer] has three methods: Forward, Backward and Params. A cell can write its own and mix it with those here; [Base]
// supplies what a layer without parameters does not need, and [Func] makes one from two functions. A [Net] is a chain of
// layers and a [Loss]; it is put together once, by [NewNet], [BuildNet] or one of the book's: [NewTwoLayerNet] (chapters 4
// and 5), [NewMLP] (chapter 6), [NewSimpleConvNet] (chapter 7) and [NewDeepConvNet] (chapter 8):
//
//	net := nn.NewMLP(nn.MLP{Sizes: []int{784, 50, 10}, Activation: "relu", Init: nn.He})
//	h := nn.Fit(net, train, nn.NewMomentum(0.01, 0.9), nn.FitOptions{Epochs: 3, Validation: valid})
//	fmt.Println(h.Last().ValidAccuracy)
//
// [NewSequential] and [NewResidual] make one layer of several, for blocks that are used again. Layers and parameters have
// names that say where they are: "Affine1.W", "Residual2.Conv2D1.b". [Net.Summary] lists the layers with shapes,
// parameters, operations and memory.
//
// The structure of a network does not change after it was built. An assignment to a setting of one of its layers, such as
// l.Out = 20, is refused by the next Forward, and so is a parameter that was replaced by another. The numbers may change at
// any time: p.Value.Data[0] = 1, or p.Value = p.Value.Sub(p.Grad.Scale(0.1)).
//
// Training by hand is as fast: take a batch from [NewBatches] and call [Net.Step], or call [Net.Gradient] and then
// Update of an [Optimizer]. Going through the layers one by one, as the book does, costs about a third more for a network
// like this one, because it also computes the gradient by the images. The package's examples show the three ways of working:
// a training by [Fit], a loop by hand, and a layer of one's own.
//
// Training and evaluation are told apart by the argument train of Forward, never by a hidden mode. With train set, what
// Forward returns belongs to the layer and is valid until its next Forward; without, the result is the caller's, and
// several goroutines may evaluate a network of this package's layers at once.
//
// # Copies, files, transfer
//
// [Net.Clone] copies a network, [Net.CopyParams] the numbers of all or some layers, and [Net.Freeze] keeps the first layers
// as they are while the others are trained. [Net.SaveFile] and [Net.LoadFile] keep the numbers in a file with a checksum,
// [SaveTraining] and [LoadTraining] all that a training needs to go on with the same bits. [Net.Hash] tells whether two
// networks are equal.
//
// # Checking gradients
//
// [GradientCheck] compares the gradients of a network with differences of its loss, [GradientCheckLayer] those of a single
// layer; the report says in words which gradient is wrong, where and by what factor.
//
// # Losses, targets and penalties
//
// A [Loss] compares outputs with labels: [SoftmaxCrossEntropy] for classes, [BCE] for yes and no. A [TargetLoss] compares
// them with numbers, too: [MSE] and [Huber] for a regression, soft labels for SoftmaxCrossEntropy. [NewTargets] gives the
// examples of such a training to [Fit], which reports R² in the place of the accuracy; [Net.StepTarget] is a step by hand:
//
//	net := nn.NewMLP(nn.MLP{Sizes: []int{1, 20, 1}, Activation: "tanh", Loss: nn.NewMSE()})
//	h := nn.Fit(net, nn.NewTargets(x, t), nn.NewAdam(0.01), nn.FitOptions{Epochs: 50})
//
// WeightDecay and L1 of [NetSpec] add penalties to the loss, for the parameters that [Param.Decays] names; [ClipNorm] and
// [ClipValue] limit gradients.
//
// # Training
//
// [Fit] takes a [Schedule] of learning rates, such as [NewCosineDecay] or [NewWarmup]; keeps validation examples aside
// (ValidationSplit), stops when they are predicted no better (Patience) and ends with the best parameters; measures what a
// [Metric] says; and calls back after each iteration and each pass (OnStep, OnEpoch). It returns a [History], which a
// notebook draws. An interrupt ends it with the parameters of that moment; a History that was given to Fit holds what came
// before, and Fit goes on from it.
//
// # Choosing settings
//
// [Search] trains a fresh network for every point of a grid, and [RandomSearch] for settings drawn from ranges, one per
// core, each from its own random stream, so that the outcome depends neither on the number of cores nor on the order in
// which trials end. A [SearchResult] can be saved and continued. Choose by validation accuracy; the test set is for the
// end.
//
// # The same bits
//
// Results do not depend on the number of cores or on the instruction set. A sum over an index is one chain of fused
// multiply-adds in ascending order, column sums add rows in blocks of fixed size, and exp, log and tanh are our own.
// Weights, activations and gradients with a magnitude below 2⁻⁶² become zero.
//
// # Random numbers
//
// Everything random draws from a [Rand] that is given, or from the default stream ([DefaultRand]), which the notebook
// seeds for every cell: a cell that runs again repeats its numbers.
//
// # Errors
//
// Tensors that do not fit panic with a [*ShapeError], which says what came, what was wanted and what to do. Settings that
// cannot work panic with a [*UsageError]. Files are read and written by functions that return an error.
package nn
