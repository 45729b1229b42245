package nn

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"quire/nn/internal/kernel"
)

// rings are points inside and outside a circle: not separable by a line.
func rings(n int, r *Rand) Examples {
	x, labels := r.Uniform(-1, 1, n, 2), make([]int, n)
	for i := range labels {
		if math.Hypot(x.At(i, 0), x.At(i, 1)) > .75 {
			labels[i] = 1
		}
	}
	return NewExamples(x, labels)
}

func TestFitLearns(t *testing.T) {
	r := NewRand(1)
	train, valid := rings(1000, r), rings(300, r)
	net := NewMLP(MLP{Sizes: []int{2, 20, 2}, Rand: r})
	var log strings.Builder
	var told []int
	h := Fit(net, train, NewAdam(.01), FitOptions{Epochs: 60, Batch: 50, Validation: valid, EvalEvery: 400, EvalFirst: true, Rand: r, Log: &log, Label: "rings", Progress: func(done, total int) {
		if total != 1200 {
			t.Errorf("Progress says %d in total, want 1200", total)
		}
		told = append(told, done)
	}})
	if h.Iterations != 1200 || len(h.Losses) != 1200 || len(h.Points) != 4 || h.Stopped != "" {
		t.Errorf("%d iterations, %d losses, %d points, stopped %q; want 1200, 1200, 4, none", h.Iterations, len(h.Losses), len(h.Points), h.Stopped)
	}
	if p := h.Last(); p.TrainAccuracy < .97 || p.ValidAccuracy < .95 || p.Epoch != 60 {
		t.Errorf("the last point is %+v, want an accuracy of .97 and .95 after 60 epochs", p)
	}
	if p := h.Last(); p.ValidAccuracy != Accuracy(net, valid) {
		t.Error("the last point is not the accuracy of the network")
	}
	if len(told) != 100 || told[99] != 1200 {
		t.Errorf("Progress was told %d times, at last %d", len(told), told[len(told)-1])
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[0], "rings: iteration     0  epoch   0.00  train ") || !strings.HasPrefix(lines[3], "rings: iteration  1200  epoch  60.00  loss 0.") {
		t.Errorf("the log is\n%s", log.String())
	}
	if got, want := h.Column("iteration"), []float64{0, 400, 800, 1200}; !slices.Equal(got, want) {
		t.Errorf("iterations %v, want %v", got, want)
	}
	if c := h.Curves(); len(c) != 2 || c[1].Name != "validation" || !slices.Equal(c[1].Y, h.Column("valid")) {
		t.Errorf("Curves gives %d lines", len(c))
	}
	if rows := h.Table(); len(rows) != 5 || strings.Join(rows[0], "|") != "iteration|epoch|loss|train|validation|validation loss" {
		t.Errorf("the table has %d rows and the head %v", len(rows), rows[0])
	}
	if best := h.Best(); best.ValidAccuracy != slices.Max(h.Column("valid")) {
		t.Errorf("Best has %g, the greatest is %g", best.ValidAccuracy, slices.Max(h.Column("valid")))
	}
}

func TestFitEndsEarly(t *testing.T) {
	r := NewRand(2)
	train := rings(200, r)
	fit := func(o FitOptions, opt Optimizer) *History {
		o.Iterations, o.Quiet, o.Rand, o.EvalEvery = 50, true, r, 10
		return Fit(NewMLP(MLP{Sizes: []int{2, 5, 2}, Rand: r}), train, opt, o)
	}
	h := fit(FitOptions{Stop: func(p Point) bool { return p.Iteration == 20 }}, NewSGD(.1))
	if h.Iterations != 20 || h.Stopped != "stopped at iteration 20: the condition of Stop holds" {
		t.Errorf("Stop: %d iterations, %q", h.Iterations, h.Stopped)
	}
	h = fit(FitOptions{}, NewSGD(1e38))
	if h.Iterations == 50 || !strings.Contains(h.Stopped, "diverged at iteration") || !strings.Contains(h.Stopped, "use a smaller learning rate") {
		t.Errorf("a huge rate: %d iterations, %q", h.Iterations, h.Stopped)
	}
	defer SetHost(Host{})
	var asked atomic.Int32
	SetHost(Host{Interrupted: func() bool { return asked.Add(1) > 7 }})
	if h = fit(FitOptions{}, NewSGD(.1)); h.Iterations != 7 || h.Stopped != "interrupted after iteration 7" {
		t.Errorf("interrupt: %d iterations, %q", h.Iterations, h.Stopped)
	}
}

