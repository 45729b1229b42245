package nn

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"quire/nn/internal/kernel"
)

// someShape draws a shape of one to four axes, some of length 1 and now and then one of length 0.
func someShape(r *Rand) []int {
	shape := make([]int, 1+r.Intn(4))
	for i := range shape {
		shape[i] = 1 + r.Intn(5)
		if r.Intn(3) == 0 {
			shape[i] = 1
		}
		if r.Intn(40) == 0 {
			shape[i] = 0
		}
	}
	return shape
}

// TestBroadcastElementByElement compares Sub with its definition: at every place of the result, the elements whose
// indices are the same or 0 on an axis of length 1.
func TestBroadcastElementByElement(t *testing.T) {
	r := NewRand(1)
	for range 400 {
		full := someShape(r)
		part := func() *Tensor {
			shape := slices.Clone(full[r.Intn(len(full)+1):])
			for i := range shape {
				if r.Intn(3) == 0 {
					shape[i] = 1
				}
			}
			return r.Normal(0, 1, shape...)
		}
		a, b := part(), part()
		got := a.Sub(b)
		read := func(x *Tensor, at []int) float64 {
			own := slices.Clone(at[len(at)-len(x.Shape):])
			for i, d := range x.Shape {
				if d == 1 {
					own[i] = 0
				}
			}
			return x.At(own...)
		}
		for i := range got.Data {
			at, rest := make([]int, len(got.Shape)), i
			for k := len(at) - 1; k >= 0; k-- {
				at[k] = rest % got.Shape[k]
				rest /= got.Shape[k]
			}
			if want := float32(read(a, at)) - float32(read(b, at)); got.Data[i] != kernel.Flush(want) {
				t.Fatalf("%v − %v at %v = %g, want %g", a.Shape, b.Shape, at, got.Data[i], want)
			}
		}
	}
}

func TestTensorInverses(t *testing.T) {
	r := NewRand(2)
	for range 300 {
		x := r.Normal(0, 1, someShape(r)...)
		n := len(x.Shape)
		axis := r.Intn(n)
		d := x.Shape[axis]

		order := r.Perm(n)
		back := make([]int, n)
		for k, i := range order {
			back[i] = k
		}
		before, after := make([]int, n), make([]int, n)
		for i := range before {
			before[i], after[i] = r.Intn(3), r.Intn(3)
		}
		cut := x.Pad(before, after, 7)
		for i := range before {
			cut = cut.Slice(i, before[i], before[i]+x.Shape[i])
		}
		at := []int{r.Intn(d + 1), d}
		slices.Sort(at)
		shuffled := r.Perm(d)
		unshuffled := make([]int, d)
		for k, i := range shuffled {
			unshuffled[i] = k
		}
		for name, got := range map[string]*Tensor{
			"Transpose back": x.Transpose(order...).Transpose(back...),
			"Flip twice":     x.Flip(axis).Flip(axis - n),
			"Concat SplitAt": Concat(axis, x.SplitAt(axis, at)),
			"Pad and Slice":  cut,
			"Neg Neg":        x.Neg().Neg(),
			"Take Take":      x.Take(axis, shuffled).Take(axis, unshuffled),
			"Expand":         x.Expand(axis).SumAxis(axis),
			"Tile once":      x.Tile(1),
			"Repeat":         x.Repeat(axis, 1),
			"Stack and Row":  Stack(0, []*Tensor{x, x.Neg()}).Row(0),
		} {
			if !got.Equal(x, 0) {
				t.Errorf("%s of shape %v, axis %d: %v, want %v", name, x.Shape, axis, got, x)
			}
		}
		if m := x.Reshape(x.Shape[0], len(x.Data)/max(1, x.Shape[0])); !m.T().T().Equal(m, 0) || !m.Transpose().Equal(m.T(), 0) {
			t.Errorf("T of shape %v", m.Shape)
		}
		if d == 0 {
			continue
		}
		if a, b := x.MaxAxis(axis), x.Neg().MinAxis(axis).Neg(); !a.Equal(b, 0) {
			t.Errorf("MaxAxis(%d) of %v = %v, −MinAxis of −x %v", axis, x, a, b)
		}
		if got := x.Add(Full(1)).SumAxis(axis); !got.Equal(x.SumAxis(axis).AddScalar(float64(d)), 1e-5) {
			t.Errorf("SumAxis(%d) of %v + 1 = %v", axis, x, got)
		}
		if !x.SumAxis(0).Equal(x.SumRows(), 0) {
			t.Errorf("SumAxis(0) of %v differs from SumRows", x)
		}
	}
}

