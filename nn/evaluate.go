package nn

import "quire/nn/internal/kernel"

// evaluationGroup and evaluationNumbers bound the examples that go through a network together in evaluation, and the
// numbers that they have at any place in it.
const (
	evaluationGroup   = 1000
	evaluationNumbers = 4 << 20
)

// group returns the number of examples that are evaluated together. It depends on the network alone.
func (n *Net) group() int {
	widest := 1
	for _, s := range n.shapes {
		widest = max(widest, volume("Net", s))
	}
	return max(1, min(evaluationGroup, evaluationNumbers/widest))
}

// Accuracy returns the part of the examples that the network classifies rightly, in evaluation mode.
func Accuracy(net *Net, examples Examples) float64 {
	_, accuracy := Evaluate(net, examples)
	return accuracy
}

// Evaluate returns the mean loss, without the weight penalty, and the accuracy on all examples, in evaluation mode. It
// goes through them in groups of 1,000, or fewer where images would take much memory.
func Evaluate(net *Net, examples Examples) (loss, accuracy float64) {
	return evaluateSome(net, examples, examples.Len())
}

// evaluateSome is Evaluate for the first n examples.
func evaluateSome(net *Net, examples Examples, n int) (loss, accuracy float64) {
	if n == 0 {
		misuse("Evaluate", "there are no examples")
	}
	e := &evaluation{net: net, from: examples, n: n, size: net.group()}
	groups := (n + e.size - 1) / e.size
	e.losses, e.right = make([]float64, groups), make([]int, groups)
	s, standardLoss := net.loss.(*SoftmaxCrossEntropy)
	e.softmax = s
	workers := 1
	if net.pure && standardLoss && !kernel.Sweeping() {
		workers = min(kernel.Workers(), groups)
	}
	kernel.Sweep(workers, func(w int) {
		for g := w; g < groups; g += workers {
			e.group(g)
		}
	})
	right := 0
	for g := range groups { // in order, so that the sum does not depend on who computed what
		loss += e.losses[g]
		right += e.right[g]
	}
	return loss / float64(n), float64(right) / float64(n)
}

// evaluation is the work of Evaluate.
type evaluation struct {
	net     *Net
	from    Examples
	n, size int // examples, examples in a group
	softmax *SoftmaxCrossEntropy
	losses  []float64 // sums over groups
	right   []int
}

// group evaluates one group of examples.
func (e *evaluation) group(g int) {
	from, to := g*e.size, min((g+1)*e.size, e.n)
	index, labels := make([]int, to-from), make([]int, to-from)
	for i := range index {
		index[i] = from + i
	}
	x := New(len(index), e.from.ExampleLen())
	e.from.Read(x.Data, labels, index)
	y := e.net.Forward(x, false)
	checkLabels("Evaluate", y, labels)
	if e.softmax != nil {
		e.losses[g] = e.softmax.value(y, labels)
	} else {
		e.losses[g] = e.net.loss.Forward(y, labels) * float64(len(labels))
	}
	for i, label := range labels {
		classes := y.Shape[1]
		if argmax(y.Data[i*classes:(i+1)*classes]) == label {
			e.right[g]++
		}
	}
}
