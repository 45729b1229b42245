package nn

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"
)

// The points are those of exact arithmetic on f(x, y) = x²/20 + y² from (−7, 2), computed in float64 by Python from the
// formulas of chapter 6 (Nesterov: arXiv:1212.0901), given to six digits.
func TestOptimizerTrajectories(t *testing.T) {
	type at struct {
		step int
		x, y float64
	}
	cases := []struct {
		name   string
		opt    Optimizer
		points []at
	}{
		{"SGD", NewSGD(.95), []at{{1, -6.335, -1.8}, {2, -5.733175, 1.62}, {5, -4.249530, -1.180980}, {30, -.350393, .084782}}},
		{"Momentum", NewMomentum(.1, .9), []at{{1, -6.93, 1.6}, {2, -6.7977, .92}, {5, -6.101438, -1.160840}, {30, .896414, .088086}}},
		{"Nesterov", NewNesterov(.1, .9), []at{{1, -6.867, 1.24}, {2, -6.679827, .4448}, {5, -5.869085, -.831435}, {30, .689615, -.000680}}},
		{"AdaGrad", NewAdaGrad(1.5), []at{{1, -5.5, .5}, {2, -4.573268, .136197}, {5, -2.898562, .002803}, {30, -.120162, 0}}},
		{"RMSprop", NewRMSprop(.3, .99), []at{{1, -4.000004, -.999999}, {2, -2.505946, .347039}, {5, -.673177, -.013996}, {30, -.000005, 0}}},
		{"Adam", NewAdam(.3), []at{{1, -6.700001, 1.7}, {2, -6.400417, 1.402246}, {5, -5.507281, .547714}, {30, .136007, .318245}}},
	}
	const tolerance = 1e-6
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			points := Trajectory(c.opt, []float64{-7, 2}, func(x []float64) []float64 { return []float64{x[0] / 10, 2 * x[1]} }, 30)
			for _, p := range c.points {
				got := points[p.step]
				if math.Abs(got[0]-p.x) > tolerance || math.Abs(got[1]-p.y) > tolerance {
					t.Errorf("after %d steps (%.7f, %.7f), want (%.6f, %.6f)", p.step, got[0], got[1], p.x, p.y)
				}
			}
		})
	}
}

// TestOptimizersFollowTheirRule compares Update, in float32, with the formulas in float64 on random gradients. The
// tolerance is the rounding of 40 steps.
func TestOptimizersFollowTheirRule(t *testing.T) {
	for _, name := range []string{"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"} {
		const n, steps = 37, 40
		r := NewRand(5)
		p := NewWeight("p", r.Normal(0, 1, n))
		opt := NewOptimizer(name, 0.01)
		want := p.Value.Float64s()
		var state [n][2]float64
		for step := 1; step <= steps; step++ {
			copy(p.Grad.Data, r.Normal(0, 1, n).Data)
			opt.Update([]*Param{p})
			for i := range want {
				want[i] = opt.(rule).rule(want[i], float64(p.Grad.Data[i]), &state[i], step)
			}
		}
		if !p.Value.Equal(FromFloats(want, n), 1e-5) {
			t.Errorf("%s: after %d steps %v, the formulas give %v", name, steps, p.Value, want)
		}
	}
}

// halving is an optimizer as a cell would write it.
type halving struct{}

func (halving) Update(params []*Param) {
	for _, p := range params {
		for i := range p.Value.Data {
			p.Value.Data[i] /= 2
		}
	}
}

func TestTrajectoryOfOwnOptimizer(t *testing.T) {
	points := Trajectory(halving{}, []float64{8, 4}, func(x []float64) []float64 { return []float64{0, 0} }, 3)
	if got := points[3]; got[0] != 1 || got[1] != .5 {
		t.Errorf("after 3 halvings of (8, 4) = %v, want [1 0.5]", got)
	}
}

func TestNewOptimizer(t *testing.T) {
	for _, name := range []string{"sgd", "Momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"} {
		if NewOptimizer(name, .1) == nil {
			t.Errorf("NewOptimizer(%q) = nil", name)
		}
	}
	wantPanic(t, `there is no optimizer "adamm"`, func() { NewOptimizer("adamm", .1) })
	wantPanic(t, "the learning rate is -1; it must be a positive number", func() { NewSGD(-1) })
	wantPanic(t, "the learning rate is NaN", func() { NewAdam(math.NaN()) })
}

// torchCase is 20 steps of an optimizer of PyTorch.
type torchCase struct {
	Name     string
	Drop     float64 // factor of the learning rate after half of the steps
	Settings map[string]any
	Values   [][]float64 // after each step
}

func (c torchCase) number(name string) float64 { return c.Settings[name].(float64) }