// TestIm2ColIsLinearAndItsAdjoint: for rectangular windows, ⟨Im2Col(x), y⟩ = ⟨x, Col2Im(y)⟩, and the product with the
// weights is the convolution.
func TestIm2ColIsLinearAndItsAdjoint(t *testing.T) {
	r := NewRand(3)
	for _, c := range []struct{ h, w, stride, pad int }{{1, 1, 1, 0}, {3, 2, 1, 0}, {2, 4, 2, 1}, {5, 1, 1, 2}, {1, 3, 3, 1}, {4, 4, 1, 3}, {6, 2, 1, 0}, {2, 2, 1, 4}} {
		x := r.Normal(0, 1, 2, 6, 5, 3)
		cols := Im2ColRect(x, c.h, c.w, c.stride, c.pad)
		oh, ow := OutSize(6, c.h, c.stride, c.pad), OutSize(5, c.w, c.stride, c.pad)
		if want := []int{2 * oh * ow, c.h * c.w * 3}; !slices.Equal(cols.Shape, want) {
			t.Errorf("%+v: shape %v, want %v", c, cols.Shape, want)
		}
		padded := x.Pad([]int{0, c.pad, c.pad, 0}, []int{0, c.pad, c.pad, 0}, 0)
		for k := range cols.Shape[0] {
			i, y, z := k/(oh*ow), k/ow%oh*c.stride, k%ow*c.stride
			window := padded.Rows(i, i+1).Slice(1, y, y+c.h).Slice(2, z, z+c.w)
			if !cols.Row(k).Equal(window.Flatten(), 0) {
				t.Fatalf("%+v: window %d is %v, want %v", c, k, cols.Row(k), window)
			}
		}
		y := r.Normal(0, 1, cols.Shape...)
		a, b := cols.Dot(y), x.Dot(Col2ImRect(y, x.Shape, c.h, c.w, c.stride, c.pad))
		if math.Abs(a-b) > 1e-4*(1+math.Abs(a)) {
			t.Errorf("%+v: ⟨Im2Col(x), y⟩ = %g, ⟨x, Col2Im(y)⟩ = %g", c, a, b)
		}
	}
	for n, want := range map[int]int{1: 9, 10: 90} { // section 7.4.3
		if got := Im2Col(New(n, 7, 7, 3), 5, 1, 0).Shape; !slices.Equal(got, []int{want, 75}) {
			t.Errorf("windows of 5 over %d images (7, 7, 3) have shape %v, want (%d, 75)", n, got, want)
		}
	}
}

