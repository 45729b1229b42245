package nn

import "slices"

// Row returns row i as a tensor of its own, without the first axis.
func (t *Tensor) Row(i int) *Tensor {
	r := t.Rows(i, i+1)
	r.Shape = r.Shape[1:]
	return r
}

// Rows returns the rows from … to−1 as a copy.
func (t *Tensor) Rows(from, to int) *Tensor {
	if len(t.Shape) == 0 || from < 0 || to > t.Shape[0] || from > to {
		misuse("Tensor.Rows", "rows %d … %d of the shape %s", from, to-1, shapeText(t.Shape))
	}
	n := t.rowLen()
	r := &Tensor{Shape: slices.Clone(t.Shape), Data: slices.Clone(t.Data[from*n : to*n])}
	r.Shape[0] = to - from
	return r
}

// SetRow changes row i in place: row has the shape of t without the first axis. It panics with *ShapeError when it has not.
func (t *Tensor) SetRow(i int, row *Tensor) {
	if len(t.Shape) == 0 || i < 0 || i >= t.Shape[0] {
		misuse("Tensor.SetRow", "row %d of the shape %s", i, shapeText(t.Shape))
	}
	if !slices.Equal(row.Shape, t.Shape[1:]) {
		misshape("Tensor.SetRow", "row", row.Shape, shapeText(t.Shape[1:]), "")
	}
	copy(t.Data[i*len(row.Data):], row.Data)
}

// Col returns column j of a matrix as a vector.
func (t *Tensor) Col(j int) *Tensor { return t.columns("Tensor.Col", j, j+1).Reshape(-1) }

// Cols returns the columns from … to−1 of a matrix, or of a tensor with more axes the part of axis 1, as a copy.
func (t *Tensor) Cols(from, to int) *Tensor { return t.columns("Tensor.Cols", from, to) }

func (t *Tensor) columns(op string, from, to int) *Tensor {
	if len(t.Shape) < 2 {
		misshape(op, "t", t.Shape, "(n, m)", "a vector has no columns; Slice takes a part of it")
	}
	return t.slice(op, 1, from, to)
}

// Slice returns the part from … to−1 of an axis as a copy; −1 is the last axis. x.Slice(3, 0, 1) is the first channel of
// images (N, H, W, C). It panics with *UsageError when the part does not lie inside.
func (t *Tensor) Slice(axis, from, to int) *Tensor { return t.slice("Tensor.Slice", axis, from, to) }

func (t *Tensor) slice(op string, axis, from, to int) *Tensor {
	axis = t.axis(op, axis)
	if from < 0 || to > t.Shape[axis] || from > to {
		misuse(op, "%d … %d of axis %d is outside the shape %s", from, to-1, axis, shapeText(t.Shape))
	}
	outer, n, inner := t.around(axis)
	r := &Tensor{Shape: slices.Clone(t.Shape), Data: aligned(outer * (to - from) * inner)}
	r.Shape[axis] = to - from
	size := (to - from) * inner
	for i := range outer {
		copy(r.Data[i*size:(i+1)*size], t.Data[(i*n+from)*inner:])
	}
	return r
}

// Gather returns the rows with the given numbers, in that order.
func (t *Tensor) Gather(index []int) *Tensor {
	if len(t.Shape) == 0 {
		misuse("Tensor.Gather", "a tensor without axes has no rows")
	}
	return t.take("Tensor.Gather", 0, index)
}

// Take returns the parts of an axis with the given numbers, in that order; −1 is the last axis. x.Take(1, []int{2, 0}) has
// columns 2 and 0 of a matrix. It panics with *UsageError when a number is not one of the axis.
func (t *Tensor) Take(axis int, index []int) *Tensor {
	return t.take("Tensor.Take", t.axis("Tensor.Take", axis), index)
}

func (t *Tensor) take(op string, axis int, index []int) *Tensor {
	outer, n, inner := t.around(axis)
	r := &Tensor{Shape: slices.Clone(t.Shape), Data: aligned(outer * len(index) * inner)}
	r.Shape[axis] = len(index)
	for k, i := range index {
		if i < 0 || i >= n {
			misuse(op, "index %d of axis %d is outside the shape %s", i, axis, shapeText(t.Shape))
		}
		for o := range outer {
			copy(r.Data[(o*len(index)+k)*inner:(o*len(index)+k+1)*inner], t.Data[(o*n+i)*inner:])
		}
	}
	return r
}

// Flip returns the tensor with an axis reversed; −1 is the last axis. Flip(2) mirrors images (N, H, W, C) left to right.
func (t *Tensor) Flip(axis int) *Tensor {
	axis = t.axis("Tensor.Flip", axis)
	index := make([]int, t.Shape[axis])
	for i := range index {
		index[i] = len(index) - 1 - i
	}
	return t.take("Tensor.Flip", axis, index)
}

// Split returns equal parts of an axis; −1 is the last axis. It panics with *UsageError when the axis cannot be divided
// evenly; SplitAt takes any places.
func (t *Tensor) Split(axis, parts int) []*Tensor {
	axis = t.axis("Tensor.Split", axis)
	if parts < 1 || t.Shape[axis]%parts != 0 {
		misuse("Tensor.Split", "axis %d of the shape %s cannot be split into %d equal parts; SplitAt takes any places", axis, shapeText(t.Shape), parts)
	}
	size := t.Shape[axis] / parts
	all := make([]*Tensor, parts)
	for i := range all {
		all[i] = t.slice("Tensor.Split", axis, i*size, (i+1)*size)
	}
	return all
}

// SplitAt returns the parts of an axis before, between and after the given places, which ascend: len(at) + 1 tensors.
func (t *Tensor) SplitAt(axis int, at []int) []*Tensor {
	axis = t.axis("Tensor.SplitAt", axis)
	var all []*Tensor
	from := 0
	for _, to := range append(slices.Clone(at), t.Shape[axis]) {
		all = append(all, t.slice("Tensor.SplitAt", axis, from, to))
		from = to
	}
	return all
}