// optimizer returns ours, and a function to be called before each step where PyTorch's rule differs.
func (c torchCase) optimizer() (opt RateSetter, before func(step int)) {
	before = func(int) {}
	switch c.Name {
	case "SGD":
		return NewSGD(c.number("lr")), before
	case "Momentum":
		o := NewMomentum(c.number("lr"), c.number("momentum"))
		return o, func(step int) {
			// PyTorch's velocity has no learning rate in it: when the rate falls, so does the whole step.
			if step == 11 && c.Drop != 1 {
				for _, v := range o.v.vectors {
					for i := range v {
						v[i] *= float32(c.Drop)
					}
				}
			}
		}
	case "Nesterov":
		return NewNesterov(c.number("lr"), c.number("momentum")), before
	case "AdaGrad":
		return NewAdaGrad(c.number("lr")), before
	case "RMSprop":
		return NewRMSprop(c.number("lr"), c.number("alpha")), before
	case "Adam":
		o := NewAdam(c.number("lr"))
		return o, func(step int) { o.Eps = c.number("eps") * math.Sqrt(1-math.Pow(o.Beta2, float64(step))) }
	case "AdamW":
		o := NewAdamW(c.number("lr"), c.number("weight_decay"))
		return o, func(step int) { o.Eps = c.number("eps") * math.Sqrt(1-math.Pow(o.Beta2, float64(step))) }
	}
	panic(c.Name)
}

// TestOptimizersLikePyTorch compares 20 steps with those of PyTorch, which testdata/optimizers.py wrote in float64. The
// tolerance is the rounding of float32 on numbers up to 4. Where PyTorch has another convention, the test converts it: the
// learning rate inside the velocity, and ε inside Adam's correction.
func TestOptimizersLikePyTorch(t *testing.T) {
	var reference struct {
		Start []float64
		Grads [][]float64
		Cases []torchCase
	}
	readJSON(t, "testdata/optimizers.json", &reference)
	if len(reference.Cases) != 11 {
		t.Errorf("%d cases, want 11", len(reference.Cases))
	}
	for _, c := range reference.Cases {
		opt, before := c.optimizer()
		p := NewWeight("W", FromFloats(reference.Start, 5))
		for i, g := range reference.Grads {
			if i == len(reference.Grads)/2 {
				opt.SetLearningRate(opt.LearningRate() * c.Drop)
			}
			before(i + 1)
			copy(p.Grad.Data, FromFloats(g, 5).Data)
			opt.(Optimizer).Update([]*Param{p})
			if want := FromFloats(c.Values[i], 5); !p.Value.Equal(want, 2e-6) {
				t.Errorf("%s %v drop %g: after step %d %v, PyTorch has %v", c.Name, c.Settings, c.Drop, i+1, p.Value, want)
				break
			}
		}
	}
}

// TestAdamWSparesBiases trains with a gradient of zeros: weights shrink by 1 − lr·λ in each step, and nothing else does.
func TestAdamWSparesBiases(t *testing.T) {
	net := NewMLP(MLP{Sizes: []int{3, 4, 2}, BatchNorm: true, Rand: NewRand(1)})
	for _, p := range net.Params() {
		copy(p.Value.Data, Full(1, p.Value.Shape...).Data)
		clear(p.Grad.Data)
	}
	opt := NewAdamW(0.1, 0.5)
	opt.Update(net.Params())
	opt.Update(net.Params())
	for _, p := range net.Params() {
		want := float32(1)
		if strings.HasSuffix(p.Name, ".W") {
			want = .95 * .95
		}
		if got := p.Value.Data[0]; math.Abs(float64(got-want)) > 1e-6 || p.Decays() != (want != 1) {
			t.Errorf("%s is %g after two steps, Decays %v, want %g", p.Name, got, p.Decays(), want)
		}
	}
}

// TestOptimizerFieldsAreChecked changes a field to what cannot work after the optimizer was made.
func TestOptimizerFieldsAreChecked(t *testing.T) {
	nan := math.NaN()
	p := []*Param{NewParam("p", New(1))}
	for want, opt := range map[string]Optimizer{
		"nn: SGD.Update: the learning rate is NaN; it must not be negative":          &SGD{LR: nan},
		"nn: Momentum.Update: the learning rate is -0.1":                             &Momentum{LR: -.1, Mu: .9},
		"nn: Momentum.Update: Mu is 1; give a number from 0 up to, not including, 1": &Momentum{LR: .1, Mu: 1},
		"nn: Nesterov.Update: Mu is -1":                                              &Nesterov{LR: .1, Mu: -1},
		"nn: AdaGrad.Update: Eps is 0; give a small positive number":                 &AdaGrad{LR: .1},
		"nn: RMSprop.Update: Decay is 1.1":                                           &RMSprop{LR: .1, Decay: 1.1, Eps: 1},
		"nn: Adam.Update: the learning rate is +Inf":                                 &Adam{LR: math.Inf(1)},
		"nn: Adam.Update: Beta2 is 1":                                                &Adam{LR: .1, Beta1: .9, Beta2: 1, Eps: 1},
		"nn: AdamW.Update: the weight decay is -1":                                   &AdamW{LR: .1, WeightDecay: -1},
	} {
		wantPanic(t, want, func() { opt.Update(p) })
	}
	if (&SGD{LR: 0}).Update(p); p[0].Value.Data[0] != 0 {
		t.Error("a step with the learning rate 0, where a schedule may end, moved the parameter")
	}
	wantPanic(t, "nn: NewMomentum: Mu is 9; give a number from 0", func() { NewMomentum(.1, 9) })
	wantPanic(t, "nn: NewAdamW: the weight decay is NaN", func() { NewAdamW(.1, nan) })
	wantPanic(t, "nn: Param.Move: d is (2), want (1) like the value", func() { p[0].Move(New(2), 1) })
}