func TestTensorErrors(t *testing.T) {
	m, v, images := New(2, 3), New(3), New(2, 4, 4, 3)
	for want, f := range map[string]func(){
		"nn: Tensor.Mul: a is (2, 3) and b is (2), want axes that are equal or 1, counted from the last; 3 and 2 are neither; one value for each row is a column: Reshape(2, 1)": func() { m.Mul(New(2)) },
		"3 and 2 are neither; images are (N, H, W, C), and a vector meets the channels":                                                                                          func() { images.Add(New(2)) },
		"nn: Tensor.SumAxis: there is no axis 2 in the shape (2, 3), which has 2":                                                                                                func() { m.SumAxis(2) },
		"nn: Tensor.MeanAxis: there is no axis -3 in the shape (2, 3)":                                                                                                           func() { m.MeanAxis(-3) },
		"nn: Tensor.Dim: there is no axis 0 in the shape (), which has 0":                                                                                                        func() { Full(1).Dim(0) },
		"nn: Tensor.Slice: 1 … 3 of axis 1 is outside the shape (2, 3)":                                                                                                          func() { m.Slice(-1, 1, 4) },
		"nn: Tensor.Cols: -1 … 0 of axis 1 is outside the shape (2, 3)":                                                                                                          func() { m.Cols(-1, 1) },
		"nn: Tensor.Col: t is (3), want (n, m); a vector has no columns; Slice takes a part of it":                                                                               func() { v.Col(0) },
		"nn: Tensor.Take: index 3 of axis 1 is outside the shape (2, 3)":                                                                                                         func() { m.Take(1, []int{0, 3}) },
		"nn: Tensor.Gather: index -1 of axis 0 is outside the shape (2, 3)":                                                                                                      func() { m.Gather([]int{-1}) },
		"nn: Tensor.Gather: a tensor without axes has no rows":                                                                                                                   func() { Full(1).Gather(nil) },
		"nn: Tensor.Split: axis 1 of the shape (2, 3) cannot be split into 2 equal parts; SplitAt takes any places":                                                              func() { m.Split(1, 2) },
		"nn: Tensor.SplitAt: 2 … 0 of axis 1 is outside":                                                                                                                         func() { m.SplitAt(1, []int{2, 1}) },
		"nn: Tensor.Transpose: the axes [0 0] do not name each of the 2 axes of (2, 3) once":                                                                                     func() { m.Transpose(0, 0) },
		"nn: Tensor.T: t is (3), want (n, m)":                                                                                                                                    func() { v.T() },
		"nn: Concat: tensor 1 is (3, 3), want the shape (2, 3) of tensor 0 except on axis 1":                                                                                     func() { Concat(1, []*Tensor{m, New(3, 3)}) },
		"nn: Concat: tensor 1 is (3), want the shape (2, 3) of tensor 0 except on axis 0":                                                                                        func() { Concat(0, []*Tensor{m, v}) },
		"nn: Concat: there are no tensors":                                                                                                                                       func() { Concat(0, nil) },
		"nn: Stack: tensor 1 is (3), want the shape (2, 3) of tensor 0":                                                                                                          func() { Stack(0, []*Tensor{m, v}) },
		"nn: Stack: there are no tensors":                                                                                                                                        func() { Stack(0, nil) },
		"nn: Tensor.Expand: there is no place 3 in the shape (2, 3), which has 2 axes":                                                                                           func() { m.Expand(3) },
		"nn: Tensor.Pad: 1 widths before and 2 after for the 2 axes of (2, 3); give one of each for every axis":                                                                  func() { m.Pad([]int{1}, []int{0, 0}, 0) },
		"the widths -1 and 0 of axis 0 must not be negative; Slice cuts":                                                                                                         func() { m.Pad([]int{-1, 0}, []int{0, 0}, 0) },
		"nn: Tensor.Max: the tensor of shape (0, 3) has no elements":                                                                                                             func() { New(0, 3).Max() },
		"nn: Tensor.MinAxis: axis 0 of the shape (0, 3) has no elements":                                                                                                         func() { New(0, 3).MinAxis(0) },
		"nn: Tensor.ArgmaxAxis: axis 0 of the shape (0, 3) has no elements":                                                                                                      func() { New(0, 3).ArgmaxAxis(0) },
		"nn: Tensor.Argmax: the rows of the shape (3, 0) have no elements":                                                                                                       func() { New(3, 0).Argmax() },
		"nn: Tensor.Dot: b is (3), want (2, 3); the product of matrices is MatMul":                                                                                               func() { m.Dot(v) },
		"nn: Tensor.MatMul: b is (3), want (3, m); the inner product of two vectors is Dot, their table of products Outer":                                                       func() { v.MatMul(v) },
		"nn: Tensor.MatMul: a is (2, 4, 4, 3), want (n, k); Reshape it to a matrix first":                                                                                        func() { images.MatMul(m) },
		"nn: Tensor.MatMul: b is (2, 1), want (3, m); the columns of a (2, 3) and the rows of b must be equally many":                                                            func() { m.MatMul(New(2)) },
		"nn: Tensor.Outer: b is (2, 3), want (m); Flatten makes a vector":                                                                                                        func() { v.Outer(m) },
		"nn: Tensor.Clip: the range goes from 1 to 0":                                                                                                                            func() { m.Clip(1, 0) },
		"nn: Tensor.BroadcastTo: t is (2, 3), want a shape that repeats to (1, 3)":                                                                                               func() { m.BroadcastTo(1, 3) },
		"nn: Tensor.Tile: -1 times":                                      func() { m.Tile(-1) },
		"nn: Tensor.Repeat: -1 times":                                    func() { m.Repeat(0, -1) },
		"nn: Arange: from 0 to 1 by 0 has no end":                        func() { Arange(0, 1, 0) },
		"nn: Linspace: -1 numbers":                                       func() { Linspace(0, 1, -1) },
		"nn: FromOneHot: row 1 holds 0.5; for probabilities take Argmax": func() { FromOneHot(FromRows([][]float64{{1, 0}, {.5, .5}})) },
		"nn: FromOneHot: row 0 holds 2 ones instead of one":              func() { FromOneHot(Full(1, 1, 2)) },
		"nn: Im2Col: x is (2, 3), want (N, height, width, channels); one gray image (h, w) is Reshape(1, h, w, 1)":            func() { Im2Col(m, 2, 1, 0) },
		"nn: Im2ColRect: windows of 0×2, stride 1, pad 0; only pad may be 0":                                                  func() { Im2ColRect(images, 0, 2, 1, 0) },
		"nn: Col2Im: cols is (2, 3), want (18, 12); that is what Im2Col makes of (2, 4, 4, 3)":                                func() { Col2Im(m, images.Shape, 2, 1, 0) },
		"nn: FromImage: 2 channels; give 1 for gray or 3 for red, green and blue":                                             func() { FromImage(image.NewGray(image.Rect(0, 0, 1, 1)), 2) },
		"nn: FromImage: there is no image: nil":                                                                               func() { FromImage(nil, 1) },
		"nn: Tensor.Image: t is (784), want (height, width), (height, width, 1) or (height, width, 3); Reshape(28, 28) first": func() { New(784).Image() },
		"(height, width, 3); take one image with Row":                                                                         func() { images.Image() },
		"nn: Rand.Sample: 4 different numbers of 3; Choice may draw a number twice":                                           func() { NewRand(1).Sample(3, 4) },
		"nn: Rand.Weighted: weight 1 is -1":                                                                                   func() { NewRand(1).Weighted([]float64{1, -1}, 1) },
		"nn: Rand.Weighted: the sum of the weights is 0":                                                                      func() { NewRand(1).Weighted([]float64{0, 0}, 1) },
		"nn: Rand.Bernoulli: the probability is 1.5; give a number from 0 to 1":                                               func() { NewRand(1).Bernoulli(1.5, 2) },
	} {
		wantPanic(t, want, f)
	}
}

