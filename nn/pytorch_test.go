package nn

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// pytorchCase is a layer's or a loss's values by PyTorch in float64: see testdata/pytorch.py.
type pytorchCase struct {
	Name          string
	Args          []float64 // settings, in the order of the constructor
	X, Y, DY, DX  *Tensor
	Params, Grads []*Tensor
	Evaluated     *Tensor   // output in evaluation, where it is another
	State         []*Tensor // running statistics after one batch
	T             *Tensor   // targets of a loss
	Labels        []int     // or labels
	Loss          float64
}

func pytorchCases(t *testing.T) []pytorchCase {
	t.Helper()
	var cases []pytorchCase
	readJSON(t, "testdata/pytorch.json", &cases)
	return cases
}

// layer returns the layer of a case, with the case's settings and parameters; nil for a loss.
func (c pytorchCase) layer() Layer {
	switch c.Name {
	case "Affine":
		return AffineFrom(c.Params[0].Clone(), c.Params[1].Clone())
	case "Conv2D":
		return Conv2DFrom(c.Params[0].Clone(), c.Params[1].Clone(), int(c.Args[0]), int(c.Args[1]))
	case "MaxPool":
		return NewMaxPool(int(c.Args[0]), int(c.Args[1]))
	case "BatchNorm":
		l := NewBatchNorm()
		l.Momentum, l.Eps = c.Args[0], c.Args[1]
		l.Build(c.X.Shape[1:], He, nil)
		copy(l.Gamma.Value.Data, c.Params[0].Data)
		copy(l.Beta.Value.Data, c.Params[1].Data)
		return l
	case "ReLU":
		return NewReLU()
	case "LeakyReLU":
		return NewLeakyReLU(c.Args[0])
	case "ELU":
		return NewELU(c.Args[0])
	case "Swish":
		return NewSwish()
	case "GELU":
		return NewGELU()
	case "Sigmoid":
		return NewSigmoid()
	case "Tanh":
		return NewTanh()
	case "Softmax":
		return NewSoftmax()
	case "Flatten":
		return NewFlatten()
	case "Reshape":
		var shape []int
		for _, d := range c.Args {
			shape = append(shape, int(d))
		}
		return NewReshape(shape...)
	}
	return nil
}

// loss returns the loss of a case.
func (c pytorchCase) loss() TargetLoss {
	switch c.Name {
	case "SoftmaxCrossEntropy":
		return NewLabelSmoothing(c.Args[0])
	case "MSE":
		return NewMSE()
	case "Huber":
		return NewHuber(c.Args[0])
	case "BCE":
		return NewBCE()
	}
	return nil
}

// elementwise layers compute each output from one input: their errors are relative to that one.
var elementwise = []string{"ReLU", "LeakyReLU", "ELU", "Swish", "GELU", "Sigmoid", "Tanh"}

// tolerance of values computed in float32 for a true value.
//
// Relative: exp and tanh are right to 2⁻²¹ = 5e-7, and what follows them rounds a few times more. Absolute: 1 − y² and
// 1 − y lose what y, near 1, has no digits for, 6e-8; dy is up to 4. Where sums of many terms cancel, the error is
// relative to the terms and not to the result: then the absolute part grows with the largest value of the tensor. A batch
// normalisation takes a rounded mean from x and divides by the deviation, which is as bad as the greatest |x| is large
// beside the least deviation; a sum over n rows of it errs √n times as much.
func (c pytorchCase) tolerance(want, largest float64, rows int) float64 {
	switch {
	case slices.Contains(elementwise, c.Name):
		largest = 1
	case c.Name == "BatchNorm":
		largest += c.condition() * math.Sqrt(float64(rows))
	}
	return 2e-6*math.Abs(want) + 3e-7*math.Max(1, largest)
}

// condition returns the greatest |x| over the least deviation of a column.
func (c pytorchCase) condition() float64 {
	n := c.X.Shape[len(c.X.Shape)-1]
	rows := c.X.Reshape(-1, n)
	least := math.Inf(1)
	for j := range n {
		column := New(rows.Shape[0])
		for i := range column.Data {
			column.Data[i] = rows.Data[i*n+j]
		}
		if d := column.Std(); d > 1e-9 {
			least = math.Min(least, d)
		}
	}
	return math.Max(c.X.Max(), -c.X.Min()) / least
}