func TestFitMisuse(t *testing.T) {
	r := NewRand(2)
	net, train := NewMLP(MLP{Sizes: []int{2, 2}, Rand: r}), rings(10, r)
	wantPanic(t, "give either Iterations or Epochs", func() { Fit(net, train, NewSGD(1), FitOptions{}) })
	wantPanic(t, "give either Iterations or Epochs", func() { Fit(net, train, NewSGD(1), FitOptions{Epochs: 1, Iterations: 1}) })
	wantPanic(t, "there are no examples", func() { Fit(net, NewExamples(New(0, 2), nil), NewSGD(1), FitOptions{Epochs: 1}) })
	wantPanic(t, "the batch size is -1", func() { NewBatches(train, -1, r) })
	wantPanic(t, "1 labels for 2 examples", func() { NewExamples(New(2, 2), []int{0}) })
	wantPanic(t, `there is no column "acc"`, func() { (&History{Points: []Point{{}}}).Column("acc") })
}

// numbered are examples whose only number is their own.
func numbered(n int) Examples {
	x := New(n, 1)
	for i := range n {
		x.Data[i] = float32(i)
	}
	return NewExamples(x, make([]int, n))
}

// TestBatchesCoverEveryExample goes through several passes: each has every example exactly once, in another order, in
// batches of the size asked for and a smaller last one.
func TestBatchesCoverEveryExample(t *testing.T) {
	r := NewRand(1)
	for _, n := range []int{1, 2, 7, 10, 99, 100, 101} {
		for _, size := range []int{1, 2, 3, 10, 100, 1000} {
			b := NewBatches(numbered(n), size, r)
			var before []float32
			for range 3 {
				var seen []float32
				for k := range b.PerEpoch() {
					x, labels := b.Next()
					want := min(size, n-k*min(size, n))
					if x.Shape[0] != want || len(x.Data) != want || len(labels) != want {
						t.Fatalf("batch %d of size %d from %d examples has the shape %v and %d labels, want %d", k, size, n, x.Shape, len(labels), want)
					}
					seen = append(seen, x.Data...)
				}
				if n > 20 && slices.Equal(seen, before) {
					t.Errorf("two passes over %d examples have the same order", n)
				}
				before = slices.Clone(seen)
				slices.Sort(seen)
				for i, v := range seen {
					if len(seen) != n || v != float32(i) {
						t.Fatalf("a pass over %d examples in batches of %d has %v", n, size, seen)
					}
				}
			}
		}
	}
}

// TestBatchesWithReplacement counts how often each of 20 examples comes in 20,000 draws. By the law of the binomial a count
// has the mean 1000 and the deviation 31; χ² of 20 counts has the mean 19 and stays below 50 with probability .9999.
func TestBatchesWithReplacement(t *testing.T) {
	b := NewBatchesWithReplacement(numbered(20), 10, NewRand(2))
	counts := make([]float64, 20)
	repeated := 0
	for range 2000 {
		x, labels := b.Next()
		if x.Shape[0] != 10 || len(labels) != 10 {
			t.Fatalf("a batch has the shape %v and %d labels", x.Shape, len(labels))
		}
		for _, v := range x.Data {
			counts[int(v)]++
		}
		if seen := slices.Sorted(slices.Values(x.Data)); len(slices.Compact(seen)) < 10 {
			repeated++
		}
	}
	chi := 0.0
	for _, c := range counts {
		chi += (c - 1000) * (c - 1000) / 1000
	}
	if chi > 50 {
		t.Errorf("χ² of the counts %v is %g, too large for independent draws", counts, chi)
	}
	// All 10 of 20 differ with probability 20·19·…·11/20¹⁰ = .0655.
	if share := float64(repeated) / 2000; math.Abs(share-.9345) > .025 {
		t.Errorf("%g of the batches have an example twice, want .9345", share)
	}
	if b.PerEpoch() != 2 {
		t.Errorf("PerEpoch is %d, want 2", b.PerEpoch())
	}
}

