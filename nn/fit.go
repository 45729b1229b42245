package nn

import (
	"io"
	"time"
)

// FitOptions say how Fit trains. The zero value of each field has a meaning; Iterations or Epochs must be given.
type FitOptions struct {
	Iterations  int      // batches to train on
	Epochs      int      // or passes over the training examples
	Batch       int      // examples in a batch; 0: 100, or all when there are fewer
	Replacement bool     // draw the examples of a batch independently, as the book does
	Rand        *Rand    // stream that batches are drawn from; nil: the default one
	Schedule    Schedule // learning rate of each iteration; nil: the optimizer's own
	ClipNorm    float64  // greatest norm of all gradients together, see ClipNorm; 0: any
	ClipValue   float64  // greatest magnitude of a number in the gradients, see ClipValue; 0: any

	Validation      Examples // examples to choose by, apart from those of training and of the final test; nil: none
	ValidationSplit float64  // or the share of the training examples to keep aside for that, at random: 0.2
	Metrics         []Metric // more numbers to measure at each evaluation
	EvalEvery       int      // iterations between evaluations; 0: one epoch
	EvalFirst       bool     // evaluate before the first step, too
	TrainSample     int      // training examples to evaluate, from the first on; 0: all, −1: none

	// Early stopping and the best parameters. Monitor is what tells better from worse: "valid" (also when empty), the
	// accuracy on validation examples, or for numbers R²; "validloss", their loss; or the name of a metric, of which more is
	// better. None of them sees the training examples.
	Patience int     // stop after so many evaluations without improvement, with the best parameters; 0: never
	MinDelta float64 // what counts as improvement: more than this
	Monitor  string
	KeepBest bool   // end with the best parameters also when Patience is 0
	BestFile string // file that the best network so far is written to, for Net.Load

	OnStep  func(t *Training)  // called after each iteration
	OnEpoch func(t *Training)  // called at the end of each pass over the training examples
	Stop    func(p Point) bool // asked after each evaluation; true ends the training
	History *History           // a training to be continued, which Fit adds to; nil: a new one

	Label    string                // names the training in log and progress
	Quiet    bool                  // write no lines; inside Search and Parallel none are written anyway
	Log      io.Writer             // where a line for each evaluation goes; nil: the notebook's output
	Progress func(done, total int) // told how many iterations are done, about a hundred times
}

// Metric is a number that Fit measures beside loss and accuracy: on the validation examples, or without them on the
// training examples. Of may use Predict and Classify of the network; it must not train it.
type Metric struct {
	Name string
	Of   func(net *Net, examples Examples) float64
}

// Training is a training under way, as OnStep and OnEpoch see it.
type Training struct {
	Net       *Net
	Optimizer Optimizer
	History   *History
	Iteration int     // done so far
	Total     int     // iteration at which the training will end
	Epoch     float64 // passes over the training examples so far
	Loss      float64 // of the last batch, before its step
	LR        float64 // learning rate of the last step; NaN when the optimizer does not tell

	reason string
	stop   bool
}

// Stop ends the training after this iteration, with an evaluation. The reason stands in History.Stopped.
func (t *Training) Stop(reason string) { t.stop, t.reason = true, reason }

// Fit trains a network and returns what it went through. It continues from the network's present parameters and the
// optimizer's present state.
//
// It ends early when the loss is no longer a number or explodes, when Patience is at its end, when Stop or a callback says
// so, or when the notebook interrupts; History.Stopped says which. The network then has the parameters of that moment, or
// with Patience or KeepBest the best ones; after an interrupt always those of that moment, so that it can go on. A step
// whose loss is not a number is not made.
//
// In each pass over the training examples all of them are used, and the last batch is smaller where their number is no
// multiple of Batch; evaluations count all examples, too.
//
// With a Schedule, Fit sets the learning rate of the optimizer, which must be a RateSetter; afterwards it has the last rate.
// To go on with a training, give its History: iterations, epochs and the schedule continue from there.
//
// Examples that do not fit the network, or that hold what is not a number, panic with a *ShapeError or *UsageError that
// names the first such example.
func Fit(net *Net, train Examples, opt Optimizer, o FitOptions) *History {
	f := newFitting(net, train, opt, o)
	defer net.occupy("Fit", &net.fitting).Store(false)
	start := time.Now()
	before := f.h.Elapsed
	defer func() { f.h.Elapsed = before + time.Since(start) }()
	if o.EvalFirst {
		f.evaluate(f.t.Iteration)
	}
	for f.t.Iteration < f.t.Total && f.h.Stopped == "" {
		f.step(f.t.Iteration + 1)
	}
	f.restore()
	if t := net.trial; t != nil && f.h.diverged && f.h.Restored == 0 {
		t.diverged = f.h.Stopped // whatever score it returns: that is one of before
	}
	return f.h
}
