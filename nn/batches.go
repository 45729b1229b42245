package nn

import "slices"

// Batches hands out mini-batches in random order, in one of two ways.
//
// Without replacement every example comes once before any comes again: a pass. When the number of examples is no multiple
// of the batch size, the last batch of a pass is smaller, so that no example is left out.
//
// With replacement the examples of a batch are drawn independently of each other and of what came before: some come twice,
// some not at all. All batches have the same size.
type Batches struct {
	from    Examples
	size    int
	replace bool
	r       *Rand
	order   []int // numbers in from
	next    int   // place in order of the next batch
	x       Tensor
	data    []float32 // of x for a whole batch
	labels  []int
	index   []int  // of the batch handed out last: numbers in from
	draws   []int  // memory of index with replacement
	targets buffer // of that batch, for NextTarget
}

// NewBatches returns batches of the given size without replacement. A size above the number of examples means all of
// them. A nil stream is the default one.
func NewBatches(from Examples, size int, r *Rand) *Batches {
	return newBatches("NewBatches", from, size, r)
}

// NewBatchesWithReplacement returns batches whose examples are drawn independently, as the book does.
func NewBatchesWithReplacement(from Examples, size int, r *Rand) *Batches {
	b := newBatches("NewBatchesWithReplacement", from, size, r)
	b.replace = true
	b.draws = make([]int, b.size)
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
	b := &Batches{size: size, r: orDefault(r), next: from.Len(), labels: make([]int, size)}
	if p, ok := from.(indexed); ok { // read the examples where they are
		b.from, b.order = p.source(), slices.Clone(p.numbers())
	} else {
		b.from, b.order = from, make([]int, from.Len())
		for i := range b.order {
			b.order[i] = i
		}
	}
	b.data = aligned(size * from.ExampleLen())
	b.x = Tensor{Shape: []int{size, from.ExampleLen()}, Data: b.data}
	return b
}

// PerEpoch returns the number of batches that make up one pass over the examples, or with replacement, that hold as many.
func (b *Batches) PerEpoch() int { return (len(b.order) + b.size - 1) / b.size }

// Next returns the next batch: x of shape (batch, numbers in an example), and the labels. Both are valid until the next
// call of Next.
func (b *Batches) Next() (x *Tensor, labels []int) {
	if b.replace {
		for i := range b.draws {
			b.draws[i] = b.order[b.r.Intn(len(b.order))]
		}
		b.index = b.draws
	} else {
		if b.next == len(b.order) {
			b.r.Shuffle(b.order)
			b.next = 0
		}
		end := min(b.next+b.size, len(b.order))
		b.index = b.order[b.next:end]
		b.next = end
	}
	n := len(b.index)
	b.x.Shape[0] = n
	b.x.Data = b.data[:n*b.x.Shape[1]]
	b.from.Read(b.x.Data, b.labels[:n], b.index)
	return &b.x, b.labels[:n]
}
