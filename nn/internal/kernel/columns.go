package kernel

// SumBlock is the number of rows that a column sum adds before it adds the next such sum.
const SumBlock = 256

// ColumnSum sets dst = Σ x over the rows of x (rows × len(dst)).
func ColumnSum(dst, x []float32, rows int) {
	columnBlocks(loopColumnSum, dst, rows, x, nil, nil)
}

// ColumnDeviation sets dst = Σ (x − mean)² over the rows of x.
func ColumnDeviation(dst, x, mean []float32, rows int) {
	columnBlocks(loopColumnDeviation, dst, rows, x, nil, mean)
}

// ColumnDot sets dst = Σ x·y over the rows of x and y.
func ColumnDot(dst, x, y []float32, rows int) {
	columnBlocks(loopColumnDot, dst, rows, x, y, nil)
}

// columnBlocks adds the sums of blocks of rows.
func columnBlocks(op int, dst []float32, rows int, x, y, mean []float32) {
	n := len(dst)
	defer flushAll(dst)
	if rows <= SumBlock {
		columnBlock(op, dst, rows, x, y, mean)
		return
	}
	part := make([]float32, n)
	for i := 0; i < rows; i += SumBlock {
		to := dst
		if i > 0 {
			to = part
		}
		columnBlock(op, to, min(SumBlock, rows-i), x[i*n:], from(y, i*n), mean)
		if i > 0 {
			for j, v := range part {
				dst[j] += v
			}
		}
	}
}

func flushAll(v []float32) {
	for i, x := range v {
		v[i] = Flush(x)
	}
}

func from(s []float32, i int) []float32 {
	if s == nil {
		return nil
	}
	return s[i:]
}

// columnBlock is columnRows on the level in use.
func columnBlock(op int, dst []float32, rows int, x, y, mean []float32) {
	if !loopColumns(op, dst, rows, x, y, mean) {
		columnRows(op, dst, rows, x, y, mean)
	}
}

// columnRows defines one block.
func columnRows(op int, dst []float32, rows int, x, y, mean []float32) {
	n := len(dst)
	clear(dst)
	for i := range rows {
		row := x[i*n:][:n]
		switch op {
		case loopColumnSum:
			for j, v := range row {
				dst[j] += v
			}
		case loopColumnDeviation:
			for j, v := range row {
				d := v - mean[j]
				dst[j] += float32(d * d)
			}
		case loopColumnDot:
			other := y[i*n:][:n]
			for j, v := range row {
				dst[j] += float32(v * other[j])
			}
		}
	}
}

// Norm holds the row vectors of a batch normalisation.
type Norm struct{ Mean, Inverse, Gamma, Beta []float32 }

// Normalize sets xn = (x − mean)·inverse and y = gamma·xn + beta, row by row.
func Normalize(xn, y, x []float32, rows int, v Norm) {
	n := len(v.Mean)
	xn, y, x = xn[:rows*n], y[:rows*n], x[:rows*n]
	if loopNormalizeRows(xn, y, x, rows, v) {
		return
	}
	for i := 0; i < len(x); i += n {
		for j := range n {
			h := Flush(float32((x[i+j] - v.Mean[j]) * v.Inverse[j]))
			xn[i+j] = h
			y[i+j] = Flush(float32(v.Gamma[j]*h) + v.Beta[j])
		}
	}
}

// NormGrad holds the row vectors of the gradient of a batch normalisation: scale is gamma·inverse, mean and slope are the
// means over the batch of dy and of dy·xn.
type NormGrad struct{ Scale, Mean, Slope []float32 }

// NormalizeGrad sets dx = scale·((dy − mean) − xn·slope), row by row.
func NormalizeGrad(dx, dy, xn []float32, rows int, v NormGrad) {
	n := len(v.Mean)
	dx, dy, xn = dx[:rows*n], dy[:rows*n], xn[:rows*n]
	if loopNormalizeGradRows(dx, dy, xn, rows, v) {
		return
	}
	for i := 0; i < len(dx); i += n {
		for j := range n {
			d := (dy[i+j] - v.Mean[j]) - float32(xn[i+j]*v.Slope[j])
			dx[i+j] = Flush(float32(v.Scale[j] * d))
		}
	}
}
