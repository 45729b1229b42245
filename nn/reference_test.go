package nn

import (
	"fmt"
	"math"
	"testing"
)

// reference is a layer's values by NumPy in float64: see testdata/reference.py.
type reference struct {
	Name              string
	X, Y, DY, DX      *Tensor
	Params, Grads     []*Tensor
	Evaluated         *Tensor
	Stride, Pad, Size int
	Labels            []int
	Loss              float64
}

func references(t *testing.T) []reference {
	t.Helper()
	var cases []reference
	readJSON(t, "testdata/reference.json", &cases)
	return cases
}

// layer returns the layer of a case, with the case's parameters.
func (c reference) layer() Layer {
	switch c.Name {
	case "Affine":
		return AffineFrom(c.Params[0].Clone(), c.Params[1].Clone())
	case "ReLU":
		return NewReLU()
	case "Sigmoid":
		return NewSigmoid()
	case "Tanh":
		return NewTanh()
	case "Conv2D":
		return Conv2DFrom(c.Params[0].Clone(), c.Params[1].Clone(), c.Stride, c.Pad)
	case "MaxPool":
		return NewMaxPool(c.Size, c.Stride)
	case "BatchNorm":
		l := NewBatchNorm()
		l.Build(c.X.Shape[1:], He, nil)
		copy(l.Gamma.Value.Data, c.Params[0].Data)
		copy(l.Beta.Value.Data, c.Params[1].Data)
		return l
	}
	return nil
}

// near compares with a tolerance relative to the largest value: float32 has 24 bits, and sums of up to some hundred terms
// lose a few of them.
func near(t *testing.T, what string, got, want *Tensor) {
	t.Helper()
	scale := math.Max(1, math.Max(want.Max(), -want.Min()))
	if !got.Equal(want, 3e-6*scale) {
		t.Errorf("%s is %v, NumPy gives %v", what, got, want)
	}
}

func TestLayersAgainstNumPy(t *testing.T) {
	for i, c := range references(t) {
		if c.Name == "Net" {
			continue
		}
		t.Run(fmt.Sprintf("%d%s", i, c.Name), func(t *testing.T) {
			l := c.layer()
			x, dy := c.X.Clone(), c.DY.Clone()
			near(t, "Forward", l.Forward(x, true), c.Y)
			for range 2 { // a second Backward gives the same: gradients are set, not added
				near(t, "Backward", l.Backward(dy), c.DX)
			}
			for k, p := range l.Params() {
				near(t, "gradient of "+p.Name, p.Grad, c.Grads[k])
			}
			evaluated := c.Y
			if c.Evaluated != nil {
				evaluated = c.Evaluated
			}
			near(t, "Forward in evaluation", l.Forward(x, false), evaluated)
			if !x.Equal(c.X, 0) || !dy.Equal(c.DY, 0) {
				t.Error("an argument was modified")
			}
			if s, ok := l.(OutputShaper); ok {
				if got := append([]int{c.X.Shape[0]}, s.OutputShape(c.X.Shape[1:])...); fmt.Sprint(got) != fmt.Sprint(c.Y.Shape) {
					t.Errorf("OutputShape says %v, Forward gives %v", got, c.Y.Shape)
				}
			}
		})
	}
}

func TestNetAgainstNumPy(t *testing.T) {
	for _, c := range references(t) {
		if c.Name != "Net" {
			continue
		}
		net := NewMLP(MLP{Sizes: []int{6, 5, 4}, BatchNorm: true, WeightDecay: .1})
		for k, p := range net.Params() {
			copy(p.Value.Data, c.Params[k].Data)
		}
		if got := net.Gradient(c.X, c.Labels); math.Abs(got-c.Loss) > 1e-6 {
			t.Errorf("loss %.8f, NumPy gives %.8f", got, c.Loss)
		}
		for k, p := range net.Params() {
			near(t, "gradient of "+p.Name, p.Grad, c.Grads[k])
		}
		near(t, "Forward", net.Forward(c.X, true), c.Y)
		net.loss.Forward(net.Forward(c.X, true), c.Labels)
		near(t, "gradient by the outputs", net.loss.Backward(), c.DY)
		near(t, "gradient by the input", net.Backward(net.loss.Backward()), c.DX)
	}
}
