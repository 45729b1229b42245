package nn

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quire/nn/internal/kernel"
)

// quick trains a small network on rings with the given options.
func quick(seed uint64, opt Optimizer, o FitOptions) (*Net, *History) {
	r := NewRand(seed)
	net := NewMLP(MLP{Sizes: []int{2, 12, 2}, BatchNorm: true, Rand: r})
	o.Quiet, o.Rand = true, r
	if o.Iterations == 0 && o.Epochs == 0 {
		o.Iterations = 60
	}
	return net, Fit(net, rings(200, NewRand(77)), opt, o)
}

// watched are examples that note which of them are read.
type watched struct {
	Examples
	read []int
}

func (w *watched) Read(x []float32, labels []int, index []int) {
	w.read = append(w.read, index...)
	w.Examples.Read(x, labels, index)
}

// TestEarlyStoppingSeesValidationOnly watches which examples are read when: training reads only its part and each
// evaluation the whole other part and nothing else, for several seeds.
func TestEarlyStoppingSeesValidationOnly(t *testing.T) {
	defer kernel.SetWorkers(kernel.SetWorkers(1)) // watched is for one goroutine
	for seed := range uint64(8) {
		all := &watched{Examples: rings(101, NewRand(seed))}
		trained, judged := map[int]bool{}, map[int]bool{}
		r := NewRand(seed + 50)
		net := NewMLP(MLP{Sizes: []int{2, 9, 2}, Rand: r})
		h := Fit(net, all, NewMomentum(.05, .9), FitOptions{
			Epochs: 30, Batch: 8, ValidationSplit: .25, Patience: 4, TrainSample: -1, Quiet: true, Rand: r,
			OnStep: func(*Training) {
				for _, i := range all.read {
					trained[i] = true
				}
				all.read = nil
			},
			Stop: func(Point) bool {
				for _, i := range all.read {
					judged[i] = true
				}
				if len(all.read) != 25 {
					t.Errorf("an evaluation read %d examples, want the 25 of the validation part", len(all.read))
				}
				all.read = nil
				return false
			},
		})
		if len(trained) != 76 || len(judged) != 25 {
			t.Errorf("trained on %d examples and judged by %d, want 76 and 25", len(trained), len(judged))
		}
		for i := range judged {
			if trained[i] {
				t.Errorf("example %d was trained on and chosen by", i)
			}
		}
		if h.Restored != 0 && Accuracy(net, all) == 0 {
			t.Error("the network is not what was restored")
		}
	}
}

// TestEarlyStoppingRestoresTheBest stops by patience and looks at the parameters that the network is left with.
func TestEarlyStoppingRestoresTheBest(t *testing.T) {
	hashes := map[int]string{}
	var at *Net
	valid := rings(100, NewRand(5))
	o := FitOptions{Iterations: 2000, EvalEvery: 5, Batch: 10, Validation: valid, Patience: 3, OnStep: func(t *Training) {
		at = t.Net
		hashes[t.Iteration] = t.Net.Hash()
	}}
	net, h := quick(3, NewMomentum(.3, .9), o)
	if at != net || h.Iterations == 2000 || h.Restored == 0 || h.Restored != h.Iterations-15 {
		t.Fatalf("%d iterations, the best of iteration %d: %v", h.Iterations, h.Restored, h)
	}
	best := h.Best()
	if net.Hash() != hashes[h.Restored] || Accuracy(net, valid) != best.ValidAccuracy || best.Iteration != h.Restored {
		t.Errorf("the network is not that of iteration %d", h.Restored)
	}
	want := fmt.Sprintf("stopped at iteration %d: no better validation accuracy for 3 evaluations; the network has the best parameters, those of iteration %d", h.Iterations, h.Restored)
	if h.Stopped != want {
		t.Errorf("Stopped is %q, want %q", h.Stopped, want)
	}
	o.Monitor, o.MinDelta = "validloss", 1e6
	if _, h = quick(3, NewMomentum(.3, .9), o); h.Iterations != 20 || h.Restored != 5 || !strings.Contains(h.Stopped, "no better validation loss") {
		t.Errorf("with a huge MinDelta: %v", h)
	}
	o.Patience, o.KeepBest, o.MinDelta, o.Iterations = 0, true, 0, 300
	net, h = quick(3, NewMomentum(.3, .9), o)
	loss, _ := Evaluate(net, valid)
	if least := slices.Min(h.Column("validloss")); loss != least || h.Iterations != 300 || h.Stopped != "" {
		t.Errorf("KeepBest ends with the validation loss %g, the least was %g: %v", loss, least, h)
	}
}

func TestBestFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "가장 좋은.net")
	valid := rings(100, NewRand(5))
	o := FitOptions{Iterations: 100, EvalEvery: 5, Validation: valid, BestFile: file}
	net, h := quick(4, NewMomentum(.3, .9), o)
	if h.FileErr != nil || h.Restored != 0 {
		t.Fatalf("%v, restored %d", h.FileErr, h.Restored)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	again := net.Clone()
	if err := errors.Join(again.Load(f), f.Close()); err != nil {
		t.Fatal(err)
	}
	if got, want := Accuracy(again, valid), h.Best().ValidAccuracy; got != want {
		t.Errorf("the network in the file has the accuracy %g, the best was %g", got, want)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".part-*")); len(left) > 0 {
		t.Errorf("files are left behind: %v", left)
	}
	o.BestFile = filepath.Join(file, "no folder", "x")
	if _, h = quick(4, NewMomentum(.3, .9), o); h.FileErr == nil || h.Iterations != 100 {
		t.Errorf("a file that cannot be written: %v after %d iterations", h.FileErr, h.Iterations)
	}
}

func TestSchedulesInFit(t *testing.T) {
	opt := NewMomentum(1, .9)
	var seen []float64
	_, h := quick(1, opt, FitOptions{Iterations: 10, EvalEvery: 5, Schedule: NewStepDecay(.1, .5, 4), OnStep: func(t *Training) { seen = append(seen, t.LR) }})
	want := []float64{.1, .1, .1, .1, .05, .05, .05, .05, .025, .025}
	if !slices.Equal(h.Rates, want) || !slices.Equal(seen, want) || opt.LR != .025 || !slices.Equal(h.Column("lr"), []float64{.05, .025}) {
		t.Errorf("rates %v, seen %v, at last %g, of the points %v", h.Rates, seen, opt.LR, h.Column("lr"))
	}
	if head := h.Table()[0]; head[len(head)-1] != "lr" {
		t.Errorf("the table has the columns %v", head)
	}
	// By hand it is the same training.
	r := NewRand(1)
	net := NewMLP(MLP{Sizes: []int{2, 12, 2}, BatchNorm: true, Rand: r})
	b, s := NewBatches(rings(200, NewRand(77)), 100, r), NewStepDecay(.1, .5, 4)
	hand := NewMomentum(1, .9)
	for i := range 10 {
		hand.LR = s.LR(i)
		x, labels := b.Next()
		if loss := net.Step(x, labels, hand); loss != h.Losses[i] {
			t.Errorf("iteration %d by hand has the loss %g, in Fit %g", i, loss, h.Losses[i])
		}
	}
	wantPanic(t, "nn: Fit: a Schedule needs an optimizer with the methods LearningRate", func() { quick(1, halving{}, FitOptions{Schedule: NewConstantRate(1)}) })
	wantPanic(t, "nn: Fit: the schedule gives the learning rate -3 for iteration 3", func() {
		quick(1, opt, FitOptions{Schedule: ScheduleFunc(func(i int) float64 { return []float64{1, 1, 1, -3}[i] })})
	})
}

func TestFitCallbacks(t *testing.T) {
	steps, epochs := 0, []float64{}
	_, h := quick(2, NewSGD(.1), FitOptions{
		Epochs: 5, Batch: 30, TrainSample: -1,
		OnStep: func(t *Training) { steps++ },
		OnEpoch: func(tr *Training) {
			epochs = append(epochs, tr.Epoch)
			if tr.Total != 35 || tr.LR != .1 || tr.Loss != tr.History.Losses[tr.Iteration-1] {
				t.Errorf("%+v", tr)
			}
			if tr.Epoch == 3 {
				tr.Stop("three are enough")
			}
		},
	})
	if h.Last().Iteration != 21 {
		t.Errorf("the last point is %v", h.Last())
	}
	_, early := quick(2, NewSGD(.1), FitOptions{Iterations: 100, EvalEvery: 40, TrainSample: -1, OnStep: func(t *Training) {
		if t.Iteration == 50 {
			t.Stop("enough")
		}
	}})
	if got, want := early.Column("iteration"), []float64{40, 50}; !slices.Equal(got, want) {
		t.Errorf("a training that is stopped between evaluations has points at %v, want %v", got, want)
	}
	if steps != 21 || !slices.Equal(epochs, []float64{1, 2, 3}) || h.Stopped != "stopped at iteration 21: three are enough" {
		t.Errorf("%d steps, epochs %v, %q", steps, epochs, h.Stopped)
	}
}

