package nn

import (
	"sync"
	"testing"
)

// TestEvaluationFromSeveralGoroutines: networks of layers of this package may be evaluated by several goroutines. The race
// detector watches it in the long runs.
func TestEvaluationFromSeveralGoroutines(t *testing.T) {
	r := NewRand(1)
	nets := map[string]*Net{"blocks": deep(1), "vectors": NewMLP(MLP{Sizes: []int{72, 20, 3}, BatchNorm: true, Dropout: .5, WeightDecay: .1, Rand: r})}
	x, labels := r.Normal(0, 1, 30, 72), make([]int, 30)
	for i := range labels {
		labels[i] = r.Intn(3)
	}
	for name, net := range nets {
		net.Step(x, labels, NewSGD(.01))
		want, loss, hash := net.Predict(x), net.Loss(x, labels), net.Hash()
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() { // ends after its evaluations
				for range 5 {
					if !net.Predict(x).Equal(want, 0) || net.Loss(x, labels) != loss {
						t.Errorf("%s: an evaluation beside others differs from one alone", name)
					}
					net.Activations(x)
					if a := Accuracy(net, NewExamples(x, labels)); a < 0 || len(net.Classify(x)) != 30 {
						t.Errorf("%s: accuracy %g", name, a)
					}
				}
			})
		}
		wait.Wait()
		if net.Hash() != hash {
			t.Errorf("%s: evaluation changed the network", name)
		}
	}
}

// TestModes: training uses the batch and changes running statistics; evaluation does neither, whatever came before.
func TestModes(t *testing.T) {
	net := deep(2)
	r := NewRand(3)
	x := r.Normal(2, 1, 9, 72)
	state := func() string { return net.Hash() }
	before := state()
	eval := net.Predict(x)
	net.Loss(x, make([]int, 9))
	net.Classify(x)
	if state() != before {
		t.Error("evaluation changed the running statistics")
	}
	trained := net.Forward(x, true)
	if state() == before {
		t.Error("a forward pass in training left the running statistics as they were")
	}
	if trained.Equal(eval, 1e-6) {
		t.Error("training and evaluation give the same outputs although there is dropout")
	}
	if one := net.Predict(x.Rows(0, 1)); !one.Equal(net.Predict(x).Rows(0, 1), 0) {
		t.Error("in evaluation the output of an example depends on the others")
	}
}
