package nn

import (
	"slices"

	"quire/nn/internal/kernel"
)

// Loss measures how far outputs are from the right classes. Forward returns the mean over the batch and keeps what
// Backward needs; Backward returns the gradient by the outputs, valid until the next Forward.
type Loss interface {
	Forward(y *Tensor, labels []int) float64
	Backward() *Tensor
}

// ownLoss is a loss of this package. Its sums keep nothing, so that several goroutines may evaluate.
type ownLoss interface {
	TargetLoss
	sum(y *Tensor, labels []int) float64 // loss of a batch times its examples
	sumTarget(y, t *Tensor) float64
	check(op string, y *Tensor, labels []int)
	checkTarget(op string, y, t *Tensor)
	cloneLoss() Loss
}

// SoftmaxCrossEntropy turns outputs (logits) into probabilities by softmax and takes −log of that of the right class
// (section 4.2.2 and appendix A of the book).
//
// With Smoothing ε the right answer is not 1 for one class and 0 for the others, but 1 − ε + ε/K and ε/K for K classes
// (Szegedy et al. 2016, arXiv:1512.00567, section 7).
type SoftmaxCrossEntropy struct {
	Smoothing float64 // ε, from 0 up to 1

	dy buffer
}

// NewSoftmaxCrossEntropy returns the loss, without smoothing.
func NewSoftmaxCrossEntropy() *SoftmaxCrossEntropy { return &SoftmaxCrossEntropy{} }

// NewLabelSmoothing returns the loss SoftmaxCrossEntropy with labels smoothed by ε, from 0 to 1; 0.1 is usual.
func NewLabelSmoothing(epsilon float64) *SoftmaxCrossEntropy {
	l := &SoftmaxCrossEntropy{Smoothing: epsilon}
	l.checkSmoothing("NewLabelSmoothing")
	return l
}

func (l *SoftmaxCrossEntropy) checkSmoothing(op string) {
	if !(l.Smoothing >= 0 && l.Smoothing <= 1) {
		misuse(op, "epsilon is %g; give a number from 0 to 1", l.Smoothing)
	}
}

// Forward returns the mean of −log softmax(y)[label] over the batch. y has shape (N, classes). Nothing is added inside
// the logarithm: it is computed as log Σ e^(y−max) − (y[label]−max), which cannot overflow.
func (l *SoftmaxCrossEntropy) Forward(y *Tensor, labels []int) float64 {
	l.check("SoftmaxCrossEntropy.Forward", y, labels)
	return l.labels(y, labels, l.dy.shaped(y.Shape...)) / float64(len(labels))
}

// labels returns the summed loss and fills dy, when it is not nil, with the gradient of the mean.
func (l *SoftmaxCrossEntropy) labels(y *Tensor, labels []int, dy *Tensor) (loss float64) {
	n, classes := y.Shape[0], y.Shape[1]
	part := float32(1 / float64(n))
	s := l.smoothing(classes)
	logs := logSum{product: 1}
	for b := newExpRows(y, dy); b.next(); {
		few := labels[b.first : b.first+b.rows]
		for i, label := range few {
			row := b.row(y, i)
			logs.add(float64(b.sum[i]))
			loss -= float64(row[label] - b.top[i])
			if l.Smoothing > 0 {
				loss += s.extra(row, label)
			}
			b.sum[i] = part / b.sum[i]
		}
		if dy == nil {
			continue
		}
		kernel.RowMul(b.out, b.out, classes, b.sum[:b.rows])
		for i, label := range few {
			out := b.row(dy, i)
			if l.Smoothing > 0 {
				s.subtract(out, label, part)
			} else {
				out[label] = kernel.Flush(out[label] - part)
			}
		}
	}
	return loss + logs.total()
}

// logSum adds logarithms: it takes that of the product of many numbers, which is no less exact and much faster.
type logSum struct{ sum, product float64 }

// add adds log v, for v from 1 up to the greatest float32.
func (l *logSum) add(v float64) {
	l.product *= v
	if l.product > 1e200 {
		l.sum, l.product = l.total(), 1
	}
}

