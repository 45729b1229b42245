package nn

import (
	"fmt"
	"math"
	"strings"
)

// NumericalGradient returns the gradient of f at x by central differences, (f(x+h) − f(x−h))/2h with h = 1e-4, as in
// chapter 4. x is changed during the call and put back.
func NumericalGradient(f func(x []float64) float64, x []float64) []float64 {
	const h = 1e-4
	g := make([]float64, len(x))
	for i, v := range x {
		x[i] = v + h
		up := f(x)
		x[i] = v - h
		down := f(x)
		x[i] = v
		g[i] = (up - down) / (2 * h)
	}
	return g
}

// GradientRow compares the two gradients of one parameter.
type GradientRow struct {
	Param    string
	Mean     float64 // mean magnitude of the difference
	Max      float64 // greatest magnitude of the difference
	Scale    float64 // greatest magnitude of the gradient
	Compared int     // elements compared
}

// GradientReport is the outcome of GradientCheck.
type GradientReport struct{ Rows []GradientRow }

// GradientCheck compares the gradients of backpropagation with central differences of the loss, on up to 50 elements of
// each parameter that are spread over it. The network's dropout must be 0; its parameters are as before afterwards.
//
// Everything is computed in float32, so that differences around 1e-3 of the gradient's scale mean agreement.
func GradientCheck(net *Net, x *Tensor, labels []int) *GradientReport {
	net.Gradient(x, labels)
	var exact [][]float32
	for _, p := range net.params {
		exact = append(exact, append([]float32(nil), p.Grad.Data...))
	}
	loss := func() float64 { return net.loss.Forward(net.Forward(x, true), labels) + net.penalty() }
	report := &GradientReport{}
	for k, p := range net.params {
		row := GradientRow{Param: p.Name}
		n := len(p.Value.Data)
		for i := 0; i < n; i += max(1, n/50) {
			d := math.Abs(slope(loss, &p.Value.Data[i]) - float64(exact[k][i]))
			row.Mean += d
			row.Max = math.Max(row.Max, d)
			row.Scale = math.Max(row.Scale, math.Abs(float64(exact[k][i])))
			row.Compared++
		}
		row.Mean /= float64(max(row.Compared, 1))
		report.Rows = append(report.Rows, row)
	}
	net.Gradient(x, labels)
	return report
}

// slope returns the derivative of f by *v from central differences of two widths, combined so that the error of second
// order falls out (Richardson).
func slope(f func() float64, v *float32) float64 {
	old := *v
	width := func(h float32) float64 {
		*v = old + h
		a, up := f(), float64(*v)
		*v = old - h
		b, down := f(), float64(*v)
		*v = old
		return (a - b) / (up - down)
	}
	return (4*width(1.0/128) - width(1.0/64)) / 3
}

// OK reports whether all parameters agree: the greatest difference is below 1 % of the gradient's scale, or 1e-3.
func (r *GradientReport) OK() bool {
	for _, row := range r.Rows {
		if !(row.Max <= math.Max(0.01*row.Scale, 1e-3)) {
			return false
		}
	}
	return true
}

// Table returns the comparison as rows of text under a head.
func (r *GradientReport) Table() [][]string {
	rows := [][]string{{"parameter", "mean difference", "greatest", "gradient up to"}}
	for _, g := range r.Rows {
		rows = append(rows, []string{g.Param, fmt.Sprintf("%.2g", g.Mean), fmt.Sprintf("%.2g", g.Max), fmt.Sprintf("%.2g", g.Scale)})
	}
	return rows
}

// String writes a line for each parameter.
func (r *GradientReport) String() string {
	var b strings.Builder
	for _, g := range r.Rows {
		fmt.Fprintf(&b, "%-16s difference %.2g on average, %.2g at most; gradient up to %.2g\n", g.Param, g.Mean, g.Max, g.Scale)
	}
	return b.String()
}
