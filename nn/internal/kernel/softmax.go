package kernel

import "math"

// sumLanes is the number of partial sums of a row: element j belongs to sum j mod 16, and sums are added that are 8 apart,
// then 4, 2 and 1.
const sumLanes = 16

// ExpRows sets dst = e^(src − max) for each row of n numbers, where max is the greatest of the row, which goes to top; the
// sum of the row goes to sum. All n numbers may be −Inf or not a number: then the sum is not a number. dst may be src.
//
// dst holds no number below 2⁻¹²⁶ other than 0, but it is not flushed.
func ExpRows(dst, src []float32, n int, top, sum []float32) {
	rows := len(top)
	dst, src, sum = dst[:rows*n], src[:rows*n], sum[:rows]
	if (rowwise{op: loopExpRows, matrices: [2][]float32{dst, src}, values: [2][]float32{top, sum}}).run(n, rows) {
		return
	}
	for i := range rows {
		row := src[i*n : (i+1)*n]
		top[i] = greatest(row)
		sum[i] = expRow(dst[i*n:(i+1)*n], row, top[i])
	}
}

// greatest returns the maximum of a row, without what is not a number; −Inf when there is nothing.
func greatest(row []float32) float32 {
	var m [sumLanes]float32
	for j := range m {
		m[j] = float32(math.Inf(-1))
	}
	for j, v := range row {
		if k := j % sumLanes; v > m[k] {
			m[k] = v
		}
	}
	for w := sumLanes / 2; w > 0; w /= 2 {
		for j := range w {
			if !(m[j] > m[j+w]) {
				m[j] = m[j+w]
			}
		}
	}
	return m[0]
}

// expRow sets dst = e^(row − top) and returns its sum.
func expRow(dst, row []float32, top float32) float32 {
	var s [sumLanes]float32
	for j, v := range row {
		e := Exp(v - top)
		dst[j] = e
		s[j%sumLanes] += e
	}
	for w := sumLanes / 2; w > 0; w /= 2 {
		for j := range w {
			s[j] += s[j+w]
		}
	}
	return s[0]
}

// RowMul sets dst = src times the factor of its row, of n numbers.
func RowMul(dst, src []float32, n int, factor []float32) {
	rows := len(factor)
	dst, src = dst[:rows*n], src[:rows*n]
	if (rowwise{op: loopRowMul, matrices: [2][]float32{dst, src}, values: [2][]float32{factor}}).run(n, rows) {
		return
	}
	for i, v := range src {
		dst[i] = Flush(v * factor[i/n])
	}
}

// RowDiv sets dst = src divided by the divisor of its row, of n numbers.
func RowDiv(dst, src []float32, n int, divisor []float32) {
	rows := len(divisor)
	dst, src = dst[:rows*n], src[:rows*n]
	if (rowwise{op: loopRowDiv, matrices: [2][]float32{dst, src}, values: [2][]float32{divisor}}).run(n, rows) {
		return
	}
	for i, v := range src {
		dst[i] = Flush(v / divisor[i/n])
	}
}

// SoftmaxRows is the number of rows that softmax handles at a time, so that what belongs to a row has room on the stack.
const SoftmaxRows = 64

// Softmax sets each row of dst to that of src, of n numbers, as probabilities: e^(x − max) over its sum.
func Softmax(dst, src []float32, n int) {
	if n == 0 {
		return
	}
	var top, sum [SoftmaxRows]float32
	for rows := len(src) / n; rows > 0; rows -= SoftmaxRows {
		few := min(rows, SoftmaxRows)
		ExpRows(dst, src, n, top[:few], sum[:few])
		RowDiv(dst, dst, n, sum[:few])
		dst, src = dst[few*n:], src[few*n:]
	}
}

// SoftmaxGrad sets dx = y·(dy − Σ dy·y), row by row of n numbers: the product of dy and the Jacobian diag(y) − y·yᵀ.
func SoftmaxGrad(dx, dy, y []float32, n int) {
	for i := 0; i+n <= len(y); i += n {
		row, grad, out := y[i:i+n], dy[i:i+n], dx[i:i+n]
		sum := Dot(grad, row)
		for j, d := range grad {
			out[j] = Flush(row[j] * float32(float64(d)-sum))
		}
	}
}