func TestSplitExamples(t *testing.T) {
	r := NewRand(3)
	for range 100 {
		n, share := 2+r.Intn(50), .01+.98*r.Float64()
		first, second := SplitExamples(numbered(n), share, r)
		if second.Len() < 1 || first.Len() < 1 || math.Abs(float64(second.Len())-share*float64(n)) > 1 {
			t.Errorf("a share of %g of %d examples is %d", share, n, second.Len())
		}
		var all []float32
		for _, e := range []Examples{first, second} {
			x, labels := make([]float32, e.Len()), make([]int, e.Len())
			e.Read(x, labels, NewRand(1).Perm(e.Len()))
			all = append(all, x...)
			b := NewBatches(e, 1000, r)
			y, _ := b.Next()
			if slices.Sort(x); !slices.Equal(x, slices.Sorted(slices.Values(y.Data))) {
				t.Errorf("batches of a part have %v, the part %v", y.Data, x)
			}
		}
		slices.Sort(all)
		for i, v := range all {
			if len(all) != n || v != float32(i) {
				t.Fatalf("the parts of %d examples hold %v together", n, all)
			}
		}
	}
	x := New(4, 1)
	copy(x.Data, []float32{0, 1, 2, 3})
	_, second := SplitExamples(NewTargets(x, x.Scale(10)), .5, r)
	target, got := make([]float32, 2), make([]float32, 2)
	second.(TargetExamples).ReadTargets(target, []int{0, 1})
	second.Read(got, make([]int, 2), []int{0, 1})
	if second.(TargetExamples).TargetLen() != 1 || target[0] != 10*got[0] || target[1] != 10*got[1] {
		t.Errorf("the targets of a part are %v, its examples %v", target, got)
	}
	wantPanic(t, "nn: SplitExamples: the share is 1; give a number between 0 and 1", func() { SplitExamples(numbered(5), 1, r) })
	wantPanic(t, "nn: SplitExamples: 1 examples cannot be divided", func() { SplitExamples(numbered(1), .5, r) })
}

func TestEvaluateGoesThroughAllExamples(t *testing.T) {
	defer kernel.SetWorkers(kernel.SetWorkers(0))
	r := NewRand(3)
	examples := rings(2345, r)
	net := NewMLP(MLP{Sizes: []int{2, 7, 2}, Rand: r})
	right := 0
	for i := range examples.Len() {
		x, label := New(1, 2), []int{0}
		examples.Read(x.Data, label, []int{i})
		if net.Classify(x)[0] == label[0] {
			right++
		}
	}
	loss, accuracy := Evaluate(net, examples)
	if want := float64(right) / 2345; accuracy != want {
		t.Errorf("accuracy %g, one by one %g", accuracy, want)
	}
	for workers := 1; workers <= 3; workers++ {
		kernel.SetWorkers(workers)
		if l, a := Evaluate(net, examples); l != loss || a != accuracy {
			t.Errorf("%d workers: loss %x and accuracy %g, want %x and %g", workers, l, a, loss, accuracy)
		}
	}
}

