package nn

import (
	"math"
	"sync/atomic"
)

// Forward returns the outputs (logits) for a batch x of shape (N, example). An example may have another shape of as many
// elements than the network's input: (N, 784) serves for (N, 28, 28, 1).
func (n *Net) Forward(x *Tensor, train bool) *Tensor {
	n.intact("Net.Forward")
	if train {
		n.guard()
		x = n.input("Net.Forward", x, &n.view)
	} else {
		x = n.input("Net.Forward", x, new(Tensor)) // several goroutines may evaluate
	}
	for i, l := range n.layers {
		x = given(l.Forward(x, train && i >= n.frozen), l, "Forward")
	}
	return x
}

// Backward sets all gradients for the gradient dy by the output of the last Forward with train set, and returns the
// gradient by the input of the first layer that is not frozen. The weight penalty is not part of it.
func (n *Net) Backward(dy *Tensor) *Tensor {
	for i := len(n.layers) - 1; i >= n.frozen; i-- {
		dy = given(n.layers[i].Backward(dy), n.layers[i], "Backward")
	}
	n.settleGrads("Net.Backward")
	return dy
}

// begin marks that a step is under way and panics when one is already: two goroutines would train one network, and what it
// learned would depend on which was faster. The caller takes the mark back.
func (n *Net) begin(op string) *atomic.Bool {
	if n == nil {
		n.intact(op)
	}
	return n.occupy(op, &n.stepping)
}

// occupy sets a mark that must not be set. Trials that share a network are told so first, whether they meet in it or not.
func (n *Net) occupy(op string, training *atomic.Bool) *atomic.Bool {
	n.guard()
	if !training.CompareAndSwap(false, true) {
		misuse(op, "the network is in training already, in another goroutine or in what calls this; train a copy: net.Clone()")
	}
	return training
}

// Gradient runs forward and backward on a batch: it sets all gradients, with the weight penalty, and returns the loss.
func (n *Net) Gradient(x *Tensor, labels []int) float64 {
	defer n.begin("Net.Gradient").Store(false)
	loss := n.loss.Forward(n.propagate(x), labels)
	n.backpropagate(given(n.loss.Backward(), n.loss, "Backward"))
	return loss + n.penalty()
}

// propagate is Forward in training by the plan, between begin and its end.
func (n *Net) propagate(x *Tensor) *Tensor {
	n.intact("Net.Forward")
	x = n.input("Net.Forward", x, &n.view)
	for _, l := range n.layers[:n.frozen] {
		x = l.Forward(x, false)
	}
	return forwardPlan(n.plan, x)
}

// backpropagate sets all gradients, with the weight penalty, for the gradient dy by the output.
func (n *Net) backpropagate(dy *Tensor) {
	backwardPlan(n.plan, dy, false) // nothing needs the gradient by the input
	n.settleGrads("Net.Gradient")
	n.decay.addGradient(n.trained)
}

// penalty returns ½·λ·ΣW² and the penalty of L1, of the layers that are trained.
func (n *Net) penalty() float64 { return n.decay.value(n.trained) }

// Step trains on one batch: Gradient, then Update of the optimizer. It returns the loss before the update. After the
// first step on a batch of this size it allocates no memory.
func (n *Net) Step(x *Tensor, labels []int, opt Optimizer) float64 {
	needOptimizer("Net.Step", opt)
	loss := n.Gradient(x, labels)
	opt.Update(n.trained)
	return loss
}

// needOptimizer panics before a step that nobody would make.
func needOptimizer(op string, opt Optimizer) {
	if opt == nil {
		misuse(op, "the optimizer is nil; give one, such as NewSGD(0.1)")
	}
}

// Loss returns the loss of a batch in evaluation mode, with the weight penalty.
func (n *Net) Loss(x *Tensor, labels []int) float64 {
	y := n.Forward(x, false)
	if own := ownLossOf(n.loss); own != nil {
		own.check("Net.Loss", y, labels)
		return own.sum(y, labels)/float64(len(labels)) + n.penalty()
	}
	return n.loss.Forward(y, labels) + n.penalty()
}

// Predict returns the outputs (logits) for a batch in evaluation mode.
func (n *Net) Predict(x *Tensor) *Tensor { return n.Forward(x, false) }

// Classify returns for each example the class with the greatest output. With a single output it is 1 or 0, by the sign of
// the output, when the loss is BCE, and the nearest whole number for other losses.
func (n *Net) Classify(x *Tensor) []int { return n.decide(n.Forward(x, false)) }

// Activations returns the output of every layer for a batch in evaluation mode, in order.
func (n *Net) Activations(x *Tensor) []*Tensor {
	n.intact("Net.Activations")
	x = n.input("Net.Activations", x, new(Tensor))
	all := make([]*Tensor, len(n.layers))
	for i, l := range n.layers {
		x = l.Forward(x, false)
		all[i] = x
	}
	return all
}

// finite reports whether v is a number.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
