package nn

import "slices"

// Reshape is the layer that gives each example another shape: (N, 784) becomes (N, 28, 28, 1). The numbers and their
// order stay.
type Reshape struct {
	Base
	example []int // shape of one example at the output, with at most one −1
	shape   []int // of the last input
	out     []int // of an output, with N
	y, dx   buffer
}

// NewReshape returns the layer; shape is that of one example at the output, without the axis of the batch. One axis may be
// −1; it gets the length that fits.
func NewReshape(shape ...int) *Reshape {
	open := 0
	for _, d := range shape {
		switch {
		case d == -1:
			open++
		case d < 1:
			misuse("NewReshape", "the shape %s has an axis of length %d; give positive lengths, or −1 for one that follows", shapeText(shape), d)
		}
	}
	if open > 1 {
		misuse("NewReshape", "the shape %s has %d axes of length −1; one can follow from the others", shapeText(shape), open)
	}
	if len(shape) == 0 {
		misuse("NewReshape", "there are no lengths; give the shape of one example, such as NewReshape(28, 28, 1)")
	}
	return &Reshape{example: slices.Clone(shape)}
}

// OutputShape returns the shape of one example at the output. It panics with *ShapeError when the input has another
// number of elements.
func (l *Reshape) OutputShape(input []int) []int {
	return l.fit("Reshape", "one example", input, nil, volume("Reshape", input))
}

// fit appends to out the shape of an example of n elements.
func (l *Reshape) fit(op, what string, input, out []int, n int) []int {
	known, open := 1, -1
	for _, d := range l.example {
		if d == -1 {
			open = len(out)
		} else {
			known *= d
		}
		out = append(out, d)
	}
	if open >= 0 && n%known == 0 {
		out[open] = n / known
		return out
	}
	if open >= 0 || n != known {
		misshape(op, what, input, "as many numbers in an example as "+shapeText(l.example)+" has", "")
	}
	return out
}

// Forward returns a copy of x with examples of the layer's shape.
func (l *Reshape) Forward(x *Tensor, train bool) *Tensor {
	n := x.Dim(0)
	var shape []int
	if train {
		shape = l.out[:0]
	}
	shape = l.fit("Reshape.Forward", "x", x.Shape, append(shape, n), volume("Reshape.Forward", x.Shape[1:]))
	if train {
		l.shape, l.out = append(l.shape[:0], x.Shape...), shape
	}
	y := l.y.result(train, shape...)
	copy(y.Data, x.Data)
	return y
}

// Backward returns a copy of dy in the shape of the last input.
func (l *Reshape) Backward(dy *Tensor) *Tensor {
	checkGrad("Reshape.Backward", dy, l.y.last())
	dx := l.dx.shaped(l.shape...)
	copy(dx.Data, dy.Data)
	return dx
}

func (l *Reshape) clone() Layer { return NewReshape(l.example...) }
