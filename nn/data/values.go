package data

import (
	"fmt"
	"slices"
	"strconv"

	"quire/nn"
)

// Values are examples of a few numbers each whose right answers are numbers, not classes: for regression. They are
// nn.TargetExamples and do not change.
type Values struct {
	Name     string
	Source   string   // where they came from: a file, or how they were made
	SHA256   string   // of the file; "" where there is none
	Features []string // names of the numbers that are given
	Targets  []string // names of the numbers that are asked for

	x *nn.Tensor // (N, features)
	t *nn.Tensor // (N, targets)
}

// NewValues returns examples with the features x (N, features) and the targets t (N, targets).
func NewValues(name string, x, t *nn.Tensor) *Values {
	need("data.NewValues", "x", x)
	need("data.NewValues", "t", t)
	if len(x.Shape) != 2 || len(t.Shape) != 2 || x.Shape[0] != t.Shape[0] {
		misuse("data.NewValues", "x has the shape %v and t %v; want (N, features) and (N, targets)", x.Shape, t.Shape)
	}
	v := &Values{Name: name, x: x.Clone(), t: t.Clone()}
	for j := range x.Shape[1] {
		v.Features = append(v.Features, "x"+strconv.Itoa(j+1))
	}
	for j := range t.Shape[1] {
		v.Targets = append(v.Targets, "y"+strconv.Itoa(j+1))
	}
	return v
}

// Len returns the number of examples.
func (v *Values) Len() int { return v.x.Shape[0] }

// ExampleLen returns the number of features.
func (v *Values) ExampleLen() int { return len(v.Features) }

// TargetLen returns the number of targets of an example.
func (v *Values) TargetLen() int { return len(v.Targets) }

func (v *Values) check(i int) int {
	if i < 0 || i >= v.Len() {
		misuse("data.Values", "example %d of %d", i, v.Len())
	}
	return i
}

// Read implements nn.Examples. The labels are 0: there are no classes.
func (v *Values) Read(x []float32, labels []int, index []int) {
	n := v.ExampleLen()
	for k, i := range index {
		copy(x[k*n:(k+1)*n], v.x.Data[v.check(i)*n:])
		labels[k] = 0
	}
}

// ReadTargets implements nn.TargetExamples.
func (v *Values) ReadTargets(t []float32, index []int) {
	n := v.TargetLen()
	for k, i := range index {
		copy(t[k*n:(k+1)*n], v.t.Data[v.check(i)*n:])
	}
}

// All returns all features, of shape (N, features), and all targets (N, targets).
func (v *Values) All() (x, t *nn.Tensor) { return v.x.Clone(), v.t.Clone() }

// Head returns the first n examples, or all when there are fewer.
func (v *Values) Head(n int) *Values { return v.Slice(0, min(n, v.Len())) }

// Slice returns the examples from … to−1.
func (v *Values) Slice(from, to int) *Values {
	checkRange("data.Values.Slice", from, to, v.Len())
	return v.Subset(span(from, to))
}

// Subset returns the examples with the given numbers, in that order.
func (v *Values) Subset(index []int) *Values {
	for _, i := range index {
		v.check(i)
	}
	return v.with(v.x.Gather(index), v.t.Gather(index))
}

func (v *Values) with(x, t *nn.Tensor) *Values {
	c := *v
	c.x, c.t = x, t
	return &c
}

// Split returns the first n examples and the rest.
func (v *Values) Split(n int) (first, rest *Values) { return v.Slice(0, n), v.Slice(n, v.Len()) }

// SplitFraction returns the first part of the examples, a number from 0 to 1, and the rest. Shuffle first where the order
// means something.
func (v *Values) SplitFraction(fraction float64) (first, rest *Values) {
	return v.Split(part("data.Values.SplitFraction", v.Len(), fraction))
}

// Shuffle returns the examples in random order. A nil stream is the default one.
func (v *Values) Shuffle(r *nn.Rand) *Values { return v.Subset(orDefault(r).Perm(v.Len())) }

// Table returns the first 20 examples as text, with the names of the columns first and how many more there are last, for
// show.Table.
func (v *Values) Table() [][]string {
	rows := [][]string{slices.Concat(v.Features, v.Targets)}
	for i := range min(tableRows, v.Len()) {
		rows = append(rows, slices.Concat(texts(v.x.Row(i)), texts(v.t.Row(i))))
	}
	return more(rows, v.Len())
}

// String reads "sine: 100 examples of 1 feature, 1 target".
func (v *Values) String() string {
	return fmt.Sprintf("%s: %s of %s, %s", v.Name, many(v.Len(), "example"), many(v.ExampleLen(), "feature"), many(v.TargetLen(), "target"))
}
