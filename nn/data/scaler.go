package data

import (
	"fmt"
	"math"
	"slices"

	"quire/nn"
)

// Scaler moves and stretches columns: (x − Shift) / Scale. It is made from training examples only, and then applied to
// training, validation and test examples alike: what the test set looks like must not reach the training.
type Scaler struct {
	Shift *nn.Tensor // (features)
	Scale *nn.Tensor // (features)
}

// Standard returns the scaler that gives every column of x (N, features) mean 0 and standard deviation 1. A column of
// equal numbers becomes 0. It panics with *nn.UsageError when there are no rows.
func Standard(x *nn.Tensor) *Scaler {
	return fit("data.Standard", x, func(column []float64) (shift, scale float64) {
		n := float64(len(column))
		for _, v := range column {
			shift += v
		}
		shift /= n
		for _, v := range column {
			d := v - shift
			scale += float64(d * d)
		}
		return shift, math.Sqrt(scale / n)
	})
}

// MinMax returns the scaler that gives every column of x (N, features) the range from 0 to 1. A column of equal numbers
// becomes 0. It panics with *nn.UsageError when there are no rows.
func MinMax(x *nn.Tensor) *Scaler {
	return fit("data.MinMax", x, func(column []float64) (shift, scale float64) {
		return slices.Min(column), slices.Max(column) - slices.Min(column)
	})
}

// fit makes a scaler column by column; measure sees only columns whose numbers differ.
func fit(op string, x *nn.Tensor, measure func(column []float64) (shift, scale float64)) *Scaler {
	need(op, "x", x)
	if len(x.Shape) != 2 || x.Shape[0] == 0 {
		misuse(op, "x has the shape %v; want (N, features) with at least one row", x.Shape)
	}
	s := &Scaler{Shift: nn.New(x.Shape[1]), Scale: nn.New(x.Shape[1])}
	for j := range x.Shape[1] {
		column := x.Col(j).Float64s()
		shift, scale := column[0], 1.0
		if slices.Min(column) != slices.Max(column) {
			shift, scale = measure(column)
		}
		s.Shift.Data[j], s.Scale.Data[j] = float32(shift), float32(scale)
	}
	return s
}

// Apply returns (x − Shift) / Scale for x (N, features).
func (s *Scaler) Apply(x *nn.Tensor) *nn.Tensor {
	s.check("data.Scaler.Apply", x)
	return x.Sub(s.Shift).Div(s.Scale)
}

// Invert returns x · Scale + Shift: what Apply was given, up to rounding. It turns scaled predictions into the units of the
// targets.
func (s *Scaler) Invert(x *nn.Tensor) *nn.Tensor {
	s.check("data.Scaler.Invert", x)
	return x.Mul(s.Scale).Add(s.Shift)
}

func (s *Scaler) check(op string, x *nn.Tensor) {
	if s == nil || s.Shift == nil || s.Scale == nil {
		misuse(op, "there is no scaler; make one of the training examples with Standard or MinMax")
	}
	need(op, "x", x)
	if len(x.Shape) == 0 || x.Shape[len(x.Shape)-1] != s.Shift.Len() {
		misuse(op, "x has the shape %v and the scaler was made for %d columns", x.Shape, s.Shift.Len())
	}
}

// Standard returns the scaler that gives each feature of these examples mean 0 and standard deviation 1.
func (p *Points) Standard() *Scaler { return Standard(p.x) }

// MinMax returns the scaler that gives each feature of these examples the range from 0 to 1.
func (p *Points) MinMax() *Scaler { return MinMax(p.x) }

// Scaled returns the examples with their features scaled by s.
func (p *Points) Scaled(s *Scaler) *Points { return p.with(s.Apply(p.x)) }

// Standard returns the scaler that gives each feature of these examples mean 0 and standard deviation 1.
func (v *Values) Standard() *Scaler { return Standard(v.x) }

// MinMax returns the scaler that gives each feature of these examples the range from 0 to 1.
func (v *Values) MinMax() *Scaler { return MinMax(v.x) }

// TargetScaler returns the scaler that gives each target of these examples mean 0 and standard deviation 1.
func (v *Values) TargetScaler() *Scaler { return Standard(v.t) }

// Scaled returns the examples with their features scaled by s.
func (v *Values) Scaled(s *Scaler) *Values { return v.with(s.Apply(v.x), v.t) }

// ScaledTargets returns the examples with their targets scaled by s.
func (v *Values) ScaledTargets(s *Scaler) *Values { return v.with(v.x, s.Apply(v.t)) }

// String reads "shift [5.1 3.5], scale [0.8 0.4]".
func (s *Scaler) String() string { return fmt.Sprintf("shift %v, scale %v", s.Shift, s.Scale) }
