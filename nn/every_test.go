package nn

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quire/nn/internal/kernel"
)

// layerCase is a layer with the shape of one example that it takes.
type layerCase struct {
	name    string // of its type, and what sets it apart
	build   func() Layer
	example []int
}

// everyLayer has a row for each layer of this package; TestEveryLayerHasARow sees to it. The tests of this file hold for
// all of them.
var everyLayer = []layerCase{
	{"Affine", func() Layer { return NewAffine(5) }, []int{7}},
	{"AvgPool", func() Layer { return NewAvgPool(2, 2, 0) }, []int{4, 4, 1}},
	{"AvgPool overlapping", func() Layer { return NewAvgPool(3, 2, 1) }, []int{3, 4, 2}},
	{"BatchNorm", func() Layer { return NewBatchNorm() }, []int{7}},
	{"BatchNorm of images", func() Layer { return NewBatchNorm() }, []int{3, 2, 2}},
	{"Conv2D", func() Layer { return NewConv2D(4, 3, 1, 1) }, []int{4, 3, 2}},
	{"Conv2D stride 2", func() Layer { return NewConv2D(2, 2, 2, 0) }, []int{4, 4, 1}},
	{"Dropout", func() Layer { return NewDropout(0.4) }, []int{9}},
	{"ELU", func() Layer { return NewELU(0.7) }, []int{9}},
	{"Flatten", func() Layer { return NewFlatten() }, []int{2, 2, 3}},
	{"GELU", func() Layer { return NewGELU() }, []int{9}},
	{"GlobalAvgPool", func() Layer { return NewGlobalAvgPool() }, []int{3, 2, 2}},
	{"LeakyReLU", func() Layer { return NewLeakyReLU(0.2) }, []int{9}},
	{"MaxPool", func() Layer { return NewMaxPool(2, 2) }, []int{4, 4, 1}},
	{"MaxPool overlapping", func() Layer { return NewMaxPool(2, 1) }, []int{3, 3, 1}},
	{"MaxPool with a border", func() Layer { return NewPaddedMaxPool(3, 2, 1) }, []int{4, 3, 2}},
	{"ReLU", func() Layer { return NewReLU() }, []int{9}},
	{"Reshape", func() Layer { return NewReshape(2, -1) }, []int{3, 4}},
	{"Residual", func() Layer { return NewResidual([]Layer{NewAffine(6), NewTanh()}) }, []int{6}},
	{"Residual projected", func() Layer {
		return NewProjectedResidual([]Layer{NewConv2D(3, 3, 2, 1), NewTanh()}, NewConv2D(3, 1, 2, 0))
	}, []int{3, 4, 2}},
	{"Sequential", func() Layer { return NewSequential([]Layer{NewAffine(4), NewBatchNorm(), NewSigmoid()}) }, []int{6}},
	{"Sigmoid", func() Layer { return NewSigmoid() }, []int{9}},
	{"Softmax", func() Layer { return NewSoftmax() }, []int{9}},
	{"Softmax of images", func() Layer { return NewSoftmax() }, []int{2, 2, 3}},
	{"Swish", func() Layer { return NewSwish() }, []int{9}},
	{"Tanh", func() Layer { return NewTanh() }, []int{9}},
}

// TestEveryLayerHasARow reads the package's files for types with a method Forward(x *Tensor, train bool).
func TestEveryLayerHasARow(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil || f.Name.Name != "Forward" || len(f.Type.Params.List) != 2 || len(f.Type.Params.List[1].Names) == 0 || f.Type.Params.List[1].Names[0].Name != "train" {
				continue
			}
			star, ok := f.Recv.List[0].Type.(*ast.StarExpr)
			if !ok {
				continue
			}
			name := star.X.(*ast.Ident).Name
			has := slices.ContainsFunc(everyLayer, func(c layerCase) bool { return c.name == name || strings.HasPrefix(c.name, name+" ") })
			if ast.IsExported(name) && name != "Net" && !has {
				t.Errorf("%s is a layer without a row in everyLayer", name)
			}
		}
	}
}

