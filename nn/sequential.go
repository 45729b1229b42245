package nn

// Sequential is a layer that is made of layers, one after the other: y = fₖ(… f₂(f₁(x))). In a network it is one layer
// with its own number; those inside are named after it: "Sequential1.Affine2". Blocks can hold blocks.
type Sequential struct {
	chain
	y *Tensor // of the last Forward with train set
}

// NewSequential returns the block of the given layers. Changing the slice afterwards changes nothing in the block.
func NewSequential(layers []Layer) *Sequential {
	return &Sequential{chain: newChain("NewSequential", layers, nil)}
}

// Layers returns the layers inside, in order. Changing the slice changes nothing in the block.
func (l *Sequential) Layers() []Layer { return append([]Layer(nil), l.layers...) }

// Build builds the layers inside, the first for inputs of the given shape. A network does that; by itself a block is
// built at its first Forward.
func (l *Sequential) Build(input []int, init Init, r *Rand) {
	if l.shapes != nil {
		l.outputShape(input)
		return
	}
	l.build("Sequential", input, init, orDefault(r))
}

// OutputShape returns the shape after the last layer.
func (l *Sequential) OutputShape(input []int) []int { return l.outputShape(input) }

// FLOPs adds up what the layers inside count.
func (l *Sequential) FLOPs(input []int) int { return l.flops(input) }

// State returns the running statistics of the layers inside.
func (l *Sequential) State() []*Tensor { return l.state() }

// Params returns the parameters of the layers inside: "Affine2.W".
func (l *Sequential) Params() []*Param { return l.paramsNow() }

// Forward passes x, of shape (N, …), through the layers.
func (l *Sequential) Forward(x *Tensor, train bool) *Tensor {
	if len(x.Shape) == 0 {
		misshape("Sequential.Forward", "x", x.Shape, "(N, …)", "the first axis counts examples")
	}
	if l.shapes == nil {
		l.Build(x.Shape[1:], He, nil)
	}
	y := l.forward(x, train)
	if train {
		l.y = y
	}
	return y
}

// Backward passes dy back through the layers; it sets their gradients and returns that by x.
func (l *Sequential) Backward(dy *Tensor) *Tensor {
	checkGrad("Sequential.Backward", dy, l.y)
	return backwardPlan(l.plan, dy, true)
}

// backwardParams is Backward without the gradient by x, for the first layer of a network.
func (l *Sequential) backwardParams(dy *Tensor) {
	checkGrad("Sequential.Backward", dy, l.y)
	backwardPlan(l.plan, dy, false)
}

func (l *Sequential) clone() Layer { return NewSequential(cloneLayers("Sequential", l.parts())) }