func (l *logSum) total() float64 { return l.sum + kernel.Log(l.product) }

// expRows walks over the rows of outputs, as many at a time as have room on the stack.
type expRows struct {
	y, dy       *Tensor
	first, rows int       // the rows at hand
	out         []float32 // e^(y − max) for each of them: part of dy, when there is one
	top, sum    [kernel.SoftmaxRows]float32
}

// newExpRows returns a walk over y that writes into dy, or keeps nothing when dy is nil.
func newExpRows(y, dy *Tensor) expRows {
	b := expRows{y: y, dy: dy}
	if dy == nil {
		b.out = make([]float32, min(y.Shape[0], kernel.SoftmaxRows)*y.Shape[1])
	}
	return b
}

// next goes to the next rows, and reports whether there are any.
func (b *expRows) next() bool {
	n, classes := b.y.Shape[0], b.y.Shape[1]
	b.first += b.rows
	b.rows = min(n-b.first, kernel.SoftmaxRows)
	if b.rows <= 0 {
		return false
	}
	from, to := b.first*classes, (b.first+b.rows)*classes
	if b.dy != nil {
		b.out = b.dy.Data[from:to]
	}
	kernel.ExpRows(b.out, b.y.Data[from:to], classes, b.top[:b.rows], b.sum[:b.rows])
	return true
}

// row returns what a tensor of the shape of y holds in one of the rows at hand.
func (b *expRows) row(t *Tensor, i int) []float32 {
	classes := t.Shape[1]
	return t.Data[(b.first+i)*classes:][:classes]
}

// smoothing holds what label smoothing gives to every class and leaves to the right one.
type smoothing struct{ every, right float64 }

func (l *SoftmaxCrossEntropy) smoothing(classes int) smoothing {
	return smoothing{every: l.Smoothing / float64(classes), right: 1 - l.Smoothing}
}

// extra returns what smoothing adds to the loss of a row: with the smoothed target s, log Σ eʸ − Σ s·y is
// log Σ eʸ − y[label] + (ε/K)·Σ (y[label] − y).
func (s smoothing) extra(row []float32, label int) float64 {
	sum := 0.0
	for _, v := range row {
		sum += float64(row[label]) - float64(v)
	}
	return float64(s.every * sum)
}

// subtract takes the smoothed target times part from a row.
func (s smoothing) subtract(out []float32, label int, part float32) {
	every := float32(s.every * float64(part))
	for j, e := range out {
		e -= every
		if j == label {
			e -= float32(s.right * float64(part))
		}
		out[j] = kernel.Flush(e)
	}
}

// ForwardTarget returns the mean of −Σ t·log softmax(y) over the batch. y and t have shape (N, classes), and each row of t
// holds probabilities that add up to 1: one-hot rows, or those that another network gives (Hinton et al. 2015,
// arXiv:1503.02531). Smoothing mixes them with the uniform distribution.
func (l *SoftmaxCrossEntropy) ForwardTarget(y, t *Tensor) float64 {
	l.checkTarget("SoftmaxCrossEntropy.ForwardTarget", y, t)
	return l.targets(y, t, l.dy.shaped(y.Shape...)) / float64(y.Shape[0])
}

// targets is labels for rows of probabilities.
func (l *SoftmaxCrossEntropy) targets(y, t, dy *Tensor) (loss float64) {
	part := float32(1 / float64(y.Shape[0]))
	s := l.smoothing(y.Shape[1])
	logs := logSum{product: 1}
	for b := newExpRows(y, dy); b.next(); {
		for i := range b.rows {
			target := b.row(t, i)
			whole := 0.0 // Σ t, which is 1 but for rounding
			for j, v := range b.row(y, i) {
				p := float64(s.right*float64(target[j])) + s.every
				whole += p
				if p != 0 { // a class that cannot be costs nothing, whatever its output is
					loss -= float64(p * float64(v-b.top[i]))
				}
			}
			if whole == 1 {
				logs.add(float64(b.sum[i]))
			} else {
				loss += float64(whole * kernel.Log(float64(b.sum[i])))
			}
			if dy == nil {
				continue
			}
			scale := float32(whole) * part / b.sum[i]
			out := b.row(dy, i)
			for j, e := range out {
				p := float64(s.right*float64(target[j])) + s.every
				out[j] = kernel.Flush(float32(e*scale) - float32(p*float64(part)))
			}
		}
	}
	return loss + logs.total()
}

