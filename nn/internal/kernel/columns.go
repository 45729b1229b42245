package kernel

// SumBlock is the number of rows that a column sum adds before it adds the next such sum.
const SumBlock = 256

// ColumnSum sets dst = Σ x over the rows of x (rows × len(dst)).
func ColumnSum(dst, x []float32, rows int) {
	columns{op: loopColumnSum, x: x}.sum(dst, rows)
}

// ColumnShift sets dst = Σ (x − shift) over the rows of x. It keeps digits that ColumnSum loses where all values of a column
// are far from zero and near shift.
func ColumnShift(dst, x, shift []float32, rows int) {
	columns{op: loopColumnShift, x: x, mean: shift}.sum(dst, rows)
}

// ColumnDeviation sets dst = Σ (x − mean)² over the rows of x.
func ColumnDeviation(dst, x, mean []float32, rows int) {
	columns{op: loopColumnDeviation, x: x, mean: mean}.sum(dst, rows)
}

// ColumnDot sets dst = Σ x·y over the rows of x and y.
func ColumnDot(dst, x, y []float32, rows int) {
	columns{op: loopColumnDot, x: x, y: y}.sum(dst, rows)
}

// columns is a sum over the rows of x, and of y or about a mean.
type columns struct {
	op         int
	x, y, mean []float32
}

// sum adds the sums of blocks of rows.
func (c columns) sum(dst []float32, rows int) {
	c.block(dst, min(rows, SumBlock))
	if rows > SumBlock {
		var few [256]float32 // on the stack
		part := few[:min(len(few), len(dst))]
		if len(dst) > len(few) {
			part = make([]float32, len(dst))
		}
		for i := SumBlock; i < rows; i += SumBlock {
			c.from(i*len(dst)).block(part, min(SumBlock, rows-i))
			for j, v := range part {
				dst[j] += v
			}
		}
	}
	for j, v := range dst {
		dst[j] = Flush(v)
	}
}

// from returns the sum over what begins at element i.
func (c columns) from(i int) columns {
	c.x = c.x[i:]
	if c.y != nil {
		c.y = c.y[i:]
	}
	return c
}

// block sums one block, on the level in use.
func (c columns) block(dst []float32, rows int) {
	if !c.run(dst, rows) {
		c.portable(dst, rows)
	}
}

// portable defines the sum of one block.
func (c columns) portable(dst []float32, rows int) {
	n := len(dst)
	clear(dst)
	for i := range rows {
		row := c.x[i*n:][:n]
		switch c.op {
		case loopColumnSum:
			for j, v := range row {
				dst[j] += v
			}
		case loopColumnShift:
			for j, v := range row {
				dst[j] += v - c.mean[j]
			}
		case loopColumnDeviation:
			for j, v := range row {
				d := v - c.mean[j]
				dst[j] += float32(d * d)
			}
		case loopColumnDot:
			other := c.y[i*n:][:n]
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
	loop := rowLoop{op: loopNormalize, matrices: [3][]float32{xn, y, x}, vectors: [4][]float32{v.Mean, v.Inverse, v.Gamma, v.Beta}}
	if loop.run(n, rows) {
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
	loop := rowLoop{op: loopNormalizeGrad, matrices: [3][]float32{dx, dy, xn}, vectors: [4][]float32{v.Scale, v.Mean, v.Slope}}
	if loop.run(n, rows) {
		return
	}
	for i := 0; i < len(dx); i += n {
		for j := range n {
			d := (dy[i+j] - v.Mean[j]) - float32(xn[i+j]*v.Slope[j])
			dx[i+j] = Flush(float32(v.Scale[j] * d))
		}
	}
}
