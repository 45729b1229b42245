package nn

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// tensorCase is an operation with its result by NumPy: see testdata/tensor.py. Out is empty where NumPy refuses.
type tensorCase struct {
	Op   string
	In   []*Tensor
	Out  []*Tensor
	Ints []int
}

// run performs the operation.
func (c tensorCase) run() []*Tensor {
	number := func(v float64) []*Tensor { return []*Tensor{Full(v)} }
	if len(c.In) > 0 {
		x := c.In[0]
		switch c.Op {
		case "Sum":
			return number(x.Sum())
		case "Mean":
			return number(x.Mean())
		case "Var":
			return number(x.Var())
		case "Std":
			return number(x.Std())
		case "Max":
			return number(x.Max())
		case "Min":
			return number(x.Min())
		case "Dot":
			return number(x.Dot(c.In[1]))
		case "Split":
			return x.Split(c.Ints[0], c.Ints[1])
		case "SplitAt":
			return x.SplitAt(c.Ints[0], c.Ints[1:])
		}
	}
	return []*Tensor{c.one()}
}

// one performs an operation with one result.
func (c tensorCase) one() *Tensor {
	if r := c.created(); r != nil {
		return r
	}
	x := c.In[0]
	if f, ok := map[string]func(*Tensor) *Tensor{
		"Add": x.Add, "Sub": x.Sub, "Mul": x.Mul, "Div": x.Div, "Maximum": x.Maximum, "Minimum": x.Minimum, "Greater": x.Greater,
		"GreaterEqual": x.GreaterEqual, "Less": x.Less, "LessEqual": x.LessEqual, "EqualTo": x.EqualTo, "MatMul": x.MatMul, "Outer": x.Outer,
	}[c.Op]; ok {
		return f(c.In[1])
	}
	if f, ok := map[string]func(int) *Tensor{
		"SumAxis": x.SumAxis, "MeanAxis": x.MeanAxis, "VarAxis": x.VarAxis, "StdAxis": x.StdAxis, "MaxAxis": x.MaxAxis, "MinAxis": x.MinAxis,
		"SoftmaxAxis": x.SoftmaxAxis, "Flip": x.Flip, "Expand": x.Expand,
	}[c.Op]; ok {
		return f(c.Ints[0])
	}
	places := func(at []int, axis int) *Tensor {
		r := New(x.without(x.axis("", axis))...)
		for i, v := range at {
			r.Data[i] = float32(v)
		}
		return r
	}
	switch c.Op {
	case "ArgmaxAxis":
		return places(x.ArgmaxAxis(c.Ints[0]), c.Ints[0])
	case "ArgminAxis":
		return places(x.ArgminAxis(c.Ints[0]), c.Ints[0])
	case "Neg":
		return x.Neg()
	case "Abs":
		return x.Abs()
	case "Sign":
		return x.Sign()
	case "Square":
		return x.Square()
	case "Pow":
		return x.Pow(c.In[1].At())
	case "Clip":
		return x.Clip(c.In[1].At(), c.In[2].At())
	case "BroadcastTo":
		return x.BroadcastTo(c.Ints...)
	case "Repeat":
		return x.Repeat(c.Ints[0], c.Ints[1])
	case "Slice":
		return x.Slice(c.Ints[0], c.Ints[1], c.Ints[2])
	case "Take":
		return x.Take(c.Ints[0], c.Ints[1:])
	case "Transpose":
		return x.Transpose(c.Ints...)
	case "Flatten":
		return x.Flatten()
	case "Squeeze":
		return x.Squeeze()
	case "Tile":
		return x.Tile(c.Ints...)
	case "Pad":
		half := len(c.Ints) / 2
		return x.Pad(c.Ints[:half], c.Ints[half:], c.In[1].At())
	}
	return nil
}

// created performs an operation that is no method.
func (c tensorCase) created() *Tensor {
	number := func(i int) float64 { return c.In[i].At() }
	switch c.Op {
	case "Where":
		return Where(c.In[0], c.In[1], c.In[2])
	case "Concat":
		return Concat(c.Ints[0], c.In)
	case "Stack":
		return Stack(c.Ints[0], c.In)
	case "Eye":
		return Eye(c.Ints[0])
	case "Arange":
		return Arange(number(0), number(1), number(2))
	case "Linspace":
		return Linspace(number(0), number(1), int(number(2)))
	}
	return nil
}

func TestTensorAgainstNumPy(t *testing.T) {
	var cases []tensorCase
	readJSON(t, "testdata/tensor.json", &cases)
	for i, c := range cases {
		shapes := ""
		before := make([]*Tensor, len(c.In))
		for k, x := range c.In {
			shapes += shapeText(x.Shape)
			before[k] = x.Clone()
		}
		name := fmt.Sprintf("%d %s%s%v", i, c.Op, shapes, c.Ints)
		if len(c.Out) == 0 {
			wantPanic(t, "want axes that are equal or 1", func() { c.run() })
			continue
		}
		got := c.run()
		if len(got) != len(c.Out) {
			t.Errorf("%s gives %d tensors, NumPy %d", name, len(got), len(c.Out))
			continue
		}
		for k, want := range c.Out {
			scale := 1.0
			for _, v := range want.Data {
				scale = math.Max(scale, math.Abs(float64(v)))
			}
			if got[k] == nil || !got[k].Equal(want, 2e-6*scale) { // sums of up to 300 terms in float32
				t.Errorf("%s = %v %v, NumPy gives %v %v", name, got[k].Shape, got[k], want.Shape, want)
			}
		}
		for k, x := range c.In {
			if !slices.Equal(x.Shape, before[k].Shape) || !slices.Equal(x.Data, before[k].Data) {
				t.Errorf("%s changes argument %d", name, k)
			}
		}
	}
}
