package nn

import (
	"slices"

	"quire/nn/internal/kernel"
)

// projectionName is the name of the layer on the way around in a Residual.
const projectionName = "Projection"

// Residual is a layer whose input also goes around the layers inside: y = x + f(x) (He et al. 2016, arXiv:1512.03385,
// equation 1). The gradient goes both ways: dx = dy + df. Where f changes the shape, a projection brings x to the shape of
// f(x): y = p(x) + f(x) (equation 2).
//
// What stands inside is named by kind, the projection "Projection": "Residual1.Conv2D2.W", "Residual1.Projection.W".
type Residual struct {
	inside     chain
	projection Layer // nil: x itself
	around     []*Param

	built bool
	y, dx buffer
}

// NewResidual returns the block y = x + f(x), where f is the given layers one after the other; their output must have the
// shape of their input.
func NewResidual(layers []Layer) *Residual {
	return &Residual{inside: newChain("NewResidual", layers, nil)}
}

// NewProjectedResidual returns the block y = p(x) + f(x): f is the given layers one after the other, p a layer whose output
// has the shape of theirs. For images p is usually a NewConv2D of size 1 with the stride of f, for vectors a NewAffine.
func NewProjectedResidual(layers []Layer, projection Layer) *Residual {
	if projection == nil {
		misuse("NewProjectedResidual", "the projection is nil; use NewResidual when x needs none")
	}
	l := &Residual{inside: newChain("NewProjectedResidual", layers, nil), projection: projection}
	all := chain{layers: append(slices.Clone(l.inside.layers), projection), names: append(slices.Clone(l.inside.names), projectionName)}
	all.checkTwins("NewProjectedResidual")
	return l
}

// Layers returns the layers of f in order, without the projection. Changing the slice changes nothing in the block.
func (l *Residual) Layers() []Layer { return slices.Clone(l.inside.layers) }

// Projection returns p, or nil when x is added as it is.
func (l *Residual) Projection() Layer { return l.projection }

func (l *Residual) parts() []member {
	all := l.inside.parts()
	if l.projection != nil {
		all = append(all, member{projectionName, l.projection})
	}
	return all
}

// Build builds the layers inside and the projection for inputs of the given shape. It panics with a *ShapeError when
// their outputs have different shapes. A network does that; by itself a block is built at its first Forward.
func (l *Residual) Build(input []int, init Init, r *Rand) {
	if l.built {
		l.OutputShape(input)
		return
	}
	r = orDefault(r)
	l.inside.build("Residual", input, init, r)
	if l.projection != nil {
		place(l.projection, input, init, r.Split(projectionName), "the projection")
		c := chain{}
		c.adopt("Residual", projectionName, l.projection)
		l.around = c.params
	}
	l.OutputShape(input)
	l.built = true
}

// OutputShape returns the shape of f(x) for one example.
func (l *Residual) OutputShape(input []int) []int {
	out, direct := l.inside.outputShape(input), input
	if l.projection != nil {
		located("the projection", func() { direct = shapeAfter(l.projection, input) })
	}
	if slices.Equal(out, direct) {
		return slices.Clone(out)
	}
	if l.projection == nil {
		panic(&ShapeError{
			Op: "Residual", Got: "f(x) is " + batchText(out), Wanted: batchText(direct) + " like x",
			Advice: "keep the shape in the block, or bring x to that of f(x) with NewProjectedResidual",
		})
	}
	panic(&ShapeError{Op: "Residual", Got: "p(x) is " + batchText(direct), Wanted: batchText(out) + " like f(x)", Advice: "choose another projection"})
}

// FLOPs adds up what the layers inside and the projection count, and an addition for each output.
func (l *Residual) FLOPs(input []int) int {
	total := l.inside.flops(input) + volume("Residual", l.inside.outputShape(input))
	if l.projection != nil {
		total += flopsOf(l.projection, input)
	}
	return total
}

// State returns the running statistics of the layers inside and of the projection.
func (l *Residual) State() []*Tensor {
	all := l.inside.state()
	if s, ok := l.projection.(Stateful); ok {
		all = append(all, s.State()...)
	}
	return all
}

// Params returns the parameters of the layers inside, then those of the projection.
func (l *Residual) Params() []*Param {
	around := l.around
	if !l.built && l.projection != nil {
		around = l.projection.Params()
	}
	return append(slices.Clone(l.inside.paramsNow()), around...)
}

// Forward returns p(x) + f(x), of shape (N, output); p(x) is x without a projection.
func (l *Residual) Forward(x *Tensor, train bool) *Tensor {
	if len(x.Shape) == 0 {
		misshape("Residual.Forward", "x", x.Shape, "(N, …)", "the first axis counts examples")
	}
	if !l.built {
		l.Build(x.Shape[1:], He, nil)
	}
	direct := x
	if l.projection != nil {
		direct = l.projection.Forward(x, train)
	}
	f := l.inside.forward(x, train)
	if !slices.Equal(f.Shape, direct.Shape) {
		misshape("Residual.Forward", "f(x)", f.Shape, shapeText(direct.Shape)+" like the other side", "")
	}
	y := l.y.result(train, f.Shape...)
	addTo(y, f, direct)
	return y
}

// addTo sets y = a + b.
func addTo(y, a, b *Tensor) {
	copy(y.Data, a.Data)
	kernel.Decay(y.Data, b.Data, 1) // 1·b is b
}

// Backward sets the gradients inside and of the projection and returns the gradient by x, the sum of both ways.
func (l *Residual) Backward(dy *Tensor) *Tensor {
	checkGrad("Residual.Backward", dy, l.y.last())
	direct := dy
	if l.projection != nil {
		direct = l.projection.Backward(dy)
	}
	df := backwardPlan(l.inside.plan, dy, true)
	dx := l.dx.shaped(df.Shape...)
	addTo(dx, df, direct)
	return dx
}

// backwardParams is Backward without dx, for the first layer of a network.
func (l *Residual) backwardParams(dy *Tensor) {
	checkGrad("Residual.Backward", dy, l.y.last())
	if l.projection != nil {
		newLayerStage(l.projection).backward(dy, false)
	}
	backwardPlan(l.inside.plan, dy, false)
}

func (l *Residual) clone() Layer {
	c := NewResidual(cloneLayers("Residual", l.inside.parts()))
	if l.projection != nil {
		c.projection = cloneLayers("Residual", []member{{projectionName, l.projection}})[0]
	}
	return c
}
