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
	if len(labels) != x.Dim(0) {
		misuse("NewExamples", "%d labels for %d examples", len(labels), x.Dim(0))
	}
	return &memory{x: x, labels: slices.Clone(labels)}
}

type memory struct {
	x      *Tensor
	labels []int
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

// Batches hands out mini-batches: in random order without replacement, so that every example comes once before any comes
// again (a last part that fills no batch is left out of that round), or with replacement.
type Batches struct {
	from    Examples
	size    int
	replace bool
	r       *Rand
	order   []int
	next    int
	x       Tensor
	labels  []int
	index   []int  // of the batch handed out last
	targets buffer // of that batch, for NextTarget
}

// NewBatches returns batches of the given size without replacement. A nil stream is the default one.
func NewBatches(from Examples, size int, r *Rand) *Batches {
	return newBatches("NewBatches", from, size, r)
}

// NewBatchesWithReplacement returns batches whose examples are drawn independently, as the book does.
func NewBatchesWithReplacement(from Examples, size int, r *Rand) *Batches {
	b := newBatches("NewBatchesWithReplacement", from, size, r)
	b.replace = true
	return b
}

func newBatches(op string, from Examples, size int, r *Rand) *Batches {
	if from == nil || from.Len() == 0 {
		misuse(op, "there are no examples")
	}
	if size < 1 {
		misuse(op, "the batch size is %d; it must be positive", size)
	}
	size = min(size, from.Len())
	n := from.ExampleLen()
	order := make([]int, from.Len())
	for i := range order {
		order[i] = i
	}
	return &Batches{
		from: from, size: size, r: orDefault(r), order: order, next: len(order),
		x: Tensor{Shape: []int{size, n}, Data: aligned(size * n)}, labels: make([]int, size),
	}
}

// PerEpoch returns the number of batches that make up one pass over the examples.
func (b *Batches) PerEpoch() int { return len(b.order) / b.size }

// Next returns the next batch: x of shape (batch, numbers in an example), and the labels. Both are valid until the next
// call of Next.
func (b *Batches) Next() (x *Tensor, labels []int) {
	var index []int
	switch {
	case b.replace:
		index = b.drawn()
	case b.next+b.size > len(b.order):
		b.r.Shuffle(b.order)
		b.next = 0
		fallthrough
	default:
		index = b.order[b.next : b.next+b.size]
		b.next += b.size
	}
	b.index = index
	b.from.Read(b.x.Data, b.labels, index)
	return &b.x, b.labels
}

// drawn fills the head of order with independent draws: with replacement, order is not needed for anything else.
func (b *Batches) drawn() []int {
	index := b.order[:b.size]
	for i := range index {
		index[i] = b.r.Intn(b.from.Len())
	}
	return index
}
