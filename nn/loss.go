package nn

import "quire/nn/internal/kernel"

// Loss measures how far outputs are from the right classes. Forward returns the mean over the batch and keeps what
// Backward needs; Backward returns the gradient by the outputs, valid until the next Forward.
type Loss interface {
	Forward(y *Tensor, labels []int) float64
	Backward() *Tensor
}

// SoftmaxCrossEntropy turns outputs (logits) into probabilities by softmax and takes −log of that of the right class.
type SoftmaxCrossEntropy struct {
	dy buffer
}

// NewSoftmaxCrossEntropy returns the loss.
func NewSoftmaxCrossEntropy() *SoftmaxCrossEntropy { return &SoftmaxCrossEntropy{} }

// Forward returns the mean of −log softmax(y)[label] over the batch. y has shape (N, classes). Nothing is added inside
// the logarithm: it is computed as log Σ e^(y−max) − (y[label]−max), which cannot overflow.
func (l *SoftmaxCrossEntropy) Forward(y *Tensor, labels []int) float64 {
	checkLabels("SoftmaxCrossEntropy.Forward", y, labels)
	dy := l.dy.shaped(y.Shape...)
	n, classes := y.Shape[0], y.Shape[1]
	part := float32(1 / float64(n))
	loss := 0.0
	for i, label := range labels {
		row, out := y.Data[i*classes:(i+1)*classes], dy.Data[i*classes:(i+1)*classes]
		top, sum := softmaxRow(out, row)
		loss += kernel.Log(float64(sum)) - float64(row[label]-top)
		scale := part / sum
		for j, e := range out {
			out[j] = float32(e * scale)
		}
		out[label] -= part
		for j, e := range out {
			out[j] = kernel.Flush(e)
		}
	}
	return loss / float64(n)
}

// Backward returns (softmax(y) − onehot)/N for the last Forward.
func (l *SoftmaxCrossEntropy) Backward() *Tensor {
	if l.dy.last() == nil {
		misuse("SoftmaxCrossEntropy.Backward", "there was no Forward before")
	}
	return l.dy.last()
}

// value returns the summed loss of a batch without keeping anything.
func (l *SoftmaxCrossEntropy) value(y *Tensor, labels []int) (loss float64) {
	classes := y.Shape[1]
	scratch := make([]float32, classes)
	for i, label := range labels {
		row := y.Data[i*classes : (i+1)*classes]
		top, sum := softmaxRow(scratch, row)
		loss += kernel.Log(float64(sum)) - float64(row[label]-top)
	}
	return loss
}

// softmaxRow sets dst = e^(src−max) and returns the maximum and the sum. dst may be src.
func softmaxRow(dst, src []float32) (top, sum float32) {
	top = src[0]
	for _, v := range src {
		if v > top {
			top = v
		}
	}
	for j, v := range src {
		e := kernel.Exp(v - top)
		dst[j] = e
		sum += e
	}
	return top, sum
}

// checkLabels panics unless y is (N, classes) with one label below classes for each row.
func checkLabels(op string, y *Tensor, labels []int) {
	if len(y.Shape) != 2 || y.Shape[1] == 0 {
		misshape(op, "y", y.Shape, "(N, classes)", "")
	}
	if len(labels) != y.Shape[0] {
		misuse(op, "%d labels for %d examples", len(labels), y.Shape[0])
	}
	if len(labels) == 0 {
		misuse(op, "the batch is empty")
	}
	for i, l := range labels {
		checkLabel(op, i, l, y.Shape[1])
	}
}
