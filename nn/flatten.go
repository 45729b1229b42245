package nn

// Flatten is the layer that makes a vector of each example: (N, H, W, C) becomes (N, H·W·C), in that order.
type Flatten struct {
	Base
	y, dx buffer
	shape []int
}

// NewFlatten returns the layer.
func NewFlatten() *Flatten { return &Flatten{} }

// OutputShape returns the number of elements of the input.
func (l *Flatten) OutputShape(input []int) []int {
	n := 1
	for _, d := range input {
		n *= d
	}
	return []int{n}
}

// Forward returns a copy of x of shape (N, elements of an example).
func (l *Flatten) Forward(x *Tensor, train bool) *Tensor {
	n := x.Dim(0)
	y := l.y.result(train, n, volume("Flatten.Forward", x.Shape[1:]))
	copy(y.Data, x.Data)
	if train {
		l.shape = append(l.shape[:0], x.Shape...)
	}
	return y
}

// Backward returns a copy of dy in the shape of the last input.
func (l *Flatten) Backward(dy *Tensor) *Tensor {
	checkGrad("Flatten.Backward", dy, l.y.last())
	dx := l.dx.shaped(l.shape...)
	copy(dx.Data, dy.Data)
	return dx
}

func (l *Flatten) clone() Layer { return NewFlatten() }
