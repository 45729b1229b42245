package nn

import (
	"math"
	"strconv"
	"strings"
)

// Init names how weights start: normally distributed with mean 0 and a standard deviation that may depend on the number
// n of inputs of a unit. Biases start at 0. Beside the values below, a number in text is a standard deviation: "0.01".
type Init string

// The usual ways to start, by the names of chapter 6; "relu" and "sigmoid" mean He and Xavier.
const (
	He     Init = "he"     // √(2/n): He et al. 2015, for ReLU
	Xavier Init = "xavier" // √(1/n): Glorot and Bengio 2010 as the book has it, for sigmoid and tanh
	Zero   Init = "zero"   // all zeros: units stay alike
)

// Std returns the Init with a fixed standard deviation.
func Std(std float64) Init { return Init(strconv.FormatFloat(std, 'g', -1, 64)) }

// deviation returns the standard deviation for n inputs; the empty Init means He.
func (i Init) deviation(n int) float64 {
	switch strings.ToLower(string(i)) {
	case "", string(He), "relu":
		return math.Sqrt(2 / float64(n))
	case string(Xavier), "sigmoid":
		return math.Sqrt(1 / float64(n))
	case string(Zero):
		return 0
	}
	std, err := strconv.ParseFloat(string(i), 64)
	if err != nil || !(std >= 0) {
		misuse("Init", "%q is no way to start; use %q, %q, %q or a standard deviation like \"0.01\"", string(i), He, Xavier, Zero)
	}
	return std
}

// fill sets a weight tensor with n inputs to each unit.
func (i Init) fill(w *Tensor, n int, r *Rand) {
	std := i.deviation(n)
	if std == 0 {
		clear(w.Data)
		return
	}
	copy(w.Data, r.Normal(0, std, w.Shape...).Data)
}

// or returns i, or the other rule when i is empty.
func (i Init) or(other Init) Init {
	if i == "" {
		return other
	}
	return i
}

// String returns the name.
func (i Init) String() string {
	if i == "" {
		return string(He)
	}
	return string(i)
}