func TestFitMetrics(t *testing.T) {
	valid := rings(60, NewRand(9))
	ones := Metric{"ones", func(net *Net, e Examples) float64 {
		if e.Len() != 60 {
			t.Errorf("a metric is asked for %d examples, want the 60 of validation", e.Len())
		}
		x, labels, index := New(60, 2), make([]int, 60), make([]int, 60)
		for i := range index {
			index[i] = i
		}
		e.Read(x.Data, labels, index)
		sum := 0
		for _, c := range net.Classify(x) {
			sum += c
		}
		return float64(sum)
	}}
	var log strings.Builder
	r := NewRand(1)
	h := Fit(NewMLP(MLP{Sizes: []int{2, 5, 2}, Rand: r}), rings(100, r), NewSGD(.1), FitOptions{
		Iterations: 20, EvalEvery: 10, Validation: valid, Metrics: []Metric{ones}, Monitor: "ones", KeepBest: true, Rand: r, Log: &log,
	})
	got := h.Column("ones")
	if len(got) != 2 || got[0] <= 0 || got[0] > 60 || !slices.Equal(h.MetricNames(), []string{"ones"}) {
		t.Errorf("the metric is %v", got)
	}
	if rows := h.Table(); rows[0][len(rows[0])-1] != "ones" || rows[2][len(rows[0])-1] != fmt.Sprintf("%.4f", got[1]) {
		t.Errorf("the table is %v", rows)
	}
	if want := fmt.Sprintf("  ones %.4f\n", got[1]); !strings.HasSuffix(log.String(), want) {
		t.Errorf("the log ends with %q, want %q", log.String(), want)
	}
	wantPanic(t, `a metric cannot be called "loss"`, func() { quick(1, NewSGD(1), FitOptions{Metrics: []Metric{{"loss", ones.Of}}}) })
	wantPanic(t, "metric 0 needs Name and Of", func() { quick(1, NewSGD(1), FitOptions{Metrics: []Metric{{}}}) })
}

// TestFitGoesOn trains in two calls with one history, and compares with one call.
func TestFitGoesOn(t *testing.T) {
	train := rings(90, NewRand(2))
	fit := func(parts ...int) *History {
		net, opt := NewMLP(MLP{Sizes: []int{2, 5, 2}, Rand: NewRand(3)}), NewAdam(1)
		h := &History{}
		for _, n := range parts {
			Fit(net, train, opt, FitOptions{Iterations: n, Batch: 90, EvalEvery: 10, Quiet: true, Rand: NewRand(4), History: h, Schedule: NewCosineDecay(.1, 0, 60), Metrics: []Metric{{"m", func(*Net, Examples) float64 { return 7 }}}})
		}
		return h
	}
	whole, twice := fit(60), fit(20, 40)
	// The order of the examples in the only batch differs, and with it the rounding of sums.
	for i, l := range twice.Losses {
		if math.Abs(l-whole.Losses[i]) > 1e-4 {
			t.Fatalf("iteration %d has the loss %g, without a break %g", i+1, l, whole.Losses[i])
		}
	}
	for _, name := range []string{"iteration", "epoch", "lr", "m"} {
		if !slices.Equal(whole.Column(name), twice.Column(name)) {
			t.Errorf("%s: %v, without a break %v", name, twice.Column(name), whole.Column(name))
		}
	}
	if !slices.Equal(whole.Rates, twice.Rates) || twice.Iterations != 60 {
		t.Errorf("rates %v after %d iterations", twice.Rates, twice.Iterations)
	}
}

// TestFitInterruptKeepsState interrupts a training with KeepBest: history and parameters are those of the moment.
func TestFitInterruptKeepsState(t *testing.T) {
	defer SetHost(Host{})
	asked := false
	SetHost(Host{Interrupted: func() bool { return asked }})
	h := &History{}
	hash := ""
	net, _ := quick(2, NewMomentum(.3, .9), FitOptions{Iterations: 1000, EvalEvery: 3, ValidationSplit: .2, KeepBest: true, History: h, OnStep: func(t *Training) {
		if t.Iteration == 100 {
			asked, hash = true, t.Net.Hash()
		}
	}})
	if h.Stopped != "interrupted after iteration 100" || len(h.Losses) != 100 || net.Hash() != hash || h.Restored != 0 {
		t.Errorf("%v with %d losses", h, len(h.Losses))
	}
}

