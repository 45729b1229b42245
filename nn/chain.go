package nn

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// chain is layers one after the other with their names, the shapes between them and their parameters: what a Net, a
// Sequential and a Residual are made of.
type chain struct {
	layers []Layer
	names  []string
	shapes [][]int  // shapes[i] is that of one example at the input of layer i; the last one is the output's
	params []*Param // in the order of the layers, named by layer: "Affine1.W"
	plan   []stage  // the layers as they train; in a Net those that are not frozen
}

// newChain returns a chain that is not built yet: it knows the names of its layers. op is who asks.
func newChain(op string, layers []Layer, names []string) chain {
	if len(layers) == 0 {
		misuse(op, "there are no layers; give at least one")
	}
	if names != nil && len(names) != len(layers) {
		misuse(op, "%d names for %d layers; give one for each, or none", len(names), len(layers))
	}
	c := chain{layers: slices.Clone(layers)}
	count := map[string]int{}
	for i, l := range c.layers {
		if l == nil {
			misuse(op, "layer %d is nil", i+1)
		}
		if _, ok := l.(*Net); ok {
			misuse(op, "layer %d is a network; put its layers into a NewSequential instead", i+1)
		}
		kind := kindOf(l)
		count[kind]++
		name := fmt.Sprintf("%s%d", kind, count[kind])
		if names != nil {
			name = names[i]
			checkName(op, name, c.names)
		}
		c.names = append(c.names, name)
	}
	c.checkTwins(op)
	return c
}

// checkName panics when a layer's name cannot be told from another, or from that of a layer in a block.
func checkName(op, name string, others []string) {
	if name == "" || strings.Contains(name, ".") {
		misuse(op, "the name %q cannot be used; give names that are not empty and have no dots", name)
	}
	if slices.Contains(others, name) {
		misuse(op, "two layers have the name %q; give each its own", name)
	}
}

// member is a layer inside a block, with its name there.
type member struct {
	name  string
	layer Layer
}

// block is a layer that is made of layers.
type block interface {
	Layer
	parts() []member
}

func (c *chain) parts() []member {
	list := make([]member, len(c.layers))
	for i, l := range c.layers {
		list[i] = member{c.names[i], l}
	}
	return list
}

// each calls f for every layer that is no block, in order, with its path: "Residual1.Conv2D2".
func (c *chain) each(f func(path string, l Layer)) { eachPart("", c.parts(), f) }

func eachPart(prefix string, parts []member, f func(path string, l Layer)) {
	for _, p := range parts {
		if b, ok := p.layer.(block); ok {
			eachPart(prefix+p.name+".", b.parts(), f)
		} else {
			f(prefix+p.name, p.layer)
		}
	}
}

// checkTwins panics when a layer stands at two places.
func (c *chain) checkTwins(op string) {
	places := map[any]string{}
	visit := func(path string, l Layer) {
		key := identity(l)
		if key == nil {
			return
		}
		if first, ok := places[key]; ok {
			misuse(op, "%s and %s are the same value; make a new layer for each place", first, path)
		}
		places[key] = path
	}
	for i, l := range c.layers {
		place := c.where(i)
		if b, ok := l.(block); ok {
			visit(place, l)
			eachPart(place+".", b.parts(), visit)
		} else {
			visit(place, l)
		}
	}
}

// identity returns what two places that hold the same layer have in common, or nil for a layer that has none: layers
// without fields may share their address.
func identity(l Layer) any {
	v := reflect.ValueOf(l)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() == reflect.Invalid || v.Elem().Type().Size() == 0 {
		return nil
	}
	if cell, ok := interpreted(l).(interface{ Empty() bool }); ok && cell.Empty() {
		return nil
	}
	return l
}

