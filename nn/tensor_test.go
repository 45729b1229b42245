package nn

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

func TestArithmetic(t *testing.T) {
	a := FromRows([][]float64{{1, 2, 3}, {4, 5, 6}})
	same := FromRows([][]float64{{1, 1, 1}, {2, 2, 2}})
	row, column, one := FromFloats([]float64{10, 20, 30}, 3), FromFloats([]float64{100, 200}, 2, 1), FromFloats([]float64{2}, 1)
	for _, c := range []struct {
		name      string
		got, want *Tensor
	}{
		{"Add same", a.Add(same), FromRows([][]float64{{2, 3, 4}, {6, 7, 8}})},
		{"Add row", a.Add(row), FromRows([][]float64{{11, 22, 33}, {14, 25, 36}})},
		{"Add column", a.Add(column), FromRows([][]float64{{101, 102, 103}, {204, 205, 206}})},
		{"Sub one", a.Sub(one), FromRows([][]float64{{-1, 0, 1}, {2, 3, 4}})},
		{"Mul row", a.Mul(row.Reshape(1, 3)), FromRows([][]float64{{10, 40, 90}, {40, 100, 180}})},
		{"Div same", a.Div(same), FromRows([][]float64{{1, 2, 3}, {2, 2.5, 3}})},
		{"Scale", a.Scale(-2), FromRows([][]float64{{-2, -4, -6}, {-8, -10, -12}})},
		{"AddScalar", a.AddScalar(.5), FromRows([][]float64{{1.5, 2.5, 3.5}, {4.5, 5.5, 6.5}})},
		{"Apply", a.Apply(func(x float64) float64 { return x * x }), FromRows([][]float64{{1, 4, 9}, {16, 25, 36}})},
		{"MatMul", a.MatMul(a.T()), FromRows([][]float64{{14, 32}, {32, 77}})},
		{"T", a.T(), FromRows([][]float64{{1, 4}, {2, 5}, {3, 6}})},
		{"SumRows", a.SumRows(), FromFloats([]float64{5, 7, 9}, 3)},
		{"MeanRows", a.MeanRows(), FromFloats([]float64{2.5, 3.5, 4.5}, 3)},
		{"SumCols", a.SumCols(), FromRows([][]float64{{6}, {15}})},
		{"Rows", a.Rows(1, 2), FromRows([][]float64{{4, 5, 6}})},
		{"Row", a.Row(0), FromFloats([]float64{1, 2, 3}, 3)},
		{"Gather", a.Gather([]int{1, 0, 1}), FromRows([][]float64{{4, 5, 6}, {1, 2, 3}, {4, 5, 6}})},
		{"Reshape", a.Reshape(3, -1), FromRows([][]float64{{1, 2}, {3, 4}, {5, 6}})},
		{"OneHot", OneHot([]int{2, 0}, 3), FromRows([][]float64{{0, 0, 1}, {1, 0, 0}})},
		{"ReLU", a.AddScalar(-3).ReLU(), FromRows([][]float64{{0, 0, 0}, {1, 2, 3}})},
		{"FromMat", FromMat(mat.NewDense(2, 1, []float64{7, 8})), FromRows([][]float64{{7}, {8}})},
		{"Mat", FromMat(a.Mat()), a},
		// Chapter 3's example: softmax of (0.3, 2.9, 4.0).
		{"Softmax", FromFloats([]float64{.3, 2.9, 4}, 3).Softmax(), FromFloats([]float64{.01821127, .24519181, .73659691}, 3)},
		{"Softmax large", FromRows([][]float64{{1010, 1000, 990}}).Softmax(), FromRows([][]float64{{.9999546, 4.539787e-05, 2.06106005e-09}})},
	} {
		if !c.got.Equal(c.want, 2e-7) {
			t.Errorf("%s = %v %v, want %v %v", c.name, c.got.Shape, c.got, c.want.Shape, c.want)
		}
	}
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Sum", a.Sum(), 21},
		{"Mean", a.Mean(), 3.5},
		{"Std", a.Std(), math.Sqrt(35.0 / 12)},
		{"Max", a.Max(), 6},
		{"Min", a.Min(), 1},
		{"Norm", a.Norm(), math.Sqrt(91)},
		{"At", a.At(1, 2), 6},
	} {
		if math.Abs(c.got-c.want) > 1e-12 {
			t.Errorf("%s = %g, want %g", c.name, c.got, c.want)
		}
	}
	if got := FromRows([][]float64{{1, 3, 3}, {9, 2, 4}}).Argmax(); !slices.Equal(got, []int{1, 0}) {
		t.Errorf("Argmax = %v, want [1 0]", got)
	}
}