func TestFitClips(t *testing.T) {
	for _, o := range []FitOptions{{ClipNorm: 1e-3}, {ClipValue: 1e-4}} {
		r := NewRand(6)
		net := NewMLP(MLP{Sizes: []int{2, 12, 2}, Rand: r})
		o.Iterations, o.Rand, o.Quiet = 1, r, true
		before := net.Clone()
		Fit(net, rings(50, r), NewSGD(1), o)
		squares, most := 0.0, 0.0
		for i, p := range net.Params() {
			d := p.Value.Sub(before.Params()[i].Value)
			squares += d.Norm() * d.Norm()
			most = max(most, d.Max(), -d.Min())
		}
		if o.ClipNorm > 0 && math.Abs(math.Sqrt(squares)-1e-3) > 1e-6 || o.ClipValue > 0 && math.Abs(most-1e-4) > 1e-6 {
			t.Errorf("%+v: the step has the length %g and moves at most %g", o, math.Sqrt(squares), most)
		}
	}
}

func TestFitDivergence(t *testing.T) {
	// A step whose loss is not a number is not made.
	r := NewRand(2)
	net := NewMLP(MLP{Sizes: []int{2, 5, 2}, Rand: r})
	h := Fit(net, rings(200, r), NewSGD(1e20), FitOptions{Iterations: 50, Quiet: true, Rand: r})
	if !strings.HasPrefix(h.Stopped, "diverged at iteration ") || !strings.Contains(h.Stopped, "; use a smaller learning rate") || strings.Contains(h.Stopped, "\n") {
		t.Errorf("a huge rate: %q", h.Stopped)
	}
	// A loss that explodes without becoming infinite.
	x := NewRand(1).Normal(0, 1, 40, 3)
	one := BuildNet(NetSpec{Input: []int{3}, Layers: []Layer{NewAffine(1)}, Loss: NewMSE(), Rand: r})
	h = Fit(one, NewTargets(x, x.Mul(x).MatMul(Full(1, 3, 1))), NewSGD(1.5), FitOptions{Iterations: 500, Quiet: true, Rand: r})
	if !strings.Contains(h.Stopped, ": the loss grew from ") || h.Iterations == 500 {
		t.Errorf("an exploding loss: %v", h)
	}
	// With the best parameters kept, they come back.
	net = NewMLP(MLP{Sizes: []int{2, 5, 2}, Rand: r})
	h = Fit(net, rings(200, r), NewSGD(.1), FitOptions{Iterations: 50, EvalEvery: 5, ValidationSplit: .3, KeepBest: true, Quiet: true, Rand: r, Schedule: ScheduleFunc(func(i int) float64 {
		if i > 30 {
			return 1e20
		}
		return .1
	})})
	if h.Restored == 0 || !strings.Contains(h.Stopped, "the network has the best parameters") || math.IsNaN(net.Params()[0].Value.Sum()) {
		t.Errorf("after a divergence: %v", h)
	}
}

// own are examples that Fit cannot look through before training.
type own struct{ Examples }

