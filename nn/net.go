package nn

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Net is a chain of layers and a loss. Its structure does not change after it was built; there is no field whose change
// would be ignored. A Net is itself a Layer.
//
// A Net is for one goroutine at a time.
type Net struct {
	layers []Layer
	plan   []stage // the layers as they train
	names  []string
	shapes [][]int // shapes[i] is that of one example at the input of layer i; the last one is the output's
	params []*Param
	loss   Loss
	decay  penalties
	values []float32 // all parameters, one after the other
	grads  []float32
	pure   bool   // every layer is one of this package: evaluation may use several goroutines
	view   Tensor // of a batch in training whose examples have another shape
	target Tensor // the same for targets
	born   int64  // how many networks there were when it was built
	trial  *Trial // of a search that it belongs to
}

// NetSpec describes a network.
type NetSpec struct {
	Input       []int   // shape of one example: {784}, or {28, 28, 1}
	Layers      []Layer // new ones: a layer belongs to one network
	Init        Init    // how weights start; empty: He
	Loss        Loss    // nil: SoftmaxCrossEntropy
	WeightDecay float64 // λ of the penalty ½·λ·ΣW², added to the loss; biases, gamma and beta are left out
	L1          float64 // λ of the penalty λ·Σ|W|, which draws weights to 0
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
	n := &Net{layers: slices.Clone(s.Layers), loss: s.Loss, decay: penalties{l1: s.L1, l2: s.WeightDecay}, pure: true}
	n.decay.check("BuildNet")
	if n.loss == nil {
		n.loss = NewSoftmaxCrossEntropy()
	}
	r := orDefault(s.Rand)
	n.born, n.trial = births.Add(1), r.trial
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
	n.plan = makePlan(n.layers)
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
	if x == nil {
		misuse(op, "x is nil; give a batch of shape %s", batchText(want))
	}
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
