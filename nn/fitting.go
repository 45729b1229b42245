package nn

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"quire/nn/internal/kernel"
)

// mostReserved bounds the iterations that memory is reserved for at the start: a training may be meant to be interrupted.
const mostReserved = 1 << 20

// fitting is a training under way.
type fitting struct {
	net     *Net
	train   Examples
	opt     Optimizer
	rate    RateSetter // the optimizer, when it is one
	o       FitOptions
	host    Host
	batches *Batches
	targets bool // the examples have targets
	classes int  // of the labels; 0: any
	base    int  // iterations done before this call of Fit
	every   int  // iterations between evaluations
	tell    int  // iterations between calls of Progress
	told    time.Time
	point   int     // iteration of the last point
	first   float64 // loss of the first iteration
	h       *History
	t       Training
	best    *best // nil: the best parameters are not wanted
}

func newFitting(net *Net, train Examples, opt Optimizer, o FitOptions) *fitting {
	checkFit(net, train, opt, o)
	net.belong(o.Rand)
	if r, ok := opt.(remembering); ok && o.Rand != nil && o.Rand.trial != nil {
		o.Rand.trial.claim(r)
	}
	f := &fitting{net: net, opt: opt, o: o, host: currentHost(), h: o.History, first: math.NaN()}
	f.rate, _ = opt.(RateSetter)
	if f.h == nil {
		f.h = &History{}
	}
	f.h.Stopped, f.h.Restored = "", 0
	if o.ValidationSplit > 0 {
		train, f.o.Validation = SplitExamples(train, o.ValidationSplit, orDefault(o.Rand).Split("validation"))
	}
	f.train = train
	f.classes = checkFor(net, "training", train)
	checkFor(net, "validation", f.o.Validation)
	f.log()
	f.warn()
	f.batch()
	f.plan()
	f.best = newBest(net, f.o)
	return f
}

// batch prepares the batches.
func (f *fitting) batch() {
	size := f.o.Batch
	if size == 0 {
		size = 100
	} else if n := f.train.Len(); size > n {
		f.say(fmt.Sprintf("Batch is %d and there are %d training examples: every batch holds them all", size, n))
	}
	if f.o.Replacement {
		f.batches = NewBatchesWithReplacement(f.train, size, f.o.Rand)
	} else {
		f.batches = NewBatches(f.train, size, f.o.Rand)
	}
	_, f.targets = f.train.(TargetExamples)
}

// plan decides how many iterations there are, and when what is due.
func (f *fitting) plan() {
	epoch := f.batches.PerEpoch()
	total := f.o.Iterations
	if f.o.Epochs > 0 {
		total = f.o.Epochs * epoch
	}
	f.base = f.h.Iterations
	f.point = f.h.Iterations
	f.every = f.o.EvalEvery
	if f.every <= 0 {
		f.every = epoch
	}
	f.tell = max(1, total/100)
	f.told = time.Now()
	f.h.Losses = slices.Grow(f.h.Losses, min(total, mostReserved))
	if f.o.Schedule != nil {
		f.h.Rates = slices.Grow(f.h.Rates, min(total, mostReserved))
	}
	f.h.metrics(f.o.Metrics)
	f.h.score = scoreName(f.net, f.train)
	f.t = Training{Net: f.net, Optimizer: f.opt, History: f.h, Iteration: f.base, Total: f.base + total, Loss: math.NaN(), LR: math.NaN()}
	f.t.Epoch = f.epoch()
}

// log decides where lines go.
func (f *fitting) log() {
	if f.o.Quiet || kernel.Sweeping() {
		f.o.Log = io.Discard
	} else if f.o.Log == nil {
		f.o.Log = f.host.Log
	}
}

