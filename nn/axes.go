package nn

import (
	"slices"

	"quire/nn/internal/kernel"
)

// Expand returns the tensor with a new axis of length 1 at the given place, which may be the number of axes or −1 for the
// end: (N) becomes (N, 1) by Expand(1). Data is shared.
func (t *Tensor) Expand(axis int) *Tensor {
	n := len(t.Shape)
	if axis < -n-1 || axis > n {
		misuse("Tensor.Expand", "there is no place %d in the shape %s, which has %d axes", axis, shapeText(t.Shape), n)
	}
	if axis < 0 {
		axis += n + 1
	}
	return &Tensor{Shape: slices.Insert(slices.Clone(t.Shape), axis, 1), Data: t.Data}
}

// Squeeze returns the tensor without its axes of length 1: (N, 1, 1, C) becomes (N, C). Data is shared.
func (t *Tensor) Squeeze() *Tensor {
	shape := slices.DeleteFunc(slices.Clone(t.Shape), func(d int) bool { return d == 1 })
	return &Tensor{Shape: shape, Data: t.Data}
}

// Flatten returns a copy with one axis: all elements, row by row. Reshape(n, −1) keeps the first axis.
func (t *Tensor) Flatten() *Tensor { return t.Clone().Reshape(len(t.Data)) }

// T returns the transpose of a matrix.
func (t *Tensor) T() *Tensor {
	if len(t.Shape) != 2 {
		misshape("Tensor.T", "t", t.Shape, "(n, m)", "Transpose takes any number of axes")
	}
	r := New(t.Shape[1], t.Shape[0])
	kernel.Transpose(r.Data, t.Data, t.Shape[0], t.Shape[1])
	return r
}

// Transpose returns the tensor with its axes in another order: axis k of the result is axis axes[k] of t. Without
// arguments the order is reversed. (N, C, H, W) becomes the (N, H, W, C) of this package by Transpose(0, 2, 3, 1).
func (t *Tensor) Transpose(axes ...int) *Tensor {
	order := t.order(axes)
	r, steps := New(t.Shape...), make([]int, len(order))
	below := t.below()
	for k, axis := range order {
		r.Shape[k], steps[k] = t.Shape[axis], below[axis]
	}
	if len(r.Data) == 0 || len(order) == 0 {
		copy(r.Data, t.Data)
		return r
	}
	last := len(order) - 1
	n, step := r.Shape[last], steps[last]
	at := make([]int, last)
	for dst, src := 0, 0; dst < len(r.Data); dst += n {
		for i := range n {
			r.Data[dst+i] = t.Data[src+i*step]
		}
		for k := last - 1; k >= 0; k-- {
			at[k]++
			src += steps[k]
			if at[k] < r.Shape[k] {
				break
			}
			at[k], src = 0, src-steps[k]*r.Shape[k]
		}
	}
	return r
}

// order checks the argument of Transpose.
func (t *Tensor) order(axes []int) []int {
	n := len(t.Shape)
	order := slices.Clone(axes)
	if len(axes) == 0 {
		for i := n - 1; i >= 0; i-- {
			order = append(order, i)
		}
	}
	seen := make([]bool, n)
	for k, axis := range order {
		order[k] = t.axis("Tensor.Transpose", axis)
		seen[order[k]] = true
	}
	if len(order) != n || slices.Contains(seen, false) {
		misuse("Tensor.Transpose", "the axes %v do not name each of the %d axes of %s once", axes, n, shapeText(t.Shape))
	}
	return order
}

// below returns for each axis how many elements lie below it: how far one step along it goes.
func (t *Tensor) below() []int {
	steps, n := make([]int, len(t.Shape)), 1
	for i := len(steps) - 1; i >= 0; i-- {
		steps[i] = n
		n *= t.Shape[i]
	}
	return steps
}
