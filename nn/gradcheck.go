package nn

import (
	"fmt"
	"math"
	"slices"
)

// NumericalGradient returns the gradient of f at x by central differences, (f(x+h) − f(x−h))/2h with h = 1e-4 (section
// 4.4 of the book). x is changed during the call and put back.
func NumericalGradient(f func(x []float64) float64, x []float64) []float64 {
	const h = 1e-4
	if f == nil {
		misuse("NumericalGradient", "there is no function; give one from []float64 to float64")
	}
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

// checkedElements is the greatest number of elements of a parameter that a gradient check looks at.
const checkedElements = 50

// GradientCheck compares the gradients of backpropagation with central differences of the loss in training mode (section
// 5.7.4 of the book), on up to 50 elements of each parameter, spread over it. x is a batch and labels are its classes.
//
// Every evaluation drops the same inputs (Dropout), and parameters, running statistics and random streams are afterwards
// as before. With BatchNorm the batch needs two examples at least: with one, every normalised value is 0 and so is every
// gradient before it, right or wrong. Frozen parameters are not checked.
//
// Networks compute in float32, whose numbers have 24 bits. The loss is therefore good to about 1e-7, and a difference of
// losses divided by a step h to about 1e-7/h. The steps are large for that reason, around 1/100, and the error of order h²
// that they bring is taken out by combining two of them (Richardson). What remains is about 1e-4, so agreement to 1 % of the
// greatest gradient of a parameter, or to 1e-3 where all are small, is agreement; a forgotten factor or a wrong sign is
// far outside. The book's 1e-7 and better needs float64.
//
// Where a loss has a kink, as at 0 of ReLU or at a tie of MaxPool, it has no derivative, and differences across it have
// nothing to do with the gradient. Where a difference disagrees, narrower ones and those of one side are tried; when they
// contradict each other the element is left out and counted in GradientRow.Skipped.
func GradientCheck(net *Net, x *Tensor, labels []int) *GradientReport {
	return checkNet("GradientCheck", net, x, func(y *Tensor) float64 { return net.loss.Forward(y, labels) })
}

// GradientCheckTarget is GradientCheck for a loss of targets: t has the shape of the outputs.
func GradientCheckTarget(net *Net, x, t *Tensor) *GradientReport {
	loss := net.targetLoss("GradientCheckTarget")
	return checkNet("GradientCheckTarget", net, x, func(y *Tensor) float64 {
		return loss.ForwardTarget(y, likeOutput(y, t, new(Tensor)))
	})
}

// checkNet checks a network with the part of its loss that measures outputs.
func checkNet(op string, net *Net, x *Tensor, measure func(y *Tensor) float64) *GradientReport {
	if net == nil || x == nil {
		misuse(op, "the network and a batch are both needed")
	}
	net.each(func(path string, l Layer) {
		if _, ok := l.(*BatchNorm); ok && x.Dim(0) < 2 {
			misuse(op, "the batch has one example, and %s makes 0 of every value of a single one; give at least two", path)
		}
	})
	hold := newSnapshot(&net.chain)
	loss := func() float64 {
		hold.restore()
		return measure(net.Forward(x, true)) + net.penalty()
	}
	loss()
	net.backpropagate(net.loss.Backward())
	report := &GradientReport{}
	for _, p := range net.trained {
		report.Rows = append(report.Rows, compare(p.Name, p.Value, p.Grad.Clone(), loss))
	}
	loss()
	net.backpropagate(net.loss.Backward())
	hold.restore()
	return report
}

// GradientCheckLayer checks a layer by itself: the gradients by its input, named "x", and by its parameters. x is a batch
// of inputs. The loss is Σ c·y with fixed numbers c between −1 and 1, different for each output, and of a size that keeps
// it small. A layer without parameters of one's own is checked in this way. Accuracy and kinks are as in GradientCheck.
func GradientCheckLayer(l Layer, x *Tensor) *GradientReport {
	const op = "GradientCheckLayer"
	if l == nil || x == nil {
		misuse(op, "the layer and a batch are both needed")
	}
	if len(x.Shape) < 2 || len(x.Data) == 0 {
		misshape(op, "x", x.Shape, "(N, …)", "give a batch of at least one example")
	}
	x = x.Clone() // the check moves its numbers
	place(l, x.Shape[1:], He, NewRand(1), kindOf(l))
	hold := newSnapshot(&chain{layers: []Layer{l}, names: []string{kindOf(l)}})
	var c *Tensor
	loss := func() float64 {
		hold.restore()
		y := l.Forward(x, true)
		if c == nil {
			c = NewRand(2).Uniform(-1, 1, y.Shape...).Scale(1 / math.Sqrt(float64(max(1, y.Len()))))
		}
		s := 0.0
		for i, v := range y.Data {
			s += float64(float64(v) * float64(c.Data[i]))
		}
		return s
	}
	loss()
	dx := l.Backward(c.Clone())
	if dx == nil || !slices.Equal(dx.Shape, x.Shape) {
		got := "nil"
		if dx != nil {
			got = shapeText(dx.Shape)
		}
		misuse(op, "Backward of %s returned %s; it must return the gradient by x, of shape %s", kindOf(l), got, shapeText(x.Shape))
	}
	exact := []*Tensor{dx.Clone()}
	for _, p := range l.Params() {
		exact = append(exact, p.Grad.Clone())
	}
	report := &GradientReport{Rows: []GradientRow{compare("x", x, exact[0], loss)}}
	for i, p := range l.Params() {
		report.Rows = append(report.Rows, compare(p.Name, p.Value, exact[i+1], loss))
	}
	hold.restore()
	return report
}

// compare checks the gradient of a tensor.
func compare(name string, value, exact *Tensor, loss func() float64) GradientRow {
	row := GradientRow{Param: name, Max: -1}
	for _, g := range exact.Data {
		row.Scale = math.Max(row.Scale, math.Abs(float64(g)))
	}
	n := len(value.Data)
	step := max(1, n/checkedElements)
	sum := 0.0
	for i := 0; i < n; i += step {
		g := float64(exact.Data[i])
		numerical, smooth := compareSlope(loss, &value.Data[i], g, row.tolerance())
		d := math.Abs(numerical - g)
		if !smooth && d > row.tolerance() {
			row.Skipped++
			continue
		}
		sum += d
		row.Compared++
		if d > row.Max || math.IsNaN(d) {
			row.Max, row.At, row.Exact, row.Numerical = d, position(i, value.Shape), g, numerical
		}
	}
	row.Max = math.Max(row.Max, 0)
	row.Mean = sum / float64(max(row.Compared, 1))
	return row
}

// slope returns the derivative of f by *v from central differences with steps of 1/64 and 1/128.
func slope(f func() float64, v *float32) float64 { return richardson(f, v, 1.0/64) }

// compareSlope looks for a numerical derivative of f by *v that agrees with g up to the tolerance. Where there are kinks, a
// wide difference crosses more of them than a narrow one, and a narrow one has more noise; at a kink itself there are only
// the derivatives of both sides. It reports whether the function is smooth there: with no agreement and a smooth function, g
// is wrong.
func compareSlope(f func() float64, v *float32, g, tolerance float64) (derivative float64, smooth bool) {
	agrees := func(d float64) bool { return math.Abs(d-g) <= tolerance }
	for _, h := range []float32{1.0 / 64, 1.0 / 256} {
		if d := richardson(f, v, h); agrees(d) {
			return d, true
		}
	}
	wide, narrow := difference(f, v, 1.0/1024, 1.0/1024), difference(f, v, 1.0/4096, 1.0/4096)
	if agrees(narrow) {
		return narrow, true
	}
	left, right := difference(f, v, 1.0/1024, 0), difference(f, v, 0, 1.0/1024)
	for _, d := range []float64{wide, left, right} {
		if agrees(d) {
			return d, true
		}
	}
	return wide, math.Abs(wide-narrow) <= tolerance && math.Abs(left-right) <= 2*tolerance
}

// difference returns (f(v+up) − f(v−down))/(up + down).
func difference(f func() float64, v *float32, down, up float32) float64 {
	old := *v
	*v = old + up
	a, to := f(), float64(*v)
	*v = old - down
	b, from := f(), float64(*v)
	*v = old
	return (a - b) / (to - from)
}

// richardson combines central differences of the steps h and h/2 so that the error of second order falls out.
func richardson(f func() float64, v *float32, h float32) float64 {
	return (4*difference(f, v, h/2, h/2) - difference(f, v, h, h)) / 3
}

// position returns the indices of element i.
func position(i int, shape []int) []int {
	at := make([]int, len(shape))
	for k := len(shape) - 1; k >= 0; k-- {
		at[k] = i % shape[k]
		i /= shape[k]
	}
	return at
}

// snapshot is what training changes in a network beside its parameters.
type snapshot struct {
	state   []*Tensor
	saved   [][]float32
	streams []*Rand
	at      []Rand
}

// streamed is a layer that draws random numbers in training.
type streamed interface{ stream() *Rand }

func (l *Dropout) stream() *Rand { return l.r }

func newSnapshot(c *chain) *snapshot {
	s := &snapshot{}
	c.each(func(_ string, l Layer) {
		if st, ok := l.(Stateful); ok {
			for _, t := range st.State() {
				s.state = append(s.state, t)
				s.saved = append(s.saved, slices.Clone(t.Data))
			}
		}
		if d, ok := l.(streamed); ok && isOwn(l) && d.stream() != nil {
			s.streams = append(s.streams, d.stream())
			s.at = append(s.at, *d.stream())
		}
	})
	return s
}

// restore puts everything back.
func (s *snapshot) restore() {
	for i, t := range s.state {
		copy(t.Data, s.saved[i])
	}
	for i, r := range s.streams {
		*r = s.at[i]
	}
}

// GradientRow compares the two gradients of one parameter.
type GradientRow struct {
	Param     string
	Mean      float64 // mean magnitude of the difference
	Max       float64 // greatest magnitude of the difference
	Scale     float64 // greatest magnitude of the gradient by backpropagation
	At        []int   // where the difference is greatest
	Exact     float64 // gradient there by backpropagation
	Numerical float64 // gradient there by central differences
	Compared  int     // elements compared
	Skipped   int     // elements left out because the loss has a kink near them
}

// tolerance is the greatest difference that counts as agreement.
func (r *GradientRow) tolerance() float64 { return math.Max(0.01*r.Scale, 1e-3) }

// OK reports whether the two agree: the greatest difference is below 1 % of the gradient's scale, or 1e-3, and at least
// half of the elements could be compared.
func (r GradientRow) OK() bool { return r.Max <= r.tolerance() && r.Compared >= r.Skipped }

// Verdict says in words what the comparison means.
func (r GradientRow) Verdict() string {
	switch {
	case r.Compared+r.Skipped == 0:
		return "nothing to compare"
	case math.IsNaN(r.Max) || math.IsNaN(r.Scale) || math.IsInf(r.Max, 0):
		return "the loss or the gradient is not a number"
	case r.Max > r.tolerance() && r.Scale == 0:
		return "wrong: the gradient is never set"
	case r.Max > r.tolerance() && r.Exact != 0 && math.Abs(r.Numerical+r.Exact) < 0.02*math.Abs(r.Exact):
		return "wrong: the sign is turned"
	case r.Max > r.tolerance() && math.Abs(r.Exact) > r.tolerance() && math.Abs(r.Numerical) > r.tolerance():
		return fmt.Sprintf("wrong: %.3g times what it should be at %s", r.Exact/r.Numerical, shapeText(r.At))
	case r.Max > r.tolerance():
		return fmt.Sprintf("wrong: %.3g in place of %.3g at %s", r.Exact, r.Numerical, shapeText(r.At))
	case r.Compared < r.Skipped:
		return "unclear: kinks near most elements; move x or the parameters a little"
	case r.Scale <= 1e-3:
		return "agrees, but the gradient is near 0 everywhere: that says little"
	}
	return "agrees"
}

// GradientReport is the outcome of a gradient check: a row for each parameter.
type GradientReport struct{ Rows []GradientRow }

// OK reports whether all rows are OK.
func (r *GradientReport) OK() bool {
	for _, row := range r.Rows {
		if !row.OK() {
			return false
		}
	}
	return true
}

// Table returns the comparison as rows of text under a head.
func (r *GradientReport) Table() [][]string {
	rows := [][]string{{"parameter", "mean difference", "greatest", "gradient up to", "compared", "kinks", "verdict"}}
	for _, g := range r.Rows {
		rows = append(rows, []string{
			g.Param, fmt.Sprintf("%.2g", g.Mean), fmt.Sprintf("%.2g", g.Max), fmt.Sprintf("%.2g", g.Scale),
			fmt.Sprint(g.Compared), fmt.Sprint(g.Skipped), g.Verdict(),
		})
	}
	return rows
}

// String writes a line for each parameter: "Affine1.W: agrees (differences up to 2e-05, gradient up to 0.31)".
func (r *GradientReport) String() string {
	s := ""
	for _, g := range r.Rows {
		s += fmt.Sprintf("%s: %s (differences up to %.2g, gradient up to %.2g)\n", g.Param, g.Verdict(), g.Max, g.Scale)
	}
	return s
}
