package nn

import "quire/nn/internal/kernel"

// MSE is the mean squared error (1/NK)·Σ (y − t)² over N examples with K outputs each.
//
// The book's error of one example, E = ½·Σ (y − t)² (section 4.2.1), is K/2 times the MSE of that example. With one output
// the gradient of E is half that of the MSE: a learning rate that suits the book's E is twice too large here.
//
// For labels the targets are one-hot; where there is a single output, the label itself.
type MSE struct{ pointwise }

// NewMSE returns the loss.
func NewMSE() *MSE { return &MSE{} }

// Forward returns the mean squared error to the one-hot labels. y has shape (N, classes).
func (l *MSE) Forward(y *Tensor, labels []int) float64 {
	l.check("MSE.Forward", y, labels)
	return l.ForwardTarget(y, oneHotLike(y, labels, &l.onehot))
}

// ForwardTarget returns the mean squared error to t, of the shape of y.
func (l *MSE) ForwardTarget(y, t *Tensor) float64 {
	l.checkTarget("MSE.ForwardTarget", y, t)
	dy := l.dy.shaped(y.Shape...)
	factor := float32(2 / float64(len(y.Data)))
	kernel.Sub(dy.Data, y.Data, t.Data)
	kernel.Scale(dy.Data, factor)
	return l.sumTarget(y, t) / float64(y.Shape[0])
}

// Backward returns 2·(y − t)/(N·K) for the last Forward.
func (l *MSE) Backward() *Tensor { return gradientOf("MSE", &l.dy) }

func (l *MSE) sum(y *Tensor, labels []int) float64 {
	return l.sumTarget(y, oneHotLike(y, labels, new(buffer)))
}

func (l *MSE) sumTarget(y, t *Tensor) float64 {
	return kernel.SumDistances(y.Data, t.Data) / float64(y.rowLen())
}

func (l *MSE) cloneLoss() Loss { return NewMSE() }

// Huber is a squared error near the target and a linear one far from it, so that single wild targets count less: the mean
// over all outputs of ½·d² where |d| ≤ δ and δ·(|d| − ½·δ) elsewhere, with d = y − t (Huber 1964).
//
// For labels the targets are one-hot; where there is a single output, the label itself.
type Huber struct {
	Delta float64 // δ

	pointwise
}

// NewHuber returns the loss; delta is δ, a positive number, usually 1.
func NewHuber(delta float64) *Huber {
	l := &Huber{Delta: delta}
	l.checkDelta("NewHuber")
	return l
}

func (l *Huber) checkDelta(op string) {
	if !(l.Delta > 0) || !finite(l.Delta) {
		misuse(op, "delta is %g; give a positive number, such as 1", l.Delta)
	}
}

func (l *Huber) checkTarget(op string, y, t *Tensor) {
	l.checkDelta(op)
	checkTarget(op, y, t)
}

// Forward returns the mean Huber loss to the one-hot labels. y has shape (N, classes).
func (l *Huber) Forward(y *Tensor, labels []int) float64 {
	l.check("Huber.Forward", y, labels)
	return l.ForwardTarget(y, oneHotLike(y, labels, &l.onehot))
}

// ForwardTarget returns the mean Huber loss to t, of the shape of y.
func (l *Huber) ForwardTarget(y, t *Tensor) float64 {
	l.checkTarget("Huber.ForwardTarget", y, t)
	dy := l.dy.shaped(y.Shape...)
	factor, delta := float32(1/float64(len(y.Data))), float32(l.Delta)
	kernel.Sub(dy.Data, y.Data, t.Data)
	kernel.Clip(dy.Data, delta)
	kernel.Scale(dy.Data, factor)
	return l.sumTarget(y, t) / float64(y.Shape[0])
}

// Backward returns d/(N·K) for the last Forward, with d = y − t limited to −δ … δ.
func (l *Huber) Backward() *Tensor { return gradientOf("Huber", &l.dy) }

func (l *Huber) sum(y *Tensor, labels []int) float64 {
	return l.sumTarget(y, oneHotLike(y, labels, new(buffer)))
}

func (l *Huber) sumTarget(y, t *Tensor) float64 {
	s := 0.0
	for i, v := range y.Data {
		d := float64(v - t.Data[i])
		switch {
		case d > l.Delta:
			s += float64(l.Delta * (d - float64(l.Delta/2)))
		case d < -l.Delta:
			s += float64(l.Delta * (-d - float64(l.Delta/2)))
		default:
			s += float64(d*d) / 2
		}
	}
	return s / float64(y.rowLen())
}

func (l *Huber) cloneLoss() Loss { return NewHuber(l.Delta) }

// pointwise is what losses share that compare each output with its own target.
type pointwise struct{ dy, onehot buffer }

func (pointwise) check(op string, y *Tensor, labels []int) {
	if y != nil && len(y.Shape) == 2 && y.Shape[1] == 1 {
		countLabels(op, y, labels)
		return
	}
	checkLabels(op, y, labels)
}

func (pointwise) checkTarget(op string, y, t *Tensor) { checkTarget(op, y, t) }

// oneHotLike returns the targets for labels: one-hot rows, or the labels themselves where there is one output.
func oneHotLike(y *Tensor, labels []int, b *buffer) *Tensor {
	t := b.shaped(y.Shape...)
	k := y.Shape[1]
	if k == 1 {
		for i, label := range labels {
			t.Data[i] = float32(label)
		}
		return t
	}
	clear(t.Data)
	for i, label := range labels {
		t.Data[i*k+label] = 1
	}
	return t
}