// made returns the built layer of a case and n examples for it: numbers that differ by a sixteenth at least and keep clear
// of zero, so that small steps cross no kink.
func (c layerCase) made(n int) (Layer, *Tensor) {
	l, r := c.build(), NewRand(5)
	if b, ok := l.(Builder); ok {
		b.Build(c.example, He, r)
	}
	for _, p := range l.Params() {
		copy(p.Value.Data, r.Normal(.2, .5, p.Value.Shape...).Data)
	}
	x := New(append([]int{n}, c.example...)...)
	for i, k := range r.Perm(len(x.Data)) {
		x.Data[i] = (float32(k) - float32(len(x.Data))/2 + 0.5) / 16
	}
	return l, x
}

// restart makes a layer draw its random numbers again from the start.
func restart(l Layer) {
	if d, ok := l.(*Dropout); ok {
		d.r = NewRand(3)
	}
}

// bits returns the bits of a tensor's numbers.
func bits(t *Tensor) []uint32 {
	b := make([]uint32, len(t.Data))
	for i, v := range t.Data {
		b[i] = math.Float32bits(v)
	}
	return b
}

func TestEveryLayerLeavesItsArgumentsAlone(t *testing.T) {
	for _, c := range everyLayer {
		t.Run(c.name, func(t *testing.T) {
			l, x := c.made(4)
			keep, shape := bits(x), slices.Clone(x.Shape)
			same := func(what string) {
				t.Helper()
				if !slices.Equal(bits(x), keep) || !slices.Equal(x.Shape, shape) {
					t.Fatalf("%s changes x", what)
				}
			}
			l.Forward(x, false)
			same("Forward in evaluation")
			y := l.Forward(x, true)
			same("Forward in training")
			dy := NewRand(1).Normal(0, 1, y.Shape...)
			keepDy := bits(dy)
			var values [][]uint32
			for _, p := range l.Params() {
				values = append(values, bits(p.Value))
			}
			dx := l.Backward(dy)
			same("Backward")
			if !slices.Equal(bits(dy), keepDy) {
				t.Error("Backward changes dy")
			}
			for k, p := range l.Params() {
				if !slices.Equal(bits(p.Value), values[k]) {
					t.Errorf("Backward changes %s", p.Name)
				}
			}
			if !slices.Equal(dx.Shape, x.Shape) {
				t.Errorf("the gradient has the shape %v, x %v", dx.Shape, x.Shape)
			}
		})
	}
}

// TestEveryLayerEvaluatesApart checks that results of evaluation are the caller's: they share no memory with x, with each
// other or with the layer, and evaluating between Forward and Backward changes no gradient.
func TestEveryLayerEvaluatesApart(t *testing.T) {
	for _, c := range everyLayer {
		t.Run(c.name, func(t *testing.T) {
			l, x := c.made(4)
			y := l.Forward(x, true).Clone()
			dy := NewRand(1).Normal(0, 1, y.Shape...)
			dx := l.Backward(dy).Clone()
			keep := bits(x)
			a := l.Forward(x, false)
			b := l.Forward(x, false)
			want := bits(b)
			for i := range a.Data {
				a.Data[i] = 77
			}
			if !slices.Equal(bits(b), want) {
				t.Error("two results of evaluation share their memory")
			}
			if !slices.Equal(bits(x), keep) {
				t.Error("a result of evaluation shares its memory with x")
			}
			l.Forward(x.Scale(3), false)
			if again := l.Backward(dy); !slices.Equal(bits(again), bits(dx)) {
				t.Error("Backward gives another gradient after an evaluation")
			}
			if e := l.Forward(x, false); !slices.Equal(bits(e), want) {
				t.Error("a second evaluation of the same examples gives something else")
			}
		})
	}
}

