package nn

import (
	"fmt"
	"io"
	"math"
	"time"

	"quire/nn/internal/kernel"
)

// FitOptions say how Fit trains. The zero value of each field has a meaning; Iterations or Epochs must be given.
type FitOptions struct {
	Iterations  int      // batches to train on
	Epochs      int      // or passes over the training examples
	Batch       int      // examples in a batch; 0: 100
	Replacement bool     // draw the examples of a batch independently, as the book does
	Rand        *Rand    // stream that batches are drawn from; nil: the default one
	Validation  Examples // examples to choose by; nil: none

	EvalEvery   int  // iterations between evaluations; 0: one epoch
	EvalFirst   bool // evaluate before the first step, too
	TrainSample int  // training examples to evaluate, from the first on; 0: all, −1: none

	Label    string                // names the training in log and progress
	Quiet    bool                  // write no lines; inside Search and Parallel none are written anyway
	Log      io.Writer             // where a line for each evaluation goes; nil: the notebook's output
	Progress func(done, total int) // told how many iterations are done, about a hundred times
	Stop     func(p Point) bool    // asked after each evaluation; true ends the training
}

// Fit trains a network and returns what it went through. It continues from the network's present parameters and the
// optimizer's present state. It ends early when the loss is no longer a number, when Stop says so, or when the notebook
// interrupts; History.Stopped says which. The network then has the parameters of that moment.
func Fit(net *Net, train Examples, opt Optimizer, o FitOptions) *History {
	f := newFitting(net, train, opt, o)
	start := time.Now()
	if o.EvalFirst {
		f.evaluate(0)
	}
	for it := 1; it <= f.total && f.h.Stopped == ""; it++ {
		f.step(it)
	}
	f.h.Elapsed = time.Since(start)
	return f.h
}

// fitting is a training under way.
type fitting struct {
	net     *Net
	train   Examples
	opt     Optimizer
	o       FitOptions
	host    Host
	batches *Batches
	total   int
	every   int
	tell    int // iterations between calls of Progress
	h       *History
}

func newFitting(net *Net, train Examples, opt Optimizer, o FitOptions) *fitting {
	if (o.Iterations > 0) == (o.Epochs > 0) {
		misuse("Fit", "give either Iterations or Epochs, a positive number")
	}
	if o.Batch == 0 {
		o.Batch = 100
	}
	if train == nil || opt == nil || net == nil {
		misuse("Fit", "the network, the training examples and the optimizer are all needed")
	}
	f := &fitting{net: net, train: train, opt: opt, o: o, host: currentHost(), total: o.Iterations, every: o.EvalEvery, h: &History{}}
	if o.Replacement {
		f.batches = NewBatchesWithReplacement(train, o.Batch, o.Rand)
	} else {
		f.batches = NewBatches(train, o.Batch, o.Rand)
	}
	epoch := f.batches.PerEpoch()
	if o.Epochs > 0 {
		f.total = o.Epochs * epoch
	}
	if f.every <= 0 {
		f.every = epoch
	}
	f.tell = max(1, f.total/100)
	f.h.Losses = make([]float64, 0, f.total)
	if o.Quiet || kernel.Sweeping() {
		f.o.Log = io.Discard
	} else if o.Log == nil {
		f.o.Log = f.host.Log
	}
	return f
}

// step trains on one batch, and evaluates when it is time.
func (f *fitting) step(it int) {
	if f.host.Interrupted() {
		f.h.Stopped = fmt.Sprintf("interrupted after iteration %d", it-1)
		return
	}
	loss := f.stepBatch()
	f.h.Losses = append(f.h.Losses, loss)
	f.h.Iterations = it
	if !finite(loss) {
		f.h.Stopped = fmt.Sprintf("diverged at iteration %d: the loss is %v; use a smaller learning rate", it, loss)
		fmt.Fprintln(f.o.Log, f.prefix()+f.h.Stopped)
		return
	}
	if it%f.every == 0 || it == f.total {
		p := f.evaluate(it)
		if f.o.Stop != nil && f.o.Stop(p) {
			f.h.Stopped = fmt.Sprintf("stopped at iteration %d: the condition of Stop holds", it)
		}
	}
	if it%f.tell == 0 || it == f.total {
		if f.o.Progress != nil {
			f.o.Progress(it, f.total)
		}
		if !kernel.Sweeping() {
			f.host.Progress(f.o.Label, it, f.total)
		}
	}
}

// stepBatch trains on the next batch, by targets where the examples have them, and returns the loss.
func (f *fitting) stepBatch() float64 {
	if _, ok := f.train.(TargetExamples); ok {
		x, t := f.batches.NextTarget()
		return f.net.StepTarget(x, t, f.opt)
	}
	x, labels := f.batches.Next()
	return f.net.Step(x, labels, f.opt)
}

func (f *fitting) prefix() string {
	if f.o.Label == "" {
		return ""
	}
	return f.o.Label + ": "
}

// evaluate adds a point to the history and writes its line.
func (f *fitting) evaluate(it int) Point {
	nan := math.NaN()
	p := Point{Iteration: it, Epoch: float64(it) * float64(f.batches.size) / float64(f.train.Len()), Loss: nan, TrainAccuracy: nan, ValidLoss: nan, ValidAccuracy: nan}
	since := 0
	if len(f.h.Points) > 0 {
		since = f.h.Last().Iteration
	}
	if it > since {
		s := 0.0
		for _, l := range f.h.Losses[since:it] {
			s += l
		}
		p.Loss = s / float64(it-since)
	}
	if n := f.o.TrainSample; n >= 0 {
		if n == 0 {
			n = f.train.Len()
		}
		_, p.TrainAccuracy = evaluateSome(f.net, f.train, min(n, f.train.Len()))
	}
	if f.o.Validation != nil {
		p.ValidLoss, p.ValidAccuracy = Evaluate(f.net, f.o.Validation)
	}
	f.h.Points = append(f.h.Points, p)
	fmt.Fprintln(f.o.Log, f.prefix()+p.String())
	return p
}

// String is the line that Fit writes for a point. What was not measured is left out.
func (p Point) String() string {
	s := fmt.Sprintf("iteration %5d  epoch %6.2f", p.Iteration, p.Epoch)
	for _, v := range []struct {
		name  string
		value float64
	}{{"loss", p.Loss}, {"train", p.TrainAccuracy}, {"validation", p.ValidAccuracy}} {
		if !math.IsNaN(v.value) {
			s += fmt.Sprintf("  %s %.4f", v.name, v.value)
		}
	}
	return s
}