// like compares a tensor with PyTorch's, whose numbers below 2⁻⁶² are zero here.
func (c pytorchCase) like(t *testing.T, what string, got, want *Tensor) {
	t.Helper()
	if !slices.Equal(got.Shape, want.Shape) {
		t.Errorf("%s has the shape %v, want %v", what, got.Shape, want.Shape)
		return
	}
	largest := math.Max(want.Max(), -want.Min())
	rows := 1
	if c.X != nil && len(want.Shape) < len(c.X.Shape) {
		rows = len(c.X.Data) / len(want.Data)
	}
	for i, w := range want.Data {
		g, w := float64(got.Data[i]), float64(w)
		if d := math.Abs(g - w); !(d <= c.tolerance(w, largest, rows)) {
			t.Errorf("%s, element %d: %.9g, PyTorch gives %.9g (difference %.2g)", what, i, g, w, d)
			return
		}
		if g != 0 && math.Abs(g) < 0x1p-62 {
			t.Errorf("%s, element %d: %g is below 2⁻⁶² and not zero", what, i, g)
		}
	}
}

func TestLayersAgainstPyTorch(t *testing.T) {
	for i, c := range pytorchCases(t) {
		l := c.layer()
		if l == nil {
			continue
		}
		t.Run(fmt.Sprintf("%d%s", i, c.Name), func(t *testing.T) {
			c.like(t, "Forward", l.Forward(c.X, true), c.Y)
			if s, ok := l.(Stateful); ok {
				for k, v := range s.State() {
					c.like(t, fmt.Sprintf("state %d", k), v, c.State[k])
				}
			}
			for range 2 { // gradients are set, not added
				c.like(t, "Backward", l.Backward(c.DY), c.DX)
				for k, p := range l.Params() {
					c.like(t, "gradient of "+p.Name, p.Grad, c.Grads[k])
				}
			}
			evaluated := c.Y
			if c.Evaluated != nil {
				evaluated = c.Evaluated
			}
			c.like(t, "Forward in evaluation", l.Forward(c.X, false), evaluated)
		})
	}
}

func TestLossesAgainstPyTorch(t *testing.T) {
	for i, c := range pytorchCases(t) {
		l := c.loss()
		if l == nil {
			continue
		}
		t.Run(fmt.Sprintf("%d%s", i, c.Name), func(t *testing.T) {
			var got float64
			if c.T != nil {
				got = l.ForwardTarget(c.Y, c.T)
			} else {
				got = l.Forward(c.Y, c.Labels)
			}
			// Sums are in float64; what remains is exp (5e-7) and the rounding of y − max to float32.
			if d := math.Abs(got - c.Loss); !(d <= 1e-6*math.Max(1, math.Abs(c.Loss))) {
				t.Errorf("the loss is %.10g, PyTorch gives %.10g (difference %.2g)", got, c.Loss, d)
			}
			c.like(t, "Backward", l.Backward(), c.DY)
			if own := l.(ownLoss); c.T != nil {
				got = own.sumTarget(c.Y, c.T) / float64(c.Y.Shape[0])
			} else {
				got = own.sum(c.Y, c.Labels) / float64(c.Y.Shape[0])
			}
			if d := math.Abs(got - c.Loss); !(d <= 1e-6*math.Max(1, math.Abs(c.Loss))) {
				t.Errorf("the loss in evaluation is %.10g, PyTorch gives %.10g", got, c.Loss)
			}
		})
	}
}

// TestNetsAgainstPyTorch has whole networks with penalties: loss and all gradients.
func TestNetsAgainstPyTorch(t *testing.T) {
	found := 0
	for _, c := range pytorchCases(t) {
		var s NetSpec
		switch c.Name {
		case "NetOfImages":
			s = NetSpec{Input: []int{4, 6, 2}, Layers: []Layer{
				NewConv2D(4, 3, 1, 1), NewBatchNorm(), NewGELU(),
				NewResidual([]Layer{NewConv2D(4, 3, 1, 1), NewTanh()}),
				NewAvgPool(2, 2, 0), NewFlatten(), NewAffine(3),
			}, Loss: NewLabelSmoothing(.1)}
		case "NetOfNumbers":
			s = NetSpec{Input: []int{3}, Layers: []Layer{NewAffine(7), NewSwish(), NewAffine(2), NewLeakyReLU(.1)}, Loss: NewHuber(.5)}
		default:
			continue
		}
		found++
		s.WeightDecay, s.L1, s.Rand = c.Args[0], c.Args[1], NewRand(1)
		net := BuildNet(s)
		for k, p := range net.Params() {
			copy(p.Value.Data, c.Params[k].Data)
		}
		var got float64
		if c.T != nil {
			got = net.GradientTarget(c.X, c.T)
		} else {
			got = net.Gradient(c.X, c.Labels)
		}
		if math.Abs(got-c.Loss) > 1e-6 {
			t.Errorf("%s: the loss is %.9f, PyTorch gives %.9f", c.Name, got, c.Loss)
		}
		for k, p := range net.Params() {
			c.like(t, c.Name+": gradient of "+p.Name, p.Grad, c.Grads[k])
		}
		c.like(t, c.Name+": outputs", net.Forward(c.X, true), c.Y)
	}
	if found != 2 {
		t.Errorf("%d networks of 2 were compared", found)
	}
}