// TestTensorsWithoutElements: nothing, or a shape of nothing, and no panic.
func TestTensorsWithoutElements(t *testing.T) {
	x := New(0, 3)
	for name, c := range map[string]struct {
		got  *Tensor
		want []int
	}{
		"Add": {x.Add(New(3)), []int{0, 3}}, "SumRows": {x.SumRows(), []int{3}}, "SumCols": {x.SumCols(), []int{0, 1}}, "SumAxis": {x.SumAxis(1), []int{0}},
		"Softmax": {x.Softmax(), []int{0, 3}}, "SoftmaxAxis": {x.SoftmaxAxis(0), []int{0, 3}}, "T": {x.T(), []int{3, 0}}, "Transpose": {New(2, 0, 3).Transpose(), []int{3, 0, 2}},
		"MaxAxis": {x.MaxAxis(1), []int{0}}, "Concat": {Concat(0, []*Tensor{x, New(2, 3)}), []int{2, 3}}, "Pad": {x.Pad([]int{1, 0}, []int{0, 0}, 0), []int{1, 3}},
		"Repeat": {New(2, 3).Repeat(1, 0), []int{2, 0}}, "MatMul": {x.MatMul(New(3, 2)), []int{0, 2}}, "MatMul of nothing": {New(2, 0).MatMul(New(0, 2)), []int{2, 2}},
		"Arange": {Arange(3, 0, 1), []int{0}}, "Linspace": {Linspace(0, 1, 0), []int{0}}, "Gather": {New(2, 3).Gather(nil), []int{0, 3}}, "FromRows": {FromRows(nil), []int{0, 0}},
		"Where": {Where(x, x, Full(1)), []int{0, 3}}, "Im2Col": {Im2Col(New(0, 4, 4, 1), 3, 1, 0), []int{0, 9}}, "Squeeze": {Full(1, 1, 1).Squeeze(), nil},
		"Softmax of a number": {Full(5).Softmax(), nil}, "ReLU": {Full(-5).ReLU(), nil},
	} {
		if !slices.Equal(c.got.Shape, c.want) || volumeOf(c.got.Shape) != len(c.got.Data) {
			t.Errorf("%s has the shape %v and %d elements, want %v", name, c.got.Shape, len(c.got.Data), c.want)
		}
	}
	if s := x.Sum(); s != 0 || !math.IsNaN(x.Mean()) || !math.IsNaN(x.Var()) {
		t.Errorf("Sum %g, Mean %g, Var %g of nothing; want 0, NaN, NaN", s, x.Mean(), x.Var())
	}
	if got := x.Argmax(); len(got) != 0 {
		t.Errorf("Argmax of no rows is %v", got)
	}
}

