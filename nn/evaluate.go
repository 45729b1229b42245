package nn

import (
	"math"

	"quire/nn/internal/kernel"
)

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

// Accuracy returns the part of the examples that the network classifies rightly, in evaluation mode. For the targets of a
// regression it is R²: see Evaluate.
func Accuracy(net *Net, examples Examples) float64 {
	_, accuracy := Evaluate(net, examples)
	return accuracy
}

// Evaluate returns the mean loss, without the weight penalty, and the accuracy on all examples, in evaluation mode. It
// goes through them in groups of 1,000, or fewer where images would take much memory. An example for which an output is not
// a number is not right, whatever its label.
//
// For TargetExamples the second result depends on the network's loss. SoftmaxCrossEntropy: the part of the examples whose
// greatest output is at the place of the greatest target. BCE: the part of all outputs on the same side of ½ as their
// target. Any other: the coefficient of determination R² = 1 − Σ(y − t)²/Σ(t − t̄)², where t̄ is the mean target of each
// output: 1 when every output is right, 0 when they are no better than the means, and not a number when all targets are
// equal.
//
// Both are not a number after an interrupt.
func Evaluate(net *Net, examples Examples) (loss, accuracy float64) {
	if net == nil || examples == nil {
		misuse("Evaluate", "the network and the examples are both needed")
	}
	return evaluateSome(net, examples, examples.Len())
}

// evaluateSome is Evaluate for the first n examples.
func evaluateSome(net *Net, examples Examples, n int) (loss, accuracy float64) {
	if n == 0 {
		misuse("Evaluate", "there are no examples")
	}
	e := &evaluation{net: net, from: examples, n: n, size: net.group()}
	groups := (n + e.size - 1) / e.size
	e.tallies = make([]tally, groups)
	e.own = ownLossOf(net.loss)
	e.prepareTargets()
	workers := 1
	if net.pure && e.own != nil && !kernel.Sweeping() {
		workers = min(kernel.Workers(), groups)
	}
	interrupted := currentHost().Interrupted
	kernel.Sweep(workers, func(w int) {
		for g := w; g < groups && !interrupted(); g += workers {
			e.group(g)
		}
	})
	if interrupted() {
		return math.NaN(), math.NaN()
	}
	var all tally
	for _, t := range e.tallies { // in order, so that the sums do not depend on who computed what
		all.add(t)
	}
	return all.loss / float64(n), all.score()
}

// evaluation is the work of Evaluate.
type evaluation struct {
	net     *Net
	from    Examples
	targets TargetExamples // from, when it has targets
	first   []float32      // target of the first example
	n, size int            // examples, examples in a group
	own     ownLoss        // the network's loss, when it is one of this package
	tallies []tally        // of the groups
}

// prepareTargets looks for targets.
func (e *evaluation) prepareTargets() {
	t, ok := e.from.(TargetExamples)
	if !ok {
		return
	}
	e.net.targetLoss("Evaluate")
	e.targets = t
	e.first = make([]float32, t.TargetLen())
	t.ReadTargets(e.first, []int{0})
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
	if e.targets != nil {
		t := New(len(index), e.targets.TargetLen())
		e.targets.ReadTargets(t.Data, index)
		e.tallies[g] = e.numbers(y, likeOutput(y, t, new(Tensor)))
		return
	}
	e.tallies[g] = e.classes(y, labels)
}

// classes evaluates outputs by labels.
func (e *evaluation) classes(y *Tensor, labels []int) tally {
	t := tally{asked: len(labels)}
	if e.own != nil {
		e.own.check("Evaluate", y, labels)
		t.loss = e.own.sum(y, labels)
	} else {
		countLabels("Evaluate", y, labels)
		t.loss = e.net.loss.Forward(y, labels) * float64(len(labels))
	}
	width := len(y.Data) / max(1, len(labels))
	for i, class := range e.net.decide(y) {
		if class == labels[i] && !anyNaN(y.Data[i*width:(i+1)*width]) {
			t.right++
		}
	}
	return t
}

// anyNaN reports whether something is not a number: class 0, which is chosen then, is no answer.
func anyNaN(row []float32) bool {
	for _, v := range row {
		if v != v {
			return true
		}
	}
	return false
}

// numbers evaluates outputs by targets.
func (e *evaluation) numbers(y, t *Tensor) tally {
	var s tally
	checkTarget("Evaluate", y, t)
	if e.own != nil {
		e.own.checkTarget("Evaluate", y, t)
		s.loss = e.own.sumTarget(y, t)
	} else {
		s.loss = e.net.targetLoss("Evaluate").ForwardTarget(y, t) * float64(y.Shape[0])
	}
	switch e.own.(type) {
	case *SoftmaxCrossEntropy:
		s.asked = y.Shape[0]
		right := t.Argmax()
		for i, class := range y.Argmax() {
			if class == right[i] {
				s.right++
			}
		}
	case *BCE:
		s.asked = len(y.Data)
		for i, v := range y.Data {
			if (v > 0) == (t.Data[i] > 0.5) {
				s.right++
			}
		}
	default:
		s.spread = newSpread(y, t, e.first)
	}
	return s
}

// tally is what an evaluation counts.
type tally struct {
	loss         float64 // summed over examples
	asked, right int     // answers
	spread       spread  // for numbers
}

func (t *tally) add(o tally) {
	t.loss += o.loss
	t.asked += o.asked
	t.right += o.right
	t.spread.add(o.spread)
}

// score returns the accuracy, or R².
func (t *tally) score() float64 {
	if t.spread.n > 0 {
		return t.spread.determination()
	}
	return float64(t.right) / float64(t.asked)
}

// spread holds the sums that R² is made of. Targets count from that of the first example, so that their mean takes no
// digits from their squares.
type spread struct {
	n        int
	residual float64   // Σ (y − t)²
	squares  float64   // Σ (t − first)²
	sums     []float64 // Σ (t − first), for each output
}

func newSpread(y, t *Tensor, first []float32) spread {
	s := spread{n: y.Shape[0], sums: make([]float64, len(first))}
	for i, v := range t.Data {
		j := i % len(first)
		r, d := float64(y.Data[i])-float64(v), float64(v)-float64(first[j])
		s.residual += float64(r * r)
		s.squares += float64(d * d)
		s.sums[j] += d
	}
	return s
}

func (s *spread) add(o spread) {
	s.n += o.n
	s.residual += o.residual
	s.squares += o.squares
	if s.sums == nil {
		s.sums = make([]float64, len(o.sums))
	}
	for j, v := range o.sums {
		s.sums[j] += v
	}
}

// determination returns R².
func (s *spread) determination() float64 {
	total := s.squares
	for _, v := range s.sums {
		total -= float64(v*v) / float64(s.n)
	}
	if total == 0 {
		return math.NaN()
	}
	return 1 - s.residual/total
}

// decide returns the class that each row of outputs stands for: the place of the greatest, or with a single output yes (1)
// or no (0) for the loss BCE and the nearest whole number for others.
func (n *Net) decide(y *Tensor) []int {
	if len(y.Shape) != 2 || y.Shape[1] != 1 {
		return y.Argmax()
	}
	class := make([]int, y.Shape[0])
	switch n.loss.(type) {
	case *SoftmaxCrossEntropy:
	case *BCE:
		for i, v := range y.Data {
			if v > 0 {
				class[i] = 1
			}
		}
	default:
		for i, v := range y.Data {
			if r := math.Round(float64(v)); math.Abs(r) < 1<<31 { // not for what is not a number
				class[i] = int(r)
			}
		}
	}
	return class
}
