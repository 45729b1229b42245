package nn

import (
	"math"

	"quire/nn/internal/kernel"
)

// BatchNorm brings every feature to mean 0 and variance 1, then scales it by gamma and shifts it by beta, which are
// trained (Ioffe and Szegedy 2015, arXiv:1502.03167; section 6.3 of the book). For vectors (N, features) each column is a feature; for images
// (N, H, W, C) each channel.
//
// In training it uses the mean and variance of the batch and follows them with running means; in evaluation it uses the
// running means. The variance is Σ(x − mean)²/n, for the running means, too; PyTorch's divide by n − 1 there.
//
// A batch of one vector becomes beta, whatever it is, has no gradient, and leaves the running means as they are.
type BatchNorm struct {
	Momentum   float64 // part of the running means that each batch keeps: 0.9
	Eps        float64 // added to the variance: 1e-6
	GammaInit  float64 // what gamma starts at: 1
	Fixed      bool    // gamma and beta are not trained
	BatchStats bool    // evaluation uses the statistics of what is evaluated, too

	Gamma, Beta *Param  // (features); nil until the layer is built
	Mean, Var   *Tensor // running mean and variance (features)

	features int
	row      normRow // statistics of the last training batch
	xn       []float32
	y, dx    buffer
}

// NewBatchNorm returns the layer with the usual settings, which can be changed until the layer is built.
func NewBatchNorm() *BatchNorm { return &BatchNorm{Momentum: 0.9, Eps: 1e-6, GammaInit: 1} }

// normRow holds row vectors of one value for each feature.
type normRow struct{ mean, variance, inverse, scale, slope []float32 }

func newNormRow(n int) normRow {
	return normRow{aligned(n), aligned(n), aligned(n), aligned(n), aligned(n)}
}

// Build makes gamma, beta and the running means.
func (l *BatchNorm) Build(input []int, init Init, r *Rand) {
	if l.Gamma != nil {
		l.OutputShape(input)
		return
	}
	if len(input) == 0 {
		misshape("BatchNorm", "x", []int{0}, "(N, features) or (N, H, W, C)", "")
	}
	l.checkSettings()
	n := input[len(input)-1]
	l.features = n
	l.Gamma, l.Beta = NewParam("gamma", Full(l.GammaInit, n)), NewParam("beta", New(n))
	l.Mean, l.Var = New(n), Full(1, n)
	l.row = newNormRow(n)
}

// checkSettings panics when a field has a value that cannot work.
func (l *BatchNorm) checkSettings() {
	switch {
	case !(l.Momentum >= 0 && l.Momentum <= 1):
		misuse("BatchNorm", "Momentum is %g; give the part of the running means that each batch keeps, from 0 to 1", l.Momentum)
	case !(l.Eps > 0) || !finite(l.Eps):
		misuse("BatchNorm", "Eps is %g; give a small positive number, such as 1e-6", l.Eps)
	case !finite(l.GammaInit):
		misuse("BatchNorm", "GammaInit is %g; give a number, such as 1", l.GammaInit)
	}
}

// OutputShape returns the input's shape.
func (l *BatchNorm) OutputShape(input []int) []int {
	if len(input) == 0 || (l.Gamma != nil && input[len(input)-1] != l.features) {
		misshape("BatchNorm", "one example", input, shapeText([]int{l.features}), "the last axis holds the features")
	}
	return input
}

// FLOPs counts a subtraction, two multiplications and an addition for each element.
func (l *BatchNorm) FLOPs(input []int) int {
	n := 4
	for _, d := range input {
		n *= d
	}
	return n
}

// Params returns gamma and beta; none when they are fixed.
func (l *BatchNorm) Params() []*Param {
	if l.Gamma == nil || l.Fixed {
		return nil
	}
	return []*Param{l.Gamma, l.Beta}
}

// State returns the running mean and variance, and gamma and beta when they are fixed.
func (l *BatchNorm) State() []*Tensor {
	switch {
	case l.Gamma == nil:
		return nil
	case l.Fixed:
		return []*Tensor{l.Mean, l.Var, l.Gamma.Value, l.Beta.Value}
	}
	return []*Tensor{l.Mean, l.Var}
}

