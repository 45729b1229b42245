package nn

import "slices"

// TargetLoss is a Loss that also measures how far outputs are from numbers: the values of a regression, or
// probabilities of the classes. A network whose loss is one can be trained on TargetExamples.
type TargetLoss interface {
	Forward(y *Tensor, labels []int) float64
	// ForwardTarget is Forward with a target for each output: t has the shape of y. It modifies neither.
	ForwardTarget(y, t *Tensor) float64
	Backward() *Tensor
}

// TargetExamples are Examples whose right answers are numbers instead of labels: see NewTargets. Training and evaluation
// of a network read their targets and leave their labels alone.
type TargetExamples interface {
	Len() int
	ExampleLen() int
	Read(x []float32, labels []int, index []int)
	TargetLen() int // numbers in one target
	// ReadTargets copies the targets of the examples with the given numbers, one after the other, to t.
	ReadTargets(t []float32, index []int)
}

// NewTargets returns examples that are kept in memory: x has shape (N, …), and row i of t (N, …) is what the network
// should give for row i of x. For classes, a row of t holds their probabilities; the label of such an example is the most
// probable class.
func NewTargets(x, t *Tensor) TargetExamples {
	if x == nil || t == nil {
		misuse("NewTargets", "x or t is nil; give both tensors")
	}
	if len(x.Shape) == 0 || len(t.Shape) == 0 || x.Shape[0] != t.Shape[0] {
		misshape("NewTargets", "t", t.Shape, "as many rows as x "+shapeText(x.Shape), "give one target for each example")
	}
	return &targetMemory{x: x, t: t}
}

type targetMemory struct {
	x, t              *Tensor
	seen, seenTargets once // they have been looked through
}

// Len implements Examples.
func (m *targetMemory) Len() int { return m.x.Shape[0] }

// ExampleLen implements Examples.
func (m *targetMemory) ExampleLen() int { return m.x.rowLen() }

// TargetLen implements TargetExamples.
func (m *targetMemory) TargetLen() int { return m.t.rowLen() }

// Read implements Examples. The labels are the places of the greatest targets.
func (m *targetMemory) Read(x []float32, labels []int, index []int) {
	n, k := m.x.rowLen(), m.t.rowLen()
	for j, i := range index {
		copy(x[j*n:(j+1)*n], m.x.Data[i*n:])
		labels[j] = argmax(m.t.Data[i*k : (i+1)*k])
	}
}

// ReadTargets implements TargetExamples.
func (m *targetMemory) ReadTargets(t []float32, index []int) {
	k := m.t.rowLen()
	for j, i := range index {
		copy(t[j*k:(j+1)*k], m.t.Data[i*k:])
	}
}

// NextTarget is Next for TargetExamples: x has shape (batch, numbers in an example), t (batch, numbers in a target). Both
// are valid until the next call.
func (b *Batches) NextTarget() (x, t *Tensor) {
	from, ok := b.from.(TargetExamples)
	if !ok {
		misuse("Batches.NextTarget", "the examples have labels and no targets; use Next, or make them with NewTargets")
	}
	x, _ = b.Next()
	t = b.targets.shaped(len(b.index), from.TargetLen())
	from.ReadTargets(t.Data, b.index)
	return x, t
}

// GradientTarget is Gradient for targets t, of the shape of the outputs or (N, numbers of an output): it sets all
// gradients, with the weight penalty, and returns the loss. The network's loss must be a TargetLoss.
func (n *Net) GradientTarget(x, t *Tensor) float64 {
	defer n.begin("Net.GradientTarget").Store(false)
	l := n.targetLoss("Net.GradientTarget")
	y := n.propagate(x)
	t = likeOutput(y, t, &n.target)
	checkTarget("Net.GradientTarget", y, t) // losses of cells may not
	loss := l.ForwardTarget(y, t)
	n.backpropagate(given(l.Backward(), n.loss, "Backward"))
	return loss + n.penalty()
}

// StepTarget is Step for targets t: GradientTarget, then Update of the optimizer. It returns the loss before the update.
func (n *Net) StepTarget(x, t *Tensor, opt Optimizer) float64 {
	needOptimizer("Net.StepTarget", opt)
	loss := n.GradientTarget(x, t)
	opt.Update(n.trained)
	return loss
}

// LossTarget is Loss for targets t: the loss of a batch in evaluation mode, with the weight penalty.
func (n *Net) LossTarget(x, t *Tensor) float64 {
	l := n.targetLoss("Net.LossTarget")
	y := n.Forward(x, false)
	t = likeOutput(y, t, new(Tensor))
	checkTarget("Net.LossTarget", y, t)
	if own := ownLossOf(n.loss); own != nil {
		own.checkTarget("Net.LossTarget", y, t)
		return own.sumTarget(y, t)/float64(y.Shape[0]) + n.penalty()
	}
	return l.ForwardTarget(y, t) + n.penalty()
}

// targetLoss returns the network's loss, which must take targets.
func (n *Net) targetLoss(op string) TargetLoss {
	l, ok := n.loss.(TargetLoss)
	if !ok {
		misuse(op, "the network's loss takes labels only; build the network with a loss that has ForwardTarget: Loss: nn.NewMSE()")
	}
	return l
}

// likeOutput returns t in the shape of the outputs y when it has as many numbers for each example: view becomes the
// result then. Otherwise t is returned as it is, for the loss to complain about.
func likeOutput(y, t, view *Tensor) *Tensor {
	if t == nil || slices.Equal(y.Shape, t.Shape) || len(t.Data) != len(y.Data) || len(t.Shape) == 0 || t.Shape[0] != y.Shape[0] {
		return t
	}
	view.Shape = append(view.Shape[:0], y.Shape...)
	view.Data = t.Data
	return view
}
