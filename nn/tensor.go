package nn

import (
	"math"
	"slices"
	"unsafe"
)

// Tensor is an array of numbers with a shape: row by row, the last axis densest. Both fields may be read and Data may be
// written; a shape is changed by Reshape.
type Tensor struct {
	Shape []int
	Data  []float32
}

// New returns a tensor of zeros.
func New(shape ...int) *Tensor {
	return &Tensor{Shape: slices.Clone(shape), Data: aligned(volume("New", shape))}
}

// Full returns a tensor whose elements are all v.
func Full(v float64, shape ...int) *Tensor {
	t := New(shape...)
	for i := range t.Data {
		t.Data[i] = float32(v)
	}
	return t
}

// From returns a tensor that keeps data, which must have as many elements as the shape.
func From(data []float32, shape ...int) *Tensor {
	if n := volume("From", shape); n != len(data) {
		misuse("From", "%d numbers do not fill the shape %s, which has %d", len(data), shapeText(shape), n)
	}
	return &Tensor{Shape: slices.Clone(shape), Data: data}
}

// FromFloats returns a tensor with the values v, rounded to float32.
func FromFloats(v []float64, shape ...int) *Tensor {
	data := aligned(len(v))
	for i, x := range v {
		data[i] = float32(x)
	}
	return From(data, shape...)
}

// FromInts returns a tensor with the values v: labels, to be compared with others. Whole numbers beyond 2²⁴ are rounded.
func FromInts(v []int, shape ...int) *Tensor {
	data := aligned(len(v))
	for i, x := range v {
		data[i] = float32(x)
	}
	return From(data, shape...)
}

// FromRows returns a matrix with the given rows, which must be equally long.
func FromRows(rows [][]float64) *Tensor {
	if len(rows) == 0 {
		return New(0, 0)
	}
	t := New(len(rows), len(rows[0]))
	for i, r := range rows {
		if len(r) != len(rows[0]) {
			misuse("FromRows", "row %d has %d numbers and row 0 has %d", i, len(r), len(rows[0]))
		}
		for j, x := range r {
			t.Data[i*len(r)+j] = float32(x)
		}
	}
	return t
}

// volume returns the number of elements of a shape.
func volume(op string, shape []int) int {
	n := 1
	for _, d := range shape {
		if d < 0 {
			misuse(op, "the shape %s has a negative axis", shapeText(shape))
		}
		if d > 0 && n > most/d {
			misuse(op, "the shape %s has more than %d numbers; no memory holds them", shapeText(shape), most)
		}
		n *= d
	}
	return n
}

// most is the greatest number of elements of a tensor: 32 GB.
const most = min(1<<33, math.MaxInt/8)

// aligned returns n zeros that start on a cache line.
func aligned(n int) []float32 {
	s := make([]float32, n+15)
	if off := int(uintptr(unsafe.Pointer(unsafe.SliceData(s))) & 63); off != 0 {
		s = s[(64-off)/4:]
	}
	return s[:n:n]
}

// Len returns the number of elements.
func (t *Tensor) Len() int { return len(t.Data) }

// Dim returns the length of axis i; −1 is the last axis.
func (t *Tensor) Dim(i int) int { return t.Shape[t.axis("Tensor.Dim", i)] }

// axis returns the number of an axis, which may be counted from the end: −1 is the last.
func (t *Tensor) axis(op string, i int) int {
	n := len(t.Shape)
	if i < -n || i >= n {
		misuse(op, "there is no axis %d in the shape %s, which has %d", i, shapeText(t.Shape), n)
	}
	if i < 0 {
		i += n
	}
	return i
}

// around returns how many elements lie before, along and below an axis.
func (t *Tensor) around(axis int) (outer, n, inner int) {
	outer, inner = 1, 1
	for i, d := range t.Shape {
		switch {
		case i < axis:
			outer *= d
		case i > axis:
			inner *= d
		}
	}
	return outer, t.Shape[axis], inner
}

// offset returns the place of an element in Data.
func (t *Tensor) offset(op string, at []int) int {
	if len(at) != len(t.Shape) {
		misuse(op, "%d indices for the shape %s", len(at), shapeText(t.Shape))
	}
	n := 0
	for axis, i := range at {
		if i < 0 || i >= t.Shape[axis] {
			misuse(op, "index %d of axis %d is outside the shape %s", i, axis, shapeText(t.Shape))
		}
		n = n*t.Shape[axis] + i
	}
	return n
}

// At returns the element with the given indices, one for each axis.
func (t *Tensor) At(at ...int) float64 { return float64(t.Data[t.offset("Tensor.At", at)]) }

// Set changes the element with the given indices in place.
func (t *Tensor) Set(v float64, at ...int) { t.Data[t.offset("Tensor.Set", at)] = float32(v) }

// Clone returns a copy.
func (t *Tensor) Clone() *Tensor {
	c := &Tensor{Shape: slices.Clone(t.Shape), Data: aligned(len(t.Data))}
	copy(c.Data, t.Data)
	return c
}

// Reshape returns a tensor with another shape and the same Data: a change of one shows in the other. One axis may be −1;
// it gets the length that fits.
func (t *Tensor) Reshape(shape ...int) *Tensor {
	s := slices.Clone(shape)
	if open := slices.Index(s, -1); open >= 0 {
		s[open] = 1
		if n := volume("Tensor.Reshape", s); n > 0 {
			s[open] = len(t.Data) / n
		}
	}
	if volume("Tensor.Reshape", s) != len(t.Data) {
		misuse("Tensor.Reshape", "%d elements of the shape %s do not fit %s", len(t.Data), shapeText(t.Shape), shapeText(shape))
	}
	return &Tensor{Shape: s, Data: t.Data}
}

// rowLen returns the number of elements of one row: of everything below the first axis.
func (t *Tensor) rowLen() int {
	if len(t.Shape) == 0 || t.Shape[0] == 0 {
		return 0
	}
	return len(t.Data) / t.Shape[0]
}

// Float64s returns all elements as float64, for gonum and for histograms.
func (t *Tensor) Float64s() []float64 {
	v := make([]float64, len(t.Data))
	for i, x := range t.Data {
		v[i] = float64(x)
	}
	return v
}

// Rows64 returns the rows of a matrix as float64; of a tensor with more axes, everything below the first one in a row.
func (t *Tensor) Rows64() [][]float64 {
	if len(t.Shape) < 2 {
		return [][]float64{t.Float64s()}
	}
	all, n := t.Float64s(), t.rowLen()
	rows := make([][]float64, t.Shape[0])
	for i := range rows {
		rows[i] = all[i*n : (i+1)*n : (i+1)*n]
	}
	return rows
}

// Equal reports whether shapes are equal and no two elements differ by more than tol.
func (t *Tensor) Equal(b *Tensor, tol float64) bool {
	need("Tensor.Equal", "a", t)
	need("Tensor.Equal", "b", b)
	if !slices.Equal(t.Shape, b.Shape) {
		return false
	}
	for i, x := range t.Data {
		if d := math.Abs(float64(x) - float64(b.Data[i])); !(d <= tol) {
			return false
		}
	}
	return true
}