// kindOf returns the name of the type of a layer or a loss, or "Layer" for a type without one.
func kindOf(l any) string {
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

// interpretedKind returns the type's name of a layer that is interpreted.
func interpretedKind(l any) string {
	named, ok := interpreted(l).(interface{ TypeName() string })
	if !ok {
		return ""
	}
	return named.TypeName()
}

// interpreted returns what the first field of a struct holds, nil when it has none: there, the wrapper of an interpreted
// type keeps the value.
func interpreted(l any) any {
	v := reflect.Indirect(reflect.ValueOf(l))
	if v.Kind() != reflect.Struct || v.NumField() == 0 || !v.Field(0).CanInterface() {
		return nil
	}
	return v.Field(0).Interface()
}

// build builds all layers for inputs of the given shape and takes over their parameters. Each layer has a stream of its
// own, which depends on its name.
func (c *chain) build(op string, input []int, init Init, r *Rand) {
	c.shapes, c.params = [][]int{slices.Clone(input)}, nil
	for i, l := range c.layers {
		c.shapes = append(c.shapes, place(l, c.shapes[i], init, r.Split(c.names[i]), c.where(i)))
		c.adopt(op, c.names[i], l)
	}
	c.plan = makePlan(c.layers)
}

// place builds a layer for inputs of the given shape and returns the shape of its output.
func place(l Layer, input []int, init Init, r *Rand, where string) (output []int) {
	located(where, func() {
		if b, ok := l.(Builder); ok {
			b.Build(input, init, r)
		}
		output = shapeAfter(l, input)
	})
	return output
}

// located calls f. A ShapeError of a layer gets the layer's place.
func located(where string, f func()) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case *ShapeError:
			op := where
			if e.placed {
				op += ": " + e.Op
			}
			panic(&ShapeError{Op: op, Got: e.Got, Wanted: e.Wanted, Advice: e.Advice, placed: true})
		default:
			panic(e)
		}
	}()
	f()
}

// shapeAfter returns the shape of one example at the output of a layer that is built.
func shapeAfter(l Layer, input []int) []int {
	if s, ok := l.(OutputShaper); ok {
		return slices.Clone(s.OutputShape(input))
	}
	y := l.Forward(New(append([]int{1}, input...)...), false)
	if y == nil {
		panic(&ShapeError{Op: kindOf(l), Got: "Forward of one example gave nil", Wanted: "a tensor", Advice: "return the output"})
	}
	if len(y.Shape) == 0 || y.Shape[0] != 1 {
		misshape(kindOf(l), "the output for one example "+shapeText(append([]int{1}, input...)), y.Shape, "(1, …)", "the first axis counts examples")
	}
	return slices.Clone(y.Shape[1:])
}

// where says which layer it is in a message.
func (c *chain) where(i int) string { return fmt.Sprintf("layer %d, %s", i+1, c.names[i]) }

// adopt takes over a layer's parameters: they get the layer's name in front of theirs.
func (c *chain) adopt(op, name string, l Layer) {
	for _, p := range l.Params() {
		if p == nil || p.Value == nil {
			misuse(op, "%s has a parameter without Value; make it with NewParam", name)
		}
		if p.owned {
			misuse(op, "%s belongs to another network already; make a new layer", name)
		}
		if slices.Contains(c.params, p) {
			misuse(op, "%s has the parameter %s twice, or shares it with a layer before; give each layer its own", name, p.Name)
		}
		if p.Grad == nil {
			p.Grad = New(p.Value.Shape...)
		}
		if !slices.Equal(p.Grad.Shape, p.Value.Shape) {
			misshape(op, name+"."+p.Name+": Grad", p.Grad.Shape, shapeText(p.Value.Shape)+" like Value", "make it with NewParam")
		}
		p.Name = name + "." + p.Name
		c.params = append(c.params, p)
	}
}

// outputShape returns the shape at the end for one example of the given shape.
func (c *chain) outputShape(input []int) []int {
	for i, l := range c.layers {
		located(c.where(i), func() { input = shapeAfter(l, input) })
	}
	return input
}

// flops returns the multiplications and additions of all layers that count them.
func (c *chain) flops(input []int) int {
	total := 0
	for _, l := range c.layers {
		total += flopsOf(l, input)
		input = shapeAfter(l, input)
	}
	return total
}

func flopsOf(l Layer, input []int) int {
	if f, ok := l.(FLOPCounter); ok {
		return f.FLOPs(input)
	}
	return 0
}

func (c *chain) forward(x *Tensor, train bool) *Tensor {
	if train {
		return forwardPlan(c.plan, x)
	}
	for _, l := range c.layers {
		x = l.Forward(x, false)
	}
	return x
}

// state returns the running statistics of all layers.
func (c *chain) state() []*Tensor {
	var all []*Tensor
	for _, l := range c.layers {
		if s, ok := l.(Stateful); ok {
			all = append(all, s.State()...)
		}
	}
	return all
}

// paramsNow returns the parameters, also those that layers have before they are built.
func (c *chain) paramsNow() []*Param {
	if c.shapes != nil {
		return c.params
	}
	var all []*Param
	for _, l := range c.layers {
		all = append(all, l.Params()...)
	}
	return all
}
