package nn

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"quire/nn/internal/kernel"
)

// Net is a chain of layers and a loss. Its structure does not change after it was built; there is no field whose change
// would be ignored. A Net is itself a Layer.
//
// A Net is for one goroutine at a time.
type Net struct {
	layers []Layer
	names  []string
	shapes [][]int // shapes[i] is that of one example at the input of layer i; the last one is the output's
	params []*Param
	loss   Loss
	decay  float64
	values []float32 // all parameters, one after the other
	grads  []float32
	pure   bool   // every layer is one of this package: evaluation may use several goroutines
	view   Tensor // of a batch in training whose examples have another shape
}

// NetSpec describes a network.
type NetSpec struct {
	Input       []int   // shape of one example: {784}, or {28, 28, 1}
	Layers      []Layer // new ones: a layer belongs to one network
	Init        Init    // how weights start; empty: He
	Loss        Loss    // nil: SoftmaxCrossEntropy
	WeightDecay float64 // λ of the penalty ½·λ·ΣW², added to the loss
	Rand        *Rand   // stream for weights and dropout; nil: the default one
}

// NewNet returns a network for examples of the given shape, with He's initial weights from the default stream and the
// loss SoftmaxCrossEntropy.
func NewNet(input []int, layers []Layer) *Net { return BuildNet(NetSpec{Input: input, Layers: layers}) }

// BuildNet returns the network of a description. It panics with a *ShapeError that names the layer when shapes do not
// fit.
func BuildNet(s NetSpec) *Net {
	if len(s.Layers) == 0 {
		misuse("BuildNet", "there are no layers")
	}
	n := &Net{layers: slices.Clone(s.Layers), loss: s.Loss, decay: s.WeightDecay, pure: true}
	if n.loss == nil {
		n.loss = NewSoftmaxCrossEntropy()
	}
	r := orDefault(s.Rand)
	count := map[string]int{}
	shape := slices.Clone(s.Input)
	n.shapes = append(n.shapes, shape)
	for i, l := range n.layers {
		if l == nil {
			misuse("BuildNet", "layer %d is nil", i+1)
		}
		if k := twin(n.layers[:i], l); k >= 0 {
			misuse("BuildNet", "layers %d and %d are the same value; make a new layer for each place", k+1, i+1)
		}
		kind := kindOf(l)
		count[kind]++
		name := fmt.Sprintf("%s%d", kind, count[kind])
		n.names = append(n.names, name)
		shape = place(l, shape, s.Init, r.Split(name), fmt.Sprintf("layer %d, %s", i+1, name))
		n.shapes = append(n.shapes, shape)
		if _, ok := l.(cloner); !ok {
			n.pure = false
		}
		n.adopt(name, l)
	}
	n.flatten()
	return n
}

// twin returns the place of l among other layers, or −1. Layers without fields may share their address.
func twin(others []Layer, l Layer) int {
	v := reflect.ValueOf(l)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() == reflect.Invalid || v.Elem().Type().Size() == 0 {
		return -1
	}
	return slices.IndexFunc(others, func(o Layer) bool {
		w := reflect.ValueOf(o)
		return w.Kind() == reflect.Pointer && w.Type() == v.Type() && w.Pointer() == v.Pointer()
	})
}

// kindOf returns the name of a layer's type, or "Layer" for a type without one.
func kindOf(l Layer) string {
	t := reflect.TypeOf(l)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := t.Name()
	if strings.HasPrefix(name, "_") { // the wrapper of an interpreted type
		name = interpretedKind(l)
	}
	if name == "" || name == "funcLayer" {
		return "Layer"
	}
	return name
}

// interpretedKind returns the type's name of a layer that is interpreted: its wrapper holds the value in its first field.
func interpretedKind(l Layer) string {
	v := reflect.Indirect(reflect.ValueOf(l))
	if v.Kind() != reflect.Struct || v.NumField() == 0 || !v.Field(0).CanInterface() {
		return ""
	}
	named, ok := v.Field(0).Interface().(interface{ TypeName() string })
	if !ok {
		return ""
	}
	return named.TypeName()
}

