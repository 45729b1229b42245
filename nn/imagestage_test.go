package nn

import (
	"fmt"
	"slices"
	"testing"

	"quire/nn/internal/kernel"
)

// randomImageLayers returns layers for images of the given shape: convolutions and poolings of all kinds of size, with and
// without ReLU, among them some that part or begin no stage.
func randomImageLayers(r *Rand, shape []int) []Layer {
	var layers []Layer
	identity := func(x *Tensor) *Tensor { return x }
	if r.Intn(3) == 0 {
		layers = append(layers, Func(identity, identity)) // somebody wants the gradient by the input of the stage
	}
	for range 1 + r.Intn(7) {
		h, w := shape[0], shape[1]
		var l Layer
		switch r.Intn(6) {
		case 0, 1, 2:
			size, pad := 1+r.Intn(4), r.Intn(4)
			l = NewConv2D(1+r.Intn(35), size, 1+r.Intn(5)/4, pad)
			if min(h, w)+2*pad < size {
				continue
			}
		case 3:
			l = NewReLU()
		case 4:
			size := 1 + r.Intn(3)
			l = NewPaddedMaxPool(size, 1+r.Intn(4), r.Intn(5)/4*(size-1))
			if min(h, w) < size {
				continue
			}
		default:
			l = []Layer{NewBatchNorm(), NewReLU(), NewReLU()}[r.Intn(3)]
		}
		layers = append(layers, l)
		if b, ok := l.(Builder); ok {
			b.Build(shape, He, r)
		}
		shape = l.(OutputShaper).OutputShape(shape)
		if _, ok := l.(*Conv2D); ok && r.Intn(2) == 0 {
			layers = append(layers, NewReLU())
		}
	}
	return append(layers, NewFlatten(), NewAffine(3))
}

// TestImageStages trains random networks of convolutions by Step and layer by layer, on batches of changing sizes. The
// parameters must be the same, and so must what the layers answer one by one after a Step.
func TestImageStages(t *testing.T) {
	defer kernel.Use(kernel.Current())
	defer kernel.SetWorkers(kernel.SetWorkers(1))
	stages := 0
	for seed := range 75 {
		levels := kernel.Levels()
		kernel.Use(levels[seed%len(levels)])
		kernel.SetWorkers(1 + seed%3)
		r := NewRand(uint64(seed))
		shape := []int{3 + r.Intn(9), 3 + r.Intn(9), 1 + r.Intn(3)}
		build := func() *Net {
			layers := randomImageLayers(NewRand(uint64(seed)+500), shape)
			return BuildNet(NetSpec{Input: shape, Layers: layers, Rand: NewRand(uint64(seed))})
		}
		joined, single := build(), build()
		for _, s := range joined.plan {
			if s, ok := s.(*imageStage); ok && len(s.layers) > 1 {
				stages++
			}
		}
		name := fmt.Sprintf("%d: %v %v", seed, shape, joined)
		optJoined, optSingle := NewMomentum(.01, .9), NewMomentum(.01, .9)
		for step := range 3 {
			n := 1 + r.Intn(25)
			x, labels := r.Normal(0, 1, append([]int{n}, shape...)...), make([]int, n)
			got := joined.Step(x, labels, optJoined)
			want := stepByLayers(single, x, labels, optSingle)
			if got != want || !slices.Equal(joined.values, single.values) {
				t.Fatalf("%s: step %d makes something else than its layers one by one: loss %v and %v", name, step, got, want)
			}
		}
		joinedBackward(t, name, joined, single, r)
	}
	if stages < 25 {
		t.Errorf("only %d stages of several layers were among the networks", stages)
	}
}

// joinedBackward computes gradients by Gradient of one network, and then again by Backward of its layers, and compares them
// with those of another with the same parameters.
func joinedBackward(t *testing.T, name string, joined, single *Net, r *Rand) {
	t.Helper()
	x, labels := r.Normal(0, 1, append([]int{7}, joined.InputShape()...)...), make([]int, 7)
	joined.Gradient(x, labels)
	gradients := slices.Clone(joined.grads)
	dy := joined.loss.Backward()
	single.loss.Forward(single.Forward(x, true), labels)
	want := single.Backward(single.loss.Backward())
	clear(joined.grads)
	for _, l := range slices.Backward(joined.Layers()) {
		dy = l.Backward(dy)
	}
	if !slices.Equal(joined.grads, gradients) || !slices.Equal(joined.grads, single.grads) || !dy.Equal(want, 0) {
		t.Errorf("%s: after Gradient the layers one by one give other gradients", name)
	}
}

// TestImageStageOfTheBook: the networks of chapters 7 and 8 train in one stage up to Flatten.
func TestImageStageOfTheBook(t *testing.T) {
	layers := []Layer{
		NewConv2D(4, 3, 1, 1), NewReLU(), NewConv2D(4, 3, 1, 1), NewReLU(), NewMaxPool(2, 2),
		NewConv2D(4, 3, 1, 1), NewReLU(), NewConv2D(4, 3, 1, 2), NewReLU(), NewMaxPool(2, 2), NewFlatten(), NewAffine(10),
	}
	net := BuildNet(NetSpec{Input: []int{28, 28, 1}, Layers: layers, Rand: NewRand(1)})
	s, ok := net.plan[0].(*imageStage)
	if !ok || len(s.layers) != 10 || len(s.blocks) != 4 {
		t.Errorf("the first stage is %T with %d layers, want all 10 before Flatten", net.plan[0], len(s.layers))
	}
	r := NewRand(2)
	x, labels := r.Uniform(0, 1, 30, 28, 28, 1), make([]int, 30)
	opt := NewAdam(.001)
	net.Step(x, labels, opt)
	if n := testing.AllocsPerRun(5, func() { net.Step(x, labels, opt) }); n != 0 {
		t.Errorf("a step allocates %g times, want 0", n)
	}
}