// TestNotANumber: what is not a number does not get lost.
func TestNotANumber(t *testing.T) {
	nan := math.NaN()
	x := FromFloats([]float64{1, nan, -2}, 3)
	for name, got := range map[string]float64{
		"Max": x.Max(), "Min": x.Min(), "Sum": x.Sum(), "MaxAxis": x.MaxAxis(0).At(), "MinAxis": x.MinAxis(0).At(), "Maximum": x.Maximum(Full(0)).At(1),
		"Minimum": x.Minimum(Full(0)).At(1), "Clip": x.Clip(0, 1).At(1), "Abs": x.Abs().At(1), "Sign": x.Sign().At(1), "Pow": FromFloats([]float64{-2}, 1).Pow(.5).At(0),
		"Pow of −8": FromFloats([]float64{-8}, 1).Pow(1.0 / 3).At(0), "Pow NaN": Full(2).Pow(nan).At(),
	} {
		if !math.IsNaN(got) {
			t.Errorf("%s of something that is not a number is %g", name, got)
		}
	}
	if m := x.Greater(Full(0)); !m.Equal(FromFloats([]float64{1, 0, 0}, 3), 0) {
		t.Errorf("x > 0 is %v", m)
	}
	if got := FromFloats([]float64{0, 0, 4}, 3).Pow(-.5); !math.IsInf(got.At(0), 1) || got.At(2) != .5 {
		t.Errorf("0^−½ and 4^−½ are %v", got)
	}
}

// TestPower compares with math.Pow: what is rounded to float32 once hardly ever differs by more than one unit.
func TestPower(t *testing.T) {
	r := NewRand(5)
	for range 20000 {
		x, p := exp64(4*r.Norm()), 5*r.Norm()
		if r.Intn(4) == 0 {
			p = math.Round(p)
		}
		got, want := power(x, p), math.Pow(x, p)
		if math.Abs(got-want) > 1e-13*want {
			t.Fatalf("%g^%g = %.17g, want %.17g", x, p, got, want)
		}
	}
	for _, x := range []float64{0, 1, -1, 700, -700, 710, -800, 1e-300} {
		if got, want := exp64(x), math.Exp(x); math.Abs(got-want) > 1e-15*want && got != want {
			t.Errorf("exp(%g) = %g, want %g", x, got, want)
		}
	}
}