func TestFitNamesBadExamples(t *testing.T) {
	r := NewRand(2)
	net := func(sizes ...int) *Net { return NewMLP(MLP{Sizes: sizes, Rand: r}) }
	o := FitOptions{Epochs: 1, Batch: 10, Quiet: true, Rand: r}
	good := rings(30, r)

	x := r.Normal(0, 1, 30, 2)
	x.Data[2*17+1] = float32(math.NaN())
	bad := NewExamples(x, make([]int, 30))
	wantPanic(t, "nn: Fit: training example 17 holds NaN at place 1; repair it, or leave it out", func() { Fit(net(2, 2), bad, NewSGD(.1), o) })
	h := Fit(net(2, 2), own{bad}, NewSGD(.1), o)
	if !strings.HasSuffix(h.Stopped, "the loss is NaN because training example 17 holds NaN at place 1; repair it, or leave it out") {
		t.Errorf("NaN in examples of one's own: %q", h.Stopped)
	}
	valid := o
	valid.Validation = bad
	wantPanic(t, "nn: Fit: validation example 17 holds NaN", func() { Fit(net(2, 2), good, NewSGD(.1), valid) })
	regression := BuildNet(NetSpec{Input: []int{2}, Layers: []Layer{NewAffine(1)}, Loss: NewMSE(), Rand: r})
	y := New(30, 1)
	y.Data[4] = float32(math.Inf(1))
	wantPanic(t, "nn: Fit: the target of training example 4 holds +Inf at place 0", func() { Fit(regression, NewTargets(r.Normal(0, 1, 30, 2), y), NewSGD(.1), o) })
	wantPanic(t, "nn: Fit: one training target is (2), want (1); give a target for each output", func() { Fit(regression, NewTargets(New(3, 2), New(3, 2)), NewSGD(.1), o) })

	labels := make([]int, 30)
	labels[23] = 10
	ten := NewExamples(r.Normal(0, 1, 30, 2), labels)
	want := "nn: Fit: the label of training example 23 is 10, and the network has 10 outputs, for the classes 0 … 9; give the last layer more units, or correct the label"
	wantPanic(t, want, func() { Fit(net(2, 10), ten, NewSGD(.1), o) })
	wantPanic(t, want, func() { Fit(net(2, 10), own{ten}, NewSGD(.1), o) })

	wantPanic(t, "nn: Fit: one training example is (2), want (784); the network takes 784 numbers and an example has 2: build the network for Input {2}", func() { Fit(net(784, 2), good, NewSGD(.1), o) })
	wantPanic(t, "nn: Fit: there are no validation examples", func() {
		empty := o
		empty.Validation = NewExamples(New(0, 2), nil)
		Fit(net(2, 2), good, NewSGD(.1), empty)
	})
	var log strings.Builder
	o.Batch, o.Quiet, o.Log = 1000, false, &log
	Fit(net(2, 2), good, NewSGD(.1), o)
	if !strings.HasPrefix(log.String(), "Batch is 1000 and there are 30 training examples: every batch holds them all\n") {
		t.Errorf("a batch larger than the set: %q", log.String())
	}
}

func TestFitOptionsThatCannotWork(t *testing.T) {
	valid := rings(10, NewRand(1))
	for want, o := range map[string]FitOptions{
		"give either Validation or ValidationSplit":                            {Validation: valid, ValidationSplit: .2},
		"ValidationSplit is 2; give the share":                                 {ValidationSplit: 2},
		"choose by validation examples; set Validation or ValidationSplit":     {Patience: 3},
		"Patience is -1 and MinDelta 0; they must not be negative":             {Patience: -1},
		`Monitor is "train", which is of the training examples`:                {Validation: valid, KeepBest: true, Monitor: "train"},
		`there is no "f1" to monitor; use "valid", "validloss" or the name of`: {Validation: valid, KeepBest: true, Monitor: "f1"},
		`Monitor is "valid", but nothing is chosen by it`:                      {Validation: valid, Monitor: "valid"},
		"ClipNorm is -1 and ClipValue 0":                                       {ClipNorm: -1},
		"the batch size is -5; it must be positive":                            {Batch: -5},
	} {
		wantPanic(t, want, func() { quick(1, NewSGD(.1), o) })
	}
	wantPanic(t, "the learning rate of the optimizer is 0: nothing would change", func() { quick(1, &SGD{}, FitOptions{}) })
}

// TestFitAllocatesNothing counts the allocations of iterations, with the history's memory made before and a smaller last
// batch in each pass.
func TestFitAllocatesNothing(t *testing.T) {
	r := NewRand(1)
	net, opt, train := NewMLP(MLP{Sizes: []int{2, 8, 2}, BatchNorm: true, Rand: r}), NewAdam(.01), rings(55, r)
	fit := func(n int) float64 {
		f := newFitting(net, train, opt, FitOptions{Iterations: 1000, Batch: 20, EvalEvery: 10000, Quiet: true, Rand: r, ValidationSplit: .1, ClipNorm: 1, Schedule: NewConstantRate(.01)})
		for f.t.Iteration < 6 {
			f.step(f.t.Iteration + 1)
		}
		return testing.AllocsPerRun(n, func() { f.step(f.t.Iteration + 1) })
	}
	if n := fit(300); n != 0 {
		t.Errorf("%g allocations in an iteration, want 0", n)
	}
}

