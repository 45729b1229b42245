package kernel

// A total of many numbers is 16 sums in float64: element i belongs to sum i mod 16, and sums are added that are 8 apart,
// then 4, 2 and 1.

// Sum returns Σ x.
func Sum(x []float32) float64 { return total{op: loopSum, x: x}.sum() }

// SumSizes returns Σ |x|.
func SumSizes(x []float32) float64 { return total{op: loopSumSizes, x: x}.sum() }

// SumSquares returns Σ x². The squares are exact.
func SumSquares(x []float32) float64 { return total{op: loopSumSquares, x: x}.sum() }

// Dot returns Σ x·y. The products are exact.
func Dot(x, y []float32) float64 { return total{op: loopDot, x: x, y: y[:len(x)]}.sum() }

// SumDeviations returns Σ (x − mean)².
func SumDeviations(x []float32, mean float64) float64 {
	return total{op: loopSumDeviations, x: x, mean: mean}.sum()
}

// SumDistances returns Σ (x − y)².
func SumDistances(x, y []float32) float64 {
	return total{op: loopSumDistances, x: x, y: y[:len(x)]}.sum()
}

// total is a sum over all elements of x, and of y or about a mean.
type total struct {
	op   int
	x, y []float32
	mean float64
}

func (t total) sum() float64 {
	var s [sumLanes]float64
	for i := t.run(&s); i < len(t.x); i++ {
		s[i%sumLanes] += t.term(i)
	}
	for w := sumLanes / 2; w > 0; w /= 2 {
		for j := range w {
			s[j] += s[j+w]
		}
	}
	return s[0]
}

// term returns what element i adds.
func (t *total) term(i int) float64 {
	v := float64(t.x[i])
	switch t.op {
	case loopSumSizes:
		return max(v, -v)
	case loopSumSquares:
		return float64(v * v)
	case loopDot:
		return float64(v * float64(t.y[i]))
	case loopSumDistances:
		d := v - float64(t.y[i])
		return float64(d * d)
	case loopSumDeviations:
		d := v - t.mean
		return float64(d * d)
	}
	return v
}
