package nn

import "gonum.org/v1/gonum/mat"

// FromMat returns a matrix of gonum as a tensor, rounded to float32.
func FromMat(m mat.Matrix) *Tensor {
	if m == nil {
		misuse("FromMat", "there is no matrix: nil")
	}
	rows, cols := m.Dims()
	t := New(rows, cols)
	for i := range rows {
		for j := range cols {
			t.Data[i*cols+j] = float32(m.At(i, j))
		}
	}
	return t
}

// Mat returns the tensor as a matrix of gonum: the first axis gives the rows. It panics when there are no elements,
// because gonum has no empty matrix of a given shape.
func (t *Tensor) Mat() *mat.Dense {
	if len(t.Data) == 0 {
		misuse("Tensor.Mat", "the tensor of shape %s has no elements", shapeText(t.Shape))
	}
	rows := t.Rows64()
	return mat.NewDense(len(rows), len(rows[0]), t.Float64s())
}
