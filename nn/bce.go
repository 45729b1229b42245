package nn

import "quire/nn/internal/kernel"

// BCE is the binary cross entropy with logits: each output y answers one question with yes or no, the probability of yes
// being p = sigmoid(y), and the loss is the mean over all outputs of −t·log p − (1 − t)·log(1 − p). The network ends in an
// Affine: the sigmoid is part of the loss.
//
// For labels with a single output, 1 is yes and 0 is no; with several, the targets are one-hot. Targets are numbers from
// 0 to 1.
type BCE struct{ pointwise }

// NewBCE returns the loss.
func NewBCE() *BCE { return &BCE{} }

// Forward returns the mean binary cross entropy to the labels. y has shape (N, 1), with labels 0 and 1, or (N, classes).
func (l *BCE) Forward(y *Tensor, labels []int) float64 {
	l.check("BCE.Forward", y, labels)
	return l.ForwardTarget(y, oneHotLike(y, labels, &l.onehot))
}

// ForwardTarget returns the mean binary cross entropy to t, of the shape of y. It is computed as
// max(y, 0) − t·y + log(1 + e^−|y|), which cannot overflow.
func (l *BCE) ForwardTarget(y, t *Tensor) float64 {
	l.checkTarget("BCE.ForwardTarget", y, t)
	dy := l.dy.shaped(y.Shape...)
	factor := float32(1 / float64(len(y.Data)))
	kernel.Sigmoids(dy.Data, y.Data)
	kernel.Sub(dy.Data, dy.Data, t.Data)
	kernel.Scale(dy.Data, factor)
	return l.sumTarget(y, t) / float64(y.Shape[0])
}

// Backward returns (sigmoid(y) − t)/(N·K) for the last Forward of N examples with K outputs.
func (l *BCE) Backward() *Tensor { return gradientOf("BCE", &l.dy) }

func (l *BCE) sum(y *Tensor, labels []int) float64 {
	return l.sumTarget(y, oneHotLike(y, labels, new(buffer)))
}

func (l *BCE) sumTarget(y, t *Tensor) float64 {
	s, logs := 0.0, logSum{product: 1}
	for i, v := range y.Data {
		a := v
		if v < 0 {
			a = -v
		}
		// The product is exact in float64, so that fusing changes nothing.
		s += float64(max(v, 0)) - float64(v)*float64(t.Data[i])
		logs.add(1 + float64(kernel.Exp(-a)))
	}
	return (s + logs.total()) / float64(y.rowLen())
}

func (l *BCE) check(op string, y *Tensor, labels []int) {
	if y == nil || len(y.Shape) != 2 || y.Shape[1] != 1 {
		checkLabels(op, y, labels)
		return
	}
	countLabels(op, y, labels)
	for i, label := range labels {
		if label != 0 && label != 1 {
			misuse(op, "label %d of example %d is neither 0 nor 1; for more classes give the network as many outputs", label, i)
		}
	}
}

func (l *BCE) checkTarget(op string, y, t *Tensor) {
	checkTarget(op, y, t)
	for i, v := range t.Data {
		if !(v >= 0 && v <= 1) {
			misuse(op, "target %v of example %d is not from 0 to 1", v, i/t.rowLen())
		}
	}
}

func (l *BCE) cloneLoss() Loss { return NewBCE() }