// optimizerCase is a network in the middle of a training.
func optimizerCase(name string) (net *Net, opt Optimizer, step func(n int)) {
	r := NewRand(8)
	net = NewMLP(MLP{Sizes: []int{2, 6, 2}, BatchNorm: true, Rand: r})
	examples := rings(40, r)
	x, labels := New(40, 2), make([]int, 40)
	examples.Read(x.Data, labels, NewRand(9).Perm(40))
	opt = NewOptimizer(name, .05)
	return net, opt, func(n int) {
		for range n {
			net.Step(x, labels, opt)
		}
	}
}

// TestOptimizerGoesOnFromAFile trains, saves network and optimizer, loads both into new ones, and trains on: bit for bit
// what an uninterrupted training gives.
func TestOptimizerGoesOnFromAFile(t *testing.T) {
	for _, name := range []string{"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"} {
		whole, _, step := optimizerCase(name)
		step(20)
		net, opt, step := optimizerCase(name)
		step(12)
		opt.(RateSetter).SetLearningRate(.05) // the same number, so that it must come from the file below
		var weights, memory bytes.Buffer
		if err := errors.Join(net.Save(&weights), SaveOptimizer(&memory, opt, net)); err != nil {
			t.Fatal(err)
		}
		file := memory.Bytes()
		again, other, step := optimizerCase(name)
		other.(RateSetter).SetLearningRate(.7)
		if err := errors.Join(again.Load(&weights), LoadOptimizer(bytes.NewReader(file), other, again)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		step(8)
		if again.Hash() != whole.Hash() {
			t.Errorf("%s: a training that went on from a file differs from one without a break", name)
		}
		for what, bad := range map[string][]byte{
			"this is not a saved optimizer": []byte("quirenet"),
			"cut short":                     file[:len(file)-1],
			"the checksum is wrong":         append(bytes.Clone(file[:len(file)-40]), make([]byte, 40)...),
		} {
			if err := LoadOptimizer(bytes.NewReader(bad), other, again); err == nil || !strings.Contains(err.Error(), what) {
				t.Errorf("%s: a bad file gives %v, want %q", name, err, what)
			}
		}
	}
	net, opt, _ := optimizerCase("adam")
	var file bytes.Buffer
	if err := SaveOptimizer(&file, opt, net); err != nil {
		t.Fatal(err)
	}
	if err := LoadOptimizer(&file, NewSGD(1), net); err == nil || err.Error() != "load optimizer: the file holds another optimizer than SGD" {
		t.Errorf("Adam's file for SGD gives %v", err)
	}
	if err := SaveOptimizer(&file, halving{}, net); err == nil || !strings.Contains(err.Error(), "save its fields yourself") {
		t.Errorf("saving an optimizer of one's own gives %v", err)
	}
}

// TestReset makes an optimizer forget: from the same parameters, it goes the same way again.
func TestReset(t *testing.T) {
	for _, name := range []string{"momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"} {
		net, opt, step := optimizerCase(name)
		start := net.Clone()
		step(5)
		want := net.Hash()
		for i, p := range net.Params() {
			copy(p.Value.Data, start.Params()[i].Value.Data)
		}
		for i, l := range net.Layers() {
			if s, ok := l.(Stateful); ok {
				for k, v := range start.Layers()[i].(Stateful).State() {
					copy(s.State()[k].Data, v.Data)
				}
			}
		}
		opt.(interface{ Reset() }).Reset()
		step(5)
		if net.Hash() != want {
			t.Errorf("%s: after Reset the same start leads elsewhere", name)
		}
	}
}

// TestUpdateAllocatesNothing counts the allocations of a step after the first.
func TestUpdateAllocatesNothing(t *testing.T) {
	for _, name := range []string{"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"} {
		net, opt, _ := optimizerCase(name)
		opt.Update(net.Params())
		if n := testing.AllocsPerRun(20, func() { opt.Update(net.Params()) }); n != 0 {
			t.Errorf("%s: %g allocations in a step, want 0", name, n)
		}
	}
}