func TestLossCurves(t *testing.T) {
	_, h := quick(2, NewSGD(.1), FitOptions{Iterations: 20, EvalEvery: 10, EvalFirst: true, ValidationSplit: .2})
	c := h.LossCurves()
	if len(c) != 2 || !slices.Equal(c[0].X, []float64{10, 20}) || !slices.Equal(c[1].X, []float64{0, 10, 20}) || c[0].Y[1] != h.Last().Loss {
		t.Errorf("%v", c)
	}
	if h.ScoreName() != "accuracy" {
		t.Errorf("the score is called %q", h.ScoreName())
	}
	x := NewRand(1).Normal(0, 1, 40, 3)
	one := BuildNet(NetSpec{Input: []int{3}, Layers: []Layer{NewAffine(1)}, Loss: NewMSE(), Rand: NewRand(1)})
	if h = Fit(one, NewTargets(x, New(40, 1)), NewSGD(.1), FitOptions{Iterations: 1, Quiet: true, Rand: NewRand(1)}); h.ScoreName() != "R²" {
		t.Errorf("the score of a regression is called %q", h.ScoreName())
	}
}

// TestEvaluateEndsAtAnInterrupt interrupts an evaluation after two of its five groups.
func TestEvaluateEndsAtAnInterrupt(t *testing.T) {
	defer kernel.SetWorkers(kernel.SetWorkers(1))
	defer SetHost(Host{})
	net := NewMLP(MLP{Sizes: []int{2, 2}, Rand: NewRand(1)})
	all := &watched{Examples: rings(5*net.group(), NewRand(2))}
	SetHost(Host{Interrupted: func() bool { return len(all.read) >= 2*net.group() }})
	loss, accuracy := Evaluate(net, all)
	if !math.IsNaN(loss) || !math.IsNaN(accuracy) || len(all.read) != 2*net.group() {
		t.Errorf("loss %g and accuracy %g after %d examples, want NaN after %d", loss, accuracy, len(all.read), 2*net.group())
	}
	points := Trajectory(NewSGD(.1), []float64{1}, func(x []float64) []float64 { return x }, 1000)
	if len(points) != 64 {
		t.Errorf("a trajectory has %d points after an interrupt, want the 64 before it asks", len(points))
	}
}

// TestFitSaysWhatItMeasures: the lines of a training call a score by its name, and say once what trains badly for sure.
func TestFitSaysWhatItMeasures(t *testing.T) {
	lines := func(layers []Layer, loss Loss, train Examples) (string, *History) {
		var log strings.Builder
		net := BuildNet(NetSpec{Input: []int{2}, Layers: layers, Loss: loss, Rand: NewRand(1)})
		h := Fit(net, train, NewSGD(.01), FitOptions{Epochs: 2, Validation: train, Rand: NewRand(2), Log: &log})
		return log.String(), h
	}
	x := NewRand(3).Normal(0, 1, 8, 2)
	classes := NewExamples(x, []int{0, 1, 0, 1, 0, 1, 0, 1})
	log, h := lines([]Layer{NewAffine(1)}, NewMSE(), NewTargets(x, x.Cols(0, 1)))
	if strings.Count(log, "  train R² ") != 2 || strings.Count(log, "  validation R² ") != 2 {
		t.Errorf("a regression wrote\n%s", log)
	}
	if s := h.String(); !strings.Contains(s, ", train R² ") || !strings.Contains(s, ", validation R² ") {
		t.Errorf("its history is %q", s)
	}
	if s := h.Last().String(); !strings.Contains(s, "  train R² ") {
		t.Errorf("its last point is %q", s)
	}
	if log, h = lines([]Layer{NewAffine(2)}, nil, classes); strings.Contains(log+h.String(), "R²") || strings.Contains(log, "oftmax") {
		t.Errorf("a classification wrote\n%s%s", log, h)
	}
	if log, _ = lines([]Layer{NewAffine(2), NewSoftmax()}, nil, classes); strings.Count(log, "ends in Softmax") != 1 {
		t.Errorf("with two softmaxes it wrote\n%s", log)
	}
	if log, _ = lines([]Layer{NewAffine(2), NewSoftmax()}, NewMSE(), classes); strings.Contains(log, "ends in Softmax") {
		t.Errorf("with one softmax it wrote\n%s", log)
	}
}