func TestTensorMisuse(t *testing.T) {
	a := New(2, 3)
	wantPanic(t, "nn: Tensor.MatMul: b is (2, 3), want (3, m)", func() { a.MatMul(a) })
	wantPanic(t, "nn: Tensor.Add: a is (2, 3) and b is (4), want axes that are equal or 1, counted from the last; 3 and 4 are neither", func() { a.Add(New(4)) })
	wantPanic(t, "6 elements of the shape (2, 3) do not fit (4, -1)", func() { a.Reshape(4, -1) })
	wantPanic(t, "index 3 of axis 1 is outside the shape (2, 3)", func() { a.At(0, 3) })
	wantPanic(t, "label 3 of example 1 is not one of the 3 classes 0 … 2", func() { OneHot([]int{0, 3}, 3) })
	wantPanic(t, "row 1 has 2 numbers and row 0 has 1", func() { FromRows([][]float64{{1}, {1, 2}}) })
	wantPanic(t, "negative axis", func() { New(2, -1) })
	wantPanic(t, "5 numbers do not fill the shape (2, 3), which has 6", func() { From(make([]float32, 5), 2, 3) })
	wantPanic(t, "rows 1 … 2 of the shape (2, 3)", func() { a.Rows(1, 3) })
}

func TestTensorString(t *testing.T) {
	for _, c := range []struct {
		t    *Tensor
		want string
	}{
		{FromFloats([]float64{1, .5, -2}, 3), "[1 0.5 -2]"},
		{FromRows([][]float64{{1, 2}, {3, 4}}), "[[1 2]\n [3 4]]"},
		{FromRows([][]float64{{1, -2.5}, {30, 4}}), "[[ 1 -2.5]\n [30    4]]"},
		{New(2, 1, 1), "[[[0]]\n\n [[0]]]"},
		{Arange(0, 8, 1).Reshape(2, 2, 2), "[[[0 1]\n  [2 3]]\n\n [[4 5]\n  [6 7]]]"},
		{Arange(8, 12, 1).Reshape(1, 2, 1, 2), "[[[[ 8  9]]\n\n  [[10 11]]]]"},
		{Full(3), "3"},
		{New(0, 3), "Tensor(0, 3) []"},
		{&Tensor{Shape: []int{3, -1}, Data: []float32{1}}, "Tensor(3, -1) with 1 elements"},
		{&Tensor{}, "Tensor() with 0 elements"},
		{FromFloats([]float64{math.NaN(), math.Inf(1)}, 2), "[NaN +Inf]"},
		{Full(1.25, 10, 10), "Tensor(10, 10) [1.25 1.25 1.25 1.25 1.25 1.25 …] min 1.25 max 1.25"},
	} {
		if got := c.t.String(); got != c.want {
			t.Errorf("String() = %q, want %q", got, c.want)
		}
	}
}

func TestTensorFormat(t *testing.T) {
	x := FromRows([][]float64{{1, -2.5}, {30, 4}})
	for _, c := range []struct {
		form string
		t    *Tensor
		want string
	}{
		{"%v", x, "[[ 1 -2.5]\n [30    4]]"},
		{"%+v", x, "[[ 1 -2.5]\n [30    4]]"},
		{"%s", x, "[[ 1 -2.5]\n [30    4]]"},
		{"%.1f", x, "[[ 1.0 -2.5]\n [30.0  4.0]]"},
		{"%6.2f", x.Row(0), "[  1.00  -2.50]"},
		{"%.0e", x.Row(1), "[3e+01 4e+00]"},
		{"%.2f", Full(1.25, 10, 10), "Tensor(10, 10) [1.25 1.25 1.25 1.25 1.25 1.25 …] min 1.25 max 1.25"},
		{"%v", nil, "<nil>"},
	} {
		if got := fmt.Sprintf(c.form, c.t); got != c.want {
			t.Errorf("%s gives %q, want %q", c.form, got, c.want)
		}
	}
}