// place builds a layer for inputs of the given shape and returns the shape of its output. A ShapeError of the layer
// gets the layer's place.
func place(l Layer, input []int, init Init, r *Rand, where string) []int {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *ShapeError:
			panic(&ShapeError{Op: where, Got: e.Got, Wanted: e.Wanted, Advice: e.Advice})
		default:
			panic(e)
		}
	}()
	if b, ok := l.(Builder); ok {
		b.Build(input, init, r)
	}
	if s, ok := l.(OutputShaper); ok {
		return slices.Clone(s.OutputShape(input))
	}
	y := l.Forward(New(append([]int{1}, input...)...), false)
	if y == nil || len(y.Shape) == 0 || y.Shape[0] != 1 {
		misuse(where, "Forward of one example of shape %s gave no tensor of shape (1, …)", shapeText(input))
	}
	return slices.Clone(y.Shape[1:])
}

// adopt takes over a layer's parameters.
func (n *Net) adopt(name string, l Layer) {
	for _, p := range l.Params() {
		if p == nil || p.Value == nil {
			misuse("BuildNet", "%s has a parameter without Value; make it with NewParam", name)
		}
		if p.Grad == nil {
			p.Grad = New(p.Value.Shape...)
		}
		if p.owned {
			misuse("BuildNet", "%s belongs to another network already; make a new layer", name)
		}
		p.owned = true
		p.Name = name + "." + p.Name
		n.params = append(n.params, p)
	}
}

// flatten moves all parameters and gradients into one vector each.
func (n *Net) flatten() {
	total := 0
	for _, p := range n.params {
		total += (len(p.Value.Data) + 15) &^ 15 // whole cache lines
	}
	n.values, n.grads = aligned(total), aligned(total)
	at := 0
	for _, p := range n.params {
		end := at + len(p.Value.Data)
		copy(n.values[at:end], p.Value.Data)
		p.Value.Data = n.values[at:end:end]
		p.Grad.Data = n.grads[at:end:end]
		at += (len(p.Value.Data) + 15) &^ 15
	}
}

// Layers returns the layers in order. Changing the slice changes nothing in the network.
func (n *Net) Layers() []Layer { return slices.Clone(n.layers) }

// Params returns all parameters in the order of the layers, named by layer: "Affine1.W".
func (n *Net) Params() []*Param { return n.params }

// NumParams returns the number of trained numbers.
func (n *Net) NumParams() int {
	total := 0
	for _, p := range n.params {
		total += len(p.Value.Data)
	}
	return total
}

// InputShape returns the shape of one example.
func (n *Net) InputShape() []int { return slices.Clone(n.shapes[0]) }

// OutputShape returns the shape of the output for one example.
func (n *Net) OutputShape(input []int) []int { return slices.Clone(n.shapes[len(n.shapes)-1]) }

// input returns x in the shape that the network takes: an example may come in another shape of as many elements. view
// becomes the result when x has another shape.
func (n *Net) input(op string, x, view *Tensor) *Tensor {
	want := n.shapes[0]
	if len(x.Shape) == len(want)+1 && slices.Equal(x.Shape[1:], want) {
		return x
	}
	if len(x.Shape) < 2 || x.rowLen() != volume(op, want) {
		misshape(op, "x", x.Shape, batchText(want), "")
	}
	view.Shape = append(append(view.Shape[:0], x.Shape[0]), want...)
	view.Data = x.Data
	return view
}

// Forward returns the outputs (logits) for a batch x of shape (N, example). An example may have another shape of as many
// elements than the network's input: (N, 784) serves for (N, 28, 28, 1).
func (n *Net) Forward(x *Tensor, train bool) *Tensor {
	if train {
		x = n.input("Net.Forward", x, &n.view)
	} else {
		x = n.input("Net.Forward", x, new(Tensor)) // several goroutines may evaluate
	}
	for _, l := range n.layers {
		x = l.Forward(x, train)
	}
	return x
}

