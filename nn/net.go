package nn

import (
	"slices"
	"strings"
	"sync/atomic"
)

// Net is a chain of layers and a loss. Its structure does not change after it was built: layers cannot be added, replaced
// or resized. An assignment to a setting of a layer that is part of a network, such as l.Out = 20, is refused at the next
// Forward; build a new network instead. The numbers of parameters can be changed at any time.
//
// Training and evaluation are told apart by the argument train of Forward: Gradient, Step and Fit train; Predict,
// Classify, Loss, Accuracy, Evaluate and Activations evaluate. In training a Net is for one goroutine. In evaluation several
// goroutines may use it at once when its layers are those of this package, as long as none trains it.
type Net struct {
	chain
	loss    Loss
	decay   penalties
	values  []float32 // all parameters, one after the other
	grads   []float32
	pure    bool   // every layer is one of this package: evaluation may use several goroutines
	frozen  int    // layers from the input on that are not trained
	view    Tensor // of a batch in training whose examples have another shape
	target  Tensor // the same for targets
	seal    seal
	trained []*Param // params without those of frozen layers
	born    int64    // how many networks there were when it was built
	trial   *Trial   // of a search that it belongs to

	fitting, stepping atomic.Bool // a Fit, or a Gradient, is under way
}

// NetSpec describes a network.
type NetSpec struct {
	Input       []int    // shape of one example: {784}, or {28, 28, 1}
	Layers      []Layer  // new ones: a layer belongs to one network
	Names       []string // of the layers; nil: their kinds with numbers, Affine1, ReLU1, Affine2
	Init        Init     // how weights start; empty: He
	Loss        Loss     // nil: SoftmaxCrossEntropy
	WeightDecay float64  // λ of the penalty ½·λ·ΣW², added to the loss; biases, gamma and beta are left out
	L1          float64  // λ of the penalty λ·Σ|W|, which draws weights to 0
	Rand        *Rand    // stream for weights and dropout; nil: the default one
}

// NewNet returns a network for examples of the given shape, with He's initial weights from the default stream and the
// loss SoftmaxCrossEntropy.
func NewNet(input []int, layers []Layer) *Net { return BuildNet(NetSpec{Input: input, Layers: layers}) }

// BuildNet returns the network of a description. It makes the parameters and works out all shapes, once. The description
// and its slices are the caller's again afterwards: changing them changes nothing in the network.
//
// It panics with a *ShapeError when shapes do not fit, which names the layer and its position, what came and what is wanted:
//
//	nn: layer 2, Affine1: x is (N, 28, 28, 4), want (N, in); flatten it first: NewFlatten
//	nn: layer 3, Residual1: layer 2, Conv2D2: one example is (2, 2, 8), want at least 3 × 3 with the border; …
//
// and with a *UsageError for what else cannot work.
func BuildNet(s NetSpec) *Net {
	if len(s.Input) == 0 {
		misuse("BuildNet", "Input is empty; give the shape of one example, such as {784} or {28, 28, 1}")
	}
	for _, d := range s.Input {
		if d < 1 {
			misuse("BuildNet", "Input is %s; give the shape of one example, such as {784} or {28, 28, 1}, without the batch", shapeText(s.Input))
		}
	}
	n := &Net{chain: newChain("BuildNet", s.Layers, s.Names), loss: s.Loss, decay: penalties{l1: s.L1, l2: s.WeightDecay}, pure: true}
	n.decay.check("BuildNet")
	if n.loss == nil {
		n.loss = NewSoftmaxCrossEntropy()
	}
	r := orDefault(s.Rand)
	n.born, n.trial = births.Add(1), r.trial
	n.build("BuildNet", s.Input, s.Init, r)
	n.each(func(_ string, l Layer) { n.pure = n.pure && isOwn(l) })
	n.flatten()
	n.freeze(0)
	n.seal = newSeal(n)
	return n
}

// flatten moves all parameters and gradients into one vector each.
func (n *Net) flatten() {
	total := 0
	for _, p := range n.params {
		p.owned = true
		total += wholeLines(len(p.Value.Data))
	}
	n.values, n.grads = aligned(total), aligned(total)
	at := 0
	for _, p := range n.params {
		end := at + len(p.Value.Data)
		copy(n.values[at:end], p.Value.Data)
		p.Value.Data = n.values[at:end:end]
		p.Grad.Data = n.grads[at:end:end]
		at += wholeLines(len(p.Value.Data))
	}
}

// wholeLines rounds a number of float32 up to whole cache lines.
func wholeLines(n int) int { return (n + 15) &^ 15 }

// Layers returns the layers in order. Changing the slice changes nothing in the network.
func (n *Net) Layers() []Layer { return slices.Clone(n.layers) }

// Names returns the names of the layers in order.
func (n *Net) Names() []string { return slices.Clone(n.names) }

// Params returns the parameters that are trained, in the order of the layers, named by layer: "Affine1.W", in a block
// "Residual1.Conv2D2.W". Those of frozen layers are not among them: see Freeze.
func (n *Net) Params() []*Param { return n.trained }

// Param returns the parameter of the given name, such as "Affine1.W", frozen or not. It panics with a *UsageError when
// there is none.
func (n *Net) Param(name string) *Param {
	for _, p := range n.params {
		if p.Name == name {
			return p
		}
	}
	names := make([]string, len(n.params))
	for i, p := range n.params {
		names[i] = p.Name
	}
	misuse("Net.Param", "there is no parameter %q; there are %s", name, strings.Join(names, ", "))
	return nil
}

// NumParams returns the number of numbers in all parameters, frozen or not.
func (n *Net) NumParams() int {
	total := 0
	for _, p := range n.params {
		total += len(p.Value.Data)
	}
	return total
}

// InputShape returns the shape of one example.
func (n *Net) InputShape() []int { return slices.Clone(n.shapes[0]) }

// OutputShape returns the shape of the output for one example. input is the shape of the example, or nil; it panics with
// a *ShapeError when the network does not take that many numbers.
func (n *Net) OutputShape(input []int) []int {
	if input != nil && volume("Net.OutputShape", input) != volume("Net.OutputShape", n.shapes[0]) {
		misshape("Net.OutputShape", "one example", input, shapeText(n.shapes[0]), "")
	}
	return slices.Clone(n.shapes[len(n.shapes)-1])
}

// input returns x in the shape that the network takes: an example may come in another shape of as many elements. view
// becomes the result when x has another shape.
func (n *Net) input(op string, x, view *Tensor) *Tensor {
	want := n.shapes[0]
	if x == nil {
		misuse(op, "x is nil; give a batch of shape %s", batchText(want))
	}
	if len(x.Shape) == len(want)+1 && slices.Equal(x.Shape[1:], want) {
		return x
	}
	if len(x.Shape) < 2 || x.rowLen() != volume(op, want) {
		advice := ""
		if slices.Equal(x.Shape, want) {
			advice = "the first axis counts examples: Reshape" + shapeText(append([]int{1}, want...))
		}
		misshape(op, "x", x.Shape, batchText(want), advice)
	}
	view.Shape = append(append(view.Shape[:0], x.Shape[0]), want...)
	view.Data = x.Data
	return view
}