func TestSetRow(t *testing.T) {
	x := New(2, 2)
	x.SetRow(1, FromInts([]int{3, 4}, 2))
	if !x.Equal(FromRows([][]float64{{0, 0}, {3, 4}}), 0) {
		t.Errorf("x is %v", x)
	}
	wantPanic(t, "nn: Tensor.SetRow: row is (3), want (2)", func() { x.SetRow(0, New(3)) })
	wantPanic(t, "nn: Tensor.SetRow: row 2 of the shape (2, 2)", func() { x.SetRow(2, New(2)) })
	wantPanic(t, "nn: Mesh: x is (2, 2), want (n), and y (m); y is (2)", func() { Mesh(x, New(2)) })
}

// TestConvolutionOfTheSlide has the numbers of the lecture's slide 7.2.2, its variants computed by hand.
func TestConvolutionOfTheSlide(t *testing.T) {
	x := FromRows([][]float64{{1, 2, 3, 0}, {0, 1, 2, 3}, {3, 0, 1, 2}, {2, 3, 0, 1}})
	w := FromRows([][]float64{{2, 0, 1}, {0, 1, 2}, {1, 0, 2}})
	flipped := FromRows([][]float64{{2, 0, 1}, {2, 1, 0}, {1, 0, 2}})
	cyclic := New(7, 7)
	for i := range 49 {
		cyclic.Data[i] = float32((i%7 - i/7 + 1 + 8) % 4)
	}
	for _, c := range []struct {
		name      string
		got, want *Tensor
	}{
		{"plain", Correlate(x, w, 1, 0), FromRows([][]float64{{15, 16}, {6, 15}})},
		{"padded", Correlate(x, w, 1, 1), FromRows([][]float64{{7, 12, 10, 2}, {4, 15, 16, 10}, {10, 6, 15, 6}, {8, 10, 4, 3}})},
		{"stride 2", Correlate(cyclic, w, 2, 0), FromRows([][]float64{{15, 17, 15}, {17, 15, 17}, {15, 17, 15}})},
		{"flipped", Correlate(x, flipped, 1, 0), FromRows([][]float64{{11, 12}, {10, 11}})},
	} {
		if !c.got.Equal(c.want, 0) {
			t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
		}
	}
	biased := Conv2DFrom(w.Reshape(3, 3, 1, 1), Full(3, 1), 1, 0).Forward(x.Reshape(1, 4, 4, 1), false)
	if want := FromFloats([]float64{18, 19, 9, 18}, 1, 2, 2, 1); !biased.Equal(want, 0) {
		t.Errorf("with bias 3: %v, want %v", biased, want)
	}
	pooled := NewMaxPool(2, 2).Forward(FromFloats([]float64{1, 2, 1, 0, 0, 1, 2, 3, 3, 0, 1, 2, 2, 4, 0, 1}, 1, 4, 4, 1), false)
	if want := FromFloats([]float64{2, 3, 4, 2}, 1, 2, 2, 1); !pooled.Equal(want, 0) {
		t.Errorf("pooled: %v, want %v", pooled, want)
	}
	for _, c := range [][5]int{{4, 3, 1, 1, 4}, {7, 3, 2, 0, 3}, {28, 5, 3, 2, 10}, {31, 5, 3, 2, 11}, {2, 5, 1, 0, 0}} {
		if got := OutSize(c[0], c[1], c[2], c[3]); got != c[4] {
			t.Errorf("OutSize(%d, %d, %d, %d) = %d, want %d", c[0], c[1], c[2], c[3], got, c[4])
		}
	}
}

