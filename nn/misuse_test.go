package nn

import (
	"math"
	"path/filepath"
	"strings"
	"testing"
)

// TestOneTrainingAtATime: a second training of a network is refused while one is under way, and none is left marked.
func TestOneTrainingAtATime(t *testing.T) {
	x := NewRand(1).Normal(0, 1, 6, 4)
	train := NewExamples(x, []int{0, 1, 2, 0, 1, 2})
	net := NewMLP(MLP{Sizes: []int{4, 5, 3}, Rand: NewRand(2)})
	fit := func(o FitOptions) { o.Epochs, o.Quiet = 1, true; o.Rand = NewRand(3); Fit(net, train, NewSGD(.1), o) }
	want := ": the network is in training already, in another goroutine or in what calls this; train a copy: net.Clone()"
	wantMessage(t, "nn: Fit"+want, func() {
		fit(FitOptions{Metrics: []Metric{{"again", func(*Net, Examples) float64 { fit(FitOptions{}); return 0 }}}})
	})
	fit(FitOptions{OnStep: func(*Training) { net.Step(x, []int{0, 1, 2, 0, 1, 2}, NewSGD(.1)) }}) // a step more is no second Fit
	nested := BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(3)}, Loss: stepping{func() { net.Step(x, []int{0, 1, 2, 0, 1, 2}, NewSGD(.1)) }}, Rand: NewRand(4)})
	nested.Step(x, []int{0, 1, 2, 0, 1, 2}, NewSGD(.1)) // another network's
	self := &stepping{}
	nested = BuildNet(NetSpec{Input: []int{4}, Layers: []Layer{NewAffine(3)}, Loss: self, Rand: NewRand(4)})
	self.during = func() { nested.Gradient(x, []int{0, 1, 2, 0, 1, 2}) }
	wantMessage(t, "nn: Net.Gradient"+want, func() { nested.Step(x, []int{0, 1, 2, 0, 1, 2}, NewSGD(.1)) })
	self.during = func() {}
	nested.Step(x, []int{0, 1, 2, 0, 1, 2}, NewSGD(.1))
}

// stepping is a loss that does something during a step.
type stepping struct{ during func() }

func (l stepping) Forward(y *Tensor, labels []int) float64 { l.during(); return 0 }

func (l stepping) Backward() *Tensor { return New(6, 3) }

// TestNumbersStayWhereTheyBelong: the numbers of a parameter cannot become fewer, and an error names no file of a moment.
func TestNumbersStayWhereTheyBelong(t *testing.T) {
	net := NewMLP(MLP{Sizes: []int{4, 5, 3}, Rand: NewRand(2)})
	w := net.Param("Affine1.W")
	w.Value.Data = w.Value.Data[:3]
	wantMessage(t, "nn: Net.Forward: Affine1.W.Value has 3 numbers in Data and the shape (4, 5); the numbers may change, not how many they are", func() { net.Predict(New(1, 4)) })
	path := filepath.Join(t.TempDir(), "none", "a.net")
	if err := net.SaveFile(path); err == nil || strings.Contains(err.Error(), ".tmp") || strings.Count(err.Error(), "a.net") != 1 {
		t.Errorf("SaveFile gives %v", err)
	}
}

// TestFitWarnsOfWhatLearnsNothing: a softmax of one output, batch normalisation of one example, a network that is broken.
func TestFitWarnsOfWhatLearnsNothing(t *testing.T) {
	x := NewRand(1).Normal(0, 1, 4, 2)
	log := func(m MLP, batch int, spoil bool) string {
		var log strings.Builder
		m.Rand = NewRand(2)
		net := NewMLP(m)
		if spoil {
			net.Param("Affine1.W").Value.Data[0] = float32(math.NaN())
		}
		Fit(net, NewExamples(x, []int{0, 0, 0, 0}), NewSGD(.1), FitOptions{Epochs: 2, Batch: batch, Rand: NewRand(3), Log: &log})
		return log.String()
	}
	for _, c := range []struct {
		want  string
		m     MLP
		batch int
		spoil bool
	}{
		{"the network has one output, whose softmax is 1 whatever it learns; use two outputs, ", MLP{Sizes: []int{2, 1}}, 0, false},
		{"batches of one example have no variance: what stands before BatchNorm1 learns nothing; ", MLP{Sizes: []int{2, 3, 2}, BatchNorm: true}, 1, false},
		{"diverged at iteration 1: the loss is NaN because Affine1.W of the network holds what is no number; ", MLP{Sizes: []int{2, 3, 2}}, 0, true},
	} {
		if got := log(c.m, c.batch, c.spoil); strings.Count(got, c.want) != 1 {
			t.Errorf("%+v: Fit wrote\n%s", c.m, got)
		}
	}
	if got := log(MLP{Sizes: []int{2, 3, 2}, BatchNorm: true}, 2, false); strings.Contains(got, "variance") {
		t.Errorf("with batches of two, Fit wrote\n%s", got)
	}
}

// TestNaNIsNoAnswer: examples for which the outputs are not numbers count as wrong, also those of class 0.
func TestNaNIsNoAnswer(t *testing.T) {
	x := NewRand(1).Normal(0, 1, 4, 2)
	net := NewMLP(MLP{Sizes: []int{2, 3}, Rand: NewRand(2)})
	copy(net.Param("Affine1.b").Value.Data, []float32{100, 0, 0})
	examples := func() Examples { return NewExamples(x, []int{0, 0, 0, 1}) }
	if got := Accuracy(net, examples()); got != .75 {
		t.Fatalf("the accuracy is %g, want 0.75", got)
	}
	x.Data[0] = float32(math.NaN()) // in example 0
	if loss, got := Evaluate(net, examples()); got != .5 || !math.IsNaN(loss) {
		t.Errorf("with NaN in one of them, loss %g and accuracy %g, want NaN and 0.5", loss, got)
	}
}