func TestPictures(t *testing.T) {
	gray := image.NewGray(image.Rect(-1, 2, 3, 5))
	colour := image.NewNRGBA(image.Rect(0, 0, 3, 2))
	r := NewRand(6)
	for i := range gray.Pix {
		gray.Pix[i] = uint8(r.Intn(256))
	}
	for i := range colour.Pix {
		colour.Pix[i] = uint8(r.Intn(256))
		if i%4 == 3 {
			colour.Pix[i] = 255
		}
	}
	x := FromImage(gray, 1)
	back, ok := x.Image().(*image.Gray)
	if !ok || !slices.Equal(x.Shape, []int{3, 4, 1}) || !slices.Equal(back.Pix, gray.Pix) {
		t.Errorf("gray: shape %v, back as %T %v, want %v", x.Shape, x.Image(), back, gray.Pix)
	}
	if flat, ok := x.Reshape(3, 4).Image().(*image.Gray); !ok || !slices.Equal(flat.Pix, gray.Pix) {
		t.Error("a matrix gives another picture than (3, 4, 1)")
	}
	y := FromImage(colour, 3)
	if c, ok := y.Image().(*image.NRGBA); !ok || !slices.Equal(y.Shape, []int{2, 3, 3}) || !slices.Equal(c.Pix, colour.Pix) {
		t.Errorf("colour: shape %v, back as %T", y.Shape, y.Image())
	}
	red := image.NewUniform(color.NRGBA{R: 255, A: 255})
	one := FromImage(image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{red.C}), 1)
	if math.Abs(one.At(0, 0, 0)-.299) > 1e-4 {
		t.Errorf("red is %g gray, want 0.299", one.At(0, 0, 0))
	}
	outside := FromFloats([]float64{-1, math.NaN(), .5, 2}, 2, 2).Image().(*image.Gray)
	if !slices.Equal(outside.Pix, []uint8{0, 0, 128, 255}) {
		t.Errorf("−1, NaN, ½ and 2 are shaded %v", outside.Pix)
	}
}

func TestDraws(t *testing.T) {
	r := NewRand(8)
	counts := make([]int, 4)
	for _, i := range r.Weighted([]float64{1, 0, 2, 1}, 40000) {
		counts[i]++
	}
	for i, want := range []int{10000, 0, 20000, 10000} {
		if math.Abs(float64(counts[i]-want)) > 400 {
			t.Errorf("Weighted drew %d %d times, want about %d", i, counts[i], want)
		}
	}
	sample := r.Sample(50, 20)
	slices.Sort(sample)
	if len(sample) != 20 || len(slices.Compact(sample)) != 20 || sample[0] < 0 || sample[19] > 49 {
		t.Errorf("Sample(50, 20) = %v", sample)
	}
	again := slices.Sorted(slices.Values(r.Choice(10, 1000)))
	if len(again) != 1000 || len(slices.Compact(again)) != 10 || again[0] != 0 || again[9] != 9 {
		t.Errorf("Choice(10, 1000) drew %d different numbers", len(slices.Compact(again)))
	}
	b := r.Bernoulli(.3, 100, 100)
	if m := b.Mean(); math.Abs(m-.3) > .02 || b.Mul(b).Sub(b).Norm() != 0 {
		t.Errorf("Bernoulli(0.3) has mean %g and other numbers than 0 and 1", m)
	}
	if r.Bernoulli(0, 1000).Max() != 0 || r.Bernoulli(1, 1000).Min() != 1 {
		t.Error("Bernoulli of 0 and 1 is not certain")
	}
	if a, b := NewRand(9).Choice(100, 5), NewRand(9).Choice(100, 5); !slices.Equal(a, b) {
		t.Errorf("the same stream draws %v and %v", a, b)
	}
	if got := FromOneHot(OneHot([]int{2, 0, 1}, 4)); !slices.Equal(got, []int{2, 0, 1}) {
		t.Errorf("FromOneHot(OneHot) = %v", got)
	}
}
