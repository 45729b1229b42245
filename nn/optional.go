package nn

// The interfaces in this file are optional: a layer that has their methods is served better. The layers of this package
// have the first three. For an interpreted layer the notebook keeps them, whatever their combination.

// Builder is a layer that makes its parameters when it learns the shape of one example at its input. NewNet calls Build
// once; init and r are the network's rule and the layer's own stream.
type Builder interface {
	Build(input []int, init Init, r *Rand)
}

// OutputShaper is a layer that knows the shape of one example at its output from that at its input, and panics with a
// *ShapeError when the input does not fit. Without it, NewNet runs the layer on one example of zeros.
type OutputShaper interface {
	OutputShape(input []int) []int
}

// FLOPCounter is a layer that knows the multiplications and additions of Forward for one example.
type FLOPCounter interface {
	FLOPs(input []int) int
}

// Stateful is a layer with tensors that are no parameters but belong to a trained network: running statistics. They are
// saved and hashed with it.
type Stateful interface {
	State() []*Tensor
}

// Cloner is a layer that can be copied with its network. Clone returns a new layer with the same settings; what it has for
// parameters and running statistics need not be copied, Net.Clone does that. The layers of this package are copied without.
type Cloner interface {
	Clone() Layer
}