// warn says what trains, but not as was meant.
func (f *fitting) warn() {
	shapes := f.net.shapes
	if _, classes := f.net.loss.(*SoftmaxCrossEntropy); classes && volumeOf(shapes[len(shapes)-1]) == 1 {
		f.say("the network has one output, whose softmax is 1 whatever it learns; use two outputs, or the loss NewBCE for yes and no, NewMSE for a number")
	}
	for i, l := range f.net.layers {
		if _, ok := l.(*BatchNorm); ok && f.o.Batch == 1 && len(shapes[i]) == 1 && i >= f.net.frozen {
			f.say("batches of one example have no variance: what stands before " + f.net.Names()[i] + " learns nothing; use a larger Batch")
			break
		}
	}
	_, ends := f.net.layers[len(f.net.layers)-1].(*Softmax)
	if _, again := f.net.loss.(*SoftmaxCrossEntropy); ends && again {
		f.say("the network ends in Softmax, and its loss SoftmaxCrossEntropy has a softmax of its own: training is slow with both; leave the last layer out")
	}
}

// say writes a line.
func (f *fitting) say(line string) {
	if f.o.Label != "" {
		line = f.o.Label + ": " + line
	}
	fmt.Fprintln(f.o.Log, line)
}

// step trains on one batch, and evaluates when it is time.
func (f *fitting) step(it int) {
	if f.host.Interrupted() {
		f.interrupted()
		return
	}
	f.setRate(it)
	loss := f.gradient()
	f.h.Losses = append(f.h.Losses, loss)
	f.h.Iterations, f.t.Iteration, f.t.Loss = it, it, loss
	if math.IsNaN(f.first) {
		f.first = loss
	}
	if f.diverged(it, loss) {
		return
	}
	f.update()
	f.h.seen += len(f.batches.index)
	f.t.Epoch = f.epoch()
	f.after(it)
	f.progress(it)
}

// after evaluates and calls back when it is time.
func (f *fitting) after(it int) {
	if f.o.OnStep != nil {
		f.o.OnStep(&f.t)
	}
	if (it-f.base)%f.every == 0 || it == f.t.Total {
		p := f.evaluate(it)
		if f.h.Stopped == "" && f.o.Stop != nil && f.o.Stop(p) {
			f.h.Stopped = fmt.Sprintf("stopped at iteration %d: the condition of Stop holds", it)
		}
	}
	if f.o.OnEpoch != nil && f.h.Stopped == "" && (it-f.base)%f.batches.PerEpoch() == 0 {
		f.o.OnEpoch(&f.t)
	}
	if f.t.stop && f.h.Stopped == "" {
		if f.point != it {
			f.evaluate(it)
		}
		f.h.Stopped = fmt.Sprintf("stopped at iteration %d: %s", it, f.t.reason)
	}
}

func (f *fitting) interrupted() {
	f.h.Stopped = fmt.Sprintf("interrupted after iteration %d", f.t.Iteration)
	f.h.interrupted = true
}

// setRate sets the learning rate that the schedule has for an iteration, and notes it.
func (f *fitting) setRate(it int) {
	if f.o.Schedule != nil {
		lr := f.o.Schedule.LR(it - 1)
		if !(lr >= 0) || !finite(lr) {
			misuse("Fit", "the schedule gives the learning rate %g for iteration %d; it must not be negative, and it must be a number", lr, it-1)
		}
		f.rate.SetLearningRate(lr)
		f.h.Rates = append(f.h.Rates, lr)
	}
	if f.rate != nil {
		f.t.LR = f.rate.LearningRate()
	}
}

// gradient takes the next batch and sets the gradients, by targets where the examples have them. It returns the loss.
func (f *fitting) gradient() float64 {
	if f.targets {
		x, t := f.batches.NextTarget()
		return f.net.GradientTarget(x, t)
	}
	x, labels := f.batches.Next()
	if f.classes > 0 {
		for i, label := range labels {
			if label < 0 || label >= f.classes {
				badLabel("training", f.batches.index[i], label, f.classes)
			}
		}
	}
	return f.net.Gradient(x, labels)
}