func TestIm2ColGivesTheConvolution(t *testing.T) {
	r := NewRand(4)
	for _, c := range []struct{ size, stride, pad int }{{3, 1, 0}, {3, 1, 1}, {2, 2, 0}, {5, 2, 2}} {
		x, w := r.Normal(0, 1, 2, 7, 6, 3), r.Normal(0, 1, c.size, c.size, 3, 4)
		want := Conv2DFrom(w, New(4), c.stride, c.pad).Forward(x, false)
		cols := Im2Col(x, c.size, c.stride, c.pad)
		got := cols.MatMul(w.Reshape(-1, 4))
		if !got.Equal(want.Reshape(-1, 4), 1e-5) {
			t.Errorf("%+v: the product of Im2Col differs from Conv2D", c)
		}
		// ⟨Im2Col(x), y⟩ = ⟨x, Col2Im(y)⟩
		y := r.Normal(0, 1, cols.Shape...)
		a, b := cols.Mul(y).Sum(), x.Mul(Col2Im(y, x.Shape, c.size, c.stride, c.pad)).Sum()
		if math.Abs(a-b) > 1e-3 {
			t.Errorf("%+v: Col2Im is not the adjoint of Im2Col: %g and %g", c, a, b)
		}
	}
	if got := Im2Col(New(1, 7, 7, 3), 5, 1, 0).Shape; !slices.Equal(got, []int{9, 75}) {
		t.Errorf("windows of 5 × 5 over (1, 7, 7, 3) have shape %v, want [9 75]", got)
	}
}

func TestRand(t *testing.T) {
	// The first numbers of seed 1, pinned: they are part of every result.
	r := NewRand(1)
	if got, want := [2]uint64{r.Uint64(), r.Uint64()}, [2]uint64{0xbfef8030ddc2d772, 0x5f552ce482f2aa47}; got != want {
		t.Errorf("seed 1 starts with %#x, want %#x", got, want)
	}
	x := NewRand(2).Normal(3, 2, 200000)
	if m, s := x.Mean(), x.Std(); math.Abs(m-3) > .02 || math.Abs(s-2) > .02 {
		t.Errorf("Normal(3, 2) has mean %g and deviation %g", m, s)
	}
	u := NewRand(3).Uniform(-1, 3, 200000)
	if m := u.Mean(); math.Abs(m-1) > .02 || u.Min() < -1 || u.Max() >= 3 {
		t.Errorf("Uniform(-1, 3) has mean %g, from %g to %g", m, u.Min(), u.Max())
	}
	p := NewRand(4).Perm(100)
	sorted := slices.Sorted(slices.Values(p))
	if sorted[0] != 0 || sorted[99] != 99 || slices.Equal(p, sorted) {
		t.Errorf("Perm(100) = %v", p)
	}
	counts, draws := make([]int, 3), NewRand(7)
	for range 30000 {
		counts[draws.Intn(3)]++
	}
	for i, n := range counts {
		if n < 9700 || n > 10300 {
			t.Errorf("Intn(3) gave %d %d times of 30000", i, n)
		}
	}
	a, b := NewRand(5).Split("a"), NewRand(5).Split("b")
	if a.Uint64() == b.Uint64() {
		t.Error("streams split by different keys start alike")
	}
	normal := distuv.Normal{Sigma: 1, Src: NewRand(6)}
	if normal.Rand() == normal.Rand() {
		t.Error("gonum draws the same number twice from a Rand")
	}
}

func TestDefaultStream(t *testing.T) {
	defer SeedDefault(1, "")
	SeedDefault(1, "cell")
	a := NewMLP(MLP{Sizes: []int{4, 3, 2}}).Hash()
	second := NewMLP(MLP{Sizes: []int{4, 3, 2}}).Hash()
	SeedDefault(1, "cell")
	if b := NewMLP(MLP{Sizes: []int{4, 3, 2}}).Hash(); a != b {
		t.Error("the same cell starts with other weights when it runs again")
	}
	if a == second {
		t.Error("two networks of one cell start with the same weights")
	}
	SeedDefault(1, "other")
	if b := NewMLP(MLP{Sizes: []int{4, 3, 2}}).Hash(); a == b {
		t.Error("another cell starts with the same weights")
	}
	wantPanic(t, "give Rand: t.Rand", func() { Parallel(3, func(int) { NewMLP(MLP{Sizes: []int{2, 2}}) }) })
}
