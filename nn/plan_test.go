package nn

import (
	"fmt"
	"slices"
	"testing"

	"quire/nn/internal/kernel"
)

// randomLayers returns some layers for examples of 8 × 8 pixels with one channel and 5 classes, among them layers that no
// plan knows.
func randomLayers(r *Rand) []Layer {
	var layers []Layer
	flat := false
	if r.Intn(3) == 0 {
		layers = append(layers, NewConv2D(1+r.Intn(5), 3, 1, r.Intn(2)))
		for range r.Intn(3) {
			layers = append(layers, []func() Layer{
				func() Layer { return NewReLU() },
				func() Layer { return NewBatchNorm() },
				func() Layer { return NewMaxPool(2, 2) },
				func() Layer { return NewConv2D(3, 2, 1, 0) },
			}[r.Intn(4)]())
		}
	}
	for range 1 + r.Intn(9) {
		if !flat {
			layers, flat = append(layers, NewFlatten()), true
		}
		layers = append(layers, []func() Layer{
			func() Layer { return NewAffine(1 + r.Intn(40)) },
			func() Layer { return NewAffine(100) },
			func() Layer { return NewReLU() },
			func() Layer { return NewReLU() },
			func() Layer { return NewBatchNorm() },
			func() Layer { return NewDropout(.3) },
			func() Layer { return NewTanh() },
			func() Layer {
				return Func(func(x *Tensor) *Tensor { return x.Scale(.5) }, func(dy *Tensor) *Tensor { return dy.Scale(.5) })
			},
		}[r.Intn(8)]())
	}
	return append(layers, NewAffine(5))
}

func kinds(layers []Layer) (s []string) {
	for _, l := range layers {
		s = append(s, fmt.Sprintf("%T", l)[len("*nn."):])
	}
	return s
}

// TestPlanIsTheLayers trains the same random network by Step and layer by layer.
func TestPlanIsTheLayers(t *testing.T) {
	for seed := range 150 {
		build := func() (*Net, []Layer) {
			layers := randomLayers(NewRand(uint64(seed)))
			return BuildNet(NetSpec{Input: []int{8, 8, 1}, Layers: layers, Rand: NewRand(uint64(seed))}), layers
		}
		fused, layers := build()
		single, _ := build()
		optFused, optSingle := NewMomentum(.01, .9), NewMomentum(.01, .9)
		r := NewRand(uint64(seed) + 1000)
		for step := range 3 {
			n := 1 + r.Intn(150)
			x, labels := r.Normal(0, 1, n, 8, 8, 1), make([]int, n)
			for i := range labels {
				labels[i] = r.Intn(5)
			}
			got := fused.Step(x, labels, optFused)
			want := stepByLayers(single, x, labels, optSingle)
			if got != want && (got == got || want == want) {
				t.Fatalf("seed %d, %v, step %d: the loss is %v, layer by layer %v", seed, kinds(layers), step, got, want)
			}
			for i, p := range fused.Params() {
				if q := single.Params()[i]; !p.Grad.Equal(q.Grad, 0) || !p.Value.Equal(q.Value, 0) {
					t.Fatalf("seed %d, %v, step %d: %s differs from layer by layer", seed, kinds(layers), step, p.Name)
				}
			}
		}
		if fused.Hash() != single.Hash() {
			t.Errorf("seed %d, %v: the networks differ", seed, kinds(layers))
		}
	}
}

// TestPlanLeavesLayersAsTheyAre: after Step the layers go on by hand as if they had worked one by one.
func TestPlanLeavesLayersAsTheyAre(t *testing.T) {
	build := func() (net *Net, affine *Affine, relu *ReLU) {
		affine, relu = NewAffine(7), NewReLU()
		return BuildNet(NetSpec{Input: []int{6}, Layers: []Layer{affine, relu, NewAffine(3)}, Rand: NewRand(4)}), affine, relu
	}
	r := NewRand(5)
	x, labels, d := r.Normal(0, 1, 4, 6), []int{0, 1, 2, 1}, r.Normal(0, 1, 4, 7)
	a, affineA, reluA := build()
	a.Gradient(x, labels)
	b, affineB, reluB := build()
	b.Backward(NewSoftmaxCrossEntropy().grad(b.Forward(x, true), labels))
	got, want := affineA.Backward(reluA.Backward(d)), affineB.Backward(reluB.Backward(d))
	if !got.Equal(want, 0) || !affineA.W.Grad.Equal(affineB.W.Grad, 0) {
		t.Error("after Gradient, Backward of the layers by hand gives something else than after Forward and Backward")
	}
}

// grad returns the gradient by y.
func (l *SoftmaxCrossEntropy) grad(y *Tensor, labels []int) *Tensor {
	l.Forward(y, labels)
	return l.Backward()
}

// TestPlanJoins looks at the stages of a network of the book.
func TestPlanJoins(t *testing.T) {
	user := Func(func(x *Tensor) *Tensor { return x }, func(dy *Tensor) *Tensor { return dy })
	layers := []Layer{NewAffine(4), NewReLU(), NewAffine(4), NewBatchNorm(), NewReLU(), NewAffine(4), user, NewReLU(), NewDropout(.5), NewFlatten(), NewAffine(4)}
	var got []string
	for _, s := range makePlan(layers) {
		switch s := s.(type) {
		case *affineStage:
			got = append(got, fmt.Sprintf("affine before=%v relu=%v gated=%v", s.before != nil, s.relu != nil, s.gated))
		case *flattenStage:
			got = append(got, "view")
		case gatedReLU:
			got = append(got, "gated ReLU")
		case layerStage:
			got = append(got, kinds([]Layer{s.Layer})...)
		}
	}
	want := []string{
		"affine before=false relu=true gated=true", "affine before=true relu=false gated=false", "BatchNorm", "gated ReLU",
		"affine before=true relu=false gated=false", "funcLayer", "ReLU", "Dropout", "view", "affine before=false relu=false gated=false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the plan is\n%q, want\n%q", got, want)
	}
}

// TestPlanLevels: the stages of a plan give the same bits on every level and number of workers.
func TestPlanLevels(t *testing.T) {
	defer kernel.Use(kernel.Current())
	defer kernel.SetWorkers(kernel.SetWorkers(1))
	first := ""
	for _, l := range kernel.Levels() {
		kernel.Use(l)
		for workers := 1; workers <= 3; workers++ {
			kernel.SetWorkers(workers)
			r := NewRand(9)
			net := BuildNet(NetSpec{Input: []int{60}, Layers: []Layer{NewAffine(90), NewReLU(), NewAffine(70), NewReLU(), NewAffine(5)}, Rand: r})
			x, labels := r.Normal(0, 1, 120, 60), make([]int, 120)
			opt := NewAdam(.01)
			for range 3 {
				net.Step(x, labels, opt)
			}
			if h := net.Hash(); first == "" {
				first = h
			} else if h != first {
				t.Errorf("%v with %d workers gives another network", l, workers)
			}
		}
	}
}