// Backward returns (softmax(y) − t)/N for the last Forward, where t is one-hot for labels, or smoothed.
func (l *SoftmaxCrossEntropy) Backward() *Tensor { return gradientOf("SoftmaxCrossEntropy", &l.dy) }

// gradientOf returns the gradient that the last Forward of a loss left.
func gradientOf(loss string, dy *buffer) *Tensor {
	if dy.last() == nil {
		misuse(loss+".Backward", "there was no Forward before; call Forward with the outputs and the labels first")
	}
	return dy.last()
}

func (l *SoftmaxCrossEntropy) sum(y *Tensor, labels []int) float64 { return l.labels(y, labels, nil) }

func (l *SoftmaxCrossEntropy) sumTarget(y, t *Tensor) float64 { return l.targets(y, t, nil) }

func (l *SoftmaxCrossEntropy) check(op string, y *Tensor, labels []int) {
	l.checkSmoothing(op)
	checkLabels(op, y, labels)
}

func (l *SoftmaxCrossEntropy) checkTarget(op string, y, t *Tensor) {
	l.checkSmoothing(op)
	checkOutputs(op, y)
	if len(y.Shape) != 2 || y.Shape[1] == 0 {
		misshape(op, "y", y.Shape, "(N, classes)", "end the network in NewFlatten or NewAffine")
	}
	checkTarget(op, y, t)
	classes := y.Shape[1]
	for i := range y.Shape[0] {
		sum, row := 0.0, t.Data[i*classes:(i+1)*classes]
		for _, p := range row {
			if !(p >= 0) {
				misuse(op, "target %d holds %v; give probabilities from 0 to 1", i, p)
			}
			sum += float64(p)
		}
		if !(sum > 0.999 && sum < 1.001) {
			misuse(op, "target %d adds up to %.4g; give probabilities that add up to 1", i, sum)
		}
	}
}

func (l *SoftmaxCrossEntropy) cloneLoss() Loss { return &SoftmaxCrossEntropy{Smoothing: l.Smoothing} }

// checkLabels panics unless y is (N, classes) with one label below classes for each row.
func checkLabels(op string, y *Tensor, labels []int) {
	checkOutputs(op, y)
	if len(y.Shape) != 2 || y.Shape[1] == 0 {
		misshape(op, "y", y.Shape, "(N, classes)", "labels are for one row of outputs; for others give targets")
	}
	countLabels(op, y, labels)
	for i, l := range labels {
		checkLabel(op, i, l, y.Shape[1])
	}
}

// countLabels panics unless there is a label for each row of y, and at least one.
func countLabels(op string, y *Tensor, labels []int) {
	checkOutputs(op, y)
	if len(labels) != y.Shape[0] {
		misuse(op, "%d labels for %d examples; give one label for each", len(labels), y.Shape[0])
	}
	if len(labels) == 0 {
		misuse(op, "the batch is empty; give at least one example")
	}
}

// checkTarget panics unless t has the shape of y, and there is at least one row.
func checkTarget(op string, y, t *Tensor) {
	checkOutputs(op, y)
	if t == nil {
		misuse(op, "t is nil; give targets of shape %s", shapeText(y.Shape))
	}
	if !slices.Equal(y.Shape, t.Shape) {
		misshape(op, "t", t.Shape, shapeText(y.Shape)+" like the outputs", "give one target for each output")
	}
	if len(y.Data) == 0 {
		misuse(op, "the batch is empty; give at least one example")
	}
}

// checkOutputs panics when there are none.
func checkOutputs(op string, y *Tensor) {
	if y == nil {
		misuse(op, "y is nil; give the outputs of a network")
	}
}