// TestEveryLayerKeepsNoOldNumbers runs a large batch and then a small one: a new layer gives the same for the small one.
func TestEveryLayerKeepsNoOldNumbers(t *testing.T) {
	for _, c := range everyLayer {
		t.Run(c.name, func(t *testing.T) {
			used, large := c.made(9)
			restart(used)
			dy := NewRand(2).Normal(0, 1, used.Forward(large, true).Shape...)
			used.Backward(dy)
			fresh, x := c.made(3)
			restart(used)
			restart(fresh)
			y, z := used.Forward(x, true), fresh.Forward(x, true)
			if !slices.Equal(y.Shape, z.Shape) || !slices.Equal(bits(y), bits(z)) {
				t.Fatalf("after a larger batch Forward gives %v, a new layer %v", y, z)
			}
			dy = NewRand(3).Normal(0, 1, y.Shape...)
			if a, b := used.Backward(dy), fresh.Backward(dy); !slices.Equal(bits(a), bits(b)) {
				t.Errorf("after a larger batch Backward gives %v, a new layer %v", a, b)
			}
			for k, p := range used.Params() {
				if q := fresh.Params()[k]; !slices.Equal(bits(p.Grad), bits(q.Grad)) {
					t.Errorf("after a larger batch the gradient of %s differs", p.Name)
				}
			}
		})
	}
}

func TestEveryLayerTakesAnEmptyBatch(t *testing.T) {
	for _, c := range everyLayer {
		t.Run(c.name, func(t *testing.T) {
			l, x := c.made(3)
			y := l.Forward(x, true)
			l.Backward(NewRand(2).Normal(0, 1, y.Shape...)) // leaves gradients that are not 0
			shape := slices.Clone(y.Shape)
			shape[0] = 0
			empty := New(append([]int{0}, c.example...)...)
			for _, train := range []bool{false, true} {
				if y := l.Forward(empty, train); !slices.Equal(y.Shape, shape) {
					t.Errorf("an empty batch gives the shape %v, want %v", y.Shape, shape)
				}
			}
			if dx := l.Backward(New(shape...)); !slices.Equal(dx.Shape, empty.Shape) {
				t.Errorf("the gradient of an empty batch has the shape %v, want %v", dx.Shape, empty.Shape)
			}
			for _, p := range l.Params() {
				if n := p.Grad.Norm(); n != 0 {
					t.Errorf("an empty batch leaves a gradient of %s of length %g, want 0", p.Name, n)
				}
			}
			if s, ok := l.(Stateful); ok {
				for _, v := range s.State() {
					if math.IsNaN(v.Sum()) {
						t.Error("an empty batch makes the running statistics no numbers")
					}
				}
			}
		})
	}
}

// TestEveryLayerShowsWhatIsNoNumber puts a NaN into one example: its output holds one, and those of the others do not.
func TestEveryLayerShowsWhatIsNoNumber(t *testing.T) {
	for _, c := range everyLayer {
		t.Run(c.name, func(t *testing.T) {
			l, x := c.made(3)
			n := len(x.Data) / 3
			x.Data[n] = float32(math.NaN())
			y := l.Forward(x, false)
			k := len(y.Data) / 3
			for i := range 3 {
				row := y.Data[i*k : (i+1)*k]
				has := slices.ContainsFunc(row, func(v float32) bool { return v != v })
				if has != (i == 1) {
					t.Errorf("a NaN in example 1 gives %v for example %d", row, i)
				}
			}
		})
	}
}

func TestEveryLayerKnowsItsOutput(t *testing.T) {
	for _, c := range everyLayer {
		l, x := c.made(2)
		s, ok := l.(OutputShaper)
		if !ok {
			t.Errorf("%s has no OutputShape", c.name)
			continue
		}
		input := slices.Clone(c.example)
		want := append([]int{2}, s.OutputShape(input)...)
		if got := l.Forward(x, false).Shape; !slices.Equal(got, want) {
			t.Errorf("%s: OutputShape says %v, Forward gives %v", c.name, want, got)
		}
		if !slices.Equal(input, c.example) {
			t.Errorf("%s: OutputShape changes its argument", c.name)
		}
	}
}