// Forward returns gamma·(x − mean)/√(variance + ε) + beta, of the shape of x. With train set it takes mean and variance
// of the batch, which needs at least two examples to mean anything, and updates the running means then.
func (l *BatchNorm) Forward(x *Tensor, train bool) *Tensor {
	if l.Gamma == nil && len(x.Shape) > 1 {
		l.Build(x.Shape[1:], He, nil)
	}
	if len(x.Shape) < 2 || x.Shape[len(x.Shape)-1] != l.features {
		misshape("BatchNorm.Forward", "x", x.Shape, batchText([]int{l.features}), "the last axis holds the features")
	}
	rows := len(x.Data) / l.features
	y := l.y.result(train, x.Shape...)
	if rows == 0 {
		return y
	}
	row, xn := l.statistics(x.Data, rows, train)
	for j, v := range row.variance {
		row.inverse[j] = float32(1 / math.Sqrt(float64(v)+l.Eps))
	}
	kernel.Normalize(xn, y.Data, x.Data, rows, kernel.Norm{Mean: row.mean, Inverse: row.inverse, Gamma: l.Gamma.Value.Data, Beta: l.Beta.Value.Data})
	return y
}

// statistics returns the mean and variance to normalise by, and room for the normalised x: the layer's own in training.
func (l *BatchNorm) statistics(x []float32, rows int, train bool) (row normRow, xn []float32) {
	if !train {
		row = newNormRow(l.features)
		copy(row.mean, l.Mean.Data)
		copy(row.variance, l.Var.Data)
		if l.BatchStats {
			moments(row, x, rows)
		}
		return row, aligned(len(x))
	}
	l.xn = grow(l.xn, len(x))
	moments(l.row, x, rows)
	if rows > 1 { // a single value has no variance to follow
		follow(l.Mean.Data, l.row.mean, l.Momentum)
		follow(l.Var.Data, l.row.variance, l.Momentum)
	}
	return l.row, l.xn
}

// moments sets the mean and the variance of each column. Sums count from the first row, so that a column whose values are
// large and close together keeps its digits, and one of equal values has variance 0.
func moments(row normRow, x []float32, rows int) {
	part := float32(1 / float64(rows))
	first := x[:len(row.mean)]
	kernel.ColumnShift(row.mean, x, first, rows)
	for j := range row.mean {
		row.mean[j] = kernel.Flush(float32(row.mean[j]*part) + first[j])
	}
	kernel.ColumnDeviation(row.variance, x, row.mean, rows)
	for j := range row.variance {
		row.variance[j] *= part
	}
}

// follow moves running means towards the values of a batch.
func follow(running, batch []float32, keep float64) {
	k, r := float32(keep), float32(1-keep)
	for j, v := range batch {
		running[j] = kernel.Flush(float32(k*running[j]) + float32(r*v))
	}
}

// Backward sets the gradients of gamma and beta and returns the gradient by x: with s = gamma/√(variance + ε),
// dx = s·(dy − mean(dy) − x̂·mean(dy·x̂)).
func (l *BatchNorm) Backward(dy *Tensor) *Tensor {
	checkGrad("BatchNorm.Backward", dy, l.y.last())
	dx := l.dx.shaped(dy.Shape...)
	rows := len(dy.Data) / l.features
	dGamma, dBeta := l.Gamma.Grad.Data, l.Beta.Grad.Data
	if rows == 0 {
		clear(dGamma)
		clear(dBeta)
		return dx
	}
	kernel.ColumnDot(dGamma, dy.Data, l.xn, rows)
	kernel.ColumnSum(dBeta, dy.Data, rows)
	part := float32(1 / float64(rows))
	// mean and variance of the batch are not needed any more: their rows hold the means of dy and dy·x̂.
	meanDy, slope, scale := l.row.mean, l.row.slope, l.row.scale
	for j := range scale {
		scale[j] = l.Gamma.Value.Data[j] * l.row.inverse[j]
		meanDy[j] = dBeta[j] * part
		slope[j] = dGamma[j] * part
	}
	kernel.NormalizeGrad(dx.Data, dy.Data, l.xn, rows, kernel.NormGrad{Scale: scale, Mean: meanDy, Slope: slope})
	return dx
}

func (l *BatchNorm) clone() Layer {
	c := &BatchNorm{Momentum: l.Momentum, Eps: l.Eps, GammaInit: l.GammaInit, Fixed: l.Fixed, BatchStats: l.BatchStats}
	if l.Gamma == nil {
		return c
	}
	c.Build([]int{l.features}, He, nil)
	copy(c.Gamma.Value.Data, l.Gamma.Value.Data)
	copy(c.Beta.Value.Data, l.Beta.Value.Data)
	copy(c.Mean.Data, l.Mean.Data)
	copy(c.Var.Data, l.Var.Data)
	return c
}
