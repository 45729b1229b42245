package nn

import "slices"

// Examples are labelled examples that are read by number: a data set, or a part of one.
type Examples interface {
	Len() int        // number of examples
	ExampleLen() int // numbers in one example
	// Read copies the examples with the given numbers, one after the other, to x, and their labels to labels.
	Read(x []float32, labels []int, index []int)
}

// NewExamples returns examples that are kept in memory: x has shape (N, …), and each row has a label.
func NewExamples(x *Tensor, labels []int) Examples {
	need("NewExamples", "x", x)
	if len(labels) != x.Dim(0) {
		misuse("NewExamples", "%d labels for %d examples; give one label for each row of x", len(labels), x.Dim(0))
	}
	return &memory{x: x, labels: slices.Clone(labels)}
}

type memory struct {
	x      *Tensor
	labels []int
	seen   once // x has been looked through
}

// Len implements Examples.
func (m *memory) Len() int { return len(m.labels) }

// ExampleLen implements Examples.
func (m *memory) ExampleLen() int { return m.x.rowLen() }

// Read implements Examples.
func (m *memory) Read(x []float32, labels []int, index []int) {
	n := m.x.rowLen()
	for k, i := range index {
		copy(x[k*n:(k+1)*n], m.x.Data[i*n:])
		labels[k] = m.labels[i]
	}
}

// SplitExamples divides examples at random: the second part holds the given share of them, rounded, and at least one; the
// first part the others. Both keep the order of the examples. A nil stream is the default one. Where examples have targets,
// so have the parts.
func SplitExamples(examples Examples, share float64, r *Rand) (first, second Examples) {
	if !(share > 0 && share < 1) {
		misuse("SplitExamples", "the share is %g; give a number between 0 and 1", share)
	}
	n := examples.Len()
	if n < 2 {
		misuse("SplitExamples", "%d examples cannot be divided; there must be at least 2", n)
	}
	k := min(max(1, int(share*float64(n)+0.5)), n-1)
	order := orDefault(r).Perm(n)
	slices.Sort(order[:n-k])
	slices.Sort(order[n-k:])
	return part(examples, order[:n-k]), part(examples, order[n-k:])
}

// indexed is a part of other examples.
type indexed interface {
	source() Examples
	numbers() []int
}

// part returns the examples with the given numbers.
func part(from Examples, index []int) Examples {
	s := subset{from, index}
	if t, ok := from.(TargetExamples); ok {
		return &targetSubset{s, t}
	}
	return &s
}

type subset struct {
	from  Examples
	index []int
}

func (s *subset) source() Examples { return s.from }

func (s *subset) numbers() []int { return s.index }

// Len implements Examples.
func (s *subset) Len() int { return len(s.index) }

// ExampleLen implements Examples.
func (s *subset) ExampleLen() int { return s.from.ExampleLen() }

// Read implements Examples.
func (s *subset) Read(x []float32, labels []int, index []int) { s.from.Read(x, labels, s.at(index)) }

func (s *subset) at(index []int) []int {
	at := make([]int, len(index))
	for k, i := range index {
		at[k] = s.index[i]
	}
	return at
}

type targetSubset struct {
	subset
	targets TargetExamples
}

// TargetLen implements TargetExamples.
func (s *targetSubset) TargetLen() int { return s.targets.TargetLen() }

// ReadTargets implements TargetExamples.
func (s *targetSubset) ReadTargets(t []float32, index []int) { s.targets.ReadTargets(t, s.at(index)) }
