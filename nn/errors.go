package nn

import (
	"fmt"
	"strings"
)

// ShapeError is the panic of an operation whose tensors do not fit.
type ShapeError struct {
	Op     string // the operation: "Affine.Forward"
	Got    string // what came: "x is (100, 28, 28)"
	Wanted string // what fits: "(N, 784)"
	Advice string // what to do, or ""

	placed bool // Op says which layer of a network or block it is
}

// Error reads "nn: Affine.Forward: x is (100, 28, 28), want (N, 784); flatten it first".
func (e *ShapeError) Error() string {
	s := fmt.Sprintf("nn: %s: %s, want %s", e.Op, e.Got, e.Wanted)
	if e.Advice != "" {
		s += "; " + e.Advice
	}
	return s
}

// UsageError is the panic of a setting that cannot work: an unknown name, a rate out of range, a label that no class has.
type UsageError struct {
	Op      string // the operation
	Problem string // what is wrong and what to do
}

// Error reads "nn: NewDropout: the rate is 1.5; give a number from 0 up to, not including, 1".
func (e *UsageError) Error() string { return "nn: " + e.Op + ": " + e.Problem }

// misuse panics with a UsageError.
func misuse(op, format string, args ...any) {
	panic(&UsageError{Op: op, Problem: fmt.Sprintf(format, args...)})
}

// misshape panics with a ShapeError about the tensor called name.
func misshape(op, name string, got []int, wanted, advice string) {
	panic(&ShapeError{Op: op, Got: name + " is " + shapeText(got), Wanted: wanted, Advice: advice})
}

// need panics with a UsageError when the tensor called name is nil, or the zero value, which no function has made.
func need(op, name string, t *Tensor) {
	if t == nil {
		misuse(op, "%s is nil; give a tensor", name)
	}
	if len(t.Shape) == 0 && len(t.Data) == 0 {
		misuse(op, "%s is a Tensor{} without shape and numbers; make it with New or From", name)
	}
}

// misbatch panics with a ShapeError about batches x of examples of the given shape.
func misbatch(op string, example []int, wanted, advice string) {
	panic(&ShapeError{Op: op, Got: "x is " + batchText(example), Wanted: wanted, Advice: advice})
}

// shapeText writes a shape as (2, 3).
func shapeText(shape []int) string {
	parts := make([]string, len(shape))
	for i, n := range shape {
		parts[i] = fmt.Sprint(n)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// batchText writes the shape of a batch of examples of the given shape: (N, 784).
func batchText(example []int) string {
	if len(example) == 0 {
		return "(N)"
	}
	s := strings.TrimPrefix(shapeText(example), "(")
	return "(N, " + s
}