// Backward sets all gradients for the gradient dy by the output of the last Forward with train set, and returns the
// gradient by the input. The weight penalty is not part of it.
func (n *Net) Backward(dy *Tensor) *Tensor {
	for i := len(n.layers) - 1; i >= 0; i-- {
		dy = n.layers[i].Backward(dy)
	}
	return dy
}

// Gradient runs forward and backward on a batch: it sets all gradients, with the weight penalty, and returns the loss.
func (n *Net) Gradient(x *Tensor, labels []int) float64 {
	loss := n.loss.Forward(n.Forward(x, true), labels)
	dy := n.loss.Backward()
	for i := len(n.layers) - 1; i > 0; i-- {
		dy = n.layers[i].Backward(dy)
	}
	// Nothing needs the gradient by the input.
	if first, ok := n.layers[0].(paramBackwarder); ok {
		first.backwardParams(dy)
	} else {
		n.layers[0].Backward(dy)
	}
	if n.decay != 0 {
		for _, p := range n.params {
			if p.decay {
				kernel.Decay(p.Grad.Data, p.Value.Data, float32(n.decay))
			}
		}
	}
	return loss + n.penalty()
}

// paramBackwarder is a layer that can leave out the gradient by its input.
type paramBackwarder interface{ backwardParams(dy *Tensor) }

// penalty returns ½·λ·ΣW².
func (n *Net) penalty() float64 {
	if n.decay == 0 {
		return 0
	}
	s := 0.0
	for _, p := range n.params {
		if p.decay {
			norm := p.Value.Norm()
			s += float64(norm * norm)
		}
	}
	return 0.5 * n.decay * s
}

// Step trains on one batch: Gradient, then Update of the optimizer. It returns the loss before the update. After the
// first step on a batch of this size it allocates no memory.
func (n *Net) Step(x *Tensor, labels []int, opt Optimizer) float64 {
	loss := n.Gradient(x, labels)
	opt.Update(n.params)
	return loss
}

// Loss returns the loss of a batch in evaluation mode, with the weight penalty.
func (n *Net) Loss(x *Tensor, labels []int) float64 {
	y := n.Forward(x, false)
	if s, ok := n.loss.(*SoftmaxCrossEntropy); ok {
		checkLabels("Net.Loss", y, labels)
		return s.value(y, labels)/float64(len(labels)) + n.penalty()
	}
	return n.loss.Forward(y, labels) + n.penalty()
}

// Predict returns the outputs (logits) for a batch in evaluation mode.
func (n *Net) Predict(x *Tensor) *Tensor { return n.Forward(x, false) }

// Classify returns for each example the class with the greatest output.
func (n *Net) Classify(x *Tensor) []int { return n.Forward(x, false).Argmax() }

// Activations returns the output of every layer for a batch in evaluation mode, in order.
func (n *Net) Activations(x *Tensor) []*Tensor {
	x = n.input("Net.Activations", x, new(Tensor))
	all := make([]*Tensor, len(n.layers))
	for i, l := range n.layers {
		x = l.Forward(x, false)
		all[i] = x
	}
	return all
}

// cloner is a layer of this package: it can be copied, and its Forward without train keeps nothing.
type cloner interface{ clone() Layer }

// Clone returns a copy that shares nothing with the network, for layers of this package. It panics with a *UsageError
// for others: build the network anew and copy the parameters.
func (n *Net) Clone() *Net {
	s := NetSpec{Input: n.shapes[0], WeightDecay: n.decay, Rand: NewRand(0)}
	for i, l := range n.layers {
		c, ok := l.(cloner)
		if !ok {
			misuse("Net.Clone", "%s is not a layer of this package; build the network anew", n.names[i])
		}
		s.Layers = append(s.Layers, c.clone())
	}
	if _, ok := n.loss.(*SoftmaxCrossEntropy); !ok {
		s.Loss = n.loss
	}
	return BuildNet(s)
}

// finite reports whether v is a number.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