// update clips the gradients and steps.
func (f *fitting) update() {
	if f.o.ClipNorm > 0 {
		ClipNorm(f.net.trained, f.o.ClipNorm)
	}
	if f.o.ClipValue > 0 {
		ClipValue(f.net.trained, f.o.ClipValue)
	}
	f.opt.Update(f.net.trained)
}

// explosion is how many times its first value, or 1 if that is less, a loss may reach.
const explosion = 1e6

// diverged ends the training when the loss is not a number or has exploded.
func (f *fitting) diverged(it int, loss float64) bool {
	reason := ""
	switch {
	case !finite(loss):
		reason = fmt.Sprintf("the loss is %v; use a smaller learning rate", loss)
		if p := f.net.unfinished(); p != "" && it == f.base+1 {
			reason = fmt.Sprintf("the loss is %v because %s of the network holds what is no number; build the network anew", loss, p)
		}
		if fault := f.faultOfBatch(); fault != "" {
			reason = fmt.Sprintf("the loss is %v because %s", loss, fault)
		}
	case loss > explosion*max(1, math.Abs(f.first)):
		reason = fmt.Sprintf("the loss grew from %.3g to %.3g; use a smaller learning rate, or ClipNorm", f.first, loss)
	default:
		return false
	}
	f.h.Stopped = fmt.Sprintf("diverged at iteration %d: %s", it, reason)
	f.h.diverged = true
	f.say(f.h.Stopped)
	return true
}

// unfinished names the first parameter that holds what is not a finite number, "" when none does.
func (n *Net) unfinished() string {
	for _, p := range n.params {
		for _, v := range p.Value.Data {
			if !finite(float64(v)) {
				return p.Name
			}
		}
	}
	return ""
}

// progressEvery is the longest time between two reports to the notebook while iterations are slow.
const progressEvery = 200 * time.Millisecond

// progress tells how far the training is.
func (f *fitting) progress(it int) {
	done, total := it-f.base, f.t.Total-f.base
	due := done%f.tell == 0 || done == total
	if due && f.o.Progress != nil {
		f.o.Progress(done, total)
	}
	if kernel.Sweeping() {
		return
	}
	if now := time.Now(); due || now.Sub(f.told) >= progressEvery {
		f.told = now
		f.host.Progress(f.o.Label, done, total)
	}
}

// epoch returns how often the training went through its examples.
func (f *fitting) epoch() float64 { return float64(f.h.seen) / float64(f.train.Len()) }

// evaluate adds a point to the history and writes its line.
func (f *fitting) evaluate(it int) Point {
	nan := math.NaN()
	p := Point{Iteration: it, Epoch: f.epoch(), Loss: nan, TrainAccuracy: nan, ValidLoss: nan, ValidAccuracy: nan, LR: f.t.LR, score: f.h.score}
	if it > f.point {
		s := 0.0
		for _, l := range f.h.Losses[f.point:it] {
			s += l
		}
		p.Loss = s / float64(it-f.point)
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
	values := f.measure()
	if f.host.Interrupted() { // what was measured last is not complete
		f.interrupted()
		return p
	}
	f.point = it
	f.h.add(p, values)
	f.say(f.line(p, values))
	f.judge(p)
	return p
}

// measure returns the metrics.
func (f *fitting) measure() []float64 {
	examples := f.o.Validation
	if examples == nil {
		examples = f.train
	}
	var values []float64
	for _, m := range f.o.Metrics {
		values = append(values, m.Of(f.net, examples))
	}
	return values
}

// line is what is written for a point.
func (f *fitting) line(p Point, values []float64) string {
	s := p.String()
	for i, m := range f.o.Metrics {
		s += fmt.Sprintf("  %s %.4f", m.Name, values[i])
	}
	if f.o.Schedule != nil && !math.IsNaN(p.LR) {
		s += fmt.Sprintf("  lr %.4g", p.LR)
	}
	return s
}
