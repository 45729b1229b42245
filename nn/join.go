package nn

import (
	"fmt"
	"slices"
)

// Concat returns the tensors one after the other along an axis; −1 is the last axis. All other axes must be equal: it
// panics with *ShapeError when they are not.
func Concat(axis int, parts []*Tensor) *Tensor { return concat("Concat", axis, parts) }

func concat(op string, axis int, parts []*Tensor) *Tensor {
	if len(parts) == 0 {
		misuse(op, "there are no tensors")
	}
	for i, p := range parts {
		if p == nil {
			misuse(op, "tensor %d is nil; give a tensor", i)
		}
	}
	axis = parts[0].axis(op, axis)
	shape := slices.Clone(parts[0].Shape)
	for i, p := range parts[1:] {
		want := slices.Clone(shape)
		if len(p.Shape) == len(shape) {
			want[axis] = p.Shape[axis]
		}
		if !slices.Equal(p.Shape, want) {
			misshape(op, fmt.Sprintf("tensor %d", i+1), p.Shape, "the shape "+shapeText(parts[0].Shape)+fmt.Sprintf(" of tensor 0 except on axis %d", axis), "")
		}
		shape[axis] += p.Shape[axis]
	}
	r := New(shape...)
	outer, total, inner := r.around(axis)
	at := 0
	for _, p := range parts {
		n := p.Shape[axis]
		for i := range outer {
			copy(r.Data[(i*total+at)*inner:], p.Data[i*n*inner:(i+1)*n*inner])
		}
		at += n
	}
	return r
}

// Stack returns the tensors, which must have one shape, side by side along a new axis: vectors (M) give a matrix (N, M)
// with Stack(0, …) and (M, N) with Stack(1, …).
func Stack(axis int, parts []*Tensor) *Tensor {
	if len(parts) == 0 {
		misuse("Stack", "there are no tensors")
	}
	wide := make([]*Tensor, len(parts))
	for i, p := range parts {
		if !slices.Equal(p.Shape, parts[0].Shape) {
			misshape("Stack", fmt.Sprintf("tensor %d", i), p.Shape, "the shape "+shapeText(parts[0].Shape)+" of tensor 0", "")
		}
		wide[i] = p.Expand(axis)
	}
	if axis < 0 {
		axis += len(wide[0].Shape)
	}
	return concat("Stack", axis, wide)
}

// Repeat returns the tensor with each part of an axis n times in a row; −1 is the last axis.
func (t *Tensor) Repeat(axis, n int) *Tensor {
	axis = t.axis("Tensor.Repeat", axis)
	if n < 0 {
		misuse("Tensor.Repeat", "%d times", n)
	}
	index := make([]int, t.Shape[axis]*n)
	for i := range index {
		index[i] = i / n
	}
	return t.take("Tensor.Repeat", axis, index)
}

// Tile returns the whole tensor so many times along each axis. The numbers belong to the last axes, as in NumPy; more
// numbers than axes give new axes in front: a vector (M) becomes (N, M) by Tile(N, 1).
func (t *Tensor) Tile(times ...int) *Tensor {
	r := t
	for len(r.Shape) < len(times) {
		r = r.Expand(0)
	}
	for i, n := range times {
		if n < 0 {
			misuse("Tensor.Tile", "%d times", n)
		}
		axis := len(r.Shape) - len(times) + i
		index := make([]int, r.Shape[axis]*n)
		for k := range index {
			index[k] = k % r.Shape[axis]
		}
		r = r.take("Tensor.Tile", axis, index)
	}
	if r == t || len(times) == 0 {
		return t.Clone()
	}
	return r
}

// Pad returns the tensor with before[i] and after[i] elements of value v around axis i. Images (N, H, W, C) get a border of
// one zero by Pad([]int{0, 1, 1, 0}, []int{0, 1, 1, 0}, 0).
func (t *Tensor) Pad(before, after []int, v float64) *Tensor {
	if len(before) != len(t.Shape) || len(after) != len(t.Shape) {
		misuse("Tensor.Pad", "%d widths before and %d after for the %d axes of %s; give one of each for every axis", len(before), len(after), len(t.Shape), shapeText(t.Shape))
	}
	shape := slices.Clone(t.Shape)
	for i := range shape {
		if before[i] < 0 || after[i] < 0 {
			misuse("Tensor.Pad", "the widths %d and %d of axis %d must not be negative; Slice cuts", before[i], after[i], i)
		}
		shape[i] += before[i] + after[i]
	}
	r := Full(v, shape...)
	if len(t.Data) == 0 {
		return r
	}
	steps, n := r.below(), 1
	if len(shape) > 0 {
		n = t.Shape[len(shape)-1]
	}
	for src := 0; src < len(t.Data); src += n {
		dst, rest := 0, src
		for i := len(shape) - 1; i >= 0; i-- {
			dst += (rest%t.Shape[i] + before[i]) * steps[i]
			rest /= t.Shape[i]
		}
		copy(r.Data[dst:dst+n], t.Data[src:src+n])
	}
	return r
}