func TestEveryLayerRefusesBackwardWithoutForward(t *testing.T) {
	for _, c := range everyLayer {
		kind := strings.Fields(c.name)[0]
		l, x := c.made(2)
		y := l.Forward(x, false)
		wantPanic(t, "nn: "+kind+".Backward: there was no Forward with train set before; call Forward(x, true) first", func() { l.Backward(y) })
		l.Forward(x, true)
		wrong := New(append([]int{3}, y.Shape[1:]...)...)
		wantPanic(t, "nn: "+kind+".Backward: dy is "+shapeText(wrong.Shape)+", want "+shapeText(y.Shape)+" like the last output", func() { l.Backward(wrong) })
	}
}

// TestEveryLayerGradient compares Backward with central differences of Σ y·c for random c.
func TestEveryLayerGradient(t *testing.T) {
	for _, c := range everyLayer {
		t.Run(c.name, func(t *testing.T) {
			l, x := c.made(4)
			restart(l)
			weight := NewRand(8).Normal(0, 1, l.Forward(x, true).Shape...)
			dx := l.Backward(weight).Clone()
			f := func() float64 {
				restart(l)
				s := 0.0
				for i, v := range l.Forward(x, true).Data {
					s += float64(v) * float64(weight.Data[i])
				}
				return s
			}
			var grads []*Tensor
			for _, p := range l.Params() {
				grads = append(grads, p.Grad.Clone())
			}
			checkSlopes(t, "x", f, x, dx)
			for k, p := range l.Params() {
				checkSlopes(t, p.Name, f, p.Value, grads[k])
			}
		})
	}
}

// checkSlopes compares a gradient with central differences. The steps are up to 1/64 and values of float32, so that
// differences of 2⁻²⁴/2⁻⁷ = 8e-6 for each term of f are to be expected; third derivatives fall out, fifth ones do not.
func checkSlopes(t *testing.T, name string, f func() float64, v, grad *Tensor) {
	t.Helper()
	scale := math.Max(1, math.Max(grad.Max(), -grad.Min()))
	for i := range v.Data {
		got, want := float64(grad.Data[i]), slope(f, &v.Data[i])
		if math.Abs(got-want) > 1e-3*scale {
			t.Errorf("the gradient of %s, element %d, is %.6f, central differences give %.6f", name, i, got, want)
			return
		}
	}
}

// TestEveryLayerSameBits compares all levels of this machine with one worker and with three.
func TestEveryLayerSameBits(t *testing.T) {
	defer kernel.Use(kernel.Current())
	defer kernel.SetWorkers(kernel.SetWorkers(0))
	for _, c := range everyLayer {
		var want []uint32
		for _, level := range kernel.Levels() {
			for _, workers := range []int{1, 3} {
				kernel.Use(level)
				kernel.SetWorkers(workers)
				l, x := c.made(37)
				restart(l)
				y := l.Forward(x, true)
				got := bits(y)
				got = append(got, bits(l.Backward(NewRand(8).Normal(0, 1, y.Shape...)))...)
				for _, p := range l.Params() {
					got = append(got, bits(p.Grad)...)
				}
				got = append(got, bits(l.Forward(x, false))...)
				if want == nil {
					want = got
				} else if !slices.Equal(got, want) {
					t.Errorf("%s: %v with %d workers gives other bits than the first level", c.name, level, workers)
				}
			}
		}
	}
}

func TestEveryLayerAllocatesNothing(t *testing.T) {
	for _, c := range everyLayer {
		l, x := c.made(4)
		dy := NewRand(1).Normal(0, 1, l.Forward(x, true).Shape...)
		step := func() {
			l.Forward(x, true)
			l.Backward(dy)
		}
		step()
		if n := testing.AllocsPerRun(5, step); n != 0 {
			t.Errorf("%s: Forward and Backward allocate %g times, want 0", c.name, n)
		}
	}
}