func TestSearch(t *testing.T) {
	defer kernel.SetWorkers(kernel.SetWorkers(0))
	r := NewRand(4)
	train, valid := rings(300, r), rings(200, r)
	search := func() *SearchResult {
		done := 0
		res := Search(Grid{
			Axes: []Axis{{"lr", []float64{.001, .1, 1e38}}, {"hidden", []float64{2, 8}}},
			Rand: NewRand(5),
			Run: func(t *Trial) float64 {
				if t.Int("hidden") == 2 && t.Value("lr") == .1 {
					NewAffine(3).Forward(New(2, 2, 2), false)
				}
				net := NewMLP(MLP{Sizes: []int{2, t.Int("hidden"), 2}, Rand: t.Rand})
				t.History = Fit(net, train, NewMomentum(t.Value("lr"), .9), FitOptions{Iterations: 60, Batch: 20, Validation: valid, Rand: t.Rand, TrainSample: -1, EvalEvery: 30})
				return t.History.Last().ValidAccuracy
			},
			Progress: func(n, total int) { done = max(done, n*100+total) },
		})
		if done != 606 {
			t.Errorf("Progress ended at %d, want 6 of 6", done)
		}
		return res
	}
	text := func(s *SearchResult) string { return fmt.Sprint(s.Table(), s.Matrix("hidden", "lr"), s.Best()) }
	want := search()
	for workers := 1; workers <= 3; workers++ {
		kernel.SetWorkers(workers)
		if got := search(); text(got) != text(want) {
			t.Errorf("%d workers: %s, want %s", workers, text(got), text(want))
		}
	}
	if e := want.Trials[2].Err; !strings.Contains(e, "Affine.Forward: x is (2, 2, 2)") {
		t.Errorf("the trial with a shape error says %q", e)
	}
	if e := want.Trials[5].Err; !strings.Contains(e, "diverged at iteration") {
		t.Errorf("the diverged trial says %q", e)
	}
	if b := want.Best(); b == nil || b.Value("hidden") != 8 || b.Value("lr") != .1 {
		t.Errorf("the best trial is %v", b)
	}
	m := want.Matrix("lr", "hidden")
	if len(m) != 3 || len(m[0]) != 2 || !math.IsNaN(m[1][0]) || m[1][1] != want.Trials[3].Score {
		t.Errorf("the matrix is %v", m)
	}
	wantPanic(t, "at least one axis", func() { Search(Grid{Run: func(*Trial) float64 { return 0 }}) })
	wantPanic(t, `the axis "a" has no values`, func() { Search(Grid{Axes: []Axis{{Name: "a"}}, Run: func(*Trial) float64 { return 0 }}) })
}

func TestSearchWithoutOwnStream(t *testing.T) {
	res := Search(Grid{Axes: []Axis{{"a", []float64{1, 2}}}, Rand: NewRand(1), Run: func(*Trial) float64 {
		NewMLP(MLP{Sizes: []int{2, 2}})
		return 1
	}})
	for _, trial := range res.Trials {
		if !strings.Contains(trial.Err, "give Rand: t.Rand") {
			t.Errorf("a trial that draws from the default stream says %q", trial.Err)
		}
	}
	if res.Best() != nil {
		t.Errorf("the best of failed trials is %v, want nil", res.Best())
	}
}

func TestSearchInterrupted(t *testing.T) {
	defer SetHost(Host{})
	SetHost(Host{Interrupted: func() bool { return true }})
	res := Search(Grid{Axes: []Axis{{"a", []float64{1, 2}}}, Rand: NewRand(1), Run: func(*Trial) float64 { return 1 }})
	if e := res.Trials[1].Err; e != "not run: interrupted" {
		t.Errorf("a trial after an interrupt says %q", e)
	}
}

func TestSmooth(t *testing.T) {
	if got, want := Smooth([]float64{0, 3, 6, 9}, 3), []float64{1.5, 3, 6, 7.5}; !slices.Equal(got, want) {
		t.Errorf("Smooth = %v, want %v", got, want)
	}
}
