package nn

import (
	"fmt"
	"math"
	"testing"

	"quire/nn/internal/kernel"
)

// imageLayer returns the layer of a case of testdata/images.json.
func imageLayer(c pytorchCase) Layer {
	switch c.Name {
	case "Conv2D":
		return Conv2DFrom(c.Params[0].Clone(), c.Params[1].Clone(), int(c.Args[0]), int(c.Args[1]))
	case "MaxPool":
		return NewPaddedMaxPool(int(c.Args[0]), int(c.Args[1]), int(c.Args[2]))
	case "AvgPool":
		return NewAvgPool(int(c.Args[0]), int(c.Args[1]), int(c.Args[2]))
	}
	return NewGlobalAvgPool()
}

// TestImagesAgainstPyTorch checks convolution and pooling of every kind of size on every level.
func TestImagesAgainstPyTorch(t *testing.T) {
	var cases []pytorchCase
	readJSON(t, "testdata/images.json", &cases)
	for i, c := range cases {
		t.Run(fmt.Sprintf("%s %v %v %d", c.Name, c.X.Shape, c.Args, i), func(t *testing.T) {
			for _, level := range kernel.Levels() {
				defer kernel.Use(kernel.Use(level))
				l := imageLayer(c)
				c.like(t, "evaluation", l.Forward(c.X, false), c.Y)
				for range 2 { // what is kept from one step must not show in the next
					c.like(t, "y", l.Forward(c.X, true), c.Y)
					c.like(t, "dx", l.Backward(c.DY), c.DX)
					for k, p := range l.Params() {
						c.like(t, "gradient of "+p.Name, p.Grad, c.Grads[k])
					}
				}
			}
		})
	}
}

// randomConv returns a convolution of any sizes and a batch of images for it.
func randomConv(r *Rand) (l *Conv2D, x *Tensor) {
	n, c, f := 1+r.Intn(4), 1+r.Intn(20), 1+r.Intn(40)
	height, width := 1+r.Intn(4), 1+r.Intn(4)
	stride, pad := 1+r.Intn(3), r.Intn(4)
	h, w := max(1, height-2*pad)+r.Intn(9), max(1, width-2*pad)+r.Intn(9)
	l = Conv2DFrom(r.Normal(0, 1, height, width, c, f), r.Normal(0, 1, f), stride, pad)
	return l, r.Normal(0, 1, n, h, w, c)
}

// TestConvIsIm2ColMatMul computes convolutions as a product of the windows laid out.
func TestConvIsIm2ColMatMul(t *testing.T) {
	r := NewRand(21)
	for range 60 {
		l, x := randomConv(r)
		W := l.W.Value
		cols := Im2ColRect(x, W.Shape[0], W.Shape[1], l.Stride, l.Pad)
		want := cols.MatMul(W.Reshape(-1, l.Filters)).Add(l.B.Value)
		got := l.Forward(x, false)
		if d := got.Reshape(want.Shape...).Sub(want).Abs().Max(); d > 1e-4 {
			t.Errorf("x %v, W %v, stride %d, pad %d: Conv2D and Im2Col·W differ by %g", x.Shape, W.Shape, l.Stride, l.Pad, d)
		}
	}
}

// dot returns Σ a·b in float64.
func dot(a, b *Tensor) (s float64) {
	for i, v := range a.Data {
		s += float64(v) * float64(b.Data[i])
	}
	return s
}

// TestConvAdjoint checks that Backward is the transposed map: ⟨conv(x), dy⟩ = ⟨x, dx⟩ = ⟨W, dW⟩ without biases, and that the
// gradient of the biases is the sum of dy.
func TestConvAdjoint(t *testing.T) {
	r := NewRand(22)
	for range 60 {
		l, x := randomConv(r)
		clear(l.B.Value.Data)
		y := l.Forward(x, true)
		dy := r.Normal(0, 1, y.Shape...)
		dx := l.Backward(dy)
		want, scale := dot(y, dy), math.Sqrt(dot(y, y)*dot(dy, dy))
		for name, got := range map[string]float64{"⟨x, dx⟩": dot(x, dx), "⟨W, dW⟩": dot(l.W.Value, l.W.Grad)} {
			if math.Abs(got-want) > 1e-6*scale {
				t.Errorf("x %v, W %v, stride %d, pad %d: ⟨y, dy⟩ = %g, %s = %g", x.Shape, l.W.Value.Shape, l.Stride, l.Pad, want, name, got)
			}
		}
		if d := dy.Reshape(-1, l.Filters).SumAxis(0).Sub(l.B.Grad).Abs().Max(); d > 1e-4 {
			t.Errorf("x %v: db differs from the sum of dy by %g", x.Shape, d)
		}
	}
}

// TestConvShift checks that an image moved by the stride gives an output moved by one, bit for bit.
func TestConvShift(t *testing.T) {
	r := NewRand(23)
	for range 40 {
		l, x := randomConv(r)
		l.Pad = 0
		n, h, w, c := x.Shape[0], x.Shape[1]+8, x.Shape[2]+8, x.Shape[3]
		x = r.Normal(0, 1, n, h, w, c)
		moved, s := New(n, h, w, c), l.Stride
		for i := range n {
			for y := s; y < h; y++ {
				copy(moved.Data[((i*h+y)*w+s)*c:][:(w-s)*c], x.Data[((i*h+y-s)*w)*c:])
			}
		}
		a, b := l.Forward(x, false), l.Forward(moved, false)
		for i := range n {
			for y := 1; y < a.Shape[1]; y++ {
				for k := 1; k < a.Shape[2]; k++ {
					for f := range l.Filters {
						if a.At(i, y-1, k-1, f) != b.At(i, y, k, f) {
							t.Fatalf("x %v, W %v, stride %d: the output of the moved image is another at (%d, %d, %d)", x.Shape, l.W.Value.Shape, s, y, k, f)
						}
					}
				}
			}
		}
	}
}

// TestPoolAdjoint checks ⟨pool(x), dy⟩ = ⟨x, dx⟩ for means, which are linear, and for maxima, where it holds at x.
func TestPoolAdjoint(t *testing.T) {
	r := NewRand(24)
	for range 80 {
		size, stride := 1+r.Intn(4), 1+r.Intn(5)
		pad := r.Intn(size)
		x := r.Normal(0, 1, 1+r.Intn(12), size+r.Intn(8), size+r.Intn(8), 1+r.Intn(40))
		for _, l := range []Layer{NewPaddedMaxPool(size, stride, pad), NewAvgPool(size, stride, pad), NewGlobalAvgPool()} {
			y := l.Forward(x, true)
			dy := r.Normal(0, 1, y.Shape...)
			dx := l.Backward(dy)
			if a, b := dot(y, dy), dot(x, dx); math.Abs(a-b) > 1e-6*math.Sqrt(dot(y, y)*dot(dy, dy)) {
				t.Errorf("%T of %v, size %d, stride %d, pad %d: ⟨y, dy⟩ = %g, ⟨x, dx⟩ = %g", l, x.Shape, size, stride, pad, a, b)
			}
		}
	}
}

// TestMaxPoolShowsNaN: a value that is not a number must not hide behind others.
func TestMaxPoolShowsNaN(t *testing.T) {
	for place := range 9 {
		x := Full(5, 1, 3, 3, 1)
		x.Data[place] = float32(math.NaN())
		for _, train := range []bool{false, true} {
			if y := NewMaxPool(3, 3).Forward(x, train); y.Data[0] == y.Data[0] {
				t.Errorf("train %v: the maximum of a window with NaN at %d is %g", train, place, y.Data[0])
			}
		}
	}
}
