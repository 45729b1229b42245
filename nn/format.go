package nn

import (
	"fmt"
	"io"
	"strings"
)

// String writes small tensors in full, as NumPy does: the rows of a matrix under each other with their columns aligned,
// further axes as lists of matrices. Of larger ones it writes the shape, the first values and the range.
func (t *Tensor) String() string { return t.text("%.5g") }

// Format implements fmt.Formatter: the verbs of floating-point numbers, such as %.2f, write the tensor as String does, with
// every element in that form. All other verbs write String.
func (t *Tensor) Format(s fmt.State, verb rune) {
	if t == nil {
		io.WriteString(s, "<nil>")
		return
	}
	if strings.ContainsRune("eEfFgG", verb) {
		io.WriteString(s, t.text(fmt.FormatString(s, verb)))
		return
	}
	io.WriteString(s, t.String())
}

// text writes the tensor with its elements in the given form.
func (t *Tensor) text(form string) string {
	const most = 64
	if volumeOf(t.Shape) != len(t.Data) {
		return fmt.Sprintf("Tensor%s with %d elements", shapeText(t.Shape), len(t.Data)) // put together by hand
	}
	switch {
	case len(t.Data) == 0:
		return "Tensor" + shapeText(t.Shape) + " []"
	case len(t.Data) > most:
		return fmt.Sprintf("Tensor%s [%s …] min %.4g max %.4g", shapeText(t.Shape), strings.Join(numbers(form, t.Data[:6]), " "), t.Min(), t.Max())
	case len(t.Shape) == 0:
		return numbers(form, t.Data)[0]
	}
	cells := numbers(form, t.Data)
	if len(t.Shape) > 1 {
		alignColumns(cells, t.Shape[len(t.Shape)-1])
	}
	return nestedText(cells, t.Shape, 0)
}

// volumeOf returns the number of elements of a shape that may be wrong.
func volumeOf(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// numbers writes values in the given form.
func numbers(form string, v []float32) []string {
	parts := make([]string, len(v))
	for i, x := range v {
		parts[i] = fmt.Sprintf(form, x)
	}
	return parts
}

// alignColumns makes the cells of each of n columns equally wide, their ends under each other.
func alignColumns(cells []string, n int) {
	for j := range n {
		width := 0
		for i := j; i < len(cells); i += n {
			width = max(width, len(cells[i]))
		}
		for i := j; i < len(cells); i += n {
			cells[i] = strings.Repeat(" ", width-len(cells[i])) + cells[i]
		}
	}
}

// nestedText writes cells of a shape in brackets, after so many open ones.
func nestedText(cells []string, shape []int, depth int) string {
	if len(shape) == 1 {
		return "[" + strings.Join(cells, " ") + "]"
	}
	n := len(cells) / shape[0]
	parts := make([]string, shape[0])
	for i := range parts {
		parts[i] = nestedText(cells[i*n:(i+1)*n], shape[1:], depth+1)
	}
	gap := strings.Repeat("\n", len(shape)-1) + strings.Repeat(" ", depth+1)
	return "[" + strings.Join(parts, gap) + "]"
}
